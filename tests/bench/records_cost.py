"""What it costs to count monthly records of national size, beside pandas.  Run by `make bench-records`.

The records are invented.  Every measurement is a fresh process on two cores, from its start to its counts, the best of
three.  Exit code 1 when the program misses an aim, or when two engines differ in a single count.
"""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from child import Run, run

HERE = Path(__file__).parent
PYTHON = Path(sys.executable)
ROUNDS, CORES = 3, 2
MOST_SECONDS, MOST_MIB = 20, 3 * 1024
FEWEST_ROWS, FEWEST_PERSONS = 8_000_000, 400_000
STAGES = ("checking", "reading", "counting")
HEADINGS = (
    *("engine", "file", "rows", "seconds", *(f"of which {stage}" for stage in STAGES)),
    *("processor", "peak MiB", "counts"),
)
NOTE = """\
The program checks every record and gathers them to people as it reads, and reads the months of households once more
as it counts; pandas checks nothing, gathers as it counts, and has no reader of Parquet without another library."""

Counts = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Engine:
    """Something that counts: what it is called in the table, which files it reads, and how it is run."""

    name: str
    file: str
    script: str
    arguments: tuple[str, ...] = ()
    ours: bool = False


ENGINES = (
    Engine("the program (DuckDB)", "Parquet", "records_program.py", ("parquet",), ours=True),
    Engine("the program (DuckDB)", "CSV", "records_program.py", ("csv",), ours=True),
    Engine("pandas", "CSV", "records_pandas.py"),
)


@dataclass(frozen=True)
class Row:
    """What one engine cost, and what it counted."""

    engine: Engine
    rows: int
    best: Run
    stages: dict[str, float]
    counts: Counts

    @property
    def title(self) -> str:
        """Return what the row is called in a sentence."""
        return f"{self.engine.name}, {self.engine.file}"

    def columns(self) -> Iterator[str]:
        """Yield what stands in the table."""
        yield self.engine.name
        yield self.engine.file
        yield _spaced(self.rows)
        yield f"{self.best.wall:.1f}"
        yield from (f"{self.stages[stage]:.1f}" if stage in self.stages else "–" for stage in STAGES)
        yield f"{self.best.cpu:.1f}"
        yield f"{self.best.peak:.0f}"
        yield _spaced(len(self.counts))

    def missed(self) -> Iterator[str]:
        """Yield the aims that were missed; pandas has none."""
        if self.engine.ours and self.best.wall >= MOST_SECONDS:
            yield f"{self.title}: {self.best.wall:.1f} s, and the aim is less than {MOST_SECONDS}"
        if self.engine.ours and self.best.peak >= MOST_MIB:
            yield f"{self.title}: {self.best.peak:.0f} MiB, and the aim is less than {MOST_MIB}"

    def unlike(self, other: "Row") -> Iterator[str]:
        """Yield that some counts differ from those of another engine, with one of them."""
        keys = sorted(self.counts.keys() | other.counts.keys())
        differ = [key for key in keys if self.counts.get(key) != other.counts.get(key)]
        if differ:
            mine, theirs = self.counts.get(differ[0]), other.counts.get(differ[0])
            yield (
                f"{len(differ)} counts differ between {self.title}, and {other.title}; "
                f"the first is {' '.join(differ[0])}: {mine} and {theirs}"
            )


def measured(folder: Path, rows: int) -> list[Row]:
    """Measure every engine, by turns, so that a busy moment of the machine strikes all."""
    runs: dict[Engine, list[Run]] = {engine: [] for engine in ENGINES}
    for _ in range(ROUNDS):
        for engine, taken in runs.items():
            taken.append(run([PYTHON, HERE / engine.script, folder, *engine.arguments]))
    return [_row(engine, rows, min(taken, key=lambda one: one.wall)) for engine, taken in runs.items()]


def _row(engine: Engine, rows: int, best: Run) -> Row:
    said = json.loads(best.said)
    counts = {(uppgift, enhet): antal for uppgift, enhet, antal in said["counts"]}
    return Row(engine, rows, best, said["stages"], counts)


def too_few(rows: int, persons: dict[str, int]) -> Iterator[str]:
    """Yield that the records are not of national size."""
    if rows < FEWEST_ROWS:
        yield f"{_spaced(rows)} records, and there should be {_spaced(FEWEST_ROWS)}"
    for ar, antal in persons.items():
        if antal < FEWEST_PERSONS:
            yield f"{_spaced(antal)} persons in {ar}, and there should be {_spaced(FEWEST_PERSONS)}"


def machine() -> str:
    """Return the day, the size of the machine, and the versions of what was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"Python {platform.python_version()}", *(f"{one} {version(one)}" for one in ("duckdb", "pandas"))]
    cores, day = len(os.sched_getaffinity(0)), datetime.now(UTC).date().isoformat()
    return f"{day}; {cores} cores, {memory:.0f} GiB; {', '.join(versions)}. Best of {ROUNDS}."


def main() -> int:
    """Invent the records, measure, compare, and print the table; return 1 when an aim is missed or counts differ."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])  # the children have no more cores than this one
    os.environ["PYTHONPATH"] = str(HERE.parent)  # where they find what the tests of records share
    with tempfile.TemporaryDirectory() as name:
        known = json.loads(run([PYTHON, HERE / "records_invented.py", name]).said)
        rows = measured(Path(name), known["rows"])
    first, *others = rows
    missed = [*too_few(known["rows"], known["persons"])]
    missed += [fact for row in rows for fact in row.missed()]
    missed += [fact for row in others for fact in first.unlike(row)]
    persons = ", ".join(f"{_spaced(antal)} in {ar}" for ar, antal in known["persons"].items())
    _say(_line(HEADINGS), _line(["---", "---", *["---:"] * (len(HEADINGS) - 2)]))
    _say(*(_line(row.columns()) for row in rows), "", f"Invented persons: {persons}. {machine()}", NOTE)
    _say(*(f"Missed: {fact}." for fact in missed) if missed else ("Every count is the same, every aim is met.",))
    return 1 if missed else 0


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _line(columns: Iterable[str]) -> str:
    return f"| {' | '.join(columns)} |"


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
