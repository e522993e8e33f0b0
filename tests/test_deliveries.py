"""What is wrong in a delivered file is told once, at its file and row, and what can be read without loss is read."""

import csv
import shutil
import unicodedata
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from conftest import EDITION, ROOT, silent
from oj_workbook.inputs import Inputs
from oj_workbook.model import Status
from oj_workbook.pipeline import build
from oj_workbook.problems import Problem, ProblemsError
from oj_workbook.sources import read_sources

FOLDER = f"data/{EDITION}"
ENKAT_2012, ENKAT_2013 = f"{FOLDER}/enkat_2012.csv", f"{FOLDER}/enkat_2013.csv"
PUBLICERAT, NYCKEL = f"{FOLDER}/publicerat.csv", f"{FOLDER}/nyckel.csv"
KALLOR, RATTELSER, UTGAVA = f"{FOLDER}/kallor.yaml", f"{FOLDER}/rattelser.yaml", f"{FOLDER}/utgava.yaml"

#: What somebody did to a file before it came here.
Andring = Callable[[bytes], bytes]


def byt(old: str, new: str) -> Andring:
    """Write something else in the one place where it stands."""

    def change(data: bytes) -> bytes:
        assert data.count(old.encode()) == 1, f"{old} stands {data.count(old.encode())} times"
        return data.replace(old.encode(), new.encode())

    return change


def byt_alla(old: str, new: str) -> Andring:
    """Write something else wherever it stands."""
    return lambda data: data.replace(old.encode(), new.encode())


def utan_rader(first: int, last: int) -> Andring:
    """Take away rows, as an editor numbers them."""
    return lambda data: b"".join(data.splitlines(keepends=True)[: first - 1] + data.splitlines(keepends=True)[last:])


def rad_igen(number: int) -> Andring:
    """Write one row, as an editor numbers it, once more at the end."""
    return lambda data: data + data.splitlines(keepends=True)[number - 1]


def sist(text: str) -> Andring:
    """Write something after all the rest."""
    return lambda data: data + text.encode()


def sparad_som(encoding: str) -> Andring:
    """Save the file in another encoding."""
    return lambda data: data.decode().encode(encoding)


