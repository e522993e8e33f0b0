"""What the sheets are made of, and the few questions every sheet asks of it."""

import math
import textwrap
from dataclasses import dataclass

from oj_workbook.edition import Utgava
from oj_workbook.layout.plan import Val, Value
from oj_workbook.model import Figur, Indikator, Mattenhet, Omrade, Status
from oj_workbook.problems import Problem
from oj_workbook.rank import Ranked
from oj_workbook.templates import Bladmall, Templates
from oj_workbook.units import Enheter

#: The mark of a figure that builds on few cases.
SMA_TAL = "*"

#: Swedish text in the theme's typeface runs to about this many letters per unit of column width at 10 points,
#: measured in rendered sheets and taken a little low, so that no line is cut.
LETTERS_PER_WIDTH = 1.14


@dataclass(frozen=True)
class Content:
    """Everything a reader may see.

    `underlag` is the checksum of all inputs, `program` our name and version, `forvald` the choice that the file
    opens with.
    """

    omrade: Omrade
    utgava: Utgava
    enheter: Enheter
    ranked: Ranked
    indikatorer: tuple[Indikator, ...]
    templates: Templates
    varningar: tuple[Problem, ...]
    underlag: str
    program: str
    forvald: Val

    @property
    def blad(self) -> tuple[Bladmall, ...]:
        """Return the sheets of this edition: all but the data sheets whose sources it has nothing from."""
        delivered = {indikator.kalla.id for indikator in self.indikatorer}
        return tuple(mall for mall in self.templates.blad if mall.slag != "data" or delivered & set(mall.kallor))

    def text(self, key: str, **falt: object) -> str:
        """Return a text of templates/texter.yaml."""
        return self.templates.text(key, **falt)

    def figur(self, indikator: Indikator, ar: int, enhet: str) -> Figur:
        """Return one published figure."""
        return self.ranked.figurer[indikator.id, ar, enhet]

    def shown(self, indikator: Indikator, ar: int, enhet: str) -> Value:
        """Return what a cell shows: the number, the answer in words, or the symbol.

        A small number is a text with a mark, 26,3*, so that the mark follows it to every sheet.
        """
        figur = self.figur(indikator, ar, enhet)
        if figur.varde is None:
            return figur.svar or figur.tecken
        if figur.status == Status.SMA_TAL:
            return f"{figur.varde:.{indikator.mattenhet.decimals(ar)}f}{SMA_TAL}".replace(".", ",")
        return figur.varde

    def andring(self, indikator: Indikator, ar: int, enhet: str) -> Value:
        """Return the change to a year from the one before."""
        return self.ranked.andringar[indikator.id, ar, enhet]

    def years(self, indikator: Indikator) -> tuple[int, int]:
        """Return the latest year of an indicator in this edition, and the one before."""
        senaste = indikator.years(self.utgava.ar)[-1]
        return senaste, senaste - 1

    def kvalitetsomraden(self) -> dict[str, list[Indikator]]:
        """Return the indicators shown, by kvalitetsområde, both in order."""
        grouped: dict[str, list[Indikator]] = {}
        for indikator in self.indikatorer:
            grouped.setdefault(indikator.kvalitetsomrade, []).append(indikator)
        return grouped

    def valbara(self) -> list[Val]:
        """Return every choice the picker offers, in its order."""
        return [Val(enhet.namn, enhet.id) for enhet in self.enheter.kommuner.values()]

    def datum(self) -> str:
        """Return the edition's date as a Swedish reader writes it."""
        return self.utgava.datum.isoformat()


def number_format(mattenhet: Mattenhet, ar: int) -> str:
    """Return the number format of a figure with its unit, such as 30,8 %."""
    return f'{_digits(mattenhet, ar)}" {mattenhet.tecken}"'


def plain_format(mattenhet: Mattenhet, ar: int) -> str:
    """Return the number format of a figure without its unit."""
    return _digits(mattenhet, ar)


def change_format(mattenhet: Mattenhet, ar: int) -> str:
    """Return the number format of a change, with its sign and unit; percent change by percentage points."""
    unit = "pe" if mattenhet.namn == "procent" else mattenhet.tecken
    digits = f'{_digits(mattenhet, ar)}" {unit}"'
    return f'+{digits};"−"{digits};{digits}'


def _digits(mattenhet: Mattenhet, ar: int) -> str:
    decimals = mattenhet.decimals(ar)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def height(*texts: tuple[str, float], storlek: int = 10, least: float = 0) -> float:
    """Return the row height that shows wrapped texts whole, each given with its column's width in characters."""
    line = storlek * 1.32
    lines = max(_lines(text, width * 10 / storlek) for text, width in texts)
    return max(least, math.ceil(lines * line + 4))


def _lines(text: str, width: float) -> int:
    per_line = max(1, int(width * LETTERS_PER_WIDTH))
    return sum(max(1, len(textwrap.wrap(paragraph, per_line))) for paragraph in text.split("\n"))
