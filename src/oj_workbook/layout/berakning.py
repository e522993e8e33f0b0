"""The helper sheet: where the chosen things stand in the registers, the registers themselves, and the chart's points.

Laid out last, when every other sheet has said which helper cells it needs.
"""

from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import Grid, Kolumn, SheetPlan
from oj_workbook.layout.registers import HJALP_ETIKETT, HJALP_RUBRIKRAD, HJALP_VARDE
from oj_workbook.layout.wiring import Wiring
from oj_workbook.templates import Bladmall

KOLUMN = Kolumn("data_text")


def plan_berakning(mall: Bladmall, content: Content, wiring: Wiring) -> SheetPlan:
    """Lay out the helper cells in the order they were asked for, and the registers beside them."""
    sheet = SheetPlan(mall.namn, bredder={HJALP_ETIKETT: 52, HJALP_VARDE: 24}, flik=mall.flik, dold=mall.dold)
    sheet.put(1, 1, content.markt(content.text("beräkning.rubrik")), "underrubrik")
    sheet.put(2, 1, content.text("beräkning.ingress"), "ingress")
    for rad, (label, formula) in enumerate(wiring.helpers, HJALP_RUBRIKRAD + 1):
        sheet.put(rad, HJALP_ETIKETT, label, "data_text")
        sheet.put(rad, HJALP_VARDE, formula, "data_text")
    for register in wiring.registers:
        for kolumn, heading in enumerate(register.rubriker, register.kolumn):
            sheet.put(HJALP_RUBRIKRAD, kolumn, heading, "data_rubrik")
        columns = (KOLUMN,) * len(register.rubriker)
        sheet.grids.append(Grid(HJALP_RUBRIKRAD + 1, register.kolumn, columns, register.rader))
    for rad, kolumn, cell in wiring.beside:
        sheet.put(rad, kolumn, cell, "data_text")
    return sheet
