"""The population table: how many of each unit's inhabitants are of an age, women or men, born in Sweden or abroad."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from dataclasses import dataclass
from functools import cache

from exempel_enheter import Enhet, Land
from exempel_lage import Lage
from exempel_riket import FOLK, fordela, nivan, stycka

from oj_workbook.model import Alder

#: The age classes, as they are written in the table.
BARN, UNGA, MITTEN, ALDRE = ALDRAR = ("0–17", "18–24", "25–64", "65–")
VUXNA = (UNGA, MITTEN, ALDRE)
ARBETSFOR_ALDER = (UNGA, MITTEN)
#: The parts of each division, in the table's words, by the ids that the pages give them.
KON = {"kvinnor": "kvinnor", "man": "män"}
URSPRUNG = {"inrikes_fodda": "inrikes födda", "utrikes_fodda": "utrikes födda"}

#: How common it is to be born abroad at an age, beside all ages; those of the last age take what is left.
UTRIKES_I_ALDER = {BARN: 0.45, UNGA: 0.95, ALDRE: 0.7, MITTEN: 1.35}
ANDEL_KVINNOR = {BARN: 0.486, UNGA: 0.474, MITTEN: 0.494, ALDRE: 0.536}

Cell = tuple[str, str, str]  # age, kön, ursprung
Folk = dict[Cell, int]


@dataclass(frozen=True)
class Befolkning:
    """Makes the population."""

    land: Land
    lage: Lage

    def folk(self, enheter: list[Enhet], ar: int) -> dict[str, Folk]:
        """Return the people of every unit: each kommun has its real folkmängd, all else is invented."""
        niva, lage = nivan(FOLK, ar), self.lage
        alla = self.invanare(enheter, ar)
        riket = sum(alla.values())
        andelar = {
            BARN: (niva.barn, {one.id: lage.mellan(0.17, 0.24, "0-17", one.id) for one in enheter}),
            UNGA: (niva.unga, {one.id: lage.mellan(0.055, 0.105, "18-24", one.id) for one in enheter}),
            ALDRE: (niva.aldre, {one.id: self.aldre(one) for one in enheter}),
        }
        aldrar = {
            alder: fordela(
                procent / 100 * riket,
                {id_: alla[id_] * andel for id_, andel in andelar_.items()},
                {id_: int(0.32 * antal) for id_, antal in alla.items()},
            )
            for alder, (procent, andelar_) in andelar.items()
        }
        aldrar[MITTEN] = {id_: antal - sum(there[id_] for there in aldrar.values()) for id_, antal in alla.items()}
        utrikes = fordela(
            niva.utrikes / 100 * riket,
            {one.id: alla[one.id] * lage.utrikes(one) for one in enheter},
            {one.id: int((0.42 if one.id == one.kommun else 0.6) * alla[one.id]) for one in enheter},
        )
        return {
            one.id: self.celler(one.id, {alder: aldrar[alder][one.id] for alder in ALDRAR}, utrikes[one.id])
            for one in enheter
        }

    def aldre(self, enhet: Enhet) -> float:
        """Return the share of people of 65 or more, the larger the smaller the kommun."""
        del_ = self.lage.mellan(0, 1, "65-", enhet.id)
        return self.lage.storlek(enhet, 0.22 + 0.08 * del_, 0.18 + 0.07 * del_, 0.15 + 0.06 * del_)

    def celler(self, id_: str, aldrar: dict[str, int], utrikes: int) -> Folk:
        """Divide the people of each age by ursprung, and those by kön."""
        fodda = stycka(utrikes, {alder: aldrar[alder] * ofta for alder, ofta in UTRIKES_I_ALDER.items()})
        folk: Folk = {}
        for alder, antal in aldrar.items():
            andel = ANDEL_KVINNOR[alder] + self.lage.mellan(-0.008, 0.008, "kön", id_)
            per_ursprung = dict(zip(URSPRUNG.values(), (antal - fodda[alder], fodda[alder]), strict=True))
            kvinnor = {ursprung: int(there * andel + 0.5) for ursprung, there in per_ursprung.items()}
            folk |= {(alder, "kvinnor", ursprung): there for ursprung, there in kvinnor.items()}
            folk |= {(alder, "män", ursprung): there - kvinnor[ursprung] for ursprung, there in per_ursprung.items()}
        return folk

    def invanare(self, enheter: list[Enhet], ar: int) -> dict[str, int]:
        """Return the folkmängd of each unit; a city's is shared out on its parts and adds up to it."""
        per_kommun: dict[str, dict[str, float]] = {}
        for one in enheter:
            per_kommun.setdefault(one.kommun, {})[one.id] = self.lage.vikt(one.id)
        found: dict[str, int] = {}
        for one in enheter:
            if one.id not in found:
                found |= stycka(self.land.invanare(one, ar), per_kommun[one.kommun])
        return found


def antal(folk: Folk, aldrar: tuple[str, ...] = ALDRAR, del_: str | None = None) -> int:
    """Return how many are of some ages and, when `del_` is a kön or an ursprung, of that part."""
    return sum(there for (alder, *delar), there in folk.items() if alder in aldrar and (del_ is None or del_ in delar))


@cache
def aldrar_i(alder: Alder) -> tuple[str, ...]:
    """Return the age classes that lie within an age."""
    found = []
    for klass in ALDRAR:
        fran, till = klass.split("–")
        if alder.fran <= int(fran) and (alder.till is None or (till != "" and int(till) <= alder.till)):
            found.append(klass)
    return tuple(found)
