"""The survey: whose turn it is to say Ja, and the raw answers that the criteria of the year read as just that."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product

from exempel_enheter import START, Enhet, Land, Publicerade, likformig, normal, poang, slump

from oj_workbook.criteria import delfragor_in, holds, in_force, month_number
from oj_workbook.edition import Utgava
from oj_workbook.model import Indikator, InomManader, JaNej, MinstAntal, Omrade, Svarsslag, Villkor

#: Response rate in percent of each part of the survey; a year that is not here has `ANNARS`.
SVARSFREKVENS = {
    "enkat": {2016: 94, 2017: 95, 2018: 93, 2019: 94, 2020: 96, 2021: 95, 2022: 94, 2023: 96, 2024: 97},
    "enkat_allman": {2016: 95, 2017: 96, 2018: 95, 2019: 96, 2020: 95, 2021: 95, 2022: 96, 2023: 96, 2024: 97},
}
ANNARS = 96
#: How many answered in each SKR group, where the printed percentages prove it.
SVARANDE_PER_GRUPP = {
    ("enkat", 2020): {"A1": 23, "A2": 42, "B3": 21, "B4": 48, "B5": 33, "C6": 28, "C7": 52, "C8": 38, "C9": 15}
}
#: Units that always answer, with every kommun of at least ALLTID_FRAN inhabitants; one below OFTA_FRAN does so less.
SVARAR_ALLTID = {"0880", "0980", "2584", "0180-jarva-2023", "1480-centrum-2021"}
ALLTID_FRAN, OFTA_FRAN = 65_000, 15_000
BLANK = 0.004  # the chance that a responding unit leaves a question blank
EN_FRAGA = {"enkat_allman"}  # parts with a single question: who leaves it blank has not answered the part

#: Invented levels, in percent, for what has no published figure near; where a figure is published it wins.
#: "Fler än 9 av 10" was printed for socialjouren in 2021.
NIVAER: dict[str, dict[int, float]] = {
    "socialjour_socionom": {2019: 87, 2021: 91, 2024: 93},
    "systematisk_uppfoljning_genomford": {2016: 41, 2018: 43, 2020: 40, 2024: 49},
    "rutin_samordning_vuxen": {2016: 55, 2019: 59, 2023: 61},
    "rutin_samordning_arbetsmarknad": {2016: 63, 2019: 66, 2023: 64},
    "rutin_intern_samordning_barn_unga": {2021: 72, 2023: 73},
    "overenskommelse_af": {2016: 52, 2019: 54},
    "overenskommelse_fk": {2016: 47, 2020: 44, 2024: 41},
    "overenskommelse_primarvard": {2016: 27},
    "overenskommelse_vuxenpsykiatri": {2016: 26},
    "strukturerad_utredningsmall_barn_alla_eller_vissa": {2016: 78, 2020: 84, 2022: 89, 2024: 91},
    "arbetsmarknadsinsats_18_24_vissa": {2019: 44, 2023: 46},
    "arbetsmarknadsinsats_over_24_vissa": {2019: 57, 2023: 55},
    "plan_inom_3_man": {2024: 53},
    "separata_moten": {2021: 14},
    "fia": {2019: 17, 2024: 20},
    "audit": {2019: 41, 2024: 49},
    "dudit": {2024: 42},
    "freda_kortfragor": {2024: 84},
    "juridiskt_stod": {2016: 95, 2024: 97},
    "info_nya_rattsfall": {2016: 51, 2024: 76},
    "vantetid_nybesok_hogst_14_dagar": {2016: 89, 2018: 88, 2022: 93, 2024: 92},
}
LANGRE_FONSTER = 9  # percentage points more Ja, where nothing is published, once a routine may be older
#: Where a Ja to one question makes a Ja to the other likely: they lean on the same thing.
SAMMA_LAGGNING = {
    "systematisk_uppfoljning_anvand_verksamhetsutveckling": "systematisk_uppfoljning_genomford",
    "systematisk_uppfoljning_uppdelad_kon_genomford": "systematisk_uppfoljning_genomford",
    "systematisk_uppfoljning_uppdelad_kon_anvand": "systematisk_uppfoljning_genomford",
    "arbetsmarknadsinsats_inom_en_manad": "arbetsmarknadsinsats_inom_en_manad_18_24",
    "dudit": "audit",
}
#: Where a Ja to the first cannot be without a Ja to the second.
MEDFOR = {
    "systematisk_uppfoljning_uppdelad_kon_genomford": "systematisk_uppfoljning_genomford",
    "systematisk_uppfoljning_uppdelad_kon_anvand": "systematisk_uppfoljning_anvand_verksamhetsutveckling",
}
#: Special answers that are no answer to a sub-question: how many small kommuner lean to each.
SARSKILDA = {"Integrerad": 9, "Verksamhet saknas": 4}
INGA_SARSKILDA = {("rutin_intern_samordning_barn_unga", "Verksamhet saknas")}  # every kommun has it
LITEN = 9_000
#: Answers that are known for a kommun: Kalmar told of its own in 2021.
KANDA = {
    ("0880", "socialjour_socionom", 2021): True,
    ("0880", "vantetid_nybesok_hogst_14_dagar", 2021): True,
    ("0880", "strukturerad_utredningsmall_barn", 2021): True,
    ("0880", "systematisk_uppfoljning_anvand_verksamhetsutveckling", 2021): False,
}
FLEST_MONSTER = 1000

Utfall = tuple[bool | None, ...]
Monster = dict[str, str]


@dataclass(frozen=True)
class Knippe:
    """Indicators that share columns in a delivery, and so are answered together.

    `fragor` are the columns with their possible answers (None for a month); `ord` the columns of each indicator,
    by its sub-questions' ids, "" for a klass.
    """

    ar: int
    sidor: tuple[Indikator, ...]
    fragor: dict[str, tuple[str, ...] | None]
    ord: dict[str, dict[str, str]]

    @property
    def id(self) -> str:
        """Return the name that chance knows it by."""
        return self.sidor[0].id

    @property
    def fonster(self) -> int:
        """Return the longest time, in months, that a month may lie back."""
        return max([manader for sida in self.sidor for manader in fonster(sida, self.ar)], default=0)

    def sarskilda(self) -> list[str]:
        """Return the special answers that can be given in place of an answer; none where columns are shared."""
        if len(self.sidor) > 1 or not isinstance(self.sidor[0].slag, JaNej):
            return []
        own = {svar for svaren in self.fragor.values() for svar in svaren or ()}
        return [svar for svar in self.sidor[0].answers(self.ar) if svar not in {"Ja", "Nej"} | own]


def utfall(sida: Indikator, ar: int, svar: Mapping[str, str], matmanad: int) -> bool | None:
    """Tell whether one unit's answers to an indicator's questions count as Ja; None when they are left out."""
    allowed = sida.answers(ar)
    for said in svar.values():
        if said in allowed and said not in {"Ja", "Nej"}:
            return {"ja": True, "nej": False, "utanför": None}[allowed[said].raknas_som]
    if isinstance(sida.slag, JaNej):
        return holds(in_force(sida.slag.kriterier, ar).ja_nar, svar, matmanad)
    if "" in svar and isinstance(sida.slag, Svarsslag):  # a class called Ja or Nej
        return {"ja": True, "nej": False, "utanför": None}[allowed[svar[""]].raknas_som]
    return None


def fonster(sida: Indikator, ar: int) -> tuple[int, ...]:
    """Return the limits, in months, that the criterion of a year sets."""

    def inside(villkor: Villkor) -> Iterator[int]:
        if isinstance(villkor, InomManader):
            yield villkor.manader
        elif isinstance(villkor, MinstAntal):
            for part in villkor.av:
                yield from inside(part)

    return tuple(inside(in_force(sida.slag.kriterier, ar).ja_nar)) if isinstance(sida.slag, JaNej) else ()


def kolumner(sida: Indikator, ar: int, rubriker: Mapping[str, str]) -> dict[str, tuple[str, tuple[str, ...] | None]]:
    """Return header and possible answers of an indicator's columns, by its sub-questions' ids."""
    if isinstance(sida.slag, JaNej):
        asked = delfragor_in(in_force(sida.slag.kriterier, ar).ja_nar)
        words = {one.id: (f"{sida.id}.{one.id}", one.svar) for one in sida.slag.delfragor if one.id in asked}
    else:
        words = {"": (sida.id, tuple(sida.answers(ar)))}
    return {id_: (rubriker.get(word, word), svar) for id_, (word, svar) in words.items()}


def knippen(omrade: Omrade, kalla: str, ar: int, rubriker: Mapping[str, str]) -> list[Knippe]:
    """Return the indicators of one part of the survey that are asked a year, those with a common column together."""
    asked = [sida for sida in omrade.indikatorer.values() if sida.kalla.id == kalla and sida.mats.holds(ar)]
    asked = [sida for sida in asked if isinstance(sida.slag, Svarsslag)]
    asked.sort(key=lambda sida: (not isinstance(sida.slag, JaNej), sida.ordning, sida.id))
    groups: list[list[Indikator]] = []
    for sida in asked:
        own = {rubrik for rubrik, _ in kolumner(sida, ar, rubriker).values()}
        for group in groups:
            if any(own & {rubrik for rubrik, _ in kolumner(one, ar, rubriker).values()} for one in group):
                group.append(sida)
                break
        else:
            groups.append([sida])
    found = []
    for group in sorted(groups, key=lambda group: (any(one.id in MEDFOR.values() for one in group), group[0].id)):
        wanted = {sida.id: kolumner(sida, ar, rubriker) for sida in group}
        fragor: dict[str, tuple[str, ...] | None] = {}
        for columns in wanted.values():
            for rubrik, svar in columns.values():
                fragor.setdefault(rubrik, svar)
        ord_ = {id_: {delfraga: one[0] for delfraga, one in columns.items()} for id_, columns in wanted.items()}
        found.append(Knippe(ar, tuple(group), fragor, ord_))
    return found


def tryckt(antal: int, av: int, decimaler: int = 0) -> str:
    """Return a share in percent as it is printed: halves up, in whole numbers all the way."""
    hela = (200 * 10**decimaler * antal + av) // (2 * av)
    return f"{hela // 10**decimaler}.{hela % 10**decimaler:0{decimaler}d}" if decimaler else str(hela)


@dataclass
class Enkat:
    """Makes the answers of one part of the survey, year after year."""

    land: Land
    utgava: Utgava
    publicerade: Publicerade
    kalla: str
    senast: dict[tuple[str, str], str] = field(default_factory=dict)
    ja: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    # --- who answers ---

    def svarande(self, ar: int) -> list[Enhet]:
        """Return the units that answer a year; those that do not are often the same from year to year."""
        enheter = self.land.enheter(self.utgava.matdagar[ar])
        quota = SVARANDE_PER_GRUPP.get((self.kalla, ar))
        if quota is None:
            antal = (len(enheter) * SVARSFREKVENS[self.kalla].get(ar, ANNARS) + 50) // 100
            return self._villigast(enheter, antal, ar)
        kept = set()
        for grupp, antal in quota.items():
            members = [one for one in enheter if f"skr-{grupp}" in self.land.grupper(one, ar, self.utgava)]
            kept |= {one.id for one in self._villigast(members, antal, ar)}
        return [one for one in enheter if one.id in kept]

    def _villigast(self, enheter: list[Enhet], antal: int, ar: int) -> list[Enhet]:
        kept = set(sorted((one.id for one in enheter), key=lambda id_: (-self._vilja(id_, ar), id_))[:antal])
        return [one for one in enheter if one.id in kept]

    def _vilja(self, id_: str, ar: int) -> float:
        if id_ in SVARAR_ALLTID | self.land.minst(ALLTID_FRAN):
            return 99.0
        size = 1.0 if id_ in self.land.minst(OFTA_FRAN) else 0.0
        return size + normal("svarar", id_) + 0.8 * normal("svarar", id_, self.kalla, ar)

    # --- how many say Ja ---

    def niva(self, sida: Indikator, ar: int) -> float:
        """Return the share of Ja in percent: published, between two published, or near the nearest."""
        known = dict(NIVAER.get(sida.id, {}))
        published = {year: v for (id_, year, niva), v in self.publicerade.items() if (id_, niva) == (sida.id, "riket")}
        known |= {year: float(printed) for year, printed in published.items()}
        if not known:
            known[START] = 30.0 + round(40 * likformig("nivå", sida.id))
        before, after = [year for year in known if year <= ar], [year for year in known if year >= ar]
        if before and after:
            first, last = max(before), min(after)
            part = (ar - first) / (last - first) if last > first else 0.0
            return known[first] + (known[last] - known[first]) * part
        near = max(before) if before else min(after)
        steps = range(near + 1, ar + 1) if near < ar else range(ar, near)
        level = known[near] + sum(round(3 * likformig("steg", sida.id, year)) - 1.5 for year in steps) / 1.5
        longer = sida.mats.holds(near) and max(fonster(sida, ar), default=0) > max(fonster(sida, near), default=0)
        return min(97.0, max(3.0, level + (LANGRE_FONSTER if longer else 0)))

    def antal_ja(self, sida: Indikator, ar: int, antal: int, niva: str = "riket") -> list[int]:
        """Return the numbers of Ja among `antal` that print as published, the nearest first; else the one nearest."""
        printed = self.publicerade.get((sida.id, ar, niva))
        level = float(printed) if printed is not None else self.niva(sida, ar)
        if printed is None:
            return [int(level * antal / 100 + 0.5)]
        found = [ja for ja in range(antal + 1) if tryckt(ja, antal, sida.decimals(ar)) == printed]
        return sorted(found, key=lambda ja: abs(100 * ja - level * antal))

    def delning(self, knippe: Knippe, enheter: list[Enhet]) -> tuple[str, ...]:
        """Return the groups that have figures of their own for some indicator; riket alone when there are none."""
        ids = {sida.id for sida in knippe.sidor}
        published = {niva for id_, ar, niva in self.publicerade if ar == knippe.ar and id_ in ids and niva != "riket"}
        if len({niva.split("-")[0] for niva in published}) > 1:
            raise SystemExit(f"{knippe.id} {knippe.ar}: publicerade tal för två indelningar går inte att träffa.")
        there = {niva for one in enheter for niva in self.land.grupper(one, knippe.ar, self.utgava)}
        return tuple(sorted(published & there)) or ("riket",)

    def ja_per_grupp(self, sida: Indikator, ar: int, storlek: Mapping[str, int]) -> dict[str, int] | None:
        """Return how many say Ja in each group, so that both the groups and riket print as published."""
        if tuple(storlek) == ("riket",) or not any((sida.id, ar, grupp) in self.publicerade for grupp in storlek):
            found = self.antal_ja(sida, ar, sum(storlek.values()))
            return {"riket": found[0]} if found else None
        riket = self.antal_ja(sida, ar, sum(storlek.values()))
        for choice in product(*(self.antal_ja(sida, ar, antal, grupp) for grupp, antal in storlek.items())):
            if sum(choice) in riket:
                return dict(zip(storlek, choice, strict=True))
        return None

    def tomma(self, knippe: Knippe, enheter: list[Enhet]) -> set[str]:
        """Return the units that leave the questions blank: a few, and where groups are published as few as will do."""
        if self.kalla in EN_FRAGA:
            return set()
        groups = self.delning(knippe, enheter)
        fixed = {enhet for enhet, id_, ar in KANDA if ar == knippe.ar and id_ in {sida.id for sida in knippe.sidor}}
        may = [one for one in enheter if one.id not in fixed]
        order = sorted(may, key=lambda one: likformig("tom", one.id, knippe.id, knippe.ar))
        if groups == ("riket",):
            return {one.id for one in order if likformig("tom", one.id, knippe.id, knippe.ar) < BLANK}
        members = {g: [o.id for o in order if g in self.land.grupper(o, knippe.ar, self.utgava)] for g in groups}
        sizes = {g: sum(g in self.land.grupper(o, knippe.ar, self.utgava) for o in enheter) for g in groups}
        choices = sorted(product(range(3), repeat=len(groups)), key=lambda blanks: (sum(blanks), blanks))
        for blanks in choices:
            storlek = {grupp: sizes[grupp] - tom for grupp, tom in zip(groups, blanks, strict=True)}
            if all(self.ja_per_grupp(sida, knippe.ar, storlek) is not None for sida in knippe.sidor):
                return {id_ for grupp, tom in zip(groups, blanks, strict=True) for id_ in members[grupp][:tom]}
        raise SystemExit(f"{knippe.id} {knippe.ar}: inga antal svarande ger de publicerade talen för grupperna.")

    # --- who says Ja, and with which words ---

    def svara(self, knippe: Knippe, enheter: list[Enhet]) -> dict[str, Monster]:
        """Return the raw answers of every responding unit, by header; what is blank is not there."""
        tomma = self.tomma(knippe, enheter)
        answering = [one for one in enheter if one.id not in tomma]
        special = {one.id: svar for one in answering if (svar := self.sarskilt(knippe, one))}
        matmanad = month_number(f"{self.utgava.matdagar[knippe.ar]:%Y-%m}")
        possible = self.mojliga(knippe, matmanad)
        vectors: dict[str, list[bool | None]] = {one.id: [] for one in answering}
        for place, sida in enumerate(knippe.sidor):
            ja = self.ja[sida.id, knippe.ar] = self.valda(knippe, place, answering, vectors, special, possible)
            for id_, vector in vectors.items():
                counts = special.get(id_) and sida.answers(knippe.ar)[special[id_]].raknas_som
                vector.append(None if counts == "utanför" else id_ in ja)
        found = {}
        for one in answering:
            if one.id in special:
                found[one.id] = dict.fromkeys(knippe.fragor, special[one.id])
            else:
                found[one.id] = self.monster(knippe, one, tuple(vectors[one.id]), matmanad)
                self.senast |= {(one.id, rubrik): svar for rubrik, svar in found[one.id].items()}
        return found

    def sarskilt(self, knippe: Knippe, enhet: Enhet) -> str | None:
        """Return the special answer that a unit gives, if any: a small kommun where the same staff does both."""
        for svar in knippe.sarskilda():
            small = self.land.kommuner.keys() - self.land.minst(LITEN)
            leaning = sorted(small, key=lambda id_: likformig("särskilt", svar, id_))  # the same for every indicator
            wanted = 0 if (knippe.id, svar) in INGA_SARSKILDA else SARSKILDA.get(svar, 2)
            if enhet.id in leaning[:wanted] and likformig("särskilt", svar, enhet.id, knippe.id) < 0.6:
                return svar
        return None

    def mojliga(self, knippe: Knippe, matmanad: int) -> set[Utfall]:
        """Return the combinations of outcomes that some pattern of answers gives."""
        months = (_month(matmanad - 1), _month(matmanad - knippe.fonster - 1))
        domains = [svar or months for svar in knippe.fragor.values()]
        return {
            _utfall(knippe, dict(zip(knippe.fragor, pattern, strict=True)), matmanad)
            for pattern in _patterns(domains, knippe)
        }

    def valda(
        self,
        knippe: Knippe,
        place: int,
        enheter: list[Enhet],
        vectors: Mapping[str, list[bool | None]],
        special: Mapping[str, str],
        possible: set[Utfall],
    ) -> set[str]:
        """Return the units that say Ja to one of the indicators, given what they say to those before it."""
        sida, ar = knippe.sidor[place], knippe.ar
        groups = self.delning(knippe, enheter)
        told = groups if any((sida.id, ar, grupp) in self.publicerade for grupp in groups) else ("riket",)
        members = {g: [one.id for one in enheter if g in self.land.grupper(one, ar, self.utgava)] for g in told}
        counted = {id_: svar for id_, svar in special.items() if sida.answers(ar)[svar].raknas_som != "utanför"}
        storlek = {g: sum(id_ not in special or id_ in counted for id_ in ids) for g, ids in members.items()}
        wanted = self.ja_per_grupp(sida, ar, storlek)
        if wanted is None:
            raise SystemExit(f"{sida.id} {ar}: inget antal Ja bland {storlek} ger det publicerade talet.")
        vad = SAMMA_LAGGNING.get(sida.id, sida.id)
        given = {id_ for one, other in MEDFOR.items() if other == sida.id for id_ in self.ja.get((one, ar), ())}
        chosen: set[str] = set()
        for grupp, ids in members.items():
            forced, free = set(), []
            for id_ in ids:
                ways = {vector[place] for vector in possible if list(vector[:place]) == vectors[id_]}
                known = KANDA.get((id_, sida.id, ar))
                if id_ in special:
                    ways = {sida.answers(ar)[special[id_]].raknas_som == "ja"}
                elif known is not None or id_ in given:
                    ways &= {known is None or known}
                if ways == {True}:
                    forced.add(id_)
                elif True in ways:
                    free.append(id_)
            free.sort(key=lambda id_: (-poang(self.land, id_, vad, ar), id_))
            chosen |= forced | set(free[: max(0, wanted[grupp] - len(forced))])
        return chosen

    def monster(self, knippe: Knippe, enhet: Enhet, wanted: Utfall, matmanad: int) -> Monster:
        """Return the pattern of answers with the wanted outcome that is nearest to what the unit said last."""
        ar = knippe.ar
        costs: list[dict[str, float]] = []
        for rubrik, svaren in knippe.fragor.items():
            before = self.senast.get((enhet.id, rubrik))
            if svaren is None:
                costs.append(self._manader(knippe, enhet, rubrik, before, matmanad))
                continue
            noise = slump("svar", enhet.id, rubrik, ar)
            costs.append(
                {
                    svar: (number + 1) * likformig("svar", enhet.id, rubrik, svar)
                    + 0.4 * noise.random()
                    + (before is not None and before != svar)
                    for number, svar in enumerate(svaren)
                }
            )
        best: tuple[float, Monster] | None = None
        for pattern in _patterns([tuple(cost) for cost in costs], knippe):
            price = sum(cost[svar] for cost, svar in zip(costs, pattern, strict=True))
            if best is None or price < best[0]:
                found = dict(zip(knippe.fragor, pattern, strict=True))
                if _utfall(knippe, found, matmanad) == wanted:
                    best = price, found
        if best is None:
            raise SystemExit(f"{knippe.id} {ar}: inga svar ger {wanted} för {enhet.namn}.")
        return _utan_foljdfragor(knippe, best[1], wanted, matmanad)

    def _manader(
        self, knippe: Knippe, enhet: Enhet, rubrik: str, before: str | None, matmanad: int
    ) -> dict[str, float]:
        """Return the months that a unit may answer, with the price of each: the one it has, or a later one.

        A month stays until the routine is followed up again.  A unit that never answered has had its routine for
        a while, perhaps for too long.
        """
        chans = slump("månad", enhet.id, rubrik, knippe.ar)
        new = _month(matmanad - 1 - chans.randrange(12))
        old = _month(matmanad - knippe.fonster - 1 - chans.randrange(30))
        if before is None:
            return {new: chans.random(), old: 0.8 * chans.random()}
        return {new: chans.random(), before: 0.45}


@cache
def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _patterns(domains: list[tuple[str, ...]], knippe: Knippe) -> Iterable[tuple[str, ...]]:
    """Return every combination of answers; where they are too many, a number of them."""
    many = 1
    for domain in domains:
        many *= len(domain)
    if many <= FLEST_MONSTER:
        return product(*domains)
    chans = slump("mönster", knippe.id, knippe.ar)
    return islice(iter(lambda: tuple(chans.choice(domain) for domain in domains), None), FLEST_MONSTER)


def _utfall(knippe: Knippe, svar: Monster, matmanad: int) -> Utfall:
    return tuple(
        utfall(
            sida,
            knippe.ar,
            {delfraga: svar[rubrik] for delfraga, rubrik in knippe.ord[sida.id].items() if rubrik in svar},
            matmanad,
        )
        for sida in knippe.sidor
    )


def _utan_foljdfragor(knippe: Knippe, svar: Monster, wanted: Utfall, matmanad: int) -> Monster:
    """Leave the rest blank after a first Nej that settles the matter."""
    first = next(iter(svar))
    alone = {first: svar[first]}
    return alone if svar[first] == "Nej" and _utfall(knippe, alone, matmanad) == wanted else svar
