"""What is hidden, what is marked, and what a hidden figure takes with it.

Of the known ways in which a figure gets out, J, these are here: the limits (J01, J03) and the small x of older files
(J05).  What can be worked out (J07, J09) is in test_attack.py, what lies under an X in a cell or a chart, or with more
decimals (J11, J13, J15), in test_audit.py and planted_leaks.py, and that nothing depends on what is hidden (J17) in
test_noninterference.py.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from bad import alone
from oj_workbook.attack import attack
from oj_workbook.attack_known import known_of
from oj_workbook.cli import main
from oj_workbook.figures import figures
from oj_workbook.hide import hide_small, hide_thin
from oj_workbook.model import Status, Undertryckning
from oj_workbook.rank import Ranked
from oj_workbook.sources import Sources, read_sources
from oj_workbook.tables import LEVELS, PUBLISHED, UNITS, table

RULE = Undertryckning(2022, minsta_namnare=4, sma_tal_under=20, minsta_taljare=4, minsta_rest=4)
ONLY_NAMNARE = Undertryckning(2022, minsta_namnare=4, sma_tal_under=20)


@pytest.fixture(scope="module")
def hus(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example house, compared with no earlier one."""
    return alone(example_root, tmp_path_factory.mktemp("dolt"))


@pytest.fixture(scope="module")
def sources(hus: Path) -> Sources:
    """The example house as read."""
    return read_sources(hus, "2024-prov")


def ruled(sources: Sources, *rules: Undertryckning, inne: bool = False) -> Sources:
    """Return the sources with other rules for the people in langvariga."""
    pages = dict(sources.omrade.indikatorer)
    pages["langvariga"] = replace(pages["langvariga"], undertryckning=rules, undertryckta_inne=inne)
    return replace(sources, omrade=replace(sources.omrade, indikatorer=pages))


@pytest.mark.parametrize(
    ("rule", "taljare", "namnare", "status"),
    [
        (ONLY_NAMNARE, 0, 3, "undertryckt"),
        (ONLY_NAMNARE, 0, 4, "sma_tal"),
        (ONLY_NAMNARE, 0, 19, "sma_tal"),
        (ONLY_NAMNARE, 0, 20, "redovisas"),
        (RULE, 3, 40, "undertryckt"),
        (RULE, 4, 40, "redovisas"),
        (RULE, 0, 40, "undertryckt"),  # else X would say that there is somebody
        (RULE, 37, 40, "undertryckt"),
        (RULE, 36, 40, "redovisas"),
        (RULE, 40, 40, "undertryckt"),
        (RULE, 8, 19, "sma_tal"),
    ],
)
def test_a_figure_is_hidden_or_marked_by_its_counts(
    rule: Undertryckning, taljare: int, namnare: int, status: str, sources: Sources
) -> None:
    row = ("langvariga", 2023, "0001", float(taljare), float(namnare), None, Status.REDOVISAS)
    (found,) = hide_small(table(UNITS, [row]), ruled(sources, rule).omrade).to_dict("records")
    assert found["status"] == status
    assert pd.isna(found["taljare"]) == pd.isna(found["namnare"]) == (status == "undertryckt")


def test_rules_are_dated(sources: Sources) -> None:
    omrade = ruled(sources, ONLY_NAMNARE, Undertryckning(2023, minsta_namnare=50)).omrade
    rows = [("langvariga", ar, "0001", 10.0, 40.0, None, Status.REDOVISAS) for ar in (2022, 2023)]
    assert list(hide_small(table(UNITS, rows), omrade).status) == ["redovisas", "undertryckt"]


@pytest.mark.parametrize(
    ("enheter", "dolda", "alla", "hidden"),
    [
        (1, 0, 1, False),  # a län of one kommun shows no more than the kommun does
        (1, 0, 2, True),
        (2, 0, 9, False),
        (2, 1, 3, False),
        (2, 2, 4, True),
        (5, 3, 8, True),
        (6, 3, 9, False),
    ],
)
def test_a_level_is_hidden_when_little_is_left_of_it(
    enheter: int, dolda: int, alla: int, *, hidden: bool, sources: Sources
) -> None:
    row = ("langvariga", 2023, "lan-01", 50.0, 100.0, float(enheter), float(dolda), float(alla), Status.REDOVISAS)
    (found,) = hide_thin(table(LEVELS, [row]), sources.omrade).to_dict("records")
    assert (found["status"] == "undertryckt") == hidden
    assert pd.isna(found["enheter"]) == pd.isna(found["namnare"]) == hidden


def test_only_levels_of_people_are_hidden_so(sources: Sources) -> None:
    row = ("kronor_per_invanare", 2023, "lan-01", 50.0, 100.0, 1.0, 0.0, 3.0, Status.REDOVISAS)
    assert list(hide_thin(table(LEVELS, [row]), sources.omrade).status) == ["redovisas"]


# --- hidden units inside the levels ---


def published(ranked: Ranked) -> pd.DataFrame:
    return table(
        PUBLISHED,
        [
            (id_, ar, enhet, figur.varde, figur.svar, figur.status, figur.enheter)
            for (id_, ar), figurer in ranked.figurer.items()
            for enhet, figur in figurer.items()
        ],
    )


def test_hidden_units_inside_the_levels_take_others_with_them_until_nobody_can_work_them_out(hus: Path) -> None:
    """Åsbo's 2 of 3 is X in 2022.  With riket and all the others shown, and what each has, it could be subtracted."""
    sources = ruled(read_sources(hus, "2024-prov"), ONLY_NAMNARE, inne=True)
    ranked = figures(sources)
    found = attack(published(ranked), known_of(sources.inputs, sources.omrade))
    hidden = {id_ for id_, figur in ranked.figurer["langvariga", 2022].items() if figur.status == Status.UNDERTRYCKT}
    assert {"0002", "0003", "lan-01"} <= hidden  # by the rule, and two that would tell it
    assert ranked.figurer["langvariga", 2022]["riket"].varde is not None
    assert found.provade > 0
    assert found.inneslutna == ()


# --- older files ---


def test_a_small_x_is_the_same_symbol_and_is_counted_as_mended(hus: Path, tmp_path: Path) -> None:
    root = shutil.copytree(hus, tmp_path / "hus")
    kallor, fil = root / "data/2024-prov/kallor.yaml", root / "data/2024-prov/publicerat.csv"
    kallor.write_text(
        kallor.read_text(encoding="utf-8")
        + "- fil: publicerat.csv\n  slag: publicerat\n  ursprung: Prov.\n"
        + "  kolumner: {enhet: enhet, namn: namn, indikator: indikator, år: ar, värde: varde}\n"
        + "  koder: {X: undertryckt}\n",
        encoding="utf-8",
    )
    fil.write_text("enhet,namn,indikator,ar,varde\n0102,Ådala,langvariga,2023,x\n", encoding="utf-8")
    sources = read_sources(root, "2024-prov")
    assert sources.inputs.normaliserade == 1
    assert figures(sources).figurer["langvariga", 2023]["0102"].status == Status.UNDERTRYCKT
    assert main(["check", "2024-prov", "--projekt", str(root)]) == 0
