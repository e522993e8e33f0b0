"""The register: counts of people and kronor for every unit and year, and the invented sorteringsnyckel."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from dataclasses import dataclass
from datetime import date
from math import fsum

from exempel_enheter import START, Enhet, Land, likformig, normal

from oj_workbook.edition import Utgava

#: Invented levels for riket, year by year: bistånd in percent of all inhabitants and, in percent of the adults
#: with bistånd, those with långvarigt and mycket långvarigt; kronor a year for each person with bistånd.
#: A year after the last has the last.
RIKET = {
    2015: (4.3, 39.4, 22.6, 25_900),
    2016: (4.2, 40.0, 23.4, 26_500),
    2017: (4.2, 40.6, 24.1, 27_300),
    2018: (4.0, 41.3, 25.0, 28_000),
    2019: (3.8, 41.6, 25.7, 28_700),
    2020: (3.6, 42.4, 26.2, 29_900),
    2021: (3.3, 43.5, 27.4, 30_600),
    2022: (3.0, 42.8, 27.8, 31_400),
    2023: (2.9, 41.9, 27.1, 33_200),
}
SAKNAS = {2015: {"2481"}}  # one kommun that did not report, to show what that does to its län and to riket


@dataclass(frozen=True)
class Antal:
    """Makes the counts of the register."""

    land: Land
    utgava: Utgava

    def rapporterar(self, ar: int) -> list[Enhet]:
        """Return the units that report a year: those there are when it ends."""
        enheter = self.land.enheter(date(ar, 12, 31))
        return [one for one in enheter if one.id not in SAKNAS.get(ar, set())]

    def rakna(self, ar: int) -> dict[str, dict[str, int]]:
        """Return every unit's counts for a year, by their names in the delivery."""
        enheter = self.land.enheter(date(ar, 12, 31))
        invanare = self.invanare(enheter, ar)
        tyngd = {one.id: invanare[one.id] * self.bistand(one, ar) for one in enheter}
        andel, lang, mycket, kronor = RIKET[min(max(ar, min(RIKET)), max(RIKET))]
        scale = andel / 100 * sum(invanare.values()) / fsum(tyngd.values())
        found = {
            one.id: self._enhetens(one, ar, invanare[one.id], int(scale * tyngd[one.id] + 0.5), (lang, mycket, kronor))
            for one in enheter
        }
        return {one.id: found[one.id] for one in self.rapporterar(ar)}

    def _enhetens(
        self, enhet: Enhet, ar: int, invanare: int, mottagare: int, niva: tuple[float, float, int]
    ) -> dict[str, int]:
        lang, mycket, kronor = niva
        id_ = enhet.id
        unga_i_befolkningen = int(invanare * _mellan(0.055, 0.105, "18-24", id_) + 0.5)
        barn_i_befolkningen = int(invanare * _mellan(0.17, 0.24, "0-17", id_) + 0.5)
        barn = min(barn_i_befolkningen, int(mottagare * _mellan(0.27, 0.40, "barn", id_) + 0.5))
        vuxna = mottagare - barn
        lage = self.bistand(enhet, ar)  # where many have bistånd, more have it long
        andel_lang = min(0.75, lang / 100 * (0.93 + 0.07 * lage) * (1 + 0.13 * _trog("lång", id_, ar)))
        langvarigt = min(vuxna, int(vuxna * andel_lang + 0.5))
        del_mycket = min(0.85, mycket / lang * (1 + 0.08 * _trog("mycket", id_, ar)))
        barn_lang = min(barn, int(barn * min(0.8, andel_lang * 1.05 * (1 + 0.08 * _trog("barnlång", id_, ar))) + 0.5))
        # Of the three hinder, each a share of what the ones before it left: together never more than all.
        utan_arbete = int(vuxna * min(0.7, 0.45 * (1 + 0.17 * _trog("arbetslös", id_, ar))) + 0.5)
        ohalsa = int((vuxna - utan_arbete) * min(0.7, 0.43 * (1 + 0.2 * _trog("ohälsa", id_, ar))) + 0.5)
        sociala = int((vuxna - utan_arbete - ohalsa) * min(0.8, 0.45 * (1 + 0.25 * _trog("socialt", id_, ar))) + 0.5)
        unga = int(vuxna * _mellan(0.14, 0.24, "unga", id_) * (1 + 0.05 * _trog("unga", id_, ar)) + 0.5)
        belopp = mottagare * kronor * (0.9 + 0.1 * lage) * (1 + 0.08 * _trog("kronor", id_, ar))
        return {
            "invanare": invanare,
            "invanare_0_17": barn_i_befolkningen,
            "invanare_18_24": unga_i_befolkningen,
            "bistandsmottagare": mottagare,
            "vuxna_bistandsmottagare": vuxna,
            "vuxna_langvarigt": langvarigt,
            "vuxna_mycket_langvarigt": int(langvarigt * del_mycket + 0.5),
            "vuxna_hinder_arbetsloshet": utan_arbete,
            "vuxna_hinder_sjukdom_ohalsa": ohalsa,
            "vuxna_hinder_sociala_skal": sociala,
            "barn_bistand": barn,
            "barn_langvarigt": barn_lang,
            "unga_vuxna_bistand": min(unga, vuxna, unga_i_befolkningen),
            "utbetalt_bistand_kr": int(belopp + 0.5),
        }

    def invanare(self, enheter: list[Enhet], ar: int) -> dict[str, int]:
        """Return the folkmängd of each unit; a city's is shared out on its parts and adds up to it."""
        found, rest = {}, {}
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
        side = max(0.5, 1 + 0.21 * z)
        return side * side

    def nyckel(self) -> dict[str, int]:
        """Return the group, 1 to 8 and about equally many in each, of every kommun: high where bistånd is common."""
        risk = {kod: _laggning(self.land, kod) + 0.45 * normal("nyckel", kod) for kod in self.land.kommuner}
        order = sorted(risk, key=lambda kod: (risk[kod], kod))
        return {kod: 1 + 8 * place // len(order) for place, kod in enumerate(order)}


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

