"""What is hidden stays hidden: whoever can add, subtract and round finds at least four numbers behind every X."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacked import AR, Tabell, measure, part
from oj_workbook.attack import Enclosed, attack, ranges
from oj_workbook.attack_known import known_of, known_to_all, published_rows
from oj_workbook.attack_rules import a_priori, cases, count_whole, pairs, printed
from oj_workbook.attack_scope import Change
from oj_workbook.attack_solve import Pieces
from oj_workbook.attack_system import build_system
from oj_workbook.complement import complement
from oj_workbook.figures import figures
from oj_workbook.model import Status, Undertryckning
from oj_workbook.problems import Problems
from oj_workbook.resultat import resultat_csv
from oj_workbook.sources import read_sources
from oj_workbook.tables import LEVELS, UNITS, table

LAN = {"lan": ("a", "b", "c")}


def found(tabell: Tabell, *forandringar: Change) -> dict[tuple[str, str], Enclosed]:
    """Return what the attack finds of the täljare and nämnare of units, by unit and which of them."""
    answer = attack(tabell.rows(), tabell.kunskap(*forandringar))
    assert answer.anmarkningar == ()
    return {(one.enhet if one.indikator == "andelen" else f"{one.indikator} {one.enhet}", one.del_): one
            for one in answer.inneslutna}  # fmt: skip


def one_hidden(*, inne: bool, decimaler: int = 1) -> Tabell:
    return Tabell(
        [measure(inne=inne, decimaler=decimaler)],
        {"t": {"a": 2, "b": 10, "c": 8}, "n": {"a": 30, "b": 50, "c": 60}},
        LAN,
        kanda=["n"],
    )


def test_a_single_x_in_a_lan_is_what_is_left_when_the_others_are_taken_away() -> None:
    one = found(one_hidden(inne=True))["a", "täljare"]
    assert (one.lo, one.hi) == (2, 2)
    assert sorted(one.way) == [
        f"andelen {AR} för b visas, och nämnaren är offentlig",
        f"andelen {AR} för c visas, och nämnaren är offentlig",
        f"andelen {AR} för lan visas",
    ]
    assert str(one).startswith(f"andelen {AR} för a: täljaren är undertryckt, men det som visas lämnar för få heltal: ")


def test_outside_the_aggregates_nothing_leads_to_it() -> None:
    assert found(one_hidden(inne=False)) == {}


def test_whole_percents_of_many_people_leave_enough() -> None:
    tabell = one_hidden(inne=True, decimaler=0)
    tabell.antal = {"t": {"a": 2, "b": 200, "c": 80}, "n": {"a": 300, "b": 5000, "c": 6000}}
    assert found(tabell) == {}


def test_two_x_in_every_row_and_column_still_give_one_away() -> None:
    # Rows of b, c and d: 1–3 hidden twice each, and one figure stands in two rows whose others are the same.
    nivaer = {
        "lan-1": ("a", "b", "e"), "lan-2": ("c", "d", "f"),
        "bef-1": ("a", "c", "g"), "bef-2": ("b", "d", "h"),
        "skr-1": ("a", "d", "i"), "skr-2": ("b", "c", "j"),
    }  # fmt: skip
    taljare = {"a": 1, "b": 2, "c": 3, "d": 2} | dict.fromkeys("efghij", 10)
    namnare = dict.fromkeys(taljare, 40)
    tabell = Tabell([measure(inne=True, decimaler=1)], {"t": taljare, "n": namnare}, nivaer, kanda=["n"])
    assert {(enhet, one.lo, one.hi) for (enhet, _), one in found(tabell).items()} == {
        ("a", 1, 1), ("b", 2, 2), ("c", 3, 3), ("d", 2, 2),
    }  # fmt: skip


def test_two_x_in_a_lan_each_in_a_group_whose_other_member_is_shown() -> None:  # bad inputs J07
    nivaer = {"lan": ("a", "b", "c"), "bef-1": ("a", "d"), "bef-2": ("b", "e")}
    taljare = {"a": 2, "b": 3, "c": 30, "d": 9, "e": 12}
    namnare = {"a": 25, "b": 30, "c": 90, "d": 50, "e": 60}
    tabell = Tabell([measure(inne=True, decimaler=1)], {"t": taljare, "n": namnare}, nivaer, kanda=["n"])
    assert {(enhet, one.lo, one.hi) for (enhet, _), one in found(tabell).items()} == {("a", 2, 2), ("b", 3, 3)}


def two_years(change: float) -> tuple[Tabell, Change]:
    """Return a measure whose 2025 is hidden, as a change from 2024 tells it."""
    return one_hidden(inne=False), Change("andelen", AR - 1, AR, "a", change)


@pytest.mark.parametrize("public", [True, False], ids=["känd_nämnare", "okänd_nämnare"])
def test_a_change_from_a_shown_figure_tells_the_hidden_one(*, public: bool) -> None:  # bad inputs J09
    now = Tabell(
        [measure(decimaler=1)], {"t": {"a": 3, "b": 20}, "n": {"a": 13, "b": 100}}, {}, ["n"] if public else []
    )
    fore = Tabell(now.matt, {"t": {"a": 10, "b": 20}, "n": {"a": 50, "b": 100}}, {}, ar=AR - 1)
    rows = pd.concat([fore.rows(), now.rows()], ignore_index=True)
    assert attack(rows, now.kunskap()).inneslutna == ()
    answer = attack(rows, now.kunskap(Change("andelen", AR - 1, AR, "a", 3.1)))  # 20,0 + 3,1 = 23,1 = 3 of 13
    first = answer.inneslutna[-1]
    assert (first.enhet, first.del_, first.lo, first.hi) in {
        ("a", "täljare", 3, 3), ("a", "nämnare", 13, 13),
    }  # fmt: skip
    assert any("förändringen" in way for one in answer.inneslutna for way in one.way)


def test_a_city_less_its_shown_stadsdelar_is_the_hidden_one() -> None:
    taljare, namnare = {"0180-a": 3, "0180-b": 30, "0180-c": 24}, {"0180-a": 60, "0180-b": 80, "0180-c": 70}
    city = {"0180": ("0180-a", "0180-b", "0180-c")}
    tabell = Tabell([measure(inne=True, decimaler=1)], {"t": taljare, "n": namnare}, city, kanda=["n"])
    assert found(tabell)["0180-a", "täljare"].hi == 3


def test_a_tiny_public_nämnare_leaves_what_the_rules_leave() -> None:
    # Two people of whom nobody knows how many: 0, 1 or 2.  No figure tells more, so nothing is found.
    tabell = Tabell([measure()], {"t": {"a": 1}, "n": {"a": 2}}, {}, kanda=["n"])
    assert found(tabell) == {}


def test_what_the_rules_of_other_pages_leave_is_no_finding() -> None:
    # One woman is public, and the rule says that there are at most three people: 1 to 3, whatever is shown.
    whole = measure(minst=(4, 20, 0, 0))
    antal = {
        "t": {"a": 1}, "t.kvinnor": {"a": 0}, "t.man": {"a": 1},
        "n": {"a": 3}, "n.kvinnor": {"a": 1}, "n.man": {"a": 2},
    }  # fmt: skip
    tabell = Tabell([whole, part(whole, "kvinnor"), part(whole, "man")], antal, {}, kanda=["n.kvinnor"])
    assert found(tabell) == {}


def test_who_knows_that_a_rule_hid_it_knows_more() -> None:
    # The län leaves 3 to 22 people of 118; a rule leaves at most 3 of them, or all but 3.
    one = measure(minst=(4, 20, 4, 4), inne=True)
    tabell = Tabell([one], {"t": {"a": 3, "b": 104}, "n": {"a": 118, "b": 1000}}, {"lan": ("a", "b")}, kanda=["n"])
    assert found(tabell) == {}
    knowing = replace(tabell.kunskap(), primara=frozenset({("andelen", AR, "a")}))
    assert [(one.enhet, one.lo, one.hi) for one in attack(tabell.rows(), knowing).inneslutna] == [("a", 3, 3)]


def test_a_part_is_what_the_other_part_leaves_of_the_whole() -> None:
    whole = measure(decimaler=1)
    women, men = part(whole, "kvinnor"), part(whole, "man")
    antal = {
        "t": {"a": 7}, "t.kvinnor": {"a": 5}, "t.man": {"a": 2},
        "n": {"a": 60}, "n.kvinnor": {"a": 30}, "n.man": {"a": 30},
    }  # fmt: skip
    tabell = Tabell([whole, women, men], antal, {}, kanda=["n", "n.kvinnor"])
    assert found(tabell) == {}  # both parts are hidden
    rows = tabell.rows()
    shown = (rows.indikator == "andelen.kvinnor") & (rows.enhet == "a")
    leak = rows.assign(status=rows.status.mask(shown, Status.REDOVISAS), varde=rows.varde.mask(shown, 16.7))
    one = attack(leak, tabell.kunskap()).inneslutna
    assert [(found.indikator, found.del_, found.lo, found.hi) for found in one] == [("andelen.man", "täljare", 2, 2)]


def test_one_measure_shows_what_another_hides() -> None:
    # 3 of 12 is hidden; but the 12 are shown as 12 of 50 inhabitants.
    inner, outer = measure("andelen", "s", "t"), measure("andra", "t", "n", decimaler=1)
    tabell = Tabell([inner, outer], {"s": {"a": 3}, "t": {"a": 12}, "n": {"a": 50}}, {}, kanda=["n"])
    assert {key: one.lo for key, one in found(tabell).items()} == {("a", "nämnare"): 12}
    assert found(Tabell([inner], tabell.antal, {}, kanda=["n"])) == {}


def test_what_is_shown_is_known_not_to_be_too_few() -> None:
    # 2 percent of 200 are 3 or 4 people; 3 would be hidden.
    inner, outer = measure("andelen", "s", "t"), measure("andra", "t", "n")
    tabell = Tabell([inner, outer], {"s": {"a": 2}, "t": {"a": 4}, "n": {"a": 200}}, {}, kanda=["n"])
    assert {key: (one.lo, one.hi) for key, one in found(tabell).items()} == {("a", "nämnare"): (4, 4)}


def test_a_mark_for_small_numbers_fixes_the_scale() -> None:
    # Of 4 to 19 people 8.3 percent would be 1 of 12, but then it would be hidden; 53.8 percent can only be 7 of 13.
    inner, outer = measure("andelen", "s", "n"), measure("andra", "t", "n", minst=(4, 20, 0, 0), decimaler=1)
    tabell = Tabell([inner, outer], {"s": {"a": 1}, "t": {"a": 7}, "n": {"a": 13}}, {})
    assert {key: (one.lo, one.hi) for key, one in found(tabell).items()} == {("a", "nämnare"): (13, 13)}
    upright = Tabell([inner, outer], {"s": {"a": 1}, "t": {"a": 14}, "n": {"a": 26}}, {})
    assert found(upright) == {}  # 26, 39, 52 … people


def test_figures_that_do_not_agree_are_loosened_and_told() -> None:
    tabell = one_hidden(inne=True)
    rows = tabell.rows()
    rows.loc[rows.enhet == "lan", "varde"] = 99.0
    answer = attack(rows, tabell.kunskap())
    assert any("går inte ihop; prövat med en marginal" in note for note in answer.anmarkningar)
    assert len(answer.anmarkningar) == 2  # that, and the län: loosened, the rest of it agrees
    assert answer.provade == 1


def test_parts_that_are_fewer_than_the_whole_are_told() -> None:
    # Ten people have no kön in the register: of 20, 5 are women, and the 5 men there are cannot be the other 15.
    whole = measure(decimaler=1)
    antal = {
        "t": {"a": 20}, "t.kvinnor": {"a": 5}, "t.man": {"a": 2},
        "n": {"a": 60}, "n.kvinnor": {"a": 25}, "n.man": {"a": 5},
    }  # fmt: skip
    tabell = Tabell([whole, part(whole, "kvinnor"), part(whole, "man")], antal, {}, ["n", "n.kvinnor", "n.man"])
    rows = tabell.rows()
    shown = rows.indikator == "andelen.kvinnor"
    rows = rows.assign(status=rows.status.mask(shown, Status.REDOVISAS), varde=rows.varde.mask(shown, 20.0))
    answer = attack(rows, tabell.kunskap())
    assert answer.anmarkningar == (
        f"Delarna av andelen.man {AR} är inte lika med det hela; prövat som att de är högst det hela.",
    )
    assert answer.inneslutna == ()


def test_a_level_of_unknown_units_is_told() -> None:
    tabell = one_hidden(inne=True)
    rows = tabell.rows()
    rows.loc[rows.enhet == "lan", "enheter"] = 2.0
    answer = attack(rows, tabell.kunskap())
    assert answer.inneslutna == ()
    assert "okänt vilka enheter" in answer.anmarkningar[0]


@pytest.mark.parametrize(
    ("minst", "namnare", "expected"),
    [
        pytest.param((4, 20, 4, 0), 100.0, (4, 1), id="täljaren_0_till_3"),
        pytest.param((4, 20, 4, 0), None, (4, 4), id="okänd_nämnare"),
        pytest.param((4, 20, 4, 0), 2.0, (3, 1), id="två_personer"),
        pytest.param((4, 20, 4, 4), 100.0, (4, 1), id="resten_0_till_3"),
        pytest.param((0, 0, 0, 0), 100.0, (101, 1), id="ingen_regel"),
    ],
)
def test_what_a_rule_alone_leaves(
    minst: tuple[int, int, int, int], namnare: float | None, expected: tuple[float, float]
) -> None:
    namn, sma, taljare, rest = minst
    ways = cases(Undertryckning(2000, namn, sma, taljare, rest), sekundar=False)
    assert a_priori(ways, namnare, andel=True) == expected


def test_a_printed_value_tells_where_its_quotient_lies() -> None:
    kvot = printed(12.5, 1, 100)  # half away from zero: from 12.45, which is printed so, to 12.55, which is not
    assert kvot.whole(1000) == (125, 125)
    assert kvot.whole(2000) == (249, 250)  # 12.45 is 249 of 2000; 251 of 2000 is 12.55
    assert printed(0.0, 0, 100).whole(200) == (0, 0)  # 1 of 200 is 0.5, printed as 1
    found = pairs((0, 3), (1, 30), printed(23.1, 1, 100), None, andel=True)
    assert found is not None
    assert found.tolist() == [[3, 13]]
    assert count_whole([(0, 3), (2, 5), (9, 9)]) == 7


Counts = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 9), st.integers(0, 30)), min_size=2)
Few = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=3)
RULES = [(4, 20, 0, 0), (4, 20, 4, 0), (4, 20, 4, 4), (4, 10, 3, 0)]


def tabell_of(counts: dict[str, tuple[int, int]], minst: tuple[int, int, int, int], **more: bool) -> Tabell:
    """Return a table of units with a täljare and a rest each, in a län and a group of the first two."""
    antal = {"t": {id_: t for id_, (t, _) in counts.items()}, "n": {id_: t + rest for id_, (t, rest) in counts.items()}}
    units = tuple(sorted(counts))
    one = measure(minst=minst, inne=more["inne"], decimaler=int(more["fin"]))
    return Tabell([one], antal, {"lan": units, "grupp": units[:2]}, kanda=["n"] if more["kand"] else [])


@settings(max_examples=50, derandomize=True, deadline=None)
@given(counts=Counts, minst=st.sampled_from(RULES), inne=st.booleans(), kand=st.booleans(), fin=st.booleans())
def test_the_truth_always_lies_where_the_attack_says(
    *,
    counts: dict[str, tuple[int, int]],
    minst: tuple[int, int, int, int],
    inne: bool,
    kand: bool,
    fin: bool,
) -> None:
    tabell = tabell_of(counts, minst, inne=inne, kand=kand, fin=fin)
    every = ranges(tabell.rows(), tabell.kunskap())
    for one in every:
        assert one.lo <= tabell.truth(one.indikator, one.enhet)[one.del_] <= one.hi
    narrow = {(one.cell, one.del_) for one in every if one.antal < one.krav}
    answer = attack(tabell.rows(), tabell.kunskap())
    assert {(one.cell, one.del_) for one in answer.inneslutna} == narrow  # the short way finds what the long one does
    assert answer.anmarkningar == ()


def test_a_unit_by_itself_is_bounded_by_its_own_figures_alone() -> None:
    tabell = one_hidden(inne=True)
    pieces = Pieces(build_system(tabell.rows(), tabell.kunskap()))
    (mark,) = pieces.sizes
    piece = pieces.bit([mark])
    near = np.array([at for at, (_, _, enhet) in enumerate(piece.tal) if enhet == "a"])
    (mal,) = piece.mal
    for part_, expected in ((piece, (2, 2)), (piece.cut(near, [mal]), (0, 30))):
        assert tuple(part_.extreme(mal.taljare, sign).varde for sign in (1, -1)) == pytest.approx(expected)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(counts=Counts, minst=st.sampled_from(RULES), inne=st.booleans(), kand=st.booleans())
def test_a_large_table_is_looked_at_unit_by_unit_with_the_same_answer(
    *, counts: dict[str, tuple[int, int]], minst: tuple[int, int, int, int], inne: bool, kand: bool
) -> None:
    tabell = tabell_of(counts, minst, inne=inne, kand=kand, fin=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("oj_workbook.attack.TOGETHER", 1)
        patch.setattr("oj_workbook.attack.NEAR", 1)
        piecewise = attack(tabell.rows(), tabell.kunskap())
    whole = attack(tabell.rows(), tabell.kunskap())
    assert [(one.cell, one.del_) for one in piecewise.inneslutna] == [(one.cell, one.del_) for one in whole.inneslutna]
    assert piecewise.anmarkningar == ()


@settings(max_examples=20, derandomize=True, deadline=None)
@given(counts=Few, inne=st.booleans())
def test_every_table_that_is_published_alike_lies_where_the_attack_says(
    *, counts: list[tuple[int, int]], inne: bool
) -> None:
    tabell = tabell_of(dict(zip("abc", counts, strict=False)), (3, 5, 2, 0), inne=inne, kand=True, fin=True)
    published = tabell.rows()
    namnare = tabell.antal["n"]
    alike: dict[str, set[int]] = {id_: set() for id_ in namnare}
    for taljare in product(*(range(n + 1) for n in namnare.values())):
        tabell.antal = {"t": dict(zip(namnare, taljare, strict=True)), "n": namnare}
        if tabell.rows().equals(published):
            for id_, t in tabell.antal["t"].items():
                alike[id_].add(t)
    for one in ranges(published, tabell.kunskap()):
        if one.enhet in alike and one.del_ == "täljare":
            assert one.lo <= min(alike[one.enhet])
            assert max(alike[one.enhet]) <= one.hi


def secret(tabell: Tabell) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables units and levels of a table."""
    units = [
        (one.id, AR, id_, *map(float, tabell.counts(one, id_)), None, Status.REDOVISAS)
        for one in tabell.matt
        for id_ in tabell.units(one)
    ]
    levels = [
        (one.id, AR, niva, *map(float, tabell.sums(one, niva)), antal, 0.0, antal, Status.REDOVISAS)
        for one in tabell.matt
        for niva in tabell.nivaer
        if (antal := float(len(tabell.pooled(one, niva)))) >= 0
    ]
    return table(UNITS, units), table(LEVELS, levels)


