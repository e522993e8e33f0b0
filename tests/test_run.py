"""The run: killed, interrupted, refused by the disk or begun twice, it leaves the old files or the new, and no others.

The tests of a class of bad inputs, I, have its rows' numbers.
"""

import errno
import fcntl
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, silent
from disk import contents, edition, touched, unflushed
from oj_workbook import lock, pipeline
from oj_workbook.cli import main
from oj_workbook.inputs import Inputs, read_inputs
from oj_workbook.interrupts import Interrupted
from oj_workbook.output import JOURNAL, publish

COMMAND = [sys.executable, "-c", "import sys; from oj_workbook.cli import main; sys.exit(main())"]
OLD, NEW = edition(1), edition(2)
NOBODY = 65534
#: What no message to a person may hold.
ENGLISH = re.compile(r"Traceback|Errno|No such|denied|space left|Read-only|error|\.oj-", re.IGNORECASE)


@pytest.fixture(scope="module")
def hus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example house."""
    root = tmp_path_factory.mktemp("run") / "hus"
    shutil.copytree(ROOT / "tests" / "example", root)
    shutil.copytree(ROOT / "templates", root / "templates")
    return root


@pytest.fixture(scope="module")
def changed(hus: Path) -> Path:
    """The example house after an edit that changes every file of a build."""
    root = hus.with_name("ändrat")
    shutil.copytree(hus, root)
    file = root / "data" / "2024-prov" / "antal_2023.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count("Ekby,20,40") == 1
    file.write_text(text.replace("Ekby,20,40", "Ekby,21,40"), encoding="utf-8")
    return root


@pytest.fixture
def ut(tmp_path: Path) -> Path:
    """An output folder in which the old files lie, and one of somebody else."""
    folder = tmp_path / "ut"
    publish(OLD, folder)
    (folder / "annat.xlsx").write_bytes(b"of another edition")
    return folder


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, hus: Path) -> list[str]:
    """Return a build of the example house whose files are ready: there is only the publishing left to do."""
    monkeypatch.setattr(
        pipeline, "build", lambda _root, _edition, out, *_: pipeline.Report(out, {}, (), 1, 1, publish(NEW, out))
    )
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.2)
    return ["build", "2024-prov", "--projekt", str(hus), "-o"]


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Be somebody who may not write in a folder, also where the tests are run by root."""
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield
    folder.chmod(0o755)


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that everybody may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def refuse_leavings(folder: Path, *wanted: dict[str, bytes]) -> None:
    """Check that a folder holds one of some sets of files, and nothing else but the file of somebody else."""
    found = contents(folder)
    assert any(found == {"annat.xlsx": b"of another edition", **files} for files in wanted), sorted(found)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a person was told, which is Swedish."""
    said = capsys.readouterr().err
    assert not ENGLISH.search(said.replace(str(ROOT), "")), said
    return said


def killed(what: str, folder: Path, *arguments: str | int | Path) -> dict[str, int]:
    """Let the program of its own kill, interrupt or begin runs, and return what it met."""
    done = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, Path(__file__).with_name("killed.py"), what, folder, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {str(state): int(number) for state, number in json.loads(done.stdout).items()}


def run(*arguments: str | Path, cwd: Path, **machine: str | None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with other settings of the machine; None takes one away."""
    environment = {**os.environ, **machine}
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(  # noqa: S603 - this Python
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment,  # type: ignore[arg-type]
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


# --- killed ---


def test_i01_a_publication_that_is_killed_leaves_every_file_old_or_new(tmp_path: Path) -> None:
    assert sum(killed("publications", tmp_path / "ut", 170).values()) == 170


def test_i01_a_build_that_is_killed_leaves_every_file_old_or_new(tmp_path: Path, hus: Path, changed: Path) -> None:
    assert sum(killed("builds", tmp_path / "ut", 30, hus, changed).values()) == 30


def test_i01_whichever_touch_of_the_disk_was_the_last_the_next_run_finishes_or_clears_up(tmp_path: Path) -> None:
    states = killed("every_touch", tmp_path / "ut")
    assert set(states) == {"old", "old with a journal", "some of both with a journal", "new with a journal", "new"}


def test_i01_a_next_run_that_is_killed_too_is_healed_by_the_one_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is gone from one touch on is left as by a run that was killed there, whatever the run tries."""
    monkeypatch.setattr(os, "fsync", unflushed)
    for at in count(0, 2):
        publish({**OLD, "annan.csv": b""}, tmp_path)
        if not stopped_at(at, NEW, tmp_path):
            break
        left = contents(tmp_path)
        for again in count(at % 3, 3) if JOURNAL in left else ():
            restore(left, tmp_path)
            if not stopped_at(again, {"annan.csv": b"1"}, tmp_path):
                break
            publish({"annan.csv": b"2"}, tmp_path)
            assert contents(tmp_path) in ({**OLD, "annan.csv": b"2"}, {**NEW, "annan.csv": b"2"})
    assert at > 50


def stopped_at(at: int, files: dict[str, bytes], folder: Path) -> bool:
    """Publish on a disk that is gone from one touch on; tell whether that was met."""
    touches = count()

    def gone(_what: str, _name: str, _when: str) -> None:
        if next(touches) >= at:
            raise OSError(errno.EIO, "gone")

    try:
        with touched(folder, gone):
            publish(files, folder)
    except OSError:
        return True
    return next(touches) > at  # there was nothing left but to clear up


def restore(files: dict[str, bytes], folder: Path) -> None:
    """Let a folder hold some files and no others."""
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def test_nothing_takes_a_name_before_it_is_whole_on_the_disk(ut: Path) -> None:
    touches: list[tuple[str, str, str]] = []
    with touched(ut, lambda *touch: touches.append(touch)):
        publish(NEW, ut)
    names = [name for what, name, when in touches if (what, when) == ("replace", "after")]
    assert names == [JOURNAL, "prov.xlsx", "resultat.csv", "bygge.json"]
    journal = touches.index(("replace", JOURNAL, "before"))
    flushed = [name for what, name, when in touches[:journal] if (what, when) == ("fsync", "after")]
    assert len([name for name in flushed if name.startswith(".oj-")]) == len(NEW) + 1
    assert flushed[-1] == ut.name  # the folder, when all temporary names are in it
    last = touches.index(("replace", "bygge.json", "after"))
    gone = touches.index(("unlink", JOURNAL, "before"))
    for after, before in ((journal, touches.index(("replace", "prov.xlsx", "before"))), (last, gone)):
        assert ("fsync", ut.name, "after") in touches[after:before]


@pytest.mark.parametrize(
    "journal",
    [
        pytest.param(b"", id="tom"),
        pytest.param(b"[1, 2", id="avbruten"),
        pytest.param(b"[]", id="en_lista"),
        pytest.param(b'{"m\xc3\xa4rke": "0123abcd", "filer": {"../annat.xlsx": "0"}}', id="en_fil_i_en_annan_mapp"),
        pytest.param(b'{"m\xc3\xa4rke": "../../../x", "filer": {"prov.xlsx": "0"}}', id="ett_annat_m\xe4rke"),
        pytest.param(b'{"m\xc3\xa4rke": "0123abcd", "filer": {"prov.xlsx": "0"}}', id="en_fil_som_inte_finns_kvar"),
    ],
)
def test_a_journal_that_says_nothing_true_is_not_followed(journal: bytes, ut: Path) -> None:
    (ut / JOURNAL).write_bytes(journal)
    (ut / ".oj-0123abcd-prov-ny.tmp").write_bytes(b"of a run that was killed")
    assert not publish(OLD, ut)
    refuse_leavings(ut, OLD)


# --- refused by the disk ---

REFUSALS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


def test_i03_whatever_touch_of_the_disk_is_refused_the_old_files_are_left_and_it_is_told(
    ut: Path, ready: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "fsync", unflushed)
    codes = []
    for at in count():
        touches = count()

        def refused(what: str, name: str, when: str, at: int = at, touches: "count[int]" = touches) -> None:
            if when != "after" and next(touches) == at:
                raise OSError(REFUSALS[at % 4], os.strerror(REFUSALS[at % 4]), f"{name} {what}")

        restore({**OLD, "annat.xlsx": b"of another edition"}, ut)
        with touched(ut, refused):
            codes.append(main([*ready, str(ut)]))
        said = told(capsys)
        if codes[-1] == 0:  # there was another way, or nothing left to do but to clear up
            refuse_leavings(ut, NEW)
        else:
            assert (codes[-1], "Gör så här: " in said) == (2, True), said
            assert re.search(r"”.*ut(/prov.xlsx|/resultat.csv|/bygge.json)?” kan inte läsas eller skrivas: ", said)
            refuse_leavings(ut, OLD)
        if next(touches) <= at:
            break
    assert codes.count(2) > 35


def test_i03_a_first_build_that_is_refused_leaves_no_folder(tmp_path: Path, ready: list[str]) -> None:
    out = tmp_path / "ny" / "mapp"

    def refused(what: str, _name: str, when: str) -> None:
        if (what, when) == ("replace", "before"):
            raise OSError(errno.ENOSPC, "")

    with touched(out, refused):
        assert main([*ready, str(out)]) == 2
    assert list(tmp_path.iterdir()) == []


def test_i03_a_full_disk_is_told_with_what_is_needed(
    ut: Path, ready: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(what: str, _name: str, when: str) -> None:
        if (what, when) == ("write", "halfway"):
            raise OSError(errno.EDQUOT, "")

    with touched(ut, refused):
        assert main([*ready, str(ut)]) == 2
    assert re.search(
        r"prov\.xlsx” .*: utrymmet som är tilldelat är slut: 70 kB behövs, \d+ MB är ledigt\.", told(capsys)
    )


def limit_files() -> None:
    """Let no file grow beyond 30 kB, which the workbook does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))


