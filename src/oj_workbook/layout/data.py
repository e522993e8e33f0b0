"""The data sheets: every published figure once, a row per unit and year, filterable.  All other sheets read here."""

from oj_workbook.layout.content import Content, height, plain_format
from oj_workbook.layout.paper import LYING, down, percent
from oj_workbook.layout.plan import Print, SheetPlan, Value
from oj_workbook.layout.wiring import ANDRING, DATA_FORSTA, DATA_RUBRIKRAD, DataBlad
from oj_workbook.model import TECKEN, Enhet, Indikator, Status, Svarsslag
from oj_workbook.templates import Bladmall

FASTA = ("data.namn", "data.år", "data.nivå", "data.kod")
BREDDER: tuple[float, ...] = (24, 13, 11, 10)
BREDD, BREDD_NYCKEL = 20, 20
#: The whole table on one page in height, unless that makes it smaller than this.
SMALLEST = 0.5
LARGEST = 0.7


def data_sheets(content: Content) -> tuple[DataBlad, ...]:
    """Decide which indicators and rows each data sheet has."""
    return tuple(_data_sheet(mall, content) for mall in content.blad if mall.slag == "data")


def _data_sheet(mall: Bladmall, content: Content) -> DataBlad:
    indikatorer = tuple(one for one in content.indikatorer if one.kalla.id in mall.kallor)
    years = sorted({ar for one in indikatorer for ar in one.years(content.utgava.ar)}, reverse=True)
    which: tuple[int | str, ...] = (*years, ANDRING)
    rows = tuple((enhet, rad) for enhet in content.enheter.alla.values() for rad in which)
    return DataBlad(mall, indikatorer, rows)


def plan_data(blad: DataBlad, content: Content) -> SheetPlan:
    """Lay out one data sheet as a table with constant headings."""
    last = blad.nyckelkolumn
    sheet = SheetPlan(
        blad.mall.namn,
        bredder=dict(enumerate(BREDDER, 1)),
        frys=(DATA_RUBRIKRAD + 1, 3),
        flik=blad.mall.flik,
        skyddad=False,
        tabell=(DATA_RUBRIKRAD, blad.sista_rad, last),
    )
    kallor = ", ".join(dict.fromkeys(one.kalla.namn for one in blad.indikatorer))
    sheet.put(1, 1, content.text("data.rubrik", källor=kallor), "rubrik")
    sheet.hojder[1] = 34
    for number, line in enumerate(content.text("data.ingress").splitlines(), 2):
        sheet.put(number, 1, line, "ingress")
    for kolumn, key in enumerate(FASTA, 1):
        sheet.put(DATA_RUBRIKRAD, kolumn, content.text(key), "data_rubrik")
    for kolumn, indikator in enumerate(blad.indikatorer, DATA_FORSTA):
        unit = indikator.mattenhet.tecken
        heading = f"{indikator.kort_namn} ({f'svar; {unit}' if isinstance(indikator.slag, Svarsslag) else unit})"
        sheet.put(DATA_RUBRIKRAD, kolumn, heading, "data_rubrik_tal")
        sheet.bredder[kolumn] = BREDD
        below = 14  # the button of the filter lies in the lower corner
        tall = height((heading, BREDD - 2), storlek=9) + below
        sheet.hojder[DATA_RUBRIKRAD] = max(sheet.hojder.get(DATA_RUBRIKRAD, 0), tall)
    sheet.put(DATA_RUBRIKRAD, last, content.text("data.nyckel"), "data_rubrik")
    sheet.bredder[last] = BREDD_NYCKEL
    for rad, (enhet, which) in enumerate(blad.rader, DATA_RUBRIKRAD + 1):
        nivå = content.text(f"nivå.{enhet.niva}")
        said = content.text("data.förändring") if which == ANDRING else which
        for kolumn, value in enumerate((enhet.namn, said, nivå, enhet.id), 1):
            sheet.put(rad, kolumn, value, "data_text")
        sheet.put(rad, last, blad.nyckel(enhet.id, which), "data_nyckel")
        for kolumn, indikator in enumerate(blad.indikatorer, DATA_FORSTA):
            talformat = plain_format(indikator.mattenhet, content.years(indikator)[0])
            sheet.put(rad, kolumn, _value(indikator, which, enhet, content), "data_tal", talformat)
    tall = down(sheet, DATA_RUBRIKRAD, blad.sista_rad)
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(DATA_RUBRIKRAD, DATA_RUBRIKRAD),
        title_columns=2,
        scale=percent(min(LARGEST, max(SMALLEST, LYING[1] / tall))),
        first_row=DATA_RUBRIKRAD,
    )
    return sheet


def _value(indikator: Indikator, which: int | str, enhet: Enhet, content: Content) -> Value:
    if isinstance(which, str):
        return content.andring(indikator, content.years(indikator)[0], enhet.id)
    if which not in indikator.years(content.utgava.ar):
        return TECKEN[Status.EJ_MATT]  # a year that only other indicators on the sheet have
    return content.shown(indikator, which, enhet.id)
