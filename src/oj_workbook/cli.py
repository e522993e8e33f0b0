"""The commands of oj-workbook.  All they say is Swedish.

Exit codes: 0 done, 1 problems, 2 could not run, 4 interrupted or held up by another run: nothing has changed.

A command imports its own part of the program, so that a check need not wait for what writes workbooks.
"""
# ruff: noqa: PLC0415

import gc
import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from oj_workbook.commandline import COULD_NOT_RUN, DONE, PROBLEMS, RUN_AGAIN, parser
from oj_workbook.interrupts import Interrupted, stoppable
from oj_workbook.oserrors import explained
from oj_workbook.output import publish
from oj_workbook.problems import Place, Problem, Problems, ProblemsError, did_you_mean, listed, relative, visible
from oj_workbook.section import read_section
from oj_workbook.streams import lose_stdout, prepare
from oj_workbook.telling import say, tell, warnings
from oj_workbook.usage import Asked, RunAgainError, UnusableError, UsageError

#: The last line when nothing could be published.
AFTER_RELEASE = "    Gör så här: rätta det som står ovan, och kör igen. Det som låg i mappen ligger kvar som det var."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    alone = arguments is None
    prepare(alone=alone)
    gc.set_threshold(50_000, 20, 100)  # a short run that keeps nearly all it makes: looking for garbage took a seventh
    code = DONE
    try:
        with stoppable(restored=not alone):
            chosen = parser().parse_args(arguments)
            code = _run(chosen)
            if code not in (DONE, RUN_AGAIN) and chosen.command == "release":
                say(AFTER_RELEASE)
            sys.stdout.flush()  # while it can still be told that nobody takes it
    except BrokenPipeError:  # whoever read our answer has seen enough, as in ”| head”
        lose_stdout()
    except Interrupted:
        say("oj-workbook: avbrutet. Ingenting har ändrats.\n    Gör så här: kör igen.")
        code = RUN_AGAIN
    except OSError as error:
        if not error.filename:  # it may be the answer, and the end of it must not be tried again
            lose_stdout()
        say(f"oj-workbook: {explained(error)}")
        code = COULD_NOT_RUN
    return code


def _run(chosen: Namespace) -> int:
    commands = {
        "audit": _audit,
        "build": _build,
        "check": _check,
        "catalogue": _catalogue,
        "diff": _diff,
        "explain": _explain,
        "method": _method,
        "new": _new,
        "preview": _preview,
        "release": _release,
        "schema": _schema,
        "verify": _verify,
    }
    try:
        return commands[chosen.command](chosen, Path(os.path.realpath(chosen.projekt)))
    except ProblemsError as error:
        faults = sum(problem.niva == "fel" for problem in error.problems)
        try:
            tell(_told(error.problems, chosen), getattr(chosen, "format", "text"))
        except BrokenPipeError:
            lose_stdout()
        say(f"{faults} fel, {warnings(len(error.problems) - faults)}. Ingenting har skrivits.")
        return COULD_NOT_RUN if error.only_around else PROBLEMS
    except UnusableError as error:
        say(f"oj-workbook: filen blev fel, och ingenting har skrivits. Felet är programmets: {error}")
        return COULD_NOT_RUN
    except UsageError as error:
        say(f"oj-workbook: {error}")
        return COULD_NOT_RUN
    except RunAgainError as error:
        say(f"oj-workbook: {error} Ingenting har ändrats.\n    Gör så här: vänta, och kör igen.")
        return RUN_AGAIN


def _build(chosen: Namespace, root: Path) -> int:
    from oj_workbook.pipeline import build

    edition = _edition(root, chosen.edition)
    report = build(root, edition, Path(chosen.out), chosen.enhet, _progress, _asked(chosen))
    tell(_told(report.varningar, chosen), chosen.format)
    if chosen.format != "json":
        print(*(report.folder / name for name in (*report.filer, "bygge.json")), sep="\n")
    told = warnings(len(report.varningar)) + ("" if report.andrad else ", oförändrad")
    say(f"Klart: {report.figurer} uppgifter, {report.celler} celler kontrollerade, {told}.")
    return DONE


