"""Visible units -> levels: sums of täljare and nämnare for län, riket and groups.  Never means of parts."""

import pandas as pd

from oj_workbook.model import Omrade, Status
from oj_workbook.tables import KEY, LEVELS
from oj_workbook.units import Enheter

_SILENT = (Status.EJ_SVAR, Status.BORTFALL)


def pool(visible: pd.DataFrame, omrade: Omrade, enheter: Enheter) -> pd.DataFrame:
    """Return the table `levels` for every level whose units were all delivered.

    A unit without täljare and nämnare (no answer, hidden, withheld) leaves both.  Where the page says
    `vid_bortfall: redovisas inte`, one missing unit is enough to leave the level without a figure.
    """
    members = pd.DataFrame(
        [(enhet, niva) for niva in sorted(enheter.hela) for enhet in enheter.medlemmar[niva]], columns=["enhet", "niva"]
    )
    rows = visible.merge(members, on="enhet").drop(columns="enhet").rename(columns={"niva": "enhet"})
    rows = rows.assign(
        silent=rows.status.isin(_SILENT),
        withheld=rows.status == Status.FEL_I_KALLAN,
    )
    levels = rows.groupby(KEY, sort=False, as_index=False).agg(
        taljare=("taljare", "sum"),
        namnare=("namnare", "sum"),
        any_silent=("silent", "any"),
        all_silent=("silent", "all"),
        any_withheld=("withheld", "any"),
        all_withheld=("withheld", "all"),
    )
    strict = levels.indikator.map(lambda id_: not omrade.indikatorer[id_].redovisas_vid_bortfall)
    status = pd.Series(Status.REDOVISAS, index=levels.index, dtype=object)
    status[levels.namnare == 0] = Status.UNDERLAG_SAKNAS
    status[levels.all_silent | (levels.any_silent & strict)] = Status.BORTFALL
    status[levels.all_withheld | (levels.any_withheld & strict)] = Status.FEL_I_KALLAN
    return levels.assign(status=status)[LEVELS]
