"""The charts of the workbook against resultat.csv: every point is published, and a hidden figure is a gap."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from oj_workbook.audit.published import Published
from oj_workbook.audit.sheets import Book, Value, named, position
from oj_workbook.audit.valid import C
from oj_workbook.problems import Problems

_HIDE = "det som är undertryckt får varken ritas eller lagras; rätta diagrammet och bygg på nytt."


@dataclass(frozen=True)
class Drawn:
    """The comparison of the charts of one workbook."""

    book: Book
    published: Published
    problems: Problems

    def check(self) -> None:
        """Check that each line of a chart is published figures of one unit, and broken where there is none.

        A hidden figure is a gap, not 0.  What lies outside the axis, or is drawn without line and mark, is 0.
        """
        for part, root in self.book.parts.of_kind("diagram").items():
            scale = root.find(".//c:valAx/c:scaling", C)
            first, last = (_val(scale, f"c:{end}", float("nan")) for end in ("min", "max"))
            lines: dict[str, set[tuple[float, float]]] = defaultdict(set)
            gone = joined = False
            for series in root.iterfind(".//c:ser", C):
                points = list(zip(numbers(series, "xVal"), numbers(series, "yVal"), strict=False))
                shown = [] if _is_unseen(series) else [point for point in points if first <= point[0] <= last]
                gone |= any(varde != 0 for ar, varde in points if (ar, varde) not in shown)
                years = sorted({ar for ar, _ in shown})
                joined |= any(after - before > 1 for before, after in pairwise(years))
                lines[_colour(series)].update(shown)
            known = self._drawable()
            if joined or any(not any(points <= one for one in known) for points in lines.values()):
                fact = "diagrammet ritar en punkt eller en linje där inget tal är publicerat."
                self.problems.add(self.book.parts.place(part), "röjer-undertryckt", fact, _HIDE)
            if gone:
                fact = "diagrammet har lagrat tal som det inte ritar."
                self.problems.add(self.book.parts.place(part), "dolt-innehåll", fact, _HIDE)

    def _drawable(self) -> list[set[tuple[float, float]]]:
        """Return the years and values of the chosen unit, each län and riket, for the chosen indicator."""
        chosen, vald = self._chosen("vald_indikator"), self._chosen("vald_enhet")
        ids = {id_ for id_, namn in self.published.indikatorer.items() if namn == chosen}
        points: dict[str, set[tuple[float, float]]] = defaultdict(set)
        for (enhet, indikator, ar), row in self.published.rader.items():
            drawn = enhet == "riket" or enhet.startswith("lan-") or self.published.enheter[enhet] == vald
            if indikator in ids and row.varde and drawn:
                points[enhet].add((float(ar), float(row.varde)))
        return [set(), *points.values()]

    def _chosen(self, namn: str) -> Value:
        """Return what stands in a picker."""
        blad, _, cell = named(self.book).get(namn, "").rpartition("!")
        sheet, at = self.book.sheet(blad.strip("'")), position(cell)
        return sheet.value(*at) if sheet and at else ""


def numbers(series: etree._Element, axis: str) -> list[float]:
    """Return the numbers stored with a line of a chart."""
    return [float(one.text or "nan") for one in series.iterfind(f"c:{axis}/c:numRef/c:numCache/c:pt/c:v", C)]


def _val(element: etree._Element | None, path: str, otherwise: float) -> float:
    found = None if element is None else element.find(path, C)
    return otherwise if found is None else float(str(found.get("val", "nan")))


def _is_unseen(series: etree._Element) -> bool:
    """Tell whether a line of a chart is drawn without line and marks."""
    symbol = series.find("c:marker/c:symbol", C)
    return series.find("c:spPr/a:ln/a:noFill", C) is not None and symbol is not None and symbol.get("val") == "none"


def _colour(series: etree._Element) -> str:
    found = series.find("c:spPr/a:ln/a:solidFill/a:srgbClr", C)
    return "" if found is None else str(found.get("val"))
