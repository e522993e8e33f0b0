"""All kommuner of the chosen unit's län side by side, this year and last, with länet and riket: the county report."""

from oj_workbook.layout import words
from oj_workbook.layout.content import Content, height, number_format
from oj_workbook.layout.paper import LYING, across, down, percent
from oj_workbook.layout.plan import Formula, Print, SheetPlan, Value, quoted
from oj_workbook.layout.wiring import Sikt, Wiring
from oj_workbook.model import Indikator
from oj_workbook.templates import Bladmall

TECKENRAD, BANDRAD, RUBRIKRAD, LANKRAD, ARRAD, ANDELSRAD = 3, 4, 5, 6, 7, 8
ENHET, AVSER, FORSTA = 1, 2, 3
MINST, MEST = 12.0, 20.0
#: A län of ordinary size is put on one page when its rows need not be smaller than this.
SMALLEST = 0.7


def plan_lanet(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out the table: two rows a unit, a column an indicator, printed one kvalitetsområde a page."""
    sheet = SheetPlan(mall.namn, flik=mall.flik)
    name, ingen = wiring.lan_name(), content.text("resultat.ingen")
    title = Formula(
        f"IF({wiring.known()}=0,{quoted(ingen)},{name.text})", lambda val: name.shows(val) if val.enhet else ingen
    )
    sheet.put(1, 1, title, "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, FORSTA, content.text("länet.ingress"), "ingress")  # not in the columns that every page repeats
    sheet.put(RUBRIKRAD, ENHET, content.text("länet.enhet"), "kolumnrubrik")
    sheet.put(RUBRIKRAD, AVSER, content.text("länet.avser"), "kolumnrubrik")
    sheet.bredder |= {ENHET: 27, AVSER: 13}
    sheet.fill(BANDRAD, range(ENHET, FORSTA), "band")
    for rad, said in (
        (LANKRAD, ""),
        (ARRAD, content.text("länet.årsrad")),
        (ANDELSRAD, content.text("länet.andelsrad")),
    ):
        sheet.put(rad, ENHET, said, "kolumnnot_vänster")
        sheet.fill(rad, range(AVSER, FORSTA), "kolumnnot")
    breaks = []
    kolumn = FORSTA
    for kvalitetsomrade, indikatorer in content.kvalitetsomraden().items():
        sheet.put(TECKENRAD, kolumn, content.text("länet.tecken"), "ingress")  # so that every printed page has it
        sheet.put(BANDRAD, kolumn, kvalitetsomrade, "band")
        sheet.fill(BANDRAD, range(kolumn + 1, kolumn + len(indikatorer)), "band")
        for indikator in indikatorer:
            _heading(sheet, kolumn, indikator, content, anchors[indikator.id])
            kolumn += 1
        breaks.append(kolumn - 1)
    rad = ANDELSRAD
    levels: list[tuple[Sikt, Value | Formula]] = [
        (wiring.riket(), content.enheter.nivaer["riket"].namn),
        (wiring.lan(), wiring.lan_name()),
    ]
    for sikt, namn in levels:
        _unit(sheet, rad + 1, sikt, namn, content, wiring, member=False)
        rad += 2
    for number in range(wiring.most_members):
        sikt = wiring.member(number)
        _unit(sheet, rad + 1, sikt, wiring.member_name(sikt, content.text("länet.vald")), content, wiring, member=True)
        rad += 2
    sheet.hojder[BANDRAD] = 20
    sheet.frys = (ANDELSRAD + 1, FORSTA)
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(TECKENRAD, ANDELSRAD),
        title_columns=AVSER,
        scale=_scale(sheet, breaks, rad),
        breaks=tuple(breaks[:-1]),
    )
    sheet.rubriker = ((RUBRIKRAD, ENHET), (rad, kolumn - 1))
    return sheet


def _scale(sheet: SheetPlan, breaks: list[int], last: int) -> int:
    """Return the percent at which the widest kvalitetsområde fits one page, and a län of ordinary size its height."""
    starts = [FORSTA, *(kolumn + 1 for kolumn in breaks)]
    widest = max(across(sheet, first, end) for first, end in zip(starts, breaks, strict=False))
    by_width = LYING[0] / (across(sheet, ENHET, AVSER) + widest)
    return percent(min(by_width, max(LYING[1] / down(sheet, 1, last), SMALLEST)))


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
    sheet.put(LANKRAD, kolumn, content.text("länet.om_måttet"), "kolumnlänk", lank=anchor, tips=indikator.namn)
    sheet.put(ARRAD, kolumn, content.text("länet.år", senaste=senaste, föregående=fore), "kolumnnot")
    andel = words.share(indikator, content)
    sheet.put(ANDELSRAD, kolumn, andel, "kolumnnot")
    sheet.hojder[ANDELSRAD] = max(sheet.hojder.get(ANDELSRAD, 0), height((andel, sheet.bredder[kolumn] - 2), storlek=9))


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
