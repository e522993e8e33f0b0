"""What is given out, for the tests: a bundle's files and how the example house is published."""

from collections.abc import Mapping
from pathlib import Path

from conftest import ROOT
from oj_workbook.problems import Problems
from oj_workbook.publicering import Publicering, Serie, read_publicering

#: Files that a bundle has besides those of a build; what is in them does not matter here.
OTHERS = dict.fromkeys(
    (
        *("indikatorer.md", "indikatorer.html", "metodbeskrivning.html", "metodbeskrivning.pdf", "SHA256SUMS"),
        *("andringar-2024.1.html", "andringar-2024.1.json"),
    ),
    b".",
)


def publicering(*omraden: str) -> Publicering:
    """Return how the project is published, with a series for further områden."""
    problems = Problems()
    found = read_publicering(ROOT, problems)
    assert found is not None
    found.serier.update({one: Serie(f"Serien {one}", "Alla utgåvor.", ("SOCI",), ("prov",)) for one in omraden})
    return found


def bundle(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a build, with others that a bundle has."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix} | OTHERS
