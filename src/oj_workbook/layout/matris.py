"""A table with a column per indicator, by kvalitetsområde, one of them per printed page: the head and the widths.

Länet and Kommungrupper share it; they differ in their rows.
"""

from collections.abc import Callable, Iterator, Sequence

from oj_workbook.layout import words
from oj_workbook.layout.content import Content, height
from oj_workbook.layout.paper import LYING, across, down, percent
from oj_workbook.layout.plan import Formula, Print, Regel, SheetPlan, Value, address, quoted
from oj_workbook.model import Indikator

Label = Value | Formula

TECKENRAD, BANDRAD, RUBRIKRAD, LANKRAD, ARRAD, ANDELSRAD = 3, 4, 5, 6, 7, 8
ENHET, AVSER, FORSTA = 1, 2, 3
MINST, MEST, KLASSBREDD = 12.0, 20.0, 10.0
#: A table of ordinary size is put on one page when its rows need not be smaller than this.
SMALLEST = 0.7


def columns(content: Content, *, klasser: bool) -> Iterator[tuple[int, Indikator, bool]]:
    """Yield the number of every column, its indicator, and whether it holds the indicator's quartile classes."""
    kolumn = FORSTA
    for indikatorer in content.kvalitetsomraden().values():
        for indikator in indikatorer:
            for klass in (False, True) if klasser and content.har_klasser(indikator) else (False,):
                yield kolumn, indikator, klass
                kolumn += 1


def put_head(
    sheet: SheetPlan,
    content: Content,
    anchors: dict[str, str],
    labels: dict[str, str],
    year: Callable[[Indikator], Label],
    *,
    klasser: bool,
) -> list[int]:
    """Put bands, headings, links and notes over every column; return the last column of each kvalitetsområde.

    `labels` has the texts of the first columns: enhet, avser, år, andel; `year` gives what stands under år.
    """
    sheet.put(TECKENRAD, ENHET, content.text("länet.tecken"), "ingress")  # in the columns that every page repeats
    sheet.put(RUBRIKRAD, ENHET, labels["enhet"], "kolumnrubrik")
    sheet.put(RUBRIKRAD, AVSER, labels["avser"], "kolumnrubrik")
    sheet.fill(BANDRAD, range(ENHET, FORSTA), "band")
    for rad, said in ((LANKRAD, ""), (ARRAD, labels["år"]), (ANDELSRAD, labels["andel"])):
        sheet.put(rad, ENHET, said, "kolumnnot_vänster")
        sheet.fill(rad, range(AVSER, FORSTA), "kolumnnot")
    area, last = "", []
    for kolumn, indikator, klass in columns(content, klasser=klasser):
        if content.area(indikator) != area:
            area = content.area(indikator)
            sheet.put(BANDRAD, kolumn, area, "band")
            last += [kolumn - 1] if kolumn > FORSTA else []
        else:
            sheet.fill(BANDRAD, range(kolumn, kolumn + 1), "band")
        if klass:
            _class_heading(sheet, kolumn, content)
        else:
            _heading(sheet, kolumn, indikator, content, anchors[indikator.id], year(indikator))
    sheet.hojder[BANDRAD] = 20
    return [*last, kolumn]


def _heading(sheet: SheetPlan, kolumn: int, indikator: Indikator, content: Content, anchor: str, year: "Label") -> None:
    senaste, fore = content.years(indikator)
    answers = [one.svar for one in indikator.slag.svar if any(one.existed(ett) for ett in (senaste, fore))]
    widest = max((len(svar) for svar in answers), default=0)
    word = max(len(part) for part in indikator.kort_namn.replace("-", "- ").split())
    sheet.bredder[kolumn] = min(MEST, max(MINST, widest + 2, word * 1.05 + 2))
    sheet.put(RUBRIKRAD, kolumn, indikator.kort_namn, "kolumnrubrik_smal")
    tall = height((indikator.kort_namn, sheet.bredder[kolumn] - 3), storlek=9)
    sheet.hojder[RUBRIKRAD] = max(sheet.hojder.get(RUBRIKRAD, 0), tall)
    sheet.put(LANKRAD, kolumn, content.text("länet.om_måttet"), "kolumnlänk", lank=anchor, tips=indikator.namn)
    sheet.put(ARRAD, kolumn, year, "kolumnnot")
    andel = words.share(indikator, content)
    sheet.put(ANDELSRAD, kolumn, andel, "kolumnnot")
    sheet.hojder[ANDELSRAD] = max(sheet.hojder.get(ANDELSRAD, 0), height((andel, sheet.bredder[kolumn] - 2), storlek=9))


def _class_heading(sheet: SheetPlan, kolumn: int, content: Content) -> None:
    sheet.bredder[kolumn] = KLASSBREDD
    sheet.put(RUBRIKRAD, kolumn, content.text("klass.rubrik"), "kolumnrubrik_smal")
    for rad in (LANKRAD, ARRAD, ANDELSRAD):
        sheet.put(rad, kolumn, "", "kolumnnot")


def class_rules(sheet: SheetPlan, content: Content, first: int, last: int) -> None:
    """Colour figures and their classes by the class that stands beside them."""
    for kolumn, indikator, klass in columns(content, klasser=True):
        if klass:
            sheet.regler += rules_beside(content, indikator, (first, kolumn - 1), (last, kolumn), kolumn)


def rules_beside(
    content: Content, indikator: Indikator, fran: tuple[int, int], till: tuple[int, int], klasskolumn: int
) -> list[Regel]:
    """Return the rules that colour a range by the class standing in a column of the same row."""
    cell = f"${address(fran[0], klasskolumn)}"
    looks = content.klassutseenden(indikator)
    return [Regel(fran, till, f"{cell}={quoted(said)}", utseende) for said, utseende in looks.items()]


def paper(sheet: SheetPlan, breaks: Sequence[int], last: int) -> Print:
    """Return how the table is printed: one kvalitetsområde a page, and one of ordinary size on one page in height."""
    starts = [FORSTA, *(kolumn + 1 for kolumn in breaks)]
    widest = max(across(sheet, first, end) for first, end in zip(starts, breaks, strict=False))
    by_width = LYING[0] / (across(sheet, ENHET, AVSER) + widest)
    return Print(
        landscape=True,
        title_rows=(TECKENRAD, ANDELSRAD),
        title_columns=AVSER,
        scale=percent(min(by_width, max(LYING[1] / down(sheet, 1, last), SMALLEST))),
        breaks=tuple(breaks[:-1]),
        over=True,
    )


def unless_empty(text: str, namn: Formula, rad: int) -> Formula:
    """Return the text only where the row has a unit: a small län leaves rows over."""
    return Formula(f'IF($A{rad}="","",{quoted(text)})', lambda val: text if namn.shows(val) else "")
