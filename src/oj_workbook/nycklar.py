"""The words for what may be written in a file: keys, what each may be, and when it must or may be there.

Values only.  The modules nycklar_* say with them all that the readers ask for; schema.py turns that into what an editor
helps with, nyckeltabeller.py into the guides' tables.  The texts are Markdown, and begin small as in a table.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Union

from oj_workbook.section import LONGEST_TEXT


@dataclass(frozen=True, eq=False)
class Text:
    """One text, which may be anything, or must match `monster`; `fel` then says how it is written.

    `som_tal` tells that it may look like a number, as codes and answers do.  `forslag` are words with a meaning of
    their own among all that may stand there.
    """

    far_vara: str = "text"
    som_tal: bool = False
    hogst: int = LONGEST_TEXT
    monster: re.Pattern[str] | None = None
    fel: str = ""
    forslag: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Heltal:
    """A whole number; `hogst` is None where something else on the page sets the limit."""

    lagst: int
    hogst: int | None
    far_vara: str = ""


@dataclass(frozen=True, eq=False)
class Ar:
    """A year."""


@dataclass(frozen=True, eq=False)
class Datum:
    """A date, written 2013-04-01."""


@dataclass(frozen=True, eq=False)
class Ord:
    """One word out of a closed list; `betyder` explains those that do not explain themselves."""

    ord: tuple[str, ...]
    betyder: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Lista:
    """A list of simple values; where one is enough it may also stand alone."""

    av: Text | Ar | Ord
    minst: int = 1


@dataclass(frozen=True, eq=False)
class Avsnitt:
    """A section of keys.

    `exakt_en` are keys of which exactly one must be there.  `namn` is given to what stands in several places, or in
    itself.  `hos` is what the guide calls the places where a section differs from one that it shares a table with.
    """

    nycklar: tuple["Nyckel", ...]
    exakt_en: tuple["ExaktEn", ...] = ()
    namn: str = ""
    hos: str = ""


@dataclass(frozen=True, eq=False)
class Poster:
    """A list of sections, all alike."""

    av: Union[Avsnitt, "Igen"]
    minst: int = 1


@dataclass(frozen=True, eq=False)
class Namngivna:
    """A section whose keys are names that the writer gives; `namn` says of what."""

    av: "Form"
    namn: str
    far_vara: str = ""


@dataclass(frozen=True, eq=False)
class Endera:
    """Something simple, or something with more in it: a word or a section, a text or a list."""

    enkelt: Text | Ar | Ord
    annars: Ar | Avsnitt | Poster | Namngivna


@dataclass(frozen=True, eq=False)
class Igen:
    """The section of this name, once more, inside itself."""

    namn: str


Form = Text | Heltal | Ar | Datum | Ord | Lista | Avsnitt | Poster | Namngivna | Endera


@dataclass(frozen=True)
class Med:
    """A case: one of these keys is in the same section.  `ord` is what the guide calls them together."""

    nycklar: tuple[str, ...]
    ord: str = ""


@dataclass(frozen=True)
class Dar:
    """A case: a key of the same section has one of these words."""

    nyckel: str
    varden: tuple[str, ...]


@dataclass(frozen=True)
class EfterForsta:
    """A case: the section is not the first of its list."""


Fall = Med | Dar | EfterForsta


@dataclass(frozen=True)
class ExaktEn:
    """Keys that exclude each other and of which one must be there, in all cases or only in one."""

    nycklar: tuple[str, ...]
    bara: Med | None = None


@dataclass(frozen=True, eq=False)
class Nyckel:
    """A key: what it may be, what it means, and how it is written.

    `kravs` is the case in which it must be there, True for all and False for none; of keys that exclude each other it
    says nothing.  `bara` is the only case in which it may be there, None for all.  `utan` goes on after "utan nyckeln"
    and says what then holds.
    """

    namn: str
    form: Form
    vad: str
    exempel: str
    kravs: bool | Fall = True
    bara: Fall | None = None
    utan: str = ""


def valfri(namn: str, form: Form, vad: str, exempel: str, bara: Fall | None = None, utan: str = "") -> Nyckel:
    """Return a key that may be left out."""
    return Nyckel(namn, form, vad, exempel, kravs=False, bara=bara, utan=utan)


def inner(form: "Form | Igen") -> Avsnitt | None:
    """Return the section that holds the keys below one, however it is wrapped; None when there are none."""
    match form:
        case Avsnitt():
            return form
        case Poster(av=av) | Namngivna(av=av) | Endera(annars=av):
            return inner(av)
        case _:
            return None


def below(form: "Form | Igen", path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Nyckel]]:
    """Yield every key with its path.  `*` stands for a name that the writer gives; lists leave no trace."""
    match form:
        case Avsnitt():
            for nyckel in form.nycklar:
                yield (*path, nyckel.namn), nyckel
                yield from below(nyckel.form, (*path, nyckel.namn))
        case Poster(av=av) | Endera(annars=av):
            yield from below(av, path)
        case Namngivna(av=av):
            yield from below(av, (*path, "*"))
        case _:
            return
