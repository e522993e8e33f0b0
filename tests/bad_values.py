"""Faults in the values of the example house, written as what stood in a file and what stands there now."""

from collections.abc import Callable
from pathlib import Path

import bad
from bad import Answer, Bad

FOLDER = bad.FOLDER
UTGAVA, KALLOR = f"{FOLDER}/utgava.yaml", f"{FOLDER}/kallor.yaml"
ENKAT, ENKAT_2024 = f"{FOLDER}/enkat_2023.csv", f"{FOLDER}/enkat_2024.csv"
ANTAL, ANTAL_2022 = f"{FOLDER}/antal_2023.csv", f"{FOLDER}/antal_2022.csv"
#: A file, what stood in it, and what stands there now.
Edit = tuple[str, str, str]
Change = Edit | Callable[[Path], object]
Words = tuple[str, ...]


def planted(*changes: Change) -> bad.Change:
    """Return what makes every change; one that changes nothing would prove nothing."""

    def plant(root: Path) -> None:
        for change in changes:
            if isinstance(change, tuple):
                file, old, new = change
                text = (root / file).read_bytes().decode()
                assert text.count(old) == 1, (file, old, text.count(old))
                (root / file).write_bytes(text.replace(old, new).encode())
            else:
                change(root)

    return plant


def new_file(file: str, *rows: str) -> Callable[[Path], object]:
    """Return what adds a file to the house."""
    return lambda root: (root / file).write_text("\n".join(rows) + "\n", encoding="utf-8")


def stop(kod: str, *changes: Change, words: Words = (), antal: int = 1, hidden: Words = ()) -> Bad:
    """Return a fault that stops the build."""
    return bad.stop(kod, planted(*changes), *words, antal=antal, hidden=hidden)


def warn(kod: str, *changes: Change, words: Words = (), antal: int = 1) -> Bad:
    """Return what is published all the same, and told."""
    return bad.warn(kod, planted(*changes), *words, antal=antal)


def mended(lagade: int, *changes: Change) -> Bad:
    """Return what is repaired without loss, and counted."""
    return bad.mended(lagade, planted(*changes))


def fine(*changes: Change) -> Bad:
    """Return what is right, and must not be taken for wrong."""
    return bad.fine(planted(*changes))


def figure(answer: Answer, enhet: str, indikator: str, ar: str) -> dict[str, str]:
    """Return one row of resultat.csv."""
    (row,) = (one for one in answer.resultat if (one["enhet"], one["indikator"], one["ar"]) == (enhet, indikator, ar))
    return row
