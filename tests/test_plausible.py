"""What is published beside what was published before: each thing that can hardly be meant, planted, and told."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from conftest import RIKET, ROOT, silent
from oj_workbook.andringar import FYND
from oj_workbook.cli import main
from oj_workbook.figures import _published, examine, figures
from oj_workbook.given import Given, Om, om_of
from oj_workbook.grid import grids
from oj_workbook.history import compare_history
from oj_workbook.pipeline import build
from oj_workbook.previous import read_given
from oj_workbook.problems import Place, Problem, Problems, ProblemsError
from oj_workbook.sources import Sources, read_sources
from oj_workbook.suppress import Published
from oj_workbook.usage import Asked
from oj_workbook.yearly import warn_of_year

EDITION = "2024-prov"
FOLDER = f"data/{EDITION}"
FIL, POSTER, UTGAVA = f"{FOLDER}/tidigare/2023/resultat.csv", f"{FOLDER}/andringar.yaml", f"{FOLDER}/utgava.yaml"
ANTAL_2022, ANTAL_2023, ENKAT_2024 = f"{FOLDER}/antal_2022.csv", f"{FOLDER}/antal_2023.csv", f"{FOLDER}/enkat_2024.csv"
KRONOR = "indicators/prov/kronor_per_invanare.yaml"
EKBY_RUTIN = "0001,Ekby,kommun,rutin,2023,,{},svar,,,,"
Edit = tuple[str, str, str]
POST = """- datum: 2024-05-21
  vad: Det som var fel är rätt.
  varför: Felet fanns i leveransen.
  indikator: {indikator}
  år: {år}
  enhet: {enhet}
