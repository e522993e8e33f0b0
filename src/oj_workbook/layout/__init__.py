"""Published figures, definitions and templates -> WorkbookPlan.  One module per kind of sheet; no openpyxl."""

from collections.abc import Callable

from oj_workbook.layout.alla import plan_alla
from oj_workbook.layout.berakning import plan_berakning
from oj_workbook.layout.content import Content
from oj_workbook.layout.data import plan_data
from oj_workbook.layout.grupper import plan_grupper
from oj_workbook.layout.indikatorer import plan_indikatorer
from oj_workbook.layout.jamfor import plan_jamfor
from oj_workbook.layout.lanet import plan_lanet
from oj_workbook.layout.las import plan_las
from oj_workbook.layout.liknande import plan_liknande
from oj_workbook.layout.plan import SheetPlan, Val, WorkbookPlan, link
from oj_workbook.layout.resultat import plan_resultat, result_rows
from oj_workbook.layout.serier import plan_over_tid, plan_riket
from oj_workbook.layout.start import plan_start
from oj_workbook.layout.uppdelat import plan_uppdelat
from oj_workbook.layout.wiring import Wiring
from oj_workbook.templates import Bladmall

Planner = Callable[[Bladmall], SheetPlan]


def plan_workbook(content: Content) -> WorkbookPlan:
    """Lay out every sheet of templates/blad/, in its order."""
    malls = {mall.slag: mall for mall in content.blad}
    wiring = Wiring(content, malls["beräkning"].namn, malls["data"].namn)
    back = {id_: link(malls["resultat"].namn, rad) for id_, rad in result_rows(content).items()}
    cards, anchors = plan_indikatorer(malls["indikatorer"], content, back)

    planners: dict[str, Planner] = {
        "start": lambda mall: plan_start(mall, content, wiring),
        "resultat": lambda mall: plan_resultat(mall, content, wiring, anchors),
        "över tid": lambda mall: plan_over_tid(mall, content, wiring, anchors),
        "uppdelat": lambda mall: plan_uppdelat(mall, content, wiring, anchors),
        "jämför": lambda mall: plan_jamfor(mall, content, wiring),
        "liknande": lambda mall: plan_liknande(mall, content, wiring),
        "länet": lambda mall: plan_lanet(mall, content, wiring, anchors),
        "kommungrupper": lambda mall: plan_grupper(mall, content, wiring, anchors),
        "riket över tid": lambda mall: plan_riket(mall, content, wiring, anchors),
        "alla kommuner": lambda mall: plan_alla(mall, content),
        "indikatorer": lambda _: cards,
        "läs": lambda mall: plan_las(mall, content),
        "data": lambda mall: plan_data(mall, content, wiring),
        "beräkning": lambda mall: plan_berakning(mall, content, wiring),
    }
    # The helper sheet knows what it must hold only when every other sheet has asked.
    last = [mall for mall in content.blad if mall.slag == "beräkning"]
    others = [mall for mall in content.blad if mall.slag != "beräkning"]
    sheets = tuple(planners[mall.slag](mall) for mall in [*others, *last])
    cells = {(sheet.namn, cell.rad, cell.kolumn): cell.content for sheet in sheets for cell in sheet.cells}
    chosen = {picker.namn: str(cells[blad, picker.rad, picker.kolumn]) for blad, picker in wiring.pickers.values()}
    return WorkbookPlan(
        titel=content.markt(content.utgava.namn),
        amne=content.omrade.namn,
        beskrivning=content.utgava.exempeldata or content.ingress,
        markning=content.markning,
        sidfot=content.text("sidfot.vänster", utgåva=content.utgava.namn, version=content.utgava.version),
        datum=content.utgava.datum,
        blad=sheets,
        namn=wiring.listor(),
        forvald=Val(chosen),
        val=wiring.alternativ(),
    )
