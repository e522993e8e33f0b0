"""A date in a delivered cell -> the month it is in, or what stood there before Excel took it for a date."""

import re
from datetime import date

MANAD = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)
_DATUM = re.compile(r"(19|20)\d\d-\d\d-\d\d", re.ASCII)
_MANADER = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
#: How Excel shows 8-14, and saves it in a csv.
_DAG = re.compile(rf"(\d\d?)-({'|'.join(_MANADER)})", re.ASCII)


def month(cell: str) -> str | None:
    """Return the month, as 2025-08, of a cell that holds one or a whole date; None for anything else."""
    if MANAD.fullmatch(cell):
        return cell
    return f"{found:%Y-%m}" if (found := _date(cell)) else None


def before_excel(cell: str) -> str | None:
    """Return what was typed, such as 8-14, in a cell that has become a date; None for a cell that is no date."""
    if found := _date(cell):
        return f"{found.month}-{found.day}"
    shown = _DAG.fullmatch(cell)
    return f"{_MANADER.index(shown[2]) + 1}-{int(shown[1])}" if shown else None


def _date(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if _DATUM.fullmatch(cell) else None
    except ValueError:
        return None