"""


def house(root: Path, copy: Path, *edits: Edit) -> Path:
    """Return a copy of the example house in which each edit (file, old, new) has been made."""
    shutil.copytree(root, copy / "hus")
    for file, old, new in edits:
        path = copy / "hus" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8")
    return copy / "hus"


@pytest.fixture
def hus(example_root: Path, tmp_path: Path) -> Callable[..., Path]:
    return lambda *edits: house(example_root, tmp_path, *edits)


def found(root: Path, make: Callable[[Sources], object] = figures) -> list[Problem]:
    """Return the findings of an edition, whether they stop it or not."""
    sources = read_sources(root, EDITION)
    try:
        make(sources)
    except ProblemsError as error:
        return [one for one in error.problems if one.kod in FYND]
    return [one for one in sources.problems.warnings if one.kod in FYND]


def told(root: Path, kod: str) -> list[str]:
    """Return what is told of one kind of finding."""
    return [one.text for one in found(root) if one.kod == kod]


def before(row: str, then: str) -> Edit:
    """Return an edit that makes a row of the earlier file another than what is published now."""
    return FIL, row, then


# --- published history ---


def test_the_example_says_nothing_of_its_history_since_its_one_change_is_recorded(hus: Callable[..., Path]) -> None:
    assert {one.kod for one in found(hus())} == {"hopp"}


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(
            before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Nej")), "1 enhet: Ekby Nej → Ja.", id="ett_svar"
        ),
        pytest.param(
            before("0001,Ekby,kommun,kronor_per_invanare,2022,5,", "0001,Ekby,kommun,kronor_per_invanare,2022,6,"),
            "1 enhet: Ekby 6 kr → 5 kr.",
            id="ett_tal",
        ),
        pytest.param(
            before("riket,Riket,riket,kronor_per_invanare,2022,3,", "riket,Riket,riket,kronor_per_invanare,2022,4,"),
            "1 nivå: Riket 4 kr → 3 kr.",
            id="en_nivå",
        ),
        pytest.param(
            before("langvariga,2022,26.3,,sma_tal,,mitten", "langvariga,2022,26.3,,redovisas,,mitten"),
            "1 enhet: Östan 26,3 % → 26,3* %.",
            id="märkt_som_litet_tal",
        ),
        pytest.param(
            before(EKBY_RUTIN.format("Ja"), "0001,Ekby,kommun,rutin,2023,,,ej_svar,ej svar,,,"),
            "1 enhet: Ekby ej svar → Ja.",
            id="ett_svar_som_kom_sent",
        ),
        pytest.param(
            before("0101,Lunden,kommun,rutin,2023,,,ej_svar,ej svar", "0101,Lunden,kommun,rutin,2023,,Ja,svar,"),
            "1 enhet: Lunden ett svar → ej svar.",
            id="ett_svar_som_är_borta",
        ),
        pytest.param(
            before(EKBY_RUTIN.format("Ja"), "0102,Ådala,kommun,langvariga,2023,77,,redovisas,,,,"),
            "1 enhet: Ådala ett tal → ...",
            id="ett_tal_som_är_borta",
        ),
        pytest.param(
            before("0001,Ekby,kommun,kronor_per_invanare,2022,5,", "0001,Ekby,kommun,kronor_per_invanare,2022,5.25,"),
            "1 enhet: Ekby 5,25 kr → 5 kr.",
            id="andra_decimaler",
        ),
    ],
)
def test_a_published_figure_that_is_another_now_is_told_with_both(
    hus: Callable[..., Path], edit: Edit, expected: str
) -> None:
    root = hus(edit)
    (problem,) = [one for one in found(root) if one.kod == "ändrad-historik"]
    assert problem.text.endswith(f"har en annan uppgift nu än i filen: {expected.partition(': ')[2]}")
    assert expected.partition(":")[0] in problem.text
    lines = (root / FIL).read_text(encoding="utf-8").splitlines()
    assert lines[problem.place.rad - 1] == edit[2] or edit[2] in lines[problem.place.rad - 1]
    assert (problem.place.fil, problem.niva) == (FIL, "fel")


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(
            before(EKBY_RUTIN.format("Ja"), "0001,Ekby,kommun,rutin,2023,,,vantas,väntas,,,"), id="väntades_då"
        ),
        pytest.param(before(EKBY_RUTIN.format("Ja") + "\n", ""), id="fanns_inte_i_filen"),
        pytest.param(
            before("langvariga,2022,20.0,,redovisas,,mitten", "langvariga,2022,20.0,,redovisas,,hog"), id="klass"
        ),
        pytest.param(before("0001,Ekby,kommun,rutin,2023", "0001,Ekbyholm,kommun,rutin,2023"), id="namn"),
        pytest.param(
            before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Ja") + "\n0001,Ekby,kommun,rutin,2019,,Ja,svar,,,,"),
            id="år_som_utgåvan_inte_visar",
        ),
    ],
)
def test_what_is_no_change_of_a_published_figure_is_not_told(hus: Callable[..., Path], edit: Edit) -> None:
    assert {one.kod for one in found(hus(edit))} == {"hopp"}


def test_many_changes_are_one_line_with_a_count_and_the_first_by_name(hus: Callable[..., Path]) -> None:
    root = hus()
    lines = (root / FIL).read_text(encoding="utf-8").splitlines()
    changed = [
        line.replace("langvariga,2022,", "langvariga,2022,1") if ",redovisas," in line else line for line in lines
    ]
    (root / FIL).write_text("\n".join(changed) + "\n", encoding="utf-8")
    (root / POSTER).unlink()
    (text,) = told(root, "ändrad-historik")
    assert text.startswith("”langvariga” 2022: 3 enheter och 8 nivåer har en annan uppgift nu än i filen: Ekby 120,0 %")
    assert text.count("→") == 4
    assert "Riket 123,2 % → 25,3 %" in text
    assert text.endswith(" ….")


# --- what is hidden now ---


def test_the_earlier_number_of_what_is_hidden_now_is_nowhere(hus: Callable[..., Path]) -> None:
    """Nor is that of a level around it, which was published with it."""
    row = "0002,Åsbo,kommun,langvariga,2022,,,undertryckt,X"
    level = "skr-B3,Större stad,skr_grupp,langvariga,2022,12.8,"
    root = hus(
        before(row, "0002,Åsbo,kommun,langvariga,2022,66.7,,redovisas,"), before(level, level.replace("12.8", "16.7"))
    )
    written = (root / POSTER).read_text(encoding="utf-8")
    (root / POSTER).unlink()
    (text,) = told(root, "ändrad-historik")
    assert "Åsbo ett tal → X" in text
    assert "Ekby ett tal → 25,0 %" in text
    (root / POSTER).write_text(written, encoding="utf-8")
    build(with_post(root, indikator="langvariga", år="2022", enhet="alla"), EDITION, root / "ut", None, silent)
    with ZipFile(root / "ut" / "prov.xlsx") as book:
        files = [book.read(name).decode() for name in book.namelist()]
    assert any("Åsbo" in one and "undertrycks, 1" in one for one in files)
    for hidden in ("66,7", "66.7", "16,7", "16.7", "20,0", "23,2"):
        assert hidden not in text
        if hidden[:2] in ("66", "16"):  # the others were published of something else as well
            assert not any(hidden in one for one in files)
            assert hidden not in (root / "ut" / "bygge.json").read_text(encoding="utf-8")


def test_what_counts_with_the_same_as_a_hidden_figure_is_told_without_its_earlier_number(
    hus: Callable[..., Path],
) -> None:
    """Kronor per vuxen counts with the adults that långvariga is a share of."""
    root = hus(
        (KRONOR, "uppgift: invanare", "uppgift: vuxna"),
        (ANTAL_2023, "0102,Ådala,,,900", "0102,Ådala,,,"),
        before("0002,Åsbo,kommun,langvariga,2022,,,undertryckt,X", "0002,Åsbo,kommun,langvariga,2022,66.7,,redovisas,"),
        before("0001,Ekby,kommun,kronor_per_invanare,2022,5,", "0001,Ekby,kommun,kronor_per_invanare,2022,999,"),
    )
    kallor = root / FOLDER / "kallor.yaml"
    kallor.write_text(kallor.read_text(encoding="utf-8").replace(", invanare: i", ""), encoding="utf-8")
    text = " ".join(told(root, "ändrad-historik"))
    assert "Ekby ett tal → 25 kr" in text
    assert "999" not in text


def test_the_findings_stand_in_the_record_of_the_build(hus: Callable[..., Path]) -> None:
    root = hus()
    build(root, EDITION, root / "ut", None, silent)
    record = json.loads((root / "ut" / "bygge.json").read_text(encoding="utf-8"))
    assert [one["kod"] for one in record["varningar"]] == ["hopp"]
    assert FIL in record["underlag"]


# --- vanished, renamed ---


def test_a_unit_that_has_no_figures_any_more_is_told_once(hus: Callable[..., Path]) -> None:
    """Åsbo reported, and no longer stands in any delivery: its figures are gone, and those of its levels changed."""
    root = hus(
        (ANTAL_2022, "0002,Åsbo,2,3,100,100\n", ""),
        (ANTAL_2023, "0002,Åsbo,2,4,100,100\n", ""),
        (f"{FOLDER}/enkat_2023.csv", "0002,Åsbo,1,2021-12,lång\n", ""),
        (ENKAT_2024, "0002,Åsbo,1,2021-12,kort\n", ""),
    )
    (text,) = told(root, "försvunnen-enhet")
    assert text.startswith("1 enhet och 1 nivå hade uppgifter i filen, men har inga nu: Åsbo (4 uppgifter), 0–14 999")
    assert not any("Åsbo" in text for text in told(root, "ändrad-historik"))


def test_a_unit_that_is_not_in_the_edition_any_more_is_told(hus: Callable[..., Path]) -> None:
    row = "0101,Lunden,kommun,kronor_per_invanare,2022,-3,,redovisas,,lag,,"
    root = hus(before(row, f"{row}\n0199-norr-2010,Norr,delomrade,rutin,2023,,Ja,svar,,,,"))
    assert told(root, "försvunnen-enhet") == [
        "1 enhet hade uppgifter i filen, men har inga nu: 0199-norr-2010 (1 uppgift)."
    ]


def test_an_indicator_that_is_gone_is_told_with_its_years(hus: Callable[..., Path]) -> None:
    root = hus()
    text = (root / FIL).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if ",rutin," in line]
    (root / FIL).write_text(text + "\n".join(rows).replace(",rutin,", ",rutinen,") + "\n", encoding="utf-8")
    (gone,) = told(root, "försvunnen-indikator")
    assert gone.startswith("”rutinen” hade uppgifter i filen, men har inga nu: 2023 (")


def test_an_indicator_with_a_new_id_is_the_same_indicator(hus: Callable[..., Path]) -> None:
    root = hus(before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Nej")))
    old = root / "indicators/prov/rutin.yaml"
    page = old.read_text(encoding="utf-8").replace("kort_namn: Rutin\n", "kort_namn: Rutin\ntidigare_id: [rutin]\n")
    old.with_name("aktuell_rutin.yaml").write_text(page, encoding="utf-8")
    old.unlink()
    assert told(root, "försvunnen-indikator") == []
    assert [text.partition(":")[0] for text in told(root, "ändrad-historik")] == ["”aktuell_rutin” 2023"]


# --- records ---


def with_post(root: Path, **where: str) -> Path:
    """Return the house with one more record."""
    text = (root / POSTER).read_text(encoding="utf-8")
    (root / POSTER).write_text(text + POST.format(**where), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "where",
    [
        pytest.param({"indikator": "rutin", "år": "2023", "enhet": '"0001"'}, id="just_den"),
        pytest.param(
            {"indikator": "[vantetid, rutin]", "år": "[2022, 2023]", "enhet": '["0002", "0001"]'}, id="listor"
        ),
        pytest.param({"indikator": "alla", "år": "2023", "enhet": "alla"}, id="alla"),
    ],
)
def test_a_record_that_covers_a_change_silences_it(hus: Callable[..., Path], where: dict[str, str]) -> None:
    root = with_post(hus(before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Nej"))), **where)
    assert {one.kod for one in found(root)} == {"hopp"}


@pytest.mark.parametrize(
    "where",
    [
        pytest.param({"indikator": "rutin", "år": "2023", "enhet": '"0002"'}, id="en_annan_enhet"),
        pytest.param({"indikator": "rutin", "år": "2024", "enhet": '"0001"'}, id="ett_annat_år"),
        pytest.param({"indikator": "vantetid", "år": "2023", "enhet": '"0001"'}, id="en_annan_indikator"),
        pytest.param({"indikator": "rutin", "år": "2023", "enhet": "riket"}, id="bara_nivån"),
    ],
)
def test_a_record_of_something_else_silences_nothing_and_is_told(
    hus: Callable[..., Path], where: dict[str, str]
) -> None:
    root = with_post(hus(before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Nej"))), **where)
    assert [one.kod for one in found(root)] == ["onödig-post", "ändrad-historik", "hopp"]
    (needless,) = [one for one in found(root) if one.kod == "onödig-post"]
    assert str(needless.place) == f"{POSTER}:7:3"


def test_a_record_of_a_unit_covers_the_levels_above_it_and_no_other_unit(hus: Callable[..., Path]) -> None:
    """The record of the example is about Ekby, whose län, groups and riket changed with it."""
    other = "0101,Lunden,kommun,langvariga,2022,50.0,"
    root = hus(before(other, other.replace("50.0", "40.0")))
    (text,) = told(root, "ändrad-historik")
    assert text.startswith("”langvariga” 2022: 1 enhet har en annan uppgift")
    assert "Lunden 40,0 % → 50,0 %" in text


def against(sources: Sources, rows: pd.DataFrame, then: pd.DataFrame) -> list[Problem]:
    """Return what is told of figures beside others."""
    problems = Problems()
    table = then[["indikator", "ar", "enhet", "varde", "svar", "status"]].assign(rad=range(2, len(then) + 2))
    coded = table.astype(dict.fromkeys(("indikator", "enhet", "svar", "status"), "category"))
    om = om_of(sources.utgava, sources.omrade, sources.inputs.enheter, {}, {})
    compare_history(rows, [Given("resultat.csv", coded, om)], sources.omrade, sources.inputs, problems)
    return list(problems)


def test_a_record_of_an_earlier_issue_is_not_needless(hus: Callable[..., Path]) -> None:
    later = '  - {nummer: "2024.2", datum: 2024-10-01, text: Ett till.}\n'
    first = '  - {nummer: "2024.1", datum: 2024-06-01, text: Första provet.}\n'
    root = with_post(hus((UTGAVA, first, first + later)), indikator="rutin", år="2023", enhet='"0001"')
    assert "onödig-post" in {one.kod for one in found(root)}
    text = (root / POSTER).read_text(encoding="utf-8")
    (root / POSTER).write_text(text + '  från_utgivning: "2024.1"\n', encoding="utf-8")
    assert "onödig-post" not in {one.kod for one in found(root)}


@pytest.mark.parametrize(
    ("old", "new", "kod", "part"),
    [
        ("indikator: langvariga", "indikator: langvarig", "okänd-indikator", "menade du ”langvariga”?"),
        ('enhet: "0001"', 'enhet: "0009"', "okänd-enhet", "menade du"),
        ("datum: 2024-05-20", "datum: maj", "fel-datum", "rätta datumet"),
        ("varför:", "varfor:", "okänd-nyckel", "menade du ”varför”?"),
        ('enhet: "0001"', 'enhet: ["0001", alla]', "fel-form", "skriv bara alla"),
        ('enhet: "0001"', 'enhet: "0001"\n  från_utgivning: "2023.1"', "fel-utgivning", "2024."),
    ],
)
def test_a_record_is_read_strictly(hus: Callable[..., Path], old: str, new: str, kod: str, part: str) -> None:
    root = hus((POSTER, old, new))
    for make in (figures, examine):
        with pytest.raises(ProblemsError) as error:
            make(read_sources(root, EDITION))
        (problem,) = [one for one in error.value.problems if (one.place.fil, one.niva) == (POSTER, "fel")]
        assert problem.kod == kod
        assert part in problem.gor_sa_har


# --- stops ---


def stopping(*fynd: str) -> Edit:
    return UTGAVA, "hänvisning: Provutgåvan.", f"hänvisning: Provutgåvan.\nrimlighet: {{stoppar: [{', '.join(fynd)}]}}"


def run(root: Path, command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    arguments = ["-o", str(root / "ut")] if command == "build" else []
    code = main([command, EDITION, "--projekt", str(root), *arguments])
    return code, capsys.readouterr().err


def test_a_published_figure_that_changes_unsaid_always_stops(
    hus: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = hus(before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Nej")))
    for command in ("build", "check"):
        code, err = run(root, command, capsys)
        assert code == 1
        assert "fel ändrad-historik: ”rutin” 2023: 1 enhet har en annan uppgift nu än i filen: Ekby Nej → Ja." in err
        assert "Ingenting har skrivits." in err
    assert not (root / "ut").exists()


@pytest.mark.parametrize(("fynd", "code"), [("hopp", 1), ("färre-svar", 0)])
def test_only_the_findings_that_are_named_stop(
    hus: Callable[..., Path], capsys: pytest.CaptureFixture[str], fynd: str, code: int
) -> None:
    assert run(hus(stopping(fynd)), "build", capsys)[0] == code


def test_what_may_stop_is_a_closed_list(hus: Callable[..., Path]) -> None:
    with pytest.raises(ProblemsError, match="menade du ”färre-svar”"):
        read_sources(hus(stopping("farre-svar")), EDITION)


def test_what_always_stops_needs_not_be_said(hus: Callable[..., Path]) -> None:
    with pytest.raises(ProblemsError, match="ta bort ordet: det stoppar alltid"):
        read_sources(hus(stopping("ändrad-historik")), EDITION)


def test_check_compares_the_answers_in_words_and_leaves_the_numbers_to_the_build(hus: Callable[..., Path]) -> None:
    root = hus(
        before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Nej")),
        before("0101,Lunden,kommun,rutin,2023,,,ej_svar,ej svar", "0101,Lunden,kommun,rutin,2023,,Ja,svar,"),
        before("0001,Ekby,kommun,kronor_per_invanare,2022,5,", "0001,Ekby,kommun,kronor_per_invanare,2022,6,"),
    )
    (problem,) = found(root, examine)
    assert problem.text.endswith(
        "2 enheter har en annan uppgift nu än i filen: Ekby Nej → Ja, Lunden ett svar → ej svar."
    )


def test_an_earlier_issue_is_not_compared_with_one_that_came_after_it(hus: Callable[..., Path]) -> None:
    later = '  - {nummer: "2024.2", datum: 2024-10-01, text: Ett till.}\n'
    first = '  - {nummer: "2024.1", datum: 2024-06-01, text: Första provet.}\n'
    root = hus((UTGAVA, first, first + later), before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Nej")))
    utgava = root / UTGAVA
    utgava.write_text(utgava.read_text(encoding="utf-8").replace("{utgåva:", "{utgivning:"), encoding="utf-8")
    figures(read_sources(root, EDITION, Asked(utgivning="2024.1")))
    with pytest.raises(ProblemsError, match="ändrad-historik"):
        figures(read_sources(root, EDITION, Asked(utgivning="2024.2")))


# --- the earlier file ---

HEAD = "enhet,namn,niva,indikator,ar,varde,svar,status,tecken,klass,antal_enheter,uppdelning\n"
ROW = "0001,Ekby,kommun,rutin,2023,,Ja,svar,,,,\n"
NOTHING = Om("", "", "", "", "", (), {}, {}, {}, {False: {}, True: {}}, {}, (), frozenset())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD + ROW, []),
        ("\ufeff" + HEAD + ROW, []),
        (HEAD, [(1, "tom-fil")]),
        (HEAD.replace("status,", ""), [(1, "kolumn-saknas")]),
        (HEAD.replace(",", ";") + ROW.replace(",", ";"), [(1, "kolumn-saknas")] * 7),
        (HEAD + ROW + ROW, [(3, "dubbel-rad")]),
        (HEAD + ROW.replace("0001", ""), [(2, "tom-cell")]),
        (HEAD + ROW.replace("rutin", ""), [(2, "tom-cell")]),
        (HEAD + ROW.replace("2023", "23"), [(2, "fel-år")]),
        (HEAD + ROW.replace("2023", "maj"), [(2, "fel-år")]),
        (HEAD + ROW.replace("svar,", "svarat,"), [(2, "okänt-värde"), (2, "fel-status")]),
        (HEAD + ROW.replace("2023,,Ja,svar", "2023,12.5,,undertryckt"), [(2, "fel-status")]),
        (HEAD + ROW.replace("2023,,Ja,svar", "2023,,,redovisas"), [(2, "fel-status")]),
        (HEAD + ROW.replace("2023,,Ja,svar", "2023,,Ja,ej_svar"), [(2, "fel-status")]),
        (HEAD + ROW.replace("2023,,Ja,svar", '2023,"12,5",,redovisas'), [(2, "fel-tal")]),
        (HEAD + ROW.replace("2023,,Ja,svar", "2023,1e5,,redovisas") + ROW.replace("0001", "0002"), [(2, "fel-tal")]),
        (HEAD + ROW + "0002,Ås", [(3, "tom-cell"), (3, "okänt-värde"), (3, "fel-år")]),
        (
            HEAD + "\n" + ROW.replace("2023", "23"),
            [(2, "tom-cell"), (2, "tom-cell"), (2, "okänt-värde"), (2, "fel-år"), (3, "fel-år")],
        ),
        (HEAD + ROW.replace("Ja", "Nej") + ROW.replace("Ekby", '"Ekby'), [(3, "fel-citattecken")]),
    ],
)  # fmt: skip
def test_an_earlier_file_is_read_strictly_and_every_fault_is_told_with_its_row(
    tmp_path: Path, content: str, expected: list[tuple[int, str]]
) -> None:
    (tmp_path / "resultat.csv").write_text(content, encoding="utf-8")
    problems = Problems()
    read = read_given(tmp_path, tmp_path, Place("utgava.yaml", 3), problems, NOTHING)
    assert [(one.place.rad, one.kod) for one in problems] == expected
    assert (read is None) == bool(expected)
    assert not any("12,5" in one.text or "1e5" in one.text for one in problems)


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    (tmp_path / "resultat.csv").write_bytes((HEAD + ROW.replace("Ja", "Avböjer")).encode("latin-1"))
    problems = Problems()
    read_given(tmp_path, tmp_path, Place("utgava.yaml"), problems, NOTHING)
    assert [(one.place.rad, one.kod) for one in problems] == [(2, "fel-teckenkodning")]


def test_codes_keep_their_zeros_when_all_units_are_kommuner(tmp_path: Path) -> None:
    (tmp_path / "resultat.csv").write_text(HEAD + ROW, encoding="utf-8")
    read = read_given(tmp_path, tmp_path, Place("utgava.yaml"), Problems(), NOTHING)
    assert read is not None
    assert read.rows.enhet.tolist() == ["0001"]


def test_faults_in_many_rows_are_told_so_many_times_and_no_more(tmp_path: Path) -> None:
    rows = "".join(ROW.replace("rutin", f"rutin_{number}").replace("2023", "23") for number in range(500))
    (tmp_path / "resultat.csv").write_text(HEAD + rows, encoding="utf-8")
    problems = Problems()
    read_given(tmp_path, tmp_path, Place("utgava.yaml"), problems, NOTHING)
    assert len(problems) == 100


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ((UTGAVA, 'utgåva: "2023"', 'utgåva: "2022"'), (f"{UTGAVA}:14:22", "fil-saknas")),
        ((UTGAVA, 'utgåva: "2023"', 'utgåva: "../2023"'), (f"{UTGAVA}:14:22", "fel-filnamn")),
        (before(EKBY_RUTIN.format("Ja"), EKBY_RUTIN.format("Kanske,")), (f"{FIL}:4", "okänt-värde")),
    ],
)
def test_a_fault_in_the_earlier_file_stops_the_edition(
    hus: Callable[..., Path], edit: Edit, expected: tuple[str, str]
) -> None:
    with pytest.raises(ProblemsError) as error:
        read_sources(hus(edit), EDITION)
    assert expected in [(str(one.place), one.kod) for one in error.value.problems]


def test_a_file_of_another_area_is_told(hus: Callable[..., Path]) -> None:
    root = hus()
    (root / FIL).write_text(HEAD + ROW.replace("rutin", "nattplatser"), encoding="utf-8")
    with pytest.raises(ProblemsError, match="inget-att-jämföra"):
        figures(read_sources(root, EDITION))


# --- the last year beside the one before ---


def limits(**hopp: int) -> Edit:
    written = ", ".join(f"{namn}: {limit}" for namn, limit in hopp.items())
    return UTGAVA, "hänvisning: Provutgåvan.", f"hänvisning: Provutgåvan.\nrimlighet: {{hopp: {{{written}}}}}"


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([], ["Lunden -3 → 3"], id="mer_än_gränsen"),
        pytest.param([limits(kronor=200)], [], id="just_gränsen"),
        pytest.param([limits(kronor=199)], ["Lunden -3 → 3"], id="precis_över"),
        pytest.param([limits(kronor=200, procent=24)], ["Ekby 25,0 → 50"], id="en_andel_i_procentenheter"),
        pytest.param([limits(kronor=200, procent=25)], [], id="en_andel_just_gränsen"),
        pytest.param([limits(kronor=200, procent=10)], ["Ekby 25,0 → 50"], id="små_tal_och_undertryckta_räknas_inte"),
    ],
)
def test_a_leap_is_a_figure_that_moved_more_than_its_limit(
    hus: Callable[..., Path], edits: list[Edit], expected: list[str]
) -> None:
    texts = told(hus(*edits), "hopp")
    assert len(texts) == len(expected)
    for text, part in zip(texts, expected, strict=True):
        assert part in text
        assert "Åsbo" not in text
        assert "Östan" not in text


def test_answers_that_flip_are_no_leap_and_nor_are_levels_of_few_units(hus: Callable[..., Path]) -> None:
    """Åsbo's answer about waiting changes, and with it every level above."""
    assert not any("vantetid" in text for text in told(hus(), "hopp"))


