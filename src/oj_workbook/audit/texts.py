"""What is published -> whether it tells of people, or of the machine it was made on."""

import re
from collections.abc import Mapping
from html import unescape
from zipfile import ZipFile

from oj_workbook.audit.parts import CHUNK
from oj_workbook.problems import Place, Problems

#: Where files lie on somebody's machine, or something that an office program may fetch or start.
PATHS = re.compile(
    rb"(?<![\w/])/(?:home|Users|root|tmp|mnt|var)/\w|(?<!\w)[A-Za-z]:\\\w|(?<!\w)(?:file|smb):/|\\\\\w+\\\w"
)
#: What is in every such path, and quickly looked for.
IN_PATHS = (b"/home/", b"/Users/", b"/root/", b"/tmp/", b"/mnt/", b"/var/", b"\\", b"file:/", b"smb:/")
MAIL = re.compile(rb"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
#: Birth date, perhaps with a century, and four digits; with 60 added to the day for a samordningsnummer.
TEN_DIGITS = re.compile(rb"\d{6}[-+]?\d{4}")
PERSON = re.compile(
    rb"(?<![\w.,+-])(?:19|20)?(\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01]))([-+]?)(\d{4})(?![\w.,]|-\d)"
)
SHEETS = "xl/worksheets/sheet"
_OUT = "ta bort det ur texterna eller leveransen, och bygg på nytt."


def check_texts(archive: ZipFile, beside: Mapping[str, bytes], fil: str, problems: Problems) -> None:
    """Tell paths, e-mail addresses and personal numbers, in any part and in the files beside the workbook."""
    for name in dict.fromkeys(archive.namelist()):
        found: set[str] = set()
        held = b""
        with archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                held += chunk
                if b"<t" in held or b"<f>" in held or not name.startswith(SHEETS):  # numbers alone say no such thing
                    found |= told(held)
                held = held[-200:]
        _tell(f"{fil}!{name}", found, problems)
    for name, data in beside.items():
        _tell(name, told(data), problems)


def _tell(place: str, found: set[str], problems: Problems) -> None:
    for fact in sorted(found):
        problems.add(Place(place), "personlig-uppgift", fact, _OUT)


def told(piece: bytes) -> set[str]:
    """Return what some bytes tell that they should not."""
    if b"&#" in piece:
        piece = unescape(piece.decode("utf-8", "replace")).encode()
    found = set()
    if any(one in piece for one in IN_PATHS) and PATHS.search(piece):
        found.add("där står en sökväg på någons dator.")
    if (b"@" in piece and MAIL.search(piece)) or b"mailto:" in piece:
        found.add("där står en e-postadress.")
    if TEN_DIGITS.search(piece) and any(
        separator or _has_check_digit(day + last) for day, separator, last in PERSON.findall(piece)
    ):
        found.add("där står något som ser ut som ett personnummer.")
    return found


def _has_check_digit(digits: bytes) -> bool:
    """Tell whether the last of ten digits is the one that the others give (Luhn)."""
    doubled = [int(chr(digit)) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0
