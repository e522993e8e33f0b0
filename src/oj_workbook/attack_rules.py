"""The rules that hide a figure -> what they alone tell of it: an X is a täljare, a rest or a nämnare that is too small.

Everything here is about one cell and whole numbers, and exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, inf

import numpy as np
import numpy.typing as npt

from oj_workbook.model import Undertryckning

#: A hidden count must be able to be at least so many whole numbers.
FEWEST = 4
#: More pairs of täljare and nämnare than this are not listed one by one.
MOST_PAIRS = 1_000_000
Interval = tuple[float, float]
Pairs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grans:
    """A bound of one cell: t × täljare + n × nämnare is at most `hogst`."""

    t: int
    n: int
    hogst: int


@dataclass(frozen=True)
class Kvotgrans:
    """What a printed value tells of täljare / nämnare: it lies from `lo` to `hi`, with or without its ends."""

    lo: Fraction
    hi: Fraction
    lo_med: bool = True
    hi_med: bool = True

    def whole(self, namnare: int) -> Interval:
        """Return the smallest and the largest täljare that a nämnare leaves; the first is larger when none is left."""
        first, last = ceil(self.lo * namnare), floor(self.hi * namnare)
        first += not self.lo_med and first == self.lo * namnare
        return first, last - (not self.hi_med and last == self.hi * namnare)


@lru_cache(maxsize=100_000)
def printed(varde: float, decimals: int, scale: int, slack: Fraction = Fraction(0)) -> Kvotgrans:
    """Return what a value, rounded half away from zero, tells of its quotient; `slack` is what is unsure besides."""
    steps = round(varde * 10**decimals)
    unit = Fraction(1, 2 * scale * 10**decimals)
    exact = not slack
    lo, hi = (2 * steps - 1) * unit - slack / scale, (2 * steps + 1) * unit + slack / scale
    return Kvotgrans(lo, hi, lo_med=not exact or steps > 0, hi_med=not exact or steps < 0)


def cases(regel: Undertryckning | None, *, sekundar: bool) -> tuple[Grans | None, ...]:
    """Return the ways in which a figure may have come to be X, one of which holds; None is one that tells nothing.

    `sekundar` tells that it may have been hidden for the sake of another.
    """
    if regel is None or sekundar:
        return (None,)
    rules = (
        (Grans(1, 0, regel.minsta_taljare - 1), regel.minsta_taljare),
        (Grans(0, 1, regel.minsta_namnare - 1), regel.minsta_namnare),
        (Grans(-1, 1, regel.minsta_rest - 1), regel.minsta_rest),
    )
    return tuple(grans for grans, minst in rules if minst > 0) or (None,)


def hull(ways: Iterable[Grans | None], *, andel: bool) -> list[Grans]:
    """Return what holds in every way: `andel` tells that the täljare is between 0 and the nämnare."""
    every = list(ways)
    held = []
    for t, n in ((1, 0), (0, 1), (-1, 1)):
        limits = [
            inf
            if one is None
            else one.hogst
            if (one.t, one.n) == (t, n) or (andel and (one.t, one.n) == (0, 1))
            else inf
            for one in every
        ]
        if max(limits) < inf:
            held.append(Grans(t, n, int(max(limits))))
    return held


def a_priori(ways: Iterable[Grans | None], namnare: float | None, *, andel: bool) -> tuple[float, float]:
    """Return how many whole numbers a rule and a known nämnare alone leave of the täljare, and of the nämnare.

    Of several rules, the one that leaves fewest: which of them hid the figure need not be secret.
    """
    found: list[tuple[float, float]] = []
    for one in ways:
        t, n = (0.0, inf), (0.0, inf) if namnare is None else (namnare, namnare)
        if one is not None and one.n == 0:
            t = (0, one.hogst)
        if one is not None and one.t == 0:
            n = (n[0], min(n[1], one.hogst))
        if andel:
            t = (t[0], min(t[1], n[1]))
        if one is not None and one.t < 0:
            t = (max(0, n[0] - one.hogst), t[1])
        if n[0] <= n[1]:
            found.append((count_whole([t]), count_whole([n])))
    return min((t for t, _ in found), default=0), min((n for _, n in found), default=0)


def count_whole(intervals: Iterable[Interval]) -> float:
    """Return how many whole numbers lie in any of the intervals."""
    count, reached = 0.0, -inf
    for lo, hi in sorted(intervals):
        first = max(lo, reached + 1)
        if hi >= first:
            count += hi - first + 1
            reached = hi
    return count


def pairs(t: Interval, n: Interval, kvot: Kvotgrans | None, grans: Grans | None, *, andel: bool) -> Pairs | None:
    """Return every täljare and nämnare within bounds, a row for each; None when they are too many to be listed."""
    (t_lo, t_hi), (n_lo, n_hi) = _narrowed(t, n, kvot, grans)
    if andel:
        t_hi = min(t_hi, n_hi)
    if not (t_hi < inf and n_hi < inf and (t_hi - t_lo + 1) * (n_hi - n_lo + 1) <= MOST_PAIRS):
        return None
    grid = np.mgrid[int(t_lo) : int(t_hi) + 1, int(n_lo) : int(n_hi) + 1].reshape(2, -1)
    keep = grid[0] <= grid[1] if andel else np.ones(grid.shape[1], dtype=bool)
    if grans is not None:
        keep &= grans.t * grid[0] + grans.n * grid[1] <= grans.hogst
    if kvot is not None:
        for limit, sign, closed in ((kvot.lo, 1, kvot.lo_med), (kvot.hi, -1, kvot.hi_med)):
            over = sign * (limit.denominator * grid[0] - limit.numerator * grid[1])
            keep &= over >= 0 if closed else over > 0
    found: Pairs = grid[:, keep].T.astype(np.int64)
    return found


def _narrowed(t: Interval, n: Interval, kvot: Kvotgrans | None, grans: Grans | None) -> tuple[Interval, Interval]:
    """Return bounds of täljare and nämnare with those that follow from the rule and the quotient one by one."""
    (t_lo, t_hi), (n_lo, n_hi) = t, n
    if grans is not None and grans.n == 0:
        t_hi = min(t_hi, grans.hogst)
    if grans is not None and grans.t == 0:
        n_hi = min(n_hi, grans.hogst)
    if kvot is not None and kvot.lo > 0 and t_hi < inf:
        n_hi = min(n_hi, floor(int(t_hi) / kvot.lo))
    if kvot is not None and n_hi < inf:
        t_hi = min(t_hi, floor(kvot.hi * int(n_hi)))
    return (t_lo, t_hi), (n_lo, n_hi)
