"""Workbooks as survey tools and Excel save them: the cells that are read, and what stops the reading."""

import io
import shutil
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from files import (
    SHEET,
    Cell,
    Cells,
    Change,
    as_csv,
    as_xlsx,
    assert_only_error,
    assert_same_facts,
    cells,
    deliver,
    edit,
    errors,
    tampered,
    told,
    with_cell,
)
from oj_workbook.inputs import Inputs
from oj_workbook.problems import most_of
from oj_workbook.sources import read_sources

EDITION, FOLKETS = "2024-prov", "2024-poster"
ENKAT, ANTAL = "enkat_2023.csv", "antal_2023.csv"
KALLOR = f"data/{EDITION}/kallor.yaml"


@pytest.fixture
def hus(example_root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example_root, tmp_path / "hus")


@pytest.fixture(scope="module")
def before(example_root: Path) -> Inputs:
    """What the survey says as it came in CSV."""
    return read_sources(example_root, EDITION).inputs


def survey(root: Path) -> Cells:
    """Return the cells of the survey 2023: kod, kommun, F1 (rutin), F2 (a month), F3 (väntetid)."""
    return cells(root / "data" / EDITION / ENKAT)


def counts(root: Path) -> Cells:
    """Return the cells of the counts 2023: kod, kommun, l, v, k (kronor), i."""
    return cells(root / "data" / EDITION / ANTAL)


def kronor(root: Path) -> float:
    """Return the kronor of Ekby 2023."""
    antal = read_sources(root, EDITION).inputs.antal
    return float(antal[(antal.uppgift == "kronor") & (antal.ar == 2023)].antal.iloc[0])


# --- cells ---

#: A cell of F2, a month, and what it is read as.
MONTHS: dict[str, tuple[Cell, str]] = {
    "månad_som_text": ("2022-01", "2022-01"),
    "datum_som_text": ("2022-01-31", "2022-01"),
    "datum": (date(2022, 1, 31), "2022-01"),
    "datum_med_klockslag": (datetime(2022, 1, 31, 23, 59, 59), "2022-01"),  # noqa: DTZ001
    "tom_cell": (None, ""),
}


@pytest.mark.parametrize("since_1904", [False, True], ids=["", "räknat_från_1904"])
@pytest.mark.parametrize(("cell", "manad"), MONTHS.values(), ids=MONTHS.keys())
def test_a_month_may_come_as_any_day_in_it(cell: Cell, manad: str, since_1904: bool, hus: Path) -> None:  # noqa: FBT001
    data = as_xlsx(with_cell(survey(hus), "D2", cell), since_1904=since_1904)
    deliver(hus, EDITION, ENKAT, "ny.xlsx", data)
    blocks = [one for one in read_sources(hus, EDITION).inputs.delsvar if one.indikator == "rutin" and one.ar == 2023]
    assert blocks[0].svar["senast"][0] == manad


