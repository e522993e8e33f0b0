"""A folder -> the same folder, held by one run at a time for the moment that its files take their names.

The lock is the system's own (flock) on the folder itself: nothing of it lies on the disk, and a run that is killed
lets go.  Windows has no such lock, nor have some network disks: there two runs at once may stop each other, and a
reader may for a moment see files of both, each of them whole; `bygge.json` tells which belong together.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oj_workbook.problems import visible
from oj_workbook.usage import RunAgainError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: Seconds to wait for another run, which needs the folder for some hundredths of one.
LONGEST_WAIT = 10.0
PAUSE = 0.02
TAKEN = (errno.EWOULDBLOCK, errno.EACCES)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made when it is not there; raises RunAgainError when another run holds it too long."""
    until = time.monotonic() + LONGEST_WAIT
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        if fcntl is None:
            yield
            return
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:  # another run that failed took away what it had made
            continue
        try:
            if _take(handle) and _is_still(folder, handle):
                yield
                return
        finally:
            os.close(handle)
        if time.monotonic() > until:
            fact = f"{visible(str(folder))} hålls av en annan körning, sedan mer än {LONGEST_WAIT:.0f} sekunder."
            raise RunAgainError(fact)
        time.sleep(PAUSE)


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in TAKEN  # a disk that has no locks
    return True


def _is_still(folder: Path, handle: int) -> bool:
    """Tell whether the folder is the one that is held: whoever held it before may have taken it away."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
