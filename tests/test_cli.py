"""What a person, a program and the next step of a pipeline meet: exit codes, messages, and files whole or untouched."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from conftest import EDITION, ROOT
from oj_workbook.cli import main

XLSX = "oj-2013-ekonomiskt-bistand-jonkopings-lan.xlsx"
INDIKATOR = "indicators/ekonomiskt-bistand/enkat/it_system.yaml"
ENKAT = f"data/{EDITION}/enkat_2013.csv"


@dataclass(frozen=True)
class Run:
    """What one command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """Return the last line that a person sees."""
        return self.err.splitlines()[-1]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Runner":
    """Return the command, as somebody standing in the project's folder runs it."""
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Runner(capsys)


class Runner:
    """Runs the command in this process, and lets no traceback pass."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str | Path) -> Run:
        """Run one command to its end."""
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # how argparse ends
            code = int(str(stop.code))
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Run(code, captured.out, captured.err)


@pytest.fixture
def hus(tmp_path: Path) -> Path:
    """A copy of the project that may be changed."""
    root = tmp_path / "hus"
    for name in ("data", "indicators", "templates"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture
def faulty(hus: Path) -> Path:
    """A copy with a fault in each of two pages, whose preselected edition is that of the county."""
    (hus / "data" / "utgavor.yaml").write_text(f"förvald: {EDITION}\n", encoding="utf-8")
    change(hus / INDIKATOR, "riktning: högt", "riktning: hög")
    change(hus / "data" / EDITION / "utgava.yaml", "datum: 2026-11-23", "datum: november")
    return hus


def change(file: Path, old: str, new: str) -> None:
    """Write something else in the one place where it stands."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# --- what can be asked for ---


def test_a_faultless_edition_ends_with_0(run: Runner) -> None:
    told = run("check", EDITION)
    assert (told.code, told.out, told.err) == (0, "", "Inga fel, 0 varningar.\n")


def test_the_edition_that_is_not_mentioned_is_the_preselected_one(run: Runner, hus: Path) -> None:
    assert run("check", "--projekt", hus).code == 0
    utgavor = hus / "data" / "utgavor.yaml"
    (preselected,) = re.findall(r"^förvald: (\S+)$", utgavor.read_text(encoding="utf-8"), re.MULTILINE)
    assert run("check", "--projekt", hus) == run("check", preselected, "--projekt", hus)
    change(utgavor, preselected, f"{preselected}x")
    told = run("check", "--projekt", hus)
    assert told.code == 1
    assert told.err.startswith("data/utgavor.yaml:2:10: fel okänt-värde: ")
    assert f"menade du ”{preselected}”?" in told.err


WRONG_COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "inget_kommando": ((), "det saknas något: KOMMANDO"),
    "okänt_kommando": (("bygg",), "KOMMANDO kan inte vara ”bygg”; välj bland"),
    "okänt_val": (("check", "--fromat", "json"), "okänt: --fromat"),
    "okänd_form": (("check", "--format", "xml"), "--format kan inte vara ”xml”; välj bland"),
    "val_utan_värde": (("build", "--enhet"), "--enhet ska följas av ett värde"),
    "bygges_val_till_check": (("check", "--enhet", "0604"), "okänt: --enhet"),
    "två_utgåvor": (("check", EDITION, EDITION), f"okänt: {EDITION}"),
    "felstavad_utgåva": (("check", "2013-jönköping"), "”2013-jönköping” finns inte; menade du ”2013-jonkoping”?"),
    "okänd_utgåva": (("build", "missbruk"), "utgåvan ”missbruk” finns inte; välj 2013-jonkoping"),
    "en_stig_i_stället_för_en_utgåva": (("check", ".."), "utgåvan ”..” finns inte"),
    "fel_projektmapp": (("check", "--projekt", "src"), "är inte projektets mapp: där finns ingen utgåva under data/"),
    "projektmapp_som_inte_finns": (("check", "--projekt", "nej"), "är inte projektets mapp"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG_COMMANDS.values(), ids=WRONG_COMMANDS.keys())
def test_what_cannot_be_asked_for_ends_with_2_and_says_what_can(
    arguments: tuple[str, ...], words: str, run: Runner
) -> None:
    told = run(*arguments)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("oj-workbook: ")
    assert words in told.err


