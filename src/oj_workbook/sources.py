"""What people wrote and delivered -> Sources: all of it read, and every problem in it told at once."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from oj_workbook.andringar import TIDIGARE, Jamfors
from oj_workbook.definitions import OMRADESFIL, load_definitions
from oj_workbook.edition import Utgava, read_edition
from oj_workbook.given import Given, om_of
from oj_workbook.inputs import Inputs, read_inputs
from oj_workbook.model import Omrade
from oj_workbook.previous import read_given
from oj_workbook.problems import Place, Problem, Problems, did_you_mean, listed, relative, visible
from oj_workbook.templates import Templates, load_templates
from oj_workbook.units import Enheter, read_units
from oj_workbook.usage import LATEST, Asked, RunAgainError, UsageError

#: What is told of a delivery when the page that it is about cannot be read; then the page's own fault is enough.
FOLJDFEL = {"okänd-kolumn", "okänt-värde", "okänd-indikator", "inget-att-räkna", "tom-utgåva", "fel-år"}

#: What the files are called that a result is made of.
READ = (".yaml", ".csv", ".md", ".gz", ".json")
#: Those that only a delivery is called in the folder of an edition.
DATA = (".csv", ".gz", ".json")


@dataclass(frozen=True)
class Sources:
    """All that people wrote and delivered for one edition, read and found sound.

    `filer` has the checksums of what people wrote and of public registers, but of no delivery: those would differ for
    another hidden figure.  `previous` are the results that the edition is compared with.
    """

    utgava: Utgava
    omrade: Omrade
    templates: Templates
    inputs: Inputs
    problems: Problems
    filer: Mapping[str, str]
    previous: Mapping[Jamfors, Given] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What people wrote for an edition; None for what could not be read."""

    utgava: Utgava | None
    omrade: Omrade | None
    templates: Templates | None


def read_sources(root: Path, edition: str, asked: Asked = LATEST) -> Sources:
    """Read everything an edition is made of.

    Raises ProblemsError with all that is wrong in it, UsageError for an issue that it does not have, RunAgainError when
    somebody changed a file in the meantime: the checksums would not be those of what was read.
    """
    problems = Problems()
    places = [root / "data" / edition, root / "data" / "enheter", root / "indicators", root / "templates"]
    places += [asked.poster] if asked.poster else []
    before = _states(places)
    written = read_written(root, edition, problems, asked)
    utgava, omrade, templates = written.utgava, written.omrade, written.templates
    enheter = read_units(utgava, omrade, root / "data", root, problems) if utgava and omrade else None
    if any(_in_the_way(problem.place.fil) for problem in problems.errors):
        problems.raise_if_any()  # before the deliveries: they would only repeat the same faults
    if utgava is None or enheter is None or omrade is None:
        raise AssertionError("something could not be read, and no problem says what")
    found = Problems()
    inputs = read_inputs(utgava, omrade, enheter, root, found, asked.poster)
    for problem in found:
        if not (omrade.felaktiga and problem.kod in FOLJDFEL):
            problems.tell(problem)
    previous = _previous(utgava, omrade, enheter, root, problems)
    problems.raise_if_any()
    if templates is None:
        raise AssertionError("the templates could not be read, and no problem says why")
    folders = (utgava.folder, root / "data" / "enheter", root / "indicators" / utgava.omrade, root / "templates")
    every = (*utgava.leveranser, *utgava.ersatta, *utgava.kommande)
    delivered = {utgava.folder / fil for one in every for fil in (one.poster.filer if one.poster else (one.fil,))}
    by_people = {path for folder in folders for path in folder.rglob("*") if path.suffix in READ} - delivered
    # A delivery that nobody has written of is not read, and no less secret than the others.
    by_people -= {path for path in by_people if path.parent == utgava.folder and path.suffix in DATA}
    for path in sorted(path for path, _ in before.items() ^ _states(places).items()):
        if path in by_people | delivered or path.parent == asked.poster:  # others, such as an editor's, are not read
            raise RunAgainError(f"{visible(relative(path, root))} ändrades medan den lästes.")
    filer = _checksums(by_people, root)
    return Sources(utgava, omrade, templates, inputs, problems, filer, previous)


def _in_the_way(fil: str) -> bool:
    """Tell whether an error in a file leaves the deliveries unreadable; one in a template or a single page does not."""
    page = fil.startswith("indicators/") and not fil.endswith(OMRADESFIL)
    return not (page or fil.startswith("templates/"))


