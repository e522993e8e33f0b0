"""A number as somebody wrote it -> a value, or what is wrong with it."""

import re

from oj_workbook.kallor import Decimaltecken
from oj_workbook.model import Andel, Antalsslag, Indikator

#: Numbers of a size that a spreadsheet keeps exactly.  With a comma, blanks may stand between thousands.
TAL = {
    "punkt": re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII),
    "komma": re.compile(r"-?(\d{1,12}|\d{1,3}( \d{3}){1,3})(,\d{1,6})?", re.ASCII),
}


def written(varde: float, decimaler: int) -> str:
    """Return a number as a Swedish reader writes it: decimal comma, and a blank between the thousands."""
    return f"{varde:,.{decimaler}f}".replace(",", " ").replace(".", ",")


def read_tal(cell: str, decimaltecken: Decimaltecken) -> float | None:
    """Return the number that a tidied cell says, None when it says none with that decimal sign."""
    if cell.isdecimal() and cell.isascii() and len(cell) <= 12:  # what most counts are
        return float(cell)
    if not TAL[decimaltecken].fullmatch(cell):
        return None
    return float(cell if decimaltecken == "punkt" else cell.replace(" ", "").replace(",", "."))


def read_heltal(cell: str, decimaltecken: Decimaltecken) -> int | None:
    """Return a whole number of at least 0, None when the cell says none."""
    if decimaltecken == "komma" and TAL["komma"].fullmatch(cell):
        cell = cell.replace(" ", "")
    return int(cell) if cell.isdecimal() and cell.isascii() and len(cell) <= 9 else None


def tal_remedy(cell: str, decimaltecken: Decimaltecken, otherwise: str) -> str:
    """Return what to do about a cell that says no number: if all that is wrong is the sign, the key that names it."""
    if decimaltecken == "punkt" and TAL["komma"].fullmatch(cell):
        return (
            "skriv talet med decimalpunkt och utan blanksteg, eller ”decimaltecken: komma” på leveransen i kallor.yaml."
        )
    if decimaltecken == "komma" and TAL["punkt"].fullmatch(cell):
        return "skriv talet med decimalkomma, eller ta bort ”decimaltecken: komma” på leveransen i kallor.yaml."
    return otherwise


def published_number(
    cell: str, indikator: Indikator, ar: int, decimaltecken: Decimaltecken = "punkt"
) -> tuple[float, str]:
    """Return a published figure, and what is wrong with it ("" for nothing), to go on after its text."""
    tal = read_tal(cell, decimaltecken)
    if tal is None:
        return 0.0, "är inte ett tal"
    varde = tal + 0.0  # turns -0 into 0
    decimals = indikator.decimals(ar)
    slag = indikator.slag
    if round(varde, decimals) != varde:
        return varde, f"har fler än {decimals} decimaler"
    if varde < 0 and not (isinstance(slag, Antalsslag) and slag.far_vara_negativ):
        return varde, "är negativt"
    over_100 = isinstance(slag, Andel) and slag.far_overstiga_100
    if indikator.mattenhet.namn == "procent" and varde > 100 and not over_100:
        return varde, "är mer än 100 procent"
    return varde, ""
