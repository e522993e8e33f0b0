"""data/publicering.yaml -> Publicering: who gives the editions out, where, and what a catalogue asks for."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from oj_workbook.problems import Problem, Problems, did_you_mean, visible
from oj_workbook.section import Section, read_section

#: The file below the project's folder; only a release requires it.
FIL = "data/publicering.yaml"
WEBBADRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s<>\"{}|\\^`#?]*)?")
EPOST = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
WEBBADRESS_REMEDY = "skriv hela adressen, som https://www.kommunen.se/statistik."
#: The words for who gives out, as the list of publishers' types has them (purl.org/adms/publishertype).
UTGIVARTYP = {
    "statlig myndighet": "NationalAuthority",
    "region": "RegionalAuthority",
    "kommun": "LocalAuthority",
    "ideell organisation": "NonProfitOrganisation",
    "företag": "Company",
}
#: The EU's data themes (publications.europa.eu/resource/authority/data-theme), and what they are about.
TEMAN = {
    "AGRI": "jordbruk",
    "ECON": "ekonomi",
    "EDUC": "utbildning",
    "ENER": "energi",
    "ENVI": "miljö",
    "GOVE": "offentlig sektor",
    "HEAL": "hälsa",
    "INTR": "internationellt",
    "JUST": "rättsväsen",
    "REGI": "regioner och städer",
    "SOCI": "befolkning och samhälle",
    "TECH": "vetenskap",
    "TRAN": "transporter",
}


@dataclass(frozen=True)
class Licens:
    """What others may do with what is given out: the short name of the licence, its full name and its address."""

    namn: str
    titel: str
    uri: str


LICENSER = {
    "CC0 1.0": Licens(
        "CC0-1.0", "Creative Commons Zero 1.0 Universal", "http://creativecommons.org/publicdomain/zero/1.0/"
    ),
    "CC BY 4.0": Licens(
        "CC-BY-4.0", "Creative Commons Erkännande 4.0 Internationell", "http://creativecommons.org/licenses/by/4.0/"
    ),
}


@dataclass(frozen=True)
class Utgivare:
    """Who gives the editions out; `typ` as the list of publishers' types has it."""

    namn: str
    uri: str
    typ: str


@dataclass(frozen=True)
class Kontakt:
    """Whom a reader asks."""

    namn: str
    epost: str
    webbsida: str | None


@dataclass(frozen=True)
class Serie:
    """The editions of an område, year after year, as a catalogue presents them."""

    titel: str
    beskrivning: str
    tema: tuple[str, ...]
    nyckelord: tuple[str, ...]


@dataclass(frozen=True)
class Publicering:
    """What no edition knows of how it is given out; `webbadress` without a slash at its end."""

    webbadress: str
    utgivare: Utgivare
    kontakt: Kontakt
    licens: Licens
    titel: str
    beskrivning: str
    serier: dict[str, Serie]

    @property
    def exempel(self) -> bool:
        """Tell whether the address is one that leads nowhere, and so has not been changed to a real one."""
        name = urlsplit(self.webbadress).hostname or ""
        return name.endswith((".invalid", ".example", "example.org", "example.com"))

    def bundle(self, utgava: str, version: str) -> str:
        """Return the address of the folder that an issue of an edition lies in, with a slash at its end."""
        return f"{self.webbadress}/{quote(utgava)}/{quote(version)}/"


def read_publicering(root: Path, problems: Problems, omrade: str | None = None) -> Publicering | None:
    """Read how the project's editions are given out, and tell when the series of `omrade` is not there.

    None when the file cannot be read, and `problems` says why.
    """
    section = read_section(root / FIL, root, problems)
    if section is None:
        return None
    publicering = Publicering(
        webbadress=_address(section, "webbadress").rstrip("/"),
        utgivare=_utgivare(section.section("utgivare")),
        kontakt=_kontakt(section.section("kontakt")),
        licens=section.choice("licens", LICENSER),
        **_katalog(section.section("katalog")),
        serier=_serier(section, root),
    )
    if omrade is not None and omrade not in publicering.serier and "serier" in section:
        fact = f"området {visible(omrade)} har ingen serie."
        section.problem("serier", "saknad-serie", fact, f"lägg till en post med ”område: {omrade}”.")
    section.finish()
    return publicering


def faults_of_publication(root: Path) -> list[Problem]:
    """Return what is wrong in publicering.yaml; nothing where there is no such file, which only a release requires."""
    problems = Problems()
    if (root / FIL).exists():
        read_publicering(root, problems)
    return list(problems)


def _utgivare(section: Section | None) -> Utgivare:
    if section is None:
        return Utgivare("", "", "")
    found = Utgivare(section.text("namn"), _address(section, "uri"), section.choice("typ", UTGIVARTYP))
    section.finish()
    return found


def _kontakt(section: Section | None) -> Kontakt:
    if section is None:
        return Kontakt("", "", None)
    epost = section.text("epost")
    if epost and not EPOST.fullmatch(epost):
        fact = f"{visible(epost)} är ingen e-postadress."
        section.problem("epost", "fel-adress", fact, "skriv den som statistik@kommunen.se.")
    found = Kontakt(section.text("namn"), epost, _address(section, "webbsida") if "webbsida" in section else None)
    section.finish()
    return found


def _katalog(section: Section | None) -> dict[str, str]:
    if section is None:
        return {"titel": "", "beskrivning": ""}
    found = {"titel": section.text("titel"), "beskrivning": section.text("beskrivning")}
    section.finish()
    return found


def _serier(section: Section, root: Path) -> dict[str, Serie]:
    found: dict[str, Serie] = {}
    known = sorted(path.parent.name for path in (root / "indicators").glob("*/_omrade.yaml"))
    for item in section.sections("serier"):
        omrade = item.text("område")
        if omrade and omrade not in known:
            fact = f"området {visible(omrade)} finns inte i indicators/."
            item.problem("område", "okänt-område", fact, did_you_mean(omrade, known, "skriv mappens namn."))
        if omrade in found:
            item.problem("område", "dubbelt-namn", f"{visible(omrade)} har redan en serie.", "ta bort den ena.")
        found[omrade] = Serie(item.text("titel"), item.text("beskrivning"), _tema(item), item.texts("nyckelord"))
        item.finish()
    return found


def _tema(section: Section) -> tuple[str, ...]:
    tema = section.texts("tema")
    for word in tema:
        if word and word not in TEMAN:
            fact = f"{visible(word)} är inget av EU:s teman."
            section.problem("tema", "okänt-värde", fact, did_you_mean(word, TEMAN, "se guiden för vilka som finns."))
    return tema


def _address(section: Section, key: str) -> str:
    address = section.text(key)
    if address and not WEBBADRESS.fullmatch(address):
        section.problem(key, "fel-adress", f"{visible(address)} är ingen webbadress.", WEBBADRESS_REMEDY)
    return address
