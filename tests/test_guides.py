"""The guides, done as they say: what somebody copies out of them works, and what they quote is what is answered."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, rows
from oj_workbook.cli import main

GUIDE = ROOT / "indicators" / "README.md"


@pytest.fixture
def hus(tmp_path: Path) -> Path:
    """The project as it is cloned, apart from its editions."""
    root = tmp_path / "hus"
    for folder in ("templates", "data/enheter"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


def copied(guide: str, root: Path) -> list[str]:
    """Write every file that the guide shows under its name, as somebody who copies them would; return their names."""
    files = re.findall(r"^\*\*`([^`]+/[^`]+)`\*\*.*?\n\n```\w*\n(.*?)```\n", guide, re.MULTILINE | re.DOTALL)
    for name, text in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [name for name, _ in files]


def test_the_new_area_of_the_guide_can_be_copied_checked_and_built(
    hus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = copied(GUIDE.read_text(encoding="utf-8"), hus)
    assert len(names) == 6
    assert main(["check", "2024-hemloshet", "--projekt", str(hus)]) == 0
    assert "fel " not in capsys.readouterr().err.replace("Inga fel", "")
    assert main(["build", "2024-hemloshet", "--projekt", str(hus), "-o", str(tmp_path / "ut")]) == 0
    found = {(row["enhet"], row["ar"]): row["svar"] or row["varde"] for row in rows(tmp_path / "ut/resultat.csv")}
    # 2023: Aneby within two years, Gnosjö without a routine, Jönköping's too old. 2024: Jönköping did not answer.
    assert [found[enhet, "2023"] for enhet in ("0604", "0617", "0680", "lan-06")] == ["Ja", "Nej", "Nej", "33"]
    assert [found[enhet, "2024"] for enhet in ("0604", "0617", "0680", "lan-06")] == ["Ja", "Ja", "", "100"]


def test_a_page_of_the_new_area_can_be_begun_as_the_guide_says(hus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copied(GUIDE.read_text(encoding="utf-8"), hus)
    (hus / "indicators/hemloshet/rutin_avhysning.yaml").unlink()
    shutil.copy(ROOT / "data/utgavor.yaml", hus / "data")
    (hus / "data/2024-hemloshet").rename(hus / "data/2024-riket")
    command = ["new", "rutin_avhysning", "--område", "hemloshet", "--projekt", str(hus)]
    assert main(command) == 0
    assert capsys.readouterr().out == "indicators/hemloshet/rutin_avhysning.yaml\n"


def quoted(guide: str) -> str:
    """Return the criterion that the guide lets somebody add, indented as it stands there."""
    (block,) = re.findall(r"```yaml\n( {4}- från: 2024\n.*?)```", guide, re.DOTALL)
    return str(block)


def test_the_ten_minutes_of_the_guide_end_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from test_preview import git, saved  # noqa: PLC0415 - the same national house

    root = tmp_path / "riket"
    for folder in ("indicators", "templates", "data/enheter", "data/2024-riket"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "data/utgavor.yaml", root / "data")
    saved(root)
    guide = GUIDE.read_text(encoding="utf-8")
    page = root / "indicators/ekonomiskt-bistand/enkat/overenskommelse_fk.yaml"
    text, old = page.read_text(encoding="utf-8"), "          - {fråga: senast, inom_månader: 12}\n"
    assert text.count(old) == 1

    page.write_text(text.replace(old, old + quoted(guide).replace("inom_månader", "inom_manader")), encoding="utf-8")
    assert main(["check", "--projekt", str(root)]) == 1
    answer = capsys.readouterr().err.splitlines()[-3:]
    assert "\n".join(f"   {line}" for line in answer) in guide

    page.write_text(text.replace(old, old + quoted(guide)), encoding="utf-8")
    assert main(["preview", "--projekt", str(root)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert f"   {told[1]}\n" in guide
    assert f"   {told[-1]}\n" in guide
    git(root, "checkout", "-q", ".")
