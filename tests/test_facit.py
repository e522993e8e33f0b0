"""The figures against what was published in 2013, copied from the source and not made by this project."""

import re
from collections.abc import Callable, Iterator

import pytest

from conftest import Resultat, facit
from oj_workbook.sources import Sources

#: By the ids of the source.
KOPIA = ("rutin_vald_nara_relationer", "2012")
FEL_I_RIKET = ("rutin_samordning_barn_unga", "2012")


def said(varde: str) -> tuple[str, str]:
    """Return a figure as the source prints it, as the column of resultat.csv it must be found in and its text."""
    if varde in ("X", "x", ".."):
        return "tecken", varde.upper()
    if re.fullmatch(r"[\d.]+", varde):
        return "varde", varde
    return "svar", varde.replace(" dgr", " dagar").replace("-", "–")


def same(found: str, expected: str, column: str) -> bool:
    return float(found or "nan") == float(expected) if column == "varde" else found == expected


def published(*names: str) -> Iterator[tuple[str, dict[str, str]]]:
    level = {"kommuner": None, "riket": "riket", "lan-publicerat": "lan-06", "lan-exempel": "lan-06"}
    for name in names:
        for row in facit(name):
            yield level[name] or row["kommunkod"], row


@pytest.fixture(scope="module")
def id_of(sources: Sources) -> Callable[[str], str]:
    """Return the id that an indicator has here by that of the source."""

    def find(id_: str) -> str:
        page = sources.omrade.find(id_)
        assert page, id_
        return page.id

    return find


@pytest.mark.parametrize("row", facit("lan-exempel"), ids=lambda row: f"{row['indikator']}-{row['ar']}")
def test_the_lan_is_counted_from_the_answers_of_its_kommuner(
    row: dict[str, str], resultat: Resultat, id_of: Callable[[str], str]
) -> None:
    assert resultat["lan-06", id_of(row["indikator"]), row["ar"]]["varde"] == row["varde"]


def test_every_kommun_figure_and_answer_is_published_as_printed(
    resultat: Resultat, id_of: Callable[[str], str]
) -> None:
    rows = list(published("kommuner"))
    assert len(rows) == 1144
    wrong = []
    for enhet, row in rows:
        if (row["indikator"], row["ar"]) == KOPIA:
            continue
        column, expected = said(row["varde"])
        found = resultat[enhet, id_of(row["indikator"]), row["ar"]]
        if not same(found[column], expected, column):
            wrong.append((enhet, row["indikator"], row["ar"], expected, found[column]))
    assert wrong == []


def test_every_published_figure_for_lan_and_riket_is_there(resultat: Resultat, id_of: Callable[[str], str]) -> None:
    wrong = []
    for enhet, row in published("riket", "lan-publicerat"):
        if (enhet, row["indikator"], row["ar"]) == ("riket", *FEL_I_RIKET):
            continue
        column, expected = said(row["varde"])
        if not same(resultat[enhet, id_of(row["indikator"]), row["ar"]][column], expected, column):
            wrong.append((enhet, row))
    assert wrong == []


def test_the_copied_column_and_the_impossible_figure_are_withheld(
    resultat: Resultat, id_of: Callable[[str], str]
) -> None:
    copied = [row for (_, indikator, ar), row in resultat.items() if (indikator, ar) == (id_of(KOPIA[0]), KOPIA[1])]
    withheld = [row for row in copied if row["enhet"] != "riket"]
    assert len(withheld) == 14  # 13 kommuner and the län that would be counted from them
    for row in [*withheld, resultat["riket", id_of(FEL_I_RIKET[0]), FEL_I_RIKET[1]]]:
        assert (row["varde"], row["svar"], row["status"], row["tecken"]) == ("", "", "fel_i_kallan", "..")


def test_a_value_exists_exactly_when_its_status_says_that_it_is_shown(resultat: Resultat) -> None:
    assert {row["status"] for row in resultat.values()} > {"redovisas", "svar", "undertryckt", "bortfall", "ej_matt"}
    for key, row in resultat.items():
        assert bool(row["varde"]) == (row["status"] in ("redovisas", "sma_tal")), key
        assert bool(row["svar"]) == (row["status"] == "svar"), key
        assert bool(row["tecken"]) == (not row["varde"] and not row["svar"]), key


def test_nobody_is_classed_against_thirteen_kommuner(resultat: Resultat) -> None:
    assert {row["klass"] for row in resultat.values()} == {""}


def test_every_unit_indicator_and_year_has_one_row(resultat: Resultat) -> None:
    assert len(resultat) == (13 + 2) * 53 * 2
