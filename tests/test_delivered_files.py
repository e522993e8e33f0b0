"""Files as they come: semicolons, other encodings, decimal commas, workbooks.  What cannot be read for sure is told."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from files import (
    Cells,
    as_csv,
    as_xlsx,
    assert_only_error,
    assert_same_facts,
    cells,
    deliver,
    edit,
    told,
    with_cell,
)
from oj_workbook.inputs import Inputs
from oj_workbook.sources import read_sources

EDITION, FOLKETS = "2024-prov", "2024-poster"
ENKAT, ANTAL = "enkat_2023.csv", "antal_2023.csv"
KALLOR = f"data/{EDITION}/kallor.yaml"
#: What writes cells as a file.
Form = Callable[[Cells], bytes]


@pytest.fixture
def hus(example_root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example_root, tmp_path / "hus")


def survey(root: Path) -> Cells:
    """Return the cells of the survey 2023: kod, kommun, F1 (rutin), F2 (a month), F3 (väntetid)."""
    return cells(root / "data" / EDITION / ENKAT)


def counts(root: Path) -> Cells:
    """Return the cells of the counts 2023, with öre in the first kommun's kronor: kod, kommun, l, v, k, i."""
    found = cells(root / "data" / EDITION / ANTAL)
    found[1][4] = "1234567.5"
    return found


def as_numbers(rows: Cells) -> Cells:
    """Return the counts as a workbook has them: numbers, also the codes that do not begin with three zeros."""
    numbers = re.compile(r"(?!000)[\d.]+")
    return [[float(str(cell)) if numbers.fullmatch(str(cell)) else cell for cell in row] for row in rows]


def with_commas(rows: Cells, blank: str) -> Cells:
    """Return the counts with decimal commas, and a blank between thousands."""
    return with_cell([[str(cell).replace(".", ",") for cell in row] for row in rows], "E2", f"1{blank}234{blank}567,5")


def kronor(inputs: Inputs) -> list[float]:
    """Return the kronor 2023 of each unit."""
    antal = inputs.antal
    found: list[float] = antal[(antal.uppgift == "kronor") & (antal.ar == 2023)].antal.tolist()
    return found


# --- the same survey in every form ---


#: How the answers and the counts are delivered: ending, bytes of either, keys of either.
FORMS: dict[str, tuple[str, Form, list[str], Form, list[str]]] = {
    "csv_med_semikolon_i_latin_1": (
        ".csv",
        lambda rows: as_csv(rows, ";", "latin-1"),
        ["teckenkodning: latin-1"],
        lambda rows: as_csv(with_commas(rows, "\u00a0"), ";", "latin-1"),
        ["teckenkodning: latin-1", "decimaltecken: komma"],
    ),
    "csv_med_semikolon_och_bom": (
        ".csv",
        lambda rows: as_csv(rows, ";", "utf-8-sig"),
        [],
        lambda rows: as_csv(with_commas(rows, "\u202f"), ";", "utf-8-sig"),
        ["decimaltecken: komma"],
    ),
    "xlsx_med_tal": (".xlsx", as_xlsx, ["blad: Svar"], lambda rows: as_xlsx(as_numbers(rows)), []),
    "xlsx_med_tal_där_det_står_komma": (
        ".XLSX",
        as_xlsx,
        [],
        lambda rows: as_xlsx(as_numbers(rows)),
        ["decimaltecken: komma"],
    ),
    "xlsx_med_text": (
        ".xlsx",
        as_xlsx,
        [],
        lambda rows: as_xlsx(with_commas(rows, " ")),
        ["decimaltecken: komma"],
    ),
}


