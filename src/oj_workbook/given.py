"""A result as it is given out: its figures, and what it tells of itself, so that another can be compared with it.

What it tells goes into bygge.json and is read back from there.  It is made of what people wrote, of public registers
and of published figures alone: the deliveries leave no trace in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Literal, get_args

import pandas as pd

from oj_workbook.andringar import Andring
from oj_workbook.edition import Rattelse, Utgava
from oj_workbook.model import Enhet, Indikator, Kalla, Niva, Omrade
from oj_workbook.rank import Limits
from oj_workbook.units import Enheter, Tillfalle

#: What a field of a page is called on it; the others are called what they are.
NYCKLAR = {
    "kvalitetsomraden": "kvalitetsområde",
    "kalla": "källa",
    "efterslapning": "eftersläpning",
    "mats": "mäts",
    "slag": "slaget",
    "mattenhet": "måttenhet",
    "fraga": "fråga",
    "jamforbarhet": "jämförbarhet",
    "redovisas_vid_bortfall": "vid_bortfall",
    "undertryckta_inne": "undertryckta_enheter",
    "taljare": "täljare",
    "namnare": "nämnare",
    "delfragor": "delfrågor",
    "svar": "svarsalternativ",
    "far_vara_negativ": "får_vara_negativ",
    "far_overstiga_100": "får_överstiga_100",
}
#: What a page is known by, and what is no part of its content.
INGA_NYCKLAR = ("id", "sida", "del_av")
Day = str
Pair = tuple[str, int]
Slag = Literal["rättelse", "ändring"]


@dataclass(frozen=True)
class Sida:
    """One indicator, or part of a measure, as a build tells of it.

    `nycklar` is the page's content by its keys, as JSON would have it; `hela` the measure that a part belongs to, ""
    for a whole one; `uppgifter` the items it counts with; `hela_kommuner` tells that only whole kommuner report it.
    """

    id: str
    sida: str
    hela: str
    uppdelning: str
    hela_kommuner: bool
    uppgifter: tuple[str, ...]
    nycklar: Mapping[str, Any]

    @property
    def namn(self) -> str:
        """Return the indicator's name."""
        return str(self.nycklar["namn"])

    @property
    def kort_namn(self) -> str:
        """Return the short name, which tables have."""
        return str(self.nycklar["kort_namn"])

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the id and those that it had before."""
        return (self.id, *self.nycklar["tidigare_id"])

    @property
    def efterslapning(self) -> int:
        """Return how many years before the survey's the figures describe."""
        return int(self.nycklar["eftersläpning"])

    @property
    def tecken(self) -> str:
        """Return the sign of the måttenhet."""
        return str(self.nycklar["måttenhet"]["tecken"])

    def decimals(self, ar: int) -> int:
        """Return how many decimals a figure about a year is published with."""
        dated = self.nycklar["måttenhet"]["decimaler"]
        held = last_of(dated, ar + self.efterslapning)
        return int(dated[0][1] if held is None else held)


@dataclass(frozen=True)
class Post:
    """A record of something that was put right: an erratum, or a known error in a delivery."""

    slag: Slag
    datum: str
    vad: str
    varfor: str
    indikatorer: tuple[str, ...]
    ar: tuple[int, ...]
    enheter: tuple[str, ...]


@dataclass(frozen=True)
class Om:
    """What a build tells of itself.

    `tillhor` has for units that report, and (True) for whole kommuner, from which day they belong to which levels;
    `granser` the quartile limits; `leveranser` source, year and the issue that a delivery came with; `filer` the
    checksums of what people wrote.
    """

    utgava: str
    namn: str
    version: str
    datum: str
    exempeldata: str
    ar: tuple[int, ...]
    matdagar: Mapping[int, Day]
    sidor: Mapping[str, Sida]
    enheter: Mapping[str, Enhet]
    tillhor: Mapping[bool, Mapping[str, Sequence[tuple[Day, tuple[str, ...]]]]]
    granser: Mapping[Pair, Limits]
    poster: tuple[Post, ...]
    leveranser: frozenset[tuple[str, int, str]]
    filer: Mapping[str, str] = field(default_factory=dict)

    def day(self, sida: Sida, ar: int) -> Day:
        """Return the day on which a year's figures find their units."""
        return date(ar, 12, 31).isoformat() if sida.efterslapning else self.matdagar.get(ar, "")

    def levels(self, sida: Sida, enhet: str, ar: int) -> tuple[str, ...]:
        """Return the levels that a unit's figure is added to; none when it does not report that year."""
        day = self.day(sida, ar)
        before = [levels for since, levels in self.tillhor[sida.hela_kommuner].get(enhet, ()) if since <= day]
        return before[-1] if before else ()


