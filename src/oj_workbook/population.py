"""A population table -> inhabitants of every age that some page asks for, whole and by part, of every unit."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from oj_workbook.counting import countings
from oj_workbook.csvfile import Rows
from oj_workbook.dates import before_excel
from oj_workbook.kallor import Leverans
from oj_workbook.model import Alder, Invanare, Omrade
from oj_workbook.numbers import read_heltal, tal_remedy
from oj_workbook.problems import Place, Problems, listed, visible
from oj_workbook.unitcodes import UnitCodes, has_columns, refuse_unknown_codes, refuse_unknown_columns

#: 7, 18–24 or 65–, with any of the dashes that people write; 65+ is 65–.
ALDER = re.compile(r"(\d{1,3})(?:\s*([-–])\s*(\d{1,3})?|(\+))?", re.ASCII)
#: The first and last age of a class; None for one without an upper end.
Aldersklass = tuple[int, int | None]
#: The age and the parts of a row, and the items it counts in.
Grupp = tuple[tuple[str, ...], tuple[str, ...]]
KOLUMNER = ("enhet", "namn", "ålder", "antal")


@dataclass(frozen=True)
class Folktabell:
    """Rows for the table antal, and how many cells were repaired."""

    antal: list[tuple[Any, ...]]
    normaliserade: int


def read_population(leverans: Leverans, rows: Rows, omrade: Omrade, units: UnitCodes, problems: Problems) -> Folktabell:
    """Return the counts that pages ask for with `räkna: invånare`, from rows of unit, age, part and number.

    The columns kön, ursprung and so on are those of the divisions of `_omrade.yaml` that the delivery names.  Every
    unit must have the same ages and parts, so that none is missing by mistake; an age class may not straddle an age
    where a page draws its line.
    """
    if not has_columns(leverans, rows, KOLUMNER, problems):
        return Folktabell([], 0)
    named = (*omrade.divided_by(leverans.ar), *leverans.kolumner)
    divisions = {word: one for word, one in omrade.uppdelningar.items() if word in named}
    if not has_columns(leverans, rows, tuple(divisions), problems):
        return Folktabell([], 0)
    before = len(problems)
    refuse_unknown_columns(leverans, leverans.kolumner, (*KOLUMNER, "år", *omrade.uppdelningar), problems)
    refuse_unknown_codes(leverans, {word: tuple(one.delar.values()) for word, one in divisions.items()}, problems)
    rules = {
        uppgift: rule.alder
        for uppgift, rule in countings(omrade.indikatorer.values()).items()
        if isinstance(rule, Invanare) and "." not in uppgift
    }
    table = _Table(leverans, rules, units, problems)
    words = {word: {namn: id_ for id_, namn in one.delar.items()} for word, one in divisions.items()}
    table.read(rows, words)
    if len(problems) == before:  # a row that could not be read has left a gap behind
        table.refuse_gaps(rows.fil)
    units.warn_of_silent(leverans, rows.fil, table.first)
    return Folktabell(table.antal(rows.fil), table.normaliserade)


class _Table:
    def __init__(self, leverans: Leverans, rules: dict[str, Alder], units: UnitCodes, problems: Problems) -> None:
        self.leverans, self.rules, self.units, self.problems = leverans, rules, units, problems
        self.counts: dict[tuple[str, str], int] = defaultdict(int)
        self.first: dict[str, int] = {}
        self.seen: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        self.classes: dict[str, Aldersklass | None] = {}
        self.groups: dict[tuple[str, ...], Grupp | None] = {}
        self.enheter: dict[tuple[str, str], str] = {}
        self.normaliserade = 0

    def read(self, rows: Rows, words: Mapping[str, Mapping[str, str]]) -> None:
        """Count every row, or tell what is wrong in it."""
        kolumner = self.leverans.kolumner
        at = [rows.rubriker.index(kolumner[ord_]) for ord_ in (*KOLUMNER, *words)]
        cells_of = itemgetter(*at)
        for rad, cells in rows.rader:
            kod, namn, alder, antal, *parts = cells_of(cells)
            group = (alder, *parts)
            if group not in self.groups:
                self.groups[group] = self._group(
                    Place(rows.fil, rad), alder, dict(zip(words, parts, strict=True)), words
                )
            self._add(rows.fil, rad, (kod, namn), antal, self.groups[group])

    def _group(
        self, place: Place, alder: str, cells: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
    ) -> Grupp | None:
        """Return what an age and parts are, however they are written; None after a problem, told once for each."""
        if alder not in self.classes:
            self.classes[alder] = self._class(place, alder)
        klass = self.classes[alder]
        parts = [self._part(place, word, cell, words[word]) for word, cell in cells.items()]
        if klass is None or None in parts:
            return None
        endings = ("", *(f".{words[word][str(part)]}" for word, part in zip(words, parts, strict=True)))
        items = tuple(uppgift + ending for uppgift in self._items(klass) for ending in endings)
        # However it is written: 65– and 65+ are one age, a code and its word one part.
        return (_written(klass), *map(str, parts)), items

    def _add(self, fil: str, rad: int, unit: tuple[str, str], antal: str, grupp: Grupp | None) -> None:
        enhet = self.enheter.get(unit) or self.units.find(self.leverans, Place(fil, rad), *unit)
        tal, sign = read_heltal(antal, self.leverans.decimaltecken), self.leverans.decimaltecken
        if tal is None:
            fact, remedy = "antalet är inte ett heltal (värdet visas inte).", "skriv antalet invånare med bara siffror."
            blanks = read_heltal(antal, "komma") is not None
            self.problems.add(Place(fil, rad), "fel-tal", fact, tal_remedy(antal, sign, remedy) if blanks else remedy)
            return
        if enhet is None or grupp is None:
            return
        self.enheter[unit] = enhet
        self.normaliserade += enhet != unit[0]
        key, items = grupp
        if key in self.seen[enhet]:
            fact = f"{enhet}, {', '.join(key)} står redan på rad {self.seen[enhet][key]}."
            self.problems.add(Place(fil, rad), "dubbel-rad", fact, "behåll den rad som gäller.")
            return
        self.seen[enhet][key] = rad
        self.first.setdefault(enhet, rad)
        for item in items:
            self.counts[enhet, item] += tal

    def _class(self, place: Place, cell: str) -> Aldersklass | None:
        """Return the ages that a cell stands for; None after a problem, told once for every way of writing."""
        match = ALDER.fullmatch(cell)
        fran = int(match[1]) if match else 0
        till = (int(match[3]) if match[3] else None if match[2] else fran) if match else None
        if match is None or (till is not None and till < fran):
            made = f"; troligen har Excel gjort om {typed} till ett datum" if (typed := before_excel(cell)) else ""
            fact = f"åldern {visible(cell)} går inte att läsa{made}."
            self.problems.add(place, "fel-ålder", fact, "skriv åldern som 7, 18–24 eller 65–.")
            return None
        for uppgift, alder in self.rules.items():
            crossed = [(f"före {edge} år", edge) for edge in (alder.fran,)]
            crossed += [(f"efter {alder.till} år", alder.till + 1)] if alder.till is not None else []
            for where, edge in crossed:
                if fran < edge and (till is None or till >= edge):
                    fact = f"åldersgruppen {visible(cell)} går över en gräns som {uppgift} har."
                    self.problems.add(place, "fel-ålder", fact, f"dela gruppen {where}.")
        return fran, till

    def _items(self, klass: Aldersklass) -> list[str]:
        """Return the items that an age class counts in."""
        return [
            uppgift
            for uppgift, alder in self.rules.items()
            if klass[0] >= alder.fran and (alder.till is None or (klass[1] is not None and klass[1] <= alder.till))
        ]

    def _part(self, place: Place, word: str, cell: str, known: Mapping[str, str]) -> str | None:
        codes = self.leverans.kodlistor.get(word, {})
        said = codes.get(cell, cell)
        if said not in known and cell in codes:  # the code itself has been told
            return None
        if said not in known:
            fact = f"{visible(word)} kan inte vara {visible(cell)}."
            self.problems.add(place, "okänt-värde", fact, f"skriv {listed(known)}, eller ange koden under ”koder”.")
            return None
        return said

    def refuse_gaps(self, fil: str) -> None:
        """Tell ages that an item needs and no class has, or two have, and units that lack what others have."""
        for uppgift, alder in self.rules.items():
            following: int | None = alder.fran
            for fran, till in sorted(one for one in set(self.classes.values()) if one and uppgift in self._items(one)):
                if fran != following:
                    break
                following = None if till is None else till + 1
            else:
                if following == (None if alder.till is None else alder.till + 1):
                    continue
            fact = f"åldersgrupperna täcker inte {uppgift} en gång: det brister vid {following} år."
            remedy = "leverera grupper som följer på varandra utan luckor, den sista öppen: 65–."
            self.problems.add(Place(fil, 1), "fel-ålder", fact, remedy)
        every = set().union(*self.seen.values()) if self.seen else set()
        lacking = [(enhet, sorted(every - found.keys())) for enhet, found in self.seen.items() if every - found.keys()]
        for enhet, missing in lacking:
            fact = f"{enhet} saknar {len(missing)} av {len(every)} grupper, först {', '.join(missing[0])}."
            remedy = f"leverera raden, med 0 om ingen finns ({len(lacking)} enheter har luckor)."
            self.problems.add(Place(fil, self.first[enhet]), "åldersgrupp-saknas", fact, remedy)

    def antal(self, fil: str) -> list[tuple[Any, ...]]:
        """Return the rows for the table antal."""
        ar = self.leverans.ar
        return [
            (uppgift, ar, enhet, float(antal), fil, self.first[enhet])
            for (enhet, uppgift), antal in self.counts.items()
        ]


def _written(klass: Aldersklass) -> str:
    fran, till = klass
    return f"{fran}–" if till is None else f"{fran}–{till}" if till > fran else str(fran)
