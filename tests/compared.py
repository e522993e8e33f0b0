"""A house as it was given out and as it is now: both built, and what is told of the difference, in every form."""

import csv
import html
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl

from conftest import silent
from oj_workbook.changed import as_html, as_json, as_text
from oj_workbook.changes import compare
from oj_workbook.given import Given
from oj_workbook.moves import Changes
from oj_workbook.pipeline import build
from oj_workbook.previous import read_given
from oj_workbook.problems import Place, Problems
from oj_workbook.usage import LATEST, Asked

Edit = tuple[str, str, str]
Cell = tuple[str, str, str]
Row = dict[str, str]
EDITION = "2024-prov"
#: Says of everything, then and now: nothing stops the build, and nothing is rättat for its sake.
OF_ALL = """- datum: 2024-05-20
  vad: Allt får bli ett annat.
  varför: Här prövas hur det sägs.
  indikator: alla
  år: [2021, 2022, 2023, 2024, 2025]
  enhet: alla
"""
#: A kind of change, from what, to what, the cause, the units' ids.
Found = set[tuple[str, str, str, str, str]]


@dataclass(frozen=True)
class Told:
    """What is told of two results: `sheet` has the rows of Ändringar by label, `parts` all of NEW that is given out."""

    old: Path
    new: Path
    changes: Changes
    text: str
    html: str
    json: dict[str, Any]
    sheet: dict[str, str]
    parts: str

    def year(self, indikator: str, ar: int) -> dict[str, Any]:
        """Return what JSON tells of one indicator and year; {} for nothing."""
        page = self.page(indikator)
        return next((one for one in page.get("år", ()) if one["år"] == ar), {})

    def page(self, indikator: str) -> dict[str, Any]:
        """Return what JSON tells of one indicator; {} for nothing."""
        return next((one for one in self.json["indikatorer"] if one["id"] == indikator), {})

    def moves(self, indikator: str, ar: int) -> Found:
        """Return every move of an indicator and year."""
        return set(moves_of(self.year(indikator, ar)))

    def everywhere(self, words: str, label: str) -> None:
        """See that words stand in the text, in HTML and below a label of the sheet."""
        assert words in self.text
        assert words in html.unescape(re.sub(r"<[^>]+>", " ", self.html)) or words in in_rows(self.html)
        assert words in self.sheet[label]

    def nowhere(self, *words: str) -> None:
        """See that no number or word is told, nor anywhere in what NEW gives out beside resultat.csv."""
        told = (self.text, html.unescape(self.html), json.dumps(self.json, ensure_ascii=False), self.parts)
        for word in words:
            pattern = re.compile(rf"(?<![\d,.#-]){re.escape(word)}(?![\d]|[,.]\d)")
            for form in told:
                assert not (found := pattern.search(form)), form[max(0, found.start() - 200) : found.end() + 60]


def in_rows(page: str) -> str:
    """Return the rows of HTML's tables as the text has them: what (why): which."""
    rows = re.findall(r"<tr><td>[^<]*</td><td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td></tr>", page)
    said = (f"{vad}{f' ({why})' if why else ''}{f': {which}' if which else ''}" for vad, why, which in rows)
    return html.unescape("\n".join(said))


def moves_of(year: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """Return what JSON tells of a year: kind, from, to, cause, unit."""
    found = []
    for kind in ("svar", "klasser"):
        found += [
            (kind, one["från"], one["till"], one["orsak"], id_) for one in year.get(kind, ()) for id_ in one["enheter"]
        ]
    for kind in ("tal", "nivåer"):
        found += [(kind, one["från"], one["till"], one["orsak"], one["enhet"]) for one in year.get(kind, ())]
    for kind in ("undertrycks", "undertrycks_inte_längre"):
        found += [(kind, "", "", "", id_) for id_ in year.get(kind, ())]
    return found


def edited(root: Path, *edits: Edit) -> Path:
    """Make edits (file, old, new) in a house; an empty old writes at the end, and makes a file that is not there."""
    for file, old, new in edits:
        path = root / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert not old or text.count(old) == 1, (file, old)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    return root


@dataclass(frozen=True)
class House:
    """The example house with a record that says of everything; every comparison lies in a folder of its own."""

    root: Path
    folder: Path
    edition: str = EDITION

    def copy(self, *edits: Edit) -> Path:
        """Return a copy of the house, edited."""
        where = self.folder / f"hus{len(list(self.folder.iterdir()))}"
        shutil.copytree(self.root, where)
        return edited(where, *edits)

    def built(self, *edits: Edit, change: Callable[[Path], None] | None = None, asked: Asked = LATEST) -> Path:
        """Build a copy of the house and return the folder of what was built."""
        root = self.copy(*edits)
        if change:
            change(root)
        build(root, self.edition, root / "byggt", None, silent, asked)
        return root / "byggt"

    def compared(self, old: Path, *edits: Edit, change: Callable[[Path], None] | None = None) -> Told:
        """Build a copy of the house that is compared with what was built before, and tell the differences."""
        root = self.copy(*edits)
        before = root / "data" / self.edition / "tidigare" / "gammalt"
        before.mkdir(parents=True)
        for name in ("resultat.csv", "bygge.json"):
            shutil.copy(old / name, before / name)
        edited(root, (f"data/{self.edition}/utgava.yaml", "", "föregående: {utgivning: gammalt}\n"))
        if change:
            change(root)
        new = root / "byggt"
        build(root, self.edition, new, None, silent)
        return told(old, new)


def told(old: Path, new: Path) -> Told:
    """Return what is told of two builds."""
    changes = compare(given(old), given(new))
    parts = [(new / "bygge.json").read_text(encoding="utf-8").partition('"jämförelse"')[2]]
    with ZipFile(next(new.glob("*.xlsx"))) as workbook:
        names = [name for name in workbook.namelist() if name.endswith((".xml", ".rels"))]
        found = openpyxl.load_workbook(next(new.glob("*.xlsx")), read_only=True)
        sheet = [row for row in found["Ändringar"].iter_rows(values_only=True) if any(row)]
        parts += ["\n".join(str(cell) for row in sheet for cell in row if cell)]
        parts += [html.unescape(workbook.read(name).decode()) for name in names]
    labelled: dict[str, str] = {}
    for row in sheet:
        cells = [str(cell) for cell in row if cell]
        label, text = cells if len(cells) == 2 else ("", cells[0])
        labelled[label] = f"{labelled[label]}\n{text}" if label in labelled else text
    record = json.loads(as_json(changes))
    return Told(old, new, changes, as_text(changes), as_html(changes), record, labelled, "\n".join(parts))


def given(folder: Path) -> Given:
    """Read what was built."""
    problems = Problems()
    found = read_given(folder, folder.parent, Place("diff"), problems)
    problems.raise_if_any()
    assert found
    return found


def by_cell(folder: Path) -> dict[Cell, Row]:
    """Return resultat.csv by indicator, year and unit."""
    with (folder / "resultat.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["indikator"], row["ar"], row["enhet"]): row for row in csv.DictReader(file)}
