"""One folder, several issues: the survey in June, the register in the autumn, an erratum; and records all the way."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from conftest import ROOT, rows, silent
from oj_workbook.cli import main
from oj_workbook.figures import figures
from oj_workbook.layout.plan import Formula, WorkbookPlan
from oj_workbook.model import Status
from oj_workbook.pipeline import build, lay_out
from oj_workbook.problems import ProblemsError
from oj_workbook.rank import Ranked
from oj_workbook.sources import Sources, read_sources
from oj_workbook.usage import Asked

EDITION = "2024-poster"
FOLDER = f"data/{EDITION}"
ISSUES = ("2024.1", "2024.2", "2024.2.1")
EKBY, ASBO, OSTAN, LUNDEN, ADALA = "0001", "0002", "0003", "0101", "0102"


def issue(root: Path, nummer: str | None) -> tuple[Sources, Ranked, WorkbookPlan]:
    """Read, count and lay out one issue."""
    sources = read_sources(root, EDITION, Asked(utgivning=nummer))
    ranked = figures(sources)
    return sources, ranked, lay_out(sources, ranked, None)


def texts(plan: WorkbookPlan, namn: str) -> list[str]:
    """Return all that a sheet says with its first choice."""
    (sheet,) = (one for one in plan.blad if one.namn == namn)
    contents = (cell.content for cell in sheet.cells)
    return [str(one.shows(plan.forvald) if isinstance(one, Formula) else one) for one in contents]


@pytest.fixture
def hus(example_root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example_root, tmp_path / "hus")


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- June, autumn, erratum ---


def test_in_june_the_register_is_awaited_and_its_files_need_not_be_there(hus: Path) -> None:
    for fil in ("folk_2023.csv", *(f"poster_{ar}.csv" for ar in (2021, 2022, 2023))):
        (hus / FOLDER / fil).unlink()
    sources, ranked, plan = issue(hus, "2024.1")
    assert sources.utgava.version == "2024.1"
    assert {figur.status for figur in ranked.figurer["langvariga", 2023].values()} == {Status.VANTAS}
    assert ranked.figurer["langvariga", 2022][EKBY].varde == 25  # delivered from the first
    assert ranked.figurer["rutin", 2024][EKBY].svar == "Ja"
    assert "väntas" in texts(plan, "Resultat")
    assert ranked.figurer["langvariga.kvinnor", 2022][EKBY].status == Status.EJ_MATT
    assert any(
        "Registret 2023, Räkenskaperna 2023. Uppgifterna är märkta ”väntas”" in text for text in texts(plan, "Om")
    )
    assert any("Uppgiften kommer med en senare utgivning" in text for text in texts(plan, "Så läser du"))


def test_the_folder_with_the_register_added_gives_the_completed_file(hus: Path) -> None:
    """What was announced in June, and what came in the autumn: the delivery, and a line that says so."""
    utgava = (hus / FOLDER / "utgava.yaml").read_text(encoding="utf-8")
    june = "\n".join(line for line in utgava.splitlines() if '"2024.2' not in line)
    (hus / FOLDER / "utgava.yaml").write_text(june, encoding="utf-8")
    waiting = {path: path.read_bytes() for path in sorted((hus / FOLDER).glob("[pf]*_202*.csv"))}
    assert len(waiting) == 4
    for path in waiting:
        path.unlink()
    before, ranked, _ = issue(hus, None)
    assert before.utgava.version == "2024.1"
    assert ranked.figurer["kronor", 2023]["riket"].status == Status.VANTAS
    for path, data in waiting.items():
        path.write_bytes(data)
    autumn = '  - {nummer: "2024.2", datum: 2024-10-01, text: Kompletterad med registret 2023.}\når:'
    (hus / FOLDER / "utgava.yaml").write_text(june.replace("\når:", f"\n{autumn}"), encoding="utf-8")
    now, ranked, plan = issue(hus, None)
    assert now.utgava.version == "2024.2"
    assert ranked.figurer["kronor", 2023]["riket"].varde == 5000
    start, om = texts(plan, "Start"), texts(plan, "Om")
    assert "2024.2, 2024-10-01. Kompletterad med registret 2023." in start
    assert "Kompletterad med registret 2023.\nTillkom: Registret 2023.\nTillkom: Räkenskaperna 2023." in om
    assert "2024.1 (2024-06-01)" in om
    assert om.index("2024.2 (2024-10-01)") < om.index("2024.1 (2024-06-01)")
    assert "version 2024.2" in plan.sidfot


def test_an_erratum_changes_what_it_says_and_tells_it(example_root: Path) -> None:
    answers = {}
    for nummer in ISSUES:
        _, ranked, plan = issue(example_root, nummer)
        answers[nummer] = ranked.figurer["rutin", 2024][EKBY].svar
    assert answers == {"2024.1": "Ja", "2024.2": "Ja", "2024.2.1": "Nej"}
    (told,) = (text for text in texts(plan, "Om") if text.startswith("Ett svar är rättat."))
    assert "Rättat: Ekby 2024: Kommunen svarade på fel fråga. Antecknat 2024-10-20." in told


def test_the_last_issue_is_built_unless_another_is_asked_for(
    hus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ("build", EDITION, "--projekt", str(hus), "-o")
    assert main([*common, str(tmp_path / "sist")]) == 0
    assert main([*common, str(tmp_path / "juni"), "--utgivning", "2024.1"]) == 0
    record = {name: json.loads((tmp_path / name / "bygge.json").read_text()) for name in ("sist", "juni")}
    assert (record["sist"]["version"], record["juni"]["version"]) == ("2024.2.1", "2024.1")
    assert [one["nummer"] for one in record["sist"]["utgivningar"]] == list(ISSUES)
    capsys.readouterr()
    assert main([*common, str(tmp_path / "fel"), "--utgivning", "2024.9"]) == 2
    assert "utgivningen ”2024.9” finns inte; välj 2024.1, 2024.2 eller 2024.2.1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param('"2024.1", datum', '"1", datum', "”1” är inget nummer på en utgivning", id="inget_nummer"),
        pytest.param('"2024.1", datum', '"2023.1", datum', "börjar med 2023, men enkätens sista år är 2024", id="år"),
        pytest.param('"2024.2", datum', '"2024.3", datum', "”2024.3” kan inte komma efter ”2024.1”", id="hopp"),
        pytest.param('"2024.2.1", datum', '"2024.2", datum', "”2024.2” kan inte komma efter ”2024.2”", id="två_gånger"),
        pytest.param("datum: 2024-10-01", "datum: 2024-05-01", "2024.2 ges ut före 2024.1", id="datum"),
        pytest.param('"2024.1", datum', '"2024.2", datum', "den första utgivningen är ”2024.2”", id="första"),
    ],
)
def test_a_wrong_number_is_told_with_what_it_could_be(old: str, new: str, words: str, hus: Path) -> None:
    edit(hus, f"{FOLDER}/utgava.yaml", old, new)
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    assert any(words in problem.text for problem in told.value.problems)
    assert {problem.place.fil for problem in told.value.problems} <= {
        f"{FOLDER}/{one}.yaml" for one in ("utgava", "kallor")
    }


def test_a_delivery_of_another_edition_is_told(hus: Path) -> None:
    old = 'från_utgivning: "2024.2"\n  ursprung: Påhittad befolkning'
    edit(hus, f"{FOLDER}/kallor.yaml", old, old.replace("2024", "2023"))
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    assert [problem.kod for problem in told.value.problems if problem.niva == "fel"] == ["fel-utgivning"]


# --- records all the way to the files ---


@pytest.fixture(scope="module")
def built(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("poster")
    build(example_root, EDITION, out, None, silent)
    return out


@pytest.mark.parametrize(
    ("enhet", "indikator", "shown"),
    [
        (EKBY, "langvariga", "50.0"),  # three of six adults; the child and the one not folkbokförd stand outside
        (ASBO, "langvariga", "X"),  # one of three
        (OSTAN, "langvariga", "25.0"),  # the one who moved there in December, of four
        (LUNDEN, "langvariga", "20.0"),
        (ADALA, "langvariga", "0.0"),
        ("lan-01", "langvariga", "40.0"),  # four of ten: Åsbo is hidden and in no sum
        ("lan-02", "langvariga", "9.1"),  # one of eleven, where the mean of the two is 10.0
        ("riket", "langvariga", "23.8"),  # 5 of 21
        (EKBY, "langvariga.kvinnor", "X"),  # two women
        (EKBY, "langvariga.man", "X"),  # four men, hidden since the women are
        (LUNDEN, "sokande", "10.0"),  # one of ten aged 18–24
        ("riket", "sokande", "0.9"),  # one of 110
        (EKBY, "kronor", "5000"),
        ("riket", "kronor", "5000"),
        (
            EKBY,
            "handlaggning",
            "1000",
        ),  # 34 000 kronor in 34 months: of five households, one of two and one with a child
        (ASBO, "handlaggning", "-500"),  # a correction in the books: -13 500 kronor in 27 months
        (LUNDEN, "handlaggning", ".."),  # no accounts
        ("lan-02", "handlaggning", "1000"),  # Ådala alone: 18 000 in 18
        ("riket", "handlaggning", "545"),  # 48 500 / 89: without Lunden, who has months but no accounts
    ],
)
def test_records_come_out_as_counted_by_hand(enhet: str, indikator: str, shown: str, built: Path) -> None:
    (row,) = (
        row
        for row in rows(built / "resultat.csv")
        if (row["enhet"], row["indikator"], row["ar"]) == (enhet, indikator, "2023")
    )
    assert (row["varde"] or row["tecken"]) == shown
    assert row["uppdelning"] == indikator.partition(".")[2]


def test_who_stands_outside_is_told_in_the_file_and_beside_it_but_not_to_the_last(built: Path) -> None:
    record = json.loads((built / "bygge.json").read_text(encoding="utf-8"))
    assert record["månadsposter"] == [
        {
            "år": 2023,
            "poster": 130,
            "personer": 30,
            "poster_utan_id": "färre än 10",
            "personer_inte_folkbokförda": "färre än 10",
        }
    ]
    with ZipFile(next(built.glob("*.xlsx"))) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "30 personer räknade. Utanför står färre än 10 poster utan" in everything


def everything_written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every byte that a build made, what is packed unpacked."""
    for path in folder.rglob("*"):
        if path.suffix == ".xlsx":
            with ZipFile(path) as archive:
                yield from ((name, archive.read(name)) for name in archive.namelist())
        elif path.is_file():
            yield path.name, path.read_bytes()


