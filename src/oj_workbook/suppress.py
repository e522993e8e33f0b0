"""Units -> Published.  Hides what must not be known, pools what is left, rounds; the only maker of Published.

A hidden unit loses its täljare and nämnare here, before anything is summed: what is published is the same whatever
they are.  Only a page that says so has its hidden units inside the sums.
"""

from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np
import pandas as pd

from oj_workbook.hide import hide_siblings, hide_small, hide_thin
from oj_workbook.inputs import Inputs, shown_indicators
from oj_workbook.model import WITH_VALUE, Andel, Antalsslag, Belopp, Indikator, JaNej, Klass, Kvot, Omrade, Slag, Status
from oj_workbook.numbers import written
from oj_workbook.pool import pool
from oj_workbook.problems import Place, Problems
from oj_workbook.rounding import round_half_away
from oj_workbook.tables import KEY, PUBLISHED, said_of
from oj_workbook.usage import UsageError

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
    published = _complete(_known(units, omrade, inputs, problems), omrade, inputs)
    inside = [page for page in omrade.indikatorer.values() if page.undertryckta_inne]
    return Published(_hide_more(published, units, omrade, inputs, problems) if inside else published)


def published_elsewhere(omrade: Omrade, inputs: Inputs) -> set[tuple[str, int]]:
    """Return the indicators and years with figures delivered as published, and the parts that are hidden with them."""
    hela = {id_: page.del_av.hela if page.del_av else id_ for id_, page in omrade.indikatorer.items()}
    found = {(hela[id_], ar) for id_, ar in zip(inputs.publicerat.indikator, inputs.publicerat.ar, strict=True)}
    return {(id_, ar) for whole, ar in found for id_ in hela if hela[id_] == whole}


def refuse_contradictions(units: pd.DataFrame, omrade: Omrade, inputs: Inputs, problems: Problems) -> None:
    """Tell every figure that is both computed and delivered as published, and is not the same: as `suppress` does.

    `units` need have no more than what was published elsewhere, which takes a fraction of the time.
    """
    wanted = pd.MultiIndex.from_tuples(sorted(published_elsewhere(omrade, inputs)), names=["indikator", "ar"])
    of_published = pd.MultiIndex.from_frame(units[["indikator", "ar"]]).isin(wanted)
    computed = _computed(units[of_published].reset_index(drop=True), omrade, inputs)
    _tell_contradictions(computed, inputs.publicerat, omrade, problems)


def _known(units: pd.DataFrame, omrade: Omrade, inputs: Inputs, problems: Problems) -> pd.DataFrame:
    """Return what may be known, or why it may not, where something was computed or published."""
    computed = _computed(units, omrade, inputs)
    _tell_contradictions(computed, inputs.publicerat, omrade, problems)
    # What could not be computed may have been published; what is hidden or wrong stays so.
    unsettled = computed.status.isin(UNSETTLED)
    publicerat = inputs.publicerat.assign(enheter=float("nan"))[PUBLISHED]
    return pd.concat([computed[~unsettled], publicerat, computed[unsettled]]).drop_duplicates(KEY)


def _computed(units: pd.DataFrame, omrade: Omrade, inputs: Inputs) -> pd.DataFrame:
    """Return the figures of units and levels that may be known, rounded, with X where one may not."""
    visible, levels = _pooled(units, omrade, inputs)
    levels = hide_siblings(hide_thin(hide_small(levels, omrade), omrade), omrade)
    is_answer = visible.indikator.map(lambda id_: not isinstance(omrade.indikatorer[id_].slag, Antalsslag)).astype(bool)
    answers = visible[is_answer].assign(varde=float("nan"), enheter=float("nan"))
    return pd.concat([answers[PUBLISHED], _figures(visible[~is_answer], omrade), _figures(levels, omrade)])


def _hide_more(
    published: pd.DataFrame, units: pd.DataFrame, omrade: Omrade, inputs: Inputs, problems: Problems
) -> pd.DataFrame:
    """Return the figures with X also where they would give away a hidden one that is inside the levels."""
    try:
        from oj_workbook.attack_known import known_of  # noqa: PLC0415 - an optional extra, that few pages need
        from oj_workbook.complement import complement  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "scipy":
            raise
        what = "”undertryckta_enheter: inne i aggregaten” kräver tillägget: pip install ”oj-workbook[audit]”."
        raise UsageError(what) from None
    _, levels = _pooled(units, omrade, inputs)
    more = complement(published, units, levels, known_of(inputs, omrade))
    for problem in more.problems:
        problems.tell(problem)
    keys = zip(*(published[column] for column in KEY), strict=True)
    hide = pd.Series([key in more.gom for key in keys], index=published.index, dtype=bool)
    return published.assign(
        status=published.status.mask(hide, Status.UNDERTRYCKT),
        varde=published.varde.mask(hide),
        enheter=published.enheter.mask(hide),
    )


