"""Published figures -> what can hardly be true of the last year beside the one before: leaps, silences, copies."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from oj_workbook.andringar import PROCENT
from oj_workbook.grid import Grid, Truth, some_in_column, some_in_row
from oj_workbook.inputs import Inputs, shown_indicators
from oj_workbook.model import Indikator, Omrade, Status, Svarsslag
from oj_workbook.numbers import written
from oj_workbook.plausible import FEWEST
from oj_workbook.problems import Place, Problems, visible
from oj_workbook.unitwords import counted, figures_in_words, named

#: A share of fewer units than this moves far when one of them changes its answer.
MINST_ENHETER = 20
#: When a larger share of the units than this move far, and no level does, the measure moves so by itself.
MANGA = 0.25
#: How many procentenheter fewer of the units may have figures than the year before.
FARRE = 10
#: A copy is told when so few would be expected to be alike by chance.
AV_EN_SLUMP = 0.01
#: Units that differ from the most usual figure: with fewer, two columns can be the same by chance.
MINST_OLIKA = 5


@dataclass(frozen=True)
class Years:
    """An indicator's last year with figures and the one before, their rows in the grid, and if the series breaks."""

    page: Indikator
    last: int
    before: int
    row: int
    row_before: int
    brott: bool


def warn_of_year(now: Grid, omrade: Omrade, inputs: Inputs, problems: Problems) -> None:
    """Tell what has happened since the year before that can hardly be true.  Every figure told is published now."""
    every = list(_two_years(now, omrade, inputs))
    compared = [years for years in every if not years.brott]
    units = np.array([id_ in inputs.enheter.enheter for id_ in now.axes.enheter])
    for years in compared:
        _tell_leaps(years, now, units, inputs, problems)
    whole = [years for years in every if years.page.del_av is None]
    for kalla in {years.page.kalla.id: None for years in whole}:
        own = [years for years in whole if years.page.kalla.id == kalla]
        newest = max((years.last, years.before) for years in own)
        own = [years for years in own if (years.last, years.before) == newest]
        _tell_silence(own, now, units, inputs, problems)
        _tell_copied_units([years for years in own if not years.brott], now, units, inputs, problems)
    _tell_copied_columns(compared, now, units, inputs, problems)


def _two_years(now: Grid, omrade: Omrade, inputs: Inputs) -> Iterator[Years]:
    """Yield the last two years with figures of each indicator that has them for the edition's last: others are old."""
    with_figures = some_in_row(now.med_uppgift)
    for page in shown_indicators(inputs.utgava, omrade):
        rows = {ar: now.axes.rader.get((page.id, ar), -1) for ar in page.years(inputs.utgava.ar)}
        there = [ar for ar, row in rows.items() if row >= 0 and with_figures[row]]
        if len(there) > 1 and there[-1] == max(rows):
            before, last = there[-2:]
            brott = any(before < ar <= last for ar in page.breaks())
            yield Years(page, last, before, rows[last], rows[before], brott)


def _tell_leaps(years: Years, now: Grid, units: Truth, inputs: Inputs, problems: Problems) -> None:
    """Tell units and levels whose figure moved more than the limit; a level of few units is no measure of anything."""
    page, limit = years.page, inputs.utgava.rimlighet.storsta_hopp(years.page.mattenhet.namn)
    shown = now.has(Status.REDOVISAS)
    both = shown[years.row] & shown[years.row_before]
    if isinstance(page.slag, Svarsslag):
        few = [~units & (now.enheter[row] > 0) & (now.enheter[row] < MINST_ENHETER) for row in _rows(years)]
        both = both & ~few[0] & ~few[1]
    was, is_ = now.varde[years.row_before], now.varde[years.row]
    moved = np.abs(is_ - was)
    if page.mattenhet.namn != PROCENT:
        moved = np.divide(100 * moved, np.abs(was), out=np.zeros_like(moved), where=both & (was != 0))
    # Rounded figures: 20,0 to 45,0 is 25 and not a little more.
    far = both & (np.nan_to_num(moved) > limit + 1e-9)
    restless = (far & units).sum() > MANGA * (both & units).sum() and not (far & ~units).any()
    if restless or not far.any():
        return
    order = sorted(np.flatnonzero(far).tolist(), key=lambda column: -moved[column])
    of_years = page.decimals(years.before), page.decimals(years.last)
    steps = {
        now.axes.enheter[column]: f"{written(was[column], of_years[0])} → {written(is_[column], of_years[1])}"
        for column in order
    }
    unit = "procentenheter" if page.mattenhet.namn == PROCENT else "procent"
    fact = (
        f"{visible(page.id)} har flyttat sig mer än {limit} {unit} från {years.before} till {years.last} för "
        f"{counted(steps, inputs.enheter)}: {named(steps, inputs.enheter)} ({page.mattenhet.tecken})."
    )
    remedy = "se efter i leveransen; stämmer talen, och är det ofta så: höj gränsen under ”hopp” i utgava.yaml."
    problems.add(Place(page.sida), "hopp", fact, remedy, inputs.utgava.rimlighet.niva("hopp"))


