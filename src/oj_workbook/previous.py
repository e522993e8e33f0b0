"""The resultat.csv and bygge.json of an earlier edition or issue -> Given: strict, since they must be as published."""

import gzip
import hashlib
import io
import json
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from oj_workbook.csvfile import read_csv
from oj_workbook.given import Given, Om, read_om
from oj_workbook.given_form import refuse_incomplete, refuse_other_forms
from oj_workbook.grid import KLASSER
from oj_workbook.model import Status
from oj_workbook.numbers import read_tal
from oj_workbook.problems import MOST_TOLD, Place, Problems, did_you_mean, relative, visible
from oj_workbook.section import YEARS

#: What is read of it: the rest, such as names and classes, follows from these.
KOLUMNER = ("enhet", "indikator", "ar", "varde", "svar", "status", "klass")
RESULTAT, PACKAD, BYGGE = "resultat.csv", "resultat.csv.gz", "bygge.json"
KEY = ["indikator", "ar", "enhet"]
#: Twenty times the national edition.
LARGEST = 500_000_000
A_LITTLE = 1_000_000
MED_VARDE = (Status.REDOVISAS, Status.SMA_TAL)
GOR_OM = "lägg dit filen så som den byggdes, utan att spara om den i ett kalkylprogram."


def read_given(folder: Path, root: Path, asked_by: Place, problems: Problems, now: Om | None = None) -> Given | None:
    """Read what was given out and lies in a folder: resultat.csv, which may be packed, and bygge.json.

    Without bygge.json it is taken for like `now`, if that is given: then only figures can differ.  None when anything
    is wrong in it, and `problems` says what.
    """
    path = next((one for one in (folder / RESULTAT, folder / PACKAD) if one.exists()), folder / RESULTAT)
    fil = relative(path, root)
    before = len(problems)
    data = _bytes(path, fil, asked_by, problems)
    om = _read_record(folder / BYGGE, data, relative(folder / BYGGE, root), problems) or now
    raw = _read(data, path, root, asked_by, problems) if data is not None else None
    if om is None and len(problems) == before:
        fact = f"filen {visible(BYGGE)} saknas bredvid {visible(path.name)}."
        problems.add(Place(fil), "fil-saknas", fact, "ange mappen med allt som bygget skrev.")
    if raw is None or om is None:
        return None
    rows = _Checked(fil, raw, problems).rows()
    return Given(fil, rows, om) if len(problems) == before else None


def _read_record(path: Path, resultat: bytes | None, fil: str, problems: Problems) -> Om | None:
    """Return what the build told of itself; None when it is not there, or after a problem."""
    if not path.exists():
        return None
    try:
        record = json.loads(path.read_bytes())
        json.dumps(record, ensure_ascii=False).encode()  # half a character can be read, and never written again
        refuse_other_forms(record)
        om = read_om(record)
        refuse_incomplete(om)
        checksum = record["filer"][RESULTAT]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
        fact = "filen är inte skriven av det här programmet, eller av en version som inte sade allt som behövs."
        problems.add(Place(fil), "fel-i-bygge", fact, GOR_OM)
        return None
    if resultat is not None and checksum != hashlib.sha256(resultat).hexdigest():
        fact = f"{visible(RESULTAT)} är inte den fil som bygget skrev: kontrollsumman är en annan."
        problems.add(Place(fil), "fel-i-bygge", fact, GOR_OM)
    return om


def _bytes(path: Path, fil: str, asked_by: Place, problems: Problems) -> bytes | None:
    """Return the content of the file, unpacked; None after a problem."""
    try:
        too_large = path.stat().st_size > LARGEST
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data = bytearray()
            while not too_large and len(data) <= LARGEST and (some := file.read(A_LITTLE)):
                data += some  # not all at once: room would be made for the largest
    except (gzip.BadGzipFile, EOFError, zlib.error):
        problems.add(Place(fil), "fel-i-bygge", "filen är skadad och går inte att packa upp.", GOR_OM)
        return None
    except OSError:
        fact = f"filen {visible(fil)} finns inte eller kan inte läsas."
        problems.add(asked_by, "fil-saknas", fact, "lägg filen där, så som den gavs ut, eller ta bort ”föregående”.")
        return None
    if too_large or len(data) > LARGEST:
        fact = f"filen är mer än {LARGEST // 1_000_000} MB, och mer läses inte."
        problems.add(Place(fil), "för-stor-fil", fact, GOR_OM)
        return None
    return bytes(data)


