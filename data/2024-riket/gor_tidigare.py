"""Make what the example edition is compared with: python data/2024-riket/gor_tidigare.py.

Builds the edition as its first issue was, and an edition of the year before, both with a few invented differences, and
puts what was built into tidigare/: the sheet Ändringar then has something to tell.  Made once, as what is given out is
given out once: a later change of the program does not change it.
"""
# ruff: noqa: INP001 - a script beside the data it makes

import csv
import gzip
import re
import shutil
import tempfile
from pathlib import Path

from oj_workbook.pipeline import build
from oj_workbook.usage import Asked

HAR = Path(__file__).resolve().parent
ROT = HAR.parent.parent
ENKAT = ROT / "indicators/ekonomiskt-bistand/enkat"
#: What a kommun is told to have answered or reported before it was put right: file, unit, column, and that.
FORE_2024_2 = [("enkat_2024.csv", "2584", "fia.anvands", "Ja")]
FORE_2024 = [
    ("enkat_2022.csv", "0604", "fia.anvands", "Nej"),
    ("enkat_2023.csv", "0643", "fia.anvands", "Ja"),
    ("register_2021.csv", "0643", "utbetalt_bistand_kr", "18689934"),
]
UPPHORD = """namn: Bistånd handläggs i digitalt ärendesystem
kort_namn: Digitalt ärendesystem
"""


def main() -> None:
    """Build both, and put them where the edition looks for them."""
    with tempfile.TemporaryDirectory(prefix="oj-") as folder:
        first = copied(Path(folder) / "forsta")
        for change in FORE_2024_2:
            put(first / "data/2024-riket", *change)
        keep(first, "2024-riket", "2024.1")
        year_before = copied(Path(folder) / "aret-fore")
        for change in FORE_2024:
            put(year_before / "data/2024-riket", *change)
        (year_before / "data/2024-riket").rename(year_before / "data/2023-riket")
        as_it_was(year_before)
        keep(year_before, "2023-riket", "2023.2")


def copied(root: Path) -> Path:
    """Return a copy of what an edition is made of, compared with nothing."""
    for name in ("indicators", "templates", "data/enheter", "data/2024-riket"):
        shutil.copytree(ROT / name, root / name, ignore=shutil.ignore_patterns("tidigare", "andringar.yaml", "*.py"))
    replace(root / "data/2024-riket/utgava.yaml", r"föregående:(\n  .*)+\n", "")
    return root


def as_it_was(root: Path) -> None:
    """Let a copy be the edition of 2023: a year less, one page less, one more, and another text."""
    utgava, kallor = root / "data/2023-riket/utgava.yaml", root / "data/2023-riket/kallor.yaml"
    replace(utgava, r"jämförelser 2024", "jämförelser 2023")
    replace(utgava, r"oj-2024", "oj-2023")
    replace(utgava, r", 2024\]", "]")
    replace(utgava, r"  2024: 2024-02-01\n", "")
    replace(utgava, r"2024\.", "2023.")
    replace(utgava, r"2026-", "2025-")
    replace(kallor, r", 2024\]", "]")
    replace(kallor, r"(?m)^- fil:(?:.*\n(?!\n))*?  år: \[2023\]\n(?:.+\n)+", "")
    replace(kallor, r", 2023\]\n(  ursprung: .*publicer)", r", 2023]\n\1")
    published = root / "data/2023-riket/publicerat.csv"
    lines = published.read_text(encoding="utf-8").splitlines(keepends=True)
    published.write_text("".join(line for line in lines if ",2024," not in line), encoding="utf-8")
    pages = root / "indicators/ekonomiskt-bistand/enkat"
    (pages / "arbetsmarknadsinsats_inom_en_manad.yaml").unlink()
    ended = (pages / "fia.yaml").read_text(encoding="utf-8").partition("kvalitetsområde:")[2]
    ended = ended.replace("mäts: {från: 2019}", "mäts: {från: 2012, till: 2014}").replace(
        "- från: 2019", "- från: 2012"
    )
    ended = re.sub(r"ordning: \d+", "ordning: 99", ended)
    (pages / "digitalt_arendesystem.yaml").write_text(f"{UPPHORD}kvalitetsområde:{ended}", encoding="utf-8")
    replace(pages / "fia.yaml", r"en intervju om livssituation, mål och arbete", "en intervju om livssituation och mål")


def replace(file: Path, pattern: str, new: str) -> None:
    """Replace what a pattern finds in a file; it must find something or be about what may be missing."""
    file.write_text(re.sub(pattern, new, file.read_text(encoding="utf-8")), encoding="utf-8")


def put(folder: Path, fil: str, enhet: str, rubrik: str, varde: str) -> None:
    """Put a value into one cell of a delivery."""
    with (folder / fil).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    column = rows[0].index(rubrik)
    for row in rows:
        if row[0] == enhet:
            if row[column] == varde:
                raise ValueError((fil, enhet, rubrik))  # then there is no difference to tell of
            row[column] = varde
    with (folder / fil).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def keep(root: Path, edition: str, namn: str) -> None:
    """Build an issue and keep what was built, packed."""
    out = root / "ut"
    build(root, edition, out, None, lambda _: None, Asked(utgivning=namn))
    target = HAR / "tidigare" / namn
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(out / "bygge.json", target)
    data = (out / "resultat.csv").read_bytes()
    (target / "resultat.csv.gz").write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main()
