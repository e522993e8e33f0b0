"""A record of kallor.yaml -> Leverans: one file for a year, what is in it, and which issues of the edition have it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from oj_workbook.issues import read_number
from oj_workbook.problems import Niva, Place, listed, visible
from oj_workbook.section import Section

Leveransslag = Literal["slutsvar", "delsvar", "antal", "befolkning", "månadsposter", "publicerat"]
Teckenkodning = Literal["utf-8", "latin-1", "cp1252"]
Decimaltecken = Literal["punkt", "komma"]
PersonId = Literal["personnummer", "löpnummer"]
Beloppets = Literal["radens", "hushållets"]
TECKENKODNING: dict[str, Teckenkodning] = {"utf-8": "utf-8", "latin-1": "latin-1", "cp1252": "cp1252"}
DECIMALTECKEN: dict[str, Decimaltecken] = {"punkt": "punkt", "komma": "komma"}
PERSON_ID: dict[str, PersonId] = {"personnummer": "personnummer", "löpnummer": "löpnummer"}
BELOPPETS: dict[str, Beloppets] = {"radens": "radens", "hushållets": "hushållets"}
SLAG: dict[str, Leveransslag] = {
    "publicerat": "publicerat",
    "slutsvar": "slutsvar",
    "delsvar": "delsvar",
    "antal": "antal",
    "befolkning": "befolkning",
    "månadsposter": "månadsposter",
}
FAR_SKILJA = (0, 999_999_999)
ANNARS: dict[str, Niva] = {"stoppa": "fel", "varna": "varning"}
VID_DUBBLETT = {"senaste": "senaste"}
#: What has a row for each unit, and a column for each question or count.
BREDA: tuple[Leveransslag, ...] = ("slutsvar", "delsvar", "antal")
AR_I_FILNAMN = "{år}"
XLSX = ".xlsx"
#: Other workbooks, which are not read.
ANDRA_KALKYLER = (".xls", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class Kontrollsumma:
    """How far a city's count may be from the sum of its parts, and how bad it is when it is further."""

    far_skilja: int
    annars: Niva


@dataclass(frozen=True)
class Leverans:
    """One delivered file.  `kolumner` maps our words to its headers, `koder` its codes to our answers.

    `ar` is 0 for published figures, whose rows name their own years.  `kallor` are the sources whose indicators
    it holds; none for all of them.  Where codes mean one thing in one column and another in the next, they stand in
    `kodlistor`, by column; `kodplatser` tells where each was written, by column ("" for the whole file) and code.
    `fran` is the issue of the edition that the delivery came with, () for the first, and `till` the last that has it,
    () when it has not been replaced.  `blad` is the sheet of a workbook, None for its only one.  `tidsstampel` heads
    the column that tells which of two rows about a unit is the latest and counts; None where two are an error.
    With `kontrollsumma` cities may stand beside their parts, as a check.
    """

    place: Place
    fil: str
    slag: Leveransslag
    ar: int
    kallor: tuple[str, ...]
    ursprung: str
    kolumner: dict[str, str]
    koder: dict[str, str]
    kodlistor: Mapping[str, Mapping[str, str]]
    fran: tuple[int, ...]
    till: tuple[int, ...]
    poster: "Poster | None" = None
    kodplatser: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    teckenkodning: Teckenkodning = "utf-8"
    decimaltecken: Decimaltecken = "punkt"
    blad: str | None = None
    tidsstampel: str | None = None
    kontrollsumma: Kontrollsumma | None = None

    @property
    def is_workbook(self) -> bool:
        """Tell whether the file is an Excel workbook: its ending decides."""
        return Path(self.fil).suffix.lower() == XLSX

    def covers(self, kalla: str) -> bool:
        """Tell whether the file may hold what comes from a source."""
        return not self.kallor or kalla in self.kallor

    def code_place(self, kolumn: str, kod: str) -> Place:
        """Return where a code stands; `kolumn` is "" for a code of the whole file."""
        return self.kodplatser.get((kolumn, kod), self.place)

    def ended(self, utgivning: tuple[int, ...]) -> bool:
        """Tell whether an issue comes after the last that has the delivery."""
        return bool(self.till) and self.till < utgivning

    def replaces(self, other: "Leverans") -> bool:
        """Tell whether the delivery is of the same kind, year and source as another."""
        same = (self.slag, self.ar) == (other.slag, other.ar)
        return same and (self.kallor == other.kallor or bool(set(self.kallor) & set(other.kallor)))


