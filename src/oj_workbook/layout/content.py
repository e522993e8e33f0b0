"""What the sheets are made of, and the few questions every sheet asks of it."""

import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from oj_workbook.andringar import Jamfors
from oj_workbook.edition import Utgava
from oj_workbook.layout.plan import Value
from oj_workbook.model import TECKEN, Enhet, Figur, Indikator, Kvartilklass, Niva, Omrade, Status, Svarsslag
from oj_workbook.moves import Changes
from oj_workbook.problems import Problem
from oj_workbook.rank import Ranked, change, shown_limits
from oj_workbook.templates import Bladmall, Templates
from oj_workbook.units import Enheter

#: The mark of a figure that builds on few cases.
SMA_TAL = "*"
#: The number format of figures that are now of one measure and now of another.
ALLA_TAL = 'General;"−"General'
#: What stands where there is nothing: a cell that formulas read is never empty.
INGEN = "–"
#: The kinds of sheets that need groups with figures.
MED_GRUPPER = ("liknande", "kommungrupper")

#: Swedish text in the theme's typeface runs to about this many letters per unit of column width at 10 points,
#: measured in rendered sheets and taken a little low, so that no line is cut.
LETTERS_PER_WIDTH = 1.14
#: A row of a sheet to read: look, label, text.
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Content:
    """Everything a reader may see.

    `utanfor` tells for each year of monthly records how many were counted and how many not, `resultat` is the
    checksum of resultat.csv, `program` our name and version, `forvald` the unit that the file opens with,
    `andringar` what differs from the issue and the edition before.
    """

    omrade: Omrade
    utgava: Utgava
    enheter: Enheter
    ranked: Ranked
    indikatorer: tuple[Indikator, ...]
    templates: Templates
    varningar: tuple[Problem, ...]
    utanfor: tuple[dict[str, int | str], ...]
    resultat: str
    program: str
    forvald: Enhet
    andringar: Mapping[Jamfors, Changes] = field(default_factory=dict)

    @cached_property
    def blad(self) -> tuple[Bladmall, ...]:
        """Return the sheets of this edition: those about groups or parts only when there are figures for any."""
        without = {*(() if self.grupperingar else MED_GRUPPER), *(() if self.delar else ("uppdelat",))}
        return tuple(mall for mall in self.templates.blad if mall.slag not in without)

    @property
    def ingress(self) -> str:
        """Return what the file is about."""
        return self.text("start.ingress", område=self.omrade.beskrivning)

    def bladnamn(self, slag: str) -> str:
        """Return the name of the sheet of a kind."""
        return next(mall.namn for mall in self.blad if mall.slag == slag)

    @cached_property
    def grupperingar(self) -> dict[str, list[Enhet]]:
        """Return the groups that have figures, by the heading the edition gives each grouping."""
        headings: dict[str, list[Enhet]] = {}
        for val in self.utgava.grupper:
            niva: Niva = self.enheter.grupper[self.forvald.id][val.rubrik].niva
            if groups := self.enheter.grupperna(niva):
                headings[val.rubrik] = groups
        return headings

    @cached_property
    def ar(self) -> tuple[int, ...]:
        """Return every year that some figure describes, in order."""
        return tuple(sorted({ar for one in self.indikatorer for ar in one.years(self.utgava.ar)}))

    @cached_property
    def sidor(self) -> tuple[Indikator, ...]:
        """Return the indicators that have a page of their own, not the parts of one."""
        return tuple(one for one in self.indikatorer if one.del_av is None)

    @cached_property
    def delar(self) -> tuple[Indikator, ...]:
        """Return the parts of measures that have figures in some year of the edition."""
        return tuple(one for one in self.indikatorer if one.del_av)

    @cached_property
    def uppdelade(self) -> tuple[Indikator, ...]:
        """Return the indicators that have parts."""
        wholes = {one.del_av.hela for one in self.delar if one.del_av}
        return tuple(one for one in self.sidor if one.id in wholes)

    def parts(self, hela: Indikator) -> dict[str, Indikator]:
        """Return the parts of a measure by the words for them; empty for one that is not divided."""
        return {one.del_av.ord: one for one in self.delar if one.del_av and one.del_av.hela == hela.id}

    @cached_property
    def aktuella(self) -> tuple[Indikator, ...]:
        """Return the pages measured in their latest year or the one before."""
        return tuple(one for one in self.sidor if any(one.mats.holds(ar) for ar in self.years(one)))

    @cached_property
    def valbara(self) -> tuple[Enhet, ...]:
        """Return the units the picker offers, in its order: those there on the latest day of measurement."""
        ids = self.enheter.valbara(self.utgava.day(self.utgava.ar[-1], 0))
        return tuple(self.enheter.enheter[id_] for id_ in ids)

    def markt(self, text: str) -> str:
        """Return a sheet's heading, marked where the figures are invented."""
        return f"{self.markning} – {text}" if self.markning else text

    @property
    def markning(self) -> str:
        """Return the mark of invented figures, "" for real ones."""
        return self.text("exempel.märke") if self.utgava.exempeldata else ""

    def text(self, key: str, **falt: object) -> str:
        """Return a text of templates/texter.yaml."""
        return self.templates.text(key, **falt)

    def figur(self, indikator: Indikator, ar: int, enhet: str) -> Figur:
        """Return one published figure."""
        return self.ranked.figurer[indikator.id, ar][enhet]

    def shown(self, indikator: Indikator, ar: int, enhet: str) -> Value:
        """Return what a cell shows: the number, the answer in words, or the symbol.

        A small number is a text with a mark, 26,3*, so that the mark follows it to every sheet.
        """
        figurer = self.ranked.figurer.get((indikator.id, ar))
        if figurer is None:
            return TECKEN[Status.EJ_MATT]  # a year that only other indicators have
        figur = figurer[enhet]
        if figur.varde is None:
            return figur.svar or figur.tecken
        if figur.status == Status.SMA_TAL:
            return f"{figur.varde:.{indikator.decimals(ar)}f}{SMA_TAL}".replace(".", ",")
        return figur.varde

    def andring(self, indikator: Indikator, enhet: str) -> Value:
        """Return the change to an indicator's latest year from the one before."""
        senaste, fore = self.years(indikator)
        return change(indikator, senaste, self.figur(indikator, fore, enhet), self.figur(indikator, senaste, enhet))

    def antal_enheter(self, indikator: Indikator, ar: int, niva: str) -> Value:
        """Return how many units a level's figure is pooled from; the symbol where there is no such number."""
        figurer = self.ranked.figurer.get((indikator.id, ar))
        antal = figurer[niva].enheter if figurer else None
        return TECKEN[Status.EJ_MATT] if antal is None else antal

    def har_klasser(self, indikator: Indikator) -> bool:
        """Tell whether an indicator has quartile classes in some year."""
        return any((indikator.id, ar) in self.ranked.granser for ar in indikator.years(self.utgava.ar))

    def klass(self, indikator: Indikator, ar: int, enhet: str) -> str:
        """Return the quartile class of a figure as a mark and a word, or a dash."""
        figurer = self.ranked.figurer.get((indikator.id, ar))
        klass = figurer[enhet].klass if figurer else None
        return self.text(f"klass.{klass}") if klass else INGEN

    def klassutseenden(self, indikator: Indikator) -> dict[str, str]:
        """Return the conditional look of each class as it is written: by the wanted direction of the indicator."""
        looks: dict[str, tuple[str, str, str]] = {
            "lågt": ("klass_bäst", "klass_mitten", "klass_sämst"),
            "högt": ("klass_sämst", "klass_mitten", "klass_bäst"),
            "ingen": ("klass_låg", "klass_mitten", "klass_hög"),
        }
        riktning = indikator.riktning
        if riktning == "ingen" and self.templates.tema.originalfarger:
            riktning = "lågt"  # the original colours every measure as if low were wanted
        klasser: tuple[Kvartilklass, ...] = ("lag", "mitten", "hog")
        said = dict(zip((self.text(f"klass.{one}") for one in klasser), looks[riktning], strict=True))
        # What has no wanted direction has no colour for being in the middle either.
        return {word: look for word, look in said.items() if riktning != "ingen" or look != "klass_mitten"}

    def granser(self, indikator: Indikator, ar: int) -> tuple[float, float] | None:
        """Return the limits of the quartile classes as they are printed; None where there are no classes."""
        limits = self.ranked.granser.get((indikator.id, ar))
        return shown_limits(limits, indikator.decimals(ar)) if limits else None

    def matt(self, indikator: Indikator) -> str:
        """Return what a level's figure is: the unit it is counted in."""
        tecken = indikator.mattenhet.tecken
        return f"svar; {tecken}" if isinstance(indikator.slag, Svarsslag) else tecken

    def years(self, indikator: Indikator) -> tuple[int, int]:
        """Return the latest year of an indicator in this edition, and the one before."""
        [senaste] = indikator.years(self.utgava.ar[-1:])
        return senaste, senaste - 1

    def kvalitetsomraden(self) -> dict[str, list[Indikator]]:
        """Return the indicators of the latest years, by kvalitetsområde, both in order."""
        grouped: dict[str, list[Indikator]] = {}
        for indikator in self.aktuella:
            grouped.setdefault(self.area(indikator), []).append(indikator)
        return grouped

    def area(self, indikator: Indikator) -> str:
        """Return the kvalitetsområde that this edition shows an indicator under."""
        return indikator.kvalitetsomrade(self.utgava.ar[-1])

    def datum(self) -> str:
        """Return the edition's date as a Swedish reader writes it."""
        return self.utgava.datum.isoformat()


