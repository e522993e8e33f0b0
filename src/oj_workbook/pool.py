"""Visible units -> levels: sums of täljare and nämnare for cities, län, riket and groups.  Never means of parts."""

from collections.abc import Iterable, Iterator
from typing import cast

import pandas as pd

from oj_workbook.inputs import Inputs
from oj_workbook.model import Omrade, Status
from oj_workbook.tables import LEVELS
from oj_workbook.units import Tillfalle

_SILENT = (Status.EJ_SVAR, Status.BORTFALL)
#: An indicator of a kind that finds its units alike: the years it lags, and whether only whole kommuner report it.
Kind = tuple[int, bool]
Years = Iterable[tuple[tuple[int, Kind], pd.DataFrame]]
_SUMMED = ["taljare", "namnare", "enheter", "silent", "withheld", "dolda", "alla"]


def pool(visible: pd.DataFrame, omrade: Omrade, inputs: Inputs) -> pd.DataFrame:
    """Return the table `levels` for every level whose units were all delivered, as they were composed that day.

    A unit without täljare and nämnare (no answer, hidden, withheld) leaves both.  Where the page says
    `vid_bortfall: redovisas inte`, one missing unit is enough to leave the level without a figure.
    """
    facts = visible.assign(
        enheter=visible.namnare.notna().astype(float),
        silent=visible.status.isin(_SILENT).astype(float),
        withheld=(visible.status == Status.FEL_I_KALLAN).astype(float),
        dolda=((visible.status == Status.UNDERTRYCKT) & visible.namnare.isna()).astype(float),
        alla=1.0,
    )
    levels = pd.concat(_sums(facts, omrade, inputs), ignore_index=True)
    strict = levels.indikator.map({id_: not page.redovisas_vid_bortfall for id_, page in omrade.indikatorer.items()})
    status = pd.Series(Status.REDOVISAS, index=levels.index, dtype=object)
    status[levels.namnare == 0] = Status.UNDERLAG_SAKNAS
    for reason, antal in ((Status.BORTFALL, levels.silent), (Status.FEL_I_KALLAN, levels.withheld)):
        status[(antal == levels.alla) | ((antal > 0) & strict)] = reason
    return levels.assign(status=status)[LEVELS]


def _sums(facts: pd.DataFrame, omrade: Omrade, inputs: Inputs) -> Iterator[pd.DataFrame]:
    yield pd.DataFrame({"indikator": [], "ar": [], "enhet": [], **{fact: [] for fact in _SUMMED}})
    kinds = {id_: (page.efterslapning, page.kalla.hela_kommuner) for id_, page in omrade.indikatorer.items()}
    kind = facts.indikator.map(kinds)
    for (ar, _), rows in cast("Years", facts.groupby([facts.ar, kind], sort=False)):
        some = omrade.indikatorer[rows.indikator.iloc[0]]
        tillfalle = inputs.enheter.tillfalle(inputs.utgava, some, ar)
        if tillfalle.hela:
            yield _composed(rows, tillfalle).assign(ar=ar)


def _composed(rows: pd.DataFrame, tillfalle: Tillfalle) -> pd.DataFrame:
    """Return the sums of one year's rows over the levels of the day: a row per indicator and level."""
    units = pd.Index(tillfalle.rapporterar)
    members = {niva: units.isin(tillfalle.medlemmar[niva]) for niva in sorted(tillfalle.hela)}
    belongs = pd.DataFrame(members, index=units).astype(float)
    wide = rows.pivot(index="indikator", columns="enhet", values=_SUMMED).fillna(0.0)
    sums = pd.DataFrame({fact: (wide[fact][units] @ belongs).stack() for fact in _SUMMED})
    return sums.rename_axis(["indikator", "enhet"]).reset_index()
