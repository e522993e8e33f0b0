"""The criteria of a ja/nej page: read from its words, and evaluated on the answers of one unit.

A closed vocabulary and nothing to evaluate as code: `alla`, `någon`, `minst … av`, and a question with its
answer or its month.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from oj_workbook.model import (
    Allvar,
    Delfraga,
    HarSvar,
    InomManader,
    JaNej,
    Kriterium,
    Mattid,
    MinstAntal,
    StallsNar,
    Svarsalternativ,
    Villkor,
)
from oj_workbook.problems import Problems, did_you_mean, visible
from oj_workbook.section import ID, ID_REMEDY, Section, known_years

MANAD = "månad"
#: What a declared rule makes of what breaks it.
ALLVAR: dict[str, Allvar] = {"stoppa": "fel", "varna": "varning"}
#: The keys that say what a condition is, and what an answered question must be.
VILLKOR = ("alla", "någon", "minst", "fråga")
DELFRAGANS = ("svar", "inom_månader")
INOM_MANADER = (1, 120)


def read_ja_nej(section: Section, mats: Mattid, sarskilda: tuple[Svarsalternativ, ...], problems: Problems) -> JaNej:
    """Read the `ja_nej:` part of a page, apart from its special answers, which the caller has read."""
    for alternativ in sarskilda:
        if alternativ.svar in ("Ja", "Nej"):
            fact = f"{visible(alternativ.svar)} finns alltid och är inget särskilt svar."
            section.problem("särskilda_svar", "dubbelt-svar", fact, "ta bort posten.")
    inner = section.section("delfrågor")
    delfragor = {id_: _delfraga(id_, inner) for id_ in inner.names()} if inner else {}
    before = len(problems)
    for delfraga in delfragor.values():
        _refuse_unknown_filter(delfraga, delfragor, inner)
    kriterier = _kriterier(section, mats, delfragor)
    used = {id_ for kriterium in kriterier for id_ in delfragor_in(kriterium.ja_nar)}
    sound = len(problems) == before  # a misspelt question is one fault, not two
    for id_ in sorted(delfragor.keys() - used) if sound else ():
        fact = f"delfrågan {visible(id_)} ingår inte i något kriterium."
        problems.add(
            inner.place_of(id_) if inner else section.place,
            "oanvänd-fråga",
            fact,
            "använd den eller ta bort den.",
        )
    return JaNej(
        taljare=section.text("täljare"),
        namnare=section.text("nämnare"),
        svar=(Svarsalternativ("Ja", "ja"), Svarsalternativ("Nej", "nej"), *sarskilda),
        delfragor=tuple(delfragor.values()),
        kriterier=kriterier,
    )


def _delfraga(id_: str, parent: Section) -> Delfraga:
    item = parent.section(id_)
    if item is None:
        return Delfraga(id_, "", None)
    if not ID.fullmatch(id_):
        parent.problem(id_, "fel-id", f"{visible(id_)} kan inte vara en delfrågas id.", ID_REMEDY)
    svar = item.texts("svar")
    racker_inte = item.texts("räcker_inte") if "räcker_inte" in item else ()
    for ett in racker_inte:
        if ett not in svar:
            remedy = did_you_mean(ett, svar, f"svaren är {', '.join(svar)}.")
            item.problem("räcker_inte", "okänt-svar", f"frågan {visible(id_)} har inget svar {visible(ett)}.", remedy)
    asked = item.maybe_section("ställs_när")
    delfraga = Delfraga(
        id_,
        item.text("text"),
        None if svar == (MANAD,) else svar,
        racker_inte,
        _stalls_nar(asked) if asked else None,
        item.place.rad,
    )
    item.finish()
    return delfraga


def _stalls_nar(section: Section) -> StallsNar:
    annars = section.choice("annars", ALLVAR) if "annars" in section else ALLVAR["stoppa"]
    found = StallsNar(section.text("fråga"), section.texts("svar"), annars)
    section.finish()
    return found


def _refuse_unknown_filter(delfraga: Delfraga, delfragor: Mapping[str, Delfraga], parent: Section | None) -> None:
    """Tell a sub-question that is asked by the answer to another which is not there, or cannot be answered so."""
    when, item = delfraga.stalls_nar, parent.section(delfraga.id) if parent else None
    section = item.maybe_section("ställs_när") if when and item else None
    if when is None or section is None:
        return
    other = delfragor.get(when.delfraga)
    if other is None or other.id == delfraga.id:
        remedy = did_you_mean(when.delfraga, delfragor, "ange en annan av sidans delfrågor.")
        fact = f"delfrågan {visible(when.delfraga)} finns inte bland sidans andra delfrågor."
        section.problem("fråga", "okänd-fråga", fact, remedy)
    elif other.svar is None:
        fact = f"frågan {visible(other.id)} besvaras med en månad."
        section.problem("fråga", "fel-villkor", fact, "ange en fråga som besvaras med ord.")
    else:
        for ett in [one for one in when.svar if one not in other.svar]:
            remedy = did_you_mean(ett, other.svar, f"svaren är {', '.join(other.svar)}.")
            section.problem("svar", "okänt-svar", f"frågan {visible(other.id)} har inget svar {visible(ett)}.", remedy)


def _kriterier(section: Section, mats: Mattid, delfragor: dict[str, Delfraga]) -> tuple[Kriterium, ...]:
    kriterier: list[Kriterium] = []
    for item in section.sections("kriterier"):
        fran = item.year("från")
        if kriterier and known_years(fran, kriterier[-1].fran) and fran <= kriterier[-1].fran:
            fact = f"{fran} kommer efter {kriterier[-1].fran}."
            item.problem("från", "fel-år", fact, "ställ kriterierna i årsordning.")
        if not kriterier and known_years(fran, mats.fran) and fran != mats.fran:
            fact = f"det första kriteriet gäller från {fran}, men indikatorn mäts från {mats.fran}."
            item.problem("från", "fel-år", fact, "låt åren vara lika.")
        if mats.till is not None and known_years(fran, mats.till) and fran > mats.till:
            fact = f"kriteriet gäller från {fran}, men indikatorn mäts till {mats.till}."
            item.problem("från", "fel-år", fact, "ta bort kriteriet, eller ändra ”mäts”.")
        # A changed criterion is a break in the series by itself, and has to be explained.
        brott = item.text("brott") if kriterier else None
        villkor = item.section("ja_när")
        ja_nar = _villkor(villkor, delfragor) if villkor else MinstAntal(0, ())
        kriterier.append(Kriterium(fran, ja_nar, brott, item.place.rad))
        item.finish()
    return tuple(kriterier)


def _villkor(section: Section, delfragor: dict[str, Delfraga]) -> Villkor:
    kind = section.one_of(VILLKOR)
    villkor: Villkor = MinstAntal(0, ())
    match kind:
        case "alla" | "någon":
            parts = tuple(_villkor(item, delfragor) for item in section.sections(kind))
            villkor = MinstAntal(len(parts) if kind == "alla" else 1, parts)
        case "minst":
            parts = tuple(_villkor(item, delfragor) for item in section.sections("av"))
            villkor = MinstAntal(section.integer("minst", 1, max(1, len(parts))), parts)
        case "fråga":
            villkor = _leaf(section, delfragor)
        case _:
            return villkor
    section.finish()
    return villkor


def _leaf(section: Section, delfragor: dict[str, Delfraga]) -> Villkor:
    id_ = section.text("fråga")
    if id_ not in delfragor:
        remedy = did_you_mean(id_, delfragor, "lägg till den under ”delfrågor”.")
        section.problem("fråga", "okänd-fråga", f"delfrågan {visible(id_)} finns inte på sidan.", remedy)
    known = delfragor[id_].svar if id_ in delfragor else None
    if section.one_of(DELFRAGANS) == "inom_månader":
        if known is not None:
            fact = f"frågan {visible(id_)} besvaras inte med en månad."
            section.problem("inom_månader", "fel-villkor", fact, f"skriv ”svar: …”; svaren är {', '.join(known)}.")
        return InomManader(id_, section.integer("inom_månader", *INOM_MANADER))
    svar = section.texts("svar") if "svar" in section else ()
    if id_ in delfragor and known is None and svar:
        fact = f"frågan {visible(id_)} besvaras med en månad."
        section.problem("svar", "fel-villkor", fact, "skriv till exempel ”inom_månader: 12”.")
    for ett in svar if known else ():
        if known and ett not in known:
            remedy = did_you_mean(ett, known, f"svaren är {', '.join(known)}.")
            section.problem("svar", "okänt-svar", f"frågan {visible(id_)} har inget svar {visible(ett)}.", remedy)
    return HarSvar(id_, svar)


def leaves(villkor: Villkor) -> Iterator[HarSvar | InomManader]:
    """Yield every condition on a single answer, in the order of the page."""
    if isinstance(villkor, MinstAntal):
        for part in villkor.av:
            yield from leaves(part)
    else:
        yield villkor


def delfragor_in(villkor: Villkor) -> set[str]:
    """Return the ids of every sub-question a condition asks."""
    return {leaf.delfraga for leaf in leaves(villkor)}


def holds(villkor: Villkor, svar: Mapping[str, str], matmanad: int) -> bool | None:
    """Tell whether a condition holds for one unit's raw answers; None when a missing answer leaves it open.

    `svar` has the answer to each sub-question that was answered; `matmanad` is the month of measurement as
    `month_number`.  Three-valued logic: one Nej settles an `alla`, whatever else is missing.
    """
    match villkor:
        case HarSvar(delfraga, godkanda):
            return svar[delfraga] in godkanda if delfraga in svar else None
        case InomManader(delfraga, manader):
            return 0 <= matmanad - month_number(svar[delfraga]) <= manader if delfraga in svar else None
        case MinstAntal(antal, av):
            parts = [holds(part, svar, matmanad) for part in av]
            if parts.count(True) >= antal:
                return True
            return None if parts.count(True) + parts.count(None) >= antal else False
        case _:
            assert_never(villkor)


def month_number(manad: str) -> int:
    """Return a month written 2013-02 as months since year 0, so that months can be subtracted."""
    ar, nummer = manad.split("-")
    return int(ar) * 12 + int(nummer) - 1


def in_force(kriterier: tuple[Kriterium, ...], ar: int) -> Kriterium:
    """Return the criterion that holds a year: the latest that has begun."""
    return [kriterium for kriterium in kriterier if kriterium.fran <= ar][-1]
