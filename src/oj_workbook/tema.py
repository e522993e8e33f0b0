"""templates/tema.yaml -> Tema: how every kind of cell looks."""

import re
from dataclasses import dataclass

from oj_workbook.problems import visible
from oj_workbook.section import Section

#: Every look the layout uses.
UTSEENDEN = (
    *("titel", "rubrik", "underrubrik", "sidrubrik", "ingress", "etikett", "text", "länk"),
    *("väljaretikett", "väljare", "besked", "värde"),
    *("band", "kolumnrubrik", "kolumnrubrik_tal", "kolumnrubrik_smal", "kolumnrubrik_anmärkning", "kolumnlänk"),
    *("radrubrik", "radrubrik_före", "tabellänk", "dämpad", "anmärkning"),
    *("cell", "cell_övre", "cell_före", "jämförelse", "jämförelse_övre", "jämförelse_före"),
    *("data_rubrik", "data_rubrik_tal", "data_text", "data_tal"),
)
FARG = re.compile(r"[0-9A-F]{6}")


@dataclass(frozen=True)
class Utseende:
    """A named look.  Colours are RRGGBB, `fyllning` "" for none."""

    storlek: int
    fet: bool
    kursiv: bool
    understruken: bool
    textfarg: str
    fyllning: str
    kant: str
    justering: str
    hojdled: str
    radbrytning: bool
    indrag: int
    oppen: bool


@dataclass(frozen=True)
class Tema:
    """The typeface and every named look."""

    typsnitt: str
    utseenden: dict[str, Utseende]


def read_tema(section: Section) -> Tema:
    """Read tema.yaml: the typeface, and a look for every name in UTSEENDEN."""
    typsnitt = section.text("typsnitt")
    inner = section.section("utseenden")
    looks = {name: look for name in UTSEENDEN if inner and (look := inner.section(name))}
    if inner:
        inner.finish()
    section.finish()
    return Tema(typsnitt, {name: _utseende(look) for name, look in looks.items()})


def _utseende(section: Section) -> Utseende:
    kanter = {"ingen": "ingen", "under": "under", "runt": "runt"}
    led = {"vänster": "left", "mitten": "center", "höger": "right"}
    hojd = {"överst": "top", "mitten": "center", "nederst": "bottom"}
    look = Utseende(
        storlek=section.integer("storlek", 6, 40),
        fet=section.flag("fet"),
        kursiv=section.flag("kursiv"),
        understruken=section.flag("understruken"),
        textfarg=_farg(section, "textfärg") or "000000",
        fyllning=_farg(section, "fyllning"),
        kant=section.choice("kant", kanter) if "kant" in section else "ingen",
        justering=section.choice("justering", led) if "justering" in section else "left",
        hojdled=section.choice("höjdled", hojd) if "höjdled" in section else "center",
        radbrytning=section.flag("radbrytning"),
        indrag=section.maybe_integer("indrag", 0, 10) or 0,
        oppen=section.flag("öppen"),
    )
    section.finish()
    return look


def _farg(section: Section, key: str) -> str:
    farg = section.maybe_text(key) or ""
    if farg and not FARG.fullmatch(farg):
        fact = f"{visible(farg)} är ingen färg."
        section.problem(key, "fel-färg", fact, 'skriv sex tecken ur 0–9 och A–F inom citattecken, som "1F3B4D".')
    return farg
