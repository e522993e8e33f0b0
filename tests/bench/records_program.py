"""Count the invented records with the program, whose engine is DuckDB, with a clock on its stages.

Run as:  records_program.py FOLDER ENDING.  Prints the seconds of each stage, and all counts.
"""

import json
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from oj_workbook import records as program
from records import YEARS, house

#: A stage begins when this is called, and lasts until the next one begins.
BEGINS: tuple[tuple[object, str, str], ...] = (
    (program._Count, "read", "checking"),  # noqa: SLF001 - every record by itself
    (program, "people", "reading"),  # and gathering to a row per person and year
    (program._Count, "_refuse_unlike_people", "checking"),  # noqa: SLF001 - people, and which months are missing
    (program._Count, "counted", "counting"),  # noqa: SLF001 - a household's months are read once more
)
Moments = list[tuple[str, float]]


def noted(function: Callable[..., Any], stage: str, moments: Moments) -> Callable[..., Any]:
    """Return a function that first notes when it was called."""

    def clocked(*arguments: object, **named: object) -> object:
        moments.append((stage, time.perf_counter()))
        return function(*arguments, **named)

    return clocked


def main() -> None:
    """Count the last year, the others being history; anything the program tells of the records is a fault of theirs."""
    folder, ending = Path(sys.argv[1]), sys.argv[2]
    moments: Moments = []
    for owner, name, stage in BEGINS:
        setattr(owner, name, noted(getattr(owner, name), stage, moments))
    counted, problems = house().count(folder, [f"påhittade-{ar}.{ending}" for ar in YEARS])
    moments.append(("", time.perf_counter()))
    if counted is None or len(problems):
        raise SystemExit("\n".join(map(str, (*problems.errors, *problems.warnings))))
    seconds = {stage: 0.0 for _, _, stage in BEGINS}
    for (stage, began), (_, ended) in pairwise(moments):
        seconds[stage] += ended - began
    counts = [(uppgift, enhet, antal) for uppgift, _, enhet, antal, _, _ in counted.antal]
    json.dump({"stages": seconds, "counts": counts}, sys.stdout)


if __name__ == "__main__":
    main()
