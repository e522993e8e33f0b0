"""The code and name in a delivered row -> the unit it is about; every mistake in either is told."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from oj_workbook.csvfile import Rows
from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans
from oj_workbook.model import Antalsslag, Indikator, Omrade
from oj_workbook.problems import Place, Problems, did_you_mean, listed, visible
from oj_workbook.units import Enheter
from oj_workbook.unknowncodes import explain_unknown, replaced

#: A code as spreadsheets leave it: without its zero, with decimals, or with the apostrophe that makes it a text.
KOMMUNKOD = re.compile(r"'?(\d{3,4})([.,]0{1,2})?", re.ASCII)
#: What holds counts, and not answers in words.
MED_ANTAL = ("antal", "befolkning", "månadsposter")


def has_columns(leverans: Leverans, rows: Rows, words: tuple[str, ...], problems: Problems) -> bool:
    """Tell which of the columns that a delivery must name are not in its file; True when all are there."""
    missing = [word for word in words if leverans.kolumner.get(word) not in rows.rubriker]
    for word in missing:
        rubrik = leverans.kolumner.get(word, word)
        remedy = did_you_mean(rubrik, rows.rubriker, f"ange kolumnen för ”{word}” under ”kolumner”.")
        problems.add(leverans.place, "kolumn-saknas", f"kolumnen {visible(rubrik)} finns inte i {rows.fil}.", remedy)
    return not missing


def refuse_unknown_columns(leverans: Leverans, said: Iterable[str], known: tuple[str, ...], problems: Problems) -> None:
    """Tell a word under `kolumner` that nothing is read by."""
    for ord_ in [one for one in said if one not in known]:
        remedy = did_you_mean(ord_, known, "ta bort raden.")
        fact = f"{visible(ord_)} under ”kolumner” är inget som läses ur filen."
        problems.add(leverans.place, "okänd-kolumn", fact, remedy)


def refuse_unknown_codes(leverans: Leverans, words: Mapping[str, tuple[str, ...]], problems: Problems) -> None:
    """Tell a code that stands for a word nobody knows; `words` are those of every column that has codes."""
    for kolumn, codes in leverans.kodlistor.items():
        if kolumn not in words:
            ours = next((word for word, rubrik in leverans.kolumner.items() if rubrik == kolumn), None)
            fact = f"{visible(kolumn)} under ”koder” är ingen kolumn med koder."
            remedy = did_you_mean(kolumn, words, "ta bort raden, eller rätta namnet.")
            if ours:
                fact = f"{visible(kolumn)} under ”koder” är filens rubrik; här ska vårt eget ord stå."
                remedy = f"skriv {visible(ours)}, som under ”kolumner”."
            problems.add(leverans.code_place(kolumn, ""), "okänd-kolumn", fact, remedy)
            continue
        for kod, said in codes.items():
            if said not in words[kolumn]:
                fact = f"koden {visible(kod)} för {kolumn} betyder {visible(said)}, som inte finns."
                remedy = did_you_mean(said, words[kolumn], f"välj {listed(words[kolumn])}.")
                problems.add(leverans.code_place(kolumn, kod), "okänt-värde", fact, remedy)


@dataclass(frozen=True)
class UnitCodes:
    """Finds the units of an edition's deliveries."""

    utgava: Utgava
    omrade: Omrade
    enheter: Enheter
    problems: Problems
    _cache: dict[tuple[object, ...], frozenset[str]] = field(default_factory=dict)

    def find(self, leverans: Leverans, place: Place, cell: str, namn: str) -> str | None:
        """Return the id of the unit or level that a row is about; None after a problem.

        A kommunkod that a spreadsheet took the zero from, or gave a decimal or an apostrophe, is what it was.
        """
        enheter = self.enheter
        known = enheter.alla if leverans.slag == "publicerat" else enheter.enheter
        match = KOMMUNKOD.fullmatch(cell)
        enhet = match[1].zfill(4) if match else cell
        there, outside = known.get(enhet), enheter.rikets_kommuner.get(enhet, "")
        other = self._named(namn, enhet)
        wrong = there is not None or (outside and other in known)  # Håbo's code for Habo, who is in the edition
        if other and wrong and enhet not in enheter.delomraden:
            mine = there.namn if there else outside
            fact = f"kod {enhet} är {mine}, men namnet {visible(_short(namn))} hör till {other}."
            self.problems.add(place, "kod-och-namn", fact, "rätta koden eller namnet: de pekar på olika kommuner.")
            return None
        if there is None and outside:
            fact = f"{outside} ({enhet}) ingår inte i utgåvan."
            self.problems.add(place, "enhet-utanför", fact, "ta bort raden, eller lägg till länet i utgava.yaml.")
            return None
        if there is None:
            fact, remedy = explain_unknown(enhet, other, enheter, known)
            self.problems.add(place, "okänd-enhet", fact, remedy)
            return None
        if leverans.kontrollsumma and enhet in self.divided(leverans):
            return enhet
        if leverans.slag != "publicerat" and enhet not in self._reporting_set(leverans):
            self._refuse_not_reporting(leverans, place, enhet)
            return None
        return enhet

    def warn_of_silent(self, leverans: Leverans, fil: str, seen: Iterable[str]) -> None:
        """Tell once which units a file has nothing from: they are shown as silent, not as a Nej."""
        there = set(seen)
        silent = sorted(set(self.reporting(leverans)) - there, key=list(self.enheter.enheter).index)
        if silent:
            names = ", ".join(self.enheter.enheter[id_].namn for id_ in silent)
            fact = f"{len(silent)} av {len(silent) + len(there)} saknas i filen och visas utan uppgift: {names}."
            remedy = "kontrollera att de verkligen inte har lämnat uppgifter."
            self.problems.add(Place(fil), "enhet-saknas", fact, remedy, "varning")

    def reporting(self, leverans: Leverans) -> tuple[str, ...]:
        """Return the units that a delivery may hold: those that report on the day its figures find their units."""
        held = [one for one in self.omrade.indikatorer.values() if self._holds(leverans, one)]
        # A delivery for several sources is by unit; what only whole kommuner report is summed from there.
        for indikator in sorted(held, key=lambda one: one.kalla.hela_kommuner)[:1]:
            return self.enheter.tillfalle(self.utgava, indikator, leverans.ar).rapporterar
        return ()

    def divided(self, leverans: Leverans) -> dict[str, list[str]]:
        """Return the parts that report what a delivery holds, by their city."""
        found: dict[str, list[str]] = {}
        for enhet in self.reporting(leverans):
            if enhet in self.enheter.stad:
                found.setdefault(self.enheter.stad[enhet], []).append(enhet)
        return found

    def _holds(self, leverans: Leverans, indikator: Indikator) -> bool:
        counted = isinstance(indikator.slag, Antalsslag)
        wanted = leverans.covers(indikator.kalla.id)
        return counted == (leverans.slag in MED_ANTAL) and wanted and leverans.ar in indikator.years(self.utgava.ar)

    def _reporting_set(self, leverans: Leverans) -> frozenset[str]:
        key = (leverans.slag, leverans.ar, leverans.kallor)
        if key not in self._cache:
            self._cache[key] = frozenset(self.reporting(leverans))
        return self._cache[key]

    def _refuse_not_reporting(self, leverans: Leverans, place: Place, enhet: str) -> None:
        """Tell a unit that others stand for: a city beside its parts, or a delområde that was not there that year."""
        namn = self.enheter.enheter[enhet].namn
        if enhet in self.enheter.kommuner:
            fact = f"{namn} ({enhet}) svarar {leverans.ar} genom sina delområden och skulle räknas två gånger."
            remedy = "leverera delområdena, eller ta bort kommunen ur ”summera_delar” i utgava.yaml."
            if enhet not in self.enheter.stad.values():
                fact = f"{namn} ({enhet}) fanns inte {leverans.ar}."
                remedy = "rätta koden, eller kommunens ”giltig_fran” och ”giltig_till” i data/enheter/kommuner.csv."
        elif self.enheter.stad[enhet] in self._reporting_set(leverans):
            fact = f"{namn} ({enhet}) är ett delområde, men källan lämnas av hela kommuner."
            remedy = f"leverera staden i stället, {self.enheter.stad[enhet]}."
        else:
            was = replaced(enhet, self.enheter)
            fact = f"{namn} ({enhet}) fanns inte {leverans.ar}" + (f": det fanns{was}." if was else ".")
            remedy = "rätta koden, eller giltigheten i data/enheter/delomraden.csv."
            later = self.enheter.ersatta[enhet]
            if was and later in self._reporting_set(leverans):
                remedy = f"leverera {later}; finns båda i filen överlappar de, och räknas två gånger."
        self.problems.add(place, "enhet-utan-svar", fact, remedy)

    def _named(self, namn: str, enhet: str) -> str:
        """Return the code of the kommun whose name a row has, "" when it is the row's own, or no kommun's.

        Falu kommun and Malmö stad are names that no register has, and then the code alone decides.
        """
        short = _short(namn).casefold()
        found = [self._kod_av_namn[one] for one in (short, short.removesuffix("s")) if one in self._kod_av_namn]
        return "" if not found or enhet in found else found[0]

    @cached_property
    def _kod_av_namn(self) -> dict[str, str]:
        return {namn.casefold(): kod for kod, namn in self.enheter.rikets_kommuner.items()}


def _short(namn: str) -> str:
    return namn.removeprefix("Region ").removesuffix(" kommun").removesuffix(" stad")
