"""What the codes of a delivery mean: in the whole file, in one column, and where they stand for a missing answer."""

import shutil
from pathlib import Path

import pytest

from files import as_csv, assert_only_error, assert_same_facts, cells, edit, errors, told, with_cell
from oj_workbook.inputs import Inputs
from oj_workbook.sources import read_sources

EDITION, FOLKETS = "2024-prov", "2024-poster"
ENKAT, ANTAL = f"data/{EDITION}/enkat_2023.csv", f"data/{EDITION}/antal_2023.csv"
KALLOR = f"data/{EDITION}/kallor.yaml"
#: The codes of 2023, with the line that makes them the only such.
CODES = '  koder: {"1": Ja, "2": Nej, kort: 0–7 dagar, lång: 8– dagar}\n- fil: enkat_2024'


@pytest.fixture
def hus(example_root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example_root, tmp_path / "hus")


@pytest.fixture(scope="module")
def before(example_root: Path) -> Inputs:
    """The edition with codes that mean the same in the whole file."""
    return read_sources(example_root, EDITION).inputs


def code(root: Path, *lines: str) -> None:
    """Write other codes for 2023, from line 6 on."""
    edit(root, KALLOR, CODES, "  koder:\n" + "".join(f"    {line}\n" for line in lines) + "- fil: enkat_2024")


def answer(root: Path, **answers: str) -> None:
    """Write other answers in the survey 2023, by cell: C rutin, D the month, E väntetid; rows 2–6."""
    rows = cells(root / ENKAT)
    for place, cell in answers.items():
        rows = with_cell(rows, place, cell)
    (root / ENKAT).write_bytes(as_csv(rows))


def said(root: Path, indikator: str) -> list[dict[str, str]]:
    """Return the answers of each unit to the questions of an indicator 2023."""
    (block,) = (
        one for one in read_sources(root, EDITION).inputs.delsvar if (one.indikator, one.ar) == (indikator, 2023)
    )
    return [dict(zip(block.svar, pattern, strict=True)) for pattern in zip(*block.svar.values(), strict=True)]


def waiting(root: Path) -> dict[str, str]:
    """Return the waiting time 2023 of each unit that answered."""
    svar = read_sources(root, EDITION).inputs.svar
    found = svar[(svar.indikator == "vantetid") & (svar.ar == 2023)]
    return dict(zip(found.enhet, found.svar, strict=True))


# --- a column's own codes ---


@pytest.mark.parametrize("word", ["vantetid", "vantan"], ids=["dagens_id", "ett_tidigare_id"])
def test_a_code_may_mean_one_thing_in_a_column_and_another_in_the_file(word: str, before: Inputs, hus: Path) -> None:
    edit(hus, "indicators/prov/vantetid.yaml", "kort_namn:", "tidigare_id: vantan\nkort_namn:")
    answer(hus, E2="1", E3="2", E5="1", E6="2")
    code(hus, '"1": Ja', '"2": Nej', f'{word}: {{"1": 0–7 dagar, "2": 8– dagar}}')
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def test_every_column_may_have_codes_of_its_own(before: Inputs, hus: Path) -> None:
    answer(hus, D2="A", D3="B")
    code(
        hus,
        'rutin.skriftlig: {"1": Ja, "2": Nej}',
        "rutin.senast: {A: 2022-01, B: 2021-12}",
        "vantetid: {kort: 0–7 dagar, lång: 8– dagar}",
    )
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def test_a_count_may_have_an_answer_as_a_code_in_its_column(hus: Path) -> None:
    nej = "\n  särskilda_svar:\n    - {svar: Vet ej, räknas_som: utanför}"
    namnare = "nämnare: {text: Alla vuxna med stöd., uppgift: vuxna}"
    edit(hus, "indicators/prov/langvariga.yaml", namnare, namnare + nej)
    edit(hus, ANTAL, "0102,Ådala,,,900,300", "0102,Ådala,-1,,-1,300")
    with (hus / KALLOR).open("a", encoding="utf-8") as file:
        file.write('  koder: {langvariga: {"-1": Vet ej}}\n')
    inputs = read_sources(hus, EDITION).inputs
    assert inputs.svar[inputs.svar.enhet == "0102"][["indikator", "svar"]].to_numpy().tolist()[-1] == [
        "langvariga",
        "Vet ej",
    ]
    kronor = inputs.antal[(inputs.antal.uppgift == "kronor") & (inputs.antal.enhet == "0102")]
    assert kronor.antal.tolist() == [900, -1]  # there it is a sum of money


