"""The workbook as a value: cells, formulas, widths and names, before any of it is a file.  No openpyxl here."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

Value = str | float
#: The most characters that Excel takes in a cell.
MAX_TEXT = 32_767
#: What a spreadsheet takes for a written control character, as _x000D_.
WRITTEN_SIGN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Val:
    """What the reader has chosen: the text in every picker, by the picker's defined name."""

    texter: Mapping[str, str]

    def __getitem__(self, valjare: str) -> str:
        """Return the text in one picker."""
        return self.texter[valjare]

    def but(self, **texter: str) -> "Val":
        """Return the same choices, apart from those given."""
        return Val({**self.texter, **texter})


@dataclass(frozen=True)
class Formula:
    """A formula (without =) and what it must show for any choice.

    `shows` is answered from the published figures, not from the formula: the two are compared in the tests.
    """

    text: str
    shows: Callable[[Val], Value]


@dataclass(frozen=True)
class Cell:
    """One cell: where, what, which look of the theme, number format, and where its link leads inside the file.

    `tips` is what a link says of itself, for those where the same words lead to many places.
    """

    rad: int
    kolumn: int
    content: Value | Formula
    utseende: str
    talformat: str = "General"
    lank: str | None = None
    tips: str | None = None


@dataclass(frozen=True)
class Kolumn:
    """One column of a grid: the look and number format of all its cells."""

    utseende: str
    talformat: str = "General"


@dataclass(frozen=True)
class Grid:
    """A dense block of values below and to the right of a cell: no formulas, no links, and no empty cell.

    `rader` holds the values row by row, as many in each as there are `kolumner`.
    """

    rad: int
    kolumn: int
    kolumner: tuple[Kolumn, ...]
    rader: Sequence[Sequence[Value]]

    @property
    def sista_rad(self) -> int:
        """Return the last row."""
        return self.rad + len(self.rader) - 1

    @property
    def sista_kolumn(self) -> int:
        """Return the last column."""
        return self.kolumn + len(self.kolumner) - 1


@dataclass(frozen=True)
class Regel:
    """A look that a range takes on where a formula is true, written for its first cell (`fran`, row and column)."""

    fran: tuple[int, int]
    till: tuple[int, int]
    formel: str
    utseende: str


#: The colour of a series that is not to be seen.
OSYNLIG = ""


@dataclass(frozen=True)
class Serie:
    """One line of a chart: as many x as y, in two rows of cells on one sheet, all of them numbers.

    `namn` stands in the legend; a series without one continues another and is left out there.
    """

    namn: str
    blad: str
    rad_x: int
    rad_y: int
    kolumner: tuple[int, int]
    farg: str
    streckad: bool = False


@dataclass(frozen=True)
class Chart:
    """A scatter chart with straight lines, its upper left corner on a cell; size in centimetres.

    `x` is the axis' first and last number, one mark per whole number; `alt` says in words what the chart shows.
    """

    rad: int
    kolumn: int
    bredd: float
    hojd: float
    x: tuple[float, float]
    alt: str
    serier: tuple[Serie, ...]


@dataclass(frozen=True)
class Print:
    """How the sheet is printed: always A4, and one page wide unless `scale` says how many percent.

    `breaks` and `row_breaks` are the columns and rows after which a page ends; office programs heed them only with
    a scale.  `first_row` is where the printed area begins, `last_column` where it ends if not at the last.  `over`
    puts the pages beside each other before those below, so that the rows that a choice leaves empty come last.
    """

    landscape: bool = False
    title_rows: tuple[int, int] | None = None
    title_columns: int = 0
    scale: int | None = None
    breaks: tuple[int, ...] = ()
    row_breaks: tuple[int, ...] = ()
    first_row: int = 1
    over: bool = False
    last_column: int | None = None


@dataclass(frozen=True)
class Picker:
    """A cell with a list: its own defined name, that of its choices, and the texts that guide the reader."""

    rad: int
    kolumn: int
    namn: str
    lista: str
    rubrik: str
    hjalp: str
    felrubrik: str
    fel: str


