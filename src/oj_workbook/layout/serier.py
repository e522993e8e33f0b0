"""Tables of years: an indicator a row, a year a column, with every break in a series marked by a thick line before it.

Över tid shows the chosen unit, Riket över tid shows riket.
"""

from collections.abc import Iterator

from oj_workbook.layout.content import INGEN, Content, height, limit_format, number_format
from oj_workbook.layout.huvud import put_title
from oj_workbook.layout.paper import LYING, across, percent, row_breaks
from oj_workbook.layout.plan import Print, Regel, SheetPlan, column_letters, link, quoted
from oj_workbook.layout.wiring import Sikt, Wiring
from oj_workbook.model import Indikator, Status
from oj_workbook.templates import Bladmall

RUBRIKRAD = 4
FORSTA = 2
ETIKETT, AR, ANMARKNING = 36.0, 13.5, 46.0


def plan_over_tid(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out every indicator of the edition over its years, for the chosen unit."""
    sheet = SheetPlan(mall.namn, flik=mall.flik)
    put_title(sheet, content, wiring, content.text("övertid.rubrik"), content.text("övertid.ingress"))
    return _table(sheet, content, wiring, wiring.egen(), anchors, AR)


def plan_riket(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out every indicator of the edition over its years, for riket: the trend tables of the fact sheets."""
    sheet = SheetPlan(mall.namn, flik=mall.flik)
    sheet.put(1, 1, content.markt(content.text("riket.rubrik")), "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, 1, content.text("riket.ingress"), "ingress")
    start = content.bladnamn("start")
    sheet.put(3, 1, content.text("resultat.till_start"), "länk", lank=link(start, 1))
    return _table(sheet, content, wiring, wiring.riket(), anchors, 9.0)


def _table(
    sheet: SheetPlan, content: Content, wiring: Wiring, sikt: Sikt, anchors: dict[str, str], bredd: float
) -> SheetPlan:
    last_column = FORSTA + len(content.ar)
    sheet.bredder = {1: ETIKETT, last_column: ANMARKNING} | dict.fromkeys(range(FORSTA, last_column), bredd)
    sheet.frys = (RUBRIKRAD + 1, FORSTA)
    sheet.put(RUBRIKRAD, 1, content.text("resultat.indikator"), "kolumnrubrik")
    for kolumn, ar in enumerate(content.ar, FORSTA):
        sheet.put(RUBRIKRAD, kolumn, ar, "kolumnrubrik_tal")
    sheet.put(RUBRIKRAD, last_column, content.text("resultat.anmärkning"), "kolumnrubrik_anmärkning")
    sheet.hojder[RUBRIKRAD] = 20
    rad, area, starts = RUBRIKRAD, "", []
    for indikator in content.sidor:
        rad += 1
        if content.area(indikator) != area:
            area = content.area(indikator)
            sheet.put(rad, 1, area, "band")
            sheet.fill(rad, range(2, last_column + 1), "band")
            sheet.hojder[rad] = 20
            starts.append(rad)
            rad += 1
        rad = _indicator(sheet, rad, indikator, content, wiring, sikt, anchors[indikator.id])
    sheet.rubriker = ((RUBRIKRAD, 1), (rad, last_column))
    scale = percent(LYING[0] / across(sheet, 1, last_column))
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(RUBRIKRAD, RUBRIKRAD),
        title_columns=1,
        scale=scale,
        row_breaks=row_breaks(sheet, starts, rad, sheet.hojder[RUBRIKRAD], LYING[1] * 100 / scale),
    )
    return sheet


def _indicator(
    sheet: SheetPlan, rad: int, indikator: Indikator, content: Content, wiring: Wiring, sikt: Sikt, anchor: str
) -> int:
    """Put one indicator's row, and below it its classes if the viewpoint can have any; return the last row."""
    breaks = wiring.breaks(indikator)
    last_column = FORSTA + len(content.ar)
    sheet.put(rad, 1, indikator.kort_namn, "tabellänk", lank=anchor)
    for kolumn, ar in enumerate(content.ar, FORSTA):
        look = "cell_brott" if ar in breaks else "cell_år"
        sheet.put(rad, kolumn, wiring.figure(sikt, indikator, ar), look, number_format(indikator, ar))
    remark = "\n".join([*filter(None, [wiring.break_text(indikator)]), *_missing(indikator, content, sikt)])
    sheet.put(rad, last_column, remark, "anmärkning")
    sheet.hojder[rad] = height((remark, ANMARKNING - 2), storlek=9, least=17)
    if not content.har_klasser(indikator):
        return rad
    if sikt.rad.isdigit():
        return _limits(sheet, rad, indikator, content)
    sheet.put(rad + 1, 1, content.text("övertid.kvartil"), "dämpad")
    for kolumn, ar in enumerate(content.ar, FORSTA):
        sheet.put(rad + 1, kolumn, wiring.klass(sikt, indikator, ar), "klass")
    sheet.put(rad + 1, last_column, "", "anmärkning")
    for said, utseende in content.klassutseenden(indikator).items():
        formel = f"{column_letters(FORSTA)}${rad + 1}={quoted(said)}"
        for row in (rad, rad + 1):
            sheet.regler.append(Regel((row, FORSTA), (row, last_column - 1), formel, utseende))
    return rad + 1


def _missing(indikator: Indikator, content: Content, sikt: Sikt) -> Iterator[str]:
    """Yield the years for which riket has no figure because a kommun lacks one."""
    riket = content.enheter.nivaer["riket"]
    for ar in indikator.years(content.utgava.ar) if sikt.rad.isdigit() else ():
        if content.figur(indikator, ar, riket.id).status == Status.BORTFALL:
            yield content.text("resultat.bortfall", vem=riket.namn, år=ar)


def _limits(sheet: SheetPlan, rad: int, indikator: Indikator, content: Content) -> int:
    """Put the limits of the quartile classes below riket's figures, and return the last row."""
    last_column = FORSTA + len(content.ar)
    for number, key in enumerate(("riket.låg_gräns", "riket.hög_gräns")):
        rad += 1
        sheet.put(rad, 1, content.text(key), "dämpad")
        for kolumn, ar in enumerate(content.ar, FORSTA):
            limits = content.granser(indikator, ar)
            shown = limits[number] if limits else INGEN
            sheet.put(rad, kolumn, shown, "liten", limit_format(indikator, ar))
        sheet.put(rad, last_column, "", "anmärkning")
    return rad
