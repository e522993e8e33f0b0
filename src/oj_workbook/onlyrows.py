"""The rows of a delivered file -> those that are about a unit.  What else people leave in a table is told."""

import re
from collections import defaultdict
from dataclasses import replace

from oj_workbook.csvfile import Rows
from oj_workbook.kallor import Leverans
from oj_workbook.personal import particulars
from oj_workbook.problems import Place, Problems, visible

#: What a cell of Excel holds at most; beyond it, programs cut a text without a word.
LONGEST_CELL = 32_767
#: Letters that were saved in one encoding and read in another, å as Ã¥, and the sign for a letter that was lost.
_BROKEN = re.compile("\ufffd|Ã[¥¤¶…„–\x84\x85\x96]")
#: What a sum below the units is called, alone or first.
_SUMMA = re.compile(
    r"(summa|totalt?|samtliga|(hela )?riket|sverige|(hela )?länet|median|(riks|läns)?(genomsnitt|medel(värde)?|snitt))"
    r"\b",
    re.IGNORECASE,
)
_KOD = re.compile(r"(?!0+$)\d{3,4}(\.0)?|[\w-]+-\d{4}", re.ASCII)
_AR_RUBRIKER = ("ar", "år", "year")
_AR = re.compile(r"(19|20)\d\d(\.0)?", re.ASCII)
_SHOWN = 60


def only_sound(rows: Rows, read: frozenset[str], numbers: frozenset[str], problems: Problems) -> Rows:
    """Return the rows without what no cell may hold: endless or broken text, and somebody's particulars.

    All of it is told.  What is taken out cannot be repeated by what is told later: the cell, or all of a column that is
    not among those `read`.  `numbers` are the headings of columns of amounts.
    """
    every = [rows.rubriker, *(celler for _, celler in rows.rader)]
    columns = list(zip(*every, strict=True))
    looked_at = [_only_sound(rows, at, cells, numbers, problems) for at, cells in enumerate(columns)]
    if looked_at == columns and all(rows.rubriker):
        return rows
    kept = [
        sound
        for sound, cells in zip(looked_at, columns, strict=True)
        if sound[0] and (sound == cells or sound[0] in read)
    ]
    rubriker, *below = zip(*kept, strict=True) if kept else ((), *((),) * len(rows.rader))
    rader = tuple((rad, celler) for (rad, _), celler in zip(rows.rader, below, strict=True))
    return replace(rows, rubriker=rubriker, rader=rader)


def _only_sound(
    rows: Rows, at: int, cells: tuple[str, ...], numbers: frozenset[str], problems: Problems
) -> tuple[str, ...]:
    """Return the cells of a column, the heading first, with "" for those that may not be there."""
    people = particulars(cells, numbers=cells[0] in numbers)
    whole = "\n".join(cells)
    if not people and len(whole) <= LONGEST_CELL and not _BROKEN.search(whole):
        return cells
    rubrik = f"kolumn {at + 1}" if cells[0] in people else f"kolumnen {visible(cells[0][:_SHOWN])}"
    sound = []
    for rad, cell in zip((rows.rubrikrad, *(rad for rad, _ in rows.rader)), cells, strict=True):
        before, place = len(problems), Place(rows.fil, rad)
        if cell in people:
            fact = f"{rubrik} har något som ser ut som {people[cell]} (värdet visas inte)."
            problems.add(place, "personuppgift", fact, "ta bort det ur filen, och ur historiken om den sparats där.")
        if len(cell) > LONGEST_CELL:
            fact = f"{rubrik} har en text på {len(cell)} tecken; en cell i Excel har högst {LONGEST_CELL}."
            problems.add(place, "för-lång-cell", fact, "korta texten, eller ta bort kolumnen om den inte behövs.")
        if found := _BROKEN.search(cell):
            fact = f"{rubrik} har {visible(found[0])}: bokstäver har sparats i fel teckenkodning."
            problems.add(place, "fel-teckenkodning", fact, "hämta filen på nytt ur källan; den här går inte att laga.")
        sound.append(cell if len(problems) == before else "")
    return tuple(sound)


