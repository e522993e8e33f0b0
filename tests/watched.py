"""The readers watched while they read: which keys they ask for at every path of every kind of file, and how."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from oj_workbook import section
from oj_workbook.definitions import OMRADESFIL
from oj_workbook.nycklar import Avsnitt, Dar, EfterForsta, Endera, Fall, Form, Igen, Med, Namngivna, Nyckel, Poster
from oj_workbook.problems import Problems
from oj_workbook.schema import FILER
from oj_workbook.section import Section
from oj_workbook.yamlfile import Mapping, Node, Scalar, Sequence, read_yaml

#: Where something stands in a file, lists and all.
Where = tuple[str | int, ...]
#: The place of a section in the vocabulary: names, `*` for those the writer gives; from a section with a name, its own.
Place = tuple[str, ...]
#: How a key was asked for: the method, and the words or the limits it was given besides the key.
Way = tuple[object, ...]

GOOD, BAD = ROOT / "tests" / "good_definitions", ROOT / "tests" / "bad_definitions"
EXAMPLE, EDITION = ROOT / "tests" / "example", ROOT / "tests" / "good_editions" / "2024-allt"
#: All that is written in the project and in its example, and an edition with all that there can be in one.
FILES = [
    *(
        path
        for house in (ROOT, EXAMPLE)
        for folder in ("indicators", "data")
        for path in sorted((house / folder).rglob("*.yaml"))
        if path.name not in ("ordlista.yaml", "utgavor.yaml")
    ),
    *sorted(EDITION.glob("*.yaml")),
]
METHODS = ("text", "texts", "integer", "year", "years", "choice", "date", "section", "sections")


def kind_of(path: Path) -> str | None:
    """Return the kind of a file; None for those that the vocabulary says nothing of."""
    data = {
        "utgava.yaml": "utgåva",
        "kallor.yaml": "källor",
        "rattelser.yaml": "rättelser",
        "andringar.yaml": "ändringar",
        "publicering.yaml": "publicering",
    }
    if path.parent.name == "templates" or path.name == "utgavor.yaml":
        return None
    return data.get(path.name) or ("område" if path.name == OMRADESFIL else "sida")


@dataclass(frozen=True)
class Found:
    """A section in a file: its kind of file, where, what is in it, and whether it is the first of its list."""

    kind: str
    where: Where
    mapping: Mapping

    @property
    def first(self) -> bool:
        """Tell whether the section comes first in its list."""
        return not self.where or self.where[-1] == 0

    def has(self, fall: Fall | bool | None) -> bool:  # noqa: FBT001 - True is every case
        """Tell whether a case holds in the section; None is no case at all, and always holds."""
        match fall:
            case Med(nycklar=nycklar):
                return any(key in self.mapping.items for key in nycklar)
            case Dar(nyckel=nyckel, varden=varden):
                node = self.mapping.items.get(nyckel)
                return isinstance(node, Scalar) and node.text in varden
            case EfterForsta():
                return not self.first
            case _:
                return fall is not False


def sections_in(kind: str, node: Node, where: Where = ()) -> Iterator[Found]:
    """Yield every section of a file."""
    if isinstance(node, Mapping):
        yield Found(kind, where, node)
        for key, item in node.items.items():
            yield from sections_in(kind, item, (*where, key))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from sections_in(kind, item, (*where, number))


def in_vocabulary(kind: str, where: Where) -> tuple[Place, Avsnitt | None]:
    """Return the place of a section and what the vocabulary says of it; None when its keys are the writer's names."""
    place: Place = (kind,)
    form: Form | Igen = FILER[kind].form
    named: dict[str, Avsnitt] = {}
    for name in (*where, None):
        form = _unwrapped(form, named)
        if isinstance(form, Avsnitt) and form.namn:
            place, named[form.namn] = (f"#{form.namn}",), form
        if isinstance(name, str):
            place, form = _below(place, form, name)
    return place, form if isinstance(form, Avsnitt) else None


