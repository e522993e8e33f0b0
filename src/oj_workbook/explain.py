"""What is behind a figure -> sentences: answers, criterion, counts, suppression, class, and who makes up a level.

Internal: it tells counts and answers that no published file holds.
"""

from collections.abc import Iterable, Iterator
from math import isnan

from oj_workbook.because import verdicts
from oj_workbook.behind import Behind
from oj_workbook.criteria import delfragor_in, in_force
from oj_workbook.edition import ALLA_KOMMUNER
from oj_workbook.model import TECKEN, Antalsslag, Belopp, JaNej, Kvot, Status, Svarsalternativ
from oj_workbook.numbers import written
from oj_workbook.problems import Place, listed
from oj_workbook.rank import KLASSORD, Limits, quartile_class, shown_limits

HIDDEN = "visas inte utan --internt"
SILENT = (Status.EJ_SVAR, Status.BORTFALL)
MOST_NAMED = 10
#: A heading, and the lines below it.
Part = tuple[str, list[str]]


def explain(one: Behind) -> list[str]:
    """Return the explanation of a figure, line by line, in Swedish."""
    seen = "också det som är undertryckt" if one.internt else "utom det som är undertryckt"
    lines = [
        f"INTERNT UNDERLAG: svar och antal bakom en uppgift, {seen}. Sprid det inte.",
        "",
        f"{one.indikator.namn} ({one.indikator.id})",
        f"{one.enhet.namn} ({one.enhet.id}), {one.ar}. Utgåvan {one.sources.utgava.id}, {one.sources.utgava.version}.",
        f"I arbetsboken: {_shown(one)}",
    ]
    for heading, told in _parts(one):
        lines += ["", heading, *(f"  {line}" for line in told)]
    return lines


def _shown(one: Behind) -> str:
    """Return what the workbook says, and what it means."""
    figur = one.figur
    if figur.varde is not None:
        mark = ", märkt som ett litet tal" if figur.status == Status.SMA_TAL else ""
        return f"{_value(one, figur.varde)}{mark}"
    return figur.svar or f"{figur.tecken}  {one.sources.templates.text(f'tecken.{figur.status}')}"


def _parts(one: Behind) -> Iterator[Part]:
    if one.reports:
        yield from _of_unit(one)
    elif not one.members.empty:
        yield "ENHETERNA BAKOM", list(_of_level(one))
    for row in one.rows(one.sources.inputs.publicerat):
        said = row["svar"] or TECKEN.get(row["status"]) or _value(one, row["varde"])
        shown = HIDDEN if one.enhet.id in one.hidden and row["status"] != Status.UNDERTRYCKT else said
        yield "LEVERERAT SOM PUBLICERAT", [f"{shown}  {Place(row['fil'], row['rad'])}"]
    if one.motsagelser:
        yield "STOPPAR BYGGET", [f"{problem.text}  {problem.place}" for problem in one.motsagelser]
    for rattelse in one.sources.utgava.rattelser:
        about = (rattelse.indikator, rattelse.ar) == (one.indikator.id, one.ar)
        if about and rattelse.enhet in (one.enhet.id, ALLA_KOMMUNER):
            yield "RÄTTELSE", [f"{rattelse.skal}  {rattelse.place}"]
    if isinstance(one.indikator.slag, Antalsslag):
        yield "UNDERTRYCKNING", list(_suppression(one))
    if limits := one.ranked.granser.get((one.indikator.id, one.ar)):
        yield "KVARTILKLASS", list(_class(one, limits))
    if one.reports:
        yield "NIVÅERNA OVANFÖR", list(_levels(one))


# --- a unit that reports ---


def _of_unit(one: Behind) -> Iterator[Part]:
    slag = one.indikator.slag
    final = one.rows(one.sources.inputs.svar)
    if final:
        yield "SVARET", [f"{row['svar'] or 'redovisas inte'}  {Place(row['fil'], row['rad'])}" for row in final]
    raw = one.raw()
    if isinstance(slag, JaNej) and raw:
        yield from _criterion(one, slag, *raw)
    elif isinstance(slag, Antalsslag) and not final:
        yield "ANTALEN", list(_counts(one, slag))
    elif not final and not one.rows(one.sources.inputs.publicerat):
        yield "SVARET", ["Inget svar har levererats."]
    if isinstance(slag, JaNej) and final:
        yield "KRITERIET", ["Svaret levererades färdigt, så kriteriet har inte prövats här."]
    if special := [alternativ for alternativ in slag.svar if alternativ.svar not in ("Ja", "Nej")]:
        yield "SVARSALTERNATIV", [_alternative(alternativ) for alternativ in special]


