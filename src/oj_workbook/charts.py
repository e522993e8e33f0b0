"""Chart -> a scatter chart of openpyxl, and what is completed in its parts afterwards.

The numbers a chart draws are stored in it too, for programs that do not read the cells.
"""

from collections.abc import Callable, Iterable
from xml.sax.saxutils import quoteattr

from openpyxl.chart import ScatterChart
from openpyxl.chart.axis import ChartLines, NumericAxis
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumFmt, NumRef
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel, XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D

from oj_workbook.layout.plan import OSYNLIG, Chart, Formula, Serie, Value, WorkbookPlan, address, fixed
from oj_workbook.rawxml import UnwritableError, as_written, number
from oj_workbook.tema import Tema

TEXT_COLOUR = "4A5A62"
LINE_COLOUR = "B8C7CC"
LINE_WIDTH = 22_225  # 1.75 points
MARKER_SIZE = 5
EMU_PER_CM = 360_000
SMALL_TEXT = 900  # hundredths of a point

END_OF_REFERENCE = b"</f></numRef>"

#: Gives the number in a cell: sheet, row, column.
Lookup = Callable[[str, int, int], float]


def numbers_drawn(plan: WorkbookPlan) -> Lookup:
    """Return what gives the number that a chart draws, for the choice stored in the file."""
    charts = [chart for sheet in plan.blad for chart in sheet.diagram]
    rows = {(serie.blad, rad) for chart in charts for serie in chart.serier for rad in (serie.rad_x, serie.rad_y)}
    found: dict[tuple[str, int, int], Value | Formula] = {}
    for sheet in plan.blad:
        for cell in sheet.cells:
            if (sheet.namn, cell.rad) in rows:
                found[sheet.namn, cell.rad, cell.kolumn] = cell.content
        for grid in sheet.grids:
            for blad, rad in rows:
                if blad == sheet.namn and grid.rad <= rad <= grid.sista_rad:
                    for kolumn, value in enumerate(grid.rader[rad - grid.rad], grid.kolumn):
                        found[blad, rad, kolumn] = value

    def shown(blad: str, rad: int, kolumn: int) -> float:
        content = found.get((blad, rad, kolumn), "")
        value = content.shows(plan.forvald) if isinstance(content, Formula) else content
        if isinstance(value, str):
            raise UnwritableError(f"a chart draws {blad}!{address(rad, kolumn)}, which holds {value!r}")
        return value

    return shown


def scatter(chart: Chart, tema: Tema) -> ScatterChart:
    """Return the chart, to be added to its sheet."""
    made = ScatterChart(scatterStyle="lineMarker", varyColors=False)
    corner = AnchorMarker(col=chart.kolumn - 1, row=chart.rad - 1)
    size = XDRPositiveSize2D(round(chart.bredd * EMU_PER_CM), round(chart.hojd * EMU_PER_CM))
    made.anchor = OneCellAnchor(_from=corner, ext=size)  # type: ignore[assignment]  # an address has no size
    made.roundedCorners, made.visible_cells_only, made.display_blanks = False, False, "gap"
    made.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    for serie in chart.serier:
        made.series.append(_series(serie))
    _axes(made, chart, tema)
    unnamed = [LegendEntry(idx=place, delete=True) for place, serie in enumerate(chart.serier) if not serie.namn]
    made.legend = Legend(legendPos="b", legendEntry=unnamed, overlay=False, txPr=_small(tema))
    return made


def completed(xml: bytes, chart: Chart, shown: Lookup) -> bytes:
    """Return the part of a chart with its numbers, and without what Excel or openpyxl would add.

    Excel makes a title where one series has a name, and openpyxl an empty text where only its look is said.
    """
    xml = replaced_once(xml, b"<chart><plotArea>", b'<chart><autoTitleDeleted val="1"/><plotArea>')
    xml = xml.replace(b"<a:r><a:t></a:t></a:r>", b"")
    pieces = xml.split(END_OF_REFERENCE)
    if len(pieces) != 2 * len(chart.serier) + 1:
        raise UnwritableError(f"{len(pieces) - 1} places for the numbers of {len(chart.serier)} series")
    numbers = (_stored(serie, rad, shown) for serie in chart.serier for rad in (serie.rad_x, serie.rad_y))
    return b"".join(
        [pieces[0], *(b"</f>" + one + b"</numRef>" + rest for one, rest in zip(numbers, pieces[1:], strict=True))]
    )


