"""The data sheets of the workbook against resultat.csv: the same figures, and nothing derived from a hidden one.

The sheets are known by what is in them: one has the units' codes, years and headings with the names of indicators,
another a row for every unit that can be chosen.  A hidden figure may have no number, class, change, count, place in
an order, colour or point in a chart.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from oj_workbook.audit.published import Published, Row
from oj_workbook.audit.sheets import Book, Sheet, Value, named
from oj_workbook.audit.valid import area_of
from oj_workbook.model import TECKEN, Status
from oj_workbook.problems import MOST_TOLD, Place, Problems

INGEN = "–"
HIDDEN = Status.UNDERTRYCKT.value
EJ_MATT = TECKEN[Status.EJ_MATT]
YEAR_AT_END = re.compile(r".*\b((?:19|20)\d\d)")
HEADING_YEAR = re.compile(r", ((?:19|20)\d\d)\)$")
_SAME = "ta reda på varför de skiljer sig, och bygg båda på nytt."
_HIDE = "det som är undertryckt får inte räknas med i något; rätta bladet och bygg på nytt."


@dataclass
class Table:
    """A data sheet: where its headings are, and its columns: of the years' figures, and of their classes."""

    sheet: Sheet
    rad: int
    sista: int
    varden: dict[int, str] = field(default_factory=dict)
    klasser: dict[int, str] = field(default_factory=dict)


