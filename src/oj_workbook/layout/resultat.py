"""The chosen kommun's results by kvalitetsområde: this year and last, the change, länet and riket."""

from oj_workbook.edition import ALLA_KOMMUNER
from oj_workbook.layout.content import Content, change_format, height, number_format
from oj_workbook.layout.paper import LYING, across, percent, row_breaks
from oj_workbook.layout.plan import Formula, Print, SheetPlan, Val, link, quoted
from oj_workbook.layout.start import PICKER_CELL
from oj_workbook.layout.wiring import PICKER, Wiring
from oj_workbook.model import Indikator, Status
from oj_workbook.templates import Bladmall

RUBRIKRAD = 4
SISTA = 10
BREDDER: dict[int, float] = {1: 38, 2: 14, 3: 20, 4: 20, 5: 22, 6: 14, 7: 14, 8: 11, 9: 11, SISTA: 44}


def plan_resultat(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out the results; `anchors` has the address of each indicator's description."""
    sheet = SheetPlan(
        mall.namn,
        bredder=dict(BREDDER),
        frys=(RUBRIKRAD + 1, 2),
        flik=mall.flik,
    )
    rubrik, ingen = content.text("resultat.rubrik"), content.text("resultat.ingen")
    text = f"IF({wiring.known()}=0,{quoted(ingen)},{quoted(rubrik + ' ')}&{PICKER})"
    sheet.put(1, 1, Formula(text, lambda val: f"{rubrik} {val.text}" if val.enhet else ingen), "rubrik")
    sheet.hojder[1] = 34
    sheet.put(2, 1, content.text("resultat.ingress"), "ingress")
    start = next(one.namn for one in content.blad if one.slag == "start")
    sheet.put(3, 1, content.text("resultat.till_start"), "länk", lank=link(start, *PICKER_CELL))
    _headings(sheet, content, wiring)
    rows = result_rows(content)
    starts = []
    for kvalitetsomrade, indikatorer in content.kvalitetsomraden().items():
        starts.append(band := rows[indikatorer[0].id] - 1)
        sheet.put(band, 1, kvalitetsomrade, "band")
        sheet.fill(band, range(2, SISTA + 1), "band")
        sheet.hojder[band] = 20
        for indikator in indikatorer:
            _indicator(sheet, rows[indikator.id], indikator, content, wiring, anchors[indikator.id])
    last = max(rows.values())
    sheet.rubriker = ((RUBRIKRAD, 1), (last, SISTA))
    scale = percent(LYING[0] / across(sheet, 1, SISTA))
    title = sheet.hojder[RUBRIKRAD]
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(RUBRIKRAD, RUBRIKRAD),
        scale=scale,
        row_breaks=row_breaks(sheet, starts, last, title, LYING[1] * 100 / scale),
    )
    return sheet


def result_rows(content: Content) -> dict[str, int]:
    """Return the row of every indicator; the row above the first of a kvalitetsområde is its band."""
    rows, rad = {}, RUBRIKRAD
    for indikatorer in content.kvalitetsomraden().values():
        rad += 1
        for indikator in indikatorer:
            rad += 1
            rows[indikator.id] = rad
    return rows


def _headings(sheet: SheetPlan, content: Content, wiring: Wiring) -> None:
    senaste, fore = content.text("resultat.senaste"), content.text("resultat.föregående")

    def named(what: str) -> Formula:
        def shows(val: Val) -> str:
            return f"{val.text}, {what}"

        return Formula(f"{PICKER}&{quoted(f', {what}')}", shows)

    sheet.put(RUBRIKRAD, 1, content.text("resultat.indikator"), "kolumnrubrik")
    sheet.put(RUBRIKRAD, 2, content.text("resultat.år"), "kolumnrubrik")
    lan, riket = wiring.lan_name(), content.enheter.nivaer["riket"].namn
    headings: tuple[str | Formula, ...] = (
        named(senaste),
        named(fore),
        content.text("resultat.förändring"),
        _labelled(lan, senaste),
        _labelled(lan, fore),
        f"{riket}, {senaste}",
        f"{riket}, {fore}",
    )
    for kolumn, heading in enumerate(headings, 3):
        sheet.put(RUBRIKRAD, kolumn, heading, "kolumnrubrik_tal")
    sheet.put(RUBRIKRAD, SISTA, content.text("resultat.anmärkning"), "kolumnrubrik_anmärkning")
    longest = max((val.text for val in content.valbara()), key=len)
    sheet.hojder[RUBRIKRAD] = height(
        (f"{longest}, {fore}", BREDDER[4] - 3),
        (f"{max((one.namn for one in content.enheter.nivaer.values()), key=len)}, {fore}", BREDDER[7] - 3),
        (content.text("resultat.år"), BREDDER[2] - 3),
        (content.text("resultat.förändring"), BREDDER[5] - 3),
    )


def _labelled(name: Formula, what: str) -> Formula:
    return Formula(f"{name.text}&{quoted(f', {what}')}", lambda val: f"{name.shows(val)}, {what}")


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
    for kolumn, sikt in ((6, wiring.lan()), (8, wiring.riket())):
        sheet.put(rad, kolumn, wiring.figure(sikt, indikator, senaste), "jämförelse", talformat)
        before = number_format(indikator.mattenhet, fore)
        sheet.put(rad, kolumn + 1, wiring.figure(sikt, indikator, fore), "jämförelse_före", before)
    remarks = "\n".join(_remarks(indikator, content))
    sheet.put(rad, SISTA, remarks, "anmärkning")
    sheet.hojder[rad] = height((remarks, BREDDER[SISTA] - 2), (indikator.kort_namn, BREDDER[1]), storlek=9, least=17)


def _remarks(indikator: Indikator, content: Content) -> list[str]:
    """Return what a reader must know before comparing: breaks in the series and known errors of the source."""
    years = content.years(indikator)
    said = [content.text("resultat.brott", år=ar, text=text) for ar, text in indikator.breaks().items() if ar in years]
    for rattelse in content.utgava.rattelser:
        if rattelse.indikator == indikator.id and rattelse.blir is None:
            enhet = content.enheter.alla.get(rattelse.enhet)
            vem = ALLA_KOMMUNER.capitalize() if enhet is None else enhet.namn
            said.append(content.text("resultat.rättelse", vem=vem, år=rattelse.ar))
    riket = content.enheter.nivaer["riket"]
    missing = [ar for ar in years if content.figur(indikator, ar, riket.id).status == Status.BORTFALL]
    return said + [content.text("resultat.bortfall", vem=riket.namn, år=ar) for ar in missing]