def _criterion(one: Behind, slag: JaNej, place: Place, raw: dict[str, str]) -> Iterator[Part]:
    kriterium = in_force(slag.kriterier, one.ar)
    used = delfragor_in(kriterium.ja_nar)
    asked = [fraga for fraga in slag.delfragor if fraga.id in used]
    width = max(len(fraga.id) for fraga in asked)
    answers = [f"{fraga.id:<{width}}  {raw.get(fraga.id, '(inget svar)')}  – {fraga.text}" for fraga in asked]
    yield f"SVAREN  {place}", answers
    heading = f"KRITERIET FRÅN {kriterium.fran}  {Place(one.indikator.sida, kriterium.rad)}"
    special = [svar for svar in raw.values() if svar in one.indikator.answers(one.ar).keys() - {"Ja", "Nej"}]
    if special:
        yield heading, [f"Prövas inte: {min(special)} är ett särskilt svar och blir hela indikatorns."]
        return
    lines = list(verdicts(kriterium.ja_nar, raw, f"{one.sources.utgava.matdagar[one.ar]:%Y-%m}"))
    width = max(2 * depth + len(what) for depth, what, _ in lines)
    yield heading, [f"{'  ' * depth + what:<{width}}  {verdict}" for depth, what, verdict in lines]


def _counts(one: Behind, slag: Antalsslag) -> Iterator[str]:
    unit = one.units.loc[[one.enhet.id]]
    taljare, namnare = unit.taljare.iloc[0], unit.namnare.iloc[0]
    antal = one.sources.inputs.antal
    mine = antal[(antal.ar == one.ar) & (antal.enhet == one.enhet.id)]
    for word, del_, count in (("täljare", slag.taljare, taljare), ("nämnare", slag.namnare, namnare)):
        found = mine[mine.uppgift == del_.uppgift]
        places = [Place(fil, rad) for fil, rad in zip(found.fil, found.rad, strict=True)]
        shown = HIDDEN if one.withheld else _count(count)
        yield f"{word}  {del_.uppgift}: " + (f"{shown}  {places[0]}" if places else "inget har levererats")
        yield f"         {del_.text}"
    yield from _quotient(one, taljare, namnare)


def _levels(one: Behind) -> Iterator[str]:
    enheter = one.sources.inputs.enheter
    tillfalle = enheter.tillfalle(one.sources.utgava, one.indikator, one.ar)
    above = [id_ for id_ in enheter.alla if one.enhet.id in tillfalle.medlemmar.get(id_, ())]
    for id_ in above:
        figur = one.of(id_)
        shown = _value(one, figur.varde) if figur.varde is not None else figur.tecken or str(figur.svar)
        antal = "" if figur.enheter is None else f"  {figur.enheter} av {len(tillfalle.medlemmar[id_])} enheter"
        yield f"{enheter.alla[id_].namn} ({id_}): {shown}{antal}"


def _alternative(alternativ: Svarsalternativ) -> str:
    years = [f"från {alternativ.fran}" if alternativ.fran else "", f"till {alternativ.till}" if alternativ.till else ""]
    when = f" ({' '.join(filter(None, years))})" if any(years) else ""
    counted = {"ja": "räknas som Ja", "nej": "räknas som Nej", "utanför": "räknas inte"}[alternativ.raknas_som]
    return f"{alternativ.svar}{when}: {counted}"


# --- a level ---


def _of_level(one: Behind) -> Iterator[str]:
    """Yield how many units there are, who is left out and why, and the sums of the others."""
    if not one.whole:
        yield "Utgåvan omfattar inte alla enheter som hör dit, så talet räknas inte här."
        return
    rows = one.members
    hidden = [id_ for id_ in rows.index if one.of(str(id_)).status == Status.UNDERTRYCKT]
    counted = one.counted
    yield f"{len(counted)} av {len(rows)} räknas."
    silent = rows.index[rows.status.isin(SILENT)]
    for ids, why in (
        (silent, "har inte lämnat uppgiften"),
        (hidden, "är undertryckta och står utanför summan"),
        (rows.index[rows.status == Status.FEL_I_KALLAN], "är fel i källan och redovisas inte"),
        (rows.index[rows.svar.notna() & rows.namnare.isna()], "har svarat något som inte räknas"),
    ):
        if len(ids):
            yield f"{len(ids)} {why}: {_names(one, ids)}."
    if len(counted):
        taljare, namnare = counted.taljare.sum(), counted.namnare.sum()
        sums = HIDDEN if one.withheld else f"{_count(taljare)} och {_count(namnare)}"
        yield f"täljare och nämnare, summerade: {sums}"
        yield from _quotient(one, taljare, namnare)
    if not one.indikator.redovisas_vid_bortfall and len(silent):
        yield "Sidan säger ”vid_bortfall: redovisas inte”, så nivån har inget tal."


