"""The method description and the catalogue of every edition: whole, readable, and true to the results."""

import re
import shutil
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from conftest import EDITION, RIKET, ROOT, National, rows
from oj_workbook.catalogue import catalogue, catalogue_document, catalogue_html
from oj_workbook.cli import main
from oj_workbook.figures import figures
from oj_workbook.layout.content import Content
from oj_workbook.metod import method_description, method_html, method_pdf
from oj_workbook.model import Antalsslag, Svarsslag
from oj_workbook.pipeline import content_of
from oj_workbook.problems import Problems
from oj_workbook.sources import Sources, Written, read_sources, read_written, without_answers
from oj_workbook.templates import METOD_BLOCK
from oj_workbook.usage import Asked, UsageError
from test_dokument import parsed

UTGAVOR = ("2024-prov", "2024-poster", EDITION, RIKET)
PLANTED = '<b>&"#[*_$'


@pytest.fixture(scope="module")
def contents(sources: Sources, example: Sources, example_root: Path, national: National) -> dict[str, Content]:
    """What every edition shows, by its name."""
    read = {"2024-prov": example, "2024-poster": read_sources(example_root, "2024-poster"), EDITION: sources}
    made = {name: content_of(without_answers(one), figures(one), None) for name, one in read.items()}
    return made | {RIKET: content_of(without_answers(national.sources), national.ranked, None)}


@pytest.fixture(scope="module")
def pages(contents: dict[str, Content], example_root: Path) -> dict[str, Any]:
    """The method description and the catalogue of every edition as HTML, parsed, by their names."""
    made = {f"metod {name}": method_html(content) for name, content in contents.items()}
    for name in UTGAVOR:
        written = read_written(example_root if name in UTGAVOR[:2] else ROOT, name, Problems())
        made[f"katalog {name}"] = catalogue_html(written)
    return {name: parsed(page) for name, page in made.items()}


DOKUMENT = [f"{slag} {name}" for slag in ("metod", "katalog") for name in UTGAVOR]


@pytest.mark.parametrize("name", DOKUMENT)
def test_the_headings_have_no_gaps_and_the_places_are_single(name: str, pages: dict[str, Any]) -> None:
    page = pages[name]
    levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(ids)
    assert page.get("lang") == "sv"


@pytest.mark.parametrize("name", DOKUMENT)
def test_every_table_has_headings_and_every_row_as_many_cells(name: str, pages: dict[str, Any]) -> None:
    tables = pages[name].xpath("//table")
    assert tables
    for table in tables:
        assert len({len(row) for row in table.xpath(".//tr")}) == 1
        assert all(row[0].get("scope") == "row" for row in table.xpath("./tbody/tr"))
        assert all(cell.get("scope") == "col" for cell in table.xpath("./thead/tr/*"))


@pytest.mark.parametrize("name", DOKUMENT)
def test_nothing_is_left_to_fill_in(name: str, pages: dict[str, Any]) -> None:
    text = pages[name].xpath("string(//body)")
    assert not re.search(r"[{}]|\[\[|\]\]|\bNone\b|\bnan\b", text)
    empty = [one.tag for one in pages[name].xpath("//p|//li|//h2|//h3|//th") if not one.text_content().strip()]
    assert empty == []


@pytest.mark.parametrize("name", UTGAVOR)
def test_no_section_is_empty(name: str, pages: dict[str, Any]) -> None:
    for heading in pages[f"metod {name}"].xpath("//main/h2|//main/h3"):
        after = heading.getnext()
        assert after is not None, heading.text
        assert after.tag not in ("h2", *(["h3"] if heading.tag == "h3" else [])), heading.text


