"""What has changed since something was given out before -> rows of a sheet to read."""

from collections.abc import Callable, Iterator

from oj_workbook.andringar import Jamfors
from oj_workbook.changed import FILER, NYA, RATTELSER, about, years_in_words
from oj_workbook.layout.content import Content, Row
from oj_workbook.moves import Changes, PageChange
from oj_workbook.summary import fresh, lines, summary

#: A row can be no higher than some thirty lines: so many names or new values of one kind are told.
MOST_NAMES = 40
#: And so many units under one heading.
MOST_ITEMS = 60
#: The records stand above, the new figures below, and the files are for whoever builds.
TOLD_ELSEWHERE = (RATTELSER, NYA, FILER)


def since(slag: Jamfors) -> Callable[[Content], Iterator[Row]]:
    """Return what tells the changes since the issue or the edition before."""

    def told(content: Content) -> Iterator[Row]:
        changes = content.andringar.get(slag)
        if changes is None:
            yield "text", "", content.text("ändringar.utan")
            return
        before = changes.before
        said = {"namn": before.namn, "version": before.version, "datum": before.datum}
        yield "text", "", content.text("ändringar.jämförd", **said)
        yield "text", "", summary(changes)
        for heading, below in about(changes):
            if heading not in TOLD_ELSEWHERE:
                more = [f"och {len(below) - MOST_ITEMS} till"] if len(below) > MOST_ITEMS else []
                yield "text", heading, "\n".join([*below[:MOST_ITEMS], *more])
        yield from _affected(changes, content)
        yield from _pages(changes, content)

    return told


def _affected(changes: Changes, content: Content) -> Iterator[Row]:
    """Tell the units whose own figures or classes are others, each with where."""
    where: dict[str, dict[str, None]] = {}
    for one in changes.sidor:
        for year in one.ar if one.vad == "ändrad" else ():
            for move in year.moves:
                if move.enhet.id in content.enheter.enheter:
                    where.setdefault(move.enhet.id, {})[f"{one.sida.kort_namn} {year.ar}"] = None
    units = [id_ for id_ in content.enheter.enheter if id_ in where]
    told = [f"{content.enheter.enheter[id_].namn} ({', '.join(where[id_])})" for id_ in units[:MOST_ITEMS]]
    if units:
        more = f" och {len(units) - MOST_ITEMS} till" if len(units) > MOST_ITEMS else ""
        yield "text", content.text("ändringar.berörda", antal=len(units)), "; ".join(told) + more


def _pages(changes: Changes, content: Content) -> Iterator[Row]:
    """Tell the indicators: those that come and go, whose words are others, that have new years, and every change."""
    for vad, key in (("ny", "nya"), ("borttagen", "borttagna")):
        names = [one.sida.kort_namn for one in changes.sidor if one.vad == vad and not one.sida.hela]
        if names:
            yield "text", content.text(f"ändringar.{key}"), "; ".join(names)
    edited = [one for one in changes.sidor if one.vad == "ändrad"]
    words = [f"{one.sida.kort_namn}: {', '.join(one.uppgifter)}" for one in edited if one.uppgifter]
    if words:
        yield "text", content.text("ändringar.sidor"), "\n".join(words)
    for years, names in fresh(changes).items():
        label = content.text("ändringar.nya_uppgifter", år=years_in_words(years))
        yield "text", label, f"{len(names)} indikatorer: {'; '.join(names)}" if len(names) > 1 else names[0]
    for one in edited:
        yield from _years(one)


def _years(change: PageChange) -> Iterator[Row]:
    for year in change.ar:
        if year.moves:
            told = [
                f"{line.vad}{f' ({line.varfor})' if line.varfor else ''}"
                f"{f': {line.which(MOST_NAMES)}' if line.vilka else ''}"
                for line in lines(change, year)
            ]
            yield "text", f"{change.sida.kort_namn} {year.ar}", "\n".join(told)


def records(content: Content) -> Iterator[Row]:
    """Tell the errata and the intended changes of every issue of the edition, the newest first."""
    utgava = content.utgava
    for one in sorted(utgava.andringar, key=lambda one: one.datum, reverse=True):
        label = content.text("ändringar.post", datum=one.datum)
        pages = [page.kort_namn if (page := content.omrade.find(id_)) else id_ for id_ in one.indikatorer]
        units = [content.enheter.alla[id_].namn if id_ in content.enheter.alla else id_ for id_ in one.enheter]
        where = f"{', '.join(pages)} {years_in_words(one.ar)}, {', '.join(units)}."
        yield "text", label, f"{one.vad}\n{where}\n{one.varfor}"
    if not utgava.andringar:
        yield "text", "", content.text("ändringar.inga_poster")
