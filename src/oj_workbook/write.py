"""WorkbookPlan -> the bytes of an .xlsx.  The pen: it decides nothing, and refuses what a spreadsheet would garble.

openpyxl makes the parts.  They are then completed with what it writes slowly or not at all, the cells with the value
beside each formula and the words about each chart, and zipped with fixed dates in a fixed order, so that the same
plan always gives the same bytes.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from oj_workbook.charts import completed, described, numbers_drawn, replaced_once, scatter
from oj_workbook.layout.plan import Picker, SheetPlan, WorkbookPlan, address, column_letters, fixed
from oj_workbook.looks import Looks
from oj_workbook.rawxml import Stored, UnwritableError, as_written, formula_text, shared_strings, sheet_data, used_area
from oj_workbook.tema import Tema

__all__ = ["UnwritableError", "workbook_bytes"]

FIRST_FONT = re.compile(rb"<fonts[^>]*>(<font>.*?</font>)", re.DOTALL)
SHEET_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
TEXT_CELL = b' t="s">'
SHARED_STRINGS = "xl/sharedStrings.xml"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
MAX_HEADER = 250
A4 = 9
ROW_HEIGHT, COLUMN_WIDTH = 15, 8.43
POINTS_PER_CM, PIXELS_PER_CM = 72 / 2.54, 96 / 2.54


def workbook_bytes(plan: WorkbookPlan, tema: Tema, moment: datetime) -> bytes:
    """Return the finished file.  `moment` is stored as the time of making, instead of the clock."""
    book = Workbook()
    book.remove(book.worksheets[0])
    looks = Looks(book, tema)
    for sheet_plan in plan.blad:
        _sheet(book.create_sheet(sheet_plan.namn), sheet_plan, plan, looks)
    _names(book, plan)
    _properties(book, plan, moment)
    stored = Stored()
    data = [sheet_data(sheet_plan, plan.forvald, stored, looks.id) for sheet_plan in plan.blad]
    for sheet, sheet_plan in zip(book.worksheets, plan.blad, strict=True):
        for chart in sheet_plan.diagram:
            sheet.add_chart(scatter(chart, tema))
    parts = _Parts()
    _Writer(book, parts).save()  # type: ignore[arg-type]
    _complete(parts.content, plan, data, stored)
    parts.content["xl/styles.xml"] = _with_font(parts.content["xl/styles.xml"], tema)
    return _zip(parts.content, moment)


def _names(book: Workbook, plan: WorkbookPlan) -> None:
    for name, target in plan.namn.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    for number, sheet_plan in enumerate(plan.blad, 1):
        if sheet_plan.rubriker:
            # The name by which screen readers know where a table's column and row titles are.
            first, last = sheet_plan.rubriker
            name = f"TitleRegion{number}.{address(*first)}.{address(*last)}.{number}"
            book.defined_names[name] = DefinedName(name, attr_text=fixed(sheet_plan.namn, *first))


def _properties(book: Workbook, plan: WorkbookPlan, moment: datetime) -> None:
    properties = book.properties
    properties.title, properties.description, properties.creator = plan.titel, plan.beskrivning, "oj-workbook"
    properties.subject = plan.amne
    if plan.markning:
        properties.keywords = properties.category = plan.markning
    properties.language, properties.created, properties.modified = "sv-SE", moment, moment
    book.calculation = CalcProperties(fullCalcOnLoad=True)


class _Parts:
    """Stands in for the zip file that openpyxl writes to, and keeps the parts in memory."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def writestr(self, name: str, data: str | bytes) -> None:
        self.content[name] = data.encode() if isinstance(data, str) else data

    def namelist(self) -> list[str]:
        return list(self.content)

    def close(self) -> None:
        """Do nothing: openpyxl closes what it was given."""


class _Writer(ExcelWriter):
    """Makes a sheet in memory: openpyxl's temporary file would need a disk, and outlive a run that is killed."""

    def write_worksheet(self, ws: Any) -> None:
        """Make the part of one sheet, as the method that it replaces does."""
        ws._drawing = drawing = SpreadsheetDrawing()  # noqa: SLF001 - openpyxl has no other name for these
        drawing.charts, drawing.images = ws._charts, ws._images  # noqa: SLF001
        writer: Any = WorksheetWriter(ws, BytesIO())
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self._archive.writestr(ws.path[1:], writer.read())  # type: ignore[attr-defined]
        self.manifest.append(ws)


