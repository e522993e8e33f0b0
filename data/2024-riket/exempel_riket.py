"""Riket a year: invented levels near those published elsewhere, and how they are shared out on units to come out."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from collections.abc import Mapping
from decimal import Decimal
from math import fsum
from typing import NamedTuple, TypeVar

from exempel_enheter import Publicerade

T = TypeVar("T")


class Niva(NamedTuple):
    """The register.

    `bistand` is in percent of all inhabitants, `barn` (children) of those with bistånd; `lang`, `mycket` (långvarigt,
    mycket långvarigt) and the three hinder in percent of the adults with bistånd; `barn_lang` of the children with
    bistånd; `unga` of all aged 18–24.  `kronor` is the sum a year for each person with bistånd.
    """

    bistand: float
    barn: float
    lang: float
    mycket: float
    barn_lang: float
    unga: float
    arbetsloshet: float
    ohalsa: float
    sociala: float
    kronor: int


class Folkniva(NamedTuple):
    """The population, in percent of all: aged 0–17, 18–24 and 65 or more, and born abroad."""

    barn: float
    unga: float
    aldre: float
    utrikes: float


class Bakgrundsniva(NamedTuple):
    """The background, in percent of all aged 18–64; `utbildning` of those aged 20–40 and born in Sweden."""

    inkomst: float
    arbetslosa: float
    utan_ersattning: float
    utbildning: float
    nya: float
    ganska_nya: float


class Kostnadsniva(NamedTuple):
    """The costs in a kommun in the middle: everything for each inhabitant, handläggning for each month; in kronor."""

    totalt: int
    handlaggning: int


#: A year before the first has the first, one after the last has the last.  The register starts near the figures of
#: 2011 and 2012, and has about as many people in 2015, 2016 and 2020 as the official statistics, less a per cent.
RIKET = {
    2015: Niva(4.19, 34.5, 39.4, 22.6, 40.5, 7.4, 46.4, 14.3, 11.8, 25_900),
    2016: Niva(4.10, 34.3, 40.0, 23.4, 41.0, 7.1, 45.9, 14.6, 11.9, 26_500),
    2017: Niva(4.155, 34.4, 40.6, 24.1, 41.5, 7.0, 45.5, 14.9, 12.1, 27_000),
    2018: Niva(3.97, 34.6, 41.3, 25.0, 42.3, 6.5, 44.6, 15.3, 12.2, 27_900),
    2019: Niva(3.76, 34.7, 41.6, 25.7, 42.8, 6.0, 44.0, 15.8, 12.4, 28_700),
    2020: Niva(3.58, 34.8, 42.4, 26.2, 43.5, 5.7, 44.7, 15.9, 12.3, 29_900),
    2021: Niva(3.30, 34.7, 43.5, 27.4, 44.6, 5.0, 44.1, 16.5, 12.6, 30_600),
    2022: Niva(3.01, 34.5, 42.8, 27.8, 44.0, 4.3, 42.3, 17.4, 12.9, 31_400),
    2023: Niva(2.92, 34.6, 41.9, 27.1, 43.2, 4.1, 41.8, 17.9, 13.1, 33_200),
}
FOLK = {
    2015: Folkniva(20.8, 8.4, 19.8, 17.0),
    2016: Folkniva(20.9, 8.3, 19.8, 17.8),
    2017: Folkniva(21.0, 8.1, 19.8, 18.5),
    2018: Folkniva(21.1, 8.0, 19.9, 19.1),
    2019: Folkniva(21.2, 7.9, 20.0, 19.6),
    2020: Folkniva(21.2, 7.8, 20.1, 19.7),
    2021: Folkniva(21.1, 7.8, 20.3, 20.0),
    2022: Folkniva(21.0, 7.8, 20.4, 20.4),
    2023: Folkniva(20.8, 7.8, 20.6, 20.5),
}
BAKGRUND = {
    2015: Bakgrundsniva(20.1, 10.5, 4.1, 8.6, 5.8, 3.5),
    2016: Bakgrundsniva(20.0, 10.1, 4.1, 8.6, 6.2, 3.6),
    2017: Bakgrundsniva(19.8, 9.6, 4.0, 8.7, 6.5, 3.8),
    2018: Bakgrundsniva(19.6, 9.1, 3.9, 8.7, 6.4, 4.0),
    2019: Bakgrundsniva(19.5, 9.0, 3.8, 8.8, 6.1, 4.3),
    2020: Bakgrundsniva(19.9, 11.1, 4.3, 8.8, 5.7, 4.7),
    2021: Bakgrundsniva(19.7, 10.8, 4.2, 8.8, 5.2, 5.1),
    2022: Bakgrundsniva(19.2, 9.4, 3.8, 8.7, 4.7, 5.4),
    2023: Bakgrundsniva(19.3, 9.1, 3.7, 8.7, 4.5, 5.5),
}
KOSTNAD = {
    2015: Kostnadsniva(62_000, 1_950),
    2016: Kostnadsniva(64_400, 2_020),
    2017: Kostnadsniva(66_300, 2_080),
    2018: Kostnadsniva(68_200, 2_170),
    2019: Kostnadsniva(69_700, 2_250),
    2020: Kostnadsniva(71_300, 2_330),
    2021: Kostnadsniva(73_600, 2_440),
    2022: Kostnadsniva(76_900, 2_580),
    2023: Kostnadsniva(80_600, 2_700),
}


def nivan(tabell: Mapping[int, T], ar: int) -> T:
    """Return the level of a year: before the first that of the first, after the last that of the last."""
    return tabell[min(max(ar, min(tabell)), max(tabell))]


def registrets(publicerade: Publicerade, ar: int) -> Niva:
    """Return the register's levels of a year; a published figure wins where it is not what the level rounds to."""
    niva = nivan(RIKET, ar)
    return niva._replace(
        bistand=_enligt(publicerade.get(("bistandsmottagare_befolkning_andel", ar, "riket")), niva.bistand),
        lang=_enligt(publicerade.get(("langvarigt_eb_andel", ar, "riket")), niva.lang),
    )


def _enligt(publicerat: str | None, niva: float) -> float:
    if publicerat is None:
        return niva
    half = Decimal(publicerat)
    steg = Decimal(1).scaleb(int(half.as_tuple().exponent))
    return niva if abs(half - Decimal(str(niva))) < steg / 2 else float(half)


def fordela(mal: float, tyngd: Mapping[str, float], tak: Mapping[str, int]) -> dict[str, int]:
    """Share a total out on units by their weights, none above its limit: whole numbers that add up to it, nearly."""
    fulla: set[str] = set()
    while True:
        rest = fsum([mal, *(-tak[id_] for id_ in fulla)])
        scale = rest / fsum(vikt for id_, vikt in tyngd.items() if id_ not in fulla)
        over = {id_ for id_, vikt in tyngd.items() if id_ not in fulla and vikt * scale > tak[id_]}
        if not over:
            return {id_: tak[id_] if id_ in fulla else int(vikt * scale + 0.5) for id_, vikt in tyngd.items()}
        fulla |= over


def stycka(antal: int, vikter: Mapping[T, float]) -> dict[T, int]:
    """Cut a number into whole parts by weight; they add up to it exactly, for the last takes what is left."""
    found: dict[T, int] = {}
    kvar, vikt_kvar = antal, fsum(vikter.values())
    for number, (vad, vikt) in enumerate(vikter.items(), 1):
        found[vad] = kvar if number == len(vikter) else int(kvar * vikt / vikt_kvar + 0.5)
        kvar, vikt_kvar = kvar - found[vad], vikt_kvar - vikt
    return found
