"""How a unit differs from riket, lastingly: how common bistånd is there, how many were born abroad, how large it is."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum

from exempel_enheter import START, Enhet, Land, likformig, normal

#: How common bistånd is in a delområde, beside its city: our picture of a known pattern, no facts.  One that took
#: over from others is like they were together.
OMRADEN = {
    "0180-alvsjo-2007": 0.5,
    "0180-bromma-2007": 0.4,
    "0180-enskede-arsta-vantor-2007": 1.3,
    "0180-farsta-2007": 1.4,
    "0180-hagersten-liljeholmen-2007": 0.8,
    "0180-hasselby-vallingby-2007": 1.5,
    "0180-kungsholmen-2007": 0.35,
    "0180-norrmalm-2007": 0.3,
    "0180-ostermalm-2007": 0.3,
    "0180-rinkeby-kista-2007": 2.9,
    "0180-skarholmen-2007": 2.3,
    "0180-skarpnack-2007": 1.1,
    "0180-sodermalm-2007": 0.6,
    "0180-spanga-tensta-2007": 2.2,
    "1280-innerstaden-2013": 1.1,
    "1280-norr-2013": 0.9,
    "1280-oster-2013": 1.4,
    "1280-soder-2013": 1.2,
    "1280-vaster-2013": 0.6,
    "1480-angered-2011": 2.3,
    "1480-askim-frolunda-hogsbo-2011": 0.8,
    "1480-centrum-2011": 0.3,
    "1480-lundby-2011": 0.7,
    "1480-majorna-linne-2011": 0.5,
    "1480-norra-hisingen-2011": 1.0,
    "1480-orgryte-harlanda-2011": 0.45,
    "1480-ostra-goteborg-2011": 1.9,
    "1480-vastra-goteborg-2011": 0.7,
    "1480-vastra-hisingen-2011": 1.5,
}
#: How common it is to be born abroad in a city beside riket: also just our picture.
STADER_UTRIKES = {"0180": 1.27, "1280": 1.75, "1480": 1.4}
#: From how many inhabitants a kommun counts as middle-sized and as large.
MELLAN, STOR = 30_000, 70_000


@dataclass(frozen=True)
class Lage:
    """Where units stand beside riket, 1 being as in riket."""

    land: Land

    def bistand(self, enhet: Enhet, ar: int) -> float:
        """Return how common bistånd is; slow to change, and a delområde follows its city."""
        drift = 0.07 * fsum(normal("bistånd", enhet.id, y) for y in range(START, ar + 1))
        side = max(0.5, 1 + 0.24 * (self.risk(enhet.kommun) + drift))
        return side * side * self.omrade(enhet.id)

    def risk(self, kod: str) -> float:
        """Return a kommun's lasting leaning for bistånd, 0 in the middle."""
        return normal("bistånd", kod)

    def omrade(self, id_: str) -> float:
        """Return how common bistånd is in a delområde beside its city; 1 for a kommun and where nothing is known."""
        old = self.land.foregangare(id_)
        if old:
            return fsum(self.vikt(one) * self.omrade(one) for one in old) / self.vikt(id_)
        return OMRADEN.get(id_, 1.0)

    def vikt(self, id_: str) -> float:
        """Return how large a part of its city a delområde is; one that took over from others is their sum."""
        old = self.land.foregangare(id_)
        return fsum(self.vikt(one) for one in old) if old else _mellan(0.6, 1.4, "vikt", id_)

    def utrikes(self, enhet: Enhet) -> float:
        """Return how many were born abroad: more where bistånd is common, in large kommuner and around Stockholm."""
        inom_staden = 0.45 + 0.55 * self.omrade(enhet.id)
        if enhet.kommun in STADER_UTRIKES:
            return STADER_UTRIKES[enhet.kommun] * inom_staden
        side = max(0.71, 1 + 0.14 * self.risk(enhet.kommun) + 0.14 * normal("utrikes", enhet.kommun))
        if self.land.kommuner[enhet.kommun]["lanskod"] == "01":
            side += 0.12
        return side * side * self.storlek(enhet, 0.75, 0.9, 1.05) * inom_staden

    def storlek(self, enhet: Enhet, liten: float, mellan: float, stor: float) -> float:
        """Return what belongs to a kommun of its size; a delområde is as large as its city."""
        if enhet.kommun in self.land.minst(STOR):
            return stor
        return mellan if enhet.kommun in self.land.minst(MELLAN) else liten

    def mellan(self, low: float, high: float, vad: str, id_: str) -> float:
        """Return a number between two that belongs to a unit for ever."""
        return self.arv(id_, lambda one: _mellan(low, high, vad, one))

    def trog(self, vad: str, id_: str, ar: int) -> float:
        """Return a roughly normal number that changes little from one year to the next."""
        return self.arv(id_, lambda one: normal(vad, one)) + 0.25 * normal(vad, id_, ar)

    def arv(self, id_: str, eget: Callable[[str], float]) -> float:
        """Return what a unit has of its own; one that took over from others has the mean of theirs."""
        old = self.land.foregangare(id_)
        return fsum(self.arv(one, eget) for one in old) / len(old) if old else eget(id_)

    def nyckel(self) -> dict[str, int]:
        """Return the group, 1 to 8 and about equally many in each, of every kommun: high where bistånd is common."""
        risk = {kod: self.risk(kod) + 0.45 * normal("nyckel", kod) for kod in self.land.kommuner}
        order = sorted(risk, key=lambda kod: (risk[kod], kod))
        return {kod: 1 + 8 * place // len(order) for place, kod in enumerate(order)}


def _mellan(low: float, high: float, *nyckel: object) -> float:
    return low + (high - low) * likformig(*nyckel)
