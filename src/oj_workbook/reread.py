"""The parts of an .xlsx -> plain values to compare, and nothing about what they ought to be.

Read with another library than the one that wrote the file, so that one fault cannot hide in both.  A sheet is read
row by row, since the largest one holds some hundred thousand values.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

OFFICE = "http://schemas.openxmlformats.org/"
NS = {
    "m": OFFICE + "spreadsheetml/2006/main",
    "r": OFFICE + "officeDocument/2006/relationships",
    "p": OFFICE + "package/2006/relationships",
    "x": OFFICE + "drawingml/2006/spreadsheetDrawing",
    "a": OFFICE + "drawingml/2006/main",
    "c": OFFICE + "drawingml/2006/chart",
    "cp": OFFICE + "package/2006/metadata/core-properties",
}
WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")
ID = f"{{{NS['r']}}}id"
ROW, CELL, FORMULA, VALUE, OWN_TEXT = (f"{{{NS['m']}}}{tag}" for tag in ("row", "c", "f", "v", "is"))
SHARED_STRINGS = "xl/sharedStrings.xml"
#: Whether every cell of a row holds one value and nothing else: no formula, no text of its own.
_is_plain = etree.XPath("count(m:c/m:v[1]) = count(*) and count(*/*) = count(*)", namespaces=NS)

#: The texts of the workbook by the number that cells write.
Texts = dict[str, str]
#: The formula of a cell and the value beside it; what no plan can hold, such as a truth value, is a tuple.
Found = tuple[object, object]


@dataclass(frozen=True)
class FoundSeries:
    """One line of a chart, with the numbers stored beside its references."""

    namn: str
    ref_x: str
    x: tuple[object, ...]
    ref_y: str
    y: tuple[object, ...]
    farg: str
    streckad: bool


@dataclass(frozen=True)
class FoundChart:
    """A chart: the row and column of its corner, its words, its x axis, its lines, and those not in the legend."""

    place: tuple[int, int]
    alt: str
    axis: tuple[object, object]
    series: tuple[FoundSeries, ...]
    unnamed: tuple[int, ...]


def unescaped(text: str) -> str:
    """Return a text as a spreadsheet reads it: with _x005F_ for _ where it could be taken for something else."""
    return WRITTEN.sub(lambda sign: chr(int(sign[1], 16)), text) if "_x" in text else text


def part(archive: ZipFile, name: str) -> etree._Element:
    """Return a small part of the file as a tree."""
    return etree.fromstring(archive.read(name))


def targets(archive: ZipFile, name: str) -> dict[str, str]:
    """Return the parts that a part leads to, by the id it calls them."""
    folder = dirname(name)
    relations = part(archive, join(folder, "_rels", basename(name) + ".rels"))
    return {
        str(one.get("Id")): normpath(join("/", folder, str(one.get("Target"))))[1:]
        for one in relations.iterfind("p:Relationship", NS)
    }


def texts(archive: ZipFile) -> Texts:
    """Return every shared text."""
    if SHARED_STRINGS not in archive.namelist():
        return {}
    found = part(archive, SHARED_STRINGS).iterfind("m:si", NS)
    return {str(number): unescaped("".join(map(str, text.itertext()))) for number, text in enumerate(found)}


def plain_row(row: etree._Element, shared: Texts) -> tuple[list[str], list[object]] | None:
    """Return the addresses and values of a row with only texts and numbers; None when it holds anything else."""
    if not _is_plain(row):
        return None
    cells = list(row)
    written = [cell[0].text or "" for cell in cells]
    kinds = [cell.get("t") for cell in cells]
    if not {"s", "n", None}.issuperset(kinds):
        return None
    try:
        values: list[object] = [
            shared.get(text) if kind == "s" else float(text) for kind, text in zip(kinds, written, strict=True)
        ]
    except ValueError:
        return None
    return [cell.get("r", "") for cell in cells], values


def cells(row: etree._Element, shared: Texts) -> Iterator[tuple[str, Found]]:
    """Yield every cell of a row that has content; cells that only have a look are passed over."""
    for cell in row:
        if cell.tag != CELL:
            yield str(cell.get("r")), ((cell.tag,), None)
        elif len(cell):
            yield str(cell.get("r")), _content(cell, shared)


def _content(cell: etree._Element, shared: Texts) -> Found:
    if cell.get("t") == "inlineStr" and [child.tag for child in cell] == [OWN_TEXT]:
        return None, unescaped("".join(map(str, cell[0].itertext())))
    formulas, values = cell.findall(FORMULA), cell.findall(VALUE)
    if len(formulas) > 1 or len(values) != 1 or len(cell) != len(formulas) + 1:
        return ("not a formula and a value",), tuple(str(child.tag) for child in cell)
    formula: object = None
    for one in formulas:
        formula = (one.text, *one.items()) if one.attrib else one.text
    return formula, _value(cell.get("t", "n"), values[0].text or "", shared)


def _value(kind: str, text: str, shared: Texts) -> object:
    if kind == "str":
        return unescaped(text)
    if kind == "s":
        return shared.get(text)
    return _number(text) if kind == "n" else (kind, text)


def _number(text: str | None) -> object:
    try:
        return float(text or "")
    except ValueError:
        return "not a number", text


def charts(archive: ZipFile, drawing: str) -> list[FoundChart]:
    """Return the charts of a drawing."""
    leads_to = targets(archive, drawing)
    found = []
    for anchor in part(archive, drawing):
        reference = anchor.find(".//c:chart", NS)
        chart = part(archive, leads_to[str(reference.get(ID))]) if reference is not None else etree.Element("none")
        axis = chart.find(".//c:valAx/c:scaling", NS)
        place = [anchor.findtext(f"x:from/x:{one}", "-1", NS) for one in ("row", "col")]
        found.append(
            FoundChart(
                place=(int(place[0]) + 1, int(place[1]) + 1),
                alt=_attribute(anchor, "x:graphicFrame/x:nvGraphicFramePr/x:cNvPr", "descr"),
                axis=(_number(_attribute(axis, "c:min")), _number(_attribute(axis, "c:max"))),
                series=tuple(_series(one) for one in chart.iterfind(".//c:ser", NS)),
                unnamed=tuple(
                    int(_attribute(entry, "c:idx"))
                    for entry in chart.iterfind(".//c:legendEntry", NS)
                    if _attribute(entry, "c:delete") in {"1", "true"}
                ),
            )
        )
    return found


def _series(one: etree._Element) -> FoundSeries:
    x, y = (one.find(f"c:{tag}/c:numRef", NS) for tag in ("xVal", "yVal"))
    return FoundSeries(
        namn=unescaped(one.findtext("c:tx/c:v", "", NS)),
        ref_x="" if x is None else x.findtext("c:f", "", NS),
        x=_cache(x),
        ref_y="" if y is None else y.findtext("c:f", "", NS),
        y=_cache(y),
        farg=_attribute(one, "c:spPr/a:ln/a:solidFill/a:srgbClr"),
        streckad=_attribute(one, "c:spPr/a:ln/a:prstDash") == "dash",
    )


def _cache(reference: etree._Element | None) -> tuple[object, ...]:
    """Return the stored numbers, in the order their places say; a missing place is None."""
    if reference is None:
        return ()
    points = {
        point.get("idx"): _number(point.findtext("c:v", "", NS)) for point in reference.iterfind("c:numCache/c:pt", NS)
    }
    count = int(_attribute(reference, "c:numCache/c:ptCount") or 0)
    return tuple(points.get(str(place)) for place in range(max(count, len(points))))


def _attribute(element: etree._Element | None, path: str, name: str = "val") -> str:
    found = None if element is None else element.find(path, NS)
    return "" if found is None else str(found.get(name, ""))
