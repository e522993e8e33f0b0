"""The plan of an edition -> its cells as plain values, for plain_xlsxwriter.py.

Run as:  plain_cells.py PROJECT EDITION TARGET.  Prints how many indicators and cells there are, and the units.
"""

import json
import marshal
import sys
from collections.abc import Iterator
from pathlib import Path

from plain_xlsxwriter import Book, Sheet

from oj_workbook.figures import figures
from oj_workbook.inputs import shown_indicators
from oj_workbook.layout.plan import Cell, Formula, SheetPlan, Val, WorkbookPlan
from oj_workbook.pipeline import lay_out
from oj_workbook.sources import read_sources
from oj_workbook.tema import Tema, Utseende

BORDERS: dict[str, dict[str, str | float]] = {
    "ingen": {},
    "under": {"bottom": 1},
    "runt": {"border": 1},
    "vänster": {"left": 2, "bottom": 1},
}


class Formats:
    """The formats by look and number format, each made when first asked for."""

    def __init__(self, tema: Tema) -> None:
        self.tema = tema
        self.made: list[dict[str, str | float]] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, utseende: str, talformat: str) -> int:
        """Return the place of a format among those made."""
        key = (utseende, talformat)
        if key not in self._numbers:
            self._numbers[key] = len(self.made)
            self.made.append(self._properties(self.tema.utseenden[utseende], talformat))
        return self._numbers[key]

    def _properties(self, look: Utseende, talformat: str) -> dict[str, str | float]:
        fill: dict[str, str | float] = {"bg_color": f"#{look.fyllning}"} if look.fyllning else {}
        return {
            "font_name": self.tema.typsnitt,
            "font_size": look.storlek,
            "bold": look.fet,
            "italic": look.kursiv,
            "underline": int(look.understruken),
            "font_color": f"#{look.textfarg}",
            "align": look.justering,
            "valign": "vcenter" if look.hojdled == "center" else look.hojdled,
            "text_wrap": look.radbrytning,
            "indent": look.indrag,
            "locked": not look.oppen,
            "num_format": talformat,
            **fill,
            **BORDERS[look.kant],
        }


def prepared(plan: WorkbookPlan, tema: Tema) -> Book:
    """Return all sheets, each formula with its value."""
    formats = Formats(tema)
    sheets = [_sheet(sheet, plan.forvald, formats) for sheet in plan.blad]
    return {"formats": formats.made, "sheets": sheets}


def _sheet(plan: SheetPlan, val: Val, formats: Formats) -> Sheet:
    sheet: Sheet = {
        "name": plan.namn,
        "widths": [(kolumn - 1, width) for kolumn, width in plan.bredder.items()],
        "blanks": [],
        "texts": [],
        "numbers": [],
        "formulas": [],
    }
    for cell in _cells(plan):
        row, column, content = cell.rad - 1, cell.kolumn - 1, cell.content
        look = formats.number(cell.utseende, cell.talformat)
        if isinstance(content, Formula):
            sheet["formulas"].append((row, column, content.text, content.shows(val), look))
        elif content == "":
            sheet["blanks"].append((row, column, look))
        elif isinstance(content, str):
            sheet["texts"].append((row, column, content, look))
        else:
            sheet["numbers"].append((row, column, content, look))
    return sheet


def _cells(plan: SheetPlan) -> Iterator[Cell]:
    """Yield every cell, those of the grids too."""
    yield from plan.cells
    for grid in plan.grids:
        for rad, values in enumerate(grid.rader, grid.rad):
            for kolumn, (look, value) in enumerate(zip(grid.kolumner, values, strict=True), grid.kolumn):
                yield Cell(rad, kolumn, value, look.utseende, look.talformat)


def main() -> None:
    """Prepare the cells of one edition."""
    project, edition, target = sys.argv[1:]
    sources = read_sources(Path(project), edition)
    plan = lay_out(sources, figures(sources), None)
    book = prepared(plan, sources.templates.tema)
    Path(target).write_bytes(marshal.dumps(dict(book)))
    counts = [len(sheet["texts"]) + len(sheet["numbers"]) + len(sheet["formulas"]) for sheet in book["sheets"]]
    answer = {
        "indicators": len(list(shown_indicators(sources.utgava, sources.omrade))),
        "cells": sum(counts),
        "units": plan.val["vald_enhet"],
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