@dataclass
class Derived:
    """The comparison of one workbook; `ord_for` has the word of each quartile class, as it is first found."""

    book: Book
    published: Published
    problems: Problems
    ord_for: dict[str, str] = field(default_factory=lambda: {"": INGEN})
    told: int = 0

    def check(self) -> None:
        """Compare the sheets of data, the orders that lists are shown in."""
        tables = [table for sheet in self.book.blad for table in self._tables(sheet)]
        data = [table for table in tables if self._codes(table)]
        if len(data) != 1:
            fact = "det går inte att se vilket blad som har alla uppgifter, eller vilka indikatorer de gäller."
            self.problems.add(Place(self.book.fil), "annat-än-resultat", fact, _SAME)
            return
        for table in tables:
            self._one_look(table)
            if table is data[0]:
                self._data(table)
            elif table.varden:
                self._latest(table)
        for sheet in self.book.blad:
            self._order(sheet)

    def differs(self, table: Table, rad: int, kolumn: int, fact: str, *, hidden: bool = False) -> None:
        """Tell a cell that says something else than resultat.csv; `hidden` when it does so about a hidden figure."""
        self.told += 1
        if self.told > MOST_TOLD:
            return
        place = self.book.place(table.sheet.namn, rad, kolumn)
        if hidden:
            self.problems.add(place, "röjer-undertryckt", fact, _HIDE)
        else:
            self.problems.add(place, "annat-än-resultat", fact, _SAME)

    # --- what the sheets are ---

    def _tables(self, sheet: Sheet) -> Iterator[Table]:
        names = {namn: id_ for id_, namn in self.published.indikatorer.items()}
        for kind, part in self.book.parts.leads.get(sheet.part, {}).values():
            root = self.book.parts.trees.get(part) if kind == "tabell" else None
            area = None if root is None else area_of(str(root.get("ref", "")))
            if area is None:
                continue
            table = Table(sheet, area[0], area[2])
            for kolumn in range(area[1], area[3] + 1):
                heading = str(sheet.value(area[0], kolumn))
                namn = max((one for one in names if heading.startswith(f"{one} (")), key=len, default="")
                if namn and names[namn] in table.varden.values():
                    table.klasser[kolumn] = names[namn]
                elif namn:
                    table.varden[kolumn] = names[namn]
            yield table

    def _codes(self, table: Table) -> bool:
        """Tell whether the fourth column has the codes of the units."""
        codes = {table.sheet.value(rad, 4) for rad in range(table.rad + 1, table.sista + 1)}
        return bool(codes & self.published.enheter.keys()) and bool(table.varden)

    # --- the sheet with all figures ---

    def _data(self, table: Table) -> None:
        seen = set()
        for enhet, rows in self._rows_of_units(table).items():
            for which, rad in rows.items():
                ar = int(which) if isinstance(which, float) else 0
                self._figures(table, rad, enhet, which)
                seen |= {(enhet, indikator, ar) for indikator in table.varden.values() if ar}
                for kolumn, indikator in table.klasser.items():
                    self._klass(table, rad, kolumn, self._row(enhet, indikator, ar))
        if missing := self.published.rader.keys() - seen:
            fact = f"{len(missing)} av uppgifterna i resultat.csv finns inte på bladet."
            self.differs(table, table.rad, 1, fact)

    def _rows_of_units(self, table: Table) -> dict[str, dict[Value, int]]:
        """Return by the code of each unit what its rows are about, a year or words, and where they are."""
        rows: dict[str, dict[Value, int]] = defaultdict(dict)
        for rad in range(table.rad + 1, table.sista + 1):
            namn, which, _, enhet = (table.sheet.value(rad, kolumn) for kolumn in range(1, 5))
            if self.published.enheter.get(str(enhet)) != namn:
                self.differs(table, rad, 1, "enheten heter något annat i resultat.csv, eller finns inte där.")
            if which in rows[str(enhet)]:
                self.differs(table, rad, 2, "samma enhet har två rader av samma slag.")
            rows[str(enhet)][which] = rad
        return rows

    def _figures(self, table: Table, rad: int, enhet: str, which: Value) -> None:
        """Check one row: the figures of a year, the numbers of units of a year, or the changes."""
        counted = YEAR_AT_END.fullmatch(which) if isinstance(which, str) else None
        for kolumn, indikator in table.varden.items():
            if isinstance(which, float):
                self._figure(table, rad, kolumn, self._row(enhet, indikator, int(which)))
            elif counted:
                self._count(table, rad, kolumn, self._row(enhet, indikator, int(counted[1])))
            else:
                self._change(table, rad, kolumn, enhet, indikator)

    def _row(self, enhet: str, indikator: str, ar: int) -> Row:
        """Return a row of resultat.csv; what it does not have was not measured."""
        absent = Row("", "", Status.EJ_MATT.value, EJ_MATT, "", "")
        return self.published.rader.get((enhet, indikator, ar), absent)

    def _figure(self, table: Table, rad: int, kolumn: int, row: Row) -> None:
        found = table.sheet.value(rad, kolumn)
        if not same(found, row):
            hidden = row.status == HIDDEN
            fact = "cellen visar något annat än X." if hidden else "cellen visar något annat än resultat.csv."
            self.differs(table, rad, kolumn, fact, hidden=hidden)

    def _klass(self, table: Table, rad: int, kolumn: int, row: Row) -> None:
        found = str(table.sheet.value(rad, kolumn))
        known = self.ord_for.setdefault(row.klass, found)
        if found != known or list(self.ord_for.values()).count(found) > 1:
            hidden = row.status == HIDDEN
            self.differs(table, rad, kolumn, "kvartilklassen är inte den som resultat.csv har.", hidden=hidden)

    def _count(self, table: Table, rad: int, kolumn: int, row: Row) -> None:
        found = table.sheet.value(rad, kolumn)
        if found != (float(row.antal) if row.antal else EJ_MATT):
            fact = "antalet enheter är inte det som resultat.csv har."
            self.differs(table, rad, kolumn, fact, hidden=row.status == HIDDEN)

    def _change(self, table: Table, rad: int, kolumn: int, enhet: str, indikator: str) -> None:
        """Check the change to the latest year: it says no more than the two years do."""
        ar = self.published.ar[indikator]
        now, before = (self._row(enhet, indikator, one) for one in (ar, ar - 1))
        found = table.sheet.value(rad, kolumn)
        symbol = now.tecken or before.tecken
        hidden = HIDDEN in {now.status, before.status}
        if symbol:
            if found != symbol:
                self.differs(
                    table, rad, kolumn, "förändringen säger något fast ett av de två åren saknar tal.", hidden=hidden
                )
        elif isinstance(found, float):
            step = 10.0**-now.decimals
            right = bool(now.varde and before.varde)
            if not right or abs(found - (float(now.varde) - float(before.varde))) > step / 2 + 1e-9:
                self.differs(table, rad, kolumn, "förändringen är inte skillnaden mellan de två åren.")

    # --- the sheet with the latest figures ---

    def _latest(self, table: Table) -> None:
        ids: dict[str, list[str]] = defaultdict(list)
        for enhet, namn in self.published.enheter.items():
            ids[namn].append(enhet)
        for rad in range(table.rad + 1, table.sista + 1):
            known = ids.get(str(table.sheet.value(rad, 1)), [])
            if not known:
                self.differs(table, rad, 1, "enheten finns inte i resultat.csv.")
                continue
            ar = 0
            for kolumn in sorted({**table.varden, **table.klasser}):
                indikator = table.varden.get(kolumn) or table.klasser[kolumn]
                year = HEADING_YEAR.search(str(table.sheet.value(table.rad, kolumn)))
                ar = int(year[1]) if year else ar
                row = self._row(known[0], indikator, ar)
                if kolumn in table.varden:
                    self._figure(table, rad, kolumn, row)
                else:
                    self._klass(table, rad, kolumn, row)

    def _one_look(self, table: Table) -> None:
        """Tell a cell that looks otherwise than the rest of its column: a look of its own is a mark."""
        for kolumn in {**table.varden, **table.klasser}:
            cells = [(rad, table.sheet.rader[rad].get(kolumn)) for rad in range(table.rad + 1, table.sista + 1)]
            looks = [cell.style for _, cell in cells if cell]
            usual = max(set(looks), key=looks.count, default=0)
            for rad, cell in cells:
                if cell and cell.style != usual:
                    self.differs(table, rad, kolumn, "cellen ser annorlunda ut än de andra i sin kolumn.", hidden=True)

    # --- the orders of lists ---

    def _order(self, sheet: Sheet) -> None:
        """Check the orders that units are listed in: those without a value come last, as they stand in the list."""
        place = named(self.book).get("enheter", "")
        area = area_of(place.rpartition("!")[2].replace("$", ""))
        if area is None or self.book.sheet(place.rpartition("!")[0].strip("'")) is not sheet:
            return
        top, left, bottom, _ = area
        enheter = [str(sheet.value(rad, left + 1)) for rad in range(top, bottom + 1)]
        names = {namn: id_ for id_, namn in self.published.indikatorer.items()}
        for kolumn, cell in sheet.rader.get(top - 1, {}).items():
            indikator = names.get(str(cell.value))
            if indikator is None:
                continue
            orders = [sheet.value(rad, kolumn) for rad in range(top, bottom + 1)]
            rows = [self._row(enhet, indikator, self.published.ar[indikator]) for enhet in enheter]
            if sorted(map(str, orders)) != sorted(str(float(number)) for number in range(1, len(rows) + 1)):
                self.differs(Table(sheet, top, bottom), top, kolumn, "ordningen har inte varje plats en gång.")
                continue
            listed = sorted(zip(map(float, orders), range(len(rows)), strict=True))
            silent = [at for _, at in listed if not rows[at].varde and not rows[at].svar]
            if [at for _, at in listed][len(rows) - len(silent) :] != sorted(silent):
                fact = "enheter utan värde står inte sist i listans ordning, så ordningen säger något om dem."
                self.differs(Table(sheet, top, bottom), top, kolumn, fact, hidden=True)


def same(found: Value, row: Row) -> bool:
    """Tell whether a cell shows a figure: the number, the answer, the symbol, or a small number with its mark."""
    if not row.varde:
        return found == (row.svar or row.tecken)
    if row.status == Status.SMA_TAL.value:
        return found == f"{row.varde.replace('.', ',')}*"
    return found == float(row.varde)
