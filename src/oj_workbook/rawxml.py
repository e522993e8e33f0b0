"""The cells of a sheet -> the XML they are stored as.  Written here, since openpyxl is slow and stores no values.

A cell of its own holds its text.  The texts of grids, the same few over and over, are stored once in the workbook,
and cells say their number; so are those that look like something else than text, since every program reads them right.
"""

import re
from collections import defaultdict
from itertools import pairwise
from math import isfinite
from typing import Protocol
from xml.sax.saxutils import escape

from oj_workbook.layout.plan import (
    MAX_TEXT,
    WRITTEN_SIGN,
    Cell,
    Formula,
    Grid,
    SheetPlan,
    Val,
    Value,
    address,
    cell_length,
    column_letters,
)
from oj_workbook.usage import UnusableError

MAX_FORMULA = 8_192
FORMULA_SIGNS = ("=", "+", "-", "@")
#: What XML cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

#: First and last column of some cells in one row, and their XML.
Segment = tuple[int, int, str]


class UnwritableError(UnusableError):
    """A plan that no spreadsheet program could read back unchanged: a fault of ours, never of what was delivered."""


class StyleId(Protocol):
    """Gives the number of a style."""

    def __call__(self, utseende: str, talformat: str, *, quoted: bool = False) -> int:
        """Return the number for a look and a number format; `quoted` is for a text that looks like a formula."""


class Stored(dict[Value, str]):
    """What a cell of a grid ends with, by value; made, and the text numbered, when first asked for.

    `quoted` are the texts so far that look like formulas.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.quoted: set[Value] = set()

    def __missing__(self, value: Value) -> str:
        if isinstance(value, str):
            self.texts.append(_text(value))
            if _looks_like_formula(value):
                self.quoted.add(value)
            self[value] = f' t="s"><v>{len(self.texts) - 1}</v></c>'
        else:
            self[value] = f"><v>{number(value)}</v></c>"
        return self[value]


def number(value: object) -> str:
    """Return a number as a sheet holds it, with every digit."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise UnwritableError(f"{value!r} is neither a text nor a number")
    return float.__repr__(float(value) or 0.0).removesuffix(".0")  # never -0


def as_written(text: str) -> str:
    """Return a text so that a spreadsheet reads it as it is, even where it looks like a written control character."""
    return WRITTEN_SIGN.sub("_x005F_", text)


def formula_text(text: str) -> str:
    """Return a formula that is safe to store: cells and conditional formats hold them without =."""
    garbled = UNWRITABLE.search(text) or WRITTEN_SIGN.search(text)
    if not text or text.startswith("=") or len(text) > MAX_FORMULA or garbled:
        raise UnwritableError(f"no formula: {text[:80]!r}")
    return text


def used_area(plan: SheetPlan) -> tuple[int, int, int, int]:
    """Return the first row and column and the last row and column of a sheet that holds something."""
    corners = [(cell.rad, cell.kolumn, cell.rad, cell.kolumn) for cell in plan.cells]
    corners += [(grid.rad, grid.kolumn, grid.sista_rad, grid.sista_kolumn) for grid in plan.grids]
    if not corners:
        raise UnwritableError(f"{plan.namn}: a sheet without cells")
    top, left, bottom, right = zip(*corners, strict=True)
    return min(top), min(left), max(bottom), max(right)


def sheet_data(plan: SheetPlan, val: Val, stored: Stored, style: StyleId) -> bytes:
    """Return the part of a sheet that holds its cells, each formula with what it shows for `val`."""
    rows: dict[int, list[Segment]] = defaultdict(list)
    for cell in plan.cells:
        try:
            rows[cell.rad].append((cell.kolumn, cell.kolumn, _cell(cell, val, stored, style)))
        except UnwritableError as fault:
            raise UnwritableError(f"{plan.namn}!{address(cell.rad, cell.kolumn)}: {fault}") from None
    grids = [_Block(grid, style) for grid in plan.grids]
    numbers = {*rows, *plan.hojder}.union(*(grid.rows for grid in grids))
    written = [b"<sheetData>"]
    for rad in sorted(numbers):
        try:
            segments = [*rows.get(rad, ()), *(grid.row(rad, stored) for grid in grids if rad in grid.rows)]
            written.append(_row(rad, segments, plan.hojder.get(rad)).encode())
        except UnwritableError as fault:
            raise UnwritableError(f"{plan.namn}, row {rad}: {fault}") from None
    written.append(b"</sheetData>")
    return b"".join(written)