def _audit(chosen: Namespace, root: Path) -> int:
    from oj_workbook.attacked import attack_build
    from oj_workbook.audit import audit_file

    audited = audit_file(Path(chosen.fil), tuple(chosen.kanarie))
    with audited.timed("angrepp"):
        tried = attack_build(Path(chosen.fil), root, audited.problems)
    tell(_told(audited.found, chosen), chosen.format)
    faults = sum(problem.niva == "fel" for problem in audited.found)
    say("  ".join(f"{vad} {sekunder:.1f} s" for vad, sekunder in audited.sekunder.items()))
    say(f"Omräknad i {' och '.join(audited.motorer)}." if audited.motorer else "Formlerna är inte omräknade.")
    say(tried)
    say(f"{faults} fel, {warnings(len(audited.found) - faults)}.")
    return PROBLEMS if faults else DONE


def _check(chosen: Namespace, root: Path) -> int:
    from oj_workbook.figures import examine
    from oj_workbook.publicering import faults_of_publication
    from oj_workbook.sources import faults_without_edition, read_sources

    if chosen.alla and (chosen.edition or chosen.utgivning or chosen.poster):
        raise UsageError("--alla kontrollerar varje utgåva; ta bort utgåvans namn, --utgivning och --poster.")
    found: set[Problem] = set(faults_of_publication(root))
    found |= set(faults_without_edition(root)) if chosen.alla else set()
    for edition in _editions(root) if chosen.alla else [_edition(root, chosen.edition)]:
        try:
            sources = read_sources(root, edition, _asked(chosen))
            examine(sources)
            found |= set(sources.problems.warnings)
        except ProblemsError as error:
            found |= set(error.problems)
    if any(problem.niva == "fel" for problem in found):
        raise ProblemsError(found)
    tell(_told(sorted(found), chosen), chosen.format)
    say(f"Inga fel, {warnings(len(found))}.")
    return DONE


def _explain(chosen: Namespace, root: Path) -> int:
    from oj_workbook.asked import find_enhet, find_indikator, find_year
    from oj_workbook.behind import behind
    from oj_workbook.explain import explain
    from oj_workbook.felkoder import FELKODER, explained
    from oj_workbook.sources import read_sources

    if not chosen.enhet:
        if chosen.what not in FELKODER:
            other = "skriv en kod som okänt-värde, eller en indikators id och sedan en enhet."
            raise UsageError(f"{visible(chosen.what)} är ingen felkod; {did_you_mean(chosen.what, FELKODER, other)}")
        print(explained(chosen.what))
        return DONE
    sources = read_sources(root, _edition(root, chosen.edition), _asked(chosen))
    indikator = find_indikator(chosen.what, sources.omrade, sources.utgava)
    enhet = find_enhet(" ".join(chosen.enhet), sources.inputs.enheter)
    ar = find_year(chosen.ar, indikator, sources.utgava)
    print(*explain(behind(sources, indikator, enhet, ar, internt=chosen.internt)), sep="\n")
    return DONE


def _preview(chosen: Namespace, root: Path) -> int:
    from oj_workbook.preview import preview
    from oj_workbook.previewed import as_html, as_json, as_text

    found = preview(root, _edition(root, chosen.edition), chosen.mot, _asked(chosen))
    _deliver({"text": as_text, "json": as_json, "html": as_html}[chosen.format](found), chosen.out)
    return DONE


def _release(chosen: Namespace, root: Path) -> int:
    from oj_workbook.release import release

    report = release(root, _edition(root, chosen.edition), Path(chosen.out), _progress, _asked(chosen))
    tell(_told(report.varningar, chosen), chosen.format)
    if chosen.format != "json":
        print(*(report.folder / name for name in report.filer), sep="\n")
    told = warnings(len(report.varningar)) + ("" if report.andrad else ", oförändrad")
    say(f"Klart: {len(report.filer)} filer ur {report.commit[:10]}, gjorda två gånger och lika, {told}.")
    return DONE


def _verify(chosen: Namespace, root: Path) -> int:
    from oj_workbook.verify import verify

    poster = Path(os.path.realpath(chosen.poster)) if chosen.poster else None
    found = verify(Path(os.path.realpath(chosen.fil)), root, poster, _progress)
    print(*found.rader, sep="\n")
    return DONE if found.lika else PROBLEMS


def _diff(chosen: Namespace, _: Path) -> int:
    from oj_workbook.changed import as_html, as_json, as_text
    from oj_workbook.changes import compare
    from oj_workbook.previous import read_given

    problems = Problems()
    found = []
    for typed in (chosen.gammalt, chosen.nytt):
        path = Path(os.path.realpath(typed))
        folder = path if path.is_dir() else path.parent
        if not path.exists():  # else a misspelt folder would be taken for a file in the one around it
            raise UsageError(f"mappen {visible(typed)} finns inte; skriv mappen som ett bygge ligger i.")
        found.append(read_given(folder, folder.parent, Place(visible(typed)), problems))
    problems.raise_if_any()
    before, now = (one for one in found if one)
    changes = compare(before, now)
    _deliver({"text": as_text, "json": as_json, "html": as_html}[chosen.format](changes), chosen.out)
    return DONE


