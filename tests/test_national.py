"""The national edition: every published figure, units in time, marks of invented data, and what a new year touches."""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import openpyxl
import pytest

from conftest import RIKET, ROOT, National, Resultat, facit, rows
from oj_workbook.pipeline import figures, lay_out, read_sources
from oj_workbook.units import swedish_order

MARK = "EXEMPELDATA"
#: How many units of each kommungrupp answered in 2020: what the printed percentages prove.
SVARANDE_2020 = {"A1": 23, "A2": 42, "B3": 21, "B4": 48, "B5": 33, "C6": 28, "C7": 52, "C8": 38, "C9": 15}
#: Figures in the facit that no indicator has: counts of people, and the answers of one kommun.
NO_INDICATOR = {"antal_hushall", "antal_bistandsmottagare", "antal_vuxna_bistandsmottagare", "antal_barn"}


@pytest.fixture(scope="module")
def riket(national: National) -> Resultat:
    """The rows of the national resultat.csv by enhet, indikator and year."""
    return {(row["enhet"], row["indikator"], row["ar"]): row for row in rows(national.folder / "resultat.csv")}


def level(row: dict[str, str]) -> str:
    """Return the id of the level a row of the facit is about, by the name its source gives it."""
    if row["niva"] == "befolkningsgrupp":
        return f"bef-{row['omrade'][0]}"
    return f"skr-{row['omrade'][:2]}" if row["niva"] == "skr_kommungrupp_2017" else row["niva"]


PUBLISHED = [
    row
    for row in facit("publicerat", RIKET)
    if row["niva"] in ("riket", "befolkningsgrupp", "skr_kommungrupp_2017")
    and 2016 <= int(row["ar"]) <= 2024
    and row["indikator"] not in NO_INDICATOR
]


def test_the_facit_holds_what_was_published() -> None:
    niva = [row["niva"] for row in PUBLISHED]
    counts = (niva.count("riket"), niva.count("befolkningsgrupp"), niva.count("skr_kommungrupp_2017"))
    assert counts == (100, 15, 27)


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['indikator']}-{row['ar']}-{level(row)}")
def test_every_published_figure_comes_out_as_printed(row: dict[str, str], riket: Resultat, national: National) -> None:
    page = national.sources.omrade.find(row["indikator"])
    assert page is not None
    found = riket[level(row), page.id, row["ar"]]
    if row["varde"] == "-":
        assert (found["status"], found["tecken"]) == ("ej_matt", "-")
    elif row["mattenhet"] == "procent_minst":
        assert float(found["varde"]) >= float(row["varde"])
    else:
        assert float(found["varde"]) == float(row["varde"])


@pytest.mark.parametrize(("grupp", "antal"), SVARANDE_2020.items())
def test_as_many_units_answered_in_each_group_as_the_printed_percentages_prove(
    grupp: str, antal: int, riket: Resultat
) -> None:
    for indikator in ("rutin_indikation_vald_vuxen", "freda_kortfragor", "rutin_skyddade_personuppgifter"):
        assert riket[f"skr-{grupp}", indikator, "2020"]["antal_enheter"] == str(antal)


@pytest.mark.parametrize(
    ("ar", "stockholm", "goteborg", "malmo"),
    [(2016, 14, 10, 5), (2017, 14, 10, 5), (2018, 14, 10, 0), (2020, 14, 10, 0), (2021, 13, 4, 0), (2023, 13, 4, 0),
     (2024, 11, 4, 0)],
)  # fmt: skip
def test_the_cities_report_by_the_parts_of_the_year(
    ar: int, stockholm: int, goteborg: int, malmo: int, national: National
) -> None:
    tillfalle = national.sources.inputs.enheter.vid[national.sources.utgava.day(ar, 0)]
    parts = [sum(id_.startswith(f"{kod}-") for id_ in tillfalle.rapporterar) for kod in ("0180", "1480", "1280")]
    assert parts == [stockholm, goteborg, malmo]
    assert "0180" not in tillfalle.rapporterar
    assert ("1280" in tillfalle.rapporterar) == (malmo == 0)
    assert sorted(tillfalle.medlemmar["riket"]) == sorted(tillfalle.rapporterar)


def test_a_series_begins_and_ends_with_its_unit(riket: Resultat) -> None:
    indikator = "freda_kortfragor"
    status = {ar: riket["0180-jarva-2023", indikator, str(ar)]["status"] for ar in range(2017, 2025)}
    assert status == dict.fromkeys(range(2017, 2024), "fanns_inte") | {2024: "svar"}
    ended = {ar: riket["0180-rinkeby-kista-2007", indikator, str(ar)]["status"] for ar in (2023, 2024)}
    assert ended[2024] == "fanns_inte" != ended[2023]


def test_a_city_is_the_pool_of_its_parts(riket: Resultat, national: National) -> None:
    parts = [
        row for (enhet, id_, ar), row in riket.items() if enhet.startswith("1480-") and (id_, ar) == ("dudit", "2024")
    ]
    answers = [row["svar"] for row in parts if row["svar"]]
    assert len(answers) == 4
    assert float(riket["1480", "dudit", "2024"]["varde"]) == 100 * answers.count("Ja") / 4
    pages = national.sources.omrade.indikatorer
    assert all(row["klass"] == "" for (_, id_, _), row in riket.items() if pages[id_].kalla.id.startswith("enkat"))