def _sheet(sheet: Worksheet, plan: SheetPlan, book: WorkbookPlan, looks: Looks) -> None:
    """Make all of a sheet but its cells and charts."""
    if sheet.title != plan.namn:
        raise UnwritableError(f"sheet name {plan.namn!r} became {sheet.title!r}")
    _links(sheet, plan)
    for kolumn, width in plan.bredder.items():
        sheet.column_dimensions[column_letters(kolumn)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = plan.flik or None
    sheet.sheet_state = "hidden" if plan.dold else "visible"
    if plan.frys:
        sheet.freeze_panes = address(*plan.frys)
    _pickers(sheet, plan.valjare)
    _rules(sheet, plan, looks)
    if plan.tabell:
        _table(sheet, plan, *plan.tabell)
    if plan.skyddad:  # against slips only: no password, and widths may be changed and tables filtered
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.protection.autoFilter = plan.tabell is None
    _printing(sheet, plan)
    _head_and_foot(sheet, book, looks.tema)


def _links(sheet: Worksheet, plan: SheetPlan) -> None:
    for planned in plan.cells:
        if planned.lank:
            display = as_written(planned.content) if isinstance(planned.content, str) else None
            tips = as_written(planned.tips) if planned.tips else None
            cell = sheet.cell(planned.rad, planned.kolumn)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=planned.lank, display=display, tooltip=tips)


def _pickers(sheet: Worksheet, pickers: list[Picker]) -> None:
    for picker in pickers:
        validation = DataValidation(type="list", formula1=picker.lista, allow_blank=False)
        validation.showErrorMessage = validation.showInputMessage = True
        validation.promptTitle, validation.prompt = as_written(picker.rubrik), as_written(picker.hjalp)
        validation.errorTitle, validation.error = as_written(picker.felrubrik), as_written(picker.fel)
        validation.add(address(picker.rad, picker.kolumn))
        sheet.add_data_validation(validation)
    for picker in pickers[:1]:
        for selection in sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = address(picker.rad, picker.kolumn)


def _rules(sheet: Worksheet, plan: SheetPlan, looks: Looks) -> None:
    for priority, regel in enumerate(plan.regler, 1):
        rule = Rule(
            type="expression",
            dxf=looks.rule(regel.utseende),
            formula=[formula_text(regel.formel)],
            priority=priority,
            stopIfTrue=False,
        )
        sheet.conditional_formatting.add(f"{address(*regel.fran)}:{address(*regel.till)}", rule)


def _table(sheet: Worksheet, plan: SheetPlan, header: int, last_row: int, last_column: int) -> None:
    texts = (cell for cell in plan.cells if cell.rad == header and isinstance(cell.content, str))
    titles = {cell.kolumn: cell.content for cell in texts}
    ref = f"A{header}:{address(last_row, last_column)}"
    table = Table(displayName="Tabell_" + re.sub(r"\W", "_", plan.namn), ref=ref, autoFilter=AutoFilter(ref=ref))
    seen = {""}
    for kolumn in range(1, last_column + 1):
        title = str(titles.get(kolumn, ""))
        if title.casefold() in seen:
            raise UnwritableError(f"{plan.namn}!{address(header, kolumn)}: no title of its own for a table column")
        seen.add(title.casefold())
        table.tableColumns.append(TableColumn(id=kolumn, name=as_written(title).replace("\n", "_x000a_")))
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


def _printing(sheet: Worksheet, plan: SheetPlan) -> None:
    how = plan.utskrift
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if how.landscape else "portrait"
    if how.over:
        sheet.page_setup.pageOrder = "overThenDown"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    rows, columns = _printed(plan)
    if not plan.dold:  # LibreOffice prints a hidden sheet that has a print area
        sheet.print_area = f"A{how.first_row}:{address(rows, how.last_column or columns)}"
    if how.title_rows:
        sheet.print_title_rows = f"{how.title_rows[0]}:{how.title_rows[1]}"
    if how.title_columns:
        sheet.print_title_cols = f"A:{column_letters(how.title_columns)}"
    for rad in how.row_breaks:
        sheet.row_breaks.append(Break(id=rad))
    for kolumn in how.breaks:
        sheet.col_breaks.append(Break(id=kolumn))
    if how.scale:
        sheet.page_setup.scale = how.scale
    else:
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _printed(plan: SheetPlan) -> tuple[int, int]:
    """Return the last row and column on paper: charts may reach below and to the right of every cell."""
    _, _, last_row, last_column = used_area(plan)
    for chart in plan.diagram:
        rad, down = chart.rad, chart.hojd * POINTS_PER_CM - plan.hojder.get(chart.rad, ROW_HEIGHT)
        while down > 0:
            rad += 1
            down -= plan.hojder.get(rad, ROW_HEIGHT)
        kolumn, across = chart.kolumn, chart.bredd * PIXELS_PER_CM - _pixels(plan, chart.kolumn)
        while across > 0:
            kolumn += 1
            across -= _pixels(plan, kolumn)
        last_row, last_column = max(last_row, rad), max(last_column, kolumn)
    return last_row, last_column


