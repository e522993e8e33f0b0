"""The national edition: what was published comes out, units live and end, nothing is carried over, all is marked."""

import csv
import json
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from conftest import RIKET, ROOT, National, Resultat, facit, rows
from oj_workbook.figures import figures
from oj_workbook.layout.plan import Formula, WorkbookPlan
from oj_workbook.model import Antalsslag, Indikator
from oj_workbook.pipeline import lay_out
from oj_workbook.sources import Sources, read_sources

DATA = ROOT / "data" / RIKET
YEARS = range(2016, 2025)
MARKE = "EXEMPELDATA"
VALD = "rutin_indikation_vald_vuxen"
GRUPPER = {"befolkningsgrupp": "bef-", "skr_kommungrupp_2017": "skr-"}
STADER = {"Stockholm": "0180", "Malmö": "1280", "Göteborg": "1480"}


@pytest.fixture(scope="module")
def resultat(national: National) -> Resultat:
    """The rows of resultat.csv by enhet, indikator and year."""
    return {(row["enhet"], row["indikator"], row["ar"]): row for row in rows(national.folder / "resultat.csv")}


Pairs = dict[tuple[str, int], dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def pairs(resultat: Resultat) -> Pairs:
    """The same rows by indicator and year, then enhet."""
    found: Pairs = defaultdict(dict)
    for (enhet, indikator, ar), row in resultat.items():
        found[indikator, int(ar)][enhet] = row
    return found


def pages(national: National) -> list[Indikator]:
    """Return the indicators that the edition shows."""
    shown = {id_ for id_, _ in national.ranked.figurer}
    return [page for id_, page in national.sources.omrade.indikatorer.items() if id_ in shown]


def from_counts(page: Indikator) -> bool:
    return isinstance(page.slag, Antalsslag)


# --- what was published ---


def niva(row: dict[str, str]) -> str:
    """Return our id for the level, group or kommun of a published figure."""
    if row["niva"] in GRUPPER:
        return GRUPPER[row["niva"]] + row["omrade"].split(".")[0]
    return {"Riket": "riket", "Kalmar": "0880"}[row["omrade"]]


def test_every_figure_that_was_published_comes_out(national: National, resultat: Resultat) -> None:
    compared: Counter[str] = Counter()
    wrong = []
    for row in facit("publicerat", RIKET):
        if row["mattenhet"] == "antal":  # how many hushåll and people: no indicator
            compared["antal"] += 1
            continue
        page = national.sources.omrade.find(row["indikator"])
        assert page, row
        found = resultat[niva(row), page.id, row["ar"]]
        if row["varde"] == "-":
            kind, right = "-", (found["status"], found["tecken"]) == ("ej_matt", "-")
        elif row["mattenhet"] == "svar":
            alternativ = page.answers(int(row["ar"])).get(found["svar"])
            kind, right = "svar", alternativ is not None and alternativ.raknas_som == row["varde"].lower()
        elif row["mattenhet"] == "procent_minst":
            kind, right = "minst", float(found["varde"]) >= float(row["varde"])
        else:
            kind, right = row["mattenhet"], float(found["varde"] or "nan") == float(row["varde"])
        compared[f"{row['niva']} {kind}"] += 1
        if not right:
            wrong.append((row, found))
    assert wrong == []
    assert compared == {
        "riket procent": 95,
        "riket procent_ca": 3,
        "riket minst": 1,
        "riket -": 1,
        "befolkningsgrupp procent": 15,
        "skr_kommungrupp_2017 procent": 27,
        "kommun svar": 4,
        "antal": 8,
    }


def test_no_figure_is_delivered_as_published_that_was_not(national: National) -> None:
    find = national.sources.omrade.find
    source = {
        (niva(row), page.id, row["ar"]): row["varde"]
        for row in facit("publicerat", RIKET)
        if (page := find(row["indikator"])) and row["niva"] != "kommun"
    }
    delivered = rows(DATA / "publicerat.csv")
    assert len(delivered) == 140
    for row in delivered:
        page = find(row["indikator"])
        assert page
        assert source[row["enhet"], page.id, row["ar"]] == row["varde"]


SVARANDE = {"A1": 23, "A2": 42, "B3": 21, "B4": 48, "B5": 33, "C6": 28, "C7": 52, "C8": 38, "C9": 15}


@pytest.mark.parametrize("indikator", [VALD, "freda_kortfragor", "rutin_skyddade_personuppgifter"])
def test_as_many_answered_in_every_group_as_the_printed_shares_prove(indikator: str, resultat: Resultat) -> None:
    antal = {grupp: int(resultat[f"skr-{grupp}", indikator, "2020"]["antal_enheter"]) for grupp in SVARANDE}
    assert antal == SVARANDE
    assert int(resultat["riket", indikator, "2020"]["antal_enheter"]) == sum(SVARANDE.values()) == 300


# --- every level again, from the answers of units and from the registers, read without the program ---


@dataclass(frozen=True)
class Land:
    """Who is whose: read from data/enheter/ by nothing of the program's."""

    kommuner: dict[str, dict[str, str]]
    folkmangd: dict[tuple[str, int], int]
    delar: dict[str, dict[str, str]]
    nyckel: dict[str, str]

    def kommun(self, enhet: str) -> str:
        """Return the kommun that a unit is, or is part of."""
        return enhet[:4]

    def there(self, enhet: str, dag: date) -> bool:
        """Tell whether a delområde exists on a day."""
        del_ = self.delar[enhet]
        return del_["giltig_fran"] <= dag.isoformat() <= (del_["giltig_till"] or "9999")

    def reporting(self, dag: date) -> set[str]:
        """Return the delområden of a day, and every kommun without any."""
        delar = {id_ for id_ in self.delar if self.there(id_, dag)}
        return delar | (self.kommuner.keys() - {self.kommun(id_) for id_ in delar})

    def levels(self, enhet: str, ar: int, lag: int) -> set[str]:
        """Return the levels that a reporting unit is pooled into, by the latest turn of the year and SKR's division."""
        kommun = self.kommuner[self.kommun(enhet)]
        folk = self.folkmangd[kommun["kommunkod"], ar + lag - 1]
        size = 1 + sum(folk >= limit for limit in (15_000, 30_000, 70_000, 200_000))
        skr = kommun["skr2017" if ar < 2023 else "skr2023"]
        found = {"riket", f"lan-{kommun['lanskod']}", f"skr-{skr}", f"bef-{size}"}
        city = {self.kommun(enhet)} if "-" in enhet else set()
        return found | city | {f"nyckel-{self.nyckel[kommun['kommunkod']]}"}


@pytest.fixture(scope="module")
def land() -> Land:
    enheter = ROOT / "data" / "enheter"
    return Land(
        {row["kommunkod"]: row for row in rows(enheter / "kommuner.csv")},
        {(row["kommunkod"], int(row["ar"])): int(row["folkmangd"]) for row in rows(enheter / "befolkning.csv")},
        {row["id"]: row for row in rows(enheter / "delomraden.csv")},
        {row["kommunkod"]: row["grupp"] for row in rows(DATA / "nyckel.csv")},
    )


def day(ar: int, lag: int) -> date:
    """Return the day on which a year's figures find their units: the survey's first of February, or New Year's Eve."""
    return date(ar, 12, 31) if lag else date(ar, 2, 1)


def rounded(share: Fraction, decimals: int) -> float:
    return float(Fraction(floor(abs(share) * 10**decimals + Fraction(1, 2)), 10**decimals) * (1 if share >= 0 else -1))


def reporting(page: Indikator, ar: int, land: Land) -> set[str]:
    """Return who reports a page's figures: costs are reported by whole kommuner."""
    kostnad = page.kalla.id == "kostnad"
    return set(land.kommuner) if kostnad else land.reporting(day(ar, page.efterslapning))


def pooled(page: Indikator, ar: int, land: Land, counts: dict[str, tuple[int, int]]) -> dict[str, tuple[Fraction, int]]:
    """Return every level's täljare by nämnare, and how many units it is pooled from."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for enhet in reporting(page, ar, land) & counts.keys():
        for level in land.levels(enhet, ar, page.efterslapning):
            for place, number in enumerate((*counts[enhet], 1)):
                sums[level][place] += number
    return {level: (Fraction(taljare, namnare), antal) for level, (taljare, namnare, antal) in sums.items()}


def counted(page: Indikator, ar: int, pairs: Pairs) -> dict[str, tuple[int, int]]:
    """Return what each unit's published answer counts as."""
    answers = page.answers(ar)
    found = pairs[page.id, ar].items()
    given = {enhet: answers[row["svar"]].raknas_som for enhet, row in found if row["svar"]}
    return {enhet: (int(how == "ja"), 1) for enhet, how in given.items() if how != "utanför"}


#: The age classes of the population table that make up each nämnare.
ALDRAR = {
    "invanare": ("0–17", "18–24", "25–64", "65–"),
    "invanare_0_17": ("0–17",),
    "invanare_18_24": ("18–24",),
    "invanare_18_64": ("18–24", "25–64"),
}
DELAR_AV = {"kvinnor": "kvinnor", "män": "man", "inrikes födda": "inrikes_fodda", "utrikes födda": "utrikes_fodda"}
SYSKON = ({"kvinnor", "man"}, {"inrikes_fodda", "utrikes_fodda"})
Antal = dict[str, dict[str, int]]


@cache
def inhabitants(ar: int) -> Antal:
    """Return the inhabitants of every item, whole and by part, of every unit."""
    found: Antal = defaultdict(lambda: defaultdict(int))
    for row in rows(DATA / f"befolkning_{ar}.csv"):
        for uppgift, classes in ALDRAR.items():
            for ending in ("", f".{DELAR_AV[row['kon']]}", f".{DELAR_AV[row['ursprung']]}"):
                found[f"{uppgift}{ending}"][row["enhet"]] += int(row["antal"]) * (row["alder"] in classes)
    return found


@cache
def table(kalla: str, ar: int) -> list[dict[str, str]]:
    return rows(DATA / f"{kalla}_{ar}.csv")


def item(page: Indikator, ar: int, uppgift: str) -> dict[str, int]:
    """Return what every unit delivered of an item."""
    if uppgift.partition(".")[0] in ALDRAR:
        return inhabitants(ar)[uppgift]
    return {row["enhet"]: int(row[uppgift]) for row in table(page.kalla.id, ar) if uppgift in row}


def in_register(page: Indikator, ar: int) -> dict[str, tuple[int, int]]:
    """Return each unit's delivered täljare and nämnare, those that are hidden left out.

    Where one part of a division is hidden, so are the others.
    """
    assert isinstance(page.slag, Antalsslag)
    taljare = item(page, ar, page.slag.taljare.uppgift)
    namnare = item(page, ar, page.slag.namnare.uppgift)
    rule = page.rule(ar)
    part = page.slag.namnare.uppgift.partition(".")[2]
    hidden = set()
    for one in next((some for some in SYSKON if part in some), {part}):
        of_part = [
            item(page, ar, f"{del_.uppgift.partition('.')[0]}.{one}".rstrip("."))
            for del_ in (page.slag.taljare, page.slag.namnare)
        ]
        for enhet in of_part[0].keys() & of_part[1].keys():
            over, under = of_part[0][enhet], of_part[1][enhet]
            small = rule and (
                under < rule.minsta_namnare or over < rule.minsta_taljare or under - over < rule.minsta_rest
            )
            if small:
                hidden.add(enhet)
    return {enhet: (taljare[enhet], namnare[enhet]) for enhet in taljare if enhet in namnare and enhet not in hidden}


def test_every_level_is_pooled_from_the_answers_of_the_units_it_had_then(
    national: National, pairs: Pairs, land: Land
) -> None:
    wrong, compared = [], 0
    for page in pages(national):
        if from_counts(page):
            continue
        for ar in (year for year in YEARS if page.mats.holds(year)):
            for level, (share, antal) in pooled(page, ar, land, counted(page, ar, pairs)).items():
                row = pairs[page.id, ar][level]
                compared += 1
                expected = (rounded(100 * share, page.decimals(ar)), str(antal), "redovisas")
                if (float(row["varde"] or "nan"), row["antal_enheter"], row["status"]) != expected:
                    wrong.append((level, page.id, ar, expected, row))
    assert wrong[:5] == []
    assert compared > 10_000


def little_left(page: Indikator, ar: int, land: Land, counts: dict[str, tuple[int, int]]) -> set[str]:
    """Return the levels that show one unit of several, or have more than a third of their units hidden."""
    assert isinstance(page.slag, Antalsslag)
    items = (item(page, ar, del_.uppgift) for del_ in (page.slag.taljare, page.slag.namnare))
    hidden = set.intersection(*map(set, items)) - counts.keys()
    antal: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for enhet in reporting(page, ar, land):
        for level in land.levels(enhet, ar, page.efterslapning):
            for place, there in enumerate((True, enhet in counts, enhet in hidden)):
                antal[level][place] += there
    few = {level for level, (alla, shown, gone) in antal.items() if (shown == 1 < alla) or 2 * gone > shown}
    return few if page.undertryckning else set()


def test_every_level_is_the_sum_of_the_counts_of_the_units_it_had_then(
    national: National, resultat: Resultat, land: Land
) -> None:
    wrong: list[tuple[object, ...]] = []
    compared = 0
    for page in pages(national):
        if not from_counts(page):
            continue
        for ar in (year - 1 for year in YEARS if page.mats.holds(year - 1)):
            counts = in_register(page, ar)
            thin = little_left(page, ar, land, counts)
            delivered = item(page, ar, page.slag.taljare.uppgift).keys()  # type: ignore[union-attr]
            silent = {land.kommun(enhet) for enhet in reporting(page, ar, land) - delivered}
            bortfall = {level for kommun in silent for level in land.levels(kommun, ar, 1)}
            for level, (share, antal) in pooled(page, ar, land, counts).items():
                row = resultat[level, page.id, str(ar)]
                compared += 1
                if level in bortfall and not page.redovisas_vid_bortfall:
                    if (row["varde"], row["status"], row["tecken"]) != ("", "bortfall", ".."):
                        wrong.append((level, page.id, ar, "bortfall", row))
                    continue
                if level in thin:
                    if (row["varde"], row["status"], row["antal_enheter"]) != ("", "undertryckt", ""):
                        wrong.append((level, page.id, ar, "undertryckt", row))
                    continue
                scale = 1 if page.mattenhet.namn == "kronor" else 100
                expected = (rounded(scale * share, page.decimals(ar)), str(antal))
                if (float(row["varde"] or "nan"), row["antal_enheter"]) != expected:
                    wrong.append((level, page.id, ar, expected, row))
    assert wrong[:5] == []
    assert compared > 16_000


def test_a_missing_kommun_takes_the_register_from_the_levels_above_it_and_no_others(
    resultat: Resultat, land: Land
) -> None:
    without = {
        enhet
        for (enhet, indikator, ar), row in resultat.items()
        if ar == "2015" and row["status"] == "bortfall" and "kostnad" not in indikator
    }
    assert without == {"2481"} | land.levels("2481", 2015, 1)
    assert len(without) == 6


def test_riket_counts_no_city_beside_its_parts(national: National, pairs: Pairs) -> None:
    for page in (one for one in pages(national) if one.kalla.id != "kostnad"):
        for ar in page.years(tuple(YEARS)):
            answered = {
                enhet
                for enhet, row in pairs[page.id, ar].items()
                if row["niva"] in ("kommun", "delomrade")
                and not row["antal_enheter"]
                and row["status"] in ("redovisas", "sma_tal", "svar")
            }
            assert not answered & {"0180", "1480"}, (page.id, ar)
            antal = pairs[page.id, ar]["riket"]["antal_enheter"]
            assert not antal or int(antal) == len(answered), (page.id, ar)


# --- units that begin and end ---


#: How many parts each city had on the day of measurement 2016–2024, and when the register's year 2015–2023 ended.
DELAR = {
    "Stockholm": ([14] * 5 + [13] * 3 + [11], [14] * 5 + [13] * 3 + [11]),
    "Göteborg": ([10] * 5 + [4] * 4, [10] * 6 + [4] * 3),
    "Malmö": ([5] * 2 + [0] * 7, [5] * 2 + [0] * 7),
}


@pytest.mark.parametrize("stad", DELAR)
@pytest.mark.parametrize(("indikator", "lag"), [(VALD, 0), ("langvarigt_eb_andel", 1)])
def test_a_city_reports_by_the_parts_it_had_each_year(stad: str, indikator: str, lag: int, pairs: Pairs) -> None:
    for ar, number in zip(YEARS, DELAR[stad][lag], strict=True):
        found = pairs[indikator, ar - lag]
        delar = [row for enhet, row in found.items() if enhet.startswith(f"{STADER[stad]}-")]
        assert sum(row["status"] != "fanns_inte" for row in delar) == number, ar
        city, answered = found[STADER[stad]], sum(row["status"] in ("svar", "redovisas") for row in delar)
        assert city["status"] != "fanns_inte"
        assert city["antal_enheter"] == (str(answered) if number else "")
        assert bool(city["varde"]) == bool(number or lag)  # a city that answers itself has an answer in words
        assert answered >= number / 2


def test_nothing_is_said_of_a_unit_before_it_begins_or_after_it_ends(
    national: National, resultat: Resultat, land: Land
) -> None:
    seen: Counter[bool] = Counter()
    for page in pages(national):
        for ar in page.years(tuple(YEARS)):
            for id_ in national.sources.inputs.enheter.delomraden:
                row = resultat[id_, page.id, str(ar)]
                there = land.there(id_, day(ar, page.efterslapning))
                seen[there] += 1
                assert (row["status"] == "fanns_inte") != there, row
                if there and page.kalla.id == "kostnad":
                    assert (row["status"], row["tecken"], row["varde"]) == ("hela_kommunen", "se staden", ""), row
                if not there:
                    assert (row["varde"], row["svar"], row["tecken"]) == ("", "", "fanns ej"), row
    assert seen == {True: 16_342, False: 10_226}


def shown(plan: WorkbookPlan, namn: str, **texter: str) -> dict[int, dict[int, object]]:
    """Return what a sheet shows for a choice, by row and column."""
    val = plan.forvald.but(**texter)
    found: dict[int, dict[int, object]] = defaultdict(dict)
    for sheet in (one for one in plan.blad if one.namn == namn):
        for cell in sheet.cells:
            content = cell.content
            found[cell.rad][cell.kolumn] = content.shows(val) if isinstance(content, Formula) else content
    return found


def test_a_merged_area_has_no_past_and_says_so(national: National) -> None:
    over_tid = shown(national.plan, "Över tid", vald_enhet="Stockholm – Järva")
    (years,) = (row for row in over_tid.values() if {2016, 2023, 2024} <= set(row.values()))
    (routine,) = (row for row in over_tid.values() if row.get(1) == "Rutin vid våld mot vuxen")
    by_year = {ar: routine[kolumn] for kolumn, ar in years.items() if isinstance(ar, int)}
    assert {by_year[ar] for ar in range(2016, 2024)} == {"fanns ej"}
    assert by_year[2024] in ("Ja", "Nej", "ej svar")
    start = shown(national.plan, "Start", vald_enhet="Stockholm – Järva").values()
    assert any("från och med 2024. Inget förs över" in str(text) for row in start for text in row.values())


# --- who can be chosen ---


def letters(namn: str) -> list[int]:
    """Return a name as places in the Swedish alphabet."""
    return [" -abcdefghijklmnopqrstuvwxyzåäö".index(letter) for letter in namn.lower().replace("é", "e")]


def test_the_list_is_in_swedish_order_and_a_citys_parts_come_right_after_it(national: National) -> None:
    names = list(national.plan.val["vald_enhet"])
    assert len(names) == len(set(names)) == 305
    assert (names[0], names[-1]) == ("Ale", "Övertorneå")
    assert names.index("Örebro") > names.index("Älvkarleby") > names.index("Årjäng") > names.index("Ystad")
    at = names.index("Stockholm")
    delar = ["Bromma", "Enskede-Årsta-Vantör", "Farsta", "Hägersten-Älvsjö", "Hässelby-Vällingby", "Järva",
             "Kungsholmen", "Norra innerstaden", "Skarpnäck", "Skärholmen", "Södermalm"]  # fmt: skip
    assert names[at + 1 : at + 12] == [f"Stockholm – {one}" for one in delar]
    at = names.index("Göteborg")
    assert names[at + 1 : at + 5] == [f"Göteborg – {one}" for one in ("Centrum", "Hisingen", "Nordost", "Sydväst")]
    kommuner = [namn for namn in names if "–" not in namn]
    assert len(kommuner) == 290
    assert kommuner == sorted(kommuner, key=letters)
    for picker in national.plan.val:
        if picker.startswith("jamfor_enhet"):
            assert list(national.plan.val[picker]) == names


def test_a_unit_that_did_not_answer_can_be_chosen_and_is_told_of_on_the_first_sheet(national: National) -> None:
    land = national.sources.inputs.enheter
    told = 0
    for part, files in (("Enkätens del om ekonomiskt bistånd", "enkat"), ("Enkätens allmänna del", "enkat_allman")):
        answered = {row["enhet"] for row in rows(DATA / f"{files}_2024.csv")}
        silent = [id_ for id_ in land.vid[date(2024, 2, 1)].rapporterar if id_ not in answered]
        assert silent
        for id_ in (*silent, "0643"):
            namn = land.enheter[id_].namn
            assert namn in national.plan.val["vald_enhet"]
            for sheet in ("Start", "Resultat"):
                texts = [
                    str(text) for row in shown(national.plan, sheet, vald_enhet=namn).values() for text in row.values()
                ]
                said = [text for text in texts if part in text and "svar" in text and "2024" in text]
                assert bool(said) == (id_ != "0643"), (namn, sheet)
            told += 1
    assert told > 10


# --- the chart ---


@pytest.mark.parametrize("namn", ["Habo", "Stockholm", "Stockholm – Järva", "Malmö", "Lycksele"])
def test_a_line_has_the_numbers_of_the_table_and_joins_nothing_across_a_break_or_a_gap(
    namn: str, national: National
) -> None:
    plan, lines_seen, breaks_seen = national.plan, 0, 0
    (chart,) = (chart for sheet in plan.blad if sheet.namn == "Jämför" for chart in sheet.diagram)
    for indikator in plan.val["vald_indikator"]:
        val = {"vald_enhet": namn, "vald_indikator": indikator}
        table, helpers = shown(plan, "Jämför", **val), shown(plan, "Beräkning", **val)
        years = {kolumn: ar for kolumn, ar in table[7].items() if isinstance(ar, int)}
        breaks = {ar for kolumn, ar in years.items() if table[16][kolumn]}
        breaks_seen += len(breaks)
        rad = iter((8, 14, 15))  # the chosen unit's row, its län's and riket's
        for line in chart.serier[:-1]:  # the last is not seen: it is zero every year, so that zero is on the axis
            if line.namn:
                row = table[next(rad)]
                wanted = {ar: row[kolumn] for kolumn, ar in years.items() if isinstance(row[kolumn], float)}
                found: dict[object, object] = {}
            first, last = line.kolumner
            points = [(helpers[line.rad_x][at], helpers[line.rad_y][at]) for at in range(first, last + 1)]
            drawn = {x: y for x, y in points if x in years.values()}
            assert len(drawn) in (0, len(set(points)))
            run = sorted(x for x in drawn if isinstance(x, (int, float)))
            assert [x - run[0] for x in run] == list(range(len(run))), (indikator, line)
            assert not breaks & set(run[1:]), (indikator, line)
            assert not found.keys() & drawn.keys()
            found |= drawn
            lines_seen += bool(drawn)
            assert {ar: value for ar, value in wanted.items() if ar in found} == found
            if line is chart.serier[-2] or chart.serier[chart.serier.index(line) + 1].namn:
                assert found == wanted, (indikator, line)
    assert lines_seen > 2 * 47
    assert breaks_seen > 3


# --- classes ---


def quartiles(values: list[float]) -> tuple[Fraction, Fraction]:
    """Return the lower and upper quartile as QUARTILE.INC: linear between the two nearest of the ordered values."""
    ordered = sorted(Fraction(str(value)) for value in values)
    found = []
    for quarter in (1, 3):
        place = Fraction(quarter * (len(ordered) - 1), 4)
        below = floor(place)
        above = min(below + 1, len(ordered) - 1)
        found.append(ordered[below] + (place - below) * (ordered[above] - ordered[below]))
    return found[0], found[1]


def test_classes_are_those_of_the_quartiles_over_the_kommuner_and_answers_have_none(
    national: National, resultat: Resultat
) -> None:
    by_pair: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for (_, indikator, ar), row in resultat.items():
        by_pair[indikator, ar].append(row)
    kinds: Counter[str] = Counter()
    for (indikator, ar), found in by_pair.items():
        page = national.sources.omrade.indikatorer[indikator]
        if page.kalla.id not in ("register", "bakgrund") or "." in indikator:
            assert {row["klass"] for row in found} == {""}, (indikator, ar)
            continue
        values = [float(row["varde"]) for row in found if row["niva"] == "kommun" and row["varde"]]
        low, high = quartiles(values) if len(values) >= 145 else (None, None)
        for row in found:
            kinds[row["klass"]] += 1
            value = Fraction(row["varde"]) if row["varde"] else None
            if value is None or low is None or high is None or row["niva"] not in ("kommun", "delomrade"):
                expected = ""
            elif value <= low and value < high:
                expected = "lag"
            else:
                expected = "hog" if value >= high and value > low else "mitten"
            assert row["klass"] == expected, row
    assert min(kinds[one] for one in ("lag", "mitten", "hog")) > 10_000
    assert len(national.ranked.granser) == 17 * 9  # seven register measures and ten background measures


# --- invented figures can be taken for nothing else ---


def test_the_mark_is_on_every_sheet_every_page_every_row_and_every_file(national: National) -> None:
    book = openpyxl.load_workbook(national.workbook)
    assert national.workbook.name.startswith(MARKE)
    for sheet in book:
        first = [str(cell.value) for row in sheet.iter_rows(max_row=2) for cell in row if cell.value]
        assert any(MARKE in text for text in first), sheet.title
        assert sheet.oddHeader
        assert any(MARKE in str(part.text) for part in (sheet.oddHeader.left, sheet.oddHeader.center)), sheet.title
    properties = book.properties
    for text in (properties.title, properties.keywords, properties.category, properties.description):
        assert MARKE in str(text)
    with (national.folder / "resultat.csv").open(encoding="utf-8", newline="") as file:
        marks = Counter(row["markning"] for row in csv.DictReader(file))
    assert set(marks) == {MARKE}
    record = json.loads((national.folder / "bygge.json").read_text(encoding="utf-8"))
    assert MARKE in record["exempeldata"]
    assert any(name.startswith(MARKE) for name in record["filer"])


def test_the_mark_is_stored_where_a_reader_has_no_other_choice_than_to_see_it(national: National) -> None:
    """The headings that are formulas carry the mark for any choice, known or not."""
    for namn in ("Habo", "Borgholms stad", ""):
        for sheet in national.plan.blad:
            texts = [text for rad in (1, 2) for text in shown(national.plan, sheet.namn, vald_enhet=namn)[rad].values()]
            assert any(MARKE in str(text) for text in texts), (sheet.namn, namn)


def test_real_figures_are_not_marked(built: Path) -> None:
    with ZipFile(next(built.glob("*.xlsx"))) as archive:
        everything = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert MARKE not in everything + (built / "resultat.csv").read_text(encoding="utf-8")


# --- an indicator and a year more touch only indicators/ and data/ ---

PAGE = "indicators/ekonomiskt-bistand/enkat/freda_kortfragor.yaml"
Edit = Callable[[Path], None]


@pytest.fixture
def hus(tmp_path: Path) -> Path:
    """A copy of what people write, and nothing of the program."""
    for name in ("data", "indicators", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    # What was given out before, and what changed since, is of this year's edition only.
    (tmp_path / "data" / RIKET / "andringar.yaml").unlink()
    utgava = tmp_path / "data" / RIKET / "utgava.yaml"
    utgava.write_text(utgava.read_text(encoding="utf-8").partition("\nföregående:")[0] + "\n", encoding="utf-8")
    return tmp_path


def made(root: Path) -> Iterator[str]:
    """Run the program that invents the answers, in a copy, and yield the files of answers that it changed or made."""
    folder = root / "data" / RIKET
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(folder / "gor_exempelsvar.py")], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    yield from (path.name for path in sorted(folder.glob("*.csv")) if before.get(path.name) != path.read_bytes())


def built_again(root: Path) -> tuple[Sources, National]:
    """Read, count and lay out the edition in a copy."""
    sources = read_sources(root, RIKET)
    ranked = figures(sources)
    return sources, National(sources, ranked, lay_out(sources, ranked, None), root)


def test_a_new_indicator_touches_only_its_page_and_the_answers(hus: Path) -> None:
    page = (hus / PAGE).read_text(encoding="utf-8")
    for old, new in (
        ("namn: FREDA-kortfrågor används vid", "namn: Andra kortfrågor används vid"),
        ("kort_namn: FREDA-kortfrågor", "kort_namn: Andra kortfrågor"),
        ("mäts: {från: 2017}", "mäts: {från: 2024}"),
        ("    - från: 2017", "    - från: 2024"),
    ):
        assert page.count(old) == 1
        page = page.replace(old, new)
    (hus / PAGE).with_name("andra_kortfragor.yaml").write_text(page, encoding="utf-8")
    assert list(made(hus)) == ["enkat_2024.csv"]  # so all others are what their program makes
    sources, now = built_again(hus)
    assert sources.problems.errors == []
    riket = {ar: now.ranked.figurer["andra_kortfragor", ar]["riket"] for ar in YEARS}
    assert {figur.status for ar, figur in riket.items() if ar < 2024} == {"ej_matt"}
    assert riket[2024].varde is not None
    assert riket[2024].enheter
    assert riket[2024].enheter > 250
    for sheet in ("Resultat", "Över tid", "Länet", "Kommungrupper", "Riket över tid", "Indikatorer"):
        found = [text for row in shown(now.plan, sheet).values() for text in row.values()]
        assert "Andra kortfrågor" in found, sheet
    assert "Andra kortfrågor" in now.plan.val["vald_indikator"]
    assert any("Andra kortfrågor" in str(text) for row in shown(now.plan, "Data").values() for text in row.values())


def with_2025(root: Path) -> None:
    """Write down that there is one more year: in the edition, and in what is delivered."""
    folder = root / "data" / RIKET
    for fil, old, new in (
        ("utgava.yaml", "2023, 2024]", "2023, 2024, 2025]"),
        ("utgava.yaml", "  2024: 2024-02-01\n", "  2024: 2024-02-01\n  2025: 2025-02-01\n"),
        ("utgava.yaml", 'nummer: "2024.', 'nummer: "2025.'),
        ("kallor.yaml", "2023, 2024]", "2023, 2024, 2025]"),
        ("kallor.yaml", "[2023]", "[2023, 2024]"),
        ("kallor.yaml", '"2024.2"', '"2025.2"'),
    ):
        text = (folder / fil).read_text(encoding="utf-8")
        assert old in text
        (folder / fil).write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_year_touches_only_the_edition_and_its_deliveries(hus: Path, resultat: Resultat) -> None:
    with_2025(hus)
    survey = ["enkat_2025.csv", "enkat_allman_2025.csv"]
    assert list(made(hus)) == [
        "bakgrund_2024.csv",
        "befolkning_2024.csv",
        *survey,
        "kostnad_2024.csv",
        "register_2024.csv",
    ]
    sources, now = built_again(hus)
    assert sources.problems.errors == []
    found = now.ranked.figurer
    assert found[VALD, 2025]["riket"].varde is not None
    assert found["langvarigt_eb_andel", 2024]["riket"].varde is not None
    assert sum(figur.svar is not None for figur in found[VALD, 2025].values()) > 270
    for ar in YEARS:  # nothing that was there is another now
        assert str(found[VALD, ar]["riket"].varde) == str(float(resultat["riket", VALD, str(ar)]["varde"] or "nan"))
    assert now.plan.val["valt_ar"][0] == "Enkät 2025"
    headings = [text for row in shown(now.plan, "Över tid").values() for text in row.values()]
    assert 2025 in headings
    table = [str(text) for row in shown(now.plan, "Resultat").values() for text in row.values()]
    assert any("2025" in text for text in table)
