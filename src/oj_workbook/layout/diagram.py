"""The points of a chart whose lines must not cross a break or a gap, without a single error value in the file.

A line is drawn through all its points, and a formula cannot leave a cell empty.  So every unbroken run of years is a
series of its own, and the years outside the run repeat its nearest point, where they cannot be seen.  A run that the
choice does not have lies outside the axis.
"""

from collections.abc import Callable, Sequence

from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import OSYNLIG, Formula, Serie, Val, Value, address
from oj_workbook.layout.registers import HJALP_RUBRIKRAD
from oj_workbook.layout.wiring import Indikatorval, Sikt, Wiring
from oj_workbook.model import Indikator, Svarsslag

#: An x outside the axis, for what is not to be seen.
UTANFOR = 1900


def chart_lines(
    content: Content, wiring: Wiring, what: Indikatorval, lines: Sequence[tuple[str, str, Sikt]]
) -> tuple[Serie, ...]:
    """Return the series of a chart over the edition's years, one line for every name, colour and viewpoint.

    Their points are put on the helper sheet, right of the registers.
    """
    points = _Points(content, wiring, what, wiring.free_column())
    points.row(lambda number: float(content.ar[number]))
    points.row(points.break_at)
    zeros = points.row(lambda _: 0.0)
    runs = most_runs(content, wiring)
    drawn = [serie for namn, farg, sikt in lines for serie in points.line(namn, farg, sikt, runs)]
    # Unseen, so that the axis always has zero on it, and what lies below: a cost may be negative.
    columns = (points.first, points.last)
    return (*drawn, Serie("", wiring.hjalpblad, HJALP_RUBRIKRAD + 1, zeros, columns, OSYNLIG))


def most_runs(content: Content, wiring: Wiring) -> int:
    """Return the largest number of unbroken runs of years with numbers that any unit or level has."""
    enheter = content.enheter
    cities = {enhet.id for enhet in content.valbara for day in enheter.vid.values() if enhet.id in day.medlemmar}
    most = 1
    for one in content.indikatorer:
        breaks = wiring.breaks(one)
        with_numbers = cities if isinstance(one.slag, Svarsslag) else [enhet.id for enhet in content.valbara]
        for unit in (*with_numbers, *enheter.nivaer):
            numbers = [isinstance(content.shown(one, ar, unit), float) for ar in content.ar]
            most = max(most, *run_numbers(numbers, [ar in breaks for ar in content.ar]))
    return most


def run_numbers(numbers: Sequence[bool], breaks: Sequence[bool]) -> list[int]:
    """Return for each year which run it belongs to, from 1; 0 where there is no number."""
    runs: list[int] = []
    for at, there in enumerate(numbers):
        goes_on = at > 0 and numbers[at - 1] and not breaks[at]
        runs.append(max(runs, default=0) + (0 if goes_on else 1) if there else 0)
    return runs


class _Points:
    """Rows of helper cells, a column a year: years, breaks, and for every line its values, runs and points."""

    def __init__(self, content: Content, wiring: Wiring, what: Indikatorval, kolumn: int) -> None:
        self.content, self.wiring, self.what = content, wiring, what
        self.first, self.last = kolumn, kolumn + len(content.ar) - 1
        self.rad = HJALP_RUBRIKRAD

    def row(self, cell: Callable[[int], Value | Formula]) -> int:
        """Put one row, a cell for each year by its number from 0, and return where."""
        self.rad += 1
        for number in range(len(self.content.ar)):
            self.wiring.beside.append((self.rad, self.first + number, cell(number)))
        return self.rad

    def at(self, rad: int, number: int) -> str:
        return address(rad, self.first + number)

    def whole(self, rad: int) -> str:
        return f"{address(rad, self.first)}:{address(rad, self.last)}"

    def break_at(self, number: int) -> Formula:
        ar = self.content.ar[number]
        return self.wiring.breaks_at(self.what, ar)

    def line(self, namn: str, farg: str, sikt: Sikt, runs: int) -> list[Serie]:
        """Put a line's values, runs and points, and return its series; only the first is in the legend."""
        breaks = HJALP_RUBRIKRAD + 2
        values = self.row(lambda number: self.wiring.chosen(sikt, self.what, self.content.ar[number]))
        run_row = self.rad + 1

        def run(number: int) -> Formula:
            here = self.at(values, number)
            if number == 0:
                return Formula(f"IF(ISNUMBER({here}),1,0)", lambda val: self.runs(sikt, val)[0])
            earlier = f"MAX({address(run_row, self.first)}:{address(run_row, self.first + number - 1)})"
            goes_on = f"AND(ISNUMBER({self.at(values, number - 1)}),{self.at(breaks, number)}=0)"
            text = f"IF(ISNUMBER({here}),{earlier}+IF({goes_on},0,1),0)"
            return Formula(text, lambda val: self.runs(sikt, val)[number])

        self.row(run)
        series = []
        for which in range(1, runs + 1):
            x = self.row(self._point(sikt, which, run_row, HJALP_RUBRIKRAD + 1, UTANFOR))
            y = self.row(self._point(sikt, which, run_row, values, 0))
            columns = (self.first, self.last)
            series.append(Serie(namn if which == 1 else "", self.wiring.hjalpblad, x, y, columns, farg))
        return series

    def _point(self, sikt: Sikt, which: int, run_row: int, source: int, none: int) -> Callable[[int], Formula]:
        count = f"COUNTIF({self.whole(run_row)},{which})"
        start = f"MATCH({which},{self.whole(run_row)},0)"

        def cell(number: int) -> Formula:
            nearest = f"MAX({start},MIN({number + 1},{start}+{count}-1))"
            text = f"IF({count}=0,{none},INDEX({self.whole(source)},{nearest}))"

            def shows(val: Val) -> Value:
                runs = self.runs(sikt, val)
                if which not in runs:
                    return none
                begins = runs.index(which)
                place = max(begins, min(number, begins + runs.count(which) - 1))
                return float(self.content.ar[place]) if none else self.values(sikt, val)[place]

            return Formula(text, shows)

        return cell

    def values(self, sikt: Sikt, val: Val) -> list[Value]:
        enhet, one = sikt.enhet(val), self.what.indikator(val)
        return [self._shown(one, ar, enhet) for ar in self.content.ar]

    def _shown(self, one: Indikator | None, ar: int, enhet: str) -> Value:
        return self.content.shown(one, ar, enhet) if one and enhet else ""

    def runs(self, sikt: Sikt, val: Val) -> list[int]:
        one = self.what.indikator(val)
        breaks = self.wiring.breaks(one) if one else {}
        numbers = [isinstance(value, float) for value in self.values(sikt, val)]
        return run_numbers(numbers, [ar in breaks for ar in self.content.ar])
