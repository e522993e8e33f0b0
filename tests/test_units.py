"""Parts of a city that report, begin and end, and files for many years: the example house with Ekby divided."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from oj_workbook.figures import figures
from oj_workbook.layout.plan import Formula
from oj_workbook.model import Figur, Status
from oj_workbook.pipeline import lay_out
from oj_workbook.problems import Problem, ProblemsError
from oj_workbook.resultat import resultat_csv
from oj_workbook.sources import read_sources

FOLDER = "data/2024-prov"
UTGAVA, KALLOR = f"{FOLDER}/utgava.yaml", f"{FOLDER}/kallor.yaml"
ENKAT_2023, ENKAT_2024, ANTAL_2023 = f"{FOLDER}/enkat_2023.csv", f"{FOLDER}/enkat_2024.csv", f"{FOLDER}/antal_2023.csv"
DELOMRADEN, GRUPPER = "data/enheter/delomraden.csv", "data/enheter/grupper.csv"
KOMMUNER, KOMMUNER_CSV = ("0001", "0002", "0003", "0101", "0102"), "data/enheter/kommuner.csv"
EKBY, NORR, SODER, ALLTIHOP = "0001", "0001-norr-2010", "0001-soder-2010", "0001-alltihop-2023"
FOREGAENDE = 'föregående: {utgåva: "2023"}\n'
SUMMERA = (UTGAVA, "grupper:", 'summera_delar: ["0001"]\ngrupper:')
#: The answers of Ekby's parts in its place: two until June 2023, one after.
DELADE = (
    SUMMERA,
    (ENKAT_2023, "0001,Ekby,1,2022-01,kort", f"{NORR},Norr,1,2022-01,kort\n{SODER},Söder,2,,lång"),
    (ENKAT_2024, "0001,Ekby,", f"{ALLTIHOP},Alltihop,"),
    (f"{FOLDER}/antal_2022.csv", "0001,Ekby,10,40,1000,200", f"{NORR},,4,10,400,80\n{SODER},,6,30,600,120"),
    (ANTAL_2023, "0001,Ekby,", f"{ALLTIHOP},Ekby Alltihop,"),
)
Edit = tuple[str, str, str]


def changed(root: Path, copy: Path, *edits: Edit) -> Path:
    """Return a copy of the house in which each edit (file, old, new) has been made, once."""
    if root != copy:
        shutil.copytree(root, copy, dirs_exist_ok=True)
        utgava = copy / UTGAVA  # other units than before: nothing is compared
        utgava.write_text(utgava.read_text(encoding="utf-8").replace(FOREGAENDE, ""), encoding="utf-8")
    for file, old, new in edits:
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


@pytest.fixture
def delad(example_root: Path, tmp_path: Path) -> Path:
    """The house in which Ekby's parts report."""
    return changed(example_root, tmp_path / "delad", *DELADE)


def told(root: Path) -> list[Problem]:
    """Return every error and warning of the edition."""
    try:
        return read_sources(root, "2024-prov").problems.warnings
    except ProblemsError as error:
        return error.problems


def where(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(str(problem.place), problem.kod) for problem in problems]


# --- a city by its parts ---


def test_a_city_is_the_sum_of_the_parts_it_has_and_they_are_counted_once(delad: Path) -> None:
    sources = read_sources(delad, "2024-prov")
    assert sources.problems.warnings == []
    found = figures(sources).figurer
    assert found["rutin", 2023][NORR] == Figur(Status.SVAR, svar="Ja")
    assert found["rutin", 2023][SODER] == Figur(Status.SVAR, svar="Nej")
    assert found["rutin", 2023][EKBY] == Figur(Status.REDOVISAS, 50, enheter=2)  # 1 of 2
    assert found["rutin", 2023]["lan-01"] == Figur(Status.REDOVISAS, 25, enheter=4)  # 1 of 4, Ekby is none of them
    assert found["rutin", 2023]["riket"] == Figur(Status.REDOVISAS, 40, enheter=5)  # 2 of the 5 that answered
    assert found["rutin", 2023]["skr-A1"] == Figur(Status.REDOVISAS, 50, enheter=2)  # Ekby's parts are in its group
    assert found["rutin", 2024][EKBY] == Figur(Status.REDOVISAS, 100, enheter=1)  # the one part there is
    # The register's year finds the units that there were when it ended.
    assert replace(found["langvariga", 2022][EKBY], klass=None) == Figur(Status.REDOVISAS, 25, enheter=2)  # 10 of 40
    assert found["langvariga", 2022][SODER].varde == 20
    assert found["langvariga", 2022]["riket"].varde == 25.3  # as when Ekby answered itself
    assert found["langvariga", 2022]["riket"].enheter == 5


