"""Build an edition with a clock on every stage of the program.

Run as:  stages.py PROJECT EDITION TARGET.  Prints, in the order the stages end, the processor's seconds for each and
the highest memory there had been, in MiB.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

#: Every stage by its name, and the module that calls it.
STAGES = {
    **dict.fromkeys(("load_templates", "load_definitions", "read_units", "read_inputs", "_checksums"), "sources"),
    **dict.fromkeys(("compute", "suppress", "_compare", "rank"), "figures"),
    **dict.fromkeys(
        ("plan_workbook", "workbook_bytes", "check_workbook", "resultat_csv", "publish"),
        "pipeline",
    ),
}
KIB_PER_MIB = 1024

Measured = dict[str, tuple[float, float]]


def note(into: Measured, name: str, began: float) -> None:
    """Note a stage that has just ended."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    into[name] = (time.process_time() - began, peak)


def timed(name: str, stage: Callable[..., object], into: Measured) -> Callable[..., object]:
    """Return a stage that also notes how long it took."""

    def clocked(*arguments: object) -> object:
        began = time.process_time()
        try:
            return stage(*arguments)
        finally:
            note(into, name, began)

    return clocked


def main() -> None:
    """Import the program, put a clock on its stages, and build."""
    project, edition, target = sys.argv[1:]
    measured: Measured = {}
    began = time.process_time()
    pipeline = importlib.import_module("oj_workbook.pipeline")
    note(measured, "imports", began)
    for name, calling in STAGES.items():
        module = importlib.import_module(f"oj_workbook.{calling}")
        setattr(module, name, timed(name, getattr(module, name), measured))
    pipeline.build(Path(project), edition, Path(target), None, lambda _: None)
    json.dump({name.strip("_"): figures for name, figures in measured.items()}, sys.stdout)


if __name__ == "__main__":
    main()
