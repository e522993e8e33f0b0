"""Delivered files of every form, as the programs that people use save them, made of the same cells."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from pandas.testing import assert_frame_equal

from oj_workbook.inputs import Inputs
from oj_workbook.problems import Problem, ProblemsError
from oj_workbook.sources import read_sources

Cell = str | int | float | bool | date | None
Cells = list[list[Cell]]
#: What somebody did to a sheet after the cells were written.
Change = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]
SHEET = "xl/worksheets/sheet1.xml"


def cells(path: Path) -> Cells:
    """Return the cells of a CSV file that lies ready, all of them texts."""
    with path.open(encoding="utf-8", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def with_cell(rows: Cells, place: str, cell: Cell) -> Cells:
    """Return the cells with another in a place named as in Excel, such as C2."""
    column, rad = ord(place[0]) - ord("A"), int(place[1:]) - 1
    return [[cell if (x, y) == (column, rad) else old for x, old in enumerate(row)] for y, row in enumerate(rows)]


def as_csv(rows: Sequence[Sequence[Cell]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return the cells as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Cell]], change: Change | None = None, *, since_1904: bool = False) -> bytes:
    """Return the cells as the sheet Svar of a workbook; a whole row may be left out with []."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": since_1904})
    sheet = book.add_worksheet("Svar")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for rad, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, bool):
                sheet.write_boolean(rad, column, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(rad, column, cell)
            elif isinstance(cell, date):
                moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
                sheet.write_datetime(rad, column, moment, day)
            elif cell:
                sheet.write_string(rad, column, cell)
    if change:
        change(book, sheet)
    book.close()
    return file.getvalue()


def tampered(workbook: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook in which a text of one part is replaced by another; a part that is not there is added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name).decode()
            assert name != part or old in data, f"{old} is not in {part}"
            target.writestr(name, data.replace(old, new) if name == part else data)
        if part not in source.namelist():
            target.writestr(part, new)
    return file.getvalue()


def deliver(root: Path, edition: str, old: str, new: str, data: bytes, *keys: str) -> None:
    """Put another file in the place of one, with more keys on its record in kallor.yaml."""
    folder = root / "data" / edition
    (folder / old).unlink()
    (folder / new).write_bytes(data)
    edit(root, f"data/{edition}/kallor.yaml", f"- fil: {old}\n", "\n  ".join([f"- fil: {new}", *keys]) + "\n")


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Write something else in the one place where it stands."""
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old, text.count(old))
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def told(root: Path, edition: str) -> list[Problem]:
    """Return every error and warning of an edition."""
    try:
        return read_sources(root, edition).problems.warnings
    except ProblemsError as error:
        return error.problems


def errors(root: Path, edition: str) -> list[tuple[str, str]]:
    """Return the place and code of every error of an edition."""
    return [(str(one.place), one.kod) for one in told(root, edition) if one.niva == "fel"]


def assert_only_error(root: Path, edition: str, place: str, kod: str, words: str) -> None:
    """Check that there is one error, and where it is, what it is called, and what it says."""
    found = [one for one in told(root, edition) if one.niva == "fel"]
    answer = "\n".join(map(str, found))
    assert [(str(one.place), one.kod) for one in found] == [(f"data/{edition}/{place}", kod)], answer
    assert words in f"{found[0].text} {found[0].gor_sa_har}", answer


def assert_same_facts(one: Inputs, other: Inputs) -> None:
    """Check that two readings hold the same facts on the same rows, whatever the files are called."""
    for name in ("svar", "antal", "publicerat"):
        frame, expected = getattr(one, name), getattr(other, name)
        assert_frame_equal(frame.drop(columns="fil"), expected.drop(columns="fil"))
    assert [replace(block, fil="") for block in one.delsvar] == [replace(block, fil="") for block in other.delsvar]
