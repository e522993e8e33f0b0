"""The styles of the workbook: how many decimals each shows, and those that would hide what a cell holds."""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from oj_workbook.audit.parts import Parts
from oj_workbook.audit.vocabulary import MAIN
from oj_workbook.problems import Problems

NS = {"m": MAIN}
STYLES = "xl/styles.xml"
#: The number formats of ours: digits, perhaps with a sign before and a unit without digits after, for every section.
_SECTION = r'(?:\+|"−"|"n = ")?(?:General|0|#,##0)(?:(?<=0)\.(0+))?(?:" [^"\d]{1,30}")?'
NUMBER_FORMAT = re.compile(f"{_SECTION}(?:;{_SECTION}){{0,2}}")
GENERAL = "General"
BUILTIN = {0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"}
#: Text with less contrast to its background than this, or smaller, is not meant to be read.
LEAST_CONTRAST, LEAST_SIZE = 2.0, 6.0
WHITE, BLACK = "00FFFFFF", "00000000"
_FORMAT = "använd ett talformat som visar talet med alla decimaler som lagras; tecken som X ska vara text."
_SEEN = "låt allt som står i filen synas, eller ta bort det."


@dataclass(frozen=True)
class Styles:
    """The styles by the number that cells write."""

    root: etree._Element

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """Return the number format of every style, "" for one that is not known."""
        return tuple(self.codes.get(str(xf.get("numFmtId", "0")), "") for xf in self.xfs)

    @cached_property
    def codes(self) -> dict[str, str]:
        """Return the number formats that styles may name by a number: a few of those built in, and the file's own."""
        own = {str(one.get("numFmtId")): str(one.get("formatCode")) for one in self.root.iterfind(".//m:numFmt", NS)}
        return {str(number): code for number, code in BUILTIN.items()} | own

    @cached_property
    def xfs(self) -> tuple[etree._Element, ...]:
        """Return the styles of cells."""
        return tuple(self.root.iterfind("m:cellXfs/m:xf", NS))

    @cached_property
    def decimals(self) -> tuple[int | None, ...]:
        """Return how many decimals each style shows; None where a number is shown as it is stored."""
        return tuple(decimals_of(code) for code in self.formats)

    @property
    def most_decimals(self) -> int:
        """Return the most decimals that any style shows."""
        return max((one for one in self.decimals if one is not None), default=0)


def decimals_of(code: str) -> int | None:
    """Return how many decimals a number format shows at the least, None when it shows a number as it is stored."""
    if GENERAL in code:
        return None
    return min(len(section.partition(".")[2].rstrip().split('"')[0]) for section in code.split(";"))


def read_styles(parts: Parts, problems: Problems) -> Styles | None:
    """Return the styles, and tell those that hide a number, a text, or the formula of a cell."""
    root = parts.trees.get(STYLES)
    if root is None:
        problems.add(parts.place(STYLES), "trasig-arbetsbok", "arbetsboken har inga utseenden.", _SEEN)
        return None
    place, styles = parts.place(STYLES), Styles(root)
    named = {styles.codes.get(str(xf.get("numFmtId", "0")), "") for xf in root.iterfind(".//m:xf", NS)}
    codes = named | {str(one.get("formatCode")) for one in root.iterfind(".//m:numFmt", NS)}
    for code in sorted(codes):
        if not NUMBER_FORMAT.fullmatch(code) or len({decimals_of(one) for one in code.split(";")}) > 1:
            fact = "ett talformat visar något annat än talet, döljer det, eller är okänt."
            problems.add(place, "dolt-innehåll", fact, _FORMAT)
    fonts, fills = root.findall("m:fonts/m:font", NS), root.findall("m:fills/m:fill", NS)
    looks = [(xf.get("fontId"), xf.get("fillId")) for xf in styles.xfs]
    for font, fill in dict.fromkeys(looks):
        one = _numbered(fonts, font)
        if one is not None and not _readable(one, _background(_numbered(fills, fill), "fgColor")):
            problems.add(place, "dolt-innehåll", "ett utseende har text som knappt syns mot sin bakgrund.", _SEEN)
    for dxf in root.iterfind("m:dxfs/m:dxf", NS):
        one = dxf.find("m:font", NS)
        if one is not None and not _readable(one, _background(dxf.find("m:fill", NS), "bgColor")):
            problems.add(place, "dolt-innehåll", "en villkorlig formatering har text som knappt syns.", _SEEN)
    if any(one.get("hidden") in {"1", "true"} for one in root.iterfind(".//m:protection", NS)):
        problems.add(place, "dolt-innehåll", "ett utseende döljer cellers formler.", _SEEN)
    return styles


def _numbered(elements: list[etree._Element], number: str | None) -> etree._Element | None:
    at = int(number) if number and number.isdigit() else -1
    return elements[at] if 0 <= at < len(elements) else None


def _background(fill: etree._Element | None, which: str) -> str:
    colour = None if fill is None else fill.find(f"m:patternFill/m:{which}", NS)
    return WHITE if colour is None else str(colour.get("rgb", WHITE))


def _readable(font: etree._Element, background: str) -> bool:
    colour, size = font.find("m:color", NS), font.find("m:sz", NS)
    front = BLACK if colour is None else str(colour.get("rgb", BLACK))
    light, dark = sorted((_luminance(front), _luminance(background)), reverse=True)
    tall = size is None or float(str(size.get("val", "10"))) >= LEAST_SIZE
    return tall and (light + 0.05) / (dark + 0.05) >= LEAST_CONTRAST


def _luminance(rgb: str) -> float:
    """Return how light a colour is, as WCAG counts."""
    if not re.fullmatch(r"[0-9A-Fa-f]{8}", rgb):
        return 1.0
    parts = (int(rgb[at : at + 2], 16) / 255 for at in (2, 4, 6))
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
