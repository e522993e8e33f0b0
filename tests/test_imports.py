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
    "interrupts": set(),
    "lock": {"problems", "usage"},
    "output": {"interrupts", "lock"},
    "oserrors": {"output", "problems"},
    "streams": set(),
    "yamlfile": {"problems"},
    "section": {"problems", "yamlfile"},
    "textfile": {"problems"},
    "csvfile": {"problems", "textfile", "yamlfile"},
    "personal": set(),
    "tables": {"rounding"},
    "dates": set(),
    "package": {"problems", "textfile"},
    "criteria": WORDS | {"section"},
    "counting": WORDS | {"section"},
    "parts": WORDS | {"section"},
    "unlikely": WORDS | {"criteria"},
    "undertryckning": {"model", "section"},
    "definitions": WORDS | {"counting", "criteria", "parts", "section", "undertryckning", "unlikely"},
    "tema": {"problems", "section"},
    "templates": {"problems", "section", "tema", "texter", "yamlfile"},
    "issues": {"problems", "section"},
    "kallor": {"issues", "problems", "section"},
    "numbers": {"kallor", "model"},
    "sheet": {"csvfile", "kallor"},
    "xlsxfile": {"csvfile", "kallor", "package", "problems", "sheet", "textfile", "yamlfile"},
    "onlyrows": {"csvfile", "kallor", "personal", "problems"},
    "andringar": {"issues", "kallor", "problems", "section"},
    "edition": {"andringar", "issues", "kallor", "problems", "section"},
    "registers": WORDS | {"csvfile", "section"},
    "units": WORDS | {"csvfile", "edition", "registers"},
    "unknowncodes": {"problems", "units"},
    "unitcodes": WORDS | {"csvfile", "edition", "kallor", "units", "unknowncodes"},
    "codes": WORDS | {"kallor", "unitcodes"},
    "population": WORDS | {"counting", "csvfile", "dates", "kallor", "numbers", "unitcodes"},
    "published": WORDS | {"codes", "csvfile", "edition", "kallor", "numbers", "unitcodes"},
    "answers": WORDS | {"codes", "criteria", "dates", "kallor", "numbers"},
    "delivered": {"model"},
    "doubles": WORDS | {"kallor"},
    "unasked": WORDS,
    "citysums": {"kallor", "problems", "units"},
    "deliveries": WORDS
    | {"answers", "citysums", "codes", "counting", "csvfile", "delivered", "doubles", "edition", "kallor"}
    | {"onlyrows", "population", "published", "unasked", "unitcodes", "units", "xlsxfile"},
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
    "hide": {"model", "tables"},
    "suppress": WORDS
    | {"attack_known", "complement", "hide", "inputs", "numbers", "pool", "rounding", "tables", "usage"},
    "attack_rules": {"model"},
    "attack_scope": {"model"},
    "attack_system": {"attack_rules", "attack_scope", "model"},
    "attack_solve": {"attack_system"},
    "attack_proof": {"attack_rules", "attack_solve", "attack_system"},
    "attack": {"attack_proof", "attack_rules", "attack_scope", "attack_solve", "attack_system", "model"},
    "attack_known": WORDS | {"attack_scope", "delivered", "deliveries", "edition", "inputs", "tables", "units"},
    "complement": WORDS | {"attack", "attack_scope", "tables"},
    "rank": {"model", "rounding", "suppress", "tables", "units"},
    "given": WORDS | {"andringar", "edition", "rank", "units"},
    "given_form": {"given"},
    "previous": WORDS | {"csvfile", "given", "given_form", "grid", "numbers", "section"},
    "sources": WORDS
    | {"andringar", "definitions", "edition", "given", "inputs", "previous", "templates", "units", "usage"},
    "plausible": WORDS | {"inputs"},
    "grid": {"model", "numbers", "rounding"},
    "causes": {"andringar", "given", "grid", "model", "rank"},
    "moves": {"causes", "given", "model"},
    "discretion": {"given", "grid", "model", "moves"},
    "changes": {"causes", "discretion", "given", "grid", "model", "moves", "numbers", "rank"},
    "summary": {"causes", "model", "moves", "numbers"},
    "changed": {"given", "moves", "summary"},
    "unitwords": {"units"},
    "history": WORDS | {"andringar", "changes", "discretion", "given", "grid", "inputs", "tables", "unitwords"},
    "yearly": WORDS | {"andringar", "grid", "inputs", "numbers", "plausible", "unitwords"},
    "figures": {"compute", "given", "grid", "history", "plausible", "rank", "sources", "suppress", "tables", "yearly"},
    "falt": {"model"},
    "resultat": {"falt", "model", "rank", "units"},
    "layout": WORDS
    | {"andringar", "changed", "edition", "moves", "summary", "kallor", "numbers", "rank", "templates", "units"},
    "rawxml": {"layout", "usage"},
    "looks": {"tema"},
    "charts": {"layout", "rawxml", "tema"},
    "write": {"charts", "layout", "looks", "rawxml", "tema"},
    "reread": set(),
    "check": {"layout", "reread", "usage"},
    "audit": WORDS | {"package", "usage"},
    "pipeline": None,
    "buildrecord": WORDS | {"given", "inputs", "output", "sources"},
    "revisions": {"problems", "usage"},
    "lockfile": {"usage"},
    "release": {"buildrecord", "catalogue", "changed", "datapackage", "dcat", "edition", "lockfile", "metod", "output"}
    | {"pipeline", "problems", "publicering", "revisions", "sources", "usage"},
    "verify": {"buildrecord", "lockfile", "output", "pipeline", "problems", "revisions", "usage"},
    "preview": {"changes", "figures", "given", "moves", "problems", "revisions", "sources", "usage"},
    "previewed": {"changed", "moves", "preview", "summary"},
    "dokument": set(),
    "dokument_html": {"dokument"},
    "dokument_md": {"dokument"},
    "dokument_pdf": {"dokument", "problems", "usage"},
    "catalogue": {"dokument", "dokument_html", "dokument_md", "layout", "model", "sources", "templates"},
    "metod_tabeller": {"dokument", "edition", "kallor", "layout", "model", "numbers"},
    "metod": {"dokument", "dokument_html", "dokument_pdf", "layout", "metod_tabeller", "templates", "usage"},
    "usage": set(),
    "attacked": {"attack", "attack_known", "problems", "sources", "units", "usage"},
    "asked": WORDS | {"edition", "inputs", "units", "usage"},
    "because": {"criteria", "model"},
    "behind": WORDS | {"compute", "rank", "sources", "suppress"},
    "explain": WORDS | {"because", "behind", "criteria", "edition", "numbers", "rank"},
    "commandline": {"usage"},
    "telling": {"problems", "streams"},
    "newpage": WORDS | {"nycklar", "nycklar_sida", "output", "section", "usage"},
    "cli": {
        *(
            "asked",
            "attacked",
            "audit",
            "behind",
            "catalogue",
            "changed",
            "changes",
            "commandline",
            "explain",
            "felkoder",
            "figures",
            "metod",
            "newpage",
            "output",
        ),
        *(
            "pipeline",
            "preview",
            "previewed",
            "previous",
            "release",
            "verify",
            "problems",
            "publicering",
            "schema",
            "section",
            "sources",
            "telling",
            "usage",
        ),
        *("interrupts", "oserrors", "streams"),
    },
    "publicering": {"problems", "section"},
    "filslag": set(),
    "datapackage": {"edition", "falt", "filslag", "model", "publicering"},
    "dcat": {"datapackage", "edition", "filslag", "model", "publicering", "usage"},
    "nycklar": {"section"},
    "nycklar_rakna": {"counting", "nycklar"},
    "nycklar_krav": {"criteria", "nycklar"},
    "nycklar_slag": {"definitions", "model", "nycklar", "nycklar_krav", "nycklar_rakna", "section"},
    "nycklar_sida": {"definitions", "nycklar", "nycklar_slag", "undertryckning"},
    "nycklar_omrade": {"definitions", "nycklar", "parts", "section"},
    "nycklar_utgava": {"andringar", "edition", "issues", "nycklar"},
    "nycklar_kallor": {"kallor", "nycklar", "nycklar_utgava"},
    "nycklar_publicering": {"nycklar", "publicering"},
    "schemaregler": {"nycklar", "problems"},
    "schema": {"nycklar", "nycklar_kallor", "nycklar_omrade", "nycklar_publicering", "nycklar_sida", "nycklar_utgava"}
    | {"problems", "schemaregler", "section"},
    "nyckeltabeller": {"nycklar", "nycklar_kallor", "nycklar_krav", "nycklar_omrade", "nycklar_rakna"}
    | {"nycklar_publicering", "nycklar_sida", "nycklar_slag", "nycklar_utgava"},
    "__init__": set(),
}

#: library -> the only modules that may use it.
ONLY_HERE = {
    "yaml": {"yamlfile"},
    "openpyxl": {"charts", "looks", "sheet", "write", "xlsxfile"},
    "lxml": {"audit", "check", "reread", "sheet"},
    "pandas": {"tables", "counts", "inputs", "corrections", "compute", "hide", "plausible", "pool"}
    | {"suppress", "behind", "given", "grid", "history", "previous", "rank"}
    | {"attack", "attack_known", "attack_scope", "attack_system", "complement"},
    "numpy": {"counts", "hide", "rounding", "suppress", "rank", "tables"}
    | {"changes", "discretion", "figures", "grid", "history", "previous", "yearly"}
    | {"attack", "attack_proof", "attack_rules", "attack_solve"},
    "scipy": {"attack_proof", "attack_solve"},  # an optional extra: only who attacks needs it
    "rdflib": {"dcat"},  # an optional extra: only a release needs it
    "typst": {"dokument_pdf"},  # an optional extra: only who publishes needs it
    "defusedxml": {"package"},
    "csv": {"attack_known", "audit", "csvfile", "recordfiles", "resultat"},
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
        yield (path.parent.name if path.parent != SRC else path.stem), path


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
