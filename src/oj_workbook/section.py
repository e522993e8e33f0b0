"""A written page -> checked values.  Whatever is asked for is checked, whatever nobody asked for is a misspelling."""

import re
from collections.abc import Mapping as Words
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from oj_workbook.problems import Place, Problems, did_you_mean, listed, visible
from oj_workbook.yamlfile import UNPRINTABLE, Mapping, Node, Scalar, Sequence, read_yaml

YEARS = range(1990, 2100)
#: What a year that could not be read counts as; whoever compares years must ask `known_years` first.
NO_YEAR = 0
LONGEST_TEXT = 20_000
#: Excel finds no text longer than 255 characters, and the names of parts and groups are made longer by a few words.
LONGEST_NAME = 200
#: Names of things in files, which end up as column names in deliveries and as names of files.
ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
ID_REMEDY = "börja med en bokstav a–z; använd bara a–z, 0–9 och _; högst 60 tecken."
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: What people write where they mean to write something else later; `oj-workbook new` writes the first.
PLATSHALLARE = re.compile(
    r"\b(FYLL I|TODO|FIXME|TBD|XXX+)\b|\b[Ll]orem ipsum\b|^(\.{3}|…|\?+|[Tt]ext( här)?)$", re.MULTILINE
)
#: What an escape in a text can write, and is neither printed nor a line end of a cell.
NEITHER_LINE = {"\r", "\x85"}
JA_ELLER_NEJ = {"ja": True, "nej": False}
T = TypeVar("T")


def cell_length(text: str) -> int:
    """Return how many characters Excel takes a text for: an emoji is two."""
    return len(text) if text.isascii() else len(text) + sum(sign > "\uffff" for sign in text)


def known_years(*years: int) -> bool:
    """Tell whether all years could be read: a year that could not has been told, and is not compared."""
    return NO_YEAR not in years


def read_section(path: Path, root: Path, problems: Problems) -> "Section | None":
    """Read a file that holds keys and values; None when it cannot be read, and `problems` says why."""
    node = read_yaml(path, root, problems)
    return None if node is None else _section(node, problems)


def read_sections(path: Path, root: Path, problems: Problems) -> list["Section"]:
    """Read a file that holds a list of records; empty when it cannot be read, and `problems` says why."""
    node = read_yaml(path, root, problems)
    return [] if node is None else _sections(node, problems)


def _section(node: Node, problems: Problems) -> "Section | None":
    if isinstance(node, Mapping):
        return Section(node, problems)
    fact = "här ska stå uppgifter på formen ”nyckel: värde”."
    folder = node.place.fil.partition("/")[0]
    problems.add(node.place, "fel-form", fact, f"se exemplen i {folder}/README.md.")
    return None


def _sections(node: Node, problems: Problems, name: str = "listan") -> list["Section"]:
    if not isinstance(node, Sequence):
        problems.add(node.place, "fel-form", "här ska stå en lista.", "börja varje post med ”- ”.")
        return []
    if not node.items:
        problems.add(node.place, "tom-lista", f"{name} är tom.", "fyll i den, eller ta bort uppgiften.")
    return [section for item in node.items if (section := _section(item, problems))]