@dataclass(frozen=True)
class Poster:
    """What must be known of a delivery of monthly records to count people in it.

    Its year is counted; the years of `historik` are only looked back at.  `filer` are all its files, `bortfall` the
    units whose records are too incomplete for their figures to be shown.
    """

    historik: tuple[int, ...]
    filer: tuple[str, ...]
    person_id: PersonId
    belopp: Beloppets
    bortfall: tuple[str, ...] = ()


def read_leveranser(section: Section) -> list[Leverans]:
    """Return the deliveries of one record: one, or one for every year where the file's name holds {år}."""
    known = section.maybe_text("slag") in SLAG  # else the year is neither asked for nor refused
    valt = section.choice("slag", SLAG)
    fil = plain_file(section)
    years: tuple[int, ...] = (0,)
    if known and valt != "publicerat":
        years = section.years("år") or (0,)
        if len(years) > 1 and AR_I_FILNAMN not in fil:
            fact = f"{visible(fil)} är en fil, men gäller {len(years)} år."
            section.problem("fil", "fel-filnamn", fact, f"skriv {AR_I_FILNAMN} där året står i filernas namn.")
    elif not known:
        section.years("år") if "år" in section else ()
    kolumner = section.section("kolumner")
    koder, kodlistor, kodplatser = _koder(section.maybe_section("koder"), valt if known else None)
    said = _said_of_the_file(section, valt, fil)
    leverans = Leverans(
        place=section.place_of("fil"),
        fil=fil,
        slag=valt,
        ar=0,
        kallor=section.texts("källa") if "källa" in section else (),
        ursprung=section.text("ursprung"),
        kolumner={ord_: kolumner.text(ord_) for ord_ in kolumner.names()} if kolumner else {},
        koder=koder,
        kodlistor=kodlistor,
        fran=read_number(section, "från_utgivning") if "från_utgivning" in section else (),
        till=read_number(section, "till_utgivning") if "till_utgivning" in section else (),
        kodplatser=kodplatser,
        teckenkodning=section.choice("teckenkodning", TECKENKODNING) if "teckenkodning" in said else "utf-8",
        decimaltecken=section.choice("decimaltecken", DECIMALTECKEN) if "decimaltecken" in said else "punkt",
        blad=section.text("blad") if "blad" in said else None,
        tidsstampel=_tidsstampel(section, valt if known else None),
        kontrollsumma=_kontrollsumma(section, valt if known else None),
    )
    poster = _poster(section, fil, years) if valt == "månadsposter" else {}
    section.finish()
    return [replace(leverans, ar=ar, fil=fil.replace(AR_I_FILNAMN, str(ar)), poster=poster.get(ar)) for ar in years]


def _koder(
    section: Section | None, slag: Leveransslag | None
) -> tuple[dict[str, str], dict[str, dict[str, str]], dict[tuple[str, str], Place]]:
    """Return the codes of the whole file, those of single columns, and where each stands.

    A column's codes are a section; which of the two a kind of delivery has, it may not have the other of.
    """
    whole: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    places: dict[tuple[str, str], Place] = {}
    for name in section.names() if section else ():
        mixed = slag in ("slutsvar", "delsvar", "antal", None)
        if section and (slag in ("befolkning", "månadsposter") or (mixed and not section.is_text(name))):
            if inner := section.section(name):
                columns[name] = {kod: inner.text(kod) for kod in inner.names()}
                places |= {(name, kod): inner.place_of(kod) for kod in inner.names()} | {(name, ""): inner.place}
        elif section:
            whole[name] = section.text(name)
            places["", name] = section.place_of(name)
    return whole, columns, places


