"""Definitions as they were saved, and as they are now -> what the edit does to the results."""

import io
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

from oj_workbook.changes import PageChange, Side, compare
from oj_workbook.figures import figures_so_far
from oj_workbook.problems import Problem, ProblemsError, visible
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
    exempeldata: bool
    changes: tuple[PageChange, ...]
    motsagelser: tuple[Problem, ...]


def preview(root: Path, edition: str, rev: str, asked: Asked) -> Preview:
    """Compare an edition's results with those of a revision.

    Raises ProblemsError when what is written now has errors, UsageError when there is nothing to compare with.
    """
    commit = _commit(root, rev)
    sources = read_sources(root, edition, asked)
    now = Side(sources.omrade, sources.inputs.enheter, figures_so_far(sources))
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
        exempeldata=bool(utgava.exempeldata),
        changes=compare(before, now),
        motsagelser=tuple(sources.problems.errors),
    )


def _before(saved: Path, edition: str, rev: str, asked: Asked) -> Side:
    try:
        sources = read_sources(saved, edition, asked)
        return Side(sources.omrade, sources.inputs.enheter, figures_so_far(sources))
    except ProblemsError as error:
        faults = [problem for problem in error.problems if problem.niva == "fel"]
        raise UsageError(
            f"det som sparades i {visible(rev)} går inte att räkna: {len(faults)} fel, det första är\n{faults[0]}\n"
            "    Gör så här: jämför med en revision utan fel, ”--mot REVISION”."
        ) from None


def _commit(root: Path, rev: str) -> str:
    """Return the commit that a revision names."""
    if shutil.which("git") is None:
        raise UsageError("programmet git finns inte här; utan det går det inte att se vad som sparades förut.")
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        raise UsageError(f"{visible(root.as_posix())} har ingen historik i git att jämföra med.")
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    if found.returncode:
        raise UsageError(f"revisionen {visible(rev)} finns inte; skriv till exempel HEAD, main eller HEAD~1.")
    return found.stdout.decode().strip()


def _extract(root: Path, commit: str, edition: str, into: Path) -> None:
    """Write what a result is made of, as it was saved, into a folder."""
    listed = _git(root, "ls-tree", "-d", "-r", "--name-only", "-z", commit, ".").stdout.decode().split("\0")
    wanted = [folder for folder in (*FOLDERS, f"data/{edition}") if folder in listed]
    if f"data/{edition}" not in wanted:
        raise UsageError(f"utgåvan {visible(edition)} fanns inte i {commit[:10]}; det finns inget att jämföra med.")
    archive = _git(root, "archive", "--format=zip", "-0", commit, "--", *wanted)
    with ZipFile(io.BytesIO(archive.stdout)) as saved:
        saved.extractall(into)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607
