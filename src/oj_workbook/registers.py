"""data/enheter/ -> the registers of kommuner, delområden, population and groups, as written and found sound."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oj_workbook.csvfile import Rows, read_csv
from oj_workbook.model import Niva
from oj_workbook.problems import Place, Problems, did_you_mean, listed, relative, visible
from oj_workbook.section import LONGEST_NAME, cell_length

#: The levels that groups make, and what their ids begin with.
GRUPPNIVAER: dict[str, tuple[Niva, str]] = {
    "befolkningsgrupp": ("befolkningsgrupp", "bef"),
    "skr_grupp": ("skr_grupp", "skr"),
    "nyckelgrupp": ("nyckelgrupp", "nyckel"),
}
ID = re.compile(r"\d{4}-[a-z0-9-]{1,40}", re.ASCII)
DATUM = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: A register that is needed only where codes have changed, and its columns.
TIDIGARE, TIDIGARE_KOLUMNER = "tidigare_koder", ("kommunkod", "namn", "ersatt_fran", "ersatts_av")


@dataclass(frozen=True)
class Delomrade:
    """A part of a city: the first and last day it is there ("" for no last), and what took over, "" for nothing."""

    id: str
    namn: str
    stad: str
    fran: str
    till: str
    ersatts_av: str


@dataclass(frozen=True)
class TidigareKod:
    """A code that a kommun had, the day from which another holds, and that one."""

    namn: str
    ersatt_fran: str
    ersatts_av: str


@dataclass(frozen=True)
class Registers:
    """The files of data/enheter as written; of `kommuner` and `delomraden` a row each, by the heading."""

    root: Path
    kommuner: list[dict[str, str]]
    delomraden: list[dict[str, str]]
    folkmangd: dict[tuple[str, str], int]
    grupper: list[dict[str, str]]
    fran_folkmangd: dict[tuple[str, str], int]
    tidigare_koder: dict[str, TidigareKod]

    @classmethod
    def read(cls, folder: Path, root: Path, problems: Problems) -> "Registers | None":
        """Read every register; None when one is missing or has a fault, and `problems` says which."""
        place = Place(relative(folder, root))
        before = len(problems)
        files = {name: read_csv(folder / f"{name}.csv", root, place, problems) for name in REGISTER}
        for name, rows in files.items():
            if rows is not None:
                rows.require(*REGISTER[name], problems)
        kommuner, delomraden, befolkning, grupper = files.values()
        if len(problems) > before or not (kommuner and delomraden and befolkning and grupper):
            return None
        kommuner.require(("kommun",), "kommun", problems)  # the picker finds a kommun by its name
        for at, row in kommuner.records():
            if not all(row[rubrik] for rubrik in REGISTER["kommuner"][0]):
                problems.add(at, "tom-cell", "kod, namn, länskod eller län saknas.", "fyll i raden.")
        _check_dates(kommuner, ("giltig_fran", "giltig_till"), (), problems)
        _check_delomraden(kommuner, delomraden, problems)
        for rows, rubriker in ((kommuner, ("kommun", "lan")), (delomraden, ("namn",)), (grupper, ("namn",))):
            _check_names(rows, rubriker, problems)
        registers = cls(
            root,
            [row for _, row in kommuner.records()],
            [row for _, row in delomraden.records()],
            {
                (row["kommunkod"], row["ar"]): befolkning.whole(at, row, "folkmangd", problems)
                for at, row in befolkning.records()
            },
            [row for _, row in grupper.records()],
            {
                (row["indelning"], row["kod"]): grupper.whole(at, row, "fran_folkmangd", problems)
                for at, row in grupper.records()
                if row["fran_folkmangd"]
            },
            _earlier_codes(folder, root, kommuner, problems),
        )
        for at, row in grupper.records():
            if row["niva"] not in GRUPPNIVAER:
                remedy = did_you_mean(row["niva"], GRUPPNIVAER, f"välj {listed(GRUPPNIVAER)}.")
                problems.add(at, "okänt-värde", f"”niva” kan inte vara {visible(row['niva'])}.", remedy)
        return registers if len(problems) == before else None

    def order_of(self, id_: str) -> int:
        """Return a group's place in grupper.csv, 0 for what is no group."""
        ids = [group_id(row) for row in self.grupper]
        return ids.index(id_) if id_ in ids else 0


