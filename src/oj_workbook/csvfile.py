"""A delivered CSV file -> rows of clean text with the row number an editor shows."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oj_workbook.problems import Place, Problems, did_you_mean, relative, visible
from oj_workbook.yamlfile import UNPRINTABLE

_BLANKS = re.compile(r"\s+")  # \s knows the no-break spaces too


@dataclass(frozen=True)
class Rows:
    """A file's header and its rows; `normaliserade` counts the cells whose blanks or letters were tidied."""

    fil: str
    rubriker: tuple[str, ...]
    rader: tuple[tuple[int, tuple[str, ...]], ...]
    normaliserade: int

    def require(self, rubriker: tuple[str, ...], key: str | None, problems: Problems) -> bool:
        """Tell columns that are missing, and values of the key column that stand twice; True when all is well."""
        before = len(problems)
        for rubrik in rubriker:
            if rubrik not in self.rubriker:
                remedy = did_you_mean(rubrik, self.rubriker, f"filen ska ha kolumnerna {', '.join(rubriker)}.")
                problems.add(Place(self.fil, 1), "kolumn-saknas", f"kolumnen {visible(rubrik)} saknas.", remedy)
        seen: dict[str, int] = {}
        for place, row in self.records() if key in self.rubriker else ():
            first = seen.setdefault(row[str(key)], place.rad)
            if first != place.rad:
                fact = f"{visible(row[str(key)])} står redan på rad {first}."
                problems.add(place, "dubbel-rad", fact, "behåll den rad som gäller.")
        return len(problems) == before

    def whole(self, place: Place, row: dict[str, str], rubrik: str, problems: Problems) -> int:
        """Return a whole number of a row; 0 when it is none, and `problems` says so."""
        if row[rubrik].isascii() and row[rubrik].isdigit():
            return int(row[rubrik])
        fact = f"kolumnen {visible(rubrik)} har {visible(row[rubrik])}, som inte är ett heltal."
        problems.add(place, "fel-tal", fact, "skriv bara siffror.")
        return 0

    def records(self) -> Iterator[tuple[Place, dict[str, str]]]:
        """Yield every row as its place and a dict from header to cell."""
        for rad, celler in self.rader:
            yield Place(self.fil, rad), dict(zip(self.rubriker, celler, strict=True))


@cache  # a survey has few answers and many cells
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
    if hidden := UNPRINTABLE.search(text):
        place = Place(fil, text.count("\n", 0, hidden.start()) + 1)
        problems.add(place, "otillåtet-tecken", f"raden har tecknet {visible(hidden[0])}.", "ta bort tecknet.")
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rader: list[tuple[int, tuple[str, ...]]] = []
    start, changed = 1, 0
    try:
        for row in reader:
            written = tuple(row)
            cells = tuple(map(tidy, written))
            if cells != written:
                changed += sum(cell != before for cell, before in zip(cells, written, strict=True))
            if any(cells):
                rader.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            problems.add(Place(fil, start), "för-lång-cell", "raden har en cell med över 131 000 tecken.", "korta den.")
            return None
        fact = "raden har ett citattecken som inte avslutas eller står fel."
        problems.add(Place(fil, start), "fel-citattecken", fact, "rätta citattecknen på raden.")
        return None
    if len(rader) < 2:
        problems.add(Place(fil, 1), "tom-fil", "filen har inga rader under rubrikraden.", "leverera filen på nytt.")
        return None
    return _checked(Rows(fil, rader[0][1], tuple(rader[1:]), changed), problems)


def _heading(rows: Rows, usual: int) -> int | None:
    """Return the row that seems to be the heading below some titles: the first of the usual width, without figures."""
    rad, celler = next((rad, celler) for rad, celler in rows.rader if len(celler) == usual)
    return rad if all(celler) and not any(cell[0].isdigit() for cell in celler) else None


def _checked(rows: Rows, problems: Problems) -> Rows | None:
    before = len(problems)
    if len(rows.rubriker) == 1 and ";" in rows.rubriker[0]:
        fact = "fälten skiljs åt med semikolon."
        problems.add(Place(rows.fil, 1), "fel-skiljetecken", fact, "spara filen med kommatecken mellan fälten.")
        return None
    for rubrik in sorted({rubrik for rubrik in rows.rubriker if rows.rubriker.count(rubrik) > 1}):
        fact = f"rubriken {visible(rubrik)} står mer än en gång."
        problems.add(Place(rows.fil, 1), "dubbel-rubrik", fact, "ge varje kolumn ett eget namn.")
    usual = Counter(len(celler) for _, celler in rows.rader).most_common(1)[0][0]
    if usual != len(rows.rubriker) and (rad := _heading(rows, usual)):
        fact = f"rubrikraden hittades på rad {rad}."
        problems.add(Place(rows.fil, 1), "fel-rubrikrad", fact, "ta bort raderna ovanför den.")
        return None
    for rad, celler in rows.rader:
        if len(celler) != len(rows.rubriker):
            fact = f"raden har {len(celler)} fält, men rubrikraden {len(rows.rubriker)}."
            remedy = "sätt citattecken om text som innehåller kommatecken."
            problems.add(Place(rows.fil, rad), "fel-antal-fält", fact, remedy)
    return rows if len(problems) == before else None
