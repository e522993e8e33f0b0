"""Units -> Published.  Hides what must not be known, pools what is left, rounds; the only maker of Published.

A hidden unit loses its täljare and nämnare here, before anything is summed: no later stage, and no level above
it, can give them away.
"""

from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np
import pandas as pd

from oj_workbook.inputs import Inputs, shown_indicators
from oj_workbook.model import Andel, Antalsslag, Belopp, Indikator, JaNej, Klass, Kvot, Omrade, Slag, Status
from oj_workbook.pool import pool
from oj_workbook.problems import Place, Problems
from oj_workbook.rounding import round_half_away
from oj_workbook.tables import KEY, PUBLISHED

WITH_VALUE = (Status.REDOVISAS, Status.SMA_TAL)
UNSETTLED = (Status.EJ_SVAR, Status.BORTFALL, Status.UNDERLAG_SAKNAS)


@dataclass(frozen=True)
class Published:
    """The table `published`: one row for every indicator, year and unit or level that the edition shows.

    There is a `varde` exactly when `status` is redovisas or sma_tal, and a `svar` exactly when it is svar.
    """

    rows: pd.DataFrame


def suppress(units: pd.DataFrame, omrade: Omrade, inputs: Inputs, problems: Problems) -> Published:
    """Return every figure that may be known, computed where it can be and else as it was published.

    A figure that is both computed and delivered as published must be the same figure; else it is a problem.
    """
    visible = _hide_siblings(_hide(units, omrade), omrade)
    levels = _hide_siblings(_hide(pool(visible, omrade, inputs), omrade), omrade)
    is_answer = units.indikator.map(lambda id_: not isinstance(omrade.indikatorer[id_].slag, Antalsslag)).astype(bool)
    answers = visible[is_answer].assign(varde=float("nan"), enheter=float("nan"))
    computed = pd.concat([answers[PUBLISHED], _figures(visible[~is_answer], omrade), _figures(levels, omrade)])
    _refuse_contradictions(computed, inputs.publicerat, problems)
    # What could not be computed may have been published; what is hidden or wrong stays so.
    settled = computed[~computed.status.isin(UNSETTLED)]
    publicerat = inputs.publicerat.assign(enheter=float("nan"))[PUBLISHED]
    known = pd.concat([settled, publicerat, computed]).drop_duplicates(KEY)
    return Published(_complete(known, omrade, inputs))


def _rule(indikator: Indikator, ar: int) -> tuple[float, float]:
    """Return the smallest nämnare that is published, and the one from which no mark for small numbers is set."""
    rules = [rule for rule in indikator.undertryckning if rule.fran <= ar]
    # Without a rule nothing is hidden: a nämnare of kronor may be below zero.
    return (rules[-1].minsta_namnare, rules[-1].sma_tal_under) if rules else (float("-inf"), float("-inf"))


def _hide(rows: pd.DataFrame, omrade: Omrade) -> pd.DataFrame:
    """Return the rows with X and the small-number mark set, and without the counts of what is X."""
    pairs = list(zip(rows.indikator, rows.ar, strict=True))
    rules = {pair: _rule(omrade.indikatorer[pair[0]], pair[1]) for pair in dict.fromkeys(pairs)}
    limits = pd.DataFrame([rules[pair] for pair in pairs], columns=["minsta", "sma"], index=rows.index)
    counted = rows.status == Status.REDOVISAS
    status = rows.status.mask(counted & (rows.namnare < limits.sma), Status.SMA_TAL)
    status = status.mask(counted & (rows.namnare < limits.minsta), Status.UNDERTRYCKT)
    hidden = status == Status.UNDERTRYCKT
    return rows.assign(status=status, taljare=rows.taljare.mask(hidden), namnare=rows.namnare.mask(hidden))


def _hide_siblings(rows: pd.DataFrame, omrade: Omrade) -> pd.DataFrame:
    """Return the rows with all parts of a division hidden where one is: with the whole, the others would tell it."""
    divisions = {
        id_: (page.del_av.hela, page.del_av.uppdelning) for id_, page in omrade.indikatorer.items() if page.del_av
    }
    division = rows.indikator.map(divisions)
    hidden = rows[(rows.status == Status.UNDERTRYCKT) & division.notna()]
    if hidden.empty:
        return rows
    told = set(zip(division[hidden.index], hidden.ar, hidden.enhet, strict=True))
    same = pd.Series([key in told for key in zip(division, rows.ar, rows.enhet, strict=True)], index=rows.index)
    hide = same & rows.status.isin(WITH_VALUE)
    return rows.assign(
        status=rows.status.mask(hide, Status.UNDERTRYCKT),
        taljare=rows.taljare.mask(hide),
        namnare=rows.namnare.mask(hide),
    )


