"""Hidden units inside the levels -> what must be hidden besides, so that nobody can subtract what is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from oj_workbook.attack import Enclosed, attack
from oj_workbook.attack_scope import Cell, Kunskap
from oj_workbook.model import WITH_VALUE, Indikator, Omrade, Status
from oj_workbook.problems import Place, Problem
from oj_workbook.tables import KEY

Counts = Mapping[Cell, tuple[float, float]]


@dataclass(frozen=True)
class Complement:
    """The figures to hide besides those that a rule hides, and what cannot be made safe whatever is hidden."""

    gom: frozenset[Cell]
    problems: tuple[Problem, ...]


def complement(rows: pd.DataFrame, units: pd.DataFrame, levels: pd.DataFrame, kunskap: Kunskap) -> Complement:
    """Return what to hide of the measures whose hidden units are inside the levels.

    `rows` is the table published as the rules leave it, `units` and `levels` the secret counts behind it.  One figure
    at a time is hidden: the one that does most to enclose the narrowest count, of several the one with the fewest
    people.  It goes on until every hidden count, those hidden here too, can be enough whole numbers even to one who
    knows which figures a rule hides.
    """
    work = _Work(rows, units, levels, kunskap)
    work.close(work.hidden())
    asked = {cell for cell in work.hidden() if work.inside(cell)}
    while True:
        found = attack(work.rows(), work.kunskap, asked).inneslutna if asked else ()
        chosen: set[Cell] = set()
        for one in sorted(found, key=lambda one: (one.antal, one.cell, one.del_)):
            if chosen.isdisjoint(one.vikter) and (cell := work.heaviest(one)) is not None:
                chosen.add(cell)
        before = work.hidden()
        work.close(chosen)
        asked = {one.cell for one in found} | (work.hidden() - before)
        if not chosen:
            return Complement(frozenset(work.gom), tuple(work.problem(cell) for cell in sorted(asked)))


class _Work:
    """What is shown and hidden so far."""

    def __init__(self, rows: pd.DataFrame, units: pd.DataFrame, levels: pd.DataFrame, kunskap: Kunskap) -> None:
        self.omrade, self.published = kunskap.omrade, rows
        self.keys: list[Cell] = list(zip(*(rows[column].tolist() for column in KEY), strict=True))
        self.status = dict(zip(self.keys, rows.status.tolist(), strict=True))
        self.antal = dict(zip(self.keys, rows.enheter.tolist(), strict=True))
        self.counts = {**_counts(units), **_counts(levels)}
        self.medlemmar = kunskap.medlemmar
        self.gom: set[Cell] = set()
        primara = frozenset(cell for cell in self.hidden() if _by_rule(self.omrade, cell, self.counts))
        self.kunskap = replace(kunskap, primara=primara)
        self.siblings = _siblings(self.omrade)

    def inside(self, cell: Cell) -> bool:
        """Tell whether a figure is of a measure whose hidden units are inside the levels."""
        return self.omrade.indikatorer[cell[0]].undertryckta_inne

    def shown(self, cell: Cell) -> bool:
        """Tell whether a figure is shown with a value."""
        return self.status.get(cell) in WITH_VALUE and cell not in self.gom

    def hidden(self) -> set[Cell]:
        """Return every figure that is hidden so far."""
        return {cell for cell, status in self.status.items() if status == Status.UNDERTRYCKT} | self.gom

    def rows(self) -> pd.DataFrame:
        """Return the table as it would be published now."""
        hide = pd.Series([cell in self.gom for cell in self.keys], index=self.published.index, dtype=bool)
        status = self.published.status.mask(hide, Status.UNDERTRYCKT)
        return self.published.assign(status=status, varde=self.published.varde.mask(hide))

    def heaviest(self, one: Enclosed) -> Cell | None:
        """Return the figure to hide next for a count that is enclosed; None when nothing in the way may be hidden."""
        may = [cell for cell in one.vikter if self.inside(cell) and self.shown(cell)]
        return min(may, key=lambda cell: (-round(one.vikter[cell], 6), self._namnare(cell), cell), default=None)

    def _namnare(self, cell: Cell) -> float:
        return self.counts.get(cell, (0.0, 0.0))[1]

    def close(self, cells: Iterable[Cell]) -> None:
        """Hide figures, and what would be the same figure: the other parts of a division, a level of a single unit."""
        waiting = list(cells)
        while waiting:
            cell = waiting.pop()
            if self.shown(cell) and self.inside(cell):
                self.gom.add(cell)
            id_, ar, enhet = cell
            page = self.omrade.indikatorer[id_]
            same = [(other, ar, enhet) for other in self.siblings.get(id_, ())]
            same += [
                (id_, ar, niva)
                for niva, units in (self.medlemmar(page, ar).items() if self.inside(cell) else ())
                if enhet in units and self.antal.get((id_, ar, niva)) == 1
            ]
            waiting += [one for one in same if self.shown(one) and self.inside(one)]

    def problem(self, cell: Cell) -> Problem:
        """Return that a figure cannot be made safe, without any number."""
        id_, ar, enhet = cell
        fact = f"{id_} {ar} för {enhet} är undertryckt men går att räkna ut av det som visas, vad som än döljs därtill."
        remedy = "låt undertryckta enheter stå utanför aggregaten, eller ta bort måttet eller året."
        return Problem(Place(self.omrade.indikatorer[id_].sida), "röjande", fact, remedy)


def _counts(frame: pd.DataFrame) -> dict[Cell, tuple[float, float]]:
    """Return täljare and nämnare of every row that has them."""
    there = frame[frame.namnare.notna() & frame.taljare.notna()]
    columns = (there[column].tolist() for column in (*KEY, "taljare", "namnare"))
    return {(id_, ar, enhet): (t, n) for id_, ar, enhet, t, n in zip(*columns, strict=True)}


def _by_rule(omrade: Omrade, cell: Cell, counts: Counts) -> bool:
    """Tell whether a rule hides a figure, not only its siblings."""
    rule = omrade.indikatorer[cell[0]].rule(cell[1])
    if rule is None or cell not in counts:
        return False
    taljare, namnare = counts[cell]
    few = namnare < rule.minsta_namnare or taljare < rule.minsta_taljare
    return few or (rule.minsta_rest > 0 and namnare - taljare < rule.minsta_rest)


def _siblings(omrade: Omrade) -> dict[str, list[str]]:
    """Return the other parts of the division that each part of a measure belongs to."""

    def division(page: Indikator) -> tuple[str, str] | None:
        return (page.del_av.hela, page.del_av.uppdelning) if page.del_av else None

    parts = [page for page in omrade.indikatorer.values() if page.del_av]
    return {
        one.id: [other.id for other in parts if division(other) == division(one) and other is not one] for one in parts
    }
