"""data/<utgåva>/ -> Utgava: what the edition shows, which files it was delivered, which errors in them are known."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oj_workbook.andringar import (
    Andring,
    Foregaende,
    Rimlighet,
    read_andring,
    read_foregaende,
    read_rimlighet,
)
from oj_workbook.issues import Utgivning, read_issues, read_number, up_to
from oj_workbook.kallor import Leverans, plain_file, read_leveranser
from oj_workbook.problems import Place, Problems, listed, visible
from oj_workbook.section import NO_YEAR, Section, cell_length, known_years, read_section, read_sections

FILNAMN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
MAX_NAMN = 120
ARET_FORE = "året före"
REDOVISAS_INTE = "redovisas inte"
ALLA_KOMMUNER = "alla kommuner"
#: What a record of a grouping, and of a correction, says in one of two ways.
INDELNING = ("indelning", "versioner")
STOD = ("stod", "stod_samma_som")


@dataclass(frozen=True)
class Gruppval:
    """A grouping whose membership is shown.

    `versioner` pairs the first year with the division that holds from then on.  Population groups go by the
    folkmängd of one year, `ar`, or where `aret_fore` is set by that of the latest turn of the year; an edition's
    own groups lie in a file.
    """

    place: Place
    rubrik: str
    versioner: tuple[tuple[int, str], ...]
    ar: int | None
    aret_fore: bool
    fil: str | None

    def indelning(self, ar: int) -> str:
        """Return the division that holds a year; before the first, as in it."""
        first = self.versioner[:1]
        return [namn for fran, namn in self.versioner if fran <= ar or (fran, namn) in first][-1]


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
    fran: tuple[int, ...]


@dataclass(frozen=True)
class Utgava:
    """One issue of an edition.

    `utgivningar` are its issues up to this one; `kommande` what is announced for later ones, and so awaited in this,
    `ersatta` what only earlier ones had.
    `ar` are the survey's years in order; `lan` the codes of the län that the deliveries cover whole;
    `summera_delar` the kommuner whose delområden report in their place.  `exempeldata` says what is invented, ""
    when nothing is.  `foregaende` is what the issue is compared with, `andringar` what was meant to change since.
    """

    id: str
    folder: Path
    namn: str
    filnamn: str
    omrade: str
    utgivningar: tuple[Utgivning, ...]
    exempeldata: str
    ar: tuple[int, ...]
    matdagar: dict[int, date]
    lan: tuple[str, ...]
    summera_delar: tuple[str, ...]
    grupper: tuple[Gruppval, ...]
    metod: tuple[str, ...]
    hanvisning: str
    utan_uppgifter: dict[str, str]
    leveranser: tuple[Leverans, ...]
    ersatta: tuple[Leverans, ...]
    kommande: tuple[Leverans, ...]
    rattelser: tuple[Rattelse, ...]
    foregaende: tuple[Foregaende, ...]
    andringar: tuple[Andring, ...]
    rimlighet: Rimlighet

    @property
    def version(self) -> str:
        """Return the number of this issue."""
        return self.utgivningar[-1].nummer

    @property
    def datum(self) -> date:
        """Return the day this issue is given out."""
        return self.utgivningar[-1].datum

    def awaits(self, kalla: str, ar: int) -> bool:
        """Tell whether a source's figures about a year come with a later issue."""
        return any(one.ar == ar and (not one.kallor or kalla in one.kallor) for one in self.kommande)

    def day(self, ar: int, efterslapning: int) -> date:
        """Return the day on which a year's figures find their units: that of measurement, or the year's last.

        A register is delivered by whoever exists when its year has ended.
        """
        return date(ar, 12, 31) if efterslapning else self.matdagar[ar]


