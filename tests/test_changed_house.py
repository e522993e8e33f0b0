"""The example house with one thing changed: what a definition, a delivery or a template then does, all the way."""

import shutil
from pathlib import Path

import pytest

from oj_workbook.figures import figures
from oj_workbook.layout.plan import Formula, WorkbookPlan
from oj_workbook.model import Status
from oj_workbook.output import publish
from oj_workbook.pipeline import lay_out
from oj_workbook.problems import ProblemsError
from oj_workbook.rank import change
from oj_workbook.sources import Sources, read_sources

ENKAT = "data/2024-prov/enkat_2023.csv"
ANTAL = "data/2024-prov/antal_2023.csv"
KALLOR = "data/2024-prov/kallor.yaml"
UTGAVA = "data/2024-prov/utgava.yaml"
Edit = tuple[str, str, str]


def changed(root: Path, copy: Path, *edits: Edit) -> Sources:
    """Read a copy of the house in which each edit (file, old, new) has been made."""
    shutil.copytree(root, copy, dirs_exist_ok=True)
    for file, old, new in edits:
        path = copy / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_sources(copy, "2024-prov")


def shown(plan: WorkbookPlan, sheet: str) -> list[str]:
    cells = next(one for one in plan.blad if one.namn == sheet).cells
    return [cell.content for cell in cells if isinstance(cell.content, str)]


def test_vet_ej_among_counts_is_shown_and_stands_outside(example_root: Path, tmp_path: Path) -> None:
    namnare = "nämnare: {text: Alla vuxna med stöd., uppgift: vuxna}"
    vet_ej = "\n  särskilda_svar:\n    - {svar: Vet ej, räknas_som: utanför}"
    sources = changed(
        example_root,
        tmp_path,
        ("indicators/prov/langvariga.yaml", namnare, namnare + vet_ej),
        (ANTAL, "0102,Ådala,,,900", "0102,Ådala,,Vet ej,900"),
    )
    found = figures(sources).figurer
    assert (found["langvariga", 2023]["0102"].status, found["langvariga", 2023]["0102"].svar) == (Status.SVAR, "Vet ej")
    assert found["langvariga", 2023]["lan-02"].status == Status.UNDERTRYCKT  # it would be Lunden's figure alone
    assert found["langvariga", 2023]["riket"].varde == 44  # 37 of 84


def test_an_answer_delivered_both_whole_and_in_parts_is_refused(example_root: Path, tmp_path: Path) -> None:
    delivery = (
        "- fil: slutsvar.csv\n  slag: slutsvar\n  år: 2023\n  ursprung: Samma svar en gång till.\n"
        "  kolumner: {enhet: kod, namn: kommun}\n  koder: {kort: 0–7 dagar}\n"
    )
    (example_root / "data/2024-prov/slutsvar.csv").write_text("kod,kommun,rutin,vantetid\n0001,Ekby,Ja,kort\n")
    try:
        with pytest.raises(ProblemsError) as told:
            changed(example_root, tmp_path, (KALLOR, "- fil: enkat_2023.csv", f"{delivery}- fil: enkat_2023.csv"))
    finally:
        (example_root / "data/2024-prov/slutsvar.csv").unlink()
    errors = [problem for problem in told.value.problems if problem.niva == "fel"]
    assert {problem.kod for problem in errors} == {"dubbel-uppgift"}
    assert len(errors) == 2  # both answers of Ekby


