"""Counts -> the same counts without those that must not be known: too small ones, and what would give them away.

A hidden row keeps its place and loses its täljare and nämnare, so that no later stage can tell them.
"""

import numpy as np
import pandas as pd

from oj_workbook.model import WITH_VALUE, Indikator, Omrade, Status
from oj_workbook.tables import said_of

#: The largest part of a level's units that may be hidden while the level is shown.
MOST_HIDDEN = 1 / 3


def hide_small(rows: pd.DataFrame, omrade: Omrade) -> pd.DataFrame:
    """Return the rows with X where a count is below its page's limit, and the small-number mark where it is near.

    A rest is what a nämnare has outside its täljare.
    """
    limits = said_of(rows, lambda id_, ar: _limits(omrade.indikatorer[id_], ar), 4)
    smallest, mark, smallest_taljare, smallest_rest = limits.T
    counted = rows.status == Status.REDOVISAS
    small = (
        (rows.namnare < smallest) | (rows.taljare < smallest_taljare) | (rows.namnare - rows.taljare < smallest_rest)
    )
    marked = rows.assign(status=rows.status.mask(counted & (rows.namnare < mark), Status.SMA_TAL))
    return without(marked, counted & small)


def hide_siblings(rows: pd.DataFrame, omrade: Omrade) -> pd.DataFrame:
    """Return the rows with all parts of a division hidden where one is: with the whole, the others would tell it."""
    divisions = {
        id_: (page.del_av.hela, page.del_av.uppdelning) for id_, page in omrade.indikatorer.items() if page.del_av
    }
    division = rows.indikator.map(divisions)
    hidden = rows[(rows.status == Status.UNDERTRYCKT) & division.notna()]
    if hidden.empty:
        return rows
    told = set(zip(division[hidden.index], hidden.ar, hidden.enhet, strict=True))
    parts = rows[division.notna() & rows.status.isin(WITH_VALUE)]
    keys = zip(division[parts.index], parts.ar, parts.enhet, strict=True)
    hide = pd.Series([key in told for key in keys], index=parts.index, dtype=bool).reindex(rows.index, fill_value=False)
    return without(rows, hide)


def hide_thin(levels: pd.DataFrame, omrade: Omrade) -> pd.DataFrame:
    """Return the levels with X where too little of what they are made of may be known.

    Our choice, for measures about people: a level is thin when it would show the figure of one unit alone out of
    several, and when more than a third of the units that have a figure are hidden: it could then lie far from what all
    of them have.  Both are counted in units, for how many people are hidden would tell something of them.
    """
    people = {id_: bool(page.undertryckning) for id_, page in omrade.indikatorer.items()}
    thin = ((levels.enheter == 1) & (levels.alla > 1)) | (levels.dolda > MOST_HIDDEN * (levels.dolda + levels.enheter))
    return without(levels, levels.indikator.map(people).astype(bool) & levels.status.isin(WITH_VALUE) & thin)


def without(rows: pd.DataFrame, hide: "pd.Series[bool]") -> pd.DataFrame:
    """Return the rows with X where `hide` says so: without their counts, and without how many units are behind."""
    counts = {column: rows[column].mask(hide) for column in ("taljare", "namnare", "enheter") if column in rows}
    return rows.assign(status=rows.status.mask(hide, Status.UNDERTRYCKT), **counts)


def _limits(indikator: Indikator, ar: int) -> tuple[float, ...]:
    """Return the smallest nämnare that is published, that from which no mark is set, the smallest täljare and rest."""
    rule = indikator.rule(ar)
    if rule is None:  # nothing is hidden; a nämnare of kronor may be below zero
        return (-np.inf,) * 4
    return rule.minsta_namnare, rule.sma_tal_under, rule.minsta_taljare or -np.inf, rule.minsta_rest or -np.inf
