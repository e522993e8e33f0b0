"""A YAML file as an editor sees it, by the rules of YAML 1.2, and what a schema complains of in it.

The program's reader takes every value for a text; an editor makes `2012` a number, `0114` too, and `true` a truth
value, but `no`, `12:30` and `2013-04-01` are texts there as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Path = tuple[str | int, ...]

NULL = re.compile(r"|~|null|Null|NULL")
TRUTH = re.compile(r"(true|True|TRUE)|false|False|FALSE")
WHOLE = re.compile(r"[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Seen:
    """The values of a file, and the paths of all that begins at a place, written line:column."""

    value: Any
    begins: dict[str, set[Path]] = field(default_factory=lambda: defaultdict(set))


def seen(text: str) -> Seen:
    """Return what an editor sees in a text."""
    begins: dict[str, set[Path]] = defaultdict(set)
    return Seen(_value(yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CBaseLoader), (), begins), begins)


def _value(node: yaml.Node | None, path: Path, begins: dict[str, set[Path]]) -> Any:
    if node is None:
        return None
    begins[_place(node)].add(path)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, number), begins) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            begins[_place(key)].add((*path, key.value))
        return {key.value: _value(item, (*path, key.value), begins) for key, item in node.value}
    assert isinstance(node, yaml.ScalarNode)
    return node.value if node.style else _scalar(node.value)


def _place(node: yaml.Node) -> str:
    return f"{node.start_mark.line + 1}:{node.start_mark.column + 1}"


def _scalar(text: str) -> str | float | bool | None:
    if NULL.fullmatch(text):
        return None
    if truth := TRUTH.fullmatch(text):
        return truth[1] is not None
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text


def _properties(
    validator: Any, properties: dict[str, Any], instance: Any, _: dict[str, Any]
) -> Iterator[ValidationError]:
    """Validate the keys of a section; the library itself leaves out which key it is that a `false` refuses."""
    for key in properties.keys() & instance.keys() if isinstance(instance, dict) else ():
        if properties[key] is False:
            yield ValidationError("refused", path=[key], instance=instance[key], validator="properties")
        else:
            yield from validator.descend(instance[key], properties[key], path=key, schema_path=key)


Validator = extend(Draft7Validator, {"properties": _properties})


def complaints(schema: dict[str, Any], value: object) -> set[Path]:
    """Return the paths that a schema complains of: of a missing key the section, of one that is not known the key."""
    validator = Validator(schema, format_checker=FormatChecker(["date"]))
    return {path for error in validator.iter_errors(value) for path in _paths(error)}


def _paths(error: ValidationError) -> Iterator[Path]:
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        yield from ((*path, key) for key in error.instance if key not in error.schema["properties"])
    else:
        yield path
    for inner in error.context:
        yield from _paths(inner)
