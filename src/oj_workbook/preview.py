"""Definitions as they were saved, and as they are now -> what the edit does to the results."""

import io
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

from oj_workbook.changes import compare
from oj_workbook.figures import figures_so_far, given_of
from oj_workbook.given import Given
from oj_workbook.moves import Changes
from oj_workbook.problems import Problem, ProblemsError, visible
from oj_workbook.revisions import commit_of, git
from oj_workbook.sources import read_sources
from oj_workbook.usage import Asked, UsageError

#: What a result is made of.
FOLDERS = ("indicators", "data/enheter", "templates")


@dataclass(frozen=True)
class Preview:
    """What an edit does: `mot` is the revision it is compared with, `utgava` and `version` the edition's issue.

    `motsagelser` are the published figures that the answers no longer give: they stop a build.
    """

    mot: str
    utgava: str
    version: str
    sista_ar: int
    exempeldata: str
    changes: Changes
    motsagelser: tuple[Problem, ...]


def preview(root: Path, edition: str, rev: str, asked: Asked) -> Preview:
    """Compare an edition's results with those of a revision.

    Raises ProblemsError when what is written now has errors, UsageError when there is nothing to compare with.
    """
    commit = commit_of(root, rev)
    sources = read_sources(root, edition, asked)
    now = given_of(sources, figures_so_far(sources))
    with tempfile.TemporaryDirectory(prefix="oj-") as folder:
        saved = Path(folder)
        _extract(root, commit, edition, saved)
        before = _before(saved, edition, rev, replace(asked, poster=asked.poster or root / "data" / edition))
    utgava = sources.utgava
    return Preview(
        mot=commit[:10],
        utgava=utgava.id,
        version=utgava.version,
        sista_ar=utgava.ar[-1],
        exempeldata=utgava.exempeldata,
        changes=compare(before, now, proposal=True),
        motsagelser=tuple(sources.problems.errors),
    )


def _before(saved: Path, edition: str, rev: str, asked: Asked) -> Given:
    try:
        sources = read_sources(saved, edition, asked)
        return given_of(sources, figures_so_far(sources))
    except ProblemsError as error:
        faults = [problem for problem in error.problems if problem.niva == "fel"]
        raise UsageError(
            f"det som sparades i {visible(rev)} går inte att räkna: {len(faults)} fel, det första är\n{faults[0]}\n"
            "    Gör så här: jämför med en revision utan fel, ”--mot REVISION”."
        ) from None


def _extract(root: Path, commit: str, edition: str, into: Path) -> None:
    """Write what a result is made of, as it was saved, into a folder."""
    wanted = [folder for folder in (*FOLDERS, f"data/{edition}") if git(root, "ls-tree", commit, folder)[0]]
    if f"data/{edition}" not in wanted:
        raise UsageError(f"utgåvan {visible(edition)} fanns inte i {commit[:10]}; det finns inget att jämföra med.")
    archive, why = git(root, "archive", "--format=zip", "-0", commit, "--", *wanted)
    if why:
        raise UsageError(f"det som sparades i {commit[:10]} går inte att läsa: {why}")
    with ZipFile(io.BytesIO(archive)) as saved:
        saved.extractall(into)
