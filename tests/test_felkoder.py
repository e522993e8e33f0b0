"""Every code that the program can tell is explained, no other is, and the page and the guides agree with it.

After a change in felkoder.py:  pytest tests/test_felkoder.py --golden
"""

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from oj_workbook.andringar import ANNAT, PROCENT, STORSTA_HOPP
from oj_workbook.csvfile import read_csv
from oj_workbook.edition import MAX_NAMN
from oj_workbook.felkoder import FELKODER, STALLEN, explained, felkoder_page
from oj_workbook.problems import Place, Problems
from oj_workbook.recordfiles import CONFIG
from oj_workbook.records import MANY
from oj_workbook.section import LONGEST_TEXT, YEARS, read_section
from oj_workbook.tema import LEAST_CONTRAST, LEAST_CONTRAST_LINE
from oj_workbook.templates import MAX_BLADNAMN
from oj_workbook.units import swedish_order
from oj_workbook.yamlfile import MAX_BYTES, MAX_DEPTH
from oj_workbook.yearly import FARRE

SRC = ROOT / "src" / "oj_workbook"
PAGE = ROOT / "indicators" / "FELKODER.md"
GUIDES = [ROOT / folder / "README.md" for folder in ("indicators", "data", "templates")]

#: What tells a problem.  Each takes a place, the code, the fact and the remedy, or the like, in that order.
TELLING = ("add", "problem", "refuse", "_tell", "Fault", "Problem")
#: Where a code is no constant, since it is passed on: the module, the function, and what is passed.
PASSED_ON = {
    ("problems", "add", "kod"),
    ("problems", "most_of", "one.kod"),
    ("section", "problem", "kod"),
    ("yamlfile", "refuse", "kod"),
    ("records", "_tell", "kod"),
    ("records", "_tell_faults", "fault.kod"),
}
#: What only has the same name: an error of the library that reads YAML has a `problem`.
OTHERS = {("yamlfile", "", "error.problem")}


def calls(function: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that tell a problem: a set's `add` has one argument, and `refuse` of a Section two."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            starred = any(isinstance(one, ast.Starred) for one in node.args)
            if name in TELLING and (starred or len(node.args) + len(node.keywords) >= 4):
                yield node


def code_argument(call: ast.Call) -> ast.expr:
    """Return the argument that is the code; the call itself when that cannot be seen."""
    named = [one.value for one in call.keywords if one.arg == "kod"]
    seen = len(call.args) > 1 and not any(isinstance(one, ast.Starred) for one in call.args[:2])
    return named[0] if named else call.args[1] if seen else call


def constants(argument: ast.expr, function: ast.AST) -> set[str] | None:
    """Return the codes that an argument may be: a constant, one of two, or one of a loop's; None when it is unclear."""
    match argument:
        case ast.Constant(str(kod)):
            return {kod}
        case ast.IfExp(_, one, other):
            parts = [constants(one, function), constants(other, function)]
            return None if None in parts else set().union(*(part for part in parts if part))
        case ast.Name(name):
            return looped(name, function)
    return None


def looped(name: str, function: ast.AST) -> set[str] | None:
    """Return what a name is in a loop over tuples that are typed out; None when there is no such loop."""
    for node in ast.walk(function):
        match node:
            case ast.For(target=ast.Tuple(names), iter=ast.Tuple(rows)):
                at = [place for place, one in enumerate(names) if isinstance(one, ast.Name) and one.id == name]
                cells = [row.elts[at[0]] for row in rows if isinstance(row, ast.Tuple) and at]
                found = {cell.value for cell in cells if isinstance(cell, ast.Constant) and isinstance(cell.value, str)}
                if cells and len(found) == len(rows):
                    return found
    return None


def told(module: str, source: str) -> tuple[set[str], set[tuple[str, str, str]]]:
    """Return the codes that a module tells, and where it tells one that cannot be read here."""
    codes: set[str] = set()
    unclear: set[tuple[str, str, str]] = set()
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(call): function for function in functions for call in calls(function)}  # the innermost comes last
    for call in calls(tree):
        function = inside.get(id(call), tree)
        argument = code_argument(call)
        found = constants(argument, function)
        codes |= found or set()
        if found is None:
            unclear.add((module, getattr(function, "name", ""), ast.unparse(argument)))
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in TELLING and id(node) not in called:
            unclear.add((module, "", ast.unparse(node)))
    return codes, unclear


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return re.split(r"(?<=[.!?])\s+", text)


# --- the program and the table ---


