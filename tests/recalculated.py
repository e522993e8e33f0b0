"""A workbook recalculated in two independent engines, IronCalc and LibreOffice, for any choice in its pickers."""

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ironcalc
from openpyxl.utils.cell import coordinate_to_tuple

from oj_workbook.layout.plan import Formula, Val, Value, WorkbookPlan

LIBREOFFICE = Path(__file__).parent / "engines" / "libreoffice.py"
SYSTEM_PYTHON = "/usr/bin/python3"

#: No list has these texts.  MATCH takes the first two for any name with an n, or for any at all: the file must not.
NOT_OFFERED = ("*n*", "?*", "~", "Borgholms stad", "0", " ", "")

Place = tuple[str, int, int]
#: What every formula shows, in the order of `formulas`.
Shown = list[Value | None]
Engine = Callable[[Path, WorkbookPlan, Sequence[Val]], Iterator[Shown]]


def units(plan: WorkbookPlan) -> list[Val]:
    """Return the choice of each unit, with all else as the file opens."""
    return [plan.forvald.but(vald_enhet=namn) for namn in plan.val["vald_enhet"]]


def options(plan: WorkbookPlan, namn: str) -> list[Val]:
    """Return choices at one unit in which every other picker goes through all that it offers, all of them at once.

    Each begins at a place of its own, so that the five units to compare with are different ones.
    """
    others = {picker: texts for picker, texts in plan.val.items() if picker != "vald_enhet"}
    longest = max(map(len, others.values()))
    at_unit = plan.forvald.but(vald_enhet=namn)
    return [
        at_unit.but(
            **{one: texts[(turn + 7 * start) % len(texts)] for start, (one, texts) in enumerate(others.items())}
        )
        for turn in range(longest)
    ]


def strange(plan: WorkbookPlan) -> list[Val]:
    """Return choices with a text in each picker, and in all of them, that its list does not have."""
    alone = [plan.forvald.but(**{picker: text}) for picker in plan.val for text in NOT_OFFERED]
    return [*alone, *(Val(dict.fromkeys(plan.val, text)) for text in NOT_OFFERED)]


