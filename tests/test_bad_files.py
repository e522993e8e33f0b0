"""Delivered files as they really come, row by row of what is known to go wrong: what is answered, and what is left.

The letter of a name is the kind of fault: A the file and its encoding, B the header, F the rows, G Excel, K hostile.
"""

import io
import random
import re
import struct
import subprocess
import sys
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from bad import (
    EDITION,
    FOLDER,
    Answer,
    Bad,
    Change,
    alone,
    around,
    assert_answered,
    codes,
    files_of,
    fine,
    mended,
    run,
    stop,
    warn,
)
from files import SHEET, Cells, as_csv, as_xlsx, deliver, edit, tampered, with_cell
from oj_workbook.cli import main

ENKAT, ANTAL = "enkat_2023.csv", "antal_2023.csv"
KALLOR = f"{FOLDER}/kallor.yaml"
ROWS: Cells = [
    ["kod", "kommun", "F1", "F2", "F3"],
    ["0001", "Ekby", "1", "2022-01", "kort"],
    ["0002", "Åsbo", "1", "2021-12", "lång"],
    ["0003", "Östan", "2", "", ""],
    ["0101", "Lunden", "1", "", "kort"],
    ["0102", "Ådala", "Integrerad", "", "lång"],
]
TEXT = as_csv(ROWS, ";").decode()
#: A book in which all is well, and the same as another file.
BOOK = as_xlsx(ROWS)


