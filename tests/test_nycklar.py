"""The vocabulary of keys says what the readers ask for, no more and no less: they are watched while they read."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from oj_workbook import section
from oj_workbook.definitions import load_definitions
from oj_workbook.edition import read_edition
from oj_workbook.nycklar import (
    Ar,
    Avsnitt,
    Datum,
    Endera,
    Form,
    Heltal,
    Lista,
    Namngivna,
    Nyckel,
    Ord,
    Poster,
    Text,
    below,
)
from oj_workbook.problems import Problems
from oj_workbook.publicering import read_publicering
from oj_workbook.schema import FILER, hover
from oj_workbook.yamlfile import Node, read_yaml
from watched import (
    BAD,
    EDITION,
    EXAMPLE,
    FILES,
    GOOD,
    Found,
    Place,
    Watched,
    Way,
    in_vocabulary,
    kind_of,
    must,
    places,
    sections_in,
    watching,
    without,
)

KEYS = [(kind, path, nyckel) for kind, fil in FILER.items() for path, nyckel in below(fil.form)]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small område with every good page in it."""
    folder = shutil.copytree(BAD / "omrade", tmp_path_factory.mktemp("hus") / "omrade")
    for page in GOOD.glob("*.yaml"):
        shutil.copy(page, folder)
    return folder


def read_all(small: Path) -> None:
    """Read everything that is written in the project, in its example, and on the good pages."""
    for house in (ROOT, EXAMPLE):
        for folder in sorted({path.parent for path in (house / "indicators").rglob("_omrade.yaml")}):
            load_definitions(folder, house, Problems())
        for file in sorted((house / "data").rglob("utgava.yaml")):
            read_edition(file.parent, house, Problems())
    read_edition(EDITION, EDITION.parent, Problems())
    read_publicering(ROOT, Problems())
    load_definitions(small, small.parent, Problems())


def test_the_edition_with_everything_in_it_has_no_fault() -> None:
    problems = Problems()
    read_edition(EDITION, EDITION.parent, problems)
    assert problems.errors == []


@pytest.fixture(scope="module")
def watched(small: Path) -> Watched:
    """Return what the readers asked for in everything that is written."""
    with watching() as found:
        read_all(small)
    return found


def test_the_readers_ask_for_the_keys_of_the_vocabulary_at_every_path_and_no_others(watched: Watched) -> None:
    asked: dict[Place, set[str]] = defaultdict(set)
    for found, keys in watched.finished:
        place, avsnitt = in_vocabulary(found.kind, found.where)
        if avsnitt:
            asked[place] |= keys
    written = {
        place: {nyckel.namn for nyckel in avsnitt.nycklar}
        for kind, fil in FILER.items()
        for place, avsnitt in places(fil.form, (kind,))
    }
    reader_alone = {(place, key) for place, keys in asked.items() for key in keys - written.get(place, set())}
    vocabulary_alone = {(place, key) for place, keys in written.items() for key in keys - asked.get(place, set())}
    assert (reader_alone, vocabulary_alone) == (set(), set())


def test_the_readers_ask_for_a_key_in_the_cases_that_the_vocabulary_gives_and_in_no_others(watched: Watched) -> None:
    wrong = []
    for found, keys in watched.finished:
        place, avsnitt = in_vocabulary(found.kind, found.where)
        for nyckel in avsnitt.nycklar if avsnitt else ():
            # Of keys that exclude each other only the one that is there is asked for.
            absent = nyckel.namn not in found.mapping.items
            one_of_several = avsnitt and any(nyckel.namn in group.nycklar for group in avsnitt.exakt_en)
            if (nyckel.namn in keys) != found.has(nyckel.bara) and not (absent and one_of_several):
                wrong.append((found.mapping.place, place, nyckel.namn))
    assert wrong == []


METHODS: dict[type, str] = {Ar: "year", Datum: "date", Avsnitt: "section", Namngivna: "section", Poster: "sections"}


