"""The counting rules, on the example house: five kommuner whose figures can be counted by hand."""

from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np
import pytest

from oj_workbook.compute import compute
from oj_workbook.criteria import holds, month_number
from oj_workbook.figures import figures
from oj_workbook.model import Figur, HarSvar, InomManader, MinstAntal, Status, Villkor
from oj_workbook.rank import Ranked, change, quartile_class
from oj_workbook.rounding import round_half_away
from oj_workbook.sources import Sources
from oj_workbook.suppress import suppress
from oj_workbook.tables import PUBLISHED

EKBY, ASBO, OSTAN, LUNDEN, ADALA = "0001", "0002", "0003", "0101", "0102"


@pytest.fixture(scope="module")
def ranked(example: Sources) -> Ranked:
    return figures(example)


def answers(ranked: Ranked, indikator: str, ar: int) -> dict[str, str | None]:
    return {enhet: ranked.figurer[indikator, ar][enhet].svar for enhet in (EKBY, ASBO, OSTAN, LUNDEN, ADALA)}


def test_criteria_of_the_year_decide_the_answer(ranked: Ranked) -> None:
    # 2023 the window is 12 months, 2024 it is 24; a Nej settles it whatever is missing, a missing answer does not.
    assert answers(ranked, "rutin", 2023) == {
        EKBY: "Ja", ASBO: "Nej", OSTAN: "Nej", LUNDEN: None, ADALA: "Integrerad",
    }  # fmt: skip
    assert answers(ranked, "rutin", 2024) == {
        EKBY: "Ja", ASBO: "Nej", OSTAN: "Nej", LUNDEN: "Ja", ADALA: "Integrerad",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("indikator", "ar", "niva", "expected"),
    [
        ("rutin", 2023, "lan-01", 33.3),  # Ja, Nej, Nej
        ("rutin", 2023, "lan-02", 100),  # no answer, and Integrerad, which counts as Ja: 1 of 1
        ("rutin", 2023, "riket", 50),  # 2 of the 4 that answered
        ("rutin", 2024, "riket", 60),  # 3 of 5
        ("vantetid", 2023, "riket", 50),  # 2 of the 4 that answered have at most 7 days
        ("vantetid", 2024, "lan-02", 0),  # one did not answer, the other has more
        ("langvariga", 2022, "lan-01", 25.4),  # (10 + 5) / (40 + 19): Åsbo is hidden and stands outside
        ("langvariga", 2022, "riket", 25.3),  # 25 / 99
        ("kronor_per_invanare", 2022, "riket", 3),  # 2200 / 800 = 2.75, where the mean of five kommuner is 2.2
        ("kronor_per_invanare", 2022, "lan-02", 2),  # (-300 + 900) / 400 = 1.5, a half away from zero
    ],
)
def test_levels_are_pooled_units_and_never_means(
    indikator: str, ar: int, niva: str, expected: float, ranked: Ranked
) -> None:
    assert ranked.figurer[indikator, ar][niva].varde == expected


@pytest.mark.parametrize(
    ("enhet", "ar", "status"),
    [
        pytest.param(ASBO, 2022, Status.UNDERTRYCKT, id="tre_i_nämnaren"),
        pytest.param(ASBO, 2023, Status.SMA_TAL, id="fyra_i_nämnaren"),
        pytest.param(OSTAN, 2022, Status.SMA_TAL, id="nitton_i_nämnaren"),
        pytest.param(OSTAN, 2023, Status.REDOVISAS, id="tjugo_i_nämnaren"),
        pytest.param(ADALA, 2022, Status.REDOVISAS, id="noll_är_ett_värde"),
        pytest.param(ADALA, 2023, Status.BORTFALL, id="inget_levererat"),
    ],
)
def test_small_counts_are_hidden_or_marked(enhet: str, ar: int, status: Status, ranked: Ranked) -> None:
    figur = ranked.figurer["langvariga", ar][enhet]
    assert figur.status == status
    assert (figur.varde is not None) == (status in (Status.REDOVISAS, Status.SMA_TAL))


def test_a_missing_kommun_takes_the_register_measure_from_its_lan_and_riket(ranked: Ranked) -> None:
    assert ranked.figurer["langvariga", 2023]["lan-01"].varde == 42  # 27 / 64
    for niva in ("lan-02", "riket"):
        assert ranked.figurer["langvariga", 2023][niva].status == Status.BORTFALL


