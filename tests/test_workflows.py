"""The workflows: what they may do, that the dry run is the release, and that their steps run on any machine."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from conftest import EDITION, RIKET, ROOT
from workflow_steps import EXPRESSION, WORKFLOWS, read_workflow, script

FILES = sorted(WORKFLOWS.glob("*.yml"))
PINNED = re.compile(r"uses: (actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/bygg\.yml( # .*)?)$")
BIN = Path(sys.executable).parent

#: Who may write, and what.  Whatever job is not here may only read the code.
MAY_WRITE = {
    ("comment", "kommentera"): {"pull-requests"},
    ("release", "publicera"): {"attestations", "contents", "id-token"},
    ("torrkorning", "meddela"): {"issues"},
    ("torrkorning", "hall_igang"): {"actions"},
}


def faults(file: Path) -> list[str]:
    """Return what is wrong with a workflow."""
    text = file.read_text(encoding="utf-8")
    workflow = read_workflow(file)
    found = [
        f"not pinned: {line.strip()}"
        for line in text.splitlines()
        if re.match(r"\s*(- )?uses:", line) and not PINNED.search(line)
    ]
    if workflow["permissions"] != {}:
        found.append("rights at the top")
    if workflow["defaults"] != {"run": {"shell": "bash"}}:
        found.append("not run by bash")
    if "pull_request_target" in workflow["on"]:
        found.append("pull_request_target")
    for name, job in workflow["jobs"].items():
        found += _faults_of(file.stem, name, job)
    return found


def _faults_of(workflow: str, name: str, job: dict[str, Any]) -> list[str]:
    found = []
    if "uses" not in job and "timeout-minutes" not in job:
        found.append(f"{name}: no timeout")
    writes = {right for right, how in job["permissions"].items() if how != "read"}
    if writes != MAY_WRITE.get((workflow, name), set()):
        found.append(f"{name}: may write {sorted(writes)}")
    for step in job.get("steps", []):
        if "${{" in step.get("run", ""):
            found.append(f"{name}: an expression in a run step")
        if len(step.get("run", "").splitlines()) > 2:
            found.append(f"{name}: more than two lines in a run step")
        if "actions/checkout" in step.get("uses", "") and step["with"].get("persist-credentials") != "false":
            found.append(f"{name}: the checkout keeps its credentials")
        if "cache" in step.get("with", {}):
            found.append(f"{name}: a cache")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_workflow_may_do_no_more_than_it_must(file: Path) -> None:
    assert faults(file) == []


@pytest.mark.parametrize(
    ("of", "sound", "planted", "told"),
    [
        ("bygg", "@df4cb1c069e1874edd31b4311f1884172cec0e10 # v6.0.3", "@v6", "not pinned: uses: actions/checkout@v6"),
        ("bygg", "actions/setup-python@", "anybody/setup-python@", "not pinned: uses: anybody/setup-python"),
        ("bygg", "run: make release", "run: make release ${{ inputs.utgava }}", "bygg: an expression in a run step"),
        ("bygg", "    timeout-minutes: 45\n", "", "bygg: no timeout"),
        ("bygg", "permissions: {}", "permissions: {contents: write}", "rights at the top"),
        ("bygg", "contents: read #", "contents: write #", "bygg: may write ['contents']"),
        ("bygg", "persist-credentials: false", "persist-credentials: true", "bygg: the checkout keeps its credentials"),
        ("bygg", 'python-version: "3.11"', "cache: pip", "bygg: a cache"),
        ("bygg", "shell: bash", "shell: sh", "not run by bash"),
        ("check", "  pull_request:\n", "  pull_request_target:\n", "pull_request_target"),
    ],
    ids=["tagg", "annans", "uttryck", "ingen_tid", "allas_rätt", "skrivrätt", "lösenord", "cache", "sh", "mål"],
)
def test_a_planted_fault_is_caught(of: str, sound: str, planted: str, told: str, tmp_path: Path) -> None:
    text = (WORKFLOWS / f"{of}.yml").read_text(encoding="utf-8")
    assert sound in text
    file = tmp_path / f"{of}.yml"
    file.write_text(text.replace(sound, planted), encoding="utf-8")
    assert any(fault.startswith(told) for fault in faults(file))


def lint(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run one of the linters of the environment."""
    program, *rest = words
    return subprocess.run(  # noqa: S603
        [BIN / program, *rest], cwd=folder, capture_output=True, text=True, check=False
    )


ZIZMOR = ("zizmor", "--offline", "--no-config", "--persona", "pedantic", ".github")
SCHEMA = ("check-jsonschema", "--builtin-schema")


def test_the_linters_have_nothing_to_say() -> None:
    scripts = sorted(str(file) for file in (ROOT / ".ci").iterdir())
    for words in (
        ZIZMOR,
        (*SCHEMA, "vendor.github-workflows", *map(str, FILES)),
        (*SCHEMA, "vendor.dependabot", ".github/dependabot.yml"),
        ("shellcheck", *scripts),
    ):
        answer = lint(*words)
        assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_linters_would_have_caught_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    file = folder / "bygg.yml"
    sound = (WORKFLOWS / "bygg.yml").read_text(encoding="utf-8")
    file.write_text(sound.replace("run: make release", "run: make ${{ inputs.utgava }}"), encoding="utf-8")
    assert "template-injection" in lint(*ZIZMOR, folder=tmp_path).stdout
    file.write_text(sound.replace("runs-on:", "runs-at:"), encoding="utf-8")
    assert lint(*SCHEMA, "vendor.github-workflows", str(file)).returncode != 0