def test_a_figure_that_was_marked_as_small_has_not_leapt(hus: Callable[..., Path]) -> None:
    """Östan had 5 of 19, which is marked, and has 15 of 20, which is not."""
    texts = told(hus((ANTAL_2023, "0003,Östan,5,20", "0003,Östan,15,20")), "hopp")
    assert not any("Östan" in text for text in texts)


def test_a_leap_across_a_break_is_none(hus: Callable[..., Path]) -> None:
    broken = "jämförbarhet: Löpande priser.\nbrott: [{från: 2023, text: Ny kontoplan.}]"
    assert told(hus((KRONOR, "jämförbarhet: Löpande priser.", broken)), "hopp") == []


def test_a_limit_of_a_mattenhet_that_is_not_there_is_told(hus: Callable[..., Path]) -> None:
    with pytest.raises(ProblemsError, match="måttenheten ”krona” finns inte"):
        figures(read_sources(hus(limits(krona=10)), EDITION))


def test_far_fewer_units_with_figures_are_told(hus: Callable[..., Path]) -> None:
    root = hus((ENKAT_2024, "0003,Östan,2,,kort", "0003,Östan,,,"), (ENKAT_2024, "0102,Ådala,Integrerad,,lång\n", ""))
    assert told(root, "färre-svar") == [
        "källan ”enkat”: 2023 hade 5 av 5 enheter uppgifter, men 2024 hade 3 av 5 enheter uppgifter."
    ]