def test_a_part_has_no_figures_before_it_begins_or_after_it_ends(delad: Path) -> None:
    sources = read_sources(delad, "2024-prov")
    found = figures(sources).figurer
    for (indikator, ar), figurer in found.items():
        first = ar == (2022 if indikator in ("langvariga", "kronor_per_invanare") else 2023)
        for id_, there in ((NORR, first), (SODER, first), (ALLTIHOP, not first)):
            assert (figurer[id_].status == Status.FANNS_INTE) != there, (indikator, ar, id_)
            assert there or (figurer[id_].tecken, figurer[id_].varde, figurer[id_].svar) == ("fanns ej", None, None)


def test_the_list_has_the_city_and_the_parts_of_the_latest_year(delad: Path) -> None:
    sources = read_sources(delad, "2024-prov")
    plan = lay_out(sources, figures(sources), ALLTIHOP)
    names = ("Ekby", "Ekby – Alltihop", "Lunden", "Ådala", "Åsbo", "Östan")
    assert plan.val["vald_enhet"] == names
    assert plan.forvald["vald_enhet"] == "Ekby – Alltihop"
    assert sources.inputs.enheter.delomraden[NORR].namn == "Ekby – Norr (till 2023)"
    start = next(sheet for sheet in plan.blad if sheet.namn == "Start")
    formulas = [cell.content for cell in start.cells if isinstance(cell.content, Formula)]
    for namn, said in (("Ekby", "summan av stadens 1 del"), ("Ekby – Alltihop", "från och med 2024"), ("Lunden", "")):
        texts = " ".join(str(one.shows(plan.forvald.but(vald_enhet=namn))) for one in formulas)
        assert said in texts
        assert ("från och med" in texts) == (namn == "Ekby – Alltihop")
    rows = resultat_csv(figures(sources), sources.omrade, sources.inputs.enheter, "").decode().splitlines()
    assert f"{NORR},Ekby – Norr (till 2023),delomrade,rutin,2023,,Ja,svar,,,," in rows
    assert f"{NORR},Ekby – Norr (till 2023),delomrade,rutin,2024,,,fanns_inte,fanns ej,,," in rows


def test_a_silent_part_leaves_its_city_and_is_told_once(delad: Path, tmp_path: Path) -> None:
    sources = read_sources(
        changed(
            delad, tmp_path / "tyst", (ENKAT_2023, f"{SODER},Söder,2,,lång\n", ""), (ENKAT_2023, "0003,Östan,2,,\n", "")
        ),
        "2024-prov",
    )
    (warning,) = sources.problems.warnings
    assert (str(warning.place), warning.kod) == (ENKAT_2023, "enhet-saknas")
    assert warning.text == "2 av 6 saknas i filen och visas utan uppgift: Ekby – Söder (till 2023), Östan."
    found = figures(sources).figurer["rutin", 2023]
    assert found[SODER].status == Status.EJ_SVAR
    assert found[EKBY] == Figur(Status.REDOVISAS, 100, enheter=1)


