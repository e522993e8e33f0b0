"""Definitions -> sentences: what the structured parts of a page mean, said from the data so that they cannot differ."""

from collections.abc import Iterator
from typing import Protocol, assert_never

from oj_workbook.model import (
    Alder,
    Bistandsmanader,
    HarSvar,
    Indikator,
    InomManader,
    Invanare,
    JaNej,
    Klass,
    MinstAntal,
    Personer,
    Rakning,
    Svarsalternativ,
    Svarsslag,
    Undertryckning,
    UtbetaltBistand,
    Villkor,
)
from oj_workbook.problems import listed


class Spoken(Protocol):
    """What the sentences are made of: the texts of templates/, and the parts of a measure by the words for them."""

    def text(self, key: str, **falt: object) -> str:
        """Return a text with its fields filled in."""

    def parts(self, hela: Indikator) -> dict[str, Indikator]:
        """Return the parts of a measure; empty for one that is not divided."""


def card(indikator: Indikator, content: Spoken) -> dict[str, str]:
    """Return everything that is said of an indicator, by the key of its label; "" for what it does not have."""
    slag = indikator.slag
    if isinstance(slag, Svarsslag):
        taljare, namnare = slag.taljare, slag.namnare
    else:
        taljare, namnare = slag.taljare.text, slag.namnare.text
    return {
        "kort_namn": indikator.kort_namn,
        "beskrivning": indikator.beskrivning,
        "tolkning": indikator.tolkning or "",
        "fråga": indikator.fraga or "",
        "täljare": taljare,
        "nämnare": namnare,
        "räkning": counting(indikator, content),
        "kriterier": criteria(indikator, content),
        "svar": answers(indikator, content),
        "redovisning": presentation(indikator, content),
        "uppdelning": division(indikator, content),
        "riktning": content.text(f"ord.{indikator.riktning}"),
        "undertryckning": suppression(indikator, content),
        "typ": content.text(f"ord.{indikator.typ}") if indikator.typ else "",
        "tidigare_id": ", ".join(indikator.tidigare_id),
        "källa": indikator.kalla.namn,
        "population": indikator.population,
        "avser": content.text(f"ord.{indikator.avser}"),
        "mätt": measured(indikator, content),
        "jämförbarhet": comparability(indikator, content),
    }


def criteria(indikator: Indikator, content: Spoken) -> str:
    """Return what it takes to count as Ja, from each year on; "" for what is not answered with Ja or Nej."""
    if not isinstance(indikator.slag, JaNej):
        return ""
    questions = {delfraga.id: delfraga.text for delfraga in indikator.slag.delfragor}
    lines: list[str] = []
    for kriterium in indikator.slag.kriterier:
        lines.append(content.text("ord.från", år=kriterium.fran))
        lines += _villkor(kriterium.ja_nar, questions, content, "")
        if kriterium.brott:
            lines.append(content.text("ord.brott", år=kriterium.fran, text=kriterium.brott))
    return "\n".join(lines)


def _villkor(villkor: Villkor, questions: dict[str, str], content: Spoken, indent: str) -> Iterator[str]:
    match villkor:
        case HarSvar(delfraga, svar):
            yield f"{indent}• {questions[delfraga]} {' eller '.join(svar)}"
        case InomManader(delfraga, manader):
            yield f"{indent}• {questions[delfraga]} {content.text('ord.inom_månader', månader=manader)}"
        case MinstAntal(antal, av):
            if len(av) > 1:
                which = "ord.alla" if antal == len(av) else "ord.någon" if antal == 1 else "ord.minst"
                yield f"{indent}{'• ' if indent else ''}{content.text(which, antal=antal)}"
                indent += "   "
            for part in av:
                yield from _villkor(part, questions, content, indent)
        case _:
            assert_never(villkor)


def counting(indikator: Indikator, content: Spoken) -> str:
    """Return how täljare and nämnare are counted out of records and population tables; "" for other measures."""
    if isinstance(indikator.slag, Svarsslag):
        return ""
    parts = (("täljare", indikator.slag.taljare), ("nämnare", indikator.slag.namnare))
    return "\n".join(
        content.text("ord.räknas_så", del_=content.text(f"indikatorer.{key}"), hur=_rule(one.rakning, content))
        for key, one in parts
        if one.rakning
    )


def _rule(rule: Rakning, content: Spoken) -> str:
    match rule:
        case Invanare(alder):
            return content.text("ord.räkna_invånare", ålder=_age(alder, content))
        case UtbetaltBistand():
            return content.text("ord.räkna_utbetalt")
        case Bistandsmanader():
            return content.text("ord.räkna_biståndsmånader")
        case Personer():
            said = [content.text("ord.räkna_personer", ålder=_age(rule.alder, content))]
            if rule.under_ar > 1:
                manader = 12 * rule.under_ar
                said.append(content.text("ord.räkna_månader_flera", minst=rule.minst_manader, månader=manader))
            elif rule.minst_manader > 1:
                said.append(content.text("ord.räkna_månader", minst=rule.minst_manader))
            if rule.hogsta_uppehall is not None:
                said.append(content.text("ord.räkna_uppehåll", högst=rule.hogsta_uppehall))
            if rule.roller:
                said.append(content.text("ord.räkna_roll", roller=" eller ".join(rule.roller)))
            when = content.text("ord.sist" if rule.raknas_i == "sista" else "ord.först")
            return f"{', '.join(said)}. {content.text('ord.räkna_enhet', när=when)}"
        case _:
            assert_never(rule)


