"""The chosen unit's results by kvalitetsområde: this year and last, the change, länet, riket and its groups."""

from collections.abc import Iterator

from oj_workbook.layout.content import Content, change_format, height, number_format
from oj_workbook.layout.huvud import put_title
from oj_workbook.layout.matris import rules_beside
from oj_workbook.layout.paper import LYING, across, percent, row_breaks
from oj_workbook.layout.plan import Formula, Print, SheetPlan, Value, quoted
from oj_workbook.layout.wiring import VALD_ENHET, Sikt, Wiring
from oj_workbook.model import Indikator, Status
from oj_workbook.templates import Bladmall

RUBRIKRAD = 4
INDIKATOR, AR, EGEN, EGEN_FORE, FORANDRING, KLASS = 1, 2, 3, 4, 5, 6
BREDDER: dict[int, float] = {INDIKATOR: 34, AR: 11.5, EGEN: 16, EGEN_FORE: 16, FORANDRING: 17.5, KLASS: 10}
NIVA, NIVA_FORANDRING, GRUPP, ANTAL, ANMARKNING = 13.5, 12.5, 18.5, 8.0, 40.0


def plan_resultat(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out the results; `anchors` has the address of each indicator's description."""
    sheet = SheetPlan(mall.namn, bredder=dict(BREDDER), frys=(RUBRIKRAD + 1, 2), flik=mall.flik)
    put_title(sheet, content, wiring, content.text("resultat.rubrik"), content.text("resultat.ingress"))
    last_column = _headings(sheet, content, wiring)
    rows = result_rows(content)
    starts = []
    for kvalitetsomrade, indikatorer in content.kvalitetsomraden().items():
        starts.append(band := rows[indikatorer[0].id] - 1)
        sheet.put(band, 1, kvalitetsomrade, "band")
        sheet.fill(band, range(2, last_column + 1), "band")
        sheet.hojder[band] = 20
        for indikator in indikatorer:
            _indicator(sheet, rows[indikator.id], indikator, content, wiring, anchors[indikator.id])
    last = max(rows.values())
    sheet.rubriker = ((RUBRIKRAD, 1), (last, last_column))
    # The remarks are read on screen, and in full on Indikatorer: on paper they would make everything else too small.
    scale = percent(LYING[0] / across(sheet, 1, last_column - 1))
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(RUBRIKRAD, RUBRIKRAD),
        scale=scale,
        last_column=last_column - 1,
        row_breaks=row_breaks(sheet, starts, last, sheet.hojder[RUBRIKRAD], LYING[1] * 100 / scale),
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


def _classes(content: Content) -> bool:
    """Tell whether some measure has quartile classes; else there is no column for them."""
    return any(content.har_klasser(one) for one in content.aktuella)


def _levels(content: Content, wiring: Wiring) -> list[tuple[Sikt, Value | Formula]]:
    return [(wiring.lan(), wiring.lan_name()), (wiring.riket(), content.enheter.nivaer["riket"].namn)]


def _headings(sheet: SheetPlan, content: Content, wiring: Wiring) -> int:
    """Put the headings and return the last column."""
    senaste, fore = content.text("resultat.senaste"), content.text("resultat.föregående")

    def named(what: str) -> Formula:
        return Formula(f"{VALD_ENHET}&{quoted(f', {what}')}", lambda val: f"{val[VALD_ENHET]}, {what}")

    sheet.put(RUBRIKRAD, INDIKATOR, content.text("resultat.indikator"), "kolumnrubrik")
    sheet.put(RUBRIKRAD, AR, content.text("resultat.år"), "kolumnrubrik")
    headings: list[tuple[Value | Formula, float]] = [
        (named(senaste), BREDDER[EGEN]),
        (named(fore), BREDDER[EGEN_FORE]),
        (content.text("resultat.förändring"), BREDDER[FORANDRING]),
    ]
    if _classes(content):
        headings.append((content.text("klass.rubrik"), BREDDER[KLASS]))

    for _, name in _levels(content, wiring):
        label = name if isinstance(name, Formula) else str(name)
        headings += [(_labelled(label, senaste), NIVA), (content.text("resultat.nivåns_förändring"), NIVA_FORANDRING)]
    for rubrik in content.grupperingar:
        headings += [(wiring.group_name(rubrik), GRUPP), (content.text("resultat.antal"), ANTAL)]
    nivaer = content.enheter.nivaer.values()
    shown = {
        BREDDER[EGEN_FORE]: [f"{one.namn}, {fore}" for one in content.valbara],
        NIVA: [f"{one.namn}, {senaste}" for one in nivaer if one.niva == "lan"],
        GRUPP: [one.namn for groups in content.grupperingar.values() for one in groups],
    }
    tall = max(height((name, width - 3)) for width, names in shown.items() for name in names)
    for kolumn, (heading, width) in enumerate(headings, EGEN):
        sheet.put(RUBRIKRAD, kolumn, heading, "kolumnrubrik_tal")
        sheet.bredder[kolumn] = width
        tall = max(tall, height((heading if isinstance(heading, str) else "", width - 3)))
    last = EGEN + len(headings)
    sheet.put(RUBRIKRAD, last, content.text("resultat.anmärkning"), "kolumnrubrik_anmärkning")
    sheet.bredder[last] = ANMARKNING
    sheet.hojder[RUBRIKRAD] = tall
    return last


def _labelled(name: Formula | str, what: str) -> Formula | str:
    if isinstance(name, str):
        return f"{name}, {what}"
    return Formula(f"{name.text}&{quoted(f', {what}')}", lambda val: f"{name.shows(val)}, {what}")


def _indicator(sheet: SheetPlan, rad: int, indikator: Indikator, content: Content, wiring: Wiring, anchor: str) -> None:
    senaste, fore = content.years(indikator)
    talformat = number_format(indikator, senaste)
    andring = change_format(indikator, senaste)
    egen = wiring.egen()
    sheet.put(rad, INDIKATOR, indikator.kort_namn, "tabellänk", lank=anchor)
    sheet.put(rad, AR, f"{senaste} ({fore})", "dämpad")
    sheet.put(rad, EGEN, wiring.figure(egen, indikator, senaste), "cell", talformat)
    sheet.put(rad, EGEN_FORE, wiring.figure(egen, indikator, fore), "cell_före", number_format(indikator, fore))
    sheet.put(rad, FORANDRING, wiring.change(egen, indikator), "cell_före", andring)
    kolumn = KLASS
    if _classes(content):
        own = content.har_klasser(indikator)
        sheet.put(rad, KLASS, wiring.klass(egen, indikator, senaste) if own else "", "klass")
        kolumn += 1
    if content.har_klasser(indikator):
        for coloured in (EGEN, KLASS):
            sheet.regler += rules_beside(content, indikator, (rad, coloured), (rad, coloured), KLASS)
    for sikt, _ in _levels(content, wiring):
        sheet.put(rad, kolumn, wiring.figure(sikt, indikator, senaste), "jämförelse", talformat)
        sheet.put(rad, kolumn + 1, wiring.change(sikt, indikator), "jämförelse_före", andring)
        kolumn += 2
    for rubrik in content.grupperingar:
        sikt = wiring.grupp(rubrik)
        sheet.put(rad, kolumn, wiring.figure(sikt, indikator, senaste), "jämförelse", talformat)
        sheet.put(rad, kolumn + 1, wiring.units_behind(sikt, indikator, senaste), "liten", '"n = "0')
        kolumn += 2
    remarks = "\n".join(_remarks(indikator, content))
    sheet.put(rad, kolumn, remarks, "anmärkning")
    sheet.hojder[rad] = height(
        (remarks, ANMARKNING - 2), (indikator.kort_namn, BREDDER[INDIKATOR]), storlek=9, least=17
    )


def _remarks(indikator: Indikator, content: Content) -> Iterator[str]:
    """Yield what a reader must know before comparing: breaks in the series and known errors of the source."""
    years = content.years(indikator)
    for ar, text in indikator.breaks().items():
        if ar == years[0]:
            yield content.text("resultat.brott", år=ar, text=text)
    for rattelse in content.utgava.rattelser:
        if rattelse.indikator == indikator.id and rattelse.blir is None and rattelse.ar in years:
            enhet = content.enheter.alla.get(rattelse.enhet)
            vem = rattelse.enhet.capitalize() if enhet is None else enhet.namn
            yield content.text("resultat.rättelse", vem=vem, år=rattelse.ar)
    riket = content.enheter.nivaer["riket"]
    for ar in years:
        if content.figur(indikator, ar, riket.id).status == Status.BORTFALL:
            yield content.text("resultat.bortfall", vem=riket.namn, år=ar)
