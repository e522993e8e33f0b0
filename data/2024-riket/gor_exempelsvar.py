"""Make the invented deliveries of the national edition: python data/2024-riket/gor_exempelsvar.py [--check].

The indicators say which questions are asked each year and what counts as Ja, publicerat.csv which figures must come
out.  Everything else is invented, and the same on every run and every machine.  With --check nothing is written:
the files are compared with what would have been.
"""
# ruff: noqa: INP001, T201 - a script beside the data it makes, which speaks to whoever runs it

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from exempel_bakgrund import bakgrund
from exempel_befolkning import aldrar_i
from exempel_enheter import Enhet, Land, Publicerade
from exempel_enkat import Enkat, Knippe, knippen, kolumner, tryckt, utfall
from exempel_kostnad import kostnad
from exempel_register import Arets, Register

from oj_workbook.criteria import month_number
from oj_workbook.definitions import load_definitions
from oj_workbook.edition import Utgava, read_edition
from oj_workbook.model import Antalsslag, Del, Indikator, Invanare, Omrade, Svarsslag
from oj_workbook.problems import Problems

HAR = Path(__file__).resolve().parent
ROT = HAR.parent.parent
FILNAMN = {"enkat": "enkat_{}.csv", "enkat_allman": "enkat_allman_{}.csv"}
ANTAL = {"register": "register_{}.csv", "bakgrund": "bakgrund_{}.csv", "kostnad": "kostnad_{}.csv"}
BEFOLKNING = "befolkning_{}.csv"
#: The population table's columns, by the names of the divisions.
RUBRIKER = {"kön": "kon", "ursprung": "ursprung"}
#: What is made here, and so may be out of date.
GJORDA = (
    "enkat_*.csv",
    "register_*.csv",
    "befolkning_*.csv",
    "bakgrund_*.csv",
    "kostnad_*.csv",
    "nyckel.csv",
)

Filer = dict[str, str]


def main(argv: list[str]) -> int:
    """Make the files, count every published figure from them, and write or compare them."""
    if argv not in ([], ["--check"]):
        raise SystemExit("Kör utan tillägg, eller med --check.")
    utgava, omrade = las()
    land = Land.read(ROT / "data" / "enheter", utgava)
    rubriker = {ord_: namn for one in utgava.leveranser for ord_, namn in one.kolumner.items() if one.slag == "delsvar"}
    publicerade = las_publicerade(omrade)
    filer = enkater(utgava, omrade, land, publicerade, rubriker) | antalen(utgava, omrade, land, publicerade)
    fel = rakna_om(filer, utgava, omrade, land, publicerade, rubriker)
    if fel:
        print(*fel, f"{len(fel)} publicerade tal kommer inte ut. Ingenting har skrivits.", sep="\n")
        return 1
    print(f"{len(publicerade)} publicerade tal räknade om ur svaren: alla stämmer.")
    found = {path.name for pattern in GJORDA for path in HAR.glob(pattern)}
    now = {name: (HAR / name).read_bytes().decode("utf-8") for name in found}
    differ = sorted(name for name in filer.keys() | now.keys() if filer.get(name) != now.get(name))
    for name in differ:
        if argv == ["--check"]:
            print(f"{name}: är inte den fil som programmet gör.")
        elif name in filer:
            (HAR / name).write_text(filer[name], encoding="utf-8", newline="\n")
        else:
            print(f"{name} hör inte längre till utgåvan; ta bort den.")
    print(f"{len(filer)} filer, {len(differ)} {'skiljer sig' if argv else 'ändrade'}.")
    return 1 if argv and differ else 0


def las() -> tuple[Utgava, Omrade]:
    """Read the edition and its indicators; stop at the first sign that they are not sound."""
    problems = Problems()
    utgava = read_edition(HAR, ROT, problems)
    omrade = load_definitions(ROT / "indicators" / utgava.omrade, ROT, problems) if utgava else None
    if utgava is None or omrade is None or problems.errors:
        raise SystemExit("\n".join(map(str, problems.errors)))
    return utgava, omrade


