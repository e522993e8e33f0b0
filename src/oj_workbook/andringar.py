"""andringar.yaml and the keys about plausibility -> Andring and Rimlighet: what was meant to change, what may not."""

from dataclasses import dataclass, field
from datetime import date

from oj_workbook.issues import read_number
from oj_workbook.kallor import plain_file
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


@dataclass(frozen=True)
class Foregaende:
    """The resultat.csv of the edition or issue before, as it was published: its name, and where that is written."""

    place: Place
    fil: str


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
        """Return whether a finding stops the build or only warns."""
        return "fel" if fynd in self.stoppar else "varning"


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


def read_foregaende(section: Section) -> Foregaende | None:
    """Read which file an edition is compared with; None for none."""
    if "föregående" not in section:
        return None
    return Foregaende(section.place_of("föregående"), plain_file(section, "föregående"))


def read_rimlighet(section: Section) -> Rimlighet:
    """Read what an edition says of plausibility; nothing said is the limits of the program, and warnings."""
    inner = section.maybe_section("rimlighet")
    if inner is None:
        return Rimlighet(section.place)
    hopp = inner.maybe_section("hopp")
    stoppar = inner.texts("stoppar") if "stoppar" in inner else ()
    for word in stoppar:
        if word not in FYND:
            remedy = did_you_mean(word, FYND, f"välj {listed(FYND)}.")
            inner.problem("stoppar", "okänt-värde", f"”stoppar” kan inte vara {visible(word)}.", remedy)
    found = Rimlighet(
        hopp.place if hopp else inner.place,
        {namn: hopp.integer(namn, *HOPP) for namn in hopp.names()} if hopp else {},
        frozenset(stoppar),
    )
    inner.finish()
    return found
