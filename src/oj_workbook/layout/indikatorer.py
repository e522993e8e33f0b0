"""One description per indicator: what it shows, how it is counted, what to mind.  Every table links here."""

from oj_workbook.layout import words
from oj_workbook.layout.content import Content, height
from oj_workbook.layout.plan import Print, SheetPlan, address
from oj_workbook.model import Indikator, Svarsslag
from oj_workbook.templates import Bladmall

ETIKETT, TEXT, TILLBAKA = 1, 2, 3
BREDDER: dict[int, float] = {ETIKETT: 28, TEXT: 112, TILLBAKA: 16}
FORSTA = 4


def plan_indikatorer(mall: Bladmall, content: Content, tillbaka: str) -> tuple[SheetPlan, dict[str, str]]:
    """Lay out every description, and return where each one begins; `tillbaka` is the sheet the links lead back to."""
    sheet = SheetPlan(mall.namn, bredder=dict(BREDDER), utskrift=Print(), flik=mall.flik, frys=(FORSTA, 1))
    sheet.put(1, 1, content.text("indikatorer.rubrik"), "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, 1, content.text("indikatorer.ingress"), "ingress")
    anchors = {}
    rad = FORSTA
    kvalitetsomrade = ""
    for indikator in content.omrade.indikatorer.values():
        if indikator.kvalitetsomrade != kvalitetsomrade:
            kvalitetsomrade = indikator.kvalitetsomrade
            sheet.put(rad, ETIKETT, kvalitetsomrade, "underrubrik")
            sheet.put(rad + 1, ETIKETT, content.omrade.kvalitetsomraden[kvalitetsomrade], "ingress")
            sheet.hojder[rad], sheet.hojder[rad + 1] = 26, 20
            rad += 2
        anchors[indikator.id] = f"'{mall.namn}'!{address(rad, 1)}"
        sheet.put(rad, ETIKETT, indikator.namn, "band")
        sheet.fill(rad, range(TEXT, TILLBAKA), "band")
        sheet.put(rad, TILLBAKA, content.text("indikatorer.tillbaka"), "kolumnlänk", lank=f"'{tillbaka}'!A1")
        sheet.hojder[rad] = 20
        for key, text in _card(indikator, content):
            if text:
                rad += 1
                sheet.put(rad, ETIKETT, content.text(f"indikatorer.{key}"), "etikett")
                sheet.put(rad, TEXT, text, "text")
                sheet.hojder[rad] = height((text, BREDDER[TEXT]), (content.text(f"indikatorer.{key}"), 23))
        rad += 2
    return sheet, anchors


def _card(indikator: Indikator, content: Content) -> list[tuple[str, str]]:
    slag = indikator.slag
    if isinstance(slag, Svarsslag):
        taljare, namnare = slag.taljare, slag.namnare
    else:
        taljare, namnare = slag.taljare.text, slag.namnare.text
    return [
        ("utan_uppgifter", content.utgava.utan_uppgifter.get(indikator.kalla.id, "")),
        ("kort_namn", indikator.kort_namn),
        ("beskrivning", indikator.beskrivning),
        ("tolkning", indikator.tolkning or ""),
        ("fråga", indikator.fraga or ""),
        ("täljare", taljare),
        ("nämnare", namnare),
        ("kriterier", words.criteria(indikator, content)),
        ("svar", words.answers(indikator, content)),
        ("redovisning", words.presentation(indikator, content)),
        ("riktning", content.text(f"ord.{indikator.riktning}")),
        ("undertryckning", words.suppression(indikator, content)),
        ("källa", indikator.kalla.namn),
        ("population", indikator.population),
        ("avser", content.text(f"ord.{indikator.avser}")),
        ("mätt", words.measured(indikator, content)),
        ("jämförbarhet", words.comparability(indikator, content)),
    ]
