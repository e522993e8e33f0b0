"""What an editor accepts, marks and shows, and what the guides' tables say, comes from the vocabulary of keys.

After a change that is meant:  pytest tests/test_schema.py --golden
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from conftest import ROOT
from editor import complaints, seen
from oj_workbook.cli import main
from oj_workbook.nyckeltabeller import GUIDER, filled
from oj_workbook.nycklar import Avsnitt, Nyckel, below
from oj_workbook.schema import FILER, hover, schema, schema_of
from watched import BAD, EDITION, FILES, GOOD, kind_of

VSCODE = ROOT / ".vscode"
DATA = ("utgåva", "källor", "rättelser", "ändringar", "publicering")
GUIDE = {kind: ("data" if kind in DATA else "indicators") + "/README.md" for kind in FILER}
#: Keys in NFD are the same keys to the reader and to a person, but not to an editor.
GOOD_PAGES = [page for page in sorted(GOOD.glob("*.yaml")) if page.stem != "nycklar_i_nfd"]


def schema_file(kind: str) -> Path:
    """Return where the schema of a kind of file lies."""
    return VSCODE / f"{kind.translate(str.maketrans('åäö', 'aao'))}.schema.json"


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- what is kept in the project is what comes out of the vocabulary ---


@pytest.mark.parametrize("kind", FILER)
def test_the_schema_that_editors_read_is_the_one_that_the_command_prints(
    kind: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", kind]) == 0
    printed = capsys.readouterr().out
    if request.config.getoption("--golden"):
        schema_file(kind).write_text(printed, encoding="utf-8")
    same = printed == schema_file(kind).read_text(encoding="utf-8")  # asked apart: a failure would print it all
    assert same


def test_a_page_is_what_a_schema_is_printed_for_when_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    main(["schema"])
    assert json.loads(capsys.readouterr().out) == schema("sida")


@pytest.mark.parametrize("guide", GUIDER)
def test_the_tables_of_a_guide_are_those_of_the_vocabulary(guide: str, request: pytest.FixtureRequest) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    if request.config.getoption("--golden"):
        (ROOT / guide).write_text(filled(text, GUIDER[guide]), encoding="utf-8")
        text = (ROOT / guide).read_text(encoding="utf-8")
    assert sorted(re.findall(r"<!-- nycklar: (\S+) -->", text)) == sorted(GUIDER[guide])
    assert filled(text, GUIDER[guide]) == text


@pytest.mark.parametrize("kind", FILER)
def test_every_key_is_in_its_guide_with_its_example(kind: str) -> None:
    lines = (ROOT / GUIDE[kind]).read_text(encoding="utf-8").splitlines()
    rows = {(row[1].strip("… "), row[-2].strip()) for line in lines if len(row := line.split("|")) == 7}
    written = {path: (nyckel.namn, nyckel.exempel.splitlines()[0]) for path, nyckel in below(FILER[kind].form)}
    assert [path for path, (key, example) in written.items() if (f"`{key}`", f"`{example}`") not in rows] == []


# --- what an editor accepts and refuses ---


@pytest.mark.parametrize("kind", FILER)
def test_the_schema_is_draft_07(kind: str) -> None:
    found = schema(kind)
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(found)


@pytest.mark.parametrize("file", [*FILES, *GOOD_PAGES], ids=relative)
def test_an_editor_has_nothing_to_say_about_what_is_right(file: Path) -> None:
    assert complaints(schema(kind_of(file) or ""), seen(file.read_text(encoding="utf-8")).value) == set()


#: The faults of form: what a schema can see without reading anything else.
OF_FORM = {
    *("okänd-nyckel", "saknad-nyckel", "för-många-nycklar", "fel-plats", "fel-form", "fel-tal", "okänt-värde"),
    *("tom-lista", "tom-text", "för-få-delar", "fel-id"),
}
#: Pages with such a fault that an editor does not mark, and what it would have to know.
UNSEEN = {
    "_omrade_uppdelning_med_samma_id_tva_ganger": "the ids of the other parts",
    "fler_an_listan_ar_lang": "how long the list beside is",
    "hart_blanksteg_i_ett_varde": "the words of _omrade.yaml",
    "kvalitetsomraden_med_ett_okant": "the words of _omrade.yaml",
    "marke_med_uppdelning": "that the page has parts",
    "minsta_rest_av_en_kvot": "what kind of measure it is",
    "okand_kalla": "the words of _omrade.yaml",
    "okand_mattenhet": "the words of _omrade.yaml",
    "okant_kvalitetsomrade": "the words of _omrade.yaml",
    "rakna_alder_baklanges": "the other age",
    "rakna_fler_manader_an_aret_har": "over how many years",
    "tal_med_decimaler": "that 10.0 is not 10",
    "undertryckning_med_talen_omkastade": "the other number",
    "uppdelning_med_ord_for_en_del_som_inte_finns": "the ids of _omrade.yaml",
}
VANTAT = re.compile(r"# väntat: (?P<plats>\d+:\d+) (?P<kod>\S+)")


def of_form(page: Path) -> list[str]:
    """Return where a bad page has faults of form; what is no YAML at all, or not UTF-8, has none."""
    return [one["plats"] for one in VANTAT.finditer(page.read_text(errors="replace")) if one["kod"] in OF_FORM]


#: All pages with a fault of form but one whose key is a list, which is no YAML that an editor reads.
BAD_PAGES = {
    page.stem: expected
    for page in sorted(BAD.glob("*.yaml"))
    if (expected := of_form(page)) and page.stem != "nyckel_som_inte_ar_ett_ord"
}


def marked(page: str) -> tuple[set[str], set[str]]:
    """Return where a bad page should be marked, and which of those places a schema marks."""
    file = BAD / f"{page}.yaml"
    found = seen(file.read_text(encoding="utf-8"))
    told = complaints(schema("område" if page.startswith("_omrade") else "sida"), found.value)
    places = set(BAD_PAGES[page])
    return places, {place for place in places if found.begins[place] & told}


@pytest.mark.parametrize("page", sorted(BAD_PAGES.keys() - UNSEEN))
def test_a_fault_of_form_is_marked_where_the_reader_tells_it(page: str) -> None:
    expected, found = marked(page)
    assert found == expected


@pytest.mark.parametrize("page", UNSEEN)
def test_what_an_editor_cannot_see_it_does_not_mark(page: str) -> None:
    assert marked(page)[1] == set()


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        pytest.param("utgåva", 'nummer: "2024.1"', 'nummer: "2024.01"', ("utgivningar", 0, "nummer"), id="nummer"),
        pytest.param("utgåva", "datum: 2024-06-01", "datum: 1 juni 2024", ("utgivningar", 0, "datum"), id="datum"),
        pytest.param("utgåva", "{2023: 2023-01-15", "{2023: 15 januari", ("mätdagar", "2023"), id="mätdag"),
        pytest.param("utgåva", "år: [2023, 2024]", "år: 2024", ("år",), id="ett_år"),
        pytest.param("utgåva", "filnamn: allt", "filnamn: allt och lite till", ("filnamn",), id="filnamn"),
        pytest.param("utgåva", "namn: Utgåvan", f"namn: {130 * 'x'}", ("namn",), id="långt_namn"),
        pytest.param("utgåva", "år: året före", "år: året efter", ("grupper", 0, "år"), id="året_före"),
        pytest.param("utgåva", "indelning: nyckel,", "", ("grupper", 3), id="ingen_indelning"),
        pytest.param("källor", "slag: publicerat", "slag: publicerade", (3, "slag"), id="slag"),
        pytest.param("källor", "slag: publicerat", "slag: publicerat\n  år: 2023", (3, "år"), id="publicerat_med_år"),
        pytest.param("källor", "  år: [2023, 2024]\n  till", "  till", (0,), id="svar_utan_år"),
        pytest.param("källor", "  person_id: löpnummer\n", "", (2,), id="poster_utan_id"),
        pytest.param("källor", "slag: månadsposter", "slag: antal", (2, "historik"), id="antal_med_historik"),
        pytest.param(
            "källor", "kolumner: {enhet: enhet", "kolumner: {enhet: [enhet]", (3, "kolumner", "enhet"), id="kolumn"
        ),
        pytest.param("rättelser", "stod: Ja", "stod: Ja\n  stod_samma_som: x", (0, "stod_samma_som"), id="stod_två"),
        pytest.param("rättelser", "  stod: Ja\n", "", (0,), id="ingen_stod"),
        pytest.param("rättelser", "anmäld: 2024-10-20", "anmäld: 2024", (0, "anmäld"), id="anmäld_ett_år"),
        pytest.param("rättelser", "skäl: Kolumnen", "orsak: Kolumnen", (1, "orsak"), id="okänd_nyckel"),
    ],
)
def test_a_fault_in_an_edition_is_marked_at_its_key(
    kind: str, before: str, after: str, expected: tuple[str | int, ...]
) -> None:
    (file,) = (file for file in EDITION.glob("*.yaml") if kind_of(file) == kind)
    text = file.read_text(encoding="utf-8")
    assert before in text
    assert expected in complaints(schema(kind), seen(text.replace(before, after, 1)).value)


# --- what a person meets in the editor ---


def everything(node: object) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from everything(inner)


def alone(nyckel: Nyckel) -> dict[str, Any]:
    """Return the schema of a section with a single key."""
    return schema_of(Avsnitt((replace(nyckel, kravs=False, bara=None),)))


@pytest.mark.parametrize("kind", FILER)
def test_every_key_is_explained_with_its_example_in_plain_text_and_in_markdown(kind: str) -> None:
    for path, nyckel in below(FILER[kind].form):
        shown = alone(nyckel)["properties"][nyckel.namn]
        assert shown["description"].endswith(f"\n\nExempel: {nyckel.exempel}"), path
        assert not set("`\\") & set(shown["description"].removesuffix(nyckel.exempel)), path
        assert shown["markdownDescription"] == f"{hover(nyckel)}\n\nExempel:\n\n```yaml\n{nyckel.exempel}\n```", path
    sections = [part for part in everything(schema(kind)) if part.get("additionalProperties") is False]
    assert all("markdownDescription" in key for part in sections for key in part["properties"].values())


@pytest.mark.parametrize("kind", FILER)
def test_every_example_may_be_written_as_it_stands(kind: str) -> None:
    definitions = schema(kind).get("definitions", {})  # a condition refers to the conditions of its page
    for path, nyckel in below(FILER[kind].form):
        example = {nyckel.namn: seen(nyckel.exempel).value[nyckel.namn]}
        assert complaints(alone(nyckel) | {"definitions": definitions}, example) == set(), path


@pytest.mark.parametrize("kind", FILER)
def test_every_rule_says_in_swedish_what_is_wrong(kind: str) -> None:
    for part in everything(schema(kind)):
        if "if" in part:
            assert re.fullmatch(r".*(saknas|får stå här|kan bara stå).*\.", part["then"]["errorMessage"])


# --- which file is helped by which schema ---


def as_the_editor_matches(glob: str) -> re.Pattern[str]:
    """Return a pattern of the YAML extension: it holds from any folder on, and ** for any number of folders."""
    parts = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "[a-z]": "[a-z]"}
    found = re.split(r"(\*\*/|\*|\[a-z\])", glob)
    return re.compile("(?:.*/)?" + "".join(parts.get(part, re.escape(part)) for part in found))


def test_every_file_that_people_write_has_the_schema_of_its_kind_and_no_other() -> None:
    settings = json.loads((VSCODE / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert set(settings) == {relative(schema_file(kind)) for kind in FILER}
    others = [*(ROOT / "templates").rglob("*.yaml"), ROOT / "data/utgavor.yaml", ROOT / "indicators/ordlista.yaml"]
    for file in [*(file for file in FILES if file.parent != EDITION), *others]:  # the edition lies outside data/
        found = [name for name, glob in settings.items() if as_the_editor_matches(glob).fullmatch(relative(file))]
        expected = None if file in others else kind_of(file)
        assert found == ([relative(schema_file(expected))] if expected else []), file


def test_the_files_for_the_editor_are_kept_in_the_project() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert not [one for one in ignored if "vscode" in one or one.endswith(".json")]
    extensions = json.loads((VSCODE / "extensions.json").read_text(encoding="utf-8"))
    assert extensions["recommendations"] == ["redhat.vscode-yaml"]
