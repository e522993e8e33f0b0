"""Changes -> sentences: one line that says what an edit does, and the words the longer lists are made of."""

from collections.abc import Iterable, Sequence

from oj_workbook.changes import PageChange, Step, YearChange
from oj_workbook.model import Enhet

#: More measures than this are not named one by one in the one line.
MOST_NAMED = 3


def summary(changes: Sequence[PageChange]) -> str:
    """Return the whole in one line, such as "3 indikatorer ändras; 41 kommuner Ja → Nej; riket 70 → 63 %"."""
    if not changes:
        return "Inga indikatorer ändras."
    told = []
    for vad, en, flera in (
        ("ändrad", "1 indikator ändras", "{} indikatorer ändras"),
        ("ny", "1 indikator är ny", "{} indikatorer är nya"),
        ("borttagen", "1 indikator tas bort", "{} indikatorer tas bort"),
    ):
        # The parts of a measure come, change and go with it, and are no indicators to whoever wrote the page.
        those = [one for one in changes if one.vad == vad and (vad == "ändrad" or one.indikator.del_av is None)]
        pages = {one.indikator.del_av.hela if one.indikator.del_av else one.indikator.id for one in those}
        if pages:
            told.append(en if len(pages) == 1 else flera.format(len(pages)))
    return "; ".join([*told, *effects(changes)]) + "."


def effects(changes: Sequence[PageChange]) -> list[str]:
    """Return what became of the results of pages that were edited, each in a few words."""
    edited = [one for one in changes if one.vad == "ändrad"]
    years = [year for one in edited for year in one.ar]
    if edited and not years:
        others = [one for one in changes if one.vad != "ändrad" and one.indikator.del_av is None]
        return ["inga andra resultat ändras" if others else "inga resultat ändras"]
    told = [*_answers(years), *_values(years), *_riket(edited), *_suppressed(years)]
    coloured = {enhet.id: enhet for year in years for enheter in year.farger.values() for enhet in enheter}
    return [*told, f"färger byts i {counted(coloured.values())}"] if coloured else told


def counted(enheter: Iterable[Enhet]) -> str:
    """Return how many units there are: kommuner, unless some of them are parts of one."""
    some = list(enheter)
    if all(enhet.niva == "kommun" for enhet in some):
        return "1 kommun" if len(some) == 1 else f"{len(some)} kommuner"
    return "1 enhet" if len(some) == 1 else f"{len(some)} enheter"


def arrow(step: Step) -> str:
    """Return one step, with the unit of the numbers written once: 70 → 63 %."""
    before, now = step
    number, _, unit = before.rpartition(" ")
    return f"{number} → {now}" if unit and number and now.endswith(f" {unit}") else f"{before} → {now}"


def _answers(years: list[YearChange]) -> list[str]:
    steps: dict[Step, dict[str, Enhet]] = {}
    for year in years:
        for step, enheter in year.svar.items():
            steps.setdefault(step, {}).update({enhet.id: enhet for enhet in enheter})
    ordered = sorted(steps.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"{counted(enheter.values())} {arrow(step)}" for step, enheter in ordered]


def _values(years: list[YearChange]) -> list[str]:
    moved = {enhet.id: enhet for year in years for enhet, _ in year.varden}
    return [f"{counted(moved.values())} får nya tal"] if moved else []


def _riket(pages: list[PageChange]) -> list[str]:
    """Return how riket went in the latest year of each page where it did."""
    latest = [
        (one, year.ar, year.riket)
        for one in pages
        if one.indikator.del_av is None
        for year in one.ar[-1:]
        if year.riket
    ]
    if len(latest) == 1:
        return [f"riket {arrow(step)} {ar}" for _, ar, step in latest]
    if len(latest) > MOST_NAMED:
        return [f"riket ändras i {len(latest)} indikatorer"]
    return [f"riket {arrow(step)} i {one.indikator.kort_namn} {ar}" for one, ar, step in latest]


def _suppressed(years: list[YearChange]) -> list[str]:
    hidden, shown = sum(len(year.undertryckta) for year in years), sum(len(year.visade) for year in years)
    told = [f"{hidden} nya undertryckta" if hidden > 1 else "1 ny undertryckt"] if hidden else []
    return told + ([f"{shown} inte längre undertryckta" if shown > 1 else "1 inte längre undertryckt"] if shown else [])
