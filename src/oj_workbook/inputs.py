"""An edition's deliveries -> Inputs: every delivered fact in tables, known errors corrected, gaps told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from oj_workbook.corrections import correct
from oj_workbook.delivered import Block, Delivered
from oj_workbook.deliveries import Reader
from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans
from oj_workbook.model import Andel, Antalsslag, Indikator, Omrade, Status, Utanfor
from oj_workbook.problems import Place, Problems, did_you_mean, listed, relative, visible
from oj_workbook.tables import ANTAL, KEY, PUBLICERAT, SVAR, table
from oj_workbook.unitcodes import MED_ANTAL
from oj_workbook.units import Enheter


@dataclass(frozen=True)
class Inputs:
    """The edition, its units, and what was delivered: the tables svar, antal and publicerat of tables.py.

    `delsvar` are the raw answers, a block for each indicator, year and file.  `normaliserade` counts the cells that
    were repaired without loss.
    """

    utgava: Utgava
    enheter: Enheter
    svar: pd.DataFrame
    delsvar: tuple[Block, ...]
    antal: pd.DataFrame
    publicerat: pd.DataFrame
    utanfor: tuple[Utanfor, ...]
    normaliserade: int


def read_inputs(
    utgava: Utgava, omrade: Omrade, enheter: Enheter, root: Path, problems: Problems, poster: Path | None = None
) -> Inputs:
    """Read every delivery of the edition, apply its corrections, and tell what is missing.

    `poster` is the folder of the monthly records; else they lie in the edition's.
    """
    delivered = _read_all(utgava, omrade, enheter, root, problems, poster or utgava.folder)
    inputs = Inputs(
        utgava=utgava,
        enheter=enheter,
        svar=table(SVAR, ((*row[:4], Status.SVAR, *row[4:]) for row in delivered.svar)),
        delsvar=tuple(delivered.delsvar),
        antal=table(ANTAL, delivered.antal),
        publicerat=table(PUBLICERAT, delivered.publicerat),
        utanfor=tuple(delivered.utanfor),
        normaliserade=delivered.normaliserade,
    )
    raw = [
        (block.indikator, block.ar, enhet, block.fil, rad)
        for block in inputs.delsvar
        for enhet, rad in _answering(block)
    ]
    answered = pd.concat([inputs.svar[[*KEY, "fil", "rad"]], table([*KEY, "fil", "rad"], raw)])
    for frame, key in (
        (answered, KEY),  # an answer may come as final or as sub-answers, in one file, but not as both
        (inputs.antal, ["uppgift", "ar", "enhet"]),
        (inputs.publicerat, KEY),
    ):
        _refuse_doubles(frame, key, problems)
    _refuse_unknown_sources(utgava, omrade, root, problems)
    if not problems.errors:  # a file that could not be read has left its gaps behind
        _refuse_gaps(inputs, omrade, root, problems)
    _refuse_half_counts(inputs, omrade, root, problems)
    _refuse_impossible_counts(inputs, omrade, problems)
    _refuse_impossible_parts(inputs, omrade, problems)
    _refuse_two_special_answers(inputs, omrade, problems)
    _warn_of_missing(inputs, problems)
    if not shown_indicators(utgava, omrade):
        fact = "ingen indikator har något att visa."
        problems.add(
            Place(relative(utgava.folder / "utgava.yaml", root)),
            "tom-utgåva",
            fact,
            "rätta ”år” eller ”utan_uppgifter”.",
        )
    if problems.errors:
        return inputs  # a correction that finds nothing would only repeat them
    svar, publicerat = correct((inputs.svar, inputs.publicerat), utgava, omrade, enheter, problems)
    return replace(inputs, svar=svar, publicerat=publicerat)


def _read_all(
    utgava: Utgava, omrade: Omrade, enheter: Enheter, root: Path, problems: Problems, poster: Path
) -> Delivered:
    """Return what every delivery holds."""
    reader = Reader(utgava, omrade, enheter, root, problems)
    delivered = Delivered()
    for leverans in utgava.leveranser:
        if leverans.ar not in _years(leverans, utgava, omrade):
            fact = f"år {leverans.ar} ingår inte i utgåvan."
            problems.add(leverans.place, "fel-år", fact, "rätta året, eller ta bort leveransen.")
            continue
        unknown = [kalla for kalla in leverans.kallor if kalla not in omrade.kallor]
        for kalla in unknown:
            remedy = did_you_mean(kalla, omrade.kallor, f"välj {listed(omrade.kallor)}.")
            problems.add(leverans.place, "okänd-källa", f"källan {visible(kalla)} finns inte.", remedy)
        if unknown:
            continue
        if leverans.poster is None:
            reader.read(leverans, delivered)
        else:
            _count(leverans, reader, poster, delivered)
    return delivered


def _count(leverans: Leverans, reader: Reader, poster: Path, into: Delivered) -> None:
    """Add the counts of a year's monthly records."""
    from oj_workbook.records import count_records  # noqa: PLC0415 - a database engine that few editions need

    arguments = (reader.utgava, reader.omrade, reader.enheter, reader.root, reader.problems)
    if found := count_records(leverans, poster, *arguments):
        into.antal += found.antal
        into.utanfor.append(found.utanfor)
        fil = relative(reader.utgava.folder / leverans.fil, reader.root)
        reader.units.warn_of_silent(leverans, fil, {row[2] for row in found.antal})


