"""How a published figure came about: every step with its source, and nothing that is suppressed unless asked for."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, National
from oj_workbook.asked import find_enhet, find_indikator
from oj_workbook.behind import behind
from oj_workbook.cli import main
from oj_workbook.explain import explain
from oj_workbook.sources import Sources, read_sources

Explain = Callable[..., str]


@pytest.fixture
def told(example: Sources) -> Explain:
    """Return what is told of a figure of the example house, as one text."""

    def of(indikator: str, enhet: str, ar: int, *, internt: bool = False) -> str:
        page, unit = (
            find_indikator(indikator, example.omrade, example.utgava),
            find_enhet(enhet, example.inputs.enheter),
        )
        return "\n".join(explain(behind(example, page, unit, ar, internt=internt)))

    return of


def test_it_says_that_it_is_internal(told: Explain) -> None:
    assert told("rutin", "Ekby", 2023).startswith("INTERNT UNDERLAG")


def test_answers_and_criterion_are_told_line_by_line_with_file_and_row(told: Explain) -> None:
    text = told("rutin", "Åsbo", 2023)
    assert "I arbetsboken: Nej" in text
    assert "SVAREN  data/2024-prov/enkat_2023.csv:3\n" in text
    assert re.search(r"skriftlig +Ja +– Är rutinen skriftlig\?\n", text)
    assert "KRITERIET FRÅN 2023  indicators/prov/rutin.yaml:17" in text
    assert re.search(r"alla: +inte uppfyllt: 1 av 2 gäller\n", text)
    assert re.search(r"skriftlig är Ja +uppfyllt: svaret är Ja\n", text)
    assert re.search(r"inte uppfyllt: 2021-12 är 13 månader före mätdagens månad, 2023-01\n", text)


def test_a_missing_answer_leaves_the_criterion_open(told: Explain) -> None:
    text = told("rutin", "Lunden", 2023)
    assert "I arbetsboken: ej svar" in text
    assert re.search(r"senast +\(inget svar\)", text)
    assert re.search(r"öppet: 1 av 2 gäller, 1 utan svar", text)


def test_the_criterion_is_the_one_of_the_year(told: Explain) -> None:
    text = told("rutin", "Ekby", 2024)
    assert "KRITERIET FRÅN 2024" in text
    assert re.search(r"någon: +uppfyllt: 1 av 2 gäller", text)


def test_a_special_answer_settles_it(told: Explain) -> None:
    text = told("rutin", "Ådala", 2023)
    assert "Prövas inte: Integrerad är ett särskilt svar och blir hela indikatorns." in text
    assert "Vilande (från 2023 till 2024): räknas inte" in text


def test_counts_are_told_with_their_rows_and_what_they_become(told: Explain) -> None:
    text = told("langvariga", "Ekby", 2023)
    assert "täljare  langvariga: 20  data/2024-prov/antal_2023.csv:2" in text
    assert "nämnare  vuxna: 40  data/2024-prov/antal_2023.csv:2" in text
    assert "100 × 20 / 40 = 50,000, som visas som 50 %" in text
    assert "Från 2022 döljs talet (X) när nämnaren är under 4, och märks (*) när nämnaren är under 20." in text
    assert "Visas utan märke." in text


def test_a_suppressed_figure_is_withheld_unless_asked_for(told: Explain) -> None:
    """Åsbo had 2 of 3 in 2022: neither number, nor their quotient, is in the explanation, nor behind any level."""
    text = told("langvariga", "Åsbo", 2022)
    assert "I arbetsboken: X" in text
    assert text.count("visas inte utan --internt") == 2
    assert "66" not in text
    assert not re.search(r"(langvariga|vuxna): [23]\b", text)
    assert "Dold: antalen är för små." in text
    assert "vuxna: 3 " in told("langvariga", "Åsbo", 2022, internt=True)


def test_a_level_tells_who_is_behind_it_and_who_is_left_out(told: Explain) -> None:
    """Of the northern län Åsbo is hidden: 10 of 40 and 5 of 19 are left."""
    text = told("langvariga", "lan-01", 2022)
    assert "2 av 3 räknas." in text
    assert "1 är undertryckta och står utanför summan: Åsbo." in text
    assert "täljare och nämnare, summerade: 15 och 59" in text
    strict = told("langvariga", "riket", 2023)
    assert "1 har inte lämnat uppgiften: Ådala." in strict
    assert "Sidan säger ”vid_bortfall: redovisas inte”, så nivån har inget tal." in strict


def test_a_count_that_would_tell_another_suppressed_figure_is_withheld_and_so_are_its_sums(
    example_root: Path, tmp_path: Path
) -> None:
    """Åsbo's 2 of 4 is shown in 2023, until the 2 is the nämnare of another figure, which is suppressed."""
    root = shutil.copytree(example_root, tmp_path / "hus")
    page = (root / "indicators/prov/kronor_per_invanare.yaml").read_text(encoding="utf-8")
    other = page.replace("amn: Kronor", "amn: Andra kronor").replace("uppgift: invanare", "uppgift: langvariga")
    other = other.replace("avser: kostnad", "avser: personer").replace(
        "vid_bortfall:", "undertryckning: [{från: 2020, minsta_nämnare: 4}]\nvid_bortfall:"
    )
    (root / "indicators/prov/kronor_per_langvarig.yaml").write_text(other, encoding="utf-8")
    for ar, row, changed in ((2022, "Ådala,0,20,900", "Ådala,5,20,900"), (2023, "Ådala,,,900,300", "Ådala,,,,")):
        antal = root / f"data/2024-prov/antal_{ar}.csv"
        antal.write_text(antal.read_text(encoding="utf-8").replace(row, changed), encoding="utf-8")
    sources = read_sources(root, "2024-prov")

    def told(enhet: str, *, internt: bool = False) -> str:
        unit = sources.inputs.enheter.alla[enhet]
        page = sources.omrade.indikatorer["langvariga"]
        return "\n".join(explain(behind(sources, page, unit, 2023, internt=internt)))

    assert "I arbetsboken: 50 %, märkt som ett litet tal" in told("0002")
    for enhet in ("0002", "lan-01", "riket"):
        assert "visas inte utan --internt" in told(enhet)
        assert "100 × " not in told(enhet)
        assert "100 × " in told(enhet, internt=True)
    assert not re.search(r"(langvariga|vuxna): [24]\b", told("0002"))
    assert "täljare  langvariga: 20  " in told("0001")  # Ekby's are told as before


