"""The file itself: what lies in it, what a reader without recalculation sees, and that faults in it are found."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from conftest import EDITION, RIKET, ROOT, National, rewritten, silent
from oj_workbook.check import FaultyWorkbookError, check_workbook
from oj_workbook.figures import figures
from oj_workbook.layout.plan import Cell, Formula, SheetPlan, WorkbookPlan
from oj_workbook.pipeline import build, lay_out
from oj_workbook.sources import Sources
from oj_workbook.write import UnwritableError, workbook_bytes

MOMENT = datetime(2024, 6, 1, tzinfo=UTC)
KNOWN_FUNCTIONS = {"IF", "IFERROR", "INDEX", "MATCH", "ISNUMBER", "COUNTIF", "MIN", "MAX", "AND", "OR", "LEFT"}


def test_two_builds_have_the_same_bytes(built: Path, tmp_path: Path) -> None:
    build(ROOT, EDITION, tmp_path, None, silent)
    for file in built.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_the_stored_values_are_those_of_the_preselected_kommun(plan: WorkbookPlan, tmp_path: Path) -> None:
    build(ROOT, EDITION, tmp_path, "0680", silent)
    book = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx")), data_only=True)
    assert book["Start"]["C5"].value == "Jönköping"
    jonkoping = plan.forvald.but(
        vald_enhet="Jönköping",
        **{
            picker.namn: str(book[sheet.namn].cell(picker.rad, picker.kolumn).value or "")
            for sheet in plan.blad
            for picker in sheet.valjare
            if picker.namn != "vald_enhet"
        },
    )
    compared = 0
    for sheet in plan.blad:
        for place, formula in sheet.formulas:
            assert (book[sheet.namn][place].value or "") == (formula.shows(jonkoping) or ""), (sheet.namn, place)
            compared += 1
    assert compared > 1900


def test_other_programs_find_the_picker_and_its_list_by_name(workbook: Path, plan: WorkbookPlan) -> None:
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames[0] == "Start"
    for picker, texts in plan.val.items():
        (sheet, place), *_ = book.defined_names[picker].destinations
        cell = book[sheet][place.replace("$", "")]
        assert cell.value == plan.forvald[picker]
        (lista,) = {
            one.formula1 for one in book[sheet].data_validations.dataValidation if cell.coordinate in str(one.sqref)
        }
        (sheet, place), *_ = book.defined_names[lista].destinations
        assert tuple(one.value for (one,) in book[sheet][place.replace("$", "")]) == texts
    names = list(plan.val["vald_enhet"])
    assert names == ["Aneby", "Eksjö", "Gislaved", "Gnosjö", "Habo", "Jönköping", "Mullsjö", "Nässjö", "Sävsjö",
                     "Tranås", "Vaggeryd", "Vetlanda", "Värnamo"]  # fmt: skip


PICKERS = {
    "Start": ["C5"],
    "Jämför": ["A5", "A9", "A10", "A11", "A12", "A13"],
    "Liknande kommuner": ["B4", "B5"],
    "Kommungrupper": ["A2"],
}


def test_the_pickers_are_the_only_open_cells_and_answer_wrong_names(workbook: Path, national: National) -> None:
    for file, sheets in ((workbook, {"Start", "Jämför"}), (national.workbook, set(PICKERS))):
        book = openpyxl.load_workbook(file)
        for sheet in book:
            open_cells = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
            assert open_cells == (PICKERS[sheet.title] if sheet.title in sheets else [])
            assert sheet.protection.sheet == (sheet.title != "Alla kommuner")  # the table to sort
            assert not sheet.protection.password
            validations = sheet.data_validations.dataValidation
            assert sorted(str(one.sqref) for one in validations) == sorted(open_cells)
            assert all(one.type == "list" and one.showErrorMessage and one.error for one in validations)
        assert book["Start"].sheet_view.selection[0].activeCell == "C5"
        assert "Jönköping" in book["Start"].data_validations.dataValidation[0].error


def test_the_table_of_all_figures_is_protected_but_can_be_filtered(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)["Data"]
    assert sheet.protection.sheet
    assert not sheet.protection.autoFilter  # what is False is let
    assert sheet.protection.sort
    assert sheet.protection.formatCells
    reach = sheet.auto_filter.ref or next(iter(sheet.tables.values())).ref
    assert reach.startswith("A5:")
    assert reach.endswith(str(sheet.max_row))
    assert [sheet.cell(5, column).value for column in range(1, 5)] == ["Namn", "År", "Nivå", "Kod"]


def test_nothing_in_the_file_is_merged_volatile_external_or_macro(workbook: Path) -> None:
    with ZipFile(workbook) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name).decode() for name in names if name.endswith(".xml")}
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 23, 0, 0, 0)}
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    sheets = "".join(text for name, text in parts.items() if "worksheets" in name)
    assert "<mergeCell" not in sheets
    formulas = [unescape(formula) for formula in re.findall("<f>(.*?)</f>", sheets)]
    assert len(formulas) > 1900
    assert functions(formulas) <= KNOWN_FUNCTIONS
    assert "sv-SE" in parts["docProps/core.xml"]
    assert "Öppna jämförelser 2013" in unescape(
        parts["docProps/core.xml"], {"&#214;": "Ö", "&#228;": "ä", "&#246;": "ö"}
    )


def functions(formulas: list[str]) -> set[str]:
    """Return the names of the functions that formulas call."""
    return {name for formula in formulas for name in re.findall(r"([A-Z.]+)\(", formula)}


def test_the_formulas_of_cells_and_of_colours_call_just_the_known_functions(national: National) -> None:
    with ZipFile(national.workbook) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    cells = [unescape(one) for part in parts for one in re.findall("<f>(.*?)</f>", part)]
    rules = [unescape(one) for part in parts for one in re.findall("<formula>(.*?)</formula>", part)]
    assert len(cells) > 11_000
    assert functions([*cells, *rules]) == KNOWN_FUNCTIONS


def test_every_link_leads_to_a_cell_with_text(workbook: Path, national: National) -> None:
    for file, least in ((workbook, 3 * 53), (national.workbook, 3 * 47)):
        book = openpyxl.load_workbook(file)
        links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert len(links) > least
        for link in links:
            sheet, place = str(link.location).rsplit("!", 1)
            row, column = coordinate_to_tuple(place)
            # A link to a sheet as a whole leads to its first row, which may begin further to the right.
            there = [cell.value for cell in book[sheet.strip("'")][row][column - 1 :]]
            assert any(there) if place == "A1" else there[0], link.location


#: How many pages are shown in an edition, and how many are only described, since their figures are missing.
PAGES = {EDITION: (53, 4), RIKET: (58, 0)}


@pytest.mark.parametrize("edition", PAGES)
def test_every_table_has_a_description_to_go_to(
    edition: str, plan: WorkbookPlan, sources: Sources, national: National
) -> None:
    if edition == RIKET:
        plan, sources = national.plan, national.sources
    utgava, everything = sources.utgava, sources.omrade.indikatorer.values()
    measured = [
        one for one in everything if one.del_av is None and any(one.mats.holds(ar) for ar in one.years(utgava.ar))
    ]
    shown = [one for one in measured if one.kalla.id not in utgava.utan_uppgifter]
    sheets = {sheet.namn: sheet for sheet in plan.blad}
    described = [cell.content for cell in sheets["Indikatorer"].cells if cell.utseende == "band"]
    assert sorted(page.namn for page in measured) == sorted(str(text) for text in described if text)
    assert (len(shown), len(measured) - len(shown)) == PAGES[edition]
    cards = {
        cell.content: f"'Indikatorer'!A{cell.rad}" for cell in sheets["Indikatorer"].cells if cell.utseende == "band"
    }
    now = [one for one in shown if any(one.mats.holds(ar) for ar in one.years(utgava.ar)[-2:])]
    for table, pages in (("Resultat", now), ("Länet", now), ("Över tid", shown), ("Riket över tid", shown)):
        linked = {cell.tips or cell.content: cell.lank for cell in sheets[table].cells if cell.lank}
        for page in pages:
            assert linked[page.namn if table == "Länet" else page.kort_namn] == cards[page.namn], table


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("<v>86.7</v>", "<v>86.8</v>", id="ett_värde"),
        pytest.param("<v>30.8</v>", "<v>30.80000001</v>", id="en_osynlig_decimal"),
        pytest.param("</f><v>oförändrat</v>", "</f><v>nu Ja</v>", id="ett_sparat_svar"),
        pytest.param("MATCH(vald_enhet,enheter,0)", "MATCH(vald_enhet,enheter,1)", id="en_formel"),
        pytest.param("$D$5:$D$17</definedName>", "$D$5:$D$16</definedName>", id="ett_definierat_namn"),
        pytest.param('name="Resultat"', 'name="Resultatet"', id="ett_bladnamn"),
        pytest.param("<t>Habo</t>", "<t>Håbo</t>", id="ett_namn"),
        pytest.param('<c r="C6"', '<c r="J6"', id="en_flyttad_cell"),
    ],
)  # fmt: skip
def test_a_planted_fault_in_the_file_is_found(
    old: str, new: str, workbook: Path, plan: WorkbookPlan, tmp_path: Path
) -> None:
    assert check_workbook(workbook.read_bytes(), plan) > 7000
    faulty = rewritten(workbook, tmp_path / "fault.xlsx", old, new)
    with pytest.raises(FaultyWorkbookError):
        check_workbook(faulty.read_bytes(), plan)


def one_cell(content: str, plan: WorkbookPlan) -> WorkbookPlan:
    sheet = SheetPlan("Blad", cells=[Cell(1, 1, content, "text"), Cell(2, 1, Formula("A1", lambda _: content), "text")])
    return replace(plan, blad=(sheet,), namn={})


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x","klicka")', "+1+1", "-2+3", "@SUM(1)", "a & b < c > d", " blanksteg ", "rad 1\nrad 2"],
)
def test_a_text_is_never_anything_but_a_text(text: str, plan: WorkbookPlan, sources: Sources, tmp_path: Path) -> None:
    data = workbook_bytes(one_cell(text, plan), sources.templates.tema, MOMENT)
    assert check_workbook(data, one_cell(text, plan)) == 2
    (tmp_path / "text.xlsx").write_bytes(data)
    cell = openpyxl.load_workbook(tmp_path / "text.xlsx")["Blad"]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_a_spreadsheet_would_change_is_refused(plan: WorkbookPlan, sources: Sources) -> None:
    twice = replace(
        plan, blad=(SheetPlan("Våld", [Cell(1, 1, "a", "text")]), SheetPlan("VÅLD", [Cell(1, 1, "a", "text")]))
    )
    with pytest.raises(UnwritableError):
        workbook_bytes(replace(twice, namn={}), sources.templates.tema, MOMENT)
    with pytest.raises(UnwritableError):
        workbook_bytes(one_cell("x" * 32_768, plan), sources.templates.tema, MOMENT)


def test_nothing_of_a_hidden_figure_lies_anywhere_in_the_file(example: Sources, tmp_path: Path) -> None:
    """Åsbo 2022 is hidden: 2 of 3.  Neither the share nor its parts may be found, in any notation."""
    plan = lay_out(example, figures(example), None)
    data = workbook_bytes(plan, example.templates.tema, MOMENT)
    (tmp_path / "exempel.xlsx").write_bytes(data)
    book = openpyxl.load_workbook(tmp_path / "exempel.xlsx", data_only=True)
    shown = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "X" in shown
    assert "26,3*" in shown  # nineteen: shown with the mark for small numbers
    with ZipFile(tmp_path / "exempel.xlsx") as archive:
        everything = " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    for secret in ("66.7", "66,7", "0.6667", "66.66", "66,66", "0.6666"):
        assert secret not in everything


def test_the_classes_are_explained_by_what_the_edition_has(plan: WorkbookPlan, example: Sources) -> None:
    texts = [cell.content for sheet in plan.blad for cell in sheet.cells if isinstance(cell.content, str)]
    assert any("13 av 290 kommuner" in text for text in texts)
    assert not any("delas in i tre klasser efter kvartilerna" in text for text in texts)
    other = lay_out(example, figures(example), None)
    texts = [cell.content for sheet in other.blad for cell in sheet.cells if isinstance(cell.content, str)]
    assert any("delas in i tre klasser efter kvartilerna" in text for text in texts)
