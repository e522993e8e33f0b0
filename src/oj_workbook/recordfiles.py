"""Files of monthly records, Parquet or CSV -> one SQL select in our own words, whatever their columns are called."""

import csv
import re
from pathlib import Path

import duckdb

from oj_workbook.edition import Leverans, Poster
from oj_workbook.model import Uppdelning
from oj_workbook.problems import Place, Problems, did_you_mean, relative, visible
from oj_workbook.unitcodes import refuse_unknown_codes

PARQUET = ".parquet"
EARLIEST_BIRTH = 1850
ROLLER = {one: one for one in ("sökande", "medsökande", "barn")}
JA_NEJ = {"ja": "ja", "nej": "nej"}
RAD = re.compile(r"line:?\s*(\d+)", re.IGNORECASE)
#: A personnummer has the date of birth and a control digit; a samordningsnummer has a day after 60 and is none.
PERSONNUMMER = """
    coalesce(
        regexp_full_match(person, '(18|19|20)[0-9]{6}-?[0-9]{4}')
        AND try_strptime(left(person, 8), '%Y%m%d') IS NOT NULL
        AND list_sum([
            CASE WHEN weighted > 9 THEN weighted - 9 ELSE weighted END
            FOR weighted IN [
                (2 - place % 2) * TRY_CAST(substr(replace(person, '-', ''), 3 + place, 1) AS INT)
                FOR place IN range(10)
            ]
        ]) % 10 = 0,
        false
    )"""


def sql_value(value: str | int | None) -> str:
    """Return a text or number as SQL writes it."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "NULL" if value is None else str(value)


def sql_name(name: str) -> str:
    """Return the name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