def test_no_record_reaches_any_output_or_message(
    hus: Path, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every person in the example has KANARIE in the id; faults are planted in every column of one of them."""
    assert list(everything_written(built))
    for name, data in everything_written(built):
        assert b"KANARIE" not in data, name
    path = hus / FOLDER / "poster_2023.csv"
    good = path.read_text(encoding="utf-8")
    heading, first, *_ = good.splitlines()
    for column in range(len(heading.split(","))):
        cells = first.split(",")
        cells[column] = "KANARIE-cell"
        path.write_text(good.replace(first, ",".join(cells), 1), encoding="utf-8")
        for form in ("text", "json", "github"):
            main(["build", EDITION, "--projekt", str(hus), "-o", str(tmp_path / "ut"), "--format", form])
        told = capsys.readouterr()
        assert "KANARIE" not in told.out + told.err, heading.split(",")[column]
        for name, data in everything_written(tmp_path / "ut") if (tmp_path / "ut").exists() else ():
            assert b"KANARIE" not in data, name
    path.write_text(good + "KANARIE,\n", encoding="utf-8")
    assert main(["check", EDITION, "--projekt", str(hus)]) == 1
    told = capsys.readouterr()
    assert "fil-oläslig" in told.err
    assert "KANARIE" not in told.out + told.err


def test_records_may_lie_apart_from_the_project(hus: Path, built: Path, tmp_path: Path) -> None:
    skyddad = tmp_path / "skyddad"
    skyddad.mkdir()
    for path in (hus / FOLDER).glob("poster_*.csv"):
        path.rename(skyddad / path.name)
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    assert {problem.kod for problem in told.value.problems if problem.niva == "fel"} == {"fil-saknas"}
    build(hus, EDITION, tmp_path / "ut", None, silent, Asked(poster=skyddad))
    for path in built.iterdir():
        assert (tmp_path / "ut" / path.name).read_bytes() == path.read_bytes()


def test_an_item_counted_by_two_rules_is_refused(hus: Path) -> None:
    edit(hus, "indicators/poster/sokande.yaml", "uppgift: unga_sokande", "uppgift: vuxna")
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    (problem,) = [one for one in told.value.problems if one.niva == "fel"]
    assert (problem.kod, problem.place.fil) == ("olika-räkning", "indicators/poster/sokande.yaml")
    assert "”vuxna” räknas på ett annat sätt på sidan langvariga" in problem.text


# --- the population table ---

FOLK = f"{FOLDER}/folk_2023.csv"


@pytest.mark.parametrize(
    ("old", "new", "place", "kod"),
    [
        pytest.param("Ekby,18–24,1,15", "Ekby,vuxna,1,15", ":4", "fel-ålder", id="ålder_i_ord"),
        pytest.param("Ekby,18–24,1,15", "Ekby,15–24,1,15", ":4", "fel-ålder", id="grupp_över_gränsen"),
        pytest.param("Ekby,18–24,1,15", "Ekby,18+24,1,15", ":4", "fel-ålder", id="plus_mitt_i"),
        pytest.param("Ekby,18–24,1,15", "Ekby,18–20,1,15", ":1", "fel-ålder", id="grupper_som_överlappar"),
        pytest.param("Ekby,18–24,1,15", "Ekby,18-24,2,15", ":5", "dubbel-rad", id="samma_ålder_skriven_på_två_sätt"),
        pytest.param("Ekby,18–24,1,15", "Ekby,18–24,3,15", ":4", "okänt-värde", id="okänt_kön"),
        pytest.param("Ekby,18–24,1,15", "Ekby,18–24,1,15.5", ":4", "fel-tal", id="halv_person"),
        pytest.param("Ekby,18–24,1,15", "Ekby,18–24,1,-1", ":4", "fel-tal", id="negativt"),
        pytest.param("Ekby,18–24,1,15", "Ekby,18–24,2,15", ":5", "dubbel-rad", id="två_gånger"),
        pytest.param("0001,Ekby,18–24,1,15\n", "", ":2", "åldersgrupp-saknas", id="en_grupp_saknas"),
        pytest.param("0001,Ekby,18–24,1,15", "0009,Ekby,18–24,1,15", ":4", "okänd-enhet", id="okänd_kommun"),
    ],
)
def test_a_fault_in_the_population_is_told_by_its_row(old: str, new: str, place: str, kod: str, hus: Path) -> None:
    edit(hus, FOLK, old, new)
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    faults = [problem for problem in told.value.problems if problem.niva == "fel" and problem.place.fil == FOLK]
    assert f"{FOLK}{place}" in {str(problem.place) for problem in faults if problem.kod == kod}


@pytest.mark.parametrize("classes", [("18-24", "25+"), ("18 – 24", "25 -"), ("18–24", "25–")])
def test_ages_are_read_with_any_dash_and_one_by_one(classes: tuple[str, str], hus: Path) -> None:
    _, before, _ = issue(hus, None)
    path = hus / FOLK
    text = path.read_text(encoding="utf-8").replace("18–24", classes[0]).replace("25–", classes[1])
    path.write_text(text, encoding="utf-8")
    _, now, _ = issue(hus, None)
    assert now == before


def test_single_years_of_age_add_up(hus: Path) -> None:
    _, before, _ = issue(hus, None)
    lines = []
    for line in (hus / FOLK).read_text(encoding="utf-8").splitlines():
        kod, namn, alder, kon, antal = line.split(",")
        each = divmod(int(antal), 7) if alder == "18–24" else (0, 0)
        parts = [each[0] + (number < each[1]) for number in range(7)] if alder == "18–24" else []
        lines += [f"{kod},{namn},{18 + number},{kon},{part}" for number, part in enumerate(parts)] or [line]
    (hus / FOLK).write_text("\n".join(lines) + "\n", encoding="utf-8")
    _, now, _ = issue(hus, None)
    assert now == before


def test_the_real_june_issue_awaits_and_the_real_autumn_issue_has_it() -> None:
    sources = read_sources(ROOT, "2024-riket", Asked(utgivning="2024.1"))
    found = figures(sources).figurer
    for id_ in ("langvarigt_eb_andel", "lag_inkomst_18_64", "kostnad_andel_av_total", "langvarigt_eb_andel.kvinnor"):
        assert found[id_, 2023]["riket"].status == Status.VANTAS, id_
        assert found[id_, 2022]["riket"].status == Status.REDOVISAS, id_
    assert found["rutin_indikation_vald_vuxen", 2024]["riket"].varde == 70


# --- whole kommuner, replaced files, faults in what is delivered ---


def test_costs_of_a_city_are_its_own_and_its_parts_point_to_it(hus: Path) -> None:
    """Ekby answers by its only part, Alltihop; the accounts are of Ekby, and its months the sum of its parts'."""
    edit(hus, f"{FOLDER}/utgava.yaml", 'län: ["01", "02"]', 'län: ["01", "02"]\nsummera_delar: ["0001"]')
    for path in (hus / FOLDER).glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name.startswith(("poster", "antal_2022", "svar_2024")):
            text = text.replace("0001", "0001-alltihop-2023")
        elif path.name.startswith("folk"):
            text = text.replace("0001,Ekby", "0001-alltihop-2023,Ekby – Alltihop")
        path.write_text(text, encoding="utf-8")
    (hus / FOLDER / "svar_2023.csv").write_text(
        "kod,kommun,rutin\n0001-norr-2010,Norr,Ja\n0001-soder-2010,Söder,Ja\n0002,Åsbo,Nej\n", encoding="utf-8"
    )
    (hus / FOLDER / "antal_2022.csv").write_text("kod,kommun,langvariga,vuxna\n0002,Åsbo,2,5\n", encoding="utf-8")
    (hus / FOLDER / "rattelser.yaml").unlink()
    _, ranked, _ = issue(hus, None)
    found = ranked.figurer["handlaggning", 2023]
    assert found[EKBY].varde == 1000
    assert found["0001-alltihop-2023"].status == Status.HELA_KOMMUNEN
    assert found["0001-norr-2010"].status == Status.FANNS_INTE
    assert (found["riket"].varde, found["riket"].enheter) == (545, 4)
    register = ranked.figurer["langvariga", 2023]["riket"]
    assert (register.varde, register.enheter) == (23.8, 4)
    assert ranked.figurer["langvariga", 2023]["0001-alltihop-2023"].varde == 50


def test_a_corrected_file_takes_the_place_of_another_from_an_erratum_on(hus: Path) -> None:
    kostnad = hus / FOLDER / "kostnad_2023.csv"
    corrected = kostnad.read_text(encoding="utf-8").replace("34000", "68000")
    kostnad.with_name("kostnad_2023_rattad.csv").write_text(corrected, encoding="utf-8")
    kallor = (hus / FOLDER / "kallor.yaml").read_text(encoding="utf-8")
    begin = kallor.index("- fil: kostnad_2023.csv")
    record = kallor[begin : kallor.index("- fil: poster")]
    old = record.replace('från_utgivning: "2024.2"', 'från_utgivning: "2024.2"\n  till_utgivning: "2024.2"')
    new = record.replace("kostnad_2023.csv", "kostnad_2023_rattad.csv").replace('"2024.2"', '"2024.2.1"')
    (hus / FOLDER / "kallor.yaml").write_text(kallor.replace(record, old + new), encoding="utf-8")
    assert issue(hus, "2024.2")[1].figurer["handlaggning", 2023][EKBY].varde == 1000
    _, ranked, plan = issue(hus, "2024.2.1")
    assert ranked.figurer["handlaggning", 2023][EKBY].varde == 2000
    om = texts(plan, "Om")
    assert any("Ett svar är rättat.\nErsatt: Räkenskaperna 2023." in text for text in om)
    assert any(
        "Kompletterad med registret 2023.\nTillkom: Registret 2023.\nTillkom: Räkenskaperna 2023." in text
        for text in om
    )
    _, _, before = issue(hus, "2024.2")
    assert "Kommer senare" not in texts(before, "Om")  # the file of the erratum is not awaited: there is one


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("2024.2.1", "2024.2.2", "ingen leverans tar över efter kostnad_2023.csv", id="nästa_erratum"),
        pytest.param("2024.2.1", "2024.1.1", "2024.1.1 är ingen av utgivningarna", id="ingen_utgivning"),
        pytest.param('till_utgivning: "2024.2"', 'till_utgivning: "2024.1"', "slutar före den börjar", id="baklänges"),
        pytest.param("2024.2.1", "2023.2.1", "hör till en annan utgåva", id="ett_annat_år"),
    ],
)
def test_a_figure_cannot_silently_be_awaited_again(old: str, new: str, words: str, hus: Path) -> None:
    (hus / FOLDER / "ny.csv").write_text((hus / FOLDER / "kostnad_2023.csv").read_text())
    kallor = (hus / FOLDER / "kallor.yaml").read_text(encoding="utf-8")
    begin = kallor.index("- fil: kostnad_2023.csv")
    record = kallor[begin : kallor.index("- fil: poster")]
    ending = record.replace('från_utgivning: "2024.2"', 'från_utgivning: "2024.2"\n  till_utgivning: "2024.2"')
    later = record.replace("kostnad_2023.csv", "ny.csv").replace('"2024.2"', '"2024.2.1"')
    both = ending + later
    assert old in both
    (hus / FOLDER / "kallor.yaml").write_text(kallor.replace(record, both.replace(old, new)), encoding="utf-8")
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    faults = [problem for problem in told.value.problems if problem.niva == "fel"]
    assert {problem.kod for problem in faults} == {"fel-utgivning"}
    assert any(words in problem.text for problem in faults), told.value


