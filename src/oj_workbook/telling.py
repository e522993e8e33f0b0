"""Problems -> what a person, a program or a pull request is told of them."""

import json
import sys
from collections.abc import Sequence

from oj_workbook.problems import Problem, most_of
from oj_workbook.streams import lose_stderr


def say(text: str) -> None:
    """Print a line to whoever waits, apart from what the command delivers."""
    try:
        print(text, file=sys.stderr)
    except OSError:  # nobody listens: what is to be done is done all the same
        lose_stderr()


def tell(problems: Sequence[Problem], form: str) -> None:
    """Print problems as text, as one JSON list on stdout, or as annotations of a pull request.

    Warnings come first: the errors, which have to be mended, then stand where a terminal ends.
    """
    told = most_of(problems)
    ordered = [problem for niva in ("varning", "fel") for problem in told if problem.niva == niva]
    if form == "json":
        print(json.dumps([_as_json(problem) for problem in ordered], ensure_ascii=False, indent=2))
        return
    for problem in ordered:
        say(_as_annotation(problem) if form == "github" else str(problem))


def warnings(antal: int) -> str:
    """Return how many warnings there were, in words."""
    return "1 varning" if antal == 1 else f"{antal} varningar"


def _as_annotation(problem: Problem) -> str:
    level = "error" if problem.niva == "fel" else "warning"
    place = problem.place
    where = f"file={place.fil},line={place.rad or 1},col={place.kolumn or 1},title={problem.kod}"
    return f"::{level} {where}::{problem.text} Gör så här: {problem.gor_sa_har}"


def _as_json(problem: Problem) -> dict[str, str | int]:
    return {
        "fil": problem.place.fil,
        "rad": problem.place.rad,
        "kolumn": problem.place.kolumn,
        "nivå": problem.niva,
        "kod": problem.kod,
        "text": problem.text,
        "gör_så_här": problem.gor_sa_har,
    }
