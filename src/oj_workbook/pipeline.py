"""The whole program in one straight line, from what people wrote to a finished file."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from oj_workbook import PROGRAM
from oj_workbook.check import check_workbook
from oj_workbook.edition import Utgava
from oj_workbook.figures import figures
from oj_workbook.inputs import shown_indicators
from oj_workbook.layout import plan_workbook
from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import WorkbookPlan
from oj_workbook.model import Utanfor
from oj_workbook.output import publish, sha256
from oj_workbook.problems import Problem, most_of, visible
from oj_workbook.rank import Ranked
from oj_workbook.resultat import resultat_csv
from oj_workbook.sources import Sources, read_sources, without_answers
from oj_workbook.usage import LATEST, Asked, UsageError
from oj_workbook.write import workbook_bytes

#: The start of the year 2100: a zip file can hold no date far beyond it.
LAST_MOMENT = 4_102_444_800
#: A number of people below this is not told, not even of riket.
FEWEST_TOLD = 4
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a build made: the files' names and checksums, and what is to be told."""

    folder: Path
    filer: Mapping[str, str]
    varningar: tuple[Problem, ...]
    figurer: int
    celler: int


def build(root: Path, edition: str, out: Path, enhet: str | None, progress: Progress, asked: Asked = LATEST) -> Report:
    """Build one edition into a folder: the workbook, resultat.csv and bygge.json.

    `enhet` is the kommunkod that the file opens with, else the first in the list.  Raises ProblemsError with
    everything that is wrong in what was written or delivered, UsageError for an unknown `enhet`, OSError when the
    folder cannot be written.
    """
    progress("Läser definitioner, mallar och leveranser")
    sources = read_sources(root, edition, asked)
    progress("Räknar")
    ranked = figures(sources)
    sources = without_answers(sources)
    utgava, omrade, inputs = sources.utgava, sources.omrade, sources.inputs
    progress("Lägger ut arbetsboken")
    plan = lay_out(sources, ranked, enhet)
    progress("Skriver och kontrollerar")
    workbook = workbook_bytes(plan, sources.templates.tema, _moment(utgava))
    celler = check_workbook(workbook, plan)
    markning = sources.templates.text("exempel.märke") if utgava.exempeldata else ""
    files = {f"{utgava.filnamn}.xlsx": workbook, "resultat.csv": resultat_csv(ranked, omrade, inputs.enheter, markning)}
    checksums = {name: sha256(data) for name, data in files.items()}
    figurer = sum(map(len, ranked.figurer.values()))
    publish({**files, "bygge.json": _build_record(sources, checksums, figurer)}, out)
    return Report(out, checksums, tuple(sources.problems.warnings), figurer, celler)


def lay_out(sources: Sources, ranked: Ranked, enhet: str | None) -> WorkbookPlan:
    """Return the plan of the workbook that opens with a unit, by its id; UsageError when it is not in the list."""
    utgava, enheter = sources.utgava, sources.inputs.enheter
    valbara = {id_: enheter.enheter[id_] for id_ in enheter.valbara(utgava.day(utgava.ar[-1], 0))}
    if enhet is not None and enhet not in valbara:
        named = {one.namn.casefold(): id_ for id_, one in valbara.items()}
        meant = f"menade du {named[enhet.casefold()]}?" if enhet.casefold() in named else "välj en kod i resultat.csv."
        raise UsageError(f"{visible(enhet)} är ingen enhet i utgåvans senaste år; {meant}")
    content = Content(
        omrade=sources.omrade,
        utgava=utgava,
        enheter=enheter,
        ranked=ranked,
        indikatorer=tuple(shown_indicators(utgava, sources.omrade)),
        templates=sources.templates,
        varningar=tuple(most_of(sources.problems.warnings)),
        utanfor=tuple(_outside(one) for one in sources.inputs.utanfor),
        underlag=_digest(sources),
        program=PROGRAM,
        forvald=next(iter(valbara.values())) if enhet is None else valbara[enhet],
    )
    return plan_workbook(content)


def _outside(one: Utanfor) -> dict[str, int | str]:
    """Return what a year's records held, in words that may be told: a very small number is not."""
    counts = {
        "poster": one.poster,
        "personer": one.personer,
        "poster_utan_id": one.utan_id,
        "personer_inte_folkbokförda": one.inte_folkbokforda,
    }
    told = {word: f"färre än {FEWEST_TOLD}" if 0 < count < FEWEST_TOLD else count for word, count in counts.items()}
    return {"år": one.ar, **told}


def _moment(utgava: Utgava) -> datetime:
    """Return the time stored in the file: SOURCE_DATE_EPOCH if it is set, else the edition's date; never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not (epoch.isascii() and epoch.isdigit() and int(epoch) < LAST_MOMENT):
            raise UsageError(f"SOURCE_DATE_EPOCH ska vara sekunder sedan 1970, före år 2100, men är {visible(epoch)}.")
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime(utgava.datum.year, utgava.datum.month, utgava.datum.day, tzinfo=UTC)


def _digest(sources: Sources) -> str:
    """Return what is the same when the same facts are built anew, however the rows of a delivery are sorted."""
    filer = {**sources.filer, **sources.inputs.innehall}
    return sha256("".join(f"{name} {checksum}\n" for name, checksum in sorted(filer.items())).encode())[:16]


def _build_record(sources: Sources, checksums: Mapping[str, str], figurer: int) -> bytes:
    """Return bygge.json: what the files were made of, and what was told while making them."""
    record = {
        "utgåva": sources.utgava.id,
        "namn": sources.utgava.namn,
        "version": sources.utgava.version,
        "datum": sources.utgava.datum.isoformat(),
        "utgivningar": [
            {"nummer": one.nummer, "datum": one.datum.isoformat(), "text": one.text}
            for one in sources.utgava.utgivningar
        ],
        "exempeldata": sources.utgava.exempeldata or False,
        "program": PROGRAM,
        "figurer": figurer,
        "normaliserade_celler": sources.inputs.normaliserade,
        "månadsposter": [_outside(one) for one in sources.inputs.utanfor],
        "varningar": [
            {"plats": str(one.place), "kod": one.kod, "text": one.text} for one in most_of(sources.problems.warnings)
        ],
        "filer": dict(checksums),
        "underlag": dict(sorted(sources.filer.items())),
        "underlagets_kontrollsumma": _digest(sources),
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
