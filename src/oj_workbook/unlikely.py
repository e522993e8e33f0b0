"""Pages -> warnings about what is allowed, and hardly meant: an answer nobody thought of, a demand nobody can meet."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import assert_never

from oj_workbook.criteria import delfragor_in, holds, leaves
from oj_workbook.model import (
    Alder,
    Andel,
    HarSvar,
    Indikator,
    InomManader,
    Invanare,
    JaNej,
    MinstAntal,
    Personer,
    Rakning,
    Villkor,
)
from oj_workbook.problems import Place, Problems, listed, visible

#: Answers that nobody expects a criterion to accept.
NEKANDE = ("Nej", "Inte alls")
#: More combinations of answers than this are not gone through.
MOST_PATTERNS = 20_000
FAR_FUTURE = 9999
#: A month of measurement, and two months that every and no window of months reaches.
MATMANAD = 2000 * 12
NYSS, LANGE_SEDAN = "1999-12", "1000-01"


def warn_of_unlikely(indikatorer: Iterable[Indikator], places: Mapping[str, Place], problems: Problems) -> None:
    """Tell what the words of each page allow but hardly mean; `places` is where each page's kind stands."""
    for page in indikatorer:
        match page.slag:
            case JaNej() as ja_nej:
                _warn_of_unmentioned(page, ja_nej, problems)
                _warn_of_settled(page, ja_nej, problems)
            case Andel(taljare, namnare, _, _, over_100) if page.id in places and not over_100:
                if taljare.rakning and namnare.rakning and not _within(taljare.rakning, namnare.rakning):
                    fact = f"de som räknas i täljaren, {visible(taljare.uppgift)}, är inte alla med i nämnaren."
                    remedy = "jämför de två reglerna under ”räkna”: ålder, månader, roll och enhet."
                    problems.add(places[page.id], "täljare-utanför", fact, remedy, "varning")


def _warn_of_unmentioned(page: Indikator, ja_nej: JaNej, problems: Problems) -> None:
    """Tell an answer to a sub-question that no criterion has ever accepted: it counts as a Nej without a word."""
    used = [leaf for kriterium in ja_nej.kriterier for leaf in leaves(kriterium.ja_nar)]
    accepted = {(leaf.delfraga, svar) for leaf in used if isinstance(leaf, HarSvar) for svar in leaf.svar}
    for fraga in ja_nej.delfragor:
        first, last = _asked(page, ja_nej, fraga.id)
        special = {one.svar for one in ja_nej.svar if all(one.existed(ar) for ar in (first, last))}
        known = {*NEKANDE, *special, *fraga.racker_inte}
        silent = [svar for svar in fraga.svar or () if (fraga.id, svar) not in accepted and svar not in known]
        if silent:
            fact = f"inget kriterium nämner svaret {listed(map(visible, silent))} på frågan {visible(fraga.id)}."
            remedy = f"nämn det i kriteriet; ska det räknas som Nej, skriv ”räcker_inte: [{', '.join(silent)}]”."
            problems.add(Place(page.sida, fraga.rad), "onämnt-svar", fact, remedy, "varning")


def _asked(page: Indikator, ja_nej: JaNej, fraga: str) -> tuple[int, int]:
    """Return the first and the last year in which a criterion asks a question; the last may lie in the far future."""
    used = [fraga in delfragor_in(one.ja_nar) for one in ja_nej.kriterier]
    ends = [one.fran - 1 for one in ja_nej.kriterier[1:]] + [page.mats.till or FAR_FUTURE]
    last = [end for end, asks in zip(ends, used, strict=True) if asks][-1]
    return next(one.fran for one, asks in zip(ja_nej.kriterier, used, strict=True) if asks), last


def _warn_of_settled(page: Indikator, ja_nej: JaNej, problems: Problems) -> None:
    """Tell a criterion that is settled whatever a unit answers."""
    for kriterium in ja_nej.kriterier:
        outcomes = _outcomes(kriterium.ja_nar, ja_nej)
        if len(outcomes) == 1:
            never = outcomes == {False}
            fact = (
                f"kriteriet från {kriterium.fran} blir {'aldrig' if never else 'alltid'} uppfyllt, hur man än svarar."
            )
            remedy = "se efter om två villkor om samma fråga utesluter varandra, eller om alla svar godtas."
            problems.add(Place(page.sida, kriterium.rad), "avgjort-kriterium", fact, remedy, "varning")


def _outcomes(villkor: Villkor, ja_nej: JaNej) -> set[bool]:
    """Return whether a condition can hold, and whether it can fail, over all answers to its questions."""
    questions = {fraga.id: fraga.svar or (NYSS, LANGE_SEDAN) for fraga in ja_nej.delfragor}
    asked = sorted(delfragor_in(villkor))
    if len(asked) == len(list(leaves(villkor))):  # each question once: the conditions do not depend on each other
        return _independent(villkor, questions)
    patterns = 1
    for id_ in asked:
        patterns *= len(questions[id_])
    if patterns > MOST_PATTERNS:
        return {True, False}
    found = set()
    for pattern in product(*(questions[id_] for id_ in asked)):
        found.add(bool(holds(villkor, dict(zip(asked, pattern, strict=True)), MATMANAD)))
    return found


def _independent(villkor: Villkor, questions: Mapping[str, tuple[str, ...]]) -> set[bool]:
    match villkor:
        case HarSvar(delfraga, godkanda):
            return {svar in godkanda for svar in questions[delfraga]}
        case InomManader():
            return {True, False}
        case MinstAntal(antal, av):
            parts = [_independent(part, questions) for part in av]
            most, fewest = sum(True in part for part in parts), sum(False not in part for part in parts)
            return {can for can, there in ((True, most >= antal), (False, fewest < antal)) if there}
        case _:
            assert_never(villkor)


def _within(taljare: Rakning, namnare: Rakning) -> bool:
    """Tell whether everyone whom the täljare counts is among those of the nämnare, by their rules."""
    match taljare, namnare:
        case Personer(), Personer():
            longer = taljare.minst_manader >= namnare.minst_manader and taljare.under_ar <= namnare.under_ar
            paused = namnare.hogsta_uppehall is None or (
                taljare.hogsta_uppehall is not None and taljare.hogsta_uppehall <= namnare.hogsta_uppehall
            )
            roles = not namnare.roller or (bool(taljare.roller) and set(taljare.roller) <= set(namnare.roller))
            same = taljare.raknas_i == namnare.raknas_i
            # One month of the year is what everyone has; longer demands must be met within the same window.
            anyone = namnare.minst_manader == 1
            return _aged(taljare.alder, namnare.alder) and (anyone or (longer and paused)) and roles and same
        case (Personer(alder=one), Invanare(alder=other)) | (Invanare(alder=one), Invanare(alder=other)):
            return _aged(one, other)
        case Invanare(), Personer():
            return False
        case _:
            return True  # kronor and months are no people


def _aged(one: Alder, other: Alder) -> bool:
    return one.fran >= other.fran and (other.till is None or (one.till is not None and one.till <= other.till))
