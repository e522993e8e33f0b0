"""Published figures, one on each row -> rows for the table publicerat; a figure that cannot be right is told."""

from dataclasses import dataclass
from typing import Any

from oj_workbook.codes import refuse_unknown_meanings
from oj_workbook.csvfile import Rows
from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans
from oj_workbook.model import Indikator, Omrade, Status, Svarsslag
from oj_workbook.numbers import published_number, tal_remedy
from oj_workbook.problems import Place, Problems, did_you_mean, listed, visible
from oj_workbook.unitcodes import UnitCodes, has_columns

STATUS_I_LEVERANS = {"undertryckt": Status.UNDERTRYCKT, "bortfall": Status.BORTFALL}
KOLUMNER = ("enhet", "namn", "indikator", "år", "värde")


@dataclass(frozen=True)
class Siffror:
    """Rows for the table publicerat, and how many cells were repaired."""

    publicerat: list[tuple[Any, ...]]
    normaliserade: int


def read_published(
    leverans: Leverans, rows: Rows, utgava: Utgava, omrade: Omrade, units: UnitCodes, problems: Problems
) -> Siffror:
    """Return the figures of a delivery; each is about an indicator, a year and a unit or level."""
    if not has_columns(leverans, rows, KOLUMNER, problems):
        return Siffror([], 0)
    pages = omrade.indikatorer.values()
    words = {one.svar for page in pages if not isinstance(page.slag, Svarsslag) for one in page.slag.svar}
    unknown = refuse_unknown_meanings(leverans, {*STATUS_I_LEVERANS, *words}, problems)
    found: list[tuple[Any, ...]] = []
    seen: dict[tuple[str, int, str], int] = {}
    normaliserade = 0
    at = [rows.rubriker.index(leverans.kolumner[ord_]) for ord_ in KOLUMNER]
    for rad, cells in rows.rader:
        place = Place(rows.fil, rad)
        kod, namn, word, written_year, written = (cells[one] for one in at)
        cell = _symbol(written, leverans)
        normaliserade += cell != written
        indikator = omrade.find(word)
        if indikator is None:
            remedy = did_you_mean(word, omrade.indikatorer, "rätta namnet, eller lägg till definitionen.")
            problems.add(place, "okänd-indikator", f"indikatorn {visible(word)} finns inte.", remedy)
            continue
        enhet = units.find(leverans, place, kod, namn)
        normaliserade += enhet is not None and enhet != kod
        ar = _year(place, written_year, indikator, utgava, problems)
        if enhet is None or ar is None:
            continue
        key = (indikator.id, ar, enhet)
        if key in seen:
            fact = f"{indikator.id} {ar} för {enhet} står redan på rad {seen[key]}."
            problems.add(place, "dubbel-rad", fact, "behåll den rad som gäller.")
            continue
        seen[key] = rad
        figure = None if cell in unknown else _figure(leverans, place, indikator, ar, cell, problems)
        if figure is not None:
            found.append((*key, *figure, place.fil, place.rad))
    return Siffror(found, normaliserade)


def _symbol(cell: str, leverans: Leverans) -> str:
    """Return a code as the delivery declares it: older files have both X and x."""
    return cell.upper() if cell not in leverans.koder and cell.upper() in leverans.koder else cell


def _figure(
    leverans: Leverans, place: Place, indikator: Indikator, ar: int, cell: str, problems: Problems
) -> tuple[float | None, str | None, Status] | None:
    """Return value, answer and status of a published cell; None after a problem."""
    word = leverans.koder.get(cell, cell)
    if word in STATUS_I_LEVERANS:
        return None, None, STATUS_I_LEVERANS[word]
    if word in indikator.answers(ar) and not isinstance(indikator.slag, Svarsslag):
        return None, word, Status.SVAR
    sign = leverans.decimaltecken
    varde, fault = published_number(cell, indikator, ar, sign)
    if fault:
        otherwise = f"leverera talet så som det publicerades, med decimal{sign} och utan procenttecken."
        problems.add(place, "fel-tal", f"{visible(cell)} {fault}.", tal_remedy(cell, sign, otherwise))
        return None
    return varde, None, Status.REDOVISAS


def _year(place: Place, cell: str, indikator: Indikator, utgava: Utgava, problems: Problems) -> int | None:
    years = [ar - indikator.efterslapning for ar in utgava.ar]
    expected = [str(ar) for ar in years if indikator.mats.holds(ar)]
    if cell in expected:
        return int(cell)
    fact = f"år {visible(cell)} ingår inte för {indikator.id} i utgåvan."
    remedy = (
        f"väntat: {listed(expected)}; ta bort raden, eller ändra ”mäts” på sidan."
        if expected
        else "indikatorn mäts inte under utgåvans år."
    )
    problems.add(place, "fel-år", fact, remedy)
    return None