def shared_strings(stored: Stored, uses: int) -> bytes:
    """Return the part that holds every text of the grids once; `uses` is how many cells say one."""
    head = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        f' count="{uses}" uniqueCount="{len(stored.texts)}">'
    )
    return "".join([head, *(f"<si>{_written(text)}</si>" for text in stored.texts), "</sst>"]).encode()


class _Block:
    """A grid with what all its rows have in common worked out."""

    def __init__(self, grid: Grid, style: StyleId) -> None:
        self.grid = grid
        self.rows = range(grid.rad, grid.sista_rad + 1)
        if not grid.rader or not grid.kolumner:
            raise UnwritableError(f"an empty grid at {address(grid.rad, grid.kolumn)}")
        self.style = style
        self.starts = [
            (f'<c r="{column_letters(grid.kolumn + place)}', f'" s="{style(one.utseende, one.talformat)}"')
            for place, one in enumerate(grid.kolumner)
        ]

    def row(self, rad: int, stored: Stored) -> Segment:
        """Return one row."""
        values = self.grid.rader[rad - self.grid.rad]
        if len(values) != len(self.starts):
            raise UnwritableError(f"{len(values)} values in {len(self.starts)} columns")
        if "" in values or not all(
            kind is not bool and issubclass(kind, str | float | int) for kind in set(map(type, values))
        ):
            raise UnwritableError("a value that is empty, or neither text nor number")
        xml = [f"{start}{rad}{look}{stored[value]}" for (start, look), value in zip(self.starts, values, strict=True)]
        if stored.quoted and not stored.quoted.isdisjoint(values):
            for place in (place for place, value in enumerate(values) if value in stored.quoted):
                one = self.grid.kolumner[place]
                look = f'" s="{self.style(one.utseende, one.talformat, quoted=True)}"'
                xml[place] = f"{self.starts[place][0]}{rad}{look}{stored[values[place]]}"
        return self.grid.kolumn, self.grid.sista_kolumn, "".join(xml)


def _row(rad: int, segments: list[Segment], height: float | None) -> str:
    segments.sort(key=lambda segment: segment[0])
    for before, after in pairwise(segments):
        if after[0] <= before[1]:
            raise UnwritableError(f"two cells in column {column_letters(after[0])}")
    tall = "" if height is None else f' ht="{number(height)}" customHeight="1"'
    return "".join([f'<row r="{rad}"{tall}>', *(xml for _, _, xml in segments), "</row>"])


def _cell(cell: Cell, val: Val, stored: Stored, style: StyleId) -> str:
    content = cell.content
    quoted = isinstance(content, str) and _looks_like_formula(content)
    look = style(cell.utseende, cell.talformat, quoted=quoted)
    start = f'<c r="{address(cell.rad, cell.kolumn)}" s="{look}"'
    if isinstance(content, Formula):
        shown = content.shows(val)
        kind, value = (' t="str"', escape(as_written(_text(shown)))) if isinstance(shown, str) else ("", number(shown))
        return f"{start}{kind}><f>{escape(formula_text(content.text))}</f><v>{value}</v></c>"
    if content == "":
        return start + "/>"
    if isinstance(content, str):
        if quoted or WRITTEN_SIGN.search(content):
            return start + stored[content]
        return f'{start} t="inlineStr"><is>{_written(_text(content))}</is></c>'
    return f"{start}><v>{number(content)}</v></c>"


def _looks_like_formula(text: str) -> bool:
    return len(text) > 1 and text.startswith(FORMULA_SIGNS)


def _text(text: str) -> str:
    if sign := UNWRITABLE.search(text):
        raise UnwritableError(f"a text cannot hold {sign[0]!r}")
    if cell_length(text) > MAX_TEXT:
        raise UnwritableError(f"text longer than {MAX_TEXT}")
    return text


def _written(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{space}>{escape(as_written(text))}</t>"