def _rows(years: Years) -> tuple[int, int]:
    return years.row, years.row_before


def _tell_silence(own: list[Years], now: Grid, units: Truth, inputs: Inputs, problems: Problems) -> None:
    """Tell a source where far fewer of those who report have any figure in the last year."""
    told: list[tuple[int, int, int]] = []
    for ar, rows in zip(
        (own[0].before, own[0].last), zip(*((y.row_before, y.row) for y in own), strict=True), strict=True
    ):
        reporting = set(inputs.enheter.tillfalle(inputs.utgava, own[0].page, ar).rapporterar)
        answered = some_in_column(now.med_uppgift[list(rows)]) & units
        told.append((ar, sum(now.axes.enheter[one] in reporting for one in np.flatnonzero(answered)), len(reporting)))
    before, last = (100 * antal / of for _, antal, of in told)
    if before - last > FARRE:
        in_words = ", men ".join(f"{ar} hade {antal} av {of} enheter uppgifter" for ar, antal, of in told)
        fact = f"källan {visible(own[0].page.kalla.id)}: {in_words}."
        remedy = "se efter om leveransen är hel; stämmer det: låt varningen stå."
        problems.add(_kallor(inputs), "färre-svar", fact, remedy, inputs.utgava.rimlighet.niva("färre-svar"))


def _kallor(inputs: Inputs) -> Place:
    return Place(f"indicators/{inputs.utgava.omrade}/_omrade.yaml")


def _tell_copied_units(own: list[Years], now: Grid, units: Truth, inputs: Inputs, problems: Problems) -> None:
    """Tell units all of whose figures are those of the year before, where so many have changed that it is no chance."""
    number = np.zeros(len(units), dtype=np.int64)
    alike, chance = units.copy(), np.zeros(len(units))
    shown = now.has(Status.REDOVISAS, Status.SMA_TAL, Status.SVAR)
    for years in own:
        both = shown[years.row] & shown[years.row_before] & units
        if both.sum() < MINST_ENHETER:
            continue
        same = both & (
            (now.varde[years.row] == now.varde[years.row_before])
            | ((now.svar[years.row] >= 0) & (now.svar[years.row] == now.svar[years.row_before]))
        )
        number += both
        alike &= same | ~both
        # The one unit itself is among them, so that there is always a chance.
        chance += both * np.log((same.sum() + 1) / (both.sum() + 1))
    found = alike & (number >= FEWEST) & (np.exp(chance) * units.sum() < AV_EN_SLUMP)
    if found.any():
        what = {
            now.axes.enheter[column]: f"({figures_in_words(int(number[column]))})"
            for column in np.flatnonzero(found).tolist()
        }
        fact = (
            f"källan {visible(own[0].page.kalla.id)}: alla uppgifter {own[0].last} är desamma som {own[0].before} för "
            f"{counted(what, inputs.enheter)}: {named(what, inputs.enheter)}."
        )
        remedy = "fråga enheten om den har lämnat förra årets uppgifter en gång till."
        problems.add(_kallor(inputs), "misstänkt-kopia", fact, remedy, inputs.utgava.rimlighet.niva("misstänkt-kopia"))


def _tell_copied_columns(compared: list[Years], now: Grid, units: Truth, inputs: Inputs, problems: Problems) -> None:
    """Tell an indicator whose units have the very figures of the year before, or of another indicator."""
    seen: dict[bytes, Years] = {}
    for years in compared:
        last, before = (_column(now, row, units) for row in _rows(years))
        if last is None:
            continue
        other = seen.setdefault(last, years)
        of = f"{years.before} års" if last == before else f"{visible(other.page.id)}s" if _apart(other, years) else ""
        if of:
            fact = f"{visible(years.page.id)} {years.last}: alla enheter har {of} uppgifter."
            remedy = "se efter om en kolumn har levererats två gånger."
            niva = inputs.utgava.rimlighet.niva("misstänkt-kopia")
            problems.add(Place(years.page.sida), "misstänkt-kopia", fact, remedy, niva)


def _apart(one: Years, other: Years) -> bool:
    """Tell whether two indicators of a year count different things, so that they can hardly be the same."""
    counts = one.page.uppgifter & other.page.uppgifter
    return one.page.id != other.page.id and one.last == other.last and not counts


def _column(now: Grid, row: int, units: Truth) -> bytes | None:
    """Return the units' figures as something to compare; None when they are too few or too alike to say anything."""
    there = units & now.has(Status.REDOVISAS, Status.SVAR, Status.SMA_TAL)[row]
    # An answer is a number too, and none that a figure has.
    figures = np.where(there, np.where(now.svar[row] >= 0, now.svar[row] + 0.5e-9, now.varde[row]), np.inf)
    _, numbers = np.unique(figures[there], return_counts=True)
    if there.sum() < MINST_ENHETER or there.sum() - numbers.max() < MINST_OLIKA:
        return None
    return figures.tobytes()
