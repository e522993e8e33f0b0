"""A release is whole, made twice alike, of what is saved, and tells nothing that is hidden; or it is not made."""

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from frictionless import validate
from rdflib import Graph

from conftest import ROOT, silent
from disk import contents, touched
from oj_workbook import lock, lockfile, release
from oj_workbook.audit import audit_file
from oj_workbook.cli import AFTER_RELEASE, main
from oj_workbook.pipeline import Made
from oj_workbook.release import SUMMOR, bundle
from oj_workbook.sources import Sources
from oj_workbook.usage import LATEST
from released import COMMAND, FOLDER, PROV, change, git, house, run, saved

LANGVARIGA = "indicators/prov/langvariga.yaml"
KALLOR = f"{FOLDER}/kallor.yaml"
NAMN = {
    *("prov.xlsx", "resultat.csv", "metodbeskrivning.html", "metodbeskrivning.pdf", "indikatorer.html"),
    *("indikatorer.md", "andringar-sedan-utgava.html", "andringar-sedan-utgava.json", "bygge.json"),
    *("datapackage.json", "dcat.ttl", "SHA256SUMS"),
}
#: What no message to a person may hold.
ENGLISH = re.compile(r"Traceback|Errno|No such|denied|space left|Read-only|Error\b|\.oj-")


@pytest.fixture(scope="module")
def hus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example house, saved, in a folder with letters and blanks that git writes in its own way."""
    root = house(tmp_path_factory.mktemp("release") / "Öppna jämförelser")
    saved(root)
    return root


@pytest.fixture(scope="module")
def given_out(hus: Path) -> Path:
    """The folder of a release of it."""
    out = hus.with_name("utgiven å")
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(out)]) == 0
    return out


@pytest.fixture
def kopia(hus: Path, tmp_path: Path) -> Path:
    """A copy of the house that may be changed."""
    return shutil.copytree(hus, tmp_path / "Hus å")


@pytest.fixture
def ut(given_out: Path, tmp_path: Path) -> Path:
    """A folder in which an earlier release lies: one file of it is another, so that publishing has something to do."""
    folder = shutil.copytree(given_out, tmp_path / "ut")
    (folder / "resultat.csv").write_bytes(b"of an earlier release")
    return folder


# --- whole ---


def test_a_bundle_is_whole_and_the_sums_are_those_of_its_files(given_out: Path) -> None:
    assert set(contents(given_out)) == NAMN
    lines = (given_out / SUMMOR).read_text(encoding="ascii").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{64}  [A-Za-z0-9._-]+", line) for line in lines)
    sums = {line[66:]: line[:64] for line in lines}
    files = {name: data for name, data in contents(given_out).items() if name != SUMMOR}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_the_workflow_takes_the_bundle_for_a_whole_one(given_out: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    done = subprocess.run(  # noqa: S603
        [bash, ROOT / ".ci" / "kontrollera", given_out],
        env={**os.environ, "UTGAVA": PROV, "UTGIVNING": "2024.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "A whole bundle: 12 files.\n"), done.stderr


def test_a_second_run_makes_the_same_and_says_so(
    hus: Path, given_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(given_out)
    when = {path: path.stat().st_mtime_ns for path in given_out.iterdir()}
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(given_out), "--utgivning", "2024.1"]) == 0
    answer = capsys.readouterr()
    assert answer.err.splitlines()[-1].endswith("gjorda två gånger och lika, 1 varning, oförändrad.")
    assert answer.out.splitlines() == [str(given_out / name) for name in json_order(given_out)]
    assert contents(given_out) == before
    assert {path: path.stat().st_mtime_ns for path in given_out.iterdir()} == when


def json_order(folder: Path) -> list[str]:
    """Return the files in the order that they are told: the workbook first, the sums last."""
    first, last = ["prov.xlsx", "resultat.csv"], ["bygge.json", "datapackage.json", "dcat.ttl", SUMMOR]
    others = ["metodbeskrivning.html", "metodbeskrivning.pdf", "indikatorer.html", "indikatorer.md"]
    changes = [f"andringar-sedan-utgava.{form}" for form in ("html", "json")]
    assert {path.name for path in folder.iterdir()} == {*first, *others, *changes, *last}
    return [*first, *others, *changes, *last]


def test_others_can_read_the_bundle(given_out: Path) -> None:
    assert validate(str(given_out / "datapackage.json")).valid
    assert len(Graph().parse(given_out / "dcat.ttl")) > 100
    for name in ("bygge.json", "andringar-sedan-utgava.json"):
        assert json.loads((given_out / name).read_bytes())
    assert (given_out / "metodbeskrivning.pdf").read_bytes().startswith(b"%PDF-")
    found = audit_file(given_out / "prov.xlsx", engines={}).found
    assert [one for one in found if one.kod != "inte-omräknad"] == []  # the engines are for larger tests


def test_the_record_says_what_it_takes_to_make_the_bundle_again(hus: Path, given_out: Path) -> None:
    record = json.loads((given_out / "bygge.json").read_bytes())
    assert record["utgiven_ur"]["commit"] == git(hus, "rev-parse", "HEAD")
    assert record["utgiven_ur"]["lås"] == hashlib.sha256((hus / "requirements.lock").read_bytes()).hexdigest()
    assert re.fullmatch(r"3\.\d+\.\d+", record["utgiven_ur"]["python"])
    assert re.fullmatch(r"1\.\d+.*", record["utgiven_ur"]["zlib"])


def test_no_file_has_a_checksum_of_a_delivery(hus: Path, given_out: Path) -> None:
    deliveries = sorted((hus / FOLDER).glob("*.csv"))
    assert [path.name for path in deliveries if path.name == "antal_gammal.csv"]
    sums = {hashlib.new(kind, path.read_bytes()).hexdigest() for kind in ("sha1", "sha256") for path in deliveries}
    sums |= {git(hus, "hash-object", str(path)) for path in deliveries}
    with ZipFile(given_out / "prov.xlsx") as book:
        told = b"".join([*contents(given_out).values(), *map(book.read, book.namelist())])
    assert [one for one in sums if one.encode() in told] == []
    pages = hashlib.sha256((hus / LANGVARIGA).read_bytes()).hexdigest()
    assert pages.encode() in told  # those of what people wrote are there: this test could fail


# --- nothing that is hidden ---


def made(root: Path) -> dict[str, bytes]:
    """Return the bundle of what lies in a folder, as if of one and the same commit."""
    return bundle(root, PROV, "0" * 40, silent, LATEST)[0]


def test_every_file_is_the_same_whatever_the_hidden_counts_are(kopia: Path) -> None:
    """Åsbo's 2 of 3 in 2022 is X; so is every other count that is hidden by the same rule, fewer than 4."""
    before = made(kopia)
    was = "0002,Åsbo,2,3,"
    for counts in ("0,1", "1,2", "3,3"):
        change(kopia, f"{FOLDER}/antal_2022.csv", was, f"0002,Åsbo,{counts},")
        was = f"0002,Åsbo,{counts},"
        after = made(kopia)
        assert [name for name in before if before[name] != after.get(name)] == []
        assert set(before) == set(after) == NAMN
    change(kopia, f"{FOLDER}/antal_2023.csv", "0003,Östan,5,20,", "0003,Östan,6,20,")
    shown = made(kopia)
    assert {name for name in before if before[name] != shown[name]} >= {"prov.xlsx", "resultat.csv", "bygge.json"}