def only_units(rows: Rows, leverans: Leverans, problems: Problems) -> Rows:
    """Return the rows that are about a unit and stand there once; headings, sums, notes and copies are told."""
    at = {word: rows.rubriker.index(rubrik) for word, rubrik in leverans.kolumner.items() if rubrik in rows.rubriker}
    if not {"enhet", "namn"} <= at.keys():
        return rows
    enhet, namn = at["enhet"], at["namn"]
    kept: list[tuple[int, tuple[str, ...]]] = []
    for rad, celler in rows.rader:
        place = Place(rows.fil, rad)
        kod, words = celler[enhet], (celler[enhet], celler[namn])
        if celler == rows.rubriker:
            fact = "rubrikraden står en gång till: är det två filer i en?"
            problems.add(
                place, "fel-rubrikrad", fact, "ta bort raden, och se efter att ingenting under den är dubbelt."
            )
        elif leverans.slag == "publicerat" or _KOD.fullmatch(kod):
            kept.append((rad, celler))
        elif summa := _SUMMA.match(words[0]) or _SUMMA.match(words[1]):
            fact = f"raden {visible(summa[0])} är ingen enhet utan en summa."
            problems.add(place, "summarad", fact, "ta bort raden; summorna räknas här.")
        elif kod and not any(cell for column, cell in enumerate(celler) if column != enhet):
            fact = f"raden har bara en text, {visible(kod[:_SHOWN])}, i kolumnen {visible(rows.rubriker[enhet])}."
            problems.add(place, "fotnot", fact, "ta bort raden; anmärkningar hör inte till svaren.")
        else:
            kept.append((rad, celler))
    return _once(replace(rows, rader=tuple(kept)), enhet, problems)


def _once(rows: Rows, enhet: int, problems: Problems) -> Rows:
    """Return the rows without copies when most stand more than once: then it is the file that does, not a unit."""
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for rad, celler in rows.rader:
        places[celler].append(rad)
    double = {celler: found for celler, found in places.items() if len(found) > 1}
    if len(double) < 2 or 2 * len(double) <= len(places):
        return rows
    first = ", ".join(visible(celler[enhet]) for celler in list(double)[:5])
    fact = f"{len(double)} av {len(places)} rader står mer än en gång, först {first}: hela filen är dubbel."
    problems.add(Place(rows.fil, min(found[1] for found in double.values())), "dubbel-rad", fact, "behåll ett av dem.")
    return replace(rows, rader=tuple((found[0], celler) for celler, found in places.items()))


def year_column(rows: Rows, leverans: Leverans) -> str | None:
    """Return the heading of a column that tells the year of each row: the one that is said to, or seems to."""
    if leverans.slag == "publicerat":
        return None
    if "år" in leverans.kolumner:
        return leverans.kolumner["år"]
    for rubrik in rows.rubriker:
        if rubrik.casefold() in _AR_RUBRIKER and rubrik not in leverans.kolumner.values():
            cells = [celler[rows.rubriker.index(rubrik)] for _, celler in rows.rader]
            if all(_AR.fullmatch(cell) for cell in cells if cell):
                return rubrik
    return None


def refuse_other_years(rows: Rows, leverans: Leverans, problems: Problems) -> None:
    """Tell rows that are about another year than their file."""
    rubrik = year_column(rows, leverans)
    for place, row in rows.records() if rubrik in rows.rubriker else ():
        cell = row[str(rubrik)]
        if cell.removesuffix(".0") != str(leverans.ar) and (cell or "år" in leverans.kolumner):
            secret = leverans.slag not in ("slutsvar", "delsvar") and not _AR.fullmatch(cell)
            said = "något annat (värdet visas inte)" if secret else visible(cell)
            fact = f"kolumnen {visible(str(rubrik))} säger {said}, men leveransen gäller {leverans.ar}."
            problems.add(place, "fel-år", fact, "leverera årets rader, eller rätta ”år” i kallor.yaml.")
