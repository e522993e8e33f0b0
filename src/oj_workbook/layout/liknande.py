"""The units of one of the chosen unit's groups, in order by an indicator of the reader's choice; the own row marked."""

from collections.abc import Callable
from dataclasses import dataclass

from oj_workbook.layout.content import ALLA_TAL, Content
from oj_workbook.layout.huvud import put_title
from oj_workbook.layout.jamfor import indicator_picker, start_indicator
from oj_workbook.layout.paper import STANDING, across, percent
from oj_workbook.layout.plan import Formula, Picker, Print, Regel, SheetPlan, Val, Value, address, fixed, quoted
from oj_workbook.layout.registers import HJALP_RUBRIKRAD
from oj_workbook.layout.wiring import (
    GRUPPERINGAR,
    LIKNANDE_INDIKATOR,
    VALD_GRUPPERING,
    Sikt,
    Wiring,
)
from oj_workbook.model import Enhet
from oj_workbook.templates import Bladmall

VALJ_GRUPP, VALJ_INDIKATOR = (4, 2), (5, 2)
BESKED, RUBRIKRAD = 6, 7
RIKTNING, MATT = (5, 3), (4, 3)
PLATS, NAMN, SENASTE, KLASS, FORE = 1, 2, 3, 4, 5
BREDDER: dict[int, float] = {PLATS: 20, NAMN: 44, SENASTE: 20, KLASS: 12, FORE: 20}


def plan_liknande(mall: Bladmall, content: Content, wiring: Wiring) -> SheetPlan:
    """Lay out the choices and a row for each unit of the largest group."""
    sheet = SheetPlan(mall.namn, flik=mall.flik, bredder=dict(BREDDER), frys=(RUBRIKRAD + 1, 3))
    put_title(sheet, content, wiring, content.text("liknande.rubrik"), content.text("liknande.ingress"))
    for (rad, kolumn), said, vald in (
        (VALJ_GRUPP, "liknande.välj_grupp", next(iter(content.grupperingar))),
        (VALJ_INDIKATOR, "jämför.välj", start_indicator(content).kort_namn),
    ):
        sheet.put(rad, 1, content.text(said), "väljaretikett")
        sheet.put(rad, kolumn, vald, "väljare_liten")
        sheet.hojder[rad] = 24
    texts = (content.text(f"liknande.{one}") for one in ("rubrik_lista", "hjälp", "felrubrik", "fel"))
    group_picker = Picker(*VALJ_GRUPP, VALD_GRUPPERING, GRUPPERINGAR, *texts)
    sheet.valjare.append(wiring.picker(mall.namn, group_picker))
    sheet.valjare.append(wiring.picker(mall.namn, indicator_picker(content, VALJ_INDIKATOR, LIKNANDE_INDIKATOR)))
    what = wiring.indikatorval(LIKNANDE_INDIKATOR)
    riktning = wiring.about(what, 4, lambda one: one.riktning)
    onskad = content.text("liknande.riktning")
    wanted = Formula(
        f'IF({what.plats}=0,"",{quoted(onskad + " ")}&{riktning.text})',
        lambda val: f"{onskad} {riktning.shows(val)}" if what.indikator(val) else "",
    )
    sheet.put(*RIKTNING, wanted, "besked")
    shown_as = content.text("jämför.mått")
    matt = wiring.about(what, 3, content.matt)
    unit = Formula(
        f'IF({what.plats}=0,"",{quoted(shown_as + " ")}&{matt.text})',
        lambda val: f"{shown_as} {matt.shows(val)}" if what.indikator(val) else "",
    )
    sheet.put(*MATT, unit, "besked")
    group = _Group(content, wiring)
    sheet.put(BESKED, 2, group.name(), "besked")
    _headings(sheet, content, wiring)
    first, last = RUBRIKRAD + 1, RUBRIKRAD + wiring.storsta_grupp
    for number in range(wiring.storsta_grupp):
        rad = first + number
        sikt = group.slot(number)
        sheet.put(rad, PLATS, _rank(rad, first, last, group, number, wiring), "lös_plats")
        sheet.put(rad, NAMN, wiring.name(sikt, content.text("länet.vald")), "lös_text")
        sheet.put(rad, SENASTE, wiring.latest(sikt, what, 0), "lös_cell", ALLA_TAL)
        sheet.put(rad, KLASS, wiring.latest(sikt, what, 0, klass=True), "lös_klass")
        sheet.put(rad, FORE, wiring.latest(sikt, what, 1), "lös_cell_före", ALLA_TAL)
    sheet.regler += _class_rules(content, first, last)  # first: some programs heed only one rule a cell
    mark = content.text("länet.vald")
    sheet.regler.append(Regel((first, PLATS), (last, FORE), f"LEFT($B{first},1)={quoted(mark)}", "egen"))
    sheet.regler.append(Regel((first, PLATS), (last, FORE), f'$B{first}<>""', "ram"))
    sheet.rubriker = ((RUBRIKRAD, PLATS), (last, FORE))
    sheet.utskrift = Print(title_rows=(RUBRIKRAD, RUBRIKRAD), scale=percent(STANDING[0] / across(sheet, PLATS, FORE)))
    return sheet