OUT_OF_TURN: dict[str, tuple[Edit, str, str, str]] = {
    "staden_bredvid_sina_delar": (
        (ENKAT_2023, NORR, f"0001,Ekby,1,2022-01,kort\n{NORR}"),
        f"{ENKAT_2023}:2",
        "enhet-utan-svar",
        "Ekby (0001) svarar 2023 genom sina delområden och skulle räknas två gånger",
    ),
    "staden_i_stället_för_sina_delar": (
        (ANTAL_2023, ALLTIHOP, "0001"),
        f"{ANTAL_2023}:2",
        "enhet-utan-svar",
        "Ekby (0001) svarar 2023 genom",
    ),
    "en_del_som_har_upphört": (
        (ENKAT_2024, ALLTIHOP, f"{NORR},Norr,1,2022-01,kort\n{ALLTIHOP}"),
        f"{ENKAT_2024}:2",
        "enhet-utan-svar",
        f"({NORR}) fanns inte 2024: det fanns till 2023-06-30, och Alltihop ({ALLTIHOP}) tog över 2023-07-01",
    ),
    "en_del_som_har_upphört_i_registret": (
        (ANTAL_2023, f"{ALLTIHOP},Ekby Alltihop", f"{SODER},Söder"),
        f"{ANTAL_2023}:2",
        "enhet-utan-svar",
        f"({SODER}) fanns inte 2023: det fanns till 2023-06-30",
    ),
    "en_del_som_inte_har_börjat": (
        (ENKAT_2023, f"{NORR},Norr", f"{ALLTIHOP},Alltihop"),
        f"{ENKAT_2023}:2",
        "enhet-utan-svar",
        f"({ALLTIHOP}) fanns inte 2023.",
    ),
    "en_del_två_gånger": (
        (ENKAT_2024, ALLTIHOP, f"{ALLTIHOP},Alltihop,2,2022-01,kort\n{ALLTIHOP}"),
        f"{ENKAT_2024}:3",
        "dubbel-rad",
        f"Ekby – Alltihop ({ALLTIHOP}) står redan på rad 2",
    ),
    "en_felskriven_del": (
        (ENKAT_2024, ALLTIHOP, "0001-alltihop-2032"),
        f"{ENKAT_2024}:2",
        "okänd-enhet",
        f"menade du ”{ALLTIHOP}”?",
    ),
}


@pytest.mark.parametrize(("edit", "place", "kod", "words"), OUT_OF_TURN.values(), ids=OUT_OF_TURN.keys())
def test_a_unit_that_does_not_report_that_year_is_refused(
    edit: Edit, place: str, kod: str, words: str, delad: Path, tmp_path: Path
) -> None:
    errors = [problem for problem in told(changed(delad, tmp_path / "fel", edit)) if problem.niva == "fel"]
    assert where(errors) == [(place, kod)]
    assert words in f"{errors[0].text} {errors[0].gor_sa_har}"


def test_a_part_of_a_kommun_that_reports_itself_is_refused(example_root: Path, tmp_path: Path) -> None:
    edit = (ENKAT_2023, "0001,Ekby,1", f"{NORR},Norr,1")
    errors = [problem for problem in told(changed(example_root, tmp_path, edit)) if problem.niva == "fel"]
    assert where(errors) == [(f"{ENKAT_2023}:2", "okänd-enhet")]


# --- the registers themselves ---