def test_a_month_after_the_day_of_measurement_is_refused(example_root: Path, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as told:
        changed(example_root, tmp_path, (ENKAT, "1,2022-01", "1,2023-02"))
    (problem,) = told.value.problems
    assert (str(problem.place), problem.kod) == (f"{ENKAT}:2", "fel-månad")


@pytest.mark.parametrize("fil", ["../enheter/kommuner.csv", "/etc/hostname", "..\\\\kommuner.csv"])
def test_a_delivery_lies_in_the_folder_of_its_edition(fil: str, example_root: Path, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as told:
        changed(example_root, tmp_path, (KALLOR, "fil: enkat_2023.csv", f'fil: "{fil}"'))
    assert "fel-filnamn" in {problem.kod for problem in told.value.problems}


def test_a_break_on_a_page_without_criteria_is_never_joined(example_root: Path, tmp_path: Path) -> None:
    page = "indicators/prov/vantetid.yaml"
    edit = (page, "beskrivning:", "brott:\n  - {från: 2024, text: Frågan ställs på ett nytt sätt.}\nbeskrivning:")
    sources = changed(example_root, tmp_path, edit)
    ranked = figures(sources)
    before, now = (ranked.figurer["vantetid", ar]["0001"] for ar in (2023, 2024))
    assert change(sources.omrade.indikatorer["vantetid"], 2024, before, now) == "ej jämförbart"
    plan = lay_out(sources, ranked, None)
    assert any("Frågan ställs på ett nytt sätt" in text for text in shown(plan, "Resultat"))
    assert any("Frågan ställs på ett nytt sätt" in text for text in shown(plan, "Indikatorer"))


def test_no_line_of_a_page_is_lost_when_blank_lines_are(example_root: Path, tmp_path: Path) -> None:
    page = (
        "# Rubrik\nstycke ett\nsom fortsätter\n- punkt ett\n  med mera\n- punkt två\n\n## Två\n[[bygge]]\nstycke två\n"
    )
    (tmp_path / "templates/sidor").mkdir(parents=True)
    sources = changed(example_root, tmp_path)
    sources.templates.sidor["om"] = page
    texts = shown(lay_out(sources, figures(sources), None), "Om")
    assert texts[:3] == ["Rubrik", "stycke ett som fortsätter", "•  punkt ett med mera\n•  punkt två"]
    assert texts[3] == "Två"
    assert "Provutgåvan" in texts
    assert texts[-1] == "stycke två"


def test_a_quotation_mark_in_a_text_does_not_break_its_formula(example_root: Path, tmp_path: Path) -> None:
    edit = ("templates/texter.yaml", "avser: Avser\n  senaste: senaste", "avser: Avser\n  senaste: 'det \"nya\" året'")
    plan = lay_out(sources := changed(example_root, tmp_path, edit), figures(sources), None)
    lanet = next(sheet for sheet in plan.blad if sheet.namn == "Länet")
    texts = [cell.content.text for cell in lanet.cells if isinstance(cell.content, Formula)]
    assert any('"det ""nya"" året"' in text for text in texts)
    assert not any('"nya"' in text.replace('""nya""', "") for text in texts)


def test_an_indicator_and_a_text_touch_one_place_each(example_root: Path, tmp_path: Path) -> None:
    """A new page is in every table, without a line of code: its figures, its card, its links."""
    shutil.copytree(example_root, tmp_path, dirs_exist_ok=True)
    page = (tmp_path / "indicators/prov/langvariga.yaml").read_text(encoding="utf-8")
    new = page.replace("Andel långvariga", "Andel utan långvarigt").replace("kort_namn: Långvariga", "kort_namn: Ny")
    (tmp_path / "indicators/prov/ny.yaml").write_text(new.replace("ordning: 10", "ordning: 30"), encoding="utf-8")
    sources = read_sources(tmp_path, "2024-prov")
    plan = lay_out(sources, ranked := figures(sources), None)
    assert ranked.figurer["ny", 2022]["riket"].varde == 25.3
    for sheet in ("Resultat", "Över tid", "Länet", "Kommungrupper", "Riket över tid"):
        assert "Ny" in shown(plan, sheet), sheet
    for picker in ("vald_indikator", "liknande_indikator"):
        assert "Ny" in plan.val[picker]
    assert "Andel utan långvarigt" in shown(plan, "Indikatorer")
    assert "Ny (%)" in shown(plan, "Data")


PUBLICERAT = (
    "- fil: publicerat.csv\n  slag: publicerat\n  ursprung: Publicerade tal.\n"
    "  kolumner: {enhet: enhet, namn: namn, indikator: indikator, år: ar, värde: varde}\n  koder: {X: undertryckt}\n"
)


def with_published(root: Path, copy: Path, rows: str) -> Sources:
    """Read a copy of the house in which some figures are also delivered as published."""
    path = copy / "data/2024-prov/publicerat.csv"
    path.parent.mkdir(parents=True)
    path.write_text("enhet,namn,indikator,ar,varde\n" + rows, encoding="utf-8")
    return changed(root, copy, (KALLOR, "- fil: enkat_2023.csv", f"{PUBLICERAT}- fil: enkat_2023.csv"))


def test_a_published_figure_stands_where_none_could_be_computed(example_root: Path, tmp_path: Path) -> None:
    rows = "lan-02,Södra länet,langvariga,2023,30\nriket,Riket,langvariga,2023,35\n"
    found = figures(with_published(example_root, tmp_path, rows)).figurer
    assert (found["langvariga", 2023]["lan-02"].varde, found["langvariga", 2023]["riket"].varde) == (30, 35)
    assert found["langvariga", 2023]["lan-01"].varde == 42  # counted, as before


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("0001,Ekby,langvariga,2022,26.0", id="ett_annat_tal"),
        pytest.param("0001,Ekby,langvariga,2022,X", id="dolt_där_det_visas"),
        pytest.param("0002,Åsbo,langvariga,2022,33.3", id="visat_där_det_döljs"),
    ],
)
def test_published_and_computed_may_not_disagree(row: str, example_root: Path, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as told:
        figures(with_published(example_root, tmp_path, row + "\n"))
    assert [problem.kod for problem in told.value.problems if problem.niva == "fel"] == ["motsägelse"]


def test_half_a_pair_of_counts_is_refused_without_telling_it(example_root: Path, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as told:
        changed(example_root, tmp_path, (ANTAL, "0101,Lunden,10,20", "0101,Lunden,1717,"))
    (problem,) = told.value.problems
    assert (str(problem.place), problem.kod) == (f"{ANTAL}:5", "halvt-antal")
    assert "1717" not in str(problem)


def test_two_special_answers_of_one_unit_are_refused(example_root: Path, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as told:
        changed(example_root, tmp_path, (ENKAT, "Ådala,Integrerad,", "Ådala,Integrerad,Vilande"))
    assert [problem.kod for problem in told.value.problems] == ["två-särskilda-svar"]


def test_a_grouping_may_have_the_name_of_a_helper_cell(example_root: Path, tmp_path: Path) -> None:
    edit = ("data/2024-prov/utgava.yaml", "rubrik: Kommungrupp", "rubrik: Län")
    plan = lay_out(sources := changed(example_root, tmp_path, edit), figures(sources), None)
    start = next(sheet for sheet in plan.blad if sheet.namn == "Start")
    texts = [cell.content for cell in start.cells if isinstance(cell.content, Formula) and cell.utseende == "värde"]
    shows = [formula.shows(plan.forvald) for formula in texts]
    assert shows == ["Norra länet", "200 000 invånare eller fler", "Storstäder"]
    assert len({formula.text for formula in texts}) == 3


def test_a_count_shared_by_two_measures_is_no_half_pair(example_root: Path, tmp_path: Path) -> None:
    """A measure whose täljare nobody counts may share its nämnare with one that is counted."""
    shutil.copytree(example_root, tmp_path, dirs_exist_ok=True)
    page = (tmp_path / "indicators/prov/langvariga.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("långvariga", "tillfälliga"),
        ("Långvariga", "Tillfälliga"),
        ("uppgift: langvariga", "uppgift: t"),
    ):
        page = page.replace(old, new)
    (tmp_path / "indicators/prov/tillfalliga.yaml").write_text(page, encoding="utf-8")
    with pytest.raises(ProblemsError) as told:
        read_sources(tmp_path, "2024-prov")
    assert {problem.kod for problem in told.value.problems} == {"uppgifter-saknas"}


@pytest.mark.parametrize("blocked", ["a.xlsx", "b.csv", "c.json"])
def test_output_that_fails_midway_leaves_every_file_as_it_was(blocked: str, tmp_path: Path) -> None:
    names = ("a.xlsx", "b.csv", "c.json")
    for name in names:
        (tmp_path / name).mkdir() if name == blocked else (tmp_path / name).write_text("gammal")
    with pytest.raises(OSError, match=blocked):
        publish(dict.fromkeys(names, b"ny"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == list(names)
    assert [(tmp_path / name).read_text() for name in names if name != blocked] == ["gammal", "gammal"]


@pytest.mark.parametrize(
    ("edit", "place", "kod", "words"),
    [
        pytest.param(
            (KALLOR, "slag: delsvar", "slag: delsvar\n  källa: enkatt"),
            KALLOR,
            "okänd-källa",
            "”enkat”",
            id="felstavad_källa",
        ),
        pytest.param(
            (UTGAVA, "rubrik: Kommungrupp, indelning: skr2023", "rubrik: Kommungrupp, indelning: befolkning, år: 2023"),
            UTGAVA,
            "lika-grupper",
            "versioner",
            id="två_av_samma_slag",
        ),
    ],
)
def test_a_fault_in_the_edition_is_told_where_it_stands(
    edit: Edit, place: str, kod: str, words: str, example_root: Path, tmp_path: Path
) -> None:
    with pytest.raises(ProblemsError) as told:
        changed(example_root, tmp_path, edit)
    problem = next(problem for problem in told.value.problems if problem.kod == kod)
    assert problem.place.fil == place
    assert words in problem.text + problem.gor_sa_har


# --- every fault at once ---


def faults(root: Path, copy: Path, *edits: Edit) -> list[tuple[str, str]]:
    """Return the place and code of every error in a copy of the house with some edits."""
    with pytest.raises(ProblemsError) as told:
        changed(root, copy, *edits)
    return [(str(one.place), one.kod) for one in told.value.problems if one.niva == "fel"]


#: A fault, and where and how it is answered.
FAULTS: dict[str, tuple[Edit, tuple[str, str]]] = {
    "leverans": (
        (ENKAT, "0003,Östan,2,,", "0003,Östan,2,,kanske"),
        ("data/2024-prov/enkat_2023.csv:4", "okänt-svar"),
    ),
    "sida": (
        ("indicators/prov/rutin.yaml", "riktning: högt", "riktning: hög"),
        ("indicators/prov/rutin.yaml:7:11", "okänt-värde"),
    ),
    "mall": (
        ("templates/blad/50_sa_laser_du.yaml", "syfte:", "syftet:"),
        ("templates/blad/50_sa_laser_du.yaml:3:1", "okänd-nyckel"),
    ),
}


@pytest.mark.parametrize(
    "where", [["leverans", "sida"], ["leverans", "mall"], ["leverans", "sida", "mall"], ["sida"]], ids="_och_".join
)
def test_a_fault_in_a_page_or_a_template_does_not_hide_one_in_a_delivery(
    where: list[str], example_root: Path, tmp_path: Path
) -> None:
    """And nothing more is told: the columns of a page that cannot be read are not unknown ones."""
    told = faults(example_root, tmp_path, *(FAULTS[one][0] for one in where))
    assert told == [FAULTS[one][1] for one in where]


def test_a_fault_in_the_edition_is_told_before_its_deliveries_are_read(example_root: Path, tmp_path: Path) -> None:
    edits = ((UTGAVA, "län: [", 'län: ["99", '), (ENKAT, "0003,Östan,2,,", "0003,Östan,2,,kanske"))
    assert [kod for _, kod in faults(example_root, tmp_path, *edits)] == ["okänt-län"]


def test_a_criterion_that_nobody_meets_is_told_and_does_not_stop_the_edition(
    example_root: Path, tmp_path: Path
) -> None:
    edits = [("indicators/prov/rutin.yaml", "inom_månader: 12", "inom_månader: 1")]
    edits += [(ENKAT, row, row.replace("Integrerad", "2")) for row in ("0102,Ådala,Integrerad,,lång",)]
    edits += [(ENKAT, "0101,Lunden,1,,kort", "0101,Lunden,2,,kort")]
    edits += [(UTGAVA, 'föregående: {utgåva: "2023"}\n', "")]
    sources = changed(example_root, tmp_path, *edits)
    figures(sources)
    (warning,) = [one for one in sources.problems.warnings if one.kod == "alla-lika"]
    assert str(warning.place) == "indicators/prov/rutin.yaml"
    assert "ingen enhet räknas som Ja i ”rutin”: 2023 (5 svar)." in warning.text