# --- the national edition, with invented copies ---


@pytest.fixture(scope="module")
def riket() -> tuple[Sources, Published]:
    read = read_sources(ROOT, RIKET)
    sources = replace(read, inputs=replace(read.inputs, utgava=replace(read.utgava, andringar=())))
    return sources, _published(sources)


def of_year(sources: Sources, rows: pd.DataFrame) -> list[Problem]:
    problems = Problems()
    warn_of_year(grids(rows)[0], sources.omrade, sources.inputs, problems)
    return sorted(problems)


def test_the_national_edition_has_a_handful_of_findings(riket: tuple[Sources, Published]) -> None:
    sources, published = riket
    assert [one.kod for one in of_year(sources, published.rows)] == ["hopp", "hopp"]


def test_an_indicator_that_is_no_longer_measured_a_year_has_vanished_and_not_changed(
    riket: tuple[Sources, Published],
) -> None:
    sources, published = riket
    rows = published.rows
    gone = (rows.indikator == "audit") & (rows.ar == 2022)
    now = rows.assign(
        status=rows.status.mask(gone, "ej_matt"), svar=rows.svar.mask(gone, None), varde=rows.varde.mask(gone)
    )
    (problem,) = against(sources, now, rows)
    assert problem.kod == "försvunnen-indikator"
    assert problem.text.startswith("”audit” hade uppgifter i filen, men har inga nu: 2022 (")


