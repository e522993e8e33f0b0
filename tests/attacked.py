"""Small tables of people for the tests of the disclosure attack, published by rules written here once more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pandas as pd

from oj_workbook.attack_scope import Change, Kunskap
from oj_workbook.model import (
    Andel,
    Belopp,
    Del,
    Delmangd,
    Indikator,
    Kalla,
    Mattenhet,
    Mattid,
    Omrade,
    Status,
    Undertryckning,
    Uppdelning,
)
from oj_workbook.tables import PUBLISHED, table

Antal = Mapping[str, Mapping[str, int]]
AR = 2024
KALLA = Kalla("register", "Registret", "", "", 0, kvartiler=False, hela_kommuner=False)
KON = Uppdelning("kön", {"kvinnor": "kvinnor", "man": "män"})


def measure(
    id_: str = "andelen",
    taljare: str = "t",
    namnare: str = "n",
    *,
    minst: tuple[int, int, int, int] = (4, 20, 4, 0),
    inne: bool = False,
    decimaler: int = 0,
    avser: str = "personer",
    kronor: bool = False,
) -> Indikator:
    """Return a share of people; `minst` is the smallest nämnare, unmarked nämnare, täljare and rest that are shown."""
    namn, sma, t, rest = minst
    slag: Andel | Belopp = Andel(
        Del("", taljare), Del("", namnare), (), far_vara_negativ=False, far_overstiga_100=False
    )
    if kronor:
        slag = Belopp(slag.taljare, slag.namnare, (), far_vara_negativ=False)
    return Indikator(
        id=id_, tidigare_id=(), namn=id_, kort_namn=id_, kvalitetsomraden=(), typ=None, ordning=1, kalla=KALLA,
        population="", avser=avser, riktning="lågt", efterslapning=0, mats=Mattid(2000, None, ()), slag=slag,  # type: ignore[arg-type]
        mattenhet=Mattenhet("procent", "%", ((2000, decimaler),)), fraga=None, beskrivning="", tolkning=None,
        jamforbarhet="", brott={}, undertryckning=(Undertryckning(2000, namn, sma, t, rest),),
        redovisas_vid_bortfall=True, undertryckta_inne=inne,
    )  # fmt: skip


def part(whole: Indikator, id_: str, uppdelning: Uppdelning = KON) -> Indikator:
    """Return a part of a measure, as indicators/ has it."""
    slag = whole.slag
    assert isinstance(slag, Andel)
    of_part = [replace(one, uppgift=f"{one.uppgift}.{id_}") for one in (slag.taljare, slag.namnare)]
    own = replace(slag, taljare=of_part[0], namnare=of_part[1])
    return replace(whole, id=f"{whole.id}.{id_}", slag=own, del_av=Delmangd(whole.id, uppdelning.namn, id_, id_))


@dataclass
class Tabell:
    """Units with counts by item, the levels that they make up, and the measures that are published of them."""

    matt: Iterable[Indikator]
    antal: Antal
    nivaer: Mapping[str, tuple[str, ...]]
    kanda: Iterable[str] = ()
    ar: int = AR
    gom: set[tuple[str, str]] = field(default_factory=set)

    @property
    def omrade(self) -> Omrade:
        """Return the measures as an område."""
        return Omrade("prov", "Prov", "", {}, {"register": KALLA}, {"kön": KON}, {one.id: one for one in self.matt}, {})

    def kunskap(self, *forandringar: Change) -> Kunskap:
        """Return what an attacker knows; the items in `kanda` are public."""
        kanda = {
            (item, self.ar, enhet): float(self.antal[item][enhet]) for item in self.kanda for enhet in self.antal[item]
        }
        return Kunskap(self.omrade, lambda _page, _ar: self.nivaer, kanda, forandringar)

    def counts(self, one: Indikator, enhet: str) -> tuple[int, int]:
        """Return täljare and nämnare of a unit."""
        assert isinstance(one.slag, Andel | Belopp)
        return self.antal[one.slag.taljare.uppgift][enhet], self.antal[one.slag.namnare.uppgift][enhet]

    def units(self, one: Indikator) -> list[str]:
        """Return the units that have both counts."""
        assert isinstance(one.slag, Andel | Belopp)
        return [id_ for id_ in self.antal[one.slag.namnare.uppgift] if id_ in self.antal[one.slag.taljare.uppgift]]

    def pooled(self, one: Indikator, niva: str) -> list[str]:
        """Return the units that a level is pooled from."""
        there = [id_ for id_ in self.nivaer[niva] if id_ in self.units(one)]
        return there if one.undertryckta_inne else [id_ for id_ in there if not self.hidden(one, id_)]

    def sums(self, one: Indikator, niva: str) -> tuple[int, int]:
        """Return täljare and nämnare of a level."""
        counts = [self.counts(one, id_) for id_ in self.pooled(one, niva)]
        return sum(t for t, _ in counts), sum(n for _, n in counts)

    def primary(self, one: Indikator, enhet: str) -> bool:
        """Tell whether a rule hides a unit or level."""
        t, n = self.sums(one, enhet) if enhet in self.nivaer else self.counts(one, enhet)
        rule = one.undertryckning[-1]
        return (
            n < rule.minsta_namnare or t < rule.minsta_taljare or (bool(rule.minsta_rest) and n - t < rule.minsta_rest)
        )

    def hidden(self, one: Indikator, enhet: str) -> bool:
        """Tell whether a unit is hidden: by a rule, with a sibling, or for the sake of another."""
        siblings = [
            other for other in self.matt if one.del_av and other.del_av and other.del_av.hela == one.del_av.hela
        ]
        return (one.id, enhet) in self.gom or any(self.primary(other, enhet) for other in siblings or [one])

    def rows(self) -> pd.DataFrame:
        """Return what is published."""
        found: list[tuple[object, ...]] = []
        for one in self.matt:
            found += [self._row(one, enhet, *self.counts(one, enhet), None) for enhet in self.units(one)]
            behind = {niva: len(units) for niva in self.nivaer if (units := self.pooled(one, niva))}
            found += [self._row(one, niva, *self.sums(one, niva), antal) for niva, antal in behind.items()]
        return table(PUBLISHED, found)

    def _row(self, one: Indikator, enhet: str, t: int, n: int, antal: int | None) -> tuple[object, ...]:
        behind = float("nan") if antal is None else float(antal)
        if self.hidden(one, enhet) or n == 0:
            return (one.id, self.ar, enhet, float("nan"), None, Status.UNDERTRYCKT, behind)
        status = Status.SMA_TAL if n < one.undertryckning[-1].sma_tal_under else Status.REDOVISAS
        step = 10 ** one.decimals(self.ar)
        exact = Fraction((100 if isinstance(one.slag, Andel) else 1) * t * step, n)
        half_away = int(abs(exact) + Fraction(1, 2)) / step
        return (one.id, self.ar, enhet, half_away, None, status, behind)

    def truth(self, id_: str, enhet: str) -> dict[str, int]:
        """Return the secret counts of a figure."""
        one = self.omrade.indikatorer[id_]
        t, n = self.sums(one, enhet) if enhet in self.nivaer else self.counts(one, enhet)
        return {"täljare": t, "nämnare": n}
