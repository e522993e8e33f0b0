"""Units with something to tell of each -> a few of them by name, and how many they are."""

from collections.abc import Collection, Mapping

from oj_workbook.units import Enheter

#: So many units are named; riket too, if it is one of them.
NAMED = 3


def counted(ids: Collection[str], enheter: Enheter) -> str:
    """Return how many units and levels there are, in words."""
    units = sum(id_ in enheter.enheter or id_ not in enheter.nivaer for id_ in ids)
    levels = len(ids) - units
    parts = [f"{units} {'enhet' if units == 1 else 'enheter'}"] if units else []
    parts += [f"{levels} {'nivå' if levels == 1 else 'nivåer'}"] if levels else []
    return " och ".join(parts)


def figures_in_words(antal: int) -> str:
    """Return how many figures there are, in words."""
    return "1 uppgift" if antal == 1 else f"{antal} uppgifter"


def named(what: Mapping[str, str], enheter: Enheter) -> str:
    """Return the first units by name, each with what is told of it, and riket."""
    first = [*what][:NAMED] + [id_ for id_ in [*what][NAMED:] if id_ == "riket"]
    names = [f"{enheter.alla[id_].namn if id_ in enheter.alla else id_} {what[id_]}" for id_ in first]
    return ", ".join(names) + (" …" if len(first) < len(what) else "")
