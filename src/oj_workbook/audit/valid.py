"""What an office program would repair, or refuse to open, apart from single cells: names, areas, order, counts."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from lxml import etree

from oj_workbook.audit.parts import Parts, relation_of
from oj_workbook.audit.sheets import BOOK, TEXTS, Book, Sheet, letters, position, sheet_names
from oj_workbook.audit.styles import NS, STYLES
from oj_workbook.audit.vocabulary import NAMESPACES
from oj_workbook.problems import Place, Problems

MAX_SHEET_NAME, MAX_PROMPT, MAX_PROMPT_TITLE, MAX_HEADER = 31, 255, 32, 255
RESERVED = {"history", "historik"}
#: The order in which the standard wants what stands around the cells of a sheet.
ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "drawing", "tableParts"),
)
CORE, APP = "docProps/core.xml", "docProps/app.xml"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
Area = tuple[int, int, int, int]
C = {"c": NAMESPACES["c"], "a": NAMESPACES["a"]}
_AGAIN = "bygg arbetsboken på nytt, och ge ut den fil som bygget skriver."
#: The elements whose `count` says how many are in them.
COUNTED = frozenset(
    (
        *("fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "numFmts", "tableColumns"),
        *("dataValidations", "tableParts", "rowBreaks", "colBreaks"),
    )
)


def check_book(parts: Parts, problems: Problems) -> None:
    """Tell what is wrong with the workbook's own part, its styles, and its properties."""

    def tell(part: str, fact: str) -> None:
        problems.add(parts.place(part), "trasig-arbetsbok", fact, _AGAIN)

    for fact in (*_sheet_names(parts), *_active(parts)):
        tell(BOOK, fact)
    for fact in _styles(parts.trees[STYLES]):
        tell(STYLES, fact)
    for part, root in parts.trees.items():
        for fact in _counts(root):
            tell(part, fact)
        _relations_used(part, root, parts, problems)
    for one in parts.trees.get(CORE, ()):
        if etree.QName(one).localname in {"created", "modified"} and not _is_moment(str(one.text)):
            tell(CORE, "en av filens tider är ingen tid.")
    properties = [one.text for one in parts.trees.get(APP, etree.Element("none"))]
    if any(
        re.fullmatch(r"Microsoft Excel Compatible / Openpyxl [\d.]+|[\d.]+", text or "") is None for text in properties
    ):
        problems.add(parts.place(APP), "okänd-del", "programmets namn och version är något annat än ett namn.", _AGAIN)


def _sheet_names(parts: Parts) -> Iterator[str]:
    sheets = parts.trees[BOOK].findall("m:sheets/m:sheet", NS)
    if len(sheet_names(parts)) != len(sheets):
        yield "ett blad leder inte till någon del, eller två till samma."
    names = [str(one.get("name", "")) for one in sheets]
    for name in names:
        if not 1 <= len(name) <= MAX_SHEET_NAME or re.search(r"[\[\]:*?/\\\x00-\x1f]|^'|'$", name):
            yield "ett blads namn är för långt, tomt, eller har tecken som inte får stå där."
        if name.casefold() in RESERVED:
            yield "ett blad heter något som Excel har reserverat."
    for what, found in (("namn", [name.casefold() for name in names]), ("nummer", [s.get("sheetId") for s in sheets])):
        if len(set(found)) < len(found):
            yield f"två blad har samma {what}."


def _active(parts: Parts) -> Iterator[str]:
    book = parts.trees[BOOK]
    states = [one.get("state", "visible") for one in book.iterfind("m:sheets/m:sheet", NS)]
    view = book.find("m:bookViews/m:workbookView", NS)
    active = "0" if view is None else str(view.get("activeTab", "0"))
    if not active.isdigit() or int(active) >= len(states) or states[int(active)] != "visible":
        yield "filen öppnas på ett blad som inte finns eller är dolt."
    for one in book.iterfind("m:definedNames/m:definedName", NS):
        number = str(one.get("localSheetId", "0"))
        if not number.isdigit() or int(number) >= len(states):
            yield "ett definierat namn hör till ett blad som inte finns."


def _styles(root: etree._Element) -> Iterator[str]:
    sizes = {tag: len(root.findall(f"m:{tag}/*", NS)) for tag in ("fonts", "fills", "borders", "cellStyleXfs")}
    refers = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    for xf in root.iterfind(".//m:xf", NS):
        for name, target in refers.items():
            number = str(xf.get(name, "0"))
            if not number.isdigit() or int(number) >= sizes[target]:
                yield f"ett utseende har ett {name} som inte finns."
    names = [str(one.get("name")).casefold() for one in root.iterfind("m:cellStyles/m:cellStyle", NS)]
    if len(set(names)) < len(names):
        yield "två namngivna utseenden heter lika."


