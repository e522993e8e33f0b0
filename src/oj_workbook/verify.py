"""A published file -> whether it is what its commit, the inputs saved there and the lock file give, made anew."""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - it is an error

from oj_workbook import PROGRAM
from oj_workbook.buildrecord import BYGGE
from oj_workbook.lockfile import LAS, locked_environment
from oj_workbook.output import sha256
from oj_workbook.pipeline import Progress
from oj_workbook.problems import visible
from oj_workbook.revisions import clone_at, commit_of
from oj_workbook.usage import UsageError

#: How the program of any commit is run, whatever is installed.
RUN = "from oj_workbook.cli import main; import sys; sys.exit(main())"
#: A whole commit: a branch names another one tomorrow.
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
#: How a zip is refused that is broken, or made to harm.
UNREADABLE = (BadZipFile, ZlibError, EOFError, OSError, ValueError, RuntimeError)
#: More than is ever unpacked of a file that was made here.
MOST = 10**10


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
    lines = [f"{fil.name}: {visible(record['namn'])}, version {visible(record['version'])}, ur {ur['commit'][:10]}."]
    with tempfile.TemporaryDirectory(prefix="oj-") as folder:
        out = Path(folder) / "ut"
        progress("Tar fram det som sparades")
        tree = clone_at(root, commit_of(root, ur["commit"]), Path(folder) / "projekt")
        if not (tree / LAS).is_file() or sha256((tree / LAS).read_bytes()) != ur["lås"]:
            raise UsageError(f"{LAS} i {ur['commit'][:10]} är inte den som filen säger; {BYGGE} stämmer inte.")
        if not _has_program(tree):
            lines.append(f"Projektet har inget program i src; det är gjort om med det som är installerat, {PROGRAM}.")
        progress("Gör allt på nytt")
        _make(tree, out, record, poster, _python(tree, Path(folder)))
        found = _found(fil.name, data, out, ur)
    return Verified(found.lika, (*lines, *found.rader))


def _found(name: str, data: bytes, out: Path, ur: Mapping[str, str]) -> Verified:
    """Compare a file with that of its name, or tell which one it is by another name."""
    if (out / name).is_file():
        return _compared(data, (out / name).read_bytes(), ur)
    made = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    same = [one for one, other in made.items() if other == data]
    if same:
        return Verified(lika=True, rader=(f"Filen är, byte för byte, den som heter {same[0]} ({sha256(data)}).",))
    told = f"Någon {visible(name)} blev det inte, och ingen annan fil är likadan; det blev {', '.join(made)}."
    return Verified(lika=False, rader=(told,))


def _record(fil: Path) -> Mapping[str, Any]:
    """Return what bygge.json beside a file says, if it is of a release."""
    try:
        record = json.loads(fil.with_name(BYGGE).read_bytes())
        ur = record["utgiven_ur"]
        whole = all(isinstance(ur[key], str) and ur[key].isprintable() for key in ("commit", "lås", "python", "zlib"))
        whole = whole and all(isinstance(record[key], str) for key in ("utgåva", "namn", "version"))
        whole = whole and COMMIT.fullmatch(ur["commit"]) is not None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise UsageError(
            f"bredvid {visible(fil.name)} finns ingen {BYGGE} från en utgivning, som säger vad den är gjord av."
        )
    found: Mapping[str, Any] = record
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


def _has_program(tree: Path) -> bool:
    return (tree / "src" / "oj_workbook").is_dir()


def _make(tree: Path, out: Path, record: Mapping[str, Any], poster: Path | None, python: str) -> None:
    words = ["release", f"--utgivning={record['version']}", "-o", str(out), "--projekt", str(tree)]
    words += ["--poster", str(poster)] if poster else []
    _run([python, "-c", RUN, *words, "--", record["utgåva"]], tree)  # whatever it says, it is no option


def _run(command: list[str], tree: Path) -> None:
    """Run a command with the program of a commit, and with nothing that would have been refused when it was made."""
    environment = {**os.environ, "CI": "true"} | ({"PYTHONPATH": str(tree / "src")} if _has_program(tree) else {})
    environment.pop("SOURCE_DATE_EPOCH", None)
    done = subprocess.run(command, cwd=tree, capture_output=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise UsageError("det gick inte att göra om:\n" + "\n".join(told))


def _compared(data: bytes, new: bytes, ur: Mapping[str, str]) -> Verified:
    if data == new:
        return Verified(lika=True, rader=(f"Filen är, byte för byte, vad den säger sig vara ({sha256(data)}).",))
    another = "Filen är en annan än den som blir"
    try:
        made = _parts(new, MOST)
        parts = _parts(data, 2 * sum(len(part) for _, part in made))
    except UNREADABLE:
        return Verified(lika=False, rader=(f"{another}.",))
    if parts == made:
        told = f"Innehållet är detsamma, men packat med Python {ur['python']} och zlib {ur['zlib']}."
        return Verified(lika=True, rader=(told,))
    unlike = sorted({name for name, _ in {*parts} ^ {*made}}) or ["delarnas ordning eller antal"]
    return Verified(lika=False, rader=(f"{another}: {', '.join(map(visible, unlike[:10]))} skiljer.",))


def _parts(data: bytes, most: int) -> list[tuple[str, bytes]]:
    """Return the parts of a zip in their order, each as often as it is there; BadZipFile for more than there can be."""
    with ZipFile(io.BytesIO(data)) as book:
        if sum(one.file_size for one in book.infolist()) > most:
            raise BadZipFile("more than can be")
        return [(one.filename, book.read(one)) for one in book.infolist()]
