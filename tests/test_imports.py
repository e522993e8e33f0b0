"""Who may import whom: the straight line of the pipeline, kept straight."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

SRC = ROOT / "src" / "oj_workbook"
WORDS = {"model", "problems"}

#: module -> our modules it may import.  What is not here may not exist.
MAY_IMPORT = {
    "problems": set(),
    "felkoder": set(),
    "model": set(),
    "texter": set(),
    "rounding": set(),
    "output": set(),
    "yamlfile": {"problems"},
    "section": {"problems", "yamlfile"},
    "textfile": {"problems"},
    "csvfile": {"problems", "textfile", "yamlfile"},
    "tables": set(),
    "dates": set(),
    "package": {"problems", "textfile"},
    "criteria": WORDS | {"section"},
    "counting": WORDS | {"section"},
    "parts": WORDS | {"section"},
    "unlikely": WORDS | {"criteria"},
    "definitions": WORDS | {"counting", "criteria", "parts", "section", "unlikely"},
    "tema": {"problems", "section"},
    "templates": {"problems", "section", "tema", "texter", "yamlfile"},
    "issues": {"problems", "section"},
    "kallor": {"issues", "problems", "section"},
    "numbers": {"kallor", "model"},
    "sheet": {"csvfile", "kallor"},
    "xlsxfile": {"csvfile", "kallor", "package", "problems", "sheet", "textfile", "yamlfile"},
    "edition": {"issues", "kallor", "problems", "section"},
    "units": WORDS | {"csvfile", "edition", "section"},
    "unitcodes": WORDS | {"csvfile", "edition", "kallor", "units"},
    "codes": WORDS | {"kallor", "unitcodes"},
    "population": WORDS | {"counting", "csvfile", "dates", "kallor", "numbers", "unitcodes"},
    "published": WORDS | {"codes", "csvfile", "edition", "kallor", "numbers", "unitcodes"},
    "answers": WORDS | {"codes", "criteria", "dates", "kallor", "numbers"},
    "delivered": {"model"},
    "deliveries": WORDS
    | {"answers", "codes", "counting", "csvfile", "delivered", "edition", "kallor"}
    | {"population", "published", "unitcodes", "units", "xlsxfile"},
    "recordfiles": WORDS | {"counting", "kallor", "unitcodes"},
    "records_sql": {"model"},
    "records": WORDS | {"edition", "kallor", "recordfiles", "records_sql", "units"},
    "corrections": WORDS | {"edition", "numbers", "units"},
    "counts": WORDS,
    "inputs": WORDS
    | {"corrections", "counts", "delivered", "deliveries", "edition", "kallor", "records", "tables", "unitcodes"}
    | {"units"},
    "compute": {"model", "criteria", "delivered", "inputs", "tables"},
    "pool": {"model", "inputs", "tables", "units"},
    "suppress": WORDS | {"inputs", "numbers", "pool", "rounding", "tables"},
    "rank": {"model", "rounding", "suppress", "tables", "units"},
    "sources": WORDS | {"definitions", "edition", "inputs", "output", "templates", "units", "usage"},
    "plausible": WORDS | {"inputs"},
    "figures": {"compute", "plausible", "rank", "sources", "suppress"},
    "resultat": {"model", "rank", "units"},
    "layout": WORDS | {"edition", "kallor", "numbers", "rank", "templates", "units"},
    "rawxml": {"layout", "usage"},
    "looks": {"tema"},
    "charts": {"layout", "rawxml", "tema"},
    "write": {"charts", "layout", "looks", "rawxml", "tema"},
    "reread": set(),
    "check": {"layout", "reread", "usage"},
    "pipeline": None,
    "changes": {"model", "numbers", "rank", "units"},
    "summary": {"changes", "model"},
    "preview": {"changes", "figures", "problems", "sources", "usage"},
    "previewed": {"changes", "model", "preview", "summary"},
    "catalogue": {"layout", "model", "sources", "templates"},
    "usage": set(),
    "asked": WORDS | {"edition", "inputs", "units", "usage"},
    "because": {"criteria", "model"},
    "behind": WORDS | {"compute", "rank", "sources", "suppress"},
    "explain": WORDS | {"because", "behind", "criteria", "edition", "numbers", "rank"},
    "commandline": {"usage"},
    "telling": {"problems"},
    "newpage": WORDS | {"nycklar", "nycklar_sida", "output", "section", "usage"},
    "cli": {
        *("asked", "behind", "catalogue", "commandline", "explain", "felkoder", "figures", "newpage", "output"),
        *("pipeline", "preview", "previewed", "problems", "schema", "section", "sources", "telling", "usage"),
    },
    "nycklar": {"section"},
    "nycklar_rakna": {"counting", "nycklar"},
    "nycklar_krav": {"criteria", "nycklar"},
    "nycklar_slag": {"definitions", "nycklar", "nycklar_krav", "nycklar_rakna", "section"},
    "nycklar_sida": {"definitions", "nycklar", "nycklar_slag"},
    "nycklar_omrade": {"definitions", "nycklar", "parts", "section"},
    "nycklar_utgava": {"edition", "issues", "nycklar"},
    "nycklar_kallor": {"kallor", "nycklar", "nycklar_utgava"},
    "schemaregler": {"nycklar", "problems"},
    "schema": {"nycklar", "nycklar_kallor", "nycklar_omrade", "nycklar_sida", "nycklar_utgava", "problems"}
    | {"schemaregler", "section"},
    "nyckeltabeller": {"nycklar", "nycklar_kallor", "nycklar_krav", "nycklar_omrade", "nycklar_rakna"}
    | {"nycklar_sida", "nycklar_slag", "nycklar_utgava"},
    "__init__": set(),
}

#: library -> the only modules that may use it.
ONLY_HERE = {
    "yaml": {"yamlfile"},
    "openpyxl": {"charts", "looks", "sheet", "write", "xlsxfile"},
    "lxml": {"check", "reread", "sheet"},
    "pandas": {"tables", "counts", "inputs", "corrections", "compute", "plausible", "pool", "suppress", "behind"},
    "numpy": {"counts", "rounding", "suppress", "rank"},
    "csv": {"csvfile", "recordfiles", "resultat"},
    "duckdb": {"recordfiles", "records"},
}


def imported(source: str) -> Iterator[str]:
    """Yield every module a source imports, whatever the form: `import a.b`, `from a import b`, `from . import b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = f"oj_workbook.{node.module or ''}".rstrip(".") if node.level else str(node.module)
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "__import__",
            "import_module",
        ):
            yield "a module named at run time"


def forbidden(name: str, source: str) -> list[str]:
    """Return the imports that the module, or the package below layout/, may not make."""
    faults = []
    allowed = MAY_IMPORT[name]
    for module in imported(source):
        library, *rest = module.split(".")
        ours = rest[0] if library == "oj_workbook" and rest else None
        if module == "a module named at run time":
            faults.append(module)
        if ours not in {None, "PROGRAM", name} and allowed is not None and ours not in allowed:
            faults.append(module)
        if library in ONLY_HERE and name not in ONLY_HERE[library]:
            faults.append(module)
    return faults


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(SRC.rglob("*.py")):
        yield ("layout" if path.parent.name == "layout" else path.stem), path


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: str(getattr(value, "name", value)))
def test_a_module_imports_only_what_comes_before_it(name: str, path: Path) -> None:
    assert name in MAY_IMPORT, f"say in MAY_IMPORT what {name} may import"
    assert forbidden(name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import oj_workbook.compute",
        "import oj_workbook.compute as c",
        "from oj_workbook import compute",
        "from oj_workbook.compute import compute",
        "from . import compute",
        "from .compute import compute",
        "def f():\n    from oj_workbook import compute",
        "__import__('oj_workbook.compute')",
        "import importlib\nimportlib.import_module('oj_workbook.compute')",
        "import yaml",
        "from openpyxl.styles import Font",
        "import pandas as pd",
    ],
)
def test_a_forbidden_import_is_seen_in_every_form(source: str) -> None:
    assert forbidden("layout", source)
