"""Definitions -> a catalogue of the indicators, said with the same sentences as in the workbook: Markdown and HTML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from oj_workbook.dokument import Block, Bullets, Dokument, Heading, Item, Paragraph, Table, Text, Words, plain
from oj_workbook.dokument_html import as_html
from oj_workbook.dokument_md import as_markdown
from oj_workbook.layout.words import card
from oj_workbook.model import Indikator, Omrade
from oj_workbook.sources import Written
from oj_workbook.templates import Templates

#: What stands in the running text below the name, and not in the table.
LEAD = ("beskrivning", "tolkning")
#: As far as a line of the workbook is indented for each level of a list.
INDENT = 3


def catalogue(written: Written) -> str:
    """Return the catalogue of an edition's område in Markdown."""
    return as_markdown(catalogue_document(written))


def catalogue_html(written: Written) -> str:
    """Return the catalogue of an edition's område as a page of HTML."""
    return as_html(catalogue_document(written))


def catalogue_document(written: Written) -> Dokument:
    """Return the catalogue of an edition's område: what is measured now, by area, and then what no longer is."""
    utgava, omrade, templates = written.utgava, written.omrade, written.templates
    if utgava is None or omrade is None or templates is None:
        raise AssertionError("what could not be read has been told")
    spoken = _Spoken(omrade, templates)
    pages = sorted(
        (one for one in omrade.indikatorer.values() if one.del_av is None),
        key=lambda one: (list(omrade.kvalitetsomraden).index(one.kvalitetsomrade(utgava.ar[-1])), one.ordning, one.id),
    )
    latest = {one.id: utgava.ar[-1] - one.efterslapning for one in pages}
    now = [one for one in pages if one.mats.holds(latest[one.id])]
    later = [one for one in pages if one.mats.fran > latest[one.id]]
    before = [one for one in pages if one not in (*now, *later)]
    others = {"Mäts från ett senare år": later, "Mäts inte": before}
    by_area = {
        area: [one for one in now if one.kvalitetsomrade(utgava.ar[-1]) == area] for area in omrade.kvalitetsomraden
    }
    counted = f"{len(now)} indikatorer mäts {utgava.ar[-1]}, och {len(before)} har mätts andra år. Katalogen görs av "
    made = (Words("oj-workbook catalogue", kod=True), Words(" ur sidorna i "))
    where = (Words(f"indicators/{omrade.id}/", kod=True), Words("; det är där den rättas."))
    block: list[Block] = [Paragraph((Words(counted), *made, *where)), *_contents({**by_area, **others})]
    for area, some in by_area.items():
        if some:
            block += [Heading(2, area, ""), Paragraph(plain(omrade.kvalitetsomraden[area])), *_cards(some, spoken)]
    for heading, some in others.items():
        if some:
            block += [Heading(2, heading, ""), *_cards(some, spoken)]
    return Dokument(
        titel=f"{omrade.namn}: indikatorer och mått",
        utgava=utgava.namn,
        version=utgava.version,
        datum=utgava.datum,
        markning="",  # it has no figures
        innehall="",
        block=tuple(block),
    )


@dataclass(frozen=True)
class _Spoken:
    """What the workbook's sentences are made of, without any figures."""

    omrade: Omrade
    templates: Templates

    def text(self, key: str, **falt: object) -> str:
        """Return a text with its fields filled in."""
        return self.templates.text(key, **falt)

    def parts(self, hela: Indikator) -> dict[str, Indikator]:
        """Return the parts of a measure by the words for them."""
        every = self.omrade.indikatorer.values()
        return {one.del_av.ord: one for one in every if one.del_av and one.del_av.hela == hela.id}


def _contents(by_area: dict[str, list[Indikator]]) -> Iterator[Paragraph]:
    for area, pages in by_area.items():
        if pages:
            said = [Words(area, fet=True)]
            for page in pages:
                said += [Words(" · " if len(said) > 1 else ": "), Words(page.kort_namn, till=page.id)]
            yield Paragraph(tuple(said))


def _cards(pages: Iterable[Indikator], spoken: _Spoken) -> Iterator[Block]:
    for page in pages:
        said = {key: text for key, text in card(page, spoken).items() if text}
        lists = [key for key, text in said.items() if "\n" in text and key not in LEAD]  # too much for a cell
        yield Heading(3, page.namn, page.id)
        for key in LEAD:
            if key in said:
                yield Paragraph(plain(said[key]))
        rows: list[tuple[Text, ...]] = [(plain("Id"), (Words(page.id, kod=True),))]
        rows += [
            (plain(spoken.text(f"indikatorer.{key}")), plain(text))
            for key, text in said.items()
            if key not in (*LEAD, *lists)
        ]
        yield Table((), tuple(rows), (1, 3))
        for key in lists:
            yield Paragraph((Words(spoken.text(f"indikatorer.{key}"), fet=True),))
            yield from listed_lines(said[key])


def listed_lines(text: str) -> Iterator[Block]:
    """Yield lines as a list: those with bullets in the workbook as deep as there, below the line that leads them."""
    lines = text.split("\n")
    led = any(line.lstrip(" ").startswith("• ") for line in lines)
    deep: list[tuple[int, str]] = []
    for line in lines:
        words = line.lstrip(" ")
        if words.startswith("• ") or not led:
            deep.append(((len(line) - len(words)) // INDENT, words.removeprefix("• ")))
        else:
            yield from _bullets(deep)
            deep = []
            yield Paragraph(plain(words))
    yield from _bullets(deep)


def _bullets(deep: list[tuple[int, str]]) -> Iterator[Bullets]:
    if deep:
        yield Bullets(_nested(deep, deep[0][0]))


def _nested(deep: list[tuple[int, str]], depth: int) -> tuple[Item, ...]:
    """Return lines of a depth as items, each with the deeper lines that follow it under it."""
    starts = [number for number, (level, _) in enumerate(deep) if level <= depth] + [len(deep)]
    return tuple(
        Item(plain(deep[start][1]), _nested(deep[start + 1 : end], depth + 1)) for start, end in pairwise(starts)
    )
