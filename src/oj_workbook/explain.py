"""One published figure -> how it came about: answers, criterion, counts, suppression, class, and who is behind a level.

Internal: it shows counts and answers that no published file holds.  What is suppressed it shows only when told to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isnan
from typing import Any

import pandas as pd

from oj_workbook.because import verdicts
from oj_workbook.compute import compute
from oj_workbook.criteria import delfragor_in, in_force
from oj_workbook.model import (
    TECKEN,
    Antalsslag,
    Belopp,
    Enhet,
    Figur,
    Indikator,
    JaNej,
    Kvot,
    Status,
    Svarsalternativ,
    Undertryckning,
)
from oj_workbook.numbers import written
from oj_workbook.problems import Place
from oj_workbook.rank import Ranked, quartile_class, rank, shown_limits
from oj_workbook.sources import Sources
from oj_workbook.suppress import suppress

HIDDEN = "visas inte (undertryckt; lägg till --internt)"
SILENT = (Status.EJ_SVAR, Status.BORTFALL)
KLASSER = {"lag": "låg: bland de 25 % lägsta", "mitten": "mitten", "hog": "hög: bland de 25 % högsta"}


def explain(sources: Sources, indikator: Indikator, enhet: Enhet, ar: int, *, internt: bool) -> list[str]:
    """Return the explanation, line by line, in Swedish.

    Where the figure is suppressed the answers and counts behind it are withheld, unless `internt`.
    """
    one = _Figure.of(sources, indikator, enhet, ar, internt)
    seen = "också det som är undertryckt" if internt else "utom det som är undertryckt"
    lines = [
        f"INTERNT UNDERLAG: svar och antal bakom en uppgift, {seen}. Sprid det inte.",
        "",
        f"{indikator.namn} ({indikator.id})",
        f"{enhet.namn} ({enhet.id}), {ar}. Utgåvan {sources.utgava.id}, {sources.utgava.version}.",
        f"I arbetsboken: {one.shown()}",
    ]
    for heading, told in one.sections():
        lines += ["", heading, *(f"  {line}" for line in told)]
    return lines


@dataclass(frozen=True)
class _Figure:
    """A figure and all that is behind it: `units` has what each unit answered or counted, secret."""

    sources: Sources
    indikator: Indikator
    enhet: Enhet
    ar: int
    internt: bool
    units: pd.DataFrame
    ranked: Ranked

    @classmethod
    def of(cls, sources: Sources, indikator: Indikator, enhet: Enhet, ar: int, internt: bool) -> "_Figure":  # noqa: FBT001
        """Return the figure, computed again from what was delivered."""
        few = _only(sources, indikator)
        units = compute(few.omrade, few.inputs)
        ranked = rank(suppress(units, few.omrade, few.inputs, few.problems), few.omrade, few.inputs.enheter)
        rows = units[(units.indikator == indikator.id) & (units.ar == ar)].set_index("enhet")
        return cls(sources, indikator, enhet, ar, internt, rows, ranked)

    @property
    def figur(self) -> Figur:
        """Return what is published."""
        return self.of_unit(self.enhet.id)

    def of_unit(self, enhet: str) -> Figur:
        """Return what is published of a unit or level the same year."""
        return self.ranked.figurer[self.indikator.id, self.ar][enhet]

    @property
    def withheld(self) -> bool:
        """Tell whether what is behind the figure may not be shown."""
        return self.figur.status == Status.UNDERTRYCKT and not self.internt

    def shown(self) -> str:
        """Return what the workbook says, and what it means."""
        figur = self.figur
        if figur.varde is not None:
            mark = ", märkt som ett litet tal" if figur.status == Status.SMA_TAL else ""
            return f"{self._value(figur.varde)}{mark}"
        meaning = self.sources.templates.text(f"tecken.{figur.status}")
        return figur.svar or f"{figur.tecken}  {meaning}"

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each part of the explanation: a heading, and its lines."""
        published = self._rows(self.sources.inputs.publicerat)
        if self.enhet.id in self.units.index:
            yield from self._of_reporting_unit()
        elif any(self.units.index.isin(self._members())):
            yield "ENHETERNA BAKOM", list(self._behind())
        for row in published:
            said = row["svar"] or (TECKEN.get(row["status"]) or f"{row['varde']:g}")
            yield "LEVERERAT SOM PUBLICERAT", [f"{said}  {Place(row['fil'], row['rad'])}"]
        for rattelse in self.sources.utgava.rattelser:
            if (rattelse.indikator, rattelse.ar) == (self.indikator.id, self.ar) and rattelse.enhet in (
                self.enhet.id,
                "alla kommuner",
            ):
                yield "RÄTTELSE", [f"{rattelse.skal}  {rattelse.place}"]
        if isinstance(self.indikator.slag, Antalsslag):
            yield "UNDERTRYCKNING", list(self._suppression())
        if limits := self.ranked.granser.get((self.indikator.id, self.ar)):
            yield "KVARTILKLASS", list(self._class(limits))
        if self.enhet.id in self.units.index:
            yield "NIVÅERNA OVANFÖR", list(self._levels())

    # --- a unit that reports ---

    def _of_reporting_unit(self) -> Iterator[tuple[str, list[str]]]:
        slag = self.indikator.slag
        final = self._rows(self.sources.inputs.svar)
        if final:
            yield "SVARET", [f"{one['svar'] or 'redovisas inte'}  {Place(one['fil'], one['rad'])}" for one in final]
        raw = self._raw()
        if isinstance(slag, JaNej) and raw:
            yield from self._criterion(slag, *raw)
        elif isinstance(slag, Antalsslag) and not final:
            yield "ANTALEN", list(self._counts(slag))
        elif not final and not self._rows(self.sources.inputs.publicerat):
            yield "SVARET", ["Inget svar har levererats."]
        if isinstance(slag, JaNej) and not raw:
            yield "KRITERIET", ["Svaret levererades färdigt, så kriteriet har inte prövats här."]
        if special := [one for one in slag.svar if one.svar not in ("Ja", "Nej")]:
            yield "SVARSALTERNATIV", [_alternative(one) for one in special]

    def _raw(self) -> tuple[Place, dict[str, str]] | None:
        """Return the unit's raw answers and where they stand; unanswered questions are not among them."""
        for block in self.sources.inputs.delsvar:
            if (block.indikator, block.ar) == (self.indikator.id, self.ar) and self.enhet.id in block.enheter:
                at = block.enheter.index(self.enhet.id)
                given = {fraga: svar[at] for fraga, svar in block.svar.items() if svar[at]}
                return Place(block.fil, block.rader[at]), given
        return None

    def _criterion(self, slag: JaNej, place: Place, raw: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
        kriterium = in_force(slag.kriterier, self.ar)
        used = delfragor_in(kriterium.ja_nar)
        asked = [fraga for fraga in slag.delfragor if fraga.id in used]
        width = max(len(fraga.id) for fraga in asked)
        answers = [f"{fraga.id:<{width}}  {raw.get(fraga.id, '(inget svar)')}  – {fraga.text}" for fraga in asked]
        yield f"SVAREN  {place}", answers
        heading = f"KRITERIET FRÅN {kriterium.fran}  {Place(self.indikator.sida, kriterium.rad)}"
        special = [svar for svar in raw.values() if svar in self.indikator.answers(self.ar).keys() - {"Ja", "Nej"}]
        if special:
            yield heading, [f"Prövas inte: {min(special)} är ett särskilt svar och blir hela indikatorns."]
            return
        day = self.sources.utgava.matdagar[self.ar]
        lines = list(verdicts(kriterium.ja_nar, raw, f"{day:%Y-%m}"))
        width = max(2 * depth + len(what) for depth, what, _ in lines)
        yield heading, [f"{'  ' * depth + what:<{width}}  {verdict}" for depth, what, verdict in lines]

    def _counts(self, slag: Antalsslag) -> Iterator[str]:
        unit = self.units.loc[[self.enhet.id]]
        taljare, namnare = unit.taljare.iloc[0], unit.namnare.iloc[0]
        antal = self.sources.inputs.antal
        mine = antal[(antal.ar == self.ar) & (antal.enhet == self.enhet.id)]
        for word, del_, count in (("täljare", slag.taljare, taljare), ("nämnare", slag.namnare, namnare)):
            found = mine[mine.uppgift == del_.uppgift]
            places = [Place(fil, rad) for fil, rad in zip(found.fil, found.rad, strict=True)]
            shown = HIDDEN if self._secret(taljare, namnare) else _written(count)
            yield f"{word}  {del_.uppgift}: " + (f"{shown}  {places[0]}" if places else "inget har levererats")
            yield f"         {del_.text}"
        yield from self._quotient(taljare, namnare)

    def _quotient(self, taljare: float, namnare: float) -> Iterator[str]:
        if self._secret(taljare, namnare) or isnan(namnare) or not namnare:
            return
        scale = 1 if isinstance(self.indikator.slag, Kvot | Belopp) else 100
        exact = written(scale * taljare / namnare, self.indikator.decimals(self.ar) + 3)
        rounded = self.figur.varde
        result = f", som visas som {self._value(rounded)}" if rounded is not None else ""
        yield f"{'100 × ' if scale == 100 else ''}{_written(taljare)} / {_written(namnare)} = {exact}{result}"

    def _secret(self, taljare: float, namnare: float) -> bool:
        """Tell whether two counts may not be shown.

        Neither those of a suppressed figure may, nor one that would be too small for a nämnare: the same count may be
        the nämnare of another figure, which is suppressed.
        """
        if self.internt:
            return False
        rule = self._rule()
        return self.withheld or (rule is not None and any(0 < one < rule.minsta_namnare for one in (taljare, namnare)))

    # --- a level ---

    def _members(self) -> tuple[str, ...]:
        tillfalle = self.sources.inputs.enheter.tillfalle(self.sources.utgava, self.indikator, self.ar)
        return tillfalle.medlemmar.get(self.enhet.id, ())

    def _behind(self) -> Iterator[str]:
        """Yield how many units there are, who is left out and why, and the sums of the others."""
        rows = self.units[self.units.index.isin(self._members())]
        hidden = [id_ for id_ in rows.index if self.of_unit(str(id_)).status == Status.UNDERTRYCKT]
        counted = rows[rows.namnare.notna() & ~rows.index.isin(hidden)]
        yield f"{len(counted)} av {len(rows)} räknas."
        silent = rows.index[rows.status.isin(SILENT)]
        withheld = rows.index[rows.status == Status.FEL_I_KALLAN]
        outside = rows.index[rows.svar.notna() & rows.namnare.isna()]
        for ids, why in (
            (silent, "har inte lämnat uppgiften"),
            (hidden, "är undertryckta och står utanför summan"),
            (withheld, "är fel i källan och redovisas inte"),
            (outside, "har svarat något som inte räknas"),
        ):
            if len(ids):
                yield f"{len(ids)} {why}: {self._names(ids)}."
        if len(counted):
            taljare, namnare = counted.taljare.sum(), counted.namnare.sum()
            secret = self._secret(taljare, namnare)
            sums = f"täljare {_written(taljare)}, nämnare {_written(namnare)}"
            yield f"täljare och nämnare: {HIDDEN}" if secret else sums
            yield from self._quotient(taljare, namnare)
        if not self.indikator.redovisas_vid_bortfall and len(silent):
            yield "Sidan säger ”vid_bortfall: redovisas inte”, så nivån har inget tal."

    def _names(self, ids: Iterable[object]) -> str:
        namn = [self.sources.inputs.enheter.alla[str(id_)].namn for id_ in ids]
        return ", ".join(namn[:10]) + (f" och {len(namn) - 10} till" if len(namn) > 10 else "")

    # --- what both have ---

    def _suppression(self) -> Iterator[str]:
        rule = self._rule()
        if rule is None:
            yield "Sidan säger ”undertryckning: ingen”."
            return
        yield f"Från {rule.fran}: nämnaren under {rule.minsta_namnare} döljs (X), under {rule.sma_tal_under} märks (*)."
        match self.figur.status:
            case Status.UNDERTRYCKT if self.indikator.del_av:
                yield "Dold: nämnaren är för liten, här eller i en annan del av samma uppdelning."
            case Status.UNDERTRYCKT:
                yield "Dold: nämnaren är för liten."
            case Status.SMA_TAL:
                yield "Visas med märke."
            case Status.REDOVISAS:
                yield "Visas utan märke."

    def _rule(self) -> Undertryckning | None:
        rules = [rule for rule in self.indikator.undertryckning if rule.fran <= self.ar]
        return rules[-1] if rules else None

    def _class(self, limits: tuple[float, float]) -> Iterator[str]:
        decimals = self.indikator.decimals(self.ar) + 1
        low, high = shown_limits(limits, self.indikator.decimals(self.ar))
        antal = sum(self.of_unit(id_).varde is not None for id_ in self.sources.inputs.enheter.kommuner)
        said = f"låg till och med {written(low, decimals)}, hög från och med {written(high, decimals)}"
        yield f"Gränser {self.ar}, av {antal} kommuner: {said}."
        varde = self.figur.varde
        if varde is None or self.enhet.id not in self.sources.inputs.enheter.enheter:
            yield "Ingen klass: länet, riket, grupper och uppgifter utan tal har ingen."
            return
        yield f"{self._value(varde)} är {KLASSER[str(quartile_class(varde, limits))]}."
        for limit, name in ((low, "den nedre gränsen"), (high, "den övre gränsen")):
            side = "över" if varde > limit else "under"
            away = f"{written(abs(varde - limit), decimals)} {side}" if varde != limit else "precis på"
            yield f"{away} {name}"

    def _levels(self) -> Iterator[str]:
        enheter = self.sources.inputs.enheter
        tillfalle = enheter.tillfalle(self.sources.utgava, self.indikator, self.ar)
        above = [id_ for id_ in enheter.alla if self.enhet.id in tillfalle.medlemmar.get(id_, ())]
        for id_ in above:
            figur = self.of_unit(id_)
            shown = self._value(figur.varde) if figur.varde is not None else figur.tecken or str(figur.svar)
            antal = "" if figur.enheter is None else f"  {figur.enheter} av {len(tillfalle.medlemmar[id_])} enheter"
            yield f"{enheter.alla[id_].namn} ({id_}): {shown}{antal}"

    def _value(self, varde: float) -> str:
        return f"{written(varde, self.indikator.decimals(self.ar))} {self.indikator.mattenhet.tecken}"

    def _rows(self, frame: pd.DataFrame) -> list[dict[str, Any]]:
        """Return the rows of a delivered table about the figure."""
        mine = (frame.indikator == self.indikator.id) & (frame.ar == self.ar) & (frame.enhet == self.enhet.id)
        return [{str(column): cell for column, cell in row.items()} for row in frame[mine].to_dict("records")]


def _written(antal: float) -> str:
    return "–" if isnan(antal) else written(antal, 0 if antal == int(antal) else 2)


def _alternative(one: Svarsalternativ) -> str:
    years = [f"från {one.fran}" if one.fran else "", f"till {one.till}" if one.till else ""]
    when = f" ({' '.join(filter(None, years))})" if any(years) else ""
    counted = {"ja": "räknas som Ja", "nej": "räknas som Nej", "utanför": "räknas inte"}[one.raknas_som]
    return f"{one.svar}{when}: {counted}"


def _only(sources: Sources, indikator: Indikator) -> Sources:
    """Return the sources with one measure, and the parts that are hidden together with it."""
    hela = indikator.del_av.hela if indikator.del_av else indikator.id
    every = sources.omrade.indikatorer
    pages = {id_: page for id_, page in every.items() if hela in (id_, page.del_av.hela if page.del_av else None)}
    inputs = sources.inputs
    few = replace(
        inputs,
        delsvar=tuple(block for block in inputs.delsvar if block.indikator in pages),
        svar=inputs.svar[inputs.svar.indikator.isin(list(pages))],
        publicerat=inputs.publicerat[inputs.publicerat.indikator.isin(list(pages))],
    )
    return replace(sources, omrade=replace(sources.omrade, indikatorer=pages), inputs=few)
