"""What differs between two results: every difference is told once, with its cause, and nothing that is hidden now."""

import contextlib
import gzip
import html
import io
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from compared import EDITION, OF_ALL, Edit, House, Told, by_cell, edited, given, moves_of, told
from oj_workbook.changed import as_html, as_json, as_text
from oj_workbook.changes import compare
from oj_workbook.cli import main
from oj_workbook.figures import figures, given_of
from oj_workbook.given import Given
from oj_workbook.numbers import written
from oj_workbook.previous import read_given
from oj_workbook.problems import Place, Problems
from oj_workbook.sources import read_sources
from oj_workbook.usage import Asked

DATA, PROV, POSTER = f"data/{EDITION}", "indicators/prov", "data/2024-poster"
ANTAL_2022, ANTAL_2023, ENKAT_2023 = f"{DATA}/antal_2022.csv", f"{DATA}/antal_2023.csv", f"{DATA}/enkat_2023.csv"
KOMMUNER = "data/enheter/kommuner.csv"
EKBY_NEJ: Edit = (ENKAT_2023, "0001,Ekby,1,2022-01", "0001,Ekby,2,2022-01")
LUNDEN_0: Edit = (ANTAL_2022, "0101,Lunden,10,20", "0101,Lunden,0,20")
STRICTER: Edit = (f"{PROV}/langvariga.yaml", "minsta_nämnare: 4", "minsta_nämnare: 20")
RECORD = """- datum: 2024-05-21
  vad: Det som var fel är rätt.
  varför: Felet fanns i leveransen.
  indikator: {}
  år: {}
  enhet: "{}"
"""
EGEN, GRANS = "(den egna uppgiften är en annan)", "(andras uppgifter flyttade gränsen)"
DARUNDER, ANNAT_SATT = "(enheter som ingår har fått andra uppgifter)", "(indikatorn räknas på ett annat sätt)"
INGAR, DOLJS = "(andra enheter ingår än förut)", "(andra uppgifter döljs än förut)"
RATTAT, TACKNING = "(rättat, se rättelserna)", "(fler eller färre än hälften av kommunerna har ett tal)"