def shown_indicators(utgava: Utgava, omrade: Omrade) -> list[Indikator]:
    """Return the indicators an edition shows, in order: measured in one of its years, and not said to lack figures."""
    areas = list(omrade.kvalitetsomraden)
    latest = utgava.ar[-1]
    order = sorted(
        omrade.indikatorer.values(),
        # Parts stand in their own order after the whole, as they do among the indicators.
        key=lambda one: (
            areas.index(one.kvalitetsomrade(latest)),
            one.ordning,
            one.del_av.hela if one.del_av else one.id,
        ),
    )
    return [
        indikator
        for indikator in order
        if indikator.kalla.id not in utgava.utan_uppgifter
        and any(indikator.mats.holds(ar) for ar in indikator.years(utgava.ar))
    ]


def _answering(block: Block) -> Iterator[tuple[str, int]]:
    """Yield the units that answered some sub-question, and their rows."""
    for enhet, rad, pattern in zip(block.enheter, block.rader, zip(*block.svar.values(), strict=True), strict=True):
        if any(pattern):
            yield enhet, rad


def _years(leverans: Leverans, utgava: Utgava, omrade: Omrade) -> set[int]:
    """Return the years a delivery may be about; published figures name their own, and have 0."""
    if leverans.slag == "publicerat":
        return {0}
    if leverans.slag == "delsvar":  # months are counted from the year's day of measurement
        return set(utgava.ar)
    return {
        ar
        for indikator in omrade.indikatorer.values()
        for ar in indikator.years(utgava.ar)
        if isinstance(indikator.slag, Antalsslag) == (leverans.slag in MED_ANTAL)
        and (not leverans.kallor or indikator.kalla.id in leverans.kallor)
    }


def _refuse_doubles(frame: pd.DataFrame, key: list[str], problems: Problems) -> None:
    """Tell a fact that two files deliver: neither may silently win."""
    for double in frame[frame.duplicated(key)].itertuples():
        where = " ".join(str(getattr(double, column)) for column in key)
        place = Place(str(double.fil), int(str(double.rad)))
        fact = f"{where} har redan levererats i en annan fil."
        remedy = "leverera uppgiften en gång, eller skriv ”till_utgivning” på den gamla filen."
        problems.add(place, "dubbel-uppgift", fact, remedy)


