"""A linear system -> how small and large a sum of its unknowns can be, and which of its rows say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import block_array, coo_array, csr_array, eye_array, vstack
from scipy.sparse.csgraph import connected_components

from oj_workbook.attack_system import Count, Grund, Mal, System, Uttryck

Floats = npt.NDArray[np.float64]
#: A row of numbers for the unknowns, and what their sum is at most.
Extra = tuple[Floats, float]
#: Numbers of people that differ by less than this are the same.
NOISE = 1e-6
#: A dual weight below this is none.
NO_WEIGHT = 1e-9
SOLVED, INFEASIBLE = 0, 2
#: A row of more counts than this is about a level.
LEVEL = 3
#: So many people are left between the levels' figures and their limits, where that is possible.
ROOM = 30.0


@dataclass(frozen=True)
class Ytterst:
    """The smallest or largest value of a sum, and the weights of what bounds it.

    `varde` is infinite when nothing bounds it, None when the system has no solution.
    """

    varde: float | None
    vikter: dict[Grund, float]


@dataclass(frozen=True)
class Bit:
    """A piece of the system that no row links with the rest: A x >= b, E x = e, lo <= x <= hi."""

    kolumner: npt.NDArray[np.int64]
    tal: tuple[Count, ...]
    a: csr_array
    b: Floats
    a_grund: tuple[Grund, ...]
    e: csr_array
    e_varde: Floats
    e_grund: tuple[Grund, ...]
    lo: Floats
    hi: Floats
    lo_regel: Floats
    hi_regel: Floats
    lo_grund: tuple[Grund | None, ...]
    hi_grund: tuple[Grund | None, ...]
    mal: tuple[Mal, ...]

    def row(self, uttryck: Uttryck) -> Floats:
        """Return a sum's numbers in the columns of this piece."""
        found: Floats = self.rows([uttryck]).toarray()[0]
        return found

    def rows(self, sums: Sequence[Uttryck]) -> csr_array:
        """Return the numbers of many sums in the columns of this piece."""
        lengths = [len(one.kolumner) for one in sums]
        kolumner = np.searchsorted(self.kolumner, [kolumn for one in sums for kolumn in one.kolumner])
        tal = np.array([tal for one in sums for tal in one.tal], dtype=np.float64)
        at = np.repeat(np.arange(len(sums)), lengths)
        return coo_array((tal, (at, kolumner)), shape=(len(sums), len(self.kolumner))).tocsr()

    def minimize(self, c: Floats, extra: Sequence[Extra] = ()) -> Any:
        """Minimize c x, where each of the `extra` rows holds besides."""
        a, b = -self.a, -self.b
        if extra:
            a = vstack([a, csr_array(np.array([row for row, _ in extra]))], format="csr")
            b = np.concatenate([b, [most for _, most in extra]])
        rows: dict[str, Any] = {"A_ub": a, "b_ub": b} if a.shape[0] else {}
        equal: dict[str, Any] = {"A_eq": self.e, "b_eq": self.e_varde} if self.e.shape[0] else {}
        return linprog(c, bounds=np.column_stack([self.lo, self.hi]), method="highs", **rows, **equal)

    def extreme(self, uttryck: Uttryck, sign: int, extra: Sequence[Extra] = ()) -> Ytterst:
        """Return the smallest value (sign 1) or the largest (sign -1) of a sum."""
        answer = self.minimize(sign * self.row(uttryck), extra)
        if answer.status == INFEASIBLE:
            return Ytterst(None, {})
        if answer.status != SOLVED:  # without a bound, or not decided: then nothing is said of it
            return Ytterst(-sign * inf, {})
        return Ytterst(sign * float(answer.fun) + uttryck.kant, self._weights(answer))

    def _weights(self, answer: Any) -> dict[Grund, float]:
        marked: list[tuple[tuple[Grund | None, ...], Any]] = [
            (self.lo_grund, answer.lower.marginals),
            (self.hi_grund, answer.upper.marginals),
            (self.a_grund, answer.ineqlin.marginals),
            (self.e_grund, answer.eqlin.marginals),
        ]
        found: dict[Grund, float] = {}
        for grunder, weights in marked:
            for grund, weight in zip(grunder, np.abs(weights), strict=False):  # extra rows come last
                if grund is not None and weight > NO_WEIGHT:
                    found[grund] = max(found.get(grund, 0.0), float(weight))
        return found

    def inner_point(self) -> Floats | None:
        """Return a solution that leaves room in every level, as far as there is any; None when there is no solution."""
        levels = np.flatnonzero(np.diff(self.a.indptr) > LEVEL)
        n, k = len(self.kolumner), len(levels)
        room = csr_array((-np.ones(k), (levels, np.arange(k))), shape=(self.a.shape[0], k))
        wide = block_array([[self.e, csr_array((self.e.shape[0], k))]], format="csr")
        answer = linprog(
            np.concatenate([np.zeros(n), -np.ones(k)]),
            A_ub=-block_array([[self.a, room]], format="csr"),
            b_ub=-self.b,
            A_eq=wide if self.e.shape[0] else None,
            b_eq=self.e_varde if self.e.shape[0] else None,
            bounds=np.column_stack([np.append(self.lo, np.zeros(k)), np.append(self.hi, np.full(k, ROOM))]),
            method="highs-ipm",  # three times as fast as the simplex method where a year has thousands of counts
        )
        point: Floats | None = answer.x[:n] if answer.status == SOLVED else None
        return point

    def held(self, some: npt.NDArray[np.int64], point: Floats, mal: Sequence[Mal]) -> "Bit":
        """Return the piece with all but some of its columns held as in a solution: what is possible then, is so."""
        rest = point.copy()
        rest[some] = 0
        touched, equal = (np.flatnonzero(np.diff(rows[:, some].indptr)) for rows in (self.a, self.e))
        # What a solution is short of by noise is not to make the rest of it impossible.
        moved = np.minimum(self.b - self.a @ rest, self.a[:, some] @ point[some])
        return self._only(some, touched, equal, mal, moved, self.e_varde - self.e @ rest)

    def cut(self, some: npt.NDArray[np.int64], mal: Sequence[Mal]) -> "Bit":
        """Return some columns with the rows that are about them alone: what is impossible then, is impossible."""
        touched, equal = (
            np.flatnonzero((inside > 0) & (inside == np.diff(rows.indptr)))
            for rows in (self.a, self.e)
            for inside in [np.diff(rows[:, some].indptr)]
        )
        return self._only(some, touched, equal, mal, self.b, self.e_varde)

    def by_rules(self) -> "Bit":
        """Return the piece without any published figure: what the rules and the public counts alone tell."""
        rows = np.array([at for at, grund in enumerate(self.a_grund) if grund.slag == "regel"], dtype=np.int64)
        one = self._only(
            np.arange(len(self.kolumner)), rows, np.arange(len(self.e_grund)), self.mal, self.b, self.e_varde
        )
        nothing = (None,) * len(self.kolumner)
        return replace(one, lo=self.lo_regel, hi=self.hi_regel, lo_grund=nothing, hi_grund=nothing)

    def _only(
        self,
        some: npt.NDArray[np.int64],
        rows: npt.NDArray[np.int64],
        equal: npt.NDArray[np.int64],
        mal: Sequence[Mal],
        b: Floats,
        e_varde: Floats,
    ) -> "Bit":
        return Bit(
            kolumner=self.kolumner[some],
            tal=tuple(self.tal[at] for at in some),
            a=self.a[rows][:, some],
            b=b[rows],
            a_grund=tuple(self.a_grund[at] for at in rows),
            e=self.e[equal][:, some],
            e_varde=e_varde[equal],
            e_grund=tuple(self.e_grund[at] for at in equal),
            lo=self.lo[some],
            hi=self.hi[some],
            lo_regel=self.lo_regel[some],
            hi_regel=self.hi_regel[some],
            lo_grund=tuple(self.lo_grund[at] for at in some),
            hi_grund=tuple(self.hi_grund[at] for at in some),
            mal=tuple(mal),
        )

    def whole_is_more(self) -> "Bit":
        """Return the same piece where a whole is at least the sum of its parts."""
        return replace(
            self,
            a=vstack([self.a, self.e], format="csr"),
            b=np.concatenate([self.b, self.e_varde]),
            a_grund=(*self.a_grund, *self.e_grund),
            e=csr_array((0, len(self.kolumner))),
            e_varde=self.e_varde[:0],
            e_grund=(),
        )

    def loosened(self) -> "tuple[Bit, float]":
        """Return the piece without equations, its rows loosened as little as gives it a solution; by how many people.

        The bounds count as rows, save that no count is below zero.
        """
        one = self.whole_is_more() if self.e.shape[0] else self
        n = len(one.kolumner)
        above, below = np.flatnonzero(np.isfinite(one.hi)), np.flatnonzero(one.lo > 0)
        unit = eye_array(n, format="csr")
        rows = vstack([one.a, -unit[above], unit[below]], format="csr")
        limits = np.concatenate([one.b, -one.hi[above], one.lo[below]])
        answer = linprog(
            np.concatenate([np.zeros(n), np.ones(len(limits))]),
            A_ub=-block_array([[rows, eye_array(len(limits))]], format="csr"),
            b_ub=-limits,
            bounds=[*((min(lo, 0.0), None) for lo in one.lo), *((0.0, None) for _ in limits)],
            method="highs",
        )
        slack = answer.x[n:] + NOISE
        first, second = one.a.shape[0], one.a.shape[0] + len(above)
        lo, hi = one.lo.copy(), one.hi.copy()
        hi[above] += slack[first:second]
        lo[below] -= slack[second:]
        return replace(one, b=one.b - slack[:first], lo=lo, hi=hi), float(answer.fun)


