"""The tables that pass between the stages: one row per fact, the same column names everywhere.

| table      | one row per                        | its own columns                                         |
|------------|------------------------------------|---------------------------------------------------------|
| svar       | indikator, ar, enhet               | `svar`, `status`: a final answer                        |
| delsvar    | indikator, delfraga, ar, enhet     | `svar`: a raw answer                                    |
| antal      | uppgift, ar, enhet                 | `antal`: a count or a sum                               |
| publicerat | indikator, ar, enhet (or level)    | `varde`, `svar`, `status`: a figure published elsewhere |
| units      | indikator, ar, enhet               | `taljare`, `namnare`, `svar`, `status`: secret          |
| levels     | indikator, ar, enhet (a level)     | `taljare`, `namnare`, `status`: secret                  |
| published  | indikator, ar, enhet (every level) | `varde`, `svar`, `status`: nothing is secret            |

`ar` is the year the figure describes.  Deliveries also carry `fil` and `rad`, where each figure was read.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

KEY = ["indikator", "ar", "enhet"]
SVAR = [*KEY, "svar", "status", "fil", "rad"]
DELSVAR = ["indikator", "delfraga", "ar", "enhet", "svar", "fil", "rad"]
ANTAL = ["uppgift", "ar", "enhet", "antal", "fil", "rad"]
PUBLICERAT = [*KEY, "varde", "svar", "status", "fil", "rad"]
UNITS = [*KEY, "taljare", "namnare", "svar", "status"]
LEVELS = [*KEY, "taljare", "namnare", "status"]
PUBLISHED = [*KEY, "varde", "svar", "status"]

_DTYPES = {
    "ar": "int64",
    "rad": "int64",
    "antal": "float64",
    "varde": "float64",
    "taljare": "float64",
    "namnare": "float64",
}


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return a table with the given columns and their types; missing numbers are NaN, missing texts None."""
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    return frame.astype({column: _DTYPES[column] for column in columns if column in _DTYPES})