@pytest.mark.parametrize("name", UTGAVOR)
def test_the_pdf_says_what_the_page_says(name: str, contents: dict[str, Content]) -> None:
    reader = PdfReader(BytesIO(method_pdf(contents[name])))
    texts = [page.extract_text() for page in reader.pages]
    whole = re.sub(r"[\s\u2010\u00ad-]", "", "".join(texts))
    for heading in method_description(contents[name]).headings(2):
        assert re.sub(r"[\s-]", "", heading.text) in whole
    assert [f"sida {number} av {len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(texts)
    marked = [text.count("EXEMPELDATA") >= 2 for text in texts]
    assert marked == [name == RIKET] * len(texts)


def test_invented_figures_are_said_to_be_so_at_the_top(pages: dict[str, Any]) -> None:
    page = pages[f"metod {RIKET}"]
    assert page.xpath("string(//title)").startswith("EXEMPELDATA")
    assert page.xpath("string(//header)").startswith("EXEMPELDATA")
    assert page.xpath("string(//h1/following-sibling::*[1])").startswith("EXEMPELDATA: enheternas svar")
    assert "EXEMPELDATA" not in pages[f"metod {EDITION}"].xpath("string(//html)")


# --- response, counted once more, out of resultat.csv ---


def responses(folder: Path, content: Content) -> dict[tuple[str, int, str], tuple[int, int]]:
    """Return how many were asked and answered, by part of the survey, year and län ("" for all of them)."""
    part = {one.id: one.kalla.namn for one in content.indikatorer if isinstance(one.slag, Svarsslag)}
    asked: dict[tuple[str, int, str], set[str]] = {}
    have: dict[tuple[str, int, str], set[str]] = {}
    for row in rows(folder / "resultat.csv"):
        # A city that answers by its parts has a share, and what did not exist has not been asked.
        if row["indikator"] in part and row["niva"] in ("kommun", "delomrade") and row["status"] in ("svar", "ej_svar"):
            for lan in ("", row["enhet"][:2]):
                key = part[row["indikator"]], int(row["ar"]), lan
                asked.setdefault(key, set()).add(row["enhet"])
                have.setdefault(key, set()).update({row["enhet"]} if row["status"] == "svar" else set())
    return {key: (len(units), len(have[key])) for key, units in asked.items()}


def table_rows(page: Any, caption: str) -> dict[str, list[str]]:
    [table] = page.xpath(f"//table[caption='{caption}']")
    found = ([cell.text_content() for cell in row] for row in table.xpath("./tbody/tr"))
    return {first: others for first, *others in found}


def test_the_response_is_that_of_the_results(pages: dict[str, Any], national: National) -> None:
    content = content_of(national.sources, national.ranked, None)
    page = pages[f"metod {RIKET}"]
    counted = responses(national.folder, content)
    lan = {one.id[4:]: one.namn for one in content.enheter.nivaer.values() if one.niva == "lan"}
    parts = sorted({part for part, _, _ in counted})
    assert len(parts) == 2
    for part in parts:
        years = table_rows(page, f"{part}: svarande enheter år för år")
        assert {int(ar): tuple(map(int, cells[:2])) for ar, cells in years.items()} == {
            ar: found for (which, ar, where), found in counted.items() if (which, where) == (part, "")
        }
        by_lan = table_rows(page, f"{part}: svarande enheter länsvis 2024")
        expected = {
            lan[where]: found for (which, ar, where), found in counted.items() if (which, ar) == (part, 2024) and where
        }
        assert {namn: tuple(map(int, cells[:2])) for namn, cells in by_lan.items() if namn != "Alla"} == expected
        assert by_lan["Alla"] == years["2024"]
        assert all(int(cells[2]) == round(100 * int(cells[1]) / int(cells[0])) for cells in by_lan.values())


def test_answers_that_a_later_issue_brings_are_not_told_as_missing(example_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(example_root, tmp_path / "hus")
    kallor = root / "data/2024-poster/kallor.yaml"
    text = kallor.read_text(encoding="utf-8")
    first, others = text.split("- fil: antal_2022.csv", 1)
    assert "år: [2023, 2024]" in first
    later = first.replace("[2023, 2024]", "2024").replace("slutsvar", 'slutsvar\n  från_utgivning: "2024.2"')
    kallor.write_text(f"{first.replace('[2023, 2024]', '2023')}{later}- fil: antal_2022.csv{others}", encoding="utf-8")
    one = read_sources(root, "2024-poster", Asked(utgivning="2024.1"))
    page = parsed(method_html(content_of(one, figures(one), None)))
    captions = page.xpath("//caption/text()")
    assert captions
    assert not [caption for caption in captions if "länsvis 2024" in caption]
    assert "0 av" not in page.xpath("string(//body)")


# --- what holds for the edition ---


def test_every_break_within_the_years_is_told_with_its_reason(
    contents: dict[str, Content], pages: dict[str, Any]
) -> None:
    content, page = contents[RIKET], pages[f"metod {RIKET}"]
    rader = page.xpath("//h2[@id='brott-i-serierna']/following::table[1]/tbody/tr")
    told = {tuple(cell.text_content() for cell in row) for row in rader}
    assert told == {
        (one.kort_namn, str(ar), skal)
        for one in content.sidor
        for ar, skal in one.breaks().items()
        if content.utgava.ar[0] - one.efterslapning < ar <= content.utgava.ar[-1] - one.efterslapning
    }
    assert told
    assert "Ingen serie bryts" in pages[f"metod {EDITION}"].xpath("string(//main)")


def test_every_measure_has_its_rule_of_disclosure(contents: dict[str, Content], pages: dict[str, Any]) -> None:
    for name, content in contents.items():
        rader = pages[f"metod {name}"].xpath("//h2[@id='skydd-for-enskilda']/following::table[1]/tbody/tr")
        names = [namn for row in rader for namn in row[0].text_content().split("\n")]
        assert sorted(names) == sorted(one.kort_namn for one in content.sidor if isinstance(one.slag, Antalsslag))
    [rule] = [
        row[1].text_content()
        for row in pages["metod 2024-prov"].xpath("//table/tbody/tr")
        if "nämnaren är mindre än 4" in row[1].text_content()
    ]
    assert "Från 2022" in rule
    assert "mindre än 20" in rule


def test_every_symbol_is_counted(pages: dict[str, Any], national: National) -> None:
    tables = pages[f"metod {RIKET}"].xpath("//table")
    [table] = [one for one in tables if one.xpath("string(.//th)") == "I tabellen står"]
    told = {row[0].text_content(): row[2].text_content().replace("\u00a0", "") for row in table.xpath("./tbody/tr")}
    found = [row["tecken"] for row in rows(national.folder / "resultat.csv")]
    assert {sign: int(antal) for sign, antal in told.items() if sign in ("X", "..", "ej svar", "-", "fanns ej")} == {
        sign: found.count(sign) for sign in ("X", "..", "ej svar", "-", "fanns ej")
    }


@pytest.mark.parametrize("block", METOD_BLOCK)
def test_the_page_has_every_block_of_its_own(block: str) -> None:
    assert f"[[{block}]]" in (ROOT / "templates/sidor/metodbeskrivning.md").read_text(encoding="utf-8")


# --- what must not be known, and what must not be markup ---


def test_the_documents_are_the_same_whatever_is_hidden(example_root: Path, tmp_path: Path) -> None:
    made = []
    for number, hidden in enumerate(("0002,Åsbo,2,3,100,100", "0002,Åsbo,1,2,100,100")):
        root = shutil.copytree(example_root, tmp_path / str(number))
        file = root / "data/2024-prov/antal_2023.csv"
        text = file.read_text(encoding="utf-8")
        assert "0002,Åsbo,2,4,100,100" in text
        file.write_text(text.replace("0002,Åsbo,2,4,100,100", hidden), encoding="utf-8")
        one = read_sources(root, "2024-prov")
        content = content_of(one, figures(one), None)
        made.append((method_html(content), method_pdf(content)))
    assert made[0] == made[1]
    assert "Undertryckt" in made[0][0]


def with_planted_names(content: Content) -> Content:
    """Return the same content with the planted text in names and sentences that people write."""
    utgava = replace(
        content.utgava,
        namn=f"[[brott]] {PLANTED}",
        hanvisning=PLANTED,
        metod=(f"- {PLANTED}",),
        exempeldata=PLANTED,
        leveranser=tuple(replace(one, ursprung=PLANTED) for one in content.utgava.leveranser),
    )
    pages = tuple(replace(one, kort_namn=PLANTED) for one in content.indikatorer)
    return replace(content, utgava=utgava, indikatorer=pages)


def test_names_come_out_as_they_are_written(contents: dict[str, Content]) -> None:
    content = with_planted_names(contents[EDITION])
    page = parsed(method_html(content))
    assert page.xpath("//b") == []
    assert page.xpath("string(//body)").count(PLANTED) > 10
    assert page.xpath("string(//header)").startswith(f"EXEMPELDATA · [[brott]] {PLANTED}")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(method_pdf(content))).pages)
    assert re.sub(r"\s", "", text).count(PLANTED) > 10


