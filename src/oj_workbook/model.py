"""The words of the field: what an indicator, a unit and a published figure are.  Values only, no machinery."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Riktning = Literal["högt", "lågt", "ingen"]
Avser = Literal["organisation", "personer", "kostnad"]
RaknasSom = Literal["ja", "nej", "utanför"]
Typ = Literal["struktur", "process", "resultat"]
Enhetsval = Literal["sista", "första"]
#: What a rule that a page or a delivery declares makes of what breaks it.
Allvar = Literal["fel", "varning"]
#: More people, or months of theirs, than there can be in the country: a count beyond it is a slip.
FLEST = 20_000_000


@dataclass(frozen=True)
class HarSvar:
    """The sub-question was answered with one of these answers."""

    delfraga: str
    svar: tuple[str, ...]


@dataclass(frozen=True)
class InomManader:
    """The month answered lies at most this many months before the day of measurement."""

    delfraga: str
    manader: int


@dataclass(frozen=True)
class MinstAntal:
    """At least `antal` of the conditions hold; all of them, or any of them, are the two ends of it."""

    antal: int
    av: tuple["Villkor", ...]


Villkor = HarSvar | InomManader | MinstAntal


@dataclass(frozen=True)
class StallsNar:
    """When a sub-question is asked: another was answered so.  `annars` is how bad another answer to it is."""

    delfraga: str
    svar: tuple[str, ...]
    annars: Allvar


@dataclass(frozen=True)
class Delfraga:
    """One raw question of the survey.  Without `svar` the answer is a month, written 2013-02.

    `racker_inte` are the answers that no criterion accepts, where the page says that it means to leave them out;
    `stalls_nar` says when the question is asked, None for always.  `rad` is its line on the page.
    """

    id: str
    text: str
    svar: tuple[str, ...] | None
    racker_inte: tuple[str, ...] = ()
    stalls_nar: StallsNar | None = None
    rad: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Kriterium:
    """What it takes to count as Ja from a year on.  `brott` says why the series breaks; None for the first.

    `rad` is its line on the page.
    """

    fran: int
    ja_nar: Villkor
    brott: str | None
    rad: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Svarsalternativ:
    """An answer that a unit may have, what it counts as, and the years it was there.

    `ersatter` names an earlier answer with the same meaning, so that a new word is not taken for a change.
    """

    svar: str
    raknas_som: RaknasSom
    fran: int | None = None
    till: int | None = None
    ersatter: str | None = None

    def existed(self, ar: int) -> bool:
        """Tell whether the answer could be given that year."""
        return (self.fran is None or self.fran <= ar) and (self.till is None or ar <= self.till)


@dataclass(frozen=True)
class JaNej:
    """Units answer Ja or Nej; every level above shows the share of responding units that count as Ja."""

    taljare: str
    namnare: str
    svar: tuple[Svarsalternativ, ...]
    delfragor: tuple[Delfraga, ...]
    kriterier: tuple[Kriterium, ...]


@dataclass(frozen=True)
class Klass:
    """Units answer a class; every level above shows the share of responding units in the classes that count.

    `andelen` says in a few words what those classes have in common, such as "högst 14 dagar".
    """

    taljare: str
    namnare: str
    andelen: str
    svar: tuple[Svarsalternativ, ...]


@dataclass(frozen=True)
class Alder:
    """An age in whole years, as reached during the year; `till` is None when everyone older counts too."""

    fran: int
    till: int | None


@dataclass(frozen=True)
class Personer:
    """Counts people in the monthly records, each once, in one of the units that they had bistånd from in the year.

    At least `minst_manader` of the months of the last `under_ar` years must have bistånd, and no pause between two
    such months may be longer than `hogsta_uppehall` months (None: of any length).  `roller` are the roles in the
    household that count, none for all of them.
    """

    alder: Alder
    minst_manader: int
    under_ar: int
    hogsta_uppehall: int | None
    roller: tuple[str, ...]
    raknas_i: Enhetsval


@dataclass(frozen=True)
class Invanare:
    """Counts inhabitants of an age in the population table."""

    alder: Alder


@dataclass(frozen=True)
class UtbetaltBistand:
    """Sums the kronor of the monthly records, in the unit that paid them."""


@dataclass(frozen=True)
class Bistandsmanader:
    """Counts the months of households with bistånd in the monthly records, in the unit that gave it."""


Postrakning = Personer | UtbetaltBistand | Bistandsmanader
Rakning = Postrakning | Invanare


@dataclass(frozen=True)
class Del:
    """A täljare or nämnare: what is counted, in words, and the item in a delivery that holds the count.

    `rakning` says how the item is counted when what is delivered are records or a population table; None when only
    a finished count can be delivered.  `heltal` tells that the page says it is a whole number, `hogst` the largest
    that one unit can have, None where nobody says.
    """

    text: str
    uppgift: str
    rakning: Rakning | None = None
    heltal: bool = False
    hogst: int | None = None

    @property
    def ar_heltal(self) -> bool:
        """Tell whether the item is a whole number: the page says so, or it counts people or months."""
        return self.heltal or isinstance(self.rakning, Personer | Invanare | Bistandsmanader)


@dataclass(frozen=True)
class Andel:
    """100 × täljare / nämnare, summed before dividing on every level above the unit."""

    taljare: Del
    namnare: Del
    svar: tuple[Svarsalternativ, ...]
    far_vara_negativ: bool
    far_overstiga_100: bool


@dataclass(frozen=True)
class Kvot:
    """Täljare / nämnare in a unit of its own (hours per week), summed before dividing."""

    taljare: Del
    namnare: Del
    svar: tuple[Svarsalternativ, ...]
    far_vara_negativ: bool


@dataclass(frozen=True)
class Belopp:
    """Kronor per nämnare, summed before dividing."""

    taljare: Del
    namnare: Del
    svar: tuple[Svarsalternativ, ...]
    far_vara_negativ: bool


Svarsslag = JaNej | Klass
Antalsslag = Andel | Kvot | Belopp
Slag = Svarsslag | Antalsslag


@dataclass(frozen=True)
class Undertryckning:
    """From a year on: what is too small to be published, and below which nämnare a figure is marked; 0 for no limit.

    Hidden is a figure whose nämnare, täljare, or rest (those of the nämnare outside the täljare) is below its limit.
    """

    fran: int
    minsta_namnare: int
    sma_tal_under: int = 0
    minsta_taljare: int = 0
    minsta_rest: int = 0


@dataclass(frozen=True)
class Mattid:
    """The years an indicator was measured."""

    fran: int
    till: int | None
    inte: tuple[int, ...]

    def holds(self, ar: int) -> bool:
        """Tell whether the indicator was measured that year."""
        return self.fran <= ar and (self.till is None or ar <= self.till) and ar not in self.inte


@dataclass(frozen=True)
class Mattenhet:
    """What a figure is counted in; `decimaler` pairs the first year with the decimals printed from then on."""

    namn: str
    tecken: str
    decimaler: tuple[tuple[int, int], ...]

    def decimals(self, ar: int) -> int:
        """Return how many decimals an edition of that year publishes; before the first year, as in it."""
        first = self.decimaler[:1]
        return [antal for fran, antal in self.decimaler if fran <= ar or (fran, antal) in first][-1]


@dataclass(frozen=True)
class Uppdelning:
    """A way to divide the people of a measure, such as kön: the words for its parts, by their ids."""

    namn: str
    delar: dict[str, str]


@dataclass(frozen=True)
class Kalla:
    """Where figures come from: a survey, a register, accounts.

    `hela_kommuner` tells that only whole kommuner report, also where delområden answer the survey.
    """

    id: str
    namn: str
    beskrivning: str
    population: str
    efterslapning: int
    kvartiler: bool
    hela_kommuner: bool


@dataclass(frozen=True)
class Delmangd:
    """What a part of a measure is part of: the whole page's id, the division, the part's id, and the word for it."""

    hela: str
    uppdelning: str
    id: str
    ord: str


@dataclass(frozen=True)
class Indikator:
    """One page in indicators/: an indicator with its whole history.

    `tidigare_id` are the ids it had in earlier editions and in other sources; `kvalitetsomraden` pairs the first
    edition's year with the area it is shown under from then on.  `undertryckta_inne` tells that hidden units are
    counted in the levels all the same.  `del_av` is set for a part of a measure, `sida` is the page's file as written
    from the project's folder.
    """

    id: str
    tidigare_id: tuple[str, ...]
    namn: str
    kort_namn: str
    kvalitetsomraden: tuple[tuple[int, str], ...]
    typ: Typ | None
    ordning: int
    kalla: Kalla
    population: str
    avser: Avser
    riktning: Riktning
    efterslapning: int
    mats: Mattid
    slag: Slag
    mattenhet: Mattenhet
    fraga: str | None
    beskrivning: str
    tolkning: str | None
    jamforbarhet: str
    brott: dict[int, str]
    undertryckning: tuple[Undertryckning, ...]
    redovisas_vid_bortfall: bool
    del_av: Delmangd | None = None
    undertryckta_inne: bool = False
    sida: str = field(default="", compare=False)

    @property
    def uppgifter(self) -> set[str]:
        """Return the items that a measure counts with; none for answers in words."""
        return {self.slag.taljare.uppgift, self.slag.namnare.uppgift} if isinstance(self.slag, Antalsslag) else set()

    def rule(self, ar: int) -> Undertryckning | None:
        """Return the rule by which small numbers of a year are hidden; None when none are."""
        in_force = [rule for rule in self.undertryckning if rule.fran <= ar]
        return in_force[-1] if in_force else None

    def limits(self, uppgift: str) -> tuple[bool, int | None]:
        """Return whether an item is a whole number, and the largest it can be in one unit, None for any.

        A share of people is of whole people, and no unit has more than there are in the country.
        """
        whole, highest = False, None
        for one in (self.slag.taljare, self.slag.namnare) if isinstance(self.slag, Antalsslag) else ():
            if one.uppgift == uppgift:
                whole = one.ar_heltal or (isinstance(self.slag, Andel) and self.avser == "personer")
                highest = one.hogst
        return whole, FLEST if whole and highest is None else highest

    @property
    def kvartiler(self) -> bool:
        """Tell whether kommuner are put into quartile classes; our choice: by the whole of a measure only."""
        return self.kalla.kvartiler and self.del_av is None

    def answers(self, ar: int) -> dict[str, Svarsalternativ]:
        """Return the answers a unit could have that year, by their words."""
        return {alternativ.svar: alternativ for alternativ in self.slag.svar if alternativ.existed(ar)}

    def kvalitetsomrade(self, utgavans_ar: int) -> str:
        """Return the area that editions of a year show the indicator under."""
        first = self.kvalitetsomraden[:1]
        return [namn for fran, namn in self.kvalitetsomraden if fran <= utgavans_ar or (fran, namn) in first][-1]

    def years(self, utgavans_ar: tuple[int, ...]) -> tuple[int, ...]:
        """Return the years the figures of an edition describe: those of its survey, less the lag."""
        return tuple(ar - self.efterslapning for ar in utgavans_ar)

    def decimals(self, ar: int) -> int:
        """Return how many decimals a figure about a year is published with: those of the edition it belongs to."""
        return self.mattenhet.decimals(ar + self.efterslapning)

    def breaks(self) -> dict[int, str]:
        """Return the years from which the series is not comparable with what went before, and why."""
        if isinstance(self.slag, JaNej):
            return {kriterium.fran: kriterium.brott for kriterium in self.slag.kriterier if kriterium.brott}
        return self.brott


@dataclass(frozen=True)
class Omrade:
    """One area of the publication (ÖJ-område) with its definitions; `tidigare` leads from an earlier id to its page.

    In `indikatorer` the parts of a measure follow it, as indicators of their own.  `felaktiga` are the ids of pages
    that have errors, and stand outside: nothing is told of what is delivered for them.
    """

    id: str
    namn: str
    beskrivning: str
    kvalitetsomraden: dict[str, str]
    kallor: dict[str, Kalla]
    uppdelningar: dict[str, Uppdelning]
    indikatorer: dict[str, Indikator]
    tidigare: dict[str, Indikator]
    felaktiga: frozenset[str] = frozenset()

    def divided_by(self, ar: int) -> list[str]:
        """Return the divisions that some measure has parts by that year."""
        used = {one.del_av.uppdelning for one in self.indikatorer.values() if one.del_av and one.mats.holds(ar)}
        return [namn for namn in self.uppdelningar if namn in used]

    def find(self, id_: str) -> Indikator | None:
        """Return the page with an id, or with one it had before; None when there is none."""
        return self.indikatorer.get(id_) or self.tidigare.get(id_)


@dataclass(frozen=True)
class Utanfor:
    """What a year's monthly records held: records, those without a valid id, people counted, and those outside.

    A person without a valid id cannot be told from another, and is counted by records.
    """

    ar: int
    poster: int
    utan_id: int
    personer: int
    inte_folkbokforda: int


Niva = Literal["kommun", "delomrade", "lan", "riket", "befolkningsgrupp", "skr_grupp", "nyckelgrupp"]


@dataclass(frozen=True)
class Enhet:
    """Anything a figure can be about: a kommun, län, riket or a group.  `id` as in resultat.csv."""

    id: str
    namn: str
    niva: Niva


class Status(StrEnum):
    """Why a cell shows what it shows.  The value of each is the reason code in resultat.csv."""

    REDOVISAS = "redovisas"
    SMA_TAL = "sma_tal"
    SVAR = "svar"
    UNDERTRYCKT = "undertryckt"
    BORTFALL = "bortfall"
    FEL_I_KALLAN = "fel_i_kallan"
    UNDERLAG_SAKNAS = "underlag_saknas"
    EJ_SVAR = "ej_svar"
    EJ_MATT = "ej_matt"
    FANNS_INTE = "fanns_inte"
    HELA_KOMMUNEN = "hela_kommunen"
    VANTAS = "vantas"


#: There is a number exactly with these.
WITH_VALUE = (Status.REDOVISAS, Status.SMA_TAL)
#: What is printed where there is no number and no answer; the legend in templates/ explains each.
TECKEN = {
    Status.UNDERTRYCKT: "X",
    Status.BORTFALL: "..",
    Status.FEL_I_KALLAN: "..",
    Status.UNDERLAG_SAKNAS: "..",
    Status.EJ_SVAR: "ej svar",
    Status.EJ_MATT: "-",
    Status.FANNS_INTE: "fanns ej",
    Status.HELA_KOMMUNEN: "se staden",
    Status.VANTAS: "väntas",
}

Kvartilklass = Literal["lag", "mitten", "hog"]


@dataclass(frozen=True)
class Figur:
    """One published figure: a value exactly when its status says so, else an answer or a symbol.

    `enheter` is how many reporting units a level's figure is pooled from; None for a unit's own figure, and for one
    that was not counted here.
    """

    status: Status
    varde: float | None = None
    svar: str | None = None
    klass: Kvartilklass | None = None
    enheter: int | None = None

    @property
    def tecken(self) -> str:
        """Return the symbol printed instead of a number, or ""."""
        return TECKEN.get(self.status, "")
