"""The pen and the check, on small plans made by hand: all that a plan can hold, and faults in each of it."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from oj_workbook.check import FaultyWorkbookError, check_workbook
from oj_workbook.layout.plan import (
    Cell,
    Chart,
    Formula,
    Grid,
    Kolumn,
    Picker,
    Regel,
    Serie,
    SheetPlan,
    Val,
    Value,
    WorkbookPlan,
    fixed,
)
from oj_workbook.problems import Problems
from oj_workbook.section import read_section
from oj_workbook.tema import DIAGRAMFARGER, KLASSER, UTSEENDEN, VILLKOR, Tema, read_tema
from oj_workbook.write import UnwritableError, workbook_bytes

TEMPLATES = Path(__file__).parent.parent / "templates"
MOMENT = datetime(2024, 6, 1, tzinfo=UTC)
DANGEROUS = ('=HYPERLINK("http://x","k")', "+1+1", "-2+3", "@SUM(1)", "a & b < c > d", " kant ", "1", "ett\ntvå", "–")
#: What looks like a control character as a workbook writes it, and is what somebody wrote.
AS_WRITTEN = ("_x000D_", "a_x000B_x000B_b", "=_x0041_", "_x000g_", "x000B_")
TAL, TEXT = Kolumn("data_tal", "0.0"), Kolumn("data_text")


def read_theme(text: str, tmp_path: Path) -> tuple[Tema | None, Problems]:
    problems = Problems()
    (tmp_path / "tema.yaml").write_text(text, encoding="utf-8")
    section = read_section(tmp_path / "tema.yaml", tmp_path, problems)
    return (read_tema(section) if section else None), problems


@pytest.fixture(scope="module")
def tema() -> Tema:
    section = read_section(TEMPLATES / "tema.yaml", TEMPLATES.parent, Problems())
    assert section
    return read_tema(section)


def picker(rad: int, kolumn: int, namn: str) -> Picker:
    return Picker(rad, kolumn, namn, f"{namn}_lista", "Välj", "Välj i listan.", "Finns inte", "Välj i listan.")


def start() -> SheetPlan:
    sheet = SheetPlan("Start", frys=(3, 1), valjare=[picker(4, 2, "vald_ort"), picker(4, 3, "vald_mått")])
    sheet.put(1, 1, "Prov", "rubrik", lank="'Data'!A1", tips="Till data")
    sheet.put(4, 2, "Aneby", "väljare")
    sheet.put(4, 3, "Mått 1", "väljare_liten")
    sheet.put(6, 2, Formula('INDEX(Data!$B$3:$D$5,1,2)&" < 5"', lambda val: f"{val['vald_ort']} < 5"), "cell")
    sheet.put(7, 2, Formula("INDEX(Data!$B$3:$D$5,2,2)", lambda _: 1 / 3), "cell", "0.0")
    sheet.put(8, 2, 12, "cell_brott")
    sheet.regler += [
        Regel((6, 2), (8, 3), "$B6>5", "klass_bäst"),
        Regel((6, 2), (8, 3), '$B6<>""', "ram"),
        Regel((4, 2), (4, 2), "$B$4=vald_ort", "egen"),
    ]
    lines = (
        Serie("Egen", "Hjälp", 1, 2, (1, 4), "12303D"),
        Serie("Länet & riket", "Hjälp", 1, 3, (1, 2), "B35200", streckad=True),
        Serie("", "Hjälp", 1, 3, (3, 4), "B35200", streckad=True),
    )
    sheet.diagram += [
        Chart(10, 1, 14, 7.5, (2016, 2019), 'Så har "det" gått, & mer därtill.', lines),
        Chart(10, 9, 10, 7.5, (2016, 2019), "Bara den egna linjen.", lines[:1]),
    ]
    return sheet


def data() -> SheetPlan:
    """A grid with cells before, beside and above it, another to the right that begins later, and a row below."""
    sheet = SheetPlan("Data", hojder={3: 20, 40: 30})
    sheet.put(1, 1, "Före", "rubrik")
    sheet.put(3, 1, "bredvid", "data_text")
    sheet.put(4, 5, Formula("B4*2", lambda _: 3.0), "data_tal")
    sheet.put(9, 2, "under", "data_text")
    sheet.grids.append(Grid(3, 2, (TEXT, TAL, TAL), [["Aneby", 1, 0.1], ["=1+1", 0, 1e-7], [" a&b ", 1e21, "X"]]))
    sheet.grids.append(Grid(4, 6, (TEXT,), [[text] for text in DANGEROUS]))
    return sheet


def lista() -> SheetPlan:
    sheet = SheetPlan("Lista", tabell=(2, 4, 2))
    sheet.put(2, 1, "Kommun", "data_rubrik")
    sheet.put(2, 2, "Andel\nJa", "data_rubrik_tal")
    sheet.grids.append(Grid(3, 1, (TEXT, TAL), [["Aneby", 50], ["Åre", "X"]]))
    return sheet


def helper(kolumn: int, _: Val) -> float:
    return 0.1 + 0.2 if kolumn == 2 else 10.5 * kolumn


def helpers() -> SheetPlan:
    sheet = SheetPlan("Hjälp", dold=True)
    sheet.grids.append(Grid(1, 1, (TAL,) * 4, [[2016, 2017, 2018, 2019]]))
    for kolumn in range(1, 5):
        sheet.put(2, kolumn, Formula(f"A1*{kolumn}", partial(helper, kolumn)), "data_tal")
        sheet.put(3, kolumn, 30 + kolumn, "data_tal")
    return sheet


@pytest.fixture
def plan() -> WorkbookPlan:
    return WorkbookPlan(
        titel="Prov",
        amne="Ämne",
        beskrivning="Beskrivning",
        markning="EXEMPELDATA & påhitt",
        sidfot="Fot",
        datum=date(2024, 6, 1),
        blad=(start(), data(), lista(), helpers()),
        namn={"vald_ort": fixed("Start", 4, 2), "vald_ort_lista": fixed("Lista", 3, 1, 4)}
        | {"vald_mått": fixed("Start", 4, 3), "vald_mått_lista": fixed("Start", 4, 3)},
        forvald=Val({"vald_ort": "Aneby", "vald_mått": "Mått 1"}),
        val={"vald_ort": ("Aneby", "Åre"), "vald_mått": ("Mått 1",)},
    )


def of_one(plan: WorkbookPlan, *cells: Cell, grids: tuple[Grid, ...] = ()) -> WorkbookPlan:
    return replace(plan, blad=(SheetPlan("Blad", list(cells), grids=list(grids)),), namn={})


def test_what_is_written_is_found_again(plan: WorkbookPlan, tema: Tema) -> None:
    file = workbook_bytes(plan, tema, MOMENT)
    assert check_workbook(file, plan) == 6 + 4 + 9 + len(DANGEROUS) + 2 + 4 + 12
    assert workbook_bytes(plan, tema, MOMENT) == file


def test_another_program_reads_every_value(plan: WorkbookPlan, tema: Tema) -> None:
    file = workbook_bytes(plan, tema, MOMENT)
    shown = openpyxl.load_workbook(BytesIO(file), data_only=True)
    assert [[cell.value for cell in row] for row in shown["Data"]["A3:F5"]] == [
        ["bredvid", "Aneby", 1, 0.1, None, None],
        [None, "=1+1", 0, 1e-7, 3, DANGEROUS[0]],
        [None, " a&b ", 1e21, "X", None, DANGEROUS[1]],
    ]
    assert [shown["Data"].cell(4 + place, 6).value for place in range(len(DANGEROUS))] == list(DANGEROUS)
    assert shown["Data"]["F4"].data_type == "s"
    assert shown["Data"].dimensions == "A1:F12"
    assert shown["Data"].row_dimensions[40].height == 30
    assert (shown["Start"]["B6"].value, shown["Start"]["B7"].value) == ("Aneby < 5", 1 / 3)
    assert (shown["Data"]["C3"].number_format, shown["Data"]["B3"].number_format) == ("0.0", "General")
    formulas = openpyxl.load_workbook(BytesIO(file))
    assert formulas["Start"]["B6"].value == '=INDEX(Data!$B$3:$D$5,1,2)&" < 5"'
    assert formulas["Start"]["B8"].border.left.style == "medium"


def test_rules_pickers_charts_and_marking_are_there(plan: WorkbookPlan, tema: Tema) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(plan, tema, MOMENT)))
    sheet = book["Start"]
    rules = {rule.priority: rule for block in sheet.conditional_formatting for rule in block.rules}
    assert [(rules[number].formula, rules[number].stopIfTrue) for number in (1, 2, 3)] == [
        (["$B6>5"], False), (['$B6<>""'], False), (["$B$4=vald_ort"], False),
    ]  # fmt: skip
    assert rules[1].dxf.fill.bgColor.rgb.endswith(tema.regler["klass_bäst"].fyllning)
    assert (rules[2].dxf.border.bottom.style, rules[2].dxf.fill, rules[3].dxf.font.b) == ("thin", None, True)
    validations = [(str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation]
    assert validations == [("B4", "vald_ort_lista"), ("C4", "vald_mått_lista")]
    assert {one.activeCell for one in sheet.sheet_view.selection} == {"B4"}
    heads = [sheet.HeaderFooter.oddHeader for sheet in book]
    assert [head.center.text for head in heads if head] == ["EXEMPELDATA && påhitt"] * 4
    assert (book.properties.keywords, book.properties.category) == ("EXEMPELDATA & påhitt",) * 2
    first, second = vars(sheet)["_charts"]  # what openpyxl has read has no other name
    assert [len(chart.series) for chart in (first, second)] == [3, 1]
    assert (vars(first.anchor)["_from"].row, vars(first.anchor)["_from"].col) == (9, 0)
    assert (first.x_axis.scaling.min, first.x_axis.scaling.max, first.x_axis.delete) == (2016, 2019, False)


def test_a_chart_stores_its_numbers_and_hides_nothing(plan: WorkbookPlan, tema: Tema) -> None:
    with ZipFile(BytesIO(workbook_bytes(plan, tema, MOMENT))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    stored = [str(value) for value in re.findall(r"<v>([\d.]+)</v>", chart)[:8]]
    assert stored == ["2016", "2017", "2018", "2019", "10.5", "0.30000000000000004", "31.5", "42"]
    for said in ('<plotVisOnly val="0"', '<dispBlanksAs val="gap"', '<autoTitleDeleted val="1"', '<smooth val="0"'):
        assert said in chart, said
    assert re.search(r'<legendEntry><idx val="2" ?/><delete val="1" ?/>', chart)
    assert 'descr="Bara den egna linjen."' in drawing


def test_a_chart_is_printed_whole(plan: WorkbookPlan, tema: Tema) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(plan, tema, MOMENT)))
    assert book["Start"].print_area == "'Start'!$A$1:$N$24"  # 10 cm from column I, 7.5 cm from row 10
    assert book["Data"].print_area == "'Data'!$A$1:$F$12"


def test_only_a_sheet_with_a_table_can_be_filtered(plan: WorkbookPlan, tema: Tema) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(plan, tema, MOMENT)))
    assert {sheet.title: sheet.protection.autoFilter for sheet in book} == {
        "Start": True, "Data": True, "Lista": False, "Hjälp": True,
    }  # fmt: skip
    assert not any(sheet.protection.password for sheet in book)
    assert [column.name for column in book["Lista"].tables["Tabell_Lista"].tableColumns] == ["Kommun", "Andel\nJa"]


def test_without_marking_no_sheet_is_marked(plan: WorkbookPlan, tema: Tema) -> None:
    real = replace(plan, markning="")
    file = workbook_bytes(real, tema, MOMENT)
    assert check_workbook(file, real) > 0
    assert b"EXEMPEL" not in b"".join(ZipFile(BytesIO(file)).read(name) for name in ZipFile(BytesIO(file)).namelist())
    with pytest.raises(FaultyWorkbookError):
        check_workbook(file, plan)
    with pytest.raises(FaultyWorkbookError):
        check_workbook(workbook_bytes(plan, tema, MOMENT), real)


@pytest.mark.parametrize("text", [*DANGEROUS, *AS_WRITTEN])
def test_a_text_is_never_anything_but_a_text(text: str, plan: WorkbookPlan, tema: Tema) -> None:
    answer = Cell(2, 1, Formula("A1", lambda _: text), "text")
    one = of_one(plan, Cell(1, 1, text, "text"), answer, grids=(Grid(3, 1, (TEXT,), [[text]]),))
    file = workbook_bytes(one, tema, MOMENT)
    assert check_workbook(file, one) == 3
    sheet = openpyxl.load_workbook(BytesIO(file))["Blad"]
    assert [(sheet[place].value, sheet[place].data_type) for place in ("A1", "A3")] == [(text, "s")] * 2
    assert {sheet[place].quotePrefix for place in ("A1", "A3")} == {text[0] in "=+-@" and len(text) > 1}


#: part, what stands there, and the fault put in its place
FAULTS: dict[str, tuple[str, str | re.Pattern[str], str]] = {
    "en_decimal_i_rutnätet": ("sheet2", "<v>0.1</v>", "<v>0.10000000000000002</v>"),
    "ett_tal_som_blev_text": ("sheet2", '"><v>1</v>', '" t="str"><v>1</v>'),
    "nollan_blev_tom": ("sheet2", "<v>0</v>", ""),
    "nollan_saknar_värde": ("sheet2", "<v>0</v>", "<v></v>"),
    "en_text_i_rutnätet": ("sharedStrings", "<t>Aneby</t>", "<t>Åneby</t>"),
    "ett_blanksteg": ("sharedStrings", "> a&amp;b <", ">a&amp;b<"),
    "fel_text_i_cellen": ("sheet3", 't="s"><v>0</v>', 't="s"><v>1</v>'),
    "text_utan_nummer": ("sheet3", 't="s"><v>0</v>', 't="s"><v>77</v>'),
    "en_flyttad_cell": ("sheet3", 'r="B4"', 'r="C4"'),
    "en_formel_i_rutnätet": ("sheet3", "<v>50</v>", "<f>50</f><v>50</v>"),
    "ett_sanningsvärde": ("sheet3", "><v>50</v>", ' t="b"><v>1</v>'),
    "en_cell_till": ("sheet3", "</row></sheetData>", '<c r="C4"><v>1</v></c></row></sheetData>'),
    "en_rad_till": ("sheet3", "</sheetData>", '<row r="9"><c r="A9"><v>1</v></c></row></sheetData>'),
    "samma_rad_igen": ("sheet3", "</sheetData>", '<row r="4"/></sheetData>'),
    "en_rad_borta": ("sheet3", re.compile(r'<row r="4".*</row>'), ""),
    "celler_i_fel_ordning": ("sheet2", re.compile(r'(<c r="A3".*?</c>)(<c r="B3".*?</c>)'), r"\2\1"),
    "en_cell_två_gånger": ("sheet2", re.compile(r'(<c r="A3".*?</c>)'), r"\1\1"),
    "bladets_område": ("sheet3", 'ref="A2:B4"', 'ref="A2:B3"'),
    "en_rubrik": ("sheet1", "<t>Prov</t>", "<t>Proven</t>"),
    "en_formel": ("sheet1", "$D$5,2,2)", "$D$5,2,1)"),
    "ett_svar": ("sheet1", "<v>Aneby &lt; 5</v>", "<v>Aneby &lt; 6</v>"),
    "ett_svar_borta": ("sheet1", "<v>Aneby &lt; 5</v>", ""),
    "ett_svars_typ": ("sheet2", "</f><v>3</v>", "</f><v>3.5</v>"),
    "en_formels_slag": ("sheet2", "<f>B4*2", '<f t="array" ref="E4">B4*2'),
    "en_länk": ("sheet1", "'Data'!A1", "'Data'!A2"),
    "ett_villkor": ("sheet1", "$B6&gt;5", "$B6&gt;6"),
    "villkorets_område": ("sheet1", 'sqref="B6:C8"', 'sqref="B6:C9"'),
    "villkorets_utseende": ("sheet1", re.compile('dxfId="0"'), ""),
    "villkor_i_fel_ordning": ("sheet1", 'priority="1"', 'priority="9"'),
    "stannar_vid_villkor": ("sheet1", 'stopIfTrue="0"', 'stopIfTrue="1"'),
    "ett_villkor_borta": ("sheet1", re.compile('<conditionalFormatting sqref="B4".*?</conditionalFormatting>'), ""),
    "en_väljares_lista": ("sheet1", "<formula1>vald_ort_lista", "<formula1>vald_ort"),
    "en_väljares_cell": ("sheet1", 'sqref="C4"', 'sqref="C5"'),
    "märkningen_på_ett_blad": ("sheet3", "EXEMPELDATA", "EXEMPEL"),
    "märkningen_borta": ("sheet4", re.compile("<oddHeader>.*</oddHeader>"), ""),
    "nyckelorden": ("core", "<cp:keywords>EXEMPELDATA", "<cp:keywords>EXEMPEL"),
    "kategorin": ("core", "<cp:category>EXEMPELDATA", "<cp:category>EXEMPEL"),
    "ett_namn": ("workbook.xml", "$A$3:$A$4", "$A$3:$A$5"),
    "ett_namn_till": ("workbook.xml", "<definedNames>", '<definedNames><definedName name="x">1</definedName>'),
    "bladens_ordning": ("workbook.xml", 'name="Data"', 'name="Datan"'),
    "bladens_delar": ("workbook.xml.rels", "sheet2.xml", "sheet3.xml"),
    "diagrammets_referens": ("chart1", "'Hjälp'!$A$2:$D$2", "'Hjälp'!$A$3:$D$3"),
    "diagrammets_sparade_tal": ("chart1", "<v>10.5</v>", "<v>10.6</v>"),
    "diagrammets_sparade_år": ("chart2", "<v>2016</v>", "<v>2015</v>"),
    "ett_tal_för_lite": ("chart1", re.compile('<pt idx="3">.*?</pt>'), ""),
    "seriens_namn": ("chart1", "<v>Egen</v>", "<v>Annan</v>"),
    "seriens_färg": ("chart1", "12303D", "B35200"),
    "axelns_slut": ("chart1", 'max val="2019"', 'max val="2020"'),
    "förklaringen": ("chart1", re.compile("<legendEntry>.*</legendEntry>"), ""),
    "beskrivningen": ("drawing1", "Bara den egna", "Den egna"),
    "diagrammets_plats": ("drawing1", "row>9<", "row>8<"),
}  # fmt: skip


def _letter(reference: re.Match[str]) -> str:
    return chr(int(reference[1]))


def planted(file: bytes, part: str, old: str | re.Pattern[str], new: str) -> bytes:
    """Return a copy of a workbook with a fault in the part whose name begins so."""
    target, put = BytesIO(), 0
    with ZipFile(BytesIO(file)) as source, ZipFile(target, "w") as copy:
        for info in source.infolist():
            content = source.read(info)
            if info.filename.rsplit("/", 1)[-1].startswith(part) and not put:
                text = re.sub("&#([0-9]+);", _letter, content.decode())
                pattern = old if isinstance(old, re.Pattern) else re.compile(re.escape(old))
                text, put = pattern.subn(new if pattern is old else new.replace("\\", r"\\"), text, count=1)
                content = text.encode()
            copy.writestr(info, content)
    assert put == 1, f"{old} is not in {part}"
    return target.getvalue()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, plan: WorkbookPlan, tema: Tema) -> None:
    file = workbook_bytes(plan, tema, MOMENT)
    assert check_workbook(planted(file, "core", "Prov", "Prov"), plan) > 0  # the planting itself does no harm
    with pytest.raises(FaultyWorkbookError):
        check_workbook(planted(file, *FAULTS[fault]), plan)


def test_a_hundred_faults_are_told_and_no_more(plan: WorkbookPlan, tema: Tema) -> None:
    def filled(value: Value) -> WorkbookPlan:
        return of_one(plan, grids=(Grid(1, 1, (TAL,) * 20, [[value] * 20] * 20),))

    with pytest.raises(FaultyWorkbookError) as told:
        check_workbook(workbook_bytes(filled(0), tema, MOMENT), filled("0"))
    assert len(str(told.value).splitlines()) == 100
    assert "Blad!A1: planned (None, '0'), found (None, 0.0)" in str(told.value)


def grid(*rows: list[Value]) -> Grid:
    return Grid(2, 1, (TEXT, TAL), rows)


UNWRITABLE: dict[str, Callable[[WorkbookPlan], object]] = {
    "inte_ett_tal": lambda plan: of_one(plan, grids=(grid(["a", math.nan]),)),
    "oändligt": lambda plan: of_one(plan, grids=(grid(["a", math.inf]),)),
    "tom_text": lambda plan: of_one(plan, grids=(grid(["a", ""]),)),
    "ingenting": lambda plan: of_one(plan, grids=(grid(["a", None]),)),  # type: ignore[list-item]
    "sant": lambda plan: of_one(plan, grids=(grid(["a", 1], ["a", True]),)),
    "för_kort_rad": lambda plan: of_one(plan, grids=(grid(["a", 1], ["a"]),)),
    "för_lång_rad": lambda plan: of_one(plan, grids=(grid(["a", 1, 2]),)),
    "inga_rader": lambda plan: of_one(plan, Cell(1, 1, "a", "text"), grids=(grid(),)),
    "lång_text": lambda plan: of_one(plan, grids=(grid(["a" * 32_768, 1]),)),
    "lång_cell": lambda plan: of_one(plan, Cell(1, 1, "a" * 32_768, "text")),
    "styrtecken": lambda plan: of_one(plan, Cell(1, 1, "a\x07", "text")),
    "styrtecken_i_rutnät": lambda plan: of_one(plan, grids=(grid(["a\x07", 1]),)),
    "formel_med_ett_styrtecken": lambda plan: of_one(plan, Cell(1, 1, Formula('"_x000D_"', lambda _: "a"), "text")),
    "cell_inte_ett_tal": lambda plan: of_one(plan, Cell(1, 1, math.nan, "text")),
    "cell_i_rutnätet": lambda plan: of_one(plan, Cell(2, 2, "a", "text"), grids=(grid(["a", 1]),)),
    "två_celler": lambda plan: of_one(plan, Cell(1, 1, "a", "text"), Cell(1, 1, "b", "text")),
    "två_rutnät": lambda plan: of_one(plan, grids=(grid(["a", 1]), grid(["a", 1]))),
    "inget_blad_utan_celler": of_one,
    "formel_utan_svar": lambda plan: of_one(plan, Cell(1, 1, Formula("A2", lambda _: None), "text")),  # type: ignore[arg-type,return-value]
    "formel_sant": lambda plan: of_one(plan, Cell(1, 1, Formula("A2", lambda _: True), "text")),
    "formel_inte_ett_tal": lambda plan: of_one(plan, Cell(1, 1, Formula("A2", lambda _: math.nan), "text")),
    "formel_med_likhetstecken": lambda plan: of_one(plan, Cell(1, 1, Formula("=A2", lambda _: 1), "text")),
    "lika_bladnamn": lambda plan: replace(plan, blad=(lista(), replace(lista(), namn="LISTA")), namn={}),
    "tabell_utan_rubrik": lambda plan: replace(plan, blad=(replace(lista(), tabell=(1, 4, 2)),), namn={}),
    "diagram_av_text": lambda plan: replace(plan, blad=(drawing_of("X"),), namn={}),
    "diagram_av_ingenting": lambda plan: replace(plan, blad=(drawing_of(),), namn={}),
    "lång_märkning": lambda plan: replace(plan, markning="x" * 300),
}


def drawing_of(*values: Value) -> SheetPlan:
    sheet = SheetPlan("Blad", [Cell(1, place, value, "cell") for place, value in enumerate((2016, *values), 1)])
    line = Serie("Egen", "Blad", 1, 1, (1, 2), "12303D")
    return replace(sheet, diagram=[Chart(3, 1, 10, 5, (2016, 2017), "Alt", (line,))])


@pytest.mark.parametrize("why", UNWRITABLE)
def test_what_a_spreadsheet_would_change_is_refused(why: str, plan: WorkbookPlan, tema: Tema) -> None:
    with pytest.raises(UnwritableError):
        workbook_bytes(UNWRITABLE[why](plan), tema, MOMENT)  # type: ignore[arg-type]


def test_the_theme_has_every_look_and_line(tema: Tema) -> None:
    assert set(tema.utseenden) == set(UTSEENDEN)
    assert set(tema.regler) == {*VILLKOR, *KLASSER}
    assert set(tema.diagramfarger) == set(DIAGRAMFARGER)


def test_the_other_palette_changes_the_classes_and_nothing_else(tema: Tema, tmp_path: Path) -> None:
    text = (TEMPLATES / "tema.yaml").read_text(encoding="utf-8")
    other, problems = read_theme(text.replace("palett: original", "palett: färgblind"), tmp_path)
    assert other
    assert problems.errors == []
    assert {name for name in tema.regler if other.regler[name] != tema.regler[name]} == set(KLASSER)
    assert other.utseenden == tema.utseenden


@pytest.mark.parametrize(
    ("old", "new", "kod", "words"),
    [
        pytest.param("palett: original", "palett: orginal", "okänt-värde", "original", id="okänd_palett"),
        pytest.param("palett: original\n", "", "saknad-nyckel", "palett", id="ingen_palett"),
        pytest.param("  ram:", "  ramm:", "okänd-nyckel", "ramm", id="okänt_villkor"),
        pytest.param("ram: {kant: under}", "ram: {kant: runt}", "okänt-värde", "runt", id="okänd_kant"),
        pytest.param(', textfärg: "1D3C4A", fet: ja, kant: under}', "}", "saknad-nyckel", "textfärg", id="ingen_text"),
        pytest.param('{fyllning: "C9E4C0", textfärg: "222222"}', '{fyllning: "C9E4C0", textfärg: "9AAAB2"}',
                     "för-svag-kontrast", "4,5", id="blek_klass"),
        pytest.param('{fyllning: "F8C48A", textfärg: "222222"}', '{fyllning: "F8C48A", textfärg: "9AAAB2"}',
                     "för-svag-kontrast", "4,5", id="blek_i_den_andra_paletten"),
        pytest.param('    klass_låg: {fyllning: "E6E6EC", textfärg: "222222"}\n', "", "saknad-nyckel", "klass_låg",
                     id="klass_saknas"),
        pytest.param('län: "B35200"', 'lan: "B35200"', "okänd-nyckel", "län", id="okänd_linje"),
        pytest.param('"86939A"', '"C6D3DA"', "för-svag-kontrast", "3", id="blek_linje"),
        pytest.param('"86939A"', '"grå"', "fel-färg", "grå", id="ingen_färg"),
    ],
)  # fmt: skip
def test_a_fault_in_the_theme_is_answered_with_its_line(
    old: str, new: str, kod: str, words: str, tmp_path: Path
) -> None:
    text = (TEMPLATES / "tema.yaml").read_text(encoding="utf-8")
    assert old in text
    _, problems = read_theme(text.replace(old, new, 1), tmp_path)
    answers = [problem for problem in problems.errors if problem.kod == kod]
    assert any(words in problem.text + problem.gor_sa_har for problem in answers)
    assert all(problem.place.rad > 1 for problem in answers)
