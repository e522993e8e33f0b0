"""data/enheter/ -> Enheter: who reports, to which levels they belong, and how both change from year to year."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from oj_workbook.csvfile import Rows, read_csv
from oj_workbook.edition import Gruppval, Utgava
from oj_workbook.model import Enhet, Indikator, Niva, Omrade
from oj_workbook.problems import Place, Problems, did_you_mean, listed, relative, visible
from oj_workbook.section import LONGEST_NAME

RIKET = Enhet("riket", "Riket", "riket")
#: The levels that groups make, and what their ids begin with.
GRUPPNIVAER: dict[str, tuple[Niva, str]] = {
    "befolkningsgrupp": ("befolkningsgrupp", "bef"),
    "skr_grupp": ("skr_grupp", "skr"),
    "nyckelgrupp": ("nyckelgrupp", "nyckel"),
}
ID = re.compile(r"\d{4}-[a-z0-9-]{1,40}", re.ASCII)
DATUM = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ALPHABET = {letter: number for number, letter in enumerate(" -–0123456789abcdefghijklmnopqrstuvwxyzåäö()")}


@dataclass(frozen=True)
class Tillfalle:
    """One day: the units that report then, and the reporting units that make up every level above them.

    A city whose delområden report is such a level.  `hela` are the levels all of whose units are in the edition.
    """

    rapporterar: tuple[str, ...]
    medlemmar: Mapping[str, tuple[str, ...]]
    hela: frozenset[str]


@dataclass(frozen=True)
class Enheter:
    """The units and levels of an edition.

    `kommuner` and `delomraden` are those of any of its years, by id, in Swedish order; `nivaer` the län, riket and
    groups above them.  `vid` tells who reported on each of its days, `vid_hela` who did to sources that only whole
    kommuner report to.  `lan` and `grupper` give each unit its län and,
    by heading, its groups on the latest day; `stad` gives a delområde its kommun.  `rikets_kommuner` names every
    kommun in the country, `ersatta` the delområde that took over from one that ended.
    """

    kommuner: dict[str, Enhet]
    delomraden: dict[str, Enhet]
    nivaer: dict[str, Enhet]
    vid: dict[date, Tillfalle]
    vid_hela: dict[date, Tillfalle]
    lan: dict[str, str]
    grupper: dict[str, dict[str, Enhet]]
    stad: dict[str, str]
    rikets_kommuner: dict[str, str]
    ersatta: dict[str, str]

    @cached_property
    def enheter(self) -> dict[str, Enhet]:
        """Return kommuner and delområden together, a city's delområden after it."""
        both = self.kommuner | self.delomraden
        return dict(sorted(both.items(), key=lambda item: (swedish_order(item[1].namn), item[0])))

    @cached_property
    def alla(self) -> dict[str, Enhet]:
        """Return units and levels together, by id."""
        return self.enheter | self.nivaer

    def tillfalle(self, utgava: Utgava, indikator: Indikator, ar: int) -> Tillfalle:
        """Return who reports an indicator's figures about a year, and which levels they make up."""
        vid = self.vid_hela if indikator.kalla.hela_kommuner else self.vid
        return vid[utgava.day(ar, indikator.efterslapning)]

    def grupperna(self, niva: Niva) -> list[Enhet]:
        """Return the groups of a kind that have figures; none unless the edition covers all of riket."""
        return [enhet for enhet in self.nivaer.values() if enhet.niva == niva]

    def valbara(self, dag: date) -> list[str]:
        """Return every unit that exists on a day, in Swedish order: those that report, and the cities they make up."""
        tillfalle = self.vid[dag]
        return [id_ for id_ in self.enheter if id_ in tillfalle.rapporterar or id_ in tillfalle.medlemmar]


def swedish_order(namn: str) -> list[int]:
    """Return a sort key that puts å ä ö last and ignores case."""
    return [_ALPHABET.get(letter, len(_ALPHABET)) for letter in namn.casefold()]


