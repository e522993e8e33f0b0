"""The files of a finished build -> what can be worked out of what they hide; the audit's attack.

It reads what anyone has: resultat.csv, the project's definitions and registers, and of the deliveries those that are
public.  The secret ones are not opened.
"""

import json
from pathlib import Path

from oj_workbook.problems import Place, Problems
from oj_workbook.sources import read_written
from oj_workbook.units import read_units
from oj_workbook.usage import Asked, UsageError

REMEDY = "ge inte ut filerna. Låt undertryckta enheter stå utanför aggregaten, eller skärp regeln på måttens sidor."


def attack_build(fil: Path, root: Path, problems: Problems) -> str:
    """Tell every hidden count that the files of a build enclose, and return in words what was tried.

    `fil` is the workbook, `root` the project.  When the project has not the edition, or the extra that the attack needs
    is not installed, that is a warning.  Raises ProblemsError when what was written for the edition is wrong.
    """
    try:
        return _attack(fil.parent, root, problems)
    except UsageError as error:
        remedy = "granska filen i den mapp som bygget skrev, och ange projektet med --projekt."
        problems.add(Place(fil.name), "inte-angripen", str(error), remedy, "varning")
        return "Filen är inte angripen."


def _attack(folder: Path, root: Path, problems: Problems) -> str:
    try:
        from oj_workbook.attack import attack  # noqa: PLC0415 - an optional extra
        from oj_workbook.attack_known import known_to_all, published_rows  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "scipy":
            raise
        raise UsageError("angreppet kräver tillägget: pip install ”oj-workbook[audit]”.") from None
    edition, issue = _built(folder)
    if not (root / "data" / edition / "utgava.yaml").is_file():
        raise UsageError(f"projektet har inte utgåvan {edition}.")
    read = Problems()
    written = read_written(root, edition, read, Asked(issue))
    read.raise_if_any()
    utgava, omrade = written.utgava, written.omrade
    enheter = read_units(utgava, omrade, root / "data", root, read) if utgava and omrade else None
    read.raise_if_any()
    if utgava is None or omrade is None or enheter is None:
        raise AssertionError("something could not be read, and no problem says what")
    kunskap = known_to_all(utgava, omrade, enheter, root, read)
    read.raise_if_any()
    found = attack(published_rows((folder / "resultat.csv").read_bytes()), kunskap)
    for one in found.inneslutna:
        problems.add(Place("resultat.csv"), "röjande", str(one), REMEDY)
    for note in found.anmarkningar:
        problems.add(Place("resultat.csv"), "ofullständigt-angrepp", note, "läs anmärkningen.", "varning")
    return f"Angripet: {found.provade} undertryckta uppgifter, varav {len(found.inneslutna)} antal går att räkna ut."


def _built(folder: Path) -> tuple[str, str]:
    """Return the edition that was built, and its issue."""
    try:
        record = json.loads((folder / "bygge.json").read_bytes())
        edition, issue = record["utgåva"], record["version"]
    except (ValueError, KeyError, TypeError, OSError):
        edition = issue = None
    if not isinstance(edition, str) or not isinstance(issue, str) or Path(edition).name != edition:
        raise UsageError("bygge.json bredvid filen går inte att läsa, så det går inte att se vilken utgåva den är.")
    return edition, issue
