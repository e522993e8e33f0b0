"""The whole program in one straight line, from what people wrote to a finished file."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from oj_workbook import PROGRAM
from oj_workbook.andringar import Jamfors
from oj_workbook.audit import audit_quickly
from oj_workbook.buildrecord import BYGGE, as_file, build_record, outside
from oj_workbook.changes import compare
from oj_workbook.check import check_workbook
from oj_workbook.edition import Utgava
from oj_workbook.figures import figures, given_of
from oj_workbook.given import Given, Om
from oj_workbook.inputs import shown_indicators
from oj_workbook.layout import plan_workbook
from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import MAX_TEXT, Formula, WorkbookPlan, address, cell_length
from oj_workbook.moves import Changes
from oj_workbook.output import publish, sha256
from oj_workbook.problems import Place, Problem, Problems, most_of, visible
from oj_workbook.rank import Ranked, without_rows
from oj_workbook.resultat import resultat_csv
from oj_workbook.sources import Sources, read_sources, without_answers
from oj_workbook.usage import LATEST, Asked, UsageError
from oj_workbook.write import workbook_bytes

#: The start of the year 2100: a zip file can hold no date far beyond it.
LAST_MOMENT = 4_102_444_800
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a build made: the files' names and checksums, and what is to be told; `andrad` if any file is another."""

    folder: Path
    filer: Mapping[str, str]
    varningar: tuple[Problem, ...]
    figurer: int
    celler: int
    andrad: bool


@dataclass(frozen=True)
class Made:
    """An edition in memory: the workbook and resultat.csv by their names, and what else is said of them.

    `record` is what bygge.json says; `content` all that a reader may see.
    """

    files: Mapping[str, bytes]
    record: Mapping[str, object]
    content: Content
    sources: Sources
    figurer: int
    celler: int


def build(root: Path, edition: str, out: Path, enhet: str | None, progress: Progress, asked: Asked = LATEST) -> Report:
    """Build one edition into a folder: the workbook, resultat.csv and bygge.json.

    `enhet` is the kommunkod that the file opens with, else the first in the list.  Raises ProblemsError with
    everything that is wrong in what was written or delivered, UsageError for an unknown `enhet`, OSError when the
    folder cannot be written.
    """
    made = make(root, edition, enhet, progress, asked)
    andrad = publish({**made.files, BYGGE: as_file(made.record)}, out)
    checksums = {name: sha256(data) for name, data in made.files.items()}
    return Report(out, checksums, tuple(made.sources.problems.warnings), made.figurer, made.celler, andrad)


def make(root: Path, edition: str, enhet: str | None, progress: Progress, asked: Asked = LATEST) -> Made:
    """Make the files of one edition in memory, checked and audited.  Raises as `build` does, but for the folder."""
    progress("Läser definitioner, mallar och leveranser")
    sources = read_sources(root, edition, asked)
    progress("Räknar")
    ranked = figures(sources)
    om, andringar = _compared(sources, ranked)
    sources, ranked = without_answers(sources), without_rows(ranked)
    utgava = sources.utgava
    resultat = _resultat(sources, ranked)
    progress("Lägger ut arbetsboken")
    content = content_of(sources, ranked, enhet, resultat, andringar)
    plan = plan_workbook(content)
    _refuse_long(plan, f"{utgava.filnamn}.xlsx", sources.problems)
    progress("Skriver och kontrollerar")
    workbook = workbook_bytes(plan, sources.templates.tema, _moment(utgava))
    celler = check_workbook(workbook, plan)
    files = {f"{utgava.filnamn}.xlsx": workbook, "resultat.csv": resultat}
    figurer = sum(map(len, ranked.figurer.values()))
    record = build_record(sources, om, {name: sha256(data) for name, data in files.items()}, figurer)
    audit_quickly(workbook, f"{utgava.filnamn}.xlsx", as_file(record))
    return Made(files, record, content, sources, figurer, celler)


