"""The start sheet: the picker, who the chosen unit belongs with, how to use the file, and where things are."""

from oj_workbook.layout.content import Content, height
from oj_workbook.layout.plan import Formula, Picker, SheetPlan, Val, link, quoted
from oj_workbook.layout.wiring import ENHETER, VALD_ENHET, Wiring
from oj_workbook.templates import Bladmall

PICKER_CELL = (5, 3)
ETIKETT, TEXT = 2, 3
BREDD = 96


def plan_start(mall: Bladmall, content: Content, wiring: Wiring) -> SheetPlan:
    """Lay out the start sheet."""
    sheet = SheetPlan(mall.namn, bredder={1: 2, ETIKETT: 38, TEXT: BREDD}, flik=mall.flik)
    sheet.put(1, ETIKETT, content.markt(content.text("start.rubrik", utgåva=content.utgava.namn)), "titel")
    sheet.fill(1, range(1, ETIKETT), "titel")
    sheet.fill(1, range(TEXT, TEXT + 1), "titel")
    sheet.hojder[1] = 46
    if content.utgava.exempeldata:
        sheet.put(2, ETIKETT, content.text("exempel.märke"), "markning")
        sheet.put(2, TEXT, content.utgava.exempeldata, "markning")
        sheet.hojder[2] = height((content.utgava.exempeldata, BREDD - 4))
    _row(sheet, 3, content.text("start.om_filen"), content.ingress)
    rad, kolumn = PICKER_CELL
    sheet.put(rad, ETIKETT, content.text("start.välj"), "väljaretikett")
    sheet.put(rad, kolumn, content.forvald.namn, "väljare")
    sheet.hojder[rad] = 30
    picker = Picker(
        rad,
        kolumn,
        VALD_ENHET,
        ENHETER,
        content.text("start.listans_rubrik"),
        content.text("start.listans_hjälp"),
        content.text("start.listans_felrubrik"),
        content.text("start.listans_fel"),
    )
    sheet.valjare.append(wiring.picker(mall.namn, picker))
    vald, okand = content.text("start.vald"), content.text("start.okänd")

    def shows(val: Val) -> str:
        return f"{vald} {val[VALD_ENHET]}" if wiring.vald(val) else okand

    text = f"IF({wiring.known()}=0,{quoted(okand)},{quoted(vald + ' ')}&{VALD_ENHET})"
    sheet.put(rad + 1, TEXT, Formula(text, shows), "besked")
    sheet.put(rad + 2, TEXT, wiring.unit_message(), "besked")
    sheet.put(9, ETIKETT, content.text("start.tillhörighet"), "underrubrik")
    sheet.put(10, ETIKETT, content.text("start.län"), "etikett")
    sheet.put(10, TEXT, wiring.lan_name(), "värde")
    rad = 11
    for gruppval in content.utgava.grupper:
        sheet.put(rad, ETIKETT, gruppval.rubrik, "etikett")
        sheet.put(rad, TEXT, wiring.group_name(gruppval.rubrik), "värde")
        rad += 1
    utgivning = content.utgava.utgivningar[-1]
    sheet.put(rad + 1, ETIKETT, content.text("start.utgivning"), "etikett")
    falt = {"nummer": utgivning.nummer, "datum": utgivning.datum, "text": utgivning.text}
    said = content.text("start.utgivningen", **falt)
    sheet.put(rad + 1, TEXT, said, "text")
    sheet.hojder[rad + 1] = height((said, BREDD))
    rad = _steps(sheet, rad + 3, content)
    _contents(sheet, rad + 1, content)
    return sheet


def _row(sheet: SheetPlan, rad: int, etikett: str, text: str) -> None:
    sheet.put(rad, ETIKETT, etikett, "etikett")
    sheet.put(rad, TEXT, text, "text")
    sheet.hojder[rad] = height((text, BREDD), (etikett, 38))


def _steps(sheet: SheetPlan, rad: int, content: Content) -> int:
    sheet.put(rad, ETIKETT, content.text("start.så_gör_du"), "underrubrik")
    for number, steg in enumerate(content.text("start.steg").splitlines(), 1):
        _row(sheet, rad + number, str(number), steg)
    return rad + 1 + number


def _contents(sheet: SheetPlan, rad: int, content: Content) -> None:
    sheet.put(rad, ETIKETT, content.text("start.innehåll"), "underrubrik")
    for mall in content.blad:
        if mall.dold or mall.slag == "start":
            continue
        rad += 1
        sheet.put(rad, ETIKETT, mall.namn, "länk", lank=link(mall.namn, 1))
        sheet.put(rad, TEXT, mall.syfte, "text")
        sheet.hojder[rad] = height((mall.syfte, BREDD))