def test_a_month_may_come_as_any_day_in_it_in_a_csv_too(before: Inputs, hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.csv", as_csv(with_cell(survey(hus), "D2", "2022-01-31")))
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def test_a_day_that_does_not_exist_is_no_month(hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.csv", as_csv(with_cell(survey(hus), "D2", "2022-01-32")))
    assert_only_error(hus, EDITION, "ny.csv:2", "okänt-svar", "”2022-01-32”, som inte finns")


def test_a_day_in_a_month_after_the_day_of_measurement_is_refused(hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(with_cell(survey(hus), "D2", date(2023, 2, 1))))
    assert_only_error(hus, EDITION, "ny.xlsx:2", "fel-månad", "har månaden ”2023-02-01”")


DATES: dict[str, tuple[str, Cell, str]] = {
    "svar": (
        "E2",
        date(2025, 8, 14),
        "svaret ”2025-08-14”, ett datum där ett svar väntades; troligen har Excel gjort om 8-14",
    ),
    "svar_som_text": ("E2", "2025-01-07", "gjort om 1-7"),
    "så_som_excel_sparar_det_i_csv": (
        "E2",
        "14-aug",
        "svaret ”14-aug”, ett datum där ett svar väntades; troligen har Excel gjort om 8-14",
    ),
    "ja_eller_nej": ("C2", date(2025, 12, 1), "gjort om 12-1"),
}


@pytest.mark.parametrize(("place", "cell", "words"), DATES.values(), ids=DATES.keys())
def test_a_date_in_the_place_of_an_answer_is_told_as_what_excel_does(
    place: str, cell: Cell, words: str, hus: Path
) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(with_cell(survey(hus), place, cell)))
    assert_only_error(hus, EDITION, "ny.xlsx:2", "okänt-svar", words)


def test_an_age_that_excel_made_a_date_is_told_as_such(hus: Path) -> None:
    rows = [
        [cell if cell != "18–24" else "2025-07-12" for cell in row]
        for row in cells(hus / "data" / FOLKETS / "folk_2023.csv")
    ]
    deliver(hus, FOLKETS, "folk_2023.csv", "folk.csv", as_csv(rows))
    assert_only_error(hus, FOLKETS, "folk.csv:4", "fel-ålder", "troligen har Excel gjort om 7-12 till ett datum")


#: A number in the kronor of Ekby, and what it is read as.
NUMBERS: dict[str, tuple[Cell, float]] = {
    "heltal": (1234, 1234),
    "heltal_med_decimaler": (1234.0, 1234),
    "decimaler": (12.75, 12.75),
    "under_noll": (-0.5, -0.5),
    "minus_noll": (-0.0, 0),
    "text": ("1234.5", 1234.5),
}


@pytest.mark.parametrize(("cell", "antal"), NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_in_a_workbook_is_that_number(cell: Cell, antal: float, hus: Path) -> None:
    deliver(hus, EDITION, ANTAL, "ny.xlsx", as_xlsx(with_cell(counts(hus), "E2", cell)))
    assert kronor(hus) == antal


def test_the_dust_of_a_calculation_is_no_decimals(hus: Path) -> None:
    data = as_xlsx(with_cell(counts(hus), "E2", 12.25))
    deliver(hus, EDITION, ANTAL, "ny.xlsx", tampered(data, SHEET, "<v>12.25</v>", "<v>0.30000000000000004</v>"))
    assert kronor(hus) == 0.3


def percent(talformat: str) -> Change:
    return lambda book, sheet: sheet.write_number("E2", 0.44, book.add_format({"num_format": talformat}))


def test_a_number_that_is_shown_as_percent_is_no_count(hus: Path) -> None:
    deliver(hus, EDITION, ANTAL, "ny.xlsx", as_xlsx(counts(hus), percent("0.0%")))
    assert (f"data/{EDITION}/ny.xlsx:2", "fel-tal") in errors(hus, EDITION)


def test_a_sign_after_a_number_multiplies_nothing(hus: Path) -> None:
    deliver(hus, EDITION, ANTAL, "ny.xlsx", as_xlsx(counts(hus), percent('0.00" %"')))
    assert kronor(hus) == 0.44


def test_a_truth_value_is_an_answer_only_where_a_code_says_so(before: Inputs, hus: Path) -> None:
    rows = with_cell(with_cell(survey(hus), "C2", True), "C4", False)  # noqa: FBT003
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(rows))
    assert errors(hus, EDITION) == [(f"data/{EDITION}/ny.xlsx:{rad}", "okänt-svar") for rad in (2, 4)]
    assert "”SANT”" in told(hus, EDITION)[0].text
    edit(hus, KALLOR, "lång: 8– dagar}\n- fil: enkat_2024", "lång: 8– dagar, SANT: Ja, FALSKT: Nej}\n- fil: enkat_2024")
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def test_texts_are_tidied_and_counted_as_in_a_csv(before: Inputs, hus: Path) -> None:
    rows = with_cell(with_cell(survey(hus), "E2", " kort\u00a0"), "D1", "F2 ")
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(rows))
    inputs = read_sources(hus, EDITION).inputs
    assert_same_facts(inputs, before)
    assert inputs.normaliserade == 2


