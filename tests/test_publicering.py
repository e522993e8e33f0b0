"""publicering.yaml: what is read of it, every fault told at its line, and that only a release needs the file."""

import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from oj_workbook.cli import main
from oj_workbook.problems import Problems
from oj_workbook.publicering import FIL, faults_of_publication, read_publicering


@pytest.fixture
def hus(tmp_path: Path) -> Path:
    """A project with an område and the file."""
    for name in (FIL, "indicators/ekonomiskt-bistand/_omrade.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_projects_own_file_is_right_and_leads_nowhere_until_it_is_changed() -> None:
    problems = Problems()
    publicering = read_publicering(ROOT, problems, "ekonomiskt-bistand")
    assert list(problems) == []
    assert publicering is not None
    assert publicering.exempel
    assert publicering.bundle("2024-riket", "2024.2") == "https://exempel.invalid/oppna-jamforelser/2024-riket/2024.2/"
    assert publicering.licens.namn == "CC0-1.0"
    assert publicering.utgivare.typ == "NationalAuthority"
    marked = [line for line in (ROOT / FIL).read_text(encoding="utf-8").splitlines() if "invalid" in line]
    assert all("EXEMPEL" in line and "ändra" in line for line in marked)


@pytest.mark.parametrize(
    ("before", "after", "line", "kod", "words"),
    [
        ("https://exempel.invalid/oppna", "www.exempel.invalid/oppna", 3, "fel-adress", "ingen webbadress"),
        ("https://exempel.invalid/oppna", "https://exempel.invalid/öppna jämf", 3, "fel-adress", "ingen webbadress"),
        ("https://exempel.invalid/utgivare", "ftp://exempel.invalid/u", 7, "fel-adress", "ingen webbadress"),
        ("statistik@exempel.invalid", "statistik(at)exempel.invalid", 12, "fel-adress", "ingen e-postadress"),
        ("https://exempel.invalid/kontakt", "kontakt", 13, "fel-adress", "ingen webbadress"),
        ("typ: statlig myndighet", "typ: statlig", 8, "okänt-värde", "”typ” kan inte vara ”statlig”"),
        ("licens: CC0 1.0", "licens: CC0", 15, "okänt-värde", "”licens” kan inte vara ”CC0”"),
        ("område: ekonomiskt-bistand", "område: ekonomiskt_bistand", 22, "okänt-område", "”ekonomiskt_bistand”"),
        ("[SOCI, GOVE]", "[SOCIAL, GOVE]", 27, "okänt-värde", "”SOCIAL” är inget av EU:s teman"),
        ("nyckelord: [", "nyckelorden: [", 28, "okänd-nyckel", "”nyckelorden”"),
        ("nyckelord: [", "nyckelord: []  # [", 28, "tom-lista", "”nyckelord” är tom"),
        ('"EXEMPEL Utgivarens namn"', '""', 6, "tom-text", "”namn” är tom"),
        ("utgivare:\n", "utgivaren:\n", 5, "okänd-nyckel", "”utgivaren”"),
    ],
)
def test_a_fault_is_told_at_its_line(hus: Path, before: str, after: str, line: int, kod: str, words: str) -> None:
    text = (hus / FIL).read_text(encoding="utf-8")
    assert before in text
    (hus / FIL).write_text(text.replace(before, after, 1), encoding="utf-8")
    (told,) = faults_of_publication(hus)
    assert (told.place.fil, told.place.rad, told.kod) == (FIL, line, kod)
    assert words in told.text
    assert told.gor_sa_har


def test_all_faults_are_told_at_once(hus: Path) -> None:
    (hus / FIL).write_text("webbadress: x\nlicens: fri\nserier: [{område: ekonomiskt-bistand}]\n", encoding="utf-8")
    told = {(one.place.rad, one.kod) for one in faults_of_publication(hus)}
    assert told == {(1, "fel-adress"), (2, "okänt-värde"), (1, "saknad-nyckel"), (3, "saknad-nyckel")}


def test_two_series_of_one_area_are_told(hus: Path) -> None:
    text = (hus / FIL).read_text(encoding="utf-8")
    (hus / FIL).write_text(text + text[text.index("  - område") :], encoding="utf-8")
    assert [one.kod for one in faults_of_publication(hus)] == ["dubbelt-namn"]


def test_a_release_of_an_area_without_a_series_is_told(hus: Path) -> None:
    problems = Problems()
    read_publicering(hus, problems, "hemloshet")
    assert [(one.kod, one.text) for one in problems] == [("saknad-serie", "området ”hemloshet” har ingen serie.")]


def test_the_file_is_missed_by_a_release_alone(tmp_path: Path) -> None:
    assert faults_of_publication(tmp_path) == []
    problems = Problems()
    assert read_publicering(tmp_path, problems) is None
    assert [one.kod for one in problems] == ["fil-saknas"]


def test_a_check_reads_the_file_where_there_is_one(example_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["check", "2024-prov", "--projekt", str(example_root)]
    assert main(command) == 0
    (example_root / FIL).write_text("webbadress: x\n", encoding="utf-8")
    try:
        assert main(command) == 1
    finally:
        (example_root / FIL).unlink()
    assert f"{FIL}:1:13: fel fel-adress" in capsys.readouterr().err
