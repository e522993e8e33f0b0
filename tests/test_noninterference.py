"""What is published is the same, byte for byte, whatever the hidden counts are: the promise that needs no trust.

A part of the national edition, with all its measures about people, is read once.  Then every count that only hidden
figures are made of is replaced, at random, by others that are hidden by the same rules.
"""

import csv
import hashlib
import random
import shutil
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, silent
from oj_workbook.figures import figures
from oj_workbook.model import Status
from oj_workbook.pipeline import build, lay_out
from oj_workbook.resultat import resultat_csv
from oj_workbook.sources import Sources, read_sources, without_answers
from oj_workbook.write import workbook_bytes

TIMES = 200
LAN = ["10", "23"]
#: The counts of the register are made this many times smaller, so that many figures are hidden.
MINDRE = 6
ENKATAR, REGISTERAR = (2023, 2024), (2022, 2023)
Key = tuple[str, int, str]
MOMENT = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture(scope="module")
def del_av_riket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two län and two years of the national edition."""
    root = tmp_path_factory.mktemp("del")
    for folder in ("indicators", "templates", "data/enheter"):
        shutil.copytree(ROOT / folder, root / folder)
    whole, part = ROOT / "data/2024-riket", root / "data/2024-riket"
    part.mkdir()
    utgava = yaml.safe_load((whole / "utgava.yaml").read_text(encoding="utf-8"))
    utgava |= {"år": list(ENKATAR), "län": LAN}
    utgava["mätdagar"] = {ar: utgava["mätdagar"][ar] for ar in ENKATAR}
    del utgava["summera_delar"], utgava["föregående"]
    leveranser = yaml.safe_load((whole / "kallor.yaml").read_text(encoding="utf-8"))
    for leverans in leveranser:
        if "år" in leverans:
            wanted = ENKATAR if str(leverans["fil"]).startswith("enkat") else REGISTERAR
            leverans["år"] = [ar for ar in leverans["år"] if ar in wanted]
    leveranser = [leverans for leverans in leveranser if leverans.get("år") and leverans["slag"] != "publicerat"]
    for name, written in (("utgava", utgava), ("kallor", leveranser)):
        (part / f"{name}.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    for fil in whole.glob("*.csv"):
        head, *rows = read_csv(fil)
        rows = [row for row in rows if row[0][:2] in LAN]
        if fil.name.startswith("register"):
            rows = [[*row[:2], *(str(int(cell) // MINDRE) for cell in row[2:])] for row in rows]
        write_csv(part / fil.name, [head, *rows])
    return root


def read_csv(fil: Path) -> list[list[str]]:
    return list(csv.reader(fil.read_text(encoding="utf-8").splitlines()))


def write_csv(fil: Path, rows: list[list[str]]) -> None:
    with fil.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def people(del_av_riket: Path) -> Sources:
    """The measures about people, and nothing else."""
    sources = read_sources(del_av_riket, "2024-riket")
    pages = {id_: page for id_, page in sources.omrade.indikatorer.items() if page.avser == "personer"}
    svar = sources.inputs.svar
    inputs = replace(sources.inputs, delsvar=(), svar=svar[svar.indikator.isin(list(pages))])
    return replace(sources, omrade=replace(sources.omrade, indikatorer=pages, tidigare={}), inputs=inputs)


@dataclass(frozen=True)
class Hidden:
    """What may be replaced: the counts behind hidden figures alone, and the figures that are hidden."""

    counts: set[Key]
    figures: set[Key]


@pytest.fixture(scope="module")
def hidden(people: Sources) -> Hidden:
    """Whatever no shown figure of a unit is made of."""
    enheter = people.inputs.enheter.enheter
    ranked = figures(people)
    shown: dict[bool, set[Key]] = defaultdict(set)
    found: set[Key] = set()
    for (id_, ar), figurer in ranked.figurer.items():
        for enhet in enheter:
            is_hidden = figurer[enhet].status == Status.UNDERTRYCKT
            shown[not is_hidden] |= {(uppgift, ar, enhet) for uppgift in people.omrade.indikatorer[id_].uppgifter}
            if is_hidden:
                found.add((id_, ar, enhet))
    public = set(people.inputs.antal.uppgift[people.inputs.antal.fil.str.contains("befolkning")])
    return Hidden({key for key in shown[False] - shown[True] if key[0] not in public}, found)


def published(sources: Sources) -> tuple[bytes, bytes]:
    """Return the workbook and resultat.csv."""
    ranked = figures(sources)
    told = without_answers(sources)
    resultat = resultat_csv(ranked, told.omrade, told.inputs.enheter, "")
    plan = lay_out(told, ranked, None, resultat)
    return workbook_bytes(plan, told.templates.tema, MOMENT), resultat


def replaced(sources: Sources, hidden: Hidden, chance: random.Random) -> Sources:
    """Return the sources with every hidden count replaced by one that is hidden by the same rule: 0 to 3."""
    antal = sources.inputs.antal.copy()
    keys = zip(antal.uppgift, antal.ar, antal.enhet, strict=True)
    antal["antal"] = [
        float(chance.randrange(4)) if key in hidden.counts else count
        for key, count in zip(keys, antal.antal, strict=True)
    ]
    return replace(sources, inputs=replace(sources.inputs, antal=antal))


def test_many_figures_are_hidden_of_wholes_parts_and_levels(people: Sources, hidden: Hidden) -> None:
    measures = {id_ for id_, _, _ in hidden.figures}
    assert len(hidden.figures) > 100
    assert len(hidden.counts) > 100
    assert {"unga_vuxna_eb_andel.kvinnor", "barn_familjer_langvarigt_eb_andel"} <= measures
    levels = figures(people).figurer["barn_familjer_langvarigt_eb_andel.utrikes_fodda", 2023]
    assert levels["lan-23"].status == Status.UNDERTRYCKT


def test_what_is_published_is_the_same_whatever_the_hidden_counts_are(people: Sources, hidden: Hidden) -> None:
    chance = random.Random(20261127)  # noqa: S311 - to be the same every time
    as_delivered = [hashlib.sha256(data).hexdigest() for data in published(people)]
    others = 0
    for _ in range(TIMES):
        other = replaced(people, hidden, chance)
        others += not other.inputs.antal.antal.equals(people.inputs.antal.antal)
        assert [hashlib.sha256(data).hexdigest() for data in published(other)] == as_delivered
    assert others == TIMES


def test_hidden_units_inside_the_levels_would_be_seen(people: Sources, hidden: Hidden) -> None:
    """The other policy, without the further figures that it hides: this test could fail."""
    pages = {id_: replace(page, undertryckta_inne=True) for id_, page in people.omrade.indikatorer.items()}
    inside = replace(people, omrade=replace(people.omrade, indikatorer=pages))
    chance = random.Random(20261127)  # noqa: S311 - to be the same every time
    assert published(replaced(inside, hidden, chance))[1] != published(replaced(inside, hidden, chance))[1]


def test_every_file_of_a_build_is_the_same(del_av_riket: Path, hidden: Hidden, tmp_path: Path) -> None:
    build(del_av_riket, "2024-riket", tmp_path / "före", None, silent)
    fil = del_av_riket / "data/2024-riket/register_2023.csv"
    head, *rows = read_csv(fil)
    for row in rows:
        for place, uppgift in enumerate(head):
            if (uppgift, 2023, row[0]) in hidden.counts:
                row[place] = "0"
    write_csv(fil, [head, *rows])
    build(del_av_riket, "2024-riket", tmp_path / "efter", None, silent)
    before, after = (
        {one.name: one.read_bytes() for one in folder.iterdir()} for folder in (tmp_path / "före", tmp_path / "efter")
    )
    assert [name for name in before if before[name] != after[name]] == []
    assert len(before) == 3
