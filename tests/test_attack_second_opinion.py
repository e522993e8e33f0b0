"""Tau-Argus, the statistical offices' own program, finds the same of the same tables.

It knows sums of whole numbers, not shares, so the tables here have public nämnare and shares with a decimal: each share
that is shown then tells its täljare exactly.  Its protection levels are distances from the true value, ours a number of
values.  For what a rule hides, 0 to 3 people, the two are one: it must be able to be all of them.  What is hidden for
the sake of another has no such level there; it is judged by the interval that the other program finds.
"""

from dataclasses import replace
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from pytauargus._tauargus import audit_jj

from attacked import AR, Tabell, measure
from oj_workbook.attack import ranges
from oj_workbook.attack_rules import FEWEST
from oj_workbook.attack_solve import NOISE
from oj_workbook.complement import complement
from oj_workbook.model import Status
from test_attack import secret

Opinion = dict[str, tuple[float, float, bool]]


def random_table(seed: int) -> Tabell:
    """Return units in two divisions that cross, with few people in some of them."""
    random = Random(seed)  # noqa: S311 - a table to try, no secret
    units = [f"e{number}" for number in range(random.randint(4, 9))]
    namnare = {id_: random.randint(20, 60) for id_ in units}
    taljare = {id_: random.choice([random.randint(0, 3), random.randint(4, 16)]) for id_ in units}
    nivaer: dict[str, tuple[str, ...]] = {"riket": tuple(units)}
    for division in ("lan", "bef"):
        groups: dict[str, list[str]] = {}
        for id_ in units:
            groups.setdefault(f"{division}-{random.randint(1, 3)}", []).append(id_)
        nivaer |= {niva: tuple(members) for niva, members in groups.items()}
    one = measure(inne=True, decimaler=1)
    return Tabell([one], {"t": taljare, "n": namnare}, nivaer, kanda=["n"])


def primary(tabell: Tabell) -> set[str]:
    """Return what a rule hides: known to who hides, and to the other program."""
    (one,) = tabell.matt
    return {id_ for id_ in (*tabell.antal["n"], *tabell.nivaer) if tabell.primary(one, id_)}


def second_opinion(tabell: Tabell, file: Path) -> Opinion:
    """Return how narrowly the other program finds each hidden täljare enclosed, and whether that is unsafe."""
    (one,) = tabell.matt
    status = dict(zip(tabell.rows().enhet, tabell.rows().status, strict=True))
    ids = list(status)
    known = primary(tabell)
    lines = ["0", str(len(ids))]
    for number, id_ in enumerate(ids):
        t, n = tabell.sums(one, id_) if id_ in tabell.nivaer else tabell.counts(one, id_)
        hidden = status[id_] == Status.UNDERTRYCKT
        sign = "s" if not hidden else "u" if id_ in known else "m"
        most = FEWEST - 1 if id_ in known else n
        levels = f"{t} {most - t}" if id_ in known else "0 0"
        lines.append(f"{number} {t} 1 {sign} 0 {most} {levels} 0")
    lines.append(str(len(tabell.nivaer)))
    for niva, members in tabell.nivaer.items():
        terms = " ".join(f"{ids.index(id_)} (1)" for id_ in members)
        lines.append(f"0 {len(members) + 1} : {ids.index(niva)} (-1) {terms}")
    file.write_text("\n".join(lines) + "\n", encoding="ascii")
    found: Opinion = {}
    for row in audit_jj(str(file)):
        wide = row["max"] - row["min"] > FEWEST - 1 - NOISE
        found[ids[row["cell"]]] = (row["min"], row["max"], row["unsafe"] if row["status"] == "u" else not wide)
    return found


def own_opinion(tabell: Tabell) -> dict[str, tuple[float, float, bool]]:
    """Return the same of our own."""
    cells = frozenset(("andelen", AR, id_) for id_ in primary(tabell))
    found = ranges(tabell.rows(), replace(tabell.kunskap(), primara=cells))
    return {one.enhet: (one.lo, one.hi, one.antal < one.krav) for one in found if one.del_ == "täljare"}


@pytest.mark.parametrize("seed", range(25))
def test_both_find_the_same_intervals_and_the_same_unsafe_figures(seed: int, tmp_path: Path) -> None:
    tabell = random_table(seed)
    own, other = own_opinion(tabell), second_opinion(tabell, tmp_path / "table.jj")
    assert own.keys() == other.keys()
    for id_, (lo, hi, unsafe) in own.items():
        theirs = other[id_]
        assert (lo, hi) == pytest.approx(theirs[:2], abs=NOISE)
        # It lets one person pass: of 0 to 3, 1 to 3 is enough for it, and not for us.
        assert unsafe == theirs[2] or (unsafe and hi - lo == FEWEST - 2)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_hidden_besides_passes_the_other_audit(seed: int, tmp_path: Path) -> None:
    tabell = random_table(seed)
    answer = complement(tabell.rows(), *secret(tabell), tabell.kunskap())
    assert answer.problems == ()
    tabell.gom = {(id_, enhet) for id_, _, enhet in answer.gom}
    other = second_opinion(tabell, tmp_path / "table.jj")
    assert [id_ for id_, (_, _, unsafe) in other.items() if unsafe] == []
    assert pd.Series(tabell.rows().status == Status.UNDERTRYCKT).sum() == len(other)


def test_the_tables_have_both_safe_and_unsafe_figures(tmp_path: Path) -> None:
    found = [unsafe for seed in range(25) for *_, unsafe in second_opinion(random_table(seed), tmp_path / "t").values()]
    assert 20 < sum(found) < len(found) - 10
