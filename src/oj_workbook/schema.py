"""The vocabulary of keys -> JSON Schema (draft-07): what an editor suggests, explains and marks while somebody types.

Written for the YAML language server, which reads `markdownDescription`, `markdownEnumDescriptions`, `errorMessage`
and `patternErrorMessage` besides the standard.  Its own sentences are English, so what can be said in ours is.
"""

from dataclasses import dataclass

from oj_workbook.nycklar import (
    Ar,
    Avsnitt,
    Datum,
    EfterForsta,
    Endera,
    Form,
    Heltal,
    Igen,
    Lista,
    Namngivna,
    Nyckel,
    Ord,
    Poster,
    Text,
)
from oj_workbook.nycklar_kallor import LEVERANS
from oj_workbook.nycklar_omrade import OMRADE
from oj_workbook.nycklar_publicering import PUBLICERING
from oj_workbook.nycklar_sida import SIDA
from oj_workbook.nycklar_utgava import ANDRING, RATTELSE, UTGAVA
from oj_workbook.problems import listed, visible
from oj_workbook.schemaregler import Schema, all_but_first, alternatives, section_rules
from oj_workbook.section import LONGEST_TEXT, YEARS

DRAFT = "http://json-schema.org/draft-07/schema#"
#: The signs of Markdown that the vocabulary uses, taken away where the text is plain.
MARKDOWN = str.maketrans("", "", "`\\")


@dataclass(frozen=True)
class Fil:
    """A kind of file: what may be written in it, and the name that an editor shows."""

    form: Avsnitt | Poster
    titel: str


FILER = {
    "sida": Fil(SIDA, "indikatorns sida"),
    "område": Fil(OMRADE, "_omrade.yaml"),
    "utgåva": Fil(UTGAVA, "utgava.yaml"),
    "källor": Fil(Poster(LEVERANS), "kallor.yaml"),
    "rättelser": Fil(Poster(RATTELSE), "rattelser.yaml"),
    "ändringar": Fil(Poster(ANDRING), "andringar.yaml"),
    "publicering": Fil(PUBLICERING, "publicering.yaml"),
}


def schema(slag: str) -> Schema:
    """Return the schema of one of the kinds of files in FILER."""
    fil = FILER[slag]
    return {"$schema": DRAFT, "title": fil.titel, **schema_of(fil.form)}


def schema_of(form: Form) -> Schema:
    """Return the schema of a form, with the definitions that it refers to last."""
    definitions: dict[str, Schema] = {}
    found = _Builder(definitions).form(form)
    return found | {"definitions": dict(sorted(definitions.items()))} if definitions else found


def hover(nyckel: Nyckel) -> str:
    """Return in sentences, as Markdown, what a key means."""
    first = nyckel.vad[0].upper() + nyckel.vad[1:]
    return f"{first}. Utan nyckeln {nyckel.utan}." if nyckel.utan else f"{first}."


class _Builder:
    """Builds the schema of one file; sections with a name of their own are put aside in `definitions`."""

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self.definitions = definitions

    def form(self, form: Form | Igen) -> Schema:
        """Return the schema of what a key may be."""
        match form:
            case Avsnitt(namn=""):
                return self.section(form)
            case Avsnitt(namn=namn) | Igen(namn=namn):
                return self.named(form, namn)
            case Poster():
                return self.records(form)
            case Namngivna(av=av):
                return {"type": "object", "additionalProperties": self.form(av)}
            case Endera(enkelt=enkelt, annars=annars):
                return _one_of(_simple(enkelt) | _or_else(form), self.form(annars))
            case Lista(av=av, minst=minst):
                return _list(_simple(av), minst)
            case _:
                return _simple(form)

    def named(self, form: Avsnitt | Igen, namn: str) -> Schema:
        """Return a reference; a section can refer to itself, since its place is taken before it is built."""
        if isinstance(form, Avsnitt) and namn not in self.definitions:
            self.definitions[namn] = {}
            self.definitions[namn] |= self.section(form)
        return {"$ref": f"#/definitions/{namn}"}

    def records(self, poster: Poster) -> Schema:
        """Return the schema of a list of sections, with what holds for all of them but the first."""
        found: Schema = {"type": "array", "items": self.form(poster.av), "minItems": poster.minst}
        keys = poster.av.nycklar if isinstance(poster.av, Avsnitt) else ()
        later = [nyckel for nyckel in keys if isinstance(nyckel.bara, EfterForsta)]
        if later:
            found["allOf"] = [all_but_first(nyckel) for nyckel in later]
        return found | {"errorMessage": "Här ska stå en lista. Börja varje post med ”- ”."}

    def section(self, avsnitt: Avsnitt) -> Schema:
        """Return the schema of a section; what depends on other keys comes last, as rules."""
        rules = section_rules(avsnitt)
        one_is_enough = alternatives(avsnitt)
        return {
            "type": "object",
            "properties": {nyckel.namn: self.key(nyckel) for nyckel in avsnitt.nycklar},
            "required": [one.namn for one in avsnitt.nycklar if one.kravs is True and one.namn not in one_is_enough],
            "additionalProperties": False,
            **({"allOf": rules} if rules else {}),
        }

    def key(self, nyckel: Nyckel) -> Schema:
        """Return the schema of a key, with what is shown beside it."""
        told = hover(nyckel)
        return {
            "title": nyckel.namn,
            "description": f"{told.translate(MARKDOWN)}\n\nExempel: {nyckel.exempel}",
            "markdownDescription": f"{told}\n\nExempel:\n\n```yaml\n{nyckel.exempel}\n```",
            **self.form(nyckel.form),
            **_examples(nyckel),
        }


