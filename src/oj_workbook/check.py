"""The finished .xlsx, reopened, against the plan: every cell, formula, stored value and name, and nothing else."""

from collections import defaultdict
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from oj_workbook.layout.plan import Formula, Grid, Serie, SheetPlan, WorkbookPlan, address, column_letters, fixed
from oj_workbook.reread import (
    ID,
    NS,
    ROW,
    Found,
    FoundChart,
    FoundSeries,
    cells,
    charts,
    part,
    plain_row,
    targets,
    texts,
    unescaped,
)
from oj_workbook.usage import UnusableError

MOST_FAULTS = 100


class FaultyWorkbookError(UnusableError):
    """The file does not hold what was planned: a fault of ours.  Nothing is published."""


def check_workbook(data: bytes, plan: WorkbookPlan) -> int:
    """Return the number of cells found as planned; raise FaultyWorkbookError with every difference."""
    with ZipFile(BytesIO(data)) as archive:
        check = _Check(archive, plan)
        check.book()
        for number, sheet in enumerate(plan.blad, 1):
            check.sheet(f"xl/worksheets/sheet{number}.xml", sheet)
        check.charts()
    if check.faults:
        raise FaultyWorkbookError("\n".join(check.faults[:MOST_FAULTS]))
    return check.cells


class _Check:
    """The reading of one file: what was found wrong so far, and what must be remembered from sheet to sheet."""

    def __init__(self, archive: ZipFile, plan: WorkbookPlan) -> None:
        self.archive, self.plan = archive, plan
        self.faults: list[str] = []
        self.cells = 0
        self.texts = texts(archive)
        self.looks: dict[str, str | None] = {}
        self.drawn: dict[str, dict[str, Found]] = defaultdict(dict)
        series = [serie for sheet in plan.blad for chart in sheet.diagram for serie in chart.serier]
        self.drawn_rows = {(serie.blad, rad) for serie in series for rad in (serie.rad_x, serie.rad_y)}
        self.drawings: list[tuple[SheetPlan, list[str]]] = []

    def compare(self, what: str, planned: object, found: object) -> None:
        """Note a difference."""
        if planned != found:
            self.faults.append(f"{what}: planned {planned}, found {found}")

    def book(self) -> None:
        """Compare the order of the sheets, the defined names, and the marking among the properties."""
        book = part(self.archive, "xl/workbook.xml")
        sheets = book.findall("m:sheets/m:sheet", NS)
        self.compare("sheets", [sheet.namn for sheet in self.plan.blad], [sheet.get("name") for sheet in sheets])
        leads_to = targets(self.archive, "xl/workbook.xml")
        parts = [f"xl/worksheets/sheet{number}.xml" for number, _ in enumerate(self.plan.blad, 1)]
        self.compare("parts", parts, [leads_to.get(str(sheet.get(ID))) for sheet in sheets])
        names = [
            (str(name.get("name")), name.text)
            for name in book.iterfind("m:definedNames/m:definedName", NS)
            if name.get("localSheetId") is None and not str(name.get("name")).startswith("TitleRegion")
        ]
        self.compare("defined names", sorted(self.plan.namn.items()), sorted(names))
        properties = part(self.archive, "docProps/core.xml")
        for property_ in ("keywords", "category"):
            self.compare(property_, self.plan.markning, properties.findtext(f"cp:{property_}", "", NS))

    def sheet(self, name: str, sheet: SheetPlan) -> None:
        """Compare all of a sheet but its charts, which may draw on sheets that come later."""
        with self.archive.open(name) as stream:
            context = etree.iterparse(stream, tag=ROW)
            rows = _Rows(sheet, self.plan, self)
            for _, row in context:
                rows.compare(row)
                row.clear()
            rows.finish()
            root = context.root
        self.around(sheet, root)
        self.rules(sheet, root)
        ids = [str(drawing.get(ID)) for drawing in root.iterfind("m:drawing", NS)]
        leads_to = targets(self.archive, name) if ids else {}
        self.drawings.append((sheet, [leads_to[one] for one in ids]))

    def around(self, sheet: SheetPlan, root: etree._Element) -> None:
        """Compare the used area, the links, the pickers and the print header of a sheet."""
        rows = [cell.rad for cell in sheet.cells] + [rad for one in sheet.grids for rad in (one.rad, one.sista_rad)]
        columns = [cell.kolumn for cell in sheet.cells]
        columns += [kolumn for one in sheet.grids for kolumn in (one.kolumn, one.sista_kolumn)]
        area = f"{address(min(rows), min(columns))}:{address(max(rows), max(columns))}"
        self.compare(f"{sheet.namn}, area", [area], [one.get("ref") for one in root.iterfind("m:dimension", NS)])
        links = {address(cell.rad, cell.kolumn): cell.lank for cell in sheet.cells if cell.lank}
        found_links = root.findall("m:hyperlinks/m:hyperlink", NS)
        self.compare(f"{sheet.namn}, links", links, {one.get("ref"): one.get("location") for one in found_links})
        pickers = [("list", address(one.rad, one.kolumn), one.lista) for one in sheet.valjare]
        found_pickers = [
            (one.get("type"), one.get("sqref"), one.findtext("m:formula1", None, NS))
            for one in root.iterfind("m:dataValidations/m:dataValidation", NS)
        ]
        self.compare(f"{sheet.namn}, pickers", pickers, found_pickers)
        marking = self.plan.markning.replace("&", "&&")
        heads = [unescaped(head.text) for head in root.iterfind("m:headerFooter/m:oddHeader", NS) if head.text]
        if len(heads) != bool(marking) or not all(head.startswith("&C") and head.endswith(marking) for head in heads):
            self.faults.append(f"{sheet.namn}, print header: planned {marking!r}, found {heads}")

    def rules(self, sheet: SheetPlan, root: etree._Element) -> None:
        """Compare the conditional formats of a sheet, in the order they are tried, and that one look is one format."""
        blocks = root.iterfind("m:conditionalFormatting", NS)
        found = [(str(block.get("sqref")), rule) for block in blocks for rule in block]
        found.sort(key=lambda one: int(one[1].get("priority", 0)))
        planned = [(_range(rule.fran, rule.till), "expression", [rule.formel], False) for rule in sheet.regler]
        read = [
            (
                area,
                rule.get("type"),
                [formula.text for formula in rule.iterfind("m:formula", NS)],
                rule.get("stopIfTrue") in {"1", "true"},
            )
            for area, rule in found
        ]
        self.compare(f"{sheet.namn}, conditional formats", len(planned), len(read))
        for wanted, got in zip(planned, read, strict=False):
            self.compare(f"{sheet.namn}, conditional format", wanted, got)
        for rule_plan, (_, rule) in zip(sheet.regler, found, strict=False):
            look = rule.get("dxfId")
            if look is None or self.looks.setdefault(rule_plan.utseende, look) != look:
                self.faults.append(f"{sheet.namn}, conditional format {rule_plan.formel}: the look is another")

    def charts(self) -> None:
        """Compare every chart: where, its words, its lines, and that its stored numbers are those of the cells."""
        for sheet, drawings in self.drawings:
            planned = [
                FoundChart(
                    place=(chart.rad, chart.kolumn),
                    alt=chart.alt,
                    axis=chart.x,
                    series=tuple(self.line(serie) for serie in chart.serier),
                    unnamed=tuple(place for place, serie in enumerate(chart.serier) if not serie.namn),
                )
                for chart in sheet.diagram
            ]
            found = [chart for drawing in drawings for chart in charts(self.archive, drawing)]
            self.compare(f"{sheet.namn}, number of charts", len(planned), len(found))
            for wanted, got in zip(planned, found, strict=False):
                self.compare(f"{sheet.namn}, chart", wanted, got)

    def line(self, serie: Serie) -> FoundSeries:
        """Return a line as it should be: its numbers are those found in the cells, which have been compared."""
        first, last = serie.kolumner

        def numbers(rad: int) -> tuple[object, ...]:
            places = [address(rad, kolumn) for kolumn in range(first, last + 1)]
            return tuple(self.drawn[serie.blad].get(place, (None, "no cell"))[1] for place in places)

        return FoundSeries(
            namn=serie.namn,
            ref_x=fixed(serie.blad, serie.rad_x, first, serie.rad_x, last),
            x=numbers(serie.rad_x),
            ref_y=fixed(serie.blad, serie.rad_y, first, serie.rad_y, last),
            y=numbers(serie.rad_y),
            farg=serie.farg,
            streckad=serie.streckad,
        )


