"""What the tests of monthly records share: records written as one letter a month, and a count by other means."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from conftest import RIKET, ROOT
from oj_workbook.definitions import load_definitions
from oj_workbook.edition import Utgava, read_edition
from oj_workbook.kallor import Leverans, Poster
from oj_workbook.model import Omrade
from oj_workbook.problems import Place, Problems
from oj_workbook.records import Counted, count_records
from oj_workbook.units import Enheter, read_units

AR = 2023
YEARS = (2021, 2022, 2023)
#: Two kommuner of one län, one far away, and a part of Göteborg.
KOD = {"V": "0114", "B": "0127", "L": "2580", "G": "1480-nordost-2021", "k": "1080"}
KOLUMNER = {
    "person": "lopnr",
    "månad": "period",
    "enhet": "kommun",
    "hushåll": "hushall",
    "roll": "roll",
    "belopp": "kr",
    "födelseår": "fodd",
    "kön": "kon",
    "ursprung": "fodelseland",
    "folkbokförd": "fb",
}
KODLISTOR = {"kön": {"1": "män", "2": "kvinnor"}, "ursprung": {"S": "inrikes födda", "U": "utrikes födda"}}


@dataclass(frozen=True)
class Post:
    """One record."""

    person: str
    ar: int
    manad: int
    kod: str
    fodd: int = 1980
    kr: int = 5000
    kon: str = "2"
    land: str = "S"
    fb: str = "ja"
    roll: str = "sökande"
    hushall: str = ""

    def row(self) -> dict[str, object]:
        """Return the record as it is delivered."""
        return {
            "lopnr": self.person,
            "period": f"{self.ar}-{self.manad:02d}",
            "kommun": self.kod,
            "hushall": self.hushall or f"h{self.person}",
            "roll": self.roll,
            "kr": self.kr,
            "fodd": self.fodd,
            "kon": self.kon,
            "fodelseland": self.land,
            "fb": self.fb,
        }


def months(person: str, *years: str, **facts: object) -> list[Post]:
    """Return a person's records from one letter a month, the last year last: a unit's letter, or . for none."""
    first = AR + 1 - len(years)
    return [
        Post(person, ar, manad, KOD[letter], **facts)  # type: ignore[arg-type]  # named facts, checked by the class
        for ar, letters in enumerate(years, first)
        for manad, letter in enumerate(letters.replace(" ", ""), 1)
        if letter != "."
    ]


#: Somebody in Karlskrona has bistånd every month, so that no month is missing altogether.
FILLER = months("filler", "k" * 12, "k" * 12, "k" * 12, fodd=1960)


@dataclass(frozen=True)
class House:
    """The definitions and units that records are counted by."""

    utgava: Utgava
    omrade: Omrade
    enheter: Enheter
    kon: str = "kön"

    def count(
        self, folder: Path, filer: Sequence[str], poster: Poster | None = None
    ) -> tuple[Counted | None, Problems]:
        """Return what the program counts in some files, and what it tells."""
        leverans = Leverans(
            Place("kallor.yaml", 1), filer[-1], "månadsposter", AR, ("register", "kostnad"), "Påhittat.",
            {self.kon if word == "kön" else word: rubrik for word, rubrik in KOLUMNER.items()},
            {}, {self.kon if word == "kön" else word: codes for word, codes in KODLISTOR.items()}, (), (),
            poster or Poster(YEARS[:-1], tuple(filer), "löpnummer", "radens"),
        )  # fmt: skip
        problems = Problems()
        utgava = replace(self.utgava, folder=folder)
        return count_records(leverans, folder, utgava, self.omrade, self.enheter, folder, problems), problems

    def counts(self, folder: Path, posts: Iterable[Post]) -> dict[tuple[str, str], float]:
        """Return the counts by item and unit, of records written to a file; any fault fails the test."""
        write(folder / "poster.csv", posts)
        counted, problems = self.count(folder, ["poster.csv"])
        assert counted, [str(problem) for problem in problems.errors]
        return {(uppgift, enhet): antal for uppgift, _, enhet, antal, _, _ in counted.antal}


def house() -> House:
    """Return the national edition's house."""
    problems = Problems()
    utgava = read_edition(ROOT / "data" / RIKET, ROOT, problems)
    omrade = load_definitions(ROOT / "indicators/ekonomiskt-bistand", ROOT, problems)
    enheter = read_units(utgava, omrade, ROOT / "data", ROOT, problems) if utgava and omrade else None
    assert utgava and omrade and enheter, problems.errors  # noqa: PT018 - one fact: the house can be read
    return House(utgava, omrade, enheter)


def write(path: Path, posts: Iterable[Post]) -> None:
    """Write records as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(KOLUMNER.values()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(post.row() for post in posts)


def by_hand(posts: Sequence[Post]) -> Counter[tuple[str, str]]:
    """Count the same by the words of the pages, person by person, sharing nothing with the program."""
    counts: Counter[tuple[str, str]] = Counter()
    for person in {post.person for post in posts if post.person}:
        mine = [post for post in posts if post.person == person]
        this_year = [post for post in mine if post.ar == AR]
        if not this_year:
            continue
        # The last unit; of two in that month the one that paid most, then the one with the lowest code.
        last_month = max(post.manad for post in this_year)
        last = min((post for post in this_year if post.manad == last_month), key=lambda post: (-post.kr, post.kod))
        if last.fb != "ja":
            continue
        age, year = AR - last.fodd, {post.manad for post in this_year}
        period = sorted({12 * post.ar + post.manad for post in mine})
        longest_pause = max((after - before - 1 for before, after in pairwise(period)), default=0)
        items = ["bistandsmottagare"]
        if age >= 18:
            items.append("vuxna_bistandsmottagare")
            items += ["vuxna_langvarigt"] if len(year) >= 10 else []
            items += ["vuxna_mycket_langvarigt"] if len(period) >= 27 and longest_pause <= 2 else []
            items += ["unga_vuxna_bistand"] if age <= 24 else []
        else:
            items.append("barn_bistand")
            items += ["barn_langvarigt"] if len(year) >= 10 else []
        parts = [
            "",
            ".kvinnor" if last.kon == "2" else ".man",
            ".inrikes_fodda" if last.land == "S" else ".utrikes_fodda",
        ]
        counts.update((f"{item}{part}", last.kod) for item in items for part in parts)
    return counts
