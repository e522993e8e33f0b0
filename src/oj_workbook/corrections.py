"""Known errors of a source, corrected or withheld as rattelser.yaml says, as long as they are still there."""

import pandas as pd

from oj_workbook.edition import ALLA_KOMMUNER, Rattelse, Utgava
from oj_workbook.model import Omrade, Status
from oj_workbook.numbers import published_number
from oj_workbook.problems import Problems, did_you_mean, listed, visible
from oj_workbook.units import Enheter


def correct(
    tables: tuple[pd.DataFrame, ...], utgava: Utgava, omrade: Omrade, enheter: Enheter, problems: Problems
) -> tuple[pd.DataFrame, ...]:
    """Return the tables svar and publicerat with every correction applied; one that no longer bites is a problem."""
    tables = tuple(frame.copy() for frame in tables)
    seen: set[tuple[str, int, str]] = set()
    for rattelse in utgava.rattelser:
        key = (rattelse.indikator, rattelse.ar, rattelse.enhet)
        named = [rattelse.indikator, *([rattelse.stod_samma_som] if rattelse.stod_samma_som else [])]
        unknown = [id_ for id_ in named if id_ not in omrade.indikatorer]
        if unknown:
            remedy = did_you_mean(unknown[0], omrade.indikatorer, "rätta indikatorns id.")
            fact = f"indikatorn {visible(unknown[0])} finns inte."
            problems.add(rattelse.place, "okänd-indikator", fact, remedy)
            continue
        if key in seen:
            fact = f"{visible(rattelse.indikator)} {rattelse.ar} för {rattelse.enhet} rättas två gånger."
            problems.add(rattelse.place, "dubbel-rättelse", fact, "behåll en av posterna.")
            continue
        seen.add(key)
        targets = list(enheter.enheter) if rattelse.enhet == ALLA_KOMMUNER else [rattelse.enhet]
        hits = [_hits(frame, rattelse.indikator, rattelse.ar, targets) for frame in tables]
        number = next((number for number, hit in enumerate(hits) if len(hit)), None)
        if number is None:
            fact = f"rättelsen av {visible(rattelse.indikator)} {rattelse.ar} träffar ingen uppgift."
            remedy = (
                "rätta år eller enhet: en kommunkod, ett län som lan-06, riket, eller alla kommuner. "
                "Bara slutsvar och publicerade siffror rättas så; för annat behövs en ny fil."
            )
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
        varde, fault = published_number(rattelse.blir, indikator, rattelse.ar)
        if fault:
            fact = f"{visible(rattelse.blir)} {fault}."
            problems.add(rattelse.place, "fel-tal", fact, "skriv talet så som det ska visas, eller ”redovisas inte”.")
        frame.loc[hit, "varde"] = varde
        frame.loc[hit, "status"] = Status.REDOVISAS