def test_a_record_of_the_whole_covers_its_parts(riket: tuple[Sources, Published], example_root: Path) -> None:
    sources, published = riket
    rows = published.rows
    part = "langvarigt_eb_andel.kvinnor"
    other = (rows.indikator == part) & (rows.ar == 2022) & (rows.enhet == "0604")
    then = rows.assign(varde=rows.varde.mask(other, 99.9))
    assert [one.kod for one in against(sources, rows, then)] == ["ändrad-historik"]
    post = replace(
        read_sources(example_root, EDITION).utgava.andringar[0],
        indikatorer=("langvarigt_eb_andel",),
        ar=(2022,),
        enheter=("0604",),
    )
    recorded = replace(sources.inputs, utgava=replace(sources.utgava, andringar=(post,)))
    assert against(replace(sources, inputs=recorded), rows, then) == []


def test_the_national_edition_beside_itself_has_not_changed(riket: tuple[Sources, Published]) -> None:
    sources, published = riket
    assert against(sources, published.rows, published.rows) == []


def copied(rows: pd.DataFrame, into: "pd.Series[bool]", of: "pd.Series[bool]", by: str) -> pd.DataFrame:
    """Return the figures with some of them replaced by others, matched by a column."""
    source = rows[of].set_index(by)
    changed = rows.copy()
    for column in ("varde", "svar", "status"):
        changed.loc[into, column] = rows.loc[into, by].map(source[column]).to_numpy()
    return changed


