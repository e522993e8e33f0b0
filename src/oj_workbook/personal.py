"""A text -> what in it seems to be about one person: a personal number, an e-mail address or a telephone number.

What is found is never repeated.  Numbers of organisations, codes of kommuner, dates and amounts are none of these.
"""

import re
from collections.abc import Iterable

#: Year, month and day of birth, and four figures; the day of a samordningsnummer is 60 more.  An organisation's number
#: has no month there.
_PERSONNUMMER = re.compile(
    r"(?<![\w-])(?<!\d[.,])((?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[012]\d|3[01]|[678]\d|9[01]))"
    r" ?([-+‐‑–−]?) ?(\d{4})(?![\w-])(?![.,]\d)",
    re.ASCII,
)
_EPOST = re.compile(r"[\w.+-]+ ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)*\.[A-Za-zÅÄÖåäö]{2,}")
_LAND = r"(?:(?:\+|\b00)46[ -]?(?:\(0\) ?)?|(?<![\w,.-])0)"
#: Five figures or more, of which no year stands last.
_EFTER_RIKTNUMRET = r"(?=\d(?: ?\d){4})[1-9]\d{1,2}(?! (?:19|20)\d\d(?!\d))(?: ?\d{2,3}){1,2}(?<= \d\d)"
#: Mobile numbers however they are written, and others as they are written in groups: 036-10 50 00, 08-123 456 78.
_TELEFON = re.compile(
    _LAND + r"(?:7[02369](?:[ -]?\d){7}|(?:8|[1-9]\d{1,2}) ?[-–/] ?" + _EFTER_RIKTNUMRET + r")(?![\w-])", re.ASCII
)
#: What there may be one of, and where it is worth a closer look: most files have neither @ nor so long a number.
_MAYBE = re.compile(r"@|[(\[]at[)\]]|\d{5}|\d[ /–-]\d")


def particulars(cells: Iterable[str], *, numbers: bool) -> dict[str, str]:
    """Return what each cell of a column seems to have that is about a person, for those that do.

    `numbers` tells that the column is one of amounts, where figures alone are nobody's.
    """
    cells = tuple(cells)
    if not _MAYBE.search("\n".join(cells)):
        return {}
    distinct = [cell for cell in dict.fromkeys(cells) if _MAYBE.search(cell)]
    alike = not numbers and not any(_other_number(cell) for cell in distinct)
    return {cell: found for cell in distinct if (found := _found(cell, numbers=numbers, alike=alike))}


def _found(cell: str, *, numbers: bool, alike: bool) -> str | None:
    alone = cell.isdecimal()
    if not (numbers and alone):
        for born, sign, last in _PERSONNUMMER.findall(cell):
            if sign or not alone or alike or _checks(born[-6:] + last):
                return "ett personnummer"
        if _TELEFON.search(cell):
            return "ett telefonnummer"
    return "en e-postadress" if _EPOST.search(cell) else None


def _other_number(cell: str) -> bool:
    """Tell whether a cell is a number as long as a personal number, and cannot be one: the column has other ids."""
    return cell.isdecimal() and len(cell) in (10, 12) and not _PERSONNUMMER.fullmatch(cell)


def _checks(figures: str) -> bool:
    """Tell whether the last of ten figures is the check digit of the others."""
    doubled = (int(figure) * (2 - place % 2) for place, figure in enumerate(figures))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
