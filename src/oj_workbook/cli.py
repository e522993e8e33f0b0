"""The commands of oj-workbook.  All they say is Swedish.  Exit codes: 0 done, 1 problems, 2 could not run."""

import argparse
import gc
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from oj_workbook.check import FaultyWorkbookError
from oj_workbook.pipeline import PROGRAM, Asked, UsageError, build, figures, read_sources
from oj_workbook.problems import Place, Problem, Problems, ProblemsError, did_you_mean, visible
from oj_workbook.schema import FILER, schema
from oj_workbook.section import read_section
from oj_workbook.write import UnwritableError

DONE, PROBLEMS, COULD_NOT_RUN = 0, 1, 2

#: argparse speaks English only; these are the sentences a person can make it say.
SWEDISH = (
    (r"the following arguments are required: (.*)", r"det saknas något: \1"),
    (r"argument (.*?): invalid choice: '(.*?)' \(choose from (.*)\)", r"\1 kan inte vara ”\2”; välj bland \3"),
    (r"argument (.*?): expected one argument", r"\1 ska följas av ett värde"),
    (r"unrecognized arguments: (.*)", r"okänt: \1"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 kan betyda \2"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, swedish in SWEDISH:
            message = re.sub(english, swedish, message)
        self.exit(COULD_NOT_RUN, f"oj-workbook: {message}\nSe ”oj-workbook --help”.\n")

    def format_help(self) -> str:
        text = super().format_help()
        for english, swedish in (("usage:", "användning:"), ("positional arguments:", "vad:"), ("options:", "val:")):
            text = text.replace(english, swedish)
        return text


def _parser() -> _Parser:
    parser = _Parser(prog="oj-workbook", description="Bygger arbetsboken Öppna jämförelser.", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="visa den här hjälpen")
    parser.add_argument("--version", action="version", version=PROGRAM, help="visa programmets version")
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    for name, explained in (
        ("build", "bygg arbetsboken, resultat.csv och bygge.json"),
        ("check", "visa alla problem i definitioner, mallar och leveranser; bygg ingenting"),
    ):
        command = commands.add_parser(name, help=explained, description=explained, add_help=False)
        command.add_argument("-h", "--help", action="help", help="visa den här hjälpen")
        command.add_argument("edition", nargs="?", metavar="UTGÅVA", help="en mapp under data/; annars den förvalda")
        command.add_argument("--format", choices=("text", "json", "github"), default="text", help="problemens form")
        command.add_argument(
            "--utgivning", metavar="NUMMER", help="en tidigare utgivning, som 2024.1; annars den sista"
        )
        command.add_argument("--poster", metavar="MAPP", help="månadsposternas mapp; annars utgåvans")
        command.add_argument("--projekt", default=".", metavar="MAPP", help="projektets mapp; annars den här")
        if name == "build":
            command.add_argument(
                "-o", dest="out", default="build", metavar="MAPP", help="hit skrivs filerna; annars build"
            )
            command.add_argument("--enhet", metavar="KOD", help="kommunkoden som filen öppnas med")
    explained = "skriv ut JSON-schemat för ett slags fil, till hjälp i en redigerare"
    command = commands.add_parser("schema", help=explained, description=explained, add_help=False)
    command.add_argument("-h", "--help", action="help", help="visa den här hjälpen")
    command.add_argument("slag", nargs="?", choices=FILER, default="sida", metavar="SLAG", help=", ".join(FILER))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without å ä ö still gets its answer
    gc.set_threshold(50_000, 20, 100)  # a short run that keeps nearly all it makes: looking for garbage took a seventh
    chosen = _parser().parse_args(arguments)
    if chosen.command == "schema":
        print(json.dumps(schema(chosen.slag), ensure_ascii=False, indent=2))
        return DONE
    root = Path(chosen.projekt).resolve()
    try:
        edition = _edition(root, chosen.edition)
        asked = Asked(chosen.utgivning, Path(chosen.poster).resolve() if chosen.poster else None)
        if chosen.command == "check":
            sources = read_sources(root, edition, asked)
            figures(sources)
            warnings = sources.problems.warnings
            _tell(warnings, chosen.format)
            _say(f"Inga fel, {_warnings(len(warnings))}.")
        else:
            report = build(root, edition, Path(chosen.out), chosen.enhet, _progress, asked)
            _tell(report.varningar, chosen.format)
            if chosen.format != "json":
                print(*(report.folder / name for name in (*report.filer, "bygge.json")), sep="\n")
            told = (
                f"{report.figurer} uppgifter, {report.celler} celler kontrollerade, {_warnings(len(report.varningar))}"
            )
            _say(f"Klart: {told}.")
    except ProblemsError as error:
        _tell(error.problems, chosen.format)
        faults = sum(problem.niva == "fel" for problem in error.problems)
        _say(f"{faults} fel, {_warnings(len(error.problems) - faults)}. Ingenting har skrivits.")
        return PROBLEMS
    except (UnwritableError, FaultyWorkbookError) as error:
        _say(f"oj-workbook: filen blev fel, och ingenting har skrivits. Felet är programmets: {error}")
        return COULD_NOT_RUN
    except UsageError as error:
        _say(f"oj-workbook: {error}")
        return COULD_NOT_RUN
    except OSError as error:
        place = visible(str(error.filename2 or error.filename or chosen.projekt))
        _say(f"oj-workbook: {place} kan inte läsas eller skrivas ({error.strerror}).")
        _say("    Gör så här: stäng filen i andra program, och kontrollera plats och rättigheter.")
        return COULD_NOT_RUN
    return DONE


def _edition(root: Path, asked: str | None) -> str:
    known = sorted(path.parent.name for path in (root / "data").glob("*/utgava.yaml"))
    if not known:
        raise UsageError(f"{visible(root.as_posix())} är inte projektets mapp: där finns ingen utgåva under data/.")
    if asked is None:
        problems = Problems()
        section = read_section(root / "data" / "utgavor.yaml", root, problems)
        asked = section.choice("förvald", {name: name for name in known}) if section else ""
        if section:
            section.finish()
        problems.raise_if_any()
    if asked not in known:
        raise UsageError(f"utgåvan {visible(asked)} finns inte; {did_you_mean(asked, known, f'välj {known[0]}')}")
    return asked


def _progress(stage: str) -> None:
    """Say what is being done, to somebody who sits and waits."""
    if sys.stderr.isatty() and not os.environ.get("CI"):
        _say(f"{stage} …")


def _warnings(antal: int) -> str:
    return "1 varning" if antal == 1 else f"{antal} varningar"


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _tell(problems: Sequence[Problem], form: str) -> None:
    """Print problems for a person, a program, or the annotations of a pull request."""
    if form == "json":
        print(json.dumps([_as_json(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    for problem in problems:
        if form == "github":
            level = "error" if problem.niva == "fel" else "warning"
            place = problem.place
            where = f"file={place.fil},line={place.rad or 1},col={place.kolumn or 1},title={problem.kod}"
            _say(f"::{level} {where}::{problem.text} Gör så här: {problem.gor_sa_har}")
        else:
            _say(str(problem))


def _as_json(problem: Problem) -> dict[str, str | int]:
    place: Place = problem.place
    return {
        "fil": place.fil,
        "rad": place.rad,
        "kolumn": place.kolumn,
        "nivå": problem.niva,
        "kod": problem.kod,
        "text": problem.text,
        "gör_så_här": problem.gor_sa_har,
    }
