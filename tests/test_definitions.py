"""Every fault in a definition is answered once, at its own line and column, with a way out."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from oj_workbook.definitions import load_definitions
from oj_workbook.model import Andel, Indikator, JaNej, Kvot, MinstAntal, Omrade
from oj_workbook.problems import Problem, Problems, ProblemsError
from oj_workbook.yamlfile import MAX_BYTES, MAX_DEPTH

BAD = ROOT / "tests" / "bad_definitions"
GOOD = ROOT / "tests" / "good_definitions"
SMALL = BAD / "omrade"

#: The first lines of a bad page say what must be answered, if only as a warning: the line and column in the page as
#: it stands ("-" for the whole file), the code, and words of the fact or the remedy.
VANTAT = re.compile(r'# väntat(?P<varning> varning)?: (?P<plats>-|\d+(?::\d+)?) (?P<kod>\S+)(?P<ord>(?: "[^"]+")+)')


def load(folder: Path) -> tuple[Omrade | None, list[Problem]]:
    """Load an område as the program does; return it with everything that was told."""
    problems = Problems()
    omrade = load_definitions(folder, folder.parent, problems)
    try:
        problems.raise_if_any()
    except ProblemsError as error:
        return omrade, error.problems
    return omrade, problems.warnings


def expected(page: Path) -> list[re.Match[str]]:
    """Return what a bad page says must be answered."""
    lines = page.read_bytes().decode(errors="replace").splitlines()
    return [match for line in lines if (match := VANTAT.fullmatch(line))]


def where_and_what(problem: Problem) -> str:
    """Return a problem's line, column and code as a `# väntat:` line writes them."""
    numbers = [str(number) for number in (problem.place.rad, problem.place.kolumn) if number]
    return f"{':'.join(numbers) or '-'} {problem.kod}"


@pytest.fixture
def omrade(tmp_path: Path) -> Path:
    """Return the folder of a small område without faults, to put pages in."""
    return shutil.copytree(SMALL, tmp_path / "omrade")


def test_the_small_omrade_has_no_fault_of_its_own(omrade: Path) -> None:
    loaded, told = load(omrade)
    assert told == []
    assert loaded is not None
    assert list(loaded.indikatorer) == ["hel_sida"]


@pytest.mark.parametrize("page", sorted(BAD.glob("*.yaml")), ids=lambda page: page.name)
def test_a_fault_is_answered_once_and_where_it_stands(page: Path, omrade: Path) -> None:
    name = "_omrade.yaml" if page.name.startswith("_omrade_") else page.name
    shutil.copy(page, omrade / name)
    vantat = expected(page)
    assert vantat, "the page does not say what must be answered"

    _, told = load(omrade)

    answer = "\n".join(str(problem) for problem in told)
    assert [where_and_what(problem) for problem in told] == [f"{one['plats']} {one['kod']}" for one in vantat], answer
    for problem, one in zip(told, vantat, strict=True):
        assert (problem.place.fil, problem.niva) == (f"omrade/{name}", "varning" if one["varning"] else "fel")
        for words in re.findall(r'"([^"]+)"', one["ord"]):
            assert words in f"{problem.text} {problem.gor_sa_har}"


@pytest.mark.parametrize("page", sorted(GOOD.glob("*.yaml")), ids=lambda page: page.name)
def test_what_is_unusual_but_right_is_accepted(page: Path, omrade: Path) -> None:
    shutil.copy(page, omrade)
    loaded, told = load(omrade)
    assert told == []
    assert loaded is not None
    assert page.stem in loaded.indikatorer


def good(page: str, omrade: Path) -> Indikator:
    """Return the indicator that an accepted page is read as, put into the område."""
    shutil.copy(GOOD / f"{page}.yaml", omrade)
    loaded, told = load(omrade)
    assert told == []
    assert loaded is not None
    return loaded.indikatorer[page]


@pytest.mark.parametrize(
    ("page", "namn", "kort_namn"),
    [
        ("nycklar_i_nfd", "Aktuell rutin vid våld", "Rutin vid våld"),
        ("sparad_i_anteckningar", "Aktuell rutin vid våld", "Rutin vid våld"),
        ("sparad_pa_gammal_mac", "Aktuell rutin vid våld", "Rutin vid våld"),
        ("titel_som_borjar_med_likhetstecken", '=HYPERLINK("http://x";"klicka")', "=1+1"),
        ("titel_med_hexkod", "Aktuell rutin vid våld", "Rutin _x000B_ vid våld"),
        ("text_med_kolon_och_hash", "Aktuell rutin: våld # 1", "C# och våld"),
    ],
)
def test_a_text_is_read_as_the_characters_that_were_written(page: str, namn: str, kort_namn: str, omrade: Path) -> None:
    indikator = good(page, omrade)
    assert (indikator.namn, indikator.kort_namn) == (namn, kort_namn)


