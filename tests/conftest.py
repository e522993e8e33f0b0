"""What the tests share: the county and the national edition and the tiny example house, each built once."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from oj_workbook.figures import figures
from oj_workbook.layout.plan import WorkbookPlan
from oj_workbook.pipeline import build, lay_out
from oj_workbook.rank import Ranked
from oj_workbook.sources import Sources, read_sources

ROOT = Path(__file__).parent.parent
EDITION = "2013-jonkoping"
RIKET = "2024-riket"
FACIT = ROOT / "tests" / "facit"
Resultat = dict[tuple[str, str, str], dict[str, str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden file anew, to be read in the diff")


def silent(_: str) -> None:
    """Say nothing of the stages of a build."""


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def facit(name: str, edition: str = EDITION) -> list[dict[str, str]]:
    """Return the rows of a file of published figures not of our making."""
    return rows(FACIT / edition / f"{name}.csv")


def rewritten(workbook: Path, copy: Path, old: str, new: str) -> Path:
    """Return a copy of a workbook in which the first occurrence of some XML is replaced: a planted fault."""
    found = False
    with ZipFile(workbook) as source, ZipFile(copy, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            planted = data.replace(as_references(old), as_references(new), 1).replace(old.encode(), new.encode(), 1)
            target.writestr(info, data if found else planted)
            found |= planted != data
    assert found, f"{old} is not in the workbook"
    return copy


def as_references(text: str) -> bytes:
    """Return a text as openpyxl writes it, letters outside ASCII as references; stored values stand as they are."""
    return text.encode("ascii", "xmlcharrefreplace")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the real edition."""
    out = tmp_path_factory.mktemp("build")
    build(ROOT, EDITION, out, None, silent)
    return out


@pytest.fixture(scope="session")
def workbook(built: Path) -> Path:
    """The finished workbook of the real edition."""
    return next(built.glob("*.xlsx"))


@pytest.fixture(scope="session")
def resultat(built: Path) -> Resultat:
    """The rows of resultat.csv by enhet, indikator and year."""
    return {(row["enhet"], row["indikator"], row["ar"]): row for row in rows(built / "resultat.csv")}


@pytest.fixture(scope="session")
def sources() -> Sources:
    """The real edition as read."""
    return read_sources(ROOT, EDITION)


@pytest.fixture(scope="session")
def plan(sources: Sources) -> WorkbookPlan:
    """The plan of the real edition's workbook."""
    return lay_out(sources, figures(sources), None)


@dataclass(frozen=True)
class National:
    """The national edition as read, counted and laid out, and the folder it is built into."""

    sources: Sources
    ranked: Ranked
    plan: WorkbookPlan
    folder: Path

    @property
    def workbook(self) -> Path:
        """Return the finished workbook."""
        return next(self.folder.glob("*.xlsx"))


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> National:
    """The national edition."""
    out = tmp_path_factory.mktemp("riket")
    build(ROOT, RIKET, out, None, silent)
    sources = read_sources(ROOT, RIKET)
    ranked = figures(sources)
    return National(sources, ranked, lay_out(sources, ranked, None), out)


@pytest.fixture(scope="session")
def example_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example house: five kommuner, four indicators, and the real templates."""
    root = tmp_path_factory.mktemp("example") / "hus"
    shutil.copytree(ROOT / "tests" / "example", root)
    shutil.copytree(ROOT / "templates", root / "templates")
    return root


@pytest.fixture(scope="session")
def example(example_root: Path) -> Sources:
    """The example edition as read."""
    return read_sources(example_root, "2024-prov")
