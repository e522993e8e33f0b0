"""The data sheet: every published figure once, a row per unit and year, filterable.  All other sheets read here."""

from collections.abc import Iterator

from oj_workbook.layout.content import ALLA_TAL, INGEN, Content, height, plain_format
from oj_workbook.layout.paper import LYING, down, percent
from oj_workbook.layout.plan import Grid, Kolumn, Print, SheetPlan, Value, tell_apart
from oj_workbook.layout.registers import ANDRING, DATA_FORSTA, DATA_RUBRIKRAD
from oj_workbook.layout.wiring import Wiring
from oj_workbook.model import Enhet, Indikator
from oj_workbook.templates import Bladmall

FASTA = ("data.namn", "data.år", "data.nivå", "data.kod")
BREDDER: tuple[float, ...] = (30, 13, 16, 14)
BREDD = 20
#: The whole table on one page in height, unless that makes it smaller than this.
SMALLEST = 0.5
LARGEST = 0.7


def plan_data(mall: Bladmall, content: Content, wiring: Wiring) -> SheetPlan:
    """Lay out the data sheet as a table with constant headings.

    It may be filtered but not sorted: the formulas count rows.  Alla kommuner is the table to sort.
    """
    last = DATA_FORSTA + len(wiring.kolumner) - 1
    sheet = SheetPlan(mall.namn, bredder=dict(enumerate(BREDDER, 1)), frys=(DATA_RUBRIKRAD + 1, 3), flik=mall.flik)
    sheet.put(1, 1, content.markt(content.text("data.rubrik")), "rubrik")
    sheet.hojder[1] = 34
    for number, line in enumerate(content.text("data.ingress").splitlines(), 2):
        sheet.put(number, 1, line, "ingress")
    for kolumn, key in enumerate(FASTA, 1):
        sheet.put(DATA_RUBRIKRAD, kolumn, content.text(key), "data_rubrik")
    columns = [Kolumn("data_text")] * len(FASTA)
    for kolumn, (indikator, klass) in enumerate(wiring.kolumner, DATA_FORSTA):
        heading = f"{indikator.kort_namn} ({content.text('data.kvartil') if klass else content.matt(indikator)})"
        sheet.put(DATA_RUBRIKRAD, kolumn, heading, "data_rubrik_tal")
        sheet.bredder[kolumn] = BREDD
        below = 14  # the button of the filter lies in the lower corner
        tall = height((heading, BREDD - 2), storlek=9) + below
        sheet.hojder[DATA_RUBRIKRAD] = max(sheet.hojder.get(DATA_RUBRIKRAD, 0), tall)
        columns.append(Kolumn("data_tal", _format(indikator, content)))
    tell_apart(sheet, DATA_RUBRIKRAD)
    rows = tuple(_rows(content, wiring))
    grid = Grid(DATA_RUBRIKRAD + 1, 1, tuple(columns), rows)
    sheet.grids.append(grid)
    sheet.tabell = (DATA_RUBRIKRAD, grid.sista_rad, last)
    tall = down(sheet, DATA_RUBRIKRAD, grid.sista_rad)
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(DATA_RUBRIKRAD, DATA_RUBRIKRAD),
        title_columns=2,
        scale=percent(min(LARGEST, max(SMALLEST, LYING[1] / tall))),
        first_row=DATA_RUBRIKRAD,
    )
    return sheet


def _format(indikator: Indikator, content: Content) -> str:
    """Return the number format of a column: where years differ in decimals, each number is shown as it is stored."""
    years = indikator.years(content.utgava.ar)
    decimals = {indikator.decimals(ar) for ar in years}
    return plain_format(indikator, years[-1]) if len(decimals) == 1 else ALLA_TAL


def _rows(content: Content, wiring: Wiring) -> Iterator[tuple[Value, ...]]:
    niva = {enhet.niva: content.text(f"nivå.{enhet.niva}") for enhet in content.enheter.alla.values()}
    which_ar = {wiring.antal_rad(ar): ar for ar in content.ar}
    forandring = content.text("data.förändring")
    for enhet, which in wiring.rader:
        said = forandring if which == ANDRING else which
        figures = _figures(enhet, which, which_ar, content, wiring)
        yield (enhet.namn, said, niva[enhet.niva], enhet.id, *figures)


def _figures(
    enhet: Enhet, which: int | str, which_ar: dict[str, int], content: Content, wiring: Wiring
) -> Iterator[Value]:
    for indikator, klass in wiring.kolumner:
        if isinstance(which, int):
            yield content.klass(indikator, which, enhet.id) if klass else content.shown(indikator, which, enhet.id)
        elif klass:
            yield INGEN
        elif which == ANDRING:
            yield content.andring(indikator, enhet.id)
        else:
            yield content.antal_enheter(indikator, which_ar[which], enhet.id)
