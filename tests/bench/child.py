"""Run one program in a process of its own and tell what it used.

Whoever calls this should itself be small: a new process counts the memory of the one it came from as its own peak.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

KIB_PER_MIB = 1024
StrPath = str | os.PathLike[str]


class ChildFailedError(Exception):
    """The program ended with another code than 0; the message is what it said."""


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of the processors, the highest memory in MiB, and what the program said."""

    wall: float
    cpu: float
    peak: float
    said: str


def run(command: Sequence[StrPath], asked: str = "") -> Run:
    """Run a command to its end, with a text on its standard input."""
    with tempfile.TemporaryFile("w+") as question, tempfile.TemporaryFile("w+") as said:
        question.write(asked)
        question.seek(0)
        with tempfile.TemporaryFile("w+") as complained:
            began = time.perf_counter()
            process = subprocess.Popen(command, stdin=question, stdout=said, stderr=complained)  # noqa: S603 - our own
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for, here
            if process.returncode:
                complained.seek(0)
                raise ChildFailedError(f"{' '.join(map(str, command))}\n{complained.read()[-2000:]}")
        said.seek(0)
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / KIB_PER_MIB, said.read())
