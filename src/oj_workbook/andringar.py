"""andringar.yaml and the keys about plausibility -> Andring and Rimlighet: what was meant to change, what may not."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from oj_workbook.issues import read_number
from oj_workbook.problems import Niva, Place, did_you_mean, listed, visible
from oj_workbook.section import Section

ALLA = "alla"
#: What may be found, and what each means in few words: an edition chooses which of them stop the build.
FYND: dict[str, str] = {
    "alla-lika": "alla enheter räknas som Ja, eller ingen",
    "hopp": "ett tal har flyttat sig mycket sedan året före",
    "färre-svar": "många färre enheter har uppgifter än året före",
    "misstänkt-kopia": "en enhets eller en hel kolumns uppgifter är en kopia",
    "ändrad-historik": "en publicerad uppgift är en annan nu",
    "försvunnen-enhet": "en enhet som hade uppgifter har inga nu",
    "försvunnen-indikator": "en indikator som hade uppgifter har inga nu",
    "onödig-post": "en post i andringar.yaml gäller ingen ändring",
}
#: Those that always do, since something that was published is another and nobody says why.
STOPPAR_ALLTID = frozenset({"ändrad-historik", "försvunnen-enhet", "försvunnen-indikator"})
#: Those that an edition may choose among.
VALBARA = tuple(fynd for fynd in FYND if fynd not in STOPPAR_ALLTID)
Jamfors = Literal["utgivning", "utgåva"]
#: The least and the greatest that a limit may be.
HOPP = (1, 1000)
#: How much a figure may move from a year to the next where nothing is said: a share in procentenheter, else in percent.
PROCENT, ANNAT = "procent", "annat"
STORSTA_HOPP = {PROCENT: 25, ANNAT: 50}


@dataclass(frozen=True)
class Andring:
    """An intended change of what was published: `vad` and `varfor` in words, and where it applies.

    `indikatorer` and `enheter` may be ALLA.  `fran` is the issue that the change came with, () for no certain one.
    """

    place: Place
    datum: date
    vad: str
    varfor: str
    indikatorer: tuple[str, ...]
    ar: tuple[int, ...]
    enheter: tuple[str, ...]
    fran: tuple[int, ...]


#: What an edition can be compared with, as its YAML names them.
JAMFORS_MED: tuple[Jamfors, ...] = ("utgivning", "utgåva")
#: The folder of an edition that has, each in a folder of its own, what was given out before.
TIDIGARE = "tidigare"


@dataclass(frozen=True)
class Foregaende:
    """What was given out before: the issue or the edition before, its folder, and where that is written."""

    place: Place
    slag: Jamfors
    mapp: str


@dataclass(frozen=True)
class Rimlighet:
    """What an edition says of plausibility: the limits of `hopp` by måttenhet, and the findings that stop the build."""

    place: Place
    hopp: dict[str, int] = field(default_factory=dict)
    stoppar: frozenset[str] = frozenset()

    def storsta_hopp(self, mattenhet: str) -> int:
        """Return how much a figure counted in a måttenhet may move."""
        return self.hopp.get(mattenhet, STORSTA_HOPP[PROCENT if mattenhet == PROCENT else ANNAT])

    def niva(self, fynd: str) -> Niva:
        """Return whether a finding stops the build or only warns; what was published never changes unsaid."""
        return "fel" if fynd in self.stoppar or fynd in STOPPAR_ALLTID else "varning"


def read_andring(section: Section) -> Andring:
    """Read one record of andringar.yaml."""
    andring = Andring(
        place=section.place,
        datum=section.date("datum"),
        vad=section.text("vad"),
        varfor=section.text("varför"),
        indikatorer=section.texts("indikator"),
        ar=section.years("år"),
        enheter=section.texts("enhet"),
        fran=read_number(section, "från_utgivning") if "från_utgivning" in section else (),
    )
    for key, words in (("indikator", andring.indikatorer), ("enhet", andring.enheter)):
        if ALLA in words and len(words) > 1:
            section.problem(key, "fel-form", f"{visible(ALLA)} står bland andra.", f"skriv bara {ALLA}, eller ta bort.")
    section.finish()
    return andring


def read_foregaende(section: Section) -> tuple[Foregaende, ...]:
    """Read what an edition is compared with: the issue before, the edition before, both or nothing."""
    inner = section.maybe_section("föregående")
    if inner is None:
        return ()
    found = [Foregaende(inner.place_of(slag), slag, _folder(inner, slag)) for slag in JAMFORS_MED if slag in inner]
    if not found:
        fact, remedy = "”föregående” säger inte vad utgåvan jämförs med.", f"skriv {listed(JAMFORS_MED)}."
        inner.problem("", "fel-form", fact, remedy)
    inner.finish()
    return tuple(found)


def _folder(section: Section, key: str) -> str:
    namn = section.text(key)
    if Path(namn).name != namn or "\\" in namn:
        fact = f"{visible(namn)} är inte namnet på en mapp i {TIDIGARE}/."
        section.problem(key, "fel-filnamn", fact, f"lägg mappen i utgåvans {TIDIGARE}/ och skriv bara dess namn.")
    return namn


def read_rimlighet(section: Section) -> Rimlighet:
    """Read what an edition says of plausibility; nothing said is the limits of the program, and warnings."""
    inner = section.maybe_section("rimlighet")
    if inner is None:
        return Rimlighet(section.place)
    hopp = inner.maybe_section("hopp")
    stoppar = inner.texts("stoppar") if "stoppar" in inner else ()
    for word in stoppar:
        if word not in VALBARA:
            remedy = did_you_mean(word, VALBARA, f"välj {listed(VALBARA)}.")
            if word in STOPPAR_ALLTID:
                remedy = "ta bort ordet: det stoppar alltid."
            inner.problem("stoppar", "okänt-värde", f"”stoppar” kan inte vara {visible(word)}.", remedy)
    found = Rimlighet(
        hopp.place if hopp else inner.place,
        {namn: hopp.integer(namn, *HOPP) for namn in hopp.names()} if hopp else {},
        frozenset(stoppar),
    )
    inner.finish()
    return found
