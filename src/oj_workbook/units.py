"""data/enheter/ -> Enheter: the kommuner an edition is about, the levels above them, and the groups they belong to."""

from dataclasses import dataclass
from pathlib import Path

from oj_workbook.csvfile import read_csv
from oj_workbook.edition import Gruppval, Utgava
from oj_workbook.model import Enhet
from oj_workbook.problems import Place, Problems, did_you_mean, listed, relative, visible

RIKET = Enhet("riket", "Riket", "riket")
_ALPHABET = {letter: number for number, letter in enumerate(" -0123456789abcdefghijklmnopqrstuvwxyzåäö")}


@dataclass(frozen=True)
class Enheter:
    """The units of an edition.

    `kommuner` are those in scope, by kommunkod, in Swedish order; `nivaer` the levels shown above them, by id.
    `medlemmar` lists the kommuner in scope of every level, `hela` the levels whose kommuner are all in scope.
    `lan` gives each kommun its län, `grupper` its group names under the edition's headings.  `rikets_kommuner`
    has the name of every kommun in the country.
    """

    kommuner: dict[str, Enhet]
    nivaer: dict[str, Enhet]
    medlemmar: dict[str, tuple[str, ...]]
    hela: frozenset[str]
    lan: dict[str, str]
    grupper: dict[str, dict[str, str]]
    rikets_kommuner: dict[str, str]

    @property
    def alla(self) -> dict[str, Enhet]:
        """Return kommuner and levels together, by id."""
        return self.kommuner | self.nivaer


def swedish_order(namn: str) -> list[int]:
    """Return a sort key that puts å ä ö last and ignores case."""
    return [_ALPHABET.get(letter, len(_ALPHABET)) for letter in namn.casefold()]


def read_units(utgava: Utgava, data: Path, root: Path, problems: Problems) -> Enheter | None:
    """Read the registers of kommuner, population and groups; None when they cannot be read."""
    registers = _Registers.read(data / "enheter", root, problems)
    if registers is None:
        return None
    known = {row["lanskod"]: row["lan"] for row in registers.kommuner}
    for kod in utgava.lan:
        if kod not in known:
            place = Place(relative(utgava.folder / "utgava.yaml", root))
            remedy = did_you_mean(kod, known, "använd länskoden med två siffror inom citattecken.")
            problems.add(place, "okänt-län", f"län {visible(kod)} finns inte.", remedy)
    in_scope = sorted(
        (row for row in registers.kommuner if row["lanskod"] in utgava.lan),
        key=lambda row: swedish_order(row["kommun"]),
    )
    kommuner = {row["kommunkod"]: Enhet(row["kommunkod"], row["kommun"], "kommun") for row in in_scope}
    lan = {row["kommunkod"]: f"lan-{row['lanskod']}" for row in in_scope}
    medlemmar: dict[str, tuple[str, ...]] = {}
    nivaer: dict[str, Enhet] = {}
    for kod in sorted(known.keys() & set(utgava.lan)):
        nivaer[f"lan-{kod}"] = Enhet(f"lan-{kod}", known[kod], "lan")
        medlemmar[f"lan-{kod}"] = tuple(enhet for enhet in kommuner if lan[enhet] == f"lan-{kod}")
    nivaer["riket"] = RIKET
    medlemmar["riket"] = tuple(kommuner)
    # An edition covers whole län, and riket only when it covers every one of them.
    hela = set(medlemmar) - ({"riket"} if len(kommuner) < len(registers.kommuner) else set())
    grupper: dict[str, dict[str, str]] = {kod: {} for kod in kommuner}
    for val in utgava.grupper:
        for kod, namn in _members(val, registers, kommuner, utgava, problems).items():
            grupper[kod][val.rubrik] = namn
    rikets = {row["kommunkod"]: row["kommun"] for row in registers.kommuner}
    return Enheter(kommuner, nivaer, medlemmar, frozenset(hela), lan, grupper, rikets)


