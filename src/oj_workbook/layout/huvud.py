"""What the sheets about the chosen unit begin with: whose figures these are, what to know of it, and the way back."""

from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import Formula, SheetPlan, Val, link, quoted
from oj_workbook.layout.start import PICKER_CELL
from oj_workbook.layout.wiring import VALD_ENHET, Wiring


def put_title(sheet: SheetPlan, content: Content, wiring: Wiring, rubrik: str, ingress: str) -> None:
    """Put the heading with the chosen unit's name, what must be known of it, an introduction and a link to Start."""
    said, ingen = content.markt(rubrik), content.markt(content.text("resultat.ingen"))
    text = f"IF({wiring.known()}=0,{quoted(ingen)},{quoted(said + ' ')}&{VALD_ENHET})"
    sheet.put(1, 1, Formula(text, lambda val: f"{said} {val[VALD_ENHET]}" if wiring.vald(val) else ingen), "rubrik")
    sheet.hojder[1] = 34
    message = wiring.unit_message()

    def shows(val: Val) -> str:
        return f"{found} {ingress}" if (found := message.shows(val)) else ingress

    sheet.put(2, 1, Formula(f'IF({message.text}="","",{message.text}&" ")&{quoted(ingress)}', shows), "ingress")
    sheet.put(3, 1, content.text("resultat.till_start"), "länk", lank=link(content.bladnamn("start"), *PICKER_CELL))
