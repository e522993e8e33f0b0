"""A folder in git -> its commits: which one a word names, whether all is saved, and what was saved then."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from oj_workbook.problems import visible
from oj_workbook.usage import UsageError

#: What a hook of git tells the programs it runs: with it git would answer for another folder than it is asked about.
OF_A_HOOK = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
}


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
    environment = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK} | {"LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603
    said = done.stderr.decode(errors="replace").strip()
    return done.stdout, (said or "git svarade inte.") if done.returncode else ""


def saved_in(root: Path, commit: str) -> dict[str, str]:
    """Return the files of a folder that are in a commit, with the checksums that git knows them by."""
    found = {}
    for line in _lines(git(root, "ls-tree", "-r", "-z", commit)[0]):
        about, _, name = line.partition("\t")
        found[name] = about.split()[-1]
    return found


def unsaved(root: Path, saved: Mapping[str, str], wanted: Callable[[str], bool]) -> list[str]:
    """Return the files of a folder that are not, byte for byte, as in a commit, or are not in it.

    What git is told to ignore is left out.  Otherwise its own word is not taken: it passes over other ends of lines,
    and over what somebody has told it to take for unchanged.
    """
    listed = _lines(git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")[0])
    new = {name for name in listed if name not in saved and os.path.lexists(root / name)}
    changed = {
        name for name, checksum in saved.items() if wanted(name) and _checksum(root / name, checksum) != checksum
    }
    return sorted({name for name in new if wanted(name)} | changed)


def _lines(listed: bytes) -> list[str]:
    return [os.fsdecode(one) for one in listed.split(b"\0") if one]


def _checksum(path: Path, like: str) -> str:
    """Return what git would call a file's bytes, with the kind of checksum that another has; "" when it is none."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    kind = "sha256" if len(like) == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def clone_at(root: Path, commit: str, into: Path) -> Path:
    """Put a project as it was saved into a folder, with its history, and return its own folder there.

    Nothing is fetched from elsewhere, and the files get the bytes that were saved on every system.
    """
    whole, why = git(root, "rev-parse", "--show-toplevel")
    below = git(root, "rev-parse", "--show-prefix")[0]
    if not why:
        top = os.fsdecode(whole).removesuffix("\n")
        why = git(root, "clone", "--quiet", "--shared", "--no-checkout", "--", top, str(into))[1]
    if not why:
        why = git(into, "-c", "core.autocrlf=false", "checkout", "--quiet", "--detach", commit)[1]
    if why:
        raise UsageError(f"det som sparades i {commit[:10]} går inte att ta fram: {why}")
    return into / os.fsdecode(below).removesuffix("\n")
