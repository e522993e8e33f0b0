"""A column of a delivered file -> answers and counts.  Every cell is matched against what the definitions allow."""

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import inf
from typing import Any, assert_never

from oj_workbook.codes import Koder
from oj_workbook.criteria import delfragor_in, in_force
from oj_workbook.dates import before_excel, month
from oj_workbook.kallor import Decimaltecken, Leverans, Leveransslag
from oj_workbook.model import Antalsslag, Indikator, JaNej, Svarsslag
from oj_workbook.numbers import read_tal, tal_remedy, written
from oj_workbook.problems import MOST_TOLD, Place, Problems, did_you_mean, visible

#: What a ja/nej page makes of its sub-questions, and no answer to one of them.
JA_NEJ = ("Ja", "Nej")
#: More digits than a number may have, with nothing else wrong, and how Excel shows so many.
MANGA_SIFFROR = re.compile(r"-?(\d{13,}([.,]\d+)?|\d([.,]\d+)?e\+\d\d)", re.ASCII)
EN_MANAD = "en månad som 2013-02"


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


def questions(slag: Leveransslag, indikatorer: Iterable[Indikator], ar: int | None) -> dict[str, Fraga]:
    """Return what the columns of a delivery may ask for, by our words for them: in a year, or whenever."""
    found: dict[str, Fraga] = {}
    counted: dict[str, dict[str, Indikator]] = {}
    for one in indikatorer:
        if slag == "antal" and isinstance(one.slag, Antalsslag):
            for uppgift in (one.slag.taljare.uppgift, one.slag.namnare.uppgift):
                counted.setdefault(uppgift, {})[one.id] = one
        elif slag == "delsvar" and isinstance(one.slag, JaNej):
            asked = None if ar is None else delfragor_in(in_force(one.slag.kriterier, ar).ja_nar)
            parts = [part for part in one.slag.delfragor if asked is None or part.id in asked]
            found |= {f"{one.id}.{part.id}": Delsvar(one, part.svar) for part in parts}
        elif slag in ("slutsvar", "delsvar") and isinstance(one.slag, Svarsslag):
            found[one.id] = Svar(one)
    return found | {uppgift: Antal(uppgift, tuple(ones.values())) for uppgift, ones in counted.items()}


def every_answer(fraga: Fraga, said: Iterable[str]) -> tuple[str, ...]:
    """Return all that has ever been an answer, so that a code may be written once for many years.

    Any month is one where it is asked for; `said` are the words to try.
    """
    match fraga:
        case Svar(indikator):
            return tuple(one.svar for one in indikator.slag.svar)
        case Delsvar(indikator, svar):
            special = [one.svar for one in indikator.slag.svar if one.svar not in JA_NEJ]
            return (*(svar if svar is not None else (EN_MANAD, *filter(month, said))), *special)
        case Antal(_, indikatorer):
            return tuple(dict.fromkeys(one.svar for indikator in indikatorer for one in indikator.slag.svar))
        case _:
            assert_never(fraga)


@dataclass(frozen=True)
class Column:
    """One column of a file: a cell for each unit, the row it stands on, and what codes in it mean."""

    rubrik: str
    fil: str
    enheter: tuple[str, ...]
    rader: tuple[int, ...]
    celler: tuple[str, ...]
    koder: Koder

    @cached_property
    def said(self) -> dict[str, str]:
        """Return what each distinct cell says, where it says something."""
        return {cell: said for cell in dict.fromkeys(self.celler) if (said := self.koder.said(cell))}

    def answered(self) -> Iterator[tuple[str, int, str]]:
        """Yield unit, row and cell where the cell says something."""
        said = self.said
        for enhet, rad, cell in zip(self.enheter, self.rader, self.celler, strict=True):
            if cell in said:
                yield enhet, rad, cell

    def silent(self) -> Iterator[tuple[str, int]]:
        """Yield unit and row where the cell says that there was no answer; an empty cell says nothing."""
        silent = {cell for cell in dict.fromkeys(self.celler) if cell and self.koder.silent(cell)}
        for enhet, rad, cell in zip(self.enheter, self.rader, self.celler, strict=True):
            if cell in silent:
                yield enhet, rad

    def told(self, cells: AbstractSet[str]) -> Iterator[tuple[Place, int, str]]:
        """Yield the place of every cell that holds one of some texts, and how many there are."""
        found = [(rad, cell) for _, rad, cell in self.answered() if cell in cells] if cells else []
        for rad, cell in found:
            yield Place(self.fil, rad), len(found), cell


def take_svar(fraga: Svar, column: Column, ar: int, problems: Problems) -> list[tuple[Any, ...]]:
    """Return the final answers of a column, as rows for the table svar."""
    allowed = fraga.indikator.answers(ar)
    codes = [kod for kod, meaning in column.koder.betyder.items() if meaning in allowed]
    known = _answers(column, lambda said: said if said in allowed else None, [*allowed, *codes], problems)
    return [
        (fraga.indikator.id, ar, enhet, svar, column.fil, rad)
        for enhet, rad, cell in column.answered()
        if (svar := known.get(cell))
    ]


