"""What a workbook of ours is made of: its parts, how they lead to each other, and the words each is written in.

A list of what may be, not of what may not: whoever thinks of a new hiding place need not be thought of here.  A word
is an element; the attributes it may have stand after @, and = says that it may hold text.
"""

import re
from dataclasses import dataclass

_OFFICE = "http://schemas.openxmlformats.org/"
_DOC = _OFFICE + "officeDocument/2006/relationships"
MAIN = _OFFICE + "spreadsheetml/2006/main"
NAMESPACES = {
    "ct": _OFFICE + "package/2006/content-types",
    "rel": _OFFICE + "package/2006/relationships",
    "cp": _OFFICE + "package/2006/metadata/core-properties",
    "app": _OFFICE + "officeDocument/2006/extended-properties",
    "m": MAIN,
    "r": _DOC,
    "xdr": _OFFICE + "drawingml/2006/spreadsheetDrawing",
    "a": _OFFICE + "drawingml/2006/main",
    "c": _OFFICE + "drawingml/2006/chart",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_XML = "application/vnd.openxmlformats-"
_SHEET = _XML + "officedocument.spreadsheetml."
#: The theme as the library writes it, the same in every workbook: any other is not ours.
THEME_SHA256 = "d15e8ebf78ef7b9720839d7ae8fdc81a7df5bc24706d8e137df61a5683c358d9"


@dataclass(frozen=True)
class Kind:
    """A kind of part: its name, its content type, the relation that leads to it, from which kind, and its words."""

    namn: re.Pattern[str]
    typ: str
    relation: str
    fran: str
    prefix: str
    words: dict[str, tuple[frozenset[str], bool]]


def _kind(namn: str, typ: str, relation: str, fran: str, prefix: str, words: str) -> Kind:
    return Kind(re.compile(namn), typ, relation, fran, prefix, dict(_word(word, prefix) for word in words.split()))


def _word(word: str, prefix: str) -> tuple[str, tuple[frozenset[str], bool]]:
    name, _, attributes = word.removesuffix("=").partition("@")
    allowed = frozenset(_qualified(one) for one in attributes.split(",") if one)
    return _qualified(name if ":" in name else f"{prefix}:{name}"), (allowed, word.endswith("="))


def _qualified(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


_RELS = _kind(
    r"_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/worksheets/_rels/sheet\d+\.xml\.rels"
    r"|xl/drawings/_rels/drawing\d+\.xml\.rels",
    _XML + "package.relationships+xml",
    "",
    "",
    "rel",
    "Relationships Relationship@Id,Type,Target",
)
_CHART_WORDS = """
    chartSpace roundedCorners@val chart autoTitleDeleted@val plotArea scatterChart scatterStyle@val varyColors@val ser
    idx@val order@val tx v= spPr a:ln@w a:solidFill a:srgbClr@val a:prstDash@val a:noFill marker symbol@val size@val
    xVal yVal numRef f= numCache formatCode= ptCount@val pt@idx smooth@val axId@val valAx scaling orientation@val
    max@val min@val delete@val axPos@val majorGridlines numFmt@formatCode,sourceLinked majorTickMark@val
    minorTickMark@val tickLblPos@val txPr a:bodyPr a:p a:pPr a:defRPr@sz a:latin@typeface a:endParaRPr crossAx@val
    crosses@val crossBetween@val majorUnit@val legend legendPos@val legendEntry overlay@val plotVisOnly@val
    dispBlanksAs@val layout
"""
_SHEET_WORDS = """
    worksheet sheetPr tabColor@rgb outlinePr@summaryBelow,summaryRight pageSetUpPr@fitToPage dimension@ref sheetViews
    sheetView@showGridLines,workbookViewId,tabSelected pane@activePane,state,topLeftCell,xSplit,ySplit
    selection@activeCell,pane,sqref sheetFormatPr@baseColWidth,defaultRowHeight cols col@customWidth,max,min,width
    sheetData row@r,ht,customHeight c@r,s,t v= f= is t@xml:space=
    sheetProtection@autoFilter,deleteColumns,deleteRows,formatCells,formatColumns,formatRows,insertColumns,insertHyperlinks,insertRows,objects,pivotTables,scenarios,selectLockedCells,selectUnlockedCells,sheet,sort
    conditionalFormatting@sqref cfRule@dxfId,priority,stopIfTrue,type formula= dataValidations@count
    dataValidation@allowBlank,error,errorTitle,prompt,promptTitle,showDropDown,showErrorMessage,showInputMessage,sqref,type
    formula1= hyperlinks hyperlink@display,location,ref,tooltip pageMargins@bottom,footer,header,left,right,top
    pageSetup@fitToHeight,orientation,pageOrder,paperSize,scale headerFooter oddHeader= oddFooter= evenHeader
    evenFooter firstHeader firstFooter rowBreaks@count,manualBreakCount colBreaks@count,manualBreakCount
    brk@id,man,max,min drawing@r:id tableParts@count tablePart@r:id
"""
_STYLE_WORDS = """
    styleSheet numFmts@count numFmt@formatCode,numFmtId fonts@count font name@val b@val i@val u@val sz@val color@rgb
    family@val fills@count fill patternFill@patternType fgColor@rgb bgColor@rgb borders@count border left@style
    right@style top@style bottom@style diagonal cellStyleXfs@count cellXfs@count
    xf@applyAlignment,applyProtection,borderId,fillId,fontId,numFmtId,pivotButton,quotePrefix,xfId
    alignment@horizontal,indent,vertical,wrapText protection@hidden,locked cellStyles@count
    cellStyle@builtinId,hidden,name,xfId dxfs@count dxf tableStyles@count,defaultPivotStyle,defaultTableStyle
    colors indexedColors rgbColor@rgb
"""
_BOOK_WORDS = """
    workbook workbookPr workbookProtection bookViews calcPr@calcId,fullCalcOnLoad sheets
    workbookView@activeTab,autoFilterDateGrouping,firstSheet,minimized,showHorizontalScroll,showSheetTabs,showVerticalScroll,tabRatio,visibility
    sheet@r:id,name,sheetId,state definedNames definedName@localSheetId,name=
"""
_CORE_WORDS = """
    coreProperties dc:creator= dc:title= dc:description= dc:subject= dc:language= category= keywords=
    dcterms:created@xsi:type= dcterms:modified@xsi:type=
"""
_DRAWING_WORDS = """
    wsDr oneCellAnchor from col= colOff= row= rowOff= ext@cx,cy graphicFrame nvGraphicFramePr cNvPr@descr,id,name
    cNvGraphicFramePr xfrm a:graphic a:graphicData@uri c:chart@r:id clientData
"""
KINDS: dict[str, Kind] = {
    "innehåll": _kind(
        r"\[Content_Types\]\.xml", "", "", "", "ct", "Types Default@ContentType,Extension Override@ContentType,PartName"
    ),
    "relationer": _RELS,
    "arbetsbok": _kind(
        r"xl/workbook\.xml", _SHEET + "sheet.main+xml", _DOC + "/officeDocument", "paketet", "m", _BOOK_WORDS
    ),
    "kärna": _kind(
        r"docProps/core\.xml",
        _XML + "package.core-properties+xml",
        _OFFICE + "package/2006/relationships/metadata/core-properties",
        "paketet",
        "cp",
        _CORE_WORDS,
    ),
    "program": _kind(
        r"docProps/app\.xml",
        _XML + "officedocument.extended-properties+xml",
        _DOC + "/extended-properties",
        "paketet",
        "app",
        "Properties Application= AppVersion=",
    ),
    "tema": _kind(r"xl/theme/theme1\.xml", _XML + "officedocument.theme+xml", _DOC + "/theme", "arbetsbok", "a", ""),
    "blad": _kind(
        r"xl/worksheets/sheet\d+\.xml", _SHEET + "worksheet+xml", _DOC + "/worksheet", "arbetsbok", "m", _SHEET_WORDS
    ),
    "utseenden": _kind(r"xl/styles\.xml", _SHEET + "styles+xml", _DOC + "/styles", "arbetsbok", "m", _STYLE_WORDS),
    "texter": _kind(
        r"xl/sharedStrings\.xml",
        _SHEET + "sharedStrings+xml",
        _DOC + "/sharedStrings",
        "arbetsbok",
        "m",
        "sst@count,uniqueCount si t@xml:space=",
    ),
    "tabell": _kind(
        r"xl/tables/table\d+\.xml",
        _SHEET + "table+xml",
        _DOC + "/table",
        "blad",
        "m",
        "table@displayName,headerRowCount,id,name,ref autoFilter@ref tableColumns@count tableColumn@id,name"
        " tableStyleInfo@name,showRowStripes",
    ),
    "ritning": _kind(
        r"xl/drawings/drawing\d+\.xml",
        _XML + "officedocument.drawing+xml",
        _DOC + "/drawing",
        "blad",
        "xdr",
        _DRAWING_WORDS,
    ),
    "diagram": _kind(
        r"xl/charts/chart\d+\.xml",
        _XML + "officedocument.drawingml.chart+xml",
        _DOC + "/chart",
        "ritning",
        "c",
        _CHART_WORDS,
    ),
}


def kind_of(part: str) -> str | None:
    """Return the kind of a part by its name; None when a workbook of ours has no such part."""
    return next((name for name, kind in KINDS.items() if kind.namn.fullmatch(part)), None)