def read_written(root: Path, edition: str, problems: Problems, asked: Asked = LATEST) -> Written:
    """Read what people wrote for an edition, apart from the registers of units and the deliveries.

    What is wrong in it goes to `problems`; UsageError for an issue that the edition does not have.
    """
    folder = root / "data" / edition
    utgava = read_edition(folder, root, problems, asked.utgivning)
    if utgava and asked.utgivning not in (None, utgava.version):
        every = read_edition(folder, root, Problems())
        known = listed(one.nummer for one in (every or utgava).utgivningar)
        raise UsageError(f"utgivningen {visible(str(asked.utgivning))} finns inte; välj {known}.")
    templates = load_templates(root / "templates", root, problems, utgava.omrade if utgava else "")
    return Written(utgava, _definitions(utgava, root, problems) if utgava else None, templates)


def read_area(root: Path, edition: str, omrade: str | None, problems: Problems) -> tuple[Utgava | None, Omrade | None]:
    """Read an edition and its område, or another one that it has not; UsageError when there is none by that name."""
    utgava = read_edition(root / "data" / edition, root, problems)
    known = _areas(root)
    if omrade is not None and omrade not in known:
        remedy = did_you_mean(omrade, known, f"välj {listed(known)}." if known else "inget område finns.")
        raise UsageError(f"området {visible(omrade)} finns inte i indicators/; {remedy}")
    if utgava is None or omrade is None:
        return utgava, _definitions(utgava, root, problems) if utgava else None
    return utgava, load_definitions(root / "indicators" / omrade, root, problems)


def editions_of(root: Path, omrade: str | None = None) -> list[str]:
    """Return the editions that show an område, or that show any, by name."""
    folders = sorted(path.parent for path in (root / "data").glob("*/utgava.yaml"))
    read = {folder.name: read_edition(folder, root, Problems()) for folder in folders}
    return [name for name, utgava in read.items() if utgava and omrade in (None, utgava.omrade)]


def faults_without_edition(root: Path) -> list[Problem]:
    """Return what is wrong in the områden that no edition shows: nothing else reads them."""
    problems = Problems()
    for omrade in _areas(root):
        if not editions_of(root, omrade):
            load_definitions(root / "indicators" / omrade, root, problems)
    return list(problems)


def _areas(root: Path) -> list[str]:
    return sorted(path.parent.name for path in (root / "indicators").glob(f"*/{OMRADESFIL}"))


def _definitions(utgava: Utgava, root: Path, problems: Problems) -> Omrade | None:
    known = _areas(root)
    if utgava.omrade in known:
        return load_definitions(root / "indicators" / utgava.omrade, root, problems)
    place = Place(relative(utgava.folder / "utgava.yaml", root))
    remedy = did_you_mean(
        utgava.omrade, known, f"lägg till mappen, eller välj bland: {', '.join(known) or 'inga finns'}."
    )
    problems.add(place, "okänt-område", f"området {visible(utgava.omrade)} finns inte i indicators/.", remedy)
    return None


def without_answers(sources: Sources) -> Sources:
    """Return the sources without what was delivered, now or before: no later stage needs it, so none can tell it."""
    inputs = sources.inputs
    empty = {name: getattr(inputs, name).iloc[:0] for name in ("svar", "antal", "publicerat")}
    return replace(sources, inputs=replace(inputs, delsvar=(), **empty), previous={})


def _states(folders: Iterable[Path]) -> dict[Path, tuple[int, int, int]]:
    """Return every file below some folders, with what tells whether it has been changed."""
    stats = {path: path.stat() for folder in folders for path in folder.rglob("*") if path.is_file()}
    return {path: (stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in stats.items()}


def _checksums(paths: Iterable[Path], root: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(paths):
        with path.open("rb") as file:  # a little at a time: earlier results are large
            found[relative(path, root)] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _previous(utgava: Utgava, omrade: Omrade, enheter: Enheter, root: Path, problems: Problems) -> dict[Jamfors, Given]:
    """Read the results that an edition is compared with."""
    now = om_of(utgava, omrade, enheter, {}, {})
    found = {}
    for one in utgava.foregaende:
        like = replace(now, version=one.mapp)
        if one.slag == "utgåva":
            like = replace(like, utgava=one.mapp, namn=one.mapp)
        given = read_given(utgava.folder / TIDIGARE / one.mapp, root, one.place, problems, like)
        if given:
            found[one.slag] = given
    return found
