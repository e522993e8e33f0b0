"""Changes -> sentences: one line that says what differs, the lines it is made of, and the words of both."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from oj_workbook.causes import ORSAKER
from oj_workbook.model import Enhet
from oj_workbook.moves import Changes, Move, PageChange, Step, YearChange
from oj_workbook.numbers import written

#: A number as it is shown, or what is said in its place: only those lose their unit in an arrow.
NUMBER = re.compile(r"[−-]?\d[\d ]*(?:,\d+)?\*?|ett tal")
#: More measures than this are not named one by one in the one line.
MOST_NAMED = 3


@dataclass(frozen=True)
class Line:
    """One thing that differs in an indicator and year: `vad` in few words, why, and which units or steps; "" for none.

    `enheter` are those that it is about.
    """

    vad: str
    varfor: str = ""
    vilka: tuple[str, ...] = ()
    enheter: tuple[Enhet, ...] = ()

    def which(self, most: int) -> str:
        """Return the first of the units or steps, and how many more there are."""
        more = f" och {len(self.vilka) - most} till" if len(self.vilka) > most else ""
        return ", ".join(self.vilka[:most]) + more


def lines(change: PageChange, year: YearChange) -> Iterator[Line]:
    """Yield what happened in a year, the whole first: what came, riket, other levels, answers, values, X, classes."""
    if year.kom:
        yield Line("1 ny uppgift" if year.kom == 1 else f"{written(year.kom, 0)} nya uppgifter")
    if year.definition and change.vad == "ändrad":
        yield Line(f"räknas på ett annat sätt: {', '.join(year.definition)}")
    new = change.vad == "ny"
    for move in (one for one in year.nivaer if one.enhet.niva == "riket"):
        yield Line(f"riket {arrow(move.step)}", "" if new else ORSAKER[move.orsak], (), (move.enhet,))
    if not new:
        others = [move for move in year.nivaer if move.enhet.niva != "riket"]
        yield from _grouped(others, lambda some: f"{len(some)} av städer, län och grupper", steps=True)
    for step in _steps(year.svar):
        said = arrow(step)
        yield from _grouped([one for one in year.svar if one.step == step], _heading(said), named=not new, why=not new)
    yield from _grouped(year.varden, lambda some: f"nya tal, {counted(_enheter(some))}", steps=True, why=not new)
    yield from _grouped(year.undertryckta, lambda some: f"undertrycks, {len(some)}", why=not new)
    yield from _grouped(year.visade, lambda some: f"undertrycks inte längre, {len(some)}", why=not new)
    for step in () if new else sorted({one.step for one in year.farger}):
        yield from _grouped([one for one in year.farger if one.step == step], _heading(f"klass {arrow(step)}"))
    if year.granser:
        yield Line(f"klassernas gränser {', '.join(arrow(step) for step in year.granser)}")


def _heading(said: str) -> Callable[[Sequence[Move]], str]:
    return lambda some: f"{said}, {counted(_enheter(some))}"


def _steps(moves: Sequence[Move]) -> list[Step]:
    """Return the steps, the commonest first."""
    found: dict[Step, int] = {}
    for one in moves:
        found[one.step] = found.get(one.step, 0) + 1
    return sorted(found, key=lambda step: (-found[step], step))


def _grouped(
    moves: Sequence[Move],
    heading: Callable[[Sequence[Move]], str],
    *,
    steps: bool = False,
    named: bool = True,
    why: bool = True,
) -> Iterator[Line]:
    """Yield a line for those that moved for the same cause."""
    for orsak in dict.fromkeys(one.orsak for one in moves) if why else [None] if moves else []:
        some = [one for one in moves if orsak in (None, one.orsak)]
        told = [f"{one.enhet.namn} {arrow(one.step)}" if steps else one.enhet.namn for one in some] if named else []
        yield Line(heading(some), ORSAKER[orsak] if orsak else "", tuple(told), tuple(_enheter(some)))


def _enheter(moves: Iterable[Move]) -> list[Enhet]:
    return [one.enhet for one in moves]


def summary(changes: Changes) -> str:
    """Return the whole in one line, such as "3 indikatorer ändras; 41 kommuner Ja → Nej; riket 70 → 63 %"."""
    sidor = changes.sidor
    if not sidor:
        return "; ".join(["Inga indikatorer ändras", *_units(changes)]) + "."
    told = []
    for vad, en, flera in (
        ("ändrad", "1 indikator ändras", "{} indikatorer ändras"),
        ("ny", "1 indikator är ny", "{} indikatorer är nya"),
        ("borttagen", "1 indikator tas bort", "{} indikatorer tas bort"),
    ):
        # The parts of a measure come, change and go with it, and are no indicators to whoever wrote the page.
        those = [one for one in sidor if one.vad == vad and (one.changed if vad == "ändrad" else not one.sida.hela)]
        pages = {one.sida.hela or one.sida.id for one in those}
        if pages:
            told.append(en if len(pages) == 1 else flera.format(len(pages)))
    return "; ".join([*told, *effects(sidor), *_units(changes)]) + "."


def fresh(changes: Changes) -> dict[tuple[int, ...], list[str]]:
    """Return the short names of the indicators that have new figures, by the years that these are about."""
    found: dict[tuple[int, ...], list[str]] = {}
    for one in changes.sidor:
        years = tuple(year.ar for year in one.ar if year.kom)
        if years and one.vad == "ändrad" and not one.sida.hela:
            found.setdefault(years, []).append(one.sida.kort_namn)
    return found


def effects(sidor: Collection[PageChange]) -> list[str]:
    """Return what became of the results of pages that differ, each in a few words."""
    edited = [one for one in sidor if one.vad == "ändrad"]
    years = [year for one in edited for year in one.ar]
    fresh = {one.sida.hela or one.sida.id for one in edited if any(year.kom for year in one.ar)}
    moved = [year for year in years if year.moves]
    if edited and not years:
        others = [one for one in sidor if one.vad != "ändrad" and not one.sida.hela]
        return ["inga andra resultat ändras" if others else "inga resultat ändras"]
    told = [f"nya uppgifter i {len(fresh)} indikator{'er' if len(fresh) > 1 else ''}"] if fresh else []
    told += [*_answers(moved), *_values(moved), *_riket(edited), *_suppressed(moved)]
    coloured = {one.enhet.id: one.enhet for year in moved for one in year.farger}
    return [*told, f"{counted(coloured.values())} byter klass"] if coloured else told


def _units(changes: Changes) -> list[str]:
    told = []
    for some, en, flera in (
        (changes.nya, "1 enhet är ny", "{} enheter är nya"),
        (changes.borttagna, "1 enhet är borta", "{} enheter är borta"),
        (changes.namn, "1 enhet har nytt namn", "{} enheter har nya namn"),
        ({one.enhet.id for one in changes.grupper}, "1 enhet har bytt grupp", "{} enheter har bytt grupp"),
    ):
        if some:
            told.append(en if len(some) == 1 else flera.format(len(some)))
    return told


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
    same = NUMBER.fullmatch(number) and NUMBER.fullmatch(now.removesuffix(f" {unit}"))
    return f"{number} → {now}" if same else f"{before} → {now}"


def _answers(years: list[YearChange]) -> list[str]:
    steps: dict[Step, dict[str, Enhet]] = {}
    for year in years:
        for one in year.svar:
            steps.setdefault(one.step, {})[one.enhet.id] = one.enhet
    ordered = sorted(steps.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"{counted(enheter.values())} {arrow(step)}" for step, enheter in ordered]


def _values(years: list[YearChange]) -> list[str]:
    moved = {one.enhet.id: one.enhet for year in years for one in year.varden}
    return [f"{counted(moved.values())} får nya tal"] if moved else []


def _riket(pages: list[PageChange]) -> list[str]:
    """Return how riket went in the latest year of each page where it did."""
    latest = [(one, year.ar, year.riket) for one in pages if not one.sida.hela for year in one.ar[-1:] if year.riket]
    if len(latest) == 1:
        return [f"riket {arrow(step)} {ar}" for _, ar, step in latest]
    if len(latest) > MOST_NAMED:
        return [f"riket ändras i {len(latest)} indikatorer"]
    return [f"riket {arrow(step)} i {one.sida.kort_namn} {ar}" for one, ar, step in latest]


def _suppressed(years: list[YearChange]) -> list[str]:
    hidden, shown = sum(len(year.undertryckta) for year in years), sum(len(year.visade) for year in years)
    told = [f"{hidden} nya undertryckta" if hidden > 1 else "1 ny undertryckt"] if hidden else []
    return told + ([f"{shown} inte längre undertryckta" if shown > 1 else "1 inte längre undertryckt"] if shown else [])
