"""Definitions -> a catalogue of the indicators in Markdown, said with the same sentences as in the workbook."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oj_workbook.layout.words import card
from oj_workbook.model import Indikator, Omrade
from oj_workbook.sources import Written
from oj_workbook.templates import Templates

#: What stands in the running text below the name, and not in the table.
LEAD = ("beskrivning", "tolkning")


def catalogue(written: Written) -> str:
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
    lines = [
        f"# {_plain(omrade.namn)}: indikatorer och mått",
        "",
        f"{len(now)} indikatorer mäts {utgava.ar[-1]}, och {len(before)} har mätts andra år. Katalogen görs av "  # noqa: ISC004
        f"`oj-workbook catalogue` ur sidorna i `indicators/{omrade.id}/`; det är där den rättas.",
        "",
        *_contents({**by_area, **others}),
    ]
    for area, some in by_area.items():
        if some:
            lines += [f"## {_plain(area)}", "", _plain(omrade.kvalitetsomraden[area]), "", *_cards(some, spoken)]
    for heading, some in others.items():
        if some:
            lines += [f"## {heading}", "", *_cards(some, spoken)]
    return "\n".join(lines).rstrip() + "\n"


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


def _contents(by_area: dict[str, list[Indikator]]) -> Iterator[str]:
    for area, pages in by_area.items():
        if pages:
            yield f"**{_plain(area)}**: " + " · ".join(f"[{_plain(one.kort_namn)}](#{one.id})" for one in pages)
            yield ""


def _cards(pages: Iterable[Indikator], spoken: _Spoken) -> Iterator[str]:
    for page in pages:
        said = {key: text for key, text in card(page, spoken).items() if text}
        lists = [key for key, text in said.items() if "\n" in text and key not in LEAD]  # too much for a cell
        yield f'### <a id="{page.id}"></a>{_plain(page.namn)}'
        yield ""
        for key in LEAD:
            if key in said:
                yield _plain(said[key])
                yield ""
        yield "| | |"
        yield "|---|---|"
        yield f"| Id | `{page.id}` |"
        for key, text in said.items():
            if key not in (*LEAD, *lists):
                yield f"| {_plain(spoken.text(f'indikatorer.{key}'))} | {_plain(text)} |"
        yield ""
        for key in lists:
            yield f"**{_plain(spoken.text(f'indikatorer.{key}'))}**"
            yield from _listed(said[key])
            yield ""


def _listed(text: str) -> Iterator[str]:
    """Yield lines as a list: those with bullets in the workbook as deep as there, below the line that leads them."""
    lines = text.split("\n")
    led = any(line.lstrip(" ").startswith("• ") for line in lines)
    bullets = False
    for line in lines:
        words = line.lstrip(" ")
        bullet = words.startswith("• ") or not led
        if not (bullet and bullets):
            yield ""
        yield (
            f"{'  ' * ((len(line) - len(words)) // 3)}- {_plain(words.removeprefix('• '))}" if bullet else _plain(words)
        )
        bullets = bullet


def _plain(text: str) -> str:
    """Return a text in which Markdown finds nothing to set."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
