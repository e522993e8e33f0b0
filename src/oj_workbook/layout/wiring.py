"""The formula that fetches a figure for whatever the reader has chosen.

One MATCH per picker finds a place in a register; a figure anywhere in the workbook is then one INDEX with a row of the
data sheet counted from there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from oj_workbook.layout.content import INGEN
from oj_workbook.layout.plan import Formula, Picker, Val, Value, fixed, quoted
from oj_workbook.layout.registers import ANDRING, BROTT, DATA_FORSTA, HJALP_RUBRIKRAD, HJALP_VARDE, Registers
from oj_workbook.model import Enhet, Indikator

VALD_ENHET, VALD_INDIKATOR, VALT_AR = "vald_enhet", "vald_indikator", "valt_ar"
JAMFOR_INDIKATOR, JAMFOR_ENHET = "jamfor_indikator", "jamfor_enhet_"
LIKNANDE_INDIKATOR, VALD_GRUPPERING = "liknande_indikator", "vald_gruppering"
ANTAL_JAMFORDA = 5
#: The lists that pickers choose from, by defined name.
ENHETER, INDIKATORER, GRUPPERINGAR, AR_LISTA = "enheter", "indikatorer", "grupperingar", "utgavans_ar"


@dataclass(frozen=True)
class Sikt:
    """A viewpoint: whose figures a formula looks at.

    `rad` is the formula for the first row of the unit on the data sheet, 0 for none; `enhet` the unit's id, or "".
    """

    rad: str
    enhet: Callable[[Val], str]


@dataclass(frozen=True)
class Indikatorval:
    """A chosen indicator: `plats` is the formula for its place in the register, 0 for none."""

    plats: str
    indikator: Callable[[Val], Indikator | None]


@dataclass
class Wiring(Registers):
    """Hands out formulas, and keeps the helper cells they need.

    `helpers` in order: label, formula; `beside` those with a place of their own: row, column, content.
    """

    helpers: list[tuple[str, Formula]] = field(default_factory=list)
    pickers: dict[str, tuple[str, Picker]] = field(default_factory=dict)
    beside: list[tuple[int, int, Formula | Value]] = field(default_factory=list)
    _addresses: dict[str, str] = field(default_factory=dict)

    # --- the choices ---

    def option(self, valjare: str, val: Val, lista: Sequence[str]) -> int:
        """Return the place, from 1, of what a picker holds in its list; 0 when it is not there."""
        return lista.index(val[valjare]) + 1 if val[valjare] in lista else 0

    @cached_property
    def enhetsnamn(self) -> list[str]:
        """Return the names that unit pickers offer."""
        return [enhet.namn for enhet in self.content.valbara]

    @cached_property
    def indikatornamn(self) -> list[str]:
        """Return the names that indicator pickers offer."""
        return [one.kort_namn for one in self.content.indikatorer]

    def listor(self) -> dict[str, str]:
        """Return the defined names of the lists and of the pickers."""
        lists = {
            ENHETER: self.enhetsregister.column(0),
            INDIKATORER: self.indikatorregister.column(0),
            GRUPPERINGAR: self.listregister.column(0, len(self.content.grupperingar)),
            AR_LISTA: self.listregister.column(2, len(self.ar_texter)),
        }
        used = {picker.lista for _, picker in self.pickers.values()}
        cells = {namn: fixed(blad, picker.rad, picker.kolumn) for namn, (blad, picker) in self.pickers.items()}
        return cells | {namn: address for namn, address in lists.items() if namn in used}

    def alternativ(self) -> dict[str, tuple[str, ...]]:
        """Return the texts that every picker offers."""
        offered = {
            ENHETER: self.enhetsnamn,
            INDIKATORER: self.indikatornamn,
            GRUPPERINGAR: list(self.content.grupperingar),
            AR_LISTA: self.ar_texter,
        }
        return {namn: tuple(offered[picker.lista]) for namn, (_, picker) in self.pickers.items()}

    def plats(self, valjare: str, lista: str, alla: Sequence[str]) -> str:
        """Return the address of the place of a picker's text in its list, 0 when it is not there."""
        # MATCH takes * and ? for any letters, so the name found is compared with the one written.
        found = f"MATCH({valjare},{lista},0)"
        text = f"IFERROR(IF(INDEX({lista},{found})={valjare},{found},0),0)"
        return self.helper(f"Plats: {valjare}", text, lambda val: self.option(valjare, val, alla))

    def known(self) -> str:
        """Return the address of the chosen unit's place in the list, 0 when the picker holds no known name."""
        return self.plats(VALD_ENHET, ENHETER, self.enhetsnamn)

    def vald(self, val: Val, valjare: str = VALD_ENHET) -> Enhet | None:
        """Return the unit that a picker names."""
        place = self.option(valjare, val, self.enhetsnamn)
        return self.content.valbara[place - 1] if place else None

    def indikatorval(self, valjare: str) -> Indikatorval:
        """Return the indicator that a picker names."""

        def indikator(val: Val) -> Indikator | None:
            place = self.option(valjare, val, self.indikatornamn)
            return self.content.indikatorer[place - 1] if place else None

        return Indikatorval(self.plats(valjare, INDIKATORER, self.indikatornamn), indikator)

    # --- viewpoints ---

    def egen(self) -> Sikt:
        """Return the viewpoint of the chosen unit."""
        return self.enhet(VALD_ENHET)

    def enhet(self, valjare: str) -> Sikt:
        """Return the viewpoint of the unit that a picker names."""

        def enhet(val: Val) -> str:
            vald = self.vald(val, valjare)
            return vald.id if vald else ""

        plats = self.plats(valjare, ENHETER, self.enhetsnamn)
        text = f"IF({plats}=0,0,INDEX({self.enhetsregister.column(2)},{plats}))"
        return Sikt(self.helper(f"Rad: {valjare}", text, self._row_of(enhet)), enhet)

    def lan(self) -> Sikt:
        """Return the viewpoint of the chosen unit's län."""
        lan = self.content.enheter.lan

        def enhet(val: Val) -> str:
            vald = self.vald(val)
            return lan[vald.id] if vald else ""

        return Sikt(self._attribute("Länets rad", 5, self._row_of(enhet), otherwise=0), enhet)

    def riket(self) -> Sikt:
        """Return the viewpoint of riket."""
        return self.niva("riket")

    def niva(self, id_: str) -> Sikt:
        """Return the viewpoint of one level, whatever is chosen."""
        return Sikt(str(self.forsta_rad[id_]), lambda _: id_)

    def grupp(self, rubrik: str) -> Sikt:
        """Return the viewpoint of the chosen unit's group under a heading."""
        number = [val.rubrik for val in self.content.utgava.grupper].index(rubrik)

        def enhet(val: Val) -> str:
            vald = self.vald(val)
            return self.content.enheter.grupper[vald.id][rubrik].id if vald else ""

        return Sikt(self._attribute(f"{rubrik}, rad", 8 + 3 * number, self._row_of(enhet), otherwise=0), enhet)

    def lansenhet(self, number: int) -> Sikt:
        """Return the viewpoint of the unit of the län with this number from 0, if there are that many."""
        lan = self.content.enheter.lan

        def enhet(val: Val) -> str:
            vald = self.vald(val)
            members = self._members_of_lan[lan[vald.id]] if vald else []
            return self.content.valbara[members[number] - 1].id if number < len(members) else ""

        lansnummer = self._attribute("Länets nummer", 6, self._lan_number, otherwise=0)
        place = f"IF({lansnummer}=0,0,INDEX({self.lansregister.column(number)},{lansnummer}))"
        plats = self.helper(f"Länets enhet {number + 1}, plats", place, lambda val: self._place.get(enhet(val), 0))
        text = f"IF({plats}=0,0,INDEX({self.enhetsregister.column(2)},{plats}))"
        return Sikt(self.helper(f"Länets enhet {number + 1}, rad", text, self._row_of(enhet)), enhet)

    def _lan_number(self, val: Val) -> Value:
        vald = self.vald(val)
        return list(self._members_of_lan).index(self.content.enheter.lan[vald.id]) + 1 if vald else 0

    def _row_of(self, enhet: Callable[[Val], str]) -> Callable[[Val], Value]:
        return lambda val: self.forsta_rad.get(enhet(val), 0)

    # --- formulas ---

    def name(self, sikt: Sikt, vald: str = "") -> Formula:
        """Return the formula for the name of a unit, after the mark `vald` when it is the chosen one; "" for none."""
        name = f"INDEX({self._data_column(1)},{sikt.rad})"
        mark = f'IF({sikt.rad}={self.egen().rad},{quoted(f"{vald} ")},"")&' if vald else ""
        alla = self.content.enheter.alla

        def shows(val: Val) -> Value:
            enhet, own = sikt.enhet(val), self.vald(val)
            marked = bool(vald and own and own.id == enhet)
            return f"{f'{vald} ' if marked else ''}{alla[enhet].namn}" if enhet else ""

        return Formula(f'IF({sikt.rad}=0,"",{mark}{name})', shows)

    def attribute(self, label: str, column: int, of: Callable[[Enhet], Value]) -> Formula:
        """Return the formula for an attribute of the chosen unit from its register; a dash when there is no unit."""

        def shows(val: Val) -> Value:
            vald = self.vald(val)
            return of(vald) if vald else INGEN

        return Formula(self._attribute(label, column, shows), shows)

    def lan_name(self) -> Formula:
        """Return the formula for the name of the chosen unit's län."""
        enheter = self.content.enheter
        return self.attribute("Län", 4, lambda enhet: enheter.nivaer[enheter.lan[enhet.id]].namn)

    def group_name(self, rubrik: str) -> Formula:
        """Return the formula for the chosen unit's group under a heading."""
        number = [val.rubrik for val in self.content.utgava.grupper].index(rubrik)
        grupper = self.content.enheter.grupper
        return self.attribute(rubrik, 7 + 3 * number, lambda enhet: grupper[enhet.id][rubrik].namn)

    def unit_message(self) -> Formula:
        """Return the formula for what a reader must know about the chosen unit; "" when there is nothing."""
        said = self.attribute("Besked", 3, lambda enhet: self.besked(enhet) or INGEN)
        return Formula(
            f'IF({said.text}="{INGEN}","",{said.text})', lambda val: "" if said.shows(val) == INGEN else said.shows(val)
        )

    def figure(self, sikt: Sikt, indikator: Indikator, ar: int) -> Formula:
        """Return the formula for a figure; it shows nothing when the viewpoint has no unit."""
        return self._fetch(
            sikt, (indikator.id, False), self._offset(ar), lambda enhet: self.content.shown(indikator, ar, enhet)
        )

    def klass(self, sikt: Sikt, indikator: Indikator, ar: int) -> Formula:
        """Return the formula for the quartile class of a figure, as a mark and a word."""
        return self._fetch(
            sikt, (indikator.id, True), self._offset(ar), lambda enhet: self.content.klass(indikator, ar, enhet)
        )

    def change(self, sikt: Sikt, indikator: Indikator) -> Formula:
        """Return the formula for the change to the latest year from the one before."""
        return self._fetch(
            sikt, (indikator.id, False), self._offset(ANDRING), lambda enhet: self.content.andring(indikator, enhet)
        )

    def units_behind(self, sikt: Sikt, indikator: Indikator, ar: int) -> Formula:
        """Return the formula for how many units a level's figure is pooled from."""
        return self._fetch(
            sikt,
            (indikator.id, False),
            self._antal_offset(ar),
            lambda niva: self.content.antal_enheter(indikator, ar, niva),
        )

    def years_column(self) -> str:
        """Return the address of the year of every row."""
        return self._data_column(2)

    def figure_column(self, indikator: Indikator) -> str:
        """Return the address of all figures of an indicator."""
        return self._data_column(DATA_FORSTA - 1 + self.data_kolumn[indikator.id, False])

    def _fetch(self, sikt: Sikt, kolumn: tuple[str, bool], offset: int, shown: Callable[[str], Value]) -> Formula:
        address = self._data_column(DATA_FORSTA - 1 + self.data_kolumn[kolumn])
        if sikt.rad.isdigit():
            text = f"INDEX({address},{int(sikt.rad) + offset})"
        else:
            text = f'IF({sikt.rad}=0,"",INDEX({address},{sikt.rad}+{offset}))'
        return Formula(text, lambda val: shown(enhet) if (enhet := sikt.enhet(val)) else "")

    def chosen(self, sikt: Sikt, what: Indikatorval, ar: int, *, klass: bool = False) -> Formula:
        """Return the formula for a figure (or its class) of a chosen indicator; "" without unit or indicator."""
        column = self._chosen_column(what, klass=klass)
        none = f"OR({sikt.rad}=0,{column}=0)"
        text = f'IF({none},"",INDEX({self._data_block()},{sikt.rad}+{self.offset(ar)},{column}))'

        def shows(val: Val) -> Value:
            enhet, indikator = sikt.enhet(val), what.indikator(val)
            if not enhet or indikator is None or (indikator.id, klass) not in self.data_kolumn:
                return ""
            return self.content.klass(indikator, ar, enhet) if klass else self.content.shown(indikator, ar, enhet)

        return Formula(text, shows)

    def latest(self, sikt: Sikt, what: Indikatorval, back: int, *, klass: bool = False) -> Formula:
        """Return the formula for a chosen indicator's figure (or class) so many years before its latest year."""
        column = self._chosen_column(what, klass=klass)
        first = self.helper(
            f"Senaste årets rad: {what.plats}",
            f"IF({what.plats}=0,0,INDEX({self.indikatorregister.column(5)},{what.plats}))",
            lambda val: self.offset(self.content.years(one)[0]) if (one := what.indikator(val)) else 0,
        )
        block = self._data_block()
        text = f'IF(OR({sikt.rad}=0,{column}=0),"",INDEX({block},{sikt.rad}+{first}+{back},{column}))'

        def shows(val: Val) -> Value:
            enhet, indikator = sikt.enhet(val), what.indikator(val)
            if not enhet or indikator is None or (indikator.id, klass) not in self.data_kolumn:
                return ""
            ar = self.content.years(indikator)[back]
            return self.content.klass(indikator, ar, enhet) if klass else self.content.shown(indikator, ar, enhet)

        return Formula(text, shows)

    def latest_year(self, what: Indikatorval, back: int) -> Formula:
        """Return the formula for the year so many before a chosen indicator's latest; "" for none."""
        year = f"INDEX({self.indikatorregister.column(6)},{what.plats})"

        def shows(val: Val) -> Value:
            return self.content.years(one)[0] - back if (one := what.indikator(val)) else ""

        return Formula(f'IF({what.plats}=0,"",{year}-{back})', shows)

    def _chosen_column(self, what: Indikatorval, *, klass: bool) -> str:
        return self.helper(
            f"Kolumn för {what.plats}{' (klass)' if klass else ''}",
            f"IF({what.plats}=0,0,INDEX({self.indikatorregister.column(2 if klass else 1)},{what.plats}))",
            lambda val: self.data_kolumn.get((one.id, klass), 0) if (one := what.indikator(val)) else 0,
        )

    def about(self, what: Indikatorval, column: int, of: Callable[[Indikator], Value]) -> Formula:
        """Return the formula for an attribute of a chosen indicator from its register; "" when there is none."""
        address = self.indikatorregister.column(column)
        text = f'IF({what.plats}=0,"",INDEX({address},{what.plats}))'
        return Formula(text, lambda val: of(one) if (one := what.indikator(val)) else "")

    def breaks_at(self, what: Indikatorval, ar: int) -> Formula:
        """Return the formula for whether a chosen indicator's series breaks before a year: 1, 0, or "" for none."""
        return self.about(what, BROTT + self.content.ar.index(ar), lambda one: int(ar in self.breaks(one)))

    def text_line(self, what: Indikatorval, number: int) -> Formula:
        """Return the formula for one line, from 0, of what a chosen indicator shows; "" when it has no more."""
        line = self.about(what, BROTT + len(self.content.ar) + number, lambda one: self.texts[one.id][number])
        return Formula(
            f'IF({line.text}="{INGEN}","",{line.text})', lambda val: "" if line.shows(val) == INGEN else line.shows(val)
        )

    def _attribute(self, label: str, column: int, shows: Callable[[Val], Value], otherwise: Value = INGEN) -> str:
        known = self.known()
        empty = quoted(otherwise) if isinstance(otherwise, str) else str(otherwise)
        text = f"IF({known}=0,{empty},INDEX({self.enhetsregister.column(column)},{known}))"
        return self.helper(label, text, shows)

    def helper(self, label: str, text: str, shows: Callable[[Val], Value]) -> str:
        """Return the address of a helper cell, made the first time it is asked for."""
        if text not in self._addresses:
            self.helpers.append((label, Formula(text, shows)))
            self._addresses[text] = fixed(self.hjalpblad, HJALP_RUBRIKRAD + len(self.helpers), HJALP_VARDE)
        return self._addresses[text]

    def picker(self, blad: str, picker: Picker) -> Picker:
        """Remember where a picker is, and return it."""
        self.pickers[picker.namn] = (blad, picker)
        return picker
