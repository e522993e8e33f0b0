"""What the national edition costs, beside plain XlsxWriter writing the same cells.  Run by `make bench`.

Every measurement is a fresh process.  The program is timed whole, from the delivered files to the checked workbook;
XlsxWriter only from cells that lie ready, without the time it takes to read them.  Exit code 1 when an aim is missed.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from child import ChildFailedError, Run, run

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PYTHON = Path(sys.executable)
SYSTEM_PYTHON = Path("/usr/bin/python3")
EDITION = "2024-riket"
ROUNDS = 3
PICKS = 40
SIZES = (1, 2, 4)

MOST_RATIO, MOST_MIB, MOST_MB, MOST_MS = 2.0, 250, 2.5, 50
HEADINGS = (
    *("indicators", "time / XlsxWriter", "processor / XlsxWriter", "time / zip floor"),
    *("seconds", "XlsxWriter", "zip floor", "cells", "peak MiB", "file MB", "ms a pick, median (max)"),
)


@dataclass(frozen=True)
class Row:
    """What one size of the edition cost."""

    times: int
    indicators: int
    cells: int
    ours: Run
    plain: Run
    reading: float
    floor: float
    file_mb: float
    picks: tuple[float, ...]
    stages: dict[str, tuple[float, float]]

    @property
    def ratio(self) -> float:
        """Return our time in times of XlsxWriter's."""
        return self.ours.wall / self.plain.wall

    def columns(self) -> Iterator[str]:
        """Yield what stands in the table."""
        yield f"{self.indicators} ({self.times}×)"
        yield f"{self.ratio:.2f}"
        yield f"{self.ours.cpu / self.plain.cpu:.2f}"
        yield f"{self.ours.wall / self.floor:.0f}"
        yield f"{self.ours.wall:.2f}"
        yield f"{self.plain.wall:.2f}"
        yield f"{self.floor:.2f}"
        yield f"{self.cells:,}".replace(",", " ")
        yield f"{self.ours.peak:.0f}"
        yield f"{self.file_mb:.2f}"
        yield f"{statistics.median(self.picks):.0f} ({max(self.picks):.0f})" if self.picks else "not installed"

    def missed(self) -> Iterator[str]:
        """Yield the aims that were missed."""
        if self.ratio > MOST_RATIO:
            yield f"{self.ratio:.2f} times XlsxWriter's time, and the aim is at most {MOST_RATIO:g}"
        if self.ours.peak >= MOST_MIB:
            yield f"{self.ours.peak:.0f} MiB, and the aim is less than {MOST_MIB}"
        if self.file_mb >= MOST_MB:
            yield f"{self.file_mb:.2f} MB, and the aim is less than {MOST_MB:g}"
        if self.picks and max(self.picks) >= MOST_MS:
            yield f"{max(self.picks):.0f} ms for a pick, and the aim is less than {MOST_MS}"


def measured(project: Path, folder: Path, times: int) -> Row:
    """Measure one size; the files are made in a folder."""
    folder.mkdir()
    built, cells = folder / "built", folder / "cells"
    known = json.loads(run([PYTHON, HERE / "plain_cells.py", project, EDITION, cells]).said)
    ours, plain = [], []
    for _ in range(ROUNDS):  # by turns, so that a busy moment of the machine strikes both
        ours.append(run([PYTHON.with_name("oj-workbook"), "build", EDITION, "--projekt", project, "-o", built]))
        plain.append(_plain(cells, folder / "plain.xlsx"))
    workbook = next(built.glob("*.xlsx"))
    floors = [json.loads(run([PYTHON, HERE / "zip_floor.py", workbook]).said)["deflating"] for _ in range(ROUNDS)]
    best = min(plain, key=lambda one: one.wall)
    return Row(
        times=times,
        indicators=known["indicators"],
        cells=known["cells"],
        ours=min(ours, key=lambda one: one.wall),
        plain=best,
        reading=json.loads(best.said)["wall"],
        floor=min(floors),
        file_mb=workbook.stat().st_size / 1e6,
        picks=_picks(workbook, known["units"]),
        stages=json.loads(run([PYTHON, HERE / "stages.py", project, EDITION, folder / "stages"]).said),
    )


def _grown(copy: Path, times: int) -> Path:
    run([PYTHON, HERE / "grown.py", ROOT, EDITION, str(times), copy])
    return copy


def _plain(cells: Path, target: Path) -> Run:
    """Let XlsxWriter write, and take away what it cost to read the cells: the program has none ready."""
    whole = run([PYTHON, HERE / "plain_xlsxwriter.py", cells, target])
    reading = json.loads(whole.said)
    return replace(whole, wall=whole.wall - reading["wall"], cpu=whole.cpu - reading["cpu"])


def _picks(workbook: Path, units: Sequence[str]) -> tuple[float, ...]:
    """Return the milliseconds of picks spread over the list; none where LibreOffice is not installed."""
    if not _has_libreoffice():
        return ()
    names = units[:: max(1, len(units) // PICKS)][:PICKS]
    return tuple(json.loads(run([SYSTEM_PYTHON, HERE / "picks.py", workbook], json.dumps(names)).said))


def _has_libreoffice() -> bool:
    """Tell whether LibreOffice and its bridge to the system's Python are there."""
    if not shutil.which("soffice"):
        return False
    try:
        run([SYSTEM_PYTHON, "-c", "import uno"])
    except (ChildFailedError, OSError):
        return False
    return True


def machine() -> str:
    """Return the day, the size of the machine, and the versions of what was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("openpyxl", "lxml", "pandas", "XlsxWriter")
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in names)]
    if _has_libreoffice():
        said = run(["/usr/bin/soffice", "--version"]).said.split()
        versions.append(" ".join(said[:2]))
    day = datetime.now(UTC).date().isoformat()
    return f"{day}; {os.cpu_count()} cores, {memory:.0f} GiB; {', '.join(versions)}. Best of {ROUNDS}."


def details(row: Row) -> str:
    """Return what the table has no room for: what XlsxWriter used in all, and the stages of the program."""
    stages = ", ".join(f"{name} {seconds:.2f} ({peak:.0f})" for name, (seconds, peak) in row.stages.items())
    return (
        f"{row.times}×: XlsxWriter {row.plain.wall + row.reading:.2f} s with the reading of its cells, "
        f"{row.plain.peak:.0f} MiB. The program's stages, seconds of processor (peak MiB so far): {stages}."
    )


def main() -> int:
    """Measure every size and print the table; return 1 when an aim is missed at the size the edition has."""
    parser = argparse.ArgumentParser(description="Measure what the national edition costs.")
    parser.add_argument("--quick", action="store_true", help="only the size the edition has, not twice and four times")
    sizes = SIZES[:1] if parser.parse_args().quick else SIZES
    rows = []
    _say(_line(HEADINGS), _line(["---:"] * len(HEADINGS)))
    with tempfile.TemporaryDirectory() as name:
        for times in sizes:
            project = ROOT if times == 1 else _grown(Path(name) / f"project{times}", times)
            rows.append(measured(project, Path(name) / f"measured{times}", times))
            _say(_line(rows[-1].columns()))
    missed = [f"Missed: {fact}." for fact in rows[0].missed()]
    _say("", machine(), *map(details, rows), *(missed or ["Every aim is met."]))
    return 1 if missed else 0


def _line(columns: Sequence[str] | Iterator[str]) -> str:
    return f"| {' | '.join(columns)} |"


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
