"""A delivered CSV file -> rows of clean text with the row number an editor shows.

Semicolons or commas between the fields: the heading row tells.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from oj_workbook.problems import Place, Problems, did_you_mean, relative, visible
from oj_workbook.textfile import decoded, read_bytes, refuse_signs
from oj_workbook.yamlfile import UNPRINTABLE

_BLANKS = re.compile(r"\s+")  # \s knows the no-break spaces too
_ROW = re.compile(r'(?:[^"\r\n]+|"[^"]*")*')
_QUOTED = re.compile(r'"[^"]*"')
#: What may stand between fields, and what a spreadsheet also saves; of two that divide a row alike, the first.
SKILJETECKEN = {",": "kommatecken", ";": "semikolon", "\t": "tabbar", "|": "lodstreck"}
#: Those that are told instead of read.
OLASTA = ("\t", "|")
EMPTY = "{} har inga rader under rubrikraden: 0 rader, och minst en väntas."
#: Titles that may stand above the heading, and be told.
MOST_TITLES = 20
#: What Excel keeps of a number.
MOST_DIGITS = 15


@dataclass(frozen=True)
class Rows:
    """A file's header and its rows; `normaliserade` counts the cells whose blanks or letters were tidied.

    `rubrikrad` is the row of the header, as an editor or Excel numbers it.
    """

    fil: str
    rubriker: tuple[str, ...]
    rader: tuple[tuple[int, tuple[str, ...]], ...]
    normaliserade: int
    rubrikrad: int = 1

    def require(self, rubriker: tuple[str, ...], key: str | None, problems: Problems) -> bool:
        """Tell columns that are missing, and values of the key column that stand twice; True when all is well."""
        before = len(problems)
        for rubrik in rubriker:
            if rubrik not in self.rubriker:
                remedy = did_you_mean(rubrik, self.rubriker, f"filen ska ha kolumnerna {', '.join(rubriker)}.")
                problems.add(
                    Place(self.fil, self.rubrikrad), "kolumn-saknas", f"kolumnen {visible(rubrik)} saknas.", remedy
                )
        seen: dict[str, int] = {}
        for place, row in self.records() if key in self.rubriker else ():
            first = seen.setdefault(row[str(key)], place.rad)
            if first != place.rad:
                fact = f"{visible(row[str(key)])} står redan på rad {first}."
                problems.add(place, "dubbel-rad", fact, "behåll den rad som gäller.")
        return len(problems) == before

    def whole(self, place: Place, row: dict[str, str], rubrik: str, problems: Problems) -> int:
        """Return a whole number of a row; 0 when it is none, and `problems` says so."""
        if row[rubrik].isascii() and row[rubrik].isdigit() and len(row[rubrik]) <= MOST_DIGITS:
            return int(row[rubrik])
        fact = f"kolumnen {visible(rubrik)} har {visible(row[rubrik])}, som inte är ett heltal."
        problems.add(place, "fel-tal", fact, f"skriv bara siffror, högst {MOST_DIGITS}.")
        return 0

    def records(self) -> Iterator[tuple[Place, dict[str, str]]]:
        """Yield every row as its place and a dict from header to cell."""
        for rad, celler in self.rader:
            yield Place(self.fil, rad), dict(zip(self.rubriker, celler, strict=True))


@cache  # a survey has few answers and many cells
def tidy(cell: str) -> str:
    """Return the cell in NFC with single spaces and none at its ends: a declared, lossless repair."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", cell)).strip()


def read_csv(
    path: Path, root: Path, asked_by: Place, problems: Problems, teckenkodning: str | None = None
) -> Rows | None:
    """Read a CSV file; None when it cannot be read, and `problems` says why.

    `asked_by` is where a person wrote the file's name, for the answer when it is not there; `teckenkodning` what was
    said of its encoding, None where nothing can be said.
    """
    fil = relative(path, root)
    raw = read_bytes(path, root, asked_by, problems)
    text = None if raw is None else decoded(raw, fil, teckenkodning, problems)
    if text is None:
        return None
    if refuse_signs(text, fil, UNPRINTABLE, problems):
        return None
    skiljetecken = _separator(text)
    if skiljetecken in OLASTA:
        remedy = "spara filen med semikolon eller kommatecken mellan fälten."
        fact = f"fälten skiljs åt med {SKILJETECKEN[skiljetecken]}."
        problems.add(Place(fil, 1), "fel-skiljetecken", fact, remedy)
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=skiljetecken, strict=True)
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
            fact = "raden har en cell med över 131 000 tecken."
            remedy = "korta den. Är den inte så lång: avsluta citattecknet som står på raden."
            problems.add(Place(fil, start), "för-lång-cell", fact, remedy)
            return None
        fact = "raden har ett citattecken som inte avslutas eller står fel."
        problems.add(Place(fil, start), "fel-citattecken", fact, "rätta citattecknen på raden.")
        return None
    if len(rader) < 2:
        fact = EMPTY.format("filen") if rader else "filen är tom: där finns varken rubriker eller svar."
        problems.add(Place(fil, 1), "tom-fil", fact, "leverera filen på nytt.")
        return None
    return _checked(
        _without_blanks(Rows(fil, rader[0][1], tuple(rader[1:]), changed, rader[0][0])), skiljetecken, problems
    )


