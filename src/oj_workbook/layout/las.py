"""A page of templates/sidor/ -> a sheet to read, with generated tables where the page asks for them."""

from collections.abc import Iterator

from oj_workbook.layout.content import Content, Row, height
from oj_workbook.layout.plan import SheetPlan
from oj_workbook.layout.sidor import rows
from oj_workbook.templates import Bladmall

ETIKETT, TEXT = 1, 2
BREDDER: dict[int, float] = {ETIKETT: 36, TEXT: 104}


def plan_las(mall: Bladmall, content: Content) -> SheetPlan:
    """Lay out one page: labels to the left, text to the right."""
    sheet = SheetPlan(mall.namn, bredder=dict(BREDDER), flik=mall.flik)
    for rad, (utseende, etikett, text) in enumerate(_beside(rows(content.templates.sidor[mall.sida], content)), 1):
        label = "etikett" if utseende == "text" else utseende
        if etikett:
            sheet.put(rad, ETIKETT, etikett, label)
        if text:
            sheet.put(rad, TEXT, text, "text" if utseende == "sidrubrik" else utseende)
        tall = height((etikett, BREDDER[ETIKETT] - 3), (text, BREDDER[TEXT]))
        sheet.hojder[rad] = 34 if utseende == "rubrik" else tall + (8 if utseende == "sidrubrik" else 2)
    return sheet


def _beside(rows: Iterator[Row]) -> Iterator[Row]:
    """Put a heading on the same row as the paragraph below it; before a table it keeps a row of its own."""
    heading = ""
    for utseende, etikett, text in rows:
        if utseende == "sidrubrik":
            heading = etikett
            yield "text", "", ""  # air above
            continue
        if heading and not etikett:
            yield "sidrubrik", heading, text
        else:
            if heading:
                yield "sidrubrik", heading, ""
            yield utseende, etikett, text
        heading = ""