def _catalogue(chosen: Namespace, root: Path) -> int:
    from oj_workbook.catalogue import catalogue, catalogue_html
    from oj_workbook.sources import read_written

    problems = Problems()
    written = read_written(root, _edition(root, chosen.edition), problems)
    problems.raise_if_any()
    _deliver({"md": catalogue, "html": catalogue_html}[chosen.format](written), chosen.out)
    return DONE


def _method(chosen: Namespace, root: Path) -> int:
    from oj_workbook.figures import figures
    from oj_workbook.metod import method_html, method_pdf
    from oj_workbook.pipeline import content_of
    from oj_workbook.sources import read_sources, without_answers

    ending = Path(chosen.out).suffix.lower() if chosen.out else ".html"
    if ending not in {".html", ".pdf"}:
        raise UsageError(f"{visible(chosen.out)} slutar varken på .html eller .pdf, och ändelsen väljer form.")
    sources = read_sources(root, _edition(root, chosen.edition), _asked(chosen))
    ranked = figures(sources)
    content = content_of(without_answers(sources), ranked, None)
    _deliver(method_pdf(content) if ending == ".pdf" else method_html(content), chosen.out)
    return DONE


def _new(chosen: Namespace, root: Path) -> int:
    from oj_workbook.newpage import begin_page
    from oj_workbook.sources import editions_of, read_area

    problems = Problems()
    utgava, omrade = read_area(root, _edition(root, chosen.edition), chosen.omrade, problems)
    if utgava is None or omrade is None:  # other pages may well have errors
        raise ProblemsError(problems.errors)
    page = begin_page(root, chosen.id, chosen.slag, chosen.mapp, omrade, utgava.ar[-1] + 1)
    print(relative(page, root))
    edition = next(iter(editions_of(root, omrade.id)), "--alla")
    say(f"Fyll i sidan där det står FYLL I, och kör ”oj-workbook check {edition}”.")
    return DONE


def _schema(chosen: Namespace, _: Path) -> int:
    from oj_workbook.schema import FILER, schema

    if chosen.slag not in FILER:
        meant = did_you_mean(chosen.slag, FILER, f"välj {listed(FILER)}.")
        raise UsageError(f"det finns inget schema för {visible(chosen.slag)}; {meant}")
    print(json.dumps(schema(chosen.slag), ensure_ascii=False, indent=2))
    return DONE


def _deliver(made: str | bytes, out: str | None) -> None:
    """Print what was asked for, or put it into a file, whole or not at all."""
    if out is None:
        print(made, end="")
    else:
        file = Path(os.path.realpath(out))  # a link stays, and what it leads to is written
        publish({file.name: made.encode() if isinstance(made, str) else made}, file.parent)
        print(out)


def _told(problems: Sequence[Problem], chosen: Namespace) -> list[Problem]:
    """Return what is to be told: warnings that are known may be left out, and are counted all the same."""
    only_errors = getattr(chosen, "bara_fel", False)
    return [problem for problem in problems if problem.niva == "fel" or not only_errors]


def _asked(chosen: Namespace) -> Asked:
    return Asked(chosen.utgivning, Path(os.path.realpath(chosen.poster)) if chosen.poster else None)


def _editions(root: Path) -> list[str]:
    known = sorted(path.parent.name for path in (root / "data").glob("*/utgava.yaml"))
    if not known:
        raise UsageError(f"{visible(root.as_posix())} är inte projektets mapp: där finns ingen utgåva under data/.")
    return known


def _edition(root: Path, asked: str | None) -> str:
    known = _editions(root)
    if asked is None:
        problems = Problems()
        section = read_section(root / "data" / "utgavor.yaml", root, problems)
        asked = section.choice("förvald", {name: name for name in known}) if section else ""
        if section:
            section.finish()
        problems.raise_if_any()
    if asked not in known:
        other = f"välj {listed(known)}."
        raise UsageError(f"utgåvan {visible(asked)} finns inte; {did_you_mean(asked, known, other)}")
    return asked


def _progress(stage: str) -> None:
    """Say what is being done, to somebody who sits and waits."""
    if sys.stderr.isatty() and not os.environ.get("CI"):
        say(f"{stage} …")