def test_names_come_out_as_they_are_written_in_the_catalogue() -> None:
    written = read_written(ROOT, EDITION, Problems())
    assert written.omrade is not None
    pages = {id_: replace(one, namn=PLANTED) for id_, one in written.omrade.indikatorer.items()}
    changed: Written = replace(written, omrade=replace(written.omrade, indikatorer=pages))
    page = parsed(catalogue_html(changed))
    assert {one.text_content() for one in page.xpath("//h3")} == {PLANTED}
    assert r"\<b\>&\"" not in catalogue(changed)
    assert catalogue(changed).count(r'</a>\<b\>&"\#\[\*\_\$') == len(page.xpath("//h3"))
    assert len(list(catalogue_document(changed).headings(3))) == len(page.xpath("//h3"))


# --- the page that people write ---


def test_a_page_of_ones_own_has_no_gaps_and_no_empty_headings(contents: dict[str, Content]) -> None:
    content = contents[EDITION]
    page = "# Metod\n\n#### Djupt\n\nText.\n\n## Tomt\n\n[[månadsposter]]\n\n## Djupt\n\n"
    page += "- ett\n  och\n- två\n\n# Sist\n\nslut\n"
    templates = replace(content.templates, sidor={"metodbeskrivning": page})
    tree = parsed(method_html(replace(content, templates=templates)))
    headings = [(one.tag, one.text, one.get("id")) for one in tree.xpath("//main/h1|//main/h2|//main/h3")]
    assert headings == [
        ("h1", "Metod", None),
        ("h2", "Djupt", "djupt"),
        ("h2", "Djupt", "djupt-2"),
        ("h2", "Sist", "sist"),
    ]
    assert [one.text.strip() for one in tree.xpath("//main/ul/li")] == ["ett och", "två"]


