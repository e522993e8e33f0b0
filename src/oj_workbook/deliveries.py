"""One delivered file -> what it held.  Its rows find their units and its columns what they are asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from oj_workbook.answers import (
    Antal,
    Column,
    Delsvar,
    Fraga,
    Svar,
    every_answer,
    questions,
    take_antal,
    take_delsvar,
    take_svar,
)
from oj_workbook.citysums import without_cities
from oj_workbook.codes import Koder, read_codes
from oj_workbook.counting import countings
from oj_workbook.csvfile import Rows, read_csv
from oj_workbook.delivered import Block, Delivered
from oj_workbook.doubles import Row, keep_one
from oj_workbook.edition import Utgava
from oj_workbook.kallor import Leverans
from oj_workbook.model import Invanare, Omrade, Postrakning
from oj_workbook.onlyrows import only_sound, only_units, refuse_other_years, year_column
from oj_workbook.population import read_population
from oj_workbook.problems import Place, Problems, did_you_mean, visible
from oj_workbook.published import read_published
from oj_workbook.unasked import Besvarad, tell_unasked
from oj_workbook.unitcodes import UnitCodes, has_columns, refuse_unknown_columns
from oj_workbook.units import Enheter

#: The heading of each word's column, and what it asks for.
Columns = dict[str, tuple[str, Fraga]]


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
        path, place = self.utgava.folder / leverans.fil, leverans.place
        if leverans.is_workbook:
            from oj_workbook.xlsxfile import read_xlsx  # noqa: PLC0415 - openpyxl, which few deliveries need

            rows = read_xlsx(path, self.root, place, leverans.blad, leverans.decimaltecken, self.problems)
        else:
            rows = read_csv(path, self.root, place, self.problems, leverans.teckenkodning)
        if rows is None:
            return
        into.normaliserade += rows.normaliserade
        rows = self._only_sound(leverans, rows)
        refuse_other_years(rows, leverans, self.problems)
        rows = only_units(rows, leverans, self.problems)
        if leverans.slag == "publicerat":
            figures = read_published(leverans, rows, self.utgava, self.omrade, self.units, self.problems)
            into.publicerat += figures.publicerat
            into.normaliserade += figures.normaliserade
        elif leverans.slag == "befolkning":
            table = read_population(leverans, rows, self.omrade, self.units, self.problems)
            into.antal += table.antal
            into.normaliserade += table.normaliserade
        else:
            self._wide(leverans, rows, into)

    def _only_sound(self, leverans: Leverans, rows: Rows) -> Rows:
        """Return the rows without what no cell may hold; which columns are read, and hold amounts, is known here."""
        asked = {rubrik for rubrik in rows.rubriker if self._known(self._present(rubrik))}
        counts = questions("antal", self.omrade.indikatorer.values(), None).keys() & set(rows.rubriker)
        read = frozenset({*leverans.kolumner.values(), *asked, *counts})
        amounts: frozenset[str] = frozenset()
        if leverans.slag not in ("slutsvar", "delsvar"):
            amounts = read - {leverans.kolumner.get("enhet", ""), leverans.kolumner.get("namn", "")}
        return only_sound(rows, read, amounts, self.problems)

    def _wide(self, leverans: Leverans, rows: Rows, into: Delivered) -> None:
        """Read one row per unit, one column per question or count."""
        columns = self._columns(leverans, rows)
        if columns is None:
            return
        kept, lost = self._units_of(leverans, rows, columns, into)
        seen = {enhet: rad for enhet, (rad, _) in kept.items()}
        cells = [cells for _, cells in kept.values()]
        by_heading = dict(zip(rows.rubriker, zip(*cells, strict=True), strict=True)) if cells else {}
        koder = self._koder(leverans)
        self._refuse_empty(rows, columns, koder)
        blocks: dict[str, dict[str, Besvarad]] = {}
        antal: list[tuple[Any, ...]] = []
        svar: list[tuple[Any, ...]] = []
        units = tuple(seen), tuple(seen.values())
        for word, (rubrik, fraga) in columns.items():
            column = Column(rubrik, rows.fil, *units, by_heading.get(rubrik, ()), koder[word])
            match fraga:
                case Svar():
                    into.svar += take_svar(fraga, column, leverans.ar, self.problems)
                case Delsvar():
                    indikator, _, delfraga = word.partition(".")
                    matdag = self.utgava.matdagar[leverans.ar]
                    answers = take_delsvar(fraga, column, leverans.ar, matdag, self.problems)
                    blocks.setdefault(indikator, {})[delfraga] = Besvarad(rubrik, answers)
                case Antal():
                    counted, said = take_antal(fraga, column, leverans, self.problems)
                    antal += counted
                    into.ej_svar += [
                        (one.id, leverans.ar, enhet, rows.fil, rad)
                        for enhet, rad in column.silent()
                        for one in fraga.indikatorer
                    ]
                    svar += [row for row in said if row not in svar]  # said for täljare and nämnare
        for indikator, found in blocks.items():
            tell_unasked(self.omrade.indikatorer[indikator], found, rows.fil, units[1], self.problems)
            given = {delfraga: one.svar for delfraga, one in found.items()}
            into.delsvar.append(Block(indikator, leverans.ar, units[0], rows.fil, units[1], given))
        cities: dict[str, list[str]] = {}
        headings = {word: rubrik for word, (rubrik, _) in columns.items()}
        into.rubriker |= {(rows.fil, word): rubrik for word, rubrik in headings.items()}
        if leverans.kontrollsumma:
            cities = self.units.divided(leverans)
            antal = without_cities(antal, cities, leverans.kontrollsumma, headings, self.enheter, self.problems)
        into.antal += antal
        into.svar += [row for row in svar if row[2] not in cities]
        if not lost:  # else some unit is silent only because its row has been told
            self.units.warn_of_silent(leverans, rows.fil, seen.keys() - cities)

    def _units_of(
        self, leverans: Leverans, rows: Rows, columns: Columns, into: Delivered
    ) -> tuple[dict[str, Row], int]:
        """Return the row of every unit, and how many rows are about none."""
        found: dict[str, list[Row]] = {}
        lost = 0
        at = [rows.rubriker.index(leverans.kolumner[ord_]) for ord_ in ("enhet", "namn")]
        for rad, cells in rows.rader:
            enhet = self.units.find(leverans, Place(rows.fil, rad), cells[at[0]], cells[at[1]])
            if enhet is None:
                lost += 1
            else:
                into.normaliserade += enhet != cells[at[0]]
                found.setdefault(enhet, []).append((rad, cells))
        read = [rows.rubriker.index(rubrik) for rubrik, _ in columns.values()]
        stamp = None if leverans.tidsstampel is None else rows.rubriker.index(leverans.tidsstampel)
        kept = keep_one(found, leverans, rows.fil, (read, stamp), self.enheter.enheter, self.problems)
        return kept, lost

    def _koder(self, leverans: Leverans) -> dict[str, Koder]:
        """Return the codes of every column that a file of its kind could have.

        Also of other years and sources: a survey in two parts may have its codes written once and copied.
        """
        pages = self.omrade.indikatorer.values()
        every = (leverans.koder, *leverans.kodlistor.values())
        meanings = {said for codes in every for said in codes.values()}
        answers = {word: every_answer(one, meanings) for word, one in questions(leverans.slag, pages, None).items()}
        return read_codes(leverans, answers, self._present, self.problems)

    def _refuse_empty(self, rows: Rows, columns: Columns, koder: Mapping[str, Koder]) -> None:
        """Tell a column without a single answer: all silent is a lost column, not a survey."""
        for word, (rubrik, _) in columns.items():
            place, codes = rows.rubriker.index(rubrik), koder[word]
            if all(codes.silent(celler[place]) for _, celler in rows.rader):
                fact = f"kolumnen {visible(rubrik)} är tom: 0 av {len(rows.rader)} har svarat."
                remedy = "leverera svaren. Ställdes frågan inte, skriv det under ”mäts” på indikatorns sida."
                self.problems.add(Place(rows.fil, rows.rubrikrad), "tom-kolumn", fact, remedy)

    def _columns(self, leverans: Leverans, rows: Rows) -> Columns | None:
        """Return the header of each word's column and what it asks for, or None when the file's keys are not there.

        Two words may share a column: an indicator can be made of another's question.
        """
        if not has_columns(leverans, rows, ("enhet", "namn"), self.problems):
            return None
        if leverans.tidsstampel not in (None, *rows.rubriker):
            fact = f"kolumnen {visible(str(leverans.tidsstampel))} finns inte i {rows.fil}."
            remedy = did_you_mean(str(leverans.tidsstampel), rows.rubriker, "rätta ”tidsstämpel”.")
            self.problems.add(leverans.place, "kolumn-saknas", fact, remedy)
            return None
        wanted = self._wanted(leverans)
        given = {self._present(ord_): rubrik for ord_, rubrik in leverans.kolumner.items()}
        header = {ord_: given.get(ord_) or self._heading(ord_, rows) for ord_ in wanted}
        for ord_, rubrik in header.items():
            if rubrik not in rows.rubriker:
                needed = "" if rubrik == ord_ else f"; den behövs för {visible(ord_)}"
                fact = f"kolumnen {visible(rubrik)} saknas{needed}."
                unused = [one for one in rows.rubriker if one not in header.values()]
                remedy = did_you_mean(
                    rubrik, unused, "lägg till kolumnen, ange dess namn i kallor.yaml, eller ändra ”mäts” på sidan."
                )
                self.problems.add(Place(rows.fil, rows.rubrikrad), "kolumn-saknas", fact, remedy)
        known = {
            *header.values(),
            *leverans.kolumner.values(),
            year_column(rows, leverans),
            leverans.tidsstampel,
        }  # the rest are headings of other years' questions
        self._warn_of_unread(leverans, rows, [rubrik for rubrik in rows.rubriker if rubrik not in known], wanted)
        said = [ord_ for ord_ in given if not self._known(ord_)]
        refuse_unknown_columns(leverans, said, ("enhet", "namn", "år", *wanted), self.problems)
        return {ord_: (rubrik, wanted[ord_]) for ord_, rubrik in header.items() if rubrik in rows.rubriker}

    def _warn_of_unread(self, leverans: Leverans, rows: Rows, rubriker: list[str], wanted: Iterable[str]) -> None:
        """Tell columns that are not read: of no indicator, or of one that asks no such question that year."""
        for rubrik in rubriker:
            fact = f"kolumnen {visible(rubrik)} är okänd och läses inte."
            remedy = "den kan ligga kvar; är den en fråga, ange den under ”kolumner” i kallor.yaml."
            if self._known(self._present(rubrik)):
                fact = f"kolumnen {visible(rubrik)} läses inte: indikatorn frågar inte efter den {leverans.ar}."
                remedy = "den kan ligga kvar."
            else:
                remedy = did_you_mean(rubrik, wanted, remedy)
            self.problems.add(Place(rows.fil, rows.rubrikrad), "okänd-kolumn", fact, remedy, "varning")

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

    def _wanted(self, leverans: Leverans) -> dict[str, Fraga]:
        """Return our word for every column the file should have, with what it asks for."""
        ar = leverans.ar
        measured = [
            one for one in self.omrade.indikatorer.values() if one.mats.holds(ar) and leverans.covers(one.kalla.id)
        ]
        wanted = questions(leverans.slag, measured, ar)
        if leverans.slag != "antal":
            return wanted
        elsewhere = self._counted_elsewhere(ar)
        named = leverans.kolumner
        return {
            uppgift: fraga
            for uppgift, fraga in wanted.items()
            if uppgift in named or (leverans.kallor and uppgift not in elsewhere)
        }

    def _counted_elsewhere(self, ar: int) -> set[str]:
        """Return the items that are counted out of another delivery about the year: records, or a population table."""
        found: set[str] = set()
        for one in self.utgava.leveranser:
            if one.ar == ar and one.slag in ("befolkning", "månadsposter"):
                pages = self.omrade.indikatorer.values()
                here = [page for page in pages if one.covers(page.kalla.id)]
                kind = Invanare if one.slag == "befolkning" else Postrakning
                found |= {uppgift for uppgift, rule in countings(here).items() if isinstance(rule, kind)}
        return found
