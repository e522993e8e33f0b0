"""Content -> the method description: the page templates/sidor/metodbeskrivning.md, with tables of what holds for the
edition, as a document and then as HTML or PDF."""  # noqa: D205, D209

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oj_workbook.dokument import Block, Bullets, Dokument, Heading, Item, Paragraph, Table, Text, plain
from oj_workbook.dokument_html import as_html
from oj_workbook.dokument_pdf import as_pdf
from oj_workbook.layout.content import Content, Row
from oj_workbook.layout.sidor import BLOCKS, PUNKT, Sidodel, parts_of
from oj_workbook.metod_tabeller import TABELLER
from oj_workbook.templates import METODSIDA
from oj_workbook.usage import UsageError

#: Headings of a page go no deeper than this.
DEEPEST = 4


def method_html(content: Content) -> str:
    """Return the method description as a page of HTML."""
    return as_html(method_description(content))


def method_pdf(content: Content) -> bytes:
    """Return the method description as PDF; UsageError where the extra for it is not installed."""
    return as_pdf(method_description(content))


def method_description(content: Content) -> Dokument:
    """Return how an edition was made: what is written of it, and what its data say; UsageError without a page."""
    page = content.templates.sidor.get(METODSIDA)
    if page is None:
        raise UsageError(f"sidan templates/sidor/{METODSIDA}.md saknas; utan den finns ingen metodbeskrivning.")
    utgava = content.utgava
    parts = list(parts_of(page, content))
    titles = [part.texter[0] for part in parts if part.slag == "rubrik" and part.niva == 1]
    block = [Paragraph(plain(utgava.exempeldata), lyft=True)] if utgava.exempeldata else []
    return Dokument(
        titel=titles[0] if titles else utgava.namn,
        utgava=utgava.namn,
        version=utgava.version,
        datum=utgava.datum,
        markning=content.markning,
        innehall=content.text("metod.innehåll"),
        block=(*block, *_numbered(_not_empty(_blocks(parts, content)))),
    )


def _blocks(parts: Iterable[Sidodel], content: Content) -> Iterator[Block]:
    """Yield the page without its title, its levels without gaps; other headings as large as the title are smaller."""
    above = 1
    titled = False
    for part in parts:
        [first, *_] = part.texter
        if part.slag == "rubrik" and part.niva == 1 and not titled:
            titled = True
        elif part.slag == "rubrik":
            above = min(max(part.niva, 2), above + 1, DEEPEST)
            yield Heading(above, first, "")
        elif part.slag == "lista":
            yield Bullets(tuple(Item(plain(item)) for item in part.texter))
        elif part.slag == "stycke":
            yield Paragraph(plain(first))
        elif first in TABELLER:
            yield from TABELLER[first](content)
        else:
            yield from _told(BLOCKS[first](content))


def _told(rows: Iterable[Row]) -> Iterator[Block]:
    """Yield the rows of a sheet as paragraphs, lists and, where they have labels, a table."""
    rubriker: tuple[str, ...] = ()
    labelled: list[tuple[Text, ...]] = []
    for utseende, etikett, text in (*rows, ("text", "", "")):
        if utseende == "kolumnrubrik":
            rubriker = (etikett, text)
        elif etikett:
            labelled.append((plain(etikett), plain(text)))
        elif labelled:
            yield Table(rubriker, tuple(labelled), (2, 5))
            rubriker, labelled = (), []
        lines = [] if etikett or not text else text.split("\n")
        items = tuple(Item(plain(line.removeprefix(PUNKT))) for line in lines if line.startswith(PUNKT))
        if items:
            yield Bullets(items)
        elif lines:
            yield Paragraph(plain(text))


def _not_empty(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield what there is, without headings that have nothing below them."""
    waiting: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            waiting = [one for one in waiting if one.niva < block.niva] + [block]
        else:
            yield from waiting
            waiting = []
            yield block


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the same, each heading with an id of its own: its words."""
    taken = {"", "innehall"}
    for block in blocks:
        if isinstance(block, Heading):
            letters = unicodedata.normalize("NFKD", block.text.casefold()).encode("ascii", "ignore").decode()
            base = re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "avsnitt"
            free = (id_ for number in range(1, len(taken) + 2) if (id_ := f"{base}-{number}" if number > 1 else base))
            id_ = next(one for one in free if one not in taken)
            taken.add(id_)
            yield replace(block, id=id_)
        else:
            yield block