def test_files_that_lie_ready_for_an_issue_nobody_has_written_are_told(hus: Path) -> None:
    edit(
        hus,
        f"{FOLDER}/utgava.yaml",
        '  - {nummer: "2024.2", datum: 2024-10-01, text: Kompletterad med registret 2023.}\n',
        "",
    )
    edit(hus, f"{FOLDER}/utgava.yaml", '  - {nummer: "2024.2.1", datum: 2024-11-01, text: Ett svar är rättat.}\n', "")
    warnings = read_sources(hus, EDITION).problems.warnings
    assert {problem.kod for problem in warnings} == {"utgivning-saknas"}
    assert len(warnings) == 2  # the accounts and the population; records lie elsewhere


@pytest.mark.parametrize(
    ("file", "old", "new", "kod"),
    [
        pytest.param("_omrade.yaml", "id: man, namn: män", "id: man, namn: kvinnor", "dubbelt-namn", id="lika_ord"),
        pytest.param("langvariga.yaml", "på: kön,", "på: [kön, kön],", "dubbelt-namn", id="två_gånger"),
        pytest.param("langvariga.yaml", "uppgift: vuxna", "uppgift: vuxna.alla", "fel-id", id="punkt"),
        pytest.param("kronor.yaml", "vid_bortfall:", "uppdelning: {på: kön}\nvid_bortfall:", "fel-uppdelning", id="kr"),
    ],
)
def test_parts_that_could_not_be_told_apart_are_refused(file: str, old: str, new: str, kod: str, hus: Path) -> None:
    edit(hus, f"indicators/poster/{file}", old, new)
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    assert kod in {problem.kod for problem in told.value.problems}


