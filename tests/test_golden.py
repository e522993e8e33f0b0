"""The example house's workbook as readable text: a reviewer sees in the diff what a reader will see in the file.

After a change that is meant:  pytest tests/test_golden.py --golden
"""

from pathlib import Path

import pytest

from oj_workbook.figures import figures
from oj_workbook.layout.plan import Formula, WorkbookPlan, address
from oj_workbook.pipeline import lay_out
from oj_workbook.sources import read_sources

#: Sheets of running text: who edits a sentence in templates/ need not come here.
TO_READ = ("Start", "Så läser du", "Om")
GOLDEN = Path(__file__).parent / "golden"


def area(rad: int, kolumn: int, till_rad: int, till_kolumn: int) -> str:
    """Return the address of a range."""
    return f"{address(rad, kolumn)}:{address(till_rad, till_kolumn)}"


def readable(plan: WorkbookPlan) -> str:
    """Return every cell on a line: its address, its look, and what it shows; formulas with what they are.

    After the cells of a sheet its grids, a row on a line, and then its rules and charts.
    """
    lines = [plan.titel, plan.sidfot, *(f"{name} = {target}" for name, target in plan.namn.items())]
    for sheet in (one for one in plan.blad if one.namn not in TO_READ):
        lines += ["", f"== {sheet.namn}{' (dolt)' if sheet.dold else ''}"]
        for cell in sorted(sheet.cells, key=lambda cell: (cell.rad, cell.kolumn)):
            formula = cell.content if isinstance(cell.content, Formula) else None
            shown = str(formula.shows(plan.forvald) if formula else cell.content).replace("\n", " ⏎ ")
            if shown or formula:
                source = f"   ={formula.text}" if formula else ""
                lines.append(f"{address(cell.rad, cell.kolumn):6}{cell.utseende:24}{shown}{source}")
        for grid in sheet.grids:
            looks = ", ".join(dict.fromkeys(kolumn.utseende for kolumn in grid.kolumner))
            lines.append(f"{area(grid.rad, grid.kolumn, grid.sista_rad, grid.sista_kolumn)} {looks}")
            lines += [f"      {' | '.join(map(str, row))}" for row in grid.rader]
        lines += [f"{area(*one.fran, *one.till)} {one.utseende} där {one.formel}" for one in sheet.regler]
        for chart in sheet.diagram:
            lines.append(f"{address(chart.rad, chart.kolumn)} diagram {chart.x}: {chart.alt}")
            for line in chart.serier:
                first, last = line.kolumner
                drawn = [area(rad, first, rad, last) for rad in (line.rad_x, line.rad_y)]
                lines.append(f"      {line.namn or '(fortsatt)'} {line.farg} {line.blad} {' '.join(drawn)}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("edition", ["2024-prov", "2024-poster"])
def test_the_example_workbook_is_as_last_read_through(
    edition: str, example_root: Path, request: pytest.FixtureRequest
) -> None:
    sources = read_sources(example_root, edition)
    found = readable(lay_out(sources, figures(sources), None))
    golden = GOLDEN / f"plan_{edition.replace('-', '_')}.txt"
    if request.config.getoption("--golden"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
