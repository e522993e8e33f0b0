"""Tables of figures -> grids: one row for each indicator and year, one column for each unit, to compare at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from oj_workbook.model import TECKEN, Status
from oj_workbook.numbers import written
from oj_workbook.rounding import Floats

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int16]
Truth = npt.NDArray[np.bool_]
Pair = tuple[str, int]
#: The statuses by number, and the number of a cell that nothing is known of.
STATUSAR = tuple(Status)
OKAND = -1
KLASSER = ("lag", "mitten", "hog")
#: What is shown beside a number or instead of one, by the number of the status; what differs in it is a change.
VISAS = ["*" if one == Status.SMA_TAL else TECKEN.get(one, "") for one in STATUSAR]
_SHOWN = np.array([VISAS.index(sign) for sign in VISAS] + [OKAND])
#: Something was delivered and is published, if only as X.
MED_UPPGIFT = (Status.REDOVISAS, Status.SMA_TAL, Status.SVAR, Status.UNDERTRYCKT)
#: More than any year, so that an indicator's number and a year are one number.
YEARS = 10_000


@dataclass(frozen=True)
class Axes:
    """The indicators and years, and the units and levels, of grids that are compared; and the answers in words."""

    pairs: tuple[Pair, ...]
    enheter: tuple[str, ...]
    svar: tuple[str, ...]

    @cached_property
    def rader(self) -> dict[Pair, int]:
        """Return the row of each indicator and year."""
        return {pair: number for number, pair in enumerate(self.pairs)}

    @cached_property
    def kolumner(self) -> dict[str, int]:
        """Return the column of each unit and level."""
        return {id_: number for number, id_ in enumerate(self.enheter)}


@dataclass(frozen=True)
class Grid:
    """Figures by indicator and year, then unit: what is `status` OKAND is not in the table, or not looked at.

    `enheter` is how many units a level's figure is pooled from, and `rad` where a figure was read; 0 for no such thing.
    `klass` is a place in KLASSER.
    """

    axes: Axes
    varde: Floats
    svar: Codes
    status: Codes
    klass: Codes
    enheter: Ints
    rad: Ints

    def has(self, *statusar: Status) -> Truth:
        """Tell which figures have one of these statuses."""
        wanted = np.array([one in statusar for one in STATUSAR] + [False])  # OKAND is the last
        found: Truth = wanted[self.status]
        return found

    @cached_property
    def there(self) -> Truth:
        """Tell which cells are in the table."""
        found: Truth = self.status != OKAND
        return found

    @cached_property
    def med_uppgift(self) -> Truth:
        """Tell which figures say something that was delivered."""
        return self.has(*MED_UPPGIFT)


def differs(now: Grid, before: Grid) -> Truth:
    """Tell which figures that are in both grids are shown otherwise now; what was awaited then has only come."""
    same = (now.varde == before.varde) | (np.isnan(now.varde) & np.isnan(before.varde))
    same &= (now.svar == before.svar) & (_SHOWN[now.status] == _SHOWN[before.status])
    found: Truth = ~same & now.there & before.there & ~before.has(Status.VANTAS)
    return found


def shown(grid: Grid, row: int, column: int, decimals: int, tecken: str) -> str:
    """Return what is shown of a figure that is in a grid; one that was stored more exactly is told so."""
    varde, svar, status = float(grid.varde[row, column]), grid.svar[row, column], int(grid.status[row, column])
    if np.isnan(varde):
        return grid.axes.svar[svar] if svar >= 0 else VISAS[status]
    exact = next((more for more in range(decimals, 7) if round(varde, more) == varde), decimals)
    return f"{written(varde, exact)}{VISAS[status]} {tecken}"


def some_in_row(cells: Truth) -> Truth:
    """Tell which indicators and years have any of the cells."""
    found: Truth = np.asarray(cells.any(axis=1))
    return found


def some_in_column(cells: Truth) -> Truth:
    """Tell which units have any of the cells."""
    found: Truth = np.asarray(cells.any(axis=0))
    return found


@dataclass(frozen=True)
class _Numbered:
    """A table with numbers for its words; `pair` tells indicator and year in one."""

    rows: pd.DataFrame
    ids: Sequence[str]
    pair: Ints
    enhet: tuple[Ints, Sequence[str]]
    svar: tuple[Ints, Sequence[str]]
    status: tuple[Ints, Sequence[str]]
    klass: tuple[Ints, Sequence[str]] | None

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "_Numbered":
        codes, ids = _numbered(rows.indikator)
        pair = codes * YEARS + rows.ar.to_numpy()
        klass = _numbered(rows.klass) if "klass" in rows else None
        return cls(rows, ids, pair, _numbered(rows.enhet), _numbered(rows.svar), _numbered(rows.status), klass)

    def pairs(self) -> dict[int, Pair]:
        """Return every indicator and year of the table, by their number, in the order they come."""
        return {one: (self.ids[one // YEARS], one % YEARS) for one in pd.unique(self.pair).tolist()}


def grids(*tables: pd.DataFrame) -> list[Grid]:
    """Return the figures of some tables in grids with the same axes: all that is in any of the tables."""
    numbered = [_Numbered.of(rows) for rows in tables]
    axes = Axes(
        tuple(dict.fromkeys(pair for one in numbered for pair in one.pairs().values())),
        tuple(dict.fromkeys(id_ for one in numbered for id_ in one.enhet[1])),
        tuple(dict.fromkeys(word for one in numbered for word in one.svar[1] if word)),
    )
    return [_grid(one, axes) for one in numbered]


def _grid(table: _Numbered, axes: Axes) -> Grid:
    rows = table.rows
    shape = (len(axes.pairs), len(axes.enheter))
    at = np.full(len(table.ids) * YEARS, OKAND)
    for number, pair in table.pairs().items():
        at[number] = axes.rader[pair]
    place = at[table.pair] * shape[1] + _looked_up(table.enhet, axes.enheter)

    def put(values: Any, nothing: float, dtype: Any) -> Any:
        cells = np.full(shape[0] * shape[1], nothing, dtype=dtype)
        cells[place] = values
        return cells.reshape(shape)

    return Grid(
        axes=axes,
        varde=put(rows.varde, np.nan, np.float64),
        svar=put(_looked_up(table.svar, axes.svar), OKAND, np.int16),
        status=put(_looked_up(table.status, STATUSAR), OKAND, np.int16),
        klass=put(_looked_up(table.klass, KLASSER) if table.klass else OKAND, OKAND, np.int16),
        enheter=put(rows.enheter.fillna(0), 0, np.int32) if "enheter" in rows else np.zeros(shape, np.int32),
        rad=put(rows.rad, 0, np.int32) if "rad" in rows else np.zeros(shape, np.int32),
    )


def _numbered(column: "pd.Series[Any]") -> tuple[Ints, Sequence[str]]:
    """Return a number for each cell, OKAND for a missing one, and the words that the numbers stand for."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64), column.cat.categories.tolist()
    codes, words = pd.factorize(column.to_numpy())
    return codes, words.tolist()


def _looked_up(numbered: tuple[Ints, Iterable[str]], words: Sequence[str]) -> Ints:
    """Return the place among some words of each cell's; OKAND where it has none, or another."""
    codes, own = numbered
    places = {word: place for place, word in enumerate(words)}
    found: Ints = np.array([*(places.get(word, OKAND) for word in own), OKAND])[codes]  # OKAND is the last
    return found