@pytest.fixture(scope="module")
def hus(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The example house, compared with nothing."""
    folder = tmp_path_factory.mktemp("skillnad")
    root = folder / "bas"
    shutil.copytree(example_root, root)
    shutil.rmtree(root / DATA / "tidigare")
    edited(root, (f"{DATA}/utgava.yaml", 'föregående: {utgåva: "2023"}\n', ""))
    for edition in (DATA, POSTER):
        (root / edition / "andringar.yaml").write_text(OF_ALL, encoding="utf-8")
    (folder / "alla").mkdir()
    return House(root, folder / "alla")


@pytest.fixture(scope="module")
def gammalt(hus: House) -> Path:
    """What was built of it."""
    return hus.built()


@pytest.fixture(scope="module")
def poster(hus: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The house whose edition has three issues, and monthly records."""
    return House(hus.root, tmp_path_factory.mktemp("poster"), "2024-poster")


@pytest.fixture(scope="module")
def oktober(poster: House) -> Path:
    """The second of its issues."""
    return poster.built(asked=Asked(utgivning="2024.2"))


def delivered(folder: Path) -> Counter[tuple[str, str]]:
    """Count what is published of each indicator and year, if only as X."""
    said = ("redovisas", "sma_tal", "svar", "undertryckt")
    return Counter(key[:2] for key, row in by_cell(folder).items() if row["status"] in said)


# --- each cause ---


def test_a_changed_answer_is_told_and_the_levels_that_it_is_in(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, EKBY_NEJ)
    assert found.moves("rutin", 2023) == {
        ("svar", "Ja", "Nej", "uppgift", "0001"),
        ("nivåer", "33,3 %", "0,0 %", "enheter", "lan-01"),
        ("nivåer", "50,0 %", "25,0 %", "enheter", "riket"),
        ("nivåer", "100,0 %", "0,0 %", "enheter", "bef-5"),
        ("nivåer", "100,0 %", "0,0 %", "enheter", "skr-A1"),
    }
    assert found.json["sammanfattning"] == "1 indikator ändras; 1 kommun Ja → Nej; riket 50,0 → 25,0 % 2023."
    found.everywhere(f"Ja → Nej, 1 kommun {EGEN}: Ekby", "Rutin 2023")
    found.everywhere(f"riket 50,0 → 25,0 % {DARUNDER}", "Rutin 2023")


def test_a_number_that_moves_a_limit_gives_another_kommun_another_class(hus: House, gammalt: Path) -> None:
    """Lunden goes from 50,0 to 0,0: the upper limit of 0, 25, 26,3, 50 was 32,2, and Östan's 26,3 is above 25,3 now."""
    found = hus.compared(gammalt, LUNDEN_0)
    assert {one for one in found.moves("langvariga", 2022) if one[0] in ("tal", "klasser")} == {
        ("tal", "50,0 %", "0,0 %", "uppgift", "0101"),
        ("klasser", "hög", "låg", "uppgift", "0101"),
        ("klasser", "mitten", "hög", "gräns", "0003"),
    }
    assert found.year("langvariga", 2022)["gränser"] == ["18,75 → 0,00 %", "32,23 → 25,32 %"]
    found.everywhere(f"klass mitten → hög, 1 kommun {GRANS}: Östan", "Långvariga 2022")
    found.everywhere(f"klass hög → låg, 1 kommun {EGEN}: Lunden", "Långvariga 2022")
    found.everywhere("klassernas gränser 18,75 → 0,00 %, 32,23 → 25,32 %", "Långvariga 2022")


def test_classes_appear_and_vanish_with_the_numbers_of_half_the_kommuner(hus: House, gammalt: Path) -> None:
    fewer = (
        (ANTAL_2023, "0101,Lunden,10,20", "0101,Lunden,,"),
        (ANTAL_2023, "0003,Östan,5,20", "0003,Östan,,"),
    )
    gone = hus.compared(gammalt, *fewer)
    classes = {("0001", "hög"), ("0002", "hög"), ("0003", "låg"), ("0101", "hög")}
    assert {(one[4], one[1]) for one in gone.moves("langvariga", 2023) if one[0] == "klasser"} == classes
    assert {one[2:4] for one in gone.moves("langvariga", 2023) if one[0] == "klasser"} == {("ingen", "klasser")}
    gone.everywhere(f"klass låg → ingen, 1 kommun {TACKNING}: Östan", "Långvariga 2023")
    gone.everywhere(f"ett tal → .., 2 kommuner {EGEN}: Lunden, Östan", "Långvariga 2023")
    back = hus.compared(gone.new)
    assert {(one[4], one[2]) for one in back.moves("langvariga", 2023) if one[0] == "klasser"} == classes
    back.everywhere(f"klass ingen → låg, 1 kommun {TACKNING}: Östan", "Långvariga 2023")


def test_a_changed_window_is_told_in_months_and_only_where_it_holds(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, (f"{PROV}/rutin.yaml", "inom_månader: 12", "inom_månader: 24"))
    assert [one["år"] for one in found.page("rutin")["år"]] == [2023]
    assert found.year("rutin", 2023)["definition"] == ["kriterier: 12 → 24 månader"]
    assert {one[3] for one in found.moves("rutin", 2023)} == {"definition"}
    assert ("svar", "Nej", "Ja", "definition", "0002") in found.moves("rutin", 2023)
    found.everywhere("räknas på ett annat sätt: kriterier: 12 → 24 månader", "Rutin 2023")
    found.everywhere(f"Nej → Ja, 1 kommun {ANNAT_SATT}: Åsbo", "Rutin 2023")
    found.everywhere(f"riket 50,0 → 75,0 % {ANNAT_SATT}", "Rutin 2023")


def test_another_criterion_from_a_year_on_leaves_the_years_before_alone(hus: House, gammalt: Path) -> None:
    page = (f"{PROV}/rutin.yaml", "{fråga: senast, inom_månader: 24}", "{fråga: skriftlig, svar: Nej}")
    found = hus.compared(gammalt, page, (ENKAT_2023, "0102,Ådala,Integrerad", "0102,Ådala,2"))
    assert found.year("rutin", 2024)["definition"] == ["kriterier"]
    assert {one[3] for one in found.moves("rutin", 2024)} == {"definition"}
    assert found.year("rutin", 2023)["definition"] == []
    assert {one[3] for one in found.moves("rutin", 2023)} == {"uppgift", "enheter"}
    found.everywhere(f"Ja → Nej, 2 kommuner {ANNAT_SATT}: Ekby, Lunden", "Rutin 2024")
    assert ANNAT_SATT not in found.sheet["Rutin 2023"]


def test_a_figure_with_a_new_record_is_rattad_and_so_are_its_levels_but_no_other(hus: House, gammalt: Path) -> None:
    record = (f"{DATA}/andringar.yaml", "", RECORD.format("langvariga", 2022, "0101"))
    found = hus.compared(gammalt, LUNDEN_0, EKBY_NEJ, record)
    causes = {one[4]: one[3] for one in found.moves("langvariga", 2022) if one[0] != "klasser"}
    assert causes == dict.fromkeys(("0101", "lan-02", "riket", "bef-3", "skr-A1"), "rättelse")
    assert ("klasser", "mitten", "hög", "gräns", "0003") in found.moves("langvariga", 2022)
    assert ("svar", "Ja", "Nej", "uppgift", "0001") in found.moves("rutin", 2023)
    (post,) = found.json["poster"]
    assert (post["slag"], post["vad"], post["enhet"]) == ("ändring", "Det som var fel är rätt.", ["0101"])
    found.everywhere(f"nya tal, 1 kommun {RATTAT}: Lunden 50,0 → 0,0 %", "Långvariga 2022")
    assert "Det som var fel är rätt. (Långvariga 2022, Lunden.) Felet fanns i leveransen." in found.text
    assert "Långvariga 2022, Lunden." in found.sheet["2024-05-21"]


def test_a_unit_in_another_group_changes_the_groups_and_nothing_of_its_own(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, (KOMMUNER, "0003,Östan,01,Norra länet,B3", "0003,Östan,01,Norra länet,A1"))
    moves = {
        one for page in found.json["indikatorer"] for ar in page["år"] for one in found.moves(page["id"], ar["år"])
    }
    assert {one[4] for one in moves} == {"skr-A1", "skr-B3"}
    assert {one[3] for one in moves if one[0] == "nivåer"} == {"grupp"}
    told = "Östan: Större stad → Storstäder (2023, 2024)"
    assert found.sheet["Enheter som har bytt grupp"] == told
    assert told in found.text and told in found.html  # noqa: PT018
    found.everywhere("Storstäder 100,0 → 50,0 %, Större stad 33,3 → 50,0 %", "Rutin 2023")
    assert INGAR in found.sheet["Rutin 2023"]


def test_more_hidden_and_fewer_hidden_are_told_by_name(hus: House, gammalt: Path) -> None:
    lifted = hus.compared(gammalt, (ANTAL_2022, "0002,Åsbo,2,3", "0002,Åsbo,2,5"))
    assert lifted.year("langvariga", 2022)["undertrycks_inte_längre"] == ["0002"]
    lifted.everywhere(f"undertrycks inte längre, 1 {DOLJS}: Åsbo", "Långvariga 2022")
    lifted.everywhere(f"riket 25,3 → 26,0 % {DOLJS}", "Långvariga 2022")
    stricter = hus.compared(gammalt, STRICTER)
    assert stricter.year("langvariga", 2022)["undertrycks"] == ["0003", "lan-01", "riket", "skr-B3"]
    assert stricter.year("langvariga", 2022)["definition"] == ["undertryckning"]
    stricter.everywhere(f"undertrycks, 4 {DOLJS}: Östan, Norra länet, Riket, Större stad", "Långvariga 2022")


# --- pages, units, files ---


def renamed(root: Path) -> None:
    for path in (root / "data").rglob("*.csv"):
        if "tidigare" not in path.parts:
            text = path.read_text(encoding="utf-8").replace("0001,Ekby", '0001,"Ek<b>&""by"')
            path.write_text(text, encoding="utf-8")


def test_a_renamed_unit_is_the_same_one_and_its_name_breaks_no_page(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, EKBY_NEJ, change=renamed)
    assert found.json["enheter"]["namn"] == [{"enhet": "0001", "från": "Ekby", "till": 'Ek<b>&"by'}]
    assert (found.json["enheter"]["nya"], found.json["enheter"]["borttagna"]) == ([], [])
    assert found.sheet["Enheter med nya namn"] == 'Ekby → Ek<b>&"by'
    assert "Ek<b>" not in found.html
    assert found.html.count("Ek&lt;b&gt;&amp;&quot;by") == 2
    found.everywhere(f'Ja → Nej, 1 kommun {EGEN}: Ek<b>&"by', "Rutin 2023")


def test_a_changed_text_is_told_as_it_was_and_is_and_changes_no_figure(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, (f"{PROV}/rutin.yaml", "rutinen finns.", '<i>rutinen</i> & "den" finns.'))
    texts = {"från": "Visar om rutinen finns.", "till": 'Visar om <i>rutinen</i> & "den" finns.'}
    assert found.page("rutin")["texter"] == {"beskrivning": texts}
    assert found.page("rutin")["år"] == []
    assert "<i>" not in found.html
    assert f"<del>{texts['från']}</del>" in found.html
    assert f"<ins>{html.escape(texts['till'])}</ins>" in found.html
    assert f"”{texts['från']}” → ”{texts['till']}”" in found.text
    assert found.sheet["Beskrivningar och krav som är ändrade"] == "Rutin: beskrivning"


def test_a_new_unit_is_told_and_the_levels_it_is_in(hus: House, gammalt: Path) -> None:
    found = hus.compared(
        gammalt,
        (KOMMUNER, "", "0103,Öbo,02,Södra länet,B3\n"),
        ("data/enheter/befolkning.csv", "", "0103,2023,5000\n"),
        (f"{DATA}/enkat_2024.csv", "", "0103,Öbo,1,2023-06,kort\n"),
    )
    assert found.json["enheter"]["nya"] == ["0103"]
    assert found.sheet["Nya enheter"] == "Öbo"
    assert "<h2>Nya enheter</h2>\n<ul>\n<li>Öbo</li>" in found.html
    assert ("nivåer", "60 %", "67 %", "grupp", "riket") in found.moves("rutin", 2024)
    assert found.json["filer"] == ["data/enheter/befolkning.csv", KOMMUNER]
    found.everywhere(f"riket 60 → 67 % {INGAR}", "Rutin 2024")


def without_adala(root: Path) -> None:
    for path in (root / "data").rglob("*.csv"):
        if "tidigare" not in path.parts:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if not line.startswith("0102,")), encoding="utf-8")


