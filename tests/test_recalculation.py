"""The real file, recalculated in two independent engines for every choice of kommun, against what it must show."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import ironcalc
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from conftest import facit, rewritten
from oj_workbook.layout.plan import Val, Value, WorkbookPlan
from oj_workbook.pipeline import Sources, figures, lay_out
from oj_workbook.write import workbook_bytes
from test_facit import KOPIA, said

#: A name that is not in the list: the sheets are empty and say so, and nothing is an error.
OKAND = Val("Borgholm", "")

#: MATCH takes it for any name that begins with J; the file must not.
JOKER = Val("J*", "")
ENGINE = Path(__file__).parent / "engines" / "libreoffice.py"
SYSTEM_PYTHON = "/usr/bin/python3"

Read = Callable[[str, int, int], Value | None]


def differences(plan: WorkbookPlan, val: Val, read: Read) -> list[str]:
    """Return every formula cell that does not show what it must, compared in type and value."""
    found = []
    for sheet in plan.blad:
        for place, formula in sheet.formulas:
            expected, shown = formula.shows(val), read(sheet.namn, *coordinate_to_tuple(place))
            if isinstance(shown, str) != isinstance(expected, str) or shown != expected:
                found.append(f"{val.text}: {sheet.namn}!{place} shows {shown!r}, not {expected!r}")
    return found


def ironcalc_differences(workbook: Path, plan: WorkbookPlan, choices: tuple[Val, ...]) -> list[str]:
    model = ironcalc.load_from_xlsx(str(workbook), "en", "UTC")
    sheets = {sheet["name"]: number for number, sheet in enumerate(model.get_worksheets_properties())}
    found = []
    for val in choices:
        model.update_cell_with_text(sheets["Start"], 5, 3, val.text)
        model.evaluate()
        found += differences(plan, val, lambda sheet, row, column: model.get_cell_value(sheets[sheet], row, column))
    return found


def test_every_formula_shows_the_right_value_for_every_kommun_in_ironcalc(workbook: Path, plan: WorkbookPlan) -> None:
    assert len(plan.val) == 13
    assert sum(len(list(sheet.formulas)) for sheet in plan.blad) > 1900
    assert ironcalc_differences(workbook, plan, (*plan.val, OKAND, JOKER)) == []


def test_a_small_lan_leaves_its_last_rows_empty_and_marks_follow_their_figures(
    example: Sources, tmp_path: Path
) -> None:
    """The example house has two län of three and two kommuner, hidden figures, small numbers and silent units."""
    plan = lay_out(example, figures(example), None)
    workbook = tmp_path / "exempel.xlsx"
    workbook.write_bytes(workbook_bytes(plan, example.templates.tema, datetime(2024, 6, 1, tzinfo=UTC)))
    assert len(plan.val) == 5
    assert ironcalc_differences(workbook, plan, (*plan.val, OKAND, JOKER)) == []


def test_a_planted_fault_in_a_formula_is_seen(workbook: Path, plan: WorkbookPlan, tmp_path: Path) -> None:
    """One formula reads the row of riket instead of the län's: a difference for every kommun."""
    result = next(sheet for sheet in plan.blad if sheet.namn == "Resultat")
    lan, riket = dict(result.formulas)["F6"].text, dict(result.formulas)["G6"].text
    assert lan != riket
    faulty = rewritten(workbook, tmp_path / "fault.xlsx", f"<f>{lan}</f>", f"<f>{riket}</f>")
    found = ironcalc_differences(faulty, plan, plan.val)
    assert len(found) == len(plan.val)
    assert all("Resultat!F6" in one for one in found)


LibreOffice = Mapping[str, Mapping[str, Mapping[str, list[list[Value]]]]]


@pytest.fixture(scope="module")
def libreoffice(workbook: Path, plan: WorkbookPlan) -> LibreOffice:
    """Every sheet's cells for every choice, from one LibreOffice."""
    if not (shutil.which("soffice") and Path(SYSTEM_PYTHON).exists()):
        message = "LibreOffice is not installed: on Debian, apt-get install libreoffice-calc python3-uno"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    choices = json.dumps([val.text for val in (*plan.val, OKAND, JOKER)])
    run = subprocess.run(  # noqa: S603 - our own program
        [SYSTEM_PYTHON, str(ENGINE), str(workbook)],
        input=choices,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    answer: LibreOffice = json.loads(run.stdout)
    return answer


def test_every_formula_shows_the_right_value_for_every_kommun_in_libreoffice(
    libreoffice: LibreOffice, plan: WorkbookPlan
) -> None:
    found = []
    for val in (*plan.val, OKAND, JOKER):
        sheets = libreoffice[val.text]
        found += differences(plan, val, lambda sheet, row, column, at=sheets: cell(at[sheet]["cells"], row, column))  # type: ignore[misc]
    assert found == []


def cell(cells: list[list[Value]], row: int, column: int) -> Value:
    return cells[row - 1][column - 1] if row <= len(cells) and column <= len(cells[0]) else ""


def test_no_sheet_shows_an_error_for_any_choice(libreoffice: LibreOffice) -> None:
    assert [fault for sheets in libreoffice.values() for sheet in sheets.values() for fault in sheet["faults"]] == []


def test_every_published_figure_is_on_the_sheets_of_its_kommun(libreoffice: LibreOffice, sources: Sources) -> None:
    """All 1 144 figures and answers of the source, where a reader finds them after choosing the kommun."""
    pages = sources.omrade.indikatorer
    wrong, seen = [], 0
    for row in facit("kommuner"):
        page, kommun = pages[row["indikator"]], row["kommun"]
        newest = str(page.years(sources.utgava.ar)[-1])
        column, avser = (3, "senaste") if row["ar"] == newest else (4, "året före")
        column_of, expected = said(row["varde"])
        if (row["indikator"], row["ar"]) == KOPIA:
            column_of, expected = "tecken", ".."
        wanted: Value = float(expected) if column_of == "varde" else expected
        resultat = {line[0]: line for line in libreoffice[kommun]["Resultat"]["cells"]}
        lanet = libreoffice[kommun]["Länet"]["cells"]
        line = next(line for line in lanet if line[:2] == [f"► {kommun}", avser])
        for shown in (resultat[page.kort_namn][column - 1], line[lanet[4].index(page.kort_namn)]):
            seen += 1
            if shown != wanted:
                wrong.append((row, shown))
    assert wrong == []
    assert seen == 2 * 1144
