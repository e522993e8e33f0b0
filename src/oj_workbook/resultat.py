"""Published figures -> resultat.csv, for those who count on: the columns of the outside interface, sorted."""

import csv
import io
from collections.abc import Iterator

from oj_workbook.model import Omrade
from oj_workbook.rank import Ranked
from oj_workbook.units import Enheter

KOLUMNER = (
    *("enhet", "namn", "niva", "indikator", "ar", "varde", "svar", "status", "tecken", "klass"),
    *("antal_enheter", "uppdelning"),
)
Cells = tuple[str | int | None, ...]


def resultat_csv(ranked: Ranked, omrade: Omrade, enheter: Enheter, markning: str) -> bytes:
    """Return the file: UTF-8, comma, decimal point, one row per published figure.

    `varde` is written with the decimals it was published with, and is empty where nothing may be known.
    `antal_enheter` is how many units a level's figure is pooled from, `uppdelning` which part of a measure it is, ""
    for the whole.  Invented figures carry `markning` on every row, in a column that is not there otherwise.
    """
    target = io.BytesIO()
    text = io.TextIOWrapper(target, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    mark = (markning,) if markning else ()
    writer.writerow((*KOLUMNER, *(["markning"] if markning else [])))
    places = {id_: number for number, id_ in enumerate(omrade.indikatorer)}
    pairs = sorted(ranked.figurer, key=lambda pair: (places[pair[0]], pair[1]))
    delar = {id_: one.del_av.id if one.del_av else "" for id_, one in omrade.indikatorer.items()}
    decimals = {pair: omrade.indikatorer[pair[0]].decimals(pair[1]) for pair in pairs}
    written: dict[tuple[int, int], Cells] = {}

    def rows() -> Iterator[Cells]:
        for id_, unit in enheter.alla.items():
            for pair in pairs:
                figur = ranked.figurer[pair][id_]
                key = (id(figur), decimals[pair])  # thousands are one and the same
                if key not in written:
                    varde = "" if figur.varde is None else f"{figur.varde:.{decimals[pair]}f}"
                    antal = "" if figur.enheter is None else figur.enheter
                    written[key] = (varde, figur.svar, figur.status.value, figur.tecken, figur.klass, antal)
                yield (unit.id, unit.namn, unit.niva, *pair, *written[key], delar[pair[0]], *mark)

    writer.writerows(rows())
    text.flush()
    return target.getvalue()