def test_a_unit_that_is_gone_is_told_and_moves_levels_and_limits(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, change=without_adala)
    assert found.json["enheter"]["borttagna"] == ["0102", "bef-4"]
    assert found.sheet["Enheter som är borta"] == "Ådala\n70 000–199 999 invånare"
    assert ("nivåer", "60 %", "50 %", "grupp", "riket") in found.moves("rutin", 2024)
    assert ("klasser", "låg", "mitten", "grupp", "0002") in found.moves("kronor_per_invanare", 2022)
    found.everywhere(f"klass låg → mitten, 1 kommun {INGAR}: Åsbo", "Kronor per invånare 2022")


def without_wait(root: Path) -> None:
    (root / PROV / "vantetid.yaml").unlink()
    path = root / DATA / "kallor.yaml"
    text = path.read_text(encoding="utf-8").replace(", vantetid: F3", "")
    path.write_text(text.replace(", kort: 0–7 dagar, lång: 8– dagar", ""), encoding="utf-8")


def with_new_id(root: Path) -> None:
    old = root / PROV / "vantetid.yaml"
    text = old.read_text(encoding="utf-8")
    (root / PROV / "vantan.yaml").write_text(f"{text}tidigare_id: [vantetid]\n", encoding="utf-8")
    old.unlink()