def fits(form: Form, way: Way) -> bool:
    """Tell whether a reader that asked in this way read what the vocabulary says that there is."""
    method, *given = way
    match form:
        case Endera(enkelt=enkelt, annars=annars):
            return fits(enkelt, way) or fits(annars, way)
        case Text():
            return method in ("text", "choice")  # a word that only an område knows is a text to the vocabulary
        case Ord(ord=words):
            return (method, *given) == ("choice", *words)
        case Heltal(lagst=low, hogst=high):
            return method == "integer" and given[0] == low and (high is None or int(str(given[1])) <= high)
        case Lista(av=av):
            return method == ("years" if isinstance(av, Ar) else "texts")
        case _:
            return method == METHODS[type(form)]


def test_the_readers_ask_for_the_forms_and_words_and_ranges_of_the_vocabulary(watched: Watched) -> None:
    wrong = []
    for kind, fil in FILER.items():
        for place, avsnitt in places(fil.form, (kind,)):
            for nyckel in avsnitt.nycklar:
                asked = watched.ways[place, nyckel.namn]
                # Some words are first read as a text, to see what the rest must be.
                told = {way for way in asked if way[0] != "text"} or asked
                if not asked or not all(fits(nyckel.form, way) for way in told):
                    wrong.append((place, nyckel.namn, told))
    assert wrong == []


def without_one_key(small: Path) -> Iterator[tuple[Path, Node, Found, Nyckel, bool]]:
    """Yield every file with one key taken away, and whether it had to be there; each place and case of it once."""
    done: set[tuple[Place, str, bool]] = set()
    for file in [*sorted(small.glob("*.yaml")), *FILES]:
        kind = kind_of(file) or ""
        node = read_yaml(file, ROOT, Problems())
        assert node is not None
        for found in sections_in(kind, node):
            place, avsnitt = in_vocabulary(kind, found.where)
            for nyckel in avsnitt.nycklar if avsnitt else ():
                needed = must(nyckel, found)
                case = (place, nyckel.namn, needed)
                if nyckel.namn in found.mapping.items and case not in done:
                    done.add(case)
                    yield file, without(node, found.where, nyckel.namn), found, nyckel, needed


def missing_keys(file: Path, changed: Node) -> list[str]:
    """Return what is told about missing keys when a file is read as changed, with all that it belongs to."""
    problems = Problems()

    def read(path: Path, root: Path, problems: Problems) -> Node | None:
        return changed if path == file else read_yaml(path, root, problems)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(section, "read_yaml", read)
        if kind_of(file) in ("sida", "område"):
            folder = next(folder for folder in file.parents if (folder / "_omrade.yaml").exists())
            load_definitions(folder, folder, problems)
        elif kind_of(file) == "publicering":
            read_publicering(ROOT, problems)
        else:
            read_edition(file.parent, file.parent, problems)
    return [problem.text for problem in problems.errors if problem.kod == "saknad-nyckel"]


def test_the_readers_miss_a_key_exactly_where_the_vocabulary_requires_it(small: Path) -> None:
    wrong, tried = [], 0
    for file, changed, found, nyckel, needed in without_one_key(small):
        told = any(f"”{nyckel.namn}”" in text for text in missing_keys(file, changed))
        tried += 1
        if told != needed:
            wrong.append((file.name, found.where, nyckel.namn, needed))
    assert wrong == []
    assert tried > 150


def test_the_words_that_are_explained_are_words_that_may_be_written() -> None:
    for _, path, nyckel in KEYS:
        match nyckel.form:
            case Ord(ord=words, betyder=explained) | Endera(enkelt=Ord(ord=words, betyder=explained)):
                assert explained.keys() <= set(words), path


def test_what_is_said_of_a_key_is_a_sentence_of_its_own() -> None:
    keys = {id(nyckel): nyckel for _, _, nyckel in KEYS}.values()  # a section in several places is one and the same
    told = [hover(nyckel) for nyckel in keys]
    assert sorted(text for text in set(told) if told.count(text) > 1) == []
    for text in told:
        assert re.fullmatch(r"[A-ZÅÄÖ`0-9].*[^. ]\.", text), text
        assert not re.search(r"\b(the|of|and|is|which)\b", text), text