def test_the_class_is_told_with_its_limits_and_the_distance_to_them(national: National) -> None:
    sources = national.sources
    page, unit = sources.omrade.indikatorer["langvarigt_eb_andel"], sources.inputs.enheter.enheter["0604"]
    text = "\n".join(explain(behind(sources, page, unit, 2023, internt=False)))
    figur = national.ranked.figurer[page.id, 2023][unit.id]
    low, high = national.ranked.granser[page.id, 2023]
    assert figur.varde is not None
    said = {"lag": "låg", "mitten": "mitten", "hog": "hög"}
    assert f"{figur.varde:.0f} % har klassen {said[str(figur.klass)]}." in text
    assert f"låg till och med {low:.1f}, hög från och med {high:.1f}".replace(".", ",") in text
    for limit, name in ((low, "nedre"), (high, "övre")):
        away = f"{abs(figur.varde - limit):.1f}".replace(".", ",")
        assert f"{away} {'över' if figur.varde > limit else 'under'} den {name} gränsen" in text
    assert "Jönköpings län (lan-06): " in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rutn", "Ekby"], "indikatorn ”rutn” finns inte i området prov; menade du ”rutin”?"),
        (["rutin", "Ekbyn"], "enheten ”Ekbyn” finns inte i utgåvan; menade du ”Ekby”?"),
        (["rutin", "Ekby", "--år", "1999"], "år 1999 ingår inte för ”rutin” i utgåvan; välj bland 2023, 2024."),
        (["rutin", "Ekby", "--år", "i fjol"], "ska vara ett heltal, men är ”i fjol”"),
        (["okänt-värd"], "”okänt-värd” är ingen felkod; menade du ”okänt-värde”?"),
        (["rutin"], "skriv en kod som okänt-värde, eller en indikators id och sedan en enhet."),
    ],
)
def test_a_slip_of_the_pen_is_answered(
    arguments: list[str], said: str, example_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = ["--edition", "2024-prov"] if len(arguments) > 1 else []
    try:
        code = main(["explain", *arguments, "--projekt", str(example_root), *edition])
    except SystemExit as stop:
        code = int(str(stop.code))
    assert code == 2
    assert said in capsys.readouterr().err


def test_a_name_may_be_written_in_any_case_and_the_latest_year_is_taken(
    example_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "rutin", "EKBY", "--edition", "2024-prov", "--projekt", str(example_root)]) == 0
    assert "Ekby (0001), 2024. Utgåvan 2024-prov, 2024.1." in capsys.readouterr().out


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "okänt-värde"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("okänt-värde\n")
    assert "Gör så här:" in told


def test_an_indicator_that_the_edition_does_not_show_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    for indikator, said in (
        ("audit", "utgåvan 2013-jonkoping visar inte ”audit”: den mäts från 2019"),
        ("kostnad_andel_av_total", "utgåvan 2013-jonkoping visar inte ”kostnad_andel_av_total”: "),
    ):
        assert main(["explain", indikator, "Habo", "--edition", "2013-jonkoping", "--projekt", str(ROOT)]) == 2
        assert said in capsys.readouterr().err


def test_what_was_published_of_a_hidden_figure_is_not_told_either(example_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(example_root, tmp_path / "hus")
    folder = root / "data/2024-prov"
    (folder / "publ.csv").write_text(
        "enhet,namn,indikator,ar,varde\n0002,Åsbo,langvariga,2022,66.7\n", encoding="utf-8"
    )
    record = (
        "- fil: publ.csv\n  slag: publicerat\n  ursprung: Påhittat.\n"
        "  kolumner: {enhet: enhet, namn: namn, indikator: indikator, år: ar, värde: varde}\n"
    )
    with (folder / "kallor.yaml").open("a", encoding="utf-8") as kallor:
        kallor.write(record)
    sources = read_sources(root, "2024-prov")
    page, unit = sources.omrade.indikatorer["langvariga"], sources.inputs.enheter.alla["0002"]
    text = "\n".join(explain(behind(sources, page, unit, 2022, internt=False)))
    assert "66" not in text
    assert "STOPPAR BYGGET" in text
    assert "är undertryckt i den ena källan men inte i den andra" in text
