"""Delivered counts -> what cannot be right in them.  The figures may be secret, and no message repeats one."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

import numpy as np
import pandas as pd

from oj_workbook.model import Andel, Antalsslag, Omrade
from oj_workbook.problems import Place, Problems, visible

#: Two sums of kronor may differ by what a computer's fractions do.
TOLERANCE = 1e-6
Said = AbstractSet[tuple[str, int, str]]
#: The files whose counts are no half when they stand alone: inhabitants, and monthly records; the files and rows with a
#: fault of their own; and the heading of each count, by file and item.
Files = tuple[AbstractSet[str], AbstractSet[tuple[str, int]], Mapping[tuple[str, str], str]]


def refuse_wrong_counts(
    antal: pd.DataFrame,
    said: Said,
    files: Files,
    omrade: Omrade,
    problems: Problems,
) -> None:
    """Tell counts with only half of what they need, a täljare outside its nämnare, and parts that exceed the whole.

    `antal` is the table of tables.py.  `said` are the indikator, ar and enhet that answered in words instead.
    """
    if antal.empty:
        return
    elsewhere, told, headings = files
    counts = _Counts(antal, headings)
    for indikator in omrade.indikatorer.values():
        slag = indikator.slag
        if isinstance(slag, Antalsslag) and {slag.taljare.uppgift, slag.namnare.uppgift} <= counts.uppgifter:
            _refuse_half(counts, indikator.id, slag, said, (elsewhere, told), problems)
            _refuse_impossible(counts, indikator.id, slag, problems)
    _refuse_impossible_parts(counts, omrade, problems)


class _Counts:
    """The counts with a column for each uppgift, and a row for each year and unit."""

    def __init__(self, antal: pd.DataFrame, headings: Mapping[tuple[str, str], str]) -> None:
        self._long, self._headings = antal, headings
        years, ar = np.unique(antal.ar.to_numpy(), return_inverse=True)
        enhet, enheter = pd.factorize(antal.enhet)
        column, uppgifter = pd.factorize(antal.uppgift)
        table = np.full((len(years) * len(enheter), len(uppgifter)), np.nan)
        table[ar * len(enheter) + enhet, column] = antal.antal  # of a double, which has been told, the last
        index = pd.MultiIndex.from_product([years, enheter], names=["ar", "enhet"])
        self._wide = pd.DataFrame(table, index=index, columns=uppgifter)
        self._shape = len(years), len(enheter)
        self.uppgifter = set(uppgifter)

    def of(self, uppgift: str) -> "pd.Series[float]":
        """Return one uppgift by year and unit, NaN where there is none."""
        return self._wide[uppgift]

    def delivered(self, *uppgifter: str) -> "pd.Series[bool]":
        """Tell for every row whether all of some uppgifter were delivered by anyone that year."""
        some = [self.of(uppgift).notna().to_numpy().reshape(self._shape).any(axis=1) for uppgift in uppgifter]
        return pd.Series(np.repeat(np.all(some, axis=0), self._shape[1]), index=self._wide.index)

    def columns(self, fil: str, *uppgifter: str) -> str:
        """Return the headings of some items, in a file or wherever else they stand."""
        found = []
        for uppgift in uppgifter:
            others = (rubrik for (_, word), rubrik in self._headings.items() if word == uppgift)
            found.append(visible(self._headings.get((fil, uppgift)) or next(others, uppgift)))
        return " och ".join(found)

    def where(self, uppgift: str, hits: "pd.Series[bool]") -> Iterator[tuple[int, str, Place]]:
        """Yield year, unit and place of the counts of one uppgift where something holds."""
        if hits.any():
            rows = self._long[self._long.uppgift == uppgift]
            told = rows[hits.reindex(pd.MultiIndex.from_frame(rows[["ar", "enhet"]])).to_numpy()]
            for ar, enhet, fil, rad in zip(told.ar, told.enhet, told.fil, told.rad, strict=True):
                yield ar, enhet, Place(fil, rad)


def _refuse_half(
    counts: _Counts,
    id_: str,
    slag: Antalsslag,
    said: Said,
    silent: tuple[AbstractSet[str], AbstractSet[tuple[str, int]]],
    problems: Problems,
) -> None:
    """Tell a unit with only one of täljare and nämnare, in a year for which both were delivered."""
    elsewhere, told = silent
    taljare, namnare = (counts.of(one.uppgift).notna() for one in (slag.taljare, slag.namnare))
    delivered = counts.delivered(slag.taljare.uppgift, slag.namnare.uppgift)
    for one, other, uppgift in ((taljare, namnare, slag.taljare.uppgift), (namnare, taljare, slag.namnare.uppgift)):
        for ar, enhet, place in counts.where(uppgift, delivered & one & ~other):
            if (id_, ar, enhet) not in said and place.fil not in elsewhere and (place.fil, place.rad) not in told:
                columns = counts.columns(place.fil, slag.taljare.uppgift, slag.namnare.uppgift)
                fact = f"{id_} {ar}, {enhet}: bara den ena av täljare och nämnare finns, kolumnerna {columns}."
                problems.add(place, "halvt-antal", fact, "leverera båda, eller ingen av dem.")


def _refuse_impossible(counts: _Counts, id_: str, slag: Antalsslag, problems: Problems) -> None:
    """Tell a täljare larger than its nämnare.

    Costs may be negative, also in the nämnare: a correction in the books that is larger than the year's cost.
    """
    taljare, namnare = counts.of(slag.taljare.uppgift), counts.of(slag.namnare.uppgift)
    impossible = (namnare == 0) & (taljare != 0) & taljare.notna()
    if isinstance(slag, Andel) and not slag.far_overstiga_100:
        impossible |= taljare > namnare
    if not slag.far_vara_negativ:
        impossible |= ((taljare < 0) | (namnare < 0)) & taljare.notna() & namnare.notna()
    for ar, enhet, place in counts.where(slag.taljare.uppgift, impossible):
        columns = counts.columns(place.fil, slag.taljare.uppgift, slag.namnare.uppgift)
        fact = f"{id_} {ar}, {enhet}: täljaren kan inte höra till nämnaren, kolumnerna {columns} (talen visas inte)."
        problems.add(place, "omöjligt-antal", fact, "rätta täljare eller nämnare.")


def _refuse_impossible_parts(counts: _Counts, omrade: Omrade, problems: Problems) -> None:
    """Tell parts that are more than the whole they are parts of; fewer they may be, where not all are known."""
    for division in omrade.uppdelningar.values():
        for hela in sorted(counts.uppgifter):
            parts = [part for del_ in division.delar if (part := f"{hela}.{del_}") in counts.uppgifter]
            left = counts.of(hela) + TOLERANCE
            for part in parts:
                left = left - counts.of(part).fillna(0.0)
                over, left = left < 0, left.where(left >= 0)  # told once, at the part that is too much
                for ar, enhet, place in counts.where(part, over):
                    columns = counts.columns(place.fil, hela, *parts)
                    more = f"delarna efter {division.namn} är fler än alla, kolumnerna {columns}"
                    fact = f"{hela} {ar}, {enhet}: {more} (talen visas inte)."
                    problems.add(place, "omöjligt-antal", fact, "rätta delarna eller det hela.")
