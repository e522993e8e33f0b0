"""The statements of records.py: from records to a row per person and year, and a rule of a page as a condition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from oj_workbook.model import Personer

#: A month as somebody writes it, whatever the year.
MANAD = r"\d{4}-?(0[1-9]|1[0-2])(-\d\d( 00:00:00)?)?"
#: The records with their month and unit looked up: what was written -> what it means.
POST = """
CREATE OR REPLACE VIEW {view} AS
SELECT * FROM ({records}) LEFT JOIN manader USING (manad) LEFT JOIN koder USING (kod)"""

#: How many records are faulty in each unit and year, and in which months there are any.
CHECKED = """
SELECT ar, enhet, count_if({faults}), coalesce(bit_or(1 << (12 - man)), 0)
FROM post
GROUP BY ar, enhet"""

#: One row per person and year: the months as twelve bits, January first, and the last and first record of the year.
#: Two units in the same month: the one that paid most, then the one with the lowest code, is taken; so the order
#: of the records never matters.
PEOPLE = """
CREATE TABLE personar AS
SELECT *, {valid} AS giltig
FROM (
    SELECT
        person,
        ar,
        count(*) AS poster,
        CAST(bit_or(1 << (12 - man)) AS INT) AS manader,
        max({{'man': man, 'ore': ore, 'tur': -nummer, 'roll': roll, 'folkbokford': folkbokford{columns}}}) AS sista,
        min({{'man': man, 'ore': -ore, 'nummer': nummer}}) AS forsta,
        min(fodd) AS fodd,
        max(fodd) AS fodd_hogst,
        bool_or(fodd IS NULL) AS fodd_saknas
    FROM post
    GROUP BY person, ar
)"""

#: The people of the year that is counted: their units, age, role and parts, and the months of all years looked at as
#: a text of 0 and 1, the earliest first.
COUNTED = """
CREATE TABLE raknade AS
SELECT
    sist.enhet AS sista,
    forst.enhet AS första,
    p.ar - p.fodd AS alder,
    p.sista.roll AS roll,
    {months} AS manader
    {columns}
FROM personar p
JOIN enheter sist ON sist.nummer = -p.sista.tur
JOIN enheter forst ON forst.nummer = p.forsta.nummer
{earlier}
WHERE p.ar = {ar} AND p.giltig AND p.sista.folkbokford"""

#: The months of households with bistånd, and the kronor, of the people who are counted, in the unit that paid.
#: `amount` is how the amounts on a household's records make up one.  Where one delområde took over from several in
#: the year, their households are not one because they have the same number.
HOUSEHOLDS = """
SELECT enhet, count(*), sum(ore) / 100
FROM (
    SELECT enhet, man, hushall, {amount} AS ore
    FROM post JOIN personar p USING (person, ar)
    WHERE ar = {ar} AND p.giltig AND p.sista.folkbokford AND enhet <> ''
    GROUP BY enhet, nummer, man, hushall
)
GROUP BY enhet"""


@dataclass(frozen=True)
class Fault:
    """What may be wrong in a record: the condition, and what is told of it."""

    when: str
    kod: str
    text: str
    remedy: str


def months(years: tuple[int, ...]) -> Iterator[tuple[str, int, int]]:
    """Yield every way to write a month of some years, with its year and number: 2023-07, 202307, or a day in it."""
    for ar in years:
        for man in range(1, 13):
            yield f"{ar}-{man:02d}", ar, man
            yield f"{ar}{man:02d}", ar, man
        day = date(ar, 1, 1)
        while day.year == ar:
            yield from ((f"{day}{ending}", ar, day.month) for ending in ("", " 00:00:00"))
            day += timedelta(days=1)


def codes(known: list[str]) -> Iterator[tuple[str, int]]:
    """Yield every way to write a unit's code, with its number: 0114, or as a spreadsheet may have left it, 114.0."""
    for nummer, kod in enumerate(known):
        forms = {kod, kod.removeprefix("0"), f"{kod}.0", f"{kod.removeprefix('0')}.0"} if kod.isdigit() else {kod}
        yield from ((form, nummer) for form in sorted(forms))


