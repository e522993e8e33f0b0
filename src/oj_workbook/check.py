"""The finished .xlsx, reopened, against the plan: every cell, formula, stored value and name, and nothing else.

Read with another library than the one that wrote it, so that one fault cannot hide in both.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from oj_workbook.layout.plan import Formula, SheetPlan, Value, WorkbookPlan, address

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_ROW = f"{{{NS['m']}}}row"

#: A cell as it lies in the file: its formula, if any, and the value beside it.
Found = tuple[str | None, Value]


class FaultyWorkbookError(Exception):
    """The file does not hold what was planned: a fault of ours.  Nothing is published."""


def check_workbook(data: bytes, plan: WorkbookPlan) -> int:
    """Return the number of cells found as planned; raise FaultyWorkbookError with every difference."""
    faults: list[str] = []
    cells = 0
    with ZipFile(BytesIO(data)) as archive:
        book = etree.fromstring(archive.read("xl/workbook.xml"))
        sheets = [sheet.get("name") for sheet in book.iterfind("m:sheets/m:sheet", NS)]
        if sheets != [sheet.namn for sheet in plan.blad]:
            faults.append(f"sheets are {sheets}")
        names = {name.get("name"): name.text for name in book.iterfind("m:definedNames/m:definedName", NS)}
        faults += [f"name {name} is {names.get(name)}" for name, ref in plan.namn.items() if names.get(name) != ref]
        for number, sheet in enumerate(plan.blad, 1):
            found = dict(_cells(archive.read(f"xl/worksheets/sheet{number}.xml")))
            expected = dict(_planned(sheet, plan))
            cells += len(expected)
            for place in sorted(found.keys() | expected.keys()):
                if not _same(found.get(place), expected.get(place)):
                    faults.append(f"{sheet.namn}!{place}: planned {expected.get(place)}, found {found.get(place)}")
    if faults:
        raise FaultyWorkbookError("\n".join(faults[:100]))
    return cells


def _same(found: Found | None, expected: Found | None) -> bool:
    """Tell whether two cells are the same in formula, type and value: 0 is not "", and 1.0 is 1."""
    if found is None or expected is None:
        return found is expected
    return found == expected and isinstance(found[1], str) == isinstance(expected[1], str)


def _planned(sheet: SheetPlan, plan: WorkbookPlan) -> Iterator[tuple[str, Found]]:
    for cell in sheet.cells:
        place = address(cell.rad, cell.kolumn)
        if isinstance(cell.content, Formula):
            yield place, (cell.content.text, cell.content.shows(plan.forvald))
        elif cell.content != "":
            yield place, (None, cell.content)


def _cells(xml: bytes) -> Iterator[tuple[str, Found]]:
    """Yield every cell of a sheet that has content; cells that only have a look are passed over."""
    for _, row in etree.iterparse(BytesIO(xml), tag=_ROW):
        for cell in row:
            formula, value, inline = (cell.find(f"m:{tag}", NS) for tag in ("f", "v", "is"))
            if inline is not None:
                yield str(cell.get("r")), (None, "".join(str(part) for part in inline.itertext()))
            elif value is not None:
                text = value.text or ""
                number_or_text: Value = text if cell.get("t") == "str" else float(text)
                yield str(cell.get("r")), (formula.text if formula is not None else None, number_or_text)
        row.clear()
