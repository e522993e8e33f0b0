"""A record of kallor.yaml -> Leverans: one file for a year, what is in it, and which issues of the edition have it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from oj_workbook.issues import read_number
from oj_workbook.problems import Place, visible
from oj_workbook.section import Section

Leveransslag = Literal["slutsvar", "delsvar", "antal", "befolkning", "månadsposter", "publicerat"]
PersonId = Literal["personnummer", "löpnummer"]
Beloppets = Literal["radens", "hushållets"]
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
AR_I_FILNAMN = "{år}"


@dataclass(frozen=True)
class Leverans:
    """One delivered file.  `kolumner` maps our words to its headers, `koder` its codes to our answers.

    `ar` is 0 for published figures, whose rows name their own years.  `kallor` are the sources whose indicators
    it holds; none for all of them.  Where codes mean one thing in one column and another in the next, they stand in
    `kodlistor`, by column.  `fran` is the issue of the edition that the delivery came with, () for the first, and
    `till` the last that has it, () when it has not been replaced.
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
        section.maybe_year("år")
    kolumner = section.section("kolumner")
    by_column = valt in ("befolkning", "månadsposter")
    koder = section.maybe_section("koder")
    leverans = Leverans(
        place=section.place_of("fil"),
        fil=fil,
        slag=valt,
        ar=0,
        kallor=section.texts("källa") if "källa" in section else (),
        ursprung=section.text("ursprung"),
        kolumner={ord_: kolumner.text(ord_) for ord_ in kolumner.names()} if kolumner else {},
        koder={kod: koder.text(kod) for kod in koder.names()} if koder and not by_column else {},
        kodlistor=_kodlistor(koder) if koder and by_column else {},
        fran=read_number(section, "från_utgivning") if "från_utgivning" in section else (),
        till=read_number(section, "till_utgivning") if "till_utgivning" in section else (),
    )
    poster = _poster(section, fil, years) if valt == "månadsposter" else {}
    section.finish()
    return [replace(leverans, ar=ar, fil=fil.replace(AR_I_FILNAMN, str(ar)), poster=poster.get(ar)) for ar in years]


def _kodlistor(section: Section) -> dict[str, dict[str, str]]:
    found = {}
    for kolumn in section.names():
        if inner := section.section(kolumn):
            found[kolumn] = {kod: inner.text(kod) for kod in inner.names()}
    return found


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


def plain_file(section: Section) -> str:
    """Return the name of a file in the edition's own folder; a path leads elsewhere and is a problem."""
    fil = section.text("fil")
    if Path(fil).name != fil or "\\" in fil:
        fact = f"{visible(fil)} är inte ett filnamn i utgåvans mapp."
        section.problem("fil", "fel-filnamn", fact, "lägg filen i utgåvans mapp och skriv bara dess namn.")
    return fil
