"""The bytes of a delivered text file -> its text, or which encoding it seems to be saved in."""

import re
from pathlib import Path

from oj_workbook.problems import Place, Problems, relative, visible

UTF_8 = "utf-8"
LATIN_1 = "latin-1"
CP1252 = "cp1252"
#: How a zip file begins, which an .xlsx is, and the files of older Excel.
ZIP, OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UNICODE_TEXT = "filen är troligen sparad som UTF-16 (”Unicode-text”)."
_LINE_END = re.compile(rb"\r\n|\r|\n")
_TEXT_LINE_END = re.compile(r"\r\n|\r|\n")
#: Control characters that nobody types: in a file said to be Latin-1 they are the dashes and quotation marks of cp1252.
_C1 = re.compile(rb"[\x80-\x9f]")


def read_bytes(path: Path, root: Path, asked_by: Place, problems: Problems) -> bytes | None:
    """Return what a file holds; None when it is not there, and `problems` says so where somebody asked for it."""
    try:
        return path.read_bytes()
    except OSError:
        fact = f"filen {visible(relative(path, root))} finns inte eller kan inte läsas."
        problems.add(asked_by, "fil-saknas", fact, "kontrollera filnamnet, eller lägg filen på plats.")
        return None


def decoded(raw: bytes, fil: str, teckenkodning: str | None, problems: Problems) -> str | None:
    """Return the text; None when it is saved otherwise than `teckenkodning` says, and `problems` says how.

    Where no encoding can be declared it is None, and UTF-8.
    """
    if raw.startswith((ZIP, OLE2)):
        rename = "döp filen till .xlsx, eller " if teckenkodning else ""
        problems.add(Place(fil), "fel-filslag", "filen är en Excelfil, inte csv.", f"{rename}spara den som csv.")
        return None
    if raw.startswith(_UTF_16) or raw.count(0) > len(raw) // 4:
        fact = f"byte {0 if raw.startswith(_UTF_16) else raw.index(0)} är inte UTF-8; {UNICODE_TEXT}"
        problems.add(Place(fil, 1), "fel-teckenkodning", fact, "spara om filen som UTF-8.")
        return None
    fault = _not_utf_8(raw, teckenkodning) if teckenkodning in (None, UTF_8) else _not_as_said(raw, str(teckenkodning))
    if fault is None:
        return raw.decode("utf-8-sig" if teckenkodning in (None, UTF_8) else str(teckenkodning))
    at, fact, remedy = fault
    rad = len(_LINE_END.findall(raw, 0, at)) + 1
    problems.add(Place(fil, rad), "fel-teckenkodning", fact, remedy)
    return None


def refuse_signs(text: str, fil: str, signs: re.Pattern[str], problems: Problems) -> bool:
    """Tell every row that has a sign which no text has; True when there is one."""
    rows = {_row(text, found.start()): found[0] for found in reversed(list(signs.finditer(text)))}
    for rad, sign in rows.items():
        problems.add(Place(fil, rad), "otillåtet-tecken", f"raden har tecknet {visible(sign)}.", "ta bort tecknet.")
    return bool(rows)


def _row(text: str, at: int) -> int:
    """Return the row that an editor shows for a place in a text."""
    return len(_TEXT_LINE_END.findall(text, 0, at)) + 1


#: The byte where a file cannot be what it is taken for, the fact and the remedy.
Fault = tuple[int, str, str]


def _not_utf_8(raw: bytes, teckenkodning: str | None) -> Fault | None:
    try:
        raw.decode(UTF_8)
    except UnicodeDecodeError as error:
        at, save = error.start, "spara om filen som UTF-8"
    else:
        return None
    if not raw[:at].isascii():
        fact = f"byte {at} är inte UTF-8 (troligen cp1252), men raderna före är det: två filer i en?"
        return at, fact, f"{save}, rakt igenom."
    guess = CP1252 if _C1.search(raw) else LATIN_1
    known = "cp1252" if guess == CP1252 else "latin-1 eller cp1252"
    declare = f", eller skriv ”teckenkodning: {guess}” på leveransen i kallor.yaml" if teckenkodning else ""
    return at, f"byte {at} är inte UTF-8; filen är troligen sparad som {known}.", f"{save}{declare}."


def _not_as_said(raw: bytes, teckenkodning: str) -> Fault | None:
    """Return the first line that is UTF-8 all the same, or holds what the encoding has no letter for."""
    at = 0
    for line in raw.splitlines(keepends=True) if not raw.isascii() else ():
        if not line.isascii() and _is_utf_8(line):
            fact = f"raden är UTF-8, men leveransen säger ”teckenkodning: {teckenkodning}”."
            return at, fact, "ta bort ”teckenkodning”. Är bara en del av filen UTF-8: spara om filen, rakt igenom."
        at += len(line)
    if teckenkodning == LATIN_1:
        if found := _C1.search(raw):
            sign = f"U+{found[0][0]:04X}, ett av C1-styrtecknen U+0080–U+009F"
            fact = f"byte {found.start()} är {sign}, i latin-1; filen är troligen cp1252."
            return found.start(), fact, "skriv ”teckenkodning: cp1252” på leveransen, eller spara om filen som UTF-8."
        return None
    try:
        raw.decode(teckenkodning)
    except UnicodeDecodeError as error:
        return error.start, f"byte {error.start} finns inte i {teckenkodning}.", "spara om filen som UTF-8."
    return None


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True
