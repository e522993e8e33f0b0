"""An issue of an edition -> everything that is published of it, made twice and compared before any of it is.

Whatever fails, what lies in the folder already is left as it is.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from oj_workbook.buildrecord import BYGGE, as_file
from oj_workbook.catalogue import catalogue, catalogue_html
from oj_workbook.changed import as_html, as_json
from oj_workbook.datapackage import datapackage
from oj_workbook.dcat import dcat
from oj_workbook.edition import read_edition
from oj_workbook.lockfile import LAS, locked_environment
from oj_workbook.metod import method_html, method_pdf
from oj_workbook.output import publish, sha256
from oj_workbook.pipeline import Made, Progress, make
from oj_workbook.problems import Problem, Problems, ProblemsError, relative, visible
from oj_workbook.publicering import FIL as PUBLICERING
from oj_workbook.publicering import read_publicering
from oj_workbook.revisions import commit_of, saved_in, unsaved
from oj_workbook.sources import Sources, Written, editions_of
from oj_workbook.usage import Asked, RunAgainError, UnusableError, UsageError

SUMMOR = "SHA256SUMS"
#: What a release is made of, besides the folder of the edition.
MADE_OF = ("indicators", "templates", "data/enheter", PUBLICERING, "src", LAS, "pyproject.toml")
#: The other editions, which a catalogue tells of beside it.
OTHERS = "data/*/utgava.yaml"
#: The second time everything is made under other circumstances, that must not matter.
OTHERWISE = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C"}


@dataclass(frozen=True)
class Released:
    """What was published: the files in order, and what is to be told; `andrad` if any file is another than before."""

    folder: Path
    filer: tuple[str, ...]
    varningar: tuple[Problem, ...]
    commit: str
    andrad: bool


def release(root: Path, edition: str, out: Path, progress: Progress, asked: Asked) -> Released:
    """Publish an issue into a folder, all of it or nothing.

    Raises ProblemsError with what is wrong in what was written or delivered, UsageError when it is not saved in git,
    the environment is another than the lock file's or the folder holds something else, RunAgainError when something was
    saved meanwhile, UnusableError when the two are not alike, and OSError when the folder cannot be written.
    """
    commit = _saved(root, edition)
    _refuse_other_ways(root, edition, out)
    locked_environment(root)
    progress("Gör allt som ges ut")
    files, made = bundle(root, edition, commit, progress, asked)
    _refuse_unsaved(read_for(made.sources, root, asked) - set(saved_in(root, commit)))
    _refuse_others(out, files)
    progress("Gör allt en gång till, och jämför")
    again = _again(root, edition, commit, asked)
    if _saved(root, edition) != commit:
        raise RunAgainError("det som ges ut sparades på nytt medan det gjordes.")
    _refuse_unlike(files, again)
    andrad = publish(files, out)
    return Released(out, tuple(files), tuple(made.sources.problems.warnings), commit, andrad)


def bundle(root: Path, edition: str, commit: str, progress: Progress, asked: Asked) -> tuple[dict[str, bytes], Made]:
    """Return every file that is published, by its name, in the order that they are told."""
    problems = Problems()
    publicering = read_publicering(root, problems, _omrade(root, edition))
    try:
        made = make(root, edition, None, progress, asked)
    except ProblemsError as error:
        raise ProblemsError([*problems, *error.problems]) from None
    problems.raise_if_any()
    if publicering is None:
        raise AssertionError("the file could not be read, and no problem says why")
    content, utgava, omrade = made.content, made.content.utgava, made.content.omrade
    written = Written(utgava, omrade, content.templates)
    files = dict(made.files)
    progress("Skriver metodbeskrivning och katalog")
    files["metodbeskrivning.html"] = method_html(content).encode()
    files["metodbeskrivning.pdf"] = method_pdf(content)
    files["indikatorer.html"] = catalogue_html(written).encode()
    files["indikatorer.md"] = catalogue(written).encode()
    for slag, changes in content.andringar.items():
        name = f"andringar-sedan-{slag.replace('å', 'a')}"
        files[f"{name}.html"] = as_html(changes).encode()
        files[f"{name}.json"] = as_json(changes).encode()
    ur = {"commit": commit, **locked_environment(root)}
    files[BYGGE] = as_file({**made.record, "utgiven_ur": ur})
    files["datapackage.json"] = datapackage(utgava, omrade, publicering, files)
    others = [
        one for id_ in editions_of(root, omrade.id) if (one := read_edition(root / "data" / id_, root, Problems()))
    ]
    files["dcat.ttl"] = dcat(utgava, omrade, publicering, files, others)
    files[SUMMOR] = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(files.items())).encode()
    return files, made


def _omrade(root: Path, edition: str) -> str | None:
    utgava = read_edition(root / "data" / edition, root, Problems())
    return utgava.omrade if utgava else None


def _saved(root: Path, edition: str) -> str:
    """Return the commit that everything is saved in; UsageError when something is not."""
    commit = commit_of(root, "HEAD")

    def wanted(name: str) -> bool:
        path = PurePosixPath(name)
        return path.match(OTHERS) or any(path.is_relative_to(one) for one in (*MADE_OF, f"data/{edition}"))

    _refuse_unsaved(unsaved(root, saved_in(root, commit), wanted))
    return commit


def read_for(sources: Sources, root: Path, asked: Asked) -> set[str]:
    """Return the files that an issue was made of, by their names in the project: git may be told to ignore some.

    Monthly records that lie apart are not among them.
    """
    delivered = [one for one in sources.utgava.leveranser if not (one.poster and asked.poster)]
    filer = [
        sources.utgava.folder / fil for one in delivered for fil in (one.poster.filer if one.poster else (one.fil,))
    ]
    program = (root / "src").rglob("*.py")
    return {*sources.filer, PUBLICERING, LAS, *(relative(path, root) for path in (*filer, *program))}


def _refuse_unsaved(names: Iterable[str]) -> None:
    told = sorted(names)
    if told:
        first = ", ".join(map(visible, told[:5])) + (f" och {len(told) - 5} till" if len(told) > 5 else "")
        raise UsageError(
            f"det som ges ut är inte sparat i git som det är: {first}; spara det, så att andra kan göra om det."
            " Månadsposter sparas aldrig: lägg dem i en mapp för sig, och skriv --poster MAPP."
        )


def _refuse_other_ways(root: Path, edition: str, out: Path) -> None:
    """Refuse what nobody would make the same files with, or a folder that would be read the next time."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        raise UsageError("SOURCE_DATE_EPOCH är satt, men en utgivning har utgåvans datum; ta bort den ur miljön.")
    program = root / "src" / "oj_workbook"
    if program.is_dir() and not program.samefile(Path(__file__).parent):
        raise UsageError("programmet som kör är inte det i projektets src; kör ”make release” i projektets mapp.")
    if any(Path(os.path.realpath(out)).is_relative_to(root / one) for one in (*MADE_OF, f"data/{edition}")):
        raise UsageError(f"{visible(str(out))} ligger i det som utgåvan görs av; välj en mapp utanför.")