def test_an_answer_is_the_word_that_was_written_and_never_a_number_or_a_truth_value(omrade: Path) -> None:
    svar = good("svar_som_yaml_skulle_tolka", omrade).slag.svar
    assert [alternativ.svar for alternativ in svar] == ["no", "0114", "12:30", "2013-04-01"]
    assert [alternativ.ersatter for alternativ in svar] == [None, "no", None, None]


def test_lines_of_a_paragraph_are_joined(omrade: Path) -> None:
    assert good("text_over_flera_rader", omrade).beskrivning == "Visar hur det ser ut."


def test_years_without_measurement_are_known(omrade: Path) -> None:
    mats = good("ar_ett_och_ett_eller_i_lista", omrade).mats
    assert [ar for ar in range(2010, 2023) if mats.holds(ar)] == [2012, 2013, 2015, 2016, 2017, 2018, 2019, 2020]


def test_a_changed_criterion_breaks_the_series_in_its_first_year(omrade: Path) -> None:
    assert good("andrat_kriterium_med_brott", omrade).breaks() == {2014: "Uppföljning krävs inte längre."}


def test_a_break_without_a_changed_criterion_stands_on_the_page(omrade: Path) -> None:
    assert good("brott_i_en_serie_utan_kriterier", omrade).breaks() == {2014: "Ny källa."}


def test_a_page_may_have_its_own_decimals(omrade: Path) -> None:
    kvot = good("kvot", omrade)
    assert isinstance(kvot.slag, Kvot)
    assert (kvot.mattenhet.namn, kvot.mattenhet.decimals(2012)) == ("timmar per vecka", 2)


@pytest.mark.parametrize(
    ("page", "expected"), [("andel_over_hundra", "godtas"), ("undertryckning_som_skarpts", "avvisas")]
)
def test_more_than_a_hundred_percent_is_accepted_only_where_the_page_says_so(
    page: str, expected: str, omrade: Path
) -> None:
    slag = good(page, omrade).slag
    assert isinstance(slag, Andel)
    assert slag.far_overstiga_100 == (expected == "godtas")


def test_at_least_two_of_two_is_the_same_as_all(omrade: Path) -> None:
    slag = good("lika_manga_som_listan", omrade).slag
    assert isinstance(slag, JaNej)
    villkor = slag.kriterier[0].ja_nar
    assert isinstance(villkor, MinstAntal)
    assert (villkor.antal, len(villkor.av)) == (2, 2)


def test_all_faults_of_all_pages_come_at_once_in_the_order_of_the_files(omrade: Path) -> None:
    shutil.copy(BAD / "ankare.yaml", omrade)
    shutil.copy(BAD / "okand_mattenhet.yaml", omrade)
    shutil.copy(BAD / "sparad_som_cp1252.yaml", omrade)
    shutil.copy(BAD / "undertryckning_i_fel_ordning.yaml", omrade)
    with (omrade / "undertryckning_i_fel_ordning.yaml").open("a", encoding="utf-8") as page:
        page.write("färg: röd\n")
    _, told = load(omrade)
    assert told == sorted(told)
    assert [(problem.place.fil, problem.place.rad, problem.kod) for problem in told] == [
        ("omrade/ankare.yaml", 8, "alias"),
        ("omrade/okand_mattenhet.yaml", 11, "okänt-värde"),
        ("omrade/sparad_som_cp1252.yaml", 7, "fel-teckenkodning"),
        ("omrade/undertryckning_i_fel_ordning.yaml", 15, "fel-år"),
        ("omrade/undertryckning_i_fel_ordning.yaml", 20, "okänd-nyckel"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "kod_och_plats", "words"),
    [
        pytest.param(
            "", "", ["2:7 dubbel-indikator", "3:12 dubbel-indikator"], "Andel som får bistånd", id="hel_kopia"
        ),
        pytest.param(
            "kort_namn: Andel", "kort_namn: Del", ["2:7 dubbel-indikator"], "Andel som får bistånd", id="samma_namn"
        ),
        pytest.param(
            "namn: Andel som får bistånd\nkort_namn: Andel",
            "namn: Del som får bistånd\nkort_namn: ANDEL",
            ["3:12 dubbel-indikator"],
            "ANDEL",
            id="samma_kortnamn_i_versaler",
        ),
    ],
)
def test_two_pages_with_one_name_are_refused(
    before: str, after: str, kod_och_plats: list[str], words: str, omrade: Path
) -> None:
    page = (omrade / "hel_sida.yaml").read_text(encoding="utf-8")
    (omrade / "kopia.yaml").write_text("# En kopia.\n" + page.replace(before, after), encoding="utf-8")
    _, told = load(omrade)
    assert [where_and_what(problem) for problem in told] == kod_och_plats
    for problem in told:
        assert problem.place.fil == "omrade/kopia.yaml"
        assert "redan i omrade/hel_sida.yaml" in problem.text
    assert f"”{words}”" in told[0].text


