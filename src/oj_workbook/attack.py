"""Published figures -> the hidden counts that can be worked out from them, each with the way there.

What stands X is secret only as long as it can be several whole numbers: at least four, or as many as the rules and the
public nämnare alone leave.  Whoever can add and subtract finds how many by linear programming, and so does this.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf

import numpy as np
import numpy.typing as npt
import pandas as pd

from oj_workbook.attack_proof import Asked, bound, unproven
from oj_workbook.attack_rules import Grans, Interval, count_whole, pairs
from oj_workbook.attack_scope import Cell, Kunskap
from oj_workbook.attack_solve import INFEASIBLE, NOISE, Bit, Extra, Floats, Pieces
from oj_workbook.attack_system import Grund, Mal, Vad, build_system
from oj_workbook.model import Antalsslag

BADA: tuple[Vad, Vad] = ("täljare", "nämnare")
#: Pieces of the system are looked at together up to so many unknown counts; a larger one is looked at unit by unit.
TOGETHER = 400
#: So many unknown counts of some units are looked at together.
NEAR = 300


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
    notes = list(system.anmarkningar)
    found: list[Enclosed] = []
    for marks in pieces.marks(TOGETHER):
        piece = pieces.bit(marks)
        if len(marks) > 1 and unproven(piece, _asked(piece.mal)) == []:
            continue  # many small ones are proven at once, as nearly all are
        for mark in marks:
            alone = pieces.bit([mark]) if len(marks) > 1 else piece
            found += [one for one in _examined(alone, kunskap, notes) if one.antal < one.krav]
    found.sort(key=lambda one: (one.cell, one.del_))
    return Attack(tuple(found), tuple(dict.fromkeys(notes)), len(system.mal))


def _examined(piece: Bit, kunskap: Kunskap, notes: list[str]) -> Iterator[Enclosed]:
    """Yield what is enclosed in a piece, and some that is not."""
    if len(piece.kolumner) <= TOGETHER:
        piece = _solvable(piece, notes)
        asked = _asked(piece.mal)
        left = unproven(piece, asked)
        yield from _of_piece(piece, asked if left is None else left, kunskap, notes)
        return
    point = piece.inner_point()
    if point is None:
        piece = _solvable(piece, notes)
        point = piece.inner_point()
    if point is None:  # then nothing is proven secret by it, and everything is looked at
        point = np.zeros(len(piece.kolumner))
    for near, mal in _neighbourhoods(piece):
        asked = _asked(mal)
        left = unproven(piece.held(near, point, mal), asked)
        for one in {id(one): one for one, _ in (asked if left is None else left)}.values():
            mine = [ask for ask in (asked if left is None else left) if ask[0] is one]
            yield from _widening(piece, point, mine, kunskap, notes)


def _widening(piece: Bit, point: Floats, asked: list[Asked], kunskap: Kunskap, notes: list[str]) -> Iterator[Enclosed]:
    """Yield how narrowly counts of a figure are enclosed: by the rows of its own units if that is enough, else by all.

    With all other units held as in a solution, what is possible is proof that a count is secret.
    """
    mal = asked[0][0]
    near = _columns(piece, [mal])
    secret = {
        one.del_ for one in _of_piece(piece.held(near, point, [mal]), asked, kunskap, []) if one.antal >= one.krav
    }
    rest = [one for one in asked if one[1] not in secret]
    own = [one for one in _of_piece(piece.cut(near, [mal]), rest, kunskap, []) if one.antal < one.krav]
    yield from own
    told = {one.del_ for one in own}
    if rest := [one for one in rest if one[1] not in told]:
        yield from _of_piece(piece, rest, kunskap, notes)


def _neighbourhoods(piece: Bit) -> Iterator[tuple[npt.NDArray[np.int64], list[Mal]]]:
    """Yield columns of a few units at a time, with the hidden figures that are about them."""
    taken: list[Mal] = []
    size = 0
    for mal in sorted(piece.mal, key=lambda one: (one.cell[2], one.cell)):
        near = len(_columns(piece, [mal]))
        if taken and size + near > NEAR and mal.cell[2] != taken[-1].cell[2]:
            yield _columns(piece, taken), taken
            taken, size = [], 0
        size += near if not taken or mal.cell[2] != taken[-1].cell[2] else 0
        taken.append(mal)
    if taken:
        yield _columns(piece, taken), taken


def _columns(piece: Bit, mals: Iterable[Mal]) -> npt.NDArray[np.int64]:
    """Return the columns of a piece that are about the units of some figures."""
    used = {kolumn for one in mals for kolumn in (*one.taljare.kolumner, *one.namnare.kolumner)}
    at = np.searchsorted(piece.kolumner, sorted(used))
    units = {piece.tal[one][1:] for one in at}
    return np.flatnonzero([one[1:] in units for one in piece.tal])


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
            antal, krav = count_whole(intervals), mal.krav(vad)
            if antal < krav:  # the rules of other pages may say as much
                bare = replace(mal, kvot=None)
                alone = _whole(bare, vad, _ends(piece.by_rules(), bare, mal.satt, [vad]))
                krav = min(krav, count_whole(alone)) if alone else krav
            lo, hi = min(lo for lo, _ in intervals), max(hi for _, hi in intervals)
            yield Enclosed(*mal.cell, vad, lo, hi, antal, krav, _way(mal.cell, weights, kunskap), _cells(weights))


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
            found += [(float(number), float(number)) for number in sorted(set(listed[:, BADA.index(vad)].tolist()))]
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
