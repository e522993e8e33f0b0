"""resultat.csv and bygge.json -> what was published, and whether the two keep their own rules."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from oj_workbook.model import TECKEN, WITH_VALUE, Status
from oj_workbook.problems import MOST_TOLD, Place, Problems, visible

RESULTAT, BYGGE = "resultat.csv", "bygge.json"
KOLUMNER = (
    *("enhet", "namn", "niva", "indikator", "ar", "varde", "svar", "status", "tecken", "klass"),
    *("antal_enheter", "uppdelning"),
)
MARKNING = "markning"
NYCKLAR = {
    *("utgåva", "namn", "version", "datum", "utgivningar", "exempeldata", "program", "figurer"),
    *("normaliserade_celler", "månadsposter", "varningar", "filer", "underlag", "underlagets_kontrollsumma"),
    *("indikatorer", "leveranser", "jämförelse", "utgiven_ur"),
}
VARDE = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d+))?")
FEWEST_TOLD = 4
_AGAIN = "bygg på nytt, och ge ut filerna som de är när bygget har skrivit dem."


class Row(NamedTuple):
    """One published figure as resultat.csv has it."""

    varde: str
    svar: str
    status: str
    tecken: str
    klass: str
    antal: str

    @property
    def decimals(self) -> int:
        """Return how many decimals the value is published with."""
        return len(self.varde.partition(".")[2])


@dataclass
class Published:
    """Every row by unit, indicator and year; the names of the units; the short name of every indicator, by its id."""

    rader: dict[tuple[str, str, int], Row] = field(default_factory=dict)
    enheter: dict[str, str] = field(default_factory=dict)
    ar: dict[str, int] = field(default_factory=dict)
    indikatorer: dict[str, str] = field(default_factory=dict)

    def finest(self) -> int:
        """Return the most decimals that any figure is published with."""
        return max((row.decimals for row in set(self.rader.values())), default=0)


def read_published(beside: Mapping[str, bytes], workbook: str, data: bytes, problems: Problems) -> Published:
    """Read the two files beside the workbook, and tell what is missing or wrong in them."""
    for name in (RESULTAT, BYGGE):
        if name not in beside:
            fact = f"filen {name} finns inte bredvid arbetsboken, så att de inte kan jämföras."
            problems.add(Place(workbook), "saknas-vid-arbetsboken", fact, "granska arbetsboken i byggets mapp.")
    published = Published()
    if RESULTAT in beside:
        _resultat(beside[RESULTAT], published, problems)
    if BYGGE in beside:
        _bygge(beside[BYGGE], {workbook: data, RESULTAT: beside.get(RESULTAT, b"")}, published, problems)
    return published


def _resultat(data: bytes, published: Published, problems: Problems) -> None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        problems.add(Place(RESULTAT), "fel-i-resultat", "filen är inte UTF-8.", _AGAIN)
        return
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, [])
    if tuple(header) not in {KOLUMNER, (*KOLUMNER, MARKNING)}:
        problems.add(Place(RESULTAT, 1), "fel-i-resultat", "filen har andra kolumner än den ska ha.", _AGAIN)
        return
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header)
    interned: dict[Row, Row] = {}
    told = 0
    for number, cells in enumerate(rows, 2):
        writer.writerow(cells)
        fact = "raden har för många eller för få fält."
        if len(cells) == len(header):
            enhet, namn, _, indikator, ar, *rest = cells
            row = Row(*rest[:6])
            row = interned.setdefault(row, row)
            key = (enhet, indikator, int(ar) if ar.isdigit() else 0)
            fact = broken_rule(row) or ("raden finns två gånger." if key in published.rader else "")
            fact = fact or ("ett fält börjar eller slutar med blanksteg." if _padded(cells) else "")
            published.rader[key] = row
            published.enheter[enhet] = namn
            published.ar[indikator] = max(key[2], published.ar.get(indikator, 0))
        told += bool(fact)
        if fact and told <= MOST_TOLD:
            problems.add(Place(RESULTAT, number), "fel-i-resultat", fact, _AGAIN)
    if written.getvalue() != text:
        fact = (
            "filen är inte skriven som programmet skriver den: andra citattecken, radslut eller tecken utanför rader."
        )
        problems.add(Place(RESULTAT), "fel-i-resultat", fact, _AGAIN)
    for place, fact in _uneven(published):
        problems.add(Place(f"{RESULTAT}!{place}"), "fel-i-resultat", fact, _AGAIN)


def _padded(cells: list[str]) -> bool:
    return any(cell and (cell[0].isspace() or cell[-1].isspace()) for cell in cells)


def broken_rule(row: Row) -> str:
    """Return which rule of the file a row breaks, "" for none: what must not be said where no value is published."""
    if row.status not in {one.value for one in Status}:
        return "raden har ett okänt skäl i kolumnen status."
    status = Status(row.status)
    if row.tecken != TECKEN.get(status, ""):
        return "tecknet är inte det som hör till radens status."
    if bool(row.varde) != (status in WITH_VALUE):
        return "raden har ett värde, men inte en status som redovisas, eller tvärtom."
    if bool(row.svar) != (status is Status.SVAR):
        return "raden har ett svar i ord, men inte den statusen, eller tvärtom."
    if row.varde and VARDE.fullmatch(row.varde) is None:
        return "värdet är inte skrivet som ett tal med decimalpunkt."
    if row.klass not in {"", "lag", "mitten", "hog"} or (row.klass and not row.varde):
        return "raden har en kvartilklass utan värde, eller en okänd klass."
    if row.antal and not row.antal.isdigit():
        return "antal_enheter är inget antal."
    if row.antal and status is Status.UNDERTRYCKT:
        return "raden är undertryckt, men säger hur många enheter som ligger bakom."
    return ""


def _uneven(published: Published) -> list[tuple[str, str]]:
    """Return the indicators and years whose values are not all written with the same decimals."""
    found: dict[tuple[str, int], set[int]] = {}
    for (_, indikator, ar), row in published.rader.items():
        if row.varde:
            found.setdefault((indikator, ar), set()).add(row.decimals)
    fact = "värdena är inte alla skrivna med lika många decimaler."
    return [(f"{indikator} {ar}", fact) for (indikator, ar), several in found.items() if len(several) > 1]


def _bygge(data: bytes, filer: Mapping[str, bytes], published: Published, problems: Problems) -> None:
    place = Place(BYGGE)
    try:
        record = json.loads(data, object_pairs_hook=_once)
    except ValueError:
        problems.add(place, "fel-i-resultat", "filen är inte JSON, eller har samma nyckel två gånger.", _AGAIN)
        return
    if not isinstance(record, dict) or record.keys() - NYCKLAR:
        problems.add(place, "fel-i-resultat", "filen har andra uppgifter än den ska ha.", _AGAIN)
        return
    if (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode() != data:
        problems.add(place, "fel-i-resultat", "filen är inte skriven som programmet skriver den.", _AGAIN)
    sums = record.get("filer")
    for name, content in filer.items():
        if not isinstance(sums, dict) or sums.get(name) != hashlib.sha256(content).hexdigest():
            fact = f"kontrollsumman för {visible(name)} är en annan än filens: filen är ändrad efter bygget."
            problems.add(place, "fel-i-resultat", fact, _AGAIN)
    for one in record.get("månadsposter") or ():
        if any(isinstance(count, int) and 0 < count < FEWEST_TOLD for count in dict(one).values()):
            problems.add(place, "röjer-undertryckt", "ett antal personer är så litet att det inte får sägas.", _AGAIN)
    names = record.get("indikatorer")
    if isinstance(names, dict):
        published.indikatorer = {str(id_): str(namn) for id_, namn in names.items()}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)
