"""An issue of an edition -> everything that is published of it, made twice and compared before any of it is.

Whatever fails, what lies in the folder already is left as it is.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
from oj_workbook.problems import Problem, Problems, visible
from oj_workbook.publicering import read_publicering
from oj_workbook.revisions import commit_of, unsaved
from oj_workbook.sources import Written, editions_of
from oj_workbook.usage import Asked, UnusableError, UsageError

SUMMOR = "SHA256SUMS"
#: What a release is made of, besides the folder of the edition.
MADE_OF = ("indicators", "templates", "data/enheter", "data/publicering.yaml", "src", LAS, "pyproject.toml")
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
    the environment is another than the lock file's or the folder holds something else, UnusableError when the two are
    not alike, and OSError when the folder cannot be written.
    """
    commit = _saved(root, edition)
    locked_environment(root)
    progress("Gör allt som ges ut")
    files, made = bundle(root, edition, commit, progress, asked)
    _refuse_others(out, files)
    progress("Gör allt en gång till, och jämför")
    _refuse_unlike(files, _again(root, edition, commit, asked))
    andrad = publish(files, out)
    return Released(out, tuple(files), tuple(made.sources.problems.warnings), commit, andrad)


def bundle(root: Path, edition: str, commit: str, progress: Progress, asked: Asked) -> tuple[dict[str, bytes], Made]:
    """Return every file that is published, by its name, in the order that they are told."""
    problems = Problems()
    publicering = read_publicering(root, problems, _omrade(root, edition))
    problems.raise_if_any()
    if publicering is None:
        raise AssertionError("the file could not be read, and no problem says why")
    made = make(root, edition, None, progress, asked)
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
    changed = unsaved(root, (*MADE_OF, f"data/{edition}"))
    if changed:
        told = ", ".join(map(visible, changed[:5])) + (" …" if len(changed) > 5 else "")
        raise UsageError(
            f"{len(changed)} filer är inte sparade i git: {told}; spara dem, så att andra kan göra om det som ges ut."
        )
    return commit


def _refuse_others(out: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a folder with other files than those of the bundle: they would be taken for a part of it."""
    there = sorted(path.name for path in out.iterdir() if not path.name.startswith(".oj-")) if out.is_dir() else []
    others = [name for name in there if name not in files]
    if others:
        raise UsageError(
            f"{visible(str(out))} innehåller annat: {', '.join(map(visible, others[:5]))}; välj en tom mapp."
        )


def _again(root: Path, edition: str, commit: str, asked: Asked) -> dict[str, str]:
    """Return the checksums of everything when another process makes it, with other circumstances."""
    words = [str(root), edition, commit, asked.utgivning or "", str(asked.poster or "")]
    command = [sys.executable, "-m", "oj_workbook.release", *words]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, **OTHERWISE})  # noqa: S603
    if done.returncode:
        raise UnusableError(f"andra gången gick det inte: {done.stderr.decode(errors='replace').strip()[-300:]}")
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _refuse_unlike(files: Mapping[str, bytes], again: Mapping[str, str]) -> None:
    unlike = [name for name in {**files, **again} if name not in files or sha256(files[name]) != again.get(name)]
    if unlike:
        raise UnusableError(f"{', '.join(sorted(unlike))} blev inte likadana när de gjordes om.")


def _main() -> None:
    root, edition, commit, utgivning, poster = sys.argv[1:]
    asked = Asked(utgivning or None, Path(poster) if poster else None)
    files, _ = bundle(Path(root), edition, commit, lambda _: None, asked)
    sys.stdout.write(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}))


if __name__ == "__main__":
    _main()
