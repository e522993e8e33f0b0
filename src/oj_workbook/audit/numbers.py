"""Every stored number against the decimals its cell shows: what lies beneath the last decimal gives counts away.

41.37930034482759 behind ”41,4” is 12 of 29.  The bytes of a sheet are read as a stream, and each way in which a
number is written with a style is looked at once: a national file has half a million numbers and some thousand ways.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from oj_workbook.audit.parts import CHUNK, Parts
from oj_workbook.audit.styles import Styles
from oj_workbook.audit.vocabulary import NAMESPACES
from oj_workbook.problems import MOST_TOLD, Place, Problems

#: A cell that holds a number, with its address, its style and the number as it is written.
NUMBER = re.compile(rb'<c(?: r="([^"]*)")?(?: s="(\d+)")?(?: t="n")?>(?:<f>[^<]*</f>)?<v(?: [^>]*)?>([^<]*)</v>')
WAYS = re.compile(NUMBER.pattern.replace(b'([^"]*)"', b'[^"]*"', 1))
#: The longest cell: a formula of 8 192 characters, written with references, and its value.
LONGEST = 100_000
CELL = b"<c "
PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.(\d*[1-9]))?")
_ROUND = "lagra talet avrundat till de decimaler som visas, och inget mer."
C = {"c": NAMESPACES["c"]}


@dataclass(frozen=True)
class Precision:
    """How many decimals a number may be stored with, by style; `most` where the style shows what is stored."""

    styles: Styles
    most: int

    def exact(self, style: bytes, written: bytes) -> bool:
        """Tell whether a number is written with no more than its style shows."""
        found = PLAIN.fullmatch(written.decode("latin-1"))
        number = int(style or b"0")
        if found is None or number >= len(self.styles.decimals):
            return False
        shown = self.styles.decimals[number]
        return len(found[1] or "") <= (self.most if shown is None else shown)


def check_precision(parts: Parts, styles: Styles, names: dict[str, str], most: int | None, problems: Problems) -> None:
    """Tell every number in a cell, a stored value of a formula, and a chart that has more decimals than it shows.

    `names` are the names of the sheets by their parts; `most` the most decimals of any published figure, None when
    that is not known.
    """
    precision = Precision(styles, styles.most_decimals if most is None else most)
    for part, blad in names.items():
        if all(precision.exact(style, written) for style, written in _ways(parts.archive, part)):
            continue
        for told, cell in enumerate(_inexact(parts.archive, part, precision)):
            if told == MOST_TOLD:
                break
            fact = "talet är lagrat med fler decimaler än cellen visar, eller skrivet på ett annat sätt."
            problems.add(Place(f"{parts.fil}!{blad}!{cell}"), "för-många-decimaler", fact, _ROUND)
    for part, root in parts.of_kind("diagram").items():
        for one in root.iterfind(".//c:numCache/c:pt/c:v", C):
            found = PLAIN.fullmatch(one.text or "")
            if found is None or len(found[1] or "") > precision.most:
                fact = "diagrammet har lagrat ett tal med fler decimaler än som redovisas."
                problems.add(parts.place(part), "för-många-decimaler", fact, _ROUND)
                break


def _ways(archive: ZipFile, part: str) -> set[tuple[bytes, bytes]]:
    """Return every style and number as written, of all cells of a sheet."""
    found: set[tuple[bytes, bytes]] = set()
    for piece in pieces(archive, part):
        found.update(WAYS.findall(piece))
    return found


def _inexact(archive: ZipFile, part: str, precision: Precision) -> Iterator[str]:
    for piece in pieces(archive, part):
        for cell, style, written in NUMBER.findall(piece):
            if not precision.exact(style, written):
                yield cell.decode("latin-1")


def pieces(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield a sheet piece by piece, no cell in two of them."""
    held = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            held += chunk
            at = held.rfind(CELL)
            if at > 0:
                yield held[:at]
                held = held[at:]
            elif len(held) > LONGEST:
                yield held
                held = b""
    yield held