def complemented(tabell: Tabell) -> set[tuple[str, str]]:
    """Return what complement hides, after hiding it; it must leave nothing to be found."""
    answer = complement(tabell.rows(), *secret(tabell), tabell.kunskap())
    assert answer.problems == ()
    tabell.gom = {(id_, enhet) for id_, _, enhet in answer.gom}
    after = attack(tabell.rows(), tabell.kunskap())
    assert after.inneslutna == ()
    assert after.anmarkningar == ()
    return tabell.gom


def test_the_smallest_of_the_figures_that_enclose_is_hidden_with_it() -> None:
    tabell = one_hidden(inne=True)
    assert found(tabell)
    assert complemented(tabell) == {("andelen", "b")}  # with 50 people, where c has 60 and the län 140
    assert complement(tabell.rows(), *secret(tabell), tabell.kunskap()).gom == frozenset()  # and then it is enough


def test_nothing_is_hidden_where_nothing_leads_to_what_is_hidden() -> None:
    tabell = one_hidden(inne=True, decimaler=0)
    tabell.antal = {"t": {"a": 2, "b": 200, "c": 80}, "n": {"a": 300, "b": 5000, "c": 6000}}
    assert complemented(tabell) == set()


def test_a_level_of_one_hidden_unit_is_hidden_too() -> None:
    tabell = one_hidden(inne=True, decimaler=0)
    tabell.antal = {"t": {"a": 2, "b": 200, "c": 80}, "n": {"a": 300, "b": 5000, "c": 6000}}
    tabell.nivaer = {"lan-1": ("a",), "lan-2": ("b",), "riket": ("a", "b", "c")}
    rows = tabell.rows()
    shown = rows.assign(status=rows.status.mask(rows.enhet == "lan-1", Status.REDOVISAS))
    gom = complement(shown, *secret(tabell), tabell.kunskap()).gom
    assert ("andelen", AR, "lan-1") in gom
    assert ("andelen", AR, "lan-2") not in gom


