"""Write prepared cells with plain XlsxWriter: what the program's time is measured beside.

Run as:  plain_xlsxwriter.py CELLS TARGET.  CELLS is made by plain_cells.py.  Prints how long it took to read it.
"""

import json
import marshal
import sys
import time
from pathlib import Path
from typing import TypedDict

from xlsxwriter import Workbook


class Sheet(TypedDict):
    """The cells of one sheet by kind: row and column from 0, what it holds, and the number of its format."""

    name: str
    widths: list[tuple[int, float]]
    blanks: list[tuple[int, int, int]]
    texts: list[tuple[int, int, str, int]]
    numbers: list[tuple[int, int, float, int]]
    formulas: list[tuple[int, int, str, str | float, int]]


class Book(TypedDict):
    """The properties of every format, and the sheets."""

    formats: list[dict[str, str | float]]
    sheets: list[Sheet]


def write(cells: Book, target: str) -> None:
    """Write the file."""
    with Workbook(target) as book:
        formats = [book.add_format(properties) for properties in cells["formats"]]
        for prepared in cells["sheets"]:
            sheet = book.add_worksheet(prepared["name"])
            for column, width in prepared["widths"]:
                sheet.set_column(column, column, width)
            for row, column, look in prepared["blanks"]:
                sheet.write_blank(row, column, None, formats[look])
            for row, column, text, look in prepared["texts"]:
                sheet.write_string(row, column, text, formats[look])
            for row, column, number, look in prepared["numbers"]:
                sheet.write_number(row, column, number, formats[look])
            for row, column, formula, value, look in prepared["formulas"]:
                sheet.write_formula(row, column, formula, formats[look], value)


def main() -> None:
    """Read, write, and tell how long the reading took."""
    wall, cpu = time.perf_counter(), time.process_time()
    cells: Book = marshal.loads(Path(sys.argv[1]).read_bytes())  # noqa: S302 - made a moment ago by plain_cells.py
    read = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    write(cells, sys.argv[2])
    json.dump(read, sys.stdout)


if __name__ == "__main__":
    main()
