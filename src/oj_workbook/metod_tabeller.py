"""Content -> the tables of the method description that no sheet has."""

from collections.abc import Callable, Iterable, Iterator

from oj_workbook.dokument import Block, Paragraph, Table, Text, plain
from oj_workbook.edition import Gruppval
from oj_workbook.kallor import Leverans
from oj_workbook.layout.content import INGEN, Content
from oj_workbook.layout.sidor import answered, percent, silent, survey, symbols
from oj_workbook.layout.words import suppression
from oj_workbook.model import Antalsslag, Indikator, Kalla
from oj_workbook.numbers import written


def _scope(content: Content) -> Iterator[Block]:
    """Say in short what the edition covers."""
    utgava, enheter = content.utgava, content.enheter
    reporting = enheter.vid[utgava.day(utgava.ar[-1], 0)].rapporterar
    delar = [id_ for id_ in reporting if id_ in enheter.delomraden]
    kommuner, alla = len(enheter.kommuner), len(enheter.rikets_kommuner)
    stader = dict.fromkeys(enheter.kommuner[enheter.stad[id_]].namn for id_ in delar)
    lan = ", ".join(one.namn for one in enheter.nivaer.values() if one.niva == "lan")
    lagging = _span({ar for one in content.indikatorer if one.efterslapning for ar in one.years(utgava.ar)})
    said = {
        "område": content.omrade.namn,
        "kommuner": content.text("metod.alla_kommuner", alla=alla)
        if kommuner == alla
        else content.text("metod.några_kommuner", antal=kommuner, alla=alla, län=lan),
        "tillfrågade": content.text(
            "metod.med_delområden",
            antal=len(reporting),
            kommuner=len(reporting) - len(delar),
            delar=len(delar),
            städer=", ".join(stader),
        )
        if delar
        else content.text("metod.bara_kommuner", antal=len(reporting)),
        "enkätår": _span(utgava.ar),
        "övriga_år": lagging,
        "indikatorer": content.text(
            "metod.antal_indikatorer",
            alla=len(content.sidor),
            aktuella=len(content.aktuella),
        ),
    }
    if content.uppdelade:
        said["indikatorer"] += " " + content.text("metod.antal_uppdelade", antal=len(content.uppdelade))
    rows = ((plain(content.text(f"metod.{key}")), plain(text)) for key, text in said.items() if text)
    yield Table((), tuple(rows), (1, 3))


def _survey(content: Content) -> Iterator[Block]:
    """Say of each part of the survey what it is about and who answers."""
    rows = [(plain(one.namn), plain(one.population), plain(one.beskrivning)) for one in survey(content)]
    yield from _table(content, ("del", "svarar", "om_delen"), rows, (2, 3, 5))


def _days(content: Content) -> Iterator[Block]:
    """Tell for each year on which day the answers hold, and how many were asked."""
    rows = []
    for ar, dag in content.utgava.matdagar.items():
        reporting = content.enheter.vid[content.utgava.day(ar, 0)].rapporterar
        delar = sum(id_ in content.enheter.delomraden for id_ in reporting)
        counts = (len(reporting), len(reporting) - delar, delar)
        rows.append((plain(str(ar)), plain(dag.isoformat()), *(plain(_antal(one)) for one in counts)))
    heads = ("år", "mätdag", "tillfrågade", "varav_kommuner", "varav_delområden")
    shown = 5 if content.enheter.delomraden else 3
    kept = [row[:shown] for row in rows]
    yield from _table(content, heads[:shown], kept, (1, 2, 2, 2, 3)[:shown], set(range(2, shown)))


def _response(content: Content) -> Iterator[Block]:
    """Tell how many answered each part of the survey: year by year, the latest year by län, and who did not."""
    utgava = content.utgava
    for kalla in survey(content):
        years = [(ar, have) for ar in utgava.ar if (have := answered(content, kalla, ar)) is not None]
        rows = [
            (plain(str(ar)), *_share(have, content.enheter.vid[utgava.day(ar, 0)].rapporterar)) for ar, have in years
        ]
        heading = content.text("metod.svar_per_år", del_=kalla.namn)
        yield from _table(content, ("år", "tillfrågade", "svarat", "andel"), rows, (2, 2, 2, 2), {1, 2, 3}, heading)
        if years and years[-1][0] == utgava.ar[-1]:
            yield from _by_lan(content, kalla, years[-1][1])