def test_every_code_the_program_tells_is_explained_and_no_other() -> None:
    codes: set[str] = set()
    unclear: set[tuple[str, str, str]] = set()
    for path in sorted(SRC.rglob("*.py")):
        found, not_found = told(path.stem, path.read_text(encoding="utf-8"))
        codes |= found
        unclear |= not_found
    assert unclear == PASSED_ON | OTHERS, "say in this test which codes are told there, or tell them as constants"
    assert sorted(codes - FELKODER.keys()) == [], "these codes have no explanation in felkoder.py"
    assert sorted(FELKODER.keys() - codes) == [], "these codes are explained but never told"


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("problems.add(place, 'ny-kod', fact, remedy)", {"ny-kod"}),
        ("self._problems.add(place, 'ny-kod', fact, remedy, 'varning')", {"ny-kod"}),
        ("problems.add(place=place, kod='ny-kod', text=fact, gor_sa_har=remedy)", {"ny-kod"}),
        ("problems.add(place, 'en-kod' if one else 'ny-kod', fact, remedy)", {"en-kod", "ny-kod"}),
        ("item.problem('från', 'ny-kod', fact, remedy)", {"ny-kod"}),
        ("self.refuse(place, 'ny-kod', fact, remedy)", {"ny-kod"}),
        ("faults = [Fault(when, 'ny-kod', text, remedy)]", {"ny-kod"}),
        ("for a, kod in ((1, 'en-kod'), (2, 'ny-kod')):\n    add(place, kod, fact, remedy)", {"en-kod", "ny-kod"}),
        ("seen.add(name)", set()),
        ("page.refuse(('brott',), why)", set()),
    ],
)
def test_a_code_is_found_in_every_way_of_telling_it(source: str, codes: set[str]) -> None:
    assert told("module", source) == (codes, set())


@pytest.mark.parametrize(
    "source",
    [
        "problems.add(place, code, fact, remedy)",
        "problems.add(place, f'{slag}-saknas', fact, remedy)",
        "problems.add(place, CODES[kind], fact, remedy)",
        "problems.add(place, 'en-kod' if one else other, fact, remedy)",
        "problems.add(*parts)",
        "problems.add(place, *parts)",
        "problems.add(**parts, place=place, text=fact, gor_sa_har=remedy)",
        "tell = problems.add",
        "partial(section.problem, 'från')",
        "for a, kod in rows:\n    problems.add(place, kod, fact, remedy)",
        "for a, kod in ((1, 'en-kod'), (2, other)):\n    problems.add(place, kod, fact, remedy)",
        "def complain(place, kod):\n    problems.add(place, kod, fact, remedy)",
    ],
)
def test_a_code_that_cannot_be_read_in_the_source_is_noticed(source: str) -> None:
    assert told("module", source)[1]


# --- the table itself ---


def test_the_codes_are_in_swedish_order() -> None:
    assert list(FELKODER) == sorted(FELKODER, key=swedish_order)


@pytest.mark.parametrize("kod", FELKODER)
def test_an_explanation_is_whole_short_and_readable(kod: str) -> None:
    one = FELKODER[kod]
    assert one.exempel.strip("\n") == one.exempel != ""
    assert max(map(len, one.exempel.splitlines())) <= 100
    assert len(one.vad) + len(one.gor) <= 600
    assert one.stallen
    assert list(one.stallen) == [stalle for stalle in STALLEN if stalle in one.stallen], "in order, and each once"
    for text in (one.vad, one.gor):
        assert text[0].isupper()
        assert text.endswith(".")
        assert text.count("”") % 2 == 0, "a quotation is not closed"
        assert "  " not in text
        assert "`" not in text + one.exempel, "the page quotes with them"
    assert "”" not in one.exempel, "an example is as somebody wrote it"


def test_no_sentence_stands_in_two_explanations() -> None:
    every = Counter(sentence for one in FELKODER.values() for sentence in sentences(f"{one.vad} {one.gor}"))
    assert [sentence for sentence, times in every.items() if times > 1] == []
    assert len({one.exempel for one in FELKODER.values()}) == len(FELKODER)


@pytest.mark.parametrize(
    ("kod", "limit"),
    [
        ("fel-bladnamn", f"högst {MAX_BLADNAMN} tecken"),
        ("fel-datum", f"utanför {YEARS.start}–{YEARS.stop - 1}"),
        ("för-djupt", f"mer än {MAX_DEPTH} nivåer"),
        ("för-lång-cell", f"{csv.field_size_limit() // 1000} 000 tecken"),
        ("för-lång-text", f"högst {LONGEST_TEXT // 1000} 000 tecken"),
        ("för-lång-text", f"högst {MAX_NAMN},"),
        ("för-stor-fil", f"{MAX_BYTES // 1000} 000 byte"),
        ("för-svag-kontrast", f"minst {LEAST_CONTRAST} : 1".replace(".", ",")),
        ("för-svag-kontrast", f"minst {LEAST_CONTRAST_LINE:.0f} : 1"),
        ("färre-svar", f"mer än {FARRE} procentenheter"),
        ("hopp", f"mer än {STORSTA_HOPP[PROCENT]} procentenheter, eller {STORSTA_HOPP[ANNAT]} procent"),
        ("minne-räcker-inte", f"{CONFIG['memory_limit']}".replace("GB", " GB")),
        ("månad-saknas", f"minst {MANY} personer"),
    ],
)
def test_an_explanation_tells_the_limit_that_the_program_has(kod: str, limit: str) -> None:
    assert limit in FELKODER[kod].vad


