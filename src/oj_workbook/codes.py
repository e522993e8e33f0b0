"""The codes of a delivery -> what a cell says; a code that means nothing of what was asked is told where it stands."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from oj_workbook.kallor import Leverans
from oj_workbook.model import TECKEN, Status
from oj_workbook.problems import Problems, did_you_mean, visible
from oj_workbook.unitcodes import refuse_unknown_codes

#: What a code means that stands for a missing answer, and what may be written itself: the workbook prints it so.
EJ_SVAR = TECKEN[Status.EJ_SVAR]


@dataclass(frozen=True)
class Koder:
    """The codes of a column: what each means, and those that have been told to mean nothing."""

    betyder: Mapping[str, str]
    okanda: AbstractSet[str] = frozenset()

    def said(self, cell: str) -> str:
        """Return what a cell says: "" when it is empty, it or its code means so, or its code has been told."""
        meaning = self.betyder.get(cell, cell)
        return "" if cell in self.okanda or meaning == EJ_SVAR else meaning

    def silent(self, cell: str) -> bool:
        """Tell whether nobody has answered with the cell."""
        return not cell or self.betyder.get(cell, cell) == EJ_SVAR


def read_codes(
    leverans: Leverans, answers: Mapping[str, tuple[str, ...]], present: Callable[[str], str], problems: Problems
) -> dict[str, Koder]:
    """Return the codes of every column, its own before the file's.

    `answers` has what may be answered in each, by our word for it; `present` gives a word the id its indicator has now.
    """
    known = {word: (*meanings, EJ_SVAR) for word, meanings in answers.items()}
    earlier = {word: known[present(word)] for word in leverans.kodlistor if present(word) in known}
    refuse_unknown_codes(leverans, known | earlier, problems)
    unknown = refuse_unknown_meanings(leverans, {one for meanings in known.values() for one in meanings}, problems)
    own = {present(word): codes for word, codes in leverans.kodlistor.items()}
    found = {}
    for word, meanings in known.items():
        mine = own.get(word, {})
        told = {kod for kod, meaning in mine.items() if meaning not in meanings} | unknown
        found[word] = Koder({**leverans.koder, **mine}, told)
    return found


def refuse_unknown_meanings(leverans: Leverans, known: Iterable[str], problems: Problems) -> set[str]:
    """Tell the codes of the whole file that mean what is no answer anywhere, and return them."""
    words = set(known)
    unknown = {kod: said for kod, said in leverans.koder.items() if said not in words}
    for kod, said in unknown.items():
        fact = f"koden {visible(kod)} betyder {visible(said)}, som inte är något svar."
        remedy = did_you_mean(said, sorted(words), "skriv det svar som koden står för, eller ta bort koden.")
        problems.add(leverans.code_place("", kod), "okänt-värde", fact, remedy)
    return set(unknown)
