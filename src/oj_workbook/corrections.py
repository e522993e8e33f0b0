"""Known errors of a source, corrected or withheld as rattelser.yaml says, as long as they are still there."""

import pandas as pd

from oj_workbook.edition import ALLA_KOMMUNER, Rattelse, Utgava
from oj_workbook.model import Omrade, Status
from oj_workbook.problems import Problems, did_you_mean, listed, visible
from oj_workbook.units import Enheter


def correct(
    tables: tuple[pd.DataFrame, ...], utgava: Utgava, omrade: Omrade, enheter: Enheter, problems: Problems
) -> tuple[pd.DataFrame, ...]:
    """Return the tables svar and publicerat with every correction applied; one that no longer bites is a problem."""
    tables = tuple(frame.copy() for frame in tables)
    for rattelse in utgava.rattelser:
        targets = list(enheter.kommuner) if rattelse.enhet == ALLA_KOMMUNER else [rattelse.enhet]
        hits = [_hits(frame, rattelse.indikator, rattelse.ar, targets) for frame in tables]
        number = next((number for number, hit in enumerate(hits) if len(hit)), None)
        if number is None:
            fact = f"rättelsen av {visible(rattelse.indikator)} {rattelse.ar} träffar ingen uppgift."
            remedy = did_you_mean(rattelse.indikator, omrade.indikatorer, "rätta indikator, år eller enhet.")
            problems.add(rattelse.place, "inaktuell-rättelse", fact, remedy)
            continue
        frame, hit = tables[number], hits[number]
        if not _still_wrong(frame, hit, rattelse):
            delivered = listed(sorted({visible(str(value)) for value in _values(frame, hit).values()}))
            expected = visible(rattelse.stod) if rattelse.stod else f"samma som {visible(str(rattelse.stod_samma_som))}"
            fact = f"i leveransen står {delivered} för {visible(rattelse.indikator)} {rattelse.ar}, inte {expected}."
            problems.add(rattelse.place, "inaktuell-rättelse", fact, "ta bort rättelsen, eller rätta ”stod”.")
            continue
        _apply(frame, hit, rattelse, omrade, problems)
    return tables


def _hits(frame: pd.DataFrame, indikator: str, ar: int, targets: list[str]) -> "pd.Index[int]":
    return frame.index[(frame.indikator == indikator) & (frame.ar == ar) & frame.enhet.isin(targets)]


def _values(frame: pd.DataFrame, hit: "pd.Index[int]") -> dict[str, object]:
    """Return what was delivered, by unit: the number, or else the answer."""
    rows = frame.loc[hit]
    if "varde" not in frame:
        return dict(zip(rows.enhet, rows.svar, strict=True))
    return dict(zip(rows.enhet, rows.varde.where(rows.varde.notna(), rows.svar), strict=True))


def _still_wrong(frame: pd.DataFrame, hit: "pd.Index[int]", rattelse: Rattelse) -> bool:
    values = _values(frame, hit)
    if rattelse.stod is not None:
        return all(str(value) in (rattelse.stod, f"{rattelse.stod}.0") for value in values.values())
    same = _hits(frame, str(rattelse.stod_samma_som), rattelse.ar, list(values))
    return values == _values(frame, same)


def _apply(frame: pd.DataFrame, hit: "pd.Index[int]", rattelse: Rattelse, omrade: Omrade, problems: Problems) -> None:
    indikator = omrade.indikatorer[rattelse.indikator]
    if rattelse.blir is None:
        frame.loc[hit, "status"] = Status.FEL_I_KALLAN
        frame.loc[hit, "svar"] = None
        if "varde" in frame:
            frame.loc[hit, "varde"] = float("nan")
    elif "varde" not in frame:
        if rattelse.blir not in indikator.answers(rattelse.ar):
            remedy = did_you_mean(rattelse.blir, indikator.answers(rattelse.ar), "ange ett svar som finns.")
            problems.add(rattelse.place, "okänt-svar", f"svaret {visible(rattelse.blir)} finns inte.", remedy)
        frame.loc[hit, "svar"] = rattelse.blir
    else:
        try:
            frame.loc[hit, "varde"] = float(rattelse.blir)
            frame.loc[hit, "status"] = Status.REDOVISAS
        except ValueError:
            fact = f"{visible(rattelse.blir)} är inget tal."
            problems.add(rattelse.place, "fel-tal", fact, "skriv talet med decimalpunkt, eller ”redovisas inte”.")