def test_a_missing_page_is_told(contents: dict[str, Content]) -> None:
    templates = replace(contents[EDITION].templates, sidor={})
    with pytest.raises(UsageError, match=r"sidan templates/sidor/metodbeskrivning\.md saknas"):
        method_html(replace(contents[EDITION], templates=templates))


# --- the commands ---


def test_the_commands_write_the_documents(
    example_root: Path, tmp_path: Path, contents: dict[str, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["2024-prov", "--projekt", str(example_root)]
    assert main(["method", *at]) == 0
    assert capsys.readouterr().out == method_html(contents["2024-prov"])
    for name, expected in (("m.html", method_html), ("m.PDF", method_pdf)):
        assert main(["method", *at, "-o", str(tmp_path / name)]) == 0
        made = expected(contents["2024-prov"])
        assert (tmp_path / name).read_bytes() == (made.encode() if isinstance(made, str) else made)
    assert main(["catalogue", *at, "--format", "html", "-o", str(tmp_path / "k.html")]) == 0
    assert "<h1>" in (tmp_path / "k.html").read_text(encoding="utf-8")


def test_another_form_is_told(example_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["method", "2024-prov", "--projekt", str(example_root), "-o", "metod.docx"]) == 2
    assert "slutar varken på .html eller .pdf" in capsys.readouterr().err


def test_an_earlier_issue_is_told_as_it_was(example_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["method", "2024-poster", "--projekt", str(example_root), "--utgivning", "2024.1"]) == 0
    page = parsed(capsys.readouterr().out)
    assert "version 2024.1, 2024-06-01" in page.xpath("string(//header)")
    assert "Kommer senare" in page.xpath("string(//main)")
