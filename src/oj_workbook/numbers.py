"""A number as somebody wrote it -> a value, or what is wrong with it."""

import re

from oj_workbook.model import Andel, Antalsslag, Indikator

TAL = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)


def written(varde: float, decimaler: int) -> str:
    """Return a number as a Swedish reader writes it: decimal comma, and a blank between the thousands."""
    return f"{varde:,.{decimaler}f}".replace(",", " ").replace(".", ",")


def is_number(cell: str) -> bool:
    """Tell whether a text is a number with a decimal point, and of a size that a spreadsheet keeps exactly."""
    return TAL.fullmatch(cell) is not None


def published_number(cell: str, indikator: Indikator, ar: int) -> tuple[float, str]:
    """Return a published figure, and what is wrong with it ("" for nothing), to go on after its text."""
    if not is_number(cell):
        return 0.0, "är inte ett tal"
    varde = float(cell) + 0.0  # turns -0 into 0
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
