"""The register: how many have bistånd in every unit and year, and with their people, every count of them."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import fsum

from exempel_befolkning import Befolkning, Folk, antal
from exempel_delar import delar
from exempel_enheter import Enhet, Land, Publicerade
from exempel_lage import Lage
from exempel_riket import fordela, registrets
from exempel_uppgifter import Antalen, Uppgifterna

SAKNAS = {2015: {"2481"}}  # one kommun that did not report, to show what that does to its län and to riket
#: Published elsewhere: those with bistånd in percent of all inhabitants of a län; the other years follow.
LANEN_AR, LANEN = 2020, {"01": 2.2, "04": 6.2}

Uppgifter = dict[str, int]  # by their names in the delivery


@dataclass(frozen=True)
class Arets:
    """A year: the units there are when it ends, their people, and the counts of each, also where it did not report."""

    ar: int
    enheter: list[Enhet]
    folk: dict[str, Folk]
    uppgifter: dict[str, Uppgifter]

    def rapporterar(self) -> list[Enhet]:
        """Return the units that have reported to the register."""
        return [one for one in self.enheter if one.id not in SAKNAS.get(self.ar, set())]


@dataclass(frozen=True)
class Register:
    """Makes the counts of the register."""

    land: Land
    publicerade: Publicerade

    @cached_property
    def lage(self) -> Lage:
        """Return where the units stand beside riket."""
        return Lage(self.land)

    def rakna(self, ar: int) -> Arets:
        """Return every unit's counts for a year, by their names in the delivery."""
        enheter = self.land.enheter(date(ar, 12, 31))
        folk = Befolkning(self.land, self.lage).folk(enheter, ar)
        mottagare = self.mottagare(enheter, ar, {one.id: antal(folk[one.id]) for one in enheter})
        columns = Uppgifterna(ar, registrets(self.publicerade, ar), self.lage, folk, mottagare).columns()
        uppgifter = {one.id: {uppgift: there[one.id] for uppgift, there in columns.items()} for one in enheter}
        for id_, there in uppgifter.items():
            uppgifter[id_] = there | dict(delar(there, folk[id_], self._skiljer(id_, ar)))
        return Arets(ar, enheter, folk, uppgifter)

    def mottagare(self, enheter: list[Enhet], ar: int, invanare: Antalen) -> Antalen:
        """Return how many have bistånd."""
        tyngd = {
            one.id: invanare[one.id] * self.lage.bistand(one, ar) * self.lanen.get(self.lan(one), 1) for one in enheter
        }
        mal = registrets(self.publicerade, ar).bistand / 100 * sum(invanare.values())
        return fordela(mal, tyngd, {id_: int(0.2 * there) for id_, there in invanare.items()})

    def lan(self, enhet: Enhet) -> str:
        """Return the code of a unit's län."""
        return self.land.kommuner[enhet.kommun]["lanskod"]

    @cached_property
    def lanen(self) -> dict[str, float]:
        """Return how many times as common bistånd is in a län as its kommuner's leanings say, for what is known."""
        enheter = self.land.enheter(date(LANEN_AR, 12, 31))
        invanare = Befolkning(self.land, self.lage).invanare(enheter, LANEN_AR)

        def summor(lan: str) -> tuple[int, float]:
            inne = [one for one in enheter if (self.lan(one) if self.lan(one) in LANEN else "") == lan]
            return (
                sum(invanare[one.id] for one in inne),
                fsum(invanare[one.id] * self.lage.bistand(one, LANEN_AR) for one in inne),
            )

        mal = {lan: andel / 100 * summor(lan)[0] for lan, andel in LANEN.items()}
        riket = registrets(self.publicerade, LANEN_AR).bistand / 100 * sum(invanare.values())
        ovriga = fsum([riket, *(-one for one in mal.values())]) / summor("")[1]
        return {lan: one / summor(lan)[1] / ovriga for lan, one in mal.items()}

    def _skiljer(self, id_: str, ar: int) -> Callable[[str], float]:
        return lambda vad: max(0.8, 1 + 0.04 * self.lage.trog(vad, id_, ar))
