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

from compared import EDITION, OF_ALL, Edit, House, Told, by_cell, edited, given, told
from oj_workbook.changed import as_html, as_json, as_text
from oj_workbook.changes import compare
from oj_workbook.cli import main
from oj_workbook.figures import figures, given_of
from oj_workbook.problems import Problems
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
    found.everywhere(f"Storstäder 100,0 → 50,0 %, Större stad 33,3 → 50,0 %", "Rutin 2023")
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
    assert (page["vad"], [(one["år"], one["nya"]) for one in page["år"]]) == ("ny", [(ar, delivered(back.new)["vantetid", str(ar)]) for ar in (2023, 2024)])
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
    found.everywhere(f"Norra länet 42 → 42,2 %", "Långvariga 2023")
    unit = hus.compared(gammalt, (f"{PROV}/_omrade.yaml", "tecken: kr,", "tecken: tkr,"))
    assert [(one["id"], one["uppgifter"]) for one in unit.json["indikatorer"]] == [
        ("kronor_per_invanare", ["måttenhet"])
    ]


def with_2025(root: Path) -> None:
    shutil.copy(root / DATA / "enkat_2024.csv", root / DATA / "enkat_2025.csv")
    kallor = (root / DATA / "kallor.yaml").read_text(encoding="utf-8")
    of_2024 = kallor[kallor.index("- fil: enkat_2024") : kallor.index("- fil: antal_2022")]
    edited(
        root,
        (f"{DATA}/kallor.yaml", "", of_2024.replace("2024", "2025")),
        (f"{DATA}/utgava.yaml", 'nummer: "2024.1"', 'nummer: "2025.1"'),
        (f"{DATA}/utgava.yaml", "år: [2023, 2024]", "år: [2023, 2024, 2025]"),
        (f"{DATA}/utgava.yaml", "2024: 2024-01-15}", "2024: 2024-01-15, 2025: 2025-01-15}"),
    )


def test_a_new_year_is_counted_and_no_change(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, change=with_2025)
    assert {one["id"]: [ar["år"] for ar in one["år"]] for one in found.json["indikatorer"]} == {
        "rutin": [2025],
        "vantetid": [2025],
    }
    for id_ in ("rutin", "vantetid"):
        assert found.moves(id_, 2025) == set()
        assert found.year(id_, 2025)["nya"] == delivered(found.new)[id_, "2025"]
    assert found.sheet["Nya uppgifter 2025"] == "2: Rutin, Väntetid"
    assert f"  2025\n    {delivered(found.new)['rutin', '2025']} nya uppgifter\n" in found.text


def test_a_changed_template_or_register_is_named_as_a_file(hus: House, gammalt: Path) -> None:
    found = hus.compared(gammalt, ("templates/texter.yaml", "", "# Ett ord.\n"), (KOMMUNER, "", "\n"))
    assert found.json["filer"] == [KOMMUNER, "templates/texter.yaml"]
    assert found.json["indikatorer"] == []
    assert "  templates/texter.yaml\n" in found.text
    assert "<li>templates/texter.yaml</li>" in found.html
