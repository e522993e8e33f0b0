"""A criterion and a unit's answers -> line by line what was met and what was not, and why."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from oj_workbook.criteria import holds, month_number
from oj_workbook.model import HarSvar, InomManader, MinstAntal, Villkor

VERDICT = {True: "uppfyllt", False: "inte uppfyllt", None: "öppet"}
#: A line's depth, what is demanded, and how it went.
Line = tuple[int, str, str]


def verdicts(villkor: Villkor, svar: Mapping[str, str], matmanad: str, depth: int = 0) -> Iterator[Line]:
    """Yield a line for a condition and for each within it; `matmanad` is the month of measurement, as 2024-02."""
    month = month_number(matmanad)
    verdict = VERDICT[holds(villkor, svar, month)]
    match villkor:
        case HarSvar(delfraga, godkanda):
            yield depth, f"{delfraga} är {' eller '.join(godkanda)}", f"{verdict}: {_answer(delfraga, svar)}"
        case InomManader(delfraga, manader):
            why = _answer(delfraga, svar)
            if delfraga in svar:
                age = month - month_number(svar[delfraga])
                why = f"{svar[delfraga]} är {age} {'månad' if age == 1 else 'månader'} före mätdagens månad, {matmanad}"
            yield depth, f"{delfraga} högst {manader} månader före mätdagen", f"{verdict}: {why}"
        case MinstAntal(antal, av):
            parts = [holds(part, svar, month) for part in av]
            what = "alla" if antal == len(av) else "någon" if antal == 1 else f"minst {antal} av {len(av)}"
            unanswered = f", {parts.count(None)} utan svar" if None in parts else ""
            yield depth, f"{what}:", f"{verdict}: {parts.count(True)} av {len(av)} gäller{unanswered}"
            for part in av:
                yield from verdicts(part, svar, matmanad, depth + 1)
        case _:
            assert_never(villkor)


def _answer(delfraga: str, svar: Mapping[str, str]) -> str:
    return f"svaret är {svar[delfraga]}" if delfraga in svar else "svaret saknas"