def _said_of_the_file(section: Section, slag: Leveransslag, fil: str) -> set[str]:
    """Return which keys say how the file is written, and tell those that say nothing of such a file."""
    ending = Path(fil).suffix.lower()
    silent: dict[str, str] = {}
    if slag == "månadsposter":
        why = "gäller inte månadsposter, som är Parquet, eller csv i UTF-8 med kommatecken och decimalpunkt."
        silent = dict.fromkeys(("teckenkodning", "decimaltecken", "blad"), why)
    else:
        if ending in ANDRA_KALKYLER:
            fact = f"{visible(fil)} är ett kalkylark av ett slag som inte läses."
            section.problem("fil", "fel-filslag", fact, "spara det som Excel-arbetsbok (.xlsx) eller csv.")
        elif ending == XLSX:
            silent["teckenkodning"] = "gäller csv; i en xlsx är teckenkodningen alltid känd."
        else:
            silent["blad"] = "gäller xlsx; en csv har inga blad."
        if slag in ("slutsvar", "delsvar"):
            silent["decimaltecken"] = "gäller tal; här levereras svar i ord."
    for key, why in silent.items():
        section.idle(key, why)
    return {key for key in ("teckenkodning", "decimaltecken", "blad") if key in section and key not in silent}


def _kontrollsumma(section: Section, slag: Leveransslag | None) -> Kontrollsumma | None:
    if slag not in ("antal", None):
        section.idle("kontrollsumma", "gäller antal.")
        return None
    inner = section.maybe_section("kontrollsumma")
    if inner is None:
        return None
    annars = inner.choice("annars", ANNARS) if "annars" in inner else ANNARS["stoppa"]
    found = Kontrollsumma(inner.integer("får_skilja", *FAR_SKILJA), annars)
    inner.finish()
    return found


def _tidsstampel(section: Section, slag: Leveransslag | None) -> str | None:
    """Return the column that tells which of two rows is the latest, if the delivery says that the latest counts."""
    if slag not in (*BREDA, None):
        for key in ("vid_dubblett", "tidsstämpel"):
            section.idle(key, f"gäller filer med en rad per enhet: {listed(BREDA)}.")
        return None
    if "vid_dubblett" not in section:
        section.idle("tidsstämpel", "säger ingenting utan ”vid_dubblett: senaste”.")
        return None
    section.choice("vid_dubblett", VID_DUBBLETT)
    if "tidsstämpel" not in section:
        fact = "”vid_dubblett: senaste” behöver ”tidsstämpel”, kolumnen som säger när raden skrevs."
        section.problem("vid_dubblett", "kolumn-saknas", fact, "lägg till en rad ”tidsstämpel: …”.")
        return None
    return section.text("tidsstämpel")


def _poster(section: Section, fil: str, years: tuple[int, ...]) -> dict[int, Poster]:
    """Return what is to be known of the monthly records of each year that is counted."""
    historik = section.years("historik") if "historik" in section else ()
    person_id, belopp = section.choice("person_id", PERSON_ID), section.choice("belopp", BELOPPETS)
    bortfall = section.texts("bortfall") if "bortfall" in section else ()
    found = {}
    for ar in years:
        earlier = tuple(sorted({one for one in (*historik, *years) if one < ar}))
        filer = tuple(dict.fromkeys(fil.replace(AR_I_FILNAMN, str(one)) for one in (*earlier, ar)))
        found[ar] = Poster(earlier, filer, person_id, belopp, bortfall)
    return found


def plain_file(section: Section, key: str = "fil") -> str:
    """Return the name of a file in the edition's own folder; a path leads elsewhere and is a problem."""
    fil = section.text(key)
    if Path(fil).name != fil or "\\" in fil:
        fact = f"{visible(fil)} är inte ett filnamn i utgåvans mapp."
        section.problem(key, "fel-filnamn", fact, "lägg filen i utgåvans mapp och skriv bara dess namn.")
    return fil
