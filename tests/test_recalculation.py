"""The real files, recalculated in two independent engines for every choice of a reader, against what they must show."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from conftest import National, facit, rewritten
from oj_workbook.figures import figures
from oj_workbook.layout.plan import Val, Value, WorkbookPlan
from oj_workbook.pipeline import lay_out
from oj_workbook.sources import Sources
from oj_workbook.write import workbook_bytes
from recalculated import (
    ENGINES,
    Compared,
    Shown,
    compared,
    formulas,
    in_ironcalc,
    mixed,
    not_drawn,
    options,
    strange,
    units,
)
from test_facit import KOPIA, said

#: The first indicator's figure for the län.
F6 = ("Resultat", 6, 6)
BOTH = ("ironcalc", "libreoffice")
#: A formula, and the error value it ends in.
ERRORS = {
    "INDEX(Data!$A$1:$A$2,9)": "#REF!",
    'MATCH("x",Data!$A$1:$A$2,0)': "#N/A",
    '1+"x"': "#VALUE!",
    "1/0": "#DIV/0!",
}


@dataclass(frozen=True)
class Case:
    """A workbook, its plan, and all that a reader is let choose."""

    workbook: Path
    plan: WorkbookPlan
    choices: tuple[Val, ...]


@pytest.fixture(scope="module")
def county(workbook: Path, plan: WorkbookPlan) -> Case:
    """The county's edition: 13 kommuner, all that the other pickers offer at one of them, and what they do not."""
    choices = (*units(plan), *options(plan, "Habo"), *strange(plan), *mixed(plan, 30))
    return Case(workbook, plan, choices)


@pytest.fixture(scope="module")
def riket(national: National) -> Case:
    """The national edition: 290 kommuner and the parts of cities, and the same of its other pickers."""
    plan = national.plan
    choices = (*units(plan), *options(plan, "Habo"), *strange(plan), *mixed(plan, 30))
    return Case(national.workbook, plan, choices)


