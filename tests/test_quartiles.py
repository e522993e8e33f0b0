"""Quartile classes again, out of the published figures, by two spreadsheet programs' own QUARTILE.INC."""

import csv
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import ironcalc
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from conftest import National, rows
from oj_workbook.figures import figures
from oj_workbook.layout.plan import Formula
from oj_workbook.pipeline import lay_out
from oj_workbook.rank import shown_limits
from oj_workbook.sources import Sources

#: Measure and year, and what each unit of the country has: its published text and class.
Measures = dict[tuple[str, str], list[dict[str, str]]]
FIRST = 5


@pytest.fixture(scope="module")
def measures(national: National) -> Measures:
    """The rows with a value of every measure and year that has classes, as anybody reads them in resultat.csv."""
    found: Measures = {}
    for row in rows(national.folder / "resultat.csv"):
        if row["klass"]:
            found.setdefault((row["indikator"], row["ar"]), []).append(row)
    return found


@pytest.fixture(scope="module")
def sheet(measures: Measures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a row for each: the published values of the kommuner, and the quartiles as formulas only."""
    path = tmp_path_factory.mktemp("kvartiler") / "kvartiler.xlsx"
    book = openpyxl.Workbook()
    table = book["Sheet"]
    for rad, (pair, found) in enumerate(measures.items(), 1):
        values = [float(row["varde"]) for row in found if row["niva"] == "kommun"]
        last = get_column_letter(FIRST + len(values) - 1)
        table.append([*pair, *(f"=_xlfn.QUARTILE.INC(E{rad}:{last}{rad},{quarter})" for quarter in (1, 3)), *values])
    book.save(path)
    return path


def in_ironcalc(path: Path) -> Iterator[tuple[str, str, float, float]]:
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()
    rad = 1
    while indikator := model.get_formatted_cell_value(0, rad, 1):
        low, high = (float(model.get_formatted_cell_value(0, rad, column)) for column in (3, 4))
        yield indikator, model.get_formatted_cell_value(0, rad, 2), low, high
        rad += 1


def in_libreoffice(path: Path) -> Iterator[tuple[str, str, float, float]]:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - a fixed program
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        for indikator, ar, low, high, *_ in csv.reader(file):
            yield indikator, ar, float(low), float(high)


@pytest.mark.parametrize("engine", [in_ironcalc, in_libreoffice])
def test_classes_are_those_of_quartile_inc_in_a_spreadsheet_for_every_measure_and_year(
    engine: Callable[[Path], Iterator[tuple[str, str, float, float]]],
    sheet: Path,
    measures: Measures,
    national: National,
) -> None:
    quartiles = {(indikator, ar): (low, high) for indikator, ar, low, high in engine(sheet)}
    assert quartiles.keys() == measures.keys()
    assert len(quartiles) == 17 * 9
    classes: Counter[str] = Counter()
    for pair, limits in quartiles.items():
        assert national.ranked.granser[pair[0], int(pair[1])] == pytest.approx(limits, abs=1e-9), pair
        low, high = limits
        of_value: dict[str, set[str]] = {}
        for row in measures[pair]:
            value = float(row["varde"])
            expected = "lag" if value <= low and value < high else "hog" if value >= high and value > low else "mitten"
            assert row["klass"] == expected, row
            classes[expected] += 1
            of_value.setdefault(row["varde"], set()).add(row["klass"])
        assert all(len(one) == 1 for one in of_value.values()), pair  # equal values share a class
    assert min(classes.values()) > 10_000


def test_the_printed_limits_give_every_kommun_the_same_class(measures: Measures, national: National) -> None:
    """Limits are printed with one decimal more than the figures; nobody changes class by that."""
    for (indikator, ar), found in measures.items():
        decimals = national.sources.omrade.indikatorer[indikator].decimals(int(ar))
        low, high = shown_limits(national.ranked.granser[indikator, int(ar)], decimals)
        for row in found:
            value = float(row["varde"])
            assert (value <= low and value < high) == (row["klass"] == "lag"), row
            assert (value >= high and value > low) == (row["klass"] == "hog"), row


def test_the_limits_stand_below_every_measure_with_classes_on_riket_over_tid(national: National) -> None:
    (sheet,) = (sheet for sheet in national.plan.blad if sheet.namn == "Riket över tid")
    at: dict[int, dict[int, object]] = {}
    for cell in sheet.cells:
        at.setdefault(cell.rad, {})[cell.kolumn] = cell.content
    years = {ar: kolumn for kolumn, ar in at[4].items() if isinstance(ar, int)}
    names = {row.get(1): rad for rad, row in at.items()}
    compared = 0
    for (id_, ar), limits in national.ranked.granser.items():
        page = national.sources.omrade.indikatorer[id_]
        rad = names[page.kort_namn]
        assert (at[rad + 1][years[ar]], at[rad + 2][years[ar]]) == shown_limits(limits, page.decimals(ar))
        compared += 1
    assert compared == 17 * 9
    assert sum(str(row.get(1)).startswith("– kvartil") for row in at.values()) == 2 * 17


@pytest.mark.parametrize("original", [False, True])
def test_background_measures_are_neutral_or_as_the_original_by_the_theme(
    original: bool,  # noqa: FBT001 - a test's case
    national: National,
) -> None:
    sources = national.sources
    templates = sources.templates
    tema = type(templates.tema)(**{**vars(templates.tema), "originalfarger": original})
    themed = Sources(**{**vars(sources), "templates": type(templates)(**{**vars(templates), "tema": tema})})
    plan = lay_out(themed, national.ranked, None)
    (sheet,) = (sheet for sheet in plan.blad if sheet.namn == "Resultat")
    rows_of = {cell.content: cell.rad for cell in sheet.cells if cell.kolumn == 1 and isinstance(cell.content, str)}
    looks = {
        namn: {regel.utseende for regel in sheet.regler if regel.fran[0] == rows_of[namn]}
        for namn in ("Långvarigt bistånd", "Låg inkomst", "Personal kr/biståndsmånad", "FIA")
    }
    coloured = {"klass_bäst", "klass_mitten", "klass_sämst"}
    assert looks["Långvarigt bistånd"] == coloured
    assert looks["Låg inkomst"] == (coloured if original else {"klass_låg", "klass_hög"})
    assert looks["Personal kr/biståndsmånad"] == looks["FIA"] == set()


def test_the_county_edition_shows_its_published_measures_and_no_classes(sources: Sources) -> None:
    ranked = figures(sources)
    plan = lay_out(sources, ranked, None)
    assert ranked.granser == {}
    registers = [one for one in sources.omrade.indikatorer.values() if one.kalla.id in ("register", "bakgrund")]
    published = [
        ranked.figurer[one.id, 2012][kommun].varde
        for one in registers
        if one.del_av is None
        for kommun in sources.inputs.enheter.kommuner
    ]
    assert sum(varde is not None for varde in published) > 200
    for sheet in plan.blad:
        assert not [regel for regel in sheet.regler if regel.utseende.startswith("klass")]
        texts = [cell.content for cell in sheet.cells if not isinstance(cell.content, Formula)]
        assert not any(str(text).startswith("– kvartil") for text in texts)
    assert "Kön och ursprung" not in [sheet.namn for sheet in plan.blad]
