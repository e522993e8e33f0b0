"""The chosen kommun's results by kvalitetsområde: this year and last, the change, länet and riket."""

from oj_workbook.edition import ALLA_KOMMUNER
from oj_workbook.layout.content import Content, change_format, height, number_format
from oj_workbook.layout.plan import Formula, Print, SheetPlan, Val, quoted
from oj_workbook.layout.wiring import PICKER, Wiring
from oj_workbook.model import Indikator
from oj_workbook.templates import Bladmall

RUBRIKRAD = 4
BREDDER: dict[int, float] = {1: 40, 2: 14, 3: 22, 4: 22, 5: 17, 6: 17, 7: 13, 8: 58}


def plan_resultat(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out the results; `anchors` has the address of each indicator's description."""
    sheet = SheetPlan(
        mall.namn,
        bredder=BREDDER,
        frys=(RUBRIKRAD + 1, 2),
        utskrift=Print(landscape=True, title_rows=(RUBRIKRAD, RUBRIKRAD)),
        flik=mall.flik,
    )
    rubrik, ingen = content.text("resultat.rubrik"), content.text("resultat.ingen")
    text = f"IF({wiring.known()}=0,{quoted(ingen)},{quoted(rubrik + ' ')}&{PICKER})"
    sheet.put(1, 1, Formula(text, lambda val: f"{rubrik} {val.text}" if val.enhet else ingen), "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, 1, content.text("resultat.ingress"), "ingress")
    _headings(sheet, content, wiring)
    rad = RUBRIKRAD
    for kvalitetsomrade, indikatorer in content.kvalitetsomraden().items():
        rad += 1
        sheet.put(rad, 1, kvalitetsomrade, "band")
        sheet.fill(rad, range(2, 9), "band")
        sheet.hojder[rad] = 20
        for indikator in indikatorer:
            rad += 1
            _indicator(sheet, rad, indikator, content, wiring, anchors[indikator.id])
    sheet.rubriker = ((RUBRIKRAD, 1), (rad, 8))
    return sheet


def _headings(sheet: SheetPlan, content: Content, wiring: Wiring) -> None:
    senaste, fore = content.text("resultat.senaste"), content.text("resultat.föregående")

    def named(what: str) -> Formula:
        def shows(val: Val) -> str:
            return f"{val.text}, {what}"

        return Formula(f"{PICKER}&{quoted(f', {what}')}", shows)

    sheet.put(RUBRIKRAD, 1, content.text("resultat.indikator"), "kolumnrubrik")
    sheet.put(RUBRIKRAD, 2, content.text("resultat.år"), "kolumnrubrik")
    headings: tuple[str | Formula, ...] = (
        named(senaste),
        named(fore),
        content.text("resultat.förändring"),
        wiring.lan_name(),
        "Riket",
    )
    for kolumn, heading in enumerate(headings, 3):
        sheet.put(RUBRIKRAD, kolumn, heading, "kolumnrubrik_tal")
    sheet.put(RUBRIKRAD, 8, content.text("resultat.anmärkning"), "kolumnrubrik_anmärkning")
    longest = max((val.text for val in content.valbara()), key=len)
    sheet.hojder[RUBRIKRAD] = height(
        (f"{longest}, {fore}", BREDDER[4] - 3),
        (content.text("resultat.år"), BREDDER[2] - 3),
        (content.text("resultat.förändring"), BREDDER[5] - 3),
    )


def _indicator(sheet: SheetPlan, rad: int, indikator: Indikator, content: Content, wiring: Wiring, anchor: str) -> None:
    senaste, fore = content.years(indikator)
    talformat = number_format(indikator.mattenhet, senaste)
    sheet.put(rad, 1, indikator.kort_namn, "tabellänk", lank=anchor)
    sheet.put(rad, 2, f"{senaste} ({fore})", "dämpad")
    sheet.put(rad, 3, wiring.figure(wiring.egen(), indikator, senaste), "cell", talformat)
    sheet.put(
        rad, 4, wiring.figure(wiring.egen(), indikator, fore), "cell_före", number_format(indikator.mattenhet, fore)
    )
    sheet.put(rad, 5, wiring.change(wiring.egen(), indikator), "cell_före", change_format(indikator.mattenhet, senaste))
    sheet.put(rad, 6, wiring.figure(wiring.lan(), indikator, senaste), "jämförelse", talformat)
    sheet.put(rad, 7, wiring.figure(wiring.riket(), indikator, senaste), "jämförelse", talformat)
    remarks = "\n".join(_remarks(indikator, content))
    sheet.put(rad, 8, remarks, "anmärkning")
    sheet.hojder[rad] = height((remarks, BREDDER[8]), (indikator.kort_namn, BREDDER[1]), storlek=9, least=17)


def _remarks(indikator: Indikator, content: Content) -> list[str]:
    """Return what a reader must know before comparing: breaks in the series and known errors of the source."""
    years = content.years(indikator)
    said = [content.text("resultat.brott", år=ar, text=text) for ar, text in indikator.breaks().items() if ar in years]
    for rattelse in content.utgava.rattelser:
        if rattelse.indikator == indikator.id and rattelse.blir is None:
            enhet = content.enheter.alla.get(rattelse.enhet)
            vem = ALLA_KOMMUNER.capitalize() if enhet is None else enhet.namn
            said.append(content.text("resultat.rättelse", vem=vem, år=rattelse.ar))
    return said
