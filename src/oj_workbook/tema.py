"""templates/tema.yaml -> Tema: how every kind of cell looks."""

import re
from dataclasses import dataclass

from oj_workbook.problems import visible
from oj_workbook.section import Section

#: Every look the layout uses.
UTSEENDEN = (
    *("titel", "rubrik", "underrubrik", "sidrubrik", "ingress", "etikett", "text", "länk"),
    *("väljaretikett", "väljare", "besked", "värde"),
    *("band", "kolumnrubrik", "kolumnrubrik_tal", "kolumnrubrik_smal", "kolumnrubrik_anmärkning"),
    *("kolumnlänk", "kolumnnot", "kolumnnot_vänster"),
    *("radrubrik", "radrubrik_före", "tabellänk", "dämpad", "anmärkning"),
    *("cell", "cell_övre", "cell_före", "jämförelse", "jämförelse_övre", "jämförelse_före"),
    *("data_rubrik", "data_rubrik_tal", "data_text", "data_nyckel", "data_tal"),
)
LEAST_CONTRAST = 4.5
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
        textfarg=read_colour(section, "textfärg") or "000000",
        fyllning=read_colour(section, "fyllning"),
        kant=section.choice("kant", kanter) if "kant" in section else "ingen",
        justering=section.choice("justering", led) if "justering" in section else "left",
        hojdled=section.choice("höjdled", hojd) if "höjdled" in section else "center",
        radbrytning=section.flag("radbrytning"),
        indrag=section.maybe_integer("indrag", 0, 10) or 0,
        oppen=section.flag("öppen"),
    )
    section.finish()
    if (found := contrast(look.textfarg, look.fyllning or "FFFFFF")) < LEAST_CONTRAST:
        said = f"{found:.1f}".replace(".", ",")
        fact = f"texten har kontrasten {said} mot sin bakgrund; det behövs minst 4,5."
        section.problem("textfärg", "för-svag-kontrast", fact, "välj en mörkare text eller en ljusare fyllning.")
    return look


def contrast(one: str, other: str) -> float:
    """Return the contrast between two colours, 1 to 21, as WCAG 2.1 counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(farg: str) -> float:
    parts = [int(farg[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_colour(section: Section, key: str) -> str:
    """Return a colour as RRGGBB, or "" when the key is not there or holds no colour."""
    farg = section.maybe_text(key) or ""
    if farg and not FARG.fullmatch(farg):
        fact = f"{visible(farg)} är ingen färg."
        section.problem(key, "fel-färg", fact, 'skriv sex tecken ur 0–9 och A–F inom citattecken, som "1F3B4D".')
        return ""
    return farg
