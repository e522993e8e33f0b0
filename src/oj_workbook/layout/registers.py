"""What lies where in the file: the rows and columns of the data sheet, and the registers of the helper sheet.

All figures lie once, on the data sheet, a row per unit and year.  The registers say on which row each unit begins,
which units a län or group has, and in which order they are listed by an indicator.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from oj_workbook.layout.content import INGEN, Content
from oj_workbook.layout.plan import Value, fixed
from oj_workbook.model import Enhet, Indikator

ANDRING = "förändring"
DATA_RUBRIKRAD = 5
DATA_FORSTA = 5
HJALP_ETIKETT, HJALP_VARDE, HJALP_REGISTER = 1, 2, 4
HJALP_RUBRIKRAD = 4
#: The columns of the register of indicators where the breaks by year begin, and the letters of a line of its texts.
BROTT, TEXTRAD = 7, 150


@dataclass(frozen=True)
class Register:
    """A table on the helper sheet: a heading and a dense column for every attribute, a row per thing."""

    namn: str
    rubriker: tuple[str, ...]
    rader: tuple[tuple[Value, ...], ...]
    kolumn: int
    blad: str

    @property
    def sista(self) -> int:
        """Return its last row on the helper sheet."""
        return HJALP_RUBRIKRAD + len(self.rader)

    def column(self, number: int, rows: int | None = None) -> str:
        """Return the address of a column by its number from 0; `rows` for only the first so many."""
        last = self.sista if rows is None else HJALP_RUBRIKRAD + rows
        return fixed(self.blad, HJALP_RUBRIKRAD + 1, self.kolumn + number, last)

    def block(self, first: int) -> str:
        """Return the address of all columns from a number on."""
        last = self.kolumn + len(self.rubriker) - 1
        return fixed(self.blad, HJALP_RUBRIKRAD + 1, self.kolumn + first, self.sista, last)


@dataclass
class Registers:
    """The data sheet and the registers of one edition's workbook, by the names of the two sheets they lie on."""

    content: Content
    hjalpblad: str
    datablad: str

    # --- the data sheet ---

    @cached_property
    def kolumner(self) -> list[tuple[Indikator, bool]]:
        """Return the columns of figures on the data sheet: each indicator, and after it its classes if it has any."""
        return [
            (one, klass)
            for one in self.content.indikatorer
            for klass in ((False, True) if self.content.har_klasser(one) else (False,))
        ]

    @cached_property
    def rader(self) -> list[tuple[Enhet, int | str]]:
        """Return the rows of the data sheet: the years of every unit, newest first, and its change.

        Levels also have a row for each year with how many units they are pooled from.
        """
        years: list[int | str] = [*reversed(self.content.ar), ANDRING]
        levels = self.content.enheter.nivaer
        return [
            (enhet, which)
            for enhet in self.content.enheter.alla.values()
            for which in [*years, *(map(self.antal_rad, reversed(self.content.ar)) if enhet.id in levels else ())]
        ]

    def antal_rad(self, ar: int) -> str:
        """Return what the row with a level's number of units is called."""
        return f"{self.content.text('data.antal')} {ar}"

    @cached_property
    def forsta_rad(self) -> dict[str, int]:
        """Return the number, from 1, of each unit's first row among those of the data sheet."""
        first: dict[str, int] = {}
        for number, (enhet, _) in enumerate(self.rader, 1):
            first.setdefault(enhet.id, number)
        return first

    @cached_property
    def data_kolumn(self) -> dict[tuple[str, bool], int]:
        """Return the number, from 1, of each column of figures."""
        return {(one.id, klass): number for number, (one, klass) in enumerate(self.kolumner, 1)}

    def offset(self, ar: int) -> int:
        """Return how far below a unit's first row a year lies."""
        return len(self.content.ar) - 1 - self.content.ar.index(ar)

    def _offset(self, which: int | str) -> int:
        return self.offset(which) if isinstance(which, int) else len(self.content.ar)

    def _antal_offset(self, ar: int) -> int:
        return len(self.content.ar) + 1 + self.offset(ar)

    def _data_column(self, kolumn: int) -> str:
        return fixed(self.datablad, DATA_RUBRIKRAD + 1, kolumn, DATA_RUBRIKRAD + len(self.rader))

    def _data_block(self) -> str:
        last = DATA_FORSTA + len(self.kolumner) - 1
        return fixed(self.datablad, DATA_RUBRIKRAD + 1, DATA_FORSTA, DATA_RUBRIKRAD + len(self.rader), last)

    # --- registers ---

    @cached_property
    def enhetsregister(self) -> Register:
        """Return the register of units that can be chosen: name, code, rows of the unit, its län and its groups."""
        content, forsta = self.content, self.forsta_rad
        rubriker = ["Namn", "Kod", "Rad", "Besked", "Län", "Länets rad", "Länets nummer"]
        for rubrik in (val.rubrik for val in content.utgava.grupper):
            rubriker += [rubrik, f"{rubrik}, rad", f"{rubrik}, nummer"]
        lan_ids, grupp_ids = list(self._members_of_lan), [grupp.id for grupp in self._grupper]
        rader = []
        for enhet in content.valbara:
            lan = content.enheter.nivaer[content.enheter.lan[enhet.id]]
            row: list[Value] = [enhet.namn, enhet.id, forsta[enhet.id], self.besked(enhet) or INGEN]
            row += [lan.namn, forsta[lan.id], lan_ids.index(lan.id) + 1]
            for val in content.utgava.grupper:
                grupp = content.enheter.grupper[enhet.id][val.rubrik]
                nummer = grupp_ids.index(grupp.id) + 1 if grupp.id in grupp_ids else 0
                row += [grupp.namn, forsta.get(grupp.id, 0), nummer]
            rader.append(tuple(row))
        return self._register("Enheter", tuple(rubriker), rader, HJALP_REGISTER)

    @cached_property
    def indikatorregister(self) -> Register:
        """Return the register of indicators: name, its columns of figures, unit, direction, texts, breaks by year."""
        content = self.content
        rader: list[tuple[Value, ...]] = []
        for one in content.indikatorer:
            klass = self.data_kolumn.get((one.id, True), 0)
            breaks = self.breaks(one)
            rader.append(
                (
                    one.kort_namn,
                    self.data_kolumn[one.id, False],
                    klass,
                    content.matt(one),
                    one.riktning,
                    self.offset(content.years(one)[0]),
                    content.years(one)[0],
                    *(int(ar in breaks) for ar in content.ar),
                    *self.texts[one.id],
                )
            )
        longest = len(next(iter(self.texts.values())))
        headings = (
            *("Indikator", "Kolumn", "Klasskolumn", "Mått", "Riktning", "Senaste årets rad", "Senaste år"),
            *(f"Bryts {ar}" for ar in content.ar),
            *(f"Textrad {number}" for number in range(1, longest + 1)),
        )
        return self._register("Indikatorer", headings, rader, self._after(self.enhetsregister))

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """Return what each indicator shows and where its series breaks, as equally many lines to be read unwrapped."""
        lines = {
            one.id: [
                line
                for text in (one.beskrivning, *self.break_text(one).splitlines())
                for line in textwrap.wrap(text, TEXTRAD)
            ]
            for one in self.content.indikatorer
        }
        most = max(map(len, lines.values()))
        return {id_: [*found, *[INGEN] * (most - len(found))] for id_, found in lines.items()}

    @cached_property
    def lansregister(self) -> Register:
        """Return the register of län: its units' places in the register of units, 0 where there is none."""
        members = self._members_of_lan
        most = max(len(units) for units in members.values())
        rader = [(*units, *[0] * (most - len(units))) for units in members.values()]
        headings = tuple(f"Länets enhet {number}" for number in range(1, most + 1))
        return self._register("Län", headings, rader, self._after(self.indikatorregister))

    @cached_property
    def gruppregister(self) -> Register:
        """Return the register of groups: their units' places in the register of units, 0 where there is none."""
        rader = [(*units, *[0] * (self.storsta_grupp - len(units))) for units in self._members_of_groups]
        headings = tuple(f"Gruppens enhet {number}" for number in range(1, self.storsta_grupp + 1))
        return self._register("Grupper", headings, rader, self._after(self.lansregister))

    @cached_property
    def ordningsregister(self) -> Register:
        """Return the order of the units in every indicator's latest year: 1 for the one to be listed first."""
        orders = [self._order(one) for one in self.content.indikatorer]
        rader = list(zip(*orders, strict=True))
        headings = tuple(one.kort_namn for one in self.content.indikatorer)
        return self._register("Ordning", headings, rader, self._after(self.gruppregister))

    @cached_property
    def listregister(self) -> Register:
        """Return the short lists of the pickers: groupings with their place, editions' years with their offsets."""
        content = self.content
        lags = sorted({one.efterslapning for one in content.indikatorer})
        rubriker = list(content.grupperingar)
        years = self.ar_texter
        rader = []
        for number in range(max(len(rubriker), len(years))):
            grupp: tuple[Value, ...] = (INGEN, 0)
            if number < len(rubriker):
                at = [val.rubrik for val in content.utgava.grupper].index(rubriker[number])
                grupp = (rubriker[number], 7 + 3 * at + 3)
            ar: tuple[Value, ...] = (INGEN, *(0 for _ in lags))
            if number < len(years):
                survey = content.utgava.ar[-1 - number]
                ar = (years[number], *(self.offset(survey - lag) for lag in lags))
            rader.append((*grupp, *ar))
        headings = ("Gruppering", "Kolumn", "År", *(f"Förskjutning {lag}" for lag in lags))
        return self._register("Listor", headings, rader, self._after(self.ordningsregister))

    @property
    def registers(self) -> tuple[Register, ...]:
        """Return every register, from left to right."""
        groups = (self.gruppregister, self.ordningsregister) if self.content.grupperingar else ()
        return (self.enhetsregister, self.indikatorregister, self.lansregister, *groups, self.listregister)

    def free_column(self) -> int:
        """Return the first column right of the registers."""
        return self._after(self.registers[-1])

    def _register(self, namn: str, rubriker: tuple[str, ...], rader: Sequence[tuple[Value, ...]], at: int) -> Register:
        return Register(namn, rubriker, tuple(rader), at, self.hjalpblad)

    def _after(self, register: Register) -> int:
        return register.kolumn + len(register.rubriker) + 1

    @cached_property
    def _place(self) -> dict[str, int]:
        return {enhet.id: number for number, enhet in enumerate(self.content.valbara, 1)}

    @cached_property
    def _members_of_lan(self) -> dict[str, list[int]]:
        members: dict[str, list[int]] = {}
        for enhet in self.content.valbara:
            members.setdefault(self.content.enheter.lan[enhet.id], []).append(self._place[enhet.id])
        return dict(sorted(members.items()))

    @cached_property
    def _grupper(self) -> list[Enhet]:
        return [grupp for groups in self.content.grupperingar.values() for grupp in groups]

    @cached_property
    def _members_of_groups(self) -> list[list[int]]:
        grupper = self.content.enheter.grupper
        return [
            [place for id_, place in self._place.items() if grupp in grupper[id_].values()] for grupp in self._grupper
        ] or [[0]]

    @cached_property
    def storsta_grupp(self) -> int:
        """Return the number of units in the largest group."""
        return max(len(units) for units in self._members_of_groups)

    @cached_property
    def storsta_lan(self) -> int:
        """Return the number of units in the largest län."""
        return max(len(units) for units in self._members_of_lan.values())

    @cached_property
    def ar_texter(self) -> list[str]:
        """Return the edition's years as the picker offers them, newest first."""
        return [self.content.text("grupper.år", år=ar) for ar in reversed(self.content.utgava.ar)]

    def _order(self, indikator: Indikator) -> list[int]:
        """Return each unit's place by an indicator: wanted values first, silent units last, then by name."""
        content = self.content
        senaste, _ = content.years(indikator)
        alternativ = [one.svar for one in sorted(indikator.slag.svar, key=lambda one: one.raknas_som != "ja")]
        sign = 1 if indikator.riktning == "lågt" else -1

        def key(place: int) -> tuple[float, ...]:
            figur = content.figur(indikator, senaste, content.valbara[place].id)
            if figur.varde is not None:
                return 0, sign * figur.varde, place
            return (1, alternativ.index(figur.svar), place) if figur.svar else (2, 0, place)

        order = [0] * len(content.valbara)
        for number, place in enumerate(sorted(range(len(order)), key=key), 1):
            order[place] = number
        return order

    def besked(self, enhet: Enhet) -> str:
        """Return what a reader must know about a unit: that it is silent, young, or the sum of its parts."""
        content = self.content
        ar = content.utgava.ar[-1]
        tillfalle = content.enheter.vid[content.utgava.day(ar, 0)]
        if enhet.id in tillfalle.medlemmar:
            own = any(one.kalla.hela_kommuner for one in content.aktuella)
            said = [content.text("besked.summa", antal=len(tillfalle.medlemmar[enhet.id]))]
            return " ".join([*said, *([content.text("besked.egna_kostnader")] if own else [])])
        said = []
        for kalla in dict.fromkeys(one.kalla for one in content.aktuella if one.efterslapning == 0):
            figurer = [
                content.figur(one, ar, enhet.id).status
                for one in content.aktuella
                if one.kalla == kalla and one.mats.holds(ar)
            ]
            if figurer and set(figurer) == {"ej_svar"}:
                said.append(content.text("besked.ej_svar", år=ar, enkät=kalla.namn))
        first = [y for y in content.utgava.ar if enhet.id in content.enheter.vid[content.utgava.day(y, 0)].rapporterar]
        if first and first[0] > content.utgava.ar[0] and enhet.niva == "delomrade":
            said.append(content.text("besked.ny", år=first[0]))
        return " ".join(said)

    def breaks(self, indikator: Indikator) -> dict[int, str]:
        """Return the breaks of an indicator that lie between two of its years in the edition."""
        years = indikator.years(self.content.utgava.ar)
        return {ar: text for ar, text in indikator.breaks().items() if years[0] < ar <= years[-1]}

    def break_text(self, indikator: Indikator) -> str:
        """Return the breaks in words, "" for none."""
        breaks = self.breaks(indikator)
        return "\n".join(self.content.text("resultat.brott", år=ar, text=text) for ar, text in breaks.items())
