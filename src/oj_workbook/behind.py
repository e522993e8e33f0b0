"""One published figure -> all that is behind it, and what of that may be shown to whoever may not see what is hidden.

A count may be shown when no figure that it is the täljare or nämnare of is suppressed.  The sum of a level may be shown
when each of its counts may be: else the others, asked for one by one, would leave the hidden one over.
"""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from oj_workbook.compute import compute
from oj_workbook.model import Enhet, Figur, Indikator, Status
from oj_workbook.problems import Place, Problem
from oj_workbook.rank import Ranked, rank
from oj_workbook.sources import Sources
from oj_workbook.suppress import suppress


@dataclass(frozen=True)
class Behind:
    """A figure and what it is made of.

    `units` has what each unit answered or counted, by unit: secret.  `internt` tells that what is suppressed may be
    shown as well; else `hidden` are the units, and levels, whose counts may not.  `motsagelser` are published figures
    that are other than those computed.
    """

    sources: Sources
    indikator: Indikator
    enhet: Enhet
    ar: int
    internt: bool
    units: pd.DataFrame
    ranked: Ranked
    hidden: frozenset[str]
    motsagelser: tuple[Problem, ...]

    @property
    def figur(self) -> Figur:
        """Return what is published."""
        return self.of(self.enhet.id)

    def of(self, enhet: str) -> Figur:
        """Return what is published of a unit or level the same year."""
        return self.ranked.figurer[self.indikator.id, self.ar][enhet]

    @property
    def reports(self) -> bool:
        """Tell whether the unit reports itself; a level is made of others."""
        return self.enhet.id in self.units.index

    @property
    def members(self) -> pd.DataFrame:
        """Return the units that make up a level."""
        tillfalle = self.sources.inputs.enheter.tillfalle(self.sources.utgava, self.indikator, self.ar)
        return self.units[self.units.index.isin(tillfalle.medlemmar.get(self.enhet.id, ()))]

    @property
    def counted(self) -> pd.DataFrame:
        """Return the members that a level's figure is the sum of: not those that are hidden themselves."""
        rows = self.members
        hidden = [self.of(str(id_)).status == Status.UNDERTRYCKT for id_ in rows.index]
        return rows[rows.namnare.notna() & ~pd.Series(hidden, index=rows.index, dtype=bool)]

    @property
    def withheld(self) -> bool:
        """Tell whether the counts behind the figure may not be shown."""
        return self.enhet.id in self.hidden or not self.hidden.isdisjoint(self.counted.index)

    def rows(self, frame: pd.DataFrame) -> list[dict[str, Any]]:
        """Return the rows of a delivered table about the figure."""
        mine = (frame.indikator == self.indikator.id) & (frame.ar == self.ar) & (frame.enhet == self.enhet.id)
        return [{str(column): cell for column, cell in row.items()} for row in frame[mine].to_dict("records")]

    def raw(self) -> tuple[Place, dict[str, str]] | None:
        """Return the unit's raw answers and where they stand; unanswered questions are not among them."""
        for block in self.sources.inputs.delsvar:
            if (block.indikator, block.ar) == (self.indikator.id, self.ar) and self.enhet.id in block.enheter:
                at = block.enheter.index(self.enhet.id)
                given = {fraga: svar[at] for fraga, svar in block.svar.items() if svar[at]}
                if given:
                    return Place(block.fil, block.rader[at]), given
        return None

    @property
    def whole(self) -> bool:
        """Tell whether the edition has all the units of the level, so that it is computed."""
        tillfalle = self.sources.inputs.enheter.tillfalle(self.sources.utgava, self.indikator, self.ar)
        return self.enhet.id in tillfalle.hela


def behind(sources: Sources, indikator: Indikator, enhet: Enhet, ar: int, *, internt: bool) -> Behind:
    """Return a figure, computed again from what was delivered, with all that is behind it."""
    few = _only(sources, indikator)
    units = compute(few.omrade, few.inputs)
    ranked = rank(suppress(units, few.omrade, few.inputs, few.problems), few.omrade, few.inputs.enheter)
    hidden: set[str] = set()
    for page in few.omrade.indikatorer.values() if not internt else ():
        if page.id == indikator.id or page.uppgifter & indikator.uppgifter:
            figurer = ranked.figurer.get((page.id, ar), {})
            hidden |= {id_ for id_, figur in figurer.items() if figur.status == Status.UNDERTRYCKT}
    rows = units[(units.indikator == indikator.id) & (units.ar == ar)].set_index("enhet")
    contradictions = tuple(few.problems.errors)
    return Behind(sources, indikator, enhet, ar, internt, rows, ranked, frozenset(hidden), contradictions)


def _only(sources: Sources, indikator: Indikator) -> Sources:
    """Return the sources with a measure, those that count with the same items, and the parts hidden with them."""
    every = sources.omrade.indikatorer
    if any(page.undertryckta_inne for page in every.values()):
        return sources  # what is hidden besides depends on all that is shown
    related = [page for page in every.values() if page.id == indikator.id or page.uppgifter & indikator.uppgifter]
    wholes = {page.del_av.hela if page.del_av else page.id for page in related}
    pages = {id_: page for id_, page in every.items() if (page.del_av.hela if page.del_av else id_) in wholes}
    inputs = sources.inputs
    few = replace(
        inputs,
        delsvar=tuple(block for block in inputs.delsvar if block.indikator in pages),
        svar=inputs.svar[inputs.svar.indikator.isin(list(pages))],
        publicerat=inputs.publicerat[inputs.publicerat.indikator.isin(list(pages))],
    )
    return replace(sources, omrade=replace(sources.omrade, indikatorer=pages), inputs=few)
