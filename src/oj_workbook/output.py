"""Finished files -> the output folder: whole or not at all."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def publish(files: Mapping[str, bytes], folder: Path) -> None:
    """Put files into a folder, in the given order, so that a reader meets the old file or the new, never a part.

    Every file is written and flushed beside its target before any of them takes its name.  Raises OSError when the
    folder cannot be written; then nothing has changed and nothing temporary is left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting: dict[Path, Path] = {}
    try:
        for name, data in files.items():
            handle, temporary = tempfile.mkstemp(prefix=".oj-", suffix=".tmp", dir=folder)
            waiting[Path(temporary)] = folder / name
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
        _take_their_names(waiting)
    finally:
        for temporary_path in waiting:
            with contextlib.suppress(OSError):
                temporary_path.unlink(missing_ok=True)


def _take_their_names(waiting: Mapping[Path, Path]) -> None:
    """Rename every file to its target; if one cannot be, give the targets already taken their old content back."""
    taken: dict[Path, bytes | None] = {}
    try:
        for temporary, target in waiting.items():
            old = target.read_bytes() if target.exists() else None
            temporary.replace(target)
            taken[target] = old
    except OSError:
        for target, old in taken.items():
            if old is None:
                target.unlink()
            else:
                target.write_bytes(old)
        raise


def sha256(data: bytes) -> str:
    """Return the checksum of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
