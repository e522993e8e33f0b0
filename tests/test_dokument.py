"""A document says the same as HTML, Markdown and PDF, and no text of it is ever taken for markup."""

import os
import re
import subprocess
import sys
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from lxml import html
from pypdf import PdfReader

from conftest import ROOT
from oj_workbook.dokument import Block, Bullets, Dokument, Heading, Item, Paragraph, Table, Words, plain
from oj_workbook.dokument_html import as_html
from oj_workbook.dokument_md import as_markdown
from oj_workbook.dokument_pdf import as_pdf
from oj_workbook.usage import UsageError

#: Signs that HTML, Markdown and typst each take for markup somewhere.
PLANTED = '<b>&"#[*_$ `x` @y ~~z~~ \\ //å &amp; =1'


def document(*block: Block, titel: str = "Titeln", markning: str = "") -> Dokument:
    return Dokument(titel, "Utgåvan", "2024.1", date(2024, 6, 1), markning, "Innehåll", block)


def planted() -> Dokument:
    """A document with the planted text in every place where there can be one."""
    text = plain(PLANTED)
    return Dokument(
        PLANTED,
        PLANTED,
        "2024.1",
        date(2024, 6, 1),
        PLANTED,
        PLANTED,
        (
            Paragraph(text, lyft=True),
            Heading(2, PLANTED, "ett"),
            Bullets((Item(text, (Item((Words(PLANTED, fet=True, till="ett"),)),)),)),
            Table((PLANTED, PLANTED), ((text, text),), (1, 1), rubrik=PLANTED),
        ),
    )


def parsed(page: str) -> Any:
    """Return a page as a tree to ask; what a path leads to is of many types."""
    return html.document_fromstring(page)


def pdf_text(pdf: bytes) -> str:
    """Return what the PDF says, without where its lines end."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def read_markdown(text: str) -> str:
    """Return what a reader of the Markdown sees: signs after a backslash are themselves."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def test_a_text_in_html_is_never_markup() -> None:
    tree = parsed(as_html(planted()))
    assert tree.xpath("//b | //body//*[starts-with(name(), 'script')]") == []
    places = {"h1": 1, "nav/h2": 1, "p[@class='lyft']": 1, "h2[@id='ett']": 1, "li/ul/li//strong": 1, "caption": 1}
    places |= {"th": 3, "td": 1}
    found = {place: [one.text_content() for one in tree.xpath(f"//{place}")] for place in places}
    assert found == {place: [PLANTED] * times for place, times in places.items()}


def test_a_text_in_markdown_is_never_markup() -> None:
    lines = as_markdown(planted()).splitlines()
    assert read_markdown(lines[0]) == f"# {PLANTED}"
    assert not [line for line in lines if re.search(r"(?<!\\)(<b>|[$~`]|&amp;)", line)]
    assert read_markdown(lines[-1]) == f"| {PLANTED} | {PLANTED} |"


def test_a_paragraph_in_markdown_does_not_become_a_list() -> None:
    said = as_markdown(document(Paragraph(plain("- ett\n1. två\n+ tre")))).split("\n\n")[1]
    assert said == "\\- ett\\\n1\\. två\\\n\\+ tre\n"


def test_a_text_in_pdf_is_never_markup() -> None:
    assert pdf_text(as_pdf(planted())).count(re.sub(r"\s", "", PLANTED)) >= 10


def test_lists_are_as_deep_in_all_forms() -> None:
    deep = document(Bullets((Item(plain("ytterst"), (Item(plain("inuti"), (Item(plain("innerst")),)),)),)))
    assert "- ytterst\n  - inuti\n    - innerst\n" in as_markdown(deep)
    assert parsed(as_html(deep)).xpath("string(//ul/li/ul/li/ul/li)").strip() == "innerst"
    assert "ytterst•inuti•innerst" in re.sub("[‣–]", "•", pdf_text(as_pdf(deep)))


def test_a_line_end_in_a_text_is_one_in_all_forms() -> None:
    two = document(Table((), ((plain("rad"), plain("ett\ntvå")),), (1, 1)), Paragraph(plain("tre\nfyra")))
    assert "| rad | ett<br>två |" in as_markdown(two)
    assert "tre\\\nfyra" in as_markdown(two)
    assert as_html(two).count("<br>") == 2
    assert {"tre", "fyra"} <= set(PdfReader(BytesIO(as_pdf(two))).pages[0].extract_text().splitlines())


def test_the_pdf_can_be_read_by_everybody() -> None:
    reader = PdfReader(BytesIO(as_pdf(document(Heading(2, "Ett avsnitt", "ett"), markning="EXEMPELDATA"))))
    catalog: Any = reader.root_object
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("sv", True)
    assert "/StructTreeRoot" in catalog
    assert reader.metadata is not None
    assert (reader.metadata.title, str(reader.metadata.creation_date)[:10]) == ("Titeln", "2024-06-01")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]
    assert [str(one["/Title"]) for one in reader.outline if isinstance(one, dict)] == ["Titeln"]
    text = reader.pages[0].extract_text()
    assert "sida 1 av 1" in text
    assert text.count("EXEMPELDATA") == 2, "in the head and in the foot"
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


MADE_ELSEWHERE = """
import sys; sys.path[:0] = [{tests!r}]
from test_dokument import planted, as_pdf, as_html
import hashlib; print(hashlib.sha256(as_pdf(planted()) + as_html(planted()).encode()).hexdigest())
"""


def test_the_pdf_is_the_same_on_every_machine_and_day() -> None:
    made = []
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Adak", "2")):
        surroundings = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed}
        code = MADE_ELSEWHERE.format(tests=str(ROOT / "tests"))
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
        )
        made.append(done.stdout)
    assert made[0] == made[1]


def test_a_sign_that_no_typeface_has_is_told() -> None:
    with pytest.raises(UsageError, match="typsnittet saknar ”😀”"):
        as_pdf(document(Paragraph(plain("Ett glatt 😀"))))


def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError, match=r"PDF kräver tillägget: pip install ”oj-workbook\[release\]”"):
        as_pdf(document())


def test_nothing_else_is_fetched_to_show_the_page() -> None:
    page = as_html(planted())
    assert not re.search(r"https?:|<script|<link|<img|url\(|@import", page)
