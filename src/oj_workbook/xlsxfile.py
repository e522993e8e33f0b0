"""A delivered Excel workbook -> the rows of one of its sheets, as if they had come in a CSV file.

What could be taken for a missing answer, or hides one, is an error that names the cell.
"""

import warnings
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from oj_workbook.csvfile import EMPTY, Rows, refuse_double_headings, refuse_no_headings, seems_heading
from oj_workbook.kallor import Decimaltecken
from oj_workbook.package import open_package
from oj_workbook.problems import Place, Problems, did_you_mean, listed, relative, visible
from oj_workbook.sheet import Merged, Sheet, read_sheet
from oj_workbook.textfile import read_bytes
from oj_workbook.yamlfile import UNPRINTABLE


def read_xlsx(
    path: Path, root: Path, asked_by: Place, blad: str | None, decimaltecken: Decimaltecken, problems: Problems
) -> Rows | None:
    """Read one sheet of a workbook; None when it cannot be read, and `problems` says why.

    Without `blad` it is the only one that can be seen.
    """
    fil = relative(path, root)
    raw = read_bytes(path, root, asked_by, problems)
    archive = None if raw is None else open_package(raw, fil, problems)
    if raw is None or archive is None:
        return None
    before = len(problems)
    sheet = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what openpyxl would lose if it wrote the file
            book = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            if namn := _chosen(book, blad, fil, asked_by, problems):
                sheet = read_sheet(book, namn, archive, decimaltecken)
    except Exception:  # noqa: BLE001 - openpyxl stumbles in any way on a part that is broken or made to harm
        fact = "arbetsboken är trasig, eller inte sparad som en vanlig xlsx."
        problems.add(Place(fil), "fel-excelfil", fact, "öppna den i Excel och spara om den, eller leverera csv.")
    if sheet is None:
        return None
    _refuse(sheet, fil, problems)
    return _rows(sheet, fil, problems) if len(problems) == before else None


def _chosen(book: Workbook, blad: str | None, fil: str, asked_by: Place, problems: Problems) -> str | None:
    """Return the title of the sheet to be read; None when it is not there, or nobody says which."""
    titles = {normalize("NFC", sheet.title): sheet.title for sheet in book.worksheets}
    if not titles:
        raise ValueError("a workbook without sheets, or in the strict dialect that openpyxl does not know")
    seen = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if blad is not None:
        if blad not in titles:
            remedy = did_you_mean(blad, titles, f"välj {listed(titles)}.")
            problems.add(asked_by, "okänt-blad", f"bladet {visible(blad)} finns inte i {fil}.", remedy)
        return titles.get(blad)
    if len(seen) == 1:
        return seen[0]
    fact = f"{fil} har {len(seen)} blad: {', '.join(map(visible, seen))}." if seen else f"{fil} har inget synligt blad."
    problems.add(asked_by, "okänt-blad", fact, "skriv vilket som ska läsas, som ”blad: Svar”, på leveransen.")
    return None


def _refuse(sheet: Sheet, fil: str, problems: Problems) -> None:
    """Tell what could be taken for a missing answer, or hides one."""
    rows = {rad for rad, _ in sheet.celler}
    if hidden := sheet.dolda & rows:
        fact = f"bladet {visible(sheet.namn)} är en filtrerad tabell: {len(hidden)} av {len(rows)} rader är dolda."
        remedy = "visa alla rader och spara på nytt; ta bort dem som inte ska med."
        problems.add(Place(fil, min(hidden)), "filtrerad-tabell", fact, remedy)
    merged = [one for one in sheet.sammanslagna if _covers_several(one, sheet)]
    for one in merged:
        fact = f"cellerna {one.ref} på bladet {visible(sheet.namn)} är sammanslagna."
        remedy = "dela dem, och skriv i var och en det som gäller."
        problems.add(Place(fil, one.first[0]), "sammanslagna-celler", fact, remedy)
    signs = [(at, found[0]) for at, text in sheet.celler.items() if (found := UNPRINTABLE.search(text))]
    count, mend = "öppna filen i Excel och spara den, så räknas den ut.", "rätta den, eller töm den om svaret saknas."
    for kod, cells, fact, remedy in (
        ("formel-utan-värde", sheet.utan_varde, "har en formel utan sparat värde", count),
        ("felvärde", sheet.felvarden, "har felvärdet {}", mend),
        ("otillåtet-tecken", signs, "har tecknet {}", "ta bort tecknet."),
    ):
        for (rad, column), what in cells:
            where = f"cellen {get_column_letter(column)}{rad}"
            problems.add(Place(fil, rad, column), kod, f"{where} {fact.format(visible(what))}.", remedy)


def _covers_several(merged: Merged, sheet: Sheet) -> bool:
    """Tell whether more than one of the merged cells lies in the area that is used."""
    inside = 1
    for axis in (0, 1):
        used = [at[axis] for at in sheet.celler] or [0]
        inside *= max(0, min(merged.last[axis], max(used)) - max(merged.first[axis], min(used)) + 1)
    return inside > 1


def _rows(sheet: Sheet, fil: str, problems: Problems) -> Rows | None:
    """Return the heading and the rows below it; formatted but empty rows and columns are none."""
    columns = sorted({column for _, column in sheet.celler})
    numbers = sorted({rad for rad, _ in sheet.celler})
    if len(numbers) < 2:
        fact = EMPTY.format(f"bladet {visible(sheet.namn)}")
        problems.add(Place(fil, 1), "tom-fil", fact, "leverera filen på nytt.")
        return None
    found = [(rad, tuple(sheet.celler.get((rad, column), "") for column in columns)) for rad in numbers]
    (first, headings), below = found[0], found[1:]
    if "" in headings:
        letter = get_column_letter(columns[headings.index("")])
        fact, remedy = f"kolumn {letter} har ingen rubrik.", "skriv rubriken, eller ta bort det som står i kolumnen."
        if rad := next((rad for rad, cells in below if seems_heading(cells)), None):
            fact, remedy = f"rubrikraden hittades på rad {rad}.", "ta bort raderna ovanför den."
        problems.add(Place(fil, first), "fel-rubrikrad", fact, remedy)
        return None
    for column in [one for one in columns if one in sheet.dolda_kolumner]:
        rubrik = sheet.celler[first, column]
        fact = f"kolumnen {visible(rubrik)} ({get_column_letter(column)}) är dold i Excel; den läses som de andra."
        problems.add(
            Place(fil, first, column), "dold-kolumn", fact, "visa den, och ta bort den om den inte gäller.", "varning"
        )
    rows = Rows(fil, headings, tuple(below), sheet.normaliserade, first)
    if refuse_no_headings(rows, problems, first):
        return None
    before = len(problems)
    refuse_double_headings(rows, problems, first)
    return rows if len(problems) == before else None