# --- simple values ---


def _simple(form: Text | Heltal | Ar | Datum | Ord) -> Schema:
    match form:
        case Text():
            return _text(form)
        case Heltal(lagst=lagst, hogst=hogst):
            return _whole_number(lagst, hogst, "heltal")
        case Ar():
            return _whole_number(YEARS.start, YEARS.stop - 1, "år")
        case Datum():
            return {"type": "string", "format": "date", "errorMessage": "Skriv ett datum som 2013-04-01."}
        case Ord(ord=words, betyder=betyder):
            told = {"markdownEnumDescriptions": [betyder.get(word, "") for word in words]} if betyder else {}
            return {"enum": list(words), **told, "errorMessage": f"Välj {listed(map(visible, words))}."}


def _text(text: Text) -> Schema:
    limit = {"maxLength": text.hogst} if text.hogst < LONGEST_TEXT else {}
    pattern = f"^(?:{text.monster.pattern})$" if text.monster else r"\S"
    return {
        "type": ["string", "number"] if text.som_tal else "string",
        **limit,
        "pattern": pattern,
        "patternErrorMessage": text.fel or "Texten är tom. Fyll i den, eller ta bort raden.",
        "errorMessage": "Här ska stå en text. Sätt citattecken om det som ser ut som något annat.",
    }


def _whole_number(low: int, high: int | None, what: str) -> Schema:
    to = "uppåt" if high is None else f"till {high}"
    limit = {} if high is None else {"maximum": high}
    told = f"Skriv ett {what} från {low} {to}, utan citattecken."
    return {"type": "integer", "minimum": low, **limit, "errorMessage": told}


def _list(one: Schema, least: int) -> Schema:
    """Return the schema of a list of simple values, or of a single one where that is enough."""
    if least > 1:
        return {"type": "array", "items": one, "minItems": least, "errorMessage": "Här ska stå en lista: [ett, två]."}
    return _one_of(one, {"type": "array", "items": one, "minItems": 1})


def _one_of(simple: Schema, other: Schema) -> Schema:
    """Return either; the types are repeated outside, for that is where an editor looks when it writes the key."""
    types = [kind for one in (simple, other) for kind in _types(one)]
    return {"type": types, "oneOf": [simple, other]}


def _or_else(form: Endera) -> Schema:
    """Return the sentence about a word that is not known, where it could have been something else than a word."""
    if not isinstance(form.enkelt, Ord):
        return {}
    match form.annars:
        case Ar():
            other = "ett år"
        case Poster():
            other = "en lista på raderna under"
        case _:
            other = "nycklar på raderna under"
    return {"errorMessage": f"Skriv {listed(map(visible, form.enkelt.ord))}, eller {other}."}


def _types(one: Schema) -> list[str]:
    kind = one.get("type", "string")  # closed words have no type
    return [kind] if isinstance(kind, str) else list(kind)


def _examples(nyckel: Nyckel) -> Schema:
    """Return examples to choose from, where it is how the value is written that is hard."""
    match nyckel.form:
        case Text(forslag=forslag) | Lista(av=Text(forslag=forslag)) if forslag:
            return {"examples": list(forslag)}
        case Text(monster=monster) if monster:
            return {"examples": [nyckel.exempel.partition(": ")[2].strip('"')]}
        case Datum():
            return {"examples": [nyckel.exempel.partition(": ")[2]]}
        case _:
            return {}