REGISTERS: dict[str, tuple[tuple[Edit, ...], str, str, str]] = {
    "en_kommun_utan_delar": (
        ((UTGAVA, "grupper:", 'summera_delar: ["0002"]\ngrupper:'),),
        UTGAVA,
        "okänd-enhet",
        "kommunen ”0002” under ”summera_delar” har inga delområden",
    ),
    "en_kommun_som_inte_finns": (
        ((UTGAVA, "grupper:", 'summera_delar: ["0011"]\ngrupper:'),),
        UTGAVA,
        "okänd-enhet",
        "menade du ”0001”?",
    ),
    "samma_kommun_två_gånger": (
        ((UTGAVA, "grupper:", 'summera_delar: ["0001", "0001"]\ngrupper:'),),
        f"{UTGAVA}:9:16",
        "dubbelt-namn",
        "”0001” står två gånger",
    ),
    "datum_utan_nollor": (
        ((DELOMRADEN, "Norr,stadsdel,2010-01-01", "Norr,stadsdel,2010-1-1"),),
        f"{DELOMRADEN}:2",
        "fel-datum",
        "kolumnen ”giltig_fran” har ”2010-1-1”",
    ),
    "bara_ett_år": (
        ((DELOMRADEN, "Söder,stadsdel,2010-01-01,2023-06-30", "Söder,stadsdel,2010-01-01,2023"),),
        f"{DELOMRADEN}:3",
        "fel-datum",
        "kolumnen ”giltig_till” har ”2023”",
    ),
    "ingen_början": (
        ((DELOMRADEN, "Alltihop,stadsdel,2023-07-01", "Alltihop,stadsdel,"),),
        f"{DELOMRADEN}:4",
        "fel-datum",
        "kolumnen ”giltig_fran” har ””",
    ),
    "id_med_stor_bokstav": (
        ((DELOMRADEN, "0001-norr-2010", "0001-Norr-2010"),),
        f"{DELOMRADEN}:2",
        "fel-id",
        "0180-jarva-2023",
    ),
    "id_med_en_annan_kommuns_kod": (
        ((DELOMRADEN, "0001-norr-2010,0001", "0002-norr-2010,0001"),),
        f"{DELOMRADEN}:2",
        "fel-id",
        "”0002-norr-2010”",
    ),
    "del_av_en_kommun_som_inte_finns": (
        ((DELOMRADEN, "0001-norr-2010,0001", "0009-norr-2010,0009"),),
        f"{DELOMRADEN}:2",
        "fel-id",
        "”0009-norr-2010”",
    ),
    "samma_id_två_gånger": (
        ((DELOMRADEN, "0001-soder-2010", "0001-norr-2010"),),
        f"{DELOMRADEN}:3",
        "dubbel-rad",
        "”0001-norr-2010” står redan på rad 2",
    ),
    "kolumnen_för_slutet_saknas": (
        ((DELOMRADEN, ",giltig_till,", ",slutade,"),),
        f"{DELOMRADEN}:1",
        "kolumn-saknas",
        "”giltig_till”",
    ),
    "kolumnen_niva_saknas": (
        ((GRUPPER, "indelning,niva,", "indelning,slag,"),),
        f"{GRUPPER}:1",
        "kolumn-saknas",
        "”niva”",
    ),
    "felstavad_niva": (
        ((GRUPPER, "skr2023,skr_grupp,A1", "skr2023,skr_grup,A1"),),
        f"{GRUPPER}:7",
        "okänt-värde",
        "menade du ”skr_grupp”?",
    ),
    "tom_niva": (
        ((GRUPPER, "skr2023,skr_grupp,A1", "skr2023,,A1"),),
        f"{GRUPPER}:7",
        "okänt-värde",
        "välj befolkningsgrupp, skr_grupp eller nyckelgrupp",
    ),
    "en_version_av_indelningen_som_inte_finns": (
        ((UTGAVA, "indelning: skr2023", "versioner: [{från: 2020, indelning: skr2032}]"),),
        f"{UTGAVA}:11:5",
        "okänd-indelning",
        "menade du ”skr2023”?",
    ),
    "en_folkmängd_med_fler_siffror_än_något_tal": (
        (("data/enheter/befolkning.csv", "0001,2023,200000", f"0001,2023,{'9' * 5000}"),),
        "data/enheter/befolkning.csv:2",
        "fel-tal",
        "högst 15",
    ),
    "en_grupp_utan_namn": (
        ((GRUPPER, "A1,Storstäder,", "A1,,"),),
        f"{GRUPPER}:7",
        "tom-cell",
        "namnet saknas",
    ),
    "ett_delområde_utan_namn": (
        ((DELOMRADEN, "0001,Norr,", "0001,,"),),
        f"{DELOMRADEN}:2",
        "tom-cell",
        "namnet saknas",
    ),
    "ett_namn_som_ingen_formel_hittar": (
        (("data/enheter/kommuner.csv", "Ekby", "E" * 256),),
        "data/enheter/kommuner.csv:2",
        "för-lång-text",
        "högst 200",
    ),
    "ett_delområde_slutar_en_dag_som_inte_finns": (
        (
            (
                "data/enheter/delomraden.csv",
                "Norr,stadsdel,2010-01-01,2023-06-30",
                "Norr,stadsdel,2010-01-01,2023-06-31",
            ),
        ),
        "data/enheter/delomraden.csv:2",
        "fel-datum",
        "2023-06-31",
    ),
    "ett_delområde_ersätts_av_sig_självt": (
        (
            (
                "data/enheter/delomraden.csv",
                "2023-06-30,0001-alltihop-2023,hög\n0001-soder",
                "2023-06-30,0001-norr-2010,hög\n0001-soder",
            ),
        ),
        "data/enheter/delomraden.csv:2",
        "fel-id",
        "inte är yngre",
    ),
    "både_indelning_och_versioner": (
        ((UTGAVA, "indelning: skr2023", "indelning: skr2023, versioner: [{från: 2020, indelning: skr2023}]"),),
        f"{UTGAVA}:11:58",
        "för-många-nycklar",
        "”indelning” och ”versioner”",
    ),
}


