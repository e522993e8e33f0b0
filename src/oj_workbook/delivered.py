"""What deliveries held, as it is read: raw answers in blocks, and rows for the tables of tables.py."""

from dataclasses import dataclass, field
from typing import Any

from oj_workbook.model import Utanfor


@dataclass(frozen=True)
class Block:
    """The raw answers of one indicator, year and file: for each sub-question a column, in the order of the units.

    An unanswered question is "".
    """

    indikator: str
    ar: int
    enheter: tuple[str, ...]
    fil: str
    rader: tuple[int, ...]
    svar: dict[str, tuple[str, ...]]


@dataclass
class Delivered:
    """What each file held: blocks of raw answers, and rows for the tables.

    `utanfor` tells whom the monthly records left out; `normaliserade` counts cells repaired without loss.  `rubriker`
    has the heading of each count, by file and item; `ej_svar` the units that said they did not answer for a count, as
    rows for the table svar without the answer.
    """

    svar: list[tuple[Any, ...]] = field(default_factory=list)
    delsvar: list[Block] = field(default_factory=list)
    antal: list[tuple[Any, ...]] = field(default_factory=list)
    publicerat: list[tuple[Any, ...]] = field(default_factory=list)
    utanfor: list[Utanfor] = field(default_factory=list)
    normaliserade: int = 0
    ej_svar: list[tuple[str, int, str, str, int]] = field(default_factory=list)
    rubriker: dict[tuple[str, str], str] = field(default_factory=dict)