def test_what_cannot_be_made_safe_is_told_without_a_number() -> None:
    # The hidden 12 are shown by a measure that hides nothing inside its aggregates, and so is not complement's to hide.
    inner, outer = measure("andelen", "s", "t", inne=True), measure("andra", "t", "n", decimaler=1)
    tabell = Tabell([inner, outer], {"s": {"a": 3}, "t": {"a": 12}, "n": {"a": 50}}, {}, kanda=["n"])
    (problem,) = complement(tabell.rows(), *secret(tabell), tabell.kunskap()).problems
    assert problem.kod == "röjande"
    assert problem.text.startswith(f"andelen {AR} för a är undertryckt men går att räkna ut")
    assert not any(sign.isdigit() for sign in problem.text.replace(str(AR), ""))


@settings(max_examples=20, derandomize=True, deadline=None)
@given(counts=Counts, minst=st.sampled_from(RULES), kand=st.booleans(), fin=st.booleans())
def test_what_is_hidden_besides_makes_everything_safe(
    *,
    counts: dict[str, tuple[int, int]],
    minst: tuple[int, int, int, int],
    kand: bool,
    fin: bool,
) -> None:
    complemented(tabell_of(counts, minst, inne=True, kand=kand, fin=fin))


def test_a_finished_build_and_the_line_give_the_attacker_the_same(example_root: Path) -> None:
    example = read_sources(example_root, "2024-poster")
    inputs, omrade = example.inputs, example.omrade
    problems = Problems()
    outside = known_to_all(example.utgava, omrade, inputs.enheter, example_root, problems)
    inside = known_of(inputs, omrade)
    assert list(problems) == []
    assert outside.kanda == inside.kanda
    assert outside.publicerat == inside.publicerat
    ranked = figures(example)
    read = published_rows(resultat_csv(ranked, omrade, inputs.enheter, ""))
    assert {(row.indikator, row.ar, row.enhet): row.status for row in read.itertuples()} == {
        (*pair, enhet): figur.status for pair, found in ranked.figurer.items() for enhet, figur in found.items()
    }
    hidden = (read.status == Status.UNDERTRYCKT).sum()
    assert hidden
    answer = attack(read, outside)
    assert answer.anmarkningar == ()
    assert 0 < answer.provade <= hidden
    # No rule of the example hides a täljare: where the whole is 1 person, the hidden women are 0 or 1.
    assert {(one.indikator, one.del_) for one in answer.inneslutna} <= {
        (f"langvariga.{del_}", vad) for del_ in ("kvinnor", "man") for vad in ("täljare", "nämnare")
    }
    assert all(any(way.startswith("langvariga 20") for way in one.way) for one in answer.inneslutna)
