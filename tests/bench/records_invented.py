"""Numbers -> invented monthly records of national size, a Parquet and a CSV file for each year.

Nobody is in them: every person, household and amount is drawn from SEED by DuckDB's hash, so the same version makes
the same files.  The ids begin with x, the files are called påhittade, and the Parquet files say it themselves.
Run as:  records_invented.py FOLDER.  Prints the rows, and the persons with bistånd of each year.
"""

import json
import sys
from datetime import date
from pathlib import Path

import duckdb

from oj_workbook.units import Enheter
from records import YEARS, house

SEED = 2023
HOUSEHOLDS = 420_000
#: Everything is drawn per household or person: draw(n, 'what') is a number from 0 up to 1.
DRAW = "CREATE MACRO draw(n, what) AS (hash(n, what, {seed}) % 1000000) / 1000000.0"
#: How long bistånd lasts: a few months, half a year or so, or years; then it begins some month that shows in the files.
#: The longer, the likelier a pause.  One household in sixteen moves in a month of those years.
HUSHALL = """
CREATE TABLE hushall AS
SELECT
    n,
    CASE WHEN draw(n, 'slag') < 0.22 THEN 1 + CAST(floor(4 * draw(n, 'längd')) AS INT)
         WHEN draw(n, 'slag') < 0.60 THEN 6 + CAST(floor(13 * draw(n, 'längd')) AS INT)
         ELSE 24 + CAST(floor(49 * draw(n, 'längd')) AS INT) END AS langd,
    CAST(floor(draw(n, 'början') * (36 + langd)) AS INT) - langd AS borjan,
    CASE WHEN draw(n, 'slag') < 0.22 THEN 1 WHEN draw(n, 'slag') < 0.60 THEN 0.88 ELSE 0.96 END AS tathet,
    CASE WHEN draw(n, 'flyttar') < 0.0625 THEN CAST(floor(36 * draw(n, 'flytt')) AS INT) ELSE 99 END AS flytt,
    CASE WHEN draw(n, 'antal') < 0.62 THEN 1 WHEN draw(n, 'antal') < 0.76 THEN 2 WHEN draw(n, 'antal') < 0.86 THEN 3
         WHEN draw(n, 'antal') < 0.94 THEN 4 ELSE 5 END AS antal,
    draw(n, 'hem') AS hem,
    draw(n, 'nytt hem') AS nytt_hem,
    CASE WHEN draw(n, 'land') < 0.003 THEN '' WHEN draw(n, 'land') < 0.45 THEN 'S' ELSE 'U' END AS land
FROM range({households}) AS numbers(n)"""
#: One in a hundred has no id.  Adults are mostly young; nobody was born after the first year.
PERSON = """
CREATE TABLE person AS
SELECT
    n,
    place,
    10 * n + place AS nummer,
    CASE WHEN draw(nummer, 'id') < 0.01 THEN '' ELSE format('x{{:07d}}', nummer) END AS lopnr,
    CASE WHEN place = 1 THEN 'sökande' WHEN place = 2 AND draw(n, 'par') < 0.55 THEN 'medsökande' ELSE 'barn' END
        AS roll,
    CASE WHEN roll = 'barn' THEN {first} - CAST(floor(18 * draw(nummer, 'ålder')) AS INT)
         ELSE {first} - 17 - CAST(floor(60 * pow(draw(nummer, 'ålder'), 1.6)) AS INT) END AS fodd,
    CASE WHEN draw(nummer, 'kön') < 0.003 THEN '' WHEN draw(nummer, 'kön') < 0.5 THEN '1' ELSE '2' END AS kon
FROM hushall, range(1, 6) AS places(place)
WHERE place <= antal"""
#: A month of a household, in the unit that pays; in the month of a move every other household is paid by both.
MANAD = """
CREATE TABLE manad AS
SELECT n, manad, {first} + manad // 12 AS ar, unnest(paying) AS enhet
FROM (
    SELECT
        n,
        manad,
        CASE WHEN manad = flytt AND n % 2 = 0 AND hem.enhet <> nytt.enhet THEN [hem.enhet, nytt.enhet]
             WHEN manad < flytt THEN [hem.enhet] ELSE [nytt.enhet] END AS paying
    FROM (
        SELECT *, unnest(range(greatest(borjan, 0), least(borjan + langd, 36))) AS manad FROM hushall
    ) AS h
    ASOF JOIN enhet AS hem ON h.hem >= hem.fran
    ASOF JOIN enhet AS nytt ON h.nytt_hem >= nytt.fran
    WHERE draw(40 * n + manad, 'har bistånd') < tathet
)"""
#: The records of a year.  A member of a household is now and then without; one in a hundred is not folkbokförd.
POSTER = """
SELECT
    lopnr,
    format('{{:04d}}-{{:02d}}', ar, 1 + manad % 12) AS period,
    koder[1 + n % len(koder)] AS kommun,
    format('h{{:06d}}', n) AS hushall,
    roll,
    CAST(200 + 12000 * draw(36 * nummer + manad, enhet) / antal AS INT) AS kr,
    fodd,
    kon,
    land AS fodelseland,
    CASE WHEN draw(nummer, 'folkbokförd {ar}') < 0.01 THEN 'nej' ELSE 'ja' END AS fb
FROM manad
JOIN person USING (n)
JOIN hushall USING (n)
JOIN kod USING (ar, enhet)
WHERE ar = {ar} AND draw(36 * nummer + manad, 'själv') < 0.98
ORDER BY period, kommun, hushall, roll, fodd, kon, lopnr"""


