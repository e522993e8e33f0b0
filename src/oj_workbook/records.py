"""Monthly records of the register -> counts per unit and year, by the rules of the pages.

One record is one person who had bistånd one month.  The files are streamed; what is held is one row per person and
year.  The records are personal data: nothing of them leaves this module but counts, row numbers and the names of
columns, and nothing of them is written to disk.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import duckdb

from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans, Poster
from oj_workbook.model import Antalsslag, Bistandsmanader, Omrade, Personer, Postrakning, Utanfor
from oj_workbook.problems import MOST_TOLD, Place, Problem, Problems
from oj_workbook.recordfiles import CONFIG, RecordFiles, sql_value
from oj_workbook.records_sql import (
    CHECKED,
    HOUSEHOLDS,
    POST,
    Fault,
    codes,
    counted,
    holds,
    months,
    people,
    row_faults,
)
from oj_workbook.units import Enheter

#: Which months a unit has no records of is told only of one with so many people.
MANY = 20
#: When so large a part of a year's records have no valid id, something is wrong with how they are read.
FEW_VALID = 0.9
Rules = dict[str, Postrakning]


@dataclass(frozen=True)
class Counted:
    """Rows for the table antal, and how many the records left out."""

    antal: list[tuple[Any, ...]]
    utanfor: Utanfor


def count_records(
    leverans: Leverans, folder: Path, utgava: Utgava, omrade: Omrade, enheter: Enheter, root: Path, problems: Problems
) -> Counted | None:
    """Return the counts of one year for every item whose rule is about records; None when a fault was told.

    A person counts once, in the last (or first) unit of the year, whatever other units paid too; so the units of a
    län or of riket add up to people.  Persons without a valid id, and those not folkbokförda at their last record
    of the year, are outside.  A unit that has records, but none that a rule counts, has 0.
    """
    if leverans.poster is None:
        raise AssertionError("a delivery of records says nothing of them")
    before = len(problems.errors)
    rules = _rules(leverans, leverans.poster, omrade, problems)
    files = RecordFiles(leverans, leverans.poster, folder, utgava.folder, root, omrade.uppdelningar, problems)
    if not files.readable(_words(rules, omrade, leverans.ar)):
        return None
    with duckdb.connect(config=CONFIG) as db:
        count = _Count(db, leverans.ar, leverans.poster, files, utgava, omrade, enheter, problems)
        try:
            count.read(rules)
            return count.counted(rules) if len(problems.errors) == before else None
        except duckdb.OutOfMemoryException:
            fact = f"månadsposterna får inte plats i {CONFIG['memory_limit']} arbetsminne."
            problems.add(leverans.place, "minne-räcker-inte", fact, "minska antalet år under ”historik”.")
        except duckdb.Error as error:  # whatever it is, its words may hold what stands in the records
            files.tell_unreadable(error)
    return None


def _rules(leverans: Leverans, poster: Poster, omrade: Omrade, problems: Problems) -> Rules:
    """Return the rule of every item that some page measured this year counts out of records."""
    ar, rules = leverans.ar, Rules()
    for page in omrade.indikatorer.values():
        wanted_here = not leverans.kallor or page.kalla.id in leverans.kallor
        if isinstance(page.slag, Antalsslag) and page.mats.holds(ar) and wanted_here and not page.del_av:
            parts = (page.slag.taljare, page.slag.namnare)
            rules |= {one.uppgift: one.rakning for one in parts if isinstance(one.rakning, Postrakning)}
    if not rules:
        fact = f"ingen sida räknar något ur månadsposter för {ar}."
        problems.add(leverans.place, "inget-att-räkna", fact, "rätta ”källa” eller ”år”, eller ta bort leveransen.")
    for uppgift, rule in rules.items():
        wanted = range(ar - rule.under_ar + 1, ar) if isinstance(rule, Personer) else ()
        if missing := [str(one) for one in wanted if one not in poster.historik]:
            fact = f"{uppgift} {ar} behöver också månadsposter för {' och '.join(missing)}."
            problems.add(leverans.place, "historik-saknas", fact, "lägg till åren under ”historik”, och filerna.")
    return rules


def _words(rules: Rules, omrade: Omrade, ar: int) -> list[str]:
    """Return our words for the columns that the rules need."""
    words = ["person", "månad", "enhet", "födelseår", "folkbokförd"]
    words += ["hushåll", "belopp"] if _needs_household(rules) else []
    words += ["roll"] if any(isinstance(rule, Personer) and rule.roller for rule in rules.values()) else []
    return [*words, *omrade.divided_by(ar)]


def _needs_household(rules: Rules) -> bool:
    return not all(isinstance(rule, Personer) for rule in rules.values())


class _Count:
    """One year's count, in a database that lives in memory while it lasts."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        ar: int,
        poster: Poster,
        files: RecordFiles,
        utgava: Utgava,
        omrade: Omrade,
        enheter: Enheter,
        problems: Problems,
    ) -> None:
        self.db, self.ar, self.poster, self.files = db, ar, poster, files
        self.omrade, self.enheter, self.problems = omrade, enheter, problems
        self.reporting = frozenset(enheter.vid[utgava.day(ar, 1)].rapporterar)
        days = [day for day in (utgava.day(ar - 1, 1), utgava.matdagar.get(ar)) if day in enheter.vid]
        during = {id_ for day in days if day for id_ in enheter.vid[day].rapporterar}
        # Who was there earlier is not known of the year before an edition begins.
        self.during = during if utgava.day(ar - 1, 1) in enheter.vid else during | enheter.ersatta.keys()
        self.there: list[str] = []

    # --- reading ---

    def read(self, rules: Rules) -> None:
        """Check every record, and gather them to a row per person and year; whatever is wrong is told."""
        self._put_lookups()
        self.db.execute(POST.format(view="post", records=self.files.select()))
        faults = row_faults(self.ar, self.files.columns, needs_household=_needs_household(rules))
        checked = self.db.execute(CHECKED.format(faults=" OR ".join(one.when for one in faults))).fetchall()
        if any(faulty for _, _, faulty, _ in checked):
            self._tell_faults(faults)
            return
        self._tell_missing_months({(ar, enhet): found for ar, enhet, _, found in checked})
        self.db.execute(people(self.files.valid_id(), list(self.files.columns.values())))
        self._refuse_unlike_people()
        self._refuse_invalid_ids()
        self._warn_of_missing_months({enhet: found for ar, enhet, _, found in checked if ar == self.ar and enhet})

    def _put_lookups(self) -> None:
        """Put what each written month and code means, so that no record is taken apart letter by letter."""
        known = sorted({*self.enheter.rikets_kommuner, *self.enheter.ersatta})
        home = [self._home(code) for code in known]
        tables: dict[str, tuple[str, Iterable[Sequence[Any]]]] = {
            "manader": ("manad VARCHAR, ar INT, man INT", months((*self.poster.historik, self.ar))),
            "enheter": ("nummer INT, enhet VARCHAR", enumerate(home)),
            "koder": ("kod VARCHAR, nummer INT, enhet VARCHAR", ((kod, at, home[at]) for kod, at in codes(known))),
        }
        for table, (columns, rows) in tables.items():
            values = ", ".join(f"({', '.join(map(sql_value, row))})" for row in rows)
            self.db.execute(f"CREATE TABLE {table} ({columns}); INSERT INTO {table} VALUES {values}")

    def _tell_faults(self, faults: list[Fault]) -> None:
        counts = self.db.execute(f"SELECT {', '.join(f'count_if({one.when})' for one in faults)} FROM post").fetchone()
        for fault, antal in zip(faults, counts or (), strict=True):
            if antal:
                self._tell(fault.when, fault.kod, fault.text, fault.remedy, antal)

    def _home(self, code: str) -> str | None:
        """Return the unit that a code belongs to at the end of the year.

        A delområde that ended during the year is the one that took over; "" is somewhere outside the edition, where a
        person may have been last; None is a code that others answer for, or one that was not there.
        """
        later = self.enheter.ersatta.get(code) if code in self.during else None
        if code in self.reporting or later in self.reporting:
            return code if code in self.reporting else later
        return None if code[:4] in self.enheter.kommuner else ""

    def _tell(self, when: str, kod: str, text: str, remedy: str, antal: int = 0) -> None:
        """Tell the first rows of a fault by their numbers, and how many there are; never a value."""
        self.db.execute(POST.format(view="numrerad", records=self.files.numbered()))
        rows = self.db.execute(f"SELECT fil, rad FROM numrerad WHERE {when} ORDER BY ALL LIMIT {MOST_TOLD}")
        first = rows.fetchall()
        if not antal:
            (antal,) = self.db.execute(f"SELECT count(*) FROM numrerad WHERE {when}").fetchone() or (0,)
        for number, (fil, rad) in enumerate(first, 1):
            fler = max(0, antal - len(first)) if number == len(first) else 0
            fact = f"{text} (värdet visas inte)."
            self.problems.tell(Problem(Place(fil, rad), kod, fact, remedy, fler=fler))

    def _refuse_unlike_people(self) -> None:
        """Tell people with no year of birth or several, and records that stand twice."""
        born = (
            "SELECT person FROM personar WHERE giltig GROUP BY person"
            " HAVING min(fodd) IS DISTINCT FROM max(fodd_hogst) OR bool_or(fodd_saknas)"
        )
        twice = (
            "SELECT DISTINCT person FROM post"
            " SEMI JOIN (SELECT person, ar FROM personar WHERE giltig AND poster > bit_count(manader))"
            " USING (person, ar)"
            " GROUP BY person, ar, man, nummer, hushall HAVING count(*) > 1"
        )
        for query, kod, text in (
            (born, "fel-födelseår", "personen har inget födelseår, eller olika i olika poster"),
            (twice, "dubbel-post", "personen har mer än en post för samma månad, enhet och hushåll"),
        ):
            self.db.execute(f"CREATE OR REPLACE TABLE fel AS {query}")
            (antal,) = self.db.execute("SELECT count(*) FROM fel").fetchone() or (0,)
            if antal:
                remedy = f"rätta posterna i källan ({antal} personer), och leverera filen på nytt."
                self._tell("person IN (SELECT person FROM fel)", kod, text, remedy)

    def _tell_missing_months(self, there: Mapping[tuple[int, str | None], int]) -> None:
        """Tell months without a single record: every figure would be too low."""
        fil = self.files.name(self.poster.filer[-1])
        for ar in (*self.poster.historik, self.ar):
            if missing := _missing(reduce(or_, (found for (year, _), found in there.items() if year == ar), 0)):
                fact = f"{ar} saknar poster för månad {missing}."
                self.problems.add(Place(fil), "månad-saknas", fact, "leverera alla tolv månader.")

    def _refuse_invalid_ids(self) -> None:
        """Tell a year in which nobody has a valid id, and warn of one in which many have not: they stand outside."""
        one, place = self._utanfor(), self.files.leverans.place
        if one.poster and one.poster == one.utan_id:
            fact = f"ingen post {self.ar} har ett giltigt id enligt ”person_id: {self.poster.person_id}”."
            self.problems.add(place, "ogiltiga-id", fact, "skriv ”person_id: löpnummer”, om det är löpnummer.")
        elif one.utan_id > (1 - FEW_VALID) * one.poster:
            fact = f"mer än var tionde post {self.ar} saknar ett giltigt id och står utanför."
            self.problems.add(place, "ogiltiga-id", fact, "kontrollera ”person_id” och leveransen.", "varning")

    def _warn_of_missing_months(self, there: Mapping[str, int]) -> None:
        """Remember which units have records, and warn of those that lack some months, if they have many people."""
        fil = self.files.name(self.poster.filer[-1])
        query = (
            "SELECT enhet, count(*) FROM personar p JOIN enheter ON enheter.nummer = -p.sista.tur"
            " WHERE ar = ? AND giltig GROUP BY enhet"
        )
        people_in = dict(self.db.execute(query, [self.ar]).fetchall())
        self.there = sorted(there.keys() - set(self.poster.bortfall))
        for enhet in self.there:
            if (missing := _missing(there[enhet])) and people_in.get(enhet, 0) >= MANY:
                fact = f"{self.enheter.enheter[enhet].namn} har inga poster {self.ar} för månad {missing}."
                remedy = "kontrollera att uppgifter lämnats för hela året; skriv annars enheten under ”bortfall”."
                self.problems.add(Place(fil), "månad-saknas", fact, remedy, "varning")

    # --- counting ---

    def counted(self, rules: Rules) -> Counted:
        """Return a row for every item, part and unit, and whom the records left out."""
        longest = max((rule.under_ar for rule in rules.values() if isinstance(rule, Personer)), default=1)
        self.db.execute(counted(self.ar, longest, list(self.files.columns.values())))
        rows = [*self._people(rules), *self._sums(rules)]
        fil = self.files.name(self.poster.filer[-1])
        antal = [
            (uppgift, self.ar, enhet, float(count), fil, 0) for uppgift, enhet, count in (*rows, *self._cities(rows))
        ]
        return Counted(antal, self._utanfor())

    def _people(self, rules: Rules) -> Iterator[tuple[str, str, float]]:
        mine = {uppgift: rule for uppgift, rule in rules.items() if isinstance(rule, Personer)}
        for val in dict.fromkeys(rule.raknas_i for rule in mine.values()):
            here = {uppgift: rule for uppgift, rule in mine.items() if rule.raknas_i == val}
            columns = ", ".join(f"count_if({holds(rule)})" for rule in here.values())
            for ending, column, word in self._endings():
                where = f"WHERE {column} = {sql_value(word)}" if column else ""
                query = f'SELECT "{val}", {columns} FROM raknade {where} GROUP BY ALL'
                found = {enhet: counts for enhet, *counts in self.db.execute(query).fetchall()}
                for enhet in self.there:
                    counts = found.get(enhet, [0] * len(here))
                    yield from (
                        (f"{uppgift}{ending}", enhet, count) for uppgift, count in zip(here, counts, strict=True)
                    )

    def _endings(self) -> Iterator[tuple[str, str, str]]:
        """Yield what an item is called for the whole and each part, with the column and word that make the part."""
        yield "", "", ""
        for namn, column in self.files.columns.items():
            delar = self.omrade.uppdelningar[namn].delar
            yield from ((f".{id_}", column, word) for id_, word in delar.items())

    def _sums(self, rules: Rules) -> Iterator[tuple[str, str, float]]:
        if not _needs_household(rules):
            return
        # An amount that is the household's stands on everybody's record, or is left blank on some.
        once = "CASE WHEN max(post.ore) > 0 THEN max(post.ore) ELSE min(post.ore) END"
        query = HOUSEHOLDS.format(ar=self.ar, amount=once if self.poster.belopp == "hushållets" else "sum(post.ore)")
        found = {enhet: (months, kronor) for enhet, months, kronor in self.db.execute(query).fetchall()}
        for uppgift, rule in rules.items():
            for enhet in self.there if not isinstance(rule, Personer) else ():
                months, kronor = found.get(enhet, (0, 0))
                yield uppgift, enhet, months if isinstance(rule, Bistandsmanader) else kronor

    def _cities(self, rows: list[tuple[str, str, float]]) -> Iterator[tuple[str, str, float]]:
        """Yield the sums of a city's delområden, for sources that only whole kommuner report to; none if one lacks."""
        pages = [one.slag for one in self.omrade.indikatorer.values() if one.kalla.hela_kommuner]
        whole = {del_.uppgift for one in pages if isinstance(one, Antalsslag) for del_ in (one.taljare, one.namnare)}
        sums: dict[tuple[str, str], float] = defaultdict(float)
        stad = self.enheter.stad
        partly = {stad[enhet] for enhet in self.reporting - set(self.there) if enhet in stad}
        for uppgift, enhet, count in rows:
            if uppgift in whole and enhet in stad and stad[enhet] not in partly:
                sums[uppgift, self.enheter.stad[enhet]] += float(count)
        yield from ((uppgift, stad, count) for (uppgift, stad), count in sums.items())

    def _utanfor(self) -> Utanfor:
        query = (
            "SELECT coalesce(sum(poster), 0), coalesce(sum(poster) FILTER (NOT giltig), 0),"
            " count_if(giltig AND sista.folkbokford), count_if(giltig AND NOT sista.folkbokford)"
            " FROM personar p JOIN enheter ON enheter.nummer = -p.sista.tur WHERE ar = ? AND enhet <> ''"
        )
        return Utanfor(self.ar, *map(int, self.db.execute(query, [self.ar]).fetchone() or (0, 0, 0, 0)))


def _missing(months: int) -> str:
    """Return the months that are not set among twelve bits, January first; "" when none is missing."""
    return ", ".join(str(month) for month in range(1, 13) if not months >> (12 - month) & 1)
