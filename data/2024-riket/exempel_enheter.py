"""Who there is: the reporting units of each day, their groups and population, and the seeded chance all is made of."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from math import fsum
from pathlib import Path
from random import Random

from oj_workbook.edition import Utgava

FRO = "oj-2024-riket"  # change it, and every invented answer is another
#: (indikator, år, nivå) -> the figure as it was printed.
Publicerade = Mapping[tuple[str, int, str], str]
START = 2016  # the first year of every slow drift; a later first year of the edition moves nothing


def slump(*nyckel: object) -> Random:
    """Return the source of chance that belongs to a key, and to nothing else: the order of use does not matter."""
    return Random("|".join([FRO, *map(str, nyckel)]))  # noqa: S311 - invented data, no secret


@cache
def normal(*nyckel: object) -> float:
    """Return a roughly normal number, mean 0 and deviation 1, out of additions alone: equal on every machine."""
    chans = slump(*nyckel)
    return fsum(chans.random() for _ in range(12)) - 6


@cache
def likformig(*nyckel: object) -> float:
    """Return a number between 0 and 1 that belongs to a key."""
    return slump(*nyckel).random()


@dataclass(frozen=True)
class Enhet:
    """A reporting unit: a kommun, or a delområde with `kommun` as its city."""

    id: str
    namn: str
    kommun: str


@dataclass(frozen=True)
class Land:
    """data/enheter/ as this program needs it."""

    kommuner: dict[str, Mapping[str, str]]
    delar: dict[str, Mapping[str, str]]
    folkmangd: dict[tuple[str, int], int]
    granser: tuple[tuple[int, str], ...]
    _grupper: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    _minst: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, utgava: Utgava) -> "Land":
        """Read the registers; delområden only of the cities that report by them, and not those long gone."""
        first = f"{utgava.ar[0] - 1}-01-01"
        delar = [
            row
            for row in _rows(folder / "delomraden.csv")
            if row["kommunkod"] in utgava.summera_delar and (row["giltig_till"] or "9999") >= first
        ]
        return cls(
            {row["kommunkod"]: row for row in _rows(folder / "kommuner.csv")},
            {row["id"]: row for row in delar},
            {(row["kommunkod"], int(row["ar"])): int(row["folkmangd"]) for row in _rows(folder / "befolkning.csv")},
            tuple(
                sorted(
                    (int(row["fran_folkmangd"]), row["kod"])
                    for row in _rows(folder / "grupper.csv")
                    if row["indelning"] == "befolkning"
                )
            ),
        )

    def enheter(self, dag: date) -> list[Enhet]:
        """Return the units that report on a day, in the order of their codes, delområden in the place of their city."""
        there: dict[str, list[Enhet]] = {}
        for id_, row in sorted(self.delar.items()):
            if row["giltig_fran"] <= dag.isoformat() <= (row["giltig_till"] or "9999"):
                kod = row["kommunkod"]
                namn = f"{self.kommuner[kod]['kommun']} – {row['namn']}"
                there.setdefault(kod, []).append(Enhet(id_, namn, kod))
        found: list[Enhet] = []
        for kod, row in sorted(self.kommuner.items()):
            found += there.get(kod, [Enhet(kod, row["kommun"], kod)])
        return found

    def invanare(self, enhet: Enhet, ar: int) -> int:
        """Return the folkmängd of a kommun at the end of a year; after the last known, the last known."""
        return self.folkmangd[enhet.kommun, min(ar, self.sista_folkmangd)]

    @cached_property
    def sista_folkmangd(self) -> int:
        """Return the last year whose folkmängd is known."""
        return max(ar for _, ar in self.folkmangd)

    def grupper(self, enhet: Enhet, ar: int, utgava: Utgava) -> set[str]:
        """Return the levels with published figures that a unit belongs to: riket, and its groups that year."""
        if (enhet.kommun, ar) not in self._grupper:
            size, kommun = self.invanare(enhet, ar - 1), self.kommuner[enhet.kommun]
            skr = {val.indelning(ar) for val in utgava.grupper if val.indelning(ar).startswith("skr")}
            bef = max(grans for grans in self.granser if grans[0] <= size)[1]
            self._grupper[enhet.kommun, ar] = {"riket", f"bef-{bef}", *(f"skr-{kommun[one]}" for one in skr)}
        return self._grupper[enhet.kommun, ar]

    def minst(self, folkmangd: int) -> set[str]:
        """Return the kommuner that had at least so many inhabitants when it all starts."""
        if folkmangd not in self._minst:
            self._minst[folkmangd] = {kod for kod in self.kommuner if self.folkmangd[kod, START - 1] >= folkmangd}
        return self._minst[folkmangd]

    def foregangare(self, id_: str) -> list[str]:
        """Return the delområden that a delområde took over from."""
        if id_ in self.kommuner:
            return []
        return [old for old, row in sorted(self.delar.items()) if row["ersatts_av"] == id_]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def laggning(land: Land, id_: str, vad: str) -> float:
    """Return a unit's lasting leaning in some matter; one that took over from others starts near their mean."""
    own = 0.45 * normal("enhet", id_) + 0.9 * normal("läggning", id_, vad)
    old = land.foregangare(id_)
    return 0.5 * own + fsum(laggning(land, one, vad) for one in old) / len(old) if old else own


def poang(land: Land, id_: str, vad: str, ar: int) -> float:
    """Return the leaning of a year: it drifts slowly, so that most answers stay from one year to the next."""
    return laggning(land, id_, vad) + 0.16 * fsum(normal("drift", id_, vad, year) for year in range(START, ar + 1))