#: The registers' columns, and the one whose values are unique.
REGISTER: dict[str, tuple[tuple[str, ...], str | None]] = {
    "kommuner": (("kommunkod", "kommun", "lanskod", "lan"), "kommunkod"),
    "delomraden": (("id", "kommunkod", "namn", "typ", "giltig_fran", "giltig_till", "ersatts_av"), "id"),
    "befolkning": (("kommunkod", "ar", "folkmangd"), None),
    "grupper": (("indelning", "niva", "kod", "namn", "fran_folkmangd"), None),
}


def _check_delomraden(kommuner: Rows, delomraden: Rows, problems: Problems) -> None:
    known = {row["kommunkod"] for _, row in kommuner.records()}
    begins = {row["id"]: row["giltig_fran"] for _, row in delomraden.records()}
    for at, row in delomraden.records():
        later = row["ersatts_av"]
        dated = all(map(DATUM.fullmatch, (row["giltig_fran"], begins.get(later, ""))))
        if later and (later not in begins or (dated and begins[later] <= row["giltig_fran"])):  # none leads to itself
            why = "inte är yngre" if later in begins else "inte finns"
            fact = f"{visible(row['id'])} ersätts av {visible(later)}, som {why}."
            problems.add(at, "fel-id", fact, "skriv id för det som kom i stället, eller lämna fältet tomt.")
        if row["kommunkod"] not in known or not ID.fullmatch(row["id"]) or not row["id"].startswith(row["kommunkod"]):
            fact = f"{visible(row['id'])} är inget id för ett delområde i en känd kommun."
            problems.add(at, "fel-id", fact, "skriv kommunkod, namn och startår: 0180-jarva-2023.")
    _check_dates(delomraden, ("giltig_fran", "giltig_till"), ("giltig_fran",), problems)


def _check_dates(rows: Rows, columns: tuple[str, ...], required: tuple[str, ...], problems: Problems) -> None:
    for rubrik in [one for one in columns if one in rows.rubriker]:
        for at, row in rows.records():
            if (row[rubrik] or rubrik in required) and not _is_date(row[rubrik]):
                fact = f"kolumnen {visible(rubrik)} har {visible(row[rubrik])}."
                problems.add(at, "fel-datum", fact, "skriv datumet som 2023-07-01.")


def _is_date(cell: str) -> bool:
    try:
        return bool(DATUM.fullmatch(cell) and date.fromisoformat(cell))
    except ValueError:
        return False


def _check_names(rows: Rows, rubriker: tuple[str, ...], problems: Problems) -> None:
    for at, row in rows.records():
        if row.get("namn") == "":
            problems.add(at, "tom-cell", "namnet saknas.", "fyll i raden.")
        for rubrik in rubriker:
            if (length := cell_length(row[rubrik])) > LONGEST_NAME:
                fact = f"{visible(rubrik)} har {length} tecken; här får det vara högst {LONGEST_NAME}."
                problems.add(at, "för-lång-text", fact, "korta namnet.")


def _earlier_codes(folder: Path, root: Path, kommuner: Rows, problems: Problems) -> dict[str, TidigareKod]:
    """Return the codes that no kommun has any longer; none where nobody has written any down."""
    path = folder / f"{TIDIGARE}.csv"
    rows = read_csv(path, root, Place(relative(folder, root)), problems) if path.exists() else None
    if rows is None or not rows.require(TIDIGARE_KOLUMNER, "kommunkod", problems):
        return {}
    _check_dates(rows, ("ersatt_fran",), ("ersatt_fran",), problems)
    known = {row["kommunkod"] for _, row in kommuner.records()}
    for at, row in rows.records():
        if row["kommunkod"] in known or row["ersatts_av"] not in known:
            fact = f"{visible(row['kommunkod'])} har inte ersatts av {visible(row['ersatts_av'])}."
            remedy = "den gamla koden ska inte stå i kommuner.csv, och den nya ska göra det."
            problems.add(at, "okänd-enhet", fact, remedy)
    return {
        row["kommunkod"]: TidigareKod(row["namn"], row["ersatt_fran"], row["ersatts_av"]) for _, row in rows.records()
    }


def group_id(row: Mapping[str, str]) -> str:
    """Return a group's id as in resultat.csv."""
    return f"{GRUPPNIVAER[row['niva']][1]}-{row['kod']}"
