"""Units -> warnings about measures that can hardly be meant: a criterion that everybody meets, or nobody."""

import pandas as pd

from oj_workbook.inputs import Inputs
from oj_workbook.model import Omrade
from oj_workbook.problems import Place, Problems, visible

#: Fewer answers than this can be alike without anything being wrong.
FEWEST = 5


def warn_of_alike(units: pd.DataFrame, omrade: Omrade, inputs: Inputs, problems: Problems) -> None:
    """Tell indicators whose criterion made Ja of every unit's answers in a year, or of nobody's.

    Answers that were delivered as final say nothing of the criterion, and are not looked at.
    """
    evaluated = {(block.indikator, block.ar) for block in inputs.delsvar}
    answered = units[units.svar.notna() & units.namnare.notna()]
    counted = answered.groupby(["indikator", "ar"], as_index=False, sort=False).taljare.agg(["sum", "size"])
    found: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for id_, ar, ja, antal in counted.to_numpy().tolist():
        if (id_, ar) in evaluated and antal >= FEWEST and ja in (0, antal):
            found.setdefault((id_, ja > 0), []).append((ar, antal))
    for (id_, every), years in found.items():
        page = omrade.indikatorer[id_]
        what = "alla enheter" if every else "ingen enhet"
        when = ", ".join(f"{ar} ({antal} svar)" for ar, antal in sorted(years))
        fact = f"{what} räknas som Ja i {visible(id_)}: {when}."
        remedy = f"se efter om kriteriet är det som menas; ”oj-workbook explain {id_} ENHET” visar en enhets svar."
        problems.add(Place(page.sida), "alla-lika", fact, remedy, inputs.utgava.rimlighet.niva("alla-lika"))
