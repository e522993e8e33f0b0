"""One planted fault in the example house, and what a run of the command line must answer to it."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from oj_workbook.cli import main

EDITION = "2024-prov"
FOLDER = f"data/{EDITION}"
#: What somebody did to the house.
Change = Callable[[Path], object]


@dataclass(frozen=True)
class Bad:
    """A planted fault: its exit code, the codes of all that is told of it, words of the answer, and what it must hide.

    `lagade` is how many cells are repaired without loss.
    """

    exit: int
    change: Change
    koder: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    lagade: int = 0


def stop(kod: str, change: Change, *words: str, antal: int = 1, hidden: tuple[str, ...] = ()) -> Bad:
    """Return a fault in what was delivered: nothing is published."""
    return Bad(1, change, (f"fel {kod}",) * antal, words, hidden)


def around(kod: str, change: Change, *words: str) -> Bad:
    """Return a fault around the program: nothing is published, and there is nothing to mend in what was delivered."""
    return Bad(2, change, (f"fel {kod}",), words)


def warn(kod: str, change: Change, *words: str, antal: int = 1) -> Bad:
    """Return what is published all the same, and told."""
    return Bad(0, change, (f"varning {kod}",) * antal, words)


def mended(lagade: int, change: Change) -> Bad:
    """Return what is repaired without loss, and counted."""
    return Bad(0, change, lagade=lagade)


def fine(change: Change) -> Bad:
    """Return what is right, and must not be taken for wrong."""
    return Bad(0, change)


@dataclass(frozen=True)
class Answer:
    """How a run ended: its exit code, what it said, and what is in the folder of finished files."""

    exit: int
    said: str
    filer: dict[str, bytes]

    @property
    def bygge(self) -> dict[str, Any]:
        """Return bygge.json."""
        found: dict[str, Any] = json.loads(self.filer["bygge.json"])
        return found

    @property
    def resultat(self) -> list[dict[str, str]]:
        """Return the rows of resultat.csv."""
        return list(csv.DictReader(io.StringIO(self.filer["resultat.csv"].decode("utf-8-sig"))))

    @property
    def cells(self) -> set[str]:
        """Return every text that stands in the workbook."""
        book = load_workbook(io.BytesIO(self.filer["prov.xlsx"]), read_only=True)
        return {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}

    @property
    def parts(self) -> str:
        """Return all XML of the workbook."""
        with ZipFile(io.BytesIO(self.filer["prov.xlsx"])) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())


def files_of(folder: Path) -> dict[str, bytes]:
    """Return everything that lies in a folder."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def alone(example_root: Path, folder: Path) -> Path:
    """Return a copy of the example house whose edition is compared with no earlier one, and may move as it likes.

    What is told is then told of the planted fault.
    """
    house = shutil.copytree(example_root, folder / "hus")
    utgava = house / FOLDER / "utgava.yaml"
    written = utgava.read_text(encoding="utf-8").replace('föregående: {utgåva: "2023"}\n', "")
    utgava.write_text(f"{written}rimlighet: {{hopp: {{procent: 100, kronor: 1000}}}}\n", encoding="utf-8")
    return house


def run(house: Path, published: Path, tmp: Path, change: Change, said: Callable[[], str]) -> Answer:
    """Plant a fault in a copy of the house, and build it into a folder that has what was published before."""
    root, out = shutil.copytree(house, tmp / "hus"), shutil.copytree(published, tmp / "ut")
    change(root)
    code = main(["build", EDITION, "--projekt", str(root), "-o", str(out)])
    return Answer(code, said(), files_of(out))


def codes(said: str) -> list[str]:
    """Return the level and code of everything that was told, but the lines that tell a total."""
    lines = re.findall(r"^\S+: ((?:fel|varning) \S+): (.*)", said, re.MULTILINE)
    return [kod for kod, text in lines if "första räknas upp" not in text]


def assert_answered(bad: Bad, answer: Answer, before: dict[str, bytes]) -> None:
    """Check exit code, codes and words of the answer, and what has become of what was published before."""
    said = answer.said
    assert answer.exit == bad.exit, said
    assert "Traceback" not in said
    assert sorted(codes(said)) == sorted(bad.koder), said
    for word in bad.words:
        assert word in said, f"{word} is not in: {said}"
    for word in bad.hidden:
        assert word not in said, f"{word} is told: {said}"
    if bad.exit:
        assert answer.filer == before, "what was published is as it was, and nothing temporary is left"
        return
    assert set(answer.filer) == set(before)
    told = answer.bygge["varningar"]
    assert [f"varning {one['kod']}" for one in told] == list(bad.koder)
    assert {one["text"] for one in told} <= answer.cells
    assert answer.bygge["normaliserade_celler"] == bad.lagade
    for word in bad.hidden:
        assert word.encode() not in b"".join(answer.filer.values())
