"""Two results -> what differs between them: pages, answers, values, suppressed figures, classes, units; and why.

What may not be told of it is decided in discretion.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from oj_workbook.causes import Causes
from oj_workbook.discretion import ETT_TAL, Discretion, masked
from oj_workbook.given import Given, Om, Sida
from oj_workbook.grid import KLASSER, OKAND, STATUSAR, Grid, Truth, differs, grids, shown, some_in_row
from oj_workbook.model import TECKEN, Status
from oj_workbook.moves import Changes, Membership, Move, PageChange, Step, YearChange
from oj_workbook.numbers import written
from oj_workbook.rank import KLASSORD

#: What all editions share, and nothing else tells of: texts, and registers of units.
COMMON = ("templates/", "data/enheter/")
X = TECKEN[Status.UNDERTRYCKT]


def compare(before: Given, now: Given, *, proposal: bool = False) -> Changes:
    """Return every difference, the indicators in the order of the definitions; one with a new id is the same one."""
    changed_files = {fil for fil, _ in before.om.filer.items() ^ now.om.filer.items() if _shared(fil)}
    enheter, were = now.om.enheter, before.om.enheter
    return Changes(
        before.om,
        now.om,
        tuple(_Comparison.of(before, now, proposal=proposal).pages()),
        tuple(one for id_, one in enheter.items() if id_ not in were),
        tuple(one for id_, one in were.items() if id_ not in enheter),
        tuple((one, were[id_].namn) for id_, one in enheter.items() if id_ in were and were[id_].namn != one.namn),
        tuple(_memberships(before.om, now.om)),
        tuple(one for one in now.om.poster if one not in before.om.poster),
        tuple(sorted(changed_files)) if before.om.filer else (),
    )


def _shared(fil: str) -> bool:
    return fil.startswith(COMMON) and not fil.endswith("README.md")


def followed(before: Given, now: Om) -> Given:
    """Return earlier figures under the ids that hold now; those of a page that has taken over from several stay."""
    column = before.rows.indikator.astype("category")
    ids = column.cat.categories.tolist()
    new: dict[str, str] = {}
    for sida in now.sidor.values():
        was = next((id_ for id_ in sida.ids if id_ in ids), sida.id)
        if was != sida.id:
            new[was] = sida.id
    rows = before.rows.assign(indikator=column.cat.rename_categories(new))
    return Given(before.fil, rows, before.om)


@dataclass(frozen=True)
class _Comparison:
    before: Grid
    now: Grid
    old: Mapping[str, Sida]
    om: tuple[Om, Om]
    proposal: bool

    @classmethod
    def of(cls, before: Given, now: Given, *, proposal: bool) -> "_Comparison":
        this, that = grids(now.rows, followed(before, now.om).rows)
        old = {}
        for id_, sida in now.om.sidor.items():
            was = [before.om.sidor[one] for one in sida.ids if one in before.om.sidor]
            if was:
                old[id_] = was[0]
        return cls(that, this, old, (before.om, now.om), proposal)

    @cached_property
    def changed(self) -> Truth:
        return differs(self.now, self.before)

    @cached_property
    def causes(self) -> Causes:
        return Causes(*self.om, (self.before, self.now), self.changed, self.old)

    @cached_property
    def discretion(self) -> Discretion:
        return Discretion(self.before, self.now, self.changed, *self.om, self.old, self.proposal)

    def pages(self) -> Iterator[PageChange]:
        before, now = self.om
        for sida in now.sidor.values():
            old = self.old.get(sida.id)
            years = tuple(year for year in self._years(sida) if year)
            if old is None:
                yield PageChange(sida, "ny", (), {}, years)
                continue
            keys, texts = _keys(old, sida, before, now)
            gone = tuple(sorted(self._gone(sida)))
            if years or gone or (keys and not sida.hela):
                yield PageChange(sida, "ändrad", keys, texts, years, gone)
        same = {one.id for one in self.old.values()}
        for sida in before.sidor.values():
            if sida.id not in same:
                yield PageChange(sida, "borttagen", (), {}, ())

    def _gone(self, sida: Sida) -> Iterator[int]:
        """Yield the years that had figures then, and none now."""
        there, was = some_in_row(self.now.there), some_in_row(self.before.med_uppgift)
        for (id_, ar), row in self.now.axes.rader.items():
            if id_ == sida.id and was[row] and not there[row]:
                yield ar

    def _years(self, sida: Sida) -> Iterator[YearChange]:
        for id_, ar in self._rows_of.get(sida.id, ()):
            yield self._year(sida, ar, self.now.axes.rader[id_, ar])

    @cached_property
    def _rows_of(self) -> dict[str, list[tuple[str, int]]]:
        there = some_in_row(self.now.there)
        found: dict[str, list[tuple[str, int]]] = {}
        for pair, row in self.now.axes.rader.items():
            if there[row]:
                found.setdefault(pair[0], []).append(pair)
        return found

    def _year(self, sida: Sida, ar: int, row: int) -> YearChange:
        if not self.before.there[row].any() and not self.proposal:
            return YearChange(ar, kom=int(self.now.med_uppgift[row].sum()))
        came = self.before.has(Status.VANTAS)[row] & self.now.med_uppgift[row]
        year = YearChange(ar, kom=int(came.sum()), definition=self.causes.definition(sida, ar))
        columns = np.flatnonzero(self._moved[row] | self._reclassed[row]).tolist()
        for column in sorted(columns, key=self._places.__getitem__):
            self._add(year, sida, row, column)
        # Others' old classes tell on which side of the limits somebody stood who is hidden now.
        if self.discretion.exposed[row] if self.proposal else self.discretion.newly_hidden[row]:
            return YearChange(**{**vars(year), "farger": []})
        return YearChange(**{**vars(year), "granser": self._limits(sida, ar, row) if year.farger else ()})

    @cached_property
    def _places(self) -> list[int]:
        """Return by column where units stand among all, which is the same whatever order a file has them in."""
        places = {id_: place for place, id_ in enumerate({**self.om[1].enheter, **self.om[0].enheter})}
        return [places.get(id_, len(places)) for id_ in self.now.axes.enheter]

    @cached_property
    def _moved(self) -> Truth:
        """Tell which figures are told: those that differ, and of what is only proposed those that were not there."""
        appeared = self.now.there & ~self.before.there & self.proposal
        nothing = np.array([one == Status.EJ_MATT for one in STATUSAR] + [True])
        found: Truth = self.changed | (appeared & ~nothing[self.now.status])
        return found

    @cached_property
    def _reclassed(self) -> Truth:
        both = self.now.there & (self.before.there | self.proposal)
        hidden = self.now.has(Status.UNDERTRYCKT) | self.before.has(Status.UNDERTRYCKT, Status.VANTAS)
        found: Truth = (self.now.klass != self.before.klass) & both & ~hidden
        return found

    def _add(self, year: YearChange, sida: Sida, row: int, column: int) -> None:
        """Add what happened to one figure."""
        pair, id_ = self.now.axes.pairs[row], self.now.axes.enheter[column]
        enhet = self.om[1].enheter.get(id_) or self.om[0].enheter[id_]
        if self._reclassed[row, column]:
            step = KLASSORD[_klass(self.before, row, column)], KLASSORD[_klass(self.now, row, column)]
            year.farger.append(Move(enhet, step, self.causes.of_class(sida, pair, row, column)))
        if not self._moved[row, column]:
            return
        was, is_ = self._shown(self.before, sida, row, column), self._shown(self.now, sida, row, column)
        orsak = self.causes.of_figure(sida, pair, row, column)
        if is_ == X:
            year.undertryckta.append(Move(enhet, ("", X), orsak))
            return
        if was == X:
            year.visade.append(Move(enhet, (X, ""), orsak))
            return
        numbers = [not np.isnan(grid.varde[row, column]) for grid in (self.before, self.now)]
        step = self.discretion.step((was, is_), numbers, row, column)
        # A city that is a sum of its parts is a level, which resultat.csv does not tell: the units that make it up do.
        if enhet.niva not in ("kommun", "delomrade") or any(self.causes.members(sida, id_, pair[1])):
            year.nivaer.append(Move(enhet, step, orsak))
        elif all(numbers) and self.before.varde[row, column] == self.now.varde[row, column]:
            marks = [
                "märkt som litet tal" if grid.has(Status.SMA_TAL)[row, column] else "utan märke"
                for grid in (self.before, self.now)
            ]
            year.svar.append(Move(enhet, (marks[0], marks[1]), orsak))
        elif all(numbers):
            year.varden.append(Move(enhet, step, orsak))
        else:  # a number among answers has come or gone: there would be as many steps as numbers
            year.svar.append(Move(enhet, masked(step, numbers), orsak))

    def _shown(self, grid: Grid, sida: Sida, row: int, column: int) -> str:
        if grid.status[row, column] == OKAND:
            return TECKEN[Status.EJ_MATT]
        page = self.old.get(sida.id, sida) if grid is self.before else sida
        return shown(grid, row, column, page.decimals(self.now.axes.pairs[row][1]), page.tecken)

    def _limits(self, sida: Sida, ar: int, row: int) -> tuple[Step, ...]:
        """Return how the limits of the classes moved; an earlier one could be the figure of a unit now hidden."""
        old = self.old.get(sida.id, sida)
        was, is_ = self.om[0].granser.get((old.id, ar)), self.om[1].granser.get((sida.id, ar))
        if was is None or is_ is None or self.proposal:
            return ()
        digits = sida.decimals(ar) + 1
        steps = [
            (
                ETT_TAL if self.discretion.newly_hidden[row] else written(one, digits),
                f"{written(other, digits)} {sida.tecken}",
            )
            for one, other in zip(was, is_, strict=True)
            if one != other
        ]
        return tuple(steps)


def _klass(grid: Grid, row: int, column: int) -> Any:
    number = int(grid.klass[row, column])
    return KLASSER[number] if number != OKAND else None


def _keys(old: Sida, sida: Sida, before: Om, now: Om) -> tuple[tuple[str, ...], dict[str, Step]]:
    """Return the keys whose content differs between two versions of a page, and those of them that are texts."""
    found = ["filnamnet"] if old.id != sida.id else []
    texts = {}
    for key in dict.fromkeys([*sida.nycklar, *old.nycklar]):
        was, is_ = old.nycklar.get(key), sida.nycklar.get(key)
        if was != is_:
            found.append(key)
            if isinstance(was or is_, str) and isinstance(is_ or was, str):
                texts[key] = (was or "", is_ or "")
    if _parts(old, before) != _parts(sida, now):
        found.append("uppdelning")
    return tuple(found), texts


def _parts(hela: Sida, om: Om) -> set[tuple[str, str]]:
    return {(one.id.rpartition(".")[2], one.uppdelning) for one in om.sidor.values() if one.hela == hela.id}


def _memberships(before: Om, now: Om) -> Iterator[Membership]:
    """Yield the units that belong to other levels, on the days of measurement that both results have."""
    years = [ar for ar in now.ar if now.matdagar.get(ar) == before.matdagar.get(ar)]
    for id_ in now.tillhor[False]:
        moved: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        for ar in years if id_ in before.tillhor[False] else ():
            was, is_ = (_levels(om, id_, now.matdagar[ar]) for om in (before, now))
            if was and is_ and was != is_:
                moved.setdefault((tuple(sorted(was - is_)), tuple(sorted(is_ - was))), []).append(ar)
        for (fran, till), some in moved.items():
            yield Membership(now.enheter[id_], tuple(some), _named(fran, before), _named(till, now))


def _levels(om: Om, enhet: str, dag: str) -> set[str]:
    held = [levels for since, levels in om.tillhor[False].get(enhet, ()) if since <= dag]
    return set(held[-1]) if held else set()


def _named(ids: Iterable[str], om: Om) -> tuple[str, ...]:
    return tuple(om.enheter[id_].namn for id_ in ids if id_ in om.enheter)