def _headings(sheet: SheetPlan, content: Content, wiring: Wiring) -> None:
    what = wiring.indikatorval(LIKNANDE_INDIKATOR)
    for kolumn, key in ((PLATS, "liknande.plats"), (NAMN, "liknande.enhet"), (KLASS, "klass.rubrik")):
        look = "kolumnrubrik_anmärkning" if kolumn == KLASS else "kolumnrubrik"
        sheet.put(RUBRIKRAD, kolumn, content.text(key), look)
    for kolumn, back in ((SENASTE, 0), (FORE, 1)):
        sheet.put(RUBRIKRAD, kolumn, wiring.latest_year(what, back), "kolumnrubrik_tal")
    sheet.hojder[RUBRIKRAD] = 20


def _class_rules(content: Content, first: int, last: int) -> list[Regel]:
    """Colour by the class and the wanted direction of the chosen indicator."""
    onskad, cell = content.text("liknande.riktning"), "$C$5"
    seen: dict[tuple[str, str], str] = {}
    for one in content.indikatorer:
        if content.har_klasser(one):
            for said, look in content.klassutseenden(one).items():
                seen[said, one.riktning] = look
    return [
        Regel(
            (first, SENASTE),
            (last, KLASS),
            f"AND($D{first}={quoted(said)},{cell}={quoted(f'{onskad} {riktning}')})",
            look,
        )
        for (said, riktning), look in seen.items()
    ]


def _rank(rad: int, first: int, last: int, group: "_Group", number: int, wiring: Wiring) -> Formula:
    """Return the formula for a unit's place among the values shown: equal values share a place, words have none."""
    values = f"$C${first}:$C${last}"
    here = f"$C{rad}"
    what = wiring.indikatorval(LIKNANDE_INDIKATOR)
    low = wiring.about(what, 4, lambda one: one.riktning)
    better = f'COUNTIF({values},IF({low.text}="lågt","<",">")&{here})'
    text = f'IF(ISNUMBER({here}),{better}+1,"")'

    def shows(val: Val) -> Value:
        values = group.values(val)
        mine, one = values[number], what.indikator(val)
        if not isinstance(mine, float) or one is None:
            return ""
        others = [other for other in values if isinstance(other, float)]
        return sum(other < mine if one.riktning == "lågt" else other > mine for other in others) + 1

    return Formula(text, shows)


@dataclass(frozen=True)
class _State:
    """What the helper cells hold for one choice: places in the register, orders, and the units as listed."""

    places: list[int]
    orders: list[Value]
    positions: list[int]
    listed: list[str]
    values: list[Value]


