"""The tables that pass between the stages: one row per fact, the same column names everywhere.

| table      | one row per                        | its own columns                                         |
|------------|------------------------------------|---------------------------------------------------------|
| svar       | indikator, ar, enhet               | `svar`, `status`: a final answer                        |
| antal      | uppgift, ar, enhet                 | `antal`: a count or a sum                               |
| publicerat | indikator, ar, enhet (or level)    | `varde`, `svar`, `status`: a figure published elsewhere |
| units      | indikator, ar, enhet               | `taljare`, `namnare`, `svar`, `status`: secret          |
| levels     | indikator, ar, enhet (a level)     | `taljare`, `namnare`, `status`: secret; `enheter`,      |
|            |                                    | `dolda`, `alla`                                         |
| published  | indikator, ar, enhet (every level) | `varde`, `svar`, `status`, `enheter`: nothing is secret |

`ar` is the year the figure describes; `enheter` is how many units a level's figure is pooled from, `dolda` how many of
its units are hidden, `alla` how many it has.  Deliveries also carry `fil` and `rad`, where each figure was read.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from oj_workbook.rounding import Floats

KEY = ["indikator", "ar", "enhet"]
SVAR = [*KEY, "svar", "status", "fil", "rad"]
ANTAL = ["uppgift", "ar", "enhet", "antal", "fil", "rad"]
PUBLICERAT = [*KEY, "varde", "svar", "status", "fil", "rad"]
UNITS = [*KEY, "taljare", "namnare", "svar", "status"]
LEVELS = [*KEY, "taljare", "namnare", "enheter", "dolda", "alla", "status"]
PUBLISHED = [*KEY, "varde", "svar", "status", "enheter"]

_DTYPES = {
    "ar": "int64",
    "rad": "int64",
    "antal": "float64",
    "varde": "float64",
    "taljare": "float64",
    "namnare": "float64",
    "enheter": "float64",
}


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return a table with the given columns and their types; missing numbers are NaN, missing texts None."""
    return table_of(columns, list(zip(*rows, strict=True)) or [()] * len(columns))


def table_of(columns: Sequence[str], values: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return a table with the given columns, each with its values, and their types."""
    return pd.DataFrame(
        {
            column: pd.Series(found, dtype=_DTYPES.get(column, "object"))
            for column, found in zip(columns, values, strict=True)
        }
    )


def said_of(rows: pd.DataFrame, of: Callable[[str, int], tuple[float, ...]], width: int) -> Floats:
    """Return `width` numbers for every row of a table: what is said of its indikator and year, asked once each."""
    measure, ids = pd.factorize(rows.indikator)
    years, year = np.unique(rows.ar.to_numpy(), return_inverse=True)
    pairs, pair = np.unique(measure * len(years) + year, return_inverse=True)
    asked = [of(ids[one // len(years)], int(years[one % len(years)])) for one in pairs.tolist()]
    found: Floats = np.array(asked, dtype=np.float64).reshape(-1, width)[pair]
    return found