@pytest.mark.parametrize(
    ("enhet", "meant"),
    [
        pytest.param("9999", "välj en kod i resultat.csv", id="koden_finns_inte"),
        pytest.param("0114", "välj en kod", id="kommunen_ingår_inte"),
        pytest.param("Habo", "menade du 0643?", id="namnet_i_stället_för_koden"),
        pytest.param("habo", "menade du 0643?", id="namnet_med_liten_bokstav"),
        pytest.param("lan-06", "välj en kod", id="ett_län"),
        pytest.param("０６４３", "välj en kod", id="breda_siffror"),
    ],
)
def test_a_file_cannot_open_with_an_unknown_kommun(enhet: str, meant: str, run: Runner, tmp_path: Path) -> None:
    told = run("build", EDITION, "-o", tmp_path / "ut", "--enhet", enhet)
    assert (told.code, told.out) == (2, "")
    assert f"”{enhet}” är ingen enhet i utgåvans senaste år; {meant}" in told.err
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("check", "-h")], ids=" ".join)
def test_the_help_is_in_swedish(arguments: tuple[str, ...], run: Runner) -> None:
    told = run(*arguments)
    assert told.code == 0
    assert "användning: oj-workbook" in told.out
    for english in ("usage", "options:", "arguments", "show this"):
        assert english not in told.out


# --- how problems are told ---


def test_every_problem_is_told_with_its_place_and_its_remedy_and_the_sum_comes_last(run: Runner, faulty: Path) -> None:
    told = run("check", "--projekt", faulty)
    assert (told.code, told.out) == (1, "")
    assert told.err.splitlines() == [
        (
            f"data/{EDITION}/utgava.yaml:6:31: fel fel-datum: "
            "”datum” ska vara ett datum som 2013-04-01, men är ”november”."
        ),
        "    Gör så här: rätta datumet.",
        f"{INDIKATOR}:7:11: fel okänt-värde: ”riktning” kan inte vara ”hög”.",
        "    Gör så här: menade du ”högt”?",
        "2 fel, 0 varningar. Ingenting har skrivits.",
    ]


def test_a_build_tells_the_same_as_a_check(run: Runner, faulty: Path) -> None:
    assert run("build", "--projekt", faulty, "-o", faulty / "ut") == run("check", "--projekt", faulty)


def test_a_program_gets_every_problem_as_json_and_nothing_else(run: Runner, faulty: Path) -> None:
    told = run("check", "--projekt", faulty, "--format", "json")
    assert told.code == 1
    problems = json.loads(told.out)
    assert [(one["fil"], one["rad"], one["kolumn"], one["nivå"], one["kod"]) for one in problems] == [
        (f"data/{EDITION}/utgava.yaml", 6, 31, "fel", "fel-datum"),
        (INDIKATOR, 7, 11, "fel", "okänt-värde"),
    ]
    assert problems[1]["text"] == "”riktning” kan inte vara ”hög”."
    assert problems[1]["gör_så_här"] == "menade du ”högt”?"
    assert told.err.splitlines() == ["2 fel, 0 varningar. Ingenting har skrivits."]


def test_a_faultless_edition_is_an_empty_list_as_json(run: Runner) -> None:
    told = run("check", EDITION, "--format", "json")
    assert (told.code, json.loads(told.out)) == (0, [])


def test_github_shows_every_problem_at_its_line(run: Runner, faulty: Path) -> None:
    told = run("check", "--projekt", faulty, "--format", "github")
    assert told.code == 1
    *annotations, last = (told.out + told.err).splitlines()
    assert [annotation.split("::")[1:] for annotation in annotations] == [
        [
            f"error file=data/{EDITION}/utgava.yaml,line=6,col=31,title=fel-datum",
            "”datum” ska vara ett datum som 2013-04-01, men är ”november”. Gör så här: rätta datumet.",
        ],
        [
            f"error file={INDIKATOR},line=7,col=11,title=okänt-värde",
            "”riktning” kan inte vara ”hög”. Gör så här: menade du ”högt”?",
        ],
    ]
    assert last == "2 fel, 0 varningar. Ingenting har skrivits."


def test_all_faults_of_a_delivery_are_told_at_once(run: Runner, hus: Path) -> None:
    enkat = hus / ENKAT
    enkat.write_text(enkat.read_text(encoding="utf-8").replace("Nej", "Nix"), encoding="utf-8")
    told = run("check", EDITION, "--projekt", hus, "--format", "json")
    rows = (ROOT / ENKAT).read_text(encoding="utf-8").splitlines()[1:]
    planted = [(row, cell) for row, text in enumerate(rows, 2) for cell in text.split(",") if cell == "Nej"]
    *problems, total = json.loads(told.out)
    assert {one["kod"] for one in (*problems, total)} == {"okänt-svar"}
    assert [one["rad"] for one in problems] == [row for row, _ in planted][:100]
    assert f"på {len(planted)} ställen; bara de 100 första räknas upp" in total["text"]
    assert told.last == f"{len(planted)} fel, 0 varningar. Ingenting har skrivits."


