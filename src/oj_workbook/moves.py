"""What differs between two results, as values: figures and classes that moved, pages, units and records."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oj_workbook.causes import Orsak
from oj_workbook.given import Om, Post, Sida
from oj_workbook.model import Enhet

#: From one word to another.
Step = tuple[str, str]


@dataclass(frozen=True)
class Move:
    """One figure, or class, that went from one thing to another."""

    enhet: Enhet
    step: Step
    orsak: Orsak


@dataclass(frozen=True)
class YearChange:
    """What differs in one indicator and year.

    `svar` are answers and signs that are others, `varden` numbers, `nivaer` the figures of cities and levels, which are
    sums of units; `undertryckta` are newly suppressed, `visade` no longer; `farger` are classes.  `kom` counts the
    figures that were awaited then, or all of a year that is new.  `definition` has what the page counts by and is
    another, `granser` the limits of the classes where they moved.
    """

    ar: int
    svar: list[Move] = field(default_factory=list)
    varden: list[Move] = field(default_factory=list)
    nivaer: list[Move] = field(default_factory=list)
    undertryckta: list[Move] = field(default_factory=list)
    visade: list[Move] = field(default_factory=list)
    farger: list[Move] = field(default_factory=list)
    kom: int = 0
    definition: tuple[str, ...] = ()
    granser: tuple[Step, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.kom or self.moves)

    @property
    def moves(self) -> list[Move]:
        """Return everything that moved."""
        return [*self.svar, *self.varden, *self.nivaer, *self.undertryckta, *self.visade, *self.farger]

    @property
    def figurer(self) -> int:
        """Return how many figures are others, classes apart."""
        return len(self.moves) - len(self.farger)

    @property
    def riket(self) -> Step | None:
        """Return how the figure of riket went, if it did."""
        return next((move.step for move in self.nivaer if move.enhet.niva == "riket"), None)


@dataclass(frozen=True)
class PageChange:
    """What differs in one indicator: `vad` is ny, borttagen or ändrad, `uppgifter` the keys that differ on its page.

    `texter` are those of them that are texts, as they were and are; `borta` the years that are no longer shown.
    """

    sida: Sida
    vad: str
    uppgifter: tuple[str, ...]
    texter: Mapping[str, Step]
    ar: tuple[YearChange, ...]
    borta: tuple[int, ...] = ()

    @property
    def changed(self) -> bool:
        """Tell whether the page, or a figure of it, is another; not when it only has new ones."""
        return bool(self.uppgifter or self.borta or any(year.moves for year in self.ar))


@dataclass(frozen=True)
class Membership:
    """A unit that belongs to other levels than before, on the days of measurement of some years."""

    enhet: Enhet
    ar: tuple[int, ...]
    fran: tuple[str, ...]
    till: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """All that differs between two results; `namn` are units with another name, and the name they had."""

    before: Om
    now: Om
    sidor: tuple[PageChange, ...]
    nya: tuple[Enhet, ...]
    borttagna: tuple[Enhet, ...]
    namn: tuple[tuple[Enhet, str], ...]
    grupper: tuple[Membership, ...]
    poster: tuple[Post, ...]
    filer: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return any((self.sidor, self.nya, self.borttagna, self.namn, self.grupper, self.poster, self.filer))
