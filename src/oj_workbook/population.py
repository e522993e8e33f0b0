"""A population table -> inhabitants of every age that some page asks for, whole and by part, of every unit."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oj_workbook.counting import countings
from oj_workbook.csvfile import Rows
from oj_workbook.edition import Leverans
from oj_workbook.model import Alder, Invanare, Omrade
from oj_workbook.problems import Place, Problems, listed, visible
from oj_workbook.unitcodes import UnitCodes, has_columns, refuse_unknown_codes

#: 7, 18–24 or 65–, with any of the dashes that people write; 65+ is 65–.
ALDER = re.compile(r"(\d{1,3})(?:\s*([-–+])\s*(\d{1,3})?)?", re.ASCII)
HELTAL = re.compile(r"\d{1,9}", re.ASCII)
MOST_TOLD = 100


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
    if not has_columns(leverans, rows, ("enhet", "namn", "ålder", "antal"), problems):
        return Folktabell([], 0)
    named = (*omrade.divided_by(leverans.ar), *leverans.kolumner)
    divisions = {word: one for word, one in omrade.uppdelningar.items() if word in named}
    if not has_columns(leverans, rows, tuple(divisions), problems):
        return Folktabell([], 0)
    before = len(problems)
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
        self.known: dict[str, list[str]] = {}
        self.enheter: dict[tuple[str, str], str] = {}
        self.normaliserade = 0

    def read(self, rows: Rows, words: Mapping[str, Mapping[str, str]]) -> None:
        """Count every row, or tell what is wrong in it."""
        kolumner = self.leverans.kolumner
        at = [rows.rubriker.index(kolumner[ord_]) for ord_ in ("enhet", "namn", "ålder", "antal", *words)]
        for rad, cells in rows.rader:
            kod, namn, alder, antal, *parts = (cells[place] for place in at)
            self._add(Place(rows.fil, rad), (kod, namn), alder, antal, dict(zip(words, parts, strict=True)), words)

    def _add(
        self,
        place: Place,
        unit: tuple[str, str],
        alder: str,
        antal: str,
        cells: Mapping[str, str],
        words: Mapping[str, Mapping[str, str]],
    ) -> None:
        enhet = self.enheter.get(unit) or self.units.find(self.leverans, place, *unit)
        uppgifter = self.known[alder] if alder in self.known else self._uppgifter(place, alder)
        parts = [self._part(place, word, cell, words[word]) for word, cell in cells.items()]
        if not HELTAL.fullmatch(antal):
            fact = "antalet är inte ett heltal (värdet visas inte)."
            self.problems.add(place, "fel-tal", fact, "skriv antalet invånare med bara siffror.")
            return
        if enhet is None or None in parts:
            return
        self.enheter[unit] = enhet
        self.normaliserade += enhet != unit[0]
        key = (alder, *cells.values())
        if key in self.seen[enhet]:
            fact = f"{enhet}, {', '.join(key)} står redan på rad {self.seen[enhet][key]}."
            self.problems.add(place, "dubbel-rad", fact, "behåll den rad som gäller.")
            return
        self.seen[enhet][key] = place.rad
        self.first.setdefault(enhet, place.rad)
        for uppgift in uppgifter:
            for item in (uppgift, *(f"{uppgift}.{part}" for part in parts)):
                self.counts[enhet, item] += int(antal)

    def _uppgifter(self, place: Place, cell: str) -> list[str]:
        """Return the items that an age class counts in; one that only partly belongs to an item is a problem."""
        match = ALDER.fullmatch(cell)
        fran = int(match[1]) if match else 0
        till = (int(match[3]) if match[3] else None if match[2] else fran) if match else None
        found: list[str] = []
        if match is None or (till is not None and till < fran):
            remedy = "skriv åldern som 7, 18–24 eller 65–."
            self.problems.add(place, "fel-ålder", f"åldern {visible(cell)} går inte att läsa.", remedy)
        for uppgift, alder in self.rules.items() if match else ():
            low, high = max(fran, alder.fran), _least(till, alder.till)
            if high is not None and high < low:
                continue
            if (low, high) != (fran, till):
                fact = f"åldersgruppen {visible(cell)} går inte att dela där {uppgift} börjar eller slutar."
                remedy = f"leverera en grupp som slutar vid {alder.till} eller börjar vid {alder.fran}."
                self.problems.add(place, "fel-ålder", fact, remedy)
            found.append(uppgift)
        self.known[cell] = found
        return found

    def _part(self, place: Place, word: str, cell: str, known: Mapping[str, str]) -> str | None:
        said = self.leverans.kodlistor.get(word, {}).get(cell, cell)
        if said not in known:
            fact = f"{visible(word)} kan inte vara {visible(cell)}."
            self.problems.add(place, "okänt-värde", fact, f"skriv {listed(known)}, eller ange koden under ”koder”.")
        return known.get(said)

    def refuse_gaps(self, fil: str) -> None:
        """Tell units that lack an age or part that others have: their inhabitants would be too few."""
        every = set().union(*self.seen.values()) if self.seen else set()
        lacking = [(enhet, sorted(every - found.keys())) for enhet, found in self.seen.items() if every - found.keys()]
        for enhet, missing in lacking[:MOST_TOLD]:
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


def _least(one: int | None, other: int | None) -> int | None:
    """Return the lower of two ages, where None has no upper end."""
    ages = [age for age in (one, other) if age is not None]
    return min(ages) if ages else None
