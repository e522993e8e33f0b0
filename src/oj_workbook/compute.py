"""Inputs -> units: täljare, nämnare or answer of every reporting unit.  Secret: a row may be about one person."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

from oj_workbook.criteria import holds, in_force, month_number
from oj_workbook.inputs import Inputs
from oj_workbook.model import Antalsslag, JaNej, Omrade, Status
from oj_workbook.tables import KEY, UNITS, table

#: indikator, ar, enhet, the answer in words (None when it is withheld), and why.
Answer = tuple[str, int, str, str | None, Status]


def compute(omrade: Omrade, inputs: Inputs) -> pd.DataFrame:
    """Return the table `units`: one row per unit for every indicator and year delivered as answers or counts.

    An answer that counts as Ja is 1 of 1, one that counts as Nej 0 of 1, so that every level above is the sum of
    its units, as for counts (domain rule: pooled units, never means).  A unit without an answer has neither: it
    leaves täljare and nämnare alike, because silence is not a Nej.
    """
    answers = [*_final_answers(inputs), *_evaluated(omrade, inputs)]
    rows = [*_answer_rows(omrade, answers), *_count_rows(omrade, inputs)]
    given = table(UNITS, rows)
    pairs = given[["indikator", "ar"]].drop_duplicates()
    expected = pairs.merge(pd.DataFrame({"enhet": list(inputs.enheter.kommuner)}), how="cross")
    units = expected.merge(given, on=KEY, how="left")
    counted = {id_: isinstance(page.slag, Antalsslag) for id_, page in omrade.indikatorer.items()}
    silent = units.indikator.map(lambda id_: Status.BORTFALL if counted[id_] else Status.EJ_SVAR)
    return units.assign(status=units.status.where(units.status.notna(), silent))


def _final_answers(inputs: Inputs) -> Iterator[Answer]:
    svar = inputs.svar
    return zip(svar.indikator, svar.ar, svar.enhet, svar.svar, svar.status, strict=True)


def _evaluated(omrade: Omrade, inputs: Inputs) -> Iterator[Answer]:
    """Yield the final answers that the criteria of the year give for raw answers."""
    raw: dict[tuple[str, int, str], dict[str, str]] = defaultdict(dict)
    delsvar = inputs.delsvar
    for indikator, delfraga, ar, enhet, svar in zip(
        delsvar.indikator, delsvar.delfraga, delsvar.ar, delsvar.enhet, delsvar.svar, strict=True
    ):
        raw[indikator, ar, enhet][delfraga] = svar
    for (indikator, ar, enhet), delsvaren in raw.items():
        page = omrade.indikatorer[indikator]
        special = page.answers(ar).keys() & set(delsvaren.values()) - {"Ja", "Nej"}
        if special:
            yield indikator, ar, enhet, min(special), Status.SVAR
        elif isinstance(page.slag, JaNej):
            matmanad = month_number(f"{inputs.utgava.matdagar[ar]:%Y-%m}")
            verdict = holds(in_force(page.slag.kriterier, ar).ja_nar, delsvaren, matmanad)
            if verdict is not None:
                yield indikator, ar, enhet, "Ja" if verdict else "Nej", Status.SVAR


def _answer_rows(omrade: Omrade, answers: list[tuple[str, int, str, str | None, Status]]) -> Iterator[tuple[Any, ...]]:
    counts = {"ja": (1.0, 1.0), "nej": (0.0, 1.0), "utanför": (None, None)}
    for indikator, ar, enhet, svar, status in answers:
        raknas_som = omrade.indikatorer[indikator].answers(ar)[svar].raknas_som if svar else "utanför"
        yield indikator, ar, enhet, *counts[raknas_som], svar, status


def _count_rows(omrade: Omrade, inputs: Inputs) -> Iterator[tuple[Any, ...]]:
    antal = {
        (uppgift, ar, enhet): antal
        for uppgift, ar, enhet, antal in zip(
            inputs.antal.uppgift, inputs.antal.ar, inputs.antal.enhet, inputs.antal.antal, strict=True
        )
    }
    for indikator in omrade.indikatorer.values():
        if not isinstance(indikator.slag, Antalsslag):
            continue
        taljare, namnare = indikator.slag.taljare.uppgift, indikator.slag.namnare.uppgift
        for ar in indikator.years(inputs.utgava.ar):
            for uppgift, year, enhet in list(antal):
                if (uppgift, year) == (namnare, ar) and (taljare, ar, enhet) in antal:
                    counts = antal[taljare, ar, enhet], antal[namnare, ar, enhet]
                    yield indikator.id, ar, enhet, *counts, None, Status.REDOVISAS
