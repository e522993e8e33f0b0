"""One description per indicator: what it shows, how it is counted, what to mind.  Every table links here."""

from oj_workbook.layout import words
from oj_workbook.layout.content import Content, height
from oj_workbook.layout.paper import STANDING, across, percent, row_breaks
from oj_workbook.layout.plan import Print, SheetPlan, link
from oj_workbook.model import Indikator
from oj_workbook.templates import Bladmall

ETIKETT, TEXT, TILLBAKA = 1, 2, 3
BREDDER: dict[int, float] = {ETIKETT: 28, TEXT: 112, TILLBAKA: 16}
FORSTA = 4


def plan_indikatorer(mall: Bladmall, content: Content, tillbaka: dict[str, str]) -> tuple[SheetPlan, dict[str, str]]:
    """Lay out every description, and return where each one begins; `tillbaka` is where each indicator's result is."""
    sheet = SheetPlan(mall.namn, bredder=dict(BREDDER), flik=mall.flik, frys=(3, 1))
    sheet.put(1, 1, content.markt(content.text("indikatorer.rubrik")), "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, 1, content.text("indikatorer.ingress"), "ingress")
    anchors = {}
    pages = _pages(content)
    omraden = list(dict.fromkeys(content.area(one) for one in pages))
    rad = FORSTA + len(omraden)
    kvalitetsomrade, starts = "", []
    for indikator in pages:
        rad += 1
        starts.append(rad)
        if content.area(indikator) != kvalitetsomrade:
            kvalitetsomrade = content.area(indikator)
            contents_row = FORSTA + omraden.index(kvalitetsomrade)
            sheet.put(contents_row, ETIKETT, kvalitetsomrade, "länk", lank=link(mall.namn, rad))
            sheet.put(rad, ETIKETT, kvalitetsomrade, "underrubrik")
            sheet.put(rad + 1, ETIKETT, content.omrade.kvalitetsomraden[kvalitetsomrade], "ingress")
            sheet.hojder[rad], sheet.hojder[rad + 1] = 26, 20
            rad += 2
        anchors[indikator.id] = link(mall.namn, rad)
        rad = _put_card(sheet, rad, indikator, content, tillbaka.get(indikator.id)) + 1
    scale = percent(STANDING[0] / across(sheet, ETIKETT, TILLBAKA))
    sheet.utskrift = Print(scale=scale, row_breaks=row_breaks(sheet, starts, rad, 0, STANDING[1] * 100 / scale))
    return sheet, anchors


def _pages(content: Content) -> list[Indikator]:
    """Return the indicators shown, and after those of each area the ones that only lack figures in this edition."""
    utgava = content.utgava
    without = [
        one
        for one in content.omrade.indikatorer.values()
        if one.kalla.id in utgava.utan_uppgifter
        and one.del_av is None
        and any(one.mats.holds(ar) for ar in one.years(utgava.ar))
    ]
    areas = list(content.omrade.kvalitetsomraden)
    return sorted([*content.sidor, *without], key=lambda one: (areas.index(content.area(one)), one.ordning))


def _put_card(sheet: SheetPlan, rad: int, indikator: Indikator, content: Content, tillbaka: str | None) -> int:
    """Put one description from a row on, and return its last row."""
    sheet.put(rad, ETIKETT, indikator.namn, "band")
    sheet.fill(rad, range(TEXT, TILLBAKA), "band")
    if tillbaka:
        said = content.text("indikatorer.tillbaka")
        sheet.put(rad, TILLBAKA, said, "kolumnlänk", lank=tillbaka, tips=indikator.kort_namn)
    else:
        sheet.fill(rad, range(TILLBAKA, TILLBAKA + 1), "band")
    sheet.hojder[rad] = 20
    without = content.utgava.utan_uppgifter.get(indikator.kalla.id, "")
    for key, text in {"utan_uppgifter": without, **words.card(indikator, content)}.items():
        if text:
            rad += 1
            label = content.text(f"indikatorer.{key}")
            sheet.put(rad, ETIKETT, label, "etikett")
            sheet.put(rad, TEXT, text, "text")
            sheet.hojder[rad] = height((text, BREDDER[TEXT]), (label, BREDDER[ETIKETT] - 2))
    return rad
