"""A copy of the project with every survey and register indicator several times over, for the growth of the cost.

No answers are invented: a copied page has words of its own, and kallor.yaml says that they stand in the columns of
the page it was copied from.  Run as:  grown.py PROJECT EDITION TIMES COPY.
"""

import json
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from oj_workbook.csvfile import read_csv
from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans
from oj_workbook.model import Indikator, JaNej
from oj_workbook.problems import Problems
from oj_workbook.sources import read_sources

COPIED = ("enkat", "enkat_allman", "register")


def main() -> None:
    """Make the copy, with so many indicators for each in the project."""
    root, edition, times, copy = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    for folder in ("indicators", "templates", "data/enheter", f"data/{edition}"):
        shutil.copytree(root / folder, copy / folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    sources = read_sources(root, edition)
    utgava, indikatorer = sources.utgava, sources.omrade.indikatorer.values()
    copied = [
        (f"kopia{number}_{place}", indikator)
        for place, indikator in enumerate(one for one in indikatorer if one.kalla.id in COPIED and one.del_av is None)
        for number in range(2, times + 1)
    ]
    for id_, indikator in copied:
        _page(copy / "indicators" / utgava.omrade, id_, indikator)
    written = "\n".join(_delivery(_mapped(one, utgava, copied)) for one in utgava.leveranser)
    (copy / "data" / edition / "kallor.yaml").write_text(written, encoding="utf-8")


def _page(folder: Path, id_: str, indikator: Indikator) -> None:
    """Write a page beside the one it is a copy of, with names of its own and without the ids that one had before."""
    path = next(folder.rglob(f"{indikator.id}.yaml"))
    text = path.read_text(encoding="utf-8")
    for key, name in (("namn", indikator.namn), ("kort_namn", indikator.kort_namn)):
        before, after = _key(key).split(text, maxsplit=1)
        text = f"{before}{key}: {_quoted(f'{name} ({id_})')}\n{after}"
    path.with_name(f"{id_}.yaml").write_text(_key("tidigare_id").sub("", text), encoding="utf-8")


def _key(key: str) -> re.Pattern[str]:
    """Return what finds a key of a page with all that belongs to it."""
    return re.compile(rf"^{key}:.*\n(?: .*\n)*", re.MULTILINE)


def _mapped(leverans: Leverans, utgava: Utgava, copied: list[tuple[str, Indikator]]) -> Leverans:
    """Return a delivery of answers that says where the words of the copies stand; copies share the counts."""
    if leverans.slag != "delsvar":
        return leverans
    rows = read_csv(utgava.folder / leverans.fil, utgava.folder, leverans.place, Problems())
    headings = rows.rubriker if rows else ()
    given = {word: heading for word, heading in leverans.kolumner.items() if heading in headings}
    known = {heading: heading for heading in headings} | given
    columns = dict(leverans.kolumner)
    for id_, indikator in copied:
        for ending in _endings(indikator):
            words = [f"{one}{ending}" for one in (indikator.id, *indikator.tidigare_id)]
            columns |= {f"{id_}{ending}": known[word] for word in words if word in known}
    return replace(leverans, kolumner=columns)


def _endings(indikator: Indikator) -> list[str]:
    """Return what the words of an indicator have after its id."""
    return [f".{one.id}" for one in indikator.slag.delfragor] if isinstance(indikator.slag, JaNej) else [""]


def _delivery(leverans: Leverans) -> str:
    """Return a record of kallor.yaml."""
    record = {
        "fil": leverans.fil,
        "slag": leverans.slag,
        "år": leverans.ar,
        "källa": list(leverans.kallor),
        "ursprung": leverans.ursprung,
        "kolumner": leverans.kolumner,
        "koder": leverans.koder,
    }
    return "- " + "\n  ".join(f"{key}: {_quoted(value)}" for key, value in record.items() if value) + "\n"


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
