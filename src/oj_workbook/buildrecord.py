"""What a build was made of, and what it tells of itself -> bygge.json."""

import json
from collections.abc import Mapping

from oj_workbook import PROGRAM
from oj_workbook.given import Om, told
from oj_workbook.inputs import shown_indicators
from oj_workbook.model import Utanfor
from oj_workbook.output import sha256
from oj_workbook.problems import most_of
from oj_workbook.sources import Sources

BYGGE = "bygge.json"
#: Numbers of people in the records are told to the nearest of these: none of them tells one hidden person.
TOLD_TO = 10


def _digest(filer: Mapping[str, str]) -> str:
    return sha256("".join(f"{name} {checksum}\n" for name, checksum in sorted(filer.items())).encode())[:16]


def build_record(sources: Sources, om: Om, checksums: Mapping[str, str], figurer: int) -> dict[str, object]:
    """Return what the files were made of, and what was told while making them.

    Of the deliveries it has the names alone: their checksums would be others for another hidden figure.
    """
    return {
        "utgåva": sources.utgava.id,
        "namn": sources.utgava.namn,
        "version": sources.utgava.version,
        "datum": sources.utgava.datum.isoformat(),
        "utgivningar": [
            {"nummer": one.nummer, "datum": one.datum.isoformat(), "text": one.text}
            for one in sources.utgava.utgivningar
        ],
        "exempeldata": sources.utgava.exempeldata or False,
        "program": PROGRAM,
        "figurer": figurer,
        "indikatorer": {one.id: one.kort_namn for one in shown_indicators(sources.utgava, sources.omrade)},
        "normaliserade_celler": sources.inputs.normaliserade,
        "månadsposter": [outside(one) for one in sources.inputs.utanfor],
        "varningar": [
            {"plats": str(one.place), "kod": one.kod, "text": one.text} for one in most_of(sources.problems.warnings)
        ],
        "filer": dict(checksums),
        "underlag": dict(sorted(sources.filer.items())),
        "underlagets_kontrollsumma": _digest(sources.filer),
        "leveranser": sorted(
            {fil for one in sources.utgava.leveranser for fil in (one.poster.filer if one.poster else (one.fil,))}
        ),
        "jämförelse": told(om),
    }


def outside(one: Utanfor) -> dict[str, int | str]:
    """Return what a year's records held, as it may be told: not to the last person."""
    counts = {
        "poster": one.poster,
        "personer": one.personer,
        "poster_utan_id": one.utan_id,
        "personer_inte_folkbokförda": one.inte_folkbokforda,
    }
    told = {word: _about(count) for word, count in counts.items()}
    return {"år": one.ar, **told}


def _about(count: int) -> int | str:
    near = (count + TOLD_TO // 2) // TOLD_TO * TOLD_TO
    return near if count == 0 or count >= TOLD_TO else f"färre än {TOLD_TO}"


def as_file(record: Mapping[str, object]) -> bytes:
    """Return a record as bygge.json has it."""
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
