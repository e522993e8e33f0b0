"""Published figures -> resultat.csv, for those who count on: the columns of the outside interface, sorted."""

import csv
import io

from oj_workbook.model import Omrade
from oj_workbook.rank import Ranked
from oj_workbook.units import Enheter

KOLUMNER = ("enhet", "namn", "niva", "indikator", "ar", "varde", "svar", "status", "tecken", "klass")


def resultat_csv(ranked: Ranked, omrade: Omrade, enheter: Enheter) -> bytes:
    """Return the file: UTF-8, comma, decimal point, one row per published figure.

    `varde` is written with the decimals it was published with, and is empty where nothing may be known.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(KOLUMNER)
    order = {id_: number for number, id_ in enumerate(enheter.alla)}
    places = {id_: number for number, id_ in enumerate(omrade.indikatorer)}
    for (indikator, ar, enhet), figur in sorted(
        ranked.figurer.items(), key=lambda item: (order[item[0][2]], places[item[0][0]], item[0][1])
    ):
        decimals = omrade.indikatorer[indikator].mattenhet.decimals(ar)
        varde = "" if figur.varde is None else f"{figur.varde:.{decimals}f}"
        unit = enheter.alla[enhet]
        row = (unit.id, unit.namn, unit.niva, indikator, ar, varde, figur.svar or "", figur.status, figur.tecken)
        writer.writerow((*row, figur.klass or ""))
    return target.getvalue().encode()
