"""One planted fault in the example house, and what a run through the command line must answer to it."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from oj_workbook.cli import main

EDITION = "2024-prov"
FOLDER = f"data/{EDITION}"
UTGAVA, KALLOR = f"{FOLDER}/utgava.yaml", f"{FOLDER}/kallor.yaml"
ENKAT, ENKAT_2024 = f"{FOLDER}/enkat_2023.csv", f"{FOLDER}/enkat_2024.csv"
ANTAL, ANTAL_2022 = f"{FOLDER}/antal_2023.csv", f"{FOLDER}/antal_2022.csv"
#: What somebody did to the house: a file, what stood there, and what stands there now.
Edit = tuple[str, str, str]
Change = Edit | Callable[[Path], object]
STOPP, VARNA, NORMALISERA, OK = "stopp", "varna", "normalisera", "ok"


@dataclass(frozen=True)
class Bad:
    """A planted fault: the class of its answer, the code, how many findings, and words that they must have.

    `tyst` are words that must stand nowhere in the answer: what may be secret.
    """

    klass: str
    andringar: tuple[Change, ...]
    kod: str = ""
    ord: tuple[str, ...] = ()
    antal: int = 1
    tyst: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """How a run ended: its exit code, what it said, and what is in the folder of finished files."""

    kod: int
    sagt: str
    filer: dict[str, bytes]

    @property
    def bygge(self) -> dict[str, object]:
        """Return bygge.json."""
        found: dict[str, object] = json.loads(self.filer["bygge.json"])
        return found

    @property
    def workbook(self) -> set[str]:
        """Return every text that stands in the workbook."""
        book = load_workbook(io.BytesIO(self.filer["prov.xlsx"]), read_only=True)
        return {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}

    def figure(self, enhet: str, indikator: str, ar: str) -> dict[str, str]:
        """Return one row of resultat.csv."""
        lines = self.filer["resultat.csv"].decode().splitlines()
        heading = lines[0].split(",")
        found = [dict(zip(heading, line.split(","), strict=False)) for line in lines[1:]]
        (row,) = (one for one in found if (one["enhet"], one["indikator"], one["ar"]) == (enhet, indikator, ar))
        return row


def stop(kod: str, *andringar: Change, ord: tuple[str, ...] = (), antal: int = 1, tyst: tuple[str, ...] = ()) -> Bad:  # noqa: A002
    """Return a fault that stops the build."""
    return Bad(STOPP, andringar, kod, ord, antal, tyst)


def warn(kod: str, *andringar: Change, ord: tuple[str, ...] = (), antal: int = 1) -> Bad:  # noqa: A002
    """Return something that is published all the same, and told."""
    return Bad(VARNA, andringar, kod, ord, antal)


def mended(antal: int, *andringar: Change) -> Bad:
    """Return something that is repaired without loss, and counted."""
    return Bad(NORMALISERA, andringar, antal=antal)


def fine(*andringar: Change) -> Bad:
    """Return something that is right, and must not be taken for wrong."""
    return Bad(OK, andringar)


def plant(root: Path, changes: tuple[Change, ...]) -> None:
    """Make every change; one that changes nothing would prove nothing."""
    for change in changes:
        if isinstance(change, tuple):
            file, old, new = change
            text = (root / file).read_bytes().decode()
            assert text.count(old) == 1, (file, old, text.count(old))
            (root / file).write_bytes(text.replace(old, new).encode())
        else:
            change(root)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return everything in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def answer(root: Path, out: Path, said: Callable[[], str]) -> Answer:
    """Build the house into a folder."""
    kod = main(["build", EDITION, "--projekt", str(root), "-o", str(out)])
    return Answer(kod, said(), files_of(out))


def assert_answered(bad: Bad, found: Answer, before: dict[str, bytes]) -> None:
    """Check exit code, codes, words and number of the answer, and what has become of the published files."""
    assert "Traceback" not in found.sagt
    for word in bad.ord:
        assert word in found.sagt, (word, found.sagt)
    for word in bad.tyst:
        assert word not in found.sagt, (word, found.sagt)
    codes = re.findall(r"^\S+: ((?:fel|varning) \S+): ", found.sagt, re.MULTILINE)
    if bad.klass == STOPP:
        assert found.kod == 1, found.sagt
        assert [kod for kod in codes if kod.startswith("fel ")] == [f"fel {bad.kod}"] * bad.antal, found.sagt
        assert found.filer == before  # byte-identical, and nothing temporary beside them
        return
    assert found.kod == 0, found.sagt
    assert set(found.filer) == set(before)
    told = found.bygge["varningar"]
    wanted = [bad.kod] * bad.antal if bad.klass == VARNA else []
    assert isinstance(told, list)
    assert [one["kod"] for one in told] == wanted, found.sagt
    assert codes == [f"varning {bad.kod}"] * len(wanted)  # on screen too
    for one in told:
        assert one["text"] in found.workbook
    if bad.klass in (NORMALISERA, OK):
        assert found.bygge["normaliserade_celler"] == (bad.antal if bad.klass == NORMALISERA else 0)