class Pieces:
    """A system taken apart: the pieces that have something hidden in them, each known by a mark."""

    def __init__(self, system: System) -> None:
        n = len(system.lo)
        self.counts = list(system.kolumn)
        self.system, self.lo, self.hi = system, np.array(system.lo), np.array(system.hi)
        self.a, self.b = _matrix([uttryck for uttryck, _ in system.rader], n)
        self.e, self.e_varde = _matrix([uttryck for uttryck, _ in system.likheter], n)
        targets, _ = _matrix([one.taljare.plus(one.namnare) for one in system.mal], n)
        every = vstack([self.a, self.e, targets], format="csr")
        both = block_array([[None, every], [every.T, None]], format="csr")
        label = connected_components(both, directed=False)[1] if n else np.zeros(every.shape[0], dtype=int)
        ends = np.cumsum([self.a.shape[0], self.e.shape[0], targets.shape[0]])
        self.of_a, self.of_e, self.of_target, self.of_column = np.split(label, ends)
        sizes = np.bincount(self.of_column, minlength=1)
        self.sizes = {
            mark: int(sizes[mark]) for mark in dict.fromkeys(self.of_target.tolist()) if sizes[mark : mark + 1]
        }

    def marks(self, most: int) -> Iterator[list[int]]:
        """Yield the marks of the pieces, together as long as they are no larger than `most` counts."""
        taken: list[int] = []
        for mark, size in self.sizes.items():
            if taken and sum(self.sizes[one] for one in taken) + size > most:
                yield taken
                taken = []
            taken.append(mark)
        if taken:
            yield taken

    def of(self, mals: Sequence[Mal]) -> list[int]:
        """Return the marks of the pieces that some hidden figures are in."""
        wanted = {id(one) for one in mals}
        found = (mark for one, mark in zip(self.system.mal, self.of_target.tolist(), strict=True) if id(one) in wanted)
        return list(dict.fromkeys(found))

    def bit(self, marks: Sequence[int]) -> Bit:
        """Return one piece, or several as one."""
        system = self.system
        kolumner, mine, equal, targets = (
            np.flatnonzero(np.isin(of, marks)) for of in (self.of_column, self.of_a, self.of_e, self.of_target)
        )
        return Bit(
            kolumner=kolumner,
            tal=tuple(self.counts[at] for at in kolumner),
            a=self.a[mine][:, kolumner],
            b=self.b[mine],
            a_grund=tuple(system.rader[at][1] for at in mine),
            e=self.e[equal][:, kolumner],
            e_varde=self.e_varde[equal],
            e_grund=tuple(system.likheter[at][1] for at in equal),
            lo=self.lo[kolumner],
            hi=self.hi[kolumner],
            lo_regel=np.array(system.lo_regel)[kolumner],
            hi_regel=np.array(system.hi_regel)[kolumner],
            lo_grund=tuple(system.lo_grund[at] for at in kolumner),
            hi_grund=tuple(system.hi_grund[at] for at in kolumner),
            mal=tuple(system.mal[at] for at in targets),
        )


def _matrix(rows: Sequence[Uttryck], n: int) -> tuple[csr_array, Floats]:
    """Return the numbers of many sums, and what each of them must reach."""
    lengths = [len(one.kolumner) for one in rows]
    at = np.repeat(np.arange(len(rows)), lengths)
    kolumner = np.array([kolumn for one in rows for kolumn in one.kolumner], dtype=np.int64)
    tal = np.array([tal for one in rows for tal in one.tal], dtype=np.float64)
    matrix = coo_array((tal, (at, kolumner)), shape=(len(rows), n)).tocsr()
    return matrix, np.array([-one.kant for one in rows], dtype=np.float64)
