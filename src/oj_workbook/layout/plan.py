"""The workbook as a value: cells, formulas, widths and names, before any of it is a file.  No openpyxl here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

Value = str | float


@dataclass(frozen=True)
class Val:
    """What the reader has chosen: the text in the picker, and the unit it names ("" when it names none)."""

    text: str
    enhet: str


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
class Print:
    """How the sheet is printed: always A4, and one page wide unless `scale` says how many percent.

    `breaks` and `row_breaks` are the columns and rows after which a page ends; office programs heed them only with
    a scale.  `first_row` is where the printed area begins.
    """

    landscape: bool = False
    title_rows: tuple[int, int] | None = None
    title_columns: int = 0
    scale: int | None = None
    breaks: tuple[int, ...] = ()
    row_breaks: tuple[int, ...] = ()
    first_row: int = 1


@dataclass(frozen=True)
class Picker:
    """The cell with the list: the defined name of its choices, and the texts that guide the reader."""

    rad: int
    kolumn: int
    lista: str
    rubrik: str
    hjalp: str
    felrubrik: str
    fel: str


@dataclass
class SheetPlan:
    """One sheet.

    `tabell` is header row, last row and last column of a filterable table; `rubriker` the first header cell and
    the last cell of a region whose column and row titles a screen reader may speak.
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
    valjare: Picker | None = None
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
    """The whole file.  `namn` are the defined names; `forvald` the choice whose values are stored in the file."""

    titel: str
    amne: str
    beskrivning: str
    sidfot: str
    datum: date
    blad: tuple[SheetPlan, ...]
    namn: dict[str, str]
    forvald: Val
    val: tuple[Val, ...]


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


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'
