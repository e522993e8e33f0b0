"""One delivered file -> rows for the tables.  Every cell is matched against what the definitions allow."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from oj_workbook.counting import countings
from oj_workbook.criteria import delfragor_in, in_force
from oj_workbook.csvfile import Rows, read_csv
from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans
from oj_workbook.model import Antalsslag, Indikator, Invanare, JaNej, Omrade, Postrakning, Status, Svarsslag, Utanfor
from oj_workbook.numbers import is_number, published_number
from oj_workbook.population import read_population
from oj_workbook.problems import MOST_TOLD, Place, Problems, did_you_mean, listed, visible
from oj_workbook.unitcodes import UnitCodes, has_columns, refuse_unknown_columns
from oj_workbook.units import Enheter

MANAD = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)
STATUS_I_LEVERANS = {"undertryckt": Status.UNDERTRYCKT, "bortfall": Status.BORTFALL}


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
    """What each file held, as it is read: blocks of raw answers, and rows for the tables of tables.py.

    `utanfor` tells whom the monthly records left out; `normaliserade` counts cells repaired without loss.
    """

    svar: list[tuple[Any, ...]] = field(default_factory=list)
    delsvar: list[Block] = field(default_factory=list)
    antal: list[tuple[Any, ...]] = field(default_factory=list)
    publicerat: list[tuple[Any, ...]] = field(default_factory=list)
    utanfor: list[Utanfor] = field(default_factory=list)
    normaliserade: int = 0


@dataclass(frozen=True)
class _Column:
    """One column of a file: a cell for each unit, and the row it stands on."""

    rubrik: str
    fil: str
    enheter: tuple[str, ...]
    rader: tuple[int, ...]
    celler: tuple[str, ...]

    def answered(self) -> Iterator[tuple[str, int, str]]:
        """Yield unit, row and cell where there is something in the cell."""
        for enhet, rad, cell in zip(self.enheter, self.rader, self.celler, strict=True):
            if cell:
                yield enhet, rad, cell


#: Takes a column; raw answers are returned in the order of the units, the rest goes into the tables.
Take = Callable[[_Column, Delivered], tuple[str, ...] | None]
Columns = dict[str, tuple[str, Take]]


@dataclass(frozen=True)
class Reader:
    """What every file of an edition is read against."""

    utgava: Utgava
    omrade: Omrade
    enheter: Enheter
    root: Path
    problems: Problems

    @cached_property
    def units(self) -> UnitCodes:
        """Return what finds the unit that a row is about."""
        return UnitCodes(self.utgava, self.omrade, self.enheter, self.problems)

    def read(self, leverans: Leverans, into: Delivered) -> None:
        """Add one delivery's rows to `into`; whatever is wrong in it becomes a problem."""
        rows = read_csv(self.utgava.folder / leverans.fil, self.root, leverans.place, self.problems)
        if rows is None:
            return
        into.normaliserade += rows.normaliserade
        if leverans.slag == "publicerat":
            self._published(leverans, rows, into)
        elif leverans.slag == "befolkning":
            table = read_population(leverans, rows, self.omrade, self.units, self.problems)
            into.antal += table.antal
            into.normaliserade += table.normaliserade
        else:
            self._wide(leverans, rows, into)

    # --- one row per unit, one column per question or count ---

    def _wide(self, leverans: Leverans, rows: Rows, into: Delivered) -> None:
        columns = self._columns(leverans, rows)
        if columns is None:
            return
        seen: dict[str, int] = {}
        kept: list[tuple[str, ...]] = []
        at = [rows.rubriker.index(leverans.kolumner[ord_]) for ord_ in ("enhet", "namn")]
        for rad, cells in rows.rader:
            place = Place(rows.fil, rad)
            enhet = self._enhet(leverans, place, cells[at[0]], cells[at[1]], into)
            if enhet is None:
                continue
            if enhet in seen:
                fact = f"{self.enheter.enheter[enhet].namn} ({enhet}) står redan på rad {seen[enhet]}."
                self.problems.add(place, "dubbel-rad", fact, "behåll den rad som gäller.")
                continue
            seen[enhet] = rad
            kept.append(cells)
        enheter, rader = tuple(seen), tuple(seen.values())
        by_heading = dict(zip(rows.rubriker, zip(*kept, strict=True), strict=True)) if kept else {}
        self._refuse_empty(rows, columns)
        blocks: dict[str, dict[str, tuple[str, ...]]] = {}
        for word, (rubrik, take) in columns.items():
            found = take(_Column(rubrik, rows.fil, enheter, rader, by_heading.get(rubrik, ())), into)
            if found is not None:
                indikator, _, delfraga = word.partition(".")
                blocks.setdefault(indikator, {})[delfraga] = found
        for indikator, svar in blocks.items():
            into.delsvar.append(Block(indikator, leverans.ar, enheter, rows.fil, rader, svar))
        self.units.warn_of_silent(leverans, rows.fil, seen)

    def _refuse_empty(self, rows: Rows, columns: "Columns") -> None:
        """Tell a column without a single answer: all silent is a lost column, not a survey."""
        for rubrik in dict.fromkeys(rubrik for rubrik, _ in columns.values()):
            place = rows.rubriker.index(rubrik)
            if not any(celler[place] for _, celler in rows.rader):
                fact = f"kolumnen {visible(rubrik)} är tom: 0 av {len(rows.rader)} har svarat."
                remedy = "leverera svaren. Ställdes frågan inte, skriv det under ”mäts” på indikatorns sida."
                self.problems.add(Place(rows.fil, 1), "tom-kolumn", fact, remedy)

    def _columns(self, leverans: Leverans, rows: Rows) -> "Columns | None":
        """Return the header of each word's column and what takes it, or None when the file's keys are not there.

        Two words may share a column: an indicator can be made of another's question.
        """
        if not has_columns(leverans, rows, ("enhet", "namn"), self.problems):
            return None
        wanted = self._wanted(leverans)
        given = {self._present(ord_): rubrik for ord_, rubrik in leverans.kolumner.items()}
        header = {ord_: given.get(ord_) or self._heading(ord_, rows) for ord_ in wanted}
        for ord_, rubrik in header.items():
            if rubrik not in rows.rubriker:
                fact = f"kolumnen {visible(rubrik)} saknas; den behövs för {visible(ord_)}."
                unused = [one for one in rows.rubriker if one not in header.values()]
                remedy = did_you_mean(rubrik, unused, "lägg till kolumnen, eller ange dess namn i kallor.yaml.")
                self.problems.add(Place(rows.fil, 1), "kolumn-saknas", fact, remedy)
        known = {*header.values(), leverans.kolumner["enhet"], leverans.kolumner["namn"], *self._elsewhere(leverans)}
        for rubrik in rows.rubriker:
            if rubrik not in known:
                fact = f"kolumnen {visible(rubrik)} är okänd och läses inte."
                remedy = did_you_mean(rubrik, wanted, "ta bort den, eller ange den under ”kolumner” i kallor.yaml.")
                self.problems.add(Place(rows.fil, 1), "okänd-kolumn", fact, remedy, "varning")
        said = [ord_ for ord_ in given if not self._known(ord_)]
        refuse_unknown_columns(leverans, said, ("enhet", "namn", *wanted), self.problems)
        return {ord_: (rubrik, wanted[ord_]) for ord_, rubrik in header.items() if rubrik in rows.rubriker}

    def _heading(self, word: str, rows: Rows) -> str:
        """Return the heading a word has in a file where nobody says: itself, or with an id the indicator had before."""
        id_, dot, rest = word.partition(".")
        page = self.omrade.indikatorer.get(id_)
        names = [f"{one}{dot}{rest}" for one in (id_, *(page.tidigare_id if page else ()))]
        return next((name for name in names if name in rows.rubriker), word)

    def _present(self, word: str) -> str:
        """Return a word with the id its indicator has now."""
        id_, dot, rest = word.partition(".")
        page = self.omrade.tidigare.get(id_)
        return f"{page.id}{dot}{rest}" if page else word

    def _known(self, word: str) -> bool:
        """Tell whether a word is some indicator's, though not one that this file's year has."""
        return word.partition(".")[0] in self.omrade.indikatorer

    def _elsewhere(self, leverans: Leverans) -> set[str]:
        """Return the headings that the delivery names for other years' questions."""
        return set(leverans.kolumner.values())

    def _wanted(self, leverans: Leverans) -> "dict[str, Take]":
        """Return our word for every column the file should have, with what takes its cells."""
        ar = leverans.ar
        measured = [
            one
            for one in self.omrade.indikatorer.values()
            if one.mats.holds(ar) and (not leverans.kallor or one.kalla.id in leverans.kallor)
        ]
        wanted: dict[str, Take] = {}
        elsewhere = self._counted_elsewhere(ar)
        for indikator in measured:
            slag = indikator.slag
            if leverans.slag == "slutsvar" and isinstance(slag, Svarsslag):
                wanted[indikator.id] = self._take_svar(indikator, leverans)
            if leverans.slag == "delsvar" and isinstance(slag, JaNej):
                asked = delfragor_in(in_force(slag.kriterier, ar).ja_nar)
                for delfraga in (one for one in slag.delfragor if one.id in asked):
                    word = f"{indikator.id}.{delfraga.id}"
                    wanted[word] = self._take_delsvar(indikator, delfraga.svar, leverans)
            elif leverans.slag == "delsvar" and isinstance(slag, Svarsslag):
                wanted[indikator.id] = self._take_svar(indikator, leverans)
            if leverans.slag == "antal" and isinstance(slag, Antalsslag):
                for uppgift in (slag.taljare.uppgift, slag.namnare.uppgift):
                    if uppgift in leverans.kolumner or (leverans.kallor and uppgift not in elsewhere):
                        wanted[uppgift] = self._take_antal(uppgift, measured, leverans)
        return wanted

    def _counted_elsewhere(self, ar: int) -> set[str]:
        """Return the items that are counted out of another delivery about the year: records, or a population table."""
        found: set[str] = set()
        for one in self.utgava.leveranser:
            if one.ar == ar and one.slag in ("befolkning", "månadsposter"):
                pages = self.omrade.indikatorer.values()
                here = [page for page in pages if not one.kallor or page.kalla.id in one.kallor]
                kind = Invanare if one.slag == "befolkning" else Postrakning
                found |= {uppgift for uppgift, rule in countings(here).items() if isinstance(rule, kind)}
        return found

    def _take_svar(self, indikator: Indikator, leverans: Leverans) -> "Take":
        ar = leverans.ar
        allowed = indikator.answers(ar)
        codes = [kod for kod, meaning in leverans.koder.items() if meaning in allowed]

        def take(column: _Column, into: Delivered) -> None:
            known = self._translated(column, leverans, lambda svar: svar in allowed, [*allowed, *codes])
            into.svar += [
                (indikator.id, ar, enhet, svar, column.fil, rad)
                for enhet, rad, cell in column.answered()
                if (svar := known.get(cell))
            ]

        return take

    def _take_delsvar(self, indikator: Indikator, known: tuple[str, ...] | None, leverans: Leverans) -> "Take":
        ar = leverans.ar
        matmanad = f"{self.utgava.matdagar[ar]:%Y-%m}"
        special = [svar for svar in indikator.answers(ar) if svar not in ("Ja", "Nej")]
        allowed = {*special, *(known or ())}
        said = [*(known or ("en månad som 2013-02",)), *special]

        def take(column: _Column, into: Delivered) -> tuple[str, ...]:  # noqa: ARG001 - as every Take
            def fits(svar: str) -> bool:
                return svar in allowed or (known is None and MANAD.fullmatch(svar) is not None)

            answers = self._translated(column, leverans, fits, said)
            late = {cell for cell, svar in answers.items() if known is None and svar > matmanad and svar not in allowed}
            for place, _antal, cell in self._told(column, late):
                fact = f"kolumnen {visible(column.rubrik)} har månaden {visible(cell)}, som kommer efter mätdagen."
                self.problems.add(place, "fel-månad", fact, "rätta månaden, eller mätdagen i utgava.yaml.")
            return tuple(answers.get(cell, "") for cell in column.celler)

        return take

    def _take_antal(self, uppgift: str, measured: list[Indikator], leverans: Leverans) -> "Take":
        ar = leverans.ar
        counted = [
            one
            for one in measured
            if isinstance(one.slag, Antalsslag) and uppgift in (one.slag.taljare.uppgift, one.slag.namnare.uppgift)
        ]

        words = {svar for one in counted for svar in one.answers(ar)}

        def take(column: _Column, into: Delivered) -> None:
            for enhet, rad, cell in column.answered():
                svar = leverans.koder.get(cell, cell)
                said = [one for one in counted if svar in one.answers(ar)] if svar in words else []
                # An answer in words, such as Vet ej, may stand in place of either count, or of both.
                rows = [(one.id, ar, enhet, svar, column.fil, rad) for one in said]
                into.svar += [row for row in rows if row not in into.svar]
                place = Place(column.fil, rad)
                if not said and (antal := self._count(place, column.rubrik, cell)) is not None:
                    into.antal.append((uppgift, ar, enhet, antal, column.fil, rad))

        return take

    def _translated(
        self, column: "_Column", leverans: Leverans, fits: Callable[[str], bool], said: list[str]
    ) -> dict[str, str]:
        """Return the answer that each distinct cell of a column stands for; a cell that is none is told, row by row."""
        distinct = {cell: leverans.koder.get(cell, cell) for cell in dict.fromkeys(column.celler) if cell}
        answers = {cell: svar for cell, svar in distinct.items() if fits(svar)}
        for place, antal, cell in self._told(column, distinct.keys() - answers.keys()):
            more = f" (så är det på {antal} rader)" if antal > MOST_TOLD else ""
            fact = f"kolumnen {visible(column.rubrik)} har svaret {visible(cell)}, som inte finns{more}."
            remedy = did_you_mean(cell, said, f"tillåtna svar är {', '.join(said)}.")
            self.problems.add(place, "okänt-svar", fact, remedy)
        return answers

    def _told(self, column: "_Column", cells: AbstractSet[str]) -> Iterator[tuple[Place, int, str]]:
        """Yield the place of every cell that holds one of some texts, and how many there are; at most MOST_TOLD."""
        found = [(rad, cell) for _, rad, cell in column.answered() if cell in cells] if cells else []
        for rad, cell in found[:MOST_TOLD]:
            yield Place(column.fil, rad), len(found), cell

    # --- one row per published figure ---

    def _published(self, leverans: Leverans, rows: Rows, into: Delivered) -> None:
        if not has_columns(leverans, rows, ("enhet", "namn", "indikator", "år", "värde"), self.problems):
            return
        header = leverans.kolumner
        seen: dict[tuple[str, int, str], int] = {}
        for place, record in rows.records():
            indikator = self.omrade.find(record[header["indikator"]])
            if indikator is None:
                word = record[header["indikator"]]
                remedy = did_you_mean(word, self.omrade.indikatorer, "rätta namnet, eller lägg till definitionen.")
                self.problems.add(place, "okänd-indikator", f"indikatorn {visible(word)} finns inte.", remedy)
                continue
            enhet = self._enhet(leverans, place, record[header["enhet"]], record[header["namn"]], into)
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

    def _enhet(self, leverans: Leverans, place: Place, cell: str, namn: str, into: Delivered) -> str | None:
        """Return the id of the unit or level a row is about; None after a problem."""
        enhet = self.units.find(leverans, place, cell, namn)
        into.normaliserade += enhet is not None and enhet != cell
        return enhet

    def _count(self, place: Place, column: str, cell: str) -> float | None:
        """Return a count.  What is written is not repeated in the answer: it may be secret."""
        if is_number(cell):
            return float(cell)
        fact = f"kolumnen {visible(column)} har något som inte är ett tal (värdet visas inte)."
        self.problems.add(place, "fel-tal", fact, "skriv talet med siffror och decimalpunkt.")
        return None