def test_records_of_a_year_that_no_register_has_are_refused(hus: Path) -> None:
    edit(hus, f"{FOLDER}/kallor.yaml", "  år: 2023\n  historik", "  år: 2024\n  historik")
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    assert "fel-år" in {problem.kod for problem in told.value.problems}


@pytest.mark.parametrize(
    ("file", "old", "new", "kod", "words"),
    [
        pytest.param(
            "kallor.yaml", "roll: {S: sökande", "roll: {S: sokande", "okänt-värde", "sökande", id="kodens_ord"
        ),
        pytest.param("kallor.yaml", "roll: {S:", "rol: {S:", "okänd-kolumn", "menade du ”roll”", id="kodens_kolumn"),
        pytest.param("kallor.yaml", "    födelseår: fodd\n", "", "kolumn-saknas", "födelseår", id="onämnd_kolumn"),
        pytest.param(
            "kallor.yaml",
            "    födelseår: fodd\n",
            "    födelseår: fodd\n    namn: fodd\n",
            "okänd-kolumn",
            "namn",
            id="namn",
        ),
        pytest.param("kallor.yaml", "kön: kon,", "kön: kon, kom: kon,", "okänd-kolumn", "”kom”", id="folk_okänd"),
        pytest.param(
            "kallor.yaml", "ålder: alder, kön: kon,", "ålder: alder,", "kolumn-saknas", "kön", id="folk_utan_kön"
        ),
        pytest.param(
            "kallor.yaml", "    födelseår: fodd", "    födelseår: född", "kolumn-saknas", "”född” saknas", id="rubrik"
        ),
        pytest.param(
            "kallor.yaml", "historik: [2021, 2022]", "historik: 2022", "historik-saknas", "2021", id="historik"
        ),
        pytest.param("kallor.yaml", "person_id: löpnummer", "person_id: nummer", "okänt-värde", "löpnummer", id="id"),
    ],
)
def test_a_fault_in_how_records_are_described_is_told(
    file: str, old: str, new: str, kod: str, words: str, hus: Path
) -> None:
    edit(hus, f"{FOLDER}/{file}", old, new)
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    faults = [problem for problem in told.value.problems if problem.kod == kod]
    assert any(words in problem.text + problem.gor_sa_har for problem in faults), told.value


