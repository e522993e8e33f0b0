"""Every criterion of every page, over every answer that can be given: proven against another way of thinking.

The program goes through a criterion's words for one unit at a time, and lets a missing answer be a third truth value.
Here nothing of that is used.  The page's own YAML becomes a table with a side for every question and a cell for every
combination of answers, where all questions have been answered.  A unit that has left some of them out answers Ja when
every way to fill them in gives Ja, Nej when every way gives Nej, and else nothing.

The two ways agree whenever a criterion asks each question once, since its parts then have nothing in common.  Where a
question is asked twice they can differ in one direction only: what is missing cannot change the verdict, but the
program, which looks at one part at a time, does not see it, and gives no answer.  The rule that holds is the program's:
an answer that was not given is never taken for one.  No page at hand has such a combination; the last test does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import yaml

from conftest import ROOT
from oj_workbook.because import verdicts
from oj_workbook.criteria import holds, in_force
from oj_workbook.definitions import load_definitions
from oj_workbook.model import HarSvar, InomManader, JaNej, Kriterium, MinstAntal, Omrade
from oj_workbook.problems import Problems

Table = npt.NDArray[np.bool_]
Svar = dict[str, str]
AREAS = [
    *sorted(path.parent for path in (ROOT / "indicators").glob("*/_omrade.yaml")),
    *sorted(path.parent for path in (ROOT / "tests" / "example" / "indicators").glob("*/_omrade.yaml")),
]
#: The month of measurement: January, so that months before it lie in another year.
AR, MANAD = 2024, 1
MATMANAD = AR * 12 + MANAD - 1
#: The reasons of every such row are compared too; they take longer than the verdicts.
EVERY = 61
#: Fewer rows than this in all would mean that pages are no longer found.
AT_LEAST = 700_000


@dataclass(frozen=True)
class Truth:
    """One criterion of a page: its questions with the answers tried, and the table of each of its conditions.

    `tables` come in the order of the page: first the whole criterion.  Their last place on every side is "missing".
    """

    questions: dict[str, list[str]]
    surely: list[Table]
    possibly: list[Table]

    def rows(self) -> Iterator[tuple[tuple[int, ...], Svar]]:
        """Yield every combination: its place in the tables, and the answers that were given."""
        sides = [list(enumerate([*answers, None])) for answers in self.questions.values()]
        for row in product(*sides):
            given = {id_: svar for id_, (_, svar) in zip(self.questions, row, strict=True) if svar is not None}
            yield tuple(place for place, _ in row), given

    def verdict(self, condition: int, place: tuple[int, ...]) -> bool | None:
        """Return how a condition goes: True, False, or None when what is missing decides."""
        if self.surely[condition][place]:
            return True
        return None if self.possibly[condition][place] else False


def month(age: int) -> str:
    """Return the month that was so many months before the measurement."""
    ar, manad = AR, MANAD - age
    while manad < 1:
        ar, manad = ar - 1, manad + 12
    while manad > 12:
        ar, manad = ar + 1, manad - 12
    return f"{ar}-{manad:02}"


def conditions(written: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a condition as written and all within it, in the order of the page."""
    yield written
    for key in ("alla", "någon", "av"):
        for part in written.get(key, ()):
            yield from conditions(part)


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def table(written: Mapping[str, Any], questions: dict[str, list[str]], ages: dict[str, int]) -> Table:
    """Return where a condition is met, when every question is answered."""
    if "fråga" in written:
        answers = questions[written["fråga"]]
        if "svar" in written:
            met = [svar in listed(written["svar"]) for svar in answers]
        else:
            met = [0 <= ages[svar] <= int(written["inom_månader"]) for svar in answers]
        shape = [len(answers) if id_ == written["fråga"] else 1 for id_ in questions]
        return np.broadcast_to(np.array(met).reshape(shape), [len(one) for one in questions.values()])
    parts = [table(part, questions, ages) for key in ("alla", "någon", "av") for part in written.get(key, ())]
    least = {"alla": len(parts), "någon": 1}
    demanded = next((number for key, number in least.items() if key in written), None) or int(written["minst"])
    enough: Table = np.asarray(np.sum(parts, axis=0, dtype=np.int8) >= demanded)
    return enough


def with_missing(complete: Table, *, every: bool) -> Table:
    """Return the table with a place more on every side, for a missing answer: whether every way holds, or any."""
    for side in range(complete.ndim):
        missing = (np.all if every else np.any)(complete, axis=side, keepdims=True)
        complete = np.concatenate([complete, missing], axis=side)
    return complete


def truth(page: Mapping[str, Any], kriterium: Mapping[str, Any]) -> Truth:
    """Return the truth about one criterion, out of the page as YAML has it."""
    within = list(conditions(kriterium["ja_när"]))
    asked = dict.fromkeys(one["fråga"] for one in within if "fråga" in one)
    ages: dict[str, int] = {}
    questions = {}
    for id_ in asked:
        questions[id_] = listed(page["ja_nej"]["delfrågor"][id_]["svar"])
        if questions[id_] == ["månad"]:
            limits = {int(one["inom_månader"]) for one in within if one.get("fråga") == id_}
            near = {limit + step for limit in limits for step in (-1, 0, 1)}
            ages |= {month(age): age for age in sorted({-13, -1, 0, 1, 1200, *near})}
            questions[id_] = [one for one in ages if ages[one] in {-13, -1, 0, 1, 1200, *near}]
    tables = [table(one, questions, ages) for one in within]
    return Truth(
        questions,
        [with_missing(one, every=True) for one in tables],
        [with_missing(one, every=False) for one in tables],
    )


