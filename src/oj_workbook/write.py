"""WorkbookPlan -> the bytes of an .xlsx.  The pen: it decides nothing, and refuses what a spreadsheet would garble.

openpyxl makes the parts.  They are then completed with what it cannot write, the value beside each formula, and
zipped with fixed dates in a fixed order, so that the same plan always gives the same bytes.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from oj_workbook.layout.plan import (
    Cell,
    Formula,
    Picker,
    SheetPlan,
    Val,
    Value,
    WorkbookPlan,
    address,
    column_letters,
    fixed,
)
from oj_workbook.tema import Tema, Utseende

KANT = "B8C7CC"
MAX_TEXT = 32_767
FIRST_FONT = re.compile(rb"<fonts[^>]*>(<font>.*?</font>)", re.DOTALL)
FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v\s*(?:/>|></v>)</c>', re.DOTALL)
FORMULA_SIGNS = ("=", "+", "-", "@")
A4 = 9


class UnwritableError(Exception):
    """A plan that no spreadsheet program could read back unchanged: a fault of ours, never of what was delivered."""


def workbook_bytes(plan: WorkbookPlan, tema: Tema, moment: datetime) -> bytes:
    """Return the finished file.  `moment` is stored as the time of making, instead of the clock."""
    book = Workbook()
    book.remove(book.worksheets[0])
    styles = _Styles(book, tema)
    for sheet_plan in plan.blad:
        _sheet(book.create_sheet(sheet_plan.namn), sheet_plan, plan, styles)
    for name, target in plan.namn.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    for number, sheet_plan in enumerate(plan.blad, 1):
        if sheet_plan.rubriker:
            # The name by which screen readers know where a table's column and row titles are.
            first, last = sheet_plan.rubriker
            name = f"TitleRegion{number}.{address(*first)}.{address(*last)}.{number}"
            book.defined_names[name] = DefinedName(name, attr_text=fixed(sheet_plan.namn, *first))
    properties = book.properties
    properties.title, properties.description, properties.creator = plan.titel, plan.beskrivning, "oj-workbook"
    properties.subject = plan.amne
    properties.language, properties.created, properties.modified = "sv-SE", moment, moment
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    parts = _Parts()
    ExcelWriter(book, parts).save()  # type: ignore[arg-type]
    for number, sheet_plan in enumerate(plan.blad, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts.content[name] = _with_values(parts.content[name], sheet_plan, plan.forvald)
    parts.content["xl/styles.xml"] = _with_font(parts.content["xl/styles.xml"], tema)
    return _zip(parts.content, moment)


class _Parts:
    """Stands in for the zip file that openpyxl writes to, and keeps the parts in memory."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def writestr(self, name: str, data: str | bytes) -> None:
        self.content[name] = data.encode() if isinstance(data, str) else data

    def write(self, filename: str, name: str) -> None:
        with open(filename, "rb") as file:  # noqa: PTH123 - openpyxl hands over a name of its own
            self.content[name] = file.read()

    def namelist(self) -> list[str]:
        return list(self.content)

    def close(self) -> None:
        """Do nothing: openpyxl closes what it was given."""


class _Styles:
    """One named style per look and number format, made when first used."""

    def __init__(self, book: Workbook, tema: Tema) -> None:
        self.book, self.tema = book, tema
        self.made: dict[tuple[str, str], str] = {}

    def name(self, utseende: str, talformat: str) -> str:
        """Return the name of the style, for openpyxl."""
        key = (utseende, talformat)
        if key not in self.made:
            self.made[key] = f"oj {utseende}" if talformat == "General" else f"oj {utseende} {len(self.made)}"
            self.book.add_named_style(_style(self.made[key], self.tema.utseenden[utseende], self.tema, talformat))
        return self.made[key]


def _style(name: str, look: Utseende, tema: Tema, talformat: str) -> NamedStyle:
    side = Side(style="thin", color=KANT)
    border = {"ingen": Border(), "under": Border(bottom=side), "runt": Border(side, side, side, side)}[look.kant]
    fill = PatternFill("solid", fgColor=look.fyllning) if look.fyllning else PatternFill()
    return NamedStyle(
        name=name,
        font=Font(
            name=tema.typsnitt,
            sz=look.storlek,
            b=look.fet,
            i=look.kursiv,
            u="single" if look.understruken else None,
            color=look.textfarg,
        ),
        fill=fill,
        border=border,
        alignment=Alignment(
            horizontal=look.justering, vertical=look.hojdled, wrap_text=look.radbrytning, indent=look.indrag
        ),
        number_format=talformat,
        protection=Protection(locked=not look.oppen),
    )


