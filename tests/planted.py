"""A good workbook with the files beside it, and ways to plant one fault in them, for the tests of the audit."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from oj_workbook.audit import Audited, audit
from oj_workbook.audit.recalculated import Engine

BOOK = "prov.xlsx"
#: A number that nobody has counted: it is planted as what must not be told.
KANARIE = "48151"
WORKBOOK, STYLES, TEXTS, CORE = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/core.xml"
CHART, DRAWING, TABLE, APP = (
    "xl/charts/chart1.xml",
    "xl/drawings/drawing1.xml",
    "xl/tables/table1.xml",
    "docProps/app.xml",
)
CHART_NUMBERS = "<v>33.3</v>"
#: The sheets by their parts, and cells of Data and Beräkning where a hidden figure is.
START, RESULTAT, JAMFOR, LIKNANDE, ALLA, DATA, BERAKNING = 1, 2, 4, 5, 9, 14, 15
HIDDEN, HIDDEN_CLASS, HIDDEN_CHANGE = "G20", "H20", "G21"
#: The codes, in short.
XML, DOLT, TRASIG, ROJER = "okänd-xml", "dolt-innehåll", "trasig-arbetsbok", "röjer-undertryckt"
ANNAT, FORMEL, PERSON = "annat-än-resultat", "otillåten-formel", "personlig-uppgift"
RESULTATET, DECIMALER, OUTSIDE = "fel-i-resultat", "för-många-decimaler", "bytes-utanför"


@dataclass
class Files:
    """What a build publishes, taken apart: the parts of the workbook, and what is done to the bytes of the zip."""

    delar: dict[str, bytes]
    resultat: bytes
    bygge: bytes
    rått: list[Callable[[bytes], bytes]] = field(default_factory=list)
    signerad: bool = True

    @classmethod
    def of(cls, folder: Path) -> "Files":
        """Return what lies in a folder."""
        with ZipFile(folder / BOOK) as archive:
            delar = {name: archive.read(name) for name in archive.namelist()}
        return cls(delar, (folder / "resultat.csv").read_bytes(), (folder / "bygge.json").read_bytes())

    def zipped(self) -> bytes:
        """Return the workbook, zipped as a build does."""
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name, data in self.delar.items():
                archive.writestr(entry(name), data)
        data = target.getvalue()
        for change in self.rått:
            data = change(data)
        return data

    def audited(self, engines: Mapping[str, Engine], *kanarier: str) -> Audited:
        """Audit the files; the checksums are those of the files as they are now, as if a build had made them."""
        workbook, bygge = self.zipped(), self.bygge
        if self.signerad:
            record = json.loads(bygge)
            record["filer"] = {BOOK: _sum(workbook), "resultat.csv": _sum(self.resultat)}
            bygge = (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
        beside = {"resultat.csv": self.resultat, "bygge.json": bygge}
        return audit(workbook, BOOK, beside, kanarier, engines)


Edit = Callable[[Files], object]


def entry(name: str) -> ZipInfo:
    """Return the heading of a part, as a build writes it."""
    info = ZipInfo(name, (2024, 6, 1, 0, 0, 0))
    info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o600 << 16, 3
    return info


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def swap(part: str, old: str, new: str) -> Edit:
    """Put something in the place of the first occurrence of something in a part."""

    def edit(files: Files) -> None:
        text = files.delar[part].decode()
        assert old in text, f"{old} is not in {part}"
        files.delar[part] = text.replace(old, new, 1).encode()

    return edit


def sheet(number: int) -> str:
    """Return the part of a sheet."""
    return f"xl/worksheets/sheet{number}.xml"


def cell(number: int, address: str, inner: str, kind: str = "", style: str = r"\1") -> Edit:
    """Give a cell of a sheet another content, and perhaps another style; it must be there."""

    def edit(files: Files) -> None:
        text = files.delar[sheet(number)].decode()
        pattern = rf'<c r="{address}" s="(\d+)"[^>]*>.*?</c>'
        what = f' t="{kind}"' if kind else ""
        text, count = re.subn(pattern, rf'<c r="{address}" s="{style}"{what}>{inner}</c>', text, count=1)
        assert count, f"{address} is not on sheet {number}"
        files.delar[sheet(number)] = text.encode()

    return edit


def text_cell(number: int, address: str, text: str) -> Edit:
    """Give a cell of a sheet a text of its own."""
    return cell(number, address, f"<is><t>{text}</t></is>", "inlineStr")


def part(name: str, content: str | bytes = KANARIE, typ: str = "application/xml", relation: str = "") -> Edit:
    """Add a part with its content type and, if it is named, a relation from the workbook."""

    def edit(files: Files) -> None:
        files.delar[name] = content if isinstance(content, bytes) else content.encode()
        override = f'<Override PartName="/{name}" ContentType="{typ}"/></Types>'
        swap("[Content_Types].xml", "</Types>", override)(files)
        line = f'<Relationship Id="rIdX" Type="http://x/{relation}" Target="/{name}"/></Relationships>'
        swap("xl/_rels/workbook.xml.rels", "</Relationships>", line)(files)

    return edit


def raw(change: Callable[[bytes], bytes]) -> Edit:
    """Change the bytes of the zip."""
    return lambda files: files.rått.append(change)


def in_csv(old: str, new: str) -> Edit:
    """Put something in the place of the first occurrence of something in resultat.csv."""

    def edit(files: Files) -> None:
        assert old.encode() in files.resultat, f"{old} is not in resultat.csv"
        files.resultat = files.resultat.replace(old.encode(), new.encode(), 1)

    return edit


def in_bygge(change: Callable[[dict[str, object]], object]) -> Edit:
    """Change the record of the build."""

    def edit(files: Files) -> None:
        record = json.loads(files.bygge)
        change(record)
        files.bygge = (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()

    return edit


def both(*edits: Edit) -> Edit:
    """Do several things."""

    def edit(files: Files) -> None:
        for one in edits:
            one(files)

    return edit