def test_a_unit_with_last_years_figures_in_every_measure_of_a_source_is_told(riket: tuple[Sources, Published]) -> None:
    sources, published = riket
    rows = published.rows
    register = [id_ for id_, page in sources.omrade.indikatorer.items() if page.kalla.id == "register"]
    aneby = (rows.enhet == "0604") & rows.indikator.isin(register)
    changed = copied(rows, aneby & (rows.ar == 2023), aneby & (rows.ar == 2022), "indikator")
    (problem,) = [one for one in of_year(sources, changed) if one.kod == "misstänkt-kopia"]
    assert "källan ”register”: alla uppgifter 2023 är desamma som 2022 för 1 enhet: Aneby" in problem.text
    missing = aneby & (rows.ar == 2023) & (rows.indikator == register[0])
    without = changed.assign(varde=changed.varde.mask(missing), status=changed.status.mask(missing, "bortfall"))
    assert "misstänkt-kopia" in {one.kod for one in of_year(sources, without)}
    one_measure = copied(
        rows,
        aneby & (rows.ar == 2023) & (rows.indikator == register[0]),
        aneby & (rows.ar == 2022) & (rows.indikator == register[0]),
        "indikator",
    )
    assert [one.kod for one in of_year(sources, one_measure)] == ["hopp", "hopp"]


