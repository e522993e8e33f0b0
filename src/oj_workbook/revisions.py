"""A folder in git -> its commits: which one a word names, whether all is saved, and what was saved then."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from oj_workbook.problems import visible
from oj_workbook.usage import UsageError


def commit_of(root: Path, rev: str) -> str:
    """Return the commit that a revision names."""
    if shutil.which("git") is None:
        raise UsageError("programmet git finns inte här; utan det går det inte att se vad som sparades förut.")
    if why := git(root, "rev-parse", "--is-inside-work-tree")[1]:
        told = "mappen ligger inte i git." if "not a git repository" in why else why
        raise UsageError(f"det finns ingen historik att jämföra med: {told}")
    if not git(root, "rev-list", "-n", "1", "--all")[0]:
        raise UsageError("det finns ingen historik att jämföra med: ingenting har sparats i git än.")
    found, why = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    if why or not found:
        shallow = git(root, "rev-parse", "--is-shallow-repository")[0].strip() == b"true"
        more = (
            "hämta hela historiken med ”git fetch --unshallow”." if shallow else "skriv till exempel HEAD eller main."
        )
        raise UsageError(f"revisionen {visible(rev)} finns inte; {more}")
    return found.decode().strip()


def git(root: Path, *arguments: str) -> tuple[bytes, str]:
    """Return what git answers, and what it says when it cannot; it says so in English."""
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})  # noqa: S603
    said = done.stderr.decode(errors="replace").strip()
    return done.stdout, (said or "git svarade inte.") if done.returncode else ""


def unsaved(root: Path, paths: Iterable[str]) -> list[str]:
    """Return the files below some paths that are not as they were last saved, or were never saved."""
    listed = git(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--", *paths)[0]
    return sorted(one[3:] for one in listed.decode(errors="replace").split("\0") if len(one) > 3)


def clone_at(root: Path, commit: str, into: Path) -> None:
    """Put a project as it was saved into a folder, with its history; nothing is fetched from elsewhere."""
    for arguments in (("clone", "--quiet", "--shared", "--no-checkout", str(root), str(into)), ()):
        why = git(root, *arguments)[1] if arguments else git(into, "checkout", "--quiet", "--detach", commit)[1]
        if why:
            raise UsageError(f"det som sparades i {commit[:10]} går inte att ta fram: {why}")
