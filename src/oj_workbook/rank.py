"""Published -> Ranked.  Quartile classes and changes, of published figures only: a colour never reveals an X."""

from dataclasses import dataclass, field, replace
from math import isnan

import numpy as np
import pandas as pd

from oj_workbook.model import Figur, Indikator, Klass, Kvartilklass, Omrade, Status, Svarsalternativ
from oj_workbook.rounding import round_half_away
from oj_workbook.suppress import Published
from oj_workbook.tables import KEY
from oj_workbook.units import Enheter

#: Our choice: a measure gets classes when at least this share of the country's kommuner have a published value.
MINSTA_TACKNING = 0.5

#: The classes in words; None is no class.
KLASSORD: dict[Kvartilklass | None, str] = {"lag": "låg", "mitten": "mitten", "hog": "hög", None: "ingen"}

Limits = tuple[float, float]
Change = float | str


#: An indicator and a year, and what each unit and level has then.
Figurer = dict[tuple[str, int], dict[str, Figur]]


@dataclass(frozen=True)
class Ranked:
    """Everything that is shown, to look up.

    `figurer` by indicator and year, then unit or level; `granser` the lower and upper quartile limit of every
    indicator and year that has classes; `rows` is the table `published` that they were made of.
    """

    figurer: Figurer
    granser: dict[tuple[str, int], Limits]
    rows: pd.DataFrame = field(compare=False)


def rank(published: Published, omrade: Omrade, enheter: Enheter) -> Ranked:
    """Return the published figures with their class, and the limits of the classes."""
    made: dict[tuple[Status, float | None, str | None, int | None], Figur] = {}  # thousands are alike
    figurer: Figurer = {}
    rows = published.rows
    for indikator, ar, enhet, status, number, answer, antal in zip(
        *(rows[column].tolist() for column in (*KEY, "status", "varde", "svar", "enheter")), strict=True
    ):
        varde = None if isnan(number) else number
        enheter_bakom = None if isnan(antal) else int(antal)
        svar = answer if isinstance(answer, str) else None
        facts = (status, varde, svar, enheter_bakom)
        if facts not in made:
            made[facts] = Figur(Status(status), varde, svar, enheter=enheter_bakom)
        figurer.setdefault((indikator, ar), {})[enhet] = made[facts]
    granser = _limits(figurer, omrade, enheter)
    classed: dict[tuple[int, Kvartilklass | None], Figur] = {}
    for pair, limits in granser.items():
        for enhet in enheter.enheter:
            figur = figurer[pair][enhet]
            key = (id(figur), klass := quartile_class(figur.varde, limits))
            if key not in classed:
                classed[key] = replace(figur, klass=klass)
            figurer[pair][enhet] = classed[key]
    return Ranked(figurer, granser, rows)


def _limits(figurer: Figurer, omrade: Omrade, enheter: Enheter) -> dict[tuple[str, int], Limits]:
    """Return the quartile limits over the kommuner of riket: linear between values, as QUARTILE.INC."""
    granser: dict[tuple[str, int], Limits] = {}
    for pair, found in figurer.items():
        values = [varde for kommun in enheter.kommuner if (varde := found[kommun].varde) is not None]
        if (
            omrade.indikatorer[pair[0]].kvartiler
            and values
            and len(values) >= MINSTA_TACKNING * len(enheter.rikets_kommuner)
        ):
            granser[pair] = float(np.percentile(values, 25)), float(np.percentile(values, 75))
    return granser


def without_rows(ranked: Ranked) -> Ranked:
    """Return what is looked up, without the table that it was made of: no later stage needs it."""
    return replace(ranked, rows=pd.DataFrame())


def shown_limits(limits: Limits, decimals: int) -> Limits:
    """Return limits as they are printed, with one decimal more than the figures have.

    A quartile lies a quarter, a half or three quarters of the way between two of the grid's values, or on one: so
    rounding moves it past none of them, and a reader finds the same classes by the printed limits.
    """
    low, high = round_half_away(np.array(limits), np.array([decimals + 1] * 2)).tolist()
    return low, high


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
    """Return how a figure changed to a year from the one before, in the figure's own unit or in words.

    Where one of the two is missing, its symbol.
    """
    if now.tecken or before.tecken:
        return now.tecken or before.tecken
    if ar in indikator.breaks():
        return "ej jämförbart"
    if now.varde is not None and before.varde is not None:
        decimals = np.array([indikator.decimals(ar)])
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
