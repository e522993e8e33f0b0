"""A delivered CSV file -> rows of clean text with the row number an editor shows."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oj_workbook.problems import Place, Problems, relative, visible

_BLANKS = re.compile(r"\s+")  # \s knows the no-break spaces too


@dataclass(frozen=True)
class Rows:
    """A file's header and its rows; `normaliserade` counts the cells whose blanks or letters were tidied."""

    fil: str
    rubriker: tuple[str, ...]
    rader: tuple[tuple[int, tuple[str, ...]], ...]
    normaliserade: int

    def records(self) -> Iterator[tuple[Place, dict[str, str]]]:
        """Yield every row as its place and a dict from header to cell."""
        for rad, celler in self.rader:
            yield Place(self.fil, rad), dict(zip(self.rubriker, celler, strict=True))


def tidy(cell: str) -> str:
    """Return the cell in NFC with single spaces and none at its ends: a declared, lossless repair."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", cell)).strip()


def read_csv(path: Path, root: Path, asked_by: Place, problems: Problems) -> Rows | None:
    """Read a comma-separated UTF-8 file; None when it cannot be read, and `problems` says why.

    `asked_by` is where a person wrote the file's name, for the answer when it is not there.
    """
    fil = relative(path, root)
    try:
        raw = path.read_bytes()
    except OSError:
        fact = f"filen {visible(fil)} finns inte eller kan inte läsas."
        problems.add(asked_by, "fil-saknas", fact, "kontrollera filnamnet, eller lägg filen på plats.")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(fil, raw.count(b"\n", 0, error.start) + 1)
        fact = f"byte {error.start} är inte UTF-8 (troligen sparad som cp1252)."
        problems.add(place, "fel-teckenkodning", fact, "spara om filen som UTF-8.")
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rader: list[tuple[int, tuple[str, ...]]] = []
    start, changed = 1, 0
    try:
        for row in reader:
            cells = tuple(tidy(cell) for cell in row)
            changed += sum(cell != written for cell, written in zip(cells, row, strict=True))
            if any(cells):
                rader.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        fact = "raden har ett citattecken som inte avslutas eller står fel."
        problems.add(Place(fil, start), "fel-citattecken", fact, "rätta citattecknen på raden.")
        return None
    if len(rader) < 2:  # noqa: PLR2004 - a header and a row
        problems.add(Place(fil, 1), "tom-fil", "filen har inga rader under rubrikraden.", "leverera filen på nytt.")
        return None
    return _checked(Rows(fil, rader[0][1], tuple(rader[1:]), changed), problems)


def _checked(rows: Rows, problems: Problems) -> Rows | None:
    before = len(problems)
    if len(rows.rubriker) == 1 and ";" in rows.rubriker[0]:
        fact = "fälten skiljs åt med semikolon."
        problems.add(Place(rows.fil, 1), "fel-skiljetecken", fact, "spara filen med kommatecken mellan fälten.")
        return None
    for rubrik in sorted({rubrik for rubrik in rows.rubriker if rows.rubriker.count(rubrik) > 1}):
        fact = f"rubriken {visible(rubrik)} står mer än en gång."
        problems.add(Place(rows.fil, 1), "dubbel-rubrik", fact, "ge varje kolumn ett eget namn.")
    for rad, celler in rows.rader:
        if len(celler) != len(rows.rubriker):
            fact = f"raden har {len(celler)} fält, men rubrikraden {len(rows.rubriker)}."
            remedy = "sätt citattecken om text som innehåller kommatecken."
            problems.add(Place(rows.fil, rad), "fel-antal-fält", fact, remedy)
    return rows if len(problems) == before else None
