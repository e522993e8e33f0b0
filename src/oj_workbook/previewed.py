"""A preview -> text for a terminal, JSON for a program, one page of HTML for a pull request's comment.

The page has no script, style sheet, title or blank line, so that it may be pasted whole into a comment as well.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from oj_workbook.changes import PageChange, Step, YearChange
from oj_workbook.model import Enhet
from oj_workbook.preview import Preview
from oj_workbook.summary import arrow, counted, effects, summary

#: A terminal is told this many new values, and as many levels, of one indicator and year; JSON holds all of them.
MOST_VALUES = 12
#: A comment may hold 65 536 characters.
LONGEST_PAGE = 60_000
#: A heading, and what stands below it.
Told = tuple[str, str]


def as_text(preview: Preview) -> str:
    """Return the preview as lines: the sum of it first, then every page and year."""
    lines = [_heading(preview), summary(preview.changes), *_contradictions(preview)]
    for change in preview.changes:
        lines += ["", f"{change.indikator.namn} ({change.indikator.id})", f"  {_page(change)}"]
        lines += [f"  {note}" for note in _notes(change, preview)]
        for year in change.ar:
            lines.append(f"  {year.ar}")
            lines += [
                f"    {heading}: {below}" if below else f"    {heading}" for heading, below in _told(change, year)
            ]
    return "\n".join(lines) + "\n"


def as_html(preview: Preview) -> str:
    """Return the preview as one page: the sum of it, and what it is made of to unfold."""
    top = f"<h2>{escape(summary(preview.changes))}</h2>\n<p>{escape(_heading(preview))}</p>\n"
    top += "".join(f"<p>{escape(line)}</p>\n" for line in _contradictions(preview))
    parts: list[str] = []
    for change in preview.changes:
        parts.append(_html_of(change, preview))
        if len(top) + sum(map(len, parts)) > LONGEST_PAGE:
            parts.pop()
            left = len(preview.changes) - len(parts)
            parts.append(
                f"<p>Ytterligare {left} indikatorer får inte plats här; se <code>oj-workbook preview</code>.</p>\n"
            )
            break
    head = '<!DOCTYPE html>\n<html lang="sv">\n<head><meta charset="utf-8"></head>\n<body>\n'
    return f"{head}{top}{''.join(parts)}</body>\n</html>\n"


def as_json(preview: Preview) -> str:
    """Return the preview with every unit named by its id."""
    record = {
        "mot": preview.mot,
        "utgåva": preview.utgava,
        "utgivning": preview.version,
        "exempeldata": preview.exempeldata,
        "sammanfattning": summary(preview.changes),
        "motsägelser": [{"plats": str(one.place), "text": one.text} for one in preview.motsagelser],
        "indikatorer": [
            {
                "id": change.indikator.id,
                "namn": change.indikator.namn,
                "sida": change.indikator.sida,
                "vad": change.vad,
                "uppgifter": list(change.uppgifter),
                "år": [_json_of(year) for year in change.ar],
            }
            for change in preview.changes
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _heading(preview: Preview) -> str:
    told = f"Utgåvan {preview.utgava} {preview.version}, jämförd med {preview.mot}."
    return f"{told} {preview.exempeldata}".rstrip()


def _contradictions(preview: Preview) -> list[str]:
    """Return what stops a build: published figures that are other than the ones the answers now give."""
    return [f"Bygget stoppas: {one.text} ({one.place})" for one in preview.motsagelser]


def _page(change: PageChange) -> str:
    if change.vad == "ändrad":
        return f"{change.indikator.sida}: {', '.join(change.uppgifter) or 'oförändrad sida'}"
    return f"{change.indikator.sida}: {change.vad}"


def _notes(change: PageChange, preview: Preview) -> Iterator[str]:
    """Yield what a person who saw no figure move would wonder."""
    if change.vad == "ändrad" and not change.ar:
        parts = [
            one for one in preview.changes if one.indikator.del_av and one.indikator.del_av.hela == change.indikator.id
        ]
        yield "Bara delarnas resultat ändras; se nedan." if parts else "Inga resultat ändras."
        later = [ar for ar in change.indikator.breaks() if ar - change.indikator.efterslapning > preview.sista_ar]
        yield from (f"Kravet från {ar} gäller efter utgåvans sista år, {preview.sista_ar}." for ar in later)
    elif change.vad == "ny" and not change.ar:
        yield f"Utgåvan har inga uppgifter om den: den mäts från {change.indikator.mats.fran}."


def _told(change: PageChange, year: YearChange) -> Iterator[Told]:
    """Yield what happened in a year, the whole first: riket, other levels, answers, values, suppressed, colours."""
    if year.riket:
        yield f"riket {arrow(year.riket)}", ""
    others = [(enhet, step) for enhet, step in year.nivaer if enhet.niva != "riket"]
    if others and change.vad != "ny":
        yield f"{len(others)} av städer, län och grupper", _steps(others)
    for step, enheter in sorted(year.svar.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"{arrow(step)}, {counted(enheter)}", "" if change.vad == "ny" else _names(enheter)
    if year.varden:
        yield f"nya tal, {counted(enhet for enhet, _ in year.varden)}", _steps(year.varden)
    for enheter, what in ((year.undertryckta, "undertrycks"), (year.visade, "undertrycks inte längre")):
        if enheter:
            yield f"{what}, {len(enheter)}", _names(enheter)
    if change.vad != "ny":
        for step, enheter in sorted(year.farger.items()):
            yield f"färg {arrow(step)}, {counted(enheter)}", _names(enheter)


def _names(enheter: Iterable[Enhet]) -> str:
    return ", ".join(enhet.namn for enhet in enheter)


def _steps(moved: Sequence[tuple[Enhet, Step]]) -> str:
    more = f" och {len(moved) - MOST_VALUES} till" if len(moved) > MOST_VALUES else ""
    return ", ".join(f"{enhet.namn} {arrow(step)}" for enhet, step in moved[:MOST_VALUES]) + more


def _html_of(change: PageChange, preview: Preview) -> str:
    rows = [
        f"<tr><td>{year.ar}</td><td>{escape(heading)}</td><td>{escape(below)}</td></tr>\n"
        for year in change.ar
        for heading, below in _told(change, year)
    ]
    table = f"<table>\n<tr><th>År</th><th>Vad</th><th>Vilka</th></tr>\n{''.join(rows)}</table>\n" if rows else ""
    said = list(_notes(change, preview))
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in said)
    short = change.vad if change.vad != "ändrad" else "; ".join(effects([change])) if change.ar else said[0].rstrip(".")
    title = f"<summary><b>{escape(change.indikator.namn)}</b> – {escape(short)}</summary>\n"
    return f"<details>\n{title}<p><code>{escape(_page(change))}</code></p>\n{notes}{table}</details>\n"


def _json_of(year: YearChange) -> dict[str, object]:
    def steps(by_step: dict[Step, list[Enhet]]) -> list[dict[str, object]]:
        return [{"från": was, "till": now, "enheter": [one.id for one in some]} for (was, now), some in by_step.items()]

    def values(moved: list[tuple[Enhet, Step]]) -> list[dict[str, str]]:
        return [{"enhet": enhet.id, "från": was, "till": now} for enhet, (was, now) in moved]

    return {
        "år": year.ar,
        "svar": steps(year.svar),
        "tal": values(year.varden),
        "nivåer": values(year.nivaer),
        "undertrycks": [one.id for one in year.undertryckta],
        "undertrycks_inte_längre": [one.id for one in year.visade],
        "färger": steps(year.farger),
    }
