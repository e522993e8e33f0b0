"""A published file is made again by what its commit had, and by nothing that has come since."""

import io
import json
import shutil
import subprocess
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from oj_workbook import PROGRAM, verify
from oj_workbook.cli import main
from oj_workbook.output import sha256
from oj_workbook.usage import UsageError
from released import FOLDER, PROV, change, git, house, run, saved

Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def given_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, beside the house that it is of, which has gone on since and is now being changed."""
    root = house(tmp_path_factory.mktemp("verify") / "hus")
    saved(root)
    assert main(["release", PROV, "--projekt", str(root), "-o", str(root.with_name("ut"))]) == 0
    change(root, f"{FOLDER}/antal_2023.csv", "Ekby,20,40", "Ekby,30,40")
    saved(root, "En annan leverans.")
    change(root, "templates/texter.yaml", "Utgåva", "Upplaga")
    (root / "requirements.lock").write_text("rdflib==0.1\n", encoding="utf-8")
    saved(root, "Ett annat lås, och andra ord.")
    return root.with_name("ut")


@pytest.fixture
def klon(given_out: Path, tmp_path: Path) -> Path:
    """A fresh clone of the house, several commits later."""
    git(tmp_path, "clone", "-q", str(given_out.with_name("hus")), "klon å")
    return tmp_path / "klon å"


@pytest.fixture
def bunt(given_out: Path, tmp_path: Path) -> Path:
    """A copy of what was given out."""
    return shutil.copytree(given_out, tmp_path / "hämtat")


@pytest.fixture
def as_given_out(given_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is made again be what was given out: what is left is to compare."""
    monkeypatch.setattr(verify, "_make", lambda _tree, out, *_: shutil.copytree(given_out, out))


def answer(capsys: pytest.CaptureFixture[str], fil: Path, klon: Path, code: int) -> str:
    """Return what is said of a file, on both streams."""
    assert main(["verify", str(fil), "--projekt", str(klon)]) == code
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.out + told.err