def read_units(utgava: Utgava, omrade: Omrade, data: Path, root: Path, problems: Problems) -> Enheter | None:
    """Read the registers of kommuner, delområden, population and groups; None when they cannot be read."""
    registers = _Registers.read(data / "enheter", root, problems)
    if registers is None or not set(utgava.ar) <= utgava.matdagar.keys():
        return None  # a year without a day of measurement has been told
    before = len(problems)
    _refuse_unknown(utgava, registers, problems)
    _refuse_same_kind(utgava, registers, problems)
    in_scope = [row for row in registers.kommuner if row["lanskod"] in utgava.lan]
    kommuner = {row["kommunkod"]: Enhet(row["kommunkod"], row["kommun"], "kommun") for row in in_scope}
    lags = {indikator.efterslapning for indikator in omrade.indikatorer.values()} | {0}
    days = sorted({utgava.day(ar - lag, lag) for ar in utgava.ar for lag in lags})
    delar = {
        row["id"]: row
        for row in registers.delomraden
        if row["kommunkod"] in utgava.summera_delar and any(_exists(row, dag) for dag in days)
    }
    stad = {id_: row["kommunkod"] for id_, row in delar.items() if row["kommunkod"] in kommuner}
    namn = {row["kommunkod"]: row["kommun"] for row in registers.kommuner}
    delomraden = {id_: Enhet(id_, _named(namn[stad[id_]], delar[id_], utgava), "delomrade") for id_ in stad}
    lan = {row["kommunkod"]: f"lan-{row['lanskod']}" for row in in_scope}
    lan |= {id_: lan[kommun] for id_, kommun in stad.items()}
    nivaer = {kod: Enhet(kod, row["lan"], "lan") for row in in_scope for kod in [lan[row["kommunkod"]]]}
    nivaer = {kod: nivaer[kod] for kod in sorted(nivaer)} | {"riket": RIKET}
    riket = len(kommuner) == len(registers.kommuner)
    grupper: dict[str, dict[str, Enhet]] = {kod: {} for kod in kommuner}
    vid, vid_hela = {}, {}
    for dag in days:  # in order: the last day's groups stay
        reporting = _reporting(kommuner, {id_: delar[id_] for id_ in stad}, dag)
        above = {kod: [lan[kod], "riket"] for kod in lan}
        for val in utgava.grupper if riket or dag == days[-1] else ():
            for kod, grupp in _members(val, dag, registers, kommuner, utgava, problems).items():
                grupper[kod][val.rubrik] = grupp
                if riket:
                    nivaer[grupp.id] = grupp
                    above[kod].append(grupp.id)
        vid[dag] = _tillfalle(reporting, stad, above, riket=riket)
        vid_hela[dag] = _tillfalle(tuple(kommuner), {}, above, riket=riket)
    grupper |= {id_: grupper[kommun] for id_, kommun in stad.items()}
    order = {kod: number for number, kod in enumerate((*(f"lan-{one}" for one in sorted(utgava.lan)), "riket"))}
    sorted_levels = sorted(nivaer, key=lambda kod: (order.get(kod, 99), registers.order_of(kod)))
    return (
        Enheter(
            kommuner=dict(sorted(kommuner.items(), key=lambda item: swedish_order(item[1].namn))),
            delomraden=delomraden,
            nivaer={kod: nivaer[kod] for kod in sorted_levels},
            vid=vid,
            vid_hela=vid_hela,
            lan=lan,
            grupper=grupper,
            stad=stad,
            rikets_kommuner=namn,
            ersatta={row["id"]: row["ersatts_av"] for row in registers.delomraden},
        )
        if len(problems) == before
        else None
    )


def _refuse_unknown(utgava: Utgava, registers: "_Registers", problems: Problems) -> None:
    place = Place(relative(utgava.folder / "utgava.yaml", registers.root))
    lan = {row["lanskod"] for row in registers.kommuner}
    for kod in utgava.lan:
        if kod not in lan:
            remedy = did_you_mean(kod, lan, "använd länskoden med två siffror inom citattecken.")
            problems.add(place, "okänt-län", f"län {visible(kod)} finns inte.", remedy)
    delade = {row["kommunkod"] for row in registers.delomraden}
    for kod in utgava.summera_delar:
        if kod not in delade:
            fact = f"kommunen {visible(kod)} under ”summera_delar” har inga delområden."
            problems.add(place, "okänd-enhet", fact, did_you_mean(kod, delade, "lägg till dem i delomraden.csv."))


def _refuse_same_kind(utgava: Utgava, registers: "_Registers", problems: Problems) -> None:
    """Tell two groupings of one kind: their groups would have the same ids."""
    kinds = {row["indelning"]: row["niva"] for row in registers.grupper}
    seen: dict[str, str] = {}
    for val in utgava.grupper:
        for niva in {kinds[namn] for _, namn in val.versioner if namn in kinds}:
            first = seen.setdefault(niva, val.rubrik)
            if first != val.rubrik:
                fact = f"{visible(val.rubrik)} och {visible(first)} är samma slags grupper, {visible(niva)}."
                remedy = "behåll en av dem, eller skriv dem som ”versioner” av en."
                problems.add(val.place, "lika-grupper", fact, remedy)


def _exists(row: Mapping[str, str], dag: date) -> bool:
    return row["giltig_fran"] <= dag.isoformat() and (not row["giltig_till"] or dag.isoformat() <= row["giltig_till"])


