"""Every touch of the disk while files are published, so that a test can let it fail, or be the last that a run does.

A touch is an open, a write, a flush to the disk, a new name and so on, below one folder.  Each is told before and after
it happens, and a write also when half of it is done.
"""

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Self
from unittest.mock import patch

#: What is told of a touch: what happens, to what, and when.
Listener = Callable[[str, str, str], None]
BY_PATH = ("open", "mkdir", "replace", "rename", "link", "unlink", "chmod", "truncate")


def edition(number: int) -> dict[str, bytes]:
    """Return the files of a made-up build; its bygge.json says which others belong to it, as a real one does."""
    chance = Random(number)  # noqa: S311 - no secret
    files = {"prov.xlsx": chance.randbytes(60_000), "resultat.csv": chance.randbytes(9_000)}
    record = {"nummer": number, "filer": {name: sha256(data).hexdigest() for name, data in files.items()}}
    return {**files, "bygge.json": json.dumps(record).encode()}


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class _Pen:
    """A file that is being written to."""

    def __init__(self, file: Any, name: str, told: Listener) -> None:
        self._file, self._name, self._told = file, name, told

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        """Write in two halves."""
        self._told("write", self._name, "before")
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        self._told("write", self._name, "halfway")
        self._file.write(data[len(data) // 2 :])
        self._file.flush()
        self._told("write", self._name, "after")


def unflushed(_handle: object) -> None:
    """Stand in for a flush to the disk, which takes long, and which only a loss of power can tell from nothing."""


@contextmanager
def touched(folder: Path, told: Listener) -> Iterator[None]:
    """Tell every touch below a folder, or of it."""

    def by_path(what: str) -> Callable[..., Any]:
        real = getattr(os, what)

        def touch(path: Any, *rest: Any, **named: Any) -> Any:
            if not str(path).startswith(str(folder)):
                return real(path, *rest, **named)
            name = Path(str(rest[0] if what in ("replace", "rename", "link") else path)).name
            told(what, name, "before")
            answer = real(path, *rest, **named)
            if what != "open":  # somebody has to close it
                told(what, name, "after")
            return answer

        return touch

    def fsync(handle: int, real: Callable[[int], None] = os.fsync) -> None:
        name = Path(f"/proc/self/fd/{handle}").resolve().name
        told("fsync", name, "before")
        real(handle)
        told("fsync", name, "after")

    def opened(path: Any, mode: str = "r", *rest: Any, real: Any = io.open, **named: Any) -> Any:
        if not str(path).startswith(str(folder)):
            return real(path, mode, *rest, **named)
        told(f"open {mode}", Path(path).name, "before")
        file = real(path, mode, *rest, **named)
        return file if mode.startswith("r") else _Pen(file, Path(path).name, told)

    changes = {f"os.{what}": by_path(what) for what in BY_PATH} | {"os.fsync": fsync, "io.open": opened}
    patches = [patch(what, new) for what, new in changes.items()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()
