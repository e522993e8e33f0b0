"""Two results -> why a figure, or a class, is another in one of them than in the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from oj_workbook.andringar import ALLA
from oj_workbook.given import Om, Pair, Post, Sida, last_of
from oj_workbook.grid import KLASSER, Grid, Truth
from oj_workbook.model import Status
from oj_workbook.rank import quartile_class

#: The keys of a page that its figures follow from; the others are words.
RAKNAS = (
    *("slaget", "täljare", "nämnare", "svarsalternativ", "delfrågor", "kriterier", "undertryckning"),
    *("undertryckta_enheter", "vid_bortfall", "måttenhet", "mäts", "eftersläpning", "källa"),
)


class Orsak(StrEnum):
    """Why something is another."""

    UPPGIFT = "uppgift"
    ENHET = "enhet"
    RATTELSE = "rättelse"
    DEFINITION = "definition"
    LEVERANS = "leverans"
    UNDERTRYCKNING = "undertryckning"
    GRUPP = "grupp"
    ENHETER = "enheter"
    GRANS = "gräns"
    KLASSER = "klasser"


#: Each cause in words.
ORSAKER = {
    Orsak.UPPGIFT: "den egna uppgiften är en annan",
    Orsak.ENHET: "enheten finns på en av sidorna och inte på den andra",
    Orsak.RATTELSE: "rättat, se rättelserna",
    Orsak.DEFINITION: "indikatorn räknas på ett annat sätt",
    Orsak.LEVERANS: "en ny leverans",
    Orsak.UNDERTRYCKNING: "andra uppgifter döljs än förut",
    Orsak.GRUPP: "andra enheter ingår än förut",
    Orsak.ENHETER: "enheter som ingår har fått andra uppgifter",
    Orsak.GRANS: "andras uppgifter flyttade gränsen",
    Orsak.KLASSER: "fler eller färre än hälften av kommunerna har ett tal",
}


@dataclass(frozen=True)
class Causes:
    """Finds the causes of what `changed` tells; `old` leads from an indicator's id now to its page then.

    `grids` are the figures before and now.
    """

    before: Om
    now: Om
    grids: tuple[Grid, Grid]
    changed: Truth
    old: Mapping[str, Sida]
    cache: dict[tuple[bool, bool, str], dict[str, set[str]]] = field(default_factory=dict)

    @cached_property
    def _poster(self) -> list[Post]:
        return [one for one in self.now.poster if one not in self.before.poster]

    @cached_property
    def _hidden_otherwise(self) -> Truth:
        before, now = (grid.has(Status.UNDERTRYCKT) for grid in self.grids)
        found: Truth = before ^ now
        return found

    def definition(self, sida: Sida, ar: int) -> tuple[str, ...]:
        """Return what a page counts by that holds a year, and is another than it was: its keys, with the window."""
        old = self.old.get(sida.id)
        if old is None or old.nycklar == sida.nycklar:
            return ()
        was, is_ = in_force(old, ar), in_force(sida, ar)
        return tuple(_named(key, was.get(key), is_.get(key)) for key in RAKNAS if was.get(key) != is_.get(key))

    def of_figure(self, sida: Sida, pair: Pair, row: int, column: int) -> Orsak:
        """Return why a figure is another."""
        axes = self.grids[0].axes
        enhet, ar = axes.enheter[column], pair[1]
        if self._hidden_otherwise[row, column]:
            return Orsak.UNDERTRYCKNING
        if any(grid.has(Status.FANNS_INTE)[row, column] for grid in self.grids):
            return Orsak.ENHET
        members = self.members(sida, enhet, ar)
        columns = [axes.kolumner[id_] for id_ in set.union(*members) if id_ in axes.kolumner]
        if any(self._covers(one, sida, ar, enhet, set.union(*members)) for one in self._poster):
            return Orsak.RATTELSE
        if self.definition(sida, ar):
            return Orsak.DEFINITION
        if members[0] != members[1] and enhet in self.before.enheter:
            return Orsak.GRUPP
        if columns and self._hidden_otherwise[row, columns].any():
            return Orsak.UNDERTRYCKNING
        if self._delivered(sida, ar):
            return Orsak.LEVERANS
        return Orsak.ENHETER if columns and self.changed[row, columns].any() else Orsak.UPPGIFT

    def of_class(self, sida: Sida, pair: Pair, row: int, column: int) -> Orsak:
        """Return why a unit is in another class."""
        before, now = self.grids
        old = self.old.get(sida.id, sida)
        then, limits = self.before.granser.get((old.id, pair[1])), self.now.granser.get(pair)
        if then is None or limits is None:
            return Orsak.DEFINITION if self.definition(sida, pair[1]) else Orsak.KLASSER
        moved = self.changed[row, column]
        if not moved or quartile_class(float(now.varde[row, column]), then) == _klass(before, row, column):
            riket = self.members(sida, "riket", pair[1])
            return Orsak.GRANS if riket[0] == riket[1] else Orsak.GRUPP
        return self.of_figure(sida, pair, row, column)

    def members(self, sida: Sida, niva: str, ar: int) -> tuple[set[str], set[str]]:
        """Return the units that made up a level that year, before and now; none for a unit."""
        was = self._levels(self.before, self.old.get(sida.id, sida), ar)
        return was.get(niva, set()), self._levels(self.now, sida, ar).get(niva, set())

    def _levels(self, om: Om, sida: Sida, ar: int) -> dict[str, set[str]]:
        """Return the units of every level on the day that a year's figures go by."""
        key = (om is self.now, sida.hela_kommuner, om.day(sida, ar))
        if key not in self.cache:
            found = self.cache[key] = {}
            for enhet in om.tillhor[sida.hela_kommuner]:
                for niva in om.levels(sida, enhet, ar):
                    found.setdefault(niva, set()).add(enhet)
        return self.cache[key]

    def _covers(self, post: Post, sida: Sida, ar: int, enhet: str, members: set[str]) -> bool:
        """Tell whether a record says of a figure, or of one that is added to it."""
        hela = [om.sidor[sida.hela] for om in (self.before, self.now) if sida.hela in om.sidor]
        ids = {ALLA, *sida.ids, *(id_ for one in hela for id_ in one.ids)}
        units = {ALLA, enhet, *members}
        return ar in post.ar and not ids.isdisjoint(post.indikatorer) and not units.isdisjoint(post.enheter)

    def _delivered(self, sida: Sida, ar: int) -> bool:
        """Tell whether a delivery about the year came with a later issue of the same edition."""
        came = self.now.leveranser - self.before.leveranser if self.before.utgava == self.now.utgava else ()
        return any((kalla, year) == (sida.nycklar["källa"], ar) for kalla, year, _ in came)


