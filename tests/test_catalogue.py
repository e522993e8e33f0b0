"""The catalogue says what the workbook says of every indicator, and Markdown finds nothing else to set in it."""

import re
from pathlib import Path

import pytest

from conftest import ROOT
from oj_workbook.catalogue import catalogue
from oj_workbook.cli import main
from oj_workbook.problems import Problems
from oj_workbook.sources import read_written


@pytest.fixture(scope="module")
def page() -> str:
    """The catalogue of the national edition."""
    return catalogue(read_written(ROOT, "2024-riket", Problems()))


def test_every_page_has_one_place_and_is_listed_above(page: str) -> None:
    ids = {path.stem for path in (ROOT / "indicators/ekonomiskt-bistand").rglob("[!_]*.yaml")}
    assert sorted(re.findall(r'<a id="(.*?)"></a>', page)) == sorted(ids)
    assert sorted(re.findall(r"\]\(#(.*?)\)", page)) == sorted(ids)


def test_what_is_no_longer_measured_stands_last(page: str) -> None:
    before, after = page.split("\n## Mäts inte\n")
    assert '<a id="klientundersokning">' in after
    assert '<a id="audit">' in before


def test_a_criterion_is_a_list_as_deep_as_it_is(page: str) -> None:
    card = page[page.index('<a id="strukturerad_utredningsmall_barn">') :]
    assert "\n- Minst 6 av detta gäller:\n  - Tar mallen upp boende? Ja\n" in card


def test_a_text_stays_as_it_is_written(example_root: Path, tmp_path: Path) -> None:
    import shutil  # noqa: PLC0415

    root = shutil.copytree(example_root, tmp_path / "hus")
    rutin = root / "indicators/prov/rutin.yaml"
    text = rutin.read_text(encoding="utf-8").replace("namn: Aktuell", 'namn: "*Aktuell* <b>|_x_"', 1)
    rutin.write_text(text.replace('_" rutin', '_ rutin"'), encoding="utf-8")
    told = catalogue(read_written(root, "2024-prov", Problems()))
    assert r"\*Aktuell\* \<b\>\|\_x\_ rutin" in told


def test_tables_have_two_columns_and_one_line_a_row(page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


def test_it_is_written_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str) -> None:
    out = tmp_path / "katalog.md"
    assert main(["catalogue", "2024-riket", "--projekt", str(ROOT), "-o", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert out.read_text(encoding="utf-8") == page
