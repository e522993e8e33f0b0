"""Published figures, definitions and templates -> WorkbookPlan.  One module per kind of sheet; no openpyxl."""

from oj_workbook.layout.berakning import defined_names, plan_berakning
from oj_workbook.layout.content import Content
from oj_workbook.layout.data import data_sheets, plan_data
from oj_workbook.layout.indikatorer import plan_indikatorer
from oj_workbook.layout.lanet import plan_lanet
from oj_workbook.layout.las import plan_las
from oj_workbook.layout.plan import SheetPlan, WorkbookPlan, fixed, link
from oj_workbook.layout.resultat import plan_resultat, result_rows
from oj_workbook.layout.start import PICKER_CELL, plan_start
from oj_workbook.layout.wiring import Wiring
from oj_workbook.templates import Bladmall


def plan_workbook(content: Content) -> WorkbookPlan:
    """Lay out every sheet of templates/blad/, in its order."""
    malls = {mall.slag: mall for mall in content.blad}
    wiring = Wiring(content, malls["beräkning"].namn, data_sheets(content))
    data = {blad.mall.namn: blad for blad in wiring.data}
    back = {id_: link(malls["resultat"].namn, rad) for id_, rad in result_rows(content).items()}
    cards, anchors = plan_indikatorer(malls["indikatorer"], content, back)

    def plan(mall: Bladmall) -> SheetPlan:
        match mall.slag:
            case "start":
                return plan_start(mall, content, wiring)
            case "resultat":
                return plan_resultat(mall, content, wiring, anchors)
            case "länet":
                return plan_lanet(mall, content, wiring, anchors)
            case "indikatorer":
                return cards
            case "data":
                return plan_data(data[mall.namn], content)
            case "beräkning":
                return plan_berakning(mall, content, wiring)
            case _:
                return plan_las(mall, content)

    # The helper sheet knows what it must hold only when every other sheet has asked.
    last = [mall for mall in content.blad if mall.slag == "beräkning"]
    others = [mall for mall in content.blad if mall.slag != "beräkning"]
    return WorkbookPlan(
        titel=content.utgava.namn,
        amne=content.omrade.namn,
        beskrivning=content.text("start.ingress"),
        sidfot=content.text("sidfot.vänster", utgåva=content.utgava.namn, version=content.utgava.version),
        datum=content.utgava.datum,
        blad=tuple(plan(mall) for mall in [*others, *last]),
        namn=defined_names(malls["beräkning"], content, fixed(malls["start"].namn, *PICKER_CELL)),
        forvald=content.forvald,
        val=tuple(content.valbara()),
    )
