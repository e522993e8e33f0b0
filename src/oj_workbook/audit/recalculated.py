"""The workbook, recalculated by other programs -> whether every formula shows what is stored beside it.

IronCalc and LibreOffice are asked when they are installed.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from lxml import etree

from oj_workbook.audit.sheets import ROW, TEXTS, VALUE, Book, Value, position
from oj_workbook.problems import MOST_TOLD, Place, Problems

PATIENCE = 300
STORED = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")
OFFICE_FILTER = "xlsx:Calc MS Excel 2007 XML"
#: What an engine shows, by sheet, row and column; None for an error value.
Shown = dict[tuple[str, int, int], Value | None]
#: Asks a program about the workbook, with a folder to work in; None when the program is not there.
Engine = Callable[[Path, Book], Shown | None]
_AGAIN = "bygg arbetsboken på nytt; felet är programmets om det står kvar."


def without_values(archive: ZipFile) -> bytes:
    """Return the workbook with formulas that have no value beside them.

    LibreOffice trusts what it finds beside a formula, and would hand back the fault.
    """
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.namelist():
            data = archive.read(name)
            copy.writestr(name, STORED.sub(rb"\1", data) if name.startswith("xl/worksheets/sheet") else data)
    return target.getvalue()


def in_ironcalc(folder: Path, book: Book) -> Shown | None:
    """Return what IronCalc shows in every cell with a formula; None when it is not installed."""
    try:
        import ironcalc  # noqa: PLC0415 - an engine to test with, which a plain installation does not have
    except ImportError:
        return None
    workbook = folder / "arbetsbok.xlsx"
    workbook.write_bytes(book.parts.data)
    model = ironcalc.load_from_xlsx(str(workbook), "en", "UTC")
    numbers = {sheet["name"]: number for number, sheet in enumerate(model.get_worksheets_properties())}
    model.evaluate()
    return {
        (sheet.namn, rad, kolumn): _as_value(model.get_cell_value(numbers[sheet.namn], rad, kolumn))
        for sheet in book.blad
        for rad, kolumn, cell in sheet.cells()
        if cell.formula is not None
    }


def in_libreoffice(folder: Path, book: Book) -> Shown | None:
    """Return what LibreOffice shows in every cell with a formula; None when it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    workbook, out, profile = folder / "utan_varden.xlsx", folder / "omraknad", (folder / "profil").as_uri()
    workbook.write_bytes(without_values(book.parts.archive))
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo"]
    command += ["--convert-to", OFFICE_FILTER, "--outdir", str(out), str(workbook)]
    try:
        subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)  # noqa: S603 - the office program
        with ZipFile(out / workbook.name) as archive:
            return _values(archive, book)
    except (subprocess.SubprocessError, OSError, BadZipFile, KeyError):
        return {}


def _values(archive: ZipFile, book: Book) -> Shown:
    """Return the values in a workbook that LibreOffice has written; its sheets are numbered as they stand."""
    texts: list[str] = []
    if TEXTS in archive.namelist():
        texts = ["".join(map(str, one.itertext())) for one in etree.fromstring(archive.read(TEXTS))]
    shown: Shown = {}
    for number, sheet in enumerate(book.blad, 1):
        wanted = {(rad, kolumn) for rad, kolumn, cell in sheet.cells() if cell.formula is not None}
        with archive.open(f"xl/worksheets/sheet{number}.xml") as stream:
            for _, row in etree.iterparse(stream, tag=ROW):
                for cell in row:
                    at = position(str(cell.get("r", "")))
                    if at in wanted:
                        shown[(sheet.namn, *at)] = _value(cell.get("t", "n"), cell.findtext(VALUE) or "", texts)
                row.clear()
    return shown


def _value(kind: str, text: str, texts: list[str]) -> Value | None:
    if kind == "n":
        return float(text) if text else ""
    return texts[int(text)] if kind == "s" else text if kind == "str" else None


def _as_value(found: object) -> Value | None:
    if isinstance(found, str):
        return found
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


#: The engines, by name, in the order they are asked.
ENGINES: dict[str, Engine] = {"IronCalc": in_ironcalc, "LibreOffice": in_libreoffice}


def check_recalculated(book: Book, engines: Mapping[str, Engine], problems: Problems) -> tuple[str, ...]:
    """Compare every stored value with what the engines show, and return the names of those that were there."""
    asked = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for namn, engine in engines.items():
            shown = engine(Path(folder), book)
            if shown is not None:
                asked.append(namn)
                _compare(book, namn, shown, problems)
    if not asked:
        fact = "formlerna är inte omräknade: varken IronCalc eller LibreOffice finns på datorn."
        problems.add(Place(book.fil), "inte-omräknad", fact, "installera LibreOffice, och granska igen.", "varning")
    return tuple(asked)


def _compare(book: Book, namn: str, shown: Shown, problems: Problems) -> None:
    told = 0
    for sheet in book.blad:
        for rad, kolumn, cell in sheet.cells():
            if cell.formula is None or shown.get((sheet.namn, rad, kolumn)) == cell.value:
                continue
            told += 1
            if told <= MOST_TOLD:
                fact = f"formeln visar något annat än det som är lagrat när {namn} räknar om den."
                problems.add(book.place(sheet.namn, rad, kolumn), "fel-lagrat-värde", fact, _AGAIN)