@pytest.mark.parametrize(("edits", "place", "kod", "words"), REGISTERS.values(), ids=REGISTERS.keys())
def test_a_fault_in_the_registers_is_told_where_it_stands(
    edits: tuple[Edit, ...], place: str, kod: str, words: str, example_root: Path, tmp_path: Path
) -> None:
    errors = [problem for problem in told(changed(example_root, tmp_path, *edits)) if problem.niva == "fel"]
    assert (place, kod) in where(errors), where(errors)
    assert {one for _, one in where(errors)} == {kod}
    assert any(words in f"{one.text} {one.gor_sa_har}" for one in errors), errors


# --- one post for many files, and one file for some of the sources ---

POST = """- fil: enkat_{år}.csv
  slag: delsvar
  år: [2023, 2024]
  ursprung: Påhittade svar.
  kolumner: {enhet: kod, namn: kommun, rutin.skriftlig: F1, rutin.senast: F2, vantetid: F3}
  koder: {"1": Ja, "2": Nej, kort: 0–7 dagar, lång: 8– dagar}
"""


def with_one_post(root: Path, copy: Path, *edits: Edit) -> Path:
    """Return a copy in which one post stands for both years of the survey."""
    house = changed(root, copy)
    text = (house / KALLOR).read_text(encoding="utf-8")
    (house / KALLOR).write_text(POST + text[text.index("- fil: antal_2022") :], encoding="utf-8")
    return changed(house, house, *edits)


def test_one_post_with_the_year_in_the_files_name_is_a_post_for_each(example_root: Path, tmp_path: Path) -> None:
    sources = read_sources(with_one_post(example_root, tmp_path / "hus"), "2024-prov")
    assert sources.problems.warnings == []
    one, other = figures(sources), figures(read_sources(example_root, "2024-prov"))
    assert one.figurer == other.figurer


MANY: dict[str, tuple[Edit, str, str, str]] = {
    "flera_år_för_en_enda_fil": (
        (KALLOR, "enkat_{år}.csv", "enkat_2023.csv"),
        f"{KALLOR}:1:8",
        "fel-filnamn",
        "”enkat_2023.csv” är en fil, men gäller 2 år. skriv {år}",
    ),
    "ett_år_utan_fil": (
        (KALLOR, "enkat_{år}.csv", "svar_{år}.csv"),
        f"{KALLOR}:1:8",
        "fil-saknas",
        "svar_2023.csv”",
    ),
    "ett_år_utanför_utgåvan": (
        (KALLOR, "år: [2023, 2024]", "år: [2023, 2024, 2025]"),
        f"{KALLOR}:1:8",
        "fel-år",
        "år 2025 ingår inte",
    ),
    "okänd_källa": (
        (KALLOR, "slag: delsvar", "slag: delsvar\n  källa: enkatt"),
        f"{KALLOR}:1:8",
        "okänd-källa",
        "källan ”enkatt” finns inte. menade du ”enkat”?",
    ),
    "felstavat_fält": ((KALLOR, "enkat_{år}.csv", "enkat_{ar}.csv"), f"{KALLOR}:1:8", "fel-filnamn", "skriv {år}"),
}