def forerunners(enheter: Enheter, ar: int, last: int) -> dict[str, list[str]]:
    """Return for each unit at the end of the last year those that reported at the end of a year in its place."""
    found: dict[str, list[str]] = {}
    now = set(enheter.vid[date(last, 12, 31)].rapporterar)
    for code in sorted(enheter.vid[date(ar, 12, 31)].rapporterar):
        became = code
        while became not in now:
            became = enheter.ersatta[became]
        found.setdefault(became, []).append(code)
    return found


def units(db: duckdb.DuckDBPyConnection, enheter: Enheter) -> None:
    """Make the tables of units: which draw lives where, a few large and many small, and what they are called."""
    codes = sorted(enheter.vid[date(YEARS[-1], 12, 31)].rapporterar)
    mixed = [code for (code,) in db.execute("SELECT unnest(?) AS kod ORDER BY hash(kod)", [codes]).fetchall()]
    sizes = [1 / (place + 10) for place in range(len(mixed))]
    begins = [sum(sizes[:place]) / sum(sizes) for place in range(len(mixed))]
    db.execute("CREATE TABLE enhet (enhet VARCHAR, fran DOUBLE)")
    db.executemany("INSERT INTO enhet VALUES (?, ?)", list(zip(mixed, begins, strict=True)))
    db.execute("CREATE TABLE kod (ar INT, enhet VARCHAR, koder VARCHAR[])")
    rows = [(ar, *one) for ar in YEARS for one in forerunners(enheter, ar, YEARS[-1]).items()]
    db.executemany("INSERT INTO kod VALUES (?, ?, ?)", rows)


def main() -> None:
    """Make the files."""
    folder = Path(sys.argv[1])
    rows, persons = 0, {}
    with duckdb.connect() as db:
        db.execute(DRAW.format(seed=SEED))
        units(db, house().enheter)
        for statement in (HUSHALL, PERSON, MANAD):
            db.execute(statement.format(households=HOUSEHOLDS, first=YEARS[0]))
        for ar in YEARS:
            db.execute(f"CREATE OR REPLACE TABLE poster AS {POSTER.format(ar=ar)}")
            invented = f"FORMAT parquet, KV_METADATA {{ursprung: 'Påhittat, frö {SEED}.'}}"
            db.execute(f"COPY poster TO '{folder}/påhittade-{ar}.parquet' ({invented})")
            db.execute(f"COPY poster TO '{folder}/påhittade-{ar}.csv' (FORMAT csv, HEADER)")
            query = "SELECT count(*), count(DISTINCT nullif(lopnr, '')) FROM poster"
            antal, persons[ar] = db.execute(query).fetchone() or (0, 0)
            rows += antal
    json.dump({"rows": rows, "persons": persons}, sys.stdout)


if __name__ == "__main__":
    main()