@pytest.mark.parametrize(
    "kod",
    [
        *("alias", "avklippt-text", "dubbel-nyckel", "flera-dokument", "för-djupt", "tom-lista", "tom-text"),
        *("yaml-fel", "yaml-tagg"),
    ],
)
def test_an_example_of_how_pages_are_written_has_its_fault(kod: str, tmp_path: Path) -> None:
    problems = Problems()
    page = tmp_path / "sida.yaml"
    page.write_text(FELKODER[kod].exempel, encoding="utf-8")
    if section := read_section(page, tmp_path, problems):
        for key in section.names():
            section.texts(key)
    assert [one.kod for one in problems.errors] == [kod]


@pytest.mark.parametrize(
    "kod", ["dubbel-rubrik", "fel-antal-fält", "fel-citattecken", "fel-rubrikrad", "fel-skiljetecken", "tom-fil"]
)
def test_an_example_of_a_delivered_file_has_its_fault(kod: str, tmp_path: Path) -> None:
    problems = Problems()
    delivery = tmp_path / "enkat.csv"
    delivery.write_text(FELKODER[kod].exempel, encoding="utf-8")
    assert read_csv(delivery, tmp_path, Place("kallor.yaml"), problems) is None
    assert [one.kod for one in problems.errors] == [kod]


# --- what is shown ---


def test_an_explained_code_reads_like_this() -> None:
    assert explained("tom-kolumn") == (
        "tom-kolumn\n"
        "\n"
        "Kolumnen är tom i hela filen. När ingen enda enhet har svarat är det oftast svaren som har tappats\n"
        "bort.\n"
        "\n"
        "    kommunkod,kommun,it_system\n"
        "    0604,Aneby,\n"
        "    0617,Gnosjö,\n"
        "\n"
        "Gör så här: Leverera svaren. Ställdes frågan inte det året: skriv det på sidan, ”mäts: {från: 2013,\n"
        "inte: [2020]}”."
    )


def test_the_page_is_as_last_read_through(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--golden"):
        PAGE.write_text(felkoder_page(), encoding="utf-8", newline="\n")
    assert felkoder_page() == PAGE.read_text(encoding="utf-8")


def test_the_index_of_the_page_leads_to_every_code() -> None:
    index, codes = felkoder_page().split("## Koderna\n")
    assert set(re.findall(r"\[(.+?)\]\(#(.+?)\)", index)) == {(kod, kod) for kod in FELKODER}
    assert re.findall(r"^### (.+)$", codes, re.MULTILINE) == list(FELKODER)


# --- the guides ---


def answers(guide: str) -> Iterator[list[str]]:
    """Yield the codes of each row in the tables of answers: before the dash that begins the rest of the answer."""
    for table in re.findall(r"^\|.*\| svaret börjar \|\n\|[-|]+\|\n((?:\|.*\n?)+)", guide, re.MULTILINE):
        for row in table.splitlines():
            yield re.findall(r"`(\S+?)`", row.rsplit("|", 2)[1].partition(" – ")[0])


def mentioned(guide: str) -> set[str]:
    """Return the codes a guide tells of elsewhere: in an answer as printed, or as `a-word` that begins as codes do."""
    begins = "|".join(sorted({kod.partition("-")[0] for kod in FELKODER}))
    printed = re.findall(r": (?:fel|varning) (\S+): ", guide)
    return {*printed, *re.findall(rf"`((?:{begins})-[a-zåäö-]+)[:`]", guide)}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.parent.name)
def test_every_code_a_guide_tells_of_exists(path: Path) -> None:
    guide = path.read_text(encoding="utf-8")
    codes = [kod for row in answers(guide) for kod in row]
    assert sorted({*codes, *mentioned(guide)} - FELKODER.keys()) == []


def test_the_guides_tables_of_answers_are_found() -> None:
    rows = [row for path in GUIDES for row in answers(path.read_text(encoding="utf-8"))]
    assert len(rows) > 25
    assert [] not in rows
    assert "onämnt-svar" in mentioned(GUIDES[0].read_text(encoding="utf-8"))