@pytest.mark.parametrize(("ending", "answers", "more", "antal", "keys"), FORMS.values(), ids=FORMS.keys())
def test_one_survey_is_the_same_in_whatever_form_it_comes(
    ending: str, answers: Form, more: list[str], antal: Form, keys: list[str], hus: Path
) -> None:
    rows, numbers = survey(hus), counts(hus)
    (hus / "data" / EDITION / ANTAL).write_bytes(as_csv(numbers))
    before = read_sources(hus, EDITION).inputs
    assert kronor(before)[0] == 1234567.5
    deliver(hus, EDITION, ENKAT, f"svar{ending}", answers(rows), *more)
    deliver(hus, EDITION, ANTAL, f"tal{ending}", antal(numbers), *keys)
    sources = read_sources(hus, EDITION)
    assert_same_facts(sources.inputs, before)
    # What was read is named in what the workbook is made of, whatever its ending, but not by a checksum.
    assert {f"svar{ending}", f"tal{ending}"} <= {one.fil for one in sources.utgava.leveranser}
    assert not {f"data/{EDITION}/svar{ending}", f"data/{EDITION}/tal{ending}"} & sources.filer.keys()


@pytest.mark.parametrize("decimaltecken", ["punkt", "komma"])
def test_published_figures_are_the_same_in_whatever_form_they_come(decimaltecken: str, hus: Path) -> None:
    record = (
        "- fil: {}\n  slag: publicerat\n  ursprung: Publicerade tal.\n  koder: {{X: undertryckt}}\n"
        "  kolumner: {{enhet: enhet, namn: namn, indikator: indikator, år: ar, värde: varde}}\n{}"
    )
    rows: Cells = [
        ["enhet", "namn", "indikator", "ar", "varde"],
        ["riket", "Riket", "kronor_per_invanare", 2023, 1240],
        ["lan-02", "Södra länet", "langvariga", 2022, 30.5],
        ["riket", "Riket", "langvariga", 2023, "X"],
    ]
    komma = decimaltecken == "komma"
    texts = [[str(cell).replace(".", "," if komma else ".") for cell in row] for row in rows]
    texts[1][4] = "1 240" if komma else "1240"
    keys = f"  decimaltecken: {decimaltecken}\n"
    found = []
    for fil, data in (("siffror.csv", as_csv(texts)), ("siffror.xlsx", as_xlsx(rows))):
        root = shutil.copytree(hus, hus.parent / fil)
        (root / "data" / EDITION / fil).write_bytes(data)
        edit(root, KALLOR, "- fil: enkat_2023.csv", record.format(fil, keys) + "- fil: enkat_2023.csv")
        found.append(read_sources(root, EDITION).inputs)
    assert found[0].publicerat.varde.tolist()[:2] == [1240, 30.5]
    assert_same_facts(*found)


def test_a_population_table_is_the_same_in_whatever_form_it_comes(hus: Path) -> None:
    before = read_sources(hus, FOLKETS).inputs
    rows = cells(hus / "data" / FOLKETS / "folk_2023.csv")
    found = []
    for fil, data, keys in (
        ("folk.csv", as_csv(rows, ";", "cp1252"), ["teckenkodning: cp1252"]),
        ("folk.xlsx", as_xlsx([rows[0], *([*row[:3], *map(int, map(str, row[3:]))] for row in rows[1:])]), []),
    ):
        root = shutil.copytree(hus, hus.parent / fil)
        deliver(root, FOLKETS, "folk_2023.csv", fil, data, *keys)
        found.append(read_sources(root, FOLKETS).inputs)
    for inputs in found:
        assert_same_facts(inputs, before)


# --- csv: what stands between the fields, and the encoding ---

#: What stands between the fields, the heading, and what the column of rutin is called in it.
HEADINGS: dict[str, tuple[str, str, str]] = {
    "kommatecken": (",", "kod,kommun,F1,F2,F3", "F1"),
    "semikolon": (";", "kod;kommun;F1;F2;F3", "F1"),
    "fler_kommatecken_än_semikolon": (",", "kod,kommun,F1; a; b,F2,F3", "F1; a; b"),
    "fler_semikolon_än_kommatecken": (";", "kod;kommun;F1, a, b;F2;F3", "F1, a, b"),
    "semikolon_inom_citattecken": (",", 'kod,kommun,"F1; a; b; c; d; e",F2,F3', "F1; a; b; c; d; e"),
    "kommatecken_inom_citattecken": (";", 'kod;kommun;"F1, ""a"", b, c, d, e";F2;F3', "F1, 'a', b, c, d, e"),
    "radbrytning_inom_citattecken": (";", 'kod;kommun;"F1, a, b, c,\nd";F2;F3', "F1, a, b, c, d"),
}


