"""A measure -> its parts: the women and men of it, those born in Sweden and abroad, as indicators of their own."""

import re
from dataclasses import replace

from oj_workbook.model import Antalsslag, Bistandsmanader, Delmangd, Indikator, Mattid, Uppdelning, UtbetaltBistand
from oj_workbook.problems import did_you_mean, visible
from oj_workbook.section import Section, known_years

ID = re.compile(r"[a-z][a-z0-9_]{0,29}")


def read_divisions(section: Section) -> Uppdelning:
    """Read one of the divisions in `_omrade.yaml`: at least two parts, each with an id and a word."""
    delar: dict[str, str] = {}
    items = section.sections("delar")
    for item in items:
        id_ = item.text("id")
        if not ID.fullmatch(id_) or id_ in delar:
            fact = f"{visible(id_)} kan inte vara delens id, eller står två gånger."
            item.problem("id", "fel-id", fact, "börja med en bokstav; använd bara a–z, 0–9 och _.")
        delar[id_] = item.name("namn")
        item.finish()
    if len(items) == 1:
        section.problem("delar", "för-få-delar", "en uppdelning har minst två delar.", "lägg till den andra delen.")
    return Uppdelning(section.text("namn"), delar)


def divided(page: Section, whole: Indikator, uppdelningar: dict[str, Uppdelning]) -> tuple[Indikator, ...]:
    """Return the parts that a page asks for under `uppdelning`, in order; none when it asks for none."""
    section = page.maybe_section("uppdelning")
    if section is None:
        return ()
    names, fran = section.texts("på"), section.maybe_year("från")
    words = _words(section, [uppdelningar[name] for name in names if name in uppdelningar])
    mats = whole.mats
    if fran is not None and known_years(fran, mats.fran):
        if fran < mats.fran:
            fact = f"måttet börjar {mats.fran} och kan inte delas upp {fran}."
            section.problem("från", "fel-år", fact, "skriv samma år eller ett senare.")
        mats = Mattid(fran, mats.till, mats.inte)
    if len(set(names)) < len(names):
        section.problem("på", "dubbelt-namn", "en uppdelning står två gånger.", "ta bort den ena.")
    said = list(words.values())
    for word in sorted({word for word in said if said.count(word) > 1}):
        fact = f"två delar av måttet kallas {visible(word)}."
        section.problem("på", "dubbelt-namn", fact, "ge dem olika ord, under ”ord” eller i _omrade.yaml.")
    for name in names:
        if name not in uppdelningar:
            remedy = did_you_mean(name, uppdelningar, "lägg till den under ”uppdelningar” i _omrade.yaml.")
            section.problem("på", "okänd-uppdelning", f"uppdelningen {visible(name)} finns inte.", remedy)
    slag, households = whole.slag, (UtbetaltBistand, Bistandsmanader)
    if isinstance(slag, Antalsslag) and any(
        isinstance(one.rakning, households) for one in (slag.taljare, slag.namnare)
    ):
        fact = "belopp och biståndsmånader hör till hushåll och kan inte delas på personer."
        section.problem("på", "fel-uppdelning", fact, "ta bort ”uppdelning”.")
    section.finish()
    return tuple(_part(whole, mats, name, id_, word) for (name, id_), word in words.items())


def _words(section: Section, divisions: list[Uppdelning]) -> dict[tuple[str, str], str]:
    """Return the word for every part, by division and id; a page may have its own, such as flickor for children."""
    words = {(one.namn, id_): word for one in divisions for id_, word in one.delar.items()}
    own = section.maybe_section("ord")
    if own:
        words |= {(division, id_): own.text(id_) for division, id_ in words if id_ in own}
        own.finish()
    return words


def _part(whole: Indikator, mats: Mattid, uppdelning: str, id_: str, word: str) -> Indikator:
    return replace(
        whole,
        id=f"{whole.id}.{id_}",
        tidigare_id=tuple(f"{old}.{id_}" for old in whole.tidigare_id),
        namn=f"{whole.namn}, {word}",
        kort_namn=f"{whole.kort_namn}, {word}",
        mats=mats,
        slag=_of_part(whole.slag, id_) if isinstance(whole.slag, Antalsslag) else whole.slag,
        del_av=Delmangd(whole.id, uppdelning, id_, word),
    )


def _of_part(slag: Antalsslag, id_: str) -> Antalsslag:
    """Return the same täljare and nämnare, of fewer people."""
    taljare, namnare = (replace(one, uppgift=f"{one.uppgift}.{id_}") for one in (slag.taljare, slag.namnare))
    return replace(slag, taljare=taljare, namnare=namnare)