def test_i03_a_file_that_may_not_grow_so_large_leaves_the_old_files(hus: Path, tmp_path: Path) -> None:
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    command = [*COMMAND, "build", "2024-prov", "--projekt", str(hus), "-o", str(tmp_path)]
    done = subprocess.run(  # noqa: S603 - this Python
        command, capture_output=True, encoding="utf-8", check=False, preexec_fn=limit_files
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "filen blir större än vad som är tillåtet" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(tmp_path) == OLD


@pytest.mark.parametrize(
    ("options", "why"),
    [
        pytest.param("size=64k", "disken är full: ", id="64_kB"),
        pytest.param("size=1m,nr_inodes=5", "disken rymmer inte fler filer, eller är nästan full: ", id="inga_inoder"),
    ],
)
def test_i03_a_small_disk_that_is_full_leaves_the_old_file(options: str, why: str, hus: Path, tmp_path: Path) -> None:
    """A disk of its own, for as long as a process runs; where none can be had a limited file stands in, above."""
    script = (
        f"mount -t tmpfs -o {options} prov {tmp_path} && cd {tmp_path} && echo gammal > prov.xlsx || exit 77;"
        ' "$@" -o . ; code=$?; ls -A; cat prov.xlsx; exit $code'
    )
    for alone in (["unshare", "-m"], ["unshare", "-rm"]):
        if not shutil.which("unshare"):
            break
        command = [*alone, "sh", "-c", script, "sh", *COMMAND, "build", "2024-prov", "--projekt", str(hus)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
        if done.returncode in (0, 2):
            assert (done.returncode, done.stdout) == (2, "prov.xlsx\ngammal\n"), done.stderr
            assert why in done.stderr
            assert "Traceback" not in done.stderr
            return
    pytest.skip("här får ingen egen disk monteras; en fil som inte får växa prövar samma sak")


def test_a_folder_that_may_not_be_written_is_left_as_it_is(
    open_to_all: Path, ready: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = open_to_all / "ut"
    publish(OLD, folder)
    with as_nobody(folder):
        assert main([*ready, str(folder)]) == 2
        assert main([*ready, str(folder / "ny")]) == 2
    assert "rättighet saknas" in told(capsys)
    assert contents(folder) == OLD


def test_a_file_that_may_not_be_written_takes_no_harm(ut: Path, ready: list[str]) -> None:
    (ut / "prov.xlsx").chmod(0o444)
    assert main([*ready, str(ut)]) == 0
    refuse_leavings(ut, NEW)


def test_a_project_that_may_not_be_written_can_be_built(open_to_all: Path, hus: Path) -> None:
    root = shutil.copytree(hus, open_to_all / "hus")
    out = open_to_all / "ut"
    assert main(["build", "2024-prov", "--projekt", str(hus), "-o", str(out)]) == 0  # all that is imported later
    before = contents(out)
    shutil.rmtree(out)
    out.mkdir()
    out.chmod(0o777)
    with as_nobody(root):
        assert main(["build", "2024-prov", "--projekt", str(root), "-o", str(out)]) == 0
    assert contents(out) == before


def test_i07_a_file_that_is_open_in_excel_is_kept_under_another_name(
    ut: Path, ready: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(what: str, name: str, when: str) -> None:
        if (what, name, when) == ("replace", "resultat.csv", "before"):
            fault = PermissionError(errno.EACCES, "")
            monkeypatch.setattr(fault, "winerror", 32, raising=False)  # as Windows says it
            raise fault

    with touched(ut, refused):
        assert main([*ready, str(ut)]) == 2
    said = told(capsys)
    assert f"”{ut / 'resultat.csv'}” är öppen i ett annat program" in said
    assert "stäng filen i Excel" in said
    assert f"”{ut / 'resultat-ny.csv'}”" in said
    refuse_leavings(ut, {**OLD, "resultat-ny.csv": NEW["resultat.csv"]})


# --- what stands in the way ---

PLACES = {
    "en_fil": ("fil", "där står något annat redan"),
    "under_en_fil": ("fil/ut", "en fil står där en mapp ska vara"),
    "en_länk_till_ingenting": ("bruten", "där står något annat redan"),
    "en_ring_av_länkar": ("ring/ut", "länkarna leder i en ring"),
    "för_långt_namn": ("n" * 300, "sökvägen är för lång"),
    "för_lång_sökväg": ("/".join(["mapp"] * 1500), "sökvägen är för lång"),
}


@pytest.mark.parametrize(("place", "why"), PLACES.values(), ids=PLACES.keys())
def test_a_folder_that_cannot_be_is_told(
    place: str, why: str, tmp_path: Path, ready: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fil").write_bytes(b"of somebody else")
    (tmp_path / "bruten").symlink_to("ingenting")
    (tmp_path / "ring").symlink_to("ring")
    assert main([*ready, str(tmp_path / place)]) == 2
    said = told(capsys)
    assert why in said
    assert len(said) < 600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bruten", "fil", "ring"]


def test_a_folder_may_be_a_link_or_lie_on_another_disk(tmp_path: Path, ready: list[str]) -> None:
    memory = Path("/dev/shm")  # noqa: S108 - a disk of its own on most machines
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as other:
        (tmp_path / "ut").symlink_to(other)
        assert main([*ready, str(tmp_path / "ut")]) == 0
        assert contents(Path(other)) == NEW
    assert (tmp_path / "ut").is_symlink()


def test_a_folder_that_disappears_during_the_run_is_made_again_or_told(
    ut: Path, ready: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def taken_away(what: str, _name: str, when: str) -> None:
        if (what, when) == ("replace", "before"):
            shutil.rmtree(ut)

    with touched(ut, taken_away):
        assert main([*ready, str(ut)]) == 2
    assert "platsen finns inte" in told(capsys)
    assert not ut.exists()
    assert main([*ready, str(ut)]) == 0
    assert contents(ut) == NEW


@pytest.mark.parametrize("target", ["mapp", "rör"])
def test_what_is_no_file_is_never_replaced(
    target: str, tmp_path: Path, ready: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bygge.json").mkdir() if target == "mapp" else os.mkfifo(tmp_path / "bygge.json")
    assert main([*ready, str(tmp_path)]) == 2
    assert "bygge.json" in told(capsys)
    assert not (tmp_path / "bygge.json").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["bygge.json"]


def test_an_answer_in_a_file_is_whole_too(tmp_path: Path, hus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, link = tmp_path / "katalog.md", tmp_path / "länk.md"
    file.write_text("gammal", encoding="utf-8")
    link.symlink_to(file)

    def refused(what: str, _name: str, when: str) -> None:
        if (what, when) == ("write", "halfway"):
            raise OSError(errno.ENOSPC, "")

    with touched(tmp_path, refused):
        assert main(["catalogue", "--projekt", str(hus), "-o", str(link)]) == 2
    assert "katalog.md” kan inte läsas eller skrivas: disken" in told(capsys)
    assert file.read_text(encoding="utf-8") == "gammal"
    assert main(["catalogue", "--projekt", str(hus), "-o", str(link)]) == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8").startswith("# ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["katalog.md", "länk.md"]
    assert main(["catalogue", "--projekt", str(hus), "-o", os.devnull]) == 2
    assert not Path(os.devnull).is_file()


def test_a_new_page_is_whole_too(tmp_path: Path, hus: Path) -> None:
    root = shutil.copytree(hus, tmp_path / "hus")
    before = sorted(root.rglob("*"))

    def refused(what: str, _name: str, when: str) -> None:
        if (what, when) == ("write", "halfway"):
            raise OSError(errno.ENOSPC, "")

    with touched(root, refused):
        assert main(["new", "ny_sida", "--projekt", str(root), "--mapp", "ny"]) == 2
    assert sorted(root.rglob("*")) == before


# --- two at once ---


@pytest.mark.parametrize(("runs", "rounds"), [(2, 40), (4, 30)])
def test_i05_runs_at_once_all_finish_whole(runs: int, rounds: int, tmp_path: Path) -> None:
    seen = killed("at_once", tmp_path / "ut", runs, rounds)
    assert seen["together"] > 0


def test_i05_a_run_that_does_not_let_go_is_told(ut: Path, ready: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    handle = os.open(ut, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert main([*ready, str(ut)]) == 4
    os.close(handle)
    said = told(capsys)
    assert f"”{ut}” hålls av en annan körning" in said
    assert "Ingenting har ändrats." in said
    refuse_leavings(ut, OLD)
    assert main([*ready, str(ut)]) == 0
    refuse_leavings(ut, NEW)


def test_a_disk_without_locks_or_links_is_published_to_all_the_same(ut: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "")

    monkeypatch.setattr(fcntl, "flock", cannot)
    monkeypatch.setattr(os, "link", cannot)
    assert publish(NEW, ut)
    refuse_leavings(ut, NEW)
    monkeypatch.setattr(lock, "fcntl", None)
    monkeypatch.delattr(os, "O_DIRECTORY")  # Windows has neither
    assert publish(OLD, ut)
    refuse_leavings(ut, OLD)


def test_a_file_that_changes_while_it_is_read_is_not_published(
    hus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(hus, tmp_path / "hus")

    def read_and_change(*arguments: Any) -> Inputs:
        found = read_inputs(*arguments)
        with (root / "data" / "2024-prov" / "antal_2023.csv").open("a", encoding="utf-8") as file:
            file.write("\n")
        return found

    monkeypatch.setattr("oj_workbook.sources.read_inputs", read_and_change)
    assert main(["build", "2024-prov", "--projekt", str(root), "-o", str(tmp_path / "ut")]) == 4
    assert "”data/2024-prov/antal_2023.csv” ändrades medan den lästes. Ingenting har ändrats." in told(capsys)
    assert not (tmp_path / "ut").exists()


# --- interrupted ---


def test_i13_a_signal_ends_a_build_with_4_and_the_old_files(tmp_path: Path, hus: Path, changed: Path) -> None:
    assert killed("interrupted", tmp_path / "ut", 20, hus, changed)["4"] > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_i13_a_signal_in_the_middle_of_a_run_is_answered(number: signal.Signals, hus: Path, tmp_path: Path) -> None:
    run = waiting_in_the_middle(hus, tmp_path)
    delivery = (tmp_path / "hus/data/2024-prov/enkat_2024.csv").open("wb")  # it reads now, and waits for us
    run.send_signal(number)
    _, said = run.communicate(timeout=60)
    delivery.close()
    assert run.returncode == 4
    assert said == "oj-workbook: avbrutet. Ingenting har ändrats.\n    Gör så här: kör igen.\n"
    assert contents(tmp_path / "ut") == OLD


def test_a_signal_that_is_to_be_ignored_is_ignored(hus: Path, tmp_path: Path) -> None:
    run = waiting_in_the_middle(hus, tmp_path, ignored=signal.SIGHUP)
    with (tmp_path / "hus/data/2024-prov/enkat_2024.csv").open("wb") as delivery:
        run.send_signal(signal.SIGHUP)
        time.sleep(0.5)  # for a run that heeds it to end
        delivery.write((hus / "data/2024-prov/enkat_2024.csv").read_bytes())
    _, said = run.communicate(timeout=60)
    assert run.returncode == 0, said
    assert contents(tmp_path / "ut") != OLD


def waiting_in_the_middle(hus: Path, tmp_path: Path, ignored: signal.Signals | None = None) -> "subprocess.Popen[str]":
    """Begin a build of a house where a delivery is a pipe, which is read when somebody opens its other end."""
    root = shutil.copytree(hus, tmp_path / "hus")
    pipe = root / "data/2024-prov/enkat_2024.csv"
    pipe.unlink()
    os.mkfifo(pipe)
    publish(OLD, tmp_path / "ut")
    command = [*COMMAND, "build", "2024-prov", "--projekt", str(root), "-o", str(tmp_path / "ut")]
    earlier = signal.signal(ignored, signal.SIG_IGN) if ignored else None
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")  # noqa: S603
    if ignored:
        signal.signal(ignored, earlier)
    return run


def test_a_library_that_swallows_a_signal_does_not_save_the_run(
    ut: Path, ready: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked_to_stop(again: bool) -> None:  # noqa: FBT001
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except Interrupted:
            if again:
                raise ValueError("of its own making") from None

    publish_at_last = pipeline.build
    for again in (True, False):

        def build(*arguments: object, again: bool = again) -> object:
            asked_to_stop(again)
            return publish_at_last(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(pipeline, "build", build)
        assert main([*ready, str(ut)]) == 4
        assert told(capsys).startswith("oj-workbook: avbrutet. Ingenting har ändrats.")
        refuse_leavings(ut, OLD)


def test_a_signal_that_comes_too_late_changes_nothing(
    ut: Path, ready: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(what: str, name: str, when: str) -> None:
        if (what, name, when) == ("replace", "resultat.csv", "before"):
            os.kill(os.getpid(), signal.SIGINT)

    with touched(ut, stopped):
        assert main([*ready, str(ut)]) == 0
    assert told(capsys).startswith("Klart: ")
    refuse_leavings(ut, NEW)


# --- the answer goes nowhere ---

STREAMS = {
    "allt_stängt": (">&- 2>&- <&-", 0),
    "felen_stängda": ("2>&-", 0),
    "felen_till_en_full_disk": ("2>/dev/full", 0),
    "svaret_till_en_full_disk": (">/dev/full", 2),
    "båda_till_en_full_disk": (">/dev/full 2>/dev/full", 2),
    "ingen_som_läser": ("| true", 0),
}


@pytest.mark.parametrize(("streams", "code"), STREAMS.values(), ids=STREAMS.keys())
def test_an_answer_that_nobody_takes_does_the_files_no_harm(streams: str, code: int, hus: Path, tmp_path: Path) -> None:
    script = f'"$@" {streams}' if "|" not in streams else f'set -o pipefail; "$@" {streams}'
    command = ["bash", "-c", script, "bash", *COMMAND, "build", "2024-prov", "--projekt", str(hus)]
    done = subprocess.run(  # noqa: S603
        [*command, "-o", str(tmp_path)],
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    record = json.loads((tmp_path / "bygge.json").read_bytes())
    files = contents(tmp_path)
    assert sorted(files) == sorted(["bygge.json", *record["filer"]])
    assert {name: sha256(files[name]).hexdigest() for name in record["filer"]} == record["filer"]


# --- the same everywhere ---


@pytest.fixture(scope="module")
def finished(hus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a build here and now."""
    out = tmp_path_factory.mktemp("finished")
    pipeline.build(hus, "2024-prov", out, None, silent)
    return contents(out)


def test_i11_the_same_files_are_left_untouched_and_called_so(
    hus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", "2024-prov", "--projekt", str(hus), "-o", str(tmp_path)]
    assert main(command) == 0
    assert "oförändrad" not in told(capsys)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.iterdir()}
    assert main(command) == 0
    assert told(capsys).endswith("oförändrad.\n")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.iterdir()} == before
    (tmp_path / "resultat.csv").write_text("ändrad för hand", encoding="utf-8")
    assert main(command) == 0
    assert told(capsys).endswith("varning.\n")


#: A machine that says it is 1970: Python runs it before anything else.
CLOCK_OF_1970 = """
import datetime, time, types
time.time, time.time_ns = lambda: 0.0, lambda: 0
import openpyxl.packaging.core
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return datetime.datetime.fromtimestamp(0, tz)
openpyxl.packaging.core.datetime = types.SimpleNamespace(datetime=Clock, timezone=datetime.timezone)
print("1970")
"""

MACHINES: dict[str, dict[str, str | None]] = {
    "i_tokyo": {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "0", "LC_ALL": "C"},
    "i_istanbul": {"TZ": "Europe/Istanbul", "PYTHONHASHSEED": "1", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "i_kathmandu": {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "2", "USER": "anna", "LOGNAME": "anna"},
    "hos_ingen": {"HOME": None, "USER": None, "LOGNAME": None, "PYTHONHASHSEED": "3", "PATH": None},
    "med_latin_1": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "4"},
    "år_1970": {"PYTHONPATH": "1970", "PYTHONHASHSEED": "5"},
    "i_honolulu": {"TZ": "Pacific/Honolulu", "LC_ALL": "POSIX", "PYTHONHASHSEED": "6"},
    "med_umask": {"UMASK": "077", "PYTHONHASHSEED": "7"},
    "i_reykjavik": {"TZ": "Atlantic/Reykjavik", "TMPDIR": "/finns/inte", "PYTHONHASHSEED": "8"},
    "i_CI": {"CI": "true", "NO_COLOR": "1", "PYTHONHASHSEED": "9", "TZ": "UTC"},
}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES.keys())
def test_i09_another_machine_makes_the_same_bytes(
    machine: dict[str, str | None], hus: Path, tmp_path: Path, finished: dict[str, bytes]
) -> None:
    root = shutil.copytree(hus, tmp_path / "en annan sökväg åäö" / "hus")
    machine = dict(machine)
    if "PYTHONPATH" in machine:
        (tmp_path / "sitecustomize.py").write_text(CLOCK_OF_1970, encoding="utf-8")
        machine["PYTHONPATH"] = os.pathsep.join(one for one in (str(tmp_path), os.environ.get("PYTHONPATH")) if one)
    umask = os.umask(int(str(machine.pop("UMASK", None) or "022"), 8))
    done = run("build", "2024-prov", "-o", "ut", cwd=root, SOURCE_DATE_EPOCH=None, **machine)
    os.umask(umask)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1970") == ("sitecustomize.py" in contents_of_files(tmp_path))
    assert contents(root / "ut") == finished


def contents_of_files(folder: Path) -> list[str]:
    """Return the names of the files of a folder."""
    return [path.name for path in folder.iterdir() if path.is_file()]


def test_a_build_puts_nothing_in_the_folder_for_temporary_files(
    hus: Path, tmp_path: Path, finished: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/finns/inte")
    assert main(["build", "2024-prov", "--projekt", str(hus), "-o", str(tmp_path)]) == 0
    assert contents(tmp_path) == finished


def test_a_machine_that_is_not_in_utf_8_knows_files_by_the_same_names(hus: Path, tmp_path: Path) -> None:
    root = shutil.copytree(hus, tmp_path / "hus")
    (root / "data" / "2024-prov" / "LÄS_MIG.md").write_text("Om leveransen.", encoding="utf-8")
    latin = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("build", "2024-prov", "-o", "ut", cwd=root, **latin)
    assert done.returncode == 0, done.stderr
    assert "data/2024-prov/LÄS_MIG.md" in json.loads((root / "ut" / "bygge.json").read_bytes())["underlag"]


def test_the_moment_of_the_source_may_be_1970(hus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("build", "2024-prov", "--projekt", hus, "-o", "ut", cwd=tmp_path, SOURCE_DATE_EPOCH="0", TZ="Asia/Tokyo")
    assert done.returncode == 0, done.stderr
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert main(["build", "2024-prov", "--projekt", str(hus), "-o", str(tmp_path / "här")]) == 0
    assert contents(tmp_path / "ut") == contents(tmp_path / "här")


def test_a_file_is_as_readable_as_the_umask_lets_it_be(tmp_path: Path) -> None:
    umask = os.umask(0o027)
    publish(NEW, tmp_path / "ut")
    os.umask(umask)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "ut").iterdir()} == {0o640}


# --- bygge.json ---

#: Prints every file below a folder that Python opens to read, at the end.
LISTENING = """
import atexit, os, sys
opened, root = set(), os.path.realpath(sys.argv[1])
def hear(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if path.startswith(root + os.sep): opened.add(os.path.relpath(path, root))
sys.addaudithook(hear)
from oj_workbook.cli import main
from oj_workbook.inputs import Inputs, read_inputs
from oj_workbook.interrupts import Interrupted
code = main(sys.argv[2:])
print("\\0".join(sorted(opened)))
sys.exit(code)
"""


@pytest.mark.parametrize("utgava", ["2024-prov", "2024-poster", None])
def test_bygge_json_tells_of_every_file_that_was_read(utgava: str | None, hus: Path, tmp_path: Path) -> None:
    (hus / "__pycache__").mkdir(exist_ok=True)
    command = ["build", *([utgava] if utgava else []), "--projekt", str(hus), "-o", str(tmp_path), "--format", "json"]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LISTENING, str(hus), *command], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    opened = set(done.stdout.splitlines()[-1].split("\0"))
    record = json.loads((tmp_path / "bygge.json").read_bytes())
    # Which edition is built when none is named is told in the record: the file that says it is no part of the edition.
    chooses = {"data/utgavor.yaml"} if utgava is None else set()
    # The deliveries are named, without their checksums, which would be others for another hidden figure.
    delivered = {f"data/{record['utgåva']}/{fil}" for fil in record["leveranser"]}
    assert opened - set(record["underlag"]) - delivered == chooses
    assert delivered <= opened
    assert not delivered & set(record["underlag"])
    assert len(opened) > 25
    assert record["utgåva"] == (utgava or "2024-prov")
    assert {name: sha256((hus / name).read_bytes()).hexdigest() for name in record["underlag"]} == record["underlag"]


def test_an_output_that_was_not_written_as_it_should_be_is_not_published(
    ut: Path, ready: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk that answers well, and keeps something else."""
    whole = os.fsync

    def fsync(handle: int) -> None:
        if os.fstat(handle).st_size == len(NEW["resultat.csv"]):
            os.ftruncate(handle, 10)
        whole(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    touches: list[tuple[str, str, str]] = []
    with touched(ut, lambda *touch: touches.append(touch)):
        assert main([*ready, str(ut)]) == 2
    assert not any(what == "replace" for what, _, _ in touches)
    assert "resultat.csv” kan inte läsas eller skrivas: disken svarar fel" in told(capsys)
    refuse_leavings(ut, OLD)