def _counts(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if tag in COUNTED and element.get("count") not in {None, str(len(element))}:
            yield f"elementet {tag} räknar fel på sina delar."
        if tag == "sst" and element.get("uniqueCount") not in {None, str(len(element))}:
            yield "antalet texter är ett annat än det som står."


def _relations_used(part: str, root: etree._Element, parts: Parts, problems: Problems) -> None:
    """Tell ids of relations that lead nowhere."""
    name = f"{{{NAMESPACES['r']}}}id"
    for one in root.iter():
        if one.get(name) is not None and relation_of(one) not in parts.leads.get(part, {}):
            problems.add(
                parts.place(part), "trasig-arbetsbok", "delen hänvisar till en relation som inte finns.", _AGAIN
            )


def _is_moment(text: str) -> bool:
    try:
        return datetime.strptime(text, MOMENT).strftime(MOMENT) == text  # noqa: DTZ007 - Z is written out
    except ValueError:
        return False


def check_sheets(book: Book, problems: Problems) -> None:
    """Tell what is wrong around the cells of each sheet, and in its tables and charts."""
    dxfs = len(book.parts.trees[STYLES].findall("m:dxfs/m:dxf", NS))
    for sheet in book.blad:
        facts = (*_around(sheet), *_rules(sheet, dxfs), *_lists(sheet), *_links(sheet, book), *_tables(sheet, book))
        for fact in dict.fromkeys(facts):
            problems.add(book.place(sheet.namn), "trasig-arbetsbok", fact, _AGAIN)
    ids = [root.get("id") for root in book.parts.of_kind("tabell").values()]
    names = [str(root.get("displayName")).casefold() for root in book.parts.of_kind("tabell").values()]
    if len(set(ids)) < len(ids) or len(set(names)) < len(names):
        problems.add(Place(book.fil), "trasig-arbetsbok", "två tabeller har samma id eller namn.", _AGAIN)
    texts = book.parts.trees.get(TEXTS)
    for part, root in book.parts.of_kind("diagram").items():
        if any(not _agrees(one, book) for one in root.iterfind(".//c:numRef", C)):
            fact = "diagrammet har inte lagrat samma tal som cellerna det läser."
            problems.add(book.parts.place(part), "fel-lagrat-värde", fact, _AGAIN)
    uses = sum(_uses(sheet, book) for sheet in book.blad)
    if texts is not None and texts.get("count") not in {None, str(uses)}:
        problems.add(book.parts.place(TEXTS), "trasig-arbetsbok", "texternas count stämmer inte.", _AGAIN)


def _uses(sheet: Sheet, book: Book) -> int:
    with book.parts.archive.open(sheet.part) as stream:
        held, found = b"", 0
        while chunk := stream.read(1 << 20):
            found += (held + chunk).count(b' t="s"')
            held = chunk[-5:]
    return found


def _around(sheet: Sheet) -> Iterator[str]:
    tags = [etree.QName(one).localname for one in sheet.around if isinstance(one.tag, str)]
    places = [ORDER.index(tag) for tag in tags if tag in ORDER]
    repeated = [tag for tag in tags if tags.count(tag) > 1 and tag != "conditionalFormatting"]
    if places != sorted(places) or repeated:
        yield "det som står kring cellerna står i fel ordning eller två gånger."
    used = [(rad, kolumn) for rad, kolumn, _ in sheet.cells()]
    dimension = sheet.around.find("m:dimension", NS)
    if used and dimension is not None and dimension.get("ref") != _area(used):
        yield "bladets dimension är inte den yta som cellerna fyller."
    spans = [(_whole(one, "min"), _whole(one, "max")) for one in sheet.around.iterfind("m:cols/m:col", NS)]
    if any(first > last or first < 1 for first, last in spans) or any(
        after[0] <= before[1] for before, after in pairwise(spans)
    ):
        yield "bladets kolumner går omlott."
    for one in sheet.around.iterfind(".//m:selection", NS):
        if area_of(str(one.get("sqref", "A1"))) is None or position(str(one.get("activeCell", "A1"))) is None:
            yield "den markerade cellen finns inte."
    for one in sheet.around.iterfind("m:headerFooter/*", NS):
        if len(one.text or "") > MAX_HEADER:
            yield "ett sidhuvud eller en sidfot är för lång."


def _whole(element: etree._Element, name: str) -> int:
    text = str(element.get(name, ""))
    return int(text) if text.isdigit() else 0


def _area(used: list[tuple[int, int]]) -> str:
    rows, columns = zip(*used, strict=True)
    first, last = f"{letters(min(columns))}{min(rows)}", f"{letters(max(columns))}{max(rows)}"
    return first if first == last else f"{first}:{last}"


def area_of(ref: str) -> Area | None:
    """Return the corners of an area such as A1:C5; None when it is none."""
    corners = [position(one) for one in ref.split(":")]
    first, last = corners[0], corners[-1]
    if len(corners) > 2 or first is None or last is None or first[0] > last[0] or first[1] > last[1]:
        return None
    return (*first, *last)


def _rules(sheet: Sheet, dxfs: int) -> Iterator[str]:
    blocks = sheet.around.findall("m:conditionalFormatting", NS)
    if any(area_of(part) is None for block in blocks for part in str(block.get("sqref", "")).split() or [""]):
        yield "en villkorlig formatering gäller en yta som inte finns."
    rules = [rule for block in blocks for rule in block]
    if any(not str(rule.get("dxfId", "")).isdigit() or int(rule.get("dxfId", "0")) >= dxfs for rule in rules):
        yield "en villkorlig formatering har ett utseende som inte finns."
    priorities = [rule.get("priority") for rule in rules]
    if len(set(priorities)) < len(priorities):
        yield "två villkorliga formateringar har samma ordningsnummer."


def _lists(sheet: Sheet) -> Iterator[str]:
    limits = {
        "prompt": MAX_PROMPT,
        "error": MAX_PROMPT,
        "promptTitle": MAX_PROMPT_TITLE,
        "errorTitle": MAX_PROMPT_TITLE,
    }
    for one in sheet.around.iterfind("m:dataValidations/m:dataValidation", NS):
        if any(len(str(one.get(name, ""))) > most for name, most in limits.items()):
            yield "hjälptexten till en lista är för lång."
        if area_of(str(one.get("sqref", ""))) is None:
            yield "en lista står i en cell som inte finns."


def _links(sheet: Sheet, book: Book) -> Iterator[str]:
    for one in sheet.around.iterfind("m:hyperlinks/m:hyperlink", NS):
        namn, _, cell = str(one.get("location", "")).rpartition("!")
        if area_of(str(one.get("ref", ""))) is None or position(cell) is None:
            yield "en länk står i, eller leder till, en cell som inte finns."
        elif book.sheet(namn.removeprefix("'").removesuffix("'").replace("''", "'")) is None:
            yield "en länk leder till ett blad som inte finns."
        at = position(str(one.get("ref", "")).split(":")[0])
        if at and one.get("display") is not None and one.get("display") != sheet.value(*at):
            yield "en länk säger något annat än sin cell."


def _tables(sheet: Sheet, book: Book) -> Iterator[str]:
    leads = book.parts.leads.get(sheet.part, {})
    for part in (leads.get(relation_of(one), ("", ""))[1] for one in sheet.around.iterfind(".//m:tablePart", NS)):
        root = book.parts.trees.get(part)
        area = None if root is None else area_of(str(root.get("ref", "")))
        if root is None or area is None or root.find("m:autoFilter", NS) is None:
            yield "en tabell saknas, eller står på en yta som inte finns."
            continue
        rad, kolumn, last, right = area
        titles = [str(one.get("name", "")) for one in root.iterfind("m:tableColumns/m:tableColumn", NS)]
        written = [str(sheet.value(rad, at)).replace("\n", "_x000a_") for at in range(kolumn, right + 1)]
        if titles != written or len({one.casefold() for one in titles}) < len(titles) or last <= rad:
            yield "en tabells kolumner heter inte som cellerna i rubrikraden, eller två heter lika."
        if [one.get("ref") for one in root.iterfind("m:autoFilter", NS)] != [root.get("ref")]:
            yield "en tabells filter gäller en annan yta än tabellen."


def _agrees(reference: etree._Element, book: Book) -> bool:
    """Tell whether the numbers stored with a chart are those of the cells that it draws: numbers, all of them."""
    blad, _, ref = (reference.findtext("c:f", "", C)).rpartition("!")
    sheet = book.sheet(blad.removeprefix("'").removesuffix("'").replace("''", "'"))
    area = area_of(ref.replace("$", ""))
    points = {str(one.get("idx")): one.findtext("c:v", "", C) for one in reference.iterfind("c:numCache/c:pt", C)}
    if sheet is None or area is None:
        return False
    top, left, bottom, right = area
    cells = [sheet.value(rad, kolumn) for rad in range(top, bottom + 1) for kolumn in range(left, right + 1)]
    wanted = {str(place): value for place, value in enumerate(cells) if not isinstance(value, str)}
    count = reference.find("c:numCache/c:ptCount", C)
    try:
        stored = {place: float(text) for place, text in points.items()}
    except ValueError:
        return False
    return len(wanted) == len(cells) and stored == wanted and count is not None and count.get("val") == str(len(cells))
