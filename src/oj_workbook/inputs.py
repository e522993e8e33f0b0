"""An edition's deliveries -> Inputs: every delivered fact in tables, known errors corrected, gaps told."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from oj_workbook.corrections import correct
from oj_workbook.counts import refuse_wrong_counts
from oj_workbook.delivered import Block, Delivered
from oj_workbook.deliveries import Reader
from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans
from oj_workbook.model import Antalsslag, Indikator, Omrade, Status, Utanfor
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
        svar=table(SVAR, [*((*row[:4], Status.SVAR, *row[4:]) for row in delivered.svar), *_silent(delivered)]),
        delsvar=tuple(delivered.delsvar),
        antal=table(ANTAL, delivered.antal),
        publicerat=table(PUBLICERAT, delivered.publicerat),
        utanfor=tuple(delivered.utanfor),
        normaliserade=delivered.normaliserade,
    )
    answered = pd.concat([inputs.svar[[*KEY, "fil", "rad"]], _delivered_twice(inputs)])
    for frame, key in (
        (answered, KEY),  # an answer may come as final or as sub-answers, in one file, but not as both
        (inputs.antal, ["uppgift", "ar", "enhet"]),
        (inputs.publicerat, KEY),
    ):
        _refuse_doubles(frame, key, problems)
    _refuse_unknown_sources(utgava, omrade, root, problems)
    if not problems.errors:  # a file that could not be read has left its gaps behind
        _refuse_gaps(inputs, omrade, root, problems)
    said = set(zip(inputs.svar.indikator, inputs.svar.ar, inputs.svar.enhet, strict=True))
    # A kommun may be there, and have people in the records, and not have reported the rest.
    elsewhere = [one.fil for one in utgava.leveranser if one.slag in ("befolkning", "månadsposter")]
    files = {relative(utgava.folder / fil, root) for fil in elsewhere}
    told = {(one.place.fil, one.place.rad) for one in problems.errors}
    refuse_wrong_counts(inputs.antal, said, (files, told, delivered.rubriker), omrade, problems)
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
    copies = _refuse_copies(utgava, root, problems)
    for leverans in utgava.leveranser:
        if leverans.fil in copies:
            continue
        unknown = [kalla for kalla in leverans.kallor if kalla not in omrade.kallor]
        for kalla in unknown:
            remedy = did_you_mean(kalla, omrade.kallor, f"välj {listed(omrade.kallor)}.")
            problems.add(leverans.place, "okänd-källa", f"källan {visible(kalla)} finns inte.", remedy)
        if unknown:
            continue
        years = sorted(_years(leverans, utgava, omrade))
        if leverans.ar not in years:
            of = f" från {listed(leverans.kallor)}" if leverans.kallor else ""
            what = f"för {leverans.slag}{of} i utgåvan"
            fact = f"år {leverans.ar} ingår inte {what}." if years else f"ingen indikator har något {what}."
            remedy = f"väntat: {listed(map(str, years))}; rätta året." if years else "rätta ”slag” eller ”källa”."
            problems.add(leverans.place, "fel-år", fact, remedy)
            continue
        if leverans.poster is None:
            reader.read(leverans, delivered)
        else:
            _count(leverans, reader, poster, delivered)
    return delivered


def _refuse_copies(utgava: Utgava, root: Path, problems: Problems) -> set[str]:
    """Tell files that are the same to the last byte, and return all but the first: everybody would answer twice."""
    first: dict[str, str] = {}
    copies: set[str] = set()
    for leverans in utgava.leveranser:
        path = utgava.folder / leverans.fil
        if leverans.poster is not None or leverans.fil in copies or not path.is_file() or not path.stat().st_size:
            continue
        with path.open("rb") as file:
            fil = first.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), leverans.fil)
        if fil != leverans.fil:
            copies.add(leverans.fil)
            fact = f"{visible(leverans.fil)} är samma fil som {visible(fil)}: de är lika till sista byten."
            remedy = "leverera den en gång. Är svaren verkligen lika två år: låt en kolumn ”år” skilja filerna åt."
            problems.add(Place(relative(path, root)), "samma-fil", fact, remedy)
    return copies


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


def _silent(delivered: Delivered) -> list[tuple[Any, ...]]:
    """Return the units that said they did not answer, as rows for the table svar; once, though both counts say it."""
    answered = {row[:3] for row in delivered.svar}
    rows = {row[:3]: row for row in reversed(delivered.ej_svar) if row[:3] not in answered}
    return [(*key, None, Status.EJ_SVAR, *row[3:]) for key, row in rows.items()]


def _delivered_twice(inputs: Inputs) -> pd.DataFrame:
    """Return who answered which indicator and year in raw answers, where there are other answers to it as well."""
    blocks = Counter((block.indikator, block.ar) for block in inputs.delsvar)
    final = set(zip(inputs.svar.indikator, inputs.svar.ar, strict=True))
    rows = [
        (block.indikator, block.ar, enhet, block.fil, rad)
        for block in inputs.delsvar
        if blocks[block.indikator, block.ar] > 1 or (block.indikator, block.ar) in final
        for enhet, rad, pattern in zip(block.enheter, block.rader, zip(*block.svar.values(), strict=True), strict=True)
        if any(pattern)
    ]
    return table([*KEY, "fil", "rad"], rows)


def _years(leverans: Leverans, utgava: Utgava, omrade: Omrade) -> set[int]:
    """Return the years a delivery may be about; published figures name their own, and have 0."""
    if leverans.slag == "publicerat":
        return {0}
    return {
        ar
        for indikator in omrade.indikatorer.values()
        for ar in indikator.years(utgava.ar)
        if isinstance(indikator.slag, Antalsslag) == (leverans.slag in MED_ANTAL)
        and leverans.covers(indikator.kalla.id)
        # Months are counted from the day of measurement, which only the survey's own years have.
        and (leverans.slag != "delsvar" or ar in utgava.ar)
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
