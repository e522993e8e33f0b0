"""What an attacker knows beside what is published, and which of the published pages may lead to something hidden."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from oj_workbook.model import WITH_VALUE, Andel, Antalsslag, Indikator, Omrade, Status, Undertryckning

#: A figure: indikator, year, and unit or level.
Cell = tuple[str, int, str]
Medlemmar = Mapping[str, tuple[str, ...]]


class Shown(NamedTuple):
    """A published figure: NaN where there is no value, and where it is not known how many units are behind it."""

    status: Status
    varde: float
    enheter: float


class Change(NamedTuple):
    """A change that is shown of an indicator and a unit, from a year to a later one, as it is printed.

    `rounded` is half the step it was rounded to, where the two years are printed with different decimals; else 0.
    """

    indikator: str
    fore: int
    ar: int
    enhet: str
    tal: float
    rounded: Fraction = Fraction(0)


@dataclass(frozen=True)
class Kunskap:
    """What an attacker knows: definitions, the units of every level, counts that are public, and changes shown.

    `medlemmar` gives the reporting units of every level, for an indicator and a year; `kanda` the public counts by
    item, year and unit.  `publicerat` are figures that were published elsewhere, so that our rules say nothing of
    them.  `primara` are the figures that a rule hides, None when that is not known: it is known only to who hides.
    """

    omrade: Omrade
    medlemmar: Callable[[Indikator, int], Medlemmar]
    kanda: Mapping[tuple[str, int, str], float]
    forandringar: tuple[Change, ...] = ()
    publicerat: frozenset[Cell] = frozenset()
    primara: frozenset[Cell] | None = None


@dataclass(frozen=True)
class Page:
    """An indicator one year: what it counts with, its rules, and everything published of it."""

    indikator: Indikator
    ar: int
    figurer: Mapping[str, Shown]
    medlemmar: Medlemmar

    @property
    def id(self) -> str:
        """Return the indicator's id."""
        return self.indikator.id

    @cached_property
    def _slag(self) -> Antalsslag:
        slag = self.indikator.slag
        if not isinstance(slag, Antalsslag):
            raise TypeError(self.indikator.id)
        return slag

    @cached_property
    def taljare(self) -> str:
        """Return the item of its täljare."""
        return self._slag.taljare.uppgift

    @cached_property
    def namnare(self) -> str:
        """Return the item of its nämnare."""
        return self._slag.namnare.uppgift

    @cached_property
    def andel(self) -> bool:
        """Tell whether the täljare is a part of the nämnare."""
        slag = self._slag
        return isinstance(slag, Andel) and not (slag.far_overstiga_100 or slag.far_vara_negativ)

    @cached_property
    def skala(self) -> int:
        """Return what the quotient is multiplied by before it is printed."""
        return 100 if isinstance(self._slag, Andel) else 1

    @cached_property
    def negativ(self) -> bool:
        """Tell whether the täljare may be below zero."""
        return self._slag.far_vara_negativ

    @cached_property
    def decimaler(self) -> int:
        """Return how many decimals are printed."""
        return self.indikator.decimals(self.ar)

    @cached_property
    def regel(self) -> Undertryckning | None:
        """Return the rule in force, None when there is none."""
        return self.indikator.rule(self.ar)

    @property
    def inne(self) -> bool:
        """Tell whether hidden units are inside the levels."""
        return self.indikator.undertryckta_inne

    @property
    def personer(self) -> bool:
        """Tell whether it is about people, so that what is hidden must not be found out."""
        return self.indikator.avser == "personer"

    @property
    def delad(self) -> bool:
        """Tell whether this is a part of a measure: then it may be hidden for the sake of its siblings."""
        return self.indikator.del_av is not None

    @property
    def hela(self) -> str:
        """Return the measure that this is a part of, "" for none."""
        return self.indikator.del_av.hela if self.indikator.del_av else ""

    @property
    def uppdelning(self) -> str:
        """Return the division that this is a part by, "" for none."""
        return self.indikator.del_av.uppdelning if self.indikator.del_av else ""

    @cached_property
    def enheter(self) -> list[str]:
        """Return the units with a figure, or a hidden one."""
        there = (*WITH_VALUE, Status.UNDERTRYCKT)
        return [id_ for id_, one in self.figurer.items() if id_ not in self.medlemmar and one.status in there]

    @cached_property
    def nivaer(self) -> list[str]:
        """Return the levels that something is published of."""
        return [id_ for id_ in self.figurer if id_ in self.medlemmar]

    def pooled(self, niva: str) -> list[str] | None:
        """Return the units that a level is the sum of; None when that cannot be said."""
        there = [one for one in self.medlemmar[niva] if one in self.figurer]
        units = [one for one in there if self.figurer[one].status in WITH_VALUE]
        if self.inne:
            units += [one for one in there if self.figurer[one].status == Status.UNDERTRYCKT]
        empty = sum(self.figurer[one].status == Status.UNDERLAG_SAKNAS for one in there)
        antal = self.figurer[niva].enheter
        # A unit without people counts as one, and adds nothing to a share.
        of_empty = self.andel and antal == len(units) + empty
        return units if units and (antal == len(units) or of_empty) else None


def scope(rows: pd.DataFrame, kunskap: Kunskap, wanted: set[Cell] | None) -> list[Page]:
    """Return the pages and years that a way may lead through to a hidden figure about people, or to the wanted."""
    indikatorer = kunskap.omrade.indikatorer
    counted = {id_ for id_, page in indikatorer.items() if isinstance(page.slag, Antalsslag)}
    figurer: dict[tuple[str, int], dict[str, Shown]] = {}
    used = rows[rows.indikator.isin(list(counted))]
    columns = (used[name].tolist() for name in ("indikator", "ar", "enhet", "status", "varde", "enheter"))
    for id_, ar, enhet, status, varde, enheter in zip(*columns, strict=True):
        figurer.setdefault((id_, ar), {})[enhet] = Shown(Status(status), varde, enheter)
    family = _families((indikatorer[id_] for id_ in counted), {uppgift for uppgift, _, _ in kunskap.kanda})
    hidden = {
        (family[id_], ar)
        for (id_, ar), found in figurer.items()
        if indikatorer[id_].avser == "personer"
        and any(
            one.status == Status.UNDERTRYCKT and (wanted is None or (id_, ar, enhet) in wanted)
            for enhet, one in found.items()
        )
    }
    for change in kunskap.forandringar:
        ends = {(family[change.indikator], ar) for ar in (change.fore, change.ar)}
        hidden |= ends if ends & hidden else set()
    return [
        Page(page, ar, found, kunskap.medlemmar(page, ar))
        for (id_, ar), found in figurer.items()
        if (family[id_], ar) in hidden and _usable(page := indikatorer[id_])
    ]


def _usable(page: Indikator) -> bool:
    """Tell whether the nämnare of a page is a number of people: kronor may be below zero, and turn a row around."""
    return not (page.avser == "kostnad" and isinstance(page.slag, Andel))


def _families(pages: Iterable[Indikator], known: set[str]) -> dict[str, str]:
    """Return one of the pages that each is linked with, by an item that is not known or as parts of one measure."""
    first: dict[str, str] = {}
    root: dict[str, str] = {}

    def find(id_: str) -> str:
        while root[id_] != id_:
            id_ = root[id_]
        return id_

    for page in pages:
        root[page.id] = page.id
        hela = page.del_av.hela if page.del_av else page.id
        for word in (f"mått {hela}", *(f"uppgift {one}" for one in page.uppgifter - known)):
            root[find(page.id)] = find(first.setdefault(word, page.id))
    return {id_: find(id_) for id_ in root}
