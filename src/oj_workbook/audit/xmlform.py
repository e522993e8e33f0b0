"""A part of the workbook -> its tree, and all in it that is not written in the words of its kind.

Comments, processing instructions, other namespaces, and text between elements are read by no office program, and
are there for whoever unzips the file.
"""

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from oj_workbook.audit.vocabulary import NAMESPACES, Kind
from oj_workbook.problems import Place, Problems, visible

ALLOWED_NAMESPACES = frozenset(NAMESPACES.values())
_OURS = "bygg arbetsboken på nytt; behövs ordet, lägg till det i src/oj_workbook/audit/vocabulary.py."
_AGAIN = "bygg arbetsboken på nytt, och ge ut den fil som bygget skriver."


def tree(xml: bytes, place: Place, problems: Problems) -> etree._Element | None:
    """Return the tree of a part; None when it is not well-formed or has a document type, which may lead anywhere."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        problems.add(place, "okänd-xml", "delen har en dokumenttyp.", _AGAIN)
        return None
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        problems.add(place, "trasig-arbetsbok", "delen är inte välformad XML; arbetsboken öppnas inte.", _AGAIN)
        return None


def check_words(xml: bytes, root: etree._Element, kind: Kind, place: Place, problems: Problems) -> None:
    """Tell what is not in the words of the part's kind, each thing once."""
    found = {fact for element in root.iter() for fact in foreign(element, kind)}
    found |= {
        f"namnrymden {visible(uri)} hör inte hemma här."
        for _, (_, uri) in etree.iterparse(BytesIO(xml), events=("start-ns",))
        if uri not in ALLOWED_NAMESPACES
    }
    beside = (*root.itersiblings(preceding=True), *root.itersiblings())
    found |= {"en kommentar eller instruktion står utanför XML-trädet." for _ in beside}
    for fact in sorted(found):
        problems.add(place, "okänd-xml", fact, _OURS)


def foreign(element: etree._Element, kind: Kind) -> Iterator[str]:
    """Yield what one element has that its kind of part has no word for."""
    if not isinstance(element.tag, str):
        yield "där finns en kommentar eller instruktion till ett program."
        return
    known = kind.words.get(element.tag)
    if known is None:
        yield f"där finns elementet {visible(_local(element.tag))}, som programmet inte skriver."
        return
    attributes, may_have_text = known
    for name in element.attrib:
        if str(name) not in attributes:
            yield f"elementet {visible(_local(element.tag))} har uppgiften {visible(_local(str(name)))}."
    if not may_have_text and (element.text or "").strip():
        yield f"elementet {visible(_local(element.tag))} har text."
    if (element.tail or "").strip():
        yield f"efter elementet {visible(_local(element.tag))} står text."


def _local(name: str) -> str:
    return name.rpartition("}")[2]
