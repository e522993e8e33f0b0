"""What a bygge.json tells -> ValueError when it has another form than a comparison asks for: somebody changed it."""

from math import isfinite
from typing import Any

from oj_workbook.given import Om

#: Any key of an object.
ALLA = object()
#: More decimals than this no figure has.
MOST_DECIMALS = 6


class Whole:
    """A whole number: True and False are none."""


class Number:
    """A number that is finite."""


FRAN = {"fran": Whole}
RUNS = {ALLA: [str]}
SIDA = {"sida": str, "hela": str, "uppdelning": str, "hela_kommuner": bool, "uppgifter": [str], "nycklar": {ALLA: Any}}
DEL = {"hela": str, "uppdelning": str, "uppgifter": [str], "nycklar": {ALLA: Any}}
POST = {"slag": str, "datum": str, "vad": str, "varför": str, "indikator": [str], "år": [Whole], "enhet": [str]}
RECORD = {
    **dict.fromkeys(("utgåva", "namn", "version", "datum"), str),
    "exempeldata": (str, bool),
    "filer": {ALLA: str},
    "underlag": {ALLA: str},
    "jämförelse": {
        "mätdagar": {ALLA: str},
        "år": [Whole],
        "sidor": {ALLA: SIDA},
        "delar": {ALLA: DEL},
        "enheter": {ALLA: [str]},
        "tillhör": {"rapporterande": RUNS, "hela_kommuner": RUNS},
        "gränser": {ALLA: [Number]},
        "poster": [POST],
        "leveranser": [str],
    },
}
#: What is asked of a page's keys; the others are only compared.
NYCKLAR = {
    **dict.fromkeys(("namn", "kort_namn", "källa", "slaget"), str),
    "tidigare_id": [str],
    "eftersläpning": Whole,
    "måttenhet": {"tecken": str, "decimaler": [[Whole]]},
    "mäts": {"fran": Whole, "till": (Whole, None), "inte": [Whole]},
    "undertryckning": [FRAN],
    "svarsalternativ": [{"fran": (Whole, None), "till": (Whole, None)}],
    "täljare": Any,
    "nämnare": Any,
}
#: The same of a key that only some kinds of pages have.
KRITERIER = {"kriterier": [FRAN]}


def refuse_other_forms(record: Any) -> None:
    """Raise ValueError when what a bygge.json holds has another form than it was written in."""
    if not _fits(record, RECORD):
        raise ValueError


def refuse_incomplete(om: Om) -> None:
    """Raise ValueError when something that is asked of what was told is not there, or cannot be true."""
    if not all(ar in om.matdagar for ar in om.ar):
        raise ValueError
    for sida in om.sidor.values():
        form = NYCKLAR | (KRITERIER if "kriterier" in sida.nycklar else {})
        dated = sida.nycklar["måttenhet"]["decimaler"] if _fits(sida.nycklar, form) else ()
        if not dated or not all(len(one) == 2 and 0 <= one[1] <= MOST_DECIMALS for one in dated):
            raise ValueError(sida.id)


def _fits(value: Any, form: Any) -> bool:
    """Tell whether a value has a form: a type, one of several, a list of one, or an object with keys."""
    if form is Any or form is None:
        return form is Any or value is None
    if form is Whole:
        return isinstance(value, int) and not isinstance(value, bool)
    if form is Number:
        return isinstance(value, int | float) and isfinite(value)
    if isinstance(form, tuple):
        return any(_fits(value, one) for one in form)
    if isinstance(form, list):
        return isinstance(value, list) and all(_fits(one, form[0]) for one in value)
    if isinstance(form, dict):
        if not isinstance(value, dict):
            return False
        if ALLA in form:
            return all(_fits(one, form[ALLA]) for one in value.values())
        return all(key in value and _fits(value[key], one) for key, one in form.items())
    return isinstance(value, form)