@dataclass
class SheetPlan:
    """One sheet.

    `tabell` is header row, last row and last column of a filterable table; `rubriker` the first header cell and
    the last cell of a region whose column and row titles a screen reader may speak.  A sheet that is `skyddad`
    can still be filtered.
    """

    namn: str
    cells: list[Cell] = field(default_factory=list)
    bredder: dict[int, float] = field(default_factory=dict)
    hojder: dict[int, float] = field(default_factory=dict)
    frys: tuple[int, int] | None = None
    utskrift: Print = Print()
    flik: str = ""
    dold: bool = False
    skyddad: bool = True
    valjare: list[Picker] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    regler: list[Regel] = field(default_factory=list)
    diagram: list[Chart] = field(default_factory=list)
    tabell: tuple[int, int, int] | None = None
    rubriker: tuple[tuple[int, int], tuple[int, int]] | None = None

    def put(
        self,
        rad: int,
        kolumn: int,
        content: Value | Formula,
        utseende: str,
        talformat: str = "General",
        lank: str | None = None,
        tips: str | None = None,
    ) -> None:
        """Add a cell."""
        self.cells.append(Cell(rad, kolumn, content, utseende, talformat, lank, tips))

    def fill(self, rad: int, kolumner: range, utseende: str) -> None:
        """Give cells without content a look, so that a band reaches across the table."""
        self.cells.extend(Cell(rad, kolumn, "", utseende) for kolumn in kolumner)

    @property
    def formulas(self) -> Iterator[tuple[str, Formula]]:
        """Yield every formula with its address."""
        for cell in self.cells:
            if isinstance(cell.content, Formula):
                yield address(cell.rad, cell.kolumn), cell.content


@dataclass(frozen=True)
class WorkbookPlan:
    """The whole file.

    `markning` is printed at the head of every page and stored as keywords: "" for real data.  `namn` are the
    defined names; `forvald` the choice whose values are stored in the file; `val` the texts each picker offers.
    """

    titel: str
    amne: str
    beskrivning: str
    markning: str
    sidfot: str
    datum: date
    blad: tuple[SheetPlan, ...]
    namn: dict[str, str]
    forvald: Val
    val: Mapping[str, tuple[str, ...]]


@cache
def column_letters(kolumn: int) -> str:
    """Return the letters of a column number from 1: 1 is A, 27 is AA."""
    letters = ""
    while kolumn:
        kolumn, rest = divmod(kolumn - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(rad: int, kolumn: int) -> str:
    """Return a relative address such as B7."""
    return f"{column_letters(kolumn)}{rad}"


def fixed(blad: str, rad: int, kolumn: int, till_rad: int | None = None, till_kolumn: int | None = None) -> str:
    """Return an absolute address on a sheet, of a cell or of a range: 'Data enkät'!$E$5:$E$49."""
    quoted = "'" + blad.replace("'", "''") + "'"
    start = f"{quoted}!${column_letters(kolumn)}${rad}"
    if till_rad is None:
        return start
    return f"{start}:${column_letters(till_kolumn or kolumn)}${till_rad}"


def link(blad: str, rad: int, kolumn: int = 1) -> str:
    """Return where a link inside the file leads."""
    return f"'{blad}'!{address(rad, kolumn)}"


def tell_apart(sheet: SheetPlan, rad: int) -> None:
    """Give headings that are the same a number, as Excel would: each column of a table has a title of its own."""
    seen: set[str] = set()
    for place, cell in enumerate(sheet.cells):
        if cell.rad == rad and isinstance(cell.content, str):
            title, number = cell.content, 1
            while title.casefold() in seen:
                number += 1
                title = f"{cell.content} ({number})"
            seen.add(title.casefold())
            sheet.cells[place] = replace(cell, content=title)


def cell_length(text: str) -> int:
    """Return how many characters Excel takes a text for: an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def quoted(text: str) -> str:
    """Return a text as a formula writes it; what could be taken for a written control character is put together."""
    return '"' + WRITTEN_SIGN.sub('_"&"', text.replace('"', '""')) + '"'
