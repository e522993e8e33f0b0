"""What a June run really meets in codes, answers and numbers, row by row, through the command line.

A fault stops the build with exit code 1 and leaves the published files as they were; what is repaired or only told
is counted, and the number is that which was planted.
"""

import io
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

import bad
from bad import EDITION, Answer, Bad
from bad_values import (
    ANTAL,
    ANTAL_2022,
    ENKAT,
    ENKAT_2024,
    FOLDER,
    KALLOR,
    UTGAVA,
    Change,
    Words,
    figure,
    fine,
    mended,
    new_file,
    planted,
    stop,
    warn,
)
from files import Cell, as_xlsx, cells, deliver, with_cell
from oj_workbook import pool
from oj_workbook.cli import main
from oj_workbook.units import Tillfalle
from test_units import ALLTIHOP, DELADE, NORR, SODER

KOMMUNER, BEFOLKNING = "data/enheter/kommuner.csv", "data/enheter/befolkning.csv"
Run = Callable[..., Answer]
Form = Callable[[Workbook], object]
KODER = ("0001", "0002", "0003", "0101", "0102")


@pytest.fixture(scope="module")
def house(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example house, where nothing is told but what is planted."""
    return bad.alone(example_root, tmp_path_factory.mktemp("hus"))


@pytest.fixture(scope="module")
def published(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what was published before anything went wrong."""
    out = tmp_path_factory.mktemp("forra")
    assert main(["build", EDITION, "--projekt", str(house), "-o", str(out)]) == 0
    return out


@pytest.fixture
def run(house: Path, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what builds the house with some changes, into a folder with what was published before."""

    def built(*changes: Change) -> Answer:
        for folder in ("hus", "ut"):
            shutil.rmtree(tmp_path / folder, ignore_errors=True)
        return bad.run(house, published, tmp_path, planted(*changes), lambda: "".join(capsys.readouterr()))

    return built


def in_xlsx(place: str, cell: Cell, file: str = ENKAT, form: Form | None = None) -> Change:
    """Return what makes a workbook of a file, with something else in one cell, maybe shown in a form of its own."""
    csv = Path(file).name

    def put(root: Path) -> None:
        def write(book: Workbook, sheet: Worksheet) -> None:
            if form:
                sheet.write(place, cell, form(book))

        data = as_xlsx(with_cell(cells(root / file), place, cell), write)
        deliver(root, EDITION, csv, csv.replace(".csv", ".xlsx"), data)

    return put


EKBY, ASBO, LUNDEN = "0001,Ekby,", "0002,Åsbo,", "0101,Lunden,"
TIDIGARE = new_file(
    "data/enheter/tidigare_koder.csv", "kommunkod,namn,ersatt_fran,ersatts_av", "1917,Lunden,2007-01-01,0101"
)
#: Nystad is formed in June 2023: it is in the register, and answers from then on.
NYSTAD = (
    (KOMMUNER, "lan,skr2023\n", "lan,skr2023,giltig_fran\n"),
    *((KOMMUNER, f"{row}\n", f"{row},\n") for row in ("0001,Ekby,01,Norra länet,A1", "0002,Åsbo,01,Norra länet,B3")),
    *((KOMMUNER, f"{row}\n", f"{row},\n") for row in ("0003,Östan,01,Norra länet,B3", "0101,Lunden,02,Södra länet,A1")),
    (
        KOMMUNER,
        "0102,Ådala,02,Södra länet,B3\n",
        "0102,Ådala,02,Södra länet,B3,\n0103,Nystad,02,Södra länet,B3,2023-06-01\n",
    ),
    (BEFOLKNING, "0102,2023,70000\n", "0102,2023,70000\n0103,2023,900\n"),
    (ENKAT_2024, LUNDEN, "0103,Nystad,1,2023-06,kort\n0101,Lunden,"),
    (ANTAL, LUNDEN, "0103,Nystad,10,40,300,100\n0101,Lunden,"),
)
#: A grouping of the edition's own.
NYCKEL = (
    ("data/enheter/grupper.csv", "skr2023,skr_grupp,A1", "nyckel,nyckelgrupp,1,Grupp 1,\nskr2023,skr_grupp,A1"),
    (UTGAVA, "metod:", "  - {rubrik: Nyckel, indelning: nyckel, fil: nyckel.csv}\nmetod:"),
)


def nyckel(*rows: str) -> tuple[Change, ...]:
    """Return the changes that give every kommun a group of the edition's own, and some more rows."""
    return (*NYCKEL, new_file(f"{FOLDER}/nyckel.csv", "kommunkod,grupp", *(f"{kod},1" for kod in KODER), *rows))


OMRADEN: dict[str, Bad] = {
    "C01_utan_nolla": mended(1, (ENKAT, LUNDEN, "101,Lunden,")),
    "C01_med_apostrof": mended(1, (ENKAT, LUNDEN, "'0101,Lunden,")),
    "C01_med_blanksteg_sist": mended(1, (ENKAT, LUNDEN, "0101 ,Lunden,")),
    "C01_med_hart_blanksteg": mended(1, (ENKAT, LUNDEN, "0101\u00a0,Lunden,")),
    "C01_i_alla_filer": mended(
        4,
        (ENKAT, LUNDEN, "101,Lunden,"),
        (ENKAT_2024, LUNDEN, "101,Lunden,"),
        (ANTAL, LUNDEN, "101,Lunden,"),
        (f"{FOLDER}/antal_2022.csv", LUNDEN, "101,Lunden,"),
    ),
    "C01_tal_i_xlsx": mended(1, in_xlsx("A5", 101)),
    "C02_bokstaven_o": stop(
        "okänd-enhet", (ENKAT, LUNDEN, "O1O1,Lunden,"), words=("enkat_2023.csv:5", "”O1O1”", "”0101”")
    ),
    "C02_mjukt_bindestreck": stop("okänd-enhet", (ENKAT, LUNDEN, "0101\u00ad,Lunden,"), words=("<U+00AD>",)),
    "C03_med_decimal": mended(1, (ENKAT, LUNDEN, "101.0,Lunden,")),
    "C03_med_decimalkomma": mended(1, (ENKAT, LUNDEN, '"101,0",Lunden,')),
    "C04_med_riktig_decimal": stop("okänd-enhet", (ENKAT, LUNDEN, "101.5,Lunden,"), words=("”101.5”",)),
    "C05_kod_och_namn": stop(
        "kod-och-namn",
        (ENKAT, LUNDEN, "0101,Åsbo,"),
        words=("enkat_2023.csv:5", "0101", "Lunden", "0002", "Åsbo", "pekar på olika kommuner"),
    ),
    "C05_kod_och_namn_i_genitiv": stop("kod-och-namn", (ENKAT, LUNDEN, "0101,Åsbos kommun,"), words=("0101", "0002")),
    "C05_kod_och_namn_i_versaler": stop("kod-och-namn", (ENKAT, LUNDEN, "0101,ÅSBO,"), words=("0101", "0002")),
    "C06_bara_namn": stop("okänd-enhet", (ENKAT, LUNDEN, ",Lunden,"), words=("enkat_2023.csv:5", "”0101”", "Lunden")),
    "C06_varken_kod_eller_namn": stop("okänd-enhet", (ENKAT, LUNDEN, ",,"), words=("enkat_2023.csv:5", "tom")),
    "C07_kommun": fine((ENKAT, LUNDEN, "0101,Lundens kommun,")),
    "C07_stad": fine((ENKAT, LUNDEN, "0101,Lunden stad,")),
    "C07_region": fine((ENKAT, LUNDEN, "0101,Region Lunden,")),
    "C07_inget_namn": fine((ENKAT, LUNDEN, "0101,,")),
    "C08_felstavat_namn": fine((ENKAT, LUNDEN, "0101,Lundne,")),
    "C09_gammal_kod": stop(
        "okänd-enhet", TIDIGARE, (ENKAT, LUNDEN, "1917,Lunden,"), words=("1917", "0101", "2007-01-01")
    ),
    "C10_okand_kod": stop("okänd-enhet", (ENKAT, LUNDEN, "9999,Lunden,"), words=("enkat_2023.csv:5", "”9999”")),
    "C10_lanskod": stop("okänd-enhet", (ENKAT, LUNDEN, "02,Lunden,"), words=("Södra länet",)),
    "C10_lanets_id": stop("okänd-enhet", (ENKAT, LUNDEN, "lan-02,Lunden,"), words=("”lan-02”",)),
    "C11_delar_som_overlappar": stop(
        "enhet-utan-svar",
        *DELADE,
        (ENKAT_2024, f"{ALLTIHOP},Alltihop,", f"{NORR},Norr,1,2022-01,kort\n{ALLTIHOP},Alltihop,"),
        words=(NORR, ALLTIHOP, "2023-07-01", "överlappar"),
    ),
    "C12_ett_annat_ars_delomrade": stop(
        "enhet-utan-svar",
        *DELADE,
        (ENKAT, f"{SODER},Söder,", f"{ALLTIHOP},Alltihop,"),
        words=(ALLTIHOP, "fanns inte 2023"),
    ),
    "C12_ett_delomrade_i_en_stad_som_svarar_sjalv": stop(
        "okänd-enhet", (ENKAT, EKBY, f"{NORR},Norr,"), words=(NORR, "Ekby", "summera_delar")
    ),
    "C13_staden_och_dess_delar": stop(
        "enhet-utan-svar",
        *DELADE,
        (ENKAT_2024, f"{ALLTIHOP},", f"0001,Ekby,1,2022-01,kort\n{ALLTIHOP},"),
        words=("0001", "två gånger", "summera_delar"),
    ),
    "C14_en_kommun_saknas": warn("enhet-saknas", (ENKAT, "0101,Lunden,1,,kort\n", ""), words=("Lunden", "1 av 5")),
    "C15_en_ny_kommun": stop(
        "okänd-enhet",
        (ENKAT_2024, LUNDEN, "0103,Nystad,1,2023-06,kort\n0101,Lunden,"),
        words=("”0103”", "ny", "bildades"),
    ),
    "C15_en_ny_kommun_i_registret": fine(*NYSTAD),
    "C15_en_ny_kommun_i_registret_utan_dag": stop(
        "grupp-saknas",
        *NYSTAD,
        (KOMMUNER, "B3,2023-06-01", "B3,"),
        (BEFOLKNING, "0103,2023,900\n", ""),
        words=("Nystad",),
    ),
    "C15_den_nya_kommunen_i_ett_tidigare_ar": stop(
        "enhet-utan-svar",
        *NYSTAD,
        (ENKAT, LUNDEN, "0103,Nystad,1,,kort\n0101,Lunden,"),
        words=("0103", "fanns inte 2023"),
    ),
    "C15_en_felskriven_dag": stop("fel-datum", *NYSTAD, (KOMMUNER, "2023-06-01", "1/6 2023"), words=("giltig_fran",)),
    "C16_tva_kommuner_med_samma_kod": stop(
        "dubbel-rad", (KOMMUNER, "0102,Ådala,", "0101,Ådala,"), words=("kommuner.csv:6", "”0101”")
    ),
    "C17_grupp_saknas": stop("grupp-saknas", (KOMMUNER, "Södra länet,B3", "Södra länet,"), words=("Ådala", "skr2023")),
    "C17_egna_grupper": fine(*nyckel()),
    "C17_tva_grupper": stop("dubbel-rad", *nyckel("0101,2"), words=("nyckel.csv:7", "”0101”", "rad 5")),
    "C17_grupp_for_en_okand_kommun": stop("okänd-enhet", *nyckel("0109,1"), words=("nyckel.csv:7", "”0109”")),
    "C18_okand_grupp": stop("grupp-saknas", (KOMMUNER, "Södra länet,B3", "Södra länet,B9"), words=("Ådala",)),
    "C19_breda_siffror": stop(
        "okänd-enhet", (ENKAT, LUNDEN, "０１０１,Lunden,"), words=("enkat_2023.csv:5", "U+FF10", "U+FF11")
    ),
    "C19_minustecken": stop("okänd-enhet", (ENKAT, LUNDEN, "\u2212101,Lunden,"), words=("U+2212",)),
    "C20_en_kommun_utanfor": stop(
        "enhet-utanför", (UTGAVA, '["01", "02"]', '["01"]'), words=("Lunden", "Ådala"), antal=8
    ),
}


@pytest.mark.parametrize("one", OMRADEN.values(), ids=OMRADEN.keys())
def test_codes_and_names_of_areas(one: Bad, run: Run, published: Path) -> None:
    bad.assert_answered(one, run(one.change), bad.files_of(published))


def test_a_kommun_that_is_formed_has_no_figures_before_and_is_not_missed(run: Run) -> None:
    found = run(*NYSTAD)
    assert figure(found, "0103", "rutin", "2023")["status"] == "fanns_inte"
    assert figure(found, "0103", "rutin", "2024")["svar"] == "Ja"
    assert [figure(found, "riket", "rutin", ar)["antal_enheter"] for ar in ("2023", "2024")] == ["4", "6"]


# --- answers ---

OSTAN = "0003,Östan,2,,"
KODER_2023 = (KALLOR, "lång: 8– dagar}\n- fil: enkat_2024", 'lång: 8– dagar, "9": ej svar}\n- fil: enkat_2024')
#: Östan answers twice, with the time in a column of its own.
STAMPEL = (
    (ENKAT, "F1,F2,F3\n", "F1,F2,F3,tid\n"),
    *((ENKAT, f"{row}\n", f"{row},2023-02-01\n") for row in ("2022-01,kort", "2021-12,lång", "Lunden,1,,kort")),
    (ENKAT, "Integrerad,,lång\n", "Integrerad,,lång,2023-02-01\n"),
)
SENASTE = (KALLOR, "- fil: enkat_2023.csv\n", "- fil: enkat_2023.csv\n  vid_dubblett: senaste\n  tidsstämpel: tid\n")


def twice(first: str, second: str) -> tuple[Change, ...]:
    """Return the changes that give Östan two rows with a time."""
    return (*STAMPEL, (ENKAT, f"{OSTAN}\n", f"{first}\n{second}\n"))


def filtered(annars: str, senast: str = "2022-06") -> tuple[Change, ...]:
    """Return the changes that let a question be asked only where another was answered Ja, and Östan answer it."""
    page, asked = "indicators/prov/rutin.yaml", f"ställs_när: {{fråga: skriftlig, svar: [Ja, I systemet]{annars}}}"
    return (
        (page, "När följdes den upp?, svar: månad}", f"När följdes den upp?, svar: månad, {asked}}}"),
        (ENKAT, OSTAN, f"0003,Östan,2,{senast},"),
    )


def said(cell: str, kolumn: str = "F3") -> Change:
    """Return the change that lets Lunden answer something else."""
    return (ENKAT, "0101,Lunden,1,,kort", f"0101,Lunden,1,,{cell}" if kolumn == "F3" else f"0101,Lunden,{cell},,kort")


def no_answer(cell: str, *words: str, kolumn: str = "F3") -> Bad:
    """Return an answer of Lunden's that was not among those to choose from."""
    return stop("okänt-svar", said(cell, kolumn), words=("enkat_2023.csv:5", f"”{kolumn}”", *words))


ALLA = "illåtna svar är Ja, Nej, I systemet"
SVAR: dict[str, Bad] = {
    "D01_blanksteg_sist": mended(1, said("Ja ", "F1")),
    "D01_blanksteg_forst": mended(1, said(" Ja", "F1")),
    "D01_hart_blanksteg": mended(1, said("Ja\u00a0", "F1")),
    "D01_tre_celler": mended(
        3, said(" 8– dagar ", "F3"), (ENKAT, OSTAN, "0003,Östan, 2,,"), (ENKAT, EKBY, "0001,Ekby ,")
    ),
    "D02_osynligt_tecken": no_answer("Ja\u200b", "”Ja<U+200B>”", kolumn="F1"),
    "D02_mjukt_bindestreck": no_answer("Ja\u00ad", "”Ja<U+00AD>”", kolumn="F1"),
    "D02_punkt_sist": no_answer("Ja.", "”Ja.”", "”Ja”", kolumn="F1"),
    "D02_citattecken": no_answer("”Ja”", ALLA, kolumn="F1"),
    "D03_versaler": no_answer("JA", "”JA”", "”Ja”", kolumn="F1"),
    "D03_gemener": no_answer("ja", "”ja”", "”Ja”", kolumn="F1"),
    "D03_bara_forsta_bokstaven": no_answer("J", ALLA, kolumn="F1"),
    "D03_i_en_kod": fine(said("JA", "F1"), (KALLOR, KODER_2023[1], KODER_2023[1].replace("lång", "JA: Ja, lång"))),
    "D04_annat_streck": no_answer("8- dagar", "”8– dagar”"),
    "D04_tankstreck": no_answer("8— dagar", "”8– dagar”"),
    "D04_minustecken": no_answer("0\u22127 dagar", "”0–7 dagar”"),
    "D05_nytt_svar": no_answer("Ja, skriftlig rutin".replace(",", ""), "”Ja skriftlig rutin”", ALLA, kolumn="F1"),
    "D05_nytt_svar_pa_tre_rader": stop(
        "okänt-svar",
        (ENKAT, "0001,Ekby,1,", '0001,Ekby,"Ja, skriftlig rutin",'),
        (ENKAT, "0002,Åsbo,1,", '0002,Åsbo,"Ja, skriftlig rutin",'),
        said('"Ja, skriftlig rutin"', "F1"),
        words=("”Ja, skriftlig rutin”", "”F1”"),
        antal=3,
    ),
    "D06_kod_utan_betydelse": no_answer("0", "”0”", "koder", kolumn="F1"),
    "D06_true": no_answer("True", ALLA, kolumn="F1"),
    "D06_sant": no_answer("SANT", ALLA, kolumn="F1"),
    "D07_na": no_answer("NA", "”NA”", kolumn="F1"),
    "D07_none": no_answer("None", "”None”", kolumn="F1"),
    "D07_snedstreck": no_answer("N/A", "”N/A”", kolumn="F1"),
    "D07_streck": no_answer("-", "”-”", kolumn="F1"),
    "D07_punkt": no_answer(".", "”.”", kolumn="F1"),
    "D07_punkter": no_answer("..", "”..”", kolumn="F1"),
    "D07_x": no_answer("X", "”X”", kolumn="F1"),
    "D08_ej_svar": fine(said("ej svar", "F1")),
    "D08_tom_cell": fine(said("", "F1")),
    "D08_kod_for_inget_svar": fine(KODER_2023, said("9", "F1")),
    "D08_inget_svar_i_ett_ar_utan_koden": no_answer("9", "”9”", kolumn="F1"),
    "D09_datum": no_answer("2025-08-14", "datum där ett svar väntades", "Excel", "8-14"),
    "D09_datum_med_klockslag": no_answer("2025-08-14 00:00:00", "datum där ett svar väntades", "8-14"),
    "D09_dag_och_manad": no_answer("14-aug", "datum där ett svar väntades", "8-14"),
    "D09_manad_och_dag": no_answer("aug-14", "datum där ett svar väntades", "8-14"),
    "D09_amerikanskt": no_answer("8/14/2025", "datum där ett svar väntades", "8-14"),
    "D09_dag_manad_och_ar": no_answer("14.8.2025", "datum där ett svar väntades", "8-14"),
    "D09_datum_i_xlsx": stop(
        "okänt-svar",
        in_xlsx("E5", date(2025, 8, 14)),
        words=("enkat_2023.xlsx:5", "”F3”", "datum där ett svar väntades", "8-14"),
    ),
    "D06_sant_i_xlsx": stop("okänt-svar", in_xlsx("C5", cell=True), words=("enkat_2023.xlsx:5", "”SANT”", ALLA)),
    "D09_datum_dar_ja_vantas": no_answer("2025-01-07", "datum där ett svar väntades", "1-7", kolumn="F1"),
    "D10_manad_som_inte_finns": stop(
        "okänt-svar", (ENKAT, "1,2022-01,kort", "1,2022-13,kort"), words=("”F2”", "”2022-13”", "2013-02")
    ),
    "D10_manad_i_ord": stop("okänt-svar", (ENKAT, "1,2022-01,kort", "1,jan 2022,kort"), words=("”jan 2022”",)),
    "D10_manad_med_snedstreck": stop("okänt-svar", (ENKAT, "1,2022-01,kort", "1,2022/01,kort"), words=("”2022/01”",)),
    "D10_manad_med_en_siffra": stop("okänt-svar", (ENKAT, "1,2022-01,kort", "1,2022-1,kort"), words=("”2022-1”",)),
    "D10_bara_aret": stop("okänt-svar", (ENKAT, "1,2022-01,kort", "1,2022,kort"), words=("”2022”",)),
    "D10_manad_efter_matdagen": stop("fel-månad", (ENKAT, "1,2022-01,kort", "1,2023-02,kort"), words=("”2023-02”",)),
    "D10_dag_i_manaden": fine((ENKAT, "1,2022-01,kort", "1,2022-01-31,kort")),
    "D11_tva_lika_svar": warn("dubbel-rad", (ENKAT, OSTAN, f"{OSTAN}\n{OSTAN}"), words=("rad 4", "enkat_2023.csv:5")),
    "D11_tva_lika_svar_i_en_kolumn_som_inte_lases": warn(
        "dubbel-rad", SENASTE, *twice(f"{OSTAN},2023-02-01", f"{OSTAN},2023-02-02"), words=(":5: ",)
    ),
    "D12_tva_olika_svar": stop(
        "dubbel-rad", (ENKAT, OSTAN, f"{OSTAN}\n0003,Östan,1,,"), words=("enkat_2023.csv:5", "rad 4", "vid_dubblett")
    ),
    "D13_tva_olika_svar_och_det_senaste_galler": warn(
        "dubbel-rad", SENASTE, *twice(f"{OSTAN},2023-02-01", "0003,Östan,1,,kort,2023-02-02"), words=("rad 5", ":4: ")
    ),
    "D13_det_senaste_star_forst": warn(
        "dubbel-rad",
        SENASTE,
        *twice("0003,Östan,1,,kort,2023-02-01 13:45", f"{OSTAN},2023-02-01 09:00"),
        words=(":5: ",),
    ),
    "D13_samma_tid": stop(
        "dubbel-rad", SENASTE, *twice(f"{OSTAN},2023-02-01", "0003,Östan,1,,kort,2023-02-01"), words=("samma tid",)
    ),
    "D13_ingen_tid": stop(
        "fel-datum", SENASTE, *twice(f"{OSTAN},", "0003,Östan,1,,kort,1 februari"), words=("”tid”",), antal=2
    ),
    "D13_kolumnen_finns_inte": stop("kolumn-saknas", SENASTE, words=("”tid”",)),
    "D13_ingen_kolumn_angiven": stop(
        "kolumn-saknas", (KALLOR, "- fil: enkat_2023.csv\n", "- fil: enkat_2023.csv\n  vid_dubblett: senaste\n")
    ),
    "D13_ingen_regel": stop(
        "fel-plats", (KALLOR, "- fil: enkat_2023.csv\n", "- fil: enkat_2023.csv\n  tidsstämpel: tid\n")
    ),
    "D15_svar_utan_fraga_stoppar": stop("svar-utan-fråga", *filtered(""), words=("enkat_2023.csv:4", "”F1”", "”F2”")),
    "D15_svar_utan_fraga_varnar": warn(
        "svar-utan-fråga", *filtered(", annars: varna"), words=("”F1”", "”F2”", "”Nej”")
    ),
    "D15_ingen_fraga_inget_svar": fine(*filtered("", senast="")),
    "D15_sarskilt_svar_pa_filtret": fine(
        *filtered("", senast=""), (ENKAT, "Integrerad,,lång", "Integrerad,2022-06,lång")
    ),
    "D15_inget_svar_pa_filtret": fine(*filtered("", senast=""), (ENKAT, "0101,Lunden,1,,", "0101,Lunden,,2022-06,")),
    "D16_okand_fraga_i_regeln": stop(
        "okänd-fråga",
        *filtered(""),
        ("indicators/prov/rutin.yaml", "ställs_när: {fråga: skriftlig", "ställs_när: {fråga: muntlig"),
    ),
    "D16_okant_svar_i_regeln": stop(
        "okänt-svar",
        *filtered(""),
        ("indicators/prov/rutin.yaml", "svar: [Ja, I systemet]}", "svar: [Jo]}"),
        words=("”Jo”",),
    ),
    "D18_ett_svar_som_inte_fanns_aret": stop(
        "okänt-svar",
        ("indicators/prov/rutin.yaml", "från: 2023, till: 2024}", "från: 2024}"),
        said("Vilande", "F1"),
        words=("”Vilande”",),
    ),
    "D18_tva_sarskilda_svar": stop(
        "två-särskilda-svar",
        (ENKAT, "Integrerad,,lång", "Integrerad,Vilande,lång"),
        words=("”Integrerad”", "”Vilande”"),
    ),
}


@pytest.mark.parametrize("one", SVAR.values(), ids=SVAR.keys())
def test_answers(one: Bad, run: Run, published: Path) -> None:
    bad.assert_answered(one, run(one.change), bad.files_of(published))


# --- numbers ---

KOMMA = (KALLOR, "- fil: antal_2023.csv\n", "- fil: antal_2023.csv\n  decimaltecken: komma\n")
SIDA = "indicators/prov/langvariga.yaml"
EN_ADALA = "0102,Ådala,,,900,300"


def kronor(cell: str, *more: Change) -> tuple[Change, ...]:
    """Return the changes that give Lunden another sum of kronor."""
    return (*more, (ANTAL, "0101,Lunden,10,20,300,100", f'0101,Lunden,10,20,"{cell}",100'))


def vuxna(langvariga: str, alla: str, *more: Change) -> tuple[Change, ...]:
    """Return the changes that give Lunden another number of people."""
    return (*more, (ANTAL, "0101,Lunden,10,20,", f"0101,Lunden,{langvariga},{alla},"))


def no_number(cell: str, *more: Change, words: Words = ()) -> Bad:
    """Return kronor that are no number; what is written is not repeated."""
    return stop("fel-tal", *kronor(cell, *more), words=("antal_2023.csv:5", "”k”", *words), hidden=(cell,))


def impossible(langvariga: str, alla: str, *hidden: str) -> Bad:
    """Return people that cannot be."""
    return stop(
        "omöjligt-antal",
        *vuxna(langvariga, alla),
        words=("antal_2023.csv:5", "”l” och ”v”", "visas inte"),
        hidden=hidden,
    )


def riket_published(cell: str, komma: str = "") -> tuple[Change, ...]:
    """Return the changes that have riket's figure published as well."""
    post = "- fil: siffror.csv\n  slag: publicerat\n  ursprung: Påhittat.\n"
    post += "  kolumner: {enhet: enhet, namn: namn, indikator: id, år: ar, värde: varde}\n" + komma
    return (
        lambda root: (root / KALLOR).write_text(post + (root / KALLOR).read_text(encoding="utf-8"), encoding="utf-8"),
        new_file(f"{FOLDER}/siffror.csv", "enhet,namn,id,ar,varde", f'riket,Riket,langvariga,2023,"{cell}"'),
    )


STADEN = (
    ANTAL,
    f"{ALLTIHOP},Ekby Alltihop,20,40,1000,200",
    f"0001,Ekby,20,40,1003,200\n{ALLTIHOP},Ekby Alltihop,20,40,1000,200",
)


def checked(rule: str, *more: Change) -> tuple[Change, ...]:
    """Return the changes that let the city stand beside its parts, 3 kronor from their sum, with a rule."""
    return (
        *DELADE,
        STADEN,
        (KALLOR, "- fil: antal_2023.csv\n", f"- fil: antal_2023.csv\n  kontrollsumma: {rule}\n"),
        *more,
    )


HELTAL = ("indicators/prov/kronor_per_invanare.yaml", "uppgift: invanare}", "uppgift: invanare, heltal: ja}")
HOGST = ("indicators/prov/kronor_per_invanare.yaml", "uppgift: kronor}", "uppgift: kronor, högst: 1000}")
OVER = (SIDA, "andel:\n", "andel:\n  får_överstiga_100: ja\n")
TAL: dict[str, Bad] = {
    "E01_decimalkomma": fine(*kronor("300,5", KOMMA)),
    "E01_decimalkomma_utan_att_det_star": no_number("300,5", words=("decimaltecken: komma",)),
    "E01_tva_decimaltecken_i_en_fil": stop(
        "fel-tal",
        *kronor("300,5", KOMMA),
        (ANTAL, "1000,200", "1000.5,200"),
        words=("antal_2023.csv:2", "decimalkomma"),
    ),
    "E02_decimalpunkt": fine(*kronor("300.5")),
    "E02_bara_decimaler": no_number(".5"),
    "E02_punkt_sist": no_number("3005."),
    "E03_blanksteg_mellan_tusental": fine(*kronor("1 234,5", KOMMA)),
    "E03_hart_blanksteg": mended(1, *kronor("1\u00a0234,5", KOMMA)),
    "E03_smalt_blanksteg": mended(1, *kronor("1\u202f234,5", KOMMA)),
    "E03_tunt_blanksteg": mended(1, *kronor("1\u2009234,5", KOMMA)),
    "E03_blanksteg_utan_att_det_star": no_number("1 234", words=("decimaltecken: komma",)),
    "E04_punkt_mellan_tusental": no_number("1.234,5", KOMMA),
    "E04_punkt_mellan_tusental_utan_decimaler": no_number("1.234.567", KOMMA),
    "E04_komma_mellan_tusental": no_number("1,234.5"),
    "E04_apostrof_mellan_tusental": no_number("1'234"),
    "E04_blanksteg_pa_fel_stalle": no_number("12 34,5", KOMMA),
    "E05_procent": no_number("3012 %"),
    "E05_procent_utan_blanksteg": no_number("3012,5%", KOMMA),
    "E05_promille": no_number("3012‰"),
    "E05_publicerat_med_procent": stop(
        "fel-tal", *riket_published("12 %"), words=("siffror.csv:2", "”12 %”", "procenttecken")
    ),
    "E05_publicerat_med_procent_utan_blanksteg": stop(
        "fel-tal", *riket_published("12,5%", "  decimaltecken: komma\n"), words=("siffror.csv:2", "”12,5%”")
    ),
    "E06_brak": no_number("1/2"),
    "E06_tiopotens": no_number("3.1E2"),
    "E06_riktigt_minustecken": no_number("−300"),
    "E06_minus_sist": no_number("3012-"),
    "E06_plus": no_number("+3012"),
    "E06_valuta": no_number("3012 kr"),
    "E06_breda_siffror": no_number("３００"),
    "E06_tal_i_ord": no_number("tjugo"),
    "E06_ungefar": no_number("ca 3012"),
    "E08_negativt_antal": impossible("-10", "20"),
    "E08_negativ_namnare": impossible("10", "-20"),
    "E08_negativa_kronor_dar_det_ar_sagt": fine(*kronor("-300")),
    "E09_namnare_noll": impossible("7", "0", "täljaren 7"),
    "E09_namnare_noll_i_kronor": stop(
        "omöjligt-antal",
        (ANTAL, "0101,Lunden,10,20,300,100", "0101,Lunden,10,20,3017,0"),
        words=("antal_2023.csv:5", "”k” och ”i”"),
        hidden=("3017",),
    ),
    "E09_taljare_storre_an_namnaren": impossible("2017", "2016", "2017", "2016"),
    "E10_bada_noll": fine(*vuxna("0", "0")),
    "E10_bara_den_ena": stop(
        "halvt-antal", *vuxna("", "2016"), words=("antal_2023.csv:5", "”l” och ”v”"), hidden=("2016",)
    ),
    "E11_mer_an_hundra_procent_dar_det_ar_sagt": fine(*vuxna("30", "20", OVER)),
    "E12_mer_an_hundra_procent_publicerat": stop(
        "fel-tal", *riket_published("101"), words=("”101” är mer än 100 procent",)
    ),
    "E12_negativt_publicerat": stop("fel-tal", *riket_published("-1"), words=("”-1” är negativt",)),
    "E13_halv_person": stop(
        "fel-tal", *vuxna("3.5", "20"), words=("antal_2023.csv:5", "”l”", "skriv ett heltal"), hidden=("3.5",)
    ),
    "E13_halv_person_i_namnaren": stop("fel-tal", *vuxna("10", '"20,5"', KOMMA), hidden=("20,5",)),
    "E13_noll_efter_kommat_ar_ett_heltal": fine(*vuxna("10", "20.0")),
    "E13_halv_krona": fine(*kronor("300.5")),
    "E13_heltal_dar_det_ar_sagt": stop(
        "fel-tal",
        HELTAL,
        (ANTAL, EN_ADALA, "0102,Ådala,,,900,300.5"),
        words=("”i”", "skriv ett heltal"),
        hidden=("300.5",),
    ),
    "E14_for_manga_decimaler_publicerade": stop("fel-tal", *riket_published("12.345"), words=("”12.345” har fler än",)),
    "E15_inf": no_number("inf"),
    "E15_nan": no_number("nan"),
    "E15_noll_i_namnaren": no_number("#DIV/0!"),
    "E15_noll_i_namnaren_pa_svenska": no_number("#DIVISION/0!"),
    "E15_saknas": no_number("#SAKNAS!"),
    "E15_na": no_number("#N/A"),
    "E15_vardefel": no_number("#VÄRDEFEL!"),
    "E15_referens": no_number("#REFERENS!"),
    "E16_tio_siffror_efter_kommat": no_number("300.1234567"),
    "E17_mer_an_manniskor": stop(
        "för-stort-tal",
        *vuxna("10", "2147483648"),
        words=("antal_2023.csv:5", "”v”", "20 000 000"),
        hidden=("2147483648",),
    ),
    "E17_sjutton_siffror": stop(
        "för-stort-tal", *kronor("12345678901234567"), words=("antal_2023.csv:5", "”k”"), hidden=("12345678901234567",)
    ),
    "E05_procent_i_xlsx": stop(
        "fel-tal",
        in_xlsx("E5", 0.3012, ANTAL, lambda book: book.add_format({"num_format": "0.00%"})),
        words=("antal_2023.xlsx:5", "”k”"),
        hidden=("0.3012", "30.12"),
    ),
    "E17_sjutton_siffror_i_xlsx": stop(
        "för-stort-tal", in_xlsx("E5", 12345678901234567, ANTAL), words=("antal_2023.xlsx:5",), hidden=("123456789",)
    ),
    "E17_over_sidans_grans": stop(
        "för-stort-tal", HOGST, *kronor("1001"), words=("”k”", "1 000", "högst"), hidden=("1001",)
    ),
    "E17_pa_sidans_grans": fine(HOGST, *kronor("1000")),
    "E19_delarna_ar_inte_staden": stop(
        "fel-delsumma", *checked("{får_skilja: 0}"), words=("antal_2023.csv:2", "Ekby", "”k”"), hidden=("1003", "1000")
    ),
    "E19_delarna_ar_inte_staden_och_det_varnas": warn(
        "fel-delsumma", *checked("{får_skilja: 2, annars: varna}"), words=("Ekby",)
    ),
    "E19_delarna_ar_nastan_staden": fine(*checked("{får_skilja: 3}")),
    "E19_en_del_saknar_uppgift": fine(
        *checked("{får_skilja: 0}"),
        (ANTAL, f"{ALLTIHOP},Ekby Alltihop,20,40,1000,200", f"{ALLTIHOP},Ekby Alltihop,20,40,,"),
    ),
    "E19_staden_har_bara_en_av_uppgifterna": fine(
        *checked("{får_skilja: 3}"), (ANTAL, "0001,Ekby,20,40,1003,200", "0001,Ekby,20,40,1003,")
    ),
    "E19_utan_regel": stop("enhet-utan-svar", *DELADE, STADEN, words=("0001", "två gånger")),
    "E19_fel_slag": stop(
        "fel-plats", (KALLOR, "- fil: enkat_2023.csv\n", "- fil: enkat_2023.csv\n  kontrollsumma: {får_skilja: 0}\n")
    ),
}


@pytest.mark.parametrize("one", TAL.values(), ids=TAL.keys())
def test_numbers(one: Bad, run: Run, published: Path) -> None:
    bad.assert_answered(one, run(one.change), bad.files_of(published))


# --- what is right, and what it becomes ---


def test_e07_an_empty_cell_a_zero_and_no_answer_are_three_things(run: Run) -> None:
    found = run(
        (ANTAL, "0003,Östan,5,20,", "0003,Östan,,,"),
        (ANTAL, "0101,Lunden,10,20,", "0101,Lunden,0,20,"),
        (ANTAL, EN_ADALA, "0102,Ådala,ej svar,ej svar,900,300"),
    )
    assert found.exit == 0, found.said
    figures = [figure(found, enhet, "langvariga", "2023") for enhet in ("0003", "0101", "0102")]
    assert [(one["varde"], one["status"], one["tecken"]) for one in figures] == [
        ("", "bortfall", ".."),
        ("0", "redovisas", ""),
        ("", "ej_svar", "ej svar"),
    ]


@pytest.mark.parametrize(
    ("skriftlig", "senast", "svar"),
    [("2", "", "Nej"), ("1", "", ""), ("", "2020-01", "Nej"), ("", "2022-06", ""), ("1", "2022-06", "Ja")],
    ids=["nej_och_inget", "ja_och_inget", "inget_och_for_gammalt", "inget_och_nyligen", "bada"],
)
def test_d17_one_part_that_fails_settles_the_whole(skriftlig: str, senast: str, svar: str, run: Run) -> None:
    found = run((ENKAT, "0101,Lunden,1,,kort", f"0101,Lunden,{skriftlig},{senast},kort"))
    assert figure(found, "0101", "rutin", "2023")["svar"] == svar
    assert figure(found, "0101", "rutin", "2023")["status"] == ("svar" if svar else "ej_svar")


def test_d19_vet_ej_is_shown_and_not_counted(run: Run) -> None:
    page = ("indicators/prov/rutin.yaml", "räknas_som: utanför, från: 2023, till: 2024}", "räknas_som: utanför}")
    found = run(
        page,
        ("indicators/prov/rutin.yaml", "svar: Vilande", "svar: Vet ej"),
        (ENKAT, "0001,Ekby,1,2022-01,", "0001,Ekby,Vet ej,,"),
    )
    assert figure(found, "0001", "rutin", "2023")["svar"] == "Vet ej"
    assert figure(found, "riket", "rutin", "2023")["antal_enheter"] == "3"  # four answered, one of them so


# --- what is stored ---

#: The year of each indicator's figures that the edition of 2024 prints, without decimals.
YEARS = {"rutin": "2024", "vantetid": "2024", "langvariga": "2023", "kronor_per_invanare": "2022"}


def stored_numbers(found: Answer) -> dict[tuple[str, str], set[float]]:
    """Return every number with decimals that is stored in the workbook, by sheet and number format."""
    book = load_workbook(io.BytesIO(found.filer["prov.xlsx"]))
    numbers: dict[tuple[str, str], set[float]] = {}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, float):
                    numbers.setdefault((sheet.title, cell.number_format), set()).add(cell.value)
    return numbers


def test_e21_no_number_has_more_decimals_than_are_published(run: Run) -> None:
    """12 of 29 is 41.37931034482759, which tells both: 41 is stored, or 41.4 in the year that had a decimal."""
    found = run(*vuxna("12", "29"), (ANTAL_2022, "0101,Lunden,10,20,", "0101,Lunden,12,29,"))
    assert [figure(found, "0101", "langvariga", ar)["varde"] for ar in ("2022", "2023")] == ["41.4", "41"]
    rows = [line.split(",") for line in found.filer["resultat.csv"].decode().splitlines()[1:]]
    # Answers of 2023 and counts of 2022 belong to the edition of 2023, which had one decimal.
    wrong = [row for row in rows if len(row[5].partition(".")[2]) > (row[4] < YEARS[row[3]])]
    assert wrong == []
    numbers = stored_numbers(found)
    data = set().union(*(stored for (sheet, _), stored in numbers.items() if sheet == "Data"))
    assert 41.4 in data
    assert data <= {float(row[5]) for row in rows if row[5]}
    for (sheet, shown), stored in numbers.items():
        decimals = len(re.findall(r"0\.?(0*)", shown)[0]) if sheet != "Data" else 1
        assert all(round(one, decimals) == one for one in stored), (sheet, shown, stored)


# --- units put together ---

#: Every unit has counts large enough to be shown, and both parts of Lunden's people are large.
ANTAL_SUMMOR = ("0001,Ekby,20,40,", "0002,Åsbo,2,4,", "0003,Östan,5,20,", "0101,Lunden,10,20,", "0102,Ådala,,,")
STORA = (
    ANTAL_SUMMOR,
    ("0001,Ekby,200,400,", "0002,Åsbo,20,40,", "0003,Östan,50,200,", "0101,Lunden,30,90,", "0102,Ådala,70,110,"),
)
LEVELS = ("riket", "lan-01", "lan-02", "skr-A1", "skr-B3", "bef-4", "bef-5")


def counted(*rows: str) -> tuple[Change, ...]:
    """Return the changes that give every unit other numbers of people."""
    return tuple((ANTAL, old, new) for old, new in zip(ANTAL_SUMMOR, rows, strict=True))


def shares(found: Answer, *nivaer: str) -> dict[str, str]:
    """Return the share 2023 on some levels."""
    assert found.exit == 0, found.said
    return {niva: figure(found, niva, "langvariga", "2023")["varde"] for niva in nivaer}


APART = counted(*STORA[1])
#: Ekby has Östan's people as well, and Östan none.
TOGETHER = counted("0001,Ekby,250,600,", STORA[1][1], "0003,Östan,0,0,", *STORA[1][3:])
MERGED = ("riket", "lan-02", "lan-01")


def test_e23_a_level_is_the_same_however_its_units_are_put_together(
    run: Run,
) -> None:
    apart, together = run(*APART), run(*TOGETHER)
    assert shares(apart, *MERGED) == shares(together, *MERGED) == {"riket": "44", "lan-02": "50", "lan-01": "42"}
    assert shares(apart, "0001") != shares(together, "0001")


def test_e23_a_mean_of_percentages_would_be_seen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that took the mean of the units' shares fails what the test above asks for."""
    pooled = pool._composed  # noqa: SLF001

    def mean(rows: pd.DataFrame, tillfalle: Tillfalle) -> pd.DataFrame:
        share = (rows.taljare / rows.namnare).fillna(0.0)
        some = rows.namnare > 0
        return pooled(rows.assign(taljare=1000 * share, namnare=1000.0 * some), tillfalle)

    monkeypatch.setattr(pool, "_composed", mean)
    apart, together = run(*APART), run(*TOGETHER)
    assert shares(apart, "lan-01")["lan-01"] != shares(together, "lan-01")["lan-01"]