def _pooled(units: pd.DataFrame, omrade: Omrade, inputs: Inputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the units without what must not be known of them, and the levels' sums, still with all their counts.

    The sums are of the visible units, and of the hidden ones whose page wants them inside.
    """
    visible = hide_siblings(hide_small(units, omrade), omrade)
    inside = {id_: page.undertryckta_inne for id_, page in omrade.indikatorer.items()}
    back = (visible.status == Status.UNDERTRYCKT) & visible.indikator.map(inside).astype(bool)
    counts = {column: visible[column].mask(back, units[column]) for column in ("taljare", "namnare")}
    return visible, pool(visible.assign(**counts), omrade, inputs)


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

    def of(id_: str, ar: int) -> tuple[float, float]:
        return _scale(omrade.indikatorer[id_].slag), omrade.indikatorer[id_].decimals(ar)

    scale, decimals = said_of(rows, of, 2).T
    shown = rows.status.isin(WITH_VALUE)
    empty = shown & ~(rows.namnare.abs() > 0)
    quotient = (scale * rows.taljare / rows.namnare).where(shown & ~empty)
    varde = round_half_away(quotient.to_numpy(), decimals.astype(np.int64))
    missing = {"svar": None, "enheter": float("nan")}  # levels have no answer, units are pooled from none
    own: dict[str, Any] = {column: nothing for column, nothing in missing.items() if column not in rows}
    return rows.assign(varde=varde, **own, status=rows.status.mask(empty, Status.UNDERLAG_SAKNAS))[PUBLISHED]


def _tell_contradictions(computed: pd.DataFrame, publicerat: pd.DataFrame, omrade: Omrade, problems: Problems) -> None:
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
        decimals = omrade.indikatorer[row["indikator"]].decimals(row["ar"])
        was, is_ = written(row["varde"], decimals), written(row["varde_computed"], decimals)
        fact = f"{what} publicerades som {was}, men med sidans regler ger svaren {is_}."
        remedy = "rätta det som är fel: sidans kriterium eller regel, svaren, eller det publicerade talet."
        problems.add(Place(row["fil"], row["rad"]), "motsägelse", fact, remedy)


def _absent(indikator: Indikator, ar: int, otherwise: Status | None, inputs: Inputs) -> list[Status | None]:
    """Return why each unit and level has no figure, if it has none: it was not there, or `otherwise`."""
    enheter, utgava = inputs.enheter, inputs.utgava
    day = utgava.day(ar, indikator.efterslapning)
    existed = {*enheter.vid[day].rapporterar, *enheter.vid[day].medlemmar}
    tillfalle = enheter.tillfalle(utgava, indikator, ar)
    there = {*tillfalle.rapporterar, *tillfalle.medlemmar}
    elsewhere = {id_: Status.HELA_KOMMUNEN if id_ in existed else Status.FANNS_INTE for id_ in enheter.alla}
    return [otherwise if id_ in there else elsewhere[id_] for id_ in enheter.alla]


def _complete(known: pd.DataFrame, omrade: Omrade, inputs: Inputs) -> pd.DataFrame:
    """Return one row for everything the edition shows, with the reason where there is no figure."""
    enheter, utgava = inputs.enheter, inputs.utgava
    units = np.array(list(enheter.alla), dtype=object)
    pairs: list[tuple[str, int]] = []
    reasons: list[list[Status | None]] = []
    known_reasons: dict[tuple[object, ...], list[Status | None]] = {}  # most indicators are alike
    for indikator in shown_indicators(utgava, omrade):
        for ar in indikator.years(utgava.ar):
            awaited = utgava.awaits(indikator.kalla.id, ar)
            otherwise = Status.EJ_MATT if not indikator.mats.holds(ar) else Status.VANTAS if awaited else None
            key = (ar, indikator.efterslapning, indikator.kalla.hela_kommuner, otherwise)
            if key not in known_reasons:
                known_reasons[key] = _absent(indikator, ar, otherwise, inputs)
            pairs.append((indikator.id, ar))
            reasons.append(known_reasons[key])
    wanted = {
        "indikator": np.repeat(np.array([id_ for id_, _ in pairs], dtype=object), len(units)),
        "ar": np.repeat(np.array([ar for _, ar in pairs], dtype=np.int64), len(units)),
        "enhet": np.tile(units, len(pairs)),
        "otherwise": np.array([reason for some in reasons for reason in some], dtype=object),
    }
    rows = pd.DataFrame(wanted).astype({"indikator": object, "enhet": object}).merge(known, on=KEY, how="left")
    status = rows.status.fillna(rows.otherwise).fillna(Status.UNDERLAG_SAKNAS)
    return rows.assign(status=status)[PUBLISHED]
