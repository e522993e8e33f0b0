"""Those with bistånd in each unit, and its people -> every count of the register, as riket's levels have them."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from exempel_befolkning import BARN, UNGA, VUXNA, Folk, antal
from exempel_lage import Lage
from exempel_riket import Niva, fordela

Antalen = dict[str, int]  # by the unit
Ofta = Callable[[str], float]


@dataclass(frozen=True)
class Uppgifterna:
    """Makes the counts of a year, each out of those before it."""

    ar: int
    niva: Niva
    lage: Lage
    folk: dict[str, Folk]
    mottagare: Antalen

    def columns(self) -> dict[str, Antalen]:
        """Return the units' counts, by their names in the delivery."""
        barn = self.barn()
        vuxna = {id_: there - barn[id_] for id_, there in self.mottagare.items()}
        lang = self.langvarigt(vuxna)
        return {
            "bistandsmottagare": self.mottagare,
            "vuxna_bistandsmottagare": vuxna,
            "vuxna_langvarigt": lang,
            "vuxna_mycket_langvarigt": self.ut(
                self.niva.mycket, vuxna, lang, self.trog("mycket", 0.08), lambda id_: 0.85 * lang[id_]
            ),
            **self.hinder(vuxna),
            "barn_bistand": barn,
            "barn_langvarigt": self.barn_langvarigt(barn, vuxna, lang),
            "unga_vuxna_bistand": self.unga(vuxna),
            "utbetalt_bistand_kr": self.kronor(),
        }

    def barn(self) -> Antalen:
        """Return the children of those with bistånd: more where there are many children."""
        barnen = self.i_alder(BARN)
        return self.ut(
            self.niva.barn,
            self.mottagare,
            self.mottagare,
            lambda id_: self.lage.mellan(0.27, 0.40, "barn", id_) * barnen[id_] / antal(self.folk[id_]),
            lambda id_: min(0.55 * self.mottagare[id_], 0.5 * barnen[id_]),
        )

    def langvarigt(self, vuxna: Antalen) -> Antalen:
        """Return the adults who have it long: more common where many have it at all."""
        trog = self.trog("lång", 0.13)
        return self.ut(
            self.niva.lang,
            vuxna,
            vuxna,
            lambda id_: (0.93 + 0.07 * self.vanligt[id_]) * trog(id_),
            lambda id_: 0.75 * vuxna[id_],
        )

    def barn_langvarigt(self, barn: Antalen, vuxna: Antalen, lang: Antalen) -> Antalen:
        """Return the children who have it long: more common where more adults do."""
        trog = self.trog("barnlång", 0.08)
        return self.ut(
            self.niva.barn_lang,
            barn,
            barn,
            lambda id_: (0.2 + lang[id_] / max(1, vuxna[id_])) * trog(id_),
            lambda id_: 0.8 * barn[id_],
        )

    def unga(self, vuxna: Antalen) -> Antalen:
        """Return those aged 18–24 among the adults: more common where it is among all adults."""
        trog, unga, alla = self.trog("unga", 0.1), self.i_alder(UNGA), self.i_alder(*VUXNA)
        return self.ut(
            self.niva.unga,
            unga,
            unga,
            lambda id_: vuxna[id_] / alla[id_] * trog(id_),
            lambda id_: 0.4 * min(vuxna[id_], unga[id_]),
        )

    def hinder(self, vuxna: Antalen) -> dict[str, Antalen]:
        """Return the three hinder: each a part of what those before it left, so together never more than all."""
        kvar = dict(vuxna)
        found = {}
        for uppgift, procent, vad, hur in (
            ("vuxna_hinder_arbetsloshet", self.niva.arbetsloshet, "arbetslös", 0.17),
            ("vuxna_hinder_sjukdom_ohalsa", self.niva.ohalsa, "ohälsa", 0.2),
            ("vuxna_hinder_sociala_skal", self.niva.sociala, "socialt", 0.25),
        ):
            tak = {id_: 0.75 * there for id_, there in kvar.items()}
            found[uppgift] = self.ut(procent, vuxna, vuxna, self.trog(vad, hur), tak.__getitem__)
            kvar = {id_: there - found[uppgift][id_] for id_, there in kvar.items()}
        return found

    def kronor(self) -> Antalen:
        """Return the kronor paid out: more for each where many have bistånd."""
        trog = self.trog("kronor", 0.08)
        return self.ut(
            100 * self.niva.kronor,
            self.mottagare,
            self.mottagare,
            lambda id_: (0.9 + 0.1 * self.vanligt[id_]) * trog(id_),
            lambda id_: 5 * self.niva.kronor * self.mottagare[id_],
        )

    @cached_property
    def vanligt(self) -> dict[str, float]:
        """Return how many times as common bistånd is as in riket."""
        return {id_: there / antal(self.folk[id_]) / (self.niva.bistand / 100) for id_, there in self.mottagare.items()}

    def i_alder(self, *aldrar: str) -> Antalen:
        """Return the inhabitants of some ages."""
        return {id_: antal(there, aldrar) for id_, there in self.folk.items()}

    def trog(self, vad: str, hur: float) -> Ofta:
        """Return how many times as common something is in a unit; `hur` is how much units differ."""
        return lambda id_: max(0.2, 1 + hur * self.lage.trog(vad, id_, self.ar))

    def ut(self, procent: float, av: Antalen, bland: Antalen, ofta: Ofta, tak: Ofta) -> Antalen:
        """Share out riket's `procent` of the people in `av` on those in `bland`, no unit above its limit."""
        return fordela(
            procent / 100 * sum(av.values()),
            {id_: there * ofta(id_) for id_, there in bland.items()},
            {id_: int(tak(id_)) for id_ in bland},
        )