def _named(stad: str, row: Mapping[str, str], utgava: Utgava) -> str:
    """Return a delområde's name under its city's; one that has ended says when, since another may have its name."""
    ended = not _exists(row, utgava.day(utgava.ar[-1], 0)) and row["giltig_till"]
    return f"{stad} – {row['namn']}" + (f" (till {row['giltig_till'][:4]})" if ended else "")


def _reporting(kommuner: Iterable[str], delar: Mapping[str, Mapping[str, str]], dag: date) -> tuple[str, ...]:
    """Return the units that report on a day: the delområden that exist, and every kommun that has none then."""
    there = [id_ for id_, row in delar.items() if _exists(row, dag)]
    divided = {delar[id_]["kommunkod"] for id_ in there}
    return (*(kod for kod in kommuner if kod not in divided), *there)


def _tillfalle(
    reporting: tuple[str, ...], stad: Mapping[str, str], above: Mapping[str, list[str]], *, riket: bool
) -> Tillfalle:
    """Return a day's units and levels; `above` has the levels over every kommun."""
    medlemmar: dict[str, list[str]] = {}
    for id_ in reporting:
        kommun = stad.get(id_, id_)
        for niva in (*above[kommun], *([kommun] if kommun != id_ else [])):
            medlemmar.setdefault(niva, []).append(id_)
    # An edition covers whole län, and riket only when it covers every one of them.
    hela = set(medlemmar) - (set() if riket else {"riket"})
    return Tillfalle(reporting, {niva: tuple(units) for niva, units in medlemmar.items()}, frozenset(hela))


@dataclass(frozen=True)
class _Registers:
    """The files of data/enheter as written."""

    root: Path
    kommuner: list[dict[str, str]]
    delomraden: list[dict[str, str]]
    folkmangd: dict[tuple[str, str], int]
    grupper: list[dict[str, str]]
    fran_folkmangd: dict[tuple[str, str], int]

    @classmethod
    def read(cls, folder: Path, root: Path, problems: Problems) -> "_Registers | None":
        place = Place(relative(folder, root))
        before = len(problems)
        files = {name: read_csv(folder / f"{name}.csv", root, place, problems) for name in REGISTER}
        for name, rows in files.items():
            if rows is not None:
                rows.require(*REGISTER[name], problems)
        kommuner, delomraden, befolkning, grupper = files.values()
        if len(problems) > before or not (kommuner and delomraden and befolkning and grupper):
            return None
        kommuner.require(("kommun",), "kommun", problems)  # the picker finds a kommun by its name
        for at, row in kommuner.records():
            if not all(row[rubrik] for rubrik in REGISTER["kommuner"][0]):
                problems.add(at, "tom-cell", "kod, namn, länskod eller län saknas.", "fyll i raden.")
        _check_delomraden(kommuner, delomraden, problems)
        for rows, rubriker in ((kommuner, ("kommun", "lan")), (delomraden, ("namn",)), (grupper, ("namn",))):
            _refuse_long_names(rows, rubriker, problems)
        registers = cls(
            root,
            [row for _, row in kommuner.records()],
            [row for _, row in delomraden.records()],
            {
                (row["kommunkod"], row["ar"]): befolkning.whole(at, row, "folkmangd", problems)
                for at, row in befolkning.records()
            },
            [row for _, row in grupper.records()],
            {
                (row["indelning"], row["kod"]): grupper.whole(at, row, "fran_folkmangd", problems)
                for at, row in grupper.records()
                if row["fran_folkmangd"]
            },
        )
        for at, row in grupper.records():
            if row["niva"] not in GRUPPNIVAER:
                remedy = did_you_mean(row["niva"], GRUPPNIVAER, f"välj {listed(GRUPPNIVAER)}.")
                problems.add(at, "okänt-värde", f"”niva” kan inte vara {visible(row['niva'])}.", remedy)
        return registers if len(problems) == before else None

    def order_of(self, id_: str) -> int:
        """Return a group's place in grupper.csv, 0 for what is no group."""
        ids = [_group_id(row) for row in self.grupper]
        return ids.index(id_) if id_ in ids else 0


#: The registers' columns, and the one whose values are unique.
REGISTER: dict[str, tuple[tuple[str, ...], str | None]] = {
    "kommuner": (("kommunkod", "kommun", "lanskod", "lan"), "kommunkod"),
    "delomraden": (("id", "kommunkod", "namn", "typ", "giltig_fran", "giltig_till", "ersatts_av"), "id"),
    "befolkning": (("kommunkod", "ar", "folkmangd"), None),
    "grupper": (("indelning", "niva", "kod", "namn", "fran_folkmangd"), None),
}