def empty_but_formatted(book: Workbook, sheet: Worksheet) -> None:
    fat = book.add_format({"bold": True})
    for place in ("A7", "H2", "J900", "B1048576"):
        sheet.write_blank(place, None, fat)
    sheet.write_string("B8", "  ")


def test_what_is_formatted_but_empty_is_no_row_and_no_column(before: Inputs, hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(survey(hus), empty_but_formatted))
    assert_same_facts(read_sources(hus, EDITION).inputs, before)
    assert told(hus, EDITION) == []


def test_a_row_has_the_number_that_excel_shows(hus: Path) -> None:
    rows = with_cell(survey(hus), "A4", "0009")
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx([[], *rows[:2], [], *rows[2:]]))
    assert_only_error(hus, EDITION, "ny.xlsx:6", "okänd-enhet", "”0009” finns inte")


def test_what_a_workbook_says_of_its_own_size_does_not_matter(before: Inputs, hus: Path) -> None:
    data = tampered(as_xlsx(survey(hus)), SHEET, '<dimension ref="A1:E6"/>', '<dimension ref="A1"/>')
    deliver(hus, EDITION, ENKAT, "ny.xlsx", data)
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def formula(place: str, value: object) -> Change:
    return lambda _, sheet: sheet.write_formula(place, "=1+1", None, value)


def test_a_formula_is_its_stored_value_also_when_that_is_an_empty_text(before: Inputs, hus: Path) -> None:
    data = as_xlsx(survey(hus), lambda book, sheet: (formula("C2", 1)(book, sheet), formula("D4", 7)(book, sheet)))
    stored = '<c r="D4"><f>1+1</f><v>7</v></c>'
    data = tampered(data, SHEET, stored, '<c r="D4" t="str"><f>1+1</f><v></v></c>')
    deliver(hus, EDITION, ENKAT, "ny.xlsx", data)
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def test_a_link_to_another_file_is_not_followed_but_told(before: Inputs, hus: Path) -> None:
    data = as_xlsx(survey(hus), lambda _, sheet: sheet.write_formula("C2", "=[1]Blad1!A1", None, 1))
    data = tampered(data, "xl/externalLinks/externalLink1.xml", "", "<externalLink/>")
    deliver(hus, EDITION, ENKAT, "ny.xlsx", data)
    assert [(str(one.place), one.niva, one.kod) for one in told(hus, EDITION)] == [
        (f"data/{EDITION}/ny.xlsx", "varning", "extern-länk")
    ]
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def test_what_openpyxl_would_warn_of_is_of_no_interest(hus: Path) -> None:
    extension = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    deliver(hus, EDITION, ENKAT, "ny.xlsx", tampered(as_xlsx(survey(hus)), SHEET, "</worksheet>", extension))
    assert told(hus, EDITION) == []


# --- workbooks: what could be taken for a missing answer, or hides one ---