def _read(data: bytes, path: Path, root: Path, asked_by: Place, problems: Problems) -> pd.DataFrame | None:
    """Return the columns as text; None after a problem."""
    fil = relative(path, root)
    rubriker = data[:10_000].partition(b"\n")[0].decode("utf-8-sig", errors="replace").strip().split(",")
    missing = [rubrik for rubrik in KOLUMNER if rubrik not in rubriker]
    for rubrik in missing:
        fact = f"kolumnen {visible(rubrik)} saknas."
        problems.add(Place(fil, 1), "kolumn-saknas", fact, did_you_mean(rubrik, rubriker, GOR_OM))
    if missing:
        return None
    try:
        # Categories that all are numbers become numbers, and 0604 would be 604: units are read as texts.
        dtypes = dict.fromkeys(KOLUMNER[1:], "category")
        # Blank lines stay, so that the numbers of rows are those that an editor shows.
        raw = pd.read_csv(
            io.BytesIO(data),
            usecols=list(KOLUMNER),
            dtype=dtypes,
            converters={"enhet": sys.intern},
            na_filter=False,
            skip_blank_lines=False,
        )
    except ValueError:  # what cannot be divided into cells, or is not UTF-8: our own reader tells where
        if path.suffix == ".gz" or read_csv(path, root, asked_by, problems) is not None:
            problems.add(Place(fil), "fel-antal-fält", "filen går inte att dela upp i rader och fält.", GOR_OM)
        return None
    if raw.empty:
        problems.add(Place(fil, 1), "tom-fil", "filen har inga rader under rubrikraden.", GOR_OM)
    return raw.astype({"enhet": "category"})


@dataclass(frozen=True)
class _Checked:
    """Tells all that is wrong in a file's rows."""

    fil: str
    raw: pd.DataFrame
    problems: Problems

    def rows(self) -> pd.DataFrame:
        """Return the rows with numbers as numbers; of use only when nothing was told."""
        raw = self.raw
        for rubrik in ("enhet", "indikator"):
            for rad in self._where(raw[rubrik] == ""):
                fact = f"kolumnen {visible(rubrik)} är tom."
                self.problems.add(Place(self.fil, rad), "tom-cell", fact, GOR_OM)
        known = set(Status)
        for rad in self._where(~self._is("status", lambda cell: cell in known)):
            fact = "”status” är inget av de ord som finns."
            self.problems.add(Place(self.fil, rad), "okänt-värde", fact, GOR_OM)
        for rad in self._where(~self._is("ar", _is_year)):
            self.problems.add(Place(self.fil, rad), "fel-år", "”ar” är inget årtal.", GOR_OM)
        for rad in self._where(~self._is("varde", lambda cell: cell == "" or read_tal(cell, "punkt") is not None)):
            fact = "”varde” är inte ett tal med decimalpunkt."
            self.problems.add(Place(self.fil, rad), "fel-tal", fact, GOR_OM)
        wrong = self._is("status", lambda cell: cell in MED_VARDE) != (raw.varde != "").to_numpy()
        wrong |= (raw.status == Status.SVAR).to_numpy() != (raw.svar != "").to_numpy()
        for rad in self._where(wrong):
            fact = "”status” säger något annat än ”varde” och ”svar”."
            self.problems.add(Place(self.fil, rad), "fel-status", fact, GOR_OM)
        for rad in self._where(~self._is("klass", lambda cell: cell in ("", *KLASSER))):
            fact = "”klass” är inget av de ord som finns."
            self.problems.add(Place(self.fil, rad), "okänt-värde", fact, GOR_OM)
        for rad in self._where(raw.duplicated(KEY)):
            fact = "samma indikator, år och enhet står på en rad ovanför."
            self.problems.add(Place(self.fil, rad), "dubbel-rad", fact, GOR_OM)
        return pd.DataFrame(
            {
                "indikator": raw.indikator,
                "ar": self._numbers("ar", lambda cell: int(cell) if _is_year(cell) else 0).astype(np.int16),
                "enhet": raw.enhet,
                "varde": self._numbers("varde", lambda cell: _or_nan(read_tal(cell, "punkt"))),
                "svar": raw.svar,
                "status": raw.status,
                "klass": raw.klass,
                "rad": np.arange(2, len(raw) + 2, dtype=np.int32),
            }
        )

    def _numbers(self, rubrik: str, of: Callable[[str], float]) -> np.ndarray:
        """Return what each cell of a column says; every text is read once."""
        column = self.raw[rubrik].cat
        found: np.ndarray = np.array([of(str(cell)) for cell in column.categories], dtype=np.float64)[column.codes]
        return found

    def _is(self, rubrik: str, holds: Callable[[str], bool]) -> np.ndarray:
        return self._numbers(rubrik, holds).astype(bool)

    def _where(self, wrong: "pd.Series[bool] | np.ndarray") -> list[int]:
        """Return the numbers of the rows that are wrong, as an editor shows them; not too many of them."""
        found: list[int] = (np.flatnonzero(np.asarray(wrong))[:MOST_TOLD] + 2).tolist()
        return found


def _is_year(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) == 4 and int(cell) in YEARS


def _or_nan(tal: float | None) -> float:
    return float("nan") if tal is None else tal
