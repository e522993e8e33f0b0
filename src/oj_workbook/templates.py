"""templates/ -> Templates: every text, look and sheet that a person may change without touching code."""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from oj_workbook.problems import Place, Problems, alike, did_you_mean, listed, relative, visible
from oj_workbook.section import LONGEST_TEXT, Section, cell_length, read_section
from oj_workbook.tema import Tema, read_colour, read_tema
from oj_workbook.texter import LONGEST, MOST_LINES, TEXTER
from oj_workbook.yamlfile import read_text

SIDOR_FALT = ("utgåva", "version", "datum", "kommuner", "valbara", "första", "senaste", "föregående")
SIDOR_BLOCK = (
    "tecken",
    "klasser",
    "källor",
    "svar",
    "månadsposter",
    "utgivningar",
    "metod",
    "hänvisning",
    "ändringar",
    "sedan utgivningen",
    "sedan utgåvan",
    "rättelser",
    "varningar",
    "bygge",
    "exempel",
)
#: The page that is no sheet: the method description, a document of its own, which has tables that no sheet has.
METODSIDA = "metodbeskrivning"
METOD_BLOCK = (
    *("omfattning", "enkätens delar", "mätdagar", "svarsfrekvens", "källförteckning", "leveranser", "indelningar"),
    *("avrundning", "teckenantal", "brott", "skydd"),
)
#: Where an område keeps texts, pages and sheets of its own.
OMRADEN = "omraden"
BLADSLAG = (
    *("start", "resultat", "över tid", "uppdelat", "jämför", "liknande", "länet", "kommungrupper", "riket över tid"),
    *("alla kommuner", "indikatorer", "läs", "data", "beräkning"),
)
OTILLATNA_I_BLADNAMN = set("[]:*?/\\'\n\t")
MAX_BLADNAMN = 31
#: Excel keeps it for a sheet of its own.
UPPTAGNA = ("history",)


@dataclass(frozen=True)
class Bladmall:
    """One sheet: its kind, tab name, and the line that says on the start sheet what it is for."""

    place: Place
    slag: str
    namn: str
    syfte: str
    flik: str
    sida: str

    @property
    def dold(self) -> bool:
        """Tell whether the sheet is hidden: only the one with helper cells is."""
        return self.slag == "beräkning"


@dataclass(frozen=True)
class Templates:
    """All of templates/: texts by key, long texts by file name, looks, and sheets in their order."""

    texter: dict[str, str]
    sidor: dict[str, str]
    tema: Tema
    blad: tuple[Bladmall, ...]

    def text(self, key: str, **falt: object) -> str:
        """Return a text with its fields filled in."""
        return self.texter[key].format(**falt)


def load_templates(folder: Path, root: Path, problems: Problems, omrade: str = "") -> Templates | None:
    """Read all templates; None when a file cannot be read at all.

    What lies in `omraden/<omrade>` stands in place of what is common to all: texts one by one, pages and sheets by
    their files' names.
    """
    texter = read_section(folder / "texter.yaml", root, problems)
    tema = read_section(folder / "tema.yaml", root, problems)
    if texter is None or tema is None:
        return None
    own = folder / OMRADEN / omrade if omrade else folder
    blad = [
        _blad(section)
        for path in _in_order(folder / "blad", own / "blad", "*.yaml")
        if (section := read_section(path, root, problems))
    ]
    sidor = {path.stem: _page(path, root, problems) for path in _in_order(folder / "sidor", own / "sidor", "*.md")}
    for sheet in blad:
        if sheet.sida == METODSIDA:
            fact = f"sidan {visible(sheet.sida)} är ett eget dokument och kan inte bli ett blad."
            problems.add(sheet.place, "okänd-sida", fact, "välj en annan sida, eller ta bort bladet.")
        elif sheet.sida and sheet.sida not in sidor:
            remedy = did_you_mean(sheet.sida, sidor, "lägg filen i templates/sidor/.")
            problems.add(sheet.place, "okänd-sida", f"sidan {visible(sheet.sida)} finns inte.", remedy)
    _refuse_same_names(blad, problems)
    for slag in (one for one in BLADSLAG if one != "läs"):
        found = [one.slag for one in blad].count(slag)
        if found > 1 or (found == 0 and slag in ("start", "resultat", "indikatorer", "data", "beräkning")):
            least = "" if found == 0 else "högst "
            fact = f"det ska finnas {least}ett blad av slaget {visible(slag)}, men det finns {found}."
            problems.add(
                Place(relative(folder / "blad", root)), "fel-antal-blad", fact, "lägg till eller ta bort blad."
            )
    texts = _texts(texter, problems)
    if omrade and (own / "texter.yaml").exists() and (section := read_section(own / "texter.yaml", root, problems)):
        texts |= _texts(section, problems, own=True)
    return Templates(texts, sidor, read_tema(tema), tuple(blad))


