"""Published figures -> the hidden counts that can be worked out from them, each with the way there.

What stands X is secret only as long as it can be several whole numbers: at least four, or as many as the rules and the
public nämnare alone leave.  Whoever can add and subtract finds how many by linear programming, and so does this.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

import numpy as np
import pandas as pd

from oj_workbook.attack_proof import Asked, bound, unproven
from oj_workbook.attack_rules import Grans, Interval, count_whole, pairs
from oj_workbook.attack_scope import Cell, Kunskap
from oj_workbook.attack_solve import INFEASIBLE, NOISE, Bit, Extra, Pieces
from oj_workbook.attack_system import Grund, Mal, Vad, build_system
from oj_workbook.model import Antalsslag

BADA: tuple[Vad, Vad] = ("täljare", "nämnare")
#: Pieces of the system are looked at together up to so many unknown counts.
TOGETHER = 20_000


@dataclass(frozen=True)
class Enclosed:
    """A hidden count that lies from `lo` to `hi`, too few whole numbers to be secret, and the way there.

    `antal` is how many whole numbers it may be, `krav` how many it must be able to be; `vikter` tells how much each
    published figure does to hold it there.
    """

    indikator: str
    ar: int
    enhet: str
    del_: Vad
    lo: float
    hi: float
    antal: float
    krav: float
    way: tuple[str, ...]
    vikter: dict[Cell, float]

    @property
    def cell(self) -> Cell:
        """Return the figure."""
        return self.indikator, self.ar, self.enhet

    def __str__(self) -> str:
        """Say it in Swedish, without any number that is to be secret."""
        what = f"{self.indikator} {self.ar} för {self.enhet}: {self.del_}n är undertryckt, men det som visas lämnar"
        way = f": {'; '.join(self.way)}" if self.way else ""
        return f"{what} för få heltal{way}."


@dataclass(frozen=True)
class Attack:
    """What an attacker finds: hidden counts that are enclosed, and what could not be taken into account, in Swedish.

    `provade` is how many hidden figures were looked at.
    """

    inneslutna: tuple[Enclosed, ...]
    anmarkningar: tuple[str, ...]
    provade: int


def attack(rows: pd.DataFrame, kunskap: Kunskap, only: Iterable[Cell] | None = None) -> Attack:
    """Return what can be worked out of what is hidden; `only` limits which hidden figures are looked at.

    `rows` has the columns indikator, ar, enhet, status, varde and enheter of everything published.
    """
    system = build_system(rows, kunskap, only)
    pieces = Pieces(system)
    found: list[Enclosed] = []
    notes = list(system.anmarkningar)
    for marks in pieces.marks(TOGETHER):
        together = pieces.bit(marks)
        left = unproven(together, _asked(together.mal))
        of_none = left is None  # some piece has no solution: each is looked at by itself
        for mark in marks if left is None else pieces.of([mal for mal, _ in left]):
            piece = pieces.bit([mark])
            if of_none:
                piece = _solvable(piece, notes)
                mine = unproven(piece, _asked(piece.mal)) or []
            else:
                own = {id(mal) for mal in piece.mal}
                mine = [one for one in left or () if id(one[0]) in own]
            found += [one for one in _of_piece(piece, mine, kunskap, notes) if one.antal < one.krav]
    found.sort(key=lambda one: (one.cell, one.del_))
    return Attack(tuple(found), tuple(dict.fromkeys(notes)), len(system.mal))


def ranges(rows: pd.DataFrame, kunskap: Kunskap) -> tuple[Enclosed, ...]:
    """Return how narrowly every hidden count is enclosed, secret or not: a slow `attack`, for small tables."""
    system = build_system(rows, kunskap)
    pieces, notes = Pieces(system), list[str]()
    found: list[Enclosed] = []
    for mark in pieces.sizes:
        piece = _solvable(pieces.bit([mark]), notes)
        asked: list[Asked] = [(mal, vad) for mal in piece.mal for vad in BADA if mal.uttryck(vad).kolumner]
        found += _of_piece(piece, asked, kunskap, notes)
    return tuple(found)


def _asked(mals: Iterable[Mal]) -> list[Asked]:
    """Return the hidden counts that something can be found out of: not those that are public, or told by the rules."""
    return [(mal, vad) for mal in mals for vad in BADA if mal.uttryck(vad).kolumner and mal.krav(vad) > 1]


def _solvable(piece: Bit, notes: list[str]) -> Bit:
    """Return the piece, loosened if it has no solution: then wholes are more than their parts, or rounding is off."""
    nothing = np.zeros(len(piece.kolumner))
    if piece.minimize(nothing).status != INFEASIBLE:
        return piece
    what = _and(sorted({f"{one.cell[0]} {one.cell[1]}" for one in piece.mal}))
    if len(piece.e_grund):
        looser = piece.whole_is_more()
        if looser.minimize(nothing).status != INFEASIBLE:
            notes.append(f"Delarna av {what} är inte lika med det hela; prövat som att de är högst det hela.")
            return looser
    looser, people = piece.loosened()
    notes.append(f"De publicerade talen för {what} går inte ihop; prövat med en marginal på {people:.3g} personer.")
    return looser


def _of_piece(piece: Bit, asked: Sequence[Asked], kunskap: Kunskap, notes: list[str]) -> Iterator[Enclosed]:
    """Yield how narrowly each of some hidden counts is enclosed."""
    for mal in {id(mal): mal for mal, _ in asked}.values():
        wanted = [vad for of, vad in asked if of is mal]
        ends = _ends(piece, mal, mal.satt, wanted)
        if not ends:
            notes.append(f"{_named(mal.cell)} stämmer inte med någon regel för undertryckning; prövat utan regel.")
            ends = _ends(piece, mal, (None,), wanted)
        for vad in wanted:
            intervals = _whole(mal, vad, ends)
            if not intervals:
                notes.append(f"{_named(mal.cell)} kan inte vara något heltal; det som visas går inte ihop.")
                continue
            weights: dict[Grund, float] = {}
            for one in ends:
                for grund, weight in one.vikter[vad].items():
                    weights[grund] = max(weights.get(grund, 0.0), weight)
            yield Enclosed(
                *mal.cell,
                vad,
                min(lo for lo, _ in intervals),
                max(hi for _, hi in intervals),
                count_whole(intervals),
                mal.krav(vad),
                _way(mal.cell, weights, kunskap),
                _cells(weights),
            )


@dataclass(frozen=True)
class _Ends:
    """How small and large the counts of a hidden figure can be, if it is hidden in one way."""

    grans: Grans | None
    intervall: dict[Vad, Interval]
    vikter: dict[Vad, dict[Grund, float]]


def _ends(piece: Bit, mal: Mal, ways: Iterable[Grans | None], wanted: Sequence[Vad]) -> list[_Ends]:
    """Return the ends of the counts in every way in which the figure can be hidden; none when it can in no way."""
    found = []
    for grans in ways:
        extra: list[Extra] = []
        if grans is not None:
            row = bound(mal, grans)
            extra = [(piece.row(row), grans.hogst - row.kant)]
        both = BADA if mal.kvot is not None else wanted  # a known share ties the one to the other
        low = {vad: piece.extreme(mal.uttryck(vad), 1, extra) for vad in both}
        if any(one.varde is None for one in low.values()):
            continue
        high = {vad: piece.extreme(mal.uttryck(vad), -1, extra) for vad in both}
        intervall = {vad: (low[vad].varde or 0.0, _or(high[vad].varde, inf)) for vad in both}
        found.append(_Ends(grans, intervall, {vad: low[vad].vikter | high[vad].vikter for vad in both}))
    return found


def _or(varde: float | None, otherwise: float) -> float:
    return otherwise if varde is None else varde


def _whole(mal: Mal, vad: Vad, ends: Iterable[_Ends]) -> list[Interval]:
    """Return the whole numbers that a count may be, as intervals; one by one where its share is known as well."""
    found: list[Interval] = []
    for one in ends:
        rounded = {of: (_up(lo), _down(hi)) for of, (lo, hi) in one.intervall.items()}
        listed = None
        if mal.kvot is not None:
            listed = pairs(rounded["täljare"], rounded["nämnare"], mal.kvot, one.grans, andel=mal.andel)
        if listed is None:
            found.append(rounded[vad])
        else:
            found += [(float(number), float(number)) for number in sorted(set(listed[:, vad == "nämnare"].tolist()))]
    return [(lo, hi) for lo, hi in found if lo <= hi]


def _up(number: float) -> float:
    return float(ceil(number - NOISE)) if abs(number) < inf else number


def _down(number: float) -> float:
    return float(floor(number + NOISE)) if abs(number) < inf else number


def _way(cell: Cell, weights: dict[Grund, float], kunskap: Kunskap) -> tuple[str, ...]:
    """Return what encloses a count, the heaviest first: figures, changes, sums of parts, and the rules of others."""
    said = []
    for grund in sorted(weights, key=lambda one: (-round(weights[one], 6), one)):
        place = f"{grund.namn} {grund.ar} för {grund.enhet}"
        match grund.slag:
            case "figur":
                page = kunskap.omrade.indikatorer[grund.namn].slag
                public = isinstance(page, Antalsslag) and (page.namnare.uppgift, grund.ar, grund.enhet) in kunskap.kanda
                said.append(f"{place} visas{', och nämnaren är offentlig' if public else ''}")
            case "förändring":
                said.append(f"förändringen av {place} visas")
            case "delar":
                said.append(f"delarna av {place} är tillsammans det hela")
            case "regel" if (grund.namn, grund.ar, grund.enhet) != cell:
                said.append(f"{place} är undertryckt")
            case "regel":
                said.append("sidans regel för undertryckning")
    return tuple(dict.fromkeys(said))


def _cells(weights: dict[Grund, float]) -> dict[Cell, float]:
    return {(one.namn, one.ar, one.enhet): weight for one, weight in weights.items() if one.slag == "figur"}


def _named(cell: Cell) -> str:
    id_, ar, enhet = cell
    return f"{id_} {ar} för {enhet}"


def _and(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} och {last}" if first else last
