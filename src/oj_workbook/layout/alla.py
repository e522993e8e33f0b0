"""Every unit in one table with its latest figures, to sort and filter: values, not formulas, so that it is safe."""

from oj_workbook.layout.content import INGEN, Content, height, number_format
from oj_workbook.layout.matris import rules_beside
from oj_workbook.layout.paper import LYING, across, percent
from oj_workbook.layout.plan import Grid, Kolumn, Print, Regel, SheetPlan, Value, tell_apart
from oj_workbook.layout.wiring import VALD_ENHET
from oj_workbook.model import Enhet, Indikator
from oj_workbook.templates import Bladmall

RUBRIKRAD = 4
NAMN = 1
BREDD, KLASSBREDD = 19.0, 17.0


def plan_alla(mall: Bladmall, content: Content) -> SheetPlan:
    """Lay out a row for every unit that can be chosen, and a column for every indicator of the latest years."""
    sheet = SheetPlan(mall.namn, flik=mall.flik, frys=(RUBRIKRAD + 1, 2), skyddad=False)
    sheet.put(1, 1, content.markt(content.text("alla.rubrik")), "rubrik")
    sheet.hojder[1] = 34
    for rad, line in enumerate(content.text("alla.ingress").splitlines(), 2):
        sheet.put(rad, 1, line, "ingress")
    first = [content.text("data.namn"), content.text("start.län"), *(val.rubrik for val in content.utgava.grupper)]
    widths = [30.0, 22.0, *[37.0 for _ in content.utgava.grupper]]
    columns = [Kolumn("data_text") for _ in first]
    figures = _columns(content)
    for kolumn, heading in enumerate(first, NAMN):
        sheet.put(RUBRIKRAD, kolumn, heading, "data_rubrik")
        sheet.bredder[kolumn] = widths[kolumn - NAMN]
    for kolumn, (indikator, klass) in enumerate(figures, NAMN + len(first)):
        ar = content.years(indikator)[0]
        said = content.text("data.kvartil") if klass else f"{content.matt(indikator)}, {ar}"
        heading = f"{indikator.kort_namn} ({said})"
        sheet.put(RUBRIKRAD, kolumn, heading, "data_rubrik_tal")
        sheet.bredder[kolumn] = KLASSBREDD if klass else BREDD
        tall = height((heading, sheet.bredder[kolumn] - 2), storlek=9) + 14  # the button of the filter
        sheet.hojder[RUBRIKRAD] = max(sheet.hojder.get(RUBRIKRAD, 0), tall)
        columns.append(Kolumn("data_tal", "General" if klass else number_format(indikator, ar)))
    tell_apart(sheet, RUBRIKRAD)
    rows = tuple(_row(enhet, figures, content) for enhet in content.valbara)
    grid = Grid(RUBRIKRAD + 1, NAMN, tuple(columns), rows)
    sheet.grids.append(grid)
    sheet.tabell = (RUBRIKRAD, grid.sista_rad, grid.sista_kolumn)
    for kolumn, (indikator, klass) in enumerate(figures, NAMN + len(first)):
        if klass:
            sheet.regler += rules_beside(content, indikator, (grid.rad, kolumn - 1), (grid.sista_rad, kolumn), kolumn)
    own = Regel((grid.rad, NAMN), (grid.sista_rad, grid.sista_kolumn), f"$A{grid.rad}={VALD_ENHET}", "egen")
    sheet.regler.append(own)
    sheet.utskrift = Print(
        landscape=True,
        title_rows=(RUBRIKRAD, RUBRIKRAD),
        title_columns=NAMN,
        scale=max(40, percent(LYING[0] / across(sheet, NAMN, min(NAMN + 9, grid.sista_kolumn)))),
        first_row=RUBRIKRAD,
    )
    return sheet


def _columns(content: Content) -> list[tuple[Indikator, bool]]:
    return [
        (one, klass)
        for indikatorer in content.kvalitetsomraden().values()
        for one in indikatorer
        for klass in ((False, True) if content.har_klasser(one) else (False,))
    ]


def _row(enhet: Enhet, figures: list[tuple[Indikator, bool]], content: Content) -> tuple[Value, ...]:
    enheter = content.enheter
    groups = [enheter.grupper[enhet.id][val.rubrik].namn for val in content.utgava.grupper]
    row: list[Value] = [enhet.namn, enheter.nivaer[enheter.lan[enhet.id]].namn, *(one or INGEN for one in groups)]
    for indikator, klass in figures:
        ar = content.years(indikator)[0]
        row.append(content.klass(indikator, ar, enhet.id) if klass else content.shown(indikator, ar, enhet.id))
    return tuple(row)
