"""A piece of the system -> hidden counts that are proven to be secret, many at a time.

Every solution of the system is something that the hidden figures may be.  Two solutions in which a count differs by
enough are proof that it is secret, and one pair of them can be proof for thousands of counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array, vstack

from oj_workbook.attack_rules import FEWEST, Grans, count_whole
from oj_workbook.attack_solve import INFEASIBLE, NOISE, SOLVED, Bit, Floats
from oj_workbook.attack_system import Mal, Uttryck, Vad

#: Ways to part the counts into high and low ones that are tried; what is left is looked at one by one.
PATTERNS = 4
#: What it costs a solution to leave the way in which a figure is taken to be hidden.
COST = 1000.0
Asked = tuple[Mal, Vad]


@dataclass
class _Seen:
    """What a hidden count has been in solutions, by the way in which its figure is hidden."""

    lo: list[float] = field(default_factory=list)
    hi: list[float] = field(default_factory=list)

    def count(self) -> float:
        """Return how many whole numbers it may be, as far as is seen."""
        ends = zip(self.lo, self.hi, strict=True)
        return count_whole((ceil(lo - NOISE), floor(hi + NOISE)) for lo, hi in ends if lo <= hi)

    def goal(self, sign: float) -> float:
        """Return how high (sign 1) or low (-1) the count must be seen to be secret; never seen, from 0 to 3."""
        lowest: float = min(self.lo)
        if lowest == inf:
            return FEWEST - 1 if sign > 0 else 0
        return ceil(lowest - NOISE) + FEWEST - 1 if sign > 0 else floor(max(self.hi) + NOISE) - FEWEST + 1


def unproven(bit: Bit, asked: Sequence[Asked]) -> list[Asked] | None:
    """Return the hidden counts of a piece that no pair of solutions has proven secret; None when there is no solution.

    A count that a change tells of is left to be looked at by itself.
    """
    alone = [one for one in asked if one[0].kvot is not None]
    left = [(one, _Seen([inf] * len(one[0].satt), [-inf] * len(one[0].satt))) for one in asked if one[0].kvot is None]
    ways = max((len(mal.satt) for (mal, _), _ in left), default=1)
    if (alone or not left) and bit.minimize(np.zeros(len(bit.kolumner))).status == INFEASIBLE:
        return None
    for pattern, way in product(range(PATTERNS), range(ways)):
        if not left:
            break
        # All low and then all high; then every other low, every other pair, and so on: parts of a whole move apart.
        high = np.array([bool(pattern and at >> (pattern - 1) & 1) for at in range(len(left))])
        for signs in (np.where(high, 1.0, -1.0), np.where(high, -1.0, 1.0)):
            solution = _solution(bit, left, way, signs)
            if solution is None:
                return None
            _note(solution, bit, left)
        left = [(one, seen) for one, seen in left if seen.count() < one[0].krav(one[1])]
    return alone + [one for one, _ in left]


def _solution(bit: Bit, left: Sequence[tuple[Asked, _Seen]], way: int, signs: Floats) -> Floats | None:
    """Return a solution with every count as high (sign 1) or low (-1) as proof needs, as far as they can together.

    None when there is no solution at all.
    """
    mals = {id(mal): mal for (mal, _), _ in left}.values()
    ways = [(mal, grans) for mal in mals if (grans := mal.satt[way % len(mal.satt)]) is not None]
    hidden = [bound(mal, grans) for mal, grans in ways]
    targets = [mal.uttryck(vad).times(sign) for ((mal, vad), _), sign in zip(left, signs, strict=True)]
    n, m, k = len(bit.kolumner), len(hidden), len(targets)
    # The unknowns: the counts, how far each hidden figure leaves its way, and as much of each count as proof needs.
    blocks = [[-bit.a, csr_array((bit.a.shape[0], m)), csr_array((bit.a.shape[0], k))]]
    blocks.append([bit.rows(hidden), -eye_array(m), csr_array((m, k))])
    blocks.append([-bit.rows(targets), csr_array((k, m)), eye_array(k)])
    limits = [-bit.b, np.array([grans.hogst - one.kant for (_, grans), one in zip(ways, hidden, strict=True)])]
    limits.append(np.array([one.kant for one in targets]))
    matrix = vstack([block_array([block], format="csr") for block in blocks if block[0].shape[0]], format="csr")
    equal = block_array([[bit.e, csr_array((bit.e.shape[0], m + k))]], format="csr") if bit.e.shape[0] else None
    enough = [sign * seen.goal(sign) for (_, seen), sign in zip(left, signs, strict=True)]
    answer = linprog(
        np.concatenate([np.zeros(n), np.full(m, COST), np.full(k, -1.0)]),
        A_ub=matrix,
        b_ub=np.concatenate(limits),
        A_eq=equal,
        b_eq=bit.e_varde if equal is not None else None,
        bounds=np.column_stack(
            [
                np.concatenate([bit.lo, np.zeros(m), np.full(k, -np.inf)]),
                np.concatenate([bit.hi, np.full(m, np.inf), np.array(enough)]),
            ]
        ),
        method="highs",
    )
    if answer.status == INFEASIBLE:
        return None
    solution: Floats = answer.x[:n] if answer.status == SOLVED else np.full(n, np.nan)
    return solution


def bound(mal: Mal, grans: Grans) -> Uttryck:
    """Return the sum that a bound of a hidden figure is about."""
    return mal.taljare.times(grans.t).plus(mal.namnare.times(grans.n))


def _note(solution: Floats, bit: Bit, left: Sequence[tuple[Asked, _Seen]]) -> None:
    """Remember what the counts are in a solution, in every way in which their figure may then be hidden."""
    if np.isnan(solution).any():
        return
    at = {int(kolumn): place for place, kolumn in enumerate(bit.kolumner)}

    def value(one: Uttryck) -> float:
        return one.kant + sum(
            float(tal * solution[at[kolumn]]) for kolumn, tal in zip(one.kolumner, one.tal, strict=True)
        )

    for (mal, vad), mark in left:
        taljare, namnare = value(mal.taljare), value(mal.namnare)
        count = taljare if vad == "täljare" else namnare
        for way, grans in enumerate(mal.satt):
            if grans is None or grans.t * taljare + grans.n * namnare <= grans.hogst + NOISE:
                mark.lo[way], mark.hi[way] = min(mark.lo[way], count), max(mark.hi[way], count)