@pytest.fixture(scope="module")
def small(example: Sources, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The example house: two län of three and two kommuner, hidden figures, small numbers and silent units."""
    plan = lay_out(example, figures(example), None)
    workbook = tmp_path_factory.mktemp("exempel") / "exempel.xlsx"
    workbook.write_bytes(workbook_bytes(plan, example.templates.tema, datetime(2024, 6, 1, tzinfo=UTC)))
    return Case(workbook, plan, (*units(plan), *options(plan, "Ekby"), *strange(plan), *mixed(plan, 30)))


@pytest.fixture(scope="module", params=["small", "county", "riket"])
def case(request: pytest.FixtureRequest) -> Case:
    """Each of the three files."""
    found: Case = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def answers(case: Case) -> dict[str, Compared]:
    """What came of comparing one file in every engine, made once."""
    return compared(case.workbook, case.plan, case.choices)


def needs(engine: str) -> None:
    """Skip a test whose engine is not installed, other than where everything is to be tested."""
    if engine not in ENGINES:
        message = "LibreOffice is not installed: on Debian, apt-get install libreoffice-calc python3-uno"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


def test_there_is_much_to_compare(county: Case, riket: Case, small: Case) -> None:
    for one, number, least, pickers in ((small, 5, 400, 10), (county, 13, 2400, 7), (riket, 305, 11_000, 10)):
        assert len(one.plan.val["vald_enhet"]) == number
        assert len(formulas(one.plan)) > least
        assert len(one.plan.val) == pickers
        for picker, texts in one.plan.val.items():
            assert {val[picker] for val in one.choices} > {*texts, "", "?*"}, picker
    compare = {tuple(val[f"jamfor_enhet_{number}"] for number in range(1, 6)) for val in options(riket.plan, "Habo")}
    assert len(compare) == 305
    assert all(len(set(names)) == 5 for names in compare)
    both = {(val["vald_gruppering"], val["liknande_indikator"]) for val in options(riket.plan, "Habo")}
    assert len(both) == len(riket.plan.val["vald_gruppering"]) * len(riket.plan.val["liknande_indikator"])


@pytest.mark.parametrize("engine", BOTH)
def test_every_formula_shows_the_right_value_for_every_choice(
    engine: str, case: Case, answers: dict[str, Compared]
) -> None:
    needs(engine)
    assert answers[engine].differences[:20] == []
    assert answers[engine].cells == len(case.choices) * len(formulas(case.plan))


@pytest.mark.parametrize("engine", BOTH)
def test_no_formula_ends_in_an_error_for_any_choice(engine: str, answers: dict[str, Compared]) -> None:
    needs(engine)
    assert answers[engine].errors[:20] == []


def test_what_a_chart_draws_is_always_numbers(case: Case) -> None:
    assert not_drawn(case.plan, case.choices)[:20] == []


def in_f6(case: Case, formula: str, copy: Path) -> Path:
    """Return a copy of the county's workbook with another formula where the län's first figure is: a planted fault."""
    texts = {place: one.text for place, one in formulas(case.plan)}
    return rewritten(case.workbook, copy, f"<f>{escape(texts[F6])}</f>", f"<f>{escape(formula)}</f>")


def test_a_planted_fault_in_a_formula_is_seen(county: Case, tmp_path: Path) -> None:
    """One formula reads the row of riket instead of the län's: a difference for every kommun, in both engines."""
    texts = {place: one.text for place, one in formulas(county.plan)}
    riket = texts["Resultat", 6, 7]
    assert texts[F6] != riket
    choices = units(county.plan)
    for found in compared(in_f6(county, riket, tmp_path / "fel.xlsx"), county.plan, choices).values():
        assert len(found.differences) == len(choices)
        assert all(str(F6) in one for one in found.differences)


@pytest.mark.parametrize("formula", ERRORS, ids=ERRORS.values())
def test_a_planted_error_value_is_seen(formula: str, county: Case, tmp_path: Path) -> None:
    faulty = in_f6(county, formula, tmp_path / "fel.xlsx")
    for found in compared(faulty, county.plan, [county.plan.forvald]).values():
        assert (found.errors, len(found.differences)) == ([f": {F6}"], 1)


def test_every_published_figure_is_on_the_sheets_of_its_kommun(county: Case, sources: Sources) -> None:
    """All 1 144 figures and answers of the source, where a reader finds them after choosing the kommun."""
    choices = units(county.plan)
    shown_for = in_ironcalc(county.workbook, county.plan, choices)
    sheets = {
        val["vald_enhet"]: [lines(county.plan, sheet, shown) for sheet in ("Resultat", "Länet")]
        for val, shown in zip(choices, shown_for, strict=True)
    }
    wrong, seen = [], 0
    for row in facit("kommuner"):
        page, kommun = sources.omrade.find(row["indikator"]), row["kommun"]
        assert page
        newest = str(page.years(sources.utgava.ar)[-1]) == row["ar"]
        column_of, expected = said(row["varde"])
        if (row["indikator"], row["ar"]) == KOPIA:
            column_of, expected = "tecken", ".."
        wanted: Value = float(expected) if column_of == "varde" else expected
        resultat, lanet = sheets[kommun]
        line = next(one for one in resultat if one.get(1) == page.kort_namn)
        avser = "senaste" if newest else "året före"
        own = next(one for one in lanet if (one.get(1), one.get(2)) == (f"► {kommun}", avser))
        heading = next(column for one in lanet for column, text in one.items() if text == page.kort_namn)
        for shown in (line[3 if newest else 4], own[heading]):
            seen += 1
            if shown != wanted:
                wrong.append((row, shown))
    assert wrong == []
    assert seen == 2 * 1144


def lines(plan: WorkbookPlan, namn: str, shown: Shown) -> list[dict[int, Value | None]]:
    """Return the rows of a sheet as they are seen: what each column shows."""
    found: dict[int, dict[int, Value | None]] = {}
    values = dict(zip((place for place, _ in formulas(plan)), shown, strict=True))
    for sheet in (one for one in plan.blad if one.namn == namn):
        for cell in sheet.cells:
            text = cell.content if isinstance(cell.content, (str, float, int)) else None
            found.setdefault(cell.rad, {})[cell.kolumn] = values.get((namn, cell.rad, cell.kolumn), text)
    return [found[rad] for rad in sorted(found)]
