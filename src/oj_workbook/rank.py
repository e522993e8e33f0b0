"""Published -> Ranked.  Quartile classes and changes, of published figures only: a colour never reveals an X."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from oj_workbook.model import Figur, Indikator, Klass, Kvartilklass, Omrade, Status, Svarsalternativ
from oj_workbook.rounding import round_half_away
from oj_workbook.suppress import Published
from oj_workbook.units import Enheter

#: Our choice: a measure gets classes when at least this share of the country's kommuner have a published value.
MINSTA_TACKNING = 0.5

Limits = tuple[float, float]
Change = float | str


@dataclass(frozen=True)
class Ranked:
    """Everything that is shown, to look up.

    `figurer` by indicator, year and unit or level; `granser` the lower and upper quartile limit of every
    indicator and year that has classes; `andringar` the change from one year to the next, by indicator, later
    year and unit: a number in the figure's own unit, or words.
    """

    figurer: dict[tuple[str, int, str], Figur]
    granser: dict[tuple[str, int], Limits]
    andringar: dict[tuple[str, int, str], Change]


def rank(published: Published, omrade: Omrade, enheter: Enheter) -> Ranked:
    """Return the published figures with their class, the limits of the classes, and the changes between years."""
    rows = published.rows
    plain = {
        (indikator, ar, enhet): Figur(
            Status(status), None if np.isnan(varde) else varde, svar if isinstance(svar, str) else None
        )
        for indikator, ar, enhet, varde, svar, status in zip(
            rows.indikator, rows.ar, rows.enhet, rows.varde, rows.svar, rows.status, strict=True
        )
    }
    granser = _limits(plain, omrade, enheter)
    figurer = {
        key: Figur(figur.status, figur.varde, figur.svar, quartile_class(figur.varde, granser.get(key[:2])))
        if key[2] in enheter.kommuner
        else figur
        for key, figur in plain.items()
    }
    andringar: dict[tuple[str, int, str], Change] = {}
    for (indikator, ar, enhet), now in figurer.items():
        before = figurer.get((indikator, ar - 1, enhet))
        if before is not None:
            andringar[indikator, ar, enhet] = change(omrade.indikatorer[indikator], ar, before, now)
    return Ranked(figurer, granser, andringar)


def _limits(
    figurer: dict[tuple[str, int, str], Figur], omrade: Omrade, enheter: Enheter
) -> dict[tuple[str, int], Limits]:
    """Return the quartile limits over the kommuner of riket: linear between values, as QUARTILE.INC."""
    values: dict[tuple[str, int], list[float]] = defaultdict(list)
    for (indikator, ar, enhet), figur in figurer.items():
        page = omrade.indikatorer[indikator]
        if figur.varde is not None and enhet in enheter.kommuner and page.kalla.kvartiler:
            values[indikator, ar].append(figur.varde)
    smallest = MINSTA_TACKNING * len(enheter.rikets_kommuner)
    return {
        key: (float(np.percentile(found, 25)), float(np.percentile(found, 75)))
        for key, found in values.items()
        if len(found) >= smallest
    }


def quartile_class(varde: float | None, limits: Limits | None) -> Kvartilklass | None:
    """Return the class of a value: hog among the 25 % highest, lag among the 25 % lowest, mitten between.

    A value on a limit belongs to the outer class, so that equal values share one; when both limits are the
    same value, that value is neither high nor low.
    """
    if varde is None or limits is None:
        return None
    low, high = limits
    if varde <= low and varde < high:
        return "lag"
    return "hog" if varde >= high and varde > low else "mitten"


def change(indikator: Indikator, ar: int, before: Figur, now: Figur) -> Change:
    """Return how a figure changed from the year before: a difference, a word, or the symbol of what is missing."""
    if now.tecken or before.tecken:
        return now.tecken or before.tecken
    if ar in indikator.breaks():
        return "ej jämförbart"
    if now.varde is not None and before.varde is not None:
        decimals = np.array([indikator.mattenhet.decimals(ar)])
        return float(round_half_away(np.array([now.varde - before.varde]), decimals)[0])
    if now.svar is None or before.svar is None:
        return "ej jämförbart"  # a number one year and an answer in words the other
    alternativ = {one.svar: one for one in indikator.slag.svar}
    old, new = alternativ[before.svar], alternativ[now.svar]
    if new.svar == old.svar or old.svar in _same_meaning(new, alternativ):
        return "oförändrat"
    if isinstance(indikator.slag, Klass) and {old.raknas_som, new.raknas_som} == {"ja", "nej"}:
        return f"nu {indikator.slag.andelen}" if new.raknas_som == "ja" else f"nu ej {indikator.slag.andelen}"
    return f"nu {new.svar}" if {old.svar, new.svar} == {"Ja", "Nej"} else "ändrat svar"


def _same_meaning(new: Svarsalternativ, alternativ: dict[str, Svarsalternativ]) -> set[str]:
    """Return the earlier words for the same answer."""
    words: set[str] = set()
    while new.ersatter is not None and new.ersatter not in words:
        words.add(new.ersatter)
        new = alternativ[new.ersatter]
    return words