def test_records_with_semicolons_are_told_as_such(hus: Path) -> None:
    path = hus / FOLDER / "poster_2022.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    faults = [problem for problem in told.value.problems if problem.niva == "fel"]
    assert [(str(problem.place), problem.kod) for problem in faults] == [
        (f"{FOLDER}/poster_2022.csv:1", "fel-skiljetecken")
    ]


def test_parts_that_are_more_than_the_whole_are_refused_without_telling_them(hus: Path) -> None:
    for line in ('  från_utgivning: "2024.2"\n  ursprung: Påhittade månadsposter.',):
        edit(hus, f"{FOLDER}/kallor.yaml", line, line)
    (hus / FOLDER / "antal_2022.csv").write_text(
        "kod,kommun,langvariga,vuxna,langvariga.kvinnor,langvariga.man,vuxna.kvinnor,vuxna.man\n"
        "0001,Ekby,10,40,5,5,20,20\n0002,Åsbo,10,40,4777,3,20,15\n",
        encoding="utf-8",
    )
    edit(hus, "indicators/poster/langvariga.yaml", "från: 2023}", "från: 2022}")
    with pytest.raises(ProblemsError) as told:
        read_sources(hus, EDITION)
    faults = [problem for problem in told.value.problems if problem.niva == "fel"]
    assert {(str(problem.place), problem.kod) for problem in faults} == {
        (f"{FOLDER}/antal_2022.csv:3", "omöjligt-antal")
    }
    assert any("delarna efter kön är fler än alla" in problem.text for problem in faults)
    assert "4777" not in str(told.value)


def test_the_sheet_of_parts_may_be_left_out(hus: Path) -> None:
    (hus / "templates/blad/23_uppdelat.yaml").unlink()
    _, _, plan = issue(hus, None)
    assert "Kön och ursprung" not in [sheet.namn for sheet in plan.blad]
    assert "kvinnor, män, från 2023." in texts(plan, "Indikatorer")
    assert "Långvarigt stöd, kvinnor" in plan.val["vald_indikator"]
