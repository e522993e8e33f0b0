"""Dokument -> Markdown, in which nothing is set that the tree does not say: to read in the project's own pages."""

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from oj_workbook.dokument import Block, Bullets, Dokument, Heading, Item, Paragraph, Table, Text, Words

#: What Markdown, or what shows it, takes for markup wherever it stands, and what it takes for a reference to a sign.
MARKUP = re.compile(r"[\\`*_\[\]<>|#~$]|&(?=#?\w+;)")
#: What begins a list.
FIRST = re.compile(r"^(\d+(?=[.)]\s)|(?=[-+]\s))", re.MULTILINE)


def as_markdown(dokument: Dokument) -> str:
    """Return a document as Markdown; which issue it belongs to is said by where it lies."""
    parts = [f"# {_plain(dokument.titel)}", *("\n".join(_lines(block)) for block in dokument.block)]
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield (
                f'{"#" * block.niva} <a id="{block.id}"></a>{_plain(block.text)}'
                if block.id
                else (f"{'#' * block.niva} {_plain(block.text)}")
            )
        case Paragraph():
            yield FIRST.sub(r"\1\\", _text(block.text, "\\\n"))
        case Bullets():
            yield from _items(block.items, "")
        case Table():
            if block.rubrik:
                yield f"**{_plain(block.rubrik)}**"
                yield ""
            columns = len(block.bredder)
            yield f"| {' | '.join(map(_plain, block.rubriker))} |" if block.rubriker else "| " * columns + "|"
            yield "|" + "".join("--:|" if number in block.tal else "---|" for number in range(columns))
            yield from (f"| {' | '.join(_text(cell, '<br>') for cell in row)} |" for row in block.rader)
        case _:
            assert_never(block)


def _items(items: Iterable[Item], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}- {_text(item.text, '<br>')}"
        yield from _items(item.under, indent + "  ")


def _text(text: Text, line_end: str) -> str:
    return "".join(_words(words).replace("\n", line_end) for words in text)


def _words(words: Words) -> str:
    if words.kod:
        fence = "`" * (max(map(len, re.findall("`+", words.text)), default=0) + 1)
        said = f"{fence}{words.text}{fence}"
    else:
        said = _plain(words.text)
    said = f"**{said}**" if words.fet else said
    return f"[{said}](#{words.till})" if words.till else said


def _plain(text: str) -> str:
    """Return a text in which Markdown finds nothing to set."""
    return MARKUP.sub(r"\\\g<0>", text)
