"""templates/: every text is visible, every look can be read, and faults in them are answered."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT, National
from oj_workbook.figures import figures, given_of
from oj_workbook.layout import plan_workbook
from oj_workbook.layout.plan import Val, WorkbookPlan
from oj_workbook.metod import method_html
from oj_workbook.pipeline import changes_since, content_of, lay_out
from oj_workbook.problems import Problems
from oj_workbook.rank import Ranked
from oj_workbook.sources import Sources, read_sources
from oj_workbook.tema import KLASSER, UTSEENDEN, VILLKOR, contrast
from oj_workbook.templates import BLADSLAG, METOD_BLOCK, SIDOR_BLOCK, load_templates
from oj_workbook.texter import TEXTER
from oj_workbook.usage import Asked

MARK = "§§§"

#: Texts that only show when something has happened which none of the editions at hand has.
NOT_AT_HAND = {"tecken.underlag_saknas", "om.ingen_rättelse", "om.alla", "om.ersatt", "ord.resultat"} | {
    "metod.inga_regler"
}


def everything(plan: WorkbookPlan) -> str:
    """Return all that a plan can show, for any choice."""
    said = [plan.titel, plan.beskrivning, plan.sidfot]
    for sheet in plan.blad:
        said += [cell.content for cell in sheet.cells if isinstance(cell.content, str)]
        for val in (plan.forvald, Val(dict.fromkeys(plan.val, "finns inte"))):
            said += [str(formula.shows(val)) for _, formula in sheet.formulas]
        for picker in sheet.valjare:
            said += [picker.rubrik, picker.hjalp, picker.felrubrik, picker.fel]
        said += [chart.alt for chart in sheet.diagram]
        said += [serie.namn for chart in sheet.diagram for serie in chart.serier]
        said += {value for grid in sheet.grids for row in grid.rader for value in row if isinstance(value, str)}
    return "\n".join(said)


def marked(sources: Sources) -> Sources:
    """Return the sources with a mark of its own in every text."""
    texter = {key: f"{text}§{key}§" for key, text in sources.templates.texter.items()}
    return replace(sources, templates=replace(sources.templates, texter=texter))


def in_original_colours(sources: Sources) -> Sources:
    """Return the sources with `bakgrundsmått: originalets färger` in their theme."""
    tema = replace(sources.templates.tema, originalfarger=True)
    return replace(sources, templates=replace(sources.templates, tema=tema))


def with_hidden_inside(sources: Sources) -> Sources:
    """Return the sources with pages that want hidden units in the levels."""
    pages = {id_: replace(page, undertryckta_inne=True) for id_, page in sources.omrade.indikatorer.items()}
    return replace(sources, omrade=replace(sources.omrade, indikatorer=pages))


@pytest.fixture(scope="module")
def both(sources: Sources, example: Sources) -> list[tuple[Sources, Ranked]]:
    return [(sources, figures(sources)), (example, figures(example))]


@pytest.fixture(scope="module")
def seen(both: list[tuple[Sources, Ranked]], national: National) -> str:
    """Return all that the editions show, and an issue of June, with every text marked."""
    root = next(iter(both[1][0].utgava.folder.parents[1:]))
    poster = [read_sources(root, "2024-poster", Asked(utgivning=nummer)) for nummer in (None, "2024.1")]
    houses = [*both, (national.sources, national.ranked), *((one, figures(one)) for one in poster)]
    houses.append((with_hidden_inside(poster[0]), figures(poster[0])))
    houses.append((in_original_colours(national.sources), national.ranked))
    contents = [
        content_of(marked(sources), ranked, None, None, changes_since(sources, given_of(sources, ranked)))
        for sources, ranked in houses
    ]
    return "\n".join([*(everything(plan_workbook(one)) for one in contents), *map(method_html, contents)])


@pytest.mark.parametrize("key", sorted(TEXTER.keys() - NOT_AT_HAND))
def test_every_text_can_be_seen_in_the_workbook_or_the_method_description(key: str, seen: str) -> None:
    there = f"§{key}§" in seen  # asked apart: a failure would print all that there is
    assert there


@pytest.mark.parametrize("page", ["sa_laser_du", "andringar", "om"])
def test_every_page_can_be_seen_in_the_workbook(page: str, both: list[tuple[Sources, Ranked]]) -> None:
    sources, ranked = both[0]
    sidor = {**sources.templates.sidor, page: sources.templates.sidor[page] + f"\n\n{MARK}\n"}
    changed = replace(sources, templates=replace(sources.templates, sidor=sidor))
    assert MARK in everything(lay_out(changed, ranked, None))


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_look_is_used(national: National) -> None:
    plan = national.plan
    cells = {cell.utseende for sheet in plan.blad for cell in sheet.cells}
    grids = {kolumn.utseende for sheet in plan.blad for grid in sheet.grids for kolumn in grid.kolumner}
    assert cells | grids == set(UTSEENDEN)
    assert {regel.utseende for sheet in plan.blad for regel in sheet.regler} == {*VILLKOR, *KLASSER}


def test_measures_without_a_wanted_direction_can_have_the_colours_of_the_original(national: National) -> None:
    neutral, original = (
        {
            (sheet.namn, regel.fran, regel.till, regel.formel): regel.utseende
            for sheet in plan.blad
            for regel in sheet.regler
            if regel.utseende in KLASSER
        }
        for plan in (national.plan, lay_out(in_original_colours(national.sources), national.ranked, None))
    )
    # The same formula has another colour: for the lowest values that of the best, for the highest that of the worst.
    turned = {(look, original[place]) for place, look in neutral.items() if original[place] != look}
    assert turned == {("klass_låg", "klass_bäst"), ("klass_hög", "klass_sämst")}
    assert {original[place] for place in original.keys() - neutral.keys()} == {"klass_mitten"}


@pytest.mark.parametrize(
    ("file", "old", "new", "kod", "words"),
    [
        pytest.param("texter.yaml", "{utgåva} –", "{utgava} –", "okänt-fält", "utgava", id="fält"),
        pytest.param("texter.yaml", "  välj: Välj", "  valj: Välj", "okänd-nyckel", "valj", id="felstavad_nyckel"),
        pytest.param("texter.yaml", "  okänd: Namnet", "  okänd: {Namnet", "yaml-fel", "YAML", id="trasig_yaml"),
        pytest.param("texter.yaml", "rubrik: Hjälpceller", 'rubrik: "Hjälp {"', "fel-fält", "klamrar", id="klammer"),
        pytest.param("texter.yaml", "{utgåva} –", "{utgåva!r} –", "fel-fält", "utgåva", id="tillägg"),
        pytest.param("sidor/om.md", "{datum}", "{datum:%Y}", "fel-fält", "datum", id="datumform"),
        pytest.param("tema.yaml", '"FFF6D6"', '"gul"', "fel-färg", "gul", id="ingen_färg"),
        pytest.param("tema.yaml", 'textfärg: "4A5A62"', 'textfärg: "9AAAB2"', "för-svag-kontrast", "2,4", id="blek"),
        pytest.param("texter.yaml", "listans_rubrik:", "listans_rubrik: " + 40 * "x", "för-lång-text", "32", id="40"),
        pytest.param("texter.yaml", "    En rad", "    En\n    ny\n    rad", "för-lång-text", "rader", id="rader"),
        pytest.param("blad/60_om.yaml", "sida: om\n", "", "saknad-nyckel", "sida", id="ingen_sida"),
        pytest.param("blad/60_om.yaml", '"8FB3BC"', "blå", "fel-färg", "blå", id="flikens_färg"),
        pytest.param("tema.yaml", "storlek: 18", "storlek: 180", "fel-tal", "180", id="för_stor"),
        pytest.param("tema.yaml", "  rubrik:", "  rubrikk:", "okänd-nyckel", "rubrikk", id="okänt_utseende"),
        pytest.param("sidor/om.md", "[[källor]]", "[[kallor]]", "okänt-block", "kallor", id="okänt_block"),
        pytest.param("sidor/om.md", "[[källor]]", "[[brott]]", "okänt-block", "brott", id="metodens_block"),
        pytest.param("sidor/metodbeskrivning.md", "[[brott]]", "[[brot]]", "okänt-block", "brott", id="i_metoden"),
        pytest.param("blad/60_om.yaml", "sida: om", "sida: metodbeskrivning", "okänd-sida", "dokument", id="metoden"),
        pytest.param("sidor/om.md", "{version}", "{versionen}", "okänt-fält", "versionen", id="sidans_fält"),
        pytest.param("blad/30_lanet.yaml", "slag: länet", "slag: lanet", "okänt-värde", "länet", id="okänt_slag"),
        pytest.param("blad/30_lanet.yaml", "namn: Länet", "namn: RESULTAT", "dubbelt-bladnamn", "RES", id="lika"),
        pytest.param("blad/30_lanet.yaml", "namn: Länet", "namn: Län/et", "fel-bladnamn", "Län/et", id="namn"),
        pytest.param("blad/60_om.yaml", "sida: om", "sida: omm", "okänd-sida", "omm", id="okänd_sida"),
        pytest.param("blad/20_resultat.yaml", "slag: resultat", "slag: start", "fel-antal-blad", "resul", id="0"),
    ],
)  # fmt: skip
def test_a_fault_in_a_template_is_answered(file: str, old: str, new: str, kod: str, words: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    path = tmp_path / "templates" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = Problems()
    load_templates(tmp_path / "templates", tmp_path, problems)
    answers = [problem for problem in problems.errors if problem.kod == kod]
    assert any(words in problem.text + problem.gor_sa_har for problem in answers)
    assert any(problem.place.fil.startswith("templates/") for problem in answers)


GUIDE = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [key for key, fields in TEXTER.items() if fields])
def test_the_guide_names_every_field_of_a_text(key: str) -> None:
    line = next(line for line in GUIDE.splitlines() if f"`{key}`" in line and line.startswith("|"))
    assert [field for field in TEXTER[key] if f"`{{{field}}}`" not in line] == []


@pytest.mark.parametrize("word", [*UTSEENDEN, *SIDOR_BLOCK, *METOD_BLOCK, *BLADSLAG])
def test_the_guide_names_every_look_block_and_kind_of_sheet(word: str) -> None:
    base, _, ending = word.rpartition("_")
    assert f"`{word}`" in GUIDE or f"[[{word}]]" in GUIDE or (f"`{base}`" in GUIDE and f"`_{ending}`" in GUIDE)


# --- an område may have texts of its own ---


def own(root: Path, fil: str, text: str) -> None:
    path = root / "templates/omraden/prov" / fil
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_an_omrade_has_its_own_texts_pages_and_sheets_in_place_of_the_common_ones(
    example_root: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(example_root, tmp_path / "hus")
    own(root, "texter.yaml", "start:\n  välj: Välj bara kommun\n")
    own(root, "sidor/om.md", "# Om just det här\n\n[[källor]]\n")
    own(root, "blad/60_om.yaml", "slag: läs\nnamn: Om provet\nsyfte: Vad provet är.\nsida: om\n")
    problems = Problems()
    common = load_templates(root / "templates", root, problems)
    changed = load_templates(root / "templates", root, problems, "prov")
    assert problems.errors == []
    assert common is not None
    assert changed is not None
    differ = {key for key in TEXTER if common.texter[key] != changed.texter[key]}
    assert (differ, changed.texter["start.välj"]) == ({"start.välj"}, "Välj bara kommun")
    assert changed.sidor["om"].startswith("# Om just det här")
    assert changed.sidor["sa_laser_du"] == common.sidor["sa_laser_du"]
    assert [one.namn for one in changed.blad] == [one.namn.replace("Om", "Om provet") for one in common.blad]
    plan = lay_out(sources := read_sources(root, "2024-prov"), figures(sources), None)
    assert "Välj bara kommun" in {cell.content for cell in plan.blad[0].cells}


def test_a_fault_in_an_omrades_own_texts_is_told_there(example_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(example_root, tmp_path / "hus")
    own(root, "texter.yaml", "start:\n  vlj: Välj\n  välj: Välj {kommn}\n")
    problems = Problems()
    load_templates(root / "templates", root, problems, "prov")
    assert [(str(one.place), one.kod) for one in problems.errors] == [
        ("templates/omraden/prov/texter.yaml:2:3", "okänd-nyckel"),
        ("templates/omraden/prov/texter.yaml:3:9", "okänt-fält"),
    ]
