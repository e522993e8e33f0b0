"""One delivered file -> rows for the tables.  Every cell is matched against what the definitions allow."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oj_workbook.csvfile import Rows, read_csv
from oj_workbook.edition import Leverans, Utgava
from oj_workbook.model import Antalsslag, Indikator, JaNej, Omrade, Status, Svarsslag
from oj_workbook.numbers import is_number, published_number
from oj_workbook.problems import Place, Problems, did_you_mean, listed, visible
from oj_workbook.units import Enheter

KOMMUNKOD = re.compile(r"(\d{3,4})(\.0)?", re.ASCII)
MANAD = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)
STATUS_I_LEVERANS = {"undertryckt": Status.UNDERTRYCKT, "bortfall": Status.BORTFALL}


@dataclass
class Delivered:
    """Rows for each table of tables.py, as they are read; `normaliserade` counts cells repaired without loss."""

    svar: list[tuple[Any, ...]] = field(default_factory=list)
    delsvar: list[tuple[Any, ...]] = field(default_factory=list)
    antal: list[tuple[Any, ...]] = field(default_factory=list)
    publicerat: list[tuple[Any, ...]] = field(default_factory=list)
    normaliserade: int = 0


@dataclass(frozen=True)
class Reader:
    """What every file of an edition is read against."""

    utgava: Utgava
    omrade: Omrade
    enheter: Enheter
    root: Path
    problems: Problems

    def read(self, leverans: Leverans, into: Delivered) -> None:
        """Add one delivery's rows to `into`; whatever is wrong in it becomes a problem."""
        rows = read_csv(self.utgava.folder / leverans.fil, self.root, leverans.place, self.problems)
        if rows is None:
            return
        into.normaliserade += rows.normaliserade
        if leverans.slag == "publicerat":
            self._published(leverans, rows, into)
        else:
            self._wide(leverans, rows, into)

    # --- one row per unit, one column per question or count ---

    def _wide(self, leverans: Leverans, rows: Rows, into: Delivered) -> None:
        columns = self._columns(leverans, rows)
        if columns is None:
            return
        seen: dict[str, int] = {}
        for place, record in rows.records():
            enhet = self._kommun(leverans, place, record, into)
            if enhet is None:
                continue
            if enhet in seen:
                fact = f"{self.enheter.kommuner[enhet].namn} ({enhet}) står redan på rad {seen[enhet]}."
                self.problems.add(place, "dubbel-rad", fact, "behåll den rad som gäller.")
                continue
            seen[enhet] = place.rad
            for column, take in columns.items():
                if cell := record[column]:
                    take(place, column, cell, enhet, into)
        self._refuse_empty(rows, columns)
        for kod, kommun in self.enheter.kommuner.items():
            if kod not in seen:
                fact = f"{kommun.namn} ({kod}) saknas i filen och redovisas som ej svar."
                remedy = "kontrollera att kommunen verkligen inte har svarat."
                self.problems.add(Place(rows.fil), "enhet-saknas", fact, remedy, "varning")

    def _refuse_empty(self, rows: Rows, columns: Iterable[str]) -> None:
        """Tell a column without a single answer: all silent is a lost column, not a survey."""
        answered = {column for _, record in rows.records() for column, cell in record.items() if cell}
        for column in columns:
            if column not in answered:
                fact = f"kolumnen {visible(column)} är tom: 0 av {len(rows.rader)} har svarat."
                remedy = "leverera svaren. Ställdes frågan inte, skriv det under ”mäts” på indikatorns sida."
                self.problems.add(Place(rows.fil, 1), "tom-kolumn", fact, remedy)

    def _columns(self, leverans: Leverans, rows: Rows) -> dict[str, Callable[..., None]] | None:
        """Return what to do with each column, or None when the file's keys are not there."""
        if not self._has(leverans, rows, ("enhet", "namn")):
            return None
        wanted = self._wanted(leverans)
        header = {ord_: leverans.kolumner.get(ord_, ord_) for ord_ in wanted}
        for ord_, rubrik in header.items():
            if rubrik not in rows.rubriker:
                fact = f"kolumnen {visible(rubrik)} saknas; den behövs för {visible(ord_)}."
                remedy = did_you_mean(rubrik, rows.rubriker, "lägg till kolumnen, eller ange dess namn i kallor.yaml.")
                self.problems.add(Place(rows.fil, 1), "kolumn-saknas", fact, remedy)
        known = {*header.values(), leverans.kolumner["enhet"], leverans.kolumner["namn"]}
        for rubrik in rows.rubriker:
            if rubrik not in known:
                fact = f"kolumnen {visible(rubrik)} är okänd och läses inte."
                remedy = did_you_mean(rubrik, wanted, "ta bort den, eller ange den under ”kolumner” i kallor.yaml.")
                self.problems.add(Place(rows.fil, 1), "okänd-kolumn", fact, remedy, "varning")
        for ord_ in leverans.kolumner:
            if ord_ not in wanted and ord_ not in ("enhet", "namn"):
                remedy = did_you_mean(ord_, wanted, "ta bort raden.")
                fact = f"{visible(ord_)} under ”kolumner” är inget som läses ur filen."
                self.problems.add(leverans.place, "okänd-kolumn", fact, remedy)
        return {rubrik: wanted[ord_] for ord_, rubrik in header.items() if rubrik in rows.rubriker}

    def _wanted(self, leverans: Leverans) -> dict[str, Callable[..., None]]:
        """Return our word for every column the file should have, with what takes its cells."""
        ar = leverans.ar
        measured = [one for one in self.omrade.indikatorer.values() if one.mats.holds(ar)]
        wanted: dict[str, Callable[..., None]] = {}
        for indikator in measured:
            slag = indikator.slag
            if leverans.slag == "slutsvar" and isinstance(slag, Svarsslag):
                wanted[indikator.id] = self._take_svar(indikator, leverans)
            if leverans.slag == "delsvar" and isinstance(slag, JaNej):
                for delfraga in slag.delfragor:
                    word = f"{indikator.id}.{delfraga.id}"
                    wanted[word] = self._take_delsvar(indikator, delfraga.id, delfraga.svar, leverans)
            elif leverans.slag == "delsvar" and isinstance(slag, Svarsslag):
                wanted[indikator.id] = self._take_svar(indikator, leverans)
            if leverans.slag == "antal" and isinstance(slag, Antalsslag):
                for uppgift in (slag.taljare.uppgift, slag.namnare.uppgift):
                    if uppgift in leverans.kolumner:
                        wanted[uppgift] = self._take_antal(uppgift, measured, leverans)
        return wanted

    def _take_svar(self, indikator: Indikator, leverans: Leverans) -> Callable[..., None]:
        ar = leverans.ar
        allowed = indikator.answers(ar)

        def take(place: Place, column: str, cell: str, enhet: str, into: Delivered) -> None:
            svar = leverans.koder.get(cell, cell)
            if svar in allowed:
                into.svar.append((indikator.id, ar, enhet, svar, place.fil, place.rad))
            else:
                codes = [kod for kod, meaning in leverans.koder.items() if meaning in allowed]
                self._unknown_answer(place, column, cell, [*allowed, *codes])

        return take

    def _take_delsvar(
        self, indikator: Indikator, delfraga: str, known: tuple[str, ...] | None, leverans: Leverans
    ) -> Callable[..., None]:
        ar = leverans.ar
        special = [svar for svar in indikator.answers(ar) if svar not in ("Ja", "Nej")]

        def take(place: Place, column: str, cell: str, enhet: str, into: Delivered) -> None:
            svar = leverans.koder.get(cell, cell)
            if known is None and MANAD.fullmatch(svar) and svar > f"{self.utgava.matdagar[ar]:%Y-%m}":
                fact = f"kolumnen {visible(column)} har månaden {visible(svar)}, som kommer efter mätdagen."
                self.problems.add(place, "fel-månad", fact, "rätta månaden, eller mätdagen i utgava.yaml.")
            elif svar in special or (svar in known if known is not None else MANAD.fullmatch(svar)):
                into.delsvar.append((indikator.id, delfraga, ar, enhet, svar, place.fil, place.rad))
            else:
                self._unknown_answer(place, column, cell, [*(known or ("en månad som 2013-02",)), *special])

        return take

    def _take_antal(self, uppgift: str, measured: list[Indikator], leverans: Leverans) -> Callable[..., None]:
        ar = leverans.ar
        counted = [
            one
            for one in measured
            if isinstance(one.slag, Antalsslag) and uppgift in (one.slag.taljare.uppgift, one.slag.namnare.uppgift)
        ]

        def take(place: Place, column: str, cell: str, enhet: str, into: Delivered) -> None:
            svar = leverans.koder.get(cell, cell)
            said = [one for one in counted if svar in one.answers(ar)]
            # An answer in words, such as Vet ej, may stand in place of either count, or of both.
            rows = [(one.id, ar, enhet, svar, place.fil, place.rad) for one in said]
            into.svar += [row for row in rows if row not in into.svar]
            if not said and (antal := self._count(place, column, cell)) is not None:
                into.antal.append((uppgift, ar, enhet, antal, place.fil, place.rad))

        return take

    # --- one row per published figure ---

    def _published(self, leverans: Leverans, rows: Rows, into: Delivered) -> None:
        if not self._has(leverans, rows, ("enhet", "namn", "indikator", "år", "värde")):
            return
        header = leverans.kolumner
        seen: dict[tuple[str, int, str], int] = {}
        for place, record in rows.records():
            indikator = self.omrade.indikatorer.get(record[header["indikator"]])
            if indikator is None:
                word = record[header["indikator"]]
                remedy = did_you_mean(word, self.omrade.indikatorer, "rätta namnet, eller lägg till definitionen.")
                self.problems.add(place, "okänd-indikator", f"indikatorn {visible(word)} finns inte.", remedy)
                continue
            enhet = self._kommun(leverans, place, record, into)
            ar = self._year(place, record[header["år"]], indikator)
            if enhet is None or ar is None:
                continue
            key = (indikator.id, ar, enhet)
            if key in seen:
                fact = f"{indikator.id} {ar} för {enhet} står redan på rad {seen[key]}."
                self.problems.add(place, "dubbel-rad", fact, "behåll den rad som gäller.")
                continue
            seen[key] = place.rad
            figure = self._figure(leverans, place, indikator, ar, record[header["värde"]])
            if figure is not None:
                into.publicerat.append((*key, *figure, place.fil, place.rad))

    def _figure(
        self, leverans: Leverans, place: Place, indikator: Indikator, ar: int, cell: str
    ) -> tuple[float | None, str | None, Status] | None:
        """Return value, answer and status of a published cell; None after a problem."""
        word = leverans.koder.get(cell, cell)
        if word in STATUS_I_LEVERANS:
            return None, None, STATUS_I_LEVERANS[word]
        if word in indikator.answers(ar) and not isinstance(indikator.slag, Svarsslag):
            return None, word, Status.SVAR
        varde, fault = published_number(cell, indikator, ar)
        if fault:
            remedy = "leverera talet så som det publicerades, med decimalpunkt och utan procenttecken."
            self.problems.add(place, "fel-tal", f"{visible(cell)} {fault}.", remedy)
            return None
        return varde, None, Status.REDOVISAS

    def _year(self, place: Place, cell: str, indikator: Indikator) -> int | None:
        years = [ar - indikator.efterslapning for ar in self.utgava.ar]
        expected = [str(ar) for ar in years if indikator.mats.holds(ar)]
        if cell in expected:
            return int(cell)
        fact = f"år {visible(cell)} ingår inte för {indikator.id} i utgåvan."
        remedy = f"väntat: {listed(expected)}." if expected else "indikatorn mäts inte under utgåvans år."
        self.problems.add(place, "fel-år", fact, remedy)
        return None

    # --- what all kinds share ---

    def _has(self, leverans: Leverans, rows: Rows, words: tuple[str, ...]) -> bool:
        missing = [word for word in words if leverans.kolumner.get(word) not in rows.rubriker]
        for word in missing:
            rubrik = leverans.kolumner.get(word, word)
            remedy = did_you_mean(rubrik, rows.rubriker, f"ange kolumnen för ”{word}” under ”kolumner”.")
            fact = f"kolumnen {visible(rubrik)} finns inte i {rows.fil}."
            self.problems.add(leverans.place, "kolumn-saknas", fact, remedy)
        return not missing

    def _kommun(self, leverans: Leverans, place: Place, record: dict[str, str], into: Delivered) -> str | None:
        """Return the id of the unit or level a row is about; None after a problem."""
        cell, namn = record[leverans.kolumner["enhet"]], record[leverans.kolumner["namn"]]
        known = self.enheter.alla if leverans.slag == "publicerat" else self.enheter.kommuner
        match = KOMMUNKOD.fullmatch(cell)
        enhet = match[1].zfill(4) if match else cell
        into.normaliserade += enhet != cell
        if enhet in self.enheter.rikets_kommuner and enhet not in known:
            fact = f"{self.enheter.rikets_kommuner[enhet]} ({enhet}) ingår inte i utgåvan."
            self.problems.add(place, "enhet-utanför", fact, "ta bort raden, eller lägg till länet i utgava.yaml.")
            return None
        if enhet not in known:
            remedy = did_you_mean(cell, known, "rätta koden enligt data/enheter/kommuner.csv.")
            self.problems.add(place, "okänd-enhet", f"koden {visible(cell)} finns inte.", remedy)
            return None
        others = {name: kod for kod, name in self.enheter.rikets_kommuner.items() if kod != enhet}
        namn = namn.removesuffix(" kommun").removesuffix(" stad")
        if namn in others and namn != known[enhet].namn:
            fact = f"kod {enhet} är {known[enhet].namn}, men namnet {visible(namn)} hör till {others[namn]}."
            self.problems.add(place, "kod-och-namn", fact, "rätta koden eller namnet: de pekar på olika kommuner.")
            return None
        return enhet

    def _unknown_answer(self, place: Place, column: str, cell: str, allowed: list[str]) -> None:
        fact = f"kolumnen {visible(column)} har svaret {visible(cell)}, som inte finns."
        remedy = did_you_mean(cell, allowed, f"tillåtna svar är {', '.join(allowed)}.")
        self.problems.add(place, "okänt-svar", fact, remedy)

    def _count(self, place: Place, column: str, cell: str) -> float | None:
        """Return a count.  What is written is not repeated in the answer: it may be secret."""
        if is_number(cell):
            return float(cell)
        fact = f"kolumnen {visible(column)} har något som inte är ett tal (värdet visas inte)."
        self.problems.add(place, "fel-tal", fact, "skriv talet med siffror och decimalpunkt.")
        return None