def record_of(bunt: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((bunt / "bygge.json").read_bytes())
    return found


def test_a_file_is_what_it_says_whatever_has_come_since(
    bunt: Path, klon: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(klon, "templates/texter.yaml", "Upplaga", "Tryckning")  # and is not saved
    (klon / "indicators/prov/ny.yaml").write_text("namn: halv", encoding="utf-8")
    before = git(klon, "status", "--porcelain")
    said = answer(capsys, bunt / "prov.xlsx", klon, 0)
    commit = str(record_of(bunt)["utgiven_ur"]["commit"])  # type: ignore[index]
    assert said.splitlines() == [
        f"prov.xlsx: ”Provutgåvan”, version ”2024.1”, ur {commit[:10]}.",
        f"Projektet har inget program i src; det är gjort om med det som är installerat, {PROGRAM}.",
        f"Filen är, byte för byte, vad den säger sig vara ({sha256((bunt / 'prov.xlsx').read_bytes())}).",
    ]
    assert git(klon, "status", "--porcelain") == before
    assert git(klon, "rev-parse", "--abbrev-ref", "HEAD") == "main"


def test_a_file_is_made_again_by_the_program_of_its_commit(tmp_path: Path) -> None:
    """The program of today says another thing of the same pages."""
    root = house(tmp_path / "hus")
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    (root / ".gitignore").write_text("__pycache__/\n", encoding="utf-8")
    saved(root)
    own, out = str(root / "src"), tmp_path / "ut"
    done = run("release", PROV, "--projekt", root, "-o", out, PYTHONPATH=own)
    assert done.returncode == 0, done.stderr
    change(root, "src/oj_workbook/catalogue.py", "indikatorer och mått", "mått och indikatorer")
    saved(root, "Andra ord.")
    done = run("verify", out / "indikatorer.md", "--projekt", root, PYTHONPATH=own)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "installerat" not in done.stdout
    assert "indikatorer och mått" in (out / "indikatorer.md").read_text(encoding="utf-8")


def test_a_file_of_another_delivery_is_another(bunt: Path, klon: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As if history had been written anew: the commit that it names has other counts."""
    say(bunt, "utgiven_ur", "commit", git(klon, "rev-parse", "HEAD~1"))
    assert "Filen är en annan än den som blir: ”xl/" in answer(capsys, bunt / "prov.xlsx", klon, 1)


def say(bunt: Path, *words: object) -> None:
    """Let bygge.json say another thing."""
    *keys, last, value = words
    record = found = record_of(bunt)
    for key in keys:
        found = found[key]  # type: ignore[index, assignment]
    found[last] = value  # type: ignore[index]
    (bunt / "bygge.json").write_text(json.dumps(record), encoding="utf-8")


# --- what is compared ---


def packed(book: Path, level: int, change: Callable[[list[tuple[zipfile.ZipInfo, bytes]]], object]) -> None:
    """Pack a workbook anew, with another level and a change."""
    with zipfile.ZipFile(book) as source:
        parts = [(one, source.read(one)) for one in source.infolist()]
    change(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for one, data in parts:
            target.writestr(one, data, compresslevel=level)
    book.write_bytes(file.getvalue())


def cell(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    place = next(at for at, (one, _) in enumerate(parts) if one.filename == "xl/worksheets/sheet3.xml")
    info, data = parts[place]
    new = data.replace(b"</v>", b"1</v>", 1)
    assert new != data
    parts[place] = info, new


def shadowed(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    """Put another sheet of the same name first: which of the two is shown is for the office program to say."""
    info, data = next(one for one in parts if one[0].filename == "xl/worksheets/sheet3.xml")
    other = zipfile.ZipInfo(info.filename, info.date_time)
    other.compress_type = zipfile.ZIP_DEFLATED
    parts.insert(0, (other, data.replace(b"</v>", b"1</v>", 1)))


def huge(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    parts.append((zipfile.ZipInfo("bomb"), bytes(20_000_000)))


def byte(book: Path) -> None:
    data = bytearray(book.read_bytes())
    data[len(data) // 2] ^= 1
    book.write_bytes(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (Path.touch, 0, "Filen är, byte för byte, vad den säger sig vara"),
        (lambda book: packed(book, 1, len), 0, "Innehållet är detsamma, men packat med Python 3."),
        (lambda book: packed(book, 1, cell), 1, "annan än den som blir: ”xl/worksheets/sheet3.xml” skiljer."),
        (lambda book: packed(book, 9, shadowed), 1, "annan än den som blir: ”xl/worksheets/sheet3.xml” skiljer."),
        (lambda book: packed(book, 9, list.reverse), 1, "annan än den som blir: ”delarnas ordning"),
        (lambda book: packed(book, 9, list.pop), 1, "” skiljer."),
        (lambda book: packed(book, 9, huge), 1, "Filen är en annan än den som blir."),
        (byte, 1, "Filen är en annan än den som blir."),
        (lambda book: book.write_bytes(b""), 1, "Filen är en annan än den som blir."),
        (lambda book: book.write_bytes(book.read_bytes()[:-9]), 1, "Filen är en annan än den som blir."),
    ],
    ids=[
        *("orörd", "packad_om", "en_cell", "två_med_ett_namn", "annan_ordning", "en_del_mindre", "bomb", "en_byte"),
        *("tom", "avhuggen"),
    ],
)
@pytest.mark.usefixtures("as_given_out")
def test_another_file_is_told_from_one_that_is_packed_otherwise(
    spoil: Spoil, code: int, said: str, bunt: Path, klon: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(bunt / "prov.xlsx")
    assert said in answer(capsys, bunt / "prov.xlsx", klon, code)


@pytest.mark.usefixtures("as_given_out")
def test_every_file_of_the_bundle_can_be_asked_about(
    bunt: Path, klon: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in sorted(path.name for path in bunt.iterdir()):
        assert "byte för byte" in answer(capsys, bunt / name, klon, 0)
    (bunt / "resultat.csv").write_bytes((bunt / "resultat.csv").read_bytes() + b"\n")
    assert answer(capsys, bunt / "resultat.csv", klon, 1).endswith("Filen är en annan än den som blir.\n")


@pytest.mark.usefixtures("as_given_out")
def test_a_file_that_has_got_another_name_is_known_by_its_content(
    bunt: Path, klon: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(bunt / "prov.xlsx", bunt / "prov (1).xlsx")
    assert "byte för byte, den som heter prov.xlsx" in answer(capsys, bunt / "prov (1).xlsx", klon, 0)
    (bunt / "prov (1).xlsx").write_bytes(b"another")
    said = answer(capsys, bunt / "prov (1).xlsx", klon, 1)
    assert "Någon ”prov (1).xlsx” blev det inte" in said
    assert "bygge.json, datapackage.json, dcat.ttl" in said


# --- what cannot be made again ---

NO_RECORD = "finns ingen bygge.json från en utgivning"


def text(data: str | bytes) -> Spoil:
    def spoil(bunt: Path) -> None:
        (bunt / "bygge.json").write_bytes(data if isinstance(data, bytes) else data.encode())

    return spoil


def said_otherwise(*words: object) -> Spoil:
    return lambda bunt: say(bunt, *words)


UNUSABLE = {
    "ingen_bygge": (lambda bunt: (bunt / "bygge.json").unlink(), NO_RECORD),
    "ingen_json": (text("{"), NO_RECORD),
    "inte_utf_8": (text(b"\xff\xfe\x00"), NO_RECORD),
    "en_lista": (text("[]"), NO_RECORD),
    "ett_tal": (text("4"), NO_RECORD),
    "djup": (text("[" * 100_000), NO_RECORD),
    "ett_bygge": (lambda bunt: say(bunt, "utgiven_ur", None), NO_RECORD),
    "ur_en_text": (said_otherwise("utgiven_ur", "commit"), NO_RECORD),
    "version_ett_tal": (said_otherwise("version", 2024.1), NO_RECORD),
    "utgåva_en_lista": (said_otherwise("utgåva", [PROV]), NO_RECORD),
    "commit_en_gren": (said_otherwise("utgiven_ur", "commit", "main"), NO_RECORD),
    "commit_ett_val": (said_otherwise("utgiven_ur", "commit", "--upload-pack=touch x"), NO_RECORD),
    "commit_förkortad": (said_otherwise("utgiven_ur", "commit", "0123456789"), NO_RECORD),
    "commit_före": (said_otherwise("utgiven_ur", "commit", "0" * 40 + "~1"), NO_RECORD),
    "commit_med_radslut": (said_otherwise("utgiven_ur", "commit", "0" * 40 + "\n"), NO_RECORD),
    "python_med_styrtecken": (said_otherwise("utgiven_ur", "python", "3\x1b[2J"), NO_RECORD),
    "okänd_commit": (said_otherwise("utgiven_ur", "commit", "0" * 40), "finns inte"),
    "annat_lås": (said_otherwise("utgiven_ur", "lås", "0" * 64), "är inte den som filen säger"),
    "okänd_utgåva": (said_otherwise("utgåva", "2023-prov"), "utgåvan ”2023-prov” finns inte"),
    "utgåva_ett_val": (said_otherwise("utgåva", "--projekt=/"), "utgåvan ”--projekt=/” finns inte"),
    "utgåva_en_väg": (said_otherwise("utgåva", "../data/2024-prov"), "finns inte"),
    "okänd_version": (said_otherwise("version", "2031.1"), "utgivningen ”2031.1” finns inte"),
    "version_ett_val": (said_otherwise("version", "--help"), "utgivningen ”--help” finns inte"),
    "ingen_fil": (lambda bunt: (bunt / "prov.xlsx").unlink(), "finns inte eller kan inte läsas"),
}


@pytest.mark.parametrize(("spoil", "said"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_what_cannot_be_made_again_is_told(
    spoil: Spoil, said: str, bunt: Path, klon: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(bunt)
    told = answer(capsys, bunt / "prov.xlsx", klon, 2)
    assert told.startswith("oj-workbook: ")
    assert said in told


def test_a_commit_without_a_lock_file_is_told(bunt: Path, klon: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (klon / "requirements.lock").unlink()
    say(bunt, "utgiven_ur", "commit", saved(klon))
    assert "requirements.lock i " in answer(capsys, bunt / "prov.xlsx", klon, 2)


def test_a_history_that_was_cut_off_is_told_with_how_to_get_it(
    bunt: Path, given_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{given_out.with_name('hus')}", "grund")
    said = answer(capsys, bunt / "prov.xlsx", tmp_path / "grund", 2)
    assert "hämta hela historiken med ”git fetch --unshallow”" in said


# --- other packages ---


def test_other_packages_are_installed_apart_as_the_commit_locks_them(
    bunt: Path, given_out: Path, klon: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package index is stood in for."""
    lock = klon / "requirements.lock"
    assert lock.read_bytes() == b"rdflib==0.1\n"
    say(bunt, "utgiven_ur", "commit", git(klon, "rev-parse", "HEAD"))
    say(bunt, "utgiven_ur", "lås", sha256(lock.read_bytes()))
    asked: list[list[str]] = []
    monkeypatch.setattr(venv, "create", lambda home, with_pip: asked.append([str(home), str(with_pip)]))

    def stand_in(command: list[str], tree: Path) -> None:
        asked.append(command)
        if "release" in command:
            shutil.copytree(given_out, command[command.index("-o") + 1])
        assert (tree / "requirements.lock").read_bytes() == lock.read_bytes()

    monkeypatch.setattr(verify, "_run", stand_in)
    assert "byte för byte" in answer(capsys, bunt / "prov.xlsx", klon, 0)
    (home, with_pip), install, make = asked
    assert with_pip == "True"
    assert install[:-1] == [f"{home}/bin/python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    assert make[0] == f"{home}/bin/python"
    assert make[-2:] == ["--", PROV]


def test_the_commands_get_the_program_of_the_commit_and_no_other_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("PYTHONPATH", "/today")
    seen: list[dict[str, str]] = []

    def watched(_: object, *, env: dict[str, str], **_named: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(env)
        return subprocess.CompletedProcess([], len(seen) - 1, b"", b"1\n2\n3\nsist\n")

    monkeypatch.setattr(subprocess, "run", watched)
    verify._run([], tmp_path)  # noqa: SLF001
    assert seen[0]["PYTHONPATH"] == "/today"
    (tmp_path / "src/oj_workbook").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"^det gick inte att göra om:\n2\n3\nsist$"):
        verify._run([], tmp_path)  # noqa: SLF001
    assert seen[1]["PYTHONPATH"] == str(tmp_path / "src")
    assert not any("SOURCE_DATE_EPOCH" in one for one in seen)