@pytest.fixture(scope="module")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything the edition is made of."""
    root = tmp_path_factory.mktemp("hus")
    for name in ("data", "indicators", "templates"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture(scope="module")
def facts(faultless: Path) -> Inputs:
    """The edition as read without a change."""
    return read(faultless)


@pytest.fixture
def hus(faultless: Path, tmp_path: Path) -> Path:
    """A copy whose data may be changed; the definitions and templates are those of all."""
    shutil.copytree(faultless / "data", tmp_path / "data")
    for name in ("indicators", "templates"):
        (tmp_path / name).symlink_to(faultless / name)
    return tmp_path


def andra(root: Path, fil: str, andring: Andring) -> None:
    """Change one file; a change that changes nothing would prove nothing."""
    before = (root / fil).read_bytes()
    (root / fil).write_bytes(andring(before))
    assert (root / fil).read_bytes() != before


def told(root: Path) -> list[Problem]:
    """Return every error and warning of the edition."""
    try:
        return read_sources(root, EDITION).problems.warnings
    except ProblemsError as error:
        return error.problems


def of_level(niva: str, problems: list[Problem]) -> list[Problem]:
    """Return the errors, or the warnings."""
    return [problem for problem in problems if problem.niva == niva]


def assert_only_error(root: Path, fil: str, rad: int, kod: str, words: str) -> None:
    """Check that there is one error, and where it is, what it is called, and what it says."""
    errors = of_level("fel", told(root))
    answer = "\n".join(str(problem) for problem in errors)
    assert [(problem.place.fil, problem.place.rad, problem.kod) for problem in errors] == [(fil, rad, kod)], answer
    assert words in f"{errors[0].text} {errors[0].gor_sa_har}"


def read(root: Path) -> Inputs:
    """Read an edition without errors."""
    return read_sources(root, EDITION).inputs


def fact(frame: pd.DataFrame, indikator: str, ar: int, enhet: str) -> dict[Hashable, Any]:
    """Return the one row about an indicator, a year and a unit."""
    (row,) = frame[(frame.indikator == indikator) & (frame.ar == ar) & (frame.enhet == enhet)].to_dict("records")
    return row


def resultat(root: Path) -> list[dict[str, str]]:
    """Build the edition and return the rows of resultat.csv."""
    build(root, EDITION, root / "build", None, silent)
    with (root / "build" / "resultat.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def assert_same_facts(one: Inputs, other: Inputs) -> None:
    """Check that two readings hold the same facts, wherever in the files they stood."""
    for frame, expected in ((one.svar, other.svar), (one.publicerat, other.publicerat)):
        assert_frame_equal(frame.drop(columns="rad"), expected.drop(columns="rad"))


# --- the file and its columns ---

FILES: dict[str, tuple[Andring, int, str, str]] = {
    "bara_rubriker": (utan_rader(2, 14), 1, "tom-fil", "inga rader under rubrikraden"),
    "ingenting_alls": (utan_rader(1, 14), 1, "tom-fil", "filen är tom"),
    "sparad_som_cp1252": (sparad_som("cp1252"), 3, "fel-teckenkodning", "cp1252"),
    "en_enda_rad_i_cp1252": (
        lambda data: data.replace("Värnamo".encode(), "Värnamo".encode("cp1252")),
        10,
        "fel-teckenkodning",
        "spara om filen som UTF-8",
    ),
    "sparad_som_unicode_i_windows": (sparad_som("utf-16"), 1, "fel-teckenkodning", "byte 0"),
    "ett_fält_för_mycket": (byt("3,Habo,", "3,Habo, kommun,"), 5, "fel-antal-fält", "35 fält, men rubrikraden 34"),
    "ett_fält_för_lite": (byt("0643,Habo,", "0643,"), 5, "fel-antal-fält", "33 fält, men rubrikraden 34"),
    "citattecken_som_inte_slutar": (byt("0643,Habo", '0643,"Habo'), 5, "fel-citattecken", "inte avslutas"),
    "citattecken_mitt_i_en_cell": (byt("0643,Habo", '0643,"Ha"bo'), 5, "fel-citattecken", "står fel"),
    "tabbar_mellan_fälten": (byt_alla(",", "\t"), 1, "fel-skiljetecken", "tabbar"),
    "en_fråga_saknas": (byt(",it_system,", ",it-systemet,"), 1, "kolumn-saknas", "”it_system” saknas"),
    "en_rubrik_två_gånger": (byt(",it_system,", ",rattsdatabas,"), 1, "dubbel-rubrik", "”rattsdatabas” står mer än"),
}


@pytest.mark.parametrize(("andring", "rad", "kod", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_read_is_told_with_its_row(
    andring: Andring, rad: int, kod: str, words: str, hus: Path
) -> None:
    andra(hus, ENKAT_2013, andring)
    assert_only_error(hus, ENKAT_2013, rad, kod, words)


@pytest.mark.parametrize(("fil", "rad"), [(ENKAT_2012, 2), (ENKAT_2013, 9)], ids=["2012", "2013"])
def test_a_missing_file_is_told_where_somebody_asked_for_it(fil: str, rad: int, hus: Path) -> None:
    (hus / fil).unlink()
    assert_only_error(hus, KALLOR, rad, "fil-saknas", f"”{fil}” finns inte")


def test_a_file_without_the_column_of_codes_is_told_where_the_column_was_named(hus: Path) -> None:
    andra(hus, ENKAT_2013, byt("kommunkod,", "kommunkoder,"))
    assert_only_error(hus, KALLOR, 9, "kolumn-saknas", "menade du ”kommunkoder”")


def test_a_column_nobody_knows_does_not_stop_the_edition_but_is_told(hus: Path) -> None:
    andra(hus, ENKAT_2013, lambda data: b"".join(row + b",x\n" for row in data.splitlines()))
    problems = told(hus)
    assert [(str(one.place), one.niva, one.kod) for one in problems] == [(f"{ENKAT_2013}:1", "varning", "okänd-kolumn")]
    assert "”x” är okänd och läses inte" in problems[0].text


ROWS: dict[str, tuple[Andring, int]] = {
    "rader_som_slutar_med_crlf": (byt_alla("\n", "\r\n"), 10),
    "rader_som_slutar_med_cr": (byt_alla("\n", "\r"), 10),
    "en_tom_rad_tidigare": (byt("0643,Habo", "\n0643,Habo"), 11),
    "en_rad_av_bara_komman_tidigare": (byt("0643,Habo", ",,,\n0643,Habo"), 11),
    "en_radbrytning_i_en_cell_tidigare": (byt("0643,Habo", '0643,"Habo\nkommun"'), 11),
    "en_radbrytning_i_samma_rad": (byt("0683,Värnamo", '0683,"Värnamo\nkommun"'), 10),
}


@pytest.mark.parametrize(("andring", "rad"), ROWS.values(), ids=ROWS.keys())
def test_a_row_has_the_number_that_an_editor_shows(andring: Andring, rad: int, hus: Path) -> None:
    andra(hus, ENKAT_2013, andring)
    andra(hus, ENKAT_2013, byt("0683,", "0699,"))
    assert_only_error(hus, ENKAT_2013, rad, "okänd-enhet", "”0699” finns inte")


# --- codes and names ---

UNITS: dict[str, tuple[str, str, str]] = {
    "habos_kod_med_håbos_namn": ("0643,Håbo", "kod-och-namn", "0643 är Habo, men namnet ”Håbo” hör till 0305"),
    "håbos_kod_med_habos_namn": ("0305,Habo", "kod-och-namn", "kod 0305 är Håbo, men namnet ”Habo” hör till 0643"),
    "en_kommun_i_ett_annat_län_med_sitt_namn": ("0305,Håbo", "enhet-utanför", "Håbo (0305) ingår inte"),
    "en_kommun_i_ett_annat_län": ("0180,Stockholm", "enhet-utanför", "Stockholm (0180) ingår inte"),
    "en_kod_som_inte_finns": ("0699,Habo", "okänd-enhet", "”0699” finns inte"),
    "bokstaven_o_i_koden": ("O643,Habo", "okänd-enhet", "menade du ”0643”?"),
    "breda_siffror_i_koden": ("０６４３,Habo", "okänd-enhet", "”０６４３” finns inte"),
    "ett_osynligt_tecken_i_koden": ("06\u200b43,Habo", "okänd-enhet", "”06<U+200B>43” finns inte"),
    "koden_med_tusental": ("6 43,Habo", "okänd-enhet", "”6 43” finns inte"),
    "koden_med_decimaler": ("643.5,Habo", "okänd-enhet", "”643.5” finns inte"),
    "ingen_kod": (",Habo", "okänd-enhet", "”” finns inte"),
    "länet_i_en_fil_med_kommuner": ("lan-06,Jönköpings län", "okänd-enhet", "”lan-06” finns inte"),
}


@pytest.mark.parametrize(("written", "kod", "words"), UNITS.values(), ids=UNITS.keys())
def test_a_row_about_no_kommun_of_the_edition_is_refused(written: str, kod: str, words: str, hus: Path) -> None:
    andra(hus, ENKAT_2013, byt("0643,Habo", written))
    assert_only_error(hus, ENKAT_2013, 5, kod, words)


def test_a_kommun_that_answers_twice_is_refused(hus: Path) -> None:
    andra(hus, ENKAT_2013, rad_igen(2))
    andra(hus, ENKAT_2013, lambda data: data[:-60] + data[-60:].replace(b",Ja", b",Nej"))
    assert_only_error(hus, ENKAT_2013, 15, "dubbel-rad", "Aneby (0604) står redan på rad 2")


def test_a_kommun_without_a_row_is_told_and_published_as_ej_svar(hus: Path) -> None:
    andra(hus, ENKAT_2013, utan_rader(5, 5))
    problems = told(hus)
    assert [(str(one.place), one.niva, one.kod) for one in problems] == [(ENKAT_2013, "varning", "enhet-saknas")]
    assert problems[0].text == "1 av 13 saknas i filen och visas utan uppgift: Habo."
    published = {row["indikator"]: row for row in resultat(hus) if (row["enhet"], row["ar"]) == ("0643", "2013")}
    assert (published["it_system"]["status"], published["it_system"]["tecken"]) == ("ej_svar", "ej svar")
    assert published["handlaggarstod_timmar_vecka"]["status"] == "redovisas"


# --- answers ---

ANSWERS: dict[str, tuple[str, str, str, int, str]] = {
    "felskrivet": (
        ENKAT_2013,
        "0665,Vaggeryd,Ja",
        "0665,Vaggeryd,Jaa",
        7,
        "svaret ”Jaa”, som inte finns. menade du ”Ja”?",
    ),
    "i_versaler": (
        ENKAT_2013,
        "0665,Vaggeryd,Ja",
        "0665,Vaggeryd,JA",
        7,
        "svaret ”JA”, som inte finns. menade du ”Ja”?",
    ),
    "på_engelska": (ENKAT_2013, "0665,Vaggeryd,Ja", "0665,Vaggeryd,Yes", 7, "tillåtna svar är Ja, Nej, Integrerad"),
    "excels_sanningsvärde": (ENKAT_2013, "0665,Vaggeryd,Ja", "0665,Vaggeryd,SANT", 7, "svaret ”SANT”"),
    "ändrat_svarsalternativ": (
        ENKAT_2013,
        "0665,Vaggeryd,Ja",
        '0665,Vaggeryd,"Ja, skriftlig rutin"',
        7,
        "kolumnen ”rutin_samordning_barn_unga” har svaret ”Ja, skriftlig rutin”",
    ),
    "ea_fanns_inte_2013": (ENKAT_2013, "0604,Aneby,Integrerad", "0604,Aneby,EA", 2, "svaret ”EA”"),
    "integrerad_fanns_inte_2012": (ENKAT_2012, "0617,Gnosjö,EA", "0617,Gnosjö,Integrerad", 3, "svaret ”Integrerad”"),
    "na_är_inte_ej_svar": (ENKAT_2013, "0642,Mullsjö,Nej", "0642,Mullsjö,NA", 4, "svaret ”NA”"),
    "en_annan_frågas_svar": (ENKAT_2013, "0642,Mullsjö,Nej", "0642,Mullsjö,0-7 dgr", 4, "svaret ”0-7 dgr”"),
    "en_klass_som_excel_gjort_till_datum": (
        ENKAT_2012,
        "Nej,Nej,Nej,Nej,Nej,15- dgr,Nej,Nej,Nej\n0683",
        "Nej,Nej,Nej,Nej,Nej,2012-08-14,Nej,Nej,Nej\n0683",
        9,
        "kolumnen ”vantetid_nybesok” har svaret ”2012-08-14”",
    ),
    "föregående_års_klass": (
        ENKAT_2012,
        "Ja,Ja,Ja,1-7 dgr,Ja,Nej",
        "Ja,Ja,Ja,0-7 dgr,Ja,Nej",
        4,
        "menade du ”1-7 dgr”?",
    ),
}


@pytest.mark.parametrize(("fil", "before", "after", "rad", "words"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_that_could_not_be_given_is_refused(
    fil: str, before: str, after: str, rad: int, words: str, hus: Path
) -> None:
    andra(hus, fil, byt(before, after))
    assert_only_error(hus, fil, rad, "okänt-svar", words)


# --- published figures ---

FIGURES: dict[str, tuple[str, str, str]] = {
    "procenttecken": ("4.6 %", "fel-tal", "”4.6 %” är inte ett tal"),
    "decimalkomma": ('"4,6"', "fel-tal", "decimalpunkt"),
    "tom_cell": ("", "fel-tal", "”” är inte ett tal"),
    "nan": ("nan", "fel-tal", "”nan”"),
    "oändligt": ("inf", "fel-tal", "”inf”"),
    "excels_felvärde": ("#DIVISION/0!", "fel-tal", "”#DIVISION/0!”"),
    "breda_siffror": ("４.6", "fel-tal", "”４.6”"),
    "typografiskt_minustecken": ("−4.6", "fel-tal", "”−4.6”"),
    "tiopotens": ("4.6E0", "fel-tal", "”4.6E0”"),
    "sjutton_siffror": ("12345678901234567", "fel-tal", "”12345678901234567”"),
    "ett_svar_som_måttet_inte_har": ("Vet inte", "fel-tal", "”Vet inte”"),
    "för_många_decimaler": ("4.61", "fel-tal", "”4.61” har fler än 1 decimaler"),
    "mer_än_hundra_procent": ("100.1", "fel-tal", "”100.1” är mer än 100 procent"),
    "negativt": ("-4.6", "fel-tal", "”-4.6” är negativt"),
}


@pytest.mark.parametrize(("cell", "kod", "words"), FIGURES.values(), ids=FIGURES.keys())
def test_a_figure_that_cannot_be_right_is_refused(cell: str, kod: str, words: str, hus: Path) -> None:
    andra(hus, PUBLICERAT, byt("2012,0662,Gislaved,4.6\n", f"2012,0662,Gislaved,{cell}\n"))
    assert_only_error(hus, PUBLICERAT, 6, kod, words)


FACTS: dict[str, tuple[str, str, int, str, str]] = {
    "ett_år_utanför_utgåvan": (
        "beslut_andel,2012,0662",
        "beslut_andel,2014,0662",
        6,
        "fel-år",
        "år ”2014” ingår inte för andrade_overklagade_beslut_andel i utgåvan. väntat: 2012 eller 2013",
    ),
    "enkätens_år_för_ett_register_som_släpar": (
        "kostnad_per_invanare_kr,2011,0604",
        "kostnad_per_invanare_kr,2013,0604",
        320,
        "fel-år",
        "väntat: 2011 eller 2012",
    ),
    "ett_år_då_måttet_inte_fanns": ("over_24,2013,riket", "over_24,2012,riket", 34, "fel-år", "väntat: 2013"),
    "ett_år_med_decimaler": ("over_24,2013,riket", "over_24,2013.0,riket", 34, "fel-år", "”2013.0”"),
    "en_indikator_som_inte_finns": (
        "arbetsframjande_over_24,2013,riket",
        "erfarenhet_mer_an_3_ar_andel,2013,riket",
        34,
        "okänd-indikator",
        "”erfarenhet_mer_an_3_ar_andel” finns inte. menade du ”erfarenhet_mer_an_2_ar_andel”?",
    ),
    "ett_län_utanför_utgåvan": ("over_24,2013,riket", "over_24,2013,lan-05", 34, "okänd-enhet", "menade du ”lan-06”?"),
    "en_kommuns_kod_med_en_annans_namn": (
        "beslut_andel,2012,0662,Gislaved",
        "beslut_andel,2012,0662,Habo",
        6,
        "kod-och-namn",
        "0662 är Gislaved, men namnet ”Habo” hör till 0643",
    ),
    "ören_i_ett_mått_i_hela_kronor": ("0604,Aneby,857\n", "0604,Aneby,857.5\n", 320, "fel-tal", "än 0 dec"),
}


@pytest.mark.parametrize(("before", "after", "rad", "kod", "words"), FACTS.values(), ids=FACTS.keys())
def test_a_published_figure_about_something_else_is_refused(
    before: str, after: str, rad: int, kod: str, words: str, hus: Path
) -> None:
    andra(hus, PUBLICERAT, byt(before, after))
    assert_only_error(hus, PUBLICERAT, rad, kod, words)


def test_a_figure_that_stands_twice_in_a_file_is_refused(hus: Path) -> None:
    andra(hus, PUBLICERAT, rad_igen(6))
    words = "andrade_overklagade_beslut_andel 2012 för 0662 står redan på rad 6"
    assert_only_error(hus, PUBLICERAT, 636, "dubbel-rad", words)


def test_a_figure_that_stands_in_two_files_is_refused_in_the_second(hus: Path) -> None:
    tillagg = f"{FOLDER}/tillagg.csv"
    (hus / tillagg).write_text(
        "indikator,ar,enhet,namn,varde\narbetsframjande_over_24,2013,riket,Riket,89.1\n", encoding="utf-8"
    )
    andra(hus, KALLOR, lambda data: data + data[data.index(b"- fil: pub") :].replace(b"publicerat.csv", b"tillagg.csv"))
    words = "arbetsmarknadsinsats_inom_en_manad_over_24 2013 riket har redan levererats i en annan fil"
    assert_only_error(hus, tillagg, 2, "dubbel-uppgift", words)


def test_an_indicator_that_nobody_delivered_is_told_and_does_not_just_disappear(hus: Path) -> None:
    rows = (hus / PUBLICERAT).read_bytes().splitlines(keepends=True)
    (hus / PUBLICERAT).write_bytes(b"".join(row for row in rows if not row.startswith(b"socionomexamen_andel")))
    words = "”socionomexamen_andel” har inga uppgifter för 2013"
    assert_only_error(hus, KALLOR, 0, "uppgifter-saknas", words)


def test_x_and_capital_x_are_both_hidden_figures(facts: Inputs) -> None:
    publicerat = facts.publicerat
    for ar, enhet in ((2012, "0617"), (2013, "0604")):
        figure = fact(publicerat, "andrade_overklagade_beslut_andel", ar, enhet)
        assert figure["status"] == Status.UNDERTRYCKT
        assert pd.isna(figure["varde"])


# --- what can be read without loss ---

TIDIED: dict[str, tuple[str, Andring, int]] = {
    "hårt_blanksteg_sist_i_en_rubrik": (ENKAT_2013, byt(",it_system,", ",it_system\u00a0,"), 1),
    "hårt_blanksteg_sist_i_ett_svar": (ENKAT_2013, byt("0665,Vaggeryd,Ja,", "0665,Vaggeryd,Ja\u00a0,"), 1),
    "smalt_blanksteg_före_ett_svar": (ENKAT_2013, byt("0665,Vaggeryd,Ja,", "0665,Vaggeryd,\u202fJa,"), 1),
    "två_blanksteg_inne_i_ett_svar": (
        ENKAT_2013,
        byt("Habo,Integrerad,Integrerad,Verksamhet ", "Habo,Integrerad,Integrerad,Verksamhet  "),
        1,
    ),
    "blanksteg_efter_ett_tal": (PUBLICERAT, byt("0662,Gislaved,4.6\n", "0662,Gislaved,4.6 \n"), 1),
    "ett_namn_i_nfd": (ENKAT_2013, byt("Gnosjö", unicodedata.normalize("NFD", "Gnosjö")), 1),
    "excel_åt_nollan": (ENKAT_2013, byt("0604,", "604,"), 1),
    "excel_åt_alla_nollor": (ENKAT_2013, byt_alla("\n0", "\n"), 13),
    "koden_blev_ett_decimaltal": (ENKAT_2013, byt("0604,", "604.0,"), 1),
}
ACCEPTED: dict[str, tuple[str, Andring]] = {
    "bom_först_i_filen": (ENKAT_2013, lambda data: b"\xef\xbb\xbf" + data),
    "crlf": (ENKAT_2013, byt_alla("\n", "\r\n")),
    "semikolon_mellan_fälten": (ENKAT_2013, byt_alla(",", ";")),
    "cr": (ENKAT_2013, byt_alla("\n", "\r")),
    "tomma_rader_sist": (ENKAT_2013, sist("\n,,,\n\n")),
    "citattecken_om_cellerna": (ENKAT_2013, byt("0643,Habo,Integrerad", '"0643","Habo","Integrerad"')),
    "habo_kommun": (ENKAT_2013, byt("0643,Habo", "0643,Habo kommun")),
    "jönköpings_kommun": (ENKAT_2013, byt("0680,Jönköping", "0680,Jönköpings kommun")),
    "inget_namn": (ENKAT_2013, byt("0643,Habo", "0643,")),
    "heltal_med_decimal": (PUBLICERAT, byt("2012,0604,Aneby,0\n", "2012,0604,Aneby,0.0\n")),
}


@pytest.mark.parametrize(
    ("fil", "andring", "normaliserade"),
    [*TIDIED.values(), *((*case, 0) for case in ACCEPTED.values())],
    ids=[*TIDIED, *ACCEPTED],
)
def test_a_repair_without_loss_is_counted_and_changes_no_fact(
    fil: str, andring: Andring, normaliserade: int, facts: Inputs, hus: Path
) -> None:
    andra(hus, fil, andring)
    sources = read_sources(hus, EDITION)
    assert sources.problems.warnings == []
    assert sources.inputs.normaliserade == normaliserade
    assert_same_facts(sources.inputs, facts)


def test_a_header_in_nfd_is_the_header_that_was_named(facts: Inputs, hus: Path) -> None:
    andra(hus, ENKAT_2013, byt("kommunkod,kommun,", f"kommunkod,{unicodedata.normalize('NFD', 'område')},"))
    andra(hus, KALLOR, byt("namn: kommun}\n  koder: {0-7", "namn: område}\n  koder: {0-7"))
    inputs = read(hus)
    assert inputs.normaliserade == 1
    assert_same_facts(inputs, facts)


def test_rows_in_another_order_give_the_same_result(faultless: Path, hus: Path) -> None:
    for fil in (ENKAT_2012, ENKAT_2013, PUBLICERAT, NYCKEL):
        header, *rows = (hus / fil).read_bytes().splitlines(keepends=True)
        (hus / fil).write_bytes(header + b"".join(reversed(rows)))
    assert resultat(hus) == resultat(faultless)


# --- known errors in the source ---

BARN_FAR_ILLA = """
- indikator: rutin_barn_far_illa
  år: 2012
  enhet: "0604"
  stod: EA
  blir: {blir}
  skäl: Kommunen har skrivit till oss.
  anmäld: 2026-11-23
