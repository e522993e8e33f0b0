"""How a sheet falls on A4 pages: the scale at which it fits across, and the rows before which a page must end.

Office programs heed page breaks only with a fixed scale, so both are counted here.
"""

from oj_workbook.layout.plan import SheetPlan

#: What A4 holds at 100 % between the margins: pixels across (a column of width w takes 7 w + 5), points down.  A
#: little less than there is, since office programs differ by some percent in how wide a column is.
STANDING = (640, 735)
LYING = (975, 490)
ROW_HEIGHT = 15


def across(sheet: SheetPlan, first: int, last: int) -> float:
    """Return how many pixels a range of columns takes."""
    return sum(7 * sheet.bredder[kolumn] + 5 for kolumn in range(first, last + 1))


def down(sheet: SheetPlan, first: int, last: int) -> float:
    """Return how many points a range of rows takes."""
    return sum(sheet.hojder.get(rad, ROW_HEIGHT) for rad in range(first, last + 1))


def percent(share: float) -> int:
    """Return a scale in whole percent, never above 100."""
    return int(100 * min(1, share))


def row_breaks(sheet: SheetPlan, starts: list[int], last: int, title: float, page: float) -> tuple[int, ...]:
    """Return the rows after which a page ends, so that no block, from one start to the next, is split.

    `title` is the height that every page gives to repeated rows, `page` what it holds, both at the sheet's scale.
    A block taller than a page is left to be split.
    """
    breaks: list[int] = []
    begun = 1
    for start, end in zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True):
        if start > begun and down(sheet, begun, end) + (title if breaks else 0) > page:
            breaks.append(start - 1)
            begun = start
    return tuple(breaks)
