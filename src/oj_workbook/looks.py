"""Tema -> the styles of the file: one per look and number format, and one per look of a rule, made when first used."""

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from oj_workbook.tema import Regellook, Tema, Utseende

KANT = "B8C7CC"
KANT_BROTT = "1D3C4A"


class Looks:
    """The styles of one workbook."""

    def __init__(self, book: Workbook, tema: Tema) -> None:
        self.book, self.tema = book, tema
        self._names: dict[tuple[str, str], str] = {}
        self._ids: dict[tuple[str, str, bool], int] = {}
        self._rules: dict[str, DifferentialStyle] = {}

    def id(self, utseende: str, talformat: str, *, quoted: bool = False) -> int:
        """Return the number by which a cell names its style; `quoted` for a text that looks like a formula."""
        key = (utseende, talformat, quoted)
        if key not in self._ids:
            cell = Cell(self.book.worksheets[0], 1, 1)  # outside the sheet: only lends its style
            cell.style = self._name(utseende, talformat)
            if quoted:
                cell.quotePrefix = True
            self._ids[key] = cell.style_id
        return self._ids[key]

    def rule(self, utseende: str) -> DifferentialStyle:
        """Return what changes in a cell while a rule is true."""
        if utseende not in self._rules:
            self._rules[utseende] = _differential(self.tema.regler[utseende])
        return self._rules[utseende]

    def _name(self, utseende: str, talformat: str) -> str:
        key = (utseende, talformat)
        if key not in self._names:
            self._names[key] = f"oj {utseende}" if talformat == "General" else f"oj {utseende} {len(self._names)}"
            self.book.add_named_style(_style(self._names[key], self.tema.utseenden[utseende], self.tema, talformat))
        return self._names[key]


def _style(name: str, look: Utseende, tema: Tema, talformat: str) -> NamedStyle:
    side = Side(style="thin", color=KANT)
    border = {
        "ingen": Border(),
        "under": Border(bottom=side),
        "runt": Border(side, side, side, side),
        "vänster": Border(left=Side(style="medium", color=KANT_BROTT), bottom=side),
    }[look.kant]
    fill = PatternFill("solid", fgColor=look.fyllning) if look.fyllning else PatternFill()
    return NamedStyle(
        name=name,
        font=Font(
            name=tema.typsnitt,
            sz=look.storlek,
            b=look.fet,
            i=look.kursiv,
            u="single" if look.understruken else None,
            color=look.textfarg,
        ),
        fill=fill,
        border=border,
        alignment=Alignment(
            horizontal=look.justering, vertical=look.hojdled, wrap_text=look.radbrytning, indent=look.indrag
        ),
        number_format=talformat,
        protection=Protection(locked=not look.oppen),
    )


def _differential(look: Regellook) -> DifferentialStyle:
    """Return only what the look changes: all else in the cell stays."""
    font = Font(b=True if look.fet else None, color=look.textfarg or None)
    below = Border(left=None, right=None, top=None, bottom=Side(style="thin", color=KANT), diagonal=None)
    return DifferentialStyle(
        font=font if look.fet or look.textfarg else None,
        fill=PatternFill("solid", bgColor=look.fyllning) if look.fyllning else None,
        border=below if look.kant == "under" else None,
    )
