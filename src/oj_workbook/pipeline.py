"""The whole program in one straight line, from what people wrote to a finished file."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from oj_workbook import __version__
from oj_workbook.check import check_workbook
from oj_workbook.compute import compute
from oj_workbook.definitions import load_definitions
from oj_workbook.edition import Utgava, read_edition
from oj_workbook.inputs import Inputs, read_inputs, shown_indicators
from oj_workbook.layout import plan_workbook
from oj_workbook.layout.content import Content
from oj_workbook.layout.plan import WorkbookPlan
from oj_workbook.model import Omrade, Utanfor
from oj_workbook.output import publish, sha256
from oj_workbook.problems import Place, Problem, Problems, did_you_mean, listed, relative, visible
from oj_workbook.rank import Ranked, rank
from oj_workbook.resultat import resultat_csv
from oj_workbook.suppress import suppress
from oj_workbook.templates import Templates, load_templates
from oj_workbook.units import read_units
from oj_workbook.write import workbook_bytes

PROGRAM = f"oj-workbook {__version__}"
#: The start of the year 2100: a zip file can hold no date far beyond it.
LAST_MOMENT = 4_102_444_800
#: A number of people below this is not told, not even of riket.
FEWEST_TOLD = 4
Progress = Callable[[str], None]


class UsageError(Exception):
    """Something a person asked for that is not there.  The message is Swedish and says what is."""


@dataclass(frozen=True)
class Sources:
    """All that people wrote and delivered for one edition, read and found sound."""

    utgava: Utgava
    omrade: Omrade
    templates: Templates
    inputs: Inputs
    problems: Problems
    filer: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """What a build made: the files' names and checksums, and what is to be told."""

    folder: Path
    filer: Mapping[str, str]
    varningar: tuple[Problem, ...]
    figurer: int
    celler: int


@dataclass(frozen=True)
class Asked:
    """What is asked of an edition, if not its last issue with all its files in its own folder.

    `utgivning` is the number of an earlier issue, `poster` the folder of the monthly records when they lie apart.
    """

    utgivning: str | None = None
    poster: Path | None = None


def build(root: Path, edition: str, out: Path, enhet: str | None, progress: Progress, asked: Asked = Asked()) -> Report:
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


def read_sources(root: Path, edition: str, asked: Asked = Asked()) -> Sources:
    """Read everything an edition is made of.

    Raises ProblemsError with all that is wrong in it, UsageError for an issue that it does not have.
    """
    problems = Problems()
    folder = root / "data" / edition
    utgava = read_edition(folder, root, problems, asked.utgivning)
    if utgava and asked.utgivning not in (None, utgava.version):
        every = read_edition(folder, root, Problems())
        known = listed(one.nummer for one in (every or utgava).utgivningar)
        raise UsageError(f"utgivningen {visible(str(asked.utgivning))} finns inte; välj {known}.")
    templates = load_templates(root / "templates", root, problems)
    omrade = _definitions(utgava, root, problems) if utgava else None
    enheter = read_units(utgava, omrade, root / "data", root, problems) if utgava and omrade else None
    problems.raise_if_any()  # before the deliveries: they would only repeat the same faults
    if utgava is None or templates is None or enheter is None or omrade is None:
        raise AssertionError("something could not be read, and no problem says what")
    inputs = read_inputs(utgava, omrade, enheter, root, problems, asked.poster)
    problems.raise_if_any()
    folders = (utgava.folder, root / "data" / "enheter", root / "indicators" / utgava.omrade, root / "templates")
    return Sources(utgava, omrade, templates, inputs, problems, _checksums(folders, utgava, asked.poster, root))


def _definitions(utgava: Utgava, root: Path, problems: Problems) -> Omrade | None:
    known = sorted(path.parent.name for path in (root / "indicators").glob("*/_omrade.yaml"))
    if utgava.omrade in known:
        return load_definitions(root / "indicators" / utgava.omrade, root, problems)
    place = Place(relative(utgava.folder / "utgava.yaml", root))
    remedy = did_you_mean(
        utgava.omrade, known, f"lägg till mappen, eller välj bland: {', '.join(known) or 'inga finns'}."
    )
    problems.add(place, "okänt-område", f"området {visible(utgava.omrade)} finns inte i indicators/.", remedy)
    return None


def figures(sources: Sources) -> Ranked:
    """Return every figure that is published.  Raises ProblemsError when published figures contradict the answers."""
    published = suppress(  # the only maker of Published
        compute(sources.omrade, sources.inputs),  # secret: a row may be about one person; nothing keeps it
        sources.omrade,
        sources.inputs,
        sources.problems,
    )
    sources.problems.raise_if_any()
    return rank(published, sources.omrade, sources.inputs.enheter)  # so that a colour never reveals an X


def without_answers(sources: Sources) -> Sources:
    """Return the sources without what was delivered: no later stage needs it, so none can tell it."""
    inputs = sources.inputs
    empty = {name: getattr(inputs, name).iloc[:0] for name in ("svar", "antal", "publicerat")}
    return replace(sources, inputs=replace(inputs, delsvar=(), **empty))


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
        varningar=tuple(sources.problems.warnings),
        utanfor=tuple(_outside(one) for one in sources.inputs.utanfor),
        underlag=_digest(sources.filer),
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


def _checksums(folders: tuple[Path, ...], utgava: Utgava, poster: Path | None, root: Path) -> dict[str, str]:
    """Return the checksum of everything that was read, and of what could have been; records by their own names."""
    records = {fil for leverans in utgava.leveranser if leverans.poster for fil in leverans.poster.filer}
    paths = {path for folder in folders for path in folder.rglob("*") if path.suffix in (".yaml", ".csv", ".md")}
    paths |= {utgava.folder / leverans.fil for leverans in utgava.leveranser if leverans.poster is None}
    found = {relative(path, root): sha256(path.read_bytes()) for path in sorted(paths)}
    for fil in sorted(records):
        with ((poster or utgava.folder) / fil).open("rb") as file:
            found[relative(utgava.folder / fil, root)] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _digest(filer: Mapping[str, str]) -> str:
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
        "varningar": [{"plats": str(one.place), "kod": one.kod, "text": one.text} for one in sources.problems.warnings],
        "filer": dict(checksums),
        "underlag": dict(sorted(sources.filer.items())),
        "underlagets_kontrollsumma": _digest(sources.filer),
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