SHEETS: dict[str, tuple[Change, str, str, str]] = {
    "formel_utan_värde": (formula("C2", ""), ":2:3", "formel-utan-värde", "cellen C2 har en formel utan sparat värde"),
    "felvärde": (formula("E3", "#N/A"), ":3:5", "felvärde", "cellen E3 har felvärdet ”#N/A”"),
    "division_med_noll": (formula("E3", "#DIV/0!"), ":3:5", "felvärde", "”#DIV/0!”"),
    "sammanslagen_rubrik": (
        lambda _, sheet: sheet.merge_range("C1:D1", "F1"),
        ":1",
        "sammanslagna-celler",
        "cellerna C1:D1 på bladet ”Svar” är sammanslagna",
    ),
    "sammanslagna_koder": (lambda _, sheet: sheet.merge_range("A2:A3", "1"), ":2", "sammanslagna-celler", "A2:A3"),
    "sammanslaget_åt_sidan_och_in": (
        lambda _, sheet: sheet.merge_range("E5:H6", "lång"),
        ":5",
        "sammanslagna-celler",
        "E5:H6",
    ),
    "dold_rad": (
        lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True}),
        ":3",
        "filtrerad-tabell",
        "bladet ”Svar” är en filtrerad tabell: 1 av 6 rader är dolda",
    ),
    "osynligt_tecken": (lambda _, sheet: sheet.write_string("C2", "1\ufeff"), ":2:3", "otillåtet-tecken", "<U+FEFF>"),
    "en_rubrik_två_gånger": (lambda _, sheet: sheet.write_string("D1", "F1"), ":1", "dubbel-rubrik", "”F1”"),
    "anteckning_bredvid": (lambda _, sheet: sheet.write_string("G3", "ring"), ":1", "fel-rubrikrad", "kolumn G har"),
}


@pytest.mark.parametrize(("change", "place", "kod", "words"), SHEETS.values(), ids=SHEETS.keys())
def test_what_could_hide_an_answer_is_told_with_its_cell(
    change: Change, place: str, kod: str, words: str, hus: Path
) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(survey(hus), change))
    assert_only_error(hus, EDITION, f"ny.xlsx{place}", kod, words)


def test_a_row_without_height_is_hidden(hus: Path) -> None:
    data = tampered(as_xlsx(survey(hus)), SHEET, '<row r="4" ', '<row r="4" ht="0" customHeight="1" ')
    deliver(hus, EDITION, ENKAT, "ny.xlsx", data)
    assert_only_error(hus, EDITION, "ny.xlsx:4", "filtrerad-tabell", "1 av 6 rader är dolda")


#: The same where it hides nothing.
HARMLESS: dict[str, Change] = {
    "sammanslaget_utanför_svaren": lambda _, sheet: sheet.merge_range("A9:E12", ""),
    "sammanslaget_med_en_enda_cell_bland_svaren": lambda _, sheet: sheet.merge_range("E6:H9", "lång"),
    "dold_rad_utan_svar": lambda _, sheet: sheet.set_row(9, None, None, {"hidden": True}),
    "dold_kolumn": lambda _, sheet: sheet.set_column("C:C", None, None, {"hidden": True}),
    "filter_som_visar_allt": lambda _, sheet: sheet.autofilter("A1:E6"),
    "kommentar": lambda _, sheet: sheet.write_comment("A1", "hej"),
    "rullgardin": lambda _, sheet: sheet.data_validation("C2:C9", {"validate": "list", "source": ["1", "2"]}),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_hides_no_answer_is_no_fault(change: Change, before: Inputs, hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(survey(hus), change))
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


def test_titles_above_the_heading_are_told_as_such(hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx([["Svar 2023"], [], *survey(hus)]))
    assert_only_error(hus, EDITION, "ny.xlsx:1", "fel-rubrikrad", "rubrikraden hittades på rad 3")


def test_a_sheet_of_headings_alone_is_told(hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(survey(hus)[:1]))
    assert_only_error(hus, EDITION, "ny.xlsx:1", "tom-fil", "bladet ”Svar” har inga rader under rubrikraden")


def test_no_more_than_a_hundred_cells_are_told_of_one_fault(hus: Path) -> None:
    rows = survey(hus) + [[f"x{number}", "", "1", "", ""] for number in range(150)]
    data = as_xlsx(rows, lambda _, sheet: [sheet.write_formula(rad, 2, "=1+1", None, "") for rad in range(1, 151)])
    deliver(hus, EDITION, ENKAT, "ny.xlsx", data)
    found = most_of(told(hus, EDITION))
    assert len(found) == 101
    assert "så är det på 150 ställen; bara de 100 första räknas upp" in found[-1].text


# --- sheets ---


def more_sheets(*names: str, hidden: bool = False) -> Change:
    def change(book: Workbook, _: Worksheet) -> None:
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.write_string("A1", "annat")
            if hidden:
                sheet.hide()

    return change


CHOSEN: dict[str, tuple[Change | None, str]] = {
    "det_enda": (None, ""),
    "det_enda_med_namn": (None, "blad: Svar"),
    "det_enda_synliga": (more_sheets("Koder", hidden=True), ""),
    "det_namngivna": (more_sheets("Koder", "Diagram"), "blad: Svar"),
}


@pytest.mark.parametrize(("change", "key"), CHOSEN.values(), ids=CHOSEN.keys())
def test_the_sheet_is_the_named_one_or_the_only_one_to_be_seen(
    change: Change | None, key: str, before: Inputs, hus: Path
) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(survey(hus), change), *([key] if key else []))
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


