"""Files of monthly records, Parquet or CSV -> one SQL select in our own words, whatever their columns are called."""

import csv
import re
from pathlib import Path
from typing import Any

import duckdb

from oj_workbook.counting import ROLLER
from oj_workbook.kallor import Leverans, Poster
from oj_workbook.model import Uppdelning
from oj_workbook.problems import Place, Problems, relative, visible
from oj_workbook.unitcodes import refuse_unknown_codes, refuse_unknown_columns

PARQUET = ".parquet"
EARLIEST_BIRTH = 1850
CONFIG: dict[str, Any] = {
    "memory_limit": "2GB",
    "temp_directory": "",  # the database would otherwise put people on disk when memory runs out
    "autoinstall_known_extensions": False,
    # It takes a CSV file for a few dozen rows, and would keep all of it in memory to join the small tables to.
    "disabled_optimizers": "build_side_probe_side",
}
KOLUMNER = ("person", "månad", "enhet", "hushåll", "roll", "belopp", "födelseår", "folkbokförd")
JA_NEJ = ("ja", "nej")
RAD = re.compile(r"line:?\s*(\d+)", re.IGNORECASE)
#: A personnummer has the date of birth and a control digit; a samordningsnummer has a day after 60 and is none.
PERSONNUMMER = """
    coalesce(
        regexp_full_match(person, '(18|19|20)[0-9]{10}')
        AND try_strptime(left(person, 8), '%Y%m%d') IS NOT NULL
        AND list_sum([
            CASE WHEN weighted > 9 THEN weighted - 9 ELSE weighted END
            FOR weighted IN [
                (2 - place % 2) * TRY_CAST(substr(person, 3 + place, 1) AS INT)
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
        #: The column of each division in our statements: what people call it could mean something else there.
        self.columns = {namn: f"del_{number}" for number, namn in enumerate(uppdelningar) if self.has(namn)}

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
        known = {"roll": ROLLER, "folkbokförd": JA_NEJ, **parts}
        refuse_unknown_codes(self.leverans, known, self.problems)
        refuse_unknown_columns(self.leverans, self.leverans.kolumner, (*KOLUMNER, *parts), self.problems)
        unnamed = [word for word in words if not self.has(word)]
        for word in unnamed:
            fact = f"det står inte vilken kolumn som är {visible(word)}."
            self.problems.add(self.leverans.place, "kolumn-saknas", fact, "ange den under ”kolumner”.")
        for fil in self.poster.filer:
            path = self.folder / fil
            if not path.is_file():
                fact = f"filen {visible(relative(path, self.root))} finns inte."
                self.problems.add(
                    self.leverans.place, "fil-saknas", fact, "ange mappen med --poster, eller rätta namnet."
                )
                continue
            headings = self._headings(path)
            if headings is None or not self._sound(fil, headings):
                continue
            for word, rubrik in self.leverans.kolumner.items():
                if rubrik not in headings:
                    fact = f"kolumnen {visible(rubrik)} saknas; den behövs för {visible(word)}."
                    # No nearest heading: in a file without any, the first record stands there.
                    remedy = "rätta namnet under ”kolumner” i kallor.yaml, eller rubriken i filen."
                    self.problems.add(Place(self.name(fil), 1), "kolumn-saknas", fact, remedy)
        return len(self.problems.errors) == before

    def _headings(self, path: Path) -> list[str] | None:
        """Return a file's columns; None after a problem."""
        try:
            if path.suffix == PARQUET:
                with duckdb.connect(config=CONFIG) as db:
                    columns = db.execute(f"DESCRIBE SELECT * FROM read_parquet({_path(path)})").fetchall()
                return self._without_floats(path, {name: kind for name, kind, *_ in columns})
            with path.open(encoding="utf-8-sig", newline="") as file:
                return next(csv.reader(file), [])
        except (duckdb.Error, UnicodeDecodeError, csv.Error):
            self._unreadable(path.name, 0)
            return None

    def _without_floats(self, path: Path, kinds: dict[str, str]) -> list[str] | None:
        """Return the columns, unless an id is stored as a number with decimals: 1 would be 1.0, and another person."""
        for word in ("person", "hushåll"):
            if kinds.get(self.leverans.kolumner.get(word, ""), "") in ("DOUBLE", "FLOAT"):
                fact = f"kolumnen för {visible(word)} har decimaltal."
                remedy = "leverera löpnumren som text eller heltal."
                self.problems.add(Place(self.name(path.name)), "fel-kolumn", fact, remedy)
                return None
        return list(kinds)

    def _sound(self, fil: str, headings: list[str]) -> bool:
        """Tell a heading row that is none; True when it is sound."""
        names = [heading.strip().casefold() for heading in headings]
        place, before = Place(self.name(fil), 1), len(self.problems.errors)
        if not any(names):
            self.problems.add(place, "tom-fil", "filen är tom.", "leverera filen på nytt.")
        elif len(names) == 1 and ";" in names[0]:
            remedy = "spara filen med kommatecken mellan fälten."
            self.problems.add(place, "fel-skiljetecken", "fälten skiljs åt med semikolon.", remedy)
        elif "" in names or len(set(names)) < len(names):
            fact = "en rubrik är tom eller står mer än en gång (stora och små bokstäver är lika)."
            self.problems.add(place, "dubbel-rubrik", fact, "ge varje kolumn ett eget namn.")
        return len(self.problems.errors) == before

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

        Rows are counted from 1, and a CSV's heading is one; a blank line, or a cell of several, is not seen.
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
        columns = ", ".join(f"{sql_value(name)}: 'VARCHAR'" for name in self._headings(path) or ())
        return (
            f"read_csv({_path(path)}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
            f" nullstr = '', columns = {{{columns}}})"
        )

    def _columns(self) -> str:
        belopp, fodd = self._raw("belopp"), f"TRY_CAST({self._raw('födelseår')} AS INT)"
        # With or without its hyphen it is one person.
        person = self._raw("person")
        by_number = self.poster.person_id == "personnummer"
        columns = {
            "person": f"replace({person}, '-', '')" if by_number else person,
            "manad": self._raw("månad"),
            "kod": self._raw("enhet"),
            "hushall": self._raw("hushåll"),
            "roll": self._word("roll", ROLLER),
            "ore": f"CASE {belopp} WHEN '' THEN 0 ELSE CAST(100 * TRY_CAST({belopp} AS DECIMAL(14, 2)) AS BIGINT) END",
            "fodd": f"CASE WHEN {fodd} BETWEEN {EARLIEST_BIRTH} AND {self.leverans.ar} THEN {fodd} END",
            "folkbokford": f"nullif({self._word('folkbokförd', JA_NEJ)}, '') = 'ja'",
        }
        for word, column in self.columns.items():
            columns[column] = self._word(word, tuple(self.uppdelningar[word].delar.values()))
        return ", ".join(f'{sql} AS "{namn}"' for namn, sql in columns.items())

    def _raw(self, word: str) -> str:
        """Return a cell as text without blanks around it, '' where there is none."""
        rubrik = self.leverans.kolumner.get(word)
        if rubrik is None:
            return "''"
        return f"coalesce(trim(CAST({sql_name(rubrik)} AS VARCHAR)), '')"

    def _word(self, word: str, known: tuple[str, ...]) -> str:
        """Return the word that a code stands for, '' for an empty cell, and NULL for a code that nobody knows."""
        codes = {one: one for one in known} | {
            kod: said for kod, said in self.leverans.kodlistor.get(word, {}).items() if said in known
        }
        cases = " ".join(f"WHEN {sql_value(kod)} THEN {sql_value(said)}" for kod, said in codes.items())
        return f"CASE {self._raw(word)} {cases} WHEN '' THEN '' END"

    def valid_id(self) -> str:
        """Return the condition for a person's id to be valid."""
        return PERSONNUMMER if self.poster.person_id == "personnummer" else "person <> ''"


def _path(path: Path) -> str:
    """Return a path as SQL writes it; * ? [ in it are letters, not a pattern."""
    return sql_value(re.sub(r"([*?\[])", r"[\1]", path.as_posix()))