@dataclass(frozen=True)
class _Registers:
    """The files of data/enheter as written."""

    root: Path
    kommuner: list[dict[str, str]]
    folkmangd: dict[tuple[str, str], int]
    grupper: list[dict[str, str]]
    fran_folkmangd: dict[tuple[str, str], int]

    @classmethod
    def read(cls, folder: Path, root: Path, problems: Problems) -> "_Registers | None":
        place = Place(relative(folder, root))
        before = len(problems)
        kommuner = read_csv(folder / "kommuner.csv", root, place, problems)
        befolkning = read_csv(folder / "befolkning.csv", root, place, problems)
        grupper = read_csv(folder / "grupper.csv", root, place, problems)
        if kommuner is None or befolkning is None or grupper is None:
            return None
        kommuner.require(("kommunkod", "kommun", "lanskod", "lan"), "kommunkod", problems)
        kommuner.require(("kommun",), "kommun", problems)  # the picker finds a kommun by its name
        for at, row in kommuner.records():
            if not all(row.get(rubrik, "-") for rubrik in ("kommunkod", "kommun", "lanskod", "lan")):
                problems.add(at, "tom-cell", "kod, namn, länskod eller län saknas.", "fyll i raden.")
        befolkning.require(("kommunkod", "ar", "folkmangd"), None, problems)
        grupper.require(("indelning", "kod", "namn", "fran_folkmangd"), None, problems)
        if len(problems) > before:
            return None
        registers = cls(
            root,
            [row for _, row in kommuner.records()],
            {
                (row["kommunkod"], row["ar"]): befolkning.whole(at, row, "folkmangd", problems)
                for at, row in befolkning.records()
            },
            [row for _, row in grupper.records()],
            {
                (row["indelning"], row["kod"]): grupper.whole(at, row, "fran_folkmangd", problems)
                for at, row in grupper.records()
                if row["fran_folkmangd"]
            },
        )
        return registers if len(problems) == before else None


def _members(
    val: Gruppval, registers: _Registers, kommuner: dict[str, Enhet], utgava: Utgava, problems: Problems
) -> dict[str, str]:
    """Return kommunkod -> group name in one grouping; a kommun without a group is a problem."""
    rows = [row for row in registers.grupper if row["indelning"] == val.indelning]
    if not rows:
        known = sorted({row["indelning"] for row in registers.grupper})
        remedy = did_you_mean(val.indelning, known, f"välj {listed(known)}.")
        problems.add(val.place, "okänd-indelning", f"indelningen {visible(val.indelning)} finns inte.", remedy)
        return {}
    if val.fil:
        own = read_csv(utgava.folder / val.fil, registers.root, val.place, problems)
        if own is None or not own.require(("kommunkod", "grupp"), "kommunkod", problems):
            return {}
        grupp = {row["kommunkod"]: row["grupp"] for _, row in own.records()}
    elif val.ar is not None:
        limits = [(registers.fran_folkmangd.get((val.indelning, row["kod"]), 0), row["kod"]) for row in rows]
        size = {kod: registers.folkmangd.get((kod, str(val.ar)), -1) for kod in kommuner}
        grupp = {kod: max((limit for limit in limits if limit[0] <= size[kod]), default=(0, ""))[1] for kod in kommuner}
    else:
        grupp = {row["kommunkod"]: row.get(val.indelning, "") for row in registers.kommuner}
    namn = {row["kod"]: row["namn"] for row in rows}
    without = [kommun.namn for kod, kommun in kommuner.items() if grupp.get(kod) not in namn]
    if without:
        who = ", ".join(without[:5]) + (" …" if len(without) > 5 else "")
        fact = f"{len(without)} av {len(kommuner)} kommuner saknar grupp i indelningen {visible(val.indelning)}: {who}."
        problems.add(val.place, "grupp-saknas", fact, "lägg till kommunernas grupp, eller rätta år eller fil.")
    return {kod: namn[grupp[kod]] for kod in kommuner if grupp.get(kod) in namn}