# --- a missing answer ---


def test_a_code_may_stand_for_a_missing_answer(hus: Path) -> None:
    answer(hus, C2="9", D2="9", E2="8", E3="9", E5="lång")
    code(
        hus,
        '"1": Ja',
        '"2": Nej',
        "lång: 8– dagar",
        '"9": ej svar',
        'vantetid: {"8": ej svar, "9": 0–7 dagar}',
    )
    assert said(hus, "rutin")[0] == {"skriftlig": "", "senast": ""}
    assert waiting(hus) == {"0002": "0–7 dagar", "0101": "8– dagar", "0102": "8– dagar"}


def test_a_code_for_a_missing_count_leaves_it_out(hus: Path) -> None:
    edit(hus, ANTAL, "0102,Ådala,,,900,300", "0102,Ådala,-99,-99,-99,-98")
    with (hus / KALLOR).open("a", encoding="utf-8") as file:
        file.write('  koder: {"-99": ej svar, invanare: {"-98": ej svar}}\n')
    antal = read_sources(hus, EDITION).inputs.antal
    assert antal[(antal.ar == 2023) & (antal.enhet == "0102")].empty


def test_a_column_where_every_code_means_silence_is_a_lost_column(hus: Path) -> None:
    answer(hus, E2="9", E3="9", E5="9", E6="9")
    code(hus, '"1": Ja', '"2": Nej', '"9": ej svar')
    assert (f"{ENKAT}:1", "tom-kolumn") in errors(hus, EDITION)


def test_the_words_ej_svar_in_a_file_need_no_code(hus: Path) -> None:
    answer(hus, E2="ej svar")
    assert waiting(hus).keys() == {"0002", "0101", "0102"}


# --- codes that mean nothing ---

#: The codes, the line of the fault, its code, and what is said.
WRONG: dict[str, tuple[list[str], str, str, str]] = {
    "kolumn_som_inte_finns": (
        ['"1": Ja', '"2": Nej', "kort: 0–7 dagar", "lång: 8– dagar", "vantettid: {kort: 8– dagar}"],
        "11:16",
        "okänd-kolumn",
        "”vantettid” under ”koder” är ingen kolumn med koder. menade du ”vantetid”?",
    ),
    "delfråga_som_inte_finns": (
        ['"1": Ja', '"2": Nej', "kort: 0–7 dagar", "lång: 8– dagar", "rutin.skriven: {x: Ja}"],
        "11:20",
        "okänd-kolumn",
        "”rutin.skriven” under ”koder” är ingen kolumn med koder",
    ),
    "enhet_har_inga_koder": (
        ['"1": Ja', '"2": Nej', "kort: 0–7 dagar", "lång: 8– dagar", "enhet: {x: Ja}"],
        "11:12",
        "okänd-kolumn",
        "”enhet” under ”koder” är ingen kolumn med koder",
    ),
    "kolumnens_kod_betyder_inget_där": (
        ['"1": Ja', '"2": Nej', "lång: 8– dagar", "vantetid: {kort: Ja}"],
        "10:22",
        "okänt-värde",
        "koden ”kort” för vantetid betyder ”Ja”, som inte finns. välj 0–7 dagar, 8– dagar eller ej svar",
    ),
    "kolumnens_kod_är_felskriven": (
        ['"1": Ja', '"2": Nej', "lång: 8– dagar", "vantetid: {kort: 0-7 dagar}"],
        "10:22",
        "okänt-värde",
        "menade du ”0–7 dagar”?",
    ),
    "filens_kod_är_felskriven": (
        ['"1": Jaa', '"2": Nej', "kort: 0–7 dagar", "lång: 8– dagar"],
        "7:10",
        "okänt-värde",
        "koden ”1” betyder ”Jaa”, som inte är något svar. menade du ”Ja”?",
    ),
    "filens_kod_används_inte": (
        ['"1": Ja', '"2": Nej', "kort: 0–7 dagar", "lång: 8– dagar", '"3": Kanske'],
        "11:10",
        "okänt-värde",
        "skriv det svar som koden står för",
    ),
    "månad_som_inte_finns": (
        ['"1": Ja', '"2": Nej', "kort: 0–7 dagar", "lång: 8– dagar", "rutin.senast: {A: 2022-13}"],
        "11:23",
        "okänt-värde",
        "betyder ”2022-13”, som inte finns. välj en månad som 2013-02, Integrerad, Vilande",
    ),
}


