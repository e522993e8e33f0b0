"""`undertryckning` on a page about people -> when a figure is hidden or marked, and what hidden units leave behind."""

from oj_workbook.model import Mattid, Undertryckning
from oj_workbook.section import Section, known_years

#: A limit of the rules, as a number of people.
GRANS = (1, 1000)
#: Whether the counts of hidden units are in the sums of the levels above them.
UNDERTRYCKTA: dict[str, bool] = {"utanför aggregaten": False, "inne i aggregaten": True}
BARA_PERSONER = ("undertryckning", "undertryckta_enheter")


def read_rules(page: Section, mats: Mattid, kind: str) -> tuple[Undertryckning, ...]:
    """Return the rules of a page, the earliest first; the first holds from the measure's first year.

    Each is wholly in force from its year on, and takes nothing from the one before.
    """
    divided = "uppdelning" in page
    rules: list[Undertryckning] = []
    for item in page.sections("undertryckning"):
        fran = item.year("från")
        if rules and known_years(fran, rules[-1].fran) and fran <= rules[-1].fran:
            item.problem("från", "fel-år", f"{fran} kommer efter {rules[-1].fran}.", "ställ reglerna i årsordning.")
        if not rules and known_years(fran, mats.fran) and fran > mats.fran:
            fact = f"ingen regel gäller {mats.fran}, då indikatorn först mäts."
            item.problem("från", "fel-år", fact, f"skriv ”från: {mats.fran}” eller tidigare.")
        smallest, small = item.integer("minsta_nämnare", *GRANS), item.maybe_integer("små_tal_under", *GRANS)
        if small is not None and smallest > small:
            fact = f"minsta_nämnare ({smallest}) är större än små_tal_under ({small})."
            item.problem("minsta_nämnare", "fel-tal", fact, "byt plats på talen, eller rätta ett av dem.")
        if small is not None and divided:
            # The mark tells how large the whole is, and with it how many stand behind the shares of its parts.
            fact = "”små_tal_under” går inte ihop med ”uppdelning”: märket på det hela röjer vad delarna bygger på."
            item.problem("små_tal_under", "fel-plats", fact, "ta bort uppgiften.")
        taljare, rest = (item.maybe_integer(key, *GRANS) or 0 for key in ("minsta_täljare", "minsta_rest"))
        for key, limit in (("minsta_täljare", taljare), ("minsta_rest", rest)):
            if limit and kind != "andel":
                fact = f"”{key}” hör till andelar, där täljaren är en del av nämnaren."
                item.problem(key, "fel-plats", fact, "ta bort uppgiften.")
        rules.append(Undertryckning(fran, smallest, small or 0, taljare, rest))
        item.finish()
    return tuple(rules)


def stands_inside(page: Section) -> bool:
    """Tell whether hidden units are counted in the levels; they are not when the page says nothing."""
    return "undertryckta_enheter" in page and page.choice("undertryckta_enheter", UNDERTRYCKTA)