# --- nothing is given out when something is not as it should ---


@dataclass(frozen=True)
class Stops:
    """What is done to the house, or the folder; the exit code, and what is said."""

    do: Callable[[Path, Path], object]
    code: int
    told: str
    save: bool = True


def write(file: str, text: str = "x\n") -> Callable[[Path, Path], object]:
    def do(root: Path, _: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")

    return do


def replace(file: str, old: str, new: str) -> Callable[[Path, Path], object]:
    return lambda root, _: change(root, file, old, new)


def ignored(file: str) -> Callable[[Path, Path], object]:
    """Let a file that is read be none that git knows."""

    def do(root: Path, _: Path) -> None:
        (root / ".gitignore").write_text(f"{Path(file).name}\n", encoding="utf-8")
        git(root, "rm", "-q", "--cached", file)

    return do


def unseen(word: str) -> Callable[[Path, Path], object]:
    """Let git take a file that is changed for one that is not."""

    def do(root: Path, _: Path) -> None:
        git(root, "update-index", word, LANGVARIGA)
        change(root, LANGVARIGA, "stöd länge.", "stöd för länge.")

    return do


def other_ends_of_lines(root: Path, _: Path) -> None:
    git(root, "config", "core.autocrlf", "true")
    (root / LANGVARIGA).unlink()
    git(root, "checkout", "--", LANGVARIGA)
    assert b"\r\n" in (root / LANGVARIGA).read_bytes()
    assert git(root, "status", "--porcelain") == ""


def staged(root: Path, _: Path) -> None:
    write("indicators/prov/LÄS MIG.md")(root, _)
    git(root, "add", "-A")


def renamed(root: Path, _: Path) -> None:
    git(root, "mv", f"{FOLDER}/andringar.yaml", f"{FOLDER}/flyttad.yaml")


def faults_in_two_files(root: Path, _: Path) -> None:
    change(root, LANGVARIGA, "riktning: lågt", "riktning: ned")
    change(root, "data/publicering.yaml", "licens:", "lisens:")


def not_in_git(root: Path, _: Path) -> None:
    shutil.rmtree(root / ".git")


def no_commit(root: Path, _: Path) -> None:
    shutil.rmtree(root / ".git")
    git(root, "init", "-q")


def a_file_there(_: Path, out: Path) -> None:
    shutil.rmtree(out)
    out.write_text("of somebody else", encoding="utf-8")


def with_a_program(root: Path, _: Path) -> None:
    write("src/oj_workbook/__init__.py", "")(root, _)


NOT_SAVED = r"det som ges ut är inte sparat i git som det är: "
STOPS = {
    "fel_i_en_sida": Stops(replace(LANGVARIGA, "riktning: lågt", "riktning: ned"), 1, "langvariga.yaml:7:"),
    "fel_i_två_filer": Stops(faults_in_two_files, 1, r"(?s)data/publicering.yaml:.*langvariga.yaml:7:"),
    "fel_i_en_leverans": Stops(replace(f"{FOLDER}/antal_2023.csv", "Ekby,20,", "Ekby,tjugo,"), 1, "antal_2023.csv:2"),
    "en_leverans_saknas": Stops(lambda root, _: (root / FOLDER / "antal_2023.csv").unlink(), 2, "fil-saknas"),
    "ändrat_utan_post": Stops(lambda root, _: (root / FOLDER / "andringar.yaml").unlink(), 1, "ändrad-historik"),
    "publicering_saknas": Stops(lambda root, _: (root / "data/publicering.yaml").unlink(), 2, "publicering.yaml"),
    "publicering_fel": Stops(replace("data/publicering.yaml", "https://", "htps://"), 1, "publicering.yaml:3:"),
    "område_utan_serie": Stops(replace("data/publicering.yaml", "område: prov", "område: annat"), 1, "saknad-serie"),
    "låset_saknas": Stops(lambda root, _: (root / "requirements.lock").unlink(), 2, "requirements.lock saknas"),
    "låset_tomt": Stops(write("requirements.lock", "# inget\n"), 2, "requirements.lock låser ingenting"),
    "låset_andra_tecken": Stops(lambda root, _: (root / "requirements.lock").write_bytes(b"\xff\xfe"), 2, "låser inge"),
    "låst_till_en_annan": Stops(write("requirements.lock", "rdflib==0.1 \\\n"), 2, r"andra versioner .*: rdflib \d"),
    "låst_med_tillägg": Stops(write("requirements.lock", "rdflib[x]==0.1\n"), 2, r"andra versioner .*: rdflib \d"),
    "okänd_utgivning": Stops(replace(f"{FOLDER}/utgava.yaml", "2024.1", "2024.3"), 1, "utgava.yaml:5"),
    "ändrad_sida": Stops(replace(LANGVARIGA, "länge", "för länge"), 2, f"{NOT_SAVED}”{LANGVARIGA}”;", save=False),
    "ny_sida_med_å": Stops(write("indicators/prov/å ä.yaml"), 2, f"{NOT_SAVED}”indicators/prov/å ä.yaml”;", save=False),
    "ny_sida_i_kö": Stops(staged, 2, f"{NOT_SAVED}”indicators/prov/LÄS MIG.md”;", save=False),
    "flyttad": Stops(renamed, 2, f"{NOT_SAVED}”{FOLDER}/andringar.yaml”, ”{FOLDER}/flyttad.yaml”;", save=False),
    "borttagen": Stops(lambda root, _: (root / "templates/tema.yaml").unlink(), 2, "”templates/tema.yaml”", save=False),
    "annan_utgåva": Stops(
        replace("data/2024-poster/utgava.yaml", "namn: ", "namn: Ny "), 2, "”data/2024-poster/utgava.yaml”;", save=False
    ),
    "gömd_ändring": Stops(unseen("--assume-unchanged"), 2, f"{NOT_SAVED}”{LANGVARIGA}”;", save=False),
    "överhoppad_ändring": Stops(unseen("--skip-worktree"), 2, f"{NOT_SAVED}”{LANGVARIGA}”;", save=False),
    "andra_radslut": Stops(other_ends_of_lines, 2, f"{NOT_SAVED}”{LANGVARIGA}”;", save=False),
    "ignorerad_leverans": Stops(
        ignored(f"{FOLDER}/antal_2023.csv"), 2, f"{NOT_SAVED}”{FOLDER}/antal_2023.csv”; .*--poster MAPP"
    ),
    "ignorerad_sida": Stops(ignored(LANGVARIGA), 2, f"{NOT_SAVED}”{LANGVARIGA}”;"),
    "ignorerat_lås": Stops(ignored("requirements.lock"), 2, f"{NOT_SAVED}”requirements.lock”;"),
    "inte_i_git": Stops(not_in_git, 2, "mappen ligger inte i git", save=False),
    "ingenting_sparat": Stops(no_commit, 2, "ingenting har sparats i git än", save=False),
    "mappen_har_annat": Stops(lambda _, out: (out / "å.txt").write_text("x"), 2, "ut” innehåller annat: ”å.txt”;"),
    "mappen_är_en_fil": Stops(a_file_there, 2, "ut” kan inte läsas eller skrivas: där står något"),
    "ett_annat_program": Stops(with_a_program, 2, "programmet som kör är inte det i projektets src"),
}


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a person was told: Swedish, and in the last line what to do."""
    said = capsys.readouterr().err
    assert not ENGLISH.search(said), said
    assert re.search(r"\n    Gör så här: [^\n]+\.\n$", said), said
    assert said.splitlines()[-1].startswith("    Gör så här: ")
    return said


def kept(out: Path) -> dict[str, bytes] | bytes:
    """Return all that lies in a folder, or what stands in its place."""
    return contents(out) if out.is_dir() else out.read_bytes()


@pytest.mark.parametrize("one", STOPS.values(), ids=STOPS.keys())
def test_what_is_not_as_it_should_be_leaves_the_earlier_release(
    one: Stops, kopia: Path, ut: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one.do(kopia, ut)
    if one.save:
        saved(kopia)
    before = kept(ut)
    assert main(["release", PROV, "--projekt", str(kopia), "-o", str(ut)]) == one.code
    assert re.search(one.told, told(capsys))
    assert kept(ut) == before


def lose_rdflib(patch: pytest.MonkeyPatch) -> None:
    """Let rdflib not be installed, to a program that has not begun to use it."""
    for name in ("oj_workbook.release", "oj_workbook.dcat"):
        patch.delitem(sys.modules, name)
    patch.setitem(sys.modules, "rdflib", None)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (lambda patch: patch.setenv("PATH", "/nowhere"), "programmet git finns inte här"),
        (lambda patch: patch.setenv("SOURCE_DATE_EPOCH", "1700000000"), "SOURCE_DATE_EPOCH är satt"),
        (lambda patch: patch.setattr(lockfile, "version", lambda _: "0.0.1"), r"andra versioner .*: \S+ 0\.0\.1"),
        (lambda patch: patch.setitem(sys.modules, "typst", None), "PDF kräver tillägget: pip install"),
        (lose_rdflib, "release kräver tillägget: pip install"),
    ],
    ids=["utan_git", "annan_tid", "andra_versioner", "utan_typst", "utan_rdflib"],
)
def test_a_machine_that_lacks_something_leaves_the_earlier_release(
    what: Callable[[pytest.MonkeyPatch], object],
    said: str,
    hus: Path,
    ut: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = kept(ut)
    what(monkeypatch)
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(ut)]) == 2
    assert re.search(said, told(capsys))
    assert kept(ut) == before


@pytest.mark.parametrize(
    "where",
    ["data/2024-prov/ut", "indicators/ut", "templates", "src/ut"],
    ids=["utgåvan", "sidorna", "mallarna", "src"],
)
def test_nothing_is_given_out_into_what_is_read(where: str, hus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = git(hus, "status", "--porcelain", "--ignored")
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(hus / where)]) == 2
    assert "ligger i det som utgåvan görs av" in told(capsys)
    assert git(hus, "status", "--porcelain", "--ignored") == before


# --- when all is made ---


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, given_out: Path, example: Sources) -> dict[str, bytes]:
    """Let everything be made already, the second time too; what is left is to compare and publish."""
    files = {name: (given_out / name).read_bytes() for name in json_order(given_out)}
    made = Made(files, {}, None, example, 1, 1)  # type: ignore[arg-type]
    monkeypatch.setattr(release, "bundle", lambda *_: (files, made))
    monkeypatch.setattr(release, "read_for", lambda *_: set())
    monkeypatch.setattr(release, "_again", lambda *_: second(as_told(files)))
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.2)
    return files


def as_told(files: Mapping[str, bytes]) -> bytes:
    """Return what the second process tells of some files."""
    return json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}).encode()


def second(out: bytes = b"", err: str = "", code: int = 0) -> subprocess.CompletedProcess[bytes]:
    """Return how the second process ended."""
    return subprocess.CompletedProcess([], code, out, err.encode())


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (second(as_told({"resultat.csv": b"x"})), r"SHA256SUMS, .*, resultat.csv blev inte likadana när de gjordes om"),
        (second(b"{}"), "gick det inte: den slutade med 0"),
        (second(b"", "", -9), "gick det inte: den slutade med -9"),
        (second(b"", "Traceback …\nMemoryError", 1), "gick det inte: ”MemoryError”"),
        (second(b"a library speaks first {}"), "gick det inte: den slutade med 0"),
        (second(b"[1]"), "gick det inte"),
    ],
    ids=["olika", "ingenting", "dödad", "föll", "annat", "annat_slag"],
)
def test_a_second_time_that_is_not_the_same_leaves_the_earlier_release(
    ended: subprocess.CompletedProcess[bytes],
    said: str,
    hus: Path,
    ut: Path,
    ready: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ready
    before = kept(ut)
    monkeypatch.setattr(release, "_again", lambda *_: ended)
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(ut)]) == 2
    answer = capsys.readouterr().err
    assert re.search(said, answer)
    assert answer.endswith(f"{AFTER_RELEASE}\n")
    assert kept(ut) == before


def test_a_file_that_is_made_with_chance_is_found_by_the_other_process(
    hus: Path, ut: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = kept(ut)
    monkeypatch.setattr(release, "catalogue", lambda _: os.urandom(8).hex())
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(ut)]) == 2
    assert "SHA256SUMS, datapackage.json, indikatorer.md blev inte likadana" in told(capsys)
    assert kept(ut) == before


def test_the_other_process_has_other_circumstances_and_reads_nothing_of_the_folder_it_is_run_in(
    hus: Path, given_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('not the real one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    seen: dict[str, str] = {}
    real = subprocess.run

    def watched(*words: object, **named: object) -> object:
        seen.update(named["env"])  # type: ignore[call-overload]
        return real(*words, **named)  # type: ignore[call-overload]

    commit = git(hus, "rev-parse", "HEAD")
    monkeypatch.setattr(subprocess, "run", watched)
    done = release._again(hus, PROV, commit, LATEST)  # noqa: SLF001
    assert json.loads(done.stdout) == json.loads(as_told(contents(given_out)))
    assert {seen[name] for name in ("PYTHONHASHSEED", "TZ", "LC_ALL")} == {"4711", "Pacific/Auckland", "C"}


def saved_meanwhile(hus: Path, *_: object) -> subprocess.CompletedProcess[bytes]:
    git(hus, "commit", "-q", "--allow-empty", "-m", "Under tiden.")
    return second(as_told({}))


def edited_meanwhile(hus: Path, *_: object) -> subprocess.CompletedProcess[bytes]:
    change(hus, LANGVARIGA, "länge", "för länge")
    return second(b"", "ProblemsError", 1)


def interrupted(*_: object) -> subprocess.CompletedProcess[bytes]:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(1)
    raise AssertionError("not interrupted")


@pytest.mark.parametrize(
    ("meanwhile", "code", "said"),
    [
        (saved_meanwhile, 4, "det som ges ut sparades på nytt medan det gjordes. Ingenting har ändrats."),
        (edited_meanwhile, 2, f"inte sparat i git som det är: ”{LANGVARIGA}”"),
        (interrupted, 4, "avbrutet. Ingenting har ändrats."),
    ],
    ids=["sparat", "ändrat", "avbrutet"],
)
def test_what_happens_meanwhile_is_told(
    meanwhile: Callable[..., subprocess.CompletedProcess[bytes]],
    code: int,
    said: str,
    kopia: Path,
    ut: Path,
    ready: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ready
    before = kept(ut)
    monkeypatch.setattr(release, "_again", meanwhile)
    assert main(["release", PROV, "--projekt", str(kopia), "-o", str(ut)]) == code
    assert said in told(capsys)
    assert kept(ut) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES], ids=["full", "skrivskyddad", "rättighet"])
def test_a_disk_that_refuses_leaves_the_earlier_release(
    number: int, hus: Path, ut: Path, ready: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ready
    before = kept(ut)

    def refused(what: str, name: str, when: str) -> None:
        if (what, name, when) == ("replace", "resultat.csv", "before"):
            raise OSError(number, "")

    with touched(ut, refused):
        assert main(["release", PROV, "--projekt", str(hus), "-o", str(ut)]) == 2
    assert "resultat.csv” kan inte läsas eller skrivas" in told(capsys)
    assert kept(ut) == before


def test_a_folder_that_another_run_holds_is_left_to_it(
    hus: Path, ut: Path, ready: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    before = kept(ut)
    held = os.open(ut, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(ut)]) == 4
    assert "hålls av en annan körning" in told(capsys)
    assert kept(ut) == before
    os.close(held)
    assert main(["release", PROV, "--projekt", str(hus), "-o", str(ut)]) == 0
    assert contents(ut) == ready


def test_a_run_that_is_stopped_while_the_other_process_works_leaves_neither_it_nor_anything_new(
    hus: Path, ut: Path
) -> None:
    before = kept(ut)
    command = [*COMMAND, "release", PROV, "--projekt", str(hus), "-o", str(ut)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as begun:  # noqa: S603
        children = Path(f"/proc/{begun.pid}/task/{begun.pid}/children")
        while not (child := working(children)):
            assert begun.poll() is None
            time.sleep(0.01)
        time.sleep(0.3)  # a process is there a moment before whoever began it knows of it
        begun.send_signal(signal.SIGTERM)
        _, said = begun.communicate(timeout=30)
    assert (begun.returncode, said) == (
        4,
        "oj-workbook: avbrutet. Ingenting har ändrats.\n    Gör så här: kör igen.\n",
    )
    assert not Path(f"/proc/{child}").exists()
    assert kept(ut) == before


def working(children: Path) -> str:
    """Return the number of the other process, "" when none works yet."""
    for child in children.read_text().split():
        try:
            if b"oj_workbook.release" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
        except OSError:
            continue
    return ""


# --- where it lies ---


def test_monthly_records_that_lie_apart_need_not_be_saved(kopia: Path, tmp_path: Path) -> None:
    publicering = (kopia / "data/publicering.yaml").read_text(encoding="utf-8")
    serie = publicering[publicering.index("  - område: prov") :].replace("område: prov", "område: poster")
    (kopia / "data/publicering.yaml").write_text(publicering + serie, encoding="utf-8")
    (tmp_path / "poster").mkdir()
    for file in (kopia / "data/2024-poster").glob("poster_*.csv"):
        file.rename(tmp_path / "poster" / file.name)
    saved(kopia)
    words = ["release", "2024-poster", "--projekt", str(kopia), "-o", str(tmp_path / "ny")]
    assert main([*words, "--poster", str(tmp_path / "poster")]) == 0
    words = ["verify", str(tmp_path / "ny/resultat.csv"), "--projekt", str(kopia)]
    assert main([*words, "--poster", str(tmp_path / "poster")]) == 0
    assert main(words) == 2  # they are nowhere else


def test_a_house_below_another_in_git_on_no_branch_and_cut_off_is_given_out(hus: Path, tmp_path: Path) -> None:
    """A part of a larger whole, of which only the last commit was fetched, with a file that nobody reads beside it."""
    whole = tmp_path / "Allt ihop"
    root = whole / "statistik å"
    shutil.copytree(hus, root, ignore=shutil.ignore_patterns(".git"))
    saved(whole, "Först.")
    (whole / "annat.txt").write_text("x", encoding="utf-8")
    saved(whole, "Sedan.")
    clone = tmp_path / "klon"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{whole}", str(clone))
    git(clone, "checkout", "-q", "--detach")
    (clone / "statistik å" / "anteckningar.txt").write_text("x", encoding="utf-8")
    out = clone / "statistik å" / "ut"  # below the house, and not ignored
    done = run("release", PROV, "--projekt", clone / "statistik å", "-o", out, GIT_DIR=str(hus / ".git"))
    assert done.returncode == 0, done.stderr
    assert json.loads((out / "bygge.json").read_bytes())["utgiven_ur"]["commit"] == git(clone, "rev-parse", "HEAD")
    verified = run("verify", out / "prov.xlsx", "--projekt", clone / "statistik å", GIT_DIR=str(hus / ".git"))
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stderr
    assert git(hus, "rev-parse", "--abbrev-ref", "HEAD") == "main"