NOT_CHOSEN: dict[str, tuple[Change | None, str, str]] = {
    "flera_blad": (
        more_sheets("Koder"),
        "",
        f"data/{EDITION}/ny.xlsx har 2 blad: ”Svar”, ”Koder”. skriv vilket som ska läsas, som ”blad: Svar”",
    ),
    "ett_blad_som_inte_finns": (more_sheets("Koder"), "blad: svar", "bladet ”svar” finns inte i "),
    "fel_bokstav": (None, "blad: svar", "menade du ”Svar”?"),
    "ett_helt_annat_namn": (more_sheets("Koder"), "blad: Enkäten 2023", "välj Svar eller Koder"),
}


@pytest.mark.parametrize(("change", "key", "words"), NOT_CHOSEN.values(), ids=NOT_CHOSEN.keys())
def test_a_sheet_that_is_not_there_is_told_where_the_file_is_named(
    change: Change | None, key: str, words: str, hus: Path
) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(survey(hus), change), *([key] if key else []))
    assert_only_error(hus, EDITION, "kallor.yaml:1:8", "okänt-blad", words)


# --- files that are something else, or made to harm ---

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALL = as_xlsx([["kod", "kommun"], ["0001", "Ekby"]])
ENTITY = '<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet '


def with_parts(number: int) -> bytes:
    """Return a workbook with many parts more."""
    file = io.BytesIO(SMALL)
    with zipfile.ZipFile(file, "a") as archive:
        for one in range(number):
            archive.writestr(f"xl/media/{one}.txt", "x")
    return file.getvalue()


def with_key(workbook: bytes) -> bytes:
    """Return a workbook whose first part is said to be encrypted."""
    at = workbook.index(b"PK\x01\x02") + 8
    return workbook[:at] + bytes([workbook[at] | 1]) + workbook[at + 1 :]


