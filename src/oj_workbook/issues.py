"""`utgivningar` of an edition -> its issues: 2024.1 in June, 2024.2 completed in the autumn, 2024.2.1 an erratum."""

import re
from dataclasses import dataclass
from datetime import date

from oj_workbook.problems import listed, visible
from oj_workbook.section import NO_YEAR, Section, known_years

NUMMER = re.compile(r"(\d{4})\.([1-9]\d?)(?:\.([1-9]\d?))?", re.ASCII)


@dataclass(frozen=True)
class Utgivning:
    """One issue: its number, the day it is given out, and in words what is new in it."""

    nummer: str
    datum: date
    text: str

    @property
    def ordning(self) -> tuple[int, ...]:
        """Return the number as numbers, so that issues can be put in order: 2024.2 comes before 2024.2.1."""
        return number(self.nummer)


def number(nummer: str) -> tuple[int, ...]:
    """Return the parts of an issue's number; () when it is none."""
    match = NUMMER.fullmatch(nummer)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def read_number(section: Section, key: str) -> tuple[int, ...]:
    """Return the required number of an issue, such as "2024.2"; () after a problem."""
    nummer = section.text(key)
    if nummer and not number(nummer):
        fact = f"{visible(nummer)} är inget nummer på en utgivning."
        section.problem(key, "fel-utgivning", fact, 'skriv till exempel "2024.1", "2024.2" eller "2024.2.1".')
    return number(nummer)


def read_issues(section: Section, ar: int) -> tuple[Utgivning, ...]:
    """Return the edition's issues in order; there is always one, if only to read on.

    `ar` is the year that the numbers begin with, the survey's latest.
    """
    found: list[Utgivning] = []
    for item in section.sections("utgivningar"):
        parts = read_number(item, "nummer")
        if parts and known_years(ar) and parts[0] != ar:
            fact = f"utgivningens nummer börjar med {parts[0]}, men enkätens sista år är {ar}."
            item.problem("nummer", "fel-utgivning", fact, f'skriv "{ar}.1".')
        one = Utgivning(item.text("nummer"), item.date("datum"), item.text("text"))
        following = _next(found[-1].ordning) if found else []
        if following and parts and parts not in following:
            fact = f"{visible(one.nummer)} kan inte komma efter {visible(found[-1].nummer)}."
            wanted = listed(f'"{".".join(map(str, after))}"' for after in following)
            item.problem("nummer", "fel-utgivning", fact, f"skriv {wanted}; utgivningarna står i ordning.")
        if found and one.datum < found[-1].datum:
            fact = f"{one.nummer} ges ut före {found[-1].nummer}."
            item.problem("datum", "fel-datum", fact, "rätta ett av datumen.")
        if not found and parts and parts[1:] != (1,):
            fact = f"den första utgivningen är {visible(one.nummer)}."
            item.problem("nummer", "fel-utgivning", fact, f'den första heter "{parts[0]}.1".')
        found.append(one)
        item.finish()
    return tuple(found) or (Utgivning(f"{ar if ar != NO_YEAR else 2000}.1", date.min, ""),)


def up_to(utgivningar: tuple[Utgivning, ...], nummer: str | None) -> tuple[Utgivning, ...]:
    """Return the issues up to one, or all of them; at least the first."""
    last = number(nummer) if nummer else utgivningar[-1].ordning
    return tuple(one for one in utgivningar if one.ordning <= last) or utgivningar[:1]


def _next(before: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the numbers that may follow one: the next issue, or the next erratum of this one; none for ()."""
    if len(before) < 2:
        return []
    issue, erratum = before[:2], before[2] if len(before) > 2 else 0
    return [(issue[0], issue[1] + 1), (*issue, erratum + 1)]