def test_an_id_that_two_pages_had_before_is_refused(omrade: Path) -> None:
    """A delivery with the earlier id could be about either."""
    page = (omrade / "hel_sida.yaml").read_text(encoding="utf-8")
    (omrade / "hel_sida.yaml").write_text(page + "tidigare_id: sidan_forr\n", encoding="utf-8")
    other = page.replace("namn: Andel som", "namn: Del som").replace("kort_namn: Andel", "kort_namn: Del")
    (omrade / "ny_sida.yaml").write_text(other + "tidigare_id: [sidan_nyss, sidan_forr]\n", encoding="utf-8")
    _, told = load(omrade)
    assert [(problem.place.fil, where_and_what(problem)) for problem in told] == [
        ("omrade/ny_sida.yaml", "18:14 dubbel-indikator")
    ]
    assert "”sidan_forr” används redan i omrade/hel_sida.yaml" in told[0].text


def test_a_page_is_found_by_its_id_and_by_those_it_had_before(omrade: Path) -> None:
    page = good("tidigare_id_ett_eller_flera", omrade)
    assert page.tidigare_id == ("sidan_forr", "sidan_innan_dess")
    loaded, _ = load(omrade)
    assert loaded is not None
    for id_ in ("tidigare_id_ett_eller_flera", "sidan_forr", "sidan_innan_dess"):
        assert loaded.find(id_) == page
    assert loaded.find("sidan_sen") is None
    assert "sidan_forr" not in loaded.indikatorer


@pytest.mark.parametrize(("ar", "namn"), [(2012, "Trygg och säker"), (2021, "Trygg och säker"),
                                          (2022, "Tillgänglighet"), (2030, "Tillgänglighet")])  # fmt: skip
def test_an_indicator_is_shown_under_the_area_of_the_edition(ar: int, namn: str, omrade: Path) -> None:
    assert good("kvalitetsomraden_fran_var_sitt_ar", omrade).kvalitetsomrade(ar) == namn


def test_the_kind_of_indicator_is_known(omrade: Path) -> None:
    assert good("typ_av_indikator", omrade).typ == "resultat"
    loaded, _ = load(omrade)
    assert loaded is not None
    assert loaded.indikatorer["hel_sida"].typ is None


def test_one_id_in_two_folders_is_refused(omrade: Path) -> None:
    page = (omrade / "hel_sida.yaml").read_text(encoding="utf-8")
    (omrade / "register").mkdir()
    other = page.replace("namn: Andel som", "namn: Del som").replace("kort_namn: Andel", "kort_namn: Del")
    (omrade / "register" / "hel_sida.yaml").write_text(other, encoding="utf-8")
    _, told = load(omrade)
    assert [(problem.place.fil, problem.kod) for problem in told] == [
        ("omrade/register/hel_sida.yaml", "dubbel-indikator")
    ]
    assert "”hel_sida” används redan i omrade/hel_sida.yaml" in told[0].text


def test_twenty_thousand_brackets_are_refused_without_an_exception(omrade: Path) -> None:
    (omrade / "hakparenteser.yaml").write_text("namn: " + "[" * 20_000, encoding="utf-8")
    _, told = load(omrade)
    assert [(problem.place.rad, problem.kod) for problem in told] == [(1, "för-djupt")]
    assert str(MAX_DEPTH) in told[0].text


def test_a_page_larger_than_any_page_is_refused_unread(omrade: Path) -> None:
    (omrade / "stor.yaml").write_text("#" * MAX_BYTES + "\n", encoding="utf-8")
    _, told = load(omrade)
    assert [where_and_what(problem) for problem in told] == ["- för-stor-fil"]


def test_a_page_whose_name_ends_wrong_is_told_and_does_not_just_disappear(omrade: Path) -> None:
    (omrade / "hel_sida.yaml").rename(omrade / "hel_sida.yml")
    _, told = load(omrade)
    assert [(str(problem.place), problem.kod) for problem in told] == [("omrade/hel_sida.yml", "fel-filnamn")]


def test_an_omrade_without_its_own_page_is_told(omrade: Path) -> None:
    (omrade / "_omrade.yaml").unlink()
    _, told = load(omrade)
    assert [str(problem.place) for problem in told] == ["omrade/_omrade.yaml"]
    assert told[0].kod == "fil-saknas"


def test_the_real_pages_are_without_a_fault() -> None:
    loaded, told = load(ROOT / "indicators" / "ekonomiskt-bistand")
    assert told == []
    assert loaded is not None
    assert len([one for one in loaded.indikatorer.values() if one.del_av is None]) == 77
    assert len(loaded.indikatorer) == 77 + 6 * 4  # six measures have four parts