def test_classes_are_the_quartiles_of_the_kommuner_of_riket(riket: Resultat, national: National) -> None:
    kommuner = national.sources.inputs.enheter.kommuner
    assert len(kommuner) == 290
    for ar in ("2016", "2023"):
        values = [float(riket[kod, "langvarigt_eb_andel", ar]["varde"]) for kod in kommuner]
        low, high = np.percentile(values, 25), np.percentile(values, 75)
        for kod, value in zip(kommuner, values, strict=True):
            expected = "lag" if value <= low else "hog" if value >= high else "mitten"
            assert riket[kod, "langvarigt_eb_andel", ar]["klass"] == expected


def test_the_list_is_in_swedish_order_with_a_citys_parts_after_it(national: National) -> None:
    names = list(national.plan.val["vald_enhet"])
    assert len(names) == 290 + 11 + 4
    assert names == sorted(names, key=swedish_order)
    assert names[-1] == "Övertorneå"
    at = names.index("Göteborg")
    assert names[at + 1 : at + 5] == [f"Göteborg – {del_}" for del_ in ("Centrum", "Hisingen", "Nordost", "Sydväst")]


def test_who_did_not_answer_is_in_the_list_and_the_file_says_so(national: National) -> None:
    val = national.plan.forvald.but(vald_enhet="Eda")
    start = next(sheet for sheet in national.plan.blad if sheet.namn == "Start")
    shown = [str(formula.shows(val)) for _, formula in start.formulas]
    assert any("inte besvarat 2024" in text for text in shown)


def test_invented_figures_are_marked_wherever_a_reader_could_meet_them(national: National) -> None:
    assert MARK in national.workbook.name
    book = openpyxl.load_workbook(national.workbook)
    for sheet in book:
        top = [cell.value for row in sheet.iter_rows(max_row=2) for cell in row if isinstance(cell.value, str)]
        assert any(MARK in text for text in top), sheet.title
        assert MARK in str(sheet.oddHeader.center.text), sheet.title
    assert MARK in str(book.properties.keywords)
    assert MARK in str(book.properties.title)
    with (national.folder / "resultat.csv").open(encoding="utf-8") as file:
        assert {row["markning"] for row in csv.DictReader(file)} == {MARK}
    assert MARK in json.loads((national.folder / "bygge.json").read_text(encoding="utf-8"))["exempeldata"]


def test_no_chart_and_no_sheet_holds_an_error_value(national: National) -> None:
    with ZipFile(national.workbook) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    assert not [found for part in parts for found in re.findall(r'#N/A|#REF!|#VALUE!|#DIV/0!|#NAME\?|t="e"', part)]


def copied(tmp_path: Path) -> Path:
    for folder in ("indicators", "templates", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def example_answers(root: Path) -> None:
    """Run the program that makes the example answers, in a copy of the project."""
    program = root / "data" / RIKET / "gor_exempelsvar.py"
    done = subprocess.run([sys.executable, str(program)], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_indicator_and_the_year_2025_touch_only_indicators_and_data(tmp_path: Path) -> None:
    root = copied(tmp_path)
    page = (root / "indicators/ekonomiskt-bistand/enkat/dudit.yaml").read_text(encoding="utf-8")
    new = re.sub(r"(?m)^namn: .*$", "namn: En ny fråga", page)
    new = re.sub(r"(?m)^kort_namn: .*$", "kort_namn: Ny fråga", new)
    new = re.sub(r"från: 2019", "från: 2025", new)
    (root / "indicators/ekonomiskt-bistand/enkat/ny_fraga.yaml").write_text(new, encoding="utf-8")
    edition = root / "data" / RIKET
    for name, edits in {
        "utgava.yaml": [
            ("2023, 2024]", "2023, 2024, 2025]"),
            ("  2024: 2024-02-01\n", "  2024: 2024-02-01\n  2025: 2025-02-01\n"),
        ],
        "kallor.yaml": [("2023, 2024]", "2023, 2024, 2025]"), ("2022, 2023]", "2022, 2023, 2024]")],
    }.items():
        text = (edition / name).read_text(encoding="utf-8")
        for old, added in edits:
            assert old in text
            text = text.replace(old, added)
        (edition / name).write_text(text, encoding="utf-8")
    example_answers(root)

    sources = read_sources(root, RIKET)
    ranked = figures(sources)
    plan = lay_out(sources, ranked, "1480-centrum-2021")

    assert ranked.figurer["ny_fraga", 2025]["riket"].varde is not None
    assert ranked.figurer["rutin_indikation_vald_vuxen", 2024]["riket"].varde == 70
    resultat = next(sheet for sheet in plan.blad if sheet.namn == "Resultat")
    assert "Ny fråga" in [cell.content for cell in resultat.cells]
    over_tid = next(sheet for sheet in plan.blad if sheet.namn == "Över tid")
    assert 2025 in [cell.content for cell in over_tid.cells]