def read_edition(folder: Path, root: Path, problems: Problems, nummer: str | None = None) -> Utgava | None:
    """Read an edition's YAML files, as they stood at the issue `nummer`, or at the last.

    None when the edition itself cannot be read.  Without such an issue it is read as the one before it.
    """
    section = read_section(folder / "utgava.yaml", root, problems)
    if section is None:
        return None
    leveranser = [
        one for item in read_sections(folder / "kallor.yaml", root, problems) for one in read_leveranser(item)
    ]
    rattelser, andringar = (
        read_sections(folder / name, root, problems) if (folder / name).exists() else []
        for name in ("rattelser.yaml", "andringar.yaml")
    )
    ar = tuple(sorted(section.years("år")))
    if known_years(*ar) and (len(ar) < 2 or ar[-1] - ar[-2] != 1):
        fact = "en utgåva visar minst två år, och de två senaste ska följa på varandra."
        section.problem("år", "fel-år", fact, "skriv till exempel ”år: [2012, 2013]”.")
    every = read_issues(section, ar[-1] if ar else NO_YEAR)
    utgivningar = up_to(every, nummer)
    latest = utgivningar[-1].ordning
    rattat, andrat = [_rattelse(item) for item in rattelser], [read_andring(item) for item in andringar]
    if known_years(*ar) and not problems.errors:
        _refuse_wrong_issues(leveranser, [*rattat, *andrat], every, problems)
    current = [one for one in leveranser if one.fran <= latest and not one.ended(latest)]
    kommande = [one for one in leveranser if one.fran > latest and not any(one.replaces(other) for other in current)]
    if nummer is None:
        _warn_of_waiting(kommande, folder, problems)
    matdagar = section.section("mätdagar")
    foregaende = read_foregaende(section)
    utan = section.maybe_section("utan_uppgifter")
    utgava = Utgava(
        id=folder.name,
        folder=folder,
        namn=section.text("namn"),
        filnamn=section.text("filnamn"),
        omrade=section.text("område"),
        utgivningar=utgivningar,
        exempeldata=section.maybe_text("exempeldata") or "",
        ar=ar,
        matdagar={ett: matdagar.date(str(ett)) for ett in ar if known_years(ett)} if matdagar else {},
        lan=section.texts("län"),
        summera_delar=section.texts("summera_delar") if "summera_delar" in section else (),
        grupper=tuple(_gruppval(item) for item in section.maybe_sections("grupper")),
        metod=section.texts("metod"),
        hanvisning=section.text("hänvisning"),
        utan_uppgifter={id_: utan.text(id_) for id_ in utan.names()} if utan else {},
        leveranser=tuple(current),
        ersatta=tuple(one for one in leveranser if one.ended(latest)),
        kommande=tuple(kommande),
        rattelser=tuple(one for one in rattat if one.fran <= latest),
        # What an earlier issue came after lies in no folder.
        foregaende=tuple(one for one in foregaende if one.slag == "utgåva" or utgivningar == every),
        andringar=tuple(one for one in andrat if one.fran <= latest),
        rimlighet=read_rimlighet(section),
    )
    if matdagar and known_years(*ar):
        matdagar.finish()
    if utgava.filnamn and not FILNAMN.fullmatch(utgava.filnamn):
        fact = f"{visible(utgava.filnamn)} kan inte vara ett filnamn."
        section.problem("filnamn", "fel-filnamn", fact, "använd a–z, 0–9, punkt, - och _; högst 80 tecken, utan .xlsx.")
    if (length := cell_length(utgava.namn.replace("&", "&&"))) > MAX_NAMN:  # as a footer writes it
        fact = f"namnet har {length} tecken, där varje & räknas som två."
        section.problem("namn", "för-lång-text", fact, f"högst {MAX_NAMN}: det står också i sidfoten.")
    for key, names in (
        ("län", list(utgava.lan)),
        ("summera_delar", list(utgava.summera_delar)),
        ("grupper", [one.rubrik for one in utgava.grupper]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            section.problem(key, "dubbelt-namn", f"{visible(name)} står två gånger.", "ta bort det ena.")
    section.finish()
    return utgava


def _warn_of_waiting(kommande: list[Leverans], folder: Path, problems: Problems) -> None:
    """Tell files that lie ready though nobody has written down the issue that they come with."""
    for one in kommande:
        if one.poster is None and (folder / one.fil).exists():
            fact = f"{one.fil} finns, men utgivningen {'.'.join(map(str, one.fran))} står inte i utgava.yaml."
            problems.add(one.place, "utgivning-saknas", fact, "skriv utgivningen, om den ska ges ut.", "varning")


def _refuse_wrong_issues(
    leveranser: list[Leverans], poster: list[Rattelse | Andring], every: tuple[Utgivning, ...], problems: Problems
) -> None:
    """Tell numbers that are no issue of the edition, and deliveries that end without another in their place."""
    known = [one.ordning for one in every]
    dated = [(one.place, one.fran) for one in leveranser] + [(one.place, one.till) for one in leveranser]
    dated += [(one.place, one.fran) for one in poster]
    for place, number in dated:
        written = ".".join(map(str, number))
        if number and number[0] != known[-1][0]:
            fact = f"utgivningen {written} hör till en annan utgåva än {known[-1][0]} års."
            problems.add(place, "fel-utgivning", fact, f'utgivningarnas nummer börjar med "{known[-1][0]}.".')
        elif number and number <= known[-1] and number not in known:
            fact = f"{written} är ingen av utgivningarna i utgava.yaml."
            problems.add(place, "fel-utgivning", fact, f"skriv {listed(one.nummer for one in every)}, eller en senare.")
    for one in leveranser:
        after = [number for number in known if one.till and number > one.till][:1]
        if one.till and one.till < (one.fran or known[0]):
            problems.add(one.place, "fel-utgivning", "leveransen slutar före den börjar.", "rätta ett av numren.")
        elif after and not any(other.fran == after[0] and other.replaces(one) for other in leveranser):
            fact = f"ingen leverans tar över efter {one.fil} från och med {'.'.join(map(str, after[0]))}."
            problems.add(
                one.place, "fel-utgivning", fact, "skriv den nya filens post, med det numret i från_utgivning."
            )


def _gruppval(section: Section) -> Gruppval:
    aret_fore = section.maybe_text("år") == ARET_FORE
    versioner = []
    if section.one_of(INDELNING) == "versioner":
        for item in section.sections("versioner"):
            versioner.append((item.year("från"), item.text("indelning")))
            item.finish()
    else:
        versioner.append((0, section.text("indelning")))
    gruppval = Gruppval(
        section.place,
        section.name("rubrik"),
        tuple(sorted(versioner)) or ((0, ""),),
        None if aret_fore else section.maybe_year("år"),
        aret_fore,
        plain_file(section) if "fil" in section else None,
    )
    section.finish()
    return gruppval


def _rattelse(section: Section) -> Rattelse:
    kind = section.one_of(STOD)
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
        fran=read_number(section, "från_utgivning") if "från_utgivning" in section else (),
    )
    if rattelse.stod_samma_som == rattelse.indikator != "":
        fact = f"{visible(rattelse.indikator)} jämförs med sig själv, och är alltid samma."
        section.problem(
            "stod_samma_som", "samma-uppgift", fact, "skriv den indikator som siffrorna råkade bli samma som."
        )
    section.finish()
    return rattelse
