"""Changes -> text for a terminal, JSON for a program, one self-contained page of HTML for everybody else."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any

from oj_workbook.given import Om, Post, told_post
from oj_workbook.moves import Changes, Membership, Move, PageChange, YearChange
from oj_workbook.summary import arrow, fresh, lines, summary

#: A terminal is told this many names or new values of one line; JSON and HTML hold all of them.
MOST_TOLD = 12
EVERY = 1_000_000
RATTELSER, NYA = "Rättelser och avsedda ändringar", "Nya uppgifter"
FILER = "Ändrade texter och register"
Notes = Callable[[PageChange], Iterable[str]]
CSS = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1c1c1c; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; line-height: 1.2 } h2 { font-size: 1.25rem; margin-top: 2.2rem }
.mark { background: #fff3bf; border-left: .4rem solid #b08900; padding: .5rem .8rem }
.lead { font-size: 1.1rem } details { border-top: 1px solid #ccc; padding: .5rem 0 } summary { cursor: pointer }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .92rem }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top }
td:first-child { white-space: nowrap } ins { background: #e3f4e1; text-decoration: none } del { background: #fbe4e2 }
@media print { body { max-width: none; margin: 0 } details { break-inside: avoid } }
""".strip()


def as_text(changes: Changes) -> str:
    """Return the differences as lines: the sum of them first."""
    told = [_heading(changes), summary(changes)]
    for heading, below in about(changes):
        told += ["", heading, *(f"  {line}" for line in below)]
    return "\n".join([*told, *pages_as_text(_changed(changes), _texts)]) + "\n"


