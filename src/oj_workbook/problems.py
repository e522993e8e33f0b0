"""What is wrong with what people wrote or delivered: collected first, told all at once."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

Niva = Literal["fel", "varning"]
#: The file, code and level of a fault.
Rule = tuple[str, str, str]
#: More places of one and the same fault in a file than this are told by their number alone.
MOST_TOLD = 100
#: What is wrong around the program and not in what was written or delivered.
I_MILJON = frozenset({"fil-saknas", "minne-räcker-inte"})


@dataclass(frozen=True, order=True)
class Place:
    """Where a person finds the fault: a file, and the row and column an editor or Excel shows (from 1)."""

    fil: str
    rad: int = 0
    kolumn: int = 0

    def __str__(self) -> str:
        return ":".join([self.fil, *(str(number) for number in (self.rad, self.kolumn) if number)])


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: its place, a code for programs, the fact and the way out in Swedish.

    `fler` is how many more places have the same, where whoever found them keeps only the first.
    """

    place: Place
    kod: str
    text: str
    gor_sa_har: str
    niva: Niva = "fel"
    fler: int = 0

    def __str__(self) -> str:
        return f"{self.place}: {self.niva} {self.kod}: {self.text}\n    Gör så här: {self.gor_sa_har}"


class ProblemsError(Exception):
    """Raised once, with everything that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in most_of(self.problems)))

    @property
    def only_around(self) -> bool:
        """Tell whether nothing is wrong in what was written or delivered, only with where it lies or is read."""
        return all(problem.kod in I_MILJON for problem in self.problems if problem.niva == "fel")


class Problems:
    """Collects problems so that the reader of the answer has to mend and try again only once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, place: Place, kod: str, text: str, gor_sa_har: str, niva: Niva = "fel") -> None:
        """Remember one problem; `text` is the fact, `gor_sa_har` the remedy, both in Swedish."""
        self.tell(Problem(place, kod, text, gor_sa_har, niva))

    def tell(self, problem: Problem) -> None:
        """Remember a problem that is already put into words."""
        self._found.append(problem)

    @property
    def errors(self) -> list[Problem]:
        """What has to be mended before anything is published."""
        return sorted({problem for problem in self._found if problem.niva == "fel"})

    @property
    def warnings(self) -> list[Problem]:
        """What is published all the same, but is to be told."""
        return sorted({problem for problem in self._found if problem.niva == "varning"})

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def raise_if_any(self) -> None:
        """Raise ProblemsError with everything found, warnings too, if anything found is an error."""
        if self.errors:
            raise ProblemsError(self._found)


def most_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return what is told of problems, in their order: of each fault in a file the first hundred, then how many."""
    ordered = list(problems)
    found: list[Problem] = []
    places = Counter(map(_rule, ordered))
    more: Counter[Rule] = Counter()
    told: Counter[Rule] = Counter()
    for one in ordered:
        more[_rule(one)] += one.fler
    for one in ordered:
        rule = _rule(one)
        told[rule] += 1
        if told[rule] <= MOST_TOLD:
            found.append(one)
        antal = places[rule] + more[rule]
        if told[rule] == min(places[rule], MOST_TOLD) < antal:
            fact = f"så är det på {antal} ställen; bara de {told[rule]} första räknas upp."
            found.append(Problem(Place(one.place.fil), one.kod, fact, "rätta alla på samma sätt.", one.niva))
    return found


def _rule(problem: Problem) -> Rule:
    return problem.place.fil, problem.kod, problem.niva


def relative(path: Path, root: Path) -> str:
    """Return the path as a person in the project's folder would write it, with / on every system."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def visible(value: str) -> str:
    """Return the value in quotation marks, with characters that nobody can see written out as U+XXXX."""
    shown = "".join(
        f"<U+{ord(sign):04X}>" if sign != " " and unicodedata.category(sign)[0] in "CZ" else sign for sign in value
    )
    return f"”{shown}”"


def alike(text: str) -> str:
    """Return the same for texts that a reader cannot tell apart: case, blanks and signs nobody sees do not count."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split()).casefold()


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the question "menade du …?" when a known word is near, else what else to do."""
    others = [other for other in known if other != word]
    folded = [other for other in others if other.casefold() == word.casefold()]
    near = folded or get_close_matches(word, others, n=1, cutoff=0.6)
    return f"menade du {visible(near[0])}?" if near else otherwise


def listed(words: Iterable[str]) -> str:
    """Return words the way a sentence lists alternatives: a, b eller c."""
    *first, last = words
    return f"{', '.join(first)} eller {last}" if first else last