def test_an_indicator_comes_goes_or_has_a_new_id(hus: House, gammalt: Path) -> None:
    gone = hus.compared(gammalt, change=without_wait)
    assert [(one["id"], one["vad"]) for one in gone.json["indikatorer"]] == [("vantetid", "borttagen")]
    assert gone.sheet["Indikatorer som är borta"] == "Väntetid"
    back = hus.compared(gone.new)
    (page,) = back.json["indikatorer"]
    assert (page["vad"], [(one["år"], one["nya"]) for one in page["år"]]) == (
        "ny",
        [(ar, delivered(back.new)["vantetid", str(ar)]) for ar in (2023, 2024)],
    )
    assert back.json["sammanfattning"] == "1 indikator är ny."
    assert "Väntetid" in {*back.sheet.values()}
    moved = hus.compared(gammalt, (ENKAT_2023, "1,2021-12,lång", "1,2021-12,kort"), change=with_new_id)
    (page,) = moved.json["indikatorer"]
    assert (page["id"], page["vad"], page["uppgifter"]) == ("vantan", "ändrad", ["filnamnet", "tidigare_id"])
    assert ("svar", "8– dagar", "0–7 dagar", "uppgift", "0002") in moved.moves("vantan", 2023)


def test_other_decimals_change_the_figures_that_have_them(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, (f"{PROV}/_omrade.yaml", ", {från: 2024, antal: 0}]", "]"))
    assert found.moves("langvariga", 2023) == {("nivåer", "42 %", "42,2 %", "definition", "lan-01")}
    assert found.moves("langvariga", 2022) == set()
    found.everywhere("Norra länet 42 → 42,2 %", "Långvariga 2023")
    unit = hus.compared(gammalt, (f"{PROV}/_omrade.yaml", "tecken: kr,", "tecken: tkr,"))
    assert [(one["id"], one["uppgifter"]) for one in unit.json["indikatorer"]] == [
        ("kronor_per_invanare", ["måttenhet"])
    ]


def with_2025(root: Path) -> None:
    kallor = (root / DATA / "kallor.yaml").read_text(encoding="utf-8")
    for old, new, was, is_ in (
        ("enkat_2024", "enkat_2025", "2023-06", "2024-06"),
        ("antal_2023", "antal_2024", "20", "21"),
    ):
        text = (root / DATA / f"{old}.csv").read_text(encoding="utf-8").replace(was, is_)
        (root / DATA / f"{new}.csv").write_text(text, encoding="utf-8")
        record = f"- fil: {kallor.partition(f'- fil: {old}')[2].partition('- fil')[0]}"
        year, after = old[-4:], new[-4:]
        edited(root, (f"{DATA}/kallor.yaml", "", record.replace("- fil: ", f"- fil: {new}", 1).replace(year, after)))
    edited(
        root,
        (f"{DATA}/utgava.yaml", 'nummer: "2024.1"', 'nummer: "2025.1"'),
        (f"{DATA}/utgava.yaml", "år: [2023, 2024]", "år: [2023, 2024, 2025]"),
        (f"{DATA}/utgava.yaml", "2024: 2024-01-15}", "2024: 2024-01-15, 2025: 2025-01-15}"),
    )


def test_a_new_year_is_counted_and_no_change(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, change=with_2025)
    new = {"kronor_per_invanare": 2024, "langvariga": 2024, "rutin": 2025, "vantetid": 2025}
    assert {one["id"]: [ar["år"] for ar in one["år"]] for one in found.json["indikatorer"]} == {
        id_: [ar] for id_, ar in new.items()
    }
    for id_, ar in new.items():
        assert found.moves(id_, ar) == set()
        assert found.year(id_, ar)["nya"] == delivered(found.new)[id_, str(ar)]
    assert found.sheet["Nya uppgifter, 2025"] == "2 indikatorer: Rutin; Väntetid"
    assert "  2025: Rutin; Väntetid\n" in found.text


def test_a_changed_template_or_register_is_named_as_a_file(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, ("templates/texter.yaml", "", "# Ett ord.\n"), (KOMMUNER, "", "\n"))
    assert found.json["filer"] == [KOMMUNER, "templates/texter.yaml"]
    assert found.json["indikatorer"] == []
    assert "  templates/texter.yaml\n" in found.text
    assert "<li>templates/texter.yaml</li>" in found.html


# --- issues, parts, cities ---


def with_corrected_costs(root: Path) -> None:
    """Let a corrected file take the place of the accounts from the last issue on."""
    costs = root / POSTER / "kostnad_2023.csv"
    text = costs.read_text(encoding="utf-8").replace("34000", "68000")
    costs.with_name("kostnad_2023_rattad.csv").write_text(text, encoding="utf-8")
    path = root / POSTER / "kallor.yaml"
    kallor = path.read_text(encoding="utf-8")
    record = kallor[kallor.index("- fil: kostnad_2023.csv") : kallor.index("- fil: poster")]
    fran = 'från_utgivning: "2024.2"'
    old = record.replace(fran, f'{fran}\n  till_utgivning: "2024.2"')
    new = record.replace("kostnad_2023.csv", "kostnad_2023_rattad.csv").replace('"2024.2"', '"2024.2.1"')
    path.write_text(kallor.replace(record, old + new), encoding="utf-8")


