"""One indicator over the years: the chosen unit, up to five others, länet and riket, with a chart and a description."""

from oj_workbook.layout.content import ALLA_TAL, Content
from oj_workbook.layout.diagram import chart_lines
from oj_workbook.layout.huvud import put_title
from oj_workbook.layout.paper import LYING, across, percent
from oj_workbook.layout.plan import Chart, Formula, Picker, Print, Regel, SheetPlan, Val, column_letters, quoted
from oj_workbook.layout.wiring import (
    ANTAL_JAMFORDA,
    ENHETER,
    INDIKATORER,
    JAMFOR_ENHET,
    VALD_INDIKATOR,
    Sikt,
    Wiring,
)
from oj_workbook.model import Indikator
from oj_workbook.templates import Bladmall

VALJ, VALJARE = 4, (5, 1)
BESKED, RUBRIKRAD = 5, 7
NAMN, FORSTA = 1, 2
BREDD, AR = 44.0, 13.5
#: The height of the chart, in rows and centimetres.
DIAGRAMRADER, DIAGRAMHOJD = 17, 8.6


def plan_jamfor(mall: Bladmall, content: Content, wiring: Wiring) -> SheetPlan:
    """Lay out the choice of indicator, the table, the chart and what the indicator means."""
    last_column = FORSTA + len(content.ar) - 1
    sheet = SheetPlan(mall.namn, flik=mall.flik, frys=(1, 2))
    sheet.bredder = {NAMN: BREDD} | dict.fromkeys(range(FORSTA, last_column + 1), AR)
    put_title(sheet, content, wiring, content.text("jämför.rubrik"), content.text("jämför.ingress"))
    what = wiring.indikatorval(VALD_INDIKATOR)
    sheet.put(VALJ, NAMN, content.text("jämför.välj"), "väljaretikett")
    sheet.put(*VALJARE, start_indicator(content).kort_namn, "väljare_liten")
    sheet.hojder[VALJARE[0]] = 24
    sheet.valjare.append(wiring.picker(mall.namn, indicator_picker(content, VALJARE, VALD_INDIKATOR)))
    okand = content.text("jämför.okänd")
    name = wiring.about(what, 3, content.matt)
    said = Formula(
        f"IF({what.plats}=0,{quoted(okand)},{quoted(content.text('jämför.mått') + ' ')}&{name.text})",
        lambda val: f"{content.text('jämför.mått')} {name.shows(val)}" if what.indikator(val) else okand,
    )
    sheet.put(BESKED, FORSTA, said, "besked")
    last = _table(sheet, mall, content, wiring)
    chart = last + 2
    sheet.put(chart, NAMN, content.text("jämför.diagram"), "underrubrik")
    egen, lan, riket = (content.text(f"jämför.{one}") for one in ("egen", "länet", "riket"))
    lines = [(egen, "egen", wiring.egen()), (lan, "lan", wiring.lan()), (riket, "riket", wiring.riket())]
    farger = content.templates.tema.diagramfarger
    series = chart_lines(content, wiring, what, [(namn, farger[farg], sikt) for namn, farg, sikt in lines])
    width = 0.0265 * across(sheet, NAMN, last_column)
    axis = (content.ar[0], content.ar[-1])
    sheet.diagram.append(
        Chart(chart + 1, NAMN, min(width, 30), DIAGRAMHOJD, axis, content.text("jämför.alternativtext"), series)
    )
    rad = chart + 1 + DIAGRAMRADER
    sheet.put(rad, NAMN, content.text("jämför.beskrivning"), "underrubrik")
    for number in range(len(next(iter(wiring.texts.values())))):
        sheet.put(rad + 1 + number, NAMN, wiring.text_line(what, number), "ingress")
    sheet.utskrift = Print(landscape=True, scale=percent(LYING[0] / across(sheet, NAMN, last_column)))
    sheet.rubriker = ((RUBRIKRAD, NAMN), (last, last_column))
    return sheet