def test_a_warning_does_not_stop_the_edition_but_is_told_everywhere(run: Runner, hus: Path, tmp_path: Path) -> None:
    enkat = hus / ENKAT
    rows = enkat.read_text(encoding="utf-8").splitlines(keepends=True)
    enkat.write_text("".join(row for row in rows if not row.startswith("0643")), encoding="utf-8")
    told = run("build", EDITION, "--projekt", hus, "-o", tmp_path / "ut")
    assert told.code == 0
    said = "1 av 13 saknas i filen och visas utan uppgift: Habo."
    assert told.err.startswith(f"{ENKAT}: varning enhet-saknas: {said}\n")
    assert told.last.startswith("Klart: ")
    (varning,) = json.loads((tmp_path / "ut" / "bygge.json").read_text(encoding="utf-8"))["varningar"]
    assert (varning["plats"], varning["kod"]) == (ENKAT, "enhet-saknas")
    github = run("check", EDITION, "--projekt", hus, "--format", "github")
    assert github.code == 0
    assert f"::warning file={ENKAT},line=1,col=1,title=enhet-saknas::{said}" in github.out + github.err


# --- the files, whole or untouched ---


def test_a_build_says_which_files_it_made(run: Runner, tmp_path: Path) -> None:
    told = run("build", EDITION, "-o", tmp_path / "ut")
    assert told.code == 0
    assert told.out.splitlines() == [str(tmp_path / "ut" / name) for name in (XLSX, "resultat.csv", "bygge.json")]
    assert re.fullmatch(r"Klart: \d+ uppgifter, \d+ celler kontrollerade, 0 varningar\.", told.last)
    assert sorted(contents(tmp_path / "ut")) == sorted([XLSX, "resultat.csv", "bygge.json"])


def test_the_record_of_a_build_holds_the_checksums_of_its_files_and_of_what_they_were_made_of(built: Path) -> None:
    record = json.loads((built / "bygge.json").read_text(encoding="utf-8"))
    files = contents(built)
    assert record["filer"] == {name: hashlib.sha256(files[name]).hexdigest() for name in (XLSX, "resultat.csv")}
    assert (record["utgåva"], record["version"], record["varningar"]) == (EDITION, "2013.1", [])
    for name in (INDIKATOR, "templates/texter.yaml", "data/enheter/kommuner.csv"):
        assert record["underlag"][name] == hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    assert ENKAT.rpartition("/")[2] in record["leveranser"]
    assert ENKAT not in record["underlag"]  # its checksum would be another for another hidden figure