def _compared(sources: Sources, ranked: Ranked) -> tuple[Om, dict[Jamfors, Changes]]:
    """Return what the edition tells of itself, and what differs from what was given out; the tables are let go."""
    given = given_of(sources, ranked)
    return given.om, changes_since(sources, given)


def changes_since(sources: Sources, given: Given) -> dict[Jamfors, Changes]:
    """Return what differs from each result that the edition is compared with."""
    return {slag: compare(one, given) for slag, one in sources.previous.items()}


def lay_out(sources: Sources, ranked: Ranked, enhet: str | None, resultat: bytes | None = None) -> WorkbookPlan:
    """Return the plan of the workbook that opens with a unit, by its id; UsageError when it is not in the list."""
    return plan_workbook(content_of(sources, ranked, enhet, resultat))


def content_of(
    sources: Sources,
    ranked: Ranked,
    enhet: str | None,
    resultat: bytes | None = None,
    andringar: Mapping[Jamfors, Changes] = MappingProxyType({}),
) -> Content:
    """Return all that a reader may see; UsageError when the unit to begin with is not in the list.

    The workbook tells the checksum of `resultat`, which is resultat.csv (made here when it is not given): one of what
    was delivered would be another for another hidden figure.  `andringar` are the differences from earlier results.
    """
    utgava, enheter = sources.utgava, sources.inputs.enheter
    valbara = {id_: enheter.enheter[id_] for id_ in enheter.valbara(utgava.day(utgava.ar[-1], 0))}
    if enhet is not None and enhet not in valbara:
        named = {one.namn.casefold(): id_ for id_, one in valbara.items()}
        meant = f"menade du {named[enhet.casefold()]}?" if enhet.casefold() in named else "välj en kod i resultat.csv."
        raise UsageError(f"{visible(enhet)} är ingen enhet i utgåvans senaste år; {meant}")
    return Content(
        omrade=sources.omrade,
        utgava=utgava,
        enheter=enheter,
        ranked=ranked,
        indikatorer=tuple(shown_indicators(utgava, sources.omrade)),
        templates=sources.templates,
        varningar=tuple(most_of(sources.problems.warnings)),
        utanfor=tuple(outside(one) for one in sources.inputs.utanfor),
        resultat=sha256(_resultat(sources, ranked) if resultat is None else resultat),
        program=PROGRAM,
        forvald=next(iter(valbara.values())) if enhet is None else valbara[enhet],
        andringar=andringar,
    )


def _resultat(sources: Sources, ranked: Ranked) -> bytes:
    markning = sources.templates.text("exempel.märke") if sources.utgava.exempeldata else ""
    return resultat_csv(ranked, sources.omrade, sources.inputs.enheter, markning)


def _refuse_long(plan: WorkbookPlan, fil: str, problems: Problems) -> None:
    """Tell the cells in which several texts together became more than a cell can hold."""
    for sheet in plan.blad:
        for cell in sheet.cells:
            shown = cell.content.shows(plan.forvald) if isinstance(cell.content, Formula) else cell.content
            if isinstance(shown, str) and len(shown) > MAX_TEXT // 2 and (antal := cell_length(shown)) > MAX_TEXT:
                where = f"cellen {address(cell.rad, cell.kolumn)} på bladet {visible(sheet.namn)}"
                fact = f"{where} skulle få {antal} tecken; högst {MAX_TEXT} får plats."
                problems.add(Place(fil), "för-lång-text", fact, "korta de texter som står där tillsammans.")
    problems.raise_if_any()


def _moment(utgava: Utgava) -> datetime:
    """Return the time stored in the file: SOURCE_DATE_EPOCH if it is set, else the edition's date; never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not (epoch.isascii() and epoch.isdigit() and int(epoch) < LAST_MOMENT):
            raise UsageError(f"SOURCE_DATE_EPOCH ska vara sekunder sedan 1970, före år 2100, men är {visible(epoch)}.")
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime(utgava.datum.year, utgava.datum.month, utgava.datum.day, tzinfo=UTC)
