"""Answers to questions that should not have been asked of a unit, since it answered another one with no."""

from collections.abc import Mapping
from dataclasses import dataclass

from oj_workbook.model import Indikator, JaNej
from oj_workbook.problems import MOST_TOLD, Place, Problems, visible


@dataclass(frozen=True)
class Besvarad:
    """A sub-question as a file has it: the heading of its column, and an answer ("" for none) for each unit."""

    rubrik: str
    svar: tuple[str, ...]


def tell_unasked(
    page: Indikator, besvarade: Mapping[str, Besvarad], fil: str, rader: tuple[int, ...], problems: Problems
) -> None:
    """Tell the rows where a question is answered though `ställs_när` says that it was not asked there.

    A filter question without an answer, or with one of the page's special answers, says nothing.
    """
    if not isinstance(page.slag, JaNej):
        return
    known = {fraga.id: fraga.svar or () for fraga in page.slag.delfragor}
    for fraga in page.slag.delfragor:
        when = fraga.stalls_nar
        if when is None or fraga.id not in besvarade or when.delfraga not in besvarade:
            continue
        this, other = besvarade[fraga.id], besvarade[when.delfraga]
        wrong = set(known[when.delfraga]) - set(when.svar)
        found = [
            (rad, said) for rad, svar, said in zip(rader, this.svar, other.svar, strict=True) if svar and said in wrong
        ]
        more = f" (så är det på {len(found)} rader)" if len(found) > MOST_TOLD else ""
        for rad, said in found[:MOST_TOLD]:
            fact = (
                f"kolumnen {visible(this.rubrik)} är besvarad, fast frågan inte ställs när kolumnen"
                f" {visible(other.rubrik)} har {visible(said)}{more}."
            )
            remedy = "rätta det ena svaret; regeln är ”ställs_när” på indikatorns sida."
            problems.add(Place(fil, rad), "svar-utan-fråga", fact, remedy, when.annars)