def _refuse_unknown_sources(utgava: Utgava, omrade: Omrade, root: Path, problems: Problems) -> None:
    for kalla in utgava.utan_uppgifter:
        if kalla not in omrade.kallor:
            place = Place(relative(utgava.folder / "utgava.yaml", root))
            fact = f"källan {visible(kalla)} under ”utan_uppgifter” finns inte."
            remedy = did_you_mean(kalla, omrade.kallor, f"välj {listed(omrade.kallor)}.")
            problems.add(place, "okänd-källa", fact, remedy)


def _refuse_gaps(inputs: Inputs, omrade: Omrade, root: Path, problems: Problems) -> None:
    """Tell an indicator that is measured and nowhere delivered: it must not just disappear."""
    utgava = inputs.utgava
    place = Place(relative(utgava.folder / "kallor.yaml", root))
    antal = set(zip(inputs.antal.uppgift, inputs.antal.ar, strict=True))
    delivered = {
        pair for frame in (inputs.svar, inputs.publicerat) for pair in zip(frame.indikator, frame.ar, strict=True)
    } | {(block.indikator, block.ar) for block in inputs.delsvar}
    for indikator in shown_indicators(utgava, omrade):
        slag = indikator.slag
        for ar in indikator.years(utgava.ar):
            counted = isinstance(slag, Antalsslag) and {(slag.taljare.uppgift, ar), (slag.namnare.uppgift, ar)} <= antal
            awaited = utgava.awaits(indikator.kalla.id, ar)
            there = (indikator.id, ar) in delivered or counted or awaited
            if indikator.mats.holds(ar) and not there:
                fact = f"indikatorn {visible(indikator.id)} har inga uppgifter för {ar}."
                remedy = "leverera dem, ändra ”mäts” på indikatorns sida, eller ange källan under ”utan_uppgifter”."
                problems.add(place, "uppgifter-saknas", fact, remedy)


def _counts(inputs: Inputs, omrade: Omrade) -> Iterator[tuple[Indikator, Antalsslag, pd.DataFrame, pd.DataFrame]]:
    """Yield every counted indicator with its täljare and nämnare, of the years for which both were delivered."""
    by_uppgift = dict(iter(inputs.antal.groupby("uppgift", sort=False)))
    for indikator in omrade.indikatorer.values():
        slag = indikator.slag
        if isinstance(slag, Antalsslag) and {slag.taljare.uppgift, slag.namnare.uppgift} <= by_uppgift.keys():
            taljare, namnare = by_uppgift[slag.taljare.uppgift], by_uppgift[slag.namnare.uppgift]
            yield indikator, slag, taljare[taljare.ar.isin(namnare.ar)], namnare[namnare.ar.isin(taljare.ar)]


def _refuse_half_counts(inputs: Inputs, omrade: Omrade, root: Path, problems: Problems) -> None:
    """Tell a unit with only one of täljare and nämnare, unless it answered in words instead.

    Inhabitants alone are no half, nor are records alone: a kommun may be there and not have reported the rest.
    """
    utgava = inputs.utgava
    counted = [one for one in utgava.leveranser if one.slag in ("befolkning", "månadsposter")]
    elsewhere = {relative(utgava.folder / one.fil, root) for one in counted}
    said = set(zip(inputs.svar.indikator, inputs.svar.ar, inputs.svar.enhet, strict=True))
    for indikator, _, taljare, namnare in _counts(inputs, omrade):
        for one, other in ((taljare, namnare), (namnare, taljare)):
            there = set(zip(other.ar, other.enhet, strict=True))
            alone = [pair not in there for pair in zip(one.ar, one.enhet, strict=True)]
            for row in one[alone].to_dict("records"):
                if (indikator.id, row["ar"], row["enhet"]) not in said and row["fil"] not in elsewhere:
                    fact = f"{indikator.id} {row['ar']}, {row['enhet']}: bara den ena av täljare och nämnare finns."
                    place = Place(row["fil"], row["rad"])
                    problems.add(place, "halvt-antal", fact, "leverera båda, eller ingen av dem.")