def _sheet(sheet: Worksheet, plan: SheetPlan, book: WorkbookPlan, styles: _Styles) -> None:
    if sheet.title != plan.namn:
        raise UnwritableError(f"sheet name {plan.namn!r} became {sheet.title!r}")
    for planned in plan.cells:
        _cell(sheet, planned, styles)
    for kolumn, width in plan.bredder.items():
        sheet.column_dimensions[column_letters(kolumn)].width = width
    for rad, height in plan.hojder.items():
        sheet.row_dimensions[rad].height = height
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = plan.flik or None
    sheet.sheet_state = "hidden" if plan.dold else "visible"
    if plan.frys:
        sheet.freeze_panes = address(*plan.frys)
    if plan.valjare:
        _picker(sheet, plan.valjare)
    if plan.tabell:
        header, last_row, last_column = plan.tabell
        table = Table(displayName=re.sub(r"\W", "_", plan.namn), ref=f"A{header}:{address(last_row, last_column)}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)
    if plan.skyddad:  # against slips only: no password, and widths may be changed
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
    _printing(sheet, plan, book)


def _cell(sheet: Worksheet, planned: Cell, styles: _Styles) -> None:
    cell = sheet.cell(planned.rad, planned.kolumn)
    content = planned.content
    if planned.lank:  # first, since openpyxl gives the cell a style of its own for it
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=planned.lank, display=str(content), tooltip=planned.tips
        )
    cell.style = styles.name(planned.utseende, planned.talformat)
    if isinstance(content, Formula):
        cell.value = "=" + content.text
    elif isinstance(content, str):
        if len(content) > MAX_TEXT:
            raise UnwritableError(f"{sheet.title}!{cell.coordinate}: text longer than {MAX_TEXT}")
        cell.value = content or None
        if content.startswith(FORMULA_SIGNS) and len(content) > 1:
            cell.data_type, cell.quotePrefix = "s", True  # a text that looks like a formula stays a text
    else:
        cell.value = content


def _picker(sheet: Worksheet, picker: Picker) -> None:
    place = address(picker.rad, picker.kolumn)
    validation = DataValidation(type="list", formula1=picker.lista, allow_blank=False)
    validation.showErrorMessage = validation.showInputMessage = True
    validation.promptTitle, validation.prompt = picker.rubrik, picker.hjalp
    validation.errorTitle, validation.error = picker.felrubrik, picker.fel
    validation.add(place)
    sheet.add_data_validation(validation)
    sheet.sheet_view.selection[0].activeCell = sheet.sheet_view.selection[0].sqref = place


def _printing(sheet: Worksheet, plan: SheetPlan, book: WorkbookPlan) -> None:
    how = plan.utskrift
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if how.landscape else "portrait"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    rows, columns = max(cell.rad for cell in plan.cells), max(cell.kolumn for cell in plan.cells)
    if not plan.dold:  # LibreOffice prints a hidden sheet that has a print area
        sheet.print_area = f"A{how.first_row}:{address(rows, columns)}"
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
    footer = HeaderFooterItem()
    footer.left.text = book.sidfot.replace("&", "&&")
    footer.center.text, footer.right.text = "&A", "Sida &P av &N"
    footer.left.size = footer.center.size = footer.right.size = 8
    sheet.HeaderFooter.oddFooter = footer


def _with_font(xml: bytes, tema: Tema) -> bytes:
    """Return the styles with the theme's typeface as the file's own, since column widths are counted in its digits."""
    first = FIRST_FONT.search(xml)
    if first is None:
        raise UnwritableError("styles.xml has no font")
    font = f'<font><sz val="10"/><name val="{escape(tema.typsnitt)}"/><family val="2"/></font>'.encode()
    return xml[: first.start(1)] + font + xml[first.end(1) :]


def _with_values(xml: bytes, plan: SheetPlan, val: Val) -> bytes:
    """Return the sheet with the value of each formula beside it.  Each formula must have got exactly one."""
    expected = dict(plan.formulas)
    found: set[str] = set()

    def complete(match: re.Match[str]) -> str:
        place, attributes, formula = match.groups()
        found.add(place)
        kind, value = _cached(expected[place].shows(val))
        attributes = re.sub(r' t="[^"]*"', "", attributes)
        return f'<c r="{place}"{attributes}{kind}><f>{formula}</f><v>{value}</v></c>'

    completed = FORMULA_CELL.sub(complete, xml.decode())
    if missing := expected.keys() - found:
        raise UnwritableError(f"{plan.namn}: no place for the values of {sorted(missing)}")
    return completed.encode()


def _cached(value: Value) -> tuple[str, str]:
    if isinstance(value, str):
        return ' t="str"', escape(value)
    return "", repr(value)


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
