"""The measures that are divided, by kön and ursprung: the chosen unit over the years, beside länet and riket."""

from oj_workbook.layout.content import Content, number_format
from oj_workbook.layout.huvud import put_title
from oj_workbook.layout.paper import LYING, across, down, percent, row_breaks
from oj_workbook.layout.plan import Formula, Print, SheetPlan, Val, quoted
from oj_workbook.layout.wiring import Sikt, Wiring
from oj_workbook.model import Indikator
from oj_workbook.templates import Bladmall

RUBRIKRAD = 4
ETIKETT, FORSTA = 1, 2
BREDD, AR, NIVA = 36.0, 11.0, 17.0
#: The table is put on one page when its rows need not be smaller than this.
SMALLEST = 0.7


def plan_uppdelat(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out a block for each divided measure: the whole, and a row for every part."""
    sheet = SheetPlan(mall.namn, flik=mall.flik, frys=(RUBRIKRAD + 1, FORSTA))
    put_title(sheet, content, wiring, content.text("uppdelat.rubrik"), content.text("uppdelat.ingress"))
    years = sorted({ar for one in content.delar for ar in one.years(content.utgava.ar) if one.mats.holds(ar)})
    last_column = FORSTA + len(years) + 1
    sheet.bredder = {ETIKETT: BREDD, last_column - 1: NIVA, last_column: NIVA}
    sheet.bredder |= dict.fromkeys(range(FORSTA, last_column - 1), AR)
    _headings(sheet, content, wiring, years)
    rad, area, starts = RUBRIKRAD, "", []
    for whole in content.uppdelade:
        rad += 1
        if content.area(whole) != area:
            area = content.area(whole)
            sheet.put(rad, ETIKETT, area, "band")
            sheet.fill(rad, range(FORSTA, last_column + 1), "band")
            sheet.hojder[rad] = 20
            rad += 1
        starts.append(rad)
        sheet.put(rad, ETIKETT, whole.kort_namn, "tabellänk", lank=anchors[whole.id])
        _figures(sheet, rad, whole, years, wiring)
        for label, part in content.parts(whole).items():
            rad += 1
            sheet.put(rad, ETIKETT, label, "radrubrik_del")
            _figures(sheet, rad, part, years, wiring)
    sheet.rubriker = ((RUBRIKRAD, ETIKETT), (rad, last_column))
    by_height = max(LYING[1] / down(sheet, 1, rad), SMALLEST)
    scale = percent(min(LYING[0] / across(sheet, ETIKETT, last_column), by_height))
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(RUBRIKRAD, RUBRIKRAD),
        scale=scale,
        row_breaks=row_breaks(sheet, starts, rad, sheet.hojder[RUBRIKRAD], LYING[1] * 100 / scale),
    )
    return sheet


def _headings(sheet: SheetPlan, content: Content, wiring: Wiring, years: list[int]) -> None:
    sheet.put(RUBRIKRAD, ETIKETT, content.text("uppdelat.mått"), "kolumnrubrik")
    for kolumn, ar in enumerate(years, FORSTA):
        sheet.put(RUBRIKRAD, kolumn, ar, "kolumnrubrik_tal")
    lan, riket = wiring.lan_name(), content.enheter.nivaer["riket"].namn
    ending = f", {years[-1]}"

    def named(val: Val) -> str:
        return f"{lan.shows(val)}{ending}"

    sheet.put(RUBRIKRAD, FORSTA + len(years), Formula(f"{lan.text}&{quoted(ending)}", named), "kolumnrubrik_tal")
    sheet.put(RUBRIKRAD, FORSTA + len(years) + 1, f"{riket}{ending}", "kolumnrubrik_tal")
    sheet.hojder[RUBRIKRAD] = 30


def _figures(sheet: SheetPlan, rad: int, indikator: Indikator, years: list[int], wiring: Wiring) -> None:
    breaks, egen = wiring.breaks(indikator), wiring.egen()
    usual, level = ("cell_år", "jämförelse") if indikator.del_av else ("cell_hel", "jämförelse_hel")
    for kolumn, ar in enumerate(years, FORSTA):
        look = "cell_brott" if ar in breaks else usual
        sheet.put(rad, kolumn, wiring.figure(egen, indikator, ar), look, number_format(indikator, ar))
    levels: tuple[Sikt, ...] = (wiring.lan(), wiring.riket())
    for kolumn, sikt in enumerate(levels, FORSTA + len(years)):
        latest = wiring.figure(sikt, indikator, years[-1])
        sheet.put(rad, kolumn, latest, level, number_format(indikator, years[-1]))
    sheet.hojder[rad] = 17
