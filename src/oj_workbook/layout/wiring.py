"""Where every figure lies in the file, and the formula that fetches it for whoever the reader has chosen.

All figures lie once, on the data sheets, a row per unit and year.  A helper sheet finds, for each viewpoint (the
chosen kommun, its län, riket …), the row to read; a figure anywhere in the workbook is then one INDEX with that row.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import Formula, Val, Value, fixed, quoted
from oj_workbook.model import Enhet, Indikator
from oj_workbook.templates import Bladmall

INGEN = "-"
ANDRING = "förändring"
PICKER = "vald_enhet"
LISTA = "enheter"

DATA_RUBRIKRAD = 5
DATA_FORSTA = 5
HJALP_RUBRIKRAD = 4
HJALP_ETIKETT, HJALP_VARDE, HJALP_ENHETER = 1, 2, 4


@dataclass(frozen=True)
class DataBlad:
    """One data sheet: its indicators in column order, and its rows: a unit with a year, or with its change."""

    mall: Bladmall
    indikatorer: tuple[Indikator, ...]
    rader: tuple[tuple[Enhet, int | str], ...]

    @property
    def sista_rad(self) -> int:
        """Return the last row of the table."""
        return DATA_RUBRIKRAD + len(self.rader)

    @property
    def nyckelkolumn(self) -> int:
        """Return the last column, whose texts the helper sheet looks up."""
        return DATA_FORSTA + len(self.indikatorer)

    def nyckel(self, enhet: str, rad: int | str) -> str:
        """Return the text that identifies a row."""
        return f"{enhet} {rad}"

    def column(self, kolumn: int) -> str:
        """Return the address of all values in a column."""
        return fixed(self.mall.namn, DATA_RUBRIKRAD + 1, kolumn, self.sista_rad)


@dataclass(frozen=True)
class Sikt:
    """A viewpoint: which unit a formula looks at.  `kod` is the formula for its id, `enhet` the same answered."""

    namn: str
    kod: str
    enhet: Callable[[Val], str]


@dataclass
class Wiring:
    """Hands out formulas, and keeps the helper cells they need, in order: label, formula."""

    content: Content
    hjalpblad: str
    data: tuple[DataBlad, ...]
    helpers: list[tuple[str, Formula]] = field(default_factory=list)
    _addresses: dict[str, str] = field(default_factory=dict)
    _columns: dict[str, tuple[DataBlad, int]] = field(default_factory=dict)
    _places: dict[str, dict[tuple[str, int | str], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for blad in self.data:
            rows = enumerate(blad.rader, 1)
            self._places[blad.mall.namn] = {(enhet.id, which): number for number, (enhet, which) in rows}
            for number, indikator in enumerate(blad.indikatorer):
                self._columns[indikator.id] = blad, DATA_FORSTA + number

    # --- viewpoints ---

    def egen(self) -> Sikt:
        """Return the viewpoint of the chosen kommun."""
        return Sikt("egen", self._attribute("Kod", 1, lambda val: val.enhet or INGEN), lambda val: val.enhet)

    def lan(self) -> Sikt:
        """Return the viewpoint of its län."""
        lan = self.content.enheter.lan
        kod = self._attribute("Län, kod", 2, lambda val: lan.get(val.enhet, INGEN))
        return Sikt("län", kod, lambda val: lan.get(val.enhet, ""))

    def riket(self) -> Sikt:
        """Return the viewpoint of riket."""
        return Sikt("riket", quoted("riket"), lambda _: "riket")

    def member(self, number: int) -> Sikt:
        """Return the viewpoint of the member of the län with this number from 0, if there are that many."""
        lan, medlemmar = self.content.enheter.lan, self.content.enheter.medlemmar

        def enhet(val: Val) -> str:
            members = medlemmar[lan[val.enhet]] if val.enhet else ()
            return members[number] if number < len(members) else ""

        ids = fixed(self.hjalpblad, *self._lan_cell(0, 0), HJALP_RUBRIKRAD + len(self.lan_ids))
        row = self._helper("Länets rad", f"IFERROR(MATCH({self.lan().kod},{ids},0),0)", self._lan_row)
        column = fixed(self.hjalpblad, *self._lan_cell(0, 2 + number), HJALP_RUBRIKRAD + len(self.lan_ids))
        text = f'IF({row}=0,"{INGEN}",INDEX({column},{row}))'
        kod = self._helper(f"Länets kommun {number + 1}", text, lambda val: enhet(val) or INGEN)
        return Sikt(f"länets kommun {number + 1}", kod, enhet)

    # --- formulas ---

    def name(self) -> Formula:
        """Return the formula for the name of the chosen unit, as it stands in the picker."""
        return Formula(PICKER, lambda val: val.text)

    def lan_name(self) -> Formula:
        """Return the formula for the name of the chosen unit's län."""
        nivaer, lan = self.content.enheter.nivaer, self.content.enheter.lan
        address = self._attribute("Län", 3, lambda val: nivaer[lan[val.enhet]].namn if val.enhet else INGEN)
        return Formula(address, lambda val: nivaer[lan[val.enhet]].namn if val.enhet else INGEN)

    def group_name(self, number: int) -> Formula:
        """Return the formula for the chosen unit's group in the edition's grouping with this number from 0."""
        rubrik = self.content.utgava.grupper[number].rubrik
        grupper = self.content.enheter.grupper

        def shows(val: Val) -> Value:
            return grupper[val.enhet][rubrik] if val.enhet else INGEN

        return Formula(self._attribute(rubrik, 4 + number, shows), shows)

    def member_name(self, sikt: Sikt, vald: str) -> Formula:
        """Return the formula for the name of a member of the län, after the mark `vald` when it is the chosen one.

        Nothing is shown when there is no such member.
        """
        kommuner = self.content.enheter.kommuner
        name = f"INDEX({self.unit_column(0)},MATCH({sikt.kod},{self.unit_column(1)},0))"
        text = f'IF({sikt.kod}="{INGEN}","",IF({sikt.kod}={self.egen().kod},{quoted(f"{vald} ")},"")&{name})'

        def shows(val: Val) -> Value:
            enhet = sikt.enhet(val)
            return f"{f'{vald} ' if enhet == val.enhet else ''}{kommuner[enhet].namn}" if enhet else ""

        return Formula(text, shows)

    def figure(self, sikt: Sikt, indikator: Indikator, ar: int) -> Formula:
        """Return the formula for a figure; it shows nothing when the viewpoint has no unit."""
        return self._fetch(sikt, indikator, ar, lambda enhet: self.content.shown(indikator, ar, enhet))

    def change(self, sikt: Sikt, indikator: Indikator) -> Formula:
        """Return the formula for the change to the latest year from the one before."""
        senaste, _ = self.content.years(indikator)
        return self._fetch(sikt, indikator, ANDRING, lambda enhet: self.content.andring(indikator, senaste, enhet))

    def known(self) -> str:
        """Return the address of the chosen unit's place in the list, 0 when the picker holds no known name."""
        alla = [val.enhet for val in self.content.valbara()]
        # MATCH takes * and ? for any letters, so the name found is compared with the one written.
        found = f"MATCH({PICKER},{LISTA},0)"
        text = f"IFERROR(IF(INDEX({LISTA},{found})={PICKER},{found},0),0)"
        return self._helper("Plats i listan", text, lambda val: alla.index(val.enhet) + 1 if val.enhet else 0)

    def _fetch(self, sikt: Sikt, indikator: Indikator, rad: int | str, shown: Callable[[str], Value]) -> Formula:
        blad, kolumn = self._columns[indikator.id]
        row = self._row(sikt, blad, rad)
        text = f'IF({row}=0,"",INDEX({blad.column(kolumn)},{row}))'
        return Formula(text, lambda val: shown(enhet) if (enhet := sikt.enhet(val)) else "")

    def _row(self, sikt: Sikt, blad: DataBlad, rad: int | str) -> str:
        places = self._places[blad.mall.namn]
        text = f"IFERROR(MATCH({sikt.kod}&{quoted(f' {rad}')},{blad.column(blad.nyckelkolumn)},0),0)"
        label = f"Rad för {sikt.namn}, {rad}, {blad.mall.namn}"
        return self._helper(label, text, lambda val: places.get((sikt.enhet(val), rad), 0))

    def _attribute(self, label: str, column: int, shows: Callable[[Val], Value]) -> str:
        known = self.known()
        return self._helper(label, f'IF({known}=0,"{INGEN}",INDEX({self.unit_column(column)},{known}))', shows)

    def _helper(self, label: str, text: str, shows: Callable[[Val], Value]) -> str:
        """Return the address of a helper cell, made the first time it is asked for."""
        if text not in self._addresses:
            self.helpers.append((label, Formula(text, shows)))
            self._addresses[text] = fixed(self.hjalpblad, HJALP_RUBRIKRAD + len(self.helpers), HJALP_VARDE)
        return self._addresses[text]

    def _lan_row(self, val: Val) -> Value:
        return self.lan_ids.index(self.content.enheter.lan[val.enhet]) + 1 if val.enhet else 0

    # --- the registers of the helper sheet ---

    @property
    def lan_ids(self) -> list[str]:
        """Return the län of the edition, in the order of the helper sheet."""
        return sorted(set(self.content.enheter.lan.values()))

    @property
    def most_members(self) -> int:
        """Return the number of kommuner in the largest län."""
        return max(len(self.content.enheter.medlemmar[lan]) for lan in self.lan_ids)

    def unit_column(self, column: int) -> str:
        """Return the address of a column of the register of units: name, code, län, län's name, groups."""
        last = HJALP_RUBRIKRAD + len(self.content.enheter.kommuner)
        return fixed(self.hjalpblad, HJALP_RUBRIKRAD + 1, HJALP_ENHETER + column, last)

    def _lan_cell(self, row: int, column: int) -> tuple[int, int]:
        """Return where the register of län has a cell: id, name, then its kommuner."""
        return HJALP_RUBRIKRAD + 1 + row, HJALP_ENHETER + 5 + len(self.content.utgava.grupper) + column

    def lan_register(self) -> tuple[tuple[int, int], list[list[str]]]:
        """Return where the register of län begins, and its rows; places without a kommun say so."""
        enheter = self.content.enheter
        rows = []
        for lan in self.lan_ids:
            members = enheter.medlemmar[lan]
            rows.append([lan, enheter.nivaer[lan].namn, *members, *[INGEN] * (self.most_members - len(members))])
        return self._lan_cell(0, 0), rows
