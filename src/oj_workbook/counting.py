"""`räkna` on a page -> how a täljare or nämnare is counted: out of monthly records, or out of a population table."""

from collections.abc import Iterable, Mapping

from oj_workbook.model import (
    Alder,
    Antalsslag,
    Bistandsmanader,
    Del,
    Enhetsval,
    Indikator,
    Invanare,
    Personer,
    Rakning,
    UtbetaltBistand,
)
from oj_workbook.problems import Place, Problems, visible
from oj_workbook.section import Section

#: The keys that say what is counted, and the word that stands for all of it.
RAKNAR = ("personer", "invånare", "utbetalt_bistånd", "biståndsmånader")
ALLA = {"alla": "alla"}
OLDEST = 120
#: Months of a person's life that a rule may look at: longer than any measure there is, and short enough to be read.
MOST_YEARS = 10
ENHETSVAL: dict[str, Enhetsval] = {"sista": "sista", "första": "första"}
ROLLER = ("sökande", "medsökande", "barn")


def read_counting(section: Section) -> Rakning | None:
    """Read one rule; None when it says nothing that can be counted, and a problem says so."""
    kind = section.one_of(RAKNAR)
    rule: Rakning | None = None
    match kind:
        case "personer":
            rule = _personer(_inner(section, kind))
        case "invånare":
            inner = _inner(section, kind)
            rule = Invanare(_alder(inner))
            if inner:
                inner.finish()
        case "utbetalt_bistånd" | "biståndsmånader":
            section.choice(kind, ALLA)
            rule = UtbetaltBistand() if kind == "utbetalt_bistånd" else Bistandsmanader()
    section.finish()
    return rule


def _inner(section: Section, kind: str) -> Section | None:
    """Return what limits the rule; None for everyone, written with one word."""
    if section.is_text(kind):
        section.choice(kind, ALLA)
        return None
    return section.section(kind)


def _personer(section: Section | None) -> Personer:
    if section is None:
        return Personer(_alder(None), 1, 1, None, (), "sista")
    manader = section.maybe_section("månader")
    minst, under_ar, uppehall = 1, 1, None
    if manader:
        under_ar = manader.maybe_integer("under_år", 1, MOST_YEARS) or 1
        minst = manader.integer("minst", 1, 12 * under_ar)
        uppehall = manader.maybe_integer("uppehåll_högst", 0, 12 * under_ar)
        manader.finish()
    roller = section.texts("roll") if "roll" in section else ()
    for roll in roller:
        if roll not in ROLLER:
            fact = f"rollen {visible(roll)} finns inte."
            section.problem("roll", "okänt-värde", fact, f"välj bland {', '.join(ROLLER)}.")
    val = section.choice("räknas_i", ENHETSVAL) if "räknas_i" in section else ENHETSVAL["sista"]
    rule = Personer(_alder(section), minst, under_ar, uppehall, roller, val)
    section.finish()
    return rule


def _alder(section: Section | None) -> Alder:
    inner = section.maybe_section("ålder") if section else None
    if inner is None:
        return Alder(0, None)
    fran, till = inner.maybe_integer("från", 0, OLDEST) or 0, inner.maybe_integer("till", 0, OLDEST)
    if till is not None and till < fran:
        inner.problem("till", "fel-tal", f"{till} år är yngre än {fran} år.", "rätta en av åldrarna.")
    inner.finish()
    return Alder(fran, till)


def countings(indikatorer: Iterable[Indikator]) -> dict[str, Rakning]:
    """Return the rule of every item that has one, by the item's word in deliveries."""
    return {del_.uppgift: del_.rakning for _, del_ in _delar(indikatorer) if del_.rakning}


def refuse_contradictions(indikatorer: Iterable[Indikator], places: Mapping[str, Place], problems: Problems) -> None:
    """Tell an item that two pages count by different rules: one of the measures would not be what its page says."""
    first: dict[str, tuple[Indikator, Del]] = {}
    for one, del_ in _delar(indikatorer):
        if del_.rakning is None or one.id not in places:
            continue
        page, known = first.setdefault(del_.uppgift, (one, del_))
        if known.rakning != del_.rakning:
            fact = f"uppgiften {visible(del_.uppgift)} räknas på ett annat sätt på sidan {page.id}."
            remedy = "skriv samma ”räkna” på båda sidorna, eller ge uppgiften ett eget namn."
            problems.add(places[one.id], "olika-räkning", fact, remedy)


def _delar(indikatorer: Iterable[Indikator]) -> Iterable[tuple[Indikator, Del]]:
    for one in indikatorer:
        if isinstance(one.slag, Antalsslag):
            yield one, one.slag.taljare
            yield one, one.slag.namnare
