"""A document to read, as a tree: what the method description and the catalogue are before they are HTML, PDF or text.

All text is data: whoever writes the document out keeps every sign in it from being markup.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Words:
    """Some words set alike.  `till` is the id of the heading that they lead to, "" for none.

    A line end in a text is the end of a line for its reader too.
    """

    text: str
    fet: bool = False
    kod: bool = False
    till: str = ""


#: What a paragraph, an item of a list or a cell of a table says.
Text = tuple[Words, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of a level, 2–4 (the title alone is 1), and the id by which it is found."""

    niva: int
    text: str
    id: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `lyft` sets it off from the running text: it says that figures are invented."""

    text: Text
    lyft: bool = False


@dataclass(frozen=True)
class Item:
    """An item of a list, with the items under it."""

    text: Text
    under: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """A table: the first cell of each row is its heading.

    `rubriker` are its column headings, none where the first column says what stands in the other.  `bredder` are the
    columns' shares of the width, `tal` the columns of numbers.  `rubrik` says what the table shows, "" where the text
    above it does.
    """

    rubriker: tuple[str, ...]
    rader: tuple[tuple[Text, ...], ...]
    bredder: tuple[int, ...]
    tal: frozenset[int] = frozenset()
    rubrik: str = ""


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Dokument:
    """A whole document.

    `utgava`, `version` and `datum` are those of the edition it belongs to; `markning` is the mark of invented
    figures, "" where there are none.  `innehall` is the heading of a table of contents, "" for none.
    """

    titel: str
    utgava: str
    version: str
    datum: date
    markning: str
    innehall: str
    block: tuple[Block, ...]

    @property
    def huvud(self) -> str:
        """Return what says which issue the document belongs to."""
        return f"{self.utgava}, version {self.version}, {self.datum.isoformat()}"

    @property
    def inledning(self) -> int:
        """Return how many blocks stand before the first heading, and so before the table of contents."""
        places = (number for number, block in enumerate(self.block) if isinstance(block, Heading))
        return next(places, len(self.block))

    def headings(self, niva: int) -> Iterator[Heading]:
        """Yield the headings of a level, in order."""
        for block in self.block:
            if isinstance(block, Heading) and block.niva == niva:
                yield block


def plain(text: str) -> Text:
    """Return words that are set as all others."""
    return (Words(text),)


def shown(text: Text) -> str:
    """Return what a text says, without how it is set."""
    return "".join(words.text for words in text)
