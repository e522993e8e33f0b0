"""Published figures -> a linear system over the counts behind them, each row with the figure that it was read from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Literal, NamedTuple

import pandas as pd

from oj_workbook.attack_rules import (
    FEWEST,
    Grans,
    Interval,
    Kvotgrans,
    a_priori,
    cases,
    hull,
    pairs,
    printed,
)
from oj_workbook.attack_scope import Cell, Change, Kunskap, Page, Shown, scope
from oj_workbook.model import WITH_VALUE, Status, Undertryckning

#: A count: item, year and unit.
Count = tuple[str, int, str]
Vad = Literal["täljare", "nämnare"]


class Grund(NamedTuple):
    """What a row of the system was read from: a figure, a rule, a change, or that parts make up a whole."""

    slag: Literal["figur", "regel", "förändring", "delar"]
    namn: str
    ar: int
    enhet: str


class Uttryck(NamedTuple):
    """A sum of unknown counts, each times a number, and what is known of it."""

    kolumner: tuple[int, ...] = ()
    tal: tuple[float, ...] = ()
    kant: float = 0.0

    def times(self, number: float) -> "Uttryck":
        """Return the sum times a number."""
        if number == 0:
            return Uttryck()
        return Uttryck(self.kolumner, tuple(number * one for one in self.tal), number * self.kant)

    def plus(self, other: "Uttryck") -> "Uttryck":
        """Return the sum of two sums."""
        return Uttryck(self.kolumner + other.kolumner, self.tal + other.tal, self.kant + other.kant)


def total(terms: Iterable[Uttryck]) -> Uttryck:
    """Return the sum of many sums."""
    kolumner: list[int] = []
    tal: list[float] = []
    kant = 0.0
    for one in terms:
        kolumner += one.kolumner
        tal += one.tal
        kant += one.kant
    return Uttryck(tuple(kolumner), tuple(tal), kant)


@dataclass(frozen=True)
class Mal:
    """A hidden figure: the counts that are not to be known, and the ways in which it may have come to be hidden."""

    cell: Cell
    taljare: Uttryck
    namnare: Uttryck
    satt: tuple[Grans | None, ...]
    andel: bool
    kvot: Kvotgrans | None
    minst: tuple[float, float]

    def uttryck(self, vad: Vad) -> Uttryck:
        """Return one of its two counts."""
        return self.taljare if vad == "täljare" else self.namnare

    def krav(self, vad: Vad) -> float:
        """Return how many whole numbers a count must be able to be: four, or what the rules alone leave of it."""
        return min(FEWEST, self.minst[vad == "nämnare"])


@dataclass
class System:
    """Rows of counts that are at least a number, bounds of the counts, and equations of wholes and parts.

    `lo_regel` and `hi_regel` are the bounds that no published figure has narrowed.  `anmarkningar` are what could not
    be taken into account, in Swedish.
    """

    kolumn: dict[Count, int] = field(default_factory=dict)
    lo: list[float] = field(default_factory=list)
    hi: list[float] = field(default_factory=list)
    lo_regel: list[float] = field(default_factory=list)
    hi_regel: list[float] = field(default_factory=list)
    lo_grund: list[Grund | None] = field(default_factory=list)
    hi_grund: list[Grund | None] = field(default_factory=list)
    rader: list[tuple[Uttryck, Grund]] = field(default_factory=list)
    likheter: list[tuple[Uttryck, Grund]] = field(default_factory=list)
    mal: list[Mal] = field(default_factory=list)
    anmarkningar: list[str] = field(default_factory=list)

    def at_least(self, uttryck: Uttryck, minst: float, grund: Grund) -> None:
        """Add that a sum is at least a number; of a single count it is a bound."""
        if len(uttryck.kolumner) == 1:
            (kolumn,), (tal,) = uttryck.kolumner, uttryck.tal
            limit = (minst - uttryck.kant) / tal
            if grund.slag == "regel" and tal > 0:
                self.lo_regel[kolumn] = max(self.lo_regel[kolumn], limit)
            if grund.slag == "regel" and tal < 0:
                self.hi_regel[kolumn] = min(self.hi_regel[kolumn], limit)
            if tal > 0 and limit > self.lo[kolumn]:
                self.lo[kolumn], self.lo_grund[kolumn] = limit, grund
            if tal < 0 and limit < self.hi[kolumn]:
                self.hi[kolumn], self.hi_grund[kolumn] = limit, grund
        elif uttryck.kolumner:
            self.rader.append((uttryck._replace(kant=uttryck.kant - minst), grund))

    def at_most(self, uttryck: Uttryck, hogst: float, grund: Grund) -> None:
        """Add that a sum is at most a number."""
        if hogst < inf:
            self.at_least(uttryck.times(-1), -hogst, grund)

    def bounds(self, uttryck: Uttryck) -> Interval:
        """Return how small and large the bounds of the counts alone let a sum be."""
        lo = hi = uttryck.kant
        for kolumn, tal in zip(uttryck.kolumner, uttryck.tal, strict=True):
            ends = tal * self.lo[kolumn], tal * self.hi[kolumn]
            lo, hi = lo + min(ends), hi + max(ends)
        return lo, hi


def build_system(rows: pd.DataFrame, kunskap: Kunskap, only: Iterable[Cell] | None = None) -> System:
    """Return the system of everything published that may lead to a hidden figure, or to those in `only`."""
    system = System()
    wanted = None if only is None else set(only)
    builder = _Builder(system, kunskap, wanted)
    pages = scope(rows, kunskap, wanted)
    builder.at = {(page.id, page.ar): page for page in pages}
    for page in pages:
        for enhet in page.enheter:
            builder.read(
                page, enhet, builder.count(page, page.taljare, enhet), builder.count(page, page.namnare, enhet)
            )
    for page in pages:
        for niva in page.nivaer:
            builder.add_level(page, niva)
    builder.add_parts(pages)
    builder.add_changes()
    return system


class _Builder:
    def __init__(self, system: System, kunskap: Kunskap, wanted: set[Cell] | None) -> None:
        self.system, self.kunskap, self.wanted = system, kunskap, wanted
        self.at: dict[tuple[str, int], Page] = {}
        self.andringar: dict[Cell, list[Change]] = {}
        for one in kunskap.forandringar:
            for ar in (one.fore, one.ar):
                self.andringar.setdefault((one.indikator, ar, one.enhet), []).append(one)

    def count(self, page: Page, uppgift: str, enhet: str) -> Uttryck:
        """Return a count of a unit: known, or an unknown of the system."""
        return self._count((uppgift, page.ar, enhet), signed=uppgift == page.taljare and page.negativ)

    def _count(self, key: Count, *, signed: bool = False) -> Uttryck:
        kant = self.kunskap.kanda.get(key)
        if kant is not None:
            return Uttryck(kant=kant)
        system = self.system
        kolumn = system.kolumn.setdefault(key, len(system.lo))
        if kolumn == len(system.lo):
            for lows in (system.lo, system.lo_regel):
                lows.append(-inf if signed else 0.0)
            for highs in (system.hi, system.hi_regel):
                highs.append(inf)
            system.lo_grund.append(None)
            system.hi_grund.append(None)
        return Uttryck((kolumn,), (1.0,))

    def read(self, page: Page, enhet: str, taljare: Uttryck, namnare: Uttryck, *, inside: bool = True) -> None:
        """Add what a figure tells of its counts; `inside` tells that the rules of the page follow from it."""
        shown = page.figurer[enhet]
        if shown.status == Status.UNDERTRYCKT:
            self._add_hidden(page, enhet, taljare, namnare)
        elif shown.status in WITH_VALUE:
            self._add_shown(page, enhet, (taljare, namnare), shown, inside=inside)

    def _add_shown(
        self, page: Page, enhet: str, counts: tuple[Uttryck, Uttryck], shown: Shown, *, inside: bool
    ) -> None:
        grund = Grund("figur", page.id, page.ar, enhet)
        own = (page.id, page.ar, enhet) not in self.kunskap.publicerat
        kvot = printed(shown.varde, page.decimaler, page.skala)
        self._add_kvot(counts, kvot, grund, andel=page.andel)
        if page.regel and own and inside:
            self._add_survived(page.regel, counts, shown.status, grund)
        if shown.status == Status.SMA_TAL and page.regel and own:
            self.system.at_most(counts[1], page.regel.sma_tal_under - 1, grund)
        self._tighten(counts, kvot, grund, andel=page.andel)

    def _add_kvot(self, counts: tuple[Uttryck, Uttryck], kvot: Kvotgrans, grund: Grund, *, andel: bool) -> None:
        """Add that täljare / nämnare lies where a printed value puts it; of a known nämnare, in whole numbers."""
        taljare, namnare = counts
        if not namnare.kolumner and not taljare.kolumner:
            return
        if not namnare.kolumner and namnare.kant == int(namnare.kant):
            first, last = kvot.whole(int(namnare.kant))
            if first <= last:
                self.system.at_least(taljare, first, grund)
                self.system.at_most(taljare, last, grund)
                return
            self._note(grund, "stämmer inte med den kända nämnaren i hela tal")
        self.system.at_least(taljare.plus(namnare.times(-float(kvot.lo))), 0, grund)
        self.system.at_least(namnare.times(float(kvot.hi)).plus(taljare.times(-1)), 0, grund)
        if andel and kvot.hi > 1:
            self.system.at_least(namnare.plus(taljare.times(-1)), 0, grund)

    def _add_survived(
        self, regel: Undertryckning, counts: tuple[Uttryck, Uttryck], status: Status, grund: Grund
    ) -> None:
        """Add that no rule hides what is shown."""
        taljare, namnare = counts
        smallest = regel.minsta_namnare if status == Status.SMA_TAL else max(regel.minsta_namnare, regel.sma_tal_under)
        self.system.at_least(namnare, smallest, grund)
        if regel.minsta_taljare:
            self.system.at_least(taljare, regel.minsta_taljare, grund)
        if regel.minsta_rest:
            self.system.at_least(namnare.plus(taljare.times(-1)), regel.minsta_rest, grund)

    def _tighten(self, counts: tuple[Uttryck, Uttryck], kvot: Kvotgrans, grund: Grund, *, andel: bool) -> None:
        """Bound two small counts by the pairs of whole numbers that their value leaves."""
        if any(len(one.kolumner) != 1 for one in counts):
            return
        t, n = (self.system.bounds(one) for one in counts)
        found = pairs(t, n, kvot, None, andel=andel) if n[1] < inf and t[0] >= 0 else None
        if found is not None and len(found):
            for number, one in enumerate(counts):
                self.system.at_least(one, int(found[:, number].min()), grund)
                self.system.at_most(one, int(found[:, number].max()), grund)

    def _add_hidden(self, page: Page, enhet: str, taljare: Uttryck, namnare: Uttryck) -> None:
        cell, grund = (page.id, page.ar, enhet), Grund("regel", page.id, page.ar, enhet)
        primara = self.kunskap.primara
        # With the parts of a measure one is hidden for the sake of another, and inside the aggregates any may be.
        sekundar = page.delad or page.inne if primara is None else cell not in primara
        ways = cases(None if cell in self.kunskap.publicerat else page.regel, sekundar=sekundar)
        if page.andel:
            self.system.at_least(namnare.plus(taljare.times(-1)), 0, grund)
        for grans in hull(ways, andel=page.andel):
            self.system.at_most(taljare.times(grans.t).plus(namnare.times(grans.n)), grans.hogst, grund)
        kvot = self._from_changes(page, enhet)
        if kvot is not None:
            told = Grund("förändring", *cell)
            self.system.at_least(namnare, 1, told)
            self._add_kvot((taljare, namnare), kvot, told, andel=page.andel)
        if page.personer and (self.wanted is None or cell in self.wanted):
            known = None if namnare.kolumner else namnare.kant
            minst = a_priori(ways, known, andel=page.andel)
            self.system.mal.append(Mal(cell, taljare, namnare, ways, page.andel, kvot, minst))

    def add_level(self, page: Page, niva: str) -> None:
        """Add what a level's figure tells of the counts of the units that it is pooled from."""
        shown = page.figurer[niva]
        if shown.status not in (*WITH_VALUE, Status.UNDERTRYCKT):
            return
        units = page.pooled(niva)
        if units is None:
            hidden = any(page.figurer[one].status == Status.UNDERTRYCKT for one in page.medlemmar[niva])
            if hidden and page.inne:
                grund = Grund("figur", page.id, page.ar, niva)
                self._note(grund, "kunde inte prövas: det är okänt vilka enheter den bygger på")
            return
        taljare, namnare = (
            total(self.count(page, one, enhet) for enhet in units) for one in (page.taljare, page.namnare)
        )
        # Where a unit is shown, its own figure has said already that the counts are not too small.
        inside = all(page.figurer[one].status not in WITH_VALUE for one in units)
        self.read(page, niva, taljare, namnare, inside=inside)

    def add_parts(self, pages: list[Page]) -> None:
        """Add that the parts of a division make up the whole, count by count."""
        of_parts: dict[tuple[str, int, str], list[Page]] = {}
        for page in pages:
            if page.hela:
                of_parts.setdefault((page.hela, page.ar, page.uppdelning), []).append(page)
        wholes = {(page.id, page.ar): page for page in pages}
        done: set[tuple[Count, str]] = set()
        for (hela, ar, uppdelning), delar in of_parts.items():
            whole = wholes.get((hela, ar))
            if whole is None or len(delar) < len(self.kunskap.omrade.uppdelningar[uppdelning].delar):
                continue
            for enhet in whole.enheter:
                for uppgift, items in (
                    (whole.taljare, [one.taljare for one in delar]),
                    (whole.namnare, [one.namnare for one in delar]),
                ):
                    if ((uppgift, ar, enhet), uppdelning) in done:
                        continue
                    done.add(((uppgift, ar, enhet), uppdelning))
                    uttryck = self._count((uppgift, ar, enhet))
                    for one in items:
                        uttryck = uttryck.plus(self._count((one, ar, enhet)).times(-1))
                    if uttryck.kolumner:
                        self.system.likheter.append((uttryck, Grund("delar", uppgift, ar, enhet)))

    def _from_changes(self, page: Page, enhet: str) -> Kvotgrans | None:
        """Return what a change to or from a shown figure tells of a hidden one; None when it tells nothing."""
        for one in self.andringar.get((page.id, page.ar, enhet), ()):
            end = self.at.get((page.id, one.fore if one.ar == page.ar else one.ar))
            other = end.figurer.get(enhet) if end else None
            if other is not None and other.status in WITH_VALUE:
                sign = 1 if one.ar == page.ar else -1
                return printed(other.varde + sign * one.tal, page.decimaler, page.skala, one.rounded)
        return None

    def add_changes(self) -> None:
        """Add the changes between two hidden figures; they are linear where both nämnare are known."""
        for one in self.kunskap.forandringar:
            fore, page = self.at.get((one.indikator, one.fore)), self.at.get((one.indikator, one.ar))
            if fore is None or page is None:
                continue
            if {p.figurer[one.enhet].status for p in (fore, page) if one.enhet in p.figurer} != {Status.UNDERTRYCKT}:
                continue
            grund = Grund("förändring", one.indikator, one.ar, one.enhet)
            counts = [(self.count(p, p.taljare, one.enhet), self.count(p, p.namnare, one.enhet)) for p in (fore, page)]
            if any(namnare.kolumner or namnare.kant <= 0 for _, namnare in counts):
                self._note(grund, "kunde inte prövas: båda åren är undertryckta och nämnarna okända")
                continue
            (before, n_before), (now, n_now) = counts
            moved = now.times(page.skala / n_now.kant).plus(before.times(-page.skala / n_before.kant))
            slack = 0.5 * 10.0**-page.decimaler + 0.5 * 10.0**-fore.decimaler + float(one.rounded)
            self.system.at_least(moved, one.tal - slack, grund)
            self.system.at_most(moved, one.tal + slack, grund)

    def _note(self, grund: Grund, what: str) -> None:
        self.system.anmarkningar.append(f"{grund.namn} {grund.ar} för {grund.enhet} {what}.")