def _refuse_long_names(rows: Rows, rubriker: tuple[str, ...], problems: Problems) -> None:
    for at, row in rows.records():
        for rubrik in (one for one in rubriker if len(row[one]) > LONGEST_NAME):
            fact = f"{visible(rubrik)} har {len(row[rubrik])} tecken; här får det vara högst {LONGEST_NAME}."
            problems.add(at, "för-lång-text", fact, "korta namnet.")


def _is_date(cell: str) -> bool:
    try:
        return bool(DATUM.fullmatch(cell) and date.fromisoformat(cell))
    except ValueError:
        return False


def _check_delomraden(kommuner: Rows, delomraden: Rows, problems: Problems) -> None:
    known = {row["kommunkod"] for _, row in kommuner.records()}
    begins = {row["id"]: row["giltig_fran"] for _, row in delomraden.records()}
    for at, row in delomraden.records():
        later = row["ersatts_av"]
        dated = all(map(DATUM.fullmatch, (row["giltig_fran"], begins.get(later, ""))))
        if later and (later not in begins or (dated and begins[later] <= row["giltig_fran"])):  # none leads to itself
            why = "inte är yngre" if later in begins else "inte finns"
            fact = f"{visible(row['id'])} ersätts av {visible(later)}, som {why}."
            problems.add(at, "fel-id", fact, "skriv id för det som kom i stället, eller lämna fältet tomt.")
        if row["kommunkod"] not in known or not ID.fullmatch(row["id"]) or not row["id"].startswith(row["kommunkod"]):
            fact = f"{visible(row['id'])} är inget id för ett delområde i en känd kommun."
            problems.add(at, "fel-id", fact, "skriv kommunkod, namn och startår: 0180-jarva-2023.")
        for rubrik in ("giltig_fran", "giltig_till"):
            if (row[rubrik] or rubrik == "giltig_fran") and not _is_date(row[rubrik]):
                fact = f"kolumnen {visible(rubrik)} har {visible(row[rubrik])}."
                problems.add(at, "fel-datum", fact, "skriv datumet som 2023-07-01.")


def _group_id(row: Mapping[str, str]) -> str:
    return f"{GRUPPNIVAER[row['niva']][1]}-{row['kod']}"


def _members(
    val: Gruppval,
    dag: date,
    registers: _Registers,
    kommuner: Mapping[str, Enhet],
    utgava: Utgava,
    problems: Problems,
) -> dict[str, Enhet]:
    """Return kommunkod -> group in one grouping on a day; a kommun without a group is a problem."""
    indelning = val.indelning(dag.year)
    rows = [row for row in registers.grupper if row["indelning"] == indelning]
    if not rows:
        known = sorted({row["indelning"] for row in registers.grupper})
        remedy = did_you_mean(indelning, known, f"välj {listed(known)}.")
        problems.add(val.place, "okänd-indelning", f"indelningen {visible(indelning)} finns inte.", remedy)
        return {}
    if val.fil:
        own = read_csv(utgava.folder / val.fil, registers.root, val.place, problems)
        if own is None or not own.require(("kommunkod", "grupp"), "kommunkod", problems):
            return {}
        grupp = {row["kommunkod"]: row["grupp"] for _, row in own.records()}
    elif val.aret_fore or val.ar is not None:
        ar = val.ar if val.ar is not None else dag.year - ((dag.month, dag.day) != (12, 31))
        limits = [(registers.fran_folkmangd.get((indelning, row["kod"]), 0), row["kod"]) for row in rows]
        size = {kod: registers.folkmangd.get((kod, str(ar)), -1) for kod in kommuner}
        grupp = {kod: max((limit for limit in limits if limit[0] <= size[kod]), default=(0, ""))[1] for kod in kommuner}
    else:
        grupp = {row["kommunkod"]: row.get(indelning, "") for row in registers.kommuner}
    groups = {row["kod"]: Enhet(_group_id(row), row["namn"], GRUPPNIVAER[row["niva"]][0]) for row in rows}
    without = [kommun.namn for kod, kommun in kommuner.items() if grupp.get(kod) not in groups]
    if without:
        who = ", ".join(without[:5]) + (" …" if len(without) > 5 else "")
        fact = f"{len(without)} av {len(kommuner)} kommuner saknar grupp i indelningen {visible(indelning)}: {who}."
        problems.add(val.place, "grupp-saknas", fact, "lägg till kommunernas grupp, eller rätta år eller fil.")
    return {kod: groups[grupp[kod]] for kod in kommuner if grupp.get(kod) in groups}
