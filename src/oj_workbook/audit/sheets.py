"""The sheets of the workbook, read cell by cell as they come, and what is wrong with how the cells are written."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from oj_workbook.audit.parts import Parts, relation_of
from oj_workbook.audit.styles import NS, Styles
from oj_workbook.audit.vocabulary import KINDS, MAIN
from oj_workbook.audit.xmlform import foreign
from oj_workbook.problems import MOST_TOLD, Place, Problems

BOOK, TEXTS = "xl/workbook.xml", "xl/sharedStrings.xml"
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_TEXT = 32_767
ROW, CELL, FORMULA, VALUE, OWN = (f"{{{MAIN}}}{tag}" for tag in ("row", "c", "f", "v", "is"))
TEXT = f"{{{MAIN}}}t"
#: Below this a row or column cannot be seen.
LEAST_HEIGHT, LEAST_WIDTH = 5.0, 1.0
Value = str | float
_AGAIN = "bygg arbetsboken på nytt, och ge ut den fil som bygget skriver."
_SEEN = "låt allt som står i filen synas, eller ta bort det."


class Cell(NamedTuple):
    """What a cell holds: the number of its style, its value, and its formula, None for a plain value."""

    style: int
    value: Value
    formula: str | None


@dataclass
class Sheet:
    """One sheet: its name, part, what stands around the cells, and the cells by row and column, both from 1."""

    namn: str
    part: str
    dold: bool
    around: etree._Element
    rader: dict[int, dict[int, Cell]] = field(default_factory=lambda: defaultdict(dict))

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield every cell with its row and column."""
        for rad, cells in self.rader.items():
            for kolumn, cell in cells.items():
                yield rad, kolumn, cell

    def value(self, rad: int, kolumn: int) -> Value:
        """Return what a cell holds, "" for nothing."""
        cell = self.rader.get(rad, {}).get(kolumn)
        return "" if cell is None else cell.value


@dataclass
class Book:
    """The workbook: its sheets in order, its styles, its shared texts, and whether all of it could be read."""

    parts: Parts
    styles: Styles
    blad: list[Sheet]
    texter: list[str]
    hel: bool = True

    @property
    def fil(self) -> str:
        """Return what the file is called."""
        return self.parts.fil

    def place(self, blad: str, rad: int = 0, kolumn: int = 0) -> Place:
        """Return where a person finds a cell, or a sheet."""
        return Place(f"{self.fil}!{blad}!{letters(kolumn)}{rad}" if rad else f"{self.fil}!{blad}")

    def sheet(self, namn: str) -> Sheet | None:
        """Return a sheet by its name, as office programs compare names."""
        return next((one for one in self.blad if one.namn.casefold() == namn.casefold()), None)


def letters(kolumn: int) -> str:
    """Return the letters of a column number from 1."""
    found = ""
    while kolumn:
        kolumn, rest = divmod(kolumn - 1, 26)
        found = chr(65 + rest) + found
    return found


def position(address: str) -> tuple[int, int] | None:
    """Return the row and column of an address such as C5, dollar signs or not; None when it is none."""
    found = ADDRESS.fullmatch(address.replace("$", ""))
    if found is None:
        return None
    kolumn = 0
    for letter in found[1]:
        kolumn = kolumn * 26 + ord(letter) - 64
    rad = int(found[2])
    return (rad, kolumn) if rad <= LAST_ROW and kolumn <= LAST_COLUMN else None


def sheet_names(parts: Parts) -> dict[str, str]:
    """Return the name of every sheet of the workbook by its part, in the order of the tabs."""
    book, leads = parts.trees.get(BOOK), parts.leads.get(BOOK, {})
    found: dict[str, str] = {}
    for one in () if book is None else book.iterfind("m:sheets/m:sheet", NS):
        kind, part = leads.get(relation_of(one), ("", ""))
        if kind == "blad" and part in parts.trees:
            found[part] = str(one.get("name", ""))
    return found


def read_book(parts: Parts, styles: Styles, problems: Problems) -> Book:
    """Read every cell, and tell each that is not written as it should be."""
    texts = parts.trees.get(TEXTS)
    shared = [] if texts is None else ["".join(map(str, one.itertext())) for one in texts]
    book = Book(parts, styles, [], shared)
    state = {
        parts.leads.get(BOOK, {}).get(relation_of(one), ("", ""))[1]: str(one.get("state", "visible"))
        for one in parts.trees[BOOK].iterfind("m:sheets/m:sheet", NS)
    }
    used: set[int] = set()
    for part, namn in sheet_names(parts).items():
        sheet = Sheet(namn, part, state.get(part) != "visible", parts.trees[part])
        _Reading(book, sheet, used, problems).read()
        book.blad.append(sheet)
    if len(set(shared)) < len(shared) or used != set(range(len(shared))):
        fact = "bland arbetsbokens texter finns sådana som ingen cell använder, eller som står två gånger."
        problems.add(parts.place(TEXTS), "dolt-innehåll", fact, _SEEN)
    return book


