"""The helper sheet: which rows of the data sheets the chosen unit stands on, and the registers to look that up in.

Laid out last, when every other sheet has said which helper cells it needs.
"""

from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import SheetPlan, fixed
from oj_workbook.layout.wiring import HJALP_ENHETER, HJALP_ETIKETT, HJALP_RUBRIKRAD, HJALP_VARDE, LISTA, Wiring
from oj_workbook.templates import Bladmall


def plan_berakning(mall: Bladmall, content: Content, wiring: Wiring) -> SheetPlan:
    """Lay out the helper cells in the order they were asked for, and the registers of units and län."""
    sheet = SheetPlan(mall.namn, bredder={HJALP_ETIKETT: 52, HJALP_VARDE: 24}, flik=mall.flik, dold=mall.dold)
    sheet.put(1, 1, content.text("beräkning.rubrik"), "underrubrik")
    sheet.put(2, 1, content.text("beräkning.ingress"), "ingress")
    for rad, (label, formula) in enumerate(wiring.helpers, HJALP_RUBRIKRAD + 1):
        sheet.put(rad, HJALP_ETIKETT, label, "data_text")
        sheet.put(rad, HJALP_VARDE, formula, "data_text")
    rubriker = [val.rubrik for val in content.utgava.grupper]
    headings = (content.text("data.namn"), content.text("data.kod"), "Län, kod", "Län", *rubriker)
    for kolumn, heading in enumerate(headings, HJALP_ENHETER):
        sheet.put(HJALP_RUBRIKRAD, kolumn, heading, "data_rubrik")
        sheet.bredder[kolumn] = 24
    enheter = content.enheter
    for rad, kommun in enumerate(enheter.kommuner.values(), HJALP_RUBRIKRAD + 1):
        lan = enheter.lan[kommun.id]
        groups = [enheter.grupper[kommun.id][rubrik] for rubrik in rubriker]
        for kolumn, value in enumerate((kommun.namn, kommun.id, lan, enheter.nivaer[lan].namn, *groups), HJALP_ENHETER):
            sheet.put(rad, kolumn, value, "data_text")
    (first, start), rows = wiring.lan_register()
    for rad, row in enumerate(rows, first):
        for kolumn, value in enumerate(row, start):
            sheet.put(rad, kolumn, value, "data_text")
    return sheet


def defined_names(mall: Bladmall, content: Content, picker: str) -> dict[str, str]:
    """Return the defined names that other programs may rely on."""
    last = HJALP_RUBRIKRAD + len(content.enheter.kommuner)
    return {"vald_enhet": picker, LISTA: fixed(mall.namn, HJALP_RUBRIKRAD + 1, HJALP_ENHETER, last)}