@pytest.mark.parametrize(("edit", "place", "kod", "words"), MANY.values(), ids=MANY.keys())
def test_a_fault_in_a_post_for_many_years_is_told(
    edit: Edit, place: str, kod: str, words: str, example_root: Path, tmp_path: Path
) -> None:
    errors = [problem for problem in told(with_one_post(example_root, tmp_path, edit)) if problem.kod == kod]
    assert {str(problem.place) for problem in errors} == {place}
    assert any(words in f"{one.text} {one.gor_sa_har}" for one in errors), errors


@pytest.fixture
def tva_kallor(example_root: Path, tmp_path: Path) -> Path:
    """The house in which väntetid is asked in a part of its own, delivered in a file of its own."""
    allman = "  - {id: allman, namn: Allmän, beskrivning: Svar., population: Kommuner., eftersläpning: 0}\n"
    house = with_one_post(
        example_root,
        tmp_path / "kallor",
        ("indicators/prov/_omrade.yaml", "måttenheter:", f"{allman}måttenheter:"),
        ("indicators/prov/vantetid.yaml", "källa: enkat", "källa: allman"),
        (KALLOR, ", vantetid: F3", ""),
        (KALLOR, "slag: delsvar", "slag: delsvar\n  källa: enkat"),
    )
    post = POST.replace("enkat_", "allman_").replace("slag: delsvar", "slag: delsvar\n  källa: [allman]")
    post = post.replace("rutin.skriftlig: F1, rutin.senast: F2, vantetid: F3", "vantetid: F3")
    (house / KALLOR).write_text(post + (house / KALLOR).read_text(encoding="utf-8"), encoding="utf-8")
    for ar in (2023, 2024):
        lines = (house / FOLDER / f"enkat_{ar}.csv").read_text(encoding="utf-8").splitlines()
        cells = [line.split(",") for line in lines]
        for name, wanted in (("allman", (0, 1, 4)), ("enkat", (0, 1, 2, 3))):
            text = "".join(",".join(row[place] for place in wanted) + "\n" for row in cells)
            (house / FOLDER / f"{name}_{ar}.csv").write_text(text, encoding="utf-8")
    return house


def test_a_file_may_hold_the_indicators_of_one_source(tva_kallor: Path, example_root: Path) -> None:
    sources = read_sources(tva_kallor, "2024-prov")
    assert sources.problems.warnings == []
    assert figures(sources).figurer == figures(read_sources(example_root, "2024-prov")).figurer


def test_a_file_that_does_not_say_its_source_must_hold_them_all(tva_kallor: Path, tmp_path: Path) -> None:
    house = changed(tva_kallor, tmp_path / "utan", (KALLOR, "  källa: enkat\n", ""))
    errors = [problem for problem in told(house) if problem.niva == "fel"]
    assert where(errors) == [(f"{FOLDER}/enkat_{ar}.csv:1", "kolumn-saknas") for ar in (2023, 2024)]
    assert all("”vantetid”" in problem.text for problem in errors)


def test_the_parts_of_a_survey_have_their_own_silence(tva_kallor: Path, tmp_path: Path) -> None:
    house = changed(tva_kallor, tmp_path / "tyst", (f"{FOLDER}/allman_2024.csv", "0002,Åsbo,kort\n", ""))
    found = figures(read_sources(house, "2024-prov")).figurer
    assert found["vantetid", 2024]["0002"].status == Status.EJ_SVAR
    assert found["rutin", 2024]["0002"].svar == "Nej"