def test_hidden_figures_cannot_be_seen_in_anything_published(example: Sources) -> None:
    """Other counts below the limit give the same published table: nothing depends on what is hidden."""
    units = compute(example.omrade, example.inputs)
    hidden = (units.indikator == "langvariga") & (units.ar == 2022) & (units.enhet == ASBO)
    assert hidden.sum() == 1
    tables = [
        suppress(units.assign(taljare=units.taljare.mask(hidden, taljare), namnare=units.namnare.mask(hidden, namnare)),
                 example.omrade, example.inputs, example.problems).rows
        for taljare, namnare in ((0, 1), (1, 3), (3, 3))
    ]  # fmt: skip
    assert list(tables[0].columns) == PUBLISHED
    for other in tables[1:]:
        assert other.to_csv() == tables[0].to_csv()


def test_quartiles_are_of_published_values_and_equal_values_share_a_class(ranked: Ranked) -> None:
    # Published shares 2022: 0.0, 25.0, 26.3, 50.0 and one hidden. QUARTILE.INC gives 18.75 and 32.225.
    assert ranked.granser["langvariga", 2022] == pytest.approx((18.75, 32.225))
    classes = {enhet: ranked.figurer["langvariga", 2022][enhet].klass for enhet in (EKBY, ASBO, OSTAN, LUNDEN, ADALA)}
    assert classes == {EKBY: "mitten", ASBO: None, OSTAN: "mitten", LUNDEN: "hog", ADALA: "lag"}
    assert not any(ar for indikator, ar in ranked.granser if indikator in ("rutin", "vantetid"))


@pytest.mark.parametrize(
    ("varde", "limits", "klass"),
    [
        pytest.param(1.0, (1.0, 3.0), "lag", id="på_nedre_gränsen"),
        pytest.param(3.0, (1.0, 3.0), "hog", id="på_övre_gränsen"),
        pytest.param(2.0, (1.0, 3.0), "mitten", id="mellan"),
        pytest.param(1.0, (1.0, 1.0), "mitten", id="alla_lika"),
        pytest.param(0.0, (1.0, 1.0), "lag", id="under_lika_gränser"),
        pytest.param(None, (1.0, 3.0), None, id="inget_värde"),
        pytest.param(1.0, None, None, id="inga_gränser"),
    ],
)
def test_a_value_on_a_limit_belongs_to_the_outer_class(
    varde: float | None, limits: tuple[float, float] | None, klass: str | None
) -> None:
    assert quartile_class(varde, limits) == klass


@pytest.mark.parametrize(
    ("indikator", "enhet", "expected"),
    [
        pytest.param("rutin", EKBY, "ej jämförbart", id="kravet_ändrades"),
        pytest.param("rutin", LUNDEN, "ej svar", id="svarade_inte_året_före"),
        pytest.param("vantetid", EKBY, "oförändrat", id="samma_klass"),
        pytest.param("vantetid", ASBO, "nu högst 7 dagar", id="annan_klass"),
        pytest.param("langvariga", EKBY, 25.0, id="skillnad_mellan_publicerade_tal"),
        pytest.param("langvariga", ASBO, "X", id="dolt_ena_året"),
        pytest.param("langvariga", "riket", "..", id="bortfall_ena_året"),
        pytest.param("kronor_per_invanare", LUNDEN, 6.0, id="från_negativt"),
    ],
)
def test_changes(indikator: str, enhet: str, expected: float | str, ranked: Ranked, example: Sources) -> None:
    page, ar = example.omrade.indikatorer[indikator], max(ar for id_, ar in ranked.figurer if id_ == indikator)
    before, now = (ranked.figurer[indikator, year][enhet] for year in (ar - 1, ar))
    assert change(page, ar, before, now) == expected


@pytest.mark.parametrize(
    ("indikator", "ar", "niva", "expected"),
    [
        pytest.param("rutin", 2023, "riket", 4, id="en_svarade_inte"),
        pytest.param("rutin", 2024, "riket", 5, id="alla_svarade"),
        pytest.param("rutin", 2023, "lan-02", 1, id="länet"),
        pytest.param("langvariga", 2022, "riket", 4, id="den_dolda_räknas_inte"),
        pytest.param("langvariga", 2022, "skr-A1", 2, id="en_grupp"),
        pytest.param("langvariga", 2022, EKBY, None, id="en_kommun"),
    ],
)
def test_a_level_says_how_many_units_it_is_pooled_from(
    indikator: str, ar: int, niva: str, expected: int | None, ranked: Ranked
) -> None:
    assert ranked.figurer[indikator, ar][niva].enheter == expected