"""


def test_a_known_error_is_corrected(hus: Path) -> None:
    andra(hus, RATTELSER, sist(BARN_FAR_ILLA.format(blir="Nej")))
    svar = read(hus).svar
    assert fact(svar, "rutin_barn_far_illa", 2012, "0604")["svar"] == "Nej"
    assert fact(svar, "rutin_barn_far_illa", 2012, "0643")["svar"] == "EA"


def test_a_known_error_without_a_right_answer_is_withheld(hus: Path) -> None:
    andra(hus, RATTELSER, sist(BARN_FAR_ILLA.format(blir="redovisas inte")))
    answer = fact(read(hus).svar, "rutin_barn_far_illa", 2012, "0604")
    assert answer["status"] == Status.FEL_I_KALLAN
    assert pd.isna(answer["svar"])


CORRECTIONS: dict[str, tuple[str, Andring, int, str, str]] = {
    "källan_har_rättat_talet": (
        PUBLICERAT,
        byt("rutin_samordning_barn_unga,2012,riket,Riket,44.1", "rutin_samordning_barn_unga,2012,riket,Riket,54.4"),
        3,
        "inaktuell-rättelse",
        "”54.4” för ”rutin_intern_samordning_barn_unga” 2012",
    ),
    "källan_har_rättat_kolumnen": (
        ENKAT_2012,
        byt("Ja,EA,EA\n0617", "Ja,EA,Nej\n0617"),
        13,
        "inaktuell-rättelse",
        "”rutin_indikation_vald_vuxen” 2012, inte samma som ”rutin_barn_far_illa”",
    ),
    "stod_är_ett_annat_tal": (RATTELSER, byt('"44.1"', '"44.2"'), 3, "inaktuell-rättelse", "inte ”44.2”"),
    "indikatorn_finns_inte": (
        RATTELSER,
        byt("indikator: rutin_intern_samordning_barn_unga", "indikator: rutin_intern_samordning_barn_ung"),
        3,
        "okänd-indikator",
        "finns inte. menade du ”rutin_intern_samordning_barn_unga”?",
    ),
    "enheten_finns_inte": (
        RATTELSER,
        byt("enhet: riket", "enhet: hela riket"),
        3,
        "inaktuell-rättelse",
        "träffar ingen",
    ),
    "året_ingår_inte": (
        RATTELSER,
        byt("barn_unga\n  år: 2012", "barn_unga\n  år: 2011"),
        3,
        "inaktuell-rättelse",
        "rättelsen av ”rutin_intern_samordning_barn_unga” 2011 träffar ingen",
    ),
    "rätt_svar_finns_inte": (RATTELSER, sist(BARN_FAR_ILLA.format(blir="Jaa")), 23, "okänt-svar", "menade du ”Ja”?"),
    "rätt_tal_är_inget_tal": (
        RATTELSER,
        byt('"44.1"\n  blir: redovisas inte', '"44.1"\n  blir: femtio'),
        3,
        "fel-tal",
        "”femtio” är inte ett tal",
    ),
}


@pytest.mark.parametrize(("fil", "andring", "rad", "kod", "words"), CORRECTIONS.values(), ids=CORRECTIONS.keys())
def test_a_correction_that_no_longer_bites_is_refused(
    fil: str, andring: Andring, rad: int, kod: str, words: str, hus: Path
) -> None:
    andra(hus, fil, andring)
    assert_only_error(hus, RATTELSER, rad, kod, words)


# --- the edition's own pages ---

EDITIONS: dict[str, tuple[str, Andring, str, str, str]] = {
    "okänd_uppgift": (
        UTGAVA,
        byt("utgivningar:", "färg: röd\nutgivningar:"),
        f"{UTGAVA}:5:1",
        "okänd-nyckel",
        "”färg”",
    ),
    "datum_som_inte_finns": (
        UTGAVA,
        byt("datum: 2026-11-23", "datum: 2026-11-31"),
        f"{UTGAVA}:6:31",
        "fel-datum",
        "2013-04-01",
    ),
    "datum_på_amerikanska": (
        UTGAVA,
        byt("datum: 2026-11-23", "datum: 11/23/2026"),
        f"{UTGAVA}:6:31",
        "fel-datum",
        "rätta datumet",
    ),
    "ett_enda_år": (
        UTGAVA,
        byt("år: [2012, 2013]\nmätdagar: {2012: 2012-04-01, ", "år: 2013\nmätdagar: {"),
        f"{UTGAVA}:9:5",
        "fel-år",
        "minst två år",
    ),
    "mätdag_saknas": (UTGAVA, byt(", 2013: 2013-04-01}", "}"), f"{UTGAVA}:10:11", "saknad-nyckel", "”2013” saknas"),
    "mätdag_för_ett_annat_år": (
        UTGAVA,
        byt("{2012: 2012-04-01", "{2011: 2011-04-01, 2012: 2012-04-01"),
        f"{UTGAVA}:10:12",
        "okänd-nyckel",
        "”2011”",
    ),
    "län_som_inte_finns": (UTGAVA, byt('län: ["06"]', 'län: ["06", "66"]'), UTGAVA, "okänt-län", "”66” finns inte"),
    "länets_kod_utan_nolla": (UTGAVA, byt('["06"]', '["06", 6]'), UTGAVA, "okänt-län", "”6” finns inte"),
    "indelning_som_inte_finns": (
        UTGAVA,
        byt("skl2011", "skl2012"),
        f"{UTGAVA}:18:5",
        "okänd-indelning",
        "menade du ”skl2011”?",
    ),
    "källa_utan_uppgifter_finns_inte": (
        UTGAVA,
        byt("  kostnad: >-", "  kostnader: Finns inte.\n  kostnad: >-"),
        UTGAVA,
        "okänd-källa",
        "”kostnader”",
    ),
    "en_kommun_utan_grupp": (NYCKEL, utan_rader(2, 2), f"{UTGAVA}:19:5", "grupp-saknas", "Aneby"),
    "en_grupp_som_inte_finns": (
        NYCKEL,
        byt("0604,Aneby,3", "0604,Aneby,99"),
        f"{UTGAVA}:19:5",
        "grupp-saknas",
        "Aneby",
    ),
    "okänt_slag_av_fil": (
        KALLOR,
        byt("slutsvar\n  år: 2013", "slutsvarr\n  år: 2013"),
        f"{KALLOR}:10:9",
        "okänt-värde",
        "menade du ”slutsvar”?",
    ),
    "fil_utan_slag": (
        KALLOR,
        byt("  slag: publicerat\n", "  år: 2013\n"),
        f"{KALLOR}:16:3",
        "saknad-nyckel",
        "”slag” saknas",
    ),
    "ett_års_svar_utanför_utgåvan": (
        KALLOR,
        byt("  år: 2013\n", "  år: 2014\n"),
        f"{KALLOR}:9:8",
        "fel-år",
        "år 2014 ingår inte",
    ),
    "år_för_publicerade_tal": (
        KALLOR,
        byt("  slag: publicerat\n", "  slag: publicerat\n  år: 2013\n"),
        f"{KALLOR}:18:3",
        "okänd-nyckel",
        "”år”",
    ),
    "en_översatt_kolumn_som_ingen_frågar_efter": (
        KALLOR,
        byt("kommun}\n  koder: {0-7", "kommun, it_sistem: it_system}\n  koder: {0-7"),
        f"{KALLOR}:9:8",
        "okänd-kolumn",
        "menade du ”it_system”?",
    ),
    "rättelse_utan_skäl": (
        RATTELSER,
        sist(BARN_FAR_ILLA.format(blir="Nej").replace("  skäl: Kommunen har skrivit till oss.\n", "")),
        f"{RATTELSER}:23:3",
        "saknad-nyckel",
        "”skäl” saknas",
    ),
    "rättelse_med_två_villkor": (
        RATTELSER,
        byt('stod: "44.1"', 'stod: "44.1"\n  stod_samma_som: rutin_barn_far_illa'),
        f"{RATTELSER}:7:19",
        "för-många-nycklar",
        "”stod” och ”stod_samma_som”",
    ),
}


@pytest.mark.parametrize(("fil", "andring", "plats", "kod", "words"), EDITIONS.values(), ids=EDITIONS.keys())
def test_a_fault_in_the_editions_own_pages_is_told_where_it_stands(
    fil: str, andring: Andring, plats: str, kod: str, words: str, hus: Path
) -> None:
    andra(hus, fil, andring)
    errors = of_level("fel", told(hus))
    answer = "\n".join(str(problem) for problem in errors)
    assert [(str(problem.place), problem.kod) for problem in errors] == [(plats, kod)], answer
    assert words in f"{errors[0].text} {errors[0].gor_sa_har}"
