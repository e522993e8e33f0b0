"""Finished files -> the output folder: whole or not at all, all of them together, whenever the run is stopped.

A file takes its name by a rename, so that a reader of one name meets the old file or the new.  That several files
are one publication is kept by a journal in the folder:

1. Every new file is written beside its target under a temporary name, flushed to the disk, reopened and compared.
   Every old file gets a second, temporary name.
2. The journal takes its name.  Nothing has changed until now; a run that is killed leaves temporary files without a
   journal, and the next run takes them away.
3. Every file takes its name, `bygge.json` last, as a twin (a hard link, or a copy) of the temporary one: until the
   journal is gone both the new files and the old lie there whole.  When a name cannot be taken, the old files get
   theirs back.  A run that is killed leaves the journal, and the next run finishes what it says.
4. The journal goes, and the files are published; then the temporary names go.

A mixture can therefore only be met while the names are taken, or between a kill and the next run; the checksums in
`bygge.json` then tell that it is one.  A run holds the folder meanwhile (`lock`).  Other files in it are not touched.
"""

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from oj_workbook.interrupts import past_recall
from oj_workbook.lock import locked

JOURNAL = ".oj-publicering.json"
TEMPORARY = ".oj-*.tmp"
MARK = re.compile(r"[0-9a-f]{8}")
#: How Windows refuses a name whose file is open in another program, such as Excel.
HELD_OPEN = (5, 32, 33)


class UnpublishedError(OSError):
    """The files could not take their names.  `behov` is how many bytes they are; `sparad` where a new file is kept."""

    behov: int = 0
    sparad: Path | None = None


@dataclass(frozen=True)
class _File:
    """A file to publish: its target, its checksum, and its names until it is published."""

    target: Path
    checksum: str
    mark: str

    @property
    def ny(self) -> Path:
        """Return the name of the new content, which lies there until all is done."""
        return self._beside("ny")

    @property
    def gammal(self) -> Path:
        """Return the second name of the old content."""
        return self._beside("gammal")

    @property
    def tvilling(self) -> Path:
        """Return the name of the twin that takes the target's name."""
        return self._beside("tvilling")

    def _beside(self, what: str) -> Path:
        return self.target.with_name(f".oj-{self.mark}-{sha256(self.target.name.encode())[:8]}-{what}.tmp")


def publish(files: Mapping[str, bytes], folder: Path) -> bool:
    """Put files into a folder, all or none; tell whether any of them is another than before: the same are untouched.

    Raises OSError when the folder cannot be written, RunAgainError when another run holds it, and Interrupted; then
    nothing has changed and nothing temporary is left.
    """
    absent = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        with _about(folder), locked(folder):
            _finish_earlier(folder)
            changed = {name: data for name, data in files.items() if not _holds(folder / name, sha256(data))}
            if changed:
                _publish(changed, folder)
            return bool(changed)
    except BaseException:
        for one in absent:  # made by us, and empty unless another run has put something there
            with suppress(OSError):
                one.rmdir()
        raise


def _publish(contents: Mapping[str, bytes], folder: Path) -> None:
    mark = secrets.token_hex(4)
    files = [_File(folder / name, sha256(data), mark) for name, data in contents.items()]
    waiting = folder / f".oj-{mark}-journal.tmp"
    temporary = [waiting, *(path for file in files for path in (file.ny, file.gammal, file.tvilling))]
    journal = folder / JOURNAL
    taken: list[_File] = []
    try:
        for file, data in zip(files, contents.values(), strict=True):
            with _about(file.target):
                _refuse_what_is_no_file(file.target)
                _write(file.ny, data)
                if file.target.exists():
                    _twin(file.target, file.gammal)
        _write(waiting, _as_journal(mark, files))
        _flush_names(folder)
        past_recall()
        waiting.replace(journal)
        _flush_names(folder)
        for file in files:
            _take_name(file)
            taken.append(file)
        _flush_names(folder)
        journal.unlink()
    except BaseException as fault:  # noqa: BLE001 - raised again below, signals too
        _give_back(taken)
        journal.unlink(missing_ok=True)
        told = _told(fault, files, contents, folder) if isinstance(fault, OSError) else fault
        _remove(temporary)
        raise told from None
    _remove(temporary)


