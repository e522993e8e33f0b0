"""A new page says what is to be written, is told as long as anything is left, and then passes."""

import re
import shutil
from pathlib import Path

import pytest

from oj_workbook.cli import main
from oj_workbook.newpage import SLAG
from oj_workbook.nycklar_sida import SIDA

#: What somebody fills in, by key; the rest are texts.
IFYLLT = {
    "kvalitetsområde": "Trygghet",
    "källa": "enkat",
    "avser": "organisation",
    "riktning": "högt",
    "vid_bortfall": "räknas på övriga",
    "måttenhet": "kronor",
}


@pytest.fixture
def hus(example_root: Path, tmp_path: Path) -> Path:
    """A copy of the example house."""
    return shutil.copytree(example_root, tmp_path / "hus")


def run(hus: Path, *arguments: str) -> int:
    edition = ["--edition", "2024-prov"] if arguments[0] == "new" else ["2024-prov"]
    return main([*arguments, "--projekt", str(hus), *edition])


def filled_in(text: str) -> str:
    """Return a page with something of its own at every blank."""
    lines = []
    for number, line in enumerate(text.splitlines()):
        match = re.match(r" *(?:- )?([a-zåäö_]+): FYLL I$", line)
        lines.append(line.replace("FYLL I", IFYLLT.get(match[1], f"eget_{number}")) if match else line)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("slag", SLAG)
def test_a_new_page_passes_once_its_blanks_are_filled(slag: str, hus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(hus, "new", "den_nya", "--slag", slag) == 0
    page = hus / capsys.readouterr().out.strip()
    assert page == hus / "indicators/prov/den_nya.yaml"
    text = page.read_text(encoding="utf-8")

    assert run(hus, "check") == 1
    told = capsys.readouterr().err
    blanks = [number for number, line in enumerate(text.splitlines(), 1) if re.search(r": FYLL I$", line)]
    assert [int(rad) for rad in re.findall(r"den_nya\.yaml:(\d+):\d+: fel platshållare", told)] == blanks
    assert set(re.findall(r": fel (\S+):", told)) == {"platshållare"}

    page.write_text(filled_in(text), encoding="utf-8")
    assert run(hus, "check") == 0, capsys.readouterr().err


@pytest.mark.parametrize("slag", SLAG)
def test_every_key_that_a_page_may_have_is_explained_on_it(
    slag: str, hus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(hus, "new", "den_nya", "--slag", slag)
    lines = (hus / capsys.readouterr().out.strip()).read_text(encoding="utf-8").splitlines()
    for nyckel in SIDA.nycklar:
        mine = nyckel.namn not in SLAG or nyckel.namn == slag
        found = [n for n, line in enumerate(lines) if re.match(rf"(# )?{nyckel.namn}:", line)]
        if not found:
            assert nyckel.bara is not None or not mine
        else:
            assert lines[found[0] - 1].startswith("# "), nyckel.namn


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Nytt-id"], "”Nytt-id” kan inte vara en indikators id"),
        (["rutin"], "indikatorn ”rutin” finns redan, i indicators/prov/rutin.yaml"),
        (["ny", "--slag", "andl"], "slaget ”andl” finns inte; menade du ”andel”?"),
        (["ny", "--mapp", "../.."], "mappen ”../..” ligger inte i indicators/prov"),
        (["ny", "--område", "prv"], "området ”prv” finns inte i indicators/; menade du ”prov”?"),
    ],
)
def test_what_cannot_be_made_is_answered(
    arguments: list[str], said: str, hus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(hus.rglob("*"))
    assert run(hus, "new", *arguments) == 2
    assert said in capsys.readouterr().err
    assert sorted(hus.rglob("*")) == before


def test_a_page_with_errors_is_not_written_over(hus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = hus / "indicators/prov/trasig.yaml"
    page.write_text("namn: [\n", encoding="utf-8")
    assert run(hus, "new", "trasig") == 2
    assert "trasig.yaml” finns redan" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "namn: [\n"