def _names(one: Behind, ids: Iterable[object]) -> str:
    namn = [one.sources.inputs.enheter.alla[str(id_)].namn for id_ in ids]
    more = f" och {len(namn) - MOST_NAMED} till" if len(namn) > MOST_NAMED else ""
    return ", ".join(namn[:MOST_NAMED]) + more


# --- what both have ---


def _quotient(one: Behind, taljare: float, namnare: float) -> Iterator[str]:
    if one.withheld or isnan(namnare) or not namnare:
        return
    scale = 1 if isinstance(one.indikator.slag, Kvot | Belopp) else 100
    exact = written(scale * taljare / namnare, one.indikator.decimals(one.ar) + 3)
    rounded = one.figur.varde
    result = f", som visas som {_value(one, rounded)}" if rounded is not None else ""
    yield f"{'100 × ' if scale == 100 else ''}{_count(taljare)} / {_count(namnare)} = {exact}{result}"


def _suppression(one: Behind) -> Iterator[str]:
    rule = one.indikator.rule(one.ar)
    if rule is None:
        yield "Ingenting döljs: måttet handlar inte om personer."
        return
    limits = {"nämnaren": rule.minsta_namnare, "täljaren": rule.minsta_taljare, "resten": rule.minsta_rest}
    small = listed(f"{what} är under {limit}" for what, limit in limits.items() if limit)
    mark = f", och märks (*) när nämnaren är under {rule.sma_tal_under}" if rule.sma_tal_under else ""
    yield f"Från {rule.fran} döljs talet (X) när {small}{mark}."
    match one.figur.status:
        case Status.UNDERTRYCKT if one.indikator.del_av:
            yield "Dold: antalen är för små, här eller i en annan del av samma uppdelning."
        case Status.UNDERTRYCKT if not one.reports:
            yield "Dold: antalen är för små, eller så har för få av enheterna ett tal som visas."
        case Status.UNDERTRYCKT:
            yield "Dold: antalen är för små."
        case Status.SMA_TAL:
            yield "Visas med märke."
        case Status.REDOVISAS:
            yield "Visas utan märke."
    if one.withheld and one.figur.status != Status.UNDERTRYCKT:
        yield "Antalen bakom visas inte här: med dem kunde en annan, undertryckt, uppgift räknas ut."


def _class(one: Behind, limits: Limits) -> Iterator[str]:
    decimals = one.indikator.decimals(one.ar)
    low, high = shown_limits(limits, decimals)
    antal = sum(one.of(id_).varde is not None for id_ in one.sources.inputs.enheter.kommuner)
    said = f"låg till och med {written(low, decimals + 1)}, hög från och med {written(high, decimals + 1)}"
    yield f"Gränser {one.ar}, av {antal} kommuner: {said}."
    varde = one.figur.varde
    if varde is None or one.enhet.id not in one.sources.inputs.enheter.enheter:
        yield "Ingen klass: länet, riket, grupper och uppgifter utan tal har ingen."
        return
    yield f"{_value(one, varde)} har klassen {KLASSORD[quartile_class(varde, limits)]}."
    for limit, name in ((low, "den nedre gränsen"), (high, "den övre gränsen")):
        side = "över" if varde > limit else "under"
        away = f"{written(abs(varde - limit), decimals + 1)} {side}" if varde != limit else "precis på"
        yield f"{away} {name}"


def _value(one: Behind, varde: float) -> str:
    return f"{written(varde, one.indikator.decimals(one.ar))} {one.indikator.mattenhet.tecken}"


def _count(antal: float) -> str:
    return "–" if isnan(antal) else written(antal, 0 if antal == int(antal) else 2)