def _take_name(file: _File) -> None:
    with _about(file.target):
        file.tvilling.unlink(missing_ok=True)  # of a run that was killed
        _twin(file.ny, file.tvilling)
        _refuse_other_bytes(file.tvilling, file.checksum)
        file.tvilling.replace(file.target)


def _give_back(taken: Iterable[_File]) -> None:
    """Let the old files have their names again.  When they cannot, the journal stays, and the next run goes forward."""
    for file in taken:
        if file.gammal.exists():
            file.gammal.replace(file.target)
        else:
            file.target.unlink(missing_ok=True)


def _finish_earlier(folder: Path) -> None:
    """Finish what a run that was killed had begun, or clear up after it."""
    journal = folder / JOURNAL
    left = sorted(folder.glob(TEMPORARY))
    if journal.exists():
        files = _from_journal(journal)
        unfinished = [file for file in files if not _holds(file.target, file.checksum)]
        if all(_holds(file.ny, file.checksum) for file in unfinished):
            for file in unfinished:
                _take_name(file)
            _flush_names(folder)
        journal.unlink()
    for path in left:
        path.unlink(missing_ok=True)


def _as_journal(mark: str, files: Iterable[_File]) -> bytes:
    told = {"märke": mark, "filer": {file.target.name: file.checksum for file in files}}
    return json.dumps(told, ensure_ascii=False).encode()


def _from_journal(journal: Path) -> list[_File]:
    """Return what a journal says; nothing when it is not one of ours."""
    try:
        told = json.loads(journal.read_bytes())
        mark, filer = told["märke"], dict(told["filer"])
        sound = MARK.fullmatch(mark) and all(Path(name).name == name for name in filer)
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
    return [_File(journal.with_name(name), str(checksum), mark) for name, checksum in filer.items()] if sound else []


def _refuse_what_is_no_file(target: Path) -> None:
    """Raise OSError for a folder, a device or a broken link: a rename would fail, or take its place."""
    if os.path.lexists(target) and not target.is_file():
        raise OSError(errno.EISDIR if target.is_dir() else errno.EEXIST, "")


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _refuse_other_bytes(path, sha256(data))


def _refuse_other_bytes(path: Path, checksum: str) -> None:
    if not _holds(path, checksum):
        raise OSError(errno.EIO, "other bytes than were written")


def _twin(path: Path, name: Path) -> None:
    """Give a file another name as well: a hard link, or a copy on a disk that has no links."""
    try:
        name.hardlink_to(path)
    except OSError:
        with path.open("rb") as source, name.open("xb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())


def _holds(path: Path, checksum: str) -> bool:
    """Tell whether a file is there and has a checksum; no, when it cannot be read, or is a pipe that never ends."""
    try:
        return path.is_file() and sha256(path.read_bytes()) == checksum
    except OSError:
        return False


def _flush_names(folder: Path) -> None:
    """Let the names in a folder survive a loss of power, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _remove(temporary: Iterable[Path]) -> None:
    """Take temporary names away; twice, since a virus scanner may hold one for a moment."""
    for path in (*temporary, *temporary):
        with suppress(OSError):
            path.unlink(missing_ok=True)


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Let an OSError name what a person knows of, and not a temporary name or nothing."""
    try:
        yield
    except OSError as error:
        if not isinstance(error, UnpublishedError):
            error.filename, error.filename2 = str(path), None
        raise


def _told(fault: OSError, files: Iterable[_File], contents: Mapping[str, bytes], folder: Path) -> UnpublishedError:
    """Return the fault with what a person needs to know; a file that another program holds open is kept beside it."""
    about = next((file for file in files if str(file.target) == fault.filename), None)
    told = UnpublishedError(fault.errno, fault.strerror, str(about.target if about else folder))
    told.behov = sum(map(len, contents.values()))
    if about and isinstance(fault, PermissionError) and getattr(fault, "winerror", None) in HELD_OPEN:
        told.sparad = about.target.with_stem(f"{about.target.stem}-ny")
        about.ny.replace(told.sparad)
    return told


def sha256(data: bytes) -> str:
    """Return the checksum of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
