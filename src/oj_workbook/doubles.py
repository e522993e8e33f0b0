"""Rows of one file about the same unit -> the row that counts, and what is told of the others."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from oj_workbook.kallor import Leverans
from oj_workbook.model import Enhet
from oj_workbook.problems import Place, Problems

#: A row as an editor numbers it, and its cells.
Row = tuple[int, tuple[str, ...]]


def keep_one(
    found: Mapping[str, list[Row]],
    leverans: Leverans,
    fil: str,
    columns: tuple[Sequence[int], int | None],
    enheter: Mapping[str, Enhet],
    problems: Problems,
) -> dict[str, Row]:
    """Return one row for each unit.

    Rows that say the same are a warning; rows that do not are an error, unless the delivery says that the latest
    counts.  `columns` are the places of those that are read, and that of the time stamp, None without such a rule.
    """
    read, stamp = columns
    doubles = {enhet: rows for enhet, rows in found.items() if len(rows) > 1}
    alike = [enhet for enhet, rows in doubles.items() if len({_read(cells, read) for _, cells in rows}) == 1]
    kept = {enhet: rows[0] for enhet, rows in found.items()}
    for enhet, rows in doubles.items():
        who = f"{enheter[enhet].namn} ({enhet})"
        first = rows[0][0]
        if enhet in alike:
            for rad, _ in rows[1:]:
                fact = f"{who} står redan på rad {first}, med samma uppgifter; rad {first} används."
                problems.add(Place(fil, rad), "dubbel-rad", fact, "ta bort raden.", "varning")
        elif stamp is None:
            remedy = "behåll den rad som gäller"
            if leverans.slag != "antal":
                remedy += ", eller skriv ”vid_dubblett: senaste” och ”tidsstämpel” på leveransen i kallor.yaml"
            for rad, _ in rows[1:]:
                problems.add(Place(fil, rad), "dubbel-rad", f"{who} står redan på rad {first}.", f"{remedy}.")
        else:
            kept[enhet] = _latest(rows, stamp, fil, (who, str(leverans.tidsstampel)), problems)
    return kept


def _latest(rows: list[Row], stamp: int, fil: str, names: tuple[str, str], problems: Problems) -> Row:
    """Return the latest of a unit's rows, and tell it and those that are not used."""
    who, rubrik = names
    times = {rad: time for rad, cells in rows if (time := _time(cells[stamp]))}
    for rad, _ in rows:
        if rad not in times:
            fact = f"{who} står på flera rader, och kolumnen ”{rubrik}” har här ingen tid som går att läsa."
            problems.add(Place(fil, rad), "fel-datum", fact, "skriv tiden som 2024-03-01 13:45.")
    latest = [row for row in rows if times and times.get(row[0]) == max(times.values())]
    if len(times) < len(rows):
        return rows[0]
    if len(latest) > 1:
        fact = f"{who} står också på rad {latest[0][0]}, med samma tid och andra uppgifter."
        problems.add(Place(fil, latest[1][0]), "dubbel-rad", fact, "behåll den rad som gäller.")
        return rows[0]
    for rad, _ in rows:
        if rad != latest[0][0]:
            fact = f"{who} står också på rad {latest[0][0]}, som är senare och används; den här raden används inte."
            problems.add(Place(fil, rad), "dubbel-rad", fact, "kontrollera att den senare gäller.", "varning")
    return latest[0]


def _read(cells: tuple[str, ...], read: Sequence[int]) -> tuple[str, ...]:
    return tuple(cells[place] for place in read)


def _time(cell: str) -> datetime | None:
    """Return a date, or a date and a time of the day, without a time zone; None for anything else."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        return None
    return None if found.tzinfo else found