def _refuse_others(out: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a folder with other files than those of the bundle: they would be taken for a part of it."""
    there = sorted(path.name for path in out.iterdir() if not path.name.startswith(".oj-")) if out.is_dir() else []
    others = [name for name in there if name not in files]
    if others:
        raise UsageError(
            f"{visible(str(out))} innehåller annat: {', '.join(map(visible, others[:5]))}; välj en tom mapp."
        )


def _again(root: Path, edition: str, commit: str, asked: Asked) -> subprocess.CompletedProcess[bytes]:
    """Return what another process answers when it makes everything, with other circumstances."""
    words = [str(root), edition, commit, asked.utgivning or "", str(asked.poster or "")]
    command = [sys.executable, "-P", "-m", "oj_workbook.release", *words]  # nothing of the folder that it is run in
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **OTHERWISE})  # noqa: S603


def _refuse_unlike(files: Mapping[str, bytes], done: subprocess.CompletedProcess[bytes]) -> None:
    """Refuse files that did not become the same the second time."""
    try:
        again = dict(json.loads(done.stdout))
    except (TypeError, ValueError):
        again = {}
    if done.returncode or not again:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = visible(said[-1][-300:]) if said else f"den slutade med {done.returncode}."
        raise UnusableError(f"andra gången, i en process för sig, gick det inte: {why}")
    unlike = [name for name in {**files, **again} if name not in files or sha256(files[name]) != again.get(name)]
    if unlike:
        raise UnusableError(f"{', '.join(sorted(unlike))} blev inte likadana när de gjordes om.")


def _main() -> None:
    """Make everything, and print its checksums."""
    root, edition, commit, utgivning, poster = sys.argv[1:]
    asked = Asked(utgivning or None, Path(poster) if poster else None)
    files, _ = bundle(Path(root), edition, commit, lambda _: None, asked)
    sys.stdout.write(json.dumps({name: sha256(data) for name, data in files.items()}))


if __name__ == "__main__":
    _main()