@cache
def omrade(folder: Path) -> Omrade:
    """Return an område as the program reads it."""
    problems = Problems()
    read = load_definitions(folder, folder.parent, problems)
    assert problems.errors == []
    assert read
    return read


def written_pages() -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Yield every page with criteria: its område, its id, and what is written on it."""
    for folder in AREAS:
        for path in sorted(folder.rglob("*.yaml")):
            page = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CBaseLoader)  # noqa: S506 - texts only
            if "ja_nej" in page:
                yield folder, path.stem, page


CRITERIA = [
    pytest.param(folder, id_, page, place, id=f"{folder.name}-{id_}-{kriterium['från']}")
    for folder, id_, page in written_pages()
    for place, kriterium in enumerate(page["ja_nej"]["kriterier"])
]


def criterion(folder: Path, id_: str, page: Mapping[str, Any], place: int) -> tuple[Kriterium, Truth]:
    """Return a criterion as the program holds it in force in its first year, and the truth about it."""
    slag, written = omrade(folder).indikatorer[id_].slag, page["ja_nej"]["kriterier"][place]
    assert isinstance(slag, JaNej)
    return in_force(slag.kriterier, int(written["från"])), truth(page, written)


@pytest.mark.parametrize(("folder", "id_", "page", "place"), CRITERIA)
def test_a_criterion_is_true_of_the_answers_that_its_page_says(
    folder: Path, id_: str, page: Mapping[str, Any], place: int
) -> None:
    kriterium, expected = criterion(folder, id_, page, place)
    wrong = [
        (given, expected.verdict(0, at))
        for at, given in expected.rows()
        if holds(kriterium.ja_nar, given, MATMANAD) is not expected.verdict(0, at)
    ]
    assert wrong[:5] == []


@pytest.mark.parametrize(("folder", "id_", "page", "place"), CRITERIA)
def test_the_reasons_say_of_every_condition_whether_it_was_met(
    folder: Path, id_: str, page: Mapping[str, Any], place: int
) -> None:
    kriterium, expected = criterion(folder, id_, page, place)
    words = {True: "uppfyllt", False: "inte uppfyllt", None: "öppet"}
    for at, given in islice(expected.rows(), 0, None, 1 if expected.surely[0].size < 1000 else EVERY):
        said = [line.partition(":")[0] for _, _, line in verdicts(kriterium.ja_nar, given, month(0))]
        assert said == [words[expected.verdict(one, at)] for one in range(len(expected.surely))], given


def test_a_criterion_holds_from_its_year_until_the_next() -> None:
    for folder, id_, page in written_pages():
        slag, years = omrade(folder).indikatorer[id_].slag, [int(one["från"]) for one in page["ja_nej"]["kriterier"]]
        assert isinstance(slag, JaNej)
        for ar in range(years[0], years[-1] + 3):
            assert in_force(slag.kriterier, ar).fran == max(year for year in years if year <= ar)


def test_every_criterion_is_proven_on_all_its_answers() -> None:
    """What is compared is the whole table of every criterion, and no sample of it."""
    sizes = [truth(page, one).surely[0].size for _, _, page in written_pages() for one in page["ja_nej"]["kriterier"]]
    assert len(sizes) == len(CRITERIA)
    assert sum(sizes) > AT_LEAST


# --- where a question is asked twice ---

EN, TVA = HarSvar("a", ("Ja",)), HarSvar("a", ("Nej",))


@pytest.mark.parametrize(
    ("villkor", "svar", "told"),
    [
        pytest.param(MinstAntal(1, (EN, TVA)), {"a": "Ja"}, True, id="båda_svaren_godtas_ja"),
        pytest.param(MinstAntal(1, (EN, TVA)), {"a": "Nej"}, True, id="båda_svaren_godtas_nej"),
        pytest.param(MinstAntal(1, (EN, TVA)), {}, None, id="båda_svaren_godtas_inget_svar"),
        pytest.param(MinstAntal(2, (EN, TVA)), {}, None, id="svaren_utesluter_varandra_inget_svar"),
        pytest.param(MinstAntal(2, (EN, HarSvar("b", ("Ja",)))), {"b": "Nej"}, False, id="ett_nej_avgör"),
        pytest.param(MinstAntal(1, (EN, InomManader("m", 12))), {"a": "Ja"}, True, id="ett_ja_avgör"),
        pytest.param(MinstAntal(2, (EN, HarSvar("b", ("Ja",)))), {"b": "Ja"}, None, id="det_som_saknas_avgör"),
    ],
)
def test_an_answer_that_was_not_given_is_never_taken_for_one(
    villkor: MinstAntal,
    svar: Svar,
    told: bool | None,  # noqa: FBT001 - a truth value is what is asked for
) -> None:
    assert holds(villkor, svar, MATMANAD) is told
