"""requirements.lock and what is installed -> whether they agree: else nobody could make the same files again."""

import hashlib
import platform
import re
import zlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from oj_workbook.usage import UsageError

LAS = "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]\n]*\])? ?==+ ?([^\s;\\]+)", re.MULTILINE)


def locked_environment(root: Path) -> dict[str, str]:
    """Return what a release is made with: the checksum of the lock file, and what it does not lock.

    Raises UsageError when another version of anything is installed, or there is no lock file.
    """
    try:
        text = (root / LAS).read_bytes()
    except OSError:
        raise UsageError(f"{LAS} saknas i projektets mapp; en utgivning görs med de versioner som står där.") from None
    wanted: dict[str, set[str]] = {}  # a package may be locked to one version for each Python
    for namn, one in PINNED.findall(text.decode(errors="replace")):
        wanted.setdefault(namn, set()).add(one)
    if not wanted:
        raise UsageError(f"{LAS} låser ingenting; gör om den med ”make lock”.")
    others = [f"{namn} {found}" for namn in wanted if (found := _version(namn)) not in wanted[namn] | {""}]
    if others:
        told = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
        raise UsageError(
            f"andra versioner är installerade än de som står i {LAS}: {told}; ta bort .venv, och kör ”make release”."
        )
    return {
        "lås": hashlib.sha256(text).hexdigest(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def _version(namn: str) -> str:
    """Return the version of a package that is installed; "" for one that is not, since not all are needed."""
    try:
        return version(namn)
    except PackageNotFoundError:
        return ""