def _scale(slag: Slag) -> float:
    match slag:
        case JaNej() | Klass() | Andel():
            return 100.0
        case Kvot() | Belopp():
            return 1.0
        case _:
            assert_never(slag)


def _figures(rows: pd.DataFrame, omrade: Omrade) -> pd.DataFrame:
    """Return rounded values instead of counts."""
    scale = rows.indikator.map(lambda id_: _scale(omrade.indikatorer[id_].slag)).astype("float64")
    decimals = [omrade.indikatorer[id_].decimals(ar) for id_, ar in zip(rows.indikator, rows.ar, strict=True)]
    shown = rows.status.isin(WITH_VALUE)
    empty = shown & ~(rows.namnare.abs() > 0)
    quotient = (scale * rows.taljare / rows.namnare).where(shown & ~empty)
    varde = round_half_away(quotient.to_numpy(), np.array(decimals, dtype=np.int64))
    missing = {"svar": None, "enheter": float("nan")}  # levels have no answer, units are pooled from none
    own: dict[str, Any] = {column: nothing for column, nothing in missing.items() if column not in rows}
    return rows.assign(varde=varde, **own, status=rows.status.mask(empty, Status.UNDERLAG_SAKNAS))[PUBLISHED]


def _refuse_contradictions(computed: pd.DataFrame, publicerat: pd.DataFrame, problems: Problems) -> None:
    both = publicerat.merge(computed, on=KEY, suffixes=("", "_computed"))
    shown, shown_computed = both.status.isin(WITH_VALUE), both.status_computed.isin(WITH_VALUE)
    hidden, hidden_computed = both.status == Status.UNDERTRYCKT, both.status_computed == Status.UNDERTRYCKT
    leaks = (shown & hidden_computed) | (hidden & shown_computed)
    for row in both[leaks].to_dict("records"):
        fact = (
            f"{row['indikator']} {row['ar']} för {row['enhet']} är undertryckt i den ena källan men inte i den andra."
        )
        problems.add(
            Place(row["fil"], row["rad"]), "motsägelse", fact, "rätta regeln för undertryckning, eller leveransen."
        )
    for row in both[shown & shown_computed & (both.varde != both.varde_computed)].to_dict("records"):
        what = f"{row['indikator']} {row['ar']} för {row['enhet']}"
        fact = f"{what} publicerades som {row['varde']:g}, men svaren ger ett annat tal."
        remedy = "rätta svaren eller det publicerade talet, eller skriv en rättelse i rattelser.yaml."
        problems.add(Place(row["fil"], row["rad"]), "motsägelse", fact, remedy)


def _complete(known: pd.DataFrame, omrade: Omrade, inputs: Inputs) -> pd.DataFrame:
    """Return one row for everything the edition shows, with the reason where there is no figure."""
    enheter = inputs.enheter
    units = list(enheter.alla)
    wanted: dict[str, list[Any]] = {"indikator": [], "ar": [], "enhet": [], "otherwise": []}
    for indikator in shown_indicators(inputs.utgava, omrade):
        for ar in indikator.years(inputs.utgava.ar):
            day = inputs.utgava.day(ar, indikator.efterslapning)
            existed = {*enheter.vid[day].rapporterar, *enheter.vid[day].medlemmar}
            tillfalle = enheter.tillfalle(inputs.utgava, indikator, ar)
            there = {*tillfalle.rapporterar, *tillfalle.medlemmar}
            awaited = inputs.utgava.awaits(indikator.kalla.id, ar)
            otherwise = Status.EJ_MATT if not indikator.mats.holds(ar) else Status.VANTAS if awaited else None
            absent = {id_: Status.HELA_KOMMUNEN if id_ in existed else Status.FANNS_INTE for id_ in units}
            wanted["indikator"] += [indikator.id] * len(units)
            wanted["ar"] += [ar] * len(units)
            wanted["enhet"] += units
            wanted["otherwise"] += [otherwise if id_ in there else absent[id_] for id_ in units]
    rows = pd.DataFrame(wanted, dtype=object).astype({"ar": "int64"}).merge(known, on=KEY, how="left")
    status = rows.status.fillna(rows.otherwise).fillna(Status.UNDERLAG_SAKNAS)
    return rows.assign(status=status)[PUBLISHED]
