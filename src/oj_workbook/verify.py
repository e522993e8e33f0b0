"""A published file -> whether it is what its commit, the inputs saved there and the lock file give, made anew."""

import io
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from oj_workbook.buildrecord import BYGGE
from oj_workbook.lockfile import LAS, locked_environment
from oj_workbook.output import sha256
from oj_workbook.pipeline import Progress
from oj_workbook.problems import visible
from oj_workbook.revisions import clone_at, commit_of
from oj_workbook.usage import UsageError

#: How the program of any commit is run, whatever is installed.
RUN = "from oj_workbook.cli import main; import sys; sys.exit(main())"


@dataclass(frozen=True)
class Verified:
    """What was found: `lika` if the file is the one that was made anew, and lines that say so."""

    lika: bool
    rader: tuple[str, ...]


def verify(fil: Path, root: Path, poster: Path | None, progress: Progress) -> Verified:
    """Make what a published file's bygge.json says again, in a clone of the project, and compare.

    The packages are those of the commit's lock file: those that run now, if they are the same, else a new environment.
    Raises UsageError when there is nothing to go by, or it cannot be made.
    """
    try:
        data = fil.read_bytes()
    except OSError:
        raise UsageError(f"filen {visible(str(fil))} finns inte eller kan inte läsas.") from None
    record = _record(fil)
    ur = record["utgiven_ur"]
    lines = [f"{fil.name}: {record['namn']}, version {record['version']}, ur {ur['commit'][:10]}."]
    with tempfile.TemporaryDirectory(prefix="oj-") as folder:
        tree, out = Path(folder) / "projekt", Path(folder) / "ut"
        progress("Tar fram det som sparades")
        clone_at(root, commit_of(root, ur["commit"]), tree)
        if sha256((tree / LAS).read_bytes()) != ur["lås"]:
            raise UsageError(f"{LAS} i {ur['commit'][:10]} är inte den som filen säger; {BYGGE} stämmer inte.")
        progress("Gör allt på nytt")
        _make(tree, out, record, poster, _python(tree, Path(folder)))
        new = out / fil.name
        if not new.exists():
            return Verified(lika=False, rader=(*lines, f"Någon {fil.name} blev det inte."))
        found = _compared(data, new.read_bytes(), ur)
    return Verified(found.lika, (*lines, *found.rader))


def _record(fil: Path) -> Mapping[str, Mapping[str, str]]:
    """Return what bygge.json beside a file says, if it is of a release."""
    try:
        record = json.loads(fil.with_name(BYGGE).read_bytes())
        ur = record["utgiven_ur"]
        whole = all(isinstance(ur[key], str) for key in ("commit", "lås", "python", "zlib"))
        whole = whole and all(isinstance(record[key], str) for key in ("utgåva", "namn", "version"))
    except (OSError, ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise UsageError(
            f"bredvid {visible(fil.name)} finns ingen {BYGGE} från en utgivning, som säger vad den är gjord av."
        )
    found: Mapping[str, Mapping[str, str]] = record
    return found


def _python(tree: Path, folder: Path) -> str:
    """Return a Python that has what the lock file says: this one, or that of a new environment."""
    try:
        locked_environment(tree)
    except UsageError:
        home = folder / "miljo"
        venv.create(home, with_pip=True)
        python = str(home / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
        _run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(tree / LAS)], tree)
        return python
    return sys.executable


def _make(tree: Path, out: Path, record: Mapping[str, object], poster: Path | None, python: str) -> None:
    words = [
        "release",
        str(record["utgåva"]),
        "--utgivning",
        str(record["version"]),
        "-o",
        str(out),
        "--projekt",
        str(tree),
    ]
    _run([python, "-c", RUN, *words, *(["--poster", str(poster)] if poster else [])], tree)


def _run(command: list[str], tree: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "CI": "true"}
    done = subprocess.run(command, cwd=tree, capture_output=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise UsageError("det gick inte att göra om:\n" + "\n".join(told))


def _compared(data: bytes, new: bytes, ur: Mapping[str, str]) -> Verified:
    if data == new:
        return Verified(lika=True, rader=(f"Filen är, byte för byte, vad den säger sig vara ({sha256(data)}).",))
    try:
        parts, others = (_parts(one) for one in (data, new))
    except BadZipFile:
        return Verified(lika=False, rader=("Filen är en annan än den som blir.",))
    if parts == others:
        told = f"Innehållet är detsamma, men packat med Python {ur['python']} och zlib {ur['zlib']}."
        return Verified(lika=True, rader=(told,))
    unlike = sorted(name for name in {**parts, **others} if parts.get(name) != others.get(name))
    return Verified(
        lika=False, rader=(f"Filen är en annan än den som blir: {', '.join(map(visible, unlike[:10]))} skiljer.",)
    )


def _parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}
