"""Inputs -> units: täljare, nämnare or answer of every reporting unit.  Secret: a row may be about one person."""

from collections import defaultdict
from collections.abc import Set as AbstractSet
from typing import Any

import pandas as pd

from oj_workbook.criteria import holds, in_force, month_number
from oj_workbook.delivered import Block
from oj_workbook.inputs import Inputs
from oj_workbook.model import Antalsslag, Indikator, JaNej, Omrade, Status
from oj_workbook.tables import UNITS, table_of

#: An answer in words (None when it is withheld), and why.
Answer = tuple[str | None, Status]
#: täljare and nämnare, the answer in words, and why there is nothing.
Unit = tuple[float | None, float | None, str | None, Status]


def compute(omrade: Omrade, inputs: Inputs, only: AbstractSet[tuple[str, int]] | None = None) -> pd.DataFrame:
    """Return the table `units`: one row per reporting unit for every indicator and year with answers or counts.

    `only` limits what is counted to some indicators and years; answers are found all the same.

    An answer that counts as Ja is 1 of 1, one that counts as Nej 0 of 1, so that every level above is the sum of
    its units, as for counts (domain rule: pooled units, never means).  A unit without an answer has neither: it
    leaves täljare and nämnare alike, because silence is not a Nej.
    """
    answered, counted = _answered(omrade, inputs), _counted(omrade, inputs, only)
    columns: tuple[list[Any], ...] = tuple([] for _ in UNITS)
    for id_, ar in dict.fromkeys([*answered, *counted]):
        units = answered.get((id_, ar), {}) | counted.get((id_, ar), {})  # Vet ej may stand in place of counts
        page = omrade.indikatorer[id_]
        silent: Unit = (None, None, None, Status.BORTFALL if isinstance(page.slag, Antalsslag) else Status.EJ_SVAR)
        enheter = inputs.enheter.tillfalle(inputs.utgava, page, ar).rapporterar
        rows = [(id_, ar, enhet, *units.get(enhet, silent)) for enhet in enheter]
        for column, found in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(found)
    return table_of(UNITS, columns)


def _answered(omrade: Omrade, inputs: Inputs) -> dict[tuple[str, int], dict[str, Unit]]:
    """Return the units with an answer in words, delivered as final or found by the criteria of the year."""
    counts = {"ja": (1.0, 1.0), "nej": (0.0, 1.0), "utanför": (None, None)}
    answers: dict[tuple[str, int], dict[str, Answer]] = defaultdict(dict)
    svar = inputs.svar
    for indikator, ar, enhet, word, status in zip(
        svar.indikator, svar.ar, svar.enhet, svar.svar, svar.status, strict=True
    ):
        answers[indikator, ar][enhet] = word, status
    for block in inputs.delsvar:
        page = omrade.indikatorer[block.indikator]
        matmanad = month_number(f"{inputs.utgava.matdagar[block.ar]:%Y-%m}")
        answers[block.indikator, block.ar] |= _evaluated(page, block, matmanad)
    units: dict[tuple[str, int], dict[str, Unit]] = {}
    for (indikator, ar), given in answers.items():
        allowed = omrade.indikatorer[indikator].answers(ar)
        units[indikator, ar] = {
            enhet: (*counts[allowed[word].raknas_som if word else "utanför"], word, status)
            for enhet, (word, status) in given.items()
        }
    return units


def _evaluated(page: Indikator, block: Block, matmanad: int) -> dict[str, Answer]:
    """Return the final answers that the criteria of the year give for raw ones; none where they leave it open."""
    special = page.answers(block.ar).keys() - {"Ja", "Nej"}
    verdicts: dict[tuple[str, ...], str | None] = {}  # most units have answered like another
    found: dict[str, Answer] = {}
    for enhet, pattern in zip(block.enheter, zip(*block.svar.values(), strict=True), strict=True):
        if pattern not in verdicts:
            raw = {delfraga: svar for delfraga, svar in zip(block.svar, pattern, strict=True) if svar}
            verdicts[pattern] = _verdict(page, block.ar, raw, special, matmanad)
        if (word := verdicts[pattern]) is not None:
            found[enhet] = word, Status.SVAR
    return found


def _verdict(page: Indikator, ar: int, raw: dict[str, str], special: set[str], matmanad: int) -> str | None:
    if said := special & set(raw.values()):
        return min(said)
    if not isinstance(page.slag, JaNej):
        return None
    verdict = holds(in_force(page.slag.kriterier, ar).ja_nar, raw, matmanad)
    return None if verdict is None else "Ja" if verdict else "Nej"


def _counted(
    omrade: Omrade, inputs: Inputs, only: AbstractSet[tuple[str, int]] | None
) -> dict[tuple[str, int], dict[str, Unit]]:
    """Return the units with täljare and nämnare."""
    pages = [page for page in omrade.indikatorer.values() if only is None or any(page.id == id_ for id_, _ in only)]
    counts = [page.slag for page in pages if isinstance(page.slag, Antalsslag)]
    used = {del_.uppgift for slag in counts for del_ in (slag.taljare, slag.namnare)}
    antal: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    rows = inputs.antal if only is None else inputs.antal[inputs.antal.uppgift.isin(used)]
    for uppgift, ar, enhet, count in zip(rows.uppgift, rows.ar, rows.enhet, rows.antal, strict=True):
        antal[uppgift, ar][enhet] = count
    units: dict[tuple[str, int], dict[str, Unit]] = {}
    for page in pages:
        if not isinstance(page.slag, Antalsslag):
            continue
        for ar in page.years(inputs.utgava.ar):
            if only is not None and (page.id, ar) not in only:
                continue
            taljare, namnare = antal.get((page.slag.taljare.uppgift, ar)), antal.get((page.slag.namnare.uppgift, ar))
            if taljare and namnare:
                units[page.id, ar] = {
                    enhet: (taljare[enhet], count, None, Status.REDOVISAS)
                    for enhet, count in namnare.items()
                    if enhet in taljare
                }
    return units