def test_a_group_is_pooled_units_too(ranked: Ranked) -> None:
    assert ranked.figurer["langvariga", 2022]["skr-A1"].varde == 33.3  # (10 + 10) / (40 + 20)
    assert ranked.figurer["rutin", 2024]["skr-B3"].varde == 33  # Nej, Nej, Integrerad
    assert ranked.figurer["rutin", 2024]["bef-5"].varde == 100  # Ekby alone


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [("EA", "Integrerad", "oförändrat"), ("Nej", "Integrerad", "ändrat svar"), ("EA", "Nej", "ändrat svar"),
     ("Nej", "Ja", "nu Ja"), ("Ja", "Nej", "nu Nej"),
     ("Nej", "Nej", "oförändrat"), ("Ja", "Integrerad", "ändrat svar")],
)  # fmt: skip
def test_a_new_word_for_the_same_answer_is_no_change(before: str, now: str, expected: str, sources: Sources) -> None:
    page = sources.omrade.indikatorer["rutin_samordning_vuxen"]
    assert change(page, 2013, Figur(Status.SVAR, svar=before), Figur(Status.SVAR, svar=now)) == expected


JA, NEJ = HarSvar("a", ("Ja",)), HarSvar("b", ("Ja",))


@pytest.mark.parametrize("a", ["Ja", "Nej", None])
@pytest.mark.parametrize("b", ["Ja", "Nej", None])
@pytest.mark.parametrize("antal", [1, 2])
def test_criteria_use_three_valued_logic(a: str | None, b: str | None, antal: int) -> None:
    """Every combination against a second opinion: a verdict stands when no missing answer could change it."""
    given = {id_: svar for id_, svar in (("a", a), ("b", b)) if svar is not None}
    verdicts = {
        sum((x == "Ja", y == "Ja")) >= antal
        for x in ([a] if a else ["Ja", "Nej"])
        for y in ([b] if b else ["Ja", "Nej"])
    }
    expected = verdicts.pop() if len(verdicts) == 1 else None
    assert holds(MinstAntal(antal, (JA, NEJ)), given, 0) is expected


@pytest.mark.parametrize(("manad", "expected"), [("2012-04", True), ("2012-03", False), ("2013-04", True)])
def test_the_window_counts_whole_months_back_from_the_day_of_measurement(manad: str, expected: bool) -> None:  # noqa: FBT001
    villkor: Villkor = InomManader("senast", 12)
    assert holds(villkor, {"senast": manad}, month_number("2013-04")) is expected


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_rounding_is_half_away_from_zero_in_exact_arithmetic(decimals: int) -> None:
    """All shares with a nämnare up to 400, and halves that floating point stores too low, such as 23 of 4000."""
    pairs = [(t, n) for n in range(1, 401) for t in range(n + 1)] + [(603, 2000), (23, 4000), (-1, 8), (-23, 4000)]
    quotients = np.array([100.0 * t / n for t, n in pairs])
    rounded = round_half_away(quotients, np.full(len(pairs), decimals))
    for (t, n), found in zip(pairs, rounded, strict=True):
        scaled = abs(Fraction(100 * t * 10**decimals, n))
        exact = floor(scaled + Fraction(1, 2)) * (1 if t >= 0 else -1) / 10**decimals
        assert found == exact, (t, n)


def test_a_published_figure_that_contradicts_the_answers_stops_the_build(example: Sources) -> None:
    published = example.inputs.publicerat.reindex(range(1)).assign(
        indikator="rutin", ar=2023, enhet="riket", varde=75.0, status=Status.REDOVISAS, fil="publicerat.csv", rad=2
    )
    problems = type(example.problems)()
    suppress(compute(example.omrade, example.inputs), example.omrade,
             replace(example.inputs, publicerat=published), problems)  # fmt: skip
    assert [str(problem.place) for problem in problems.errors] == ["publicerat.csv:2"]