class _Reading:
    """The reading of one sheet; `used` are the numbers of the shared texts that some cell has said."""

    def __init__(self, book: Book, sheet: Sheet, used: set[int], problems: Problems) -> None:
        self.book, self.sheet, self.used, self.problems = book, sheet, used, problems
        self.told = 0
        self.kind = KINDS["blad"]
        self.count = len(book.styles.xfs)
        self.uses = 0

    def read(self) -> None:
        """Read the sheet row by row."""
        last = 0
        try:
            with self.book.parts.archive.open(self.sheet.part) as stream:
                for _, row in etree.iterparse(stream, tag=ROW, resolve_entities=False, no_network=True):
                    rad = int(row.get("r")) if str(row.get("r", "")).isdigit() else 0
                    if not last < rad <= LAST_ROW:
                        self.tell(max(rad, 1), 1, "raden står två gånger eller i fel ordning.")
                    last = rad
                    self.row(row, rad)
                    row.clear()
        except etree.XMLSyntaxError:
            self.book.hel = False
            fact = "bladets celler är inte välformad XML; arbetsboken öppnas inte."
            self.problems.add(self.book.place(self.sheet.namn), "trasig-arbetsbok", fact, _AGAIN)

    def row(self, row: etree._Element, rad: int) -> None:
        """Read one row."""
        for fact in foreign(row, self.kind):
            self.problems.add(self.book.place(self.sheet.namn, rad, 1), "okänd-xml", fact, _AGAIN)
        if row.get("ht") is not None and _number(str(row.get("ht"))) < LEAST_HEIGHT:
            fact = "raden är så låg att den inte syns."
            self.problems.add(self.book.place(self.sheet.namn, rad, 1), "dolt-innehåll", fact, _SEEN)
        last, cells = 0, self.sheet.rader[rad]
        for one in row:
            at = position(str(one.get("r", "")))
            if at is None or at[0] != rad or at[1] <= last:
                self.tell(rad, last + 1, "cellen står två gånger, i fel ordning eller på fel rad.")
                continue
            last = at[1]
            facts = {fact for element in one.iter() for fact in foreign(element, self.kind)}
            for fact in facts:
                self.problems.add(self.book.place(self.sheet.namn, rad, last), "okänd-xml", fact, _AGAIN)
            cells[last] = self.cell(one, rad, last)

    def cell(self, one: etree._Element, rad: int, kolumn: int) -> Cell:
        """Return what one cell holds."""
        style, kind = str(one.get("s", "0")), one.get("t", "n")
        number = int(style) if style.isdigit() and int(style) < self.count else -1
        if number < 0:
            self.tell(rad, kolumn, "cellens utseende finns inte.")
        tags = [child.tag for child in one]
        formula = str(one[0].text or "") if tags[:1] == [FORMULA] else None
        if kind == "inlineStr" and tags == [OWN] and [child.tag for child in one[0]] == [TEXT]:
            value: Value = str(one[0][0].text or "")
        elif not tags and kind == "n":
            value = ""
        elif tags not in ([VALUE], [FORMULA, VALUE]) or len(one[-1]):
            self.tell(rad, kolumn, "cellen är inte en formel med ett värde, ett tal eller en text.")
            value = ""
        else:
            value = self.stored(kind, str(one[-1].text or ""), rad, kolumn, calculated=formula is not None)
        if isinstance(value, str) and len(value) > MAX_TEXT:
            self.tell(rad, kolumn, f"texten är längre än {MAX_TEXT} tecken.")
        return Cell(number, value, formula)

    def stored(self, kind: str, text: str, rad: int, kolumn: int, *, calculated: bool) -> Value:
        """Return the value that is written in a cell."""
        if kind == "s" and not calculated:
            number = int(text) if text.isdigit() else len(self.book.texter)
            self.used.add(number)
            if number < len(self.book.texter):
                return self.book.texter[number]
            self.tell(rad, kolumn, "cellens text finns inte bland arbetsbokens texter.")
            return ""
        if kind == "str" and calculated:
            return text
        if kind == "n":
            try:
                return float(text)
            except ValueError:
                pass
        self.tell(rad, kolumn, "cellens värde är inte det slag som cellen säger, eller ett felvärde.")
        return ""

    def tell(self, rad: int, kolumn: int, fact: str) -> None:
        """Tell what an office program would repair."""
        self.told += 1
        if self.told <= MOST_TOLD:
            place = self.book.place(self.sheet.namn, rad, kolumn)
            self.problems.add(place, "trasig-arbetsbok", f"{fact} Excel skulle reparera filen.", _AGAIN)


def check_seen(book: Book, problems: Problems) -> None:
    """Tell sheets and columns that nobody can see.  A hidden sheet is for formulas, and lists are read from it."""
    referred = " ".join({cell.formula for sheet in book.blad for _, _, cell in sheet.cells() if cell.formula})
    states = {str(one.get("name")): one.get("state") for one in book.parts.trees[BOOK].iterfind("m:sheets/m:sheet", NS)}
    for sheet in book.blad:
        place = book.place(sheet.namn)
        if states.get(sheet.namn) == "veryHidden":
            problems.add(place, "dolt-innehåll", "bladet kan inte ens visas.", _SEEN)
        elif sheet.dold and f"'{sheet.namn}'!" not in referred:
            problems.add(place, "dolt-innehåll", "bladet är dolt, och ingen formel läser det.", _SEEN)
        for one in sheet.around.iterfind("m:cols/m:col", NS):
            if _number(str(one.get("width", "10"))) < LEAST_WIDTH:
                first = letters(int(_number(str(one.get("min", "1")))))
                problems.add(place, "dolt-innehåll", f"kolumn {first} är så smal att den inte syns.", _SEEN)


def named(book: Book) -> dict[str, str]:
    """Return the defined names of the workbook's own, and what they stand for."""
    root = book.parts.trees[BOOK]
    return {str(one.get("name")): str(one.text or "") for one in root.iterfind("m:definedNames/m:definedName", NS)}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