def number_format(indikator: Indikator, ar: int) -> str:
    """Return the number format of a figure with its unit, such as 30,8 %."""
    digits = f'{_digits(indikator, ar)}" {indikator.mattenhet.tecken}"'
    return f'{digits};"−"{digits}'


def plain_format(indikator: Indikator, ar: int) -> str:
    """Return the number format of a figure without its unit."""
    digits = _digits(indikator, ar)
    return f'{digits};"−"{digits}'


def _digits(indikator: Indikator, ar: int) -> str:
    decimals = indikator.decimals(ar)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def limit_format(indikator: Indikator, ar: int) -> str:
    """Return the number format of a quartile limit with its unit: it has one decimal more than the figures."""
    return f'#,##0.{"0" * (indikator.decimals(ar) + 1)}" {indikator.mattenhet.tecken}"'


def change_format(indikator: Indikator, ar: int) -> str:
    """Return the number format of a change, with its sign and unit; percent change by percentage points."""
    unit = "pe" if indikator.mattenhet.namn == "procent" else indikator.mattenhet.tecken
    digits = f'{_digits(indikator, ar)}" {unit}"'
    return f'+{digits};"−"{digits};{digits}'


def height(*texts: tuple[str, float], storlek: int = 10, least: float = 0) -> float:
    """Return the row height that shows wrapped texts whole, each given with its column's width in characters."""
    line = storlek * 1.32
    lines = max(_lines(text, width * 10 / storlek) for text, width in texts)
    return max(least, math.ceil(lines * line + 4))


def _lines(text: str, width: float) -> int:
    per_line = max(1, int(width * LETTERS_PER_WIDTH))
    return sum(max(1, len(textwrap.wrap(paragraph, per_line))) for paragraph in text.split("\n"))
