"""Count the invented records with pandas, by the words of the pages; it shares nothing with the program.

It is to be as good as pandas gets: only the needed columns are read, in chunks, ids become numbers as they are read,
months are a table of yes and no.  Unlike the program it trusts the records, and checks nothing in them.
Run as:  records_pandas.py FOLDER.  Prints the seconds of reading and of counting, and all counts.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

AR, YEARS = 2023, 3
CHUNK = 1_000_000
#: Of the years before, only who and when are needed.
EARLIER = ["lopnr", "period"]
#: A column of digits must be told that it is text: as "category" 1 and 0114 would be numbers.
TYPES: dict[str, Any] = {
    "lopnr": "category",
    "period": "category",
    "kommun": "str",
    "hushall": "category",
    "kr": "int32",
    "fodd": "int16",
    "kon": pd.CategoricalDtype(["1", "2"]),
    "fodelseland": pd.CategoricalDtype(["S", "U"]),
    "fb": pd.CategoricalDtype(["ja", "nej"]),
}
NUMBERS = ("kr", "fodd")
Counts = Iterator[tuple[str, str, float]]


def read(path: Path, columns: list[str]) -> pd.DataFrame:
    """Return the columns of a file, texts as categories; each chunk has numbered its texts for itself."""
    types = {column: TYPES[column] for column in columns}
    chunks = [
        chunk.astype({column: "category" for column in columns if column not in NUMBERS})
        for chunk in pd.read_csv(path, usecols=columns, dtype=types, chunksize=CHUNK)
    ]
    whole = pd.concat([chunk.filter(NUMBERS) for chunk in chunks], ignore_index=True)
    for column in columns:
        if column not in NUMBERS:
            parts = [chunk.pop(column) for chunk in chunks]
            whole[column] = union_categoricals(parts, sort_categories=column == "kommun")
    return whole


def with_bistand(earlier: list[pd.DataFrame], year: pd.DataFrame) -> np.ndarray:
    """Return a row for every person of the year and a column for every month of all years: True with bistånd."""
    persons = year["lopnr"].cat.categories
    table = np.zeros((len(persons), 12 * YEARS), dtype=bool)
    for back, posts in enumerate([year, *reversed(earlier)]):
        # What an earlier year calls a person -> the row here, -1 for those who are not here and those without id.
        rows = np.append(persons.get_indexer(posts["lopnr"].cat.categories), -1)[posts["lopnr"].cat.codes]
        table[rows[rows >= 0], (12 * (YEARS - 1 - back) + month(posts))[rows >= 0]] = True
    return table


def month(posts: pd.DataFrame) -> np.ndarray:
    """Return the month of every record, 0 for January."""
    numbers = np.array([int(period[5:]) - 1 for period in posts["period"].cat.categories])
    return numbers[posts["period"].cat.codes]


def longest_pause(table: np.ndarray) -> np.ndarray:
    """Return for each person the most months without bistånd between two with."""
    longest, pause = np.zeros(len(table), dtype=int), np.zeros(len(table), dtype=int)
    begun = np.zeros(len(table), dtype=bool)
    for had in table.T:
        longest = np.where(had & begun, np.maximum(longest, pause), longest)
        pause = np.where(had, 0, pause + 1)
        begun |= had
    return longest


def last_records(year: pd.DataFrame) -> pd.DataFrame:
    """Return one record a person, by person: the last; of two in that month the larger amount, then the lower code."""
    known = year.assign(manad=month(year))[year["lopnr"].cat.codes >= 0]
    latest = known.groupby("lopnr", observed=True)["manad"].transform("max")
    last = known[known["manad"] == latest].sort_values(["kr", "kommun"], ascending=[False, True], kind="stable")
    return last.drop_duplicates("lopnr").sort_values("lopnr")


def people(earlier: list[pd.DataFrame], year: pd.DataFrame) -> Counts:
    """Yield the people of each item, part and unit."""
    table, last = with_bistand(earlier, year), last_records(year)
    age = AR - last["fodd"].to_numpy()
    adult, months = age >= 18, table[:, -12:].sum(axis=1)
    items = {
        "bistandsmottagare": np.ones(len(last), dtype=bool),
        "vuxna_bistandsmottagare": adult,
        "vuxna_langvarigt": adult & (months >= 10),
        "vuxna_mycket_langvarigt": adult & (table.sum(axis=1) >= 27) & (longest_pause(table) <= 2),
        "unga_vuxna_bistand": adult & (age <= 24),
        "barn_bistand": ~adult,
        "barn_langvarigt": ~adult & (months >= 10),
    }
    folkbokford = (last["fb"] == "ja").to_numpy()
    parts = {
        "": folkbokford,
        ".man": folkbokford & (last["kon"] == "1").to_numpy(),
        ".kvinnor": folkbokford & (last["kon"] == "2").to_numpy(),
        ".inrikes_fodda": folkbokford & (last["fodelseland"] == "S").to_numpy(),
        ".utrikes_fodda": folkbokford & (last["fodelseland"] == "U").to_numpy(),
    }
    columns = {f"{item}{part}": mine & those for item, mine in items.items() for part, those in parts.items()}
    units = last["kommun"].reset_index(drop=True)
    for item, column in pd.DataFrame(columns).groupby(units, observed=False).sum().items():
        yield from ((str(item), str(unit), float(antal)) for unit, antal in column.items())


def households(year: pd.DataFrame) -> Counts:
    """Yield the kronor and the months of households of each unit; the months of the cities whose parts report, too."""
    last = last_records(year)
    counts = last.loc[last["fb"] == "ja", "lopnr"].cat.codes
    paid = year[year["lopnr"].cat.codes.isin(counts)]
    kronor = paid.groupby("kommun", observed=False)["kr"].sum()
    manader = paid.drop_duplicates(["kommun", "period", "hushall"]).groupby("kommun", observed=False).size()
    parts = manader[manader.index.str.contains("-")]
    cities = parts.groupby(parts.index.str[:4]).sum()
    for item, sums in (("utbetalt_bistand_kr", kronor), ("bistandsmanader", manader), ("bistandsmanader", cities)):
        yield from ((item, str(unit), float(antal)) for unit, antal in sums.items())


def main() -> None:
    """Read, count, and tell how long each took."""
    folder = Path(sys.argv[1])
    began = time.perf_counter()
    earlier = [read(folder / f"påhittade-{ar}.csv", EARLIER) for ar in range(AR - YEARS + 1, AR)]
    year = read(folder / f"påhittade-{AR}.csv", list(TYPES))
    read_all = time.perf_counter()
    counts = [*people(earlier, year), *households(year)]
    stages = {"reading": read_all - began, "counting": time.perf_counter() - read_all}
    json.dump({"stages": stages, "counts": counts}, sys.stdout)


if __name__ == "__main__":
    main()
