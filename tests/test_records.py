"""From monthly records to counts: every boundary of the rules on the real pages, countable by hand."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oj_workbook.kallor import Poster
from records import AR, FILLER, KOD, YEARS, House, Post, by_hand, house, months, write

BISTAND, VUXNA, LANG, MYCKET = (
    "bistandsmottagare",
    "vuxna_bistandsmottagare",
    "vuxna_langvarigt",
    "vuxna_mycket_langvarigt",
)
GOTEBORG = [f"1480-{one}-2021" for one in ("centrum", "hisingen", "nordost", "sydvast")]
BARN, BARN_LANG, UNGA = "barn_bistand", "barn_langvarigt", "unga_vuxna_bistand"
ITEMS = (BISTAND, VUXNA, LANG, MYCKET, BARN, BARN_LANG, UNGA)


@pytest.fixture(scope="module")
def hus() -> House:
    return house()


def counted(hus: House, folder: Path, posts: list[Post]) -> dict[str, set[str]]:
    """Return the items that some people count in, by unit, without the parts."""
    found = hus.counts(folder, [*posts, *FILLER])
    units = dict.fromkeys(enhet for item, enhet in found if enhet != KOD["k"])
    return {enhet: {item for item in ITEMS if found[item, enhet]} for enhet in units}


# ruff: noqa: E501 - the table of months is read as a table
# One letter a month, from January 2021 to December 2023: V Upplands Väsby, B Botkyrka (same län), L Luleå.
@pytest.mark.parametrize(
    ("fodd", "y2021", "y2022", "y2023", "enhet", "items"),
    [
        pytest.param(1980, "............", "............", "V...........", "V", {VUXNA}, id="en_månad"),
        pytest.param(1980, "............", "............", "VVVVVVVVV...", "V", {VUXNA}, id="9_månader"),
        pytest.param(1980, "............", "............", "VVVVV.VVVV.V", "V", {VUXNA, LANG}, id="10_månader"),
        pytest.param(1980, "............", "............", "VVVVVVVVVVVV", "V", {VUXNA, LANG}, id="12_månader"),
        pytest.param(1980, "............", "VVVVVVVVVVVV", "VVVVVVVVV...", "V", {VUXNA}, id="21_över_nyår_är_9_i_år"),
        pytest.param(1980, "VVVVVVVVVV..", "VVVVVVV..VVV", "VVVVVVV.....", "V", {VUXNA, MYCKET}, id="27_av_36"),
        pytest.param(1980, "VVVVVVVVVV..", "VVVVVVV..VVV", "VVVVVV......", "V", {VUXNA}, id="26_av_36"),
        pytest.param(1980, "VVVVVVVVVV..", "VVVVVVVVVVVV", "VVVVVVVVVVVV", "V", {VUXNA, LANG, MYCKET}, id="paus_2"),
        pytest.param(1980, "VVVVVVVVV...", "VVVVVVVVVVVV", "VVVVVVVVVVVV", "V", {VUXNA, LANG}, id="paus_3"),
        pytest.param(1980, "VVVVVVVVVVV.", ".VVVVVVVVVVV", "VVVVVVVVVVVV", "V", {VUXNA, LANG, MYCKET}, id="paus_2_över_nyår"),
        pytest.param(1980, "VVVVVVVVVVV.", "..VVVVVVVVVV", "VVVVVVVVVVVV", "V", {VUXNA, LANG}, id="paus_3_över_nyår"),
        pytest.param(1980, "VVVVV..VVVV.", ".VVVVV..VVVV", "VVVVVV..VVVV", "V", {VUXNA, LANG, MYCKET}, id="flera_pauser_2"),
        pytest.param(1980, "VVVVVVVVVVVV", "VVVVVVVVVVVV", "VVV.........", "V", {VUXNA, MYCKET}, id="slutade_i_mars"),
        pytest.param(1980, ".........VVV", "VVVVVVVVVVVV", "VVVVVVVVVVVV", "V", {VUXNA, LANG, MYCKET}, id="började_i_oktober"),
        pytest.param(1980, "..........VV", "VVVVVVVVVVVV", "VVVVVVVVVVVV", "V", {VUXNA, LANG}, id="började_i_november"),
        pytest.param(1980, "............", "............", "VVVVVVVVVVVB", "B", {VUXNA, LANG}, id="flyttade_i_december"),
        pytest.param(1980, "............", "............", "VVVVVVVVVV.B", "B", {VUXNA, LANG}, id="två_i_samma_län"),
        pytest.param(1980, "............", "............", "LLLLBBBB.VVV", "V", {VUXNA, LANG}, id="tre_kommuner"),
        pytest.param(1980, "LLLLLLLLLLLL", "LLLLLLLLLLLL", "LL.........V", "V", {VUXNA}, id="paus_och_flytt"),
        pytest.param(2005, "VVVVVVVVVVVV", "VVVVVVVVVVVV", "VVVVVVVVVVVV", "V", {VUXNA, LANG, MYCKET, UNGA}, id="fyllde_18_i_år"),
        pytest.param(2006, "VVVVVVVVVVVV", "VVVVVVVVVVVV", "VVVVVVVVVVVV", "V", {BARN, BARN_LANG}, id="fyllde_17_i_år"),
        pytest.param(2006, "............", "............", "VVVVVVVVV...", "V", {BARN}, id="barn_9_månader"),
        pytest.param(1999, "............", "............", "V...........", "V", {VUXNA, UNGA}, id="fyllde_24_i_år"),
        pytest.param(1998, "............", "............", "V...........", "V", {VUXNA}, id="fyllde_25_i_år"),
        pytest.param(2023, "............", "............", "...........V", "V", {BARN}, id="född_i_år"),
    ],
)  # fmt: skip
def test_a_person_is_counted_by_the_months_of_the_table(
    fodd: int, y2021: str, y2022: str, y2023: str, enhet: str, items: set[str], hus: House, tmp_path: Path
) -> None:
    found = counted(hus, tmp_path, months("1", y2021, y2022, y2023, fodd=fodd))
    assert {unit: counts for unit, counts in found.items() if counts} == {KOD[enhet]: {BISTAND, *items}}


def test_a_person_without_bistand_in_the_year_is_nowhere(hus: House, tmp_path: Path) -> None:
    assert counted(hus, tmp_path, months("1", "V" * 12, "V" * 12, "." * 12)) == {}


def test_months_before_the_three_years_do_not_count(hus: House, tmp_path: Path) -> None:
    """26 months in the three years, and one more the month before they begin: 26."""
    early = [Post("1", 2020, 12, KOD["V"])]
    write(tmp_path / "poster.csv", [*early, *months("1", "V" * 12, "V" * 12, "VV" + "." * 10), *FILLER])
    counted, problems = hus.count(tmp_path, ["poster.csv"])
    assert counted is None
    assert [problem.kod for problem in problems.errors] == ["fel-år"]
    filler = [Post("filler", 2020, month, KOD["k"], fodd=1960) for month in range(1, 13)]
    write(tmp_path / "poster.csv", [*early, *months("1", "V" * 12, "V" * 12, "VV" + "." * 10), *FILLER, *filler])
    poster = Poster((2020, 2021, 2022), ("poster.csv",), "löpnummer", "radens")
    counted, problems = hus.count(tmp_path, ["poster.csv"], poster)
    assert counted
    found = {(uppgift, enhet): antal for uppgift, _, enhet, antal, _, _ in counted.antal}
    assert found[VUXNA, KOD["V"]] == 1
    assert found[MYCKET, KOD["V"]] == 0


@pytest.mark.parametrize(
    ("v", "b", "enhet"),
    [
        pytest.param(3000, 2000, "V", id="störst_belopp_i_V"),
        pytest.param(2000, 3000, "B", id="störst_belopp_i_B"),
        pytest.param(2000, 2000, "V", id="lika_då_lägst_kod"),
    ],
)
def test_two_units_in_the_last_month_do_not_depend_on_the_order(
    v: int, b: int, enhet: str, hus: House, tmp_path: Path
) -> None:
    both = [Post("1", AR, 5, KOD["V"], kr=v), Post("1", AR, 5, KOD["B"], kr=b)]
    for posts in (both, both[::-1]):
        found = counted(hus, tmp_path, posts)
        assert {unit for unit, counts in found.items() if counts} == {KOD[enhet]}


def test_a_city_part_that_ended_in_the_year_is_the_one_that_took_over(hus: House, tmp_path: Path) -> None:
    posts = [Post("1", AR, 2, "0180-norrmalm-2007"), Post("2", AR, 11, "0180-norra-innerstaden-2023")]
    found = hus.counts(tmp_path, [*posts, *FILLER])
    assert found[BISTAND, "0180-norra-innerstaden-2023"] == 2
    assert (BISTAND, "0180-norrmalm-2007") not in found


def test_parts_are_counted_by_the_last_record_and_kronor_and_months_where_they_were_paid(
    hus: House, tmp_path: Path
) -> None:
    posts = [
        *months("1", "VVVVVVVVVV.B", kon="1", land="U", kr=1000),
        *months("2", "VV..........", kon="2", land="U", kr=500, hushall="h1"),
        *months("3", "GG..........", kon="", land="", kr=-200, hushall="hg"),
    ]
    found = hus.counts(tmp_path, [*posts, *FILLER])
    v, b, g = (KOD[letter] for letter in "VBG")
    assert (found[f"{VUXNA}.man", b], found[f"{VUXNA}.utrikes_fodda", b], found[f"{LANG}.man", b]) == (1, 1, 1)
    assert (found[f"{VUXNA}.man", v], found[f"{VUXNA}.kvinnor", v], found[f"{VUXNA}.utrikes_fodda", v]) == (0, 1, 1)
    assert (found[VUXNA, g], found[f"{VUXNA}.man", g], found[f"{VUXNA}.kvinnor", g]) == (1, 0, 0)  # kön is not known
    kronor, manader = "utbetalt_bistand_kr", "bistandsmanader"
    assert (found[kronor, v], found[kronor, b], found[kronor, g]) == (11_000, 1000, -400)
    assert (found[manader, v], found[manader, b], found[manader, g]) == (10, 1, 2)  # one household of two, ten months
    assert (manader, "1480") not in found  # the city is the sum of four, and three have no records
    four = [Post(f"g{number}", AR, 3, enhet) for number, enhet in enumerate(GOTEBORG)]
    assert hus.counts(tmp_path, [*four, *FILLER])[manader, "1480"] == 4  # costs are reported by whole kommuner


def test_an_amount_that_is_repeated_on_everybody_is_paid_once(hus: House, tmp_path: Path) -> None:
    posts = [Post(person, AR, 3, KOD["V"], kr=8000, hushall="h") for person in ("1", "2", "3")]
    write(tmp_path / "poster.csv", [*posts, *FILLER])
    for belopp, kronor in (("radens", 24_000), ("hushållets", 8000)):
        poster = Poster(YEARS[:-1], ("poster.csv",), "löpnummer", belopp)  # type: ignore[arg-type]
        counted, _ = hus.count(tmp_path, ["poster.csv"], poster)
        assert counted
        assert [row[3] for row in counted.antal if row[0] == "utbetalt_bistand_kr" and row[2] == KOD["V"]] == [kronor]


# --- who is outside ---


def test_persons_without_a_valid_id_or_not_folkbokforda_are_outside_and_told_of(hus: House, tmp_path: Path) -> None:
    posts = [
        *months("19800101-0001", "VVVVVVVVVVVV"),
        *months("19800101-0009", "VVVVV......."),  # the control digit is wrong
        *months("19800161-0008", "VV.........."),  # a samordningsnummer
        *months("1980TF01-0001", "V..........."),
        *months("", "VV..........", hushall="x"),
        *[replace(post, fb="nej") for post in months("19900101-0009", "VVV.........")],
        *[replace(post, fb="nej" if post.manad < 3 else "ja") for post in months("19910101-0008", "VVV.........")],
    ]
    filler = [replace(post, person="19600101-0005") for post in FILLER]
    write(tmp_path / "poster.csv", [*posts, *filler])
    poster = Poster(YEARS[:-1], ("poster.csv",), "personnummer", "radens")
    counted, problems = hus.count(tmp_path, ["poster.csv"], poster)
    assert counted, problems.errors
    assert [row[3] for row in counted.antal if row[:3] == (BISTAND, AR, KOD["V"])] == [2]
    told = counted.utanfor
    assert (told.poster, told.utan_id, told.personer, told.inte_folkbokforda) == (40, 10, 3, 1)
    (kronor,) = (row[3] for row in counted.antal if row[0] == "utbetalt_bistand_kr" and row[2] == KOD["V"])
    assert kronor == 15 * 5000  # of those who count


def test_a_personnummer_is_one_person_with_and_without_its_hyphen(hus: House, tmp_path: Path) -> None:
    posts = [
        Post("19800101-0001" if month % 2 else "198001010001", AR, month, KOD["V"], hushall="h")
        for month in range(1, 13)
    ]
    write(tmp_path / "poster.csv", [*posts, *(replace(post, person="19600101-0005") for post in FILLER)])
    counted, problems = hus.count(
        tmp_path, ["poster.csv"], Poster(YEARS[:-1], ("poster.csv",), "personnummer", "radens")
    )
    assert counted, problems.errors
    found = {row[0]: row[3] for row in counted.antal if row[2] == KOD["V"]}
    assert (found[BISTAND], found[LANG]) == (1, 1)


def test_ids_that_nobody_can_have_are_refused_instead_of_counting_nobody(hus: House, tmp_path: Path) -> None:
    write(tmp_path / "poster.csv", FILLER)
    poster = Poster(YEARS[:-1], ("poster.csv",), "personnummer", "radens")
    counted, problems = hus.count(tmp_path, ["poster.csv"], poster)
    assert counted is None
    assert [problem.kod for problem in problems.errors] == ["ogiltiga-id"]
    write(
        tmp_path / "poster.csv",
        [*FILLER, *(post for n in range(2) for post in months("", "VV..........", hushall=str(n)))],
    )
    _, problems = hus.count(tmp_path, ["poster.csv"])
    assert [problem.kod for problem in problems.warnings] == ["ogiltiga-id"]  # four of sixteen


def test_a_unit_whose_year_is_incomplete_can_be_left_out(hus: House, tmp_path: Path) -> None:
    write(tmp_path / "poster.csv", [*FILLER, *months("1", "VVVVVVVVV..."), *months("2", "BBBBBBBBBBBB")])
    poster = Poster(YEARS[:-1], ("poster.csv",), "löpnummer", "radens", bortfall=(KOD["V"],))
    counted, problems = hus.count(tmp_path, ["poster.csv"], poster)
    assert counted, problems.errors
    assert {row[2] for row in counted.antal} == {KOD["B"], KOD["k"]}


def test_households_of_areas_that_were_merged_in_the_year_are_not_one(hus: House, tmp_path: Path) -> None:
    old = ("0180-norrmalm-2007", "0180-ostermalm-2007")
    posts = [Post(str(number), AR, 2, kod, hushall="1") for number, kod in enumerate(old)]
    found = hus.counts(tmp_path, [*posts, *FILLER])
    assert found["bistandsmanader", "0180-norra-innerstaden-2023"] == 2


def test_the_households_amount_may_be_blank_on_some_and_below_zero(hus: House, tmp_path: Path) -> None:
    posts = [Post(person, AR, 3, KOD["V"], kr=kr, hushall="h") for person, kr in (("1", -200), ("2", 0), ("3", -200))]
    write(tmp_path / "poster.csv", [*posts, *FILLER])
    counted, _ = hus.count(tmp_path, ["poster.csv"], Poster(YEARS[:-1], ("poster.csv",), "löpnummer", "hushållets"))
    assert counted
    assert [row[3] for row in counted.antal if row[0] == "utbetalt_bistand_kr" and row[2] == KOD["V"]] == [-200]


# --- what is wrong is told by row, and never shown ---

KANARIE = "19121212-1212"


@pytest.mark.parametrize(
    ("change", "kod"),
    [
        pytest.param({"manad": 13}, "fel-månad", id="månad_13"),
        pytest.param({"ar": 2019}, "fel-år", id="ett_annat_år"),
        pytest.param({"kod": KANARIE}, "okänd-enhet", id="okänd_kommun"),
        pytest.param({"kod": "1480"}, "enhet-utan-svar", id="stad_som_svarar_genom_delar"),
        pytest.param({"kod": "1480-centrum-2011"}, "enhet-utan-svar", id="delområde_som_upphört"),
        pytest.param({"kod": "1480-centrum-1811"}, "okänd-enhet", id="delområde_som_inte_finns"),
        pytest.param({"kr": KANARIE}, "fel-tal", id="belopp_i_ord"),
        pytest.param({"kon": KANARIE}, "okänt-värde", id="okänt_kön"),
        pytest.param({"land": "X"}, "okänt-värde", id="okänt_ursprung"),
        pytest.param({"roll": "granne"}, "okänt-värde", id="okänd_roll"),
        pytest.param({"fb": ""}, "okänt-värde", id="folkbokförd_tom"),
        pytest.param({"fodd": "okänt"}, "fel-födelseår", id="födelseår_saknas"),
    ],
)
def test_a_faulty_record_is_told_by_its_row_and_not_shown(
    change: dict[str, object], kod: str, hus: House, tmp_path: Path
) -> None:
    posts = [*FILLER, replace(Post("secret-person", AR, 4, KOD["V"]), **change)]  # type: ignore[arg-type]
    write(tmp_path / "poster.csv", posts)
    counted, problems = hus.count(tmp_path, ["poster.csv"])
    assert counted is None
    assert [(problem.place.fil, problem.place.rad, problem.kod) for problem in problems.errors] == [
        ("poster.csv", len(posts) + 1, kod)
    ]
    told = "\n".join(map(str, problems.errors))
    assert KANARIE not in told
    assert "secret" not in told


def test_contradictory_people_are_told_by_all_their_rows(hus: House, tmp_path: Path) -> None:
    born = [Post("a", AR, 1, KOD["V"]), Post("a", AR, 2, KOD["V"], fodd=1981)]
    across = [Post("b", 2021, 1, KOD["V"]), Post("b", AR, 2, KOD["V"], fodd=1979)]
    twice = [Post("c", AR, 7, KOD["V"]), Post("c", AR, 7, "114", kr=1)]  # the same kommun, written in two ways
    fine = [Post("d", AR, 7, KOD["V"], hushall="h1"), Post("d", AR, 7, KOD["V"], hushall="h2")]
    write(tmp_path / "poster.csv", [*born, *across, *twice, *fine, *FILLER])
    counted, problems = hus.count(tmp_path, ["poster.csv"])
    assert counted is None
    assert [(problem.place.rad, problem.kod) for problem in problems.errors] == [
        (2, "fel-födelseår"),
        (3, "fel-födelseår"),
        (4, "fel-födelseår"),
        (5, "fel-födelseår"),
        (6, "dubbel-post"),
        (7, "dubbel-post"),
    ]


def test_a_month_without_any_record_is_refused_and_one_that_a_unit_lacks_is_told(hus: House, tmp_path: Path) -> None:
    write(tmp_path / "poster.csv", [post for post in FILLER if (post.ar, post.manad) not in ((2021, 5), (AR, 12))])
    counted, problems = hus.count(tmp_path, ["poster.csv"])
    assert counted is None
    assert [(problem.kod, problem.text) for problem in problems.errors] == [
        ("månad-saknas", "2021 saknar poster för månad 5."),
        ("månad-saknas", "2023 saknar poster för månad 12."),
    ]
    for people, told in ((19, []), (20, ["Upplands Väsby har inga poster 2023 för månad 11, 12."])):  # of few, nothing
        posts = [post for number in range(people) for post in months(str(number), "VVVVVVVVVV..")]
        write(tmp_path / "poster.csv", [*FILLER, *posts])
        _, problems = hus.count(tmp_path, ["poster.csv"])
        assert [problem.text for problem in problems.warnings] == told


@pytest.mark.parametrize(
    ("spoil", "kod"),
    [
        pytest.param(lambda path: path.unlink(), "fil-saknas", id="ingen_fil"),
        pytest.param(lambda path: path.write_bytes(b"PAR1 not a file"), "kolumn-saknas", id="inga_kolumner"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"1,2\n"), "fil-oläslig", id="för_få_fält"),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes() + b"1,\xe5" * 5 + b"\n"), "fil-oläslig", id="latin_1"
        ),
        pytest.param(lambda path: path.write_text("secret\n"), "kolumn-saknas", id="bara_en_kolumn"),
        pytest.param(lambda path: path.write_text(""), "tom-fil", id="tom"),
        pytest.param(lambda path: path.write_text("\n\n"), "tom-fil", id="bara_radslut"),
        pytest.param(
            lambda path: path.write_text(path.read_text().replace(",fb", ",fb,")), "dubbel-rubrik", id="tom_rubrik"
        ),
        pytest.param(
            lambda path: path.write_text(path.read_text().replace(",fb", ",KR")), "dubbel-rubrik", id="KR_och_kr"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_kind_of_fault(
    spoil: Callable[[Path], object], kod: str, hus: House, tmp_path: Path
) -> None:
    write(tmp_path / "poster.csv", FILLER)
    spoil(tmp_path / "poster.csv")
    counted, problems = hus.count(tmp_path, ["poster.csv"])
    assert counted is None
    assert {problem.kod for problem in problems.errors} == {kod}


def test_years_that_a_rule_looks_back_at_must_be_delivered(hus: House, tmp_path: Path) -> None:
    write(tmp_path / "poster.csv", [post for post in FILLER if post.ar > 2021])
    poster = Poster((2022,), ("poster.csv",), "löpnummer", "radens")
    counted, problems = hus.count(tmp_path, ["poster.csv"], poster)
    assert counted is None
    assert [problem.kod for problem in problems.errors] == ["historik-saknas"]
    assert "vuxna_mycket_langvarigt 2023 behöver också månadsposter för 2021" in problems.errors[0].text


# --- properties ---

UNITS = ("0114", "0115", "0127", "2580", "1480-nordost-2021", "1480-centrum-2021")


@st.composite
def people(draw: st.DrawFn) -> list[Post]:
    """Return the records of some people, each with a life of its own."""
    posts: list[Post] = []
    for person in range(draw(st.integers(1, 12))):
        facts: dict[str, object] = {
            "fodd": draw(st.sampled_from((1950, 1980, 1998, 1999, 2005, 2006, 2015))),
            "kon": draw(st.sampled_from("12")),
            "land": draw(st.sampled_from("SU")),
            "fb": draw(st.sampled_from(("ja", "ja", "ja", "nej"))),
        }
        often = draw(st.sampled_from((0.3, 0.75, 0.95)))
        chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - no secret
        home = chance.choice(UNITS)
        for ar in YEARS:
            for manad in range(1, 13):
                home = chance.choice(UNITS) if chance.random() < 0.05 else home
                if chance.random() < often:
                    posts.append(Post(str(person), ar, manad, home, kr=chance.randrange(9000), **facts))  # type: ignore[arg-type]
                    if chance.random() < 0.05:
                        other = chance.choice([one for one in UNITS if one != home])
                        posts.append(Post(str(person), ar, manad, other, kr=chance.randrange(9000), **facts))  # type: ignore[arg-type]
    return posts


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=people(), seed=st.integers(0, 2**32))
def test_people_are_counted_once_whatever_the_order_and_the_files(
    posts: list[Post], seed: int, hus: House, tmp_path: Path
) -> None:
    everybody = [*posts, *FILLER]
    found = hus.counts(tmp_path, everybody)
    people_counts = {key: antal for key, antal in found.items() if key[0].partition(".")[0] in ITEMS}
    assert {key: antal for key, antal in people_counts.items() if antal} == by_hand(everybody)
    # Units add up to riket: each person who counts at all is in exactly one.
    alive = {post.person for post in everybody if post.ar == AR}
    outside = {person for person in alive if by_hand([post for post in everybody if post.person == person]) == {}}
    assert sum(antal for (item, _), antal in found.items() if item == BISTAND) == len(alive - outside)
    for item in ITEMS:
        for parts in (("kvinnor", "man"), ("inrikes_fodda", "utrikes_fodda")):
            whole = sum(antal for (one, _), antal in found.items() if one == item)
            assert whole == sum(
                antal for (one, _), antal in found.items() if one in [f"{item}.{part}" for part in parts]
            )
    # The same records in another order, and in two files, give the same counts.
    chance = random.Random(seed)  # noqa: S311 - no secret
    mixed = chance.sample(everybody, len(everybody))
    assert hus.counts(tmp_path, mixed) == found
    cut = chance.randrange(len(mixed) + 1)
    write(tmp_path / "a.csv", mixed[:cut])
    write(tmp_path / "b.csv", mixed[cut:])
    counted, problems = hus.count(tmp_path, ["a.csv", "b.csv"])
    assert counted, problems.errors
    assert {(uppgift, enhet): antal for uppgift, _, enhet, antal, _, _ in counted.antal} == found


def test_parquet_with_ids_as_numbers_with_decimals_is_refused(hus: House, tmp_path: Path) -> None:
    write(tmp_path / "poster.csv", FILLER)
    file = tmp_path / "poster.parquet"
    duckdb.sql(
        f"COPY (SELECT * REPLACE (1::DOUBLE AS lopnr) FROM '{tmp_path / 'poster.csv'}') TO '{file}' (FORMAT parquet)"
    )
    counted, problems = hus.count(tmp_path, ["poster.parquet"])
    assert counted is None
    assert [problem.kod for problem in problems.errors] == ["fel-kolumn"]


def test_a_division_may_be_called_anything(hus: House, tmp_path: Path) -> None:
    """Words that mean something else in the database, or end a quotation."""
    posts = [*FILLER, *months("1", "VVVVVVVVVVVV", kon="1")]
    expected = hus.counts(tmp_path, posts)
    for word in ("k'n", 'k"n', "man", "person", "roll", "nummer"):
        pages = {
            id_: replace(one, del_av=replace(one.del_av, uppdelning=word))
            if one.del_av and one.del_av.uppdelning == "kön"
            else one
            for id_, one in hus.omrade.indikatorer.items()
        }
        kon, ursprung = hus.omrade.uppdelningar.values()
        divisions = {word: replace(kon, namn=word), "ursprung": ursprung}
        renamed = replace(hus, omrade=replace(hus.omrade, indikatorer=pages, uppdelningar=divisions), kon=word)
        assert renamed.counts(tmp_path, posts) == expected, word


def test_parquet_of_any_types_gives_the_same_as_csv(hus: House, tmp_path: Path) -> None:
    posts = [*FILLER, *months("1", "VVVVVVVVVVVB"), *months("2", "GG....GG....", kon="1", land="U", kr=-250)]
    found = hus.counts(tmp_path, posts)
    file, texts = tmp_path / "poster.parquet", tmp_path / "poster.csv"
    duckdb.sql(
        f"COPY (SELECT lopnr, strptime(period, '%Y-%m')::DATE AS period,"
        " CASE WHEN len(kommun) = 4 THEN kommun::INT::VARCHAR ELSE kommun END AS kommun, hushall,"  # 0114 is 114
        " roll, kr::DOUBLE AS kr, fodd::INT AS fodd, kon::TINYINT AS kon, fodelseland, fb"
        f" FROM read_csv('{texts}', all_varchar = true)) TO '{file}' (FORMAT parquet)"
    )
    counted, problems = hus.count(tmp_path, ["poster.parquet"])
    assert counted, problems.errors
    assert {(uppgift, enhet): antal for uppgift, _, enhet, antal, _, _ in counted.antal} == found