def as_json(changes: Changes) -> str:
    """Return the differences with every unit named by its id."""
    record = {
        "från": _told_of(changes.before),
        "till": _told_of(changes.now),
        "sammanfattning": summary(changes),
        "exempeldata": changes.now.exempeldata,
        "poster": [told_post(one) for one in changes.poster],
        "enheter": {
            "nya": [one.id for one in changes.nya],
            "borttagna": [one.id for one in changes.borttagna],
            "namn": [{"enhet": one.id, "från": old, "till": one.namn} for one, old in changes.namn],
            "grupper": [
                {"enhet": one.enhet.id, "år": list(one.ar), "från": list(one.fran), "till": list(one.till)}
                for one in changes.grupper
            ],
        },
        "indikatorer": pages_as_json(changes),
        "filer": list(changes.filer),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def as_html(changes: Changes) -> str:
    """Return one page: the sum of it, units and records, and every indicator to unfold."""
    titel = f"Ändringar: {changes.now.namn}, version {changes.now.version}"
    mark = f'<p class="mark">{escape(changes.now.exempeldata)}</p>\n' if changes.now.exempeldata else ""
    body = [f"<h1>{escape(titel)}</h1>\n{mark}<p>{escape(_heading(changes))}</p>\n"]
    body.append(f'<p class="lead">{escape(summary(changes))}</p>\n')
    for heading, below in about(changes):
        items = "".join(f"<li>{escape(line)}</li>\n" for line in below)
        body.append(f"<h2>{escape(heading)}</h2>\n<ul>\n{items}</ul>\n")
    changed = _changed(changes)
    if changed:
        body.append("<h2>Indikatorer</h2>\n")
    body += [
        f"<details>\n<summary><b>{escape(one.sida.namn)}</b> – {escape(_short(one))}</summary>\n"
        f"{table_of(one, EVERY)}{_texts_as_html(one)}</details>\n"
        for one in changed
    ]
    head = (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{escape(titel)}</title>'
    )
    page = f"<head>\n{head}\n<style>\n{CSS}\n</style>\n</head>\n<body>\n<main>\n{''.join(body)}</main>\n</body>"
    return f'<!DOCTYPE html>\n<html lang="sv">\n{page}\n</html>\n'


def _changed(changes: Changes) -> list[PageChange]:
    """Return the indicators that differ in more than that they have new figures."""
    return [one for one in changes.sidor if one.vad != "ändrad" or one.changed]


def pages_as_text(sidor: Iterable[PageChange], notes: Notes) -> Iterator[str]:
    """Yield the lines of indicators that differ."""
    for change in sidor:
        yield from ("", f"{change.sida.namn} ({change.sida.id})", f"  {_page(change)}")
        yield from (f"  {note}" for note in notes(change))
        for year in change.ar:
            yield f"  {year.ar}"
            for line in lines(change, year):
                why = f" ({line.varfor})" if line.varfor else ""
                yield f"    {line.vad}{why}: {line.which(MOST_TOLD)}" if line.vilka else f"    {line.vad}{why}"


def pages_as_json(changes: Changes) -> list[dict[str, Any]]:
    """Return every indicator that differs."""
    return [
        {
            "id": change.sida.id,
            "namn": change.sida.namn,
            "sida": change.sida.sida,
            "vad": change.vad,
            "uppgifter": list(change.uppgifter),
            "texter": {key: {"från": was, "till": now} for key, (was, now) in change.texter.items()},
            "borta": list(change.borta),
            "år": [_json_of(year) for year in change.ar],
        }
        for change in changes.sidor
    ]


def table_of(change: PageChange, most: int = MOST_TOLD) -> str:
    """Return the page's file and a table of its years as HTML."""
    rows = [
        f"<tr><td>{year.ar}</td><td>{escape(line.vad)}</td><td>{escape(line.varfor)}</td>"
        f"<td>{escape(line.which(most))}</td></tr>\n"
        for year in change.ar
        for line in lines(change, year)
    ]
    table = f"<table>\n{_head('År', 'Vad', 'Varför', 'Vilka')}{''.join(rows)}</table>\n" if rows else ""
    return f"<p><code>{escape(_page(change))}</code></p>\n{table}"


def about(changes: Changes) -> Iterator[tuple[str, list[str]]]:
    """Yield what differs beside the indicators, each kind below its heading."""
    found = {
        RATTELSER: [in_words(one, changes.now) for one in changes.poster],
        "Nya enheter": [one.namn for one in changes.nya],
        "Enheter som är borta": [one.namn for one in changes.borttagna],
        "Enheter med nya namn": [f"{old} → {one.namn}" for one, old in changes.namn],
        "Enheter som har bytt grupp": [membership(one) for one in changes.grupper],
        NYA: [f"{years_in_words(years)}: {'; '.join(names)}" for years, names in fresh(changes).items()],
        FILER: list(changes.filer),
    }
    return ((heading, below) for heading, below in found.items() if below)


def membership(one: Membership) -> str:
    """Return how a unit changed groups, in words."""
    return f"{one.enhet.namn}: {', '.join(one.fran) or '–'} → {', '.join(one.till) or '–'} ({years_in_words(one.ar)})"


def in_words(post: Post, om: Om) -> str:
    """Return a record in one sentence: the date, what, where and why."""
    names = [om.enheter[id_].namn if id_ in om.enheter else id_ for id_ in post.enheter]
    pages = [om.sidor[id_].kort_namn if id_ in om.sidor else id_ for id_ in post.indikatorer]
    where = f"{', '.join(pages)} {years_in_words(post.ar)}, {', '.join(names)}"
    return f"{post.datum}: {post.vad} ({where}.) {post.varfor}"


def years_in_words(ar: Sequence[int]) -> str:
    """Return years as they are said: a run of them by its ends."""
    run = len(ar) > 2 and list(ar) == list(range(ar[0], ar[-1] + 1))
    return f"{ar[0]}–{ar[-1]}" if run else ", ".join(map(str, ar))


def _heading(changes: Changes) -> str:
    before, now = changes.before, changes.now
    was = f"version {before.version}" if before.namn == now.namn else f"{before.namn}, version {before.version}"
    return f"{now.namn}, version {now.version}, jämförd med {was}."


def _told_of(om: Om) -> dict[str, str]:
    return {"utgåva": om.utgava, "namn": om.namn, "version": om.version, "datum": om.datum}


def _page(change: PageChange) -> str:
    if change.vad == "ändrad":
        gone = [f"visas inte längre: {years_in_words(change.borta)}"] if change.borta else []
        return f"{change.sida.sida}: {'; '.join([', '.join(change.uppgifter) or 'oförändrad sida', *gone])}"
    return f"{change.sida.sida}: {change.vad}"


def _short(change: PageChange) -> str:
    if change.vad != "ändrad":
        return change.vad
    figurer = sum(year.figurer for year in change.ar)
    told = [f"{figurer} ändrade uppgifter" if figurer != 1 else "1 ändrad uppgift"] if figurer else []
    came = sum(year.kom for year in change.ar)
    told += [f"{came} nya uppgifter" if came != 1 else "1 ny uppgift"] if came else []
    classes = len({move.enhet.id for year in change.ar for move in year.farger})
    told += [f"{classes} byter klass"] if classes else []
    return "; ".join([*told, *([f"sidan: {', '.join(change.uppgifter)}"] if change.uppgifter else [])]) or "färre år"


def _texts(change: PageChange) -> Iterator[str]:
    for key, (was, now) in change.texter.items():
        yield f"{key}: ”{was}” → ”{now}”"


def _texts_as_html(change: PageChange) -> str:
    rows = [
        f"<tr><td>{escape(key)}</td><td><del>{escape(was)}</del></td><td><ins>{escape(now)}</ins></td></tr>\n"
        for key, (was, now) in change.texter.items()
    ]
    return f"<table>\n{_head('Text', 'Förut', 'Nu')}{''.join(rows)}</table>\n" if rows else ""


def _head(*headings: str) -> str:
    cells = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    return f"<tr>{cells}</tr>\n"


def _json_of(year: YearChange) -> dict[str, object]:
    def grouped(moves: list[Move]) -> list[dict[str, object]]:
        found: dict[tuple[str, str, str], list[str]] = {}
        for one in moves:
            found.setdefault((*one.step, one.orsak.value), []).append(one.enhet.id)
        return [
            {"från": was, "till": now, "orsak": orsak, "enheter": some} for (was, now, orsak), some in found.items()
        ]

    def values(moves: list[Move]) -> list[dict[str, str]]:
        return [
            {"enhet": one.enhet.id, "från": one.step[0], "till": one.step[1], "orsak": one.orsak.value} for one in moves
        ]

    return {
        "år": year.ar,
        "nya": year.kom,
        "definition": list(year.definition),
        "svar": grouped(year.svar),
        "tal": values(year.varden),
        "nivåer": values(year.nivaer),
        "undertrycks": [one.enhet.id for one in year.undertryckta],
        "undertrycks_inte_längre": [one.enhet.id for one in year.visade],
        "klasser": grouped(year.farger),
        "gränser": [arrow(step) for step in year.granser],
    }