def test_a_delivery_of_a_later_issue_and_an_erratum_are_causes(poster: House, oktober: Path) -> None:
    found = poster.compared(oktober, change=with_corrected_costs)
    assert ("tal", "1 000 kr", "2 000 kr", "leverans", "0001") in found.moves("handlaggning", 2023)
    assert {one[3] for one in found.moves("handlaggning", 2023)} == {"leverans"}
    assert ("svar", "Ja", "Nej", "rättelse", "0001") in found.moves("rutin", 2024)
    assert {one[3] for one in found.moves("rutin", 2024)} == {"rättelse"}
    (post,) = found.json["poster"]
    assert (post["slag"], post["varför"]) == ("rättelse", "Kommunen svarade på fel fråga.")
    found.everywhere("nya tal, 1 kommun (en ny leverans): Ekby 1 000 → 2 000 kr", "Handläggning per månad 2023")
    found.everywhere(f"Ja → Nej, 1 kommun {RATTAT}: Ekby", "Rutin 2024")


def test_what_was_awaited_is_new_and_no_change(poster: House, oktober: Path) -> None:
    juni = poster.built(asked=Asked(utgivning="2024.1"))
    found = told(juni, oktober)
    for id_ in ("handlaggning", "kronor", "langvariga", "sokande", "langvariga.kvinnor"):
        assert found.moves(id_, 2023) == set()
        assert found.year(id_, 2023)["nya"] == delivered(oktober)[id_, "2023"]
    assert found.page("rutin") == {}
    assert "nya uppgifter i 4 indikatorer" in found.text
    assert "<li>2023: Handläggning" in found.html


PARTS = """kod,kommun,langvariga,vuxna,langvariga.kvinnor,vuxna.kvinnor,langvariga.man,vuxna.man
0001,Ekby,13,40,6,20,7,20
0002,Åsbo,0,14,0,7,0,7
0003,Östan,5,19,2,9,3,10
0101,Lunden,11,23,8,12,3,11
0102,Ådala,9,31,3,14,6,17
"""


def with_parts(root: Path) -> None:
    (root / POSTER / "antal_2022.csv").write_text(PARTS, encoding="utf-8")
    edited(root, ("indicators/poster/langvariga.yaml", "{på: kön, från: 2023}", "{på: kön, från: 2022}"))


def test_parts_that_are_newly_hidden_are_told_without_what_they_or_the_whole_were(poster: House) -> None:
    """Åsbo had nobody at all, and so no women: the 0,0 of the whole would tell what is hidden of the part."""
    old = poster.built(change=with_parts)

    def hide(root: Path) -> None:
        with_parts(root)
        edited(root, (f"{POSTER}/antal_2022.csv", "0002,Åsbo,0,14,0,7,0,7", "0002,Åsbo,3,14,1,3,2,11"))

    found = poster.compared(old, change=hide)
    assert found.year("langvariga.kvinnor", 2022)["undertrycks"] == ["0002"]
    assert found.year("langvariga.man", 2022)["undertrycks"] == ["0002"]
    found.everywhere(f"undertrycks, 1 {DOLJS}: Åsbo", "Långvarigt stöd, kvinnor 2022")
    assert ("tal", "ett tal", "21,4 %", "uppgift", "0002") in found.moves("langvariga", 2022)
    hidden_is_nowhere(found)


CITY = ("norr", "soder", "vast")


def with_a_city(root: Path) -> None:
    """Let three parts report in place of Ekby."""
    edited(root, (f"{DATA}/utgava.yaml", 'län: ["01", "02"]', 'län: ["01", "02"]\nsummera_delar: ["0001"]'))
    register = root / "data/enheter/delomraden.csv"
    parts = "".join(f"0001-{one}-2000,0001,{one.capitalize()},stadsdel,2000-01-01,,,\n" for one in CITY)
    register.write_text(register.read_text(encoding="utf-8").splitlines()[0] + "\n" + parts, encoding="utf-8")
    for name, of_parts in (
        ("antal_2022.csv", ("18,31,600,120", "3,8,400,80", "7,29,400,80")),
        ("antal_2023.csv", ("18,30,600,120", "3,8,410,80", "7,30,400,80")),
        ("enkat_2023.csv", ("1,2022-01,kort",) * 3),
        ("enkat_2024.csv", ("1,2022-02,kort",) * 3),
    ):
        path = root / DATA / name
        rows = [row for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("0001")]
        rows += [f"0001-{one}-2000,Ekby – {one.capitalize()},{of}" for one, of in zip(CITY, of_parts, strict=True)]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_a_city_made_of_parts_is_a_level_in_every_form(hus: House) -> None:
    old = hus.built(change=with_a_city)

    def another(root: Path) -> None:
        with_a_city(root)
        edited(root, (ANTAL_2022, "0001-norr-2000,Ekby – Norr,18", "0001-norr-2000,Ekby – Norr,11"))

    found = hus.compared(old, change=another)
    assert ("tal", "58,1 %", "35,5 %", "uppgift", "0001-norr-2000") in found.moves("langvariga", 2022)
    assert ("nivåer", "41,2 %", "30,9 %", "enheter", "0001") in found.moves("langvariga", 2022)
    found.everywhere("Ekby 41,2 → 30,9 %", "Långvariga 2022")
    found.everywhere(f"nya tal, 1 enhet {EGEN}: Ekby – Norr 58,1 → 35,5 %", "Långvariga 2022")

    def hide(root: Path) -> None:
        with_a_city(root)
        edited(root, (f"{PROV}/langvariga.yaml", "minsta_nämnare: 4", "minsta_nämnare: 10"))

    hidden = hus.compared(old, change=hide)
    assert "0001-soder-2000" in hidden.year("langvariga", 2022)["undertrycks"]
    hidden_is_nowhere(hidden)


