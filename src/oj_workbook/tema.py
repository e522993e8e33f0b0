"""templates/tema.yaml -> Tema: how every kind of cell and every line of a chart looks."""

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
    *("radrubrik", "radrubrik_del", "radrubrik_före", "tabellänk", "dämpad", "anmärkning"),
    *(
        "cell",
        "cell_hel",
        "cell_övre",
        "cell_före",
        "jämförelse",
        "jämförelse_hel",
        "jämförelse_övre",
        "jämförelse_före",
    ),
    *("data_rubrik", "data_rubrik_tal", "data_text", "data_tal"),
    *("markning", "cell_brott", "cell_år", "klass", "liten", "väljare_liten"),
    *("lös_cell", "lös_cell_före", "lös_rubrik_före", "lös_text", "lös_klass", "lös_plats"),
)
#: The looks that a cell takes on while a rule is true; those of the classes have their colours from the palette.
VILLKOR = ("ram", "egen", "vald_kolumn")
KLASSER = ("klass_bäst", "klass_mitten", "klass_sämst", "klass_hög", "klass_låg")
#: The lines of a chart: the key in the file by the name in the code.
DIAGRAMFARGER = {"egen": "egen", "lan": "län", "riket": "riket"}
#: What Excel takes for the name of a typeface.
LONGEST_TYPEFACE = 31
LEAST_CONTRAST = 4.5
LEAST_CONTRAST_LINE = 3.0
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
class Regellook:
    """What changes in a cell while a rule is true.  Colours are RRGGBB, "" for as they were."""

    fyllning: str
    textfarg: str
    fet: bool
    kant: str


@dataclass(frozen=True)
class Tema:
    """The typeface, every named look of a cell and of a rule, and the colours of the charts' lines.

    `originalfarger` colours measures without a wanted direction as the original does: high red, low green.
    """

    typsnitt: str
    utseenden: dict[str, Utseende]
    regler: dict[str, Regellook]
    diagramfarger: dict[str, str]
    originalfarger: bool


def read_tema(section: Section) -> Tema:
    """Read tema.yaml: the typeface, and a look or colour for every name there must be."""
    typsnitt = section.name("typsnitt", LONGEST_TYPEFACE)
    looks = _named(section.section("utseenden"), UTSEENDEN)
    villkor = _named(section.section("villkor"), VILLKOR)
    regler = {name: _regellook(look) for name, look in villkor.items()} | _palette(section)
    original = section.choice("bakgrundsmått", {"neutrala": False, "originalets färger": True})
    colours = section.section("diagramfärger")
    diagramfarger = {name: _line_colour(colours, key) for name, key in DIAGRAMFARGER.items() if colours}
    if colours:
        colours.finish()
    section.finish()
    return Tema(typsnitt, {name: _utseende(look) for name, look in looks.items()}, regler, diagramfarger, original)


def _named(section: Section | None, names: tuple[str, ...]) -> dict[str, Section]:
    """Return the sections that must be there, and tell those that must not."""
    if section is None:
        return {}
    found = {name: inner for name in names if (inner := section.section(name))}
    section.finish()
    return found


def _palette(section: Section) -> dict[str, Regellook]:
    """Return the looks of the classes in the chosen palette; the others are read too, so that their faults are told."""
    inner = section.section("paletter")
    if inner is None or "palett" not in section:
        section.text("palett")
        return {}
    palettes = {
        name: {klass: _klasslook(look) for klass, look in _named(inner.section(name), KLASSER).items()}
        for name in inner.names()
    }
    inner.finish()
    if not palettes:
        section.problem("paletter", "tom-lista", "paletter är tom.", "lägg till minst en palett.")
        return {}
    return section.choice("palett", palettes)


def _klasslook(section: Section) -> Regellook:
    look = Regellook(
        _required_colour(section, "fyllning"), _required_colour(section, "textfärg"), fet=False, kant="ingen"
    )
    section.finish()
    _refuse_pale(section, look.textfarg, look.fyllning)
    return look


def _regellook(section: Section) -> Regellook:
    """Return a conditional look.  A fill has its own text colour: cells with any look may take it on."""
    fyllning = read_colour(section, "fyllning")
    look = Regellook(
        fyllning=fyllning,
        textfarg=_required_colour(section, "textfärg") if fyllning else read_colour(section, "textfärg"),
        fet=section.flag("fet"),
        kant=section.choice("kant", {"ingen": "ingen", "under": "under"}) if "kant" in section else "ingen",
    )
    section.finish()
    _refuse_pale(section, look.textfarg, look.fyllning)
    return look


def _line_colour(section: Section, key: str) -> str:
    farg = _required_colour(section, key)
    if farg and (found := contrast(farg, "FFFFFF")) < LEAST_CONTRAST_LINE:
        said = f"{found:.1f}".replace(".", ",")
        fact = f"linjen har kontrasten {said} mot vitt; det behövs minst 3."
        section.problem(key, "för-svag-kontrast", fact, "välj en mörkare färg.")
    return farg


def _utseende(section: Section) -> Utseende:
    kanter = {"ingen": "ingen", "under": "under", "runt": "runt", "vänster": "vänster"}
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
    _refuse_pale(section, look.textfarg, look.fyllning)
    return look


def _refuse_pale(section: Section, textfarg: str, fyllning: str) -> None:
    """Tell a text that is hard to see; one without a colour of its own is not asked about."""
    if textfarg and (found := contrast(textfarg, fyllning or "FFFFFF")) < LEAST_CONTRAST:
        said = f"{found:.1f}".replace(".", ",")
        fact = f"texten har kontrasten {said} mot sin bakgrund; det behövs minst 4,5."
        section.problem("textfärg", "för-svag-kontrast", fact, "välj en mörkare text eller en ljusare fyllning.")


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
    return _required_colour(section, key) if key in section else ""


def _required_colour(section: Section, key: str) -> str:
    farg = section.text(key)
    if farg and not FARG.fullmatch(farg):
        fact = f"{visible(farg)} är ingen färg."
        section.problem(key, "fel-färg", fact, 'skriv sex tecken ur 0–9 och A–F inom citattecken, som "1F3B4D".')
        return ""
    return farg
