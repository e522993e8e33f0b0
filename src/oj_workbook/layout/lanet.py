"""All kommuner of the chosen unit's län side by side, this year and last, with länet and riket: the county report."""

from oj_workbook.layout.content import Content, height, number_format
from oj_workbook.layout.plan import Formula, Print, SheetPlan, Value, quoted
from oj_workbook.layout.wiring import Sikt, Wiring
from oj_workbook.model import Indikator
from oj_workbook.templates import Bladmall

BANDRAD, RUBRIKRAD, LANKRAD, ARRAD = 4, 5, 6, 7
ENHET, AVSER, FORSTA = 1, 2, 3
MINST, MEST = 12.0, 20.0
#: What an A4 page lying down holds at 100 %, in pixels across (a column of width w takes 7 w + 5) and points down.
PAGE_WIDTH, PAGE_HEIGHT, ROW_HEIGHT = 1010, 490, 15
SMALLEST = 0.7


def plan_lanet(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out the table: two rows a unit, a column an indicator, printed one kvalitetsområde a page."""
    sheet = SheetPlan(mall.namn, flik=mall.flik)
    sheet.put(1, 1, wiring.lan_name(), "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, FORSTA, content.text("länet.ingress"), "ingress")  # not in the columns that every page repeats
    sheet.put(RUBRIKRAD, ENHET, content.text("länet.enhet"), "kolumnrubrik")
    sheet.put(RUBRIKRAD, AVSER, content.text("länet.avser"), "kolumnrubrik")
    sheet.bredder |= {ENHET: 27, AVSER: 13}
    for rad, utseende in ((BANDRAD, "band"), (LANKRAD, "kolumnlänk"), (ARRAD, "kolumnlänk")):
        sheet.fill(rad, range(ENHET, FORSTA), utseende)
    breaks = []
    kolumn = FORSTA
    for kvalitetsomrade, indikatorer in content.kvalitetsomraden().items():
        sheet.put(BANDRAD, kolumn, kvalitetsomrade, "band")
        sheet.fill(BANDRAD, range(kolumn + 1, kolumn + len(indikatorer)), "band")
        for indikator in indikatorer:
            _heading(sheet, kolumn, indikator, content, anchors[indikator.id])
            kolumn += 1
        breaks.append(kolumn - 1)
    rad = ARRAD
    for sikt, namn in _viewpoints(content, wiring):
        rad += 1
        member = sikt.namn not in ("riket", "län")
        _unit(sheet, rad, sikt, namn, content, wiring, member=member)
        rad += 1
    sheet.hojder[BANDRAD] = 20
    sheet.frys = (ARRAD + 1, FORSTA)
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(BANDRAD, ARRAD),
        title_columns=AVSER,
        scale=_scale(sheet, breaks, rad),
        breaks=tuple(breaks[:-1]),
    )
    sheet.rubriker = ((RUBRIKRAD, ENHET), (rad, kolumn - 1))
    return sheet


def _scale(sheet: SheetPlan, breaks: list[int], last: int) -> int:
    """Return the percent at which the widest kvalitetsområde fits one page, and a län of ordinary size its height."""
    across = {kolumn: 7 * width + 5 for kolumn, width in sheet.bredder.items()}
    starts = [FORSTA, *(kolumn + 1 for kolumn in breaks)]
    widest = max(sum(across[k] for k in range(a, b + 1)) for a, b in zip(starts, breaks, strict=False))
    tallest = sum(sheet.hojder.get(rad, ROW_HEIGHT) for rad in range(1, last + 1))
    by_width, by_height = PAGE_WIDTH / (across[ENHET] + across[AVSER] + widest), PAGE_HEIGHT / tallest
    return int(100 * min(1, by_width, max(by_height, SMALLEST)))


def _viewpoints(content: Content, wiring: Wiring) -> list[tuple[Sikt, Value | Formula]]:
    members = [wiring.member(number) for number in range(wiring.most_members)]
    return [
        (wiring.riket(), content.enheter.nivaer["riket"].namn),
        (wiring.lan(), wiring.lan_name()),
        *((sikt, wiring.member_name(sikt)) for sikt in members),
    ]


def _heading(sheet: SheetPlan, kolumn: int, indikator: Indikator, content: Content, anchor: str) -> None:
    senaste, fore = content.years(indikator)
    answers = {
        figur.svar
        for ar in (senaste, fore)
        for enhet in content.enheter.kommuner
        if (figur := content.figur(indikator, ar, enhet)).svar
    }
    widest = max((len(svar) for svar in answers if svar), default=0)
    word = max(len(part) for part in indikator.kort_namn.replace("-", "- ").split())
    sheet.bredder[kolumn] = min(MEST, max(MINST, widest + 2, word * 1.05 + 2))
    sheet.put(RUBRIKRAD, kolumn, indikator.kort_namn, "kolumnrubrik_smal")
    tall = height((indikator.kort_namn, sheet.bredder[kolumn] - 3), storlek=9)
    sheet.hojder[RUBRIKRAD] = max(sheet.hojder.get(RUBRIKRAD, 0), tall)
    sheet.put(LANKRAD, kolumn, content.text("länet.om_måttet"), "kolumnlänk", lank=anchor)
    sheet.put(ARRAD, kolumn, content.text("länet.år", senaste=senaste, föregående=fore), "kolumnlänk")


def _unit(
    sheet: SheetPlan, rad: int, sikt: Sikt, namn: Value | Formula, content: Content, wiring: Wiring, *, member: bool
) -> None:
    looks = ("cell_övre", "cell_före") if member else ("jämförelse_övre", "jämförelse_före")
    rows = (("länet.senaste", "radrubrik", looks[0], 0), ("länet.föregående", "radrubrik_före", looks[1], 1))
    for offset, (avser, radrubrik, utseende, which) in enumerate(rows):
        sheet.put(rad + offset, ENHET, namn, radrubrik)
        text: Value | Formula = content.text(avser)
        if member and isinstance(namn, Formula):
            text = _unless_empty(content.text(avser), namn, rad + offset)
        sheet.put(rad + offset, AVSER, text, radrubrik)
        for kolumn, indikator in enumerate(content.indikatorer, FORSTA):
            ar = content.years(indikator)[which]
            talformat = number_format(indikator.mattenhet, ar)
            sheet.put(rad + offset, kolumn, wiring.figure(sikt, indikator, ar), utseende, talformat)


def _unless_empty(text: str, namn: Formula, rad: int) -> Formula:
    """Return the text only where the row has a unit: a small län leaves rows over."""
    return Formula(f'IF($A{rad}="","",{quoted(text)})', lambda val: text if namn.shows(val) else "")