@pytest.mark.parametrize(("indikator", "ar"), [("overenskommelse_af", 2023), ("overenskommelse_fk", 2024)])
def test_a_column_that_was_there_already_is_told(riket: tuple[Sources, Published], indikator: str, ar: int) -> None:
    """The same answers as the year before, or as another question."""
    sources, published = riket
    rows = published.rows
    into = (rows.indikator == "overenskommelse_af") & (rows.ar == 2024)
    changed = copied(rows, into, (rows.indikator == indikator) & (rows.ar == ar), "enhet")
    told = [one.text for one in of_year(sources, changed) if one.kod == "misstänkt-kopia"]
    assert len(told) == 1
    assert ("alla enheter har 2023 års uppgifter" in told[0]) == (ar == 2023)


def test_a_measure_in_other_units_than_before_leaps_for_everybody(riket: tuple[Sources, Published]) -> None:
    sources, published = riket
    rows = published.rows
    id_ = next(id_ for id_, page in sources.omrade.indikatorer.items() if page.kalla.id == "kostnad")
    last = (rows.indikator == id_) & (rows.ar == 2023)
    changed = rows.assign(varde=rows.varde.where(~last, rows.varde * 1000))
    texts = [one.text for one in of_year(sources, changed) if id_ in one.text]
    assert len(texts) == 1
    assert "enheter och" in texts[0]