def test_a_unit_that_ends_leaves_the_levels_from_then_on(hus: House) -> None:
    """Väst had the answer No in 2024; it ends in June 2023, and then only the two others make up the city."""

    def with_a_no(root: Path) -> None:
        with_a_city(root)
        edited(root, (f"{DATA}/enkat_2024.csv", "Vast,1,2022-02", "Vast,2,2022-02"))

    def ended(root: Path) -> None:
        with_a_city(root)
        since = "0001-vast-2000,0001,Vast,stadsdel,2000-01-01,"
        edited(root, ("data/enheter/delomraden.csv", since, f"{since}2023-06-30"))
        for name in ("enkat_2024.csv", "antal_2023.csv"):
            rows = (root / DATA / name).read_text(encoding="utf-8").splitlines(keepends=True)
            kept = "".join(row for row in rows if not row.startswith("0001-vast"))
            (root / DATA / name).write_text(kept, encoding="utf-8")

    found = hus.compared(hus.built(change=with_a_no), change=ended)
    assert found.moves("rutin", 2023) == set()
    assert ("nivåer", "67 %", "100 %", "grupp", "0001") in found.moves("rutin", 2024)
    assert [one[:2] for one in found.moves("rutin", 2024) if one[4] == "0001-vast-2000"] == [("svar", "ett svar")]
    assert (found.json["enheter"]["nya"], found.json["enheter"]["borttagna"]) == ([], [])
    found.everywhere("Ekby 67 → 100 %", "Rutin 2024")


# --- what is hidden now ---


def numbers(rows: dict[tuple[str, str, str], dict[str, str]]) -> set[str]:
    return {row["varde"] for row in rows.values() if row["varde"]}


def hidden_is_nowhere(found: Told, *ids: str) -> None:
    """See that no earlier number of a newly hidden figure, nor one around it, is told or given out.

    Around it is everything of the same year in pages that count with the same; `ids` adds pages to those that hide.
    """
    then, now = by_cell(found.old), by_cell(found.new)
    new_id = {old: id_ for id_, one in found.changes.now.sidor.items() for old in one.ids}
    was = {(new_id[key[0]], *key[1:]): row for key, row in then.items() if key[0] in new_id}
    hidden = {key for key, row in now.items() if row["status"] == "undertryckt" and was.get(key, row)["varde"]}
    assert hidden
    around = {(id_.partition(".")[0], ar) for id_, ar, _ in hidden} | {(id_, ar) for id_ in ids for _, ar, _ in hidden}
    earlier = {key: row for key, row in was.items() if (key[0].partition(".")[0], key[1]) in around}
    moved = {row["varde"] for key, row in earlier.items() if row["varde"] and row["varde"] != now[key]["varde"]}
    # Short numbers stand for other things too, in a workbook: what is told of them is looked at below.
    secret = {one for one in moved - numbers(now) if len(one) > 3}
    assert secret
    found.nowhere(*secret, *(written(float(one), len(one.partition(".")[2])) for one in secret))
    for id_, ar in around:
        for kind, before, _, _, _ in found.moves(id_, int(ar)):
            assert kind == "klasser" or not re.search(r"\d", before), (id_, ar, before)
        assert not [one for one in found.year(id_, int(ar)).get("gränser", ()) if not one.startswith("ett tal")]
    of_old = {id_: limits for id_, limits in found.changes.before.granser.items() if (id_[0], str(id_[1])) in around}
    limits = {f"{one:.2f}" for some in of_old.values() for one in some} - {
        f"{one:.2f}" for some in found.changes.now.granser.values() for one in some
    }
    found.nowhere(*limits, *(one.replace(".", ",") for one in limits))


def with_kronor_per_adult(root: Path) -> None:
    """Add a page that counts with the adults too, and make what it counts whole."""
    page = (root / PROV / "kronor_per_invanare.yaml").read_text(encoding="utf-8")
    page = page.replace("per invånare", "per vuxen").replace("uppgift: invanare", "uppgift: vuxna")
    page = page.replace("Alla invånare", "Alla vuxna med stöd").replace("ordning: 20", "ordning: 30")
    (root / PROV / "kronor_per_vuxen.yaml").write_text(page, encoding="utf-8")
    edited(root, (ANTAL_2023, "0102,Ådala,,,900,300", "0102,Ådala,7,31,900,300"))
    path = root / ANTAL_2022
    path.write_text(path.read_text(encoding="utf-8").replace(",500,100", ",51300,100"), encoding="utf-8")


FEWER: Edit = (ANTAL_2022, "0003,Östan,5,19", "0003,Östan,1,3")


@pytest.mark.parametrize("edits", [(STRICTER,), (FEWER,), (STRICTER, LUNDEN_0)], ids=["gräns", "antal", "båda"])
def test_the_earlier_number_of_what_is_hidden_now_is_told_nowhere(
    edits: tuple[Edit, ...], hus: House, gammalt: Path
) -> None:
    found = hus.compared(gammalt, *edits)
    assert "0003" in found.year("langvariga", 2022)["undertrycks"]
    hidden_is_nowhere(found)


def test_a_measure_that_counts_with_the_same_repeats_no_number_either(hus: House) -> None:
    old = hus.built(change=with_kronor_per_adult)
    found = hus.compared(old, FEWER, change=with_kronor_per_adult)
    assert ("tal", "ett tal", "17 100 kr", "uppgift", "0003") in found.moves("kronor_per_vuxen", 2022)
    hidden_is_nowhere(found, "kronor_per_vuxen")