def start_indicator(content: Content) -> Indikator:
    """Return the indicator that the file opens with: one with a break, if there is any, since it shows the most."""
    latest = [one for one in content.indikatorer if one.mats.holds(content.utgava.ar[-1])]
    broken = [one for one in latest if any(content.utgava.ar[0] < ar <= content.utgava.ar[-1] for ar in one.breaks())]
    return (broken or latest or list(content.indikatorer))[0]


def indicator_picker(content: Content, cell: tuple[int, int], namn: str) -> Picker:
    """Return a picker of indicators."""
    texts = (content.text(f"jämför.{one}") for one in ("rubrik_lista", "hjälp", "felrubrik", "fel"))
    return Picker(*cell, namn, INDIKATORER, *texts)


def unit_picker(content: Content, cell: tuple[int, int], namn: str) -> Picker:
    """Return a picker of units."""
    texts = (content.text(f"start.listans_{one}") for one in ("rubrik", "hjälp", "felrubrik", "fel"))
    return Picker(*cell, namn, ENHETER, *texts)


def others(content: Content) -> list[str]:
    """Return the names that the file opens with beside its unit: some of the same grouping, or of the list."""
    grupper = content.enheter.grupper
    mine = list(grupper[content.forvald.id].values())[-2:-1] or list(grupper[content.forvald.id].values())
    alike = [one for one in content.valbara if one != content.forvald and set(mine) <= set(grupper[one.id].values())]
    rest = [one for one in content.valbara if one != content.forvald and one not in alike]
    return [one.namn for one in [*alike, *rest][:ANTAL_JAMFORDA]]


def _table(sheet: SheetPlan, mall: Bladmall, content: Content, wiring: Wiring) -> int:
    """Put the figures, a unit a row and a year a column, and return the last row."""
    what = wiring.indikatorval(VALD_INDIKATOR)
    sheet.put(RUBRIKRAD, NAMN, content.text("länet.enhet"), "kolumnrubrik")
    for kolumn, ar in enumerate(content.ar, FORSTA):
        sheet.put(RUBRIKRAD, kolumn, ar, "kolumnrubrik_tal")
    rad = RUBRIKRAD + 1
    egen = wiring.egen()
    _figures(sheet, rad, egen, "cell", content, wiring)
    sheet.put(rad, NAMN, wiring.name(egen), "radrubrik")
    for number, namn in enumerate([*others(content), *[""] * ANTAL_JAMFORDA][:ANTAL_JAMFORDA], 1):
        rad += 1
        valjare = f"{JAMFOR_ENHET}{number}"
        sheet.put(rad, NAMN, namn, "väljare_liten")
        sheet.valjare.append(wiring.picker(mall.namn, unit_picker(content, (rad, NAMN), valjare)))
        _figures(sheet, rad, wiring.enhet(valjare), "cell", content, wiring)
    for sikt, level in ((wiring.lan(), wiring.lan_name()), (wiring.riket(), content.enheter.nivaer["riket"].namn)):
        rad += 1
        sheet.put(rad, NAMN, level, "radrubrik")
        _figures(sheet, rad, sikt, "jämförelse", content, wiring)
    rad += 1
    sheet.put(rad, NAMN, content.text("jämför.serien"), "dämpad")
    bryts = content.text("jämför.bryts")
    for number, ar in enumerate(content.ar):
        flag = wiring.breaks_at(what, ar)

        def shows(val: Val, ar: int = ar) -> str:
            one = what.indikator(val)
            return bryts if one and ar in wiring.breaks(one) else ""

        sheet.put(rad, FORSTA + number, Formula(f'IF({flag.text}=1,{quoted(bryts)},"")', shows), "dämpad")
    top, bottom = (RUBRIKRAD + 1, FORSTA), (rad, FORSTA + len(content.ar) - 1)
    sheet.regler.append(Regel(top, bottom, f'{column_letters(FORSTA)}${rad}<>""', "vald_kolumn"))
    return rad


def _figures(sheet: SheetPlan, rad: int, sikt: Sikt, utseende: str, content: Content, wiring: Wiring) -> None:
    what = wiring.indikatorval(VALD_INDIKATOR)
    for kolumn, ar in enumerate(content.ar, FORSTA):
        sheet.put(rad, kolumn, wiring.chosen(sikt, what, ar), utseende, ALLA_TAL)
