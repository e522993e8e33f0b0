"""Two results -> which numbers of the one may not be told beside the other.

What is suppressed now is told without what it was, and so is what was counted with it, and the sums around it.  What is
only proposed may never be given out: then what was suppressed is kept as well, and the classes that could tell it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from oj_workbook.given import Om, Sida
from oj_workbook.grid import Grid, Truth, some_in_row
from oj_workbook.model import Status
from oj_workbook.moves import Step

#: Sums of fewer units than this could give one of them away, in a year when others are hidden than before.
FEWEST_BEHIND = 100
ETT_TAL, ETT_SVAR, ETT_ANNAT = "ett tal", "ett svar", "ett annat"


@dataclass(frozen=True)
class Discretion:
    """Decides it for grids with the same axes; `changed` tells what differs, `old` leads from a page to what it was."""

    before: Grid
    now: Grid
    changed: Truth
    before_om: Om
    now_om: Om
    old: Mapping[str, Sida]
    proposal: bool

    def step(self, step: Step, numbers: list[bool], row: int, column: int) -> Step:
        """Return a step without the numbers that may not be repeated."""
        if self.proposal:
            few = self.exposed[row] and self._few[row, column]
            return masked(step, numbers) if self._secret[row, column] or few else step
        is_ = step[1]
        gone = self.now.svar[row, column] < 0 and not numbers[1]
        if numbers[0] and (self.newly_hidden[row] or gone):
            return ETT_TAL, is_
        return (ETT_SVAR, is_) if gone and self.before.svar[row, column] >= 0 else step

    @cached_property
    def newly_hidden(self) -> Truth:
        """Tell rows whose earlier numbers are not repeated: there, or in what counts with the same, some are X now."""
        hidden = some_in_row(self.changed & self.now.has(Status.UNDERTRYCKT))
        counts = {one for row in np.flatnonzero(hidden).tolist() for one in self._wholes(row)}
        also = [not counts.isdisjoint(self._wholes(row)) for row in range(len(self.now.axes.pairs))]
        found: Truth = hidden | np.array(also, dtype=bool)
        return found

    def _wholes(self, row: int) -> set[tuple[str, int]]:
        """Return the same with the items of a part as those of the whole: a whole of none had parts of none."""
        return {(uppgift.partition(".")[0], ar) for uppgift, ar in self._items(row)}

    def _items(self, row: int) -> set[tuple[str, int]]:
        """Return what an indicator counts with, then or now, and the year."""
        id_, ar = self.now.axes.pairs[row]
        pages = [one for one in (self.now_om.sidor.get(id_), self.old.get(id_), self.before_om.sidor.get(id_)) if one]
        return {(uppgift, ar) for page in pages for uppgift in page.uppgifter}

    @cached_property
    def _secret(self) -> Truth:
        """Tell the figures of units and levels where some measure that counts with the same is X, then or now."""
        hidden = self.before.has(Status.UNDERTRYCKT) | self.now.has(Status.UNDERTRYCKT)
        by_item: dict[tuple[str, int], Truth] = {}
        for row in np.flatnonzero(some_in_row(hidden)).tolist():
            for item in self._items(row):
                by_item[item] = by_item[item] | hidden[row] if item in by_item else hidden[row]
        found = np.zeros_like(hidden)
        for row in range(len(found)):
            for item in self._items(row):
                if item in by_item:
                    found[row] |= by_item[item]
        return found

    @cached_property
    def exposed(self) -> Truth:
        """Tell rows where others are hidden than before, or that count something hidden in a new way.

        Whoever is hidden as before stands outside both results; others than before, or a new way to count, tell.
        """
        hidden = [grid.has(Status.UNDERTRYCKT) for grid in (self.before, self.now)]
        recounted = []
        for id_, _ in self.now.axes.pairs:
            old, sida = self.old.get(id_), self.now_om.sidor.get(id_)
            recounted.append(old is None or sida is None or old.uppgifter != sida.uppgifter)
        found: Truth = some_in_row(hidden[0] ^ hidden[1]) | (
            some_in_row(self._secret) & np.array(recounted, dtype=bool)
        )
        return found

    @cached_property
    def _few(self) -> Truth:
        sides = [~np.isnan(grid.varde) & (grid.enheter < FEWEST_BEHIND) for grid in (self.before, self.now)]
        found: Truth = sides[0] | sides[1]
        return found


def masked(step: Step, numbers: list[bool]) -> Step:
    """Return a step without its numbers."""
    if all(numbers):
        return ETT_TAL, ETT_ANNAT
    return ETT_TAL if numbers[0] else step[0], ETT_TAL if numbers[1] else step[1]