def _unwrapped(form: Form | Igen, named: dict[str, Avsnitt]) -> Avsnitt | Namngivna:
    """Return the section in a list, in an alternative to a word, or the one that is meant once more."""
    match form:
        case Poster(av=av) | Endera(annars=av):
            return _unwrapped(av, named)
        case Igen(namn=namn):
            return named[namn]
        case Avsnitt() | Namngivna():
            return form
        case _:
            pytest.fail(f"the vocabulary has no section in {form}")


def _below(place: Place, form: Avsnitt | Namngivna, name: str) -> tuple[Place, Form]:
    if isinstance(form, Namngivna):
        return (*place, "*"), form.av
    found = [one.form for one in form.nycklar if one.namn == name]
    assert found, f"the vocabulary has no key {name} at {place}"
    return (*place, name), found[0]


def places(form: Form | Igen, place: Place) -> Iterator[tuple[Place, Avsnitt]]:
    """Yield every section of the vocabulary once, with its place."""
    match form:
        case Poster(av=av) | Endera(annars=av):
            yield from places(av, place)
        case Namngivna(av=av):
            yield from places(av, (*place, "*"))
        case Avsnitt(namn=namn, nycklar=nycklar):
            here = (f"#{namn}",) if namn else place
            yield here, form
            for nyckel in nycklar:
                yield from places(nyckel.form, (*here, nyckel.namn))
        case _:
            return


@dataclass
class Watched:
    """What was seen: the sections that were read to their end, each with its keys, and how every key was asked for."""

    finished: list[tuple[Found, set[str]]] = field(default_factory=list)
    ways: dict[tuple[Place, str], set[Way]] = field(default_factory=lambda: defaultdict(set))


@contextmanager
def watching() -> Iterator[Watched]:
    """Watch all that is read meanwhile."""
    watched = Watched()
    known: dict[int, Found] = {}
    refused: dict[int, set[str]] = defaultdict(set)

    def read(path: Path, root: Path, problems: Problems) -> Node | None:
        node, kind = read_yaml(path, root, problems), kind_of(path)
        if node and kind:
            known.update({id(found.mapping.items): found for found in sections_in(kind, node)})
        return node

    def asking(method: str) -> Callable[..., Any]:
        original = getattr(Section, method)

        def ask(self: Section, key: str, *rest: Any) -> Any:
            found = known.get(id(self._items))
            if found and key in self._items:
                words = tuple(rest[0]) if method == "choice" else rest
                watched.ways[in_vocabulary(found.kind, found.where)[0], key].add((method, *words))
            return original(self, key, *rest)

        return ask

    original_finish, original_refuse = Section.finish, Section.refuse

    def finish(self: Section) -> None:
        if found := known.get(id(self._items)):
            watched.finished.append((found, set(self._asked) - refused[id(self._items)]))
        original_finish(self)

    def refuse(self: Section, keys: tuple[str, ...], why: str) -> None:
        refused[id(self._items)] |= set(keys)
        original_refuse(self, keys, why)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(section, "read_yaml", read)
        patch.setattr(Section, "finish", finish)
        patch.setattr(Section, "refuse", refuse)
        for method in METHODS:
            patch.setattr(Section, method, asking(method))
        yield watched


def without(node: Node, where: Where, key: str) -> Node:
    """Return a file without one key of one of its sections."""
    if isinstance(node, Sequence):
        items = [
            without(item, where[1:], key) if where[:1] == (number,) else item for number, item in enumerate(node.items)
        ]
        return Sequence(tuple(items), node.place)
    assert isinstance(node, Mapping)
    left = {
        name: without(item, where[1:], key) if where[:1] == (name,) else item
        for name, item in node.items.items()
        if where or name != key
    }
    return Mapping(left, node.key_places, node.place)


def must(nyckel: Nyckel, found: Found) -> bool:
    """Tell whether the vocabulary says that a section must have a key which is there."""
    _, avsnitt = in_vocabulary(found.kind, found.where)
    groups = [group for group in avsnitt.exakt_en if nyckel.namn in group.nycklar] if avsnitt else []
    return found.has(groups[0].bara if groups else nyckel.kravs)