def test_a_build_that_fails_leaves_the_earlier_files_as_they_were(run: Runner, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    out.mkdir()
    for name in (XLSX, "resultat.csv", "bygge.json"):
        (out / name).write_bytes(f"förra årets {name}".encode())
    before = contents(out)
    assert run("build", "--projekt", faulty, "-o", out).code == 1
    assert contents(out) == before


def test_a_build_that_fails_makes_no_folder(run: Runner, faulty: Path, tmp_path: Path) -> None:
    assert run("build", "--projekt", faulty, "-o", tmp_path / "ut").code == 1
    assert not (tmp_path / "ut").exists()


def test_a_file_in_the_way_of_the_folder_ends_with_2_and_is_left_alone(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "ut").write_text("Rör inte.", encoding="utf-8")
    for out in (tmp_path / "ut", tmp_path / "ut" / "mapp"):
        told = run("build", EDITION, "-o", out)
        assert (told.code, told.out) == (2, "")
        assert f"”{tmp_path / 'ut'}" in told.err
        assert "Gör så här: " in told.last
    assert contents(tmp_path) == {"ut": b"R\xc3\xb6r inte."}


def test_a_folder_in_the_way_of_a_file_ends_with_2_and_nothing_temporary_is_left(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "ut" / XLSX).mkdir(parents=True)
    told = run("build", EDITION, "-o", tmp_path / "ut")
    assert (told.code, told.out) == (2, "")
    assert "Gör så här: " in told.last
    assert [path.name for path in (tmp_path / "ut").iterdir()] == [XLSX]


# --- the same files everywhere ---


def created(workbook: Path) -> str:
    """Return the moment stored in a workbook."""
    with ZipFile(workbook) as archive:
        core = archive.read("docProps/core.xml").decode()
    (moment,) = re.findall(r"<dcterms:created[^>]*>(.*?)</dcterms:created>", core)
    return str(moment)


def test_the_moment_in_the_file_is_the_date_of_the_edition_and_never_the_clock(workbook: Path) -> None:
    assert created(workbook) == "2026-11-23T00:00:00Z"


def build_elsewhere(root: Path, machine: dict[str, str]) -> Path:
    """Build in a process of its own, with the settings of another machine; return the output folder."""
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(  # noqa: S603 - this Python
        [
            sys.executable,
            "-c",
            "import sys; from oj_workbook.cli import main; sys.exit(main())",
            "build",
            EDITION,
            "-o",
            "ut",
        ],
        cwd=root,
        env={**environment, **machine},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[-1].split(":")[0]) == (0, "Klart"), done.stderr
    assert done.stdout.splitlines() == [f"ut/{name}" for name in (XLSX, "resultat.csv", "bygge.json")]
    return root / "ut"


MACHINES: dict[str, dict[str, str]] = {
    "i_tokyo": {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    "i_istanbul": {"TZ": "Europe/Istanbul", "PYTHONHASHSEED": "2", "LANG": "tr_TR.UTF-8"},
}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES.keys())
def test_another_machine_makes_the_same_bytes(machine: dict[str, str], built: Path, hus: Path) -> None:
    assert contents(build_elsewhere(hus, machine)) == contents(built)


def test_the_moment_in_the_file_is_that_of_the_source_where_it_is_given(hus: Path) -> None:
    out = build_elsewhere(hus, {"SOURCE_DATE_EPOCH": "1000000000", "TZ": "Asia/Tokyo"})
    assert created(out / XLSX) == "2001-09-09T01:46:40Z"
    with ZipFile(out / XLSX) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2001, 9, 9, 1, 46, 40)}


def test_the_installed_command_ends_as_the_function_does(faulty: Path) -> None:
    command = Path(sys.executable).with_name("oj-workbook")
    done = subprocess.run(  # noqa: S603 - our own command
        [command, "check"], cwd=faulty, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "2 fel, 0 varningar. Ingenting har skrivits."


# --- all editions, and the hook of git ---


def test_all_editions_are_checked_at_once_and_a_shared_fault_is_told_once(run: Runner, hus: Path) -> None:
    change(hus / INDIKATOR, "riktning: högt", "riktning: hög")
    change(hus / "data" / EDITION / "utgava.yaml", "datum: 2026-11-23", "datum: november")
    told = run("check", "--alla", "--projekt", hus)
    assert (told.code, told.last) == (1, "2 fel, 28 varningar. Ingenting har skrivits.")
    assert run("check", "--projekt", hus).last == "1 fel, 28 varningar. Ingenting har skrivits."


def test_errors_stand_last_where_a_terminal_ends(run: Runner, hus: Path) -> None:
    rows = (hus / ENKAT).read_text(encoding="utf-8").replace("Nej", "Nix").splitlines(keepends=True)
    (hus / ENKAT).write_text("".join(row for row in rows if not row.startswith("0643")), encoding="utf-8")
    levels = [
        line.split(": ")[1].split(" ")[0] for line in run("check", EDITION, "--projekt", hus).err.splitlines()[:-1:2]
    ]
    assert levels == sorted(levels, reverse=True)
    assert set(levels) == {"varning", "fel"}


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)  # noqa: S603, S607


def test_the_hook_stops_what_has_errors_from_being_saved(example_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(example_root, tmp_path / "hus")
    shutil.copy(ROOT / ".pre-commit-config.yaml", root)
    (root / ".venv").symlink_to(Path(sys.executable).parent.parent)

    def hook() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
        environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "hooks")}
        git(root, "add", "--", ".pre-commit-config.yaml", "data", "indicators", "templates")
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603

    git(root, "init", "-q")
    assert hook().returncode == 0
    change(root / "indicators/prov/rutin.yaml", "riktning: högt", "riktning: hög")
    stopped = hook()
    assert stopped.returncode == 1
    assert "indicators/prov/rutin.yaml:7:11: fel okänt-värde" in stopped.stdout