def mixed(plan: WorkbookPlan, antal: int) -> list[Val]:
    """Return choices of everything at random, the same every time; now and then a picker is empty."""
    chance = random.Random(2024)  # noqa: S311 - no secret
    return [
        Val({picker: chance.choice([*texts, *texts[: len(texts) // 9], ""]) for picker, texts in plan.val.items()})
        for _ in range(antal)
    ]


def formulas(plan: WorkbookPlan) -> list[tuple[Place, Formula]]:
    """Return every formula with its place."""
    return [((sheet.namn, *coordinate_to_tuple(at)), one) for sheet in plan.blad for at, one in sheet.formulas]


def in_ironcalc(workbook: Path, plan: WorkbookPlan, choices: Sequence[Val]) -> Iterator[Shown]:
    """Yield what IronCalc shows for each choice."""
    model = ironcalc.load_from_xlsx(str(workbook), "en", "UTC")
    numbers = {sheet["name"]: number for number, sheet in enumerate(model.get_worksheets_properties())}
    at = [(numbers[sheet], row, column) for (sheet, row, column), _ in formulas(plan)]
    pickers = {picker.namn: (numbers[sheet.namn], picker) for sheet in plan.blad for picker in sheet.valjare}
    for val in choices:
        for namn, (number, picker) in pickers.items():
            if val[namn]:
                model.update_cell_with_text(number, picker.rad, picker.kolumn, val[namn])
            else:
                model.clear_cell_contents(number, picker.rad, picker.kolumn)
        model.evaluate()
        yield [model.get_cell_value(*place) for place in at]


def has_libreoffice() -> bool:
    """Tell whether LibreOffice can be asked."""
    return bool(shutil.which("soffice") and Path(SYSTEM_PYTHON).exists())


def in_libreoffice(workbook: Path, plan: WorkbookPlan, choices: Sequence[Val]) -> Iterator[Shown]:
    """Yield what LibreOffice shows for each choice; it goes on to the next while this one is looked at."""
    assert all(val.texter.keys() == plan.val.keys() for val in choices)
    with subprocess.Popen(  # noqa: S603 - our own program
        [SYSTEM_PYTHON, str(LIBREOFFICE), str(workbook)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as engine:
        assert engine.stdin
        assert engine.stdout
        engine.stdin.write(json.dumps([dict(val.texter) for val in choices]))
        engine.stdin.close()
        where = _cells(json.loads(engine.stdout.readline()))
        at = [where.pop(place) for place, _ in formulas(plan)]
        assert not where, "the file has formulas that the plan has not"
        for line in engine.stdout:
            values = json.loads(line)
            yield [values[sheet][block][row][column] for sheet, block, row, column in at]
    assert engine.returncode == 0


def _cells(blocks: dict[str, list[list[int]]]) -> dict[Place, tuple[str, int, int, int]]:
    """Return where in an answer each formula is: its sheet, block, and row and column in the block."""
    return {
        (sheet, first + down, left + right): (sheet, number, down, right)
        for sheet, found in blocks.items()
        for number, (first, left, rows, columns) in enumerate(found)
        for down in range(rows)
        for right in range(columns)
    }


ENGINES: dict[str, Engine] = {"ironcalc": in_ironcalc}
if has_libreoffice():
    ENGINES["libreoffice"] = in_libreoffice


@dataclass
class Compared:
    """What came of a comparison: the differences, the formulas that end in an error value, how many were compared."""

    differences: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cells: int = 0


def compared(workbook: Path, plan: WorkbookPlan, choices: Sequence[Val]) -> dict[str, Compared]:
    """Compare every formula cell with what it must show, in type and value, for every choice, in every engine."""
    result = {name: Compared() for name in ENGINES}
    answers = {name: engine(workbook, plan, choices) for name, engine in ENGINES.items()}
    places, expected = zip(*formulas(plan), strict=True)
    for val in choices:
        wanted: Shown = [formula.shows(val) for formula in expected]
        for name, one in result.items():
            shown = next(answers[name])
            one.cells += len(shown)
            where = f"{said(val, plan)}: "
            if shown != wanted:  # a number is never equal to a text
                one.differences += [
                    f"{where}{place} shows {found!r}, not {must!r}"
                    for place, found, must in zip(places, shown, wanted, strict=True)
                    if found != must
                ]
            one.errors += [f"{where}{place}" for place, found in zip(places, shown, strict=True) if is_error(found)]
    for answer in answers.values():
        assert next(answer, None) is None  # which lets the engine end
    return result


def is_error(found: Value | None) -> bool:
    """Tell whether a formula ended in an error value: LibreOffice hands over nothing, IronCalc its name."""
    return found is None or (isinstance(found, str) and found.startswith("#"))


def said(val: Val, plan: WorkbookPlan) -> str:
    """Return what a choice has that the file does not open with."""
    return ", ".join(f"{picker}={val[picker]}" for picker in plan.val if val[picker] != plan.forvald[picker])


def not_drawn(plan: WorkbookPlan, choices: Iterable[Val]) -> list[str]:
    """Return the cells that a chart draws and that hold no number for some choice."""
    at = dict(formulas(plan))
    cells = {(sheet.namn, cell.rad, cell.kolumn): cell.content for sheet in plan.blad for cell in sheet.cells}
    lines = [line for sheet in plan.blad for chart in sheet.diagram for line in chart.serier]
    drawn = [
        (line.blad, row, column)
        for line in lines
        for row in (line.rad_x, line.rad_y)
        for column in range(line.kolumner[0], line.kolumner[1] + 1)
    ]
    assert drawn
    return [
        f"{said(val, plan)}: {place}"
        for val in choices
        for place in drawn
        if isinstance(at[place].shows(val) if place in at else cells.get(place, ""), str)
    ]
