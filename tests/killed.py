"""Runs that are killed, interrupted, or several at once: a program of its own, which forks when everything is read.

`killed.py WHAT FOLDER …` ends with an AssertionError when a file is found that is neither wholly old nor wholly new.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import count
from pathlib import Path
from random import Random
from typing import NoReturn

from disk import contents, edition, touched, unflushed
from oj_workbook import cli, commandline
from oj_workbook.output import JOURNAL, publish

Files = dict[str, bytes]
OTHER = {"annat.xlsx": b"of another edition"}
chance = Random(20241127)  # noqa: S311 - no secret


def forked(work: Callable[[], int]) -> int:
    """Let a child do the work and end with what it returns; return the child's number."""
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        code = work()
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Return how a child ended: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def published(files: Files, folder: Path) -> int:
    """Publish, and return 0."""
    publish(files, folder)
    return 0


def built(arguments: list[str]) -> int:
    """Run one command without a word."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return cli.main(arguments)


def refuse_broken(folder: Path, old: Files, new: Files) -> str:
    """Check that every name has its old file or its new one, and bygge.json its new one last; return which they are."""
    found = contents(folder)
    for name in new:
        assert found[name] in (old[name], new[name]), f"{name} is broken"
    if found["bygge.json"] == new["bygge.json"]:
        assert all(found[name] == new[name] for name in new), "bygge.json came before what it is about"
        return "new"
    return "old" if all(found[name] == old[name] for name in new) else "some of both"


def refuse_leavings(folder: Path, *wanted: Files) -> None:
    """Check that a folder holds one of some sets of files, and nothing else."""
    found = contents(folder)
    assert any(found == {**OTHER, **files} for files in wanted), sorted(found)


def publications(folder: Path, times: int) -> Counter[str]:
    """Kill publications at random moments; every time the next one succeeds and leaves nothing."""
    begun = time.perf_counter()
    for number in range(10):
        publish(edition(number), folder)
    length = (time.perf_counter() - begun) / 10
    states: Counter[str] = Counter()
    for number in range(10, 10 + times):
        old, new = edition(number - 1), edition(number)
        reader, writer = os.pipe()
        child = forked(lambda new=new, writer=writer: os.write(writer, b".") and published(new, folder))  # type: ignore[misc]
        os.read(reader, 1)
        time.sleep(chance.uniform(0, 1.2 * length))
        os.kill(child, signal.SIGKILL)
        ended(child)
        os.close(reader)
        os.close(writer)
        states[refuse_broken(folder, old, new)] += 1
        publish(new, folder)
        refuse_leavings(folder, new)
    return states


def builds(folder: Path, times: int, *houses: str) -> Counter[str]:
    """Kill whole builds at random moments, now of one house and now of another, which differ in every file."""
    commands = [["build", "2024-prov", "--projekt", house, "-o", str(folder)] for house in houses]
    finished = []
    for command in (*commands, *commands):
        begun = time.perf_counter()
        assert built(command) == 0
        length = time.perf_counter() - begun
        finished.append({name: data for name, data in contents(folder).items() if name not in OTHER})
    assert finished[:2] == finished[2:]
    states: Counter[str] = Counter()
    at = 1
    for number in range(times):
        child = forked(lambda command=commands[1 - at]: built(command))  # type: ignore[misc]
        time.sleep(chance.uniform(0, 1.1 * length))
        os.kill(child, signal.SIGKILL)
        ended(child)
        states[refuse_broken(folder, finished[at], finished[1 - at])] += 1
        if number % 10 == 0:
            assert built(commands[1 - at]) == 0
        else:
            publish(finished[1 - at], folder)
        at = 1 - at
        refuse_leavings(folder, finished[at])
    return states


def interrupted(folder: Path, times: int, *houses: str) -> Counter[str]:
    """Let a signal stop builds at random moments: 4 and the old files, or 0 and the new; never anything temporary."""
    commands = [["build", "2024-prov", "--projekt", house, "-o", str(folder)] for house in houses]
    finished = []
    for command in commands:
        begun = time.perf_counter()
        assert built(command) == 0
        length = time.perf_counter() - begun
        finished.append({name: data for name, data in contents(folder).items() if name not in OTHER})
    states: Counter[str] = Counter()
    at = 1
    parser = commandline.parser
    for _ in range(times):
        reader, writer = os.pipe()
        vars(cli)["parser"] = lambda writer=writer: os.write(writer, b".") and parser()  # when signals are heeded
        child = forked(lambda command=commands[1 - at]: built(command))  # type: ignore[misc]
        os.read(reader, 1)
        time.sleep(chance.uniform(0, 1.1 * length))
        for number in chance.sample((signal.SIGTERM, signal.SIGINT, signal.SIGHUP), chance.choice((1, 2))):
            os.kill(child, number)
        code = ended(child)
        os.close(reader)
        os.close(writer)
        at = at if code else 1 - at
        assert code in (0, 4), code
        refuse_leavings(folder, finished[at])
        states[str(code)] += 1
    return states


def every_touch(folder: Path) -> Counter[str]:
    """Kill a publication before and after every touch of the disk, whatever is published next then heals the folder."""
    states: Counter[str] = Counter()
    for at in count():
        old, new, other = edition(2 * at), edition(2 * at + 1), {"annan.csv": str(at).encode()}
        publish({**old, "annan.csv": b""}, folder)
        touches = count()

        def told(_what: str, _name: str, _when: str, touches: "count[int]" = touches, at: int = at) -> None:
            if next(touches) == at:
                os._exit(9)

        def work(new: Files = new, told: Callable[[str, str, str], None] = told) -> int:
            with touched(folder, told):
                return published(new, folder)

        code = ended(forked(work))
        state = refuse_broken(folder, old, new)
        if code == 0:
            return states
        state += " with a journal" if (folder / JOURNAL).exists() else ""
        states[state] += 1
        publish(other, folder)  # of another edition: all that it can do for this one is to finish, or clear up
        refuse_leavings(folder, {**old, **other}, {**new, **other})
        assert state == "old" or contents(folder)["bygge.json"] == new["bygge.json"], state
    raise AssertionError


def at_once(folder: Path, runs: int, rounds: int) -> Counter[str]:
    """Let several runs publish at once, again and again, while a reader looks: every file is whole, always."""
    sets = [edition(number) for number in range(runs * rounds)]
    known = {name: {one[name] for one in sets} for name in sets[0]}
    publish(sets[0], folder)
    children = {
        forked(lambda mine=sets[number::runs]: sum(published(one, folder) for one in mine))  # type: ignore[misc]
        for number in range(runs)
    }
    seen: Counter[str] = Counter()
    while children:
        found = {name: (folder / name).read_bytes() for name in (*sets[0], "bygge.json")}
        for name, data in found.items():
            assert data in known[name], f"{name} is broken"
        whose = json.loads(found["bygge.json"])["nummer"]
        seen["together" if found == sets[whose] else "told apart"] += 1
        for child in list(children):
            if os.waitpid(child, os.WNOHANG)[0]:
                children.remove(child)
        time.sleep(0.0005)
    refuse_leavings(folder, *sets)
    return seen


def main(what: str, folder: str, *rest: str) -> NoReturn:
    """Do one of these, and print what was met."""
    place = Path(folder)
    publish(OTHER, place)
    if what not in ("builds", "interrupted"):
        vars(os)["fsync"] = unflushed
    numbers = [int(one) for one in rest if one.isdigit()]
    houses = [one for one in rest if not one.isdigit()]
    work: dict[str, Callable[..., Counter[str]]] = {
        "publications": publications,
        "builds": builds,
        "interrupted": interrupted,
        "every_touch": every_touch,
        "at_once": at_once,
    }
    sys.stdout.write(json.dumps(work[what](place, *numbers, *houses)))
    sys.exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