def _without_blanks(rows: Rows) -> Rows:
    """Return the rows without the columns that have neither a heading nor a cell: Excel leaves some after the last."""
    width = len(rows.rubriker)
    if all(rows.rubriker) or any(len(celler) != width for _, celler in rows.rader):
        return rows
    kept = [n for n, rubrik in enumerate(rows.rubriker) if rubrik or any(celler[n] for _, celler in rows.rader)]
    rader = tuple((rad, tuple(celler[n] for n in kept)) for rad, celler in rows.rader)
    return replace(rows, rubriker=tuple(rows.rubriker[n] for n in kept), rader=rader)


def _separator(text: str) -> str:
    """Return what divides the heading into most fields, outside quotation marks; titles above it are passed over."""
    at = 0
    for _ in range(MOST_TITLES):
        row = _ROW.match(text, at)
        written = row[0] if row else ""
        bare = _QUOTED.sub("", written)
        found = max(SKILJETECKEN, key=bare.count)
        if found in bare:
            return found
        at += len(written) + 1
    return ","


def seems_heading(celler: tuple[str, ...]) -> bool:
    """Tell whether a row seems to be the heading below some titles: every cell has a text, and none a figure first."""
    return all(celler) and not any(cell[0].isdigit() for cell in celler)


def _checked(rows: Rows, skiljetecken: str, problems: Problems) -> Rows | None:
    before = len(problems)
    if refuse_no_headings(rows, problems, rows.rubrikrad):
        return None
    refuse_double_headings(rows, problems, rows.rubrikrad)
    usual = Counter(len(celler) for _, celler in rows.rader).most_common(1)[0][0]
    rad, celler = next(row for row in rows.rader if len(row[1]) == usual)
    if usual != len(rows.rubriker) and seems_heading(celler):
        fact = f"rubrikraden hittades på rad {rad}."
        problems.add(Place(rows.fil, rows.rubrikrad), "fel-rubrikrad", fact, "ta bort raderna ovanför den.")
        return None
    for rad, celler in rows.rader:
        if len(celler) != len(rows.rubriker):
            fact = f"raden har {len(celler)} fält, men rubrikraden {len(rows.rubriker)}."
            remedy = f"sätt citattecken om text som innehåller {SKILJETECKEN[skiljetecken]}."
            if len(celler) < len(rows.rubriker):
                remedy = "är filen avklippt: leverera den på nytt; är det en fotnot: ta bort raden."
            problems.add(Place(rows.fil, rad), "fel-antal-fält", fact, remedy)
    return rows if len(problems) == before else None


def refuse_no_headings(rows: Rows, problems: Problems, rad: int = 1) -> bool:
    """Tell a first row that is none: a title with the headings below it, or figures, which are not repeated."""
    below = next((n for n, celler in rows.rader[:MOST_TITLES] if seems_heading(celler)), None)
    if not all(rows.rubriker) and below:
        fact, remedy = f"rubrikraden hittades på rad {below}.", "ta bort raderna ovanför den."
    elif "" in rows.rubriker:
        fact = f"kolumn {rows.rubriker.index('') + 1} har ingen rubrik."
        remedy = "skriv rubriken, eller ta bort det som står i kolumnen."
    elif any(rubrik[:1].isdigit() and rows.rubriker.count(rubrik) > 1 for rubrik in rows.rubriker):
        fact, remedy = "överst står tal och inga rubriker (talen visas inte).", "lägg till en rubrikrad."
    else:
        return False
    problems.add(Place(rows.fil, rad), "fel-rubrikrad", fact, remedy)
    return True


def refuse_double_headings(rows: Rows, problems: Problems, rad: int = 1) -> None:
    """Tell headings that stand more than once."""
    for rubrik in sorted({rubrik for rubrik in rows.rubriker if rows.rubriker.count(rubrik) > 1}):
        fact = f"rubriken {visible(rubrik)} står mer än en gång."
        problems.add(Place(rows.fil, rad), "dubbel-rubrik", fact, "ge varje kolumn ett eget namn.")