def in_force(sida: Sida, ar: int) -> dict[str, Any]:
    """Return what a page counts by that holds a year, by the keys of the page, without its words."""
    held = {key: sida.nycklar[key] for key in RAKNAS if key in sida.nycklar}
    for key in ("täljare", "nämnare"):  # in words they are texts, or have one
        held[key] = _without(held[key], ("text",)) if isinstance(held[key], dict) else None
    if "delfrågor" in held:
        held["delfrågor"] = _without(held["delfrågor"], ("text",))
    for key in ("kriterier", "undertryckning"):
        dated = [(one["fran"], _without(one, ("fran", "brott"))) for one in held.get(key, ())]
        held[key] = last_of(dated, ar)
    held["svarsalternativ"] = [
        _without(one, ("fran", "till", "ersatter"))
        for one in held["svarsalternativ"]
        if (one["fran"] or ar) <= ar <= (one["till"] or ar)
    ]
    held["måttenhet"] = [held["måttenhet"]["tecken"], sida.decimals(ar)]
    mats = held["mäts"]
    held["mäts"] = mats["fran"] <= ar <= (mats["till"] or ar) and ar not in mats["inte"]
    return held


def _without(value: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, keys) for key, one in value.items() if key not in keys}
    return [_without(one, keys) for one in value] if isinstance(value, list) else value


def _named(key: str, was: Any, is_: Any) -> str:
    """Return a key that differs; of criteria that differ in their months alone, the months."""
    then, now = _months(was), _months(is_)
    if _without(was, ("manader",)) != _without(is_, ("manader",)) or len(then) != len(now):
        return key
    steps = {f"{old} → {new}" for old, new in zip(then, now, strict=True) if old != new}
    return f"{key}: {', '.join(sorted(steps))} månader" if steps else key


def _months(value: Any) -> list[int]:
    if isinstance(value, dict):
        return [month for key, one in value.items() for month in ([one] if key == "manader" else _months(one))]
    return [month for one in value for month in _months(one)] if isinstance(value, list) else []


def _klass(grid: Grid, row: int, column: int) -> str | None:
    number = int(grid.klass[row, column])
    return KLASSER[number] if number >= 0 else None
