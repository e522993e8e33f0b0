"""Dokument -> one page of HTML that needs nothing else: no scripts, no fonts, no style sheet from elsewhere."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import assert_never

from oj_workbook.dokument import Block, Bullets, Dokument, Heading, Item, Paragraph, Table, Text, Words

STYLE = """
:root { color-scheme: light; }
body { margin: 0; font: 1rem/1.55 "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #222; background: #fff; }
main, header, footer { max-width: 52rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; color: #4a5a62; }
footer { padding-top: 1.5rem; padding-bottom: 2rem; color: #4a5a62; font-size: .875rem; }
h1, h2, h3, h4 { color: #1d3c4a; line-height: 1.25; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; margin: .5rem 0 1rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid #dce8eb; }
h3 { font-size: 1.12rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, li { max-width: 44rem; overflow-wrap: break-word; }
li { margin: .2rem 0; }
a { color: #1d5a73; }
code { font-size: .9em; overflow-wrap: anywhere; }
nav ul { columns: 18rem; list-style: none; padding: 0; }
.lyft { border-left: .4rem solid #b36b00; background: #fff6d6; padding: .6rem .9rem; }
.tabell { overflow-x: auto; margin: .75rem 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #d5dde0; }
th, td { hyphens: auto; }
thead th { background: #dce8eb; color: #1d3c4a; vertical-align: bottom; }
tbody th { font-weight: 600; }
.tal { text-align: right; font-variant-numeric: tabular-nums; }
@media (max-width: 40rem) { h1 { font-size: 1.5rem; } th, td { padding: .3rem .4rem; } }
@media print {
  @page { size: A4; margin: 18mm; }
  body { font-size: 10pt; }
  main, header, footer { max-width: none; padding: 0; }
  h2, h3, h4, caption { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .tabell { overflow: visible; }
  a { color: inherit; text-decoration: none; }
}
""".strip()


def as_html(dokument: Dokument) -> str:
    """Return a document as one page."""
    title = f"{dokument.markning} – {dokument.titel}" if dokument.markning else dokument.titel
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="sv">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{STYLE}\n</style>",
            "</head>",
            "<body>",
            f"<header>{_marked(dokument)}</header>",
            "<main>",
            f"<h1>{escape(dokument.titel)}</h1>",
            *(line for block in dokument.block[: dokument.inledning] for line in _lines(block)),
            *_contents(dokument),
            *(line for block in dokument.block[dokument.inledning :] for line in _lines(block)),
            "</main>",
            f"<footer>{_marked(dokument)}</footer>",
            "</body>",
            "</html>\n",
        ]
    )


def _marked(dokument: Dokument) -> str:
    mark = f"<strong>{escape(dokument.markning)}</strong> · " if dokument.markning else ""
    return mark + escape(dokument.huvud)


def _contents(dokument: Dokument) -> Iterator[str]:
    if dokument.innehall:
        yield f'<nav aria-labelledby="innehall">\n<h2 id="innehall">{escape(dokument.innehall)}</h2>\n<ul>'
        for heading in dokument.headings(2):
            yield f'<li><a href="#{escape(heading.id)}">{escape(heading.text)}</a></li>'
        yield "</ul>\n</nav>"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            id_ = f' id="{escape(block.id)}"' if block.id else ""
            yield f"<h{block.niva}{id_}>{escape(block.text)}</h{block.niva}>"
        case Paragraph():
            look = ' class="lyft"' if block.lyft else ""
            yield f"<p{look}>{_text(block.text)}</p>"
        case Bullets():
            yield from _list(block.items)
        case Table():
            yield from _table(block)
        case _:
            assert_never(block)


def _list(items: Iterable[Item]) -> Iterator[str]:
    yield "<ul>"
    for item in items:
        yield f"<li>{_text(item.text)}"
        if item.under:
            yield from _list(item.under)
        yield "</li>"
    yield "</ul>"


def _table(table: Table) -> Iterator[str]:
    yield '<div class="tabell"><table>'
    if table.rubrik:
        yield f"<caption>{escape(table.rubrik)}</caption>"
    if table.rubriker:
        cells = (
            f'<th scope="col"{_tal(table, number)}>{escape(text)}</th>' for number, text in enumerate(table.rubriker)
        )
        yield f"<thead><tr>{''.join(cells)}</tr></thead>"
    yield "<tbody>"
    for first, *others in table.rader:
        cells = (f"<td{_tal(table, number)}>{_text(cell)}</td>" for number, cell in enumerate(others, 1))
        yield f'<tr><th scope="row"{_tal(table, 0)}>{_text(first)}</th>{"".join(cells)}</tr>'
    yield "</tbody></table></div>"


def _tal(table: Table, column: int) -> str:
    return ' class="tal"' if column in table.tal else ""


def _text(text: Text) -> str:
    return "".join(map(_words, text))


def _words(words: Words) -> str:
    said = escape(words.text).replace("\n", "<br>\n")
    for tag, set_ in (("code", words.kod), ("strong", words.fet)):
        said = f"<{tag}>{said}</{tag}>" if set_ else said
    return f'<a href="#{escape(words.till)}">{said}</a>' if words.till else said