class Section:
    """Keys and values that are asked for one by one; `finish` tells what is missing and what nobody asked for.

    An answer is always usable, so that reading goes on to the next fault: a missing text is "", a wrong word
    the first allowed.  None of it gets further, since the problem was told.
    """

    def __init__(self, mapping: Mapping, problems: Problems) -> None:
        self._items, self._key_places, self.place = mapping.items, mapping.key_places, mapping.place
        self._problems = problems
        self._asked: dict[str, None] = {}
        self._missing: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is there; a key that is asked about is a known one."""
        self._asked[key] = None
        return key in self._items

    def names(self) -> list[str]:
        """Return every key as written, for sections whose keys are names of things."""
        return list(self._items)

    def place_of(self, key: str) -> Place:
        """Return where the key's value stands, or the section when the key is missing."""
        return self._items[key].place if key in self._items else self.place

    def problem(self, key: str, kod: str, text: str, gor_sa_har: str) -> None:
        """Tell a fault in the value of one key."""
        self._problems.add(self.place_of(key), kod, text, gor_sa_har)

    def one_of(self, keys: tuple[str, ...]) -> str | None:
        """Return the one key of these that is there; none or several is a problem."""
        present = [key for key in keys if key in self._items]
        misspelt = [key for key in self._items if key not in self._asked and get_close_matches(key, keys, 1, 0.75)]
        self._asked |= dict.fromkeys(present)
        if len(present) == 1:
            return present[0]
        if present:
            fact = f"{' och '.join(map(visible, present))} utesluter varandra."
            self._problems.add(self.place_of(present[1]), "för-många-nycklar", fact, "behåll en av dem.")
        elif misspelt:
            self._asked[misspelt[0]] = None
            fact = f"{visible(misspelt[0])} är ingen känd uppgift här."
            self._problems.add(self._key_places[misspelt[0]], "okänd-nyckel", fact, did_you_mean(misspelt[0], keys, ""))
        else:
            fact = f"här saknas {listed(map(visible, keys))}."
            self._problems.add(self.place, "saknad-nyckel", fact, "lägg till exakt en av dem.")
        return None

    def refuse(self, keys: tuple[str, ...], why: str) -> None:
        """Tell keys that are known elsewhere but say nothing here; `why` goes on after the key's name."""
        for key in keys:
            self.idle(key, why)

    def idle(self, key: str, why: str) -> None:
        """Tell a key that may be here, and says nothing beside what the others say; `why` goes on after its name."""
        if key in self:
            self._problems.add(self._key_places[key], "fel-plats", f"{visible(key)} {why}", "ta bort uppgiften.")

    def text(self, key: str) -> str:
        """Return a required text; lines inside a paragraph are joined as YAML joins them."""
        scalar = self._scalar(key)
        return "" if scalar is None else self._whole_text(key, scalar)

    def name(self, key: str, longest: int = LONGEST_NAME) -> str:
        """Return a required text that Excel looks for, or that stands in the middle of a sentence."""
        text = self.text(key)
        if longest < cell_length(text) <= LONGEST_TEXT:
            fact = f"{visible(key)} har {cell_length(text)} tecken; här får det vara högst {longest}."
            self.problem(key, "för-lång-text", fact, "korta texten.")
        return text

    def id(self, key: str) -> str:
        """Return a required word that files and columns are named by."""
        text = self.text(key)
        self._refuse_no_id(key, text)
        return text

    def ids(self, key: str) -> tuple[str, ...]:
        """Return one or several such words."""
        texts = self.texts(key)
        self._refuse_no_id(key, *texts)
        return texts

    def _refuse_no_id(self, key: str, *texts: str) -> None:
        for text in texts:
            if text and not ID.fullmatch(text):
                self.problem(key, "fel-id", f"{visible(text)} kan inte vara ett id.", ID_REMEDY)

    def maybe_text(self, key: str) -> str | None:
        """Return a text, or None when the key is not there."""
        return self.text(key) if key in self else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a required text or list of texts."""
        return tuple(self._whole_text(key, scalar) for scalar in self._scalars(key))

    def integer(self, key: str, low: int, high: int) -> int:
        """Return a required whole number from low to high."""
        scalar = self._scalar(key)
        return low if scalar is None else self._whole_number(key, scalar, low, high, low)

    def maybe_integer(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number from low to high, or None when the key is not there."""
        return self.integer(key, low, high) if key in self else None

    def year(self, key: str) -> int:
        """Return a required year, NO_YEAR when it cannot be read."""
        scalar = self._scalar(key)
        return NO_YEAR if scalar is None else self._year(key, scalar)

    def maybe_year(self, key: str) -> int | None:
        """Return a year, or None when the key is not there."""
        return self.year(key) if key in self else None

    def years(self, key: str) -> tuple[int, ...]:
        """Return a required year or list of years, NO_YEAR for each that cannot be read."""
        return tuple(self._year(key, scalar) for scalar in self._scalars(key))

    def choice(self, key: str, words: Words[str, T]) -> T:
        """Return what the required word stands for, out of a closed and not empty list."""
        scalar = self._scalar(key)
        first = next(iter(words.values()))
        if scalar is None:
            return first
        if scalar.text not in words:
            fact = f"{visible(key)} kan inte vara {visible(scalar.text)}."
            remedy = did_you_mean(scalar.text, words, f"välj {listed(words)}.")
            self._problems.add(scalar.place, "okänt-värde", fact, remedy)
        return words.get(scalar.text, first)

    def date(self, key: str) -> date:
        """Return a required date, written 2013-04-01."""
        scalar = self._scalar(key)
        try:
            found = date.fromisoformat(scalar.text) if scalar and DATE.fullmatch(scalar.text) else date.min
        except ValueError:
            found = date.min
        if scalar and found.year not in YEARS:
            fact = f"{visible(key)} ska vara ett datum som 2013-04-01, men är {visible(scalar.text)}."
            self.problem(key, "fel-datum", fact, "rätta datumet.")
        return found

    def flag(self, key: str) -> bool:
        """Return ja as True, nej as False, and a missing key as False."""
        return key in self and self.choice(key, JA_ELLER_NEJ)

    def section(self, key: str) -> "Section | None":
        """Return the section under a required key; None when it is missing or something else."""
        node = self._node(key)
        return None if node is None else _section(node, self._problems)

    def maybe_section(self, key: str) -> "Section | None":
        """Return the section under a key, or None when the key is not there."""
        return self.section(key) if key in self else None

    def sections(self, key: str) -> list["Section"]:
        """Return the list of sections under a required key."""
        node = self._node(key)
        return [] if node is None else _sections(node, self._problems, visible(key))

    def maybe_sections(self, key: str) -> list["Section"]:
        """Return the list of sections under a key; empty when the key is not there."""
        return self.sections(key) if key in self else []

    def is_text(self, key: str) -> bool:
        """Tell whether the value is a single text, for keys that allow a word instead of a list."""
        return isinstance(self._items.get(key), Scalar)

    def finish(self) -> None:
        """Tell every key that nobody asked for, and every required one that is missing: a misspelling is one fault."""
        absent = [key for key in self._asked if key not in self._items]
        for key in self._items:
            if key not in self._asked:
                remedy = did_you_mean(key, absent, "ta bort raden, eller se guiden för vad som kan stå här.")
                item = self._items[key]
                if isinstance(item, Scalar) and not item.text:  # a text within braces went on after its comma
                    remedy = "står det ett komma i en text inom klamrar: sätt citattecken om hela texten."
                    remedy = "skriv ett blanksteg efter kolon." if ":" in key else remedy
                fact = f"{visible(key)} är ingen känd uppgift här."
                self._problems.add(self._key_places[key], "okänd-nyckel", fact, remedy)
                for meant in get_close_matches(key, list(self._missing), 1):
                    del self._missing[meant]
        for key in self._missing:
            fact = f"uppgiften {visible(key)} saknas."
            self._problems.add(self.place, "saknad-nyckel", fact, f"lägg till en rad ”{key}: …”.")
        self._missing = {}

    def _node(self, key: str) -> Node | None:
        if key not in self:
            self._missing[key] = None
        return self._items.get(key)

    def _scalar(self, key: str) -> Scalar | None:
        node = self._node(key)
        if isinstance(node, Scalar):
            return None if self._is_unwritten(key, node) else node
        if node is None:
            return None
        self.problem(
            key,
            "fel-form",
            f"{visible(key)} ska vara ett enda värde.",
            "skriv värdet på samma rad; en text som börjar med { eller [ behöver citattecken.",
        )
        return None

    def _scalars(self, key: str) -> list[Scalar]:
        node = self._node(key)
        items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        scalars = [item for item in items if isinstance(item, Scalar)]
        if len(scalars) < len(items):
            fact = f"{visible(key)} ska vara en lista med enkla värden."
            self.problem(key, "fel-form", fact, "skriv dem som [ett, två].")
        elif node is not None and not items:
            self.problem(key, "tom-lista", f"{visible(key)} är tom.", "fyll i den, eller ta bort uppgiften.")
        return [scalar for scalar in scalars if not self._is_unwritten(key, scalar)]

    def _is_unwritten(self, key: str, scalar: Scalar) -> bool:
        """Tell, and return, whether something else was meant to be written here; nothing more is said of it."""
        if found := PLATSHALLARE.search(scalar.text):
            fact = f"{visible(key)} är inte ifylld: där står {visible(found[0])}."
            self._problems.add(
                scalar.place, "platshållare", fact, "skriv det som ska stå; är raden frivillig kan den tas bort."
            )
        return found is not None

    def _whole_text(self, key: str, scalar: Scalar) -> str:
        text = scalar.text.strip()
        if scalar.cut:
            fact = f"{visible(key)} slutar vid #, som börjar en kommentar."
            self._problems.add(scalar.place, "avklippt-text", fact, "sätt hela texten inom citattecken.")
        if not text:
            self._problems.add(
                scalar.place, "tom-text", f"{visible(key)} är tom.", "fyll i den; är den frivillig kan raden tas bort."
            )
        if (length := cell_length(text)) > LONGEST_TEXT:
            fact = f"{visible(key)} har {length} tecken; högst {LONGEST_TEXT} får plats i en cell."
            self._problems.add(scalar.place, "för-lång-text", fact, "korta texten.")
        for sign in set(UNPRINTABLE.findall(text)) | (set(text) & NEITHER_LINE):
            fact = f"{visible(key)} har tecknet {visible(sign)}."
            self._problems.add(scalar.place, "otillåtet-tecken", fact, "ta bort tecknet.")
        return text

    def _year(self, key: str, scalar: Scalar) -> int:
        return self._whole_number(key, scalar, YEARS.start, YEARS.stop - 1, NO_YEAR)

    def _whole_number(self, key: str, scalar: Scalar, low: int, high: int, otherwise: int) -> int:
        digits = scalar.text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 10 and low <= int(scalar.text) <= high:
            if str(int(scalar.text)) == scalar.text:  # other programs take 010 for eight
                return int(scalar.text)
            fact = f"{visible(key)} är ett tal som börjar med 0: {visible(scalar.text)}."
            self._problems.add(scalar.place, "fel-tal", fact, f"skriv {int(scalar.text)}.")
            return otherwise
        fact = f"{visible(key)} ska vara ett heltal från {low} till {high}, men är {visible(scalar.text)}."
        self._problems.add(scalar.place, "fel-tal", fact, "rätta talet.")
        return otherwise
