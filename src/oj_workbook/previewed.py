"""A preview -> text for a terminal, JSON for a program, one page of HTML for a pull request's comment.

The page has no script, style sheet, title or blank line, so that it may be pasted whole into a comment as well.
"""

import json
from collections.abc import Iterator
from html import escape

from oj_workbook.changed import pages_as_json, pages_as_text, table_of
from oj_workbook.moves import PageChange
from oj_workbook.preview import Preview
from oj_workbook.summary import effects, summary

#: A comment may hold 65 536 characters.
LONGEST_PAGE = 60_000


def as_text(preview: Preview) -> str:
    """Return the preview as lines: the sum of it first, then every page and year."""
    lines = [_heading(preview), summary(preview.changes), *_contradictions(preview)]
    return "\n".join([*lines, *pages_as_text(preview.changes.sidor, lambda one: _notes(one, preview))]) + "\n"


def as_html(preview: Preview) -> str:
    """Return the preview as one page: the sum of it, and what it is made of to unfold."""
    top = f"<h2>{escape(summary(preview.changes))}</h2>\n<p>{escape(_heading(preview))}</p>\n"
    top += "".join(f"<p>{escape(line)}</p>\n" for line in _contradictions(preview))
    parts: list[str] = []
    for change in preview.changes.sidor:
        parts.append(_html_of(change, preview))
        if len(top) + sum(map(len, parts)) > LONGEST_PAGE:
            parts.pop()
            left = len(preview.changes.sidor) - len(parts)
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
        "indikatorer": pages_as_json(preview.changes),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _heading(preview: Preview) -> str:
    told = f"Utgåvan {preview.utgava} {preview.version}, jämförd med {preview.mot}."
    return f"{told} {preview.exempeldata}".rstrip()


def _contradictions(preview: Preview) -> list[str]:
    """Return what stops a build: published figures that are other than the ones the answers now give."""
    return [f"Bygget stoppas: {one.text} ({one.place})" for one in preview.motsagelser]


def _notes(change: PageChange, preview: Preview) -> Iterator[str]:
    """Yield what a person who saw no figure move would wonder."""
    sida = change.sida
    if change.vad == "ändrad" and not change.ar:
        parts = [one for one in preview.changes.sidor if one.sida.hela == sida.id]
        yield "Bara delarnas resultat ändras; se nedan." if parts else "Inga resultat ändras."
        breaks = [one["fran"] for one in sida.nycklar.get("kriterier", ()) if one["brott"]]
        breaks = breaks or [int(ar) for ar in sida.nycklar["brott"]]
        later = [ar for ar in breaks if ar - sida.efterslapning > preview.sista_ar]
        yield from (f"Kravet från {ar} gäller efter utgåvans sista år, {preview.sista_ar}." for ar in later)
    elif change.vad == "ny" and not change.ar:
        yield f"Utgåvan har inga uppgifter om den: den mäts från {sida.nycklar['mäts']['fran']}."


def _html_of(change: PageChange, preview: Preview) -> str:
    said = list(_notes(change, preview))
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in said)
    short = change.vad if change.vad != "ändrad" else "; ".join(effects([change])) if change.ar else said[0].rstrip(".")
    title = f"<summary><b>{escape(change.sida.namn)}</b> – {escape(short)}</summary>\n"
    return f"<details>\n{title}{table_of(change)}{notes}</details>\n"