def test_a_new_id_hides_no_less(hus: House) -> None:
    def of_old(root: Path) -> None:
        (root / PROV / "langvariga.yaml").rename(root / PROV / "lange.yaml")

    old = hus.built(change=of_old)
    found = hus.compared(old, STRICTER, (f"{PROV}/langvariga.yaml", "", "tidigare_id: [lange]\n"))
    assert found.page("langvariga")["vad"] == "ändrad"
    hidden_is_nowhere(found)


def test_a_group_that_is_thin_now_is_told_without_what_it_was(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, (KOMMUNER, "0003,Östan,01,Norra länet,B3", "0003,Östan,01,Norra länet,A1"))
    assert found.year("langvariga", 2022)["undertrycks"] == ["skr-B3"]
    hidden_is_nowhere(found)


# --- everything once, and nothing else ---


def differing(old: Path, new: Path) -> Counter[tuple[str, ...]]:
    """Return what differs between two resultat.csv by other means: indicator, year, unit, and what kind of change."""
    then, now = by_cell(old), by_cell(new)
    found: Counter[tuple[str, ...]] = Counter()
    both = then.keys() & now.keys()
    newly_hidden = {
        (i, ar) for i, ar, e in both if now[i, ar, e]["status"] == "undertryckt" != then[i, ar, e]["status"]
    }
    for key in both:
        was, is_ = then[key], now[key]
        shown = [(one["varde"] and float(one["varde"]), one["svar"], one["tecken"]) for one in (was, is_)]
        marked = [one["status"] == "sma_tal" for one in (was, is_)]
        x = [one["status"] == "undertryckt" for one in (was, is_)]
        if was["status"] == "vantas":
            continue
        if shown[0] != shown[1] or marked[0] != marked[1]:
            found[*key, "undertrycks" if x[1] else "undertrycks_inte_längre" if x[0] else "uppgift"] += 1
        if was["klass"] != is_["klass"] and not any(x) and key[:2] not in newly_hidden:
            found[*key, "klass"] += 1
    return found


def told_of(found: Told) -> Counter[tuple[str, ...]]:
    """Return what JSON tells in the same way."""
    words = {"svar": "uppgift", "tal": "uppgift", "nivåer": "uppgift", "klasser": "klass"}
    return Counter(
        (page["id"], str(ar["år"]), one[4], words.get(one[0], one[0]))
        for page in found.json["indikatorer"]
        for ar in page["år"]
        for one in moves_of(ar)
    )


def at_random(number: int) -> Callable[[Path], None]:
    """Return an edit of some deliveries at random."""

    def edit(root: Path) -> None:
        wait = ("kort", "lång", "")
        dice = random.Random(number)  # noqa: S311 - the same for every run
        for path in sorted((root / DATA).glob("antal_*.csv")):
            header, *rows = path.read_text(encoding="utf-8").splitlines()
            for place in dice.sample(range(len(rows)), 2):
                kod, kommun, *_, invanare = rows[place].split(",")
                adults = dice.randint(1, 30)
                rows[place] = f"{kod},{kommun},{dice.randint(0, adults)},{adults},{dice.randint(-900, 900)},{invanare}"
            path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        for path in sorted((root / DATA).glob("enkat_*.csv")):
            header, *rows = path.read_text(encoding="utf-8").splitlines()
            for place in dice.sample(range(len(rows)), 2):
                kod, kommun, *_ = rows[place].split(",")
                rows[place] = f"{kod},{kommun},{dice.choice('12')},2022-0{dice.randint(1, 9)},{dice.choice(wait)}"
            path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")

    return edit


@pytest.mark.parametrize("number", range(5))
def test_everything_that_differs_is_told_once_and_nothing_else(number: int, hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, change=at_random(number))
    assert told_of(found) == differing(found.old, found.new)
    assert sum(differing(found.old, found.new).values()) > 10
    back = compare(given(found.new), given(found.old))
    assert {one.sida.id for one in back.sidor} == {one.sida.id for one in found.changes.sidor}
    in_memory = of_house(found.new.parent)
    assert compare(given(found.old), in_memory) == found.changes
    assert not compare(in_memory, given(found.new))


def of_house(root: Path) -> Given:
    """Return the result of a house as it is before it is written."""
    sources = read_sources(root, EDITION)
    return given_of(sources, figures(sources))


def test_a_result_does_not_differ_from_itself(gammalt: Path, oktober: Path) -> None:
    for folder in (gammalt, oktober):
        changes = compare(given(folder), given(folder))
        assert not changes
        assert as_text(changes).splitlines()[1:] == ["Inga indikatorer ändras."]
        record = json.loads(as_json(changes))
        assert [record[key] for key in ("poster", "indikatorer", "filer")] == [[], [], []]
        assert [*record["enheter"].values()] == [[], [], [], []]
        assert re.findall(r"<(?:h2|details|table|li)", as_html(changes)) == []


# --- what cannot be read ---