class _Rows:
    """The cells of one sheet, compared row by row as they are read."""

    def __init__(self, sheet: SheetPlan, plan: WorkbookPlan, check: _Check) -> None:
        self.sheet, self.check = sheet, check
        self.last = 0
        self.planned: dict[int, dict[str, Found]] = defaultdict(dict)
        for cell in sheet.cells:
            if isinstance(cell.content, Formula):
                found: Found = (cell.content.text, cell.content.shows(plan.forvald))
                self.planned[cell.rad][address(cell.rad, cell.kolumn)] = found
            elif cell.content != "":
                self.planned[cell.rad][address(cell.rad, cell.kolumn)] = (None, cell.content)
        self.grids = [_GridColumns(grid) for grid in sheet.grids]
        self.missing = {*self.planned}.union(*(one.rows for one in self.grids))

    def compare(self, row: etree._Element) -> None:
        """Compare one row."""
        rad = int(row.get("r", 0))
        if rad <= self.last:
            self.check.faults.append(f"{self.sheet.namn}: row {rad} comes after row {self.last}")
        self.last = rad
        self.missing.discard(rad)
        if (self.sheet.namn, rad) in self.check.drawn_rows:
            self.check.drawn[self.sheet.namn].update(cells(row, self.check.texts))
        grids = [grid for grid in self.grids if rad in grid.rows]
        if len(grids) == 1 and rad not in self.planned and plain_row(row, self.check.texts) == grids[0].row(rad):
            self.check.cells += len(grids[0].letters)
            return
        planned = dict(self.planned.get(rad, {}))
        for grid in grids:
            planned |= {place: (None, value) for place, value in zip(*grid.row(rad), strict=True)}
        self._one_by_one(row, planned)

    def finish(self) -> None:
        """Tell the rows that were never found."""
        self.check.faults += [f"{self.sheet.namn}: row {rad} is missing" for rad in sorted(self.missing)]

    def _one_by_one(self, row: etree._Element, planned: dict[str, Found]) -> None:
        read = list(cells(row, self.check.texts))
        found = dict(read)
        order = [(len(place), place) for place, _ in read]
        if len(found) != len(read) or order != sorted(order):
            self.check.faults.append(f"{self.sheet.namn}: the cells of row {self.last} are not in order, once each")
        for place in sorted(found.keys() | planned.keys()):
            if found.get(place) != planned.get(place):
                fact = f"planned {planned.get(place)}, found {found.get(place)}"
                self.check.faults.append(f"{self.sheet.namn}!{place}: {fact}")
        self.check.cells += len(planned)


class _GridColumns:
    """A grid with the letters of its columns worked out."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rows = range(grid.rad, grid.sista_rad + 1)
        self.letters = [column_letters(kolumn) for kolumn in range(grid.kolumn, grid.sista_kolumn + 1)]

    def row(self, rad: int) -> tuple[list[str], list[object]]:
        """Return the addresses and values of one row."""
        return [f"{letters}{rad}" for letters in self.letters], list(self.grid.rader[rad - self.grid.rad])


def _range(fran: tuple[int, int], till: tuple[int, int]) -> str:
    return address(*fran) if fran == till else f"{address(*fran)}:{address(*till)}"
