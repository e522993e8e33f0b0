"""All units of the chosen unit's län side by side, this year and last, with länet and riket: the county report."""

from oj_workbook.layout.content import Content, number_format
from oj_workbook.layout.matris import (
    ANDELSRAD,
    AVSER,
    ENHET,
    FORSTA,
    RUBRIKRAD,
    Label,
    class_rules,
    columns,
    paper,
    put_head,
    unless_empty,
)
from oj_workbook.layout.plan import Formula, Regel, SheetPlan, quoted
from oj_workbook.layout.wiring import Sikt, Wiring
from oj_workbook.model import Indikator
from oj_workbook.templates import Bladmall


def plan_lanet(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out the table: two rows a unit, a column an indicator, printed one kvalitetsområde a page."""
    sheet = SheetPlan(mall.namn, flik=mall.flik, bredder={ENHET: 34, AVSER: 13})
    name, ingen = wiring.lan_name(), content.markt(content.text("resultat.ingen"))
    mark = content.markt("")
    text = f"IF({wiring.known()}=0,{quoted(ingen)},{quoted(mark)}&{name.text})"
    sheet.put(1, 1, Formula(text, lambda val: f"{mark}{name.shows(val)}" if wiring.vald(val) else ingen), "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, FORSTA, content.text("länet.ingress"), "ingress")  # not in the columns that every page repeats
    labels = {
        "enhet": content.text("länet.enhet"),
        "avser": content.text("länet.avser"),
        "år": content.text("länet.årsrad"),
        "andel": content.text("länet.andelsrad"),
    }
    breaks = put_head(sheet, content, anchors, labels, lambda one: _years(one, content), klasser=True)
    rad = ANDELSRAD + 1
    levels: list[tuple[Sikt, Label]] = [
        (wiring.riket(), content.enheter.nivaer["riket"].namn),
        (wiring.lan(), wiring.lan_name()),
    ]
    for sikt, namn in levels:
        _unit(sheet, rad, sikt, namn, content, wiring, member=False)
        rad += 2
    first = rad
    for number in range(wiring.storsta_lan):
        sikt = wiring.lansenhet(number)
        _unit(sheet, rad, sikt, wiring.name(sikt, content.text("länet.vald")), content, wiring, member=True)
        rad += 2
    last = rad - 1
    class_rules(sheet, content, ANDELSRAD + 1, last)  # before the own row, which must not hide them
    own = f"LEFT($A{first},1)={quoted(content.text('länet.vald'))}"
    sheet.regler.append(Regel((first, ENHET), (last, breaks[-1]), own, "egen"))
    every_other = f'AND($A{first}<>"",$B{first}={quoted(content.text("länet.föregående"))})'
    sheet.regler.append(Regel((first, ENHET), (last, breaks[-1]), every_other, "ram"))
    sheet.frys = (ANDELSRAD + 1, FORSTA)
    sheet.utskrift = paper(sheet, breaks, last)
    sheet.rubriker = ((RUBRIKRAD, ENHET), (last, breaks[-1]))
    return sheet


def _years(indikator: Indikator, content: Content) -> str:
    senaste, fore = content.years(indikator)
    return content.text("länet.år", senaste=senaste, föregående=fore)


def _unit(
    sheet: SheetPlan, rad: int, sikt: Sikt, namn: Label, content: Content, wiring: Wiring, *, member: bool
) -> None:
    looks = ("lös_cell", "lös_cell_före") if member else ("jämförelse_övre", "jämförelse_före")
    heads = ("radrubrik", "lös_rubrik_före") if member else ("radrubrik", "radrubrik_före")
    for offset, avser in enumerate(("länet.senaste", "länet.föregående")):
        sheet.put(rad + offset, ENHET, namn, heads[offset])
        text: Label = content.text(avser)
        if member and isinstance(namn, Formula):
            text = unless_empty(content.text(avser), namn, rad + offset)
        sheet.put(rad + offset, AVSER, text, heads[offset])
        for kolumn, indikator, klass in columns(content, klasser=True):
            ar = content.years(indikator)[offset]
            talformat = number_format(indikator, ar)
            formula = wiring.klass(sikt, indikator, ar) if klass else wiring.figure(sikt, indikator, ar)
            sheet.put(rad + offset, kolumn, formula, looks[offset], talformat)
