"""Dokument -> PDF/UA-1: the tree goes to typst as data, so that no text can be markup.

The same document gives the same bytes whatever the clock, the time zone and the machine's fonts.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, assert_never

from oj_workbook.dokument import Block, Bullets, Dokument, Heading, Item, Paragraph, Table, Text
from oj_workbook.problems import visible
from oj_workbook.usage import UsageError

#: What typst says of a sign that its own typefaces have not.
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')

LAYOUT = r"""
#let doc = json(bytes(sys.inputs.dokument))
#let dark = rgb("1d3c4a")
#let grey = rgb("4a5a62")
#let (year, month, day) = doc.datum
#set document(title: doc.titel, date: datetime(year: year, month: month, day: day))
#let edge(below: none) = {
  set text(8.5pt, fill: grey)
  grid(columns: (1fr, auto), column-gutter: 12pt,
    { if doc.markning != "" { strong(text(fill: rgb("8a4b00"), doc.markning)); h(0.6em) }; text(doc.huvud) },
    below)
}
#set page(paper: "a4", margin: (x: 22mm, top: 24mm, bottom: 22mm),
  header: edge(below: context { if here().page() > 1 { text(doc.titel) } }),
  footer: edge(below: context [sida #counter(page).display() av #counter(page).final().first()]))
#set text(lang: "sv", size: 10.5pt, font: "Libertinus Serif", fill: rgb("222222"))
#set par(leading: 0.62em, spacing: 0.95em)
#set list(indent: 0.4em, spacing: 0.6em)
#set heading(bookmarked: true)
#show heading: set text(fill: dark, hyphenate: false)
#show heading: set block(sticky: true)
#show heading.where(level: 1): set text(20pt)
#show heading.where(level: 1): set block(below: 1em)
#show heading.where(level: 2): set text(14pt)
#show heading.where(level: 2): set block(above: 1.7em, below: 0.8em)
#show heading.where(level: 3): set text(11.5pt)
#show heading.where(level: 3): set block(above: 1.4em, below: 0.7em)
#show link: set text(fill: rgb("1d5a73"))
#show outline.entry: set block(spacing: 0.55em)
#show table.cell: set text(9pt, hyphenate: true)
#show table.cell: set par(leading: 0.5em)
#show table.cell: it => { show regex("[_/]"): sign => sign + h(0pt); it } // long names of files end their lines there

#let run(part) = {
  let said = part.text.split("\n").map(line => if part.kod { raw(line) } else { text(line) }).join(linebreak())
  if part.fet { said = strong(said) }
  if part.till != "" { link(label(part.till), said) } else { said }
}
#let words(parts) = parts.map(run).join()
#let items(some) = list(..some.map(one => words(one.text) + if one.under.len() > 0 { items(one.under) }))
#let heading-of(one) = [#heading(level: one.niva, one.text) #if one.id != "" { label(one.id) }]
#let rows(one) = {
  let heads = if one.rubriker.len() == 0 { () } else {
    (table.header(..one.rubriker.map(said => table.cell(fill: rgb("dce8eb"), strong(text(fill: dark, said))))),)
  }
  let cells = one.rader.map(row => {
    let long = row.any(cell => cell.map(part => part.text.len()).sum(default: 0) > 1500)
    row.enumerate().map(((number, cell)) => {
      table.cell(breakable: long, if number == 0 { strong(words(cell)) } else { words(cell) })
    })
  })
  if one.rubrik != "" { block(sticky: true, above: 1.5em, below: 0.6em, strong(text(9.5pt, fill: dark, one.rubrik))) }
  table(columns: one.bredder.map(share => share * 1fr), inset: (x: 4pt, y: 4pt),
    stroke: (x, y) => (bottom: 0.5pt + rgb("c5d0d4")),
    align: (x, y) => (if one.tal.contains(x) { right } else { left })
      + (if y == 0 and heads.len() > 0 { bottom } else { top }),
    ..heads, ..cells.flatten())
}
#let kinds = (
  rubrik: heading-of,
  stycke: one => if one.lyft {
    block(width: 100%, fill: rgb("fff6d6"), stroke: (left: 3pt + rgb("b36b00")), inset: 8pt, words(one.text))
  } else { par(words(one.text)) },
  lista: one => items(one.punkter),
  tabell: rows,
)

#heading(level: 1, outlined: false, doc.titel)
#let told(some) = for (number, one) in some.enumerate() {
  let leads = one.slag == "stycke" and some.at(number + 1, default: (slag: "")).slag in ("tabell", "lista")
  if leads { block(sticky: true, (kinds.at(one.slag))(one)) } else { (kinds.at(one.slag))(one) }
}
#told(doc.block.slice(0, doc.fore))
#if doc.innehall != "" { heading(level: 2, outlined: false, doc.innehall); outline(title: none, depth: 2) }
#told(doc.block.slice(doc.fore))
"""


def as_pdf(dokument: Dokument) -> bytes:
    """Return a document as PDF, made on the edition's date; UsageError where the extra for it is not installed."""
    try:
        import typst  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "typst":
            raise
        raise UsageError("PDF kräver tillägget: pip install ”oj-workbook[release]”.") from None
    try:
        made = typst.compile(
            LAYOUT.encode(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"dokument": json.dumps(_document(dokument), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(datetime.combine(dokument.datum, datetime.min.time(), UTC).timestamp()),
        )
    except typst.TypstError as error:
        if found := NO_GLYPH.search(str(error)):
            fact = f"PDF kan inte skrivas: typsnittet saknar {visible(found[1])}."
            raise UsageError(f"{fact} Skriv texten utan det, eller välj HTML.") from None
        raise
    if not isinstance(made, bytes):
        raise TypeError("typst made several files of one document")
    return made


def _document(dokument: Dokument) -> dict[str, Any]:
    """Return the document as typst reads it; `fore` is how many of its blocks stand before the contents."""
    return {
        "titel": dokument.titel,
        "huvud": dokument.huvud,
        "datum": [dokument.datum.year, dokument.datum.month, dokument.datum.day],
        "markning": dokument.markning,
        "innehall": dokument.innehall,
        "fore": dokument.inledning,
        "block": [_block(one) for one in dokument.block],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"slag": "rubrik", "niva": block.niva, "text": block.text, "id": block.id}
        case Paragraph():
            return {"slag": "stycke", "text": _text(block.text), "lyft": block.lyft}
        case Bullets():
            return {"slag": "lista", "punkter": [_item(item) for item in block.items]}
        case Table():
            return {
                "slag": "tabell",
                "rubrik": block.rubrik,
                "rubriker": block.rubriker,
                "bredder": block.bredder,
                "tal": sorted(block.tal),
                "rader": [[_text(cell) for cell in row] for row in block.rader],
            }
        case _:
            assert_never(block)


def _item(item: Item) -> dict[str, Any]:
    return {"text": _text(item.text), "under": [_item(one) for one in item.under]}


def _text(text: Text) -> list[dict[str, Any]]:
    return [{"text": one.text, "fet": one.fet, "kod": one.kod, "till": one.till} for one in text]
