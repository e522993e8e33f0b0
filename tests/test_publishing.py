"""What the workflows say to GitHub: which issue is released, once; the dry run's issue; a pull request's comment."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from conftest import ROOT
from test_workflows import bundle

#: Stands in for gh: writes down what it was asked, and answers with the first answer whose words are in the question.
GH = f"""#!{sys.executable} -I
import json, pathlib, shutil, sys
here = pathlib.Path(__file__).parent
line = " ".join(sys.argv[1:])
texts = [pathlib.Path(word[6:]).read_text() for word in sys.argv if word.startswith("body=@")]
with (here / "asked").open("a") as asked:
    asked.write(json.dumps([line, *texts]) + "\\n")
for words, code, answer in json.loads((here / "answers").read_text()):
    if words in line:
        if code:
            sys.stderr.write(answer)
        elif answer.startswith("copy "):
            shutil.copytree(answer[5:], sys.argv[-1], dirs_exist_ok=True)
        elif answer.startswith("file "):
            sys.stdout.buffer.write(pathlib.Path(answer[5:]).read_bytes())
        else:
            sys.stdout.write(answer)
        sys.exit(code)
"""
NOT_FOUND = ("release view", 1, "release not found\n")
COMMIT = "a" * 40
Answer = tuple[str, int, str]


@dataclass(frozen=True)
class Hub:
    """A machine where gh answers what a test says."""

    folder: Path

    def run(self, script: str, *words: str, env: Mapping[str, str], answers: list[Answer]) -> tuple[int, str]:
        """Run one of our scripts, and return its exit code and what it said."""
        (self.folder / "answers").write_text(json.dumps(answers), encoding="utf-8")
        path = f"{self.folder}{os.pathsep}{os.environ['PATH']}"
        known = {"PATH": path, "GH_REPO": "oj/oj", "GITHUB_SHA": COMMIT, **env}
        answer = subprocess.run(  # noqa: S603
            [ROOT / ".ci" / script, *words], env=known, capture_output=True, text=True, check=False
        )
        return answer.returncode, answer.stdout + answer.stderr

    @property
    def asked(self) -> list[list[str]]:
        """What gh was asked, and the texts it was to send."""
        return [json.loads(line) for line in (self.folder / "asked").read_text(encoding="utf-8").splitlines()]

    def changed(self, *verbs: str) -> list[str]:
        """Return what gh was asked to change."""
        return [line for line, *_ in self.asked if any(verb in line for verb in verbs)]


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """Return a machine with a stand-in for gh."""
    folder = tmp_path / "bin"
    folder.mkdir()
    gh = folder / "gh"
    gh.write_text(GH, encoding="utf-8")
    gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
    return Hub(folder)


def git(folder: Path, *words: str) -> None:
    """Do something in a clone."""
    program = shutil.which("git")
    assert program is not None
    who = ("-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "init.defaultBranch=main")
    subprocess.run([program, *who, *words], cwd=folder, capture_output=True, check=True)  # noqa: S603


@pytest.mark.parametrize(
    ("env", "merged", "told"),
    [
        ({"TAGG": "2024-riket/2024.2"}, True, "tagg=2024-riket/2024.2\nutgava=2024-riket\nutgivning=2024.2\n"),
        ({"TAGG": "", "UTGAVA": "2024-riket", "UTGIVNING": "2024.1"}, True, "tagg=2024-riket/2024.1\n"),
        ({"TAGG": "2024-riket/2024.2"}, False, "is not on main"),
        ({"TAGG": "2025-riket/2025.1"}, True, "There is no edition data/2025-riket."),
        ({"TAGG": "v1.0"}, True, "names no issue of an edition"),
        ({"TAGG": "../2024-riket/2024.2"}, True, "names no issue of an edition"),
        ({"TAGG": "2024-riket/2024.2;id"}, True, "names no issue of an edition"),
        ({"TAGG": "2024-riket/2024.2\nutgava=x"}, True, "names no issue of an edition"),
    ],
    ids=["tagg", "för_hand", "inte_på_main", "okänd_utgåva", "version", "uppåt", "kommando", "två_rader"],
)
def test_a_tag_names_one_issue_of_one_edition(env: dict[str, str], merged: bool, told: str, tmp_path: Path) -> None:  # noqa: FBT001
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    edition = tmp_path / "data" / "2024-riket"
    edition.mkdir(parents=True)
    (edition / "utgava.yaml").write_text("namn: x\n", encoding="utf-8")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--message", "x")
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    if not merged:
        git(tmp_path, "commit", "--allow-empty", "--message", "y")
    output = tmp_path / "output"
    answer = subprocess.run(  # noqa: S603
        [tmp_path / ".ci" / "vilken"],
        env={"PATH": os.environ["PATH"], "GITHUB_OUTPUT": str(output), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told in answer.stdout
    assert (answer.returncode == 0) == output.exists() == told.startswith("tagg=")


PUBLISH = {"TAGG": "2024-riket/2024.2", "INTYG": "intyg.json"}


def test_a_release_has_every_file_of_the_bundle_attested_and_fetched_back(hub: Hub, tmp_path: Path) -> None:
    release = bundle(tmp_path / "release")
    answers = [NOT_FOUND, ("release download", 0, f"copy {release}")]
    code, said = hub.run("publicera", str(release), env=PUBLISH, answers=answers)
    assert code == 0, said
    assert len(hub.changed("attestation verify")) == len(list(release.iterdir()))
    (created,) = hub.changed("release create")
    assert all(str(file) in created for file in release.iterdir())


@pytest.mark.parametrize(
    "answers",
    [
        [("release view", 0, "2024-riket/2024.2")],
        [("release view", 1, "HTTP 502")],
        [NOT_FOUND, ("matching-refs", 0, "refs/tags/2024-riket/2024.2"), ("commits/tags", 0, "b" * 40)],
        [NOT_FOUND, ("attestation verify", 1, "no attestation")],
    ],
    ids=["redan_publicerad", "inget_svar", "taggen_är_flyttad", "inget_intyg"],
)
def test_nothing_is_published_twice_or_unattested(answers: list[Answer], hub: Hub, tmp_path: Path) -> None:
    code, _ = hub.run("publicera", str(bundle(tmp_path / "release")), env=PUBLISH, answers=answers)
    assert code != 0
    assert not hub.changed("release create")


def test_a_release_that_does_not_come_back_as_it_was_is_told(hub: Hub, tmp_path: Path) -> None:
    release, other = bundle(tmp_path / "release"), bundle(tmp_path / "other", issue="2024.1")
    answers = [NOT_FOUND, ("release download", 0, f"copy {other}")]
    assert hub.run("publicera", str(release), env=PUBLISH, answers=answers)[0] != 0


@pytest.mark.parametrize(
    ("result", "open_issue", "done"),
    [
        ("success success", "", []),
        ("success success", "7", ["issue close 7"]),
        ("failure skipped", "", ["issue create"]),
        ("failure skipped", "7", ["issue comment 7"]),
        ("success cancelled", "", ["issue create"]),
        ("success success success-not", "7", ["issue comment 7"]),
    ],
    ids=["lyckas", "lyckas_igen", "misslyckas", "misslyckas_igen", "avbruten", "okänt"],
)
def test_there_is_one_issue_while_the_dry_run_fails(result: str, open_issue: str, done: list[str], hub: Hub) -> None:
    env = {"RESULTAT": result, "KORNING": "https://example.com/1"}
    code, said = hub.run("meddela", env=env, answers=[("issue list", 0, open_issue)])
    assert code == 0, said
    changed = hub.changed("issue create", "issue comment", "issue close")
    assert [line[: len(word)] for line, word in zip(changed, done, strict=True)] == done


RUN = {"AGARE": "nagon", "GREN": "gren", "COMMIT": COMMIT, "KORNING": "5"}


def preview(folder: Path, text: bytes, name: str = "preview.html") -> Answer:
    """Return what a run left."""
    archive = folder / "preview.zip"
    with ZipFile(archive, "w") as whole:
        whole.writestr(name, text)
    return ("artifacts/55/zip", 0, f"file {archive}")


FOUND: list[Answer] = [("runs/5/artifacts", 0, "55"), ("oj/pulls", 0, "3")]


@pytest.mark.parametrize(
    ("comments", "verb"),
    [("", "POST repos/oj/oj/issues/3/comments"), ("91\n92\n", "PATCH repos/oj/oj/issues/comments/91")],
    ids=["den_första", "samma_igen"],
)
def test_a_preview_becomes_one_comment_on_its_pull_request(comments: str, verb: str, hub: Hub, tmp_path: Path) -> None:
    hostile = b"<h2>$(touch x) `touch y` ${{ x }} @alla</h2>\n\0\xff"
    answers = [preview(tmp_path, hostile), *FOUND, ("--paginate", 0, comments)]
    code, said = hub.run("kommentera", env=RUN, answers=answers)
    assert code == 0, said
    line, text = hub.asked[-1]
    assert verb in line
    assert text == (
        f"<!-- oj-workbook: preview -->\nFörhandsvisning av {COMMIT}\n\n"
        "<h2>$(touch x) `touch y` ${{ x }} @\u200balla</h2>\n"
    )


def _long(folder: Path) -> Answer:
    return preview(folder, b"x" * 70_000)


def _bomb(folder: Path) -> Answer:
    return preview(folder, b"x" * 50_000_000)


def _elsewhere(folder: Path) -> Answer:
    return preview(folder, b"x", "../preview.html")


def _no_archive(folder: Path) -> Answer:
    (folder / "x").write_bytes(b"no archive")
    return ("artifacts/55/zip", 0, f"file {folder / 'x'}")


@pytest.mark.parametrize("left", [_long, _bomb, _elsewhere, _no_archive])
def test_a_preview_that_is_no_preview_is_not_posted(left: Callable[[Path], Answer], hub: Hub, tmp_path: Path) -> None:
    code, said = hub.run("kommentera", env=RUN, answers=[left(tmp_path), *FOUND])
    assert code == 0, said
    assert "är tom eller för lång" in hub.asked[-1][1]
    assert len(hub.asked[-1][1]) < 200


@pytest.mark.parametrize("answers", [[], [("oj/pulls", 0, "3")]], ids=["ingen_begäran", "ingen_förhandsvisning"])
def test_without_a_pull_request_or_a_preview_nothing_is_said(answers: list[Answer], hub: Hub) -> None:
    code, _ = hub.run("kommentera", env=RUN, answers=answers)
    assert code == 0
    assert not hub.changed("POST", "PATCH")