@pytest.fixture(scope="module")
def house(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example house, where nothing is told but what is planted."""
    return alone(example_root, tmp_path_factory.mktemp("hus"))


@pytest.fixture(scope="module")
def published(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was published of the example house, before anything went wrong."""
    out = tmp_path_factory.mktemp("publicerat")
    assert main(["build", EDITION, "--projekt", str(house), "-o", str(out)]) == 0
    return out


@pytest.fixture
def answer_to(
    house: Path, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[Change], Answer]:
    def said() -> str:
        told = capsys.readouterr()
        return told.err + told.out

    capsys.readouterr()
    return lambda change: run(house, published, tmp_path, change, said)


# --- ways to plant a fault ---


def survey(data: bytes | str, *keys: str, name: str = ENKAT) -> Change:
    """Return what puts other bytes in the place of the survey 2023."""
    raw = data.encode() if isinstance(data, str) else data

    def change(root: Path) -> None:
        deliver(root, EDITION, ENKAT, name, raw, *keys)

    return change


def rewritten(*changes: tuple[str, str]) -> Change:
    """Return what writes something else in the survey 2023, which has semicolons here."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return survey(text)


def heading(new: str, old: str = "F1") -> Change:
    return rewritten((f";{old};", f";{new};"))


def with_column(rubrik: str, *below: str, rows: Cells = ROWS) -> Change:
    """Return what adds a column last; what is not given of it is empty."""
    column = [rubrik, *below, *[""] * (len(rows) - 1 - len(below))]
    return survey(as_csv([[*row, cell] for row, cell in zip(rows, column, strict=True)], ";"))


def comment(*below: str) -> Change:
    return with_column("kommentar", *below)


def with_rows(*more: list[str]) -> Change:
    """Return what adds rows below the last."""
    return survey(as_csv([*ROWS, *more], ";"))


def book(data: bytes, *keys: str) -> Change:
    return survey(data, *keys, name="svar.xlsx")


def sheet(change: Callable[[Workbook, Worksheet], object], rows: Cells = ROWS) -> Change:
    return book(as_xlsx(rows, change))


def part(name: str, old: str, new: str) -> Change:
    return book(tampered(BOOK, name, old, new))


def counts(*changes: tuple[str, str]) -> Change:
    """Return what writes something else in the counts 2023."""

    def change(root: Path) -> None:
        for old, new in changes:
            edit(root, f"{FOLDER}/{ANTAL}", old, new)

    return change


def counts_in_excel(root: Path) -> None:
    """Deliver counts with no headings above them."""
    deliver(
        root, EDITION, ANTAL, "antal.xlsx", as_xlsx([["0001", "Ekby", "7717", "7717", "1000", "200"], ["0002", "Åsbo"]])
    )


def both(*changes: Change) -> Change:
    return lambda root: [change(root) for change in changes]


def removed(root: Path) -> None:
    (root / FOLDER / ENKAT).unlink()


def a_folder_instead(root: Path) -> None:
    removed(root)
    (root / FOLDER / ENKAT).mkdir()


def copied(new: str, year: int) -> Change:
    """Return what delivers the survey 2023 once more, as another file."""

    def change(root: Path) -> None:
        text = (root / KALLOR).read_text(encoding="utf-8")
        record = text[: text.index("- fil: enkat_2024")].replace(ENKAT, new).replace("år: 2023", f"år: {year}")
        (root / FOLDER / new).write_bytes((root / FOLDER / ENKAT).read_bytes())
        (root / KALLOR).write_text(text + record, encoding="utf-8")

    return change


def last_year_again(root: Path) -> None:
    (root / FOLDER / "enkat_2024.csv").write_bytes((root / FOLDER / ENKAT).read_bytes())


#: The survey with comments, of which the first goes on on the next row.
QUOTED = as_csv(
    [[*row, {0: "kommentar", 1: "en rad\noch en till"}.get(number)] for number, row in enumerate(ROWS)], ";"
).decode()
LATIN = TEXT.encode("latin-1")
TOO_LONG = "x" * 40_000

# --- A: the file and its encoding ---

A: dict[str, Bad] = {
    "A01": around("fil-saknas", removed, f"{KALLOR}:1:8", f"”{FOLDER}/{ENKAT}” finns inte"),
    "A01_en_mapp": around("fil-saknas", a_folder_instead, f"{KALLOR}:1:8", ENKAT),
    "A01_annat_namn": around("fil-saknas", lambda root: edit(root, KALLOR, ENKAT, "svar.csv"), "svar.csv"),
    "A02_tom_fil": stop("tom-fil", survey(b""), f"{ENKAT}:1", "filen är tom"),
    "A02_bara_blanka_rader": stop("tom-fil", survey("\r\n\r\n  \r\n"), "filen är tom"),
    "A03": stop("tom-fil", survey(TEXT.splitlines()[0]), "0 rader, och minst en väntas"),
    "A03_bara_tomma_fält": stop("tom-fil", survey(TEXT.splitlines()[0] + "\n;;;;\n;;;;\n"), "0 rader"),
    "A04_bom": fine(survey(b"\xef\xbb\xbf" + TEXT.encode())),
    "A04_utf_16": stop("fel-teckenkodning", survey(TEXT.encode("utf-16")), f"{ENKAT}:1", "byte 0 ", "UTF-16"),
    "A04_utf_16_utan_bom": stop("fel-teckenkodning", survey(TEXT.encode("utf-16-le")), "UTF-16"),
    "A04_utf_16_som_sägs_vara_latin_1": stop(
        "fel-teckenkodning", survey(TEXT.encode("utf-16"), "teckenkodning: latin-1"), "UTF-16"
    ),
    "A05": stop("fel-teckenkodning", survey(LATIN), f"{ENKAT}:3", "byte 52 ", "cp1252"),
    "A06_dubbelt_kodad": stop(
        "fel-teckenkodning", survey(TEXT.encode().decode("cp1252").encode()), f"{ENKAT}:3", "”kommun”", "”Ã…”", antal=5
    ),
    "A06_förlorade_bokstäver": stop(
        "fel-teckenkodning", rewritten(("Östan", "\N{REPLACEMENT CHARACTER}stan")), f"{ENKAT}:4", "”kommun”"
    ),
    "A07": stop(
        "fel-teckenkodning",
        survey(TEXT.replace("Lunden", "”Lunden” – 5 €").encode("cp1252"), "teckenkodning: latin-1"),
        f"{ENKAT}:5",
        "C1-styrtecknen U+0080–U+009F",
    ),
    "A09": stop(
        "fel-teckenkodning", survey(TEXT.encode() + TEXT.encode("cp1252")), f"{ENKAT}:9", "cp1252", "två filer i en?"
    ),
    "A10_nul": stop("otillåtet-tecken", rewritten(("Lunden", "Lun\0den")), f"{ENKAT}:5", "<U+0000>"),
    "A10_flera_styrtecken": stop(
        "otillåtet-tecken",
        rewritten(("Ekby", "\x07Ekby\x1b"), ("Lunden", "Lun\0den")),
        f"{ENKAT}:2",
        f"{ENKAT}:5",
        antal=2,
    ),
    "A10_styrtecken_efter_cr": stop(
        "otillåtet-tecken", survey(TEXT.replace("\r\n", "\r").replace("Lunden", "Lun\x07den")), f"{ENKAT}:5"
    ),
    "A11": stop(
        "fel-antal-fält", rewritten(("kort\r\n0002", "kort; och sen\r\n0002")), f"{ENKAT}:2", "6 fält", "rubrikraden 5"
    ),
    "A11_flera_rader": stop(
        "fel-antal-fält",
        rewritten(("kort\r\n0002", "kort;\r\n0002"), ("2;;\r\n", "2;\r\n")),
        f"{ENKAT}:2",
        f"{ENKAT}:4",
        antal=2,
    ),
    "A12_avklippt": stop("fel-antal-fält", survey(TEXT[:-18]), f"{ENKAT}:6", "är filen avklippt"),
    "A12_fotnot_utan_skiljetecken": stop("fel-antal-fält", survey(TEXT + "Källa: enkäten\r\n"), f"{ENKAT}:7", "fotnot"),
    "A12_tabbar": stop("fel-skiljetecken", survey(TEXT.replace(";", "\t")), "tabbar"),
    "A12_lodstreck": stop("fel-skiljetecken", survey(TEXT.replace(";", "|")), "lodstreck"),
    "A12_kommatecken": fine(survey(TEXT.replace(";", ","))),
    "A13": stop("fel-citattecken", rewritten(("Åsbo", '"Åsbo')), f"{ENKAT}:3"),
    "A13_till_nästa": stop("fel-citattecken", rewritten(("Åsbo", '"Åsbo'), ("Lunden", '"Lunden"')), f"{ENKAT}:3"),
    "A13_i_en_lång_fil": stop(
        "för-lång-cell", survey(TEXT.replace("Åsbo", '"Åsbo') + "x" * 140_000), f"{ENKAT}:3", "citattecknet"
    ),
    "A15_crlf": Bad(0, survey(QUOTED), ("varning okänd-kolumn",), ("”kommentar”",), lagade=1),
    "A15_cr": fine(survey(TEXT.replace("\r\n", "\r"))),
    "A15_lf": fine(survey(TEXT.replace("\r\n", "\n"))),
    "A15_utan_sista_radslut": fine(survey(TEXT.rstrip())),
    "A15_rätt_rad": Bad(
        1,
        survey(QUOTED.replace("0101;Lunden", "0109;Lunden")),
        ("fel okänd-enhet", "varning okänd-kolumn"),
        (f"{ENKAT}:6", "”0109” finns inte"),
    ),
    "A16_excel_med_namnet_csv": stop("fel-filslag", survey(BOOK), "Excelfil"),
    "A17": stop("samma-fil", copied("enkat_b.csv", 2023), ENKAT, "enkat_b.csv"),
    "A17_förra_årets_fil": stop("samma-fil", last_year_again, ENKAT, "enkat_2024.csv"),
    "A18_sökväg": stop("fel-filnamn", lambda root: edit(root, KALLOR, ENKAT, "../../hemligt.csv"), "hemligt.csv"),
}

#: The survey with two columns that nobody asked for.
TWO_MORE = [[*row, f"x{number}" if number else "nytt", "" if number else "annat"] for number, row in enumerate(ROWS)]

# --- B: header and columns ---

B: dict[str, Bad] = {
    "B01": stop(
        "kolumn-saknas", survey(as_csv([[*row[:2], *row[3:]] for row in ROWS], ";")), "”F1”", "rutin.skriftlig"
    ),
    "B02_omdöpt": Bad(
        1, heading("F1b"), ("fel kolumn-saknas", "varning okänd-kolumn"), ("”F1” saknas", "menade du ”F1b”?")
    ),
    "B02_gemen": Bad(1, heading("f1"), ("fel kolumn-saknas", "varning okänd-kolumn"), ("menade du ”f1”?",)),
    "B02_nycklarnas": stop("kolumn-saknas", rewritten(("kod;", "kommunkod;")), "”kod” finns inte", ENKAT),
    "B03_blanksteg": mended(1, heading("F1 ")),
    "B03_hårt_blanksteg": mended(1, heading("\u00a0F1\u00a0")),
    "B03_radbrytning": mended(1, heading('"F1\n"')),
    "B03_i_excel": mended(2, book(as_xlsx(with_cell(with_cell(ROWS, "C1", " F1"), "D1", "F2\u00a0")))),
    "B04_nollbrett_blanksteg": Bad(
        1, heading("F1\u200b"), ("fel kolumn-saknas", "varning okänd-kolumn"), ("”F1” saknas", "”F1<U+200B>”")
    ),
    "B04_mjukt_bindestreck": Bad(
        1, heading("F\u00ad1"), ("fel kolumn-saknas", "varning okänd-kolumn"), ("”F1” saknas", "”F<U+00AD>1”")
    ),
    "B04_kyrilliskt_k": stop("kolumn-saknas", rewritten(("kod;", "\u043aod;")), "”kod” finns inte"),
    "B05": mended(
        1,
        both(
            heading(unicodedata.normalize("NFD", "Får")),
            lambda root: (root / KALLOR).write_text(
                (root / KALLOR).read_text(encoding="utf-8").replace("skriftlig: F1", "skriftlig: Får", 1),
                encoding="utf-8",
            ),
        ),
    ),
    "B06_dubbel": stop("dubbel-rubrik", heading("F1", "F2"), "”F1” står mer än en gång"),
    "B06_dubbel_efter_lagning": stop("dubbel-rubrik", heading("F1 ", "F2"), "”F1” står mer än en gång"),
    "B06_utan_rubrik": stop("fel-rubrikrad", with_column("", "x"), "kolumn 6 har ingen rubrik"),
    "B06_tomma_kolumner_sist": fine(with_column("")),
    "B07": warn("okänd-kolumn", with_column("F99", "Ja"), "”F99” är okänd och läses inte"),
    "B07_flera": warn("okänd-kolumn", survey(as_csv(TWO_MORE, ";")), "”nytt”", "”annat”", antal=2),
    "B08_annan_ordning": fine(survey(as_csv([row[::-1] for row in ROWS], ";"))),
    "B09": stop("fel-rubrikrad", survey("Enkäten;;;;\r\n2023;;;;\r\n" + TEXT), "rubrikraden hittades på rad 3"),
    "B09_utan_skiljetecken": stop(
        "fel-rubrikrad", survey("Enkäten\r\n2023\r\n" + TEXT), "rubrikraden hittades på rad 3"
    ),
    "B09_i_excel": stop(
        "fel-rubrikrad", book(as_xlsx([["Enkäten"], ["2023"], *ROWS])), "rubrikraden hittades på rad 3"
    ),
    "B09_sep": stop("fel-rubrikrad", survey("sep=;\r\n" + TEXT), "rubrikraden hittades på rad 2"),
    "B10_tal_i_stället": stop(
        "fel-rubrikrad", counts(("kod,kommun,l,v,k,i\n", ""), ("Ekby,20,40,", "Ekby,7717,7717,")), hidden=("7717",)
    ),
    "B10_tal_i_excel": stop("fel-rubrikrad", counts_in_excel, "tal och inga rubriker", hidden=("7717",)),
    "B10_rubriken_igen": stop("fel-rubrikrad", with_rows([str(one) for one in ROWS[0]]), f"{ENKAT}:7", "en gång till"),
    "B11": stop("tom-kolumn", survey(as_csv([ROWS[0], *([*row[:4], ""] for row in ROWS[1:])], ";")), "”F3”", "0 av 5"),
    "B12_tom_rad_före_rubriken": fine(survey("\r\n\r\n" + TEXT)),
}

# --- F: rows, coverage, time ---

HUNDRA_FEL = [[f"9{number:03}", "Nystad", "1", "2022-01", "kort"] for number in range(130)]

F: dict[str, Bad] = {
    "F01": stop(
        "dubbel-rad", with_rows(*([str(cell) for cell in row] for row in ROWS[1:])), "5 av 5 rader", "”0001”, ”0002”"
    ),
    "F01_med_rubrik": Bad(
        1, survey(TEXT + TEXT), ("fel fel-rubrikrad", "fel dubbel-rad"), (f"{ENKAT}:7", "5 av 5 rader")
    ),
    "F02_fler_än_hundra": stop(
        "okänd-enhet",
        with_rows(*HUNDRA_FEL),
        f"{ENKAT}:106",
        "130 ställen; bara de 100 första",
        "130 fel",
        antal=100,
        hidden=(f"{ENKAT}:107",),
    ),
    "F03": stop(
        "filtrerad-tabell", sheet(lambda _, one: one.set_row(2, None, None, {"hidden": True})), "”Svar”", "1 av 6"
    ),
    "F03_flera": stop(
        "filtrerad-tabell",
        sheet(lambda _, one: [one.set_row(rad, None, None, {"hidden": True}) for rad in (2, 4)]),
        "2 av 6 rader är dolda",
    ),
    "F03_utan_höjd": stop(
        "filtrerad-tabell", part(SHEET, '<row r="4" ', '<row r="4" ht="0.0" customHeight="1" '), "1 av 6"
    ),
    "F03_dolda_om_inget_sägs": fine(sheet(lambda _, one: one.set_default_row(hide_unused_rows=True))),
    "F03_dold_bland_dolda": stop(
        "filtrerad-tabell",
        sheet(
            lambda _, one: (one.set_default_row(hide_unused_rows=True), one.set_row(3, None, None, {"hidden": True}))
        ),
        "1 av 6",
    ),
    "F04_dold_kolumn": warn(
        "dold-kolumn", sheet(lambda _, one: one.set_column("C:C", None, None, {"hidden": True})), "”F1” (C)"
    ),
    "F04_dold_med_bredd": warn(
        "dold-kolumn",
        part(SHEET, "<sheetData>", '<cols><col min="5" max="16384" width="9" hidden="1"/></cols><sheetData>'),
        "”F3” (E)",
    ),
    "F04_kolumn_utan_bredd": warn("dold-kolumn", sheet(lambda _, one: one.set_column("D:E", 0)), antal=2),
    "F05": stop("fel-år", with_column("år", *["2024"] * 5), f"{ENKAT}:2", "”år” säger ”2024”", "gäller 2023", antal=5),
    "F05_på_ascii": stop("fel-år", with_column("AR", "2023", "2023", "2022", "2023", "2023"), f"{ENKAT}:4", "”2022”"),
    "F05_rätt_år": fine(with_column("År", *["2023"] * 5)),
    "F05_utpekad_kolumn": stop(
        "fel-år",
        both(
            with_column("omgång", "2023", "", "2023", "2023", "våren"),
            lambda root: (root / KALLOR).write_text(
                (root / KALLOR).read_text(encoding="utf-8").replace("enhet: kod,", "enhet: kod, år: omgång,", 1),
                encoding="utf-8",
            ),
        ),
        f"{ENKAT}:3",
        f"{ENKAT}:6",
        "”våren”",
        antal=2,
    ),
    "F05_ar_som_inte_är_ett_år": warn("okänd-kolumn", with_column("ar", "hektar"), "”ar”"),
    "F06_saknat_år": stop(
        "uppgifter-saknas",
        lambda root: (root / KALLOR).write_text(
            "- fil" + (root / KALLOR).read_text(encoding="utf-8").split("- fil", 2)[2], encoding="utf-8"
        ),
        "”rutin” har inga uppgifter för 2023",
        "”vantetid”",
        antal=2,
    ),
    "F08_saknad_rad": warn("enhet-saknas", rewritten(("0003;Östan;2;;\r\n", "")), "1 av 5 saknas", "Östan"),
    "F08_tomma_rader": fine(survey(TEXT.replace("\r\n0003", "\r\n;;;;\r\n\r\n0003") + ";;;;\r\n\r\n")),
    "F10_riket": stop("summarad", with_rows(["", "Riket", "4", "", ""]), f"{ENKAT}:7", "”Riket”"),
    "F10_summa_i_kodens_kolumn": stop("summarad", with_rows(["Summa:", "", "4", "", "2"]), "”Summa”"),
    "F10_flera": stop("summarad", with_rows(["00", "Hela riket", "", "", "1"], ["", "TOTALT 5", "4", "", ""]), antal=2),
    "F10_fotnot": stop(
        "fotnot", with_rows(["* Östan svarade efter sista dag.", "", "", "", ""]), f"{ENKAT}:7", "* Östan"
    ),
    "F10_fotnot_i_excel": stop("fotnot", book(as_xlsx([*ROWS, [], ["Källa: enkäten 2023"]])), "svar.xlsx:8", "Källa"),
}

# --- G: Excel ---

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE2 + "EncryptedPackage".encode("utf-16-le")
HTML = b"<html><table><tr><td>kod</td></tr></table></html>"


def a_zip(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


def with_part(name: str, data: bytes = b"x") -> bytes:
    """Return the book with one part more, whatever its name."""
    file = io.BytesIO(BOOK)
    with zipfile.ZipFile(file, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the part is there already
        archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def with_parts(number: int) -> bytes:
    """Return the book with many parts more."""
    file = io.BytesIO(BOOK)
    with zipfile.ZipFile(file, "a") as archive:
        for one in range(number):
            archive.writestr(f"xl/media/{one}.txt", "x")
    return file.getvalue()


def more_sheets(*names: str, hide: bool = False) -> Callable[[Workbook, Worksheet], object]:
    def change(one: Workbook, _: Worksheet) -> None:
        for name in names:
            added = one.add_worksheet(name)
            added.write_string("A1", "kod")
            if hide:
                added.hide()

    return change


G: dict[str, Bad] = {
    "G00": fine(book(BOOK)),
    "G01": stop("fel-excelfil", book(OLE2), "inte en xlsx (OLE2)"),
    "G01_lösenord": stop("fel-excelfil", book(LOCKED), "lösenord"),
    "G01_med_sitt_namn": stop("fel-filslag", survey(OLE2, name="svar.xls"), "”svar.xls”"),
    "G02_csv_med_fel_namn": stop("fel-excelfil", book(TEXT.encode()), "döp den till .csv"),
    "G02_tom_fil": stop("fel-excelfil", book(b""), "0 byte"),
    "G02_xlsb": stop("fel-excelfil", book(a_zip(xl__workbook_bin="")), "en binär arbetsbok (.xlsb)"),
    "G02_ods": stop("fel-excelfil", book(a_zip(mimetype="", content_xml="<a/>")), "OpenDocument"),
    "G02_docx": stop("fel-excelfil", book(a_zip(word__document_xml="<a/>")), "Word"),
    "G02_ods_med_sitt_namn": stop("fel-filslag", survey(b"PK", name="svar.ods"), "”svar.ods”"),
    "G03": stop("fel-filslag", survey(HTML, name="svar.xls"), "”svar.xls”"),
    "G03_som_heter_xlsx": stop("fel-excelfil", book(HTML), "webbsida"),
    "G04_fel_blad": stop("okänt-blad", book(BOOK, "blad: Koder"), "”Koder” finns inte", "Svar"),
    "G04_flera_blad": stop("okänt-blad", sheet(more_sheets("Koder")), "har 2 blad: ”Svar”, ”Koder”"),
    "G04_ett_annat_blad": stop(
        "kolumn-saknas", book(as_xlsx([["kod"], ["1"]], more_sheets("Koder")), "blad: Svar"), "”kommun” finns inte"
    ),
    "G04_dolt_blad_bredvid": fine(sheet(more_sheets("Koder", hide=True))),
    "G04_inget_synligt": stop(
        "okänt-blad",
        part("xl/workbook.xml", '<sheet name="Svar" ', '<sheet state="hidden" name="Svar" '),
        "inget synligt blad",
    ),
    "G05": stop("formel-utan-värde", sheet(lambda _, one: one.write_formula("C2", "=1+1", None, "")), "cellen C2"),
    "G05_flera": stop(
        "formel-utan-värde",
        sheet(lambda _, one: [one.write_formula(place, "=1+1", None, "") for place in ("C2", "E4")]),
        "cellen C2",
        "cellen E4",
        antal=2,
    ),
    "G05_med_värde": fine(sheet(lambda _, one: one.write_formula("C2", "=1+0", None, 1))),
    "G06_felvärde": stop(
        "felvärde", sheet(lambda _, one: one.write_formula("E3", "=A99", None, "#N/A")), "cellen E3", "”#N/A”"
    ),
    "G06_felvärde_på_svenska": stop(
        "okänt-svar", book(as_xlsx(with_cell(ROWS, "E3", "#SAKNAS!"))), "”F3”", "”#SAKNAS!”"
    ),
    "G06_sant": stop("okänt-svar", book(as_xlsx(with_cell(ROWS, "C2", True))), "svar.xlsx:2", "”SANT”"),  # noqa: FBT003
    "G06_datum_i_svar": stop(
        "okänt-svar", book(as_xlsx(with_cell(ROWS, "E2", date(2025, 8, 14)))), "Excel gjort om 8-14"
    ),
    "G07_rubriken": stop("sammanslagna-celler", sheet(lambda _, one: one.merge_range("C1:D1", "F1")), "C1:D1"),
    "G07_koderna": stop("sammanslagna-celler", sheet(lambda _, one: one.merge_range("A2:A3", "1")), "A2:A3"),
    "G09": fine(book(as_xlsx(with_cell(ROWS, "D2", date(2022, 1, 31)), since_1904=True))),
    "G09_efter_mätdagen": stop(
        "fel-månad", book(as_xlsx(with_cell(ROWS, "D2", date(2023, 2, 1)), since_1904=True)), "”2023-02-01”"
    ),
    "G10_tal_och_text": mended(1, book(as_xlsx(with_cell(with_cell(ROWS, "A5", 101), "C2", 1)))),
    "G11": warn("extern-länk", part("xl/externalLinks/externalLink1.xml", "", "<externalLink/>"), "läses inte"),
    "G11_dde": warn("extern-länk", part("xl/externalLinks/externalLink1.xml", "", "<ddeLink ddeService='cmd'/>")),
    "G11_anslutning": warn("extern-länk", part("xl/connections.xml", "", "<connections/>")),
    "G12_storlek_som_inte_stämmer": fine(part(SHEET, 'ref="A1:E6"', 'ref="A1:XFD1048576"')),
    "G12_avklippt": stop("fel-excelfil", book(BOOK[:-300]), "trasig"),
    "G12_trasig_del": stop("fel-excelfil", part(SHEET, "</worksheet>", ""), "trasig"),
}

# --- K: hostile files ---

DTD = '<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet '
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE sst [<!ENTITY e0 "ha">{LAUGHS}]><sst '


def lying(size: int, swollen: int = 0) -> bytes:
    """Return a book whose sheet says that it is of another size than it is."""
    data = tampered(BOOK, SHEET, "<sheetData>", "<sheetData>" + " " * swollen)
    changed = bytearray(data)
    for signature, name_at, size_at in ((b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            if data[at + name_at :].startswith(SHEET.encode()):
                struct.pack_into("<I", changed, at + size_at, size)
    return bytes(changed)


def spread() -> bytes:
    """Return a book that is large enough, by noise, for a part of blanks not to stand out in the whole."""
    file = io.BytesIO(tampered(BOOK, SHEET, "<sheetData>", "<sheetData>" + " " * 30_000_000))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/bild.bin", random.Random(1).randbytes(400_000))  # noqa: S311
    return file.getvalue()


#: The survey with an id that is a number, and the counts with a column of comments.
WITH_ID: Cells = [[*row, cell] for row, cell in zip(ROWS, ("id", None, 198503121234, None, None, None), strict=True)]
ADDRESS = (
    ("v,k,i\n", "v,k,i,anm\n"),
    ("40,1000,200\n", "40,1000,200,a@b.se\n"),
    ("4,100,100\n", "4,100,100,\n"),
    ("20,500,100\n", "20,500,100,\n"),
    ("20,300,100\n", "20,300,100,\n"),
    (",,900,300\n", ",,900,300,\n"),
)

K: dict[str, Bad] = {
    "K01_dde": warn("okänd-kolumn", comment("=cmd|'/c calc'!A1"), "”kommentar”"),
    "K01_tecken": warn("okänd-kolumn", comment("+1+1", "-2+3", "@SUM(1)"), "”kommentar”"),
    "K01_tabb_och_vagnretur": Bad(0, comment("\t=1", "\r=1"), ("varning okänd-kolumn",), lagade=2),
    "K01_rubrik": warn("okänd-kolumn", with_column("=cmd|'/c calc'!A1", "x"), "”=cmd|'/c calc'!A1”"),
    "K01_länk": warn(
        "okänd-kolumn", comment('=HYPERLINK("http://x","klicka")', "<script>", "[a](http://x)", "../../x")
    ),
    "K02_vanlig_text": stop("okänt-svar", rewritten(("kort", "=1+1")), "”=1+1”"),
    "K03": stop("för-stor-fil", book(lying(4_000_000_000)), "4000 MB"),
    "K03_en_del_bland_flera": stop("för-stor-fil", book(spread()), "30 MB"),
    "K03_som_säger_sig_vara_liten": stop("fel-excelfil", book(lying(5_000, 20_000_000)), "trasig"),
    "K04_tusen_delar": stop("för-stor-fil", book(with_parts(1_000)), "har 1010 delar"),
    "K05": stop(
        "fel-excelfil",
        book(tampered(tampered(BOOK, SHEET, "<worksheet ", DTD), SHEET, "<v>0</v>", "<v>&e;</v>")),
        "DTD",
    ),
    "K05_http": stop(
        "fel-excelfil",
        part(
            "xl/workbook.xml",
            "<workbook ",
            DTD.replace("worksheet", "workbook").replace("file:///etc/hostname", "http://127.0.0.1:9/x"),
        ),
        "DTD",
    ),
    "K05_entitetsbomb": stop("fel-excelfil", part("xl/sharedStrings.xml", "<sst ", LAUGHS), "DTD"),
    "K05_i_en_annan_del": stop(
        "fel-excelfil", part("docProps/app.xml", "<Properties ", "<!DOCTYPE a [<!ENTITY b 'c'>]><Properties "), "DTD"
    ),
    "K06_samma_del_två_gånger": stop("fel-excelfil", book(with_part(SHEET)), "samma del två gånger"),
    "K06_utanför": stop("fel-excelfil", book(with_part("../../../tmp/x")), "utanför"),
    "K06_från_roten": stop("fel-excelfil", book(with_part("//tmp/x")), "utanför"),
    "K06_windows": stop("fel-excelfil", book(with_part("..\\..\\x")), "utanför"),
    "K06_enhet": stop("fel-excelfil", book(with_part("C:\\x")), "utanför"),
    "K07": stop("makron", part("xl/vbaProject.bin", "", "Sub"), "makron"),
    "K07_bara_slaget": stop(
        "makron",
        part("[Content_Types].xml", "spreadsheetml.sheet.main+xml", "sheet.macroEnabled.main+xml"),
        "makron",
    ),
    "K07_med_sitt_namn": stop("fel-filslag", survey(BOOK, name="svar.xlsm"), "”svar.xlsm”"),
    "K09": stop(
        "för-lång-cell", comment("x", TOO_LONG), f"{ENKAT}:3", "”kommentar”", "40000", "32767", hidden=("xxxx",)
    ),
    "K09_i_excel": stop(
        "för-lång-cell", part("xl/sharedStrings.xml", "<t>kort</t>", f"<t>{TOO_LONG}</t>"), "”F3”", antal=2
    ),
    "K09_precis": warn("okänd-kolumn", comment("x" * 32_767)),
    "K11": stop(
        "personuppgift",
        comment("ring 850312-1234 sen"),
        f"{ENKAT}:2",
        "”kommentar”",
        "personnummer",
        hidden=("850312", "1234"),
    ),
    "K11_i_ett_svar": stop("personuppgift", rewritten((";kort", ";8503121234")), "”F3”", hidden=("850312",)),
    "K11_i_en_rubrik": stop(
        "personuppgift", with_column("Anna 850312-1234", "x"), "kolumn 6", hidden=("850312", "Anna")
    ),
    "K11_i_antal": stop("personuppgift", counts(*ADDRESS), "”anm”", "e-postadress", hidden=("a@b",)),
    "K11_flera": stop(
        "personuppgift",
        comment("850312+1234", "anna.ek@kommun.se", "070-123 45 67", "0380-51 80 00", "tel +46701234567"),
        "telefonnummer",
        antal=5,
    ),
    "K11_i_excel": stop("personuppgift", book(as_xlsx(WITH_ID)), "svar.xlsx:3", "”id”", hidden=("8503",)),
    "K11_och_annat": Bad(
        1,
        survey(
            as_csv([[*row, "anm" if not n else "ring 850312-1234"] for n, row in enumerate(ROWS)], ";").replace(
                b"kort;", b"snart;"
            )
        ),
        (*["fel personuppgift"] * 5, *["fel okänt-svar"] * 2),
        ("”snart”",),
        ("850312",),
    ),
    "K12_organisationsnummer": warn(
        "okänd-kolumn", comment("212000-0142", "556036-0793", "0604-2024-001", "8-14 dgr", "2024-01-15 12:30")
    ),
    "K12_löpnummer": warn("okänd-kolumn", comment("1709292345", "1712345678", "1798765432")),
    "K12_stora_belopp": warn("hopp", counts(("20,500,100", "20,8503121234,100")), "Östan 5"),
    "K13_styrtecken_i_cell": stop(
        "otillåtet-tecken", book(as_xlsx(with_cell(ROWS, "C2", "1\ufeff"))), "cellen C2", "<U+FEFF>"
    ),
}

EVERY = {**A, **B, **F, **G, **K}


@pytest.mark.parametrize("bad", EVERY.values(), ids=EVERY.keys())
def test_a_file_is_answered(bad: Bad, answer_to: Callable[[Change], Answer], published: Path) -> None:
    assert_answered(bad, answer_to(bad.change), files_of(published))


@pytest.mark.parametrize("fault", [A["A05"], K["K11"]], ids=["A05", "K11"])
def test_the_answer_is_the_same_when_asked_again(
    fault: Bad, answer_to: Callable[[Change], Answer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = answer_to(fault.change)
    main(["build", EDITION, "--projekt", str(tmp_path / "hus"), "-o", str(tmp_path / "ut")])
    assert capsys.readouterr().err == first.said


# --- what is published all the same ---


def formulas(files: dict[str, bytes]) -> set[str]:
    """Return every formula of a workbook."""
    return set(re.findall(r"<f\b[^>]*>(.*?)</f>", Answer(0, "", files).parts))


@pytest.mark.parametrize("fault", [one for one in K if one.startswith("K01")])
def test_a_text_that_came_with_a_delivery_is_never_a_formula(
    fault: str, answer_to: Callable[[Change], Answer], published: Path
) -> None:
    answer, before = answer_to(K[fault].change), files_of(published)
    assert formulas(answer.filer) == formulas(before) != set()
    assert "externalLink" not in answer.parts
    assert answer.filer["resultat.csv"] == before["resultat.csv"]
    assert not any(cell[0] in "=+@\t\r" for row in answer.resultat for cell in row.values() if cell)


def test_f07_an_indicator_that_is_not_measured_a_year_has_no_difference(
    answer_to: Callable[[Change], Answer],
) -> None:
    def not_measured_2023(root: Path) -> None:
        edit(root, "indicators/prov/vantetid.yaml", "mäts: {från: 2023}", "mäts: {från: 2024}")
        column = as_csv([row[:4] for row in ROWS])
        deliver(root, EDITION, ENKAT, "svar.csv", column)
        text = (root / KALLOR).read_text(encoding="utf-8")
        text = text.replace(", vantetid: F3", "", 1).replace(", kort: 0–7 dagar, lång: 8– dagar", "", 1)
        (root / KALLOR).write_text(text, encoding="utf-8")

    answer = answer_to(not_measured_2023)
    assert answer.exit == 0, answer.said
    assert codes(answer.said) == []
    found = {(row["ar"], row["status"]) for row in answer.resultat if row["indikator"] == "vantetid"}
    assert {ar for ar, _ in found} == {"2023", "2024"}
    assert {status for ar, status in found if ar == "2023"} == {"ej_matt"}


def test_f09_rows_sorted_otherwise_make_the_same_workbook(
    answer_to: Callable[[Change], Answer], published: Path
) -> None:
    def shuffled(root: Path) -> None:
        for path in (root / FOLDER).glob("*.csv"):
            heading, *rows = path.read_text(encoding="utf-8").splitlines()
            path.write_text("\n".join([heading, *reversed(rows)]) + "\n", encoding="utf-8")

    answer, before = answer_to(shuffled), files_of(published)
    for name in ("prov.xlsx", "resultat.csv"):
        assert answer.filer[name] == before[name]
    assert answer.bygge["underlag"] != {}


def test_a_delivery_is_named_and_has_no_checksum(answer_to: Callable[[Change], Answer], published: Path) -> None:
    before = Answer(0, "", files_of(published)).bygge
    answer = answer_to(counts(("500,100", "501,100")))
    assert answer.bygge["underlagets_kontrollsumma"] == before["underlagets_kontrollsumma"]
    assert "antal_2023.csv" in answer.bygge["leveranser"]


# --- what is secret ---


def test_counts_are_never_repeated_whatever_is_wrong_with_them(answer_to: Callable[[Change], Answer]) -> None:
    wrong = (
        ("0001,Ekby,20,40,1000,200", "0001,Ekby,7717,x7718,1000,200"),
        ("0002,Åsbo,2,4,100,100", "0002,Åsbo,7719,3,100,100"),
        ("0003,Östan,5,20,500,100", "0003,Östan,7720 %,20,500,100"),
        ("0101,Lunden,10,20,300,100", ",Totalt 7721,7721,7722,300,100"),
    )
    answer = answer_to(counts(*wrong))
    assert answer.exit == 1
    assert len(codes(answer.said)) >= 4
    assert "77" not in answer.said


# --- the cost of harm ---

BOMBS = {
    "stor": lambda: lying(4_000_000_000),
    "som_säger_sig_vara_liten": lambda: lying(5_000, 20_000_000),
    "utspädd": spread,
}
MEASURED = """
import re, sys, time
from pathlib import Path
from oj_workbook.problems import Place, Problems
from oj_workbook.xlsxfile import read_xlsx
start, problems = time.process_time(), Problems()
assert read_xlsx(Path(sys.argv[1]), Path("/"), Place("kallor.yaml"), None, "punkt", problems) is None
assert [one.niva for one in problems] == ["fel"]
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(time.process_time() - start, int(most[1]) / 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell how much memory was used")
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_k03_a_bomb_costs_less_than_five_seconds_and_300_mb(bomb: Callable[[], bytes], tmp_path: Path) -> None:
    (tmp_path / "svar.xlsx").write_bytes(bomb())
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "svar.xlsx")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 5
    assert megabytes < 300
