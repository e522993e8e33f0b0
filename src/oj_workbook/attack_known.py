"""An edition -> what an attacker knows of it: the units of every level, the public counts, and what was printed before.

Nothing secret is read: of the deliveries only the population tables and figures that are published already.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from oj_workbook.attack_scope import Change, Kunskap, Medlemmar
from oj_workbook.delivered import Delivered
from oj_workbook.deliveries import Reader
from oj_workbook.edition import Utgava
from oj_workbook.inputs import Inputs
from oj_workbook.model import Indikator, Omrade
from oj_workbook.problems import Problems
from oj_workbook.tables import KEY, PUBLISHED, table
from oj_workbook.units import Enheter

#: The deliveries that anyone may read.
PUBLIC = ("befolkning", "publicerat")
Kanda = Mapping[tuple[str, int, str], float]


def known_to_all(utgava: Utgava, omrade: Omrade, enheter: Enheter, root: Path, problems: Problems) -> Kunskap:
    """Return what an attacker knows, from the project's own files and its public deliveries."""
    reader, delivered = Reader(utgava, omrade, enheter, root, problems), Delivered()
    for leverans in utgava.leveranser:
        if leverans.slag in PUBLIC:
            reader.read(leverans, delivered)
    kanda = {(uppgift, ar, enhet): antal for uppgift, ar, enhet, antal, *_ in delivered.antal}
    return knowledge(utgava, omrade, enheter, kanda, [row[:3] for row in delivered.publicerat])


def known_of(inputs: Inputs, omrade: Omrade) -> Kunskap:
    """Return what an attacker knows, in the line of a build: of all that was delivered, what is public."""
    utgava, antal = inputs.utgava, inputs.antal
    files = tuple(f"{utgava.folder.name}/{one.fil}" for one in utgava.leveranser if one.slag == "befolkning")
    public = antal[antal.fil.str.endswith(files).astype(bool)]
    keys = zip(public.uppgift, public.ar, public.enhet, strict=True)
    kanda = dict(zip(keys, public.antal.tolist(), strict=True))
    return knowledge(utgava, omrade, inputs.enheter, kanda, inputs.publicerat[KEY].itertuples(index=False, name=None))


def knowledge(
    utgava: Utgava,
    omrade: Omrade,
    enheter: Enheter,
    kanda: Kanda,
    publicerat: Iterable[Iterable[object]],
    forandringar: Iterable[Change] = (),
) -> Kunskap:
    """Return what an attacker knows: the public counts, and the levels as they were composed each year."""

    def medlemmar(page: Indikator, ar: int) -> Medlemmar:
        return enheter.tillfalle(utgava, page, ar).medlemmar

    cells = frozenset((str(id_), int(str(ar)), str(enhet)) for id_, ar, enhet in publicerat)
    return Kunskap(omrade, medlemmar, kanda, tuple(forandringar), cells)


def published_rows(resultat: bytes) -> pd.DataFrame:
    """Return the rows of resultat.csv as the table published: what anyone can read of a finished build."""
    nothing = float("nan")
    rows = (
        (
            row["indikator"],
            int(row["ar"]),
            row["enhet"],
            float(row["varde"]) if row["varde"] else nothing,
            row["svar"] or None,
            row["status"],
            float(row["antal_enheter"]) if row["antal_enheter"] else nothing,
        )
        for row in csv.DictReader(io.StringIO(resultat.decode("utf-8")))
    )
    return table(PUBLISHED, rows)