def row_faults(ar: int, divisions: Mapping[str, str], *, needs_household: bool) -> list[Fault]:
    """Return everything that is checked in every record; `divisions` are their columns, by the words for them."""
    a_month = f"regexp_full_match(manad, '{MANAD}')"
    faults = [
        Fault(
            f"man IS NULL AND NOT {a_month}",
            "fel-månad",
            "månaden går inte att läsa",
            "skriv månaden som 2023-07 eller 202307.",
        ),
        Fault(
            f"man IS NULL AND {a_month}",
            "fel-år",
            "månaden ligger utanför leveransens år",
            "rätta månaden, eller åren i kallor.yaml.",
        ),
        Fault("nummer IS NULL", "okänd-enhet", "enhetens kod finns inte", "rätta koden enligt data/enheter/."),
        Fault(
            f"ar = {ar} AND nummer IS NOT NULL AND enhet IS NULL",
            "enhet-utan-svar",
            f"enheten rapporterar inte {ar}: den fanns inte då, eller så gör dess delområden det",
            "rätta koden, eller ”summera_delar” i utgava.yaml.",
        ),
        Fault("ore IS NULL", "fel-tal", "beloppet är inte ett tal", "skriv beloppet med siffror och decimalpunkt."),
        Fault(
            "folkbokford IS NULL",
            "okänt-värde",
            "”folkbokförd” är varken ja eller nej",
            "rätta cellen, eller ange koden under ”koder”.",
        ),
        *(
            Fault(f"{column} IS NULL", "okänt-värde", f"”{word}” har en okänd kod", "ange koden under ”koder”.")
            for word, column in {"roll": "roll", **divisions}.items()
        ),
    ]
    if needs_household:
        remedy = "leverera hushållets löpnummer på varje post."
        faults.append(Fault("hushall = ''", "tom-cell", "hushållet saknas", remedy))
    return faults


def people(valid: str, columns: list[str]) -> str:
    """Return the statement that gathers the records to people and years; `columns` are those of the divisions."""
    return PEOPLE.format(valid=valid, columns="".join(f", '{one}': {one}" for one in columns))


def counted(ar: int, years: int, columns: list[str]) -> str:
    """Return the statement that makes the people of one year ready to be counted, with the months of so many years."""
    earlier = range(years - 1, 0, -1)
    joins = (
        f"LEFT JOIN personar p{back} ON p{back}.person = p.person AND p{back}.ar = p.ar - {back}" for back in earlier
    )
    months = [f"lpad(bin(coalesce({one}.manader, 0)), 12, '0')" for one in (*(f"p{back}" for back in earlier), "p")]
    return COUNTED.format(
        ar=ar,
        months=" || ".join(months),
        columns="".join(f", p.sista.{one} AS {one}" for one in columns),
        earlier="\n".join(joins),
    )


def holds(rule: Personer) -> str:
    """Return the condition for a person to be counted by a rule."""
    months = f"right(manader, {12 * rule.under_ar})"
    conditions = [f"alder >= {rule.alder.fran}", f"length(replace({months}, '0', '')) >= {rule.minst_manader}"]
    if rule.alder.till is not None:
        conditions.append(f"alder <= {rule.alder.till}")
    if rule.hogsta_uppehall is not None:
        # A pause lies between two months with bistånd; before the first and after the last there is none.
        conditions.append(f"NOT regexp_matches({months}, '10{{{rule.hogsta_uppehall + 1},}}1')")
    if rule.roller:
        roles = ", ".join(f"'{roll}'" for roll in rule.roller)
        conditions.append(f"roll IN ({roles})")
    return " AND ".join(conditions)