def _pixels(plan: SheetPlan, kolumn: int) -> float:
    return 7 * plan.bredder.get(kolumn, COLUMN_WIDTH) + 5


def _head_and_foot(sheet: Worksheet, book: WorkbookPlan, tema: Tema) -> None:
    footer = HeaderFooterItem()
    footer.left.text = as_written(book.sidfot).replace("&", "&&")
    footer.center.text, footer.right.text = "&A", "Sida &P av &N"
    footer.left.size = footer.center.size = footer.right.size = 8
    sheet.HeaderFooter.oddFooter = footer
    if book.markning:
        header = HeaderFooterItem()
        header.center.text = as_written(book.markning).replace("&", "&&")
        header.center.font, header.center.size = f"{tema.typsnitt},Bold", 9
        if len(str(header.center)) > MAX_HEADER:
            raise UnwritableError(f"a print header longer than {MAX_HEADER}")
        sheet.HeaderFooter.oddHeader = header
        sheet.page_margins.header = 0.3


def _complete(parts: dict[str, bytes], plan: WorkbookPlan, data: list[bytes], stored: Stored) -> None:
    """Put in the cells and their texts, and what openpyxl cannot say of charts."""
    uses = 0
    for number, sheet_plan in enumerate(plan.blad, 1):
        uses += data[number - 1].count(TEXT_CELL)
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = _with_cells(parts[name], sheet_plan, data[number - 1])
        data[number - 1] = b""
    for number, charts in enumerate((sheet.diagram for sheet in plan.blad if sheet.diagram), 1):
        name = f"xl/drawings/drawing{number}.xml"
        parts[name] = described(parts[name], charts)
    shown = numbers_drawn(plan)
    for number, chart in enumerate((chart for sheet in plan.blad for chart in sheet.diagram), 1):
        name = f"xl/charts/chart{number}.xml"
        parts[name] = completed(parts[name], chart, shown)
    if uses:
        _with_texts(parts, shared_strings(stored, uses))


def _with_texts(parts: dict[str, bytes], texts: bytes) -> None:
    """Add the part with the texts of the grids, and say in two other parts that it is there."""
    parts[SHARED_STRINGS] = texts
    kind = f'<Override PartName="/{SHARED_STRINGS}" ContentType="{STRINGS_TYPE}"/></Types>'
    parts["[Content_Types].xml"] = replaced_once(parts["[Content_Types].xml"], b"</Types>", kind.encode())
    name = "xl/_rels/workbook.xml.rels"
    relation = f'<Relationship Id="rIdTexts" Type="{STRINGS_RELATION}" Target="/{SHARED_STRINGS}"/></Relationships>'
    parts[name] = replaced_once(parts[name], b"</Relationships>", relation.encode())


def _with_cells(xml: bytes, plan: SheetPlan, data: bytes) -> bytes:
    """Return the sheet with all its cells, instead of the few that openpyxl was told of."""
    place, dimension = SHEET_DATA.search(xml), DIMENSION.search(xml)
    if place is None or dimension is None:
        raise UnwritableError(f"{plan.namn}: no place for the cells")
    top, left, bottom, right = used_area(plan)
    area = f'<dimension ref="{address(top, left)}:{address(bottom, right)}"'.encode()
    return b"".join([xml[: dimension.start()], area, xml[dimension.end() : place.start()], data, xml[place.end() :]])


def _with_font(xml: bytes, tema: Tema) -> bytes:
    """Return the styles with the theme's typeface as the file's own, since column widths are counted in its digits."""
    first = FIRST_FONT.search(xml)
    if first is None:
        raise UnwritableError("styles.xml has no font")
    font = f'<font><sz val="10"/><name val="{escape(tema.typsnitt)}"/><family val="2"/></font>'.encode()
    return xml[: first.start(1)] + font + xml[first.end(1) :]


def _zip(parts: dict[str, bytes], moment: datetime) -> bytes:
    """Return the parts as a zip file, in the order openpyxl made them, all with one date."""
    target = BytesIO()
    stamp = max(moment.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in _ordered(parts.items()):
            info = ZipInfo(name, stamp)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            archive.writestr(info, data)
    return target.getvalue()


def _ordered(parts: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return the parts with the list of contents first, as office programs write it."""
    return sorted(parts, key=lambda part: part[0] != "[Content_Types].xml")
