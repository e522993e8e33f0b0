"""The three streams a run is begun with, whatever state they are in -> streams that can be written to and lost."""

import io
import os
import sys
from contextlib import suppress
from pathlib import Path


def prepare(*, alone: bool) -> None:
    """Make the streams fit to write to; `alone` when the process has nothing to do but this run."""
    if alone:
        _keep_the_numbers_of_closed_streams()
        _be_told_file_names_in_utf_8()
    if sys.stdout is None:
        lose_stdout()
    if sys.stderr is None:
        lose_stderr()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without å ä ö still gets its answer


def lose_stdout() -> None:
    """Let what is left to be printed go nowhere: whoever read it has gone."""
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open till the process ends


def lose_stderr() -> None:
    """Let what is left to be told go nowhere."""
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open till the process ends


def _keep_the_numbers_of_closed_streams() -> None:
    """Open nothing as 0, 1 and 2 where they are closed: a file of ours with such a number could be printed into."""
    with suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(number, True)  # noqa: FBT003 - os takes it by place
        os.close(number)


def _be_told_file_names_in_utf_8() -> None:
    """Begin anew where the machine speaks another encoding: LÄS_MIG.md has to have the same name everywhere."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        as_before = getattr(sys.stdout, "encoding", None) or "ascii"
        machine = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": f"{as_before}:backslashreplace"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], machine)  # noqa: S606 - ourselves