@dataclass(frozen=True)
class Given:
    """A result: the figures in columns KEY, varde, svar, status, klass (and perhaps rad), and what it tells of itself.

    `fil` is where the figures lie, "" for those that are being made.
    """

    fil: str
    rows: pd.DataFrame
    om: Om


def last_of(dated: Sequence[Sequence[Any]], ar: int) -> Any:
    """Return what holds a year, of pairs of a first year and what holds from then on; None before the first."""
    held = [what for fran, what in dated if fran <= ar]
    return held[-1] if held else None


def om_of(
    utgava: Utgava, omrade: Omrade, enheter: Enheter, granser: Mapping[Pair, Limits], filer: Mapping[str, str]
) -> Om:
    """Return what an edition that is being built tells of itself."""
    return Om(
        utgava=utgava.id,
        namn=utgava.namn,
        version=utgava.version,
        datum=utgava.datum.isoformat(),
        exempeldata=utgava.exempeldata,
        ar=utgava.ar,
        matdagar={ar: dag.isoformat() for ar, dag in utgava.matdagar.items()},
        sidor={id_: _sida(one) for id_, one in omrade.indikatorer.items()},
        enheter=enheter.alla,
        tillhor={False: _tillhor(enheter.vid), True: _tillhor(enheter.vid_hela)},
        granser=granser,
        poster=(*(_rattad(one) for one in utgava.rattelser), *(_andrad(one) for one in utgava.andringar)),
        leveranser=frozenset(
            (kalla, one.ar, ".".join(map(str, one.fran))) for one in utgava.leveranser for kalla in one.kallor
        ),
        filer=filer,
    )


def _sida(page: Indikator) -> Sida:
    nycklar: dict[str, Any] = {}
    for one in fields(page):
        value = getattr(page, one.name)
        if one.name == "slag":
            nycklar["slaget"] = type(value).__name__
            nycklar |= {
                NYCKLAR.get(inner.name, inner.name): _plain(getattr(value, inner.name)) for inner in fields(value)
            }
        elif one.name not in INGA_NYCKLAR:
            nycklar[NYCKLAR.get(one.name, one.name)] = _plain(value)
    return Sida(
        page.id,
        page.sida,
        page.del_av.hela if page.del_av else "",
        page.del_av.ord if page.del_av else "",
        page.kalla.hela_kommuner,
        tuple(sorted(page.uppgifter)),
        nycklar,
    )


def _plain(value: Any) -> Any:
    """Return a value of the model as JSON would have it, without the lines where it was written."""
    if isinstance(value, Kalla):  # what is said of a source stands in _omrade.yaml, and is on no page
        return value.id
    if is_dataclass(value):
        inner = {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.compare}
        return inner or type(value).__name__
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value


def _tillhor(vid: Mapping[date, Tillfalle]) -> dict[str, list[tuple[Day, tuple[str, ...]]]]:
    """Return from which days each unit belonged to which levels; () from the day it no longer reports."""
    found: dict[str, list[tuple[Day, tuple[str, ...]]]] = {}
    for dag, tillfalle in sorted(vid.items()):
        levels: dict[str, list[str]] = {id_: [] for id_ in tillfalle.rapporterar}
        for niva, units in tillfalle.medlemmar.items():
            for id_ in units:
                levels[id_].append(niva)
        for id_ in {**found, **levels}:
            now = tuple(sorted(levels.get(id_, ())))
            runs = found.setdefault(id_, [])
            if not runs or runs[-1][1] != now:
                runs.append((dag.isoformat(), now))
    return found


def _rattad(one: Rattelse) -> Post:
    what = "Redovisas inte." if one.blir is None else "Rättad."
    return Post("rättelse", one.anmald.isoformat(), what, one.skal, (one.indikator,), (one.ar,), (one.enhet,))


def _andrad(one: Andring) -> Post:
    return Post("ändring", one.datum.isoformat(), one.vad, one.varfor, one.indikatorer, one.ar, one.enheter)