def test_two_words_may_share_a_column(example_root: Path, tmp_path: Path) -> None:
    """An indicator that is made of another's question: whether there is a routine at all, however old."""
    house = changed(
        example_root,
        tmp_path / "delar",
        (KALLOR, "rutin.senast: F2", "rutin.senast: F2, skriftlig.fraga: F1"),
        (KALLOR, "rutin.senast: F2, vantetid", "rutin.senast: F2, skriftlig.fraga: F1, vantetid"),
    )
    page = (house / "indicators/prov/rutin.yaml").read_text(encoding="utf-8")
    begin, end = page.index("  delfrågor:"), page.index("beskrivning:")
    inner = (
        "  delfrågor:\n    fraga: {text: Är rutinen skriftlig?, svar: [Ja, Nej, I systemet]}\n"
        "  kriterier:\n    - {från: 2023, ja_när: {fråga: fraga, svar: [Ja, I systemet]}}\n"
        "  särskilda_svar:\n    - {svar: Integrerad, räknas_som: Ja}\n"
    )
    new = page[:begin] + inner + page[end:]
    new = new.replace("namn: Aktuell rutin", "namn: Skriftlig rutin").replace(
        "kort_namn: Rutin", "kort_namn: Skriftlig"
    )
    (house / "indicators/prov/skriftlig.yaml").write_text(new, encoding="utf-8")
    sources = read_sources(house, "2024-prov")
    assert sources.problems.warnings == []
    found = figures(sources).figurer
    answers = {enhet: (found["rutin", 2023][enhet].svar, found["skriftlig", 2023][enhet].svar) for enhet in KOMMUNER}
    assert answers == {
        "0001": ("Ja", "Ja"),
        "0002": ("Nej", "Ja"),
        "0003": ("Nej", "Nej"),
        "0101": (None, "Ja"),
        "0102": ("Integrerad", "Integrerad"),
    }


EARLIER: dict[str, Edit] = {
    "i_posten": (KALLOR, "rutin.skriftlig: F1, rutin.senast: F2", "skick.skriftlig: F1, skick.senast: F2"),
    "i_filen": (ENKAT_2023, "F1,F2,F3", "skick.skriftlig,rutin.senast,F3"),
}


@pytest.mark.parametrize("edit", EARLIER.values(), ids=EARLIER.keys())
def test_a_delivery_may_use_an_earlier_id(edit: Edit, example_root: Path, tmp_path: Path) -> None:
    page = ("indicators/prov/rutin.yaml", "namn: Aktuell rutin", "tidigare_id: skick\nnamn: Aktuell rutin")
    edits = [page, edit]
    if edit[0] == ENKAT_2023:
        edits.append((KALLOR, "rutin.skriftlig: F1, rutin.senast: F2, ", ""))
    sources = read_sources(changed(example_root, tmp_path, *edits), "2024-prov")
    assert sources.problems.warnings == []
    assert figures(sources).figurer == figures(read_sources(example_root, "2024-prov")).figurer


def test_the_groups_of_a_year_are_those_of_the_division_that_held_then(example_root: Path, tmp_path: Path) -> None:
    """Åsbo moves to the other group in a division that holds from 2024."""
    later = "skr2030,skr_grupp,A1,Storstäder,\nskr2030,skr_grupp,B3,Större stad,\n"
    versions = "versioner: [{från: 2024, indelning: skr2030}, {från: 2016, indelning: skr2023}]"
    house = changed(
        example_root,
        tmp_path,
        (UTGAVA, "indelning: skr2023", versions),
        (GRUPPER, "skr2023,skr_grupp,A1", f"{later}skr2023,skr_grupp,A1"),
    )
    heading, *lines = (house / KOMMUNER_CSV).read_text(encoding="utf-8").splitlines()
    moved = [f"{line},{'A1' if line.startswith('0002') else line.split(',')[-1]}" for line in lines]
    (house / KOMMUNER_CSV).write_text("\n".join([f"{heading},skr2030", *moved, ""]), encoding="utf-8")
    sources = read_sources(house, "2024-prov")
    found = figures(sources).figurer
    assert (found["rutin", 2023]["skr-A1"].enheter, found["rutin", 2024]["skr-A1"].enheter) == (1, 3)
    assert found["rutin", 2024]["skr-A1"].varde == 67  # Ja, Nej, Ja
    assert sources.inputs.enheter.grupper["0002"]["Kommungrupp"].namn == "Storstäder"  # shown: the latest
