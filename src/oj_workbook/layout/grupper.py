"""Groups by indicators, for a year of the reader's choice: the tables of the agency's fact sheet."""

from collections.abc import Callable

from oj_workbook.layout.content import Content, number_format
from oj_workbook.layout.matris import ANDELSRAD, AVSER, ENHET, FORSTA, RUBRIKRAD, columns, paper, put_head
from oj_workbook.layout.plan import Formula, Picker, Regel, SheetPlan, Val, Value, quoted
from oj_workbook.layout.wiring import AR_LISTA, VALT_AR, Wiring
from oj_workbook.model import Enhet, Indikator
from oj_workbook.templates import Bladmall

VALJARE = (2, 1)


def plan_grupper(mall: Bladmall, content: Content, wiring: Wiring, anchors: dict[str, str]) -> SheetPlan:
    """Lay out two rows a group, its figure and how many units it is pooled from, and a column an indicator."""
    sheet = SheetPlan(mall.namn, flik=mall.flik, bredder={ENHET: 42, AVSER: 13})
    sheet.put(1, 1, content.markt(content.text("grupper.rubrik")), "rubrik")
    sheet.hojder[1] = 34
    picker = Picker(
        *VALJARE,
        VALT_AR,
        AR_LISTA,
        content.text("grupper.listans_rubrik"),
        content.text("grupper.listans_hjälp"),
        content.text("grupper.listans_felrubrik"),
        content.text("grupper.listans_fel"),
    )
    sheet.valjare.append(wiring.picker(mall.namn, picker))
    sheet.put(*VALJARE, wiring.ar_texter[0], "väljare_liten")
    sheet.hojder[VALJARE[0]] = 24
    sheet.put(2, FORSTA, content.text("grupper.ingress"), "ingress")
    labels = {
        "enhet": content.text("grupper.grupp"),
        "avser": content.text("länet.avser"),
        "år": content.text("grupper.årsrad"),
        "andel": content.text("grupper.andelsrad"),
    }
    breaks = put_head(sheet, content, anchors, labels, lambda one: _year(one, content, wiring), klasser=False)
    rad = ANDELSRAD + 1
    first = rad
    levels = [content.enheter.nivaer["riket"], *(one for groups in content.grupperingar.values() for one in groups)]
    own = {rubrik: wiring.grupp(rubrik) for rubrik in content.grupperingar}
    for niva in levels:
        rubrik = next((rubrik for rubrik, groups in content.grupperingar.items() if niva in groups), "")
        mark = own[rubrik].rad if rubrik else "0"
        _group(sheet, rad, niva, mark, content, wiring)
        rad += 2
    sheet.regler.append(
        Regel((first, ENHET), (rad - 1, breaks[-1]), f"LEFT($A{first},1)={quoted(content.text('länet.vald'))}", "egen")
    )
    sheet.frys = (ANDELSRAD + 1, FORSTA)
    sheet.utskrift = paper(sheet, breaks, rad - 1)
    sheet.rubriker = ((RUBRIKRAD, ENHET), (rad - 1, breaks[-1]))
    return sheet


def _group(sheet: SheetPlan, rad: int, niva: Enhet, own: str, content: Content, wiring: Wiring) -> None:
    base, vald = wiring.forsta_rad[niva.id], content.text("länet.vald")

    def named(val: Val) -> Value:
        unit = wiring.vald(val)
        mine = unit is not None and niva in content.enheter.grupper[unit.id].values()
        return f"{vald} {niva.namn}" if mine else niva.namn

    name: Formula | Value = niva.namn
    if own != "0":
        name = Formula(f'IF({own}={base},{quoted(f"{vald} ")},"")&{quoted(niva.namn)}', named)
    looks = (("grupper.andel", "radrubrik", "cell_övre"), ("grupper.antal", "radrubrik_före", "cell_före"))
    for offset, (key, rubrik, utseende) in enumerate(looks):
        sheet.put(rad + offset, ENHET, name, rubrik)
        sheet.put(rad + offset, AVSER, content.text(key), rubrik)
        for kolumn, indikator, _ in columns(content, klasser=False):
            ar = content.years(indikator)[0]
            talformat = number_format(indikator, ar) if offset == 0 else "0"
            sheet.put(
                rad + offset,
                kolumn,
                _figure(niva.id, indikator, content, wiring, antal=offset == 1),
                utseende,
                talformat,
            )


def _year(indikator: Indikator, content: Content, wiring: Wiring) -> Formula:
    """Return the formula for the year that an indicator's figures describe, for the edition's year chosen."""
    forskjutning, year = _offset(indikator, content, wiring)
    base = wiring.forsta_rad["riket"]
    text = f'IF({forskjutning}<0,"",INDEX({wiring.years_column()},{base}+{forskjutning}))'
    return Formula(text, lambda val: "" if (ar := year(val)) is None else ar)


def _offset(indikator: Indikator, content: Content, wiring: Wiring) -> tuple[str, Callable[[Val], int | None]]:
    """Return the helper cell with how far below a level's first row the chosen year lies, and the year itself."""
    lag = sorted({one.efterslapning for one in content.indikatorer}).index(indikator.efterslapning)
    plats = wiring.plats(VALT_AR, AR_LISTA, wiring.ar_texter)
    years = tuple(reversed(content.utgava.ar))

    def year(val: Val) -> int | None:
        place = wiring.option(VALT_AR, val, wiring.ar_texter)
        return years[place - 1] - indikator.efterslapning if place else None

    cell = wiring.helper(
        f"Årets rad, eftersläpning {indikator.efterslapning}",
        f"IF({plats}=0,-1,INDEX({wiring.listregister.column(3 + lag)},{plats}))",
        lambda val: -1 if (ar := year(val)) is None else wiring.offset(ar),
    )
    return cell, year


def _figure(niva: str, indikator: Indikator, content: Content, wiring: Wiring, *, antal: bool) -> Formula:
    """Return the formula for a group's figure in the year chosen, or for how many units are behind it."""
    forskjutning, year = _offset(indikator, content, wiring)
    base = wiring.forsta_rad[niva] + (len(content.ar) + 1 if antal else 0)
    text = f'IF({forskjutning}<0,"",INDEX({wiring.figure_column(indikator)},{base}+{forskjutning}))'

    def shows(val: Val) -> Value:
        if (ar := year(val)) is None:
            return ""
        return content.antal_enheter(indikator, ar, niva) if antal else content.shown(indikator, ar, niva)

    return Formula(text, shows)
