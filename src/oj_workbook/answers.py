"""A column of a delivered file -> answers and counts.  Every cell is matched against what the definitions allow."""

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from oj_workbook.criteria import delfragor_in, in_force
from oj_workbook.kallor import Leverans, Leveransslag
from oj_workbook.model import Antalsslag, Indikator, JaNej, Svarsslag
from oj_workbook.numbers import is_number
from oj_workbook.problems import MOST_TOLD, Place, Problems, did_you_mean, visible

MANAD = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Svar:
    """What a column asks for: the final answer of an indicator."""

    indikator: Indikator


@dataclass(frozen=True)
class Delsvar:
    """What a column asks for: the raw answer to a sub-question of an indicator; a month where `svar` is None."""

    indikator: Indikator
    svar: tuple[str, ...] | None


@dataclass(frozen=True)
class Antal:
    """What a column asks for: a count, in which these indicators are counted."""

    uppgift: str
    indikatorer: tuple[Indikator, ...]


Fraga = Svar | Delsvar | Antal


def questions(slag: Leveransslag, indikatorer: Iterable[Indikator], ar: int) -> dict[str, Fraga]:
    """Return what the columns of a delivery ask for, by our words for them: all that its kind has about a year."""
    found: dict[str, Fraga] = {}
    counted: dict[str, dict[str, Indikator]] = {}
    for one in indikatorer:
        if slag == "antal" and isinstance(one.slag, Antalsslag):
            for uppgift in (one.slag.taljare.uppgift, one.slag.namnare.uppgift):
                counted.setdefault(uppgift, {})[one.id] = one
        elif slag == "delsvar" and isinstance(one.slag, JaNej):
            asked = delfragor_in(in_force(one.slag.kriterier, ar).ja_nar)
            found |= {f"{one.id}.{part.id}": Delsvar(one, part.svar) for part in one.slag.delfragor if part.id in asked}
        elif slag in ("slutsvar", "delsvar") and isinstance(one.slag, Svarsslag):
            found[one.id] = Svar(one)
    return found | {uppgift: Antal(uppgift, tuple(ones.values())) for uppgift, ones in counted.items()}


@dataclass(frozen=True)
class Column:
    """One column of a file: a cell for each unit, and the row it stands on."""

    rubrik: str
    fil: str
    enheter: tuple[str, ...]
    rader: tuple[int, ...]
    celler: tuple[str, ...]

    def answered(self) -> Iterator[tuple[str, int, str]]:
        """Yield unit, row and cell where there is something in the cell."""
        for enhet, rad, cell in zip(self.enheter, self.rader, self.celler, strict=True):
            if cell:
                yield enhet, rad, cell

    def told(self, cells: AbstractSet[str]) -> Iterator[tuple[Place, int, str]]:
        """Yield the place of every cell that holds one of some texts, and how many there are; at most MOST_TOLD."""
        found = [(rad, cell) for _, rad, cell in self.answered() if cell in cells] if cells else []
        for rad, cell in found[:MOST_TOLD]:
            yield Place(self.fil, rad), len(found), cell


def take_svar(fraga: Svar, column: Column, leverans: Leverans, problems: Problems) -> list[tuple[Any, ...]]:
    """Return the final answers of a column, as rows for the table svar."""
    ar = leverans.ar
    allowed = fraga.indikator.answers(ar)
    codes = [kod for kod, meaning in leverans.koder.items() if meaning in allowed]
    known = _translated(column, leverans, lambda svar: svar in allowed, [*allowed, *codes], problems)
    return [
        (fraga.indikator.id, ar, enhet, svar, column.fil, rad)
        for enhet, rad, cell in column.answered()
        if (svar := known.get(cell))
    ]


def take_delsvar(
    fraga: Delsvar, column: Column, leverans: Leverans, matmanad: str, problems: Problems
) -> tuple[str, ...]:
    """Return the raw answers of a column, in the order of the units; `matmanad` is the month of measurement."""
    special = [svar for svar in fraga.indikator.answers(leverans.ar) if svar not in ("Ja", "Nej")]
    allowed = {*special, *(fraga.svar or ())}
    said = [*(fraga.svar or ("en månad som 2013-02",)), *special]
    month = fraga.svar is None

    def fits(svar: str) -> bool:
        return svar in allowed or (month and MANAD.fullmatch(svar) is not None)

    answers = _translated(column, leverans, fits, said, problems)
    late = {cell for cell, svar in answers.items() if month and svar > matmanad and svar not in allowed}
    for place, _antal, cell in column.told(late):
        fact = f"kolumnen {visible(column.rubrik)} har månaden {visible(cell)}, som kommer efter mätdagen."
        problems.add(place, "fel-månad", fact, "rätta månaden, eller mätdagen i utgava.yaml.")
    return tuple(answers.get(cell, "") for cell in column.celler)


def take_antal(
    fraga: Antal, column: Column, leverans: Leverans, problems: Problems
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the counts of a column, as rows for the table antal, and the answers in their place, for svar.

    An answer in words, such as Vet ej, may stand in place of either count of an indicator, or of both.
    """
    ar = leverans.ar
    words = {svar for one in fraga.indikatorer for svar in one.answers(ar)}
    antal: list[tuple[Any, ...]] = []
    answers: list[tuple[Any, ...]] = []
    for enhet, rad, cell in column.answered():
        svar = leverans.koder.get(cell, cell)
        said = [one for one in fraga.indikatorer if svar in one.answers(ar)] if svar in words else []
        answers += [(one.id, ar, enhet, svar, column.fil, rad) for one in said]
        if said:
            continue
        if is_number(cell):
            antal.append((fraga.uppgift, ar, enhet, float(cell), column.fil, rad))
            continue
        # What is written is not repeated in the answer: it may be secret.
        fact = f"kolumnen {visible(column.rubrik)} har något som inte är ett tal (värdet visas inte)."
        problems.add(Place(column.fil, rad), "fel-tal", fact, "skriv talet med siffror och decimalpunkt.")
    return antal, answers


def _translated(
    column: Column, leverans: Leverans, fits: Callable[[str], bool], said: list[str], problems: Problems
) -> dict[str, str]:
    """Return the answer that each distinct cell of a column stands for; a cell that is none is told, row by row."""
    distinct = {cell: leverans.koder.get(cell, cell) for cell in dict.fromkeys(column.celler) if cell}
    answers = {cell: svar for cell, svar in distinct.items() if fits(svar)}
    for place, antal, cell in column.told(distinct.keys() - answers.keys()):
        more = f" (så är det på {antal} rader)" if antal > MOST_TOLD else ""
        fact = f"kolumnen {visible(column.rubrik)} har svaret {visible(cell)}, som inte finns{more}."
        remedy = did_you_mean(cell, said, f"tillåtna svar är {', '.join(said)}.")
        problems.add(place, "okänt-svar", fact, remedy)
    return answers
