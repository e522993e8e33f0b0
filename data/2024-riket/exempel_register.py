"""The register: counts of people and kronor for every unit and year, and the invented sorteringsnyckel."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import NamedTuple

from exempel_enheter import START, Enhet, Land, Publicerade, likformig, normal


class Niva(NamedTuple):
    """Riket a year.

    `bistand` is in percent of all inhabitants, `lang` and `mycket` (långvarigt, mycket långvarigt) in percent of the
    adults with bistånd; `kronor` is the sum a year for each person with bistånd.
    """

    bistand: float
    lang: float
    mycket: float
    kronor: int


#: Invented levels; where one is published it wins.  A year after the last has the last.
RIKET = {
    2015: Niva(4.3, 39.4, 22.6, 25_900),
    2016: Niva(4.2, 40.0, 23.4, 26_500),
    2017: Niva(4.2, 40.6, 24.1, 27_300),
    2018: Niva(4.0, 41.3, 25.0, 28_000),
    2019: Niva(3.8, 41.6, 25.7, 28_700),
    2020: Niva(3.6, 42.4, 26.2, 29_900),
    2021: Niva(3.3, 43.5, 27.4, 30_600),
    2022: Niva(3.0, 42.8, 27.8, 31_400),
    2023: Niva(2.9, 41.9, 27.1, 33_200),
}
SAKNAS = {2015: {"2481"}}  # one kommun that did not report, to show what that does to its län and to riket


@dataclass(frozen=True)
class Antal:
    """Makes the counts of the register."""

    land: Land
    publicerade: Publicerade

    def rapporterar(self, ar: int) -> list[Enhet]:
        """Return the units that report a year: those there are when it ends."""
        enheter = self.land.enheter(date(ar, 12, 31))
        return [one for one in enheter if one.id not in SAKNAS.get(ar, set())]

    def rakna(self, ar: int) -> dict[str, dict[str, int]]:
        """Return every unit's counts for a year, by their names in the delivery."""
        enheter = self.land.enheter(date(ar, 12, 31))
        niva = self.niva(ar)
        invanare = self.invanare(enheter, ar)
        tyngd = {one.id: invanare[one.id] * self.bistand(one, ar) for one in enheter}
        scale = niva.bistand / 100 * sum(invanare.values()) / fsum(tyngd.values())
        personer = {one.id: _personer(one.id, invanare[one.id], scale * tyngd[one.id]) for one in enheter}
        vuxna = {id_: one["vuxna_bistandsmottagare"] for id_, one in personer.items()}
        lang = {one.id: self.langd(one, ar) for one in enheter}
        scale = niva.lang / 100 * sum(vuxna.values()) / fsum(vuxna[id_] * andel for id_, andel in lang.items())
        return {
            one.id: personer[one.id] | self._bistandet(one, ar, personer[one.id], min(0.75, scale * lang[one.id]), niva)
            for one in self.rapporterar(ar)
        }

    def niva(self, ar: int) -> Niva:
        """Return the levels of riket a year: those published, and otherwise invented."""
        niva = RIKET[min(max(ar, min(RIKET)), max(RIKET))]
        return niva._replace(
            bistand=float(self.publicerade.get(("bistandsmottagare_befolkning_andel", ar, "riket"), niva.bistand)),
            lang=float(self.publicerade.get(("langvarigt_eb_andel", ar, "riket"), niva.lang)),
        )

    def langd(self, enhet: Enhet, ar: int) -> float:
        """Return how much more common it is than in riket to have bistånd long: it is so where many have it at all."""
        return (0.93 + 0.07 * self.bistand(enhet, ar)) * (1 + 0.13 * _trog("lång", enhet.id, ar))

    def _bistandet(
        self, enhet: Enhet, ar: int, personer: dict[str, int], andel_lang: float, niva: Niva
    ) -> dict[str, int]:
        id_ = enhet.id
        mottagare, vuxna = personer["bistandsmottagare"], personer["vuxna_bistandsmottagare"]
        barn = mottagare - vuxna
        langvarigt = int(vuxna * andel_lang + 0.5)
        del_mycket = min(0.85, niva.mycket / niva.lang * (1 + 0.08 * _trog("mycket", id_, ar)))
        barn_lang = min(barn, int(barn * min(0.8, andel_lang * 1.05 * (1 + 0.08 * _trog("barnlång", id_, ar))) + 0.5))
        # Of the three hinder, each a share of what the ones before it left: together never more than all.
        utan_arbete = int(vuxna * min(0.7, 0.45 * (1 + 0.17 * _trog("arbetslös", id_, ar))) + 0.5)
        ohalsa = int((vuxna - utan_arbete) * min(0.7, 0.43 * (1 + 0.2 * _trog("ohälsa", id_, ar))) + 0.5)
        sociala = int((vuxna - utan_arbete - ohalsa) * min(0.8, 0.45 * (1 + 0.25 * _trog("socialt", id_, ar))) + 0.5)
        unga = int(vuxna * _mellan(0.14, 0.24, "unga", id_) * (1 + 0.05 * _trog("unga", id_, ar)) + 0.5)
        belopp = mottagare * niva.kronor * (0.9 + 0.1 * self.bistand(enhet, ar)) * (1 + 0.08 * _trog("kronor", id_, ar))
        return {
            "vuxna_langvarigt": langvarigt,
            "vuxna_mycket_langvarigt": int(langvarigt * del_mycket + 0.5),
            "vuxna_hinder_arbetsloshet": utan_arbete,
            "vuxna_hinder_sjukdom_ohalsa": ohalsa,
            "vuxna_hinder_sociala_skal": sociala,
            "barn_bistand": barn,
            "barn_langvarigt": barn_lang,
            "unga_vuxna_bistand": min(unga, vuxna, personer["invanare_18_24"]),
            "utbetalt_bistand_kr": int(belopp + 0.5),
        }

    def invanare(self, enheter: list[Enhet], ar: int) -> dict[str, int]:
        """Return the folkmängd of each unit; a city's is shared out on its parts and adds up to it."""
        found: dict[str, int] = {}
        rest: dict[str, tuple[int, float]] = {}
        for number, enhet in enumerate(enheter):
            hela = self.land.invanare(enhet, ar)
            if enhet.id == enhet.kommun:
                found[enhet.id] = hela
                continue
            kvar, vikt = rest.get(enhet.kommun) or (hela, fsum(self.vikt(one.id) for one in _delarna(enheter, enhet)))
            last = number + 1 == len(enheter) or enheter[number + 1].kommun != enhet.kommun
            found[enhet.id] = kvar if last else int(kvar * self.vikt(enhet.id) / vikt + 0.5)
            rest[enhet.kommun] = kvar - found[enhet.id], vikt - self.vikt(enhet.id)
        return found

    def vikt(self, id_: str) -> float:
        """Return how large a part of its city a delområde is; one that took over from others is their sum."""
        old = self.land.foregangare(id_)
        return fsum(self.vikt(one) for one in old) if old else _mellan(0.6, 1.4, "vikt", id_)

    def bistand(self, enhet: Enhet, ar: int) -> float:
        """Return how much more common bistånd is than in riket; slow to change, and near the city's in its parts."""
        z = _laggning(self.land, enhet.id) + 0.07 * fsum(normal("bistånd", enhet.id, y) for y in range(START, ar + 1))
        if enhet.id != enhet.kommun:
            z = 0.8 * _laggning(self.land, enhet.kommun) + z
        side = max(0.42, 1 + 0.24 * z)
        return side * side

    def nyckel(self) -> dict[str, int]:
        """Return the group, 1 to 8 and about equally many in each, of every kommun: high where bistånd is common."""
        risk = {kod: _laggning(self.land, kod) + 0.45 * normal("nyckel", kod) for kod in self.land.kommuner}
        order = sorted(risk, key=lambda kod: (risk[kod], kod))
        return {kod: 1 + 8 * place // len(order) for place, kod in enumerate(order)}


def _personer(id_: str, invanare: int, bistand: float) -> dict[str, int]:
    """Return the inhabitants of a unit and those with bistånd, children and adults."""
    barn_i_befolkningen = int(invanare * _mellan(0.17, 0.24, "0-17", id_) + 0.5)
    mottagare = int(bistand + 0.5)
    barn = min(barn_i_befolkningen, int(mottagare * _mellan(0.27, 0.40, "barn", id_) + 0.5))
    return {
        "invanare": invanare,
        "invanare_0_17": barn_i_befolkningen,
        "invanare_18_24": int(invanare * _mellan(0.055, 0.105, "18-24", id_) + 0.5),
        "bistandsmottagare": mottagare,
        "vuxna_bistandsmottagare": mottagare - barn,
    }


def _laggning(land: Land, id_: str) -> float:
    old = land.foregangare(id_)
    own = normal("bistånd", id_)
    return 0.3 * own + fsum(_laggning(land, one) for one in old) / len(old) if old else own


def _delarna(enheter: list[Enhet], enhet: Enhet) -> list[Enhet]:
    return [one for one in enheter if one.kommun == enhet.kommun]


def _mellan(low: float, high: float, *nyckel: object) -> float:
    return low + (high - low) * likformig(*nyckel)


def _trog(vad: str, id_: str, ar: int) -> float:
    """Return a roughly normal number that changes little from one year to the next."""
    return normal(vad, id_) + 0.25 * normal(vad, id_, ar)