def described(xml: bytes, charts: Iterable[Chart]) -> bytes:
    """Return a drawing in which every chart has its description in words."""
    for place, chart in enumerate(charts, 1):
        said = f'name="Diagram {place}" descr={quoteattr(chart.alt)}'
        xml = replaced_once(xml, f'name="Chart {place}"'.encode(), said.encode("ascii", "xmlcharrefreplace"))
    return xml


def replaced_once(xml: bytes, old: bytes, new: bytes) -> bytes:
    """Return a part with the one occurrence of something in it replaced."""
    if xml.count(old) != 1:
        raise UnwritableError(f"{xml.count(old)} places for {new[:80]!r}")
    return xml.replace(old, new)


def _series(serie: Serie) -> XYSeries:
    made = XYSeries(tx=SeriesLabel(v=as_written(serie.namn)) if serie.namn else None, smooth=False)
    made.xVal = AxDataSource(numRef=_reference(serie, serie.rad_x))
    made.yVal = NumDataSource(numRef=_reference(serie, serie.rad_y))
    if serie.farg == OSYNLIG:
        made.spPr, made.marker = GraphicalProperties(ln=LineProperties(noFill=True)), Marker("none")
        return made
    line = LineProperties(w=LINE_WIDTH, solidFill=serie.farg, prstDash="dash" if serie.streckad else "solid")
    made.spPr = GraphicalProperties(ln=line)
    dot = GraphicalProperties(solidFill=serie.farg, ln=LineProperties(solidFill=serie.farg))
    made.marker = Marker("circle", MARKER_SIZE, dot)
    return made


def _reference(serie: Serie, rad: int) -> NumRef:
    first, last = serie.kolumner
    return NumRef(f=fixed(serie.blad, rad, first, rad, last))


def _stored(serie: Serie, rad: int, shown: Lookup) -> bytes:
    """Return the numbers of a reference.  openpyxl would round them to sixteen digits."""
    first, last = serie.kolumner
    values = [number(shown(serie.blad, rad, kolumn)) for kolumn in range(first, last + 1)]
    points = "".join(f'<pt idx="{place}"><v>{value}</v></pt>' for place, value in enumerate(values))
    cache = f'<numCache><formatCode>General</formatCode><ptCount val="{len(values)}"/>{points}</numCache>'
    return cache.encode()


def _axes(made: ScatterChart, chart: Chart, tema: Tema) -> None:
    x, y = NumericAxis(axId=10, crossAx=20, majorUnit=1, axPos="b"), made.y_axis
    made.x_axis = x
    x.scaling.min, x.scaling.max = chart.x
    x.number_format = "0"
    x.majorGridlines, x.majorTickMark = None, "out"
    y.numFmt = NumFmt(formatCode="General", sourceLinked=True)
    y.majorGridlines = ChartLines(spPr=_thin())
    x.crosses, y.crosses = "autoZero", "min"  # the y axis stands at the first year, and not at the year 0
    for axis in (x, y):
        axis.delete, axis.crossBetween = False, "midCat"
        axis.tickLblPos = "low"
        axis.spPr, axis.txPr = _thin(), _small(tema)


def _thin() -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(w=9_525, solidFill=LINE_COLOUR))


def _small(tema: Tema) -> RichText:
    letters = CharacterProperties(sz=SMALL_TEXT, solidFill=TEXT_COLOUR, latin=Font(typeface=tema.typsnitt))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=CharacterProperties())])