def _refuse_impossible_counts(inputs: Inputs, omrade: Omrade, problems: Problems) -> None:
    """Tell a täljare larger than its nämnare.  The figures themselves may be secret and are not printed.

    Costs may be negative, also in the nämnare: a correction in the books that is larger than the year's cost.
    """
    for indikator, slag, taljare, namnare in _counts(inputs, omrade):
        both = taljare.merge(namnare, on=["ar", "enhet"], suffixes=("", "_namnare"))
        impossible = (both.antal_namnare == 0) & (both.antal != 0)
        if isinstance(slag, Andel) and not slag.far_overstiga_100:
            impossible |= both.antal > both.antal_namnare
        if not slag.far_vara_negativ:
            impossible |= (both.antal < 0) | (both.antal_namnare < 0)
        for row in both[impossible].to_dict("records"):
            what = f"{indikator.id} {row['ar']}, {row['enhet']}"
            fact = f"{what}: täljaren kan inte höra till nämnaren (talen visas inte)."
            problems.add(Place(row["fil"], row["rad"]), "omöjligt-antal", fact, "rätta täljare eller nämnare.")


def _refuse_impossible_parts(inputs: Inputs, omrade: Omrade, problems: Problems) -> None:
    """Tell parts that are more than the whole they are parts of; fewer they may be, where not all are known."""
    antal = inputs.antal
    whole = {uppgift: uppgift.partition(".")[0] for uppgift in antal.uppgift.unique()}
    for division in omrade.uppdelningar.values():
        of_division = [uppgift for uppgift in whole if uppgift.partition(".")[2] in division.delar]
        parts = antal[antal.uppgift.isin(of_division)]
        parts = parts.assign(uppgift=parts.uppgift.map(whole).astype(object))
        sums = parts.groupby(["uppgift", "ar", "enhet"], sort=False).agg(
            {"antal": "sum", "fil": "first", "rad": "first"}
        )
        both = sums.reset_index().merge(antal, on=["uppgift", "ar", "enhet"], suffixes=("", "_hela"))
        for row in both[both.antal > both.antal_hela + 1e-6].to_dict("records"):
            what = f"{row['uppgift']} {row['ar']}, {row['enhet']}"
            fact = f"{what}: delarna efter {division.namn} är fler än alla (talen visas inte)."
            problems.add(Place(row["fil"], row["rad"]), "omöjligt-antal", fact, "rätta delarna eller det hela.")


def _refuse_two_special_answers(inputs: Inputs, omrade: Omrade, problems: Problems) -> None:
    """Tell a unit whose sub-questions have two different special answers: neither may silently win."""
    for block in inputs.delsvar:
        special = omrade.indikatorer[block.indikator].answers(block.ar).keys() - {"Ja", "Nej"}
        for enhet, rad, pattern in zip(block.enheter, block.rader, zip(*block.svar.values(), strict=True), strict=True):
            given = [svar for svar in dict.fromkeys(pattern) if svar in special]
            if len(given) > 1:
                both = " och ".join(visible(svar) for svar in given)
                fact = f"{block.indikator} {block.ar}, {enhet}: både {both} är svar på delfrågorna."
                problems.add(Place(block.fil, rad), "två-särskilda-svar", fact, "behåll det svar som gäller.")


def _warn_of_missing(inputs: Inputs, problems: Problems) -> None:
    """Tell kommuner that a published measure has no row for, when it has for others: they are shown with a symbol."""
    kommuner = inputs.enheter.kommuner
    rows = inputs.publicerat[inputs.publicerat.enhet.isin(list(kommuner))]
    for (indikator, ar), found in rows.groupby(["indikator", "ar"], sort=False):
        missing = [kommun.namn for kod, kommun in kommuner.items() if kod not in set(found.enhet)]
        if missing:
            fact = f"{indikator} {ar} saknas för {', '.join(missing)}."
            problems.add(Place(str(found.fil.iloc[0])), "enhet-saknas", fact, "kontrollera leveransen.", "varning")
