"""A YAML file -> a tree of texts with places.  The only module that knows YAML.

Every scalar stays the text that was written, so that `0114` is no octal number, `no` no Norwegian False and
`12:30` no 750 seconds.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import yaml

from oj_workbook.problems import Place, Problems, relative, visible

#: What YAML takes for no text at all.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
#: How lines end, in files of any system.
LINE_END = re.compile("\r\n|\r|\n")
#: The first bytes of a file in UTF-16, as Windows calls Unicode.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: The key by which YAML pours one mapping into another.
MERGE = "<<"
MAX_DEPTH = 20
MAX_BYTES = 200_000


@dataclass(frozen=True)
class Scalar:
    """One written value.  `cut` is true when a comment follows on the line, as in `text: 3 # av alla`."""

    text: str
    place: Place
    cut: bool


@dataclass(frozen=True)
class Sequence:
    """A list as written."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True)
class Mapping:
    """Keys and values as written, keys in NFC."""

    items: dict[str, "Node"]
    key_places: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping


class _RefusedError(Exception):
    """Stops the reading of one file whose problem has been told.  Never leaves the module."""


def read_yaml(path: Path, root: Path, problems: Problems) -> Node | None:
    """Read one file as a tree of texts; None when it cannot be read, and `problems` says why."""
    file = relative(path, root)
    text = read_text(path, root, problems)
    if text is None:
        return None
    try:
        return _Builder(file, text, problems).document()
    except yaml.MarkedYAMLError as error:
        in_quotes = "quoted scalar" in str(error.context)  # then the fault is where the quotation begins
        mark = (error.context_mark if in_quotes else None) or error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1)
        if "nesting depth" in str(error.problem):  # the scanner looks ahead, and gives up before we have seen it
            problems.add(place, "för-djupt", f"fler än {MAX_DEPTH} nivåer i varandra.", "förenkla strukturen.")
        elif any("\t" in line for line in text.splitlines()[place.rad - 1 : place.rad]):
            problems.add(place, "yaml-fel", "raden har ett tabbtecken.", "dra in med blanksteg, aldrig tabb.")
        else:
            remedy = "kontrollera indrag och citattecken, och sätt text som innehåller kolon inom citattecken."
            problems.add(place, "yaml-fel", "raden går inte att läsa som YAML.", remedy)
    except _RefusedError:
        pass
    return None


def read_text(path: Path, root: Path, problems: Problems) -> str | None:
    """Read the text of one file in UTF-8, in NFC; None when it cannot be read, and `problems` says why."""
    file = relative(path, root)
    try:
        raw = path.read_bytes()
    except OSError:
        problems.add(Place(file), "fil-saknas", "filen finns inte eller kan inte läsas.", "kontrollera namn och plats.")
        return None
    if len(raw) > MAX_BYTES:
        problems.add(Place(file), "för-stor-fil", f"filen är större än {MAX_BYTES} byte.", "dela upp den.")
        return None
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        place = Place(file, _row(raw[: error.start].decode("latin-1")))
        guess = "UTF-16" if raw.startswith(UTF_16) else "cp1252"
        fact = f"byte {error.start} är inte UTF-8 (troligen sparad som {guess})."
        problems.add(place, "fel-teckenkodning", fact, "spara om filen som UTF-8.")
        return None
    if hidden := UNPRINTABLE.search(text):
        place = Place(file, _row(text[: hidden.start()]))
        problems.add(place, "otillåtet-tecken", f"raden har tecknet {visible(hidden[0])}.", "ta bort tecknet.")
        return None
    return text


def _row(before: str) -> int:
    """Return the row an editor shows for what comes after a text."""
    return len(LINE_END.findall(before)) + 1


class _Builder:
    """Builds the tree from the parser's events, so that depth, aliases and doubled keys are seen in time."""

    def __init__(self, file: str, text: str, problems: Problems) -> None:
        self.file, self.problems, self.lines = file, problems, text.splitlines()
        self.events = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Node:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.refuse(Place(self.file, 1), "tom-fil", "filen är tom.", "fyll i den eller ta bort den.")
        node = self.node(next(self.events), 0)
        next(self.events)  # the document ends
        if isinstance(after := next(self.events), yaml.DocumentStartEvent):
            self.refuse(self.place(after), "flera-dokument", "filen har flera dokument (”---”).", "dela upp den.")
        return node

    def refuse(self, place: Place, kod: str, text: str, gor_sa_har: str) -> NoReturn:
        self.problems.add(place, kod, text, gor_sa_har)
        raise _RefusedError

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)

    def node(self, event: yaml.Event, depth: int) -> Node:
        place = self.place(event)
        quote = "sätt texten inom citattecken, eller skriv ut uppgiften."
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(place, "alias", "ankare och alias (& och *) är inte tillåtna.", quote)
        if getattr(event, "tag", None):
            self.refuse(place, "yaml-tagg", "taggar (!) är inte tillåtna.", quote)
        if depth > MAX_DEPTH:
            self.refuse(place, "för-djupt", f"fler än {MAX_DEPTH} nivåer i varandra.", "förenkla strukturen.")
        match event:
            case yaml.ScalarEvent():
                return Scalar(event.value, place, self.comment_follows(event))
            case yaml.SequenceStartEvent():
                items = []
                while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                    items.append(self.node(inner, depth + 1))
                return Sequence(tuple(items), place)
            case _:
                return self.mapping(place, depth)

    def mapping(self, place: Place, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        places: dict[str, Place] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self.node(inner, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.refuse(key.place, "fel-form", "en nyckel ska vara ett ord.", "sätt texten inom citattecken.")
            if key.text == MERGE:
                self.refuse(key.place, "alias", "sammanslagning (<<) är inte tillåten.", "skriv ut uppgifterna.")
            if key.text in items:
                fact = f"{visible(key.text)} står redan på rad {places[key.text].rad}."
                self.problems.add(key.place, "dubbel-nyckel", fact, "behåll en av dem.")
            else:
                items[key.text], places[key.text] = value, key.place
        return Mapping(items, places, place)

    def comment_follows(self, event: yaml.ScalarEvent) -> bool:
        mark = event.end_mark
        if mark is None or not event.implicit[0]:  # quoted and block texts say where they end
            return False
        rest = self.lines[mark.line][mark.column :] if mark.line < len(self.lines) else ""
        return rest.lstrip().startswith("#")