@pytest.mark.parametrize(("delimiter", "heading", "rutin"), HEADINGS.values(), ids=HEADINGS.keys())
def test_the_heading_tells_what_stands_between_the_fields(delimiter: str, heading: str, rutin: str, hus: Path) -> None:
    before = read_sources(hus, EDITION).inputs
    written = heading.replace('""', "'")
    deliver(hus, EDITION, ENKAT, "ny.csv", f"{written}\n{as_csv(survey(hus)[1:], delimiter).decode()}".encode())
    text = (hus / KALLOR).read_text(encoding="utf-8")
    (hus / KALLOR).write_text(text.replace("skriftlig: F1", f'skriftlig: "{rutin}"', 1), encoding="utf-8")
    found = read_sources(hus, EDITION).inputs
    assert [block.svar for block in found.delsvar] == [block.svar for block in before.delsvar]


def test_titles_above_a_heading_with_semicolons_are_told_as_such(hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.csv", b"Svar 2023\n\n" + as_csv(survey(hus), ";"))
    assert_only_error(hus, EDITION, "ny.csv:1", "fel-rubrikrad", "rubrikraden hittades på rad 3")


@pytest.mark.parametrize(("delimiter", "words"), [(";", "innehåller semikolon"), (",", "innehåller kommatecken")])
def test_a_row_with_a_field_too_many_is_told_with_what_divides_it(delimiter: str, words: str, hus: Path) -> None:
    row = delimiter.join(["0003", "Östan", "2", "", "", "en", "kommentar"])
    data = as_csv(survey(hus), delimiter).replace(delimiter.join(["0003", "Östan", "2", "", ""]).encode(), row.encode())
    deliver(hus, EDITION, ENKAT, "ny.csv", data)
    assert_only_error(hus, EDITION, "ny.csv:4", "fel-antal-fält", words)


ENCODINGS: dict[str, tuple[str, str]] = {
    "utf_8": ("utf-8", ""),
    "utf_8_med_bom": ("utf-8-sig", ""),
    "utf_8_så_skriven": ("utf-8-sig", "teckenkodning: utf-8"),
    "latin_1": ("latin-1", "teckenkodning: latin-1"),
    "cp1252": ("cp1252", "teckenkodning: cp1252"),
    "cp1252_utan_något_som_bara_finns_där": ("cp1252", "teckenkodning: latin-1"),
}


@pytest.mark.parametrize(("encoding", "key"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_a_file_is_read_in_the_encoding_that_it_has(encoding: str, key: str, hus: Path) -> None:
    before = read_sources(hus, EDITION).inputs
    deliver(hus, EDITION, ENKAT, "ny.csv", as_csv(survey(hus), ";", encoding), *([key] if key else []))
    assert_same_facts(read_sources(hus, EDITION).inputs, before)


SAVE = "spara om filen som UTF-8, eller skriv ”teckenkodning:"
#: What is in the file after the heading and Ekby, the key, and what is told: the row and words.
WRONG_ENCODINGS: dict[str, tuple[bytes, str, int, str]] = {
    "latin_1_utan_att_det_står": (
        "0002;Åsbo;1;2021-12;lång\n".encode("latin-1"),
        "",
        3,
        f"byte 50 är inte UTF-8; filen är troligen sparad som latin-1 eller cp1252. {SAVE} latin-1” på leveransen",
    ),
    "cp1252_utan_att_det_står": (
        "0002;Åsbo – norr;1;2021-12;lång\n".encode("cp1252"),
        "",
        3,
        f"byte 50 är inte UTF-8; filen är troligen sparad som cp1252. {SAVE} cp1252” på leveransen",
    ),
    "två_filer_i_en": (
        "0002;Åsbo;1;2021-12;lång\n".encode() + "0003;Östan;2;;\n".encode("latin-1"),
        "",
        4,
        "byte 77 är inte UTF-8 (troligen cp1252), men raderna före är det",
    ),
    "cp1252_som_sägs_vara_latin_1": (
        "0002;Åsbo;1;2021-12;lång\n0003;”Östan”;2;;\n".encode("cp1252"),
        "teckenkodning: latin-1",
        4,
        "byte 75 är U+0094, ett av C1-styrtecknen U+0080–U+009F, i latin-1; filen är troligen cp1252. skriv ”tecken",
    ),
    "tre_punkter_i_ett_tecken": (
        "0002;Åsbo …;1;2021-12;lång\n".encode("cp1252"),
        "teckenkodning: latin-1",
        3,
        "U+0085",
    ),
    "tecken_som_inte_finns_i_cp1252": (
        b"0002;\xc5sbo\x81;1;;\n",
        "teckenkodning: cp1252",
        3,
        "byte 54 finns inte i cp12",
    ),
    "utf_8_som_sägs_vara_latin_1": (
        "0002;Åsbo;1;2021-12;lång\n".encode(),
        "teckenkodning: latin-1",
        3,
        "raden är UTF-8, men leveransen säger ”teckenkodning: latin-1”",
    ),
    "utf_8_sist_i_det_som_sägs_vara_latin_1": (
        "0002;Åsbo;1;2021-12;lång\r\n".encode("latin-1") + "0003;Östan;2;;\n".encode(),
        "teckenkodning: latin-1",
        4,
        "raden är UTF-8",
    ),
}


@pytest.mark.parametrize(("rows", "key", "rad", "words"), WRONG_ENCODINGS.values(), ids=WRONG_ENCODINGS.keys())
def test_a_file_in_another_encoding_is_told_with_byte_row_guess_and_remedy(
    rows: bytes, key: str, rad: int, words: str, hus: Path
) -> None:
    data = b"kod;kommun;F1;F2;F3\n0001;Ekby;1;2022-01;kort\n"
    deliver(hus, EDITION, ENKAT, "ny.csv", data + rows, *([key] if key else []))
    assert_only_error(hus, EDITION, f"ny.csv:{rad}", "fel-teckenkodning", words)


def test_unicode_text_from_excel_is_told_as_such(hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.csv", as_csv(survey(hus), ";", "utf-16"))
    assert_only_error(hus, EDITION, "ny.csv:1", "fel-teckenkodning", "UTF-16")


def test_a_file_of_ours_has_no_record_to_declare_its_encoding_on(hus: Path) -> None:
    path = hus / "data/enheter/kommuner.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    found = [one for one in told(hus, EDITION) if one.kod == "fel-teckenkodning"]
    assert [one.gor_sa_har for one in found] == ["spara om filen som UTF-8."]


def test_a_workbook_that_is_called_csv_is_told_as_such(hus: Path) -> None:
    deliver(hus, EDITION, ENKAT, "ny.csv", as_xlsx(survey(hus)))
    assert_only_error(hus, EDITION, "ny.csv", "fel-filslag", "döp filen till .xlsx")


# --- numbers ---

COUNTS: dict[str, tuple[str, str, float]] = {
    "decimalpunkt": ("12.5", "punkt", 12.5),
    "heltal": ("12", "komma", 12),
    "decimalkomma": ("12,5", "komma", 12.5),
    "under_noll": ("-12,5", "komma", -12.5),
    "tusental": ("1 234,5", "komma", 1234.5),
    "tusental_med_hårt_blanksteg": ("1\u00a0234,5", "komma", 1234.5),
    "tusental_med_smalt_blanksteg": ("1\u202f234\u202f567", "komma", 1234567),
}


@pytest.mark.parametrize(("cell", "decimaltecken", "antal"), COUNTS.values(), ids=COUNTS.keys())
def test_a_count_is_read_with_the_decimal_sign_of_the_delivery(
    cell: str, decimaltecken: str, antal: float, hus: Path
) -> None:
    rows = cells(hus / "data" / EDITION / ANTAL)
    deliver(hus, EDITION, ANTAL, "ny.csv", as_csv(with_cell(rows, "E2", cell)), f"decimaltecken: {decimaltecken}")
    assert kronor(read_sources(hus, EDITION).inputs)[0] == antal


WRITE_KEY = "eller ”decimaltecken: komma” på leveransen"
WRONG_COUNTS: dict[str, tuple[str, str, str]] = {
    "decimalkomma_utan_att_det_står": ("1717,5", "", WRITE_KEY),
    "tusental_utan_att_det_står": ("1 717", "", WRITE_KEY),
    "decimalpunkt_där_det_står_komma": ("1717.5", "komma", "eller ta bort ”decimaltecken: komma”"),
    "punkt_mellan_tusental": ("1.717,5", "komma", "siffror och decimalkomma"),
    "blanksteg_på_fel_ställe": ("17 17,5", "komma", "siffror och decimalkomma"),
    "två_kommatecken": ("1,717,5", "komma", "siffror och decimalkomma"),
    "procent": ("1717,5 %", "komma", "siffror och decimalkomma"),
    "procent_utan_att_det_står": ("1717.5 %", "", "siffror och decimalpunkt"),
    "typografiskt_minustecken": ("−1717,5", "komma", "siffror och decimalkomma"),
}


@pytest.mark.parametrize(("cell", "decimaltecken", "words"), WRONG_COUNTS.values(), ids=WRONG_COUNTS.keys())
def test_a_count_with_another_decimal_sign_is_refused_without_telling_it(
    cell: str, decimaltecken: str, words: str, hus: Path
) -> None:
    keys = [f"decimaltecken: {decimaltecken}"] if decimaltecken else []
    rows = cells(hus / "data" / EDITION / ANTAL)
    deliver(hus, EDITION, ANTAL, "ny.csv", as_csv(with_cell(rows, "E2", cell)), *keys)
    (fault,) = (one for one in told(hus, EDITION) if one.kod == "fel-tal")
    assert str(fault.place) == f"data/{EDITION}/ny.csv:2"
    assert words in fault.gor_sa_har
    assert "717" not in "".join(map(str, told(hus, EDITION)))


FIGURES: dict[str, tuple[str, str, str]] = {
    "decimalkomma_utan_att_det_står": (
        "30,5",
        "",
        "”30,5” är inte ett tal. skriv talet med decimalpunkt och utan blanksteg, eller ”decimaltecken: komma”",
    ),
    "decimalpunkt_där_det_står_komma": ("30.5", "komma", "”30.5” är inte ett tal. skriv talet med decimalkomma"),
    "för_många_decimaler": ("30,51", "komma", "”30,51” har fler än 1 decimaler"),
    "mer_än_hundra_procent": ("100,1", "komma", "”100,1” är mer än 100 procent"),
    "under_noll": ("-0,1", "komma", "”-0,1” är negativt"),
    "procenttecken": ("30,5 %", "komma", "med decimalkomma och utan procenttecken"),
}


@pytest.mark.parametrize(("cell", "decimaltecken", "words"), FIGURES.values(), ids=FIGURES.keys())
def test_a_published_figure_is_checked_whatever_its_decimal_sign(
    cell: str, decimaltecken: str, words: str, hus: Path
) -> None:
    record = (
        "- fil: siffror.csv\n  slag: publicerat\n  ursprung: Publicerade tal.\n"
        "  kolumner: {enhet: enhet, namn: namn, indikator: indikator, år: ar, värde: varde}\n"
    )
    record += f"  decimaltecken: {decimaltecken}\n" if decimaltecken else ""
    row = ["riket", "Riket", "langvariga", "2022", cell]
    (hus / "data" / EDITION / "siffror.csv").write_bytes(
        as_csv([["enhet", "namn", "indikator", "ar", "varde"], row], ";")
    )
    edit(hus, KALLOR, "- fil: enkat_2023.csv", f"{record}- fil: enkat_2023.csv")
    assert_only_error(hus, EDITION, "siffror.csv:2", "fel-tal", words)


INHABITANTS: dict[str, tuple[str, str, str]] = {
    "tusental": ("1 200", "komma", ""),
    "tusental_utan_att_det_står": ("1 200", "", WRITE_KEY),
    "halv_person": ("12,5", "komma", "bara siffror"),
    "halv_person_utan_att_det_står": ("12,5", "", "bara siffror"),
    "under_noll": ("-12", "komma", "bara siffror"),
}


@pytest.mark.parametrize(("cell", "decimaltecken", "words"), INHABITANTS.values(), ids=INHABITANTS.keys())
def test_inhabitants_are_whole_whatever_the_decimal_sign(cell: str, decimaltecken: str, words: str, hus: Path) -> None:
    rows = with_cell(cells(hus / "data" / FOLKETS / "folk_2023.csv"), "E4", cell)
    keys = [f"decimaltecken: {decimaltecken}"] if decimaltecken else []
    deliver(hus, FOLKETS, "folk_2023.csv", "folk.csv", as_csv(rows, ";"), *keys)
    if words:
        assert_only_error(hus, FOLKETS, "folk.csv:4", "fel-tal", words)
    else:
        antal = read_sources(hus, FOLKETS).inputs.antal
        unga = antal[(antal.uppgift == "invanare_18_24") & (antal.enhet == "0001")]
        assert unga.antal.tolist() == [1200 + 15]


# --- keys that say nothing ---

KEYS: dict[str, tuple[str, str, str, str]] = {
    "blad_på_en_csv": (ENKAT, "ny.csv", "blad: Svar", "”blad” gäller xlsx; en csv har inga blad"),
    "teckenkodning_på_en_xlsx": (ENKAT, "ny.xlsx", "teckenkodning: utf-8", "”teckenkodning” gäller csv"),
    "decimaltecken_på_svar_i_ord": (ENKAT, "ny.csv", "decimaltecken: komma", "”decimaltecken” gäller tal"),
}


@pytest.mark.parametrize(("old", "new", "key", "words"), KEYS.values(), ids=KEYS.keys())
def test_a_key_that_says_nothing_of_such_a_file_is_refused(old: str, new: str, key: str, words: str, hus: Path) -> None:
    deliver(hus, EDITION, old, new, as_csv(survey(hus)), key)
    assert_only_error(hus, EDITION, "kallor.yaml:2:3", "fel-plats", words)


@pytest.mark.parametrize("key", ["blad: Svar", "teckenkodning: latin-1", "decimaltecken: komma"])
def test_records_of_people_have_none_of_the_keys(key: str, hus: Path) -> None:
    edit(hus, f"data/{FOLKETS}/kallor.yaml", "  slag: månadsposter\n", f"  slag: månadsposter\n  {key}\n")
    word = key.partition(":")[0]
    assert_only_error(hus, FOLKETS, "kallor.yaml:29:3", "fel-plats", f"”{word}” gäller inte månadsposter")


@pytest.mark.parametrize(
    ("key", "words"),
    [("teckenkodning: latin1", "menade du ”latin-1”"), ("decimaltecken: kommatecken", "menade du ”komma”")],
)
def test_a_key_has_one_of_a_few_words(key: str, words: str, hus: Path) -> None:
    edit(hus, KALLOR, f"- fil: {ANTAL}\n", f"- fil: {ANTAL}\n  {key}\n")
    place = f"kallor.yaml:19:{key.index(':') + 5}"
    assert_only_error(hus, EDITION, place, "okänt-värde", words)


@pytest.mark.parametrize("fil", ["svar.xls", "svar.XLSM", "svar.ods"])
def test_another_kind_of_workbook_is_told_by_its_name(fil: str, hus: Path) -> None:
    edit(hus, KALLOR, f"- fil: {ENKAT}\n", f"- fil: {fil}\n")
    assert_only_error(hus, EDITION, "kallor.yaml:1:8", "fel-filslag", f"”{fil}” är ett kalkylark")


# --- what people do with files ---


def rewrite(root: Path, fil: str, *changes: tuple[str, str]) -> None:
    path = root / f"data/{EDITION}/{fil}"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_empty_columns_after_the_last_are_no_columns(hus: Path) -> None:
    path = hus / f"data/{EDITION}/{ENKAT}"
    before = read_sources(hus, EDITION).inputs
    text = path.read_text(encoding="utf-8").replace(",", ";").replace("\n", ";;\n")
    path.write_text(text, encoding="utf-8")
    sources = read_sources(hus, EDITION)
    assert_same_facts(sources.inputs, before)
    assert sources.problems.warnings == []


def test_a_title_above_the_headings_is_told_with_the_row_of_the_headings(hus: Path) -> None:
    rewrite(hus, ENKAT, ("kod,kommun,", "Kartläggningen 2023,,,,\nkod,kommun,"))
    assert_only_error(hus, EDITION, f"{ENKAT}:1", "fel-rubrikrad", "rubrikraden hittades på rad 2")


def test_counts_where_headings_should_be_are_not_repeated(hus: Path) -> None:
    rewrite(hus, ANTAL, ("kod,kommun,l,v,k,i\n", ""), ("0001,Ekby,20,40,1000,200", "0001,Ekby,7,7,1000,200"))
    assert_only_error(hus, EDITION, f"{ANTAL}:1", "fel-rubrikrad", "överst står tal och inga rubriker")
    assert not any("”7”" in one.text for one in told(hus, EDITION))


def test_a_count_that_is_no_number_is_one_fault_and_not_half_a_count_as_well(hus: Path) -> None:
    rewrite(hus, ANTAL, ("0001,Ekby,20,40,", "0001,Ekby,färre än 25,40,"))
    assert_only_error(hus, EDITION, f"{ANTAL}:2", "fel-tal", "har något som inte är ett tal (värdet visas inte)")


def test_a_code_that_nobody_explained_is_answered_with_where_to_explain_it(hus: Path) -> None:
    rewrite(hus, ENKAT, ("0001,Ekby,1,2022-01,kort", "0001,Ekby,1,2022-01,7"))
    assert_only_error(hus, EDITION, f"{ENKAT}:2", "okänt-svar", "är det en kod: säg vad den betyder, under ”koder”")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  slag: delsvar\n  år: 2023", "  slag: delsvar\n  år: 2023\n  källa: enkt", "källan ”enkt” finns inte"),
        (
            "  slag: antal\n  år: 2023",
            "  slag: antal\n  år: 2023\n  källa: enkat",
            "ingen indikator har något för antal från enkat i utgåvan",
        ),
        ("  slag: antal\n  år: 2023", "  slag: antal\n  år: 2024", "väntat: 2022 eller 2023; rätta året"),
    ],
    ids=["felstavad_källa", "källa_av_annat_slag", "källa_som_släpar"],
)
def test_a_delivery_that_fits_nothing_is_answered_with_what_would_fit(
    old: str, new: str, words: str, hus: Path
) -> None:
    edit(hus, f"data/{EDITION}/kallor.yaml", old, new)
    found = [one for one in told(hus, EDITION) if one.niva == "fel" and one.place.fil.endswith("kallor.yaml")]
    assert words in f"{found[0].text} {found[0].gor_sa_har}"
    assert "ta bort leveransen" not in found[0].gor_sa_har


def test_codes_below_the_files_heading_are_answered_with_our_word_and_at_their_line(hus: Path) -> None:
    whole = 'koder: {"1": Ja, "2": Nej, kort: 0–7 dagar, lång: 8– dagar}\n- fil: enkat_2024.csv'
    own = 'koder:\n    "1": Ja\n    "2": Nej\n    F3: {kort: 0–7 dagar, lång: 8– dagar}\n- fil: enkat_2024.csv'
    edit(hus, f"data/{EDITION}/kallor.yaml", whole, own)
    first = next(one for one in told(hus, EDITION) if one.kod == "okänd-kolumn")
    assert first.place.rad == 9
    assert "”F3” under ”koder” är filens rubrik" in first.text
    assert "skriv ”vantetid”" in first.gor_sa_har
