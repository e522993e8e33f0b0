"""A date in a delivered cell -> the month it is in, or what stood there before Excel took it for a date."""

import re
from datetime import date

LAST_DAY = 31
MANAD = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)
#: A date as a spreadsheet saves it, with or without midnight.
_DATUM = re.compile(r"((19|20)\d\d-\d\d-\d\d)([ T]00:00(:00)?)?", re.ASCII)
_MANADER = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_PA_ENGELSKA = {"may": "maj", "oct": "okt"}
#: How Excel shows 8-14, and saves it in a csv.
_DAG = re.compile(r"(\d\d?)-([a-z]{3})|([a-z]{3})-(\d\d?)", re.ASCII | re.IGNORECASE)
#: 8/14/2025, and 14.8.2025: the larger is the day, where that can be told.
_MED_AR = re.compile(r"(\d\d?)[/.](\d\d?)[/.]((19|20)?\d\d)", re.ASCII)


def month(cell: str) -> str | None:
    """Return the month, as 2025-08, of a cell that holds one or a whole date; None for anything else."""
    if MANAD.fullmatch(cell):
        return cell
    return f"{found:%Y-%m}" if (found := _date(cell)) else None


def before_excel(cell: str) -> str | None:
    """Return what was typed, such as 8-14, in a cell that has become a date; None for a cell that is no date."""
    if found := _date(cell):
        return f"{found.month}-{found.day}"
    if shown := _DAG.fullmatch(cell):
        day, name = shown[1] or shown[4], (shown[2] or shown[3]).casefold()
        name = _PA_ENGELSKA.get(name, name)
        return f"{_MANADER.index(name) + 1}-{int(day)}" if name in _MANADER else None
    if shown := _MED_AR.fullmatch(cell):
        low, high = sorted((int(shown[1]), int(shown[2])))
        return f"{low}-{high}" if 1 <= low <= len(_MANADER) and high <= LAST_DAY else None
    return None


def _date(cell: str) -> date | None:
    found = _DATUM.fullmatch(cell)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