class _Group:
    """The units of the chosen group, in the order of the chosen indicator, found on the helper sheet."""

    def __init__(self, content: Content, wiring: Wiring) -> None:
        self.content, self.wiring = content, wiring
        self.grupperingar = list(content.grupperingar)
        self.kolumn = wiring.free_column() + len(content.ar) + 2
        self.most = wiring.storsta_grupp
        self.slots: dict[int, Sikt] = {}
        self._latest: tuple[Val | None, _State] = (None, _State([], [], [], [], []))
        plats = wiring.plats(VALD_GRUPPERING, GRUPPERINGAR, self.grupperingar)
        column = wiring.helper(
            "Grupperingens kolumn",
            f"IF({plats}=0,0,INDEX({wiring.listregister.column(1)},{plats}))",
            self._column,
        )
        known = wiring.known()
        block = wiring.enhetsregister.block(0)
        self.nummer = wiring.helper(
            "Gruppens nummer",
            f"IF(OR({known}=0,{column}=0),0,INDEX({block},{known},{column}))",
            self._number,
        )
        self._put_columns()

    def _column(self, val: Val) -> int:
        place = self.wiring.option(VALD_GRUPPERING, val, self.grupperingar)
        return int(self.wiring.listregister.rader[place - 1][1]) if place else 0

    def group(self, val: Val) -> Enhet | None:
        """Return the chosen unit's group in the chosen grouping."""
        vald, place = self.wiring.vald(val), self.wiring.option(VALD_GRUPPERING, val, self.grupperingar)
        return self.content.enheter.grupper[vald.id][self.grupperingar[place - 1]] if vald and place else None

    def _number(self, val: Val) -> int:
        group = self.group(val)
        ids = [one.id for groups in self.content.grupperingar.values() for one in groups]
        return ids.index(group.id) + 1 if group else 0

    def name(self) -> Formula:
        """Return the formula for the group's name."""
        wiring, plats = self.wiring, self.wiring.plats(VALD_GRUPPERING, GRUPPERINGAR, self.grupperingar)
        column = f"INDEX({wiring.listregister.column(1)},{plats})-2"
        said, okand = self.content.text("liknande.gruppen"), self.content.text("liknande.okänd")
        found = f"INDEX({wiring.enhetsregister.block(0)},{wiring.known()},{column})"
        text = f"IF({self.nummer}=0,{quoted(okand)},{quoted(said + ' ')}&{found})"
        return Formula(text, lambda val: f"{said} {group.namn}" if (group := self.group(val)) else okand)

    def _put_columns(self) -> None:
        """Put each member's place in the register, its order by the indicator, and its order in the group."""
        wiring = self.wiring
        what = wiring.indikatorval(LIKNANDE_INDIKATOR)
        first, last = HJALP_RUBRIKRAD + 1, HJALP_RUBRIKRAD + self.most
        orders = fixed(wiring.hjalpblad, first, self.kolumn + 1, last)
        for number in range(self.most):
            rad = first + number
            place, order = address(rad, self.kolumn), address(rad, self.kolumn + 1)
            members = wiring.gruppregister.column(number)
            block = wiring.ordningsregister.block(0)
            texts = (
                f"IF({self.nummer}=0,0,INDEX({members},{self.nummer}))",
                f'IF(OR({place}=0,{what.plats}=0),"",INDEX({block},{place},{what.plats}))',
                f'IF(ISNUMBER({order}),COUNTIF({orders},"<"&{order})+1,0)',
            )
            for kolumn, (text, shows) in enumerate(zip(texts, self._shown(number), strict=True), self.kolumn):
                wiring.beside.append((rad, kolumn, Formula(text, shows)))

    def _shown(self, number: int) -> tuple[Callable[[Val], Value], ...]:
        return (
            lambda val: self.state(val).places[number],
            lambda val: self.state(val).orders[number],
            lambda val: self.state(val).positions[number],
        )

    def state(self, val: Val) -> _State:
        """Return what the helper cells hold; every row of the sheet asks for the same choice."""
        if self._latest[0] is not val:
            self._latest = val, self._state(val)
        return self._latest[1]

    def _state(self, val: Val) -> _State:
        content, number = self.content, self._number(val)
        places = [int(one) for one in self.wiring.gruppregister.rader[number - 1]] if number else [0] * self.most
        one = self.wiring.indikatorval(LIKNANDE_INDIKATOR).indikator(val)
        if one is None:
            return _State(places, [""] * self.most, [0] * self.most, [], [""] * self.most)
        column, rader = content.indikatorer.index(one), self.wiring.ordningsregister.rader
        orders = {place: int(rader[place - 1][column]) for place in places if place}
        ranked = sorted(orders, key=orders.__getitem__)
        position = {place: number for number, place in enumerate(ranked, 1)}
        listed = [content.valbara[place - 1].id for place in ranked]
        ar = content.years(one)[0]
        values = [content.shown(one, ar, enhet) for enhet in listed]
        return _State(
            places,
            [orders.get(place, "") for place in places],
            [position.get(place, 0) for place in places],
            listed,
            [*values, *[""] * (self.most - len(values))],
        )

    def values(self, val: Val) -> list[Value]:
        """Return the figures of the units in the order they are listed."""
        return self.state(val).values

    def slot(self, number: int) -> Sikt:
        """Return the viewpoint of the unit that is listed as this number, from 0."""
        if number not in self.slots:
            wiring = self.wiring
            first, last = HJALP_RUBRIKRAD + 1, HJALP_RUBRIKRAD + self.most
            positions = fixed(wiring.hjalpblad, first, self.kolumn + 2, last)
            places = fixed(wiring.hjalpblad, first, self.kolumn, last)

            def enhet(val: Val) -> str:
                found = self.state(val).listed
                return found[number] if number < len(found) else ""

            at = f"INDEX({places},MATCH({number + 1},{positions},0))"
            text = f"IFERROR(INDEX({wiring.enhetsregister.column(2)},{at}),0)"
            rad = HJALP_RUBRIKRAD + 1 + number
            wiring.beside.append(
                (rad, self.kolumn + 3, Formula(text, lambda val: wiring.forsta_rad.get(enhet(val), 0)))
            )
            self.slots[number] = Sikt(fixed(wiring.hjalpblad, rad, self.kolumn + 3), enhet)
        return self.slots[number]
