"""Published figures -> resultat.csv, for those who count on: the columns of the outside interface, sorted."""

import csv
import io
from collections.abc import Iterable, Iterator

from oj_workbook.falt import FALT, MARKNING
from oj_workbook.model import Omrade
from oj_workbook.rank import Ranked
from oj_workbook.units import Enheter

KOLUMNER = tuple(kolumn for kolumn in FALT if kolumn != MARKNING)


def resultat_csv(ranked: Ranked, omrade: Omrade, enheter: Enheter, markning: str) -> bytes:
    """Return the file: UTF-8, comma, decimal point, one row per published figure.

    `varde` is written with the decimals it was published with, and is empty where nothing may be known.
    `antal_enheter` is how many units a level's figure is pooled from, `uppdelning` which part of a measure it is, ""
    for the whole.  Invented figures carry `markning` on every row, in a column that is not there otherwise.
    """
    mark = (markning,) if markning else ()
    places = {id_: number for number, id_ in enumerate(omrade.indikatorer)}
    pairs = sorted(ranked.figurer, key=lambda pair: (places[pair[0]], pair[1]))
    delar = {id_: one.del_av.id if one.del_av else "" for id_, one in omrade.indikatorer.items()}
    decimals = {pair: omrade.indikatorer[pair[0]].decimals(pair[1]) for pair in pairs}
    written: dict[tuple[int, int], str] = {}
    before = {pair: _cells(pair) for pair in pairs}
    after = {pair: _cells((delar[pair[0]], *mark)) for pair in pairs}

    def rows(id_: str) -> Iterator[str]:
        unit = enheter.alla[id_]
        this = _cells((unit.id, unit.namn, unit.niva))
        for pair in pairs:
            figur = ranked.figurer[pair][id_]
            key = (id(figur), decimals[pair])  # thousands are one and the same
            if key not in written:
                varde = "" if figur.varde is None else f"{figur.varde:.{decimals[pair]}f}"
                antal = "" if figur.enheter is None else figur.enheter
                written[key] = _cells((varde, figur.svar, figur.status.value, figur.tecken, figur.klass, antal))
            yield f"{this},{before[pair]},{written[key]},{after[pair]}\n"

    target = io.BytesIO()
    target.write(f"{_cells((*KOLUMNER, *([MARKNING] if markning else [])))}\n".encode())
    for id_ in enheter.alla:
        target.write("".join(rows(id_)).encode())
    return target.getvalue()


def _cells(cells: Iterable[str | int | None]) -> str:
    """Return some cells of a row as they are written, those with a comma in quotation marks."""
    target = io.StringIO()
    csv.writer(target, lineterminator="").writerow(("", *cells))  # a lone empty cell would be written as ""
    return target.getvalue()[1:]