def _by_lan(content: Content, kalla: Kalla, have: set[str]) -> Iterator[Block]:
    ar, enheter = content.utgava.ar[-1], content.enheter
    tillfalle = enheter.vid[content.utgava.day(ar, 0)]
    lan = [one for one in enheter.nivaer.values() if one.niva == "lan"]
    rows = [(plain(one.namn), *_share(have, tillfalle.medlemmar.get(one.id, ()))) for one in lan]
    if len(lan) > 1:
        rows.append((plain(content.text("metod.alla_enheter")), *_share(have, tillfalle.rapporterar)))
    heading = content.text("metod.svar_per_län", år=ar, del_=kalla.namn)
    yield from _table(content, ("län", "tillfrågade", "svarat", "andel"), rows, (2, 2, 2, 2), {1, 2, 3}, heading)
    yield Paragraph(plain(silent(content, kalla, ar)))


def _share(have: set[str], asked: Iterable[str]) -> tuple[Text, Text, Text]:
    whole = set(asked)
    part = len(have & whole)
    share = percent(part, len(whole)) if whole else INGEN
    return plain(_antal(len(whole))), plain(_antal(part)), plain(share)


def _sources(content: Content) -> Iterator[Block]:
    """Tell of each source but the survey which years it is about, and what it holds, or why there is nothing of it."""
    utgava = content.utgava
    rows = []
    pages = content.omrade.indikatorer.values()
    counted = {one.kalla.id for one in pages if isinstance(one.slag, Antalsslag)} - {one.id for one in survey(content)}
    for kalla in (one for one in content.omrade.kallor.values() if one.id in counted):
        years = {ar for one in content.indikatorer if one.kalla == kalla for ar in one.years(utgava.ar)}
        missing = utgava.utan_uppgifter.get(kalla.id, "")
        said = content.text("metod.om_källan", beskrivning=kalla.beskrivning, population=kalla.population)
        lag = content.text("metod.eftersläpningen", år=kalla.efterslapning) if kalla.efterslapning else INGEN
        cells = (kalla.namn, _span(years) or INGEN, lag, f"{said}\n{missing}".rstrip())
        rows.append(tuple(map(plain, cells)))
    yield from _table(content, ("källa", "uppgifternas_år", "eftersläpning", "om_källan_rubrik"), rows, (4, 3, 3, 8))


def _deliveries(content: Content) -> Iterator[Block]:
    """Tell where what was delivered comes from, which years it is about, and with which issue it came."""
    utgava = content.utgava
    together: dict[tuple[str, tuple[int, ...]], list[Leverans]] = {}
    for one in utgava.leveranser:
        together.setdefault((one.ursprung, one.fran), []).append(one)
    issues = {one.ordning: one.nummer for one in utgava.utgivningar}
    first = utgava.utgivningar[0].nummer
    rows: list[tuple[Text, ...]] = []
    for (ursprung, fran), some in together.items():
        years = _span({one.ar for one in some if one.ar}) or content.text("metod.olika_år")
        rows.append(tuple(map(plain, (_files(some), ursprung, years, issues.get(fran, first)))))
    if len(issues) > 1:
        yield from _table(content, ("fil", "ursprung", "uppgifternas_år", "med_utgivning"), rows, (4, 6, 2, 2))
    else:
        yield from _table(content, ("fil", "ursprung", "uppgifternas_år"), [row[:3] for row in rows], (3, 6, 2))


def _files(some: list[Leverans]) -> str:
    return some[0].fil if len(some) == 1 else f"{some[0].fil} – {some[-1].fil}"


def _groups(content: Content) -> Iterator[Block]:
    """Tell how kommuner are put into groups, by year, and which groups have figures."""
    rows = []
    for val in content.utgava.grupper:
        names = "; ".join(one.namn for one in content.grupperingar.get(val.rubrik, ()))
        rows.append(tuple(map(plain, (val.rubrik, _membership(val, content), names or INGEN))))
    shown = 3 if content.grupperingar else 2
    kept = [row[:shown] for row in rows]
    yield from _table(content, ("indelning", "tillhörighet", "grupper")[:shown], kept, (2, 3, 5)[:shown])


def _membership(val: Gruppval, content: Content) -> str:
    if val.fil:
        return content.text("metod.egen_indelning")
    if val.aret_fore:
        return content.text("metod.folkmängd_före")
    if val.ar is not None:
        return content.text("metod.folkmängd", år=val.ar)
    if len(val.versioner) == 1:
        return content.text("metod.indelningen", indelning=val.versioner[0][1])
    return "\n".join(content.text("metod.version", indelning=namn, år=fran) for fran, namn in val.versioner)


