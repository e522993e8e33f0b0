"""Every formula of the workbook, in cells, names, lists and rules: only what ours are made of, and nothing outside."""

import re
from collections.abc import Iterator

from oj_workbook.audit.parts import Parts
from oj_workbook.audit.sheets import BOOK, Book, named, position, sheet_names
from oj_workbook.audit.styles import NS
from oj_workbook.problems import MOST_TOLD, Place, Problems

#: What the formulas of the workbook call: functions that Excel 2016 and LibreOffice 7 share, none of them volatile.
FUNCTIONS = frozenset(
    ("AND", "CHOOSE", "COUNT", "COUNTIF", "IF", "IFERROR", "INDEX", "ISNUMBER", "LEFT", "MATCH", "MAX", "MIN", "OR")
)
MAX_FORMULA, MAX_LITERAL, MAX_NESTED, MAX_LIST = 8_192, 255, 64, 255
#: The names that are defined: the pickers and their lists, what screen readers and printers look for.
NAMES = re.compile(
    r"vald_enhet|vald_indikator|jamfor_enhet_[1-5]|vald_gruppering|liknande_indikator|valt_ar|enheter|indikatorer"
    r"|grupperingar|utgavans_ar|TitleRegion[1-9]\d*(?:\.[A-Z]{1,3}[1-9]\d*){2}\.[1-9]\d*"
    r"|_xlnm\.(?:Print_Area|Print_Titles|_FilterDatabase)"
)
LISTS = frozenset({"enheter", "indikatorer", "grupperingar", "utgavans_ar"})
TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<blad>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
    |(?P<funktion>[^\W\d][\w.]*)\(
    |(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?![\w.(]))
    |(?P<kolumn>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w(]))
    |(?P<rad>\$?[0-9]+:\$?[0-9]+)
    |(?P<tal>[0-9]+(?:\.[0-9]+)?(?![\w.]))
    |(?P<namn>[^\W\d]\w*(?![\w.(!]))
    |(?P<ihop>\()|(?P<isar>\))|(?P<tecken>[-+*/&=<>,:\s])
    |(?P<okant>.)""",
    re.VERBOSE | re.DOTALL,
)
_OURS = "bygg arbetsboken på nytt; behövs formeln, lägg till det som saknas i src/oj_workbook/audit/formulas.py."


def check_names(parts: Parts, problems: Problems) -> None:
    """Tell defined names that are not ours, that stand for anything but cells, or that are there twice."""
    blad = {namn.casefold() for namn in sheet_names(parts).values()}
    root, seen = parts.trees[BOOK], set()
    for one in root.iterfind("m:definedNames/m:definedName", NS):
        namn, stands_for = str(one.get("name", "")), str(one.text or "")
        place = Place(f"{parts.fil}!{BOOK}")
        if NAMES.fullmatch(namn) is None:
            problems.add(place, "otillåten-formel", "ett definierat namn är inte ett av programmets.", _OURS)
        elif not all(_is_range(area, blad) for area in _areas(stands_for)):
            problems.add(place, "otillåten-formel", f"namnet ”{namn}” står för annat än celler på ett blad.", _OURS)
        key = (namn.casefold(), one.get("localSheetId"))
        if key in seen:
            problems.add(place, "trasig-arbetsbok", f"namnet ”{namn}” är definierat två gånger.", _OURS)
        seen.add(key)


def _areas(text: str) -> list[str]:
    """Return the areas of a name, which may be several with a comma between; a comma in a sheet's name is none."""
    return re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", text) or [text]


def _is_range(text: str, blad: set[str]) -> bool:
    found = re.fullmatch(r"'((?:[^']|'')+)'!(\$?[A-Z0-9$]+)(?::(\$?[A-Z0-9$]+))?", text)
    if found is None or found[1].replace("''", "'").casefold() not in blad:
        return False
    corners = [one for one in found.groups()[1:] if one]
    whole = [re.fullmatch(r"\$?(?:[A-Z]{1,3}|[1-9]\d*)", one) is not None for one in corners]
    return all(whole) or all(position(one) for one in corners)


def check_rules(parts: Parts, problems: Problems) -> None:
    """Tell lists to choose from and conditional formats that are not of our kind.

    A list is a defined name, never texts of its own.  A rule compares cells with texts: a number in it would tell
    something that no cell says.
    """
    blad = sheet_names(parts)
    known = {one.casefold() for one in blad.values()}
    for part, namn in blad.items():
        place, root = Place(f"{parts.fil}!{namn}"), parts.trees[part]
        for one in root.iterfind("m:dataValidations/m:dataValidation", NS):
            if one.get("type") != "list" or one.findtext("m:formula1", "", NS) not in LISTS or len(one) != 1:
                problems.add(place, "otillåten-formel", "en lista i en cell läser inte ett av filens namn.", _OURS)
        for one in root.iterfind("m:conditionalFormatting/m:cfRule", NS):
            text = one.findtext("m:formula", "", NS)
            facts = list(wrong(text, known))
            if one.get("type") != "expression" or len(one) != 1 or not _compares(text):
                facts.append("en villkorlig formatering jämför inte celler med texter.")
            for fact in facts:
                problems.add(place, "otillåten-formel", fact, _OURS)


def _compares(text: str) -> bool:
    tokens = [(str(one.lastgroup), one[0]) for one in TOKEN.finditer(text)]
    numbers = [place for place, (kind, _) in enumerate(tokens) if kind == "tal"]
    asks_for_start = [place for place in numbers if tokens[place - 1][1] == "," and "LEFT(" in text]
    compares = any(text in {"=", ">"} for _, text in tokens)
    return compares and any(kind == "cell" for kind, _ in tokens) and numbers == asks_for_start


def check_formulas(book: Book, problems: Problems) -> None:
    """Tell the formulas of cells that are not of our kind; one that stands in many cells is looked at once."""
    known = {sheet.namn.casefold() for sheet in book.blad}
    names = {namn.casefold() for namn in named(book)}
    judged: dict[str, list[str]] = {}
    told = 0
    for sheet in book.blad:
        for rad, kolumn, cell in sheet.cells():
            if cell.formula is None:
                continue
            if cell.formula not in judged:
                judged[cell.formula] = list(wrong(cell.formula, known, names))
            for fact in judged[cell.formula]:
                told += 1
                if told <= MOST_TOLD:
                    problems.add(book.place(sheet.namn, rad, kolumn), "otillåten-formel", fact, _OURS)


def wrong(formula: str, blad: set[str], names: set[str] | None = None) -> Iterator[str]:
    """Yield what is wrong with a formula; `names` are the defined ones, None for any of ours."""
    if not formula or formula.startswith("=") or len(formula) > MAX_FORMULA:
        yield "formeln är tom, för lång, eller börjar med ett likhetstecken."
    depth = deepest = 0
    facts = []
    for one in TOKEN.finditer(formula):
        kind = str(one.lastgroup)
        text = one[kind]
        depth += {"funktion": 1, "ihop": 1, "isar": -1}.get(kind, 0)
        deepest = max(deepest, depth)
        if depth < 0:
            break
        facts.append(_wrong_token(kind, text, blad, names))
    if depth:
        yield "formelns parenteser går inte ihop."
    if deepest > MAX_NESTED:
        yield f"formeln har fler än {MAX_NESTED} nivåer."
    yield from dict.fromkeys(filter(None, facts))


def _wrong_token(kind: str, text: str, blad: set[str], names: set[str] | None) -> str:
    """Return what is wrong with one token of a formula, "" for nothing."""
    match kind:
        case "text" if len(text) - 2 > MAX_LITERAL:
            return f"formeln har en text som är längre än {MAX_LITERAL} tecken; Excel reparerar filen."
        case "blad" if text[:-1].strip("'").replace("''", "'").casefold() not in blad:
            return "formeln läser något som inte är ett blad i filen."
        case "funktion" if text not in FUNCTIONS:
            return f"formeln använder {text}, som inte är en av de funktioner som filen ska klara sig med."
        case "cell" if position(text) is None:
            return "formeln läser en cell utanför bladet."
        case "tal" if "." in text:
            return "formeln har ett tal med decimaler i sig."
        case "namn" if text.casefold() not in {"true", "false"} and not _known_name(text, names):
            return "formeln läser ett namn som inte finns."
        case "kolumn" | "rad" | "okant":
            return "formeln har något som filens formler inte har: en hel kolumn, en annan fil, en lista av tal."
    return ""


def _known_name(text: str, names: set[str] | None) -> bool:
    return NAMES.fullmatch(text) is not None if names is None else text.casefold() in names
