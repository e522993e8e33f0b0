"""What a June run really meets in codes, answers and numbers, row by row, through the command line.

A fault stops the build with exit code 1 and leaves the published files as they were; what is repaired or only told
is counted, and the number is that which was planted.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bad_values import (
    ANTAL,
    ENKAT,
    ENKAT_2024,
    FOLDER,
    UTGAVA,
    Answer,
    Bad,
    Change,
    answer,
    assert_answered,
    fine,
    mended,
    plant,
    stop,
    warn,
)
from test_units import ALLTIHOP, DELADE, NORR, SODER

KOMMUNER, BEFOLKNING = "data/enheter/kommuner.csv", "data/enheter/befolkning.csv"
Run = Callable[..., Answer]
KODER = ("0001", "0002", "0003", "0101", "0102")


@pytest.fixture(scope="module")
def before(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files that were published before anything went wrong."""
    found = answer(example_root, tmp_path_factory.mktemp("forra"), lambda: "")
    assert found.kod == 0
    return found.filer


@pytest.fixture
def run(example_root: Path, before: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what builds the house with some changes, into a folder with the files of before."""

    def built(*changes: Change) -> Answer:
        root, out = tmp_path / "hus", tmp_path / "ut"
        shutil.copytree(example_root, root)
        out.mkdir()
        for name, data in before.items():
            (out / name).write_bytes(data)
        plant(root, changes)
        return answer(root, out, lambda: "".join(capsys.readouterr()))

    return built


def new_file(file: str, *rows: str) -> Callable[[Path], object]:
    """Return what adds a file to the house."""
    return lambda root: (root / file).write_text("\n".join(rows) + "\n", encoding="utf-8")


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
    "C02_bokstaven_o": stop(
        "okänd-enhet", (ENKAT, LUNDEN, "O1O1,Lunden,"), ord=("enkat_2023.csv:5", "”O1O1”", "”0101”")
    ),
    "C02_mjukt_bindestreck": stop("okänd-enhet", (ENKAT, LUNDEN, "0101\u00ad,Lunden,"), ord=("<U+00AD>",)),
    "C03_med_decimal": mended(1, (ENKAT, LUNDEN, "101.0,Lunden,")),
    "C03_med_decimalkomma": mended(1, (ENKAT, LUNDEN, '"101,0",Lunden,')),
    "C04_med_riktig_decimal": stop("okänd-enhet", (ENKAT, LUNDEN, "101.5,Lunden,"), ord=("”101.5”",)),
    "C05_kod_och_namn": stop(
        "kod-och-namn",
        (ENKAT, LUNDEN, "0101,Åsbo,"),
        ord=("enkat_2023.csv:5", "0101", "Lunden", "0002", "Åsbo", "pekar på olika kommuner"),
    ),
    "C05_kod_och_namn_i_genitiv": stop("kod-och-namn", (ENKAT, LUNDEN, "0101,Åsbos kommun,"), ord=("0101", "0002")),
    "C05_kod_och_namn_i_versaler": stop("kod-och-namn", (ENKAT, LUNDEN, "0101,ÅSBO,"), ord=("0101", "0002")),
    "C06_bara_namn": stop("okänd-enhet", (ENKAT, LUNDEN, ",Lunden,"), ord=("enkat_2023.csv:5", "”0101”", "Lunden")),
    "C06_varken_kod_eller_namn": stop("okänd-enhet", (ENKAT, LUNDEN, ",,"), ord=("enkat_2023.csv:5", "tom")),
    "C07_kommun": fine((ENKAT, LUNDEN, "0101,Lundens kommun,")),
    "C07_stad": fine((ENKAT, LUNDEN, "0101,Lunden stad,")),
    "C07_region": fine((ENKAT, LUNDEN, "0101,Region Lunden,")),
    "C07_inget_namn": fine((ENKAT, LUNDEN, "0101,,")),
    "C08_felstavat_namn": fine((ENKAT, LUNDEN, "0101,Lundne,")),
    "C09_gammal_kod": stop(
        "okänd-enhet", TIDIGARE, (ENKAT, LUNDEN, "1917,Lunden,"), ord=("1917", "0101", "2007-01-01")
    ),
    "C10_okand_kod": stop("okänd-enhet", (ENKAT, LUNDEN, "9999,Lunden,"), ord=("enkat_2023.csv:5", "”9999”")),
    "C10_lanskod": stop("okänd-enhet", (ENKAT, LUNDEN, "02,Lunden,"), ord=("Södra länet",)),
    "C10_lanets_id": stop("okänd-enhet", (ENKAT, LUNDEN, "lan-02,Lunden,"), ord=("”lan-02”",)),
    "C11_delar_som_overlappar": stop(
        "enhet-utan-svar",
        *DELADE,
        (ENKAT_2024, f"{ALLTIHOP},Alltihop,", f"{NORR},Norr,1,2022-01,kort\n{ALLTIHOP},Alltihop,"),
        ord=(NORR, ALLTIHOP, "2023-07-01", "överlappar"),
    ),
    "C12_ett_annat_ars_delomrade": stop(
        "enhet-utan-svar",
        *DELADE,
        (ENKAT, f"{SODER},Söder,", f"{ALLTIHOP},Alltihop,"),
        ord=(ALLTIHOP, "fanns inte 2023"),
    ),
    "C12_ett_delomrade_i_en_stad_som_svarar_sjalv": stop(
        "okänd-enhet", (ENKAT, EKBY, f"{NORR},Norr,"), ord=(NORR, "Ekby", "summera_delar")
    ),
    "C13_staden_och_dess_delar": stop(
        "enhet-utan-svar",
        *DELADE,
        (ENKAT_2024, f"{ALLTIHOP},", f"0001,Ekby,1,2022-01,kort\n{ALLTIHOP},"),
        ord=("0001", "två gånger", "summera_delar"),
    ),
    "C14_en_kommun_saknas": warn("enhet-saknas", (ENKAT, "0101,Lunden,1,,kort\n", ""), ord=("Lunden", "1 av 5")),
    "C15_en_ny_kommun": stop(
        "okänd-enhet",
        (ENKAT_2024, LUNDEN, "0103,Nystad,1,2023-06,kort\n0101,Lunden,"),
        ord=("”0103”", "ny", "bildades"),
    ),
    "C15_en_ny_kommun_i_registret": fine(*NYSTAD),
    "C15_en_ny_kommun_i_registret_utan_dag": stop(
        "grupp-saknas",
        *NYSTAD,
        (KOMMUNER, "B3,2023-06-01", "B3,"),
        (BEFOLKNING, "0103,2023,900\n", ""),
        ord=("Nystad",),
    ),
    "C15_den_nya_kommunen_i_ett_tidigare_ar": stop(
        "enhet-utan-svar",
        *NYSTAD,
        (ENKAT, LUNDEN, "0103,Nystad,1,,kort\n0101,Lunden,"),
        ord=("0103", "fanns inte 2023"),
    ),
    "C15_en_felskriven_dag": stop("fel-datum", *NYSTAD, (KOMMUNER, "2023-06-01", "1/6 2023"), ord=("giltig_fran",)),
    "C16_tva_kommuner_med_samma_kod": stop(
        "dubbel-rad", (KOMMUNER, "0102,Ådala,", "0101,Ådala,"), ord=("kommuner.csv:6", "”0101”")
    ),
    "C17_grupp_saknas": stop("grupp-saknas", (KOMMUNER, "Södra länet,B3", "Södra länet,"), ord=("Ådala", "skr2023")),
    "C17_egna_grupper": fine(*nyckel()),
    "C17_tva_grupper": stop("dubbel-rad", *nyckel("0101,2"), ord=("nyckel.csv:7", "”0101”", "rad 5")),
    "C17_grupp_for_en_okand_kommun": stop("okänd-enhet", *nyckel("0109,1"), ord=("nyckel.csv:7", "”0109”")),
    "C18_okand_grupp": stop("grupp-saknas", (KOMMUNER, "Södra länet,B3", "Södra länet,B9"), ord=("Ådala",)),
    "C19_breda_siffror": stop(
        "okänd-enhet", (ENKAT, LUNDEN, "０１０１,Lunden,"), ord=("enkat_2023.csv:5", "U+FF10", "U+FF11")
    ),
    "C19_minustecken": stop("okänd-enhet", (ENKAT, LUNDEN, "\u2212101,Lunden,"), ord=("U+2212",)),
    "C20_en_kommun_utanfor": stop(
        "enhet-utanför", (UTGAVA, '["01", "02"]', '["01"]'), ord=("Lunden", "Ådala"), antal=8
    ),
}


@pytest.mark.parametrize("bad", OMRADEN.values(), ids=OMRADEN.keys())
def test_codes_and_names_of_areas(bad: Bad, run: Run, before: dict[str, bytes]) -> None:
    assert_answered(bad, run(*bad.andringar), before)


def test_a_kommun_that_is_formed_has_no_figures_before_and_is_not_missed(run: Run) -> None:
    found = run(*NYSTAD)
    assert found.figure("0103", "rutin", "2023")["status"] == "fanns_inte"
    assert found.figure("0103", "rutin", "2024")["svar"] == "Ja"
    assert [found.figure("riket", "rutin", ar)["antal_enheter"] for ar in ("2023", "2024")] == ["4", "6"]