def take_delsvar(fraga: Delsvar, column: Column, ar: int, matdag: date, problems: Problems) -> tuple[str, ...]:
    """Return the raw answers of a column, in the order of the units; a month may not come after the day of measurement.

    A whole date is as good as its month.
    """
    special = [svar for svar in fraga.indikator.answers(ar) if svar not in JA_NEJ]
    allowed = {*special, *(fraga.svar or ())}
    listed = [*(fraga.svar or (EN_MANAD,)), *special]
    asks_month = fraga.svar is None

    def answer(said: str) -> str | None:
        return said if said in allowed else month(said) if asks_month else None

    answers = _answers(column, answer, listed, problems)
    last = f"{matdag:%Y-%m}"
    late = {cell for cell, svar in answers.items() if asks_month and svar > last and svar not in allowed}
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
    ar, sign = leverans.ar, leverans.decimaltecken
    words = {svar for one in fraga.indikatorer for svar in one.answers(ar)}
    antal: list[tuple[Any, ...]] = []
    answers: list[tuple[Any, ...]] = []
    numbers = {cell: read_tal(cell, sign) for cell, said in column.said.items() if said not in words}
    limits = Limits.of(fraga)
    fine = {cell: tal for cell, tal in numbers.items() if tal is not None and limits.allow(tal)}
    for enhet, rad, cell in column.answered():
        if cell not in numbers:
            svar = column.said[cell]
            asking = [one for one in fraga.indikatorer if svar in one.answers(ar)]
            answers += [(one.id, ar, enhet, svar, column.fil, rad) for one in asking]
        elif cell in fine:
            antal.append((fraga.uppgift, ar, enhet, fine[cell], column.fil, rad))
        else:
            _tell_wrong_count(Place(column.fil, rad), cell, column.rubrik, sign, limits, problems)
    return antal, answers


@dataclass(frozen=True)
class Limits:
    """What the pages say of a count: whether it is a whole number, and the largest that one unit can have."""

    whole: bool
    highest: float

    @classmethod
    def of(cls, fraga: Antal) -> "Limits":
        """Return the limits of every page that counts with it."""
        said = [one.limits(fraga.uppgift) for one in fraga.indikatorer]
        return cls(any(whole for whole, _ in said), min((highest for _, highest in said if highest), default=inf))

    def allow(self, tal: float) -> bool:
        """Tell whether a count can be right."""
        return tal <= self.highest and not (self.whole and tal % 1)


def _tell_wrong_count(
    place: Place, cell: str, rubrik: str, sign: Decimaltecken, limits: Limits, problems: Problems
) -> None:
    """Tell a cell that is no count; what is written in it is not repeated, since it may be secret."""
    tal = read_tal(cell, sign)
    if MANGA_SIFFROR.fullmatch(cell) or (tal is not None and tal > limits.highest):
        highest = "" if limits.highest == inf else f", {written(limits.highest, 0)}"
        fact = f"kolumnen {visible(rubrik)} har ett tal över rimlighetsgränsen{highest} (värdet visas inte)."
        remedy = "rätta talet; kan det vara så stort, skriv ”högst” vid uppgiften på indikatorns sida."
        problems.add(place, "för-stort-tal", fact, remedy)
    elif tal is not None:
        fact = f"kolumnen {visible(rubrik)} har ett tal med decimaler, fast hela räknas (värdet visas inte)."
        problems.add(place, "fel-tal", fact, "skriv ett heltal.")
    else:
        fact = f"kolumnen {visible(rubrik)} har något som inte är ett tal (värdet visas inte)."
        remedy = tal_remedy(cell, sign, f"skriv talet med siffror och decimal{sign}.")
        problems.add(place, "fel-tal", fact, remedy)


def _answers(
    column: Column, answer: Callable[[str], str | None], listed: list[str], problems: Problems
) -> dict[str, str]:
    """Return the answer that each distinct cell of a column stands for; a cell that is none is told, row by row."""
    found = {cell: svar for cell, said in column.said.items() if (svar := answer(said))}
    for place, antal, cell in column.told(column.said.keys() - found.keys()):
        more = f" (så är det på {antal} rader)" if antal > MOST_TOLD else ""
        said = column.said[cell]
        fault = "som inte finns" if said == cell else f"som enligt ”koder” är {visible(said)}, och det finns inte"
        allowed = f"tillåtna svar är {', '.join(dict.fromkeys(listed))}"
        meant = did_you_mean(cell, listed, "")
        remedy = f"{allowed}; ett gammalt ord kan översättas under ”koder” i kallor.yaml."
        remedy = f"{meant} T{allowed[1:]}." if meant else remedy
        if cell.isdecimal():
            remedy = f"är det en kod: säg vad den betyder, under ”koder” i kallor.yaml; {allowed}."
        if typed := before_excel(cell):
            fault = f"ett datum där ett svar väntades; troligen har Excel gjort om {typed}"
            remedy = f"gör cellen till text och skriv svaret igen; {allowed}."
        fact = f"kolumnen {visible(column.rubrik)} har svaret {visible(cell)}, {fault}{more}."
        problems.add(place, "okänt-svar", fact, remedy)
    return found