def _decimals(content: Content) -> Iterator[Block]:
    """Tell with how many decimals figures are printed; which ones, where those in the same unit differ."""
    together: dict[tuple[str, str], list[Indikator]] = {}
    for one in content.sidor:
        unit = f"{one.mattenhet.namn} ({one.mattenhet.tecken})"
        together.setdefault((unit, _decimals_of(one, content)), []).append(one)
    rows: list[tuple[Text, ...]] = []
    for (unit, decimals), some in sorted(together.items(), key=lambda item: -len(item[1])):
        first = not any(row[0] == plain(unit) for row in rows)
        alone = sum(other == unit for other, _ in together) == 1
        which = content.text("metod.alla_mått" if alone else "metod.övriga_mått") if first else _names(some)
        rows.append((plain(unit), plain(decimals), plain(which)))
    yield from _table(content, ("måttenhet", "decimaler", "gäller"), rows, (3, 3, 6))


def _decimals_of(indikator: Indikator, content: Content) -> str:
    changes: list[tuple[int, int]] = []
    for ar in content.utgava.ar:
        if not changes or changes[-1][1] != indikator.mattenhet.decimals(ar):
            changes.append((ar, indikator.mattenhet.decimals(ar)))
    later = [content.text("metod.decimaler_från", antal=antal, år=ar) for ar, antal in changes]
    return ", ".join(later) if len(changes) > 1 else str(changes[0][1])


def _names(some: Iterable[Indikator]) -> str:
    return "\n".join(one.kort_namn for one in some)


def _symbols(content: Content) -> Iterator[Block]:
    """Explain every symbol that the edition shows, and say how often it does."""
    rows = [
        (plain(tecken), plain(betyder), plain(INGEN if antal is None else _antal(antal)))
        for tecken, betyder, antal in symbols(content)
    ]
    heads = tuple(map(content.text, ("tecken.tecken", "tecken.betyder", "metod.antal")))
    yield Table(heads, tuple(rows), (2, 8, 2), frozenset({2}))


def _breaks(content: Content) -> Iterator[Block]:
    """Tell which series break within the edition's years, and why."""
    rows = []
    for one in content.sidor:
        years = one.years(content.utgava.ar)
        rows += [
            (plain(one.kort_namn), plain(str(ar)), plain(skal))
            for ar, skal in one.breaks().items()
            if years[0] < ar <= years[-1]
        ]
    if rows:
        yield from _table(content, ("indikator", "från_år", "skäl"), rows, (4, 1, 6))
    else:
        yield Paragraph(plain(content.text("metod.inga_brott")))


def _protection(content: Content) -> Iterator[Block]:
    """Tell which limits keep small numbers from being published, and for which measures they hold."""
    together: dict[str, list[Indikator]] = {}
    for one in content.sidor:
        if isinstance(one.slag, Antalsslag):
            together.setdefault(suppression(one, content), []).append(one)
    rows = [(plain(_names(some)), plain(rule)) for rule, some in together.items()]
    if rows:
        yield from _table(content, ("gäller", "regel"), rows, (2, 3))
    else:
        yield Paragraph(plain(content.text("metod.inga_regler")))


def _table(
    content: Content,
    heads: tuple[str, ...],
    rows: Iterable[tuple[Text, ...]],
    bredder: tuple[int, ...],
    tal: Iterable[int] = (),
    rubrik: str = "",
) -> Iterator[Table]:
    """Yield a table with these texts as its column headings; none without rows."""
    if made := tuple(rows):
        yield Table(tuple(content.text(f"metod.{one}") for one in heads), made, bredder, frozenset(tal), rubrik)


def _span(years: Iterable[int]) -> str:
    """Return years as a reader writes them: 2015–2018, 2020."""
    spans: list[list[int]] = []
    for ar in sorted(set(years)):
        if spans and ar == spans[-1][-1] + 1:
            spans[-1][1:] = [ar]
        else:
            spans.append([ar])
    return ", ".join("–".join(map(str, span)) for span in spans)


def _antal(antal: int) -> str:
    """Return a number that no line end divides."""
    return written(antal, 0).replace(" ", "\u00a0")


#: The tables that a page asks for by these words, besides those that sheets have.
TABELLER: dict[str, Callable[[Content], Iterator[Block]]] = {
    "omfattning": _scope,
    "enkätens delar": _survey,
    "mätdagar": _days,
    "svarsfrekvens": _response,
    "källförteckning": _sources,
    "leveranser": _deliveries,
    "indelningar": _groups,
    "avrundning": _decimals,
    "teckenantal": _symbols,
    "brott": _breaks,
    "skydd": _protection,
}
