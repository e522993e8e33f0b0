"""The example house in git, ready to be given out, and what is given out of it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

COMMAND = [sys.executable, "-c", "import sys; from oj_workbook.cli import main; sys.exit(main())"]
PROV = "2024-prov"
FOLDER = f"data/{PROV}"


def git(root: Path, *arguments: str) -> str:
    """Return what git answers; whoever runs the tests may have any settings."""
    who = ("-c", "user.name=Prov", "-c", "user.email=prov@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(  # noqa: S603
        ["git", "-C", str(root), *who, *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def saved(root: Path, why: str = "Som det är.") -> str:
    """Save a folder in git as it is, and return the commit."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", why)
    return git(root, "rev-parse", "HEAD")


def house(root: Path) -> Path:
    """Make the example house, with all that a release asks for, in a folder."""
    shutil.copytree(ROOT / "tests" / "example", root)
    shutil.copytree(ROOT / "templates", root / "templates")
    shutil.copy(ROOT / "requirements.lock", root)
    publicering = (ROOT / "data/publicering.yaml").read_text(encoding="utf-8")
    publicering = publicering.replace("område: ekonomiskt-bistand", "område: prov")
    (root / "data/publicering.yaml").write_text(publicering, encoding="utf-8")
    # A delivery that is in nobody's list, as one that was replaced is.
    (root / FOLDER / "antal_gammal.csv").write_bytes(b"kod,kommun,l,v,k,i\n0002,\xc3\x85sbo,1,3,100,100\n")
    return root


def change(root: Path, file: str, old: str, new: str) -> None:
    """Write something else in the first place where it stands."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text, (file, old)
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(*arguments: str | Path, **machine: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [*COMMAND, *map(str, arguments)]
    environment = {**os.environ, **machine}
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