def las_publicerade(omrade: Omrade) -> Publicerade:
    """Read the published figures as they were printed, by the indicators' present ids."""
    found: dict[tuple[str, int, str], str] = {}
    with (HAR / "publicerat.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sida = omrade.find(row["indikator"])
            if sida is None:
                raise SystemExit(f"publicerat.csv: indikatorn {row['indikator']} finns inte.")
            found[sida.id, int(row["ar"]), row["enhet"]] = row["varde"]
    return found


# --- the files ---


def enkater(utgava: Utgava, omrade: Omrade, land: Land, publicerade: Publicerade, rubriker: Mapping[str, str]) -> Filer:
    """Return the survey's files: for each part and year a row per responding unit and a column per question."""
    filer = {}
    for kalla, filnamn in FILNAMN.items():
        enkat = Enkat(land, utgava, publicerade, kalla)
        for ar in utgava.ar:
            asked: list[Knippe] = knippen(omrade, kalla, ar, rubriker)
            enheter = enkat.svarande(ar)
            columns: dict[str, dict[str, str]] = {}
            for knippe in asked:
                answers = enkat.svara(knippe, enheter)
                for rubrik in knippe.fragor:
                    columns[rubrik] = {id_: svar[rubrik] for id_, svar in answers.items() if rubrik in svar}
            filer[filnamn.format(ar)] = _csv(enheter, columns)
    return filer


def antalen(utgava: Utgava, omrade: Omrade, land: Land, publicerade: Publicerade) -> Filer:
    """Return the files of counts, one of each kind for each year of data, and the sorteringsnyckel.

    A file has the columns that its pages want; inhabitants are no column, they come from the population table.
    """
    counts = Register(land, publicerade)
    nyckel = counts.lage.nyckel()
    filer = {"nyckel.csv": "".join(["kommunkod,grupp\n", *(f"{kod},{nyckel[kod]}\n" for kod in sorted(nyckel))])}
    sidor = [sida for sida in omrade.indikatorer.values() if sida.kalla.id in ANTAL]
    for ar in sorted({ar for sida in sidor for ar in sida.years(utgava.ar)}):
        arets = counts.rakna(ar)
        made = {
            "register": (arets.rapporterar(), arets.uppgifter),
            "bakgrund": (arets.enheter, bakgrund(arets, counts.lage)),
            "kostnad": kostnad(arets, land, counts.lage),
        }
        for kalla, (enheter, uppgifter) in made.items():
            matta = [
                one for one in sidor if one.kalla.id == kalla and one.mats.holds(ar) and ar in one.years(utgava.ar)
            ]
            if matta:
                filer[ANTAL[kalla].format(ar)] = _csv(enheter, _kolumner(kalla, matta, uppgifter))
        filer[BEFOLKNING.format(ar)] = _befolkning(arets)
    return filer


def _kolumner(kalla: str, sidor: list[Indikator], uppgifter: dict[str, dict[str, int]]) -> dict[str, dict[str, str]]:
    """Return the columns of a file: what its pages want, in the order it is made."""
    wanted = {del_.uppgift for sida in sidor for del_ in _delarna(sida) if not isinstance(del_.rakning, Invanare)}
    there = next(iter(uppgifter.values()))
    if unknown := wanted - there.keys():
        fact = f"Ingen gör {', '.join(sorted(unknown))}, som sidor med källan {kalla} räknar med"
        raise SystemExit(f"{fact}; lägg till det, se LÄS_MIG.md.")
    return {
        uppgift: {id_: str(one[uppgift]) for id_, one in uppgifter.items()} for uppgift in there if uppgift in wanted
    }


def _delarna(sida: Indikator) -> tuple[Del, ...]:
    return (sida.slag.taljare, sida.slag.namnare) if isinstance(sida.slag, Antalsslag) else ()


def _befolkning(arets: Arets) -> str:
    """Return the population table: a row for each unit, age, kön and ursprung."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["enhet", "namn", "alder", "kon", "ursprung", "antal"])
    for one in arets.enheter:
        writer.writerows([one.id, one.namn, *cell, there] for cell, there in sorted(arets.folk[one.id].items()))
    return text.getvalue()


def _csv(enheter: Iterable[Enhet], columns: Mapping[str, Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["enhet", "namn", *columns])
    for one in enheter:
        writer.writerow([one.id, one.namn, *(column.get(one.id, "") for column in columns.values())])
    return text.getvalue()


# --- the proof ---


def rakna_om(
    filer: Filer,
    utgava: Utgava,
    omrade: Omrade,
    land: Land,
    publicerade: Publicerade,
    rubriker: Mapping[str, str],
) -> list[str]:
    """Count every published figure again, from nothing but the rows of the files; tell those that do not come out."""
    fel = []
    for (id_, ar, niva), printed in publicerade.items():
        sida = omrade.indikatorer[id_]
        if ar not in sida.years(utgava.ar):
            continue
        if isinstance(sida.slag, Svarsslag):
            taljare, namnare = _svarens(filer, sida, ar, niva, utgava, land, rubriker)
        else:
            taljare, namnare = (_summan(filer, sida, del_, ar, omrade) for del_ in _delarna(sida))
        counted = tryckt(taljare, namnare, sida.decimals(ar)) if namnare else "inget"
        if counted != printed:
            fel.append(f"{id_} {ar} {niva}: {taljare} av {namnare} blir {counted}, men {printed} är publicerat.")
    return fel


def _summan(filer: Filer, sida: Indikator, del_: Del, ar: int, omrade: Omrade) -> int:
    """Return riket's täljare or nämnare: the sum over those who have delivered, of people out of the population."""
    rows = list(csv.DictReader(io.StringIO(filer[ANTAL[sida.kalla.id].format(ar)])))
    if not isinstance(del_.rakning, Invanare):
        return sum(int(row[del_.uppgift]) for row in rows)
    med, aldrar = {row["enhet"] for row in rows}, aldrar_i(del_.rakning.alder)
    wanted = {}
    if sida.del_av:
        _, uppdelning, id_ = sida.del_av
        wanted = {RUBRIKER[uppdelning]: omrade.uppdelningar[uppdelning].delar[id_]}
    return sum(
        int(row["antal"])
        for row in csv.DictReader(io.StringIO(filer[BEFOLKNING.format(ar)]))
        if row["enhet"] in med
        and row["alder"] in aldrar
        and all(row[rubrik] == ord_ for rubrik, ord_ in wanted.items())
    )


def _svarens(
    filer: Filer, sida: Indikator, ar: int, niva: str, utgava: Utgava, land: Land, rubriker: Mapping[str, str]
) -> tuple[int, int]:
    """Return how many units of a level count as Ja, and how many that answered."""
    matmanad = month_number(f"{utgava.matdagar[ar]:%Y-%m}")
    members = {one.id for one in land.enheter(utgava.matdagar[ar]) if niva in land.grupper(one, ar, utgava)}
    counted: dict[bool, int] = defaultdict(int)
    for row in csv.DictReader(io.StringIO(filer[FILNAMN[sida.kalla.id].format(ar)])):
        answers = {delfraga: row[rubrik] for delfraga, (rubrik, _) in kolumner(sida, ar, rubriker).items()}
        verdict = utfall(sida, ar, {delfraga: svar for delfraga, svar in answers.items() if svar}, matmanad)
        if row["enhet"] in members and verdict is not None:
            counted[verdict] += 1
    return counted[True], counted[True] + counted[False]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