@pytest.mark.parametrize(("lines", "place", "kod", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_code_that_means_nothing_is_told_once_where_it_stands(
    lines: list[str], place: str, kod: str, words: str, hus: Path
) -> None:
    code(hus, *lines)
    assert_only_error(hus, EDITION, f"kallor.yaml:{place}", kod, words)


def test_an_answer_of_another_column_is_no_answer(hus: Path) -> None:
    answer(hus, E2="1")
    assert_only_error(hus, EDITION, "enkat_2023.csv:2", "okänt-svar", "kolumnen ”F3” har svaret ”1”")


def test_a_code_may_be_written_for_years_that_did_not_have_its_answer(hus: Path) -> None:
    edit(hus, "indicators/prov/rutin.yaml", "från: 2023, till: 2024}", "från: 2024, till: 2024}")
    code(hus, '"1": Ja', '"2": Nej', "kort: 0–7 dagar", "lång: 8– dagar", '"3": Vilande')
    assert told(hus, EDITION) == []
    answer(hus, C4="3")
    assert_only_error(hus, EDITION, "enkat_2023.csv:4", "okänt-svar", "kolumnen ”F1” har svaret ”3”")


def test_a_code_may_be_written_for_years_that_did_not_ask_the_question(hus: Path) -> None:
    edit(hus, "indicators/prov/rutin.yaml", "\n          - {fråga: senast, inom_månader: 24}", "")
    with_code = CODES.partition("\n")[0].removesuffix("}") + ", rutin.senast: {A: 2022-01}}"
    text = (hus / KALLOR).read_text(encoding="utf-8")
    (hus / KALLOR).write_text(text.replace(CODES.partition("\n")[0], with_code), encoding="utf-8")
    assert told(hus, EDITION) == []


def test_a_code_may_be_written_for_another_part_of_the_survey(hus: Path) -> None:
    area = "  - {id: enkat, namn: Enkäten,"
    part = "  - {id: del, namn: Delen, beskrivning: Svar., population: Kommuner., eftersläpning: 0}\n"
    edit(hus, "indicators/prov/_omrade.yaml", area, part + area)
    edit(hus, "indicators/prov/vantetid.yaml", "källa: enkat", "källa: del")
    text = (hus / KALLOR).read_text(encoding="utf-8")
    for fil in ("enkat_2023.csv", "enkat_2024.csv"):
        record = text[text.index(f"- fil: {fil}") :].partition("\n- fil:")[0]
        rows = record.replace("rutin.skriftlig: F1, rutin.senast: F2, ", "").replace("slag:", "källa: del\n  slag:")
        text = text.replace(record, record.replace("slag:", "källa: enkat\n  slag:") + "\n" + rows, 1)
    (hus / KALLOR).write_text(text, encoding="utf-8")
    assert errors(hus, EDITION) == []


def test_a_code_of_published_figures_is_told_once_where_it_stands(hus: Path) -> None:
    record = (
        "- fil: siffror.csv\n  slag: publicerat\n  ursprung: Publicerade tal.\n  koder: {X: undertrykt}\n"
        "  kolumner: {enhet: enhet, namn: namn, indikator: indikator, år: ar, värde: varde}\n"
    )
    rows = "riket,Riket,langvariga,2022,X\nriket,Riket,langvariga,2023,X\n"
    (hus / "data" / EDITION / "siffror.csv").write_text(f"enhet,namn,indikator,ar,varde\n{rows}", encoding="utf-8")
    edit(hus, KALLOR, "- fil: enkat_2023.csv", f"{record}- fil: enkat_2023.csv")
    assert_only_error(hus, EDITION, "kallor.yaml:4:14", "okänt-värde", "menade du ”undertryckt”?")


def test_a_code_of_a_population_table_is_told_where_it_stands(hus: Path) -> None:
    edit(hus, f"data/{FOLKETS}/kallor.yaml", '{kön: {"1": män, "2": kvinnor}}', '{kön: {"1": man, "2": kvinnor}}')
    assert_only_error(hus, FOLKETS, "kallor.yaml:19:22", "okänt-värde", "menade du ”män”?")
