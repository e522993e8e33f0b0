"""The parts of the workbook, their content types and the relations between them, against the list of what may be."""

import hashlib
import posixpath
from collections import Counter
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from oj_workbook.audit.vocabulary import KINDS, NAMESPACES, THEME_SHA256, kind_of
from oj_workbook.audit.xmlform import check_words, tree
from oj_workbook.problems import Place, Problems, visible

CONTENTS = "[Content_Types].xml"
DEFAULTS = {"rels": KINDS["relationer"].typ, "xml": "application/xml"}
SHEET_DATA, END_OF_DATA = b"<sheetData", b"</sheetData>"
CHUNK = 1 << 16
_AGAIN = "bygg arbetsboken på nytt, och ge ut den fil som bygget skriver."
_OURS = "bygg arbetsboken på nytt; behövs delen, lägg till den i src/oj_workbook/audit/vocabulary.py."


@dataclass
class Parts:
    """The package as it was read: the tree of every part, of a sheet without its cells, and where relations lead.

    `leads` has, by the part they start from, the kind and name of the part each id leads to.
    """

    fil: str
    data: bytes
    archive: ZipFile
    trees: dict[str, etree._Element] = field(default_factory=dict)
    leads: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def place(self, part: str) -> Place:
        """Return where a person finds a part."""
        return Place(f"{self.fil}!{part}")

    def of_kind(self, kind: str) -> dict[str, etree._Element]:
        """Return the trees of all parts of a kind, by name."""
        return {name: root for name, root in self.trees.items() if kind_of(name) == kind}


def read_parts(data: bytes, archive: ZipFile, fil: str, problems: Problems) -> Parts:
    """Read every part but the cells of the sheets, and tell what is not on the list of what may be."""
    parts = Parts(fil, data, archive)
    for name in dict.fromkeys(archive.namelist()):
        kind = kind_of(name)
        if kind is None:
            fact = f"delen {visible(name)} finns i paketet, men programmet skriver ingen sådan del."
            problems.add(parts.place(name), "okänd-del", fact, _OURS)
            continue
        xml = without_cells(archive, name) if kind == "blad" else archive.read(name)
        if kind == "tema":
            if hashlib.sha256(xml).hexdigest() != THEME_SHA256:
                problems.add(parts.place(name), "okänd-del", "temat är inte det som programmet skriver.", _AGAIN)
            continue
        root = tree(xml, parts.place(name), problems)
        if root is not None:
            parts.trees[name] = root
            check_words(xml, root, KINDS[kind], parts.place(name), problems)
    _relations(parts, problems)
    _content_types(parts, problems)
    return parts


def without_cells(archive: ZipFile, name: str) -> bytes:
    """Return a sheet without its cells, read as a stream: the largest one is some tens of megabytes."""
    before: list[bytes] = []
    after, inside, held = False, False, b""
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            held += chunk
            if not inside and not after and (at := held.find(SHEET_DATA)) >= 0 and (end := held.find(b">", at)) >= 0:
                before.append(held[: end + 1])
                held, inside = held[end + 1 :], held[end - 1 : end] != b"/"
                after |= not inside
            if inside:
                at = held.find(END_OF_DATA)
                inside = at < 0
                held = held[-len(END_OF_DATA) :] if inside else held[at:]
                after |= not inside
    return b"".join([*before, held])


def _relations(parts: Parts, problems: Problems) -> None:
    """Tell relations that lead out of the file, nowhere, or from one kind of part to another that it has no use for."""
    there = set(parts.archive.namelist())
    reached: set[str] = set()
    for name, root in parts.of_kind("relationer").items():
        place = parts.place(name)
        start = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[: -len(".rels")])
        fran = "paketet" if name == "_rels/.rels" else str(kind_of(start))
        leads = parts.leads.setdefault(start if start != "" else "paketet", {})
        if fran != "paketet" and start not in there:
            problems.add(place, "trasig-arbetsbok", "relationerna hör till en del som inte finns.", _AGAIN)
        for one in root:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(start), one.get("Target", "")))[1:]
            kind = kind_of(target) or ""
            if one.get("TargetMode") is not None or ":" in one.get("Target", "") or "//" in one.get("Target", ""):
                problems.add(place, "okänd-del", "en relation leder ut ur filen.", _AGAIN)
            elif not kind or KINDS[kind].relation != one.get("Type") or KINDS[kind].fran != fran:
                problems.add(place, "okänd-del", f"relationen {visible(one.get('Id', ''))} är av okänt slag.", _OURS)
            elif target not in there:
                fact = f"relationen {visible(one.get('Id', ''))} leder till en del som inte finns."
                problems.add(place, "trasig-arbetsbok", fact, _AGAIN)
            if one.get("Id", "") in leads:
                problems.add(place, "trasig-arbetsbok", "två relationer har samma id.", _AGAIN)
            leads[one.get("Id", "")] = (kind, target)
            reached.add(target)
    for name in sorted(there - reached - {CONTENTS}):
        if kind_of(name) not in {None, "relationer"}:
            problems.add(parts.place(name), "okänd-del", "ingenting i arbetsboken leder till delen.", _AGAIN)


def _content_types(parts: Parts, problems: Problems) -> None:
    root, place = parts.trees.get(CONTENTS), parts.place(CONTENTS)
    if root is None:
        problems.add(place, "trasig-arbetsbok", "paketet har ingen läsbar innehållslista.", _AGAIN)
        return
    found = Counter((str(one.get("PartName") or one.get("Extension")), str(one.get("ContentType"))) for one in root)
    wanted = Counter(DEFAULTS.items())
    for name in parts.archive.namelist():
        kind = kind_of(name)
        if kind not in {None, "relationer", "innehåll"}:
            wanted[f"/{name}", KINDS[str(kind)].typ] += 1
    for name, _ in found - wanted:
        problems.add(place, "okänd-del", f"innehållslistan säger något annat om {visible(name)} än den ska.", _AGAIN)
    for name, _ in wanted - found:
        problems.add(place, "trasig-arbetsbok", f"innehållslistan saknar {visible(name)}.", _AGAIN)


def relation_of(element: etree._Element) -> str:
    """Return the id of the relation that an element names."""
    return str(element.get(f"{{{NAMESPACES['r']}}}id", ""))