def _in_order(common: Path, own: Path, pattern: str) -> list[Path]:
    """Return the files of a folder, each replaced by the område's own of the same name, and its others among them."""
    files = {path.name: path for folder in (common, own) for path in folder.glob(pattern)}
    return [files[name] for name in sorted(files)]


def _texts(section: Section, problems: Problems, *, own: bool = False) -> dict[str, str]:
    """Return the texts of a file by their keys: all of them, or those that an område has of its own."""
    names = dict.fromkeys(key.split(".")[0] for key in TEXTER)
    groups = {name: section.section(name) for name in names if name in section or not own}
    found = {}
    for key, allowed in TEXTER.items():
        group, name = key.split(".")
        part = groups.get(group)
        if own and (part is None or name not in part):
            continue
        found[key] = part.text(name) if part else ""
        place = part.place_of(name) if part else section.place
        _check_fields(found[key], allowed, place, problems)
        _check_length(key, found[key], place, problems)
    for part in groups.values():
        if part:
            part.finish()
    section.finish()
    return found


def _check_fields(text: str, allowed: tuple[str, ...], place: Place, problems: Problems) -> None:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        problems.add(place, "fel-fält", "klamrarna { och } går inte ihop.", "skriv {fält}, eller {{ för en klammer.")
        return
    for _, name, form, conversion in parts:
        if form or conversion:
            fact = f"fältet {{{name}}} har ett tillägg, som : eller !."
            problems.add(place, "fel-fält", fact, f"skriv bara {{{name}}}.")
        elif name is not None and name not in allowed:
            otherwise = f"här finns {listed('{' + one + '}' for one in allowed)}." if allowed else "ta bort fältet."
            problems.add(place, "okänt-fält", f"fältet {{{name}}} finns inte.", did_you_mean(name, allowed, otherwise))


def _check_length(key: str, text: str, place: Place, problems: Problems) -> None:
    if cell_length(text) > LONGEST.get(key, cell_length(text)):
        fact = f"texten har {cell_length(text)} tecken; här får den ha högst {LONGEST[key]}."
        problems.add(place, "för-lång-text", fact, "korta den: Excel visar inte mer.")
    if text.count("\n") >= MOST_LINES.get(key, len(text) + 1):
        fact = f"texten har fler än {MOST_LINES[key]} rader."
        problems.add(place, "för-lång-text", fact, "korta den, så att den inte når tabellen.")


def _page(path: Path, root: Path, problems: Problems) -> str:
    place = Place(relative(path, root), 1)
    text = read_text(path, root, problems)
    if text is None:
        return ""
    if not text.strip():
        problems.add(place, "tom-fil", "sidan är tom.", "skriv den, eller ta bort bladet.")
    if (length := cell_length(text)) > LONGEST_TEXT:
        fact = f"sidan har {length} tecken; högst {LONGEST_TEXT} får plats på ett blad."
        problems.add(place, "för-lång-text", fact, "korta den, eller dela upp den på två blad.")
    blocks = (*SIDOR_BLOCK, *METOD_BLOCK) if path.stem == METODSIDA else SIDOR_BLOCK
    for number, line in enumerate(text.split("\n"), 1):
        here = Place(place.fil, number)
        _check_fields(line, SIDOR_FALT, here, problems)
        if line.strip().startswith("[[") and (block := line.strip("[] ")) not in blocks:
            remedy = did_you_mean(block, blocks, f"välj {listed(blocks)}.")
            problems.add(here, "okänt-block", f"blocket {visible(line)} finns inte.", remedy)
    return text


def _blad(section: Section) -> Bladmall:
    namn = section.text("namn")
    written_sign = re.search("_x[0-9A-Fa-f]{4}_", namn)  # as a control character is written within a workbook
    if cell_length(namn) > MAX_BLADNAMN or OTILLATNA_I_BLADNAMN & set(namn) or written_sign or alike(namn) in UPPTAGNA:
        fact = f"{visible(namn)} kan inte vara namn på ett blad."
        section.problem("namn", "fel-bladnamn", fact, f"högst {MAX_BLADNAMN} tecken, inget av [ ] : * ? / \\ '.")
    slag = section.choice("slag", {slag: slag for slag in BLADSLAG})
    mall = Bladmall(
        place=section.place_of("namn"),
        slag=slag,
        namn=namn,
        syfte=section.text("syfte"),
        flik=read_colour(section, "flik"),
        sida=section.text("sida") if slag == "läs" else "",
    )
    section.finish()
    return mall


def _refuse_same_names(blad: list[Bladmall], problems: Problems) -> None:
    seen: dict[str, Bladmall] = {}
    for sheet in blad:
        first = seen.setdefault(alike(sheet.namn), sheet)
        if first is not sheet:
            fact = f"bladet {visible(sheet.namn)} heter som det i {first.place.fil}."
            problems.add(
                sheet.place,
                "dubbelt-bladnamn",
                fact,
                "ge bladet ett eget namn (Excel skiljer inte på stora och små bokstäver).",
            )
