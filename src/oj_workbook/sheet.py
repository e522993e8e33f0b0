"""One sheet of a workbook -> the text of its cells, and what must not stand in it.

A cell becomes the text that it shows, or nearly: a whole number without decimals, a date as 2025-08-14.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO
from zipfile import ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from oj_workbook.csvfile import tidy
from oj_workbook.kallor import Decimaltecken

TRUE = ("1", "true")
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
#: Cells up to the last of each row: openpyxl makes those between, and a few far away would take hours.
MAX_CELLS = 20_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _FORMULA, _VALUE, _MERGED, _COL = (_MAIN + tag for tag in ("row", "c", "f", "v", "mergeCell", "col"))
#: What a number format only writes out: a % in it multiplies nothing.
_LITERAL = re.compile(r'"[^"]*"|\\.')

#: A cell by row and column.
At = tuple[int, int]


@dataclass(frozen=True)
class Merged:
    """A range of merged cells, and its corners."""

    ref: str
    first: At
    last: At


@dataclass
class Sheet:
    """What stands in a sheet, by cell, and what could be taken for a missing answer, or hides one."""

    namn: str
    celler: dict[At, str] = field(default_factory=dict)
    normaliserade: int = 0
    felvarden: list[tuple[At, str]] = field(default_factory=list)
    utan_varde: list[tuple[At, str]] = field(default_factory=list)
    sammanslagna: list[Merged] = field(default_factory=list)
    dolda: set[int] = field(default_factory=set)
    dolda_kolumner: set[int] = field(default_factory=set)


def read_sheet(book: Workbook, namn: str, archive: ZipFile, decimaltecken: Decimaltecken) -> Sheet:
    """Return a sheet; numbers have the decimal sign of the delivery, so that they are right whatever that is.

    Raises whatever openpyxl and lxml stumble on in a part that is broken, or made to harm.
    """
    found, sheet = Sheet(namn), book[namn]
    # openpyxl tells nowhere else in which part a sheet lies, and nothing of hidden rows unless it loads all there is.
    with archive.open(sheet._worksheet_path) as source:  # type: ignore[attr-defined] # noqa: SLF001
        _look(source, found)
    sheet.reset_dimensions()  # as written they may be wrong, and cells would be lost
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            at = (cell.row, cell.column)
            if cell.data_type == "e":
                found.felvarden.append((at, str(cell.value)))
            text = _text(cell.value, cell.number_format, decimaltecken)
            found.normaliserade += tidy(text) != text
            if tidy(text):
                found.celler[at] = tidy(text)
    return found


def _look(source: IO[bytes], found: Sheet) -> None:
    """Remember what openpyxl does not tell: hidden rows, merged cells, and formulas that have no stored value."""
    last, cells = 0, 0
    for _, element in etree.iterparse(source, tag=(_ROW, _MERGED, _COL), resolve_entities=False):
        if element.tag == _COL:
            if element.get("hidden") in TRUE or _none(element.get("width")):
                last_column = min(int(element.get("max", 0)), MAX_COLUMN)
                found.dolda_kolumner |= set(range(int(element.get("min", 1)), last_column + 1))
            continue
        if element.tag == _MERGED:
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            corners = (top or 1, left or 1), (bottom or MAX_ROW, right or MAX_COLUMN)
            found.sammanslagna.append(Merged(element.get("ref", ""), *corners))
            continue
        rad = int(element.get("r", last + 1))
        column = 0
        for column, cell in _placed(element):
            value = cell.find(_VALUE)
            # A formula may give an empty text, which is stored as such; openpyxl reads both as an empty cell.
            saved = value is not None and (value.text or cell.get("t") == "str")
            if not saved and cell.find(_FORMULA) is not None:
                found.utan_varde.append(((rad, column), ""))
        if element.get("hidden") in TRUE or _none(element.get("ht")):
            found.dolda.add(rad)
        cells += column
        if not last < rad <= MAX_ROW or column > MAX_COLUMN or cells > MAX_CELLS:
            raise ValueError(f"row {rad}, column {column}: no spreadsheet program has written this")
        last = rad
        element.clear()


def _none(size: str | None) -> bool:
    """Tell whether a row or column is as good as hidden by its height or width."""
    return size is not None and float(size) == 0


def _placed(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield every cell of a row with its column; one that does not say where it is follows the one before."""
    column = 0
    for cell in row.iterfind(_CELL):
        written = cell.get("r")
        column = coordinate_to_tuple(written)[1] if written else column + 1
        yield column, cell


def _text(value: object, talformat: str, decimaltecken: Decimaltecken) -> str:
    """Return what a cell says."""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, int | float):
        if "%" in _LITERAL.sub("", talformat):
            return f"{_number(value * 100, decimaltecken)} %"
        return _number(value, decimaltecken)
    if isinstance(value, datetime):  # the time of an answer is of no interest
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float, decimaltecken: Decimaltecken) -> str:
    # Excel counts and shows 15 digits: what lies beyond them, as in 0.1 + 0.2, is dust.
    written = f"{value or 0:.15g}"  # never -0
    return written.replace(".", ",") if decimaltecken == "komma" else written
