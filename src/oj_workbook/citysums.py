"""A city beside its parts in one file: its row is a check on the sum of theirs, and counts for nothing else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from oj_workbook.kallor import Kontrollsumma
from oj_workbook.problems import Place, Problems, visible
from oj_workbook.units import Enheter

#: Two sums of kronor may differ by what a computer's fractions do.
TOLERANCE = 1e-6
#: A row of the table antal.
Antal = tuple[Any, ...]


def without_cities(
    antal: Sequence[Antal],
    parts_of: Mapping[str, Sequence[str]],
    rule: Kontrollsumma,
    headings: Mapping[str, str],
    enheter: Enheter,
    problems: Problems,
) -> list[Antal]:
    """Return the rows without those of cities, and tell where a city is not the sum of its parts.

    `parts_of` are the parts that report, by city.  Where one of them has no number there is no sum to compare.  The
    numbers may be secret, and none is repeated; `headings` names their columns.
    """
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for uppgift, _, enhet, tal, _, _ in antal:
        found[uppgift][enhet] = tal
    for uppgift, _, enhet, tal, fil, rad in antal:
        parts = parts_of.get(enhet, ())
        if not parts or any(part not in found[uppgift] for part in parts):
            continue
        if abs(tal - sum(found[uppgift][part] for part in parts)) > rule.far_skilja + TOLERANCE:
            allowed = f"mer än {rule.far_skilja} från" if rule.far_skilja else "inte"
            who = f"{enheter.enheter[enhet].namn} ({enhet}), kolumnen {visible(headings[uppgift])}"
            fact = f"{who}: summan av delområdena är {allowed} stadens tal (talen visas inte)."
            remedy = "rätta staden eller delområdena; regeln är ”kontrollsumma” på leveransen i kallor.yaml."
            problems.add(Place(fil, rad), "fel-delsumma", fact, remedy, rule.annars)
    return [row for row in antal if row[2] not in parts_of]