def test_a_measure_that_moves_far_for_many_but_for_no_level_is_restless_and_not_wrong(
    riket: tuple[Sources, Published],
) -> None:
    sources, published = riket
    rows = published.rows
    id_ = next(id_ for id_, page in sources.omrade.indikatorer.items() if page.kalla.id == "kostnad")
    last = (rows.indikator == id_) & (rows.ar == 2023)

    def moved(antal: int) -> list[str]:
        some = last & rows.enhet.isin(list(sources.inputs.enheter.kommuner)[:antal])
        changed = rows.assign(varde=rows.varde.where(~some, rows.varde * 1000))
        return [one.text for one in of_year(sources, changed) if one.place.fil.endswith(f"/{id_}.yaml")]

    assert len(moved(10)) == 1
    assert moved(150) == []


def test_a_leap_of_an_indicator_that_ended_before_the_last_year_is_old(riket: tuple[Sources, Published]) -> None:
    sources, published = riket
    rows = published.rows
    for id_, ar, antal in (("arbetsmarknadsinsats_over_24_vissa", 2023, 0), ("overenskommelse_af", 2024, 1)):
        level = (rows.indikator == id_) & (rows.ar == ar) & (rows.enhet == "riket")
        then = rows.loc[(rows.indikator == id_) & (rows.ar == ar - 1) & (rows.enhet == "riket"), "varde"].iloc[0]
        changed = rows.assign(varde=rows.varde.mask(level, (then + 50) % 100))
        assert len([one for one in of_year(sources, changed) if one.kod == "hopp" and id_ in one.text]) == antal


def test_only_the_first_of_very_many_changes_are_lines_of_their_own(riket: tuple[Sources, Published]) -> None:
    sources, published = riket
    problems = against(sources, published.rows, published.rows.assign(varde=published.rows.varde + 1))
    assert {one.kod for one in problems} == {"ändrad-historik"}
    assert len(problems) == 101
    assert problems[-1].text.startswith("så är det också i ")