class RecordFiles:
    """The files that one year's count reads, in a folder that may lie apart from the edition's."""

    def __init__(
        self,
        leverans: Leverans,
        poster: Poster,
        folder: Path,
        edition: Path,
        root: Path,
        uppdelningar: dict[str, Uppdelning],
        problems: Problems,
    ) -> None:
        self.leverans, self.poster = leverans, poster
        self.folder, self.edition, self.root = folder, edition, root
        self.uppdelningar, self.problems = uppdelningar, problems

    def name(self, fil: str) -> str:
        """Return what a file is called wherever it is told of: as if it lay in the edition's folder.

        Where it really lies is nobody's business who reads the workbook.
        """
        return relative(self.edition / fil, self.root)

    def has(self, word: str) -> bool:
        """Tell whether the delivery says which column holds a thing."""
        return word in self.leverans.kolumner

    def readable(self, words: list[str]) -> bool:
        """Tell files and columns that are missing, and files that are none; True when all can be read."""
        before = len(self.problems.errors)
        parts = {one.namn: tuple(one.delar.values()) for one in self.uppdelningar.values()}
        known = {"roll": tuple(ROLLER), "folkbokförd": tuple(JA_NEJ), **parts}
        refuse_unknown_codes(self.leverans, known, self.problems)
        unnamed = [word for word in words if not self.has(word)]
        for word in unnamed:
            fact = f"det står inte vilken kolumn som är {visible(word)}."
            self.problems.add(self.leverans.place, "kolumn-saknas", fact, "ange den under ”kolumner”.")
        for fil in self.poster.filer:
            path = self.folder / fil
            if not path.is_file():
                fact = f"filen {visible(relative(path, self.root))} finns inte."
                self.problems.add(self.leverans.place, "fil-saknas", fact, "lägg filen på plats, eller rätta namnet.")
                continue
            headings = self._headings(path)
            if len(headings) == 1 and ";" in headings[0]:
                fact = "fälten skiljs åt med semikolon."
                remedy = "spara filen med kommatecken mellan fälten."
                self.problems.add(Place(self.name(fil), 1), "fel-skiljetecken", fact, remedy)
                continue
            for word, rubrik in self.leverans.kolumner.items():
                if headings and rubrik not in headings:
                    fact = f"kolumnen {visible(rubrik)} saknas; den behövs för {visible(word)}."
                    remedy = did_you_mean(rubrik, headings, "rätta namnet under ”kolumner” i kallor.yaml.")
                    self.problems.add(Place(self.name(fil), 1), "kolumn-saknas", fact, remedy)
        return len(self.problems.errors) == before

    def _headings(self, path: Path) -> list[str]:
        """Return a file's columns; none after a problem."""
        try:
            if path.suffix == PARQUET:
                schema = f"SELECT name FROM parquet_schema({_path(path)}) WHERE num_children IS NULL"
                return [name for (name,) in duckdb.connect().execute(schema).fetchall()]
            with path.open(encoding="utf-8-sig", newline="") as file:
                return next(csv.reader(file), [])
        except (duckdb.Error, UnicodeDecodeError, csv.Error):
            self._unreadable(path.name, 0)
            return []

    def tell_unreadable(self, error: duckdb.Error) -> None:
        """Tell that a file could not be read to its end, and on which row if that is known; never what stands there."""
        rad = RAD.search(str(error))
        named = [fil for fil in self.poster.filer if fil in str(error)]
        self._unreadable((named or self.poster.filer)[0], int(rad[1]) if rad else 0)

    def _unreadable(self, fil: str, rad: int) -> None:
        remedy = "leverera Parquet, eller csv i UTF-8 med kommatecken och lika många fält på varje rad."
        self.problems.add(
            Place(self.name(fil), rad), "fil-oläslig", "filen går inte att läsa (innehållet visas inte).", remedy
        )

    def select(self) -> str:
        """Return the select of every record in every file."""
        return " UNION ALL ".join(f"SELECT {self._columns()} FROM {self._source(fil)}" for fil in self.poster.filer)

    def numbered(self) -> str:
        """Return the same with the file and row of each record; slower.

        Rows are counted as a reader of the file counts them: from 1, and a CSV's heading is one.
        """
        parts = []
        for fil in self.poster.filer:
            parquet = fil.endswith(PARQUET)
            rad = "file_row_number + 1" if parquet else "row_number() OVER () + 1"
            parts.append(
                f"SELECT {self._columns()}, {sql_value(self.name(fil))} AS fil, {rad} AS rad FROM {self._source(fil)}"
            )
        return " UNION ALL ".join(parts)

    def _source(self, fil: str) -> str:
        path = self.folder / fil
        if path.suffix == PARQUET:
            return f"read_parquet({_path(path)}, file_row_number = true)"
        columns = ", ".join(f"{sql_value(name)}: 'VARCHAR'" for name in self._headings(path))
        return (
            f"read_csv({_path(path)}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
            f" nullstr = '', columns = {{{columns}}})"
        )

    def _columns(self) -> str:
        belopp, fodd = self._raw("belopp"), f"TRY_CAST({self._raw('födelseår')} AS INT)"
        columns = {
            "person": self._raw("person"),
            "manad": self._raw("månad"),
            "kod": self._raw("enhet"),
            "hushall": self._raw("hushåll"),
            "roll": self._word("roll", ROLLER),
            "ore": f"CASE {belopp} WHEN '' THEN 0 ELSE CAST(100 * TRY_CAST({belopp} AS DECIMAL(14, 2)) AS BIGINT) END",
            "fodd": f"CASE WHEN {fodd} BETWEEN {EARLIEST_BIRTH} AND {self.leverans.ar} THEN {fodd} END",
            "folkbokford": f"nullif({self._word('folkbokförd', JA_NEJ)}, '') = 'ja'",
        }
        parts = {one.namn: self._word(one.namn, {namn: namn for namn in one.delar.values()})
                 for one in self.uppdelningar.values()}  # fmt: skip
        return ", ".join(f'{sql} AS "{namn}"' for namn, sql in (columns | parts).items())

    def _raw(self, word: str) -> str:
        """Return a cell as text without blanks around it, '' where there is none."""
        rubrik = self.leverans.kolumner.get(word)
        if rubrik is None:
            return "''"
        return f"coalesce(trim(CAST({sql_name(rubrik)} AS VARCHAR)), '')"

    def _word(self, word: str, known: dict[str, str]) -> str:
        """Return the word that a code stands for, '' for an empty cell, and NULL for a code that nobody knows."""
        codes = known | {kod: said for kod, said in self.leverans.kodlistor.get(word, {}).items() if said in known}
        cases = " ".join(f"WHEN {sql_value(kod)} THEN {sql_value(said)}" for kod, said in codes.items())
        return f"CASE {self._raw(word)} {cases} WHEN '' THEN '' END"

    def valid_id(self) -> str:
        """Return the condition for a person's id to be valid."""
        return PERSONNUMMER if self.poster.person_id == "personnummer" else "person <> ''"


def _path(path: Path) -> str:
    """Return a path as SQL writes it; * ? [ in it are letters, not a pattern."""
    return sql_value(re.sub(r"([*?\[])", r"[\1]", path.as_posix()))