def _age(alder: Alder, content: Spoken) -> str:
    if alder.till is None:
        return content.text("ord.ålder_från", från=alder.fran) if alder.fran else content.text("ord.ålder_alla")
    return content.text("ord.ålder", från=alder.fran, till=alder.till)


def division(indikator: Indikator, content: Spoken) -> str:
    """Return which parts of a measure are shown too, and from which year; "" for none."""
    parts = content.parts(indikator)
    if not parts:
        return ""
    return content.text("ord.uppdelning", delar=", ".join(parts), år=next(iter(parts.values())).mats.fran)


def answers(indikator: Indikator, content: Spoken) -> str:
    """Return what each answer counts as, and when it could be given; "" when there are only Ja and Nej."""
    special = [one for one in indikator.slag.svar if one.svar not in ("Ja", "Nej")]
    return "\n".join(_answer(indikator, one, content) for one in special)


def _answer(indikator: Indikator, one: Svarsalternativ, content: Spoken) -> str:
    if one.raknas_som == "utanför":
        said = content.text("ord.utanför", svar=one.svar)
    elif isinstance(indikator.slag, Klass):
        which = "ord.räknas" if one.raknas_som == "ja" else "ord.räknas_inte"
        said = content.text(which, svar=one.svar, vad=indikator.slag.andelen)
    else:
        said = content.text("ord.räknas_som", svar=one.svar, som=one.raknas_som.capitalize())
    years = _years(one.fran, one.till, content)
    return f"{said} ({years})" if years else said


def _years(fran: int | None, till: int | None, content: Spoken) -> str:
    if fran is not None and till is not None:
        return content.text("ord.från_till", från=fran, till=till)
    if fran is not None:
        return content.text("ord.från", år=fran).rstrip(":").lower()
    return "" if till is None else content.text("ord.till", år=till)


def presentation(indikator: Indikator, content: Spoken) -> str:
    """Return how the figure is shown for a kommun and for the levels above."""
    if isinstance(indikator.slag, JaNej):
        return content.text("ord.ja_nej")
    if isinstance(indikator.slag, Klass):
        return content.text("ord.klass", vad=indikator.slag.andelen)
    return content.text("ord.tal", måttenhet=indikator.mattenhet.namn)


def suppression(indikator: Indikator, content: Spoken) -> str:
    """Return which figures are hidden or marked, and what a missing kommun does to the levels above."""
    if isinstance(indikator.slag, Svarsslag):
        return ""
    rules = [_hidden(rule, content) for rule in indikator.undertryckning]
    inside = "ord.undertryckta_inne" if indikator.undertryckta_inne else "ord.undertryckta_utanför"
    hidden = [*rules, content.text(inside)] if rules else [content.text("ord.undertrycks_inte")]
    missing = "ord.bortfall_övriga" if indikator.redovisas_vid_bortfall else "ord.bortfall_strikt"
    return "\n".join([*hidden, content.text(missing)])


def _hidden(rule: Undertryckning, content: Spoken) -> str:
    """Return in a sentence or two which numbers are hidden from a year on, and which are marked."""
    limits = {"nämnare": rule.minsta_namnare, "täljare": rule.minsta_taljare, "rest": rule.minsta_rest}
    small = listed(content.text(f"ord.liten_{what}", minsta=limit) for what, limit in limits.items() if limit)
    marked = [content.text("ord.små_tal", små=rule.sma_tal_under)] if rule.sma_tal_under else []
    return " ".join([content.text("ord.undertrycks", år=rule.fran, när=small), *marked])


def measured(indikator: Indikator, content: Spoken) -> str:
    """Return the years the indicator was measured."""
    mats = indikator.mats
    said = _years(mats.fran, mats.till, content)
    except_for = content.text("ord.utom", år=", ".join(map(str, mats.inte))) if mats.inte else ""
    return f"{said[:1].upper()}{said[1:]}{except_for}"


def comparability(indikator: Indikator, content: Spoken) -> str:
    """Return what can be compared; the breaks of a ja/nej indicator are told with its criteria."""
    breaks = {} if isinstance(indikator.slag, JaNej) else indikator.breaks()
    told = [content.text("ord.brott", år=ar, text=text) for ar, text in breaks.items()]
    return "\n".join([indikator.jamforbarhet, *told])


def share(indikator: Indikator, content: Spoken) -> str:
    """Return what the levels show where a kommun shows an answer; "" where both show the same kind of number."""
    if isinstance(indikator.slag, Klass):
        return content.text("länet.andel", vad=indikator.slag.andelen)
    return content.text("länet.andel", vad="Ja") if isinstance(indikator.slag, JaNej) else ""
