"""data/<utgåva>/ -> Utgava: what the edition shows, which files it was delivered, which errors in them are known."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from oj_workbook.problems import Place, Problems, visible
from oj_workbook.section import Section, known_years, read_section, read_sections

Leveransslag = Literal["slutsvar", "delsvar", "antal", "publicerat"]
FILNAMN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
MAX_NAMN = 120
REDOVISAS_INTE = "redovisas inte"
ALLA_KOMMUNER = "alla kommuner"


@dataclass(frozen=True)
class Gruppval:
    """A grouping whose membership is shown; population groups need a year, an edition's own groups a file."""

    place: Place
    rubrik: str
    indelning: str
    ar: int | None
    fil: str | None


@dataclass(frozen=True)
class Leverans:
    """One delivered file.  `kolumner` maps our words to its headers, `koder` its codes to our answers.

    `ar` is 0 for published figures, whose rows name their own years.
    """

    place: Place
    fil: str
    slag: Leveransslag
    ar: int
    ursprung: str
    kolumner: dict[str, str]
    koder: dict[str, str]


@dataclass(frozen=True)
class Rattelse:
    """A known error.  Holds while the source says `stod`, or the same as the indicator `stod_samma_som`.

    `blir` is the right value or answer; None when it is not known and nothing is published.
    """

    place: Place
    indikator: str
    ar: int
    enhet: str
    stod: str | None
    stod_samma_som: str | None
    blir: str | None
    skal: str
    anmald: date


@dataclass(frozen=True)
class Utgava:
    """An edition.  `ar` are the survey's years in order; `lan` the codes of the län that the deliveries cover whole."""

    id: str
    folder: Path
    namn: str
    filnamn: str
    omrade: str
    version: str
    datum: date
    ar: tuple[int, ...]
    matdagar: dict[int, date]
    lan: tuple[str, ...]
    grupper: tuple[Gruppval, ...]
    metod: tuple[str, ...]
    hanvisning: str
    utan_uppgifter: dict[str, str]
    leveranser: tuple[Leverans, ...]
    rattelser: tuple[Rattelse, ...]


def read_edition(folder: Path, root: Path, problems: Problems) -> Utgava | None:
    """Read an edition's three YAML files; None when the edition itself cannot be read."""
    section = read_section(folder / "utgava.yaml", root, problems)
    if section is None:
        return None
    leveranser = [_leverans(item) for item in read_sections(folder / "kallor.yaml", root, problems)]
    rattelsefil = folder / "rattelser.yaml"
    rattelser = read_sections(rattelsefil, root, problems) if rattelsefil.exists() else []
    ar = tuple(sorted(section.years("år")))
    if known_years(*ar) and (len(ar) < 2 or ar[-1] - ar[-2] != 1):
        fact = "en utgåva visar minst två år, och de två senaste ska följa på varandra."
        section.problem("år", "fel-år", fact, "skriv till exempel ”år: [2012, 2013]”.")
    matdagar = section.section("mätdagar")
    utan = section.maybe_section("utan_uppgifter")
    utgava = Utgava(
        id=folder.name,
        folder=folder,
        namn=section.text("namn"),
        filnamn=section.text("filnamn"),
        omrade=section.text("område"),
        version=section.text("version"),
        datum=section.date("datum"),
        ar=ar,
        matdagar={ett: matdagar.date(str(ett)) for ett in ar if known_years(ett)} if matdagar else {},
        lan=section.texts("län"),
        grupper=tuple(_gruppval(item) for item in section.maybe_sections("grupper")),
        metod=section.texts("metod"),
        hanvisning=section.text("hänvisning"),
        utan_uppgifter={id_: utan.text(id_) for id_ in utan.names()} if utan else {},
        leveranser=tuple(leveranser),
        rattelser=tuple(_rattelse(item) for item in rattelser),
    )
    if matdagar and known_years(*ar):
        matdagar.finish()
    if utgava.filnamn and not FILNAMN.fullmatch(utgava.filnamn):
        fact = f"{visible(utgava.filnamn)} kan inte vara ett filnamn."
        section.problem("filnamn", "fel-filnamn", fact, "använd a–z, 0–9, punkt, - och _; högst 80 tecken, utan .xlsx.")
    if len(utgava.namn) > MAX_NAMN:
        fact = f"namnet har {len(utgava.namn)} tecken."
        section.problem("namn", "för-lång-text", fact, f"högst {MAX_NAMN}: det står också i sidfoten.")
    for key, names in (("län", list(utgava.lan)), ("grupper", [one.rubrik for one in utgava.grupper])):
        for name in sorted({name for name in names if names.count(name) > 1}):
            section.problem(key, "dubbelt-namn", f"{visible(name)} står två gånger.", "ta bort det ena.")
    section.finish()
    return utgava


def _plain_file(section: Section) -> str:
    """Return the name of a file in the edition's own folder; a path leads elsewhere and is a problem."""
    fil = section.text("fil")
    if Path(fil).name != fil or "\\" in fil:
        fact = f"{visible(fil)} är inte ett filnamn i utgåvans mapp."
        section.problem("fil", "fel-filnamn", fact, "lägg filen i utgåvans mapp och skriv bara dess namn.")
    return fil


def _gruppval(section: Section) -> Gruppval:
    gruppval = Gruppval(
        section.place,
        section.text("rubrik"),
        section.text("indelning"),
        section.maybe_year("år"),
        _plain_file(section) if "fil" in section else None,
    )
    section.finish()
    return gruppval


def _leverans(section: Section) -> Leverans:
    slag: dict[str, Leveransslag] = {
        "publicerat": "publicerat",
        "slutsvar": "slutsvar",
        "delsvar": "delsvar",
        "antal": "antal",
    }
    known = section.maybe_text("slag") in slag  # else the year is neither asked for nor refused
    valt = section.choice("slag", slag)
    ar = section.maybe_year("år") if not known else None if valt == "publicerat" else section.year("år")
    kolumner = section.section("kolumner")
    koder = section.maybe_section("koder")
    leverans = Leverans(
        place=section.place_of("fil"),
        fil=_plain_file(section),
        slag=valt,
        ar=ar or 0,
        ursprung=section.text("ursprung"),
        kolumner={ord_: kolumner.text(ord_) for ord_ in kolumner.names()} if kolumner else {},
        koder={kod: koder.text(kod) for kod in koder.names()} if koder else {},
    )
    section.finish()
    return leverans


def _rattelse(section: Section) -> Rattelse:
    kind = section.one_of(("stod", "stod_samma_som"))
    blir = section.text("blir")
    rattelse = Rattelse(
        place=section.place,
        indikator=section.text("indikator"),
        ar=section.year("år"),
        enhet=section.text("enhet"),
        stod=section.text("stod") if kind == "stod" else None,
        stod_samma_som=section.text("stod_samma_som") if kind == "stod_samma_som" else None,
        blir=None if blir == REDOVISAS_INTE else blir,
        skal=section.text("skäl"),
        anmald=section.date("anmäld"),
    )
    section.finish()
    return rattelse