def test_the_dry_run_builds_what_the_release_builds_and_every_edition() -> None:
    release, dry = (read_workflow(WORKFLOWS / f"{name}.yml")["jobs"] for name in ("release", "torrkorning"))
    assert release["bygg"]["uses"] == dry["bygg"]["uses"] == "./.github/workflows/bygg.yml"
    editions = {file.parent.name for file in (ROOT / "data").glob("*/utgava.yaml")}
    asked = read_workflow(WORKFLOWS / "release.yml")["on"]["workflow_dispatch"]["inputs"]["utgava"]["options"]
    assert editions == {EDITION, RIKET} == set(asked)
    assert all(set(dry[job]["strategy"]["matrix"]["utgava"]) == editions for job in ("bygg", "hamta"))


def test_what_is_released_was_approved_and_is_not_built_by_who_may_write() -> None:
    publicera = read_workflow(WORKFLOWS / "release.yml")["jobs"]["publicera"]
    assert publicera["environment"] == "publicering"
    assert publicera["needs"] == ["vilken", "bygg"]
    assert [step["run"] for step in publicera["steps"] if "run" in step] == [
        ".ci/kontrollera release",
        ".ci/publicera release",
    ]


#: What make release leaves, in the stand-in for the project.
PARTS = {
    "oj.xlsx": "ark",
    "resultat.csv": "enhet",
    "datapackage.json": "{}",
    "dcat.ttl": "#",
    "indikatorer.md": "#",
    "metodbeskrivning.md": "#",
    "andringar-2024.1.html": "<p>",
    "bygge.json": '{\n  "utgåva": "2024-riket",\n  "version": "ISSUE",\n  "datum": "2024-06-01"\n}',
}


def bundle(folder: Path, issue: str = "2024.2") -> Path:
    """Write a whole bundle."""
    folder.mkdir()
    for name, text in PARTS.items():
        (folder / name).write_text(text.replace("ISSUE", issue), encoding="utf-8")
    sums = "".join(f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in PARTS)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a stand-in for a clean clone, whose make release leaves a bundle."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    bundle(tmp_path / "bunt")
    (tmp_path / "Makefile").write_text("release:\n\tcp -r bunt release\n.PHONY: release\n", encoding="utf-8")
    return tmp_path


def steps() -> str:
    """Return the steps of the build, for the national edition's second issue."""
    given = {"inputs.utgava": RIKET, "inputs.utgivning": "2024.2"}
    return script(read_workflow(WORKFLOWS / "bygg.yml"), "bygg", given)


def run(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder."""
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run([bash, "-c", text], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def test_the_steps_of_the_build_are_a_script_that_leaves_a_whole_bundle(clone: Path) -> None:
    (clone / "steg.sh").write_text("#!/usr/bin/env bash\n" + steps(), encoding="utf-8")
    answer = lint("shellcheck", "--severity=warning", str(clone / "steg.sh"))
    assert answer.returncode == 0, answer.stdout
    answer = run(steps(), clone)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.endswith("A whole bundle: 9 files.\n")


def _change(folder: Path) -> None:
    (folder / "oj.xlsx").write_text("arg", encoding="utf-8")


def _add(folder: Path) -> None:
    (folder / "extra.txt").write_text("x", encoding="utf-8")


def _rename(folder: Path) -> None:
    (folder / "oj.xlsx").rename(folder / "öj.xlsx")


def _link(folder: Path) -> None:
    (folder / "dcat.ttl").unlink()
    (folder / "dcat.ttl").symlink_to("/etc/hostname")


def _other_issue(folder: Path) -> None:
    shutil.rmtree(folder)
    bundle(folder, issue="2024.1")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_change, "The files are not those that SHA256SUMS names."),
        (_add, "SHA256SUMS does not name each file of the bundle once."),
        (_rename, "A file has a name that a release would change: öj.xlsx"),
        (_link, "dcat.ttl is no file with something in it."),
        (_other_issue, "bygge.json is not of 2024.2."),
        (lambda folder: (folder / "resultat.csv").unlink(), "The bundle has no resultat.csv."),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "The bundle has no SHA256SUMS."),
        (lambda folder: (folder / "dcat.ttl").write_text(""), "dcat.ttl is no file with something in it."),
    ],
    ids=["ändrad", "en_till", "annat_tecken", "länk", "annan_utgivning", "saknas", "inga_summor", "tom"],
)
def test_the_steps_fail_loudly_when_the_bundle_is_not_whole(
    spoil: Callable[[Path], object], told: str, clone: Path
) -> None:
    spoil(clone / "bunt")
    answer = run(steps(), clone)
    assert answer.returncode != 0
    assert f"::error::{told}" in answer.stdout


def test_the_steps_stop_when_the_build_does(clone: Path) -> None:
    (clone / "Makefile").write_text("release:\n\tcp -r bunt release\n\tfalse\n", encoding="utf-8")
    assert run(steps(), clone).returncode != 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_job_is_a_script_when_its_expressions_are_answered(file: Path) -> None:
    answered = dict.fromkeys(EXPRESSION.findall(file.read_text(encoding="utf-8")), "x; $(false) '")
    workflow = read_workflow(file)
    for name, job in workflow["jobs"].items():
        if "steps" in job:
            text = script(workflow, name, answered)
            assert run(f"bash -n <<'SLUT'\n{text}SLUT", ROOT).stderr == ""
            assert "${{" not in text
