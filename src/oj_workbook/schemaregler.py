"""What a key depends on -> rules of a JSON Schema: keys that exclude each other, and keys of some cases only.

Every rule is an `if` whose `then` has a sentence of ours, which an editor shows at the key that the rule is about.
"""

from typing import Any

from oj_workbook.nycklar import Avsnitt, Dar, ExaktEn, Med, Nyckel, Ord
from oj_workbook.problems import listed, visible

Schema = dict[str, Any]


def section_rules(avsnitt: Avsnitt) -> list[Schema]:
    """Return the rules of a section: of its alternatives first, then of its keys."""
    rules = [rule for group in avsnitt.exakt_en for rule in _exactly_one(group)]
    return rules + [rule for nyckel in avsnitt.nycklar for rule in _cases(nyckel, avsnitt)]


def alternatives(avsnitt: Avsnitt) -> set[str]:
    """Return the keys of which one is enough."""
    return {key for group in avsnitt.exakt_en for key in group.nycklar}


def all_but_first(nyckel: Nyckel) -> Schema:
    """Return the rule of a key that all sections of a list must have but the first, which must not."""
    name = visible(nyckel.namn)
    first = _refused([nyckel.namn], f"{name} kan inte stå i den första posten.")
    later = _required(nyckel.namn, f"Uppgiften {name} saknas. Den krävs i alla poster utom den första.")
    return {"items": [first], "additionalItems": later}


def _exactly_one(group: ExaktEn) -> list[Schema]:
    """Return the rules of keys that exclude each other.

    Not as a `oneOf`: then an editor marks the section's first letter and says in English that schemas match.
    """
    keys = group.nycklar
    names = [visible(key) for key in keys]
    none_is_there: Schema = {"properties": dict.fromkeys(keys, False)}
    if group.bara:
        none_is_there["required"] = list(group.bara.nycklar)
    missing = _required(keys[0], f"Här saknas {listed(names)}. Lägg till exakt en av dem.")
    too_many = f"Bara en av {', '.join(names[:-1])} och {names[-1]} får stå här. Behåll en av dem."
    return [_rule(none_is_there, missing)] + [
        _rule({"required": [key]}, _refused(keys[place:], too_many)) for place, key in enumerate(keys[:-1], 1)
    ]


def _cases(nyckel: Nyckel, avsnitt: Avsnitt) -> list[Schema]:
    """Return the rules of a key that must be there in some cases, or must not be there in the others."""
    rules: list[Schema] = []
    key, name = nyckel.namn, visible(nyckel.namn)
    if isinstance(nyckel.kravs, Med | Dar):
        then = _required(key, f"Uppgiften {name} saknas. Den krävs {_where(nyckel.kravs)}.")
        rules += [_rule(condition, then) for condition in _conditions(nyckel.kravs)]
    if isinstance(nyckel.bara, Med | Dar):
        then = _refused([key], f"{name} kan bara stå {_where(nyckel.bara)}.")
        rules += [_rule(condition, then) for condition in _conditions(_otherwise(nyckel.bara, avsnitt))]
    return rules


def _rule(condition: Schema, then: Schema) -> Schema:
    return {"if": condition, "then": then}


def _required(key: str, told: str) -> Schema:
    return {"required": [key], "errorMessage": told}


def _refused(keys: "list[str] | tuple[str, ...]", told: str) -> Schema:
    return {"properties": dict.fromkeys(keys, False), "errorMessage": told}


def _conditions(fall: Med | Dar) -> list[Schema]:
    """Return a condition for each key, or for all the words: an `anyOf` would hide what an editor shows of a key."""
    if isinstance(fall, Dar):
        return [{"required": [fall.nyckel], "properties": {fall.nyckel: {"enum": list(fall.varden)}}}]
    return [{"required": [key]} for key in fall.nycklar]


def _otherwise(fall: Med | Dar, avsnitt: Avsnitt) -> Med | Dar:
    """Return the other cases there are: with the alternatives to those keys, or with the other words.

    A section that has none of them yet is being written, and nothing is out of place in it.
    """
    if isinstance(fall, Dar):
        (form,) = (one.form for one in avsnitt.nycklar if one.namn == fall.nyckel)
        words = form.ord if isinstance(form, Ord) else ()
        return Dar(fall.nyckel, tuple(word for word in words if word not in fall.varden))
    (group,) = (one.nycklar for one in avsnitt.exakt_en if set(fall.nycklar) <= set(one.nycklar))
    return Med(tuple(key for key in group if key not in fall.nycklar))


def _where(fall: Med | Dar) -> str:
    if isinstance(fall, Dar):
        return f"när {visible(fall.nyckel)} är {listed(map(visible, fall.varden))}"
    return f"tillsammans med {listed(map(visible, fall.nycklar))}"