OTHERS: dict[str, tuple[bytes, str, str]] = {
    "en_äldre_excelfil": (OLE2 + bytes(600), "fel-excelfil", "inte en xlsx (OLE2) utan en äldre Excelfil (.xls)"),
    "en_fil_med_lösenord": (
        OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "fel-excelfil",
        "skyddad med lösenord",
    ),
    "ett_krypterat_zip": (with_key(SMALL), "fel-excelfil", "arbetsboken är krypterad"),
    "en_webbsida": (b"\xef\xbb\xbf\r\n<html><table><tr><td>kod", "fel-excelfil", "utan en webbsida (html"),
    "en_csv": (b"kod,kommun\n0001,Ekby\n", "fel-excelfil", "är den csv, döp den till .csv"),
    "ingenting": (b"", "fel-excelfil", "filen är tom (0 byte)"),
    "ett_halvt_zip": (SMALL[:-300], "fel-excelfil", "trasig och går inte att packa upp"),
    "ett_annat_zip": (with_parts(1).replace(b"xl/work", b"xl/wurk"), "fel-excelfil", "arbetsboken är trasig"),
    "utan_blad": (tampered(SMALL, "xl/workbook.xml", "<sheets>", "<annat>"), "fel-excelfil", "arbetsboken är trasig"),
    "excels_strikta_slag": (
        tampered(SMALL, "xl/workbook.xml", "schemas.openxmlformats.org", "purl.oclc.org/ooxml"),
        "fel-excelfil",
        "inte sparad som en vanlig xlsx",
    ),
    "ett_blad_som_slutar_mitt_i": (tampered(SMALL, SHEET, "</worksheet>", ""), "fel-excelfil", "arbetsboken är trasig"),
    "en_teckenkodning_som_inte_finns": (
        tampered(SMALL, SHEET, 'encoding="UTF-8"', 'encoding="TTF-8"'),
        "fel-excelfil",
        "arbetsboken är trasig",
    ),
    "en_teckenkodning_som_inte_läses": (
        tampered(SMALL, SHEET, 'encoding="UTF-8"', 'encoding="shift_jis"'),
        "fel-excelfil",
        "arbetsboken är trasig",
    ),
    "en_text_som_inte_finns": (tampered(SMALL, SHEET, "<v>0</v>", "<v>99</v>"), "fel-excelfil", "trasig"),
    "en_yttre_entitet": (
        tampered(tampered(SMALL, SHEET, "<worksheet ", ENTITY), SHEET, "<v>0</v>", "<v>&e;</v>"),
        "fel-excelfil",
        "del xl/worksheets/sheet1.xml har en DTD",
    ),
    "makron": (tampered(SMALL, "xl/vbaProject.bin", "", "Sub"), "makron", "arbetsboken har makron"),
    "tusen_delar": (with_parts(1000), "för-stor-fil", "har 1010 delar"),
    "en_zipbomb": (tampered(SMALL, "xl/media/bild.bin", "", " " * 50_000_000), "för-stor-fil", "packas upp till 50 MB"),
    "en_rad_bortom_excels_sista": (tampered(SMALL, SHEET, 'r="2"', 'r="1048577"'), "fel-excelfil", "trasig"),
    "en_kolumn_bortom_excels_sista": (tampered(SMALL, SHEET, 'r="B2"', 'r="XFE2"'), "fel-excelfil", "trasig"),
    "rader_i_oordning": (tampered(SMALL, SHEET, 'r="2"', 'r="1"'), "fel-excelfil", "arbetsboken är trasig"),
}


@pytest.mark.parametrize(("data", "kod", "words"), OTHERS.values(), ids=OTHERS.keys())
def test_a_file_that_is_no_workbook_to_be_read_is_told_as_what_it_is(
    data: bytes, kod: str, words: str, hus: Path
) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", data)
    start = time.process_time()
    assert_only_error(hus, EDITION, "ny.xlsx", kod, words)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(("limit", "value"), [("MAX_BYTES", 1_000), ("MAX_PARTS", 3), ("MAX_RATIO", 1)])
def test_every_limit_is_checked_by_itself(limit: str, value: int, hus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(hus, EDITION, ENKAT, "ny.xlsx", as_xlsx(survey(hus)))
    assert errors(hus, EDITION) == []
    monkeypatch.setattr(f"oj_workbook.package.{limit}", value)
    assert errors(hus, EDITION) == [(f"data/{EDITION}/ny.xlsx", "för-stor-fil")]


def test_a_few_cells_far_away_do_not_make_the_reading_endless(hus: Path) -> None:
    far = "".join(f'<row r="{rad}"><c r="XFD{rad}" t="b"/></row>' for rad in range(8, 2000))
    deliver(hus, EDITION, ENKAT, "ny.xlsx", tampered(as_xlsx(survey(hus)), SHEET, "</sheetData>", f"{far}</sheetData>"))
    start = time.process_time()
    assert_only_error(hus, EDITION, "ny.xlsx", "fel-excelfil", "trasig")
    assert time.process_time() - start < 5