def diff(old: Path, new: Path, form: str = "text") -> tuple[int, str, str]:
    """Run the command; return its code, what it prints and what it says."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["diff", str(old), str(new), "--format", form])
    return code, out.getvalue(), err.getvalue()


def test_the_command_prints_each_form_of_two_folders_or_of_the_files_in_them(hus: House, gammalt: Path) -> None:
    new = hus.built(EKBY_NEJ)
    changes = compare(given(gammalt), given(new))
    assert diff(gammalt, new)[:2] == (0, as_text(changes))
    assert diff(gammalt / "bygge.json", new / "resultat.csv", "json")[:2] == (0, as_json(changes))
    assert diff(gammalt, new, "html")[:2] == (0, as_html(changes))


@pytest.fixture
def kopia(gammalt: Path, tmp_path: Path) -> Path:
    """A copy of what was built."""
    for name in ("resultat.csv", "bygge.json"):
        shutil.copy(gammalt / name, tmp_path / name)
    return tmp_path


def packed(folder: Path) -> Path:
    path = folder / "resultat.csv"
    (folder / "resultat.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return folder / "resultat.csv.gz"


def cut_json(folder: Path) -> None:
    path = folder / "bygge.json"
    path.write_bytes(path.read_bytes()[:-2000])


def of_an_older_program(folder: Path) -> None:
    path = folder / "bygge.json"
    record = json.loads(path.read_bytes())
    del record["jämförelse"]
    path.write_text(json.dumps(record), encoding="utf-8")


def changed_afterwards(folder: Path) -> None:
    edited(folder, ("resultat.csv", "0001,Ekby,kommun,rutin,2023,,Ja", "0001,Ekby,kommun,rutin,2023,,Nej"))


def cut_packed(folder: Path) -> None:
    path = packed(folder)
    path.write_bytes(path.read_bytes()[:-40])


def broken_packed(folder: Path) -> None:
    path = packed(folder)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        pytest.param(shutil.rmtree, 2, "mappen", id="ingen_mapp"),
        pytest.param(lambda folder: (folder / "bygge.json").unlink(), 2, "fil-saknas", id="inget_bygge"),
        pytest.param(lambda folder: (folder / "resultat.csv").unlink(), 2, "fil-saknas", id="inget_resultat"),
        pytest.param(of_an_older_program, 1, "fel-i-bygge", id="äldre_program"),
        pytest.param(cut_json, 1, "fel-i-bygge", id="avhuggen"),
        pytest.param(lambda folder: (folder / "bygge.json").write_text("[" * 99_999), 1, "fel-i-bygge", id="djup"),
        pytest.param(lambda folder: (folder / "bygge.json").write_bytes(b"\xff\xfe{"), 1, "fel-i-bygge", id="tecken"),
        pytest.param(lambda folder: (folder / "bygge.json").write_text("3"), 1, "fel-i-bygge", id="ett_tal"),
        pytest.param(changed_afterwards, 1, "fel-i-bygge", id="ändrad_efteråt"),
        pytest.param(cut_packed, 1, "fel-i-bygge", id="avhuggen_packad"),
        pytest.param(broken_packed, 1, "fel-i-bygge", id="skadad_packad"),
    ],
)
def test_what_is_not_as_it_was_built_is_refused_on_either_side(
    spoil: Callable[[Path], None], code: int, words: str, kopia: Path, gammalt: Path
) -> None:
    assert diff(kopia, gammalt)[0] == 0
    spoil(kopia)
    for pair in ((kopia, gammalt), (gammalt, kopia)):
        found, out, err = diff(*pair)
        assert (found, "Traceback" in err) == (code, False), err
        assert words in out + err


def test_a_packed_result_is_the_same_one(kopia: Path, gammalt: Path) -> None:
    packed(kopia)
    assert diff(kopia, gammalt)[1].splitlines()[1:] == ["Inga indikatorer ändras."]


WRONG: tuple[Any, ...] = (
    *(None, True, -1, 7, 10**30, 1.5, float("nan"), float("inf"), "", "x", "\ud800", "2024", [], ["x"], [[1]], [None]),
    *({}, {"a": 1}, [{}], {"a": [{}]}),
)


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where something stands in JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from spots(one, (*path, key))


def test_whatever_stands_in_a_bygge_is_read_or_refused(hus: House, kopia: Path) -> None:
    """Each place is spoilt at random; the other result differs in pages, figures, limits and groups."""
    change = (KOMMUNER, "0003,Östan,01,Norra länet,B3", "0003,Östan,01,Norra länet,A1")
    new = given(hus.built(EKBY_NEJ, LUNDEN_0, change, (f"{PROV}/rutin.yaml", "inom_månader: 12", "inom_månader: 24")))
    record = json.loads((kopia / "bygge.json").read_bytes())
    used = {"utgåva", "namn", "version", "datum", "exempeldata", "filer", "underlag", "jämförelse"}
    places = [path for path in spots(record) if path[0] in used]
    dice = random.Random(7)  # noqa: S311 - the same for every run
    refused = 0
    for _ in range(150):
        spoilt = deepcopy(record)
        *path, last = dice.choice(places)
        inner = spoilt
        for key in path:
            inner = inner[key]
        if dice.random() < 0.3:
            del inner[last]
        else:
            inner[last] = dice.choice(WRONG)
        (kopia / "bygge.json").write_text(json.dumps(spoilt), encoding="utf-8")
        problems = Problems()
        found = read_given(kopia, kopia.parent, Place("diff"), problems)
        refused += found is None
        assert (found is None) == bool(problems.errors)
        for pair in ((found, new), (new, found)) if found else ():
            changes = compare(*pair)
            "".join((as_text(changes), as_json(changes), as_html(changes))).encode()
    assert 40 < refused < 130