def told(om: Om) -> dict[str, Any]:
    """Return what a build tells of itself as bygge.json has it, apart from what stands there already."""
    return {
        "mätdagar": {str(ar): dag for ar, dag in om.matdagar.items()},
        "år": list(om.ar),
        "sidor": {
            id_: {
                "sida": one.sida,
                "hela": one.hela,
                "uppdelning": one.uppdelning,
                "hela_kommuner": one.hela_kommuner,
                "uppgifter": list(one.uppgifter),
                "nycklar": one.nycklar,
            }
            for id_, one in om.sidor.items()
            if not one.hela
        },
        "delar": {
            id_: {"hela": one.hela, "uppdelning": one.uppdelning, "uppgifter": list(one.uppgifter)} | _own(one, om)
            for id_, one in om.sidor.items()
            if one.hela
        },
        "enheter": {id_: [one.namn, one.niva] for id_, one in om.enheter.items()},
        "tillhör": {
            word: {id_: [" ".join((dag, *levels)) for dag, levels in runs] for id_, runs in om.tillhor[whole].items()}
            for whole, word in ((False, "rapporterande"), (True, "hela_kommuner"))
        },
        "gränser": {f"{id_} {ar}": list(limits) for (id_, ar), limits in om.granser.items()},
        "poster": [told_post(one) for one in om.poster],
        "leveranser": [" ".join(map(str, one)).rstrip() for one in sorted(om.leveranser)],
    }


def told_post(one: Post) -> dict[str, Any]:
    """Return a record as JSON has it."""
    return {
        "slag": one.slag,
        "datum": one.datum,
        "vad": one.vad,
        "varför": one.varfor,
        "indikator": list(one.indikatorer),
        "år": list(one.ar),
        "enhet": list(one.enheter),
    }


def _own(part: Sida, om: Om) -> dict[str, Any]:
    """Return the keys of a part of a measure that are others than those of the whole."""
    whole = om.sidor[part.hela].nycklar
    return {"nycklar": {key: value for key, value in part.nycklar.items() if whole.get(key) != value}}


def read_om(record: Mapping[str, Any]) -> Om:
    """Return what a bygge.json tells.  Raises KeyError, TypeError or ValueError when it is not as it was written."""
    inner = record["jämförelse"]
    wholes = {id_: _read_sida(id_, one, one["nycklar"]) for id_, one in inner["sidor"].items()}
    delar = {}
    for id_, one in inner["delar"].items():
        hela = wholes[one["hela"]]
        shared = {"sida": hela.sida, "hela_kommuner": hela.hela_kommuner}
        delar[id_] = _read_sida(id_, one | shared, {**hela.nycklar, **one["nycklar"]})
    for namn, niva in inner["enheter"].values():
        if niva not in get_args(Niva) or not isinstance(namn, str):
            raise ValueError(niva)
    return Om(
        utgava=str(record["utgåva"]),
        namn=str(record["namn"]),
        version=str(record["version"]),
        datum=str(record["datum"]),
        exempeldata=str(record["exempeldata"] or ""),
        ar=tuple(map(int, inner["år"])),
        matdagar={int(ar): str(dag) for ar, dag in inner["mätdagar"].items()},
        sidor=wholes | delar,
        enheter={id_: Enhet(id_, namn, niva) for id_, (namn, niva) in inner["enheter"].items()},
        tillhor={
            whole: {
                id_: [(dag, tuple(levels)) for dag, *levels in map(str.split, runs)]
                for id_, runs in inner["tillhör"][word].items()
            }
            for whole, word in ((False, "rapporterande"), (True, "hela_kommuner"))
        },
        granser={_pair(words): (float(low), float(high)) for words, (low, high) in inner["gränser"].items()},
        poster=tuple(_read_post(one) for one in inner["poster"]),
        leveranser=frozenset((kalla, int(ar), fran) for kalla, ar, fran in map(_three, inner["leveranser"])),
        filer={str(fil): str(checksum) for fil, checksum in record["underlag"].items()},
    )


def _read_sida(id_: str, one: Mapping[str, Any], nycklar: Mapping[str, Any]) -> Sida:
    sida = Sida(
        id_,
        str(one["sida"]),
        str(one["hela"]),
        str(one["uppdelning"]),
        bool(one["hela_kommuner"]),
        tuple(one["uppgifter"]),
        nycklar,
    )
    sida.decimals(2000)  # what is asked of a page later is there
    if not all((sida.namn, sida.kort_namn, sida.ids)):
        raise ValueError(id_)
    return sida


def _pair(words: str) -> Pair:
    id_, ar = words.split()
    return id_, int(ar)


def _three(words: str) -> tuple[str, str, str]:
    kalla, ar, *fran = words.split()
    return kalla, ar, " ".join(fran)


def _read_post(one: Mapping[str, Any]) -> Post:
    slag: Slag = "rättelse" if one["slag"] == "rättelse" else "ändring"
    lists = tuple(one["indikator"]), tuple(map(int, one["år"])), tuple(one["enhet"])
    return Post(slag, str(one["datum"]), str(one["vad"]), str(one["varför"]), *lists)
