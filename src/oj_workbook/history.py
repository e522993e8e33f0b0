"""Published figures beside those that were given out before -> what has changed or gone, without anybody saying why.

Only what is published is compared.  What an earlier file told of a figure that is hidden or withdrawn now is never
repeated, and nor are the sums around one that is hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from oj_workbook.andringar import ALLA, Andring
from oj_workbook.changes import followed
from oj_workbook.discretion import ETT_SVAR, ETT_TAL
from oj_workbook.given import Given, om_of
from oj_workbook.grid import Grid, Truth, differs, grids, shown, some_in_column, some_in_row
from oj_workbook.inputs import Inputs
from oj_workbook.model import Omrade, Status
from oj_workbook.problems import MOST_TOLD, Place, Problems, did_you_mean, listed, visible
from oj_workbook.tables import KEY
from oj_workbook.unitwords import counted, figures_in_words, named

SKRIV = (
    "är det meningen: skriv en post i andringar.yaml; annars: rätta det som är fel i det som levererats eller skrivits."
)


def compare_history(
    rows: pd.DataFrame,
    previous: Sequence[Given],
    omrade: Omrade,
    inputs: Inputs,
    problems: Problems,
    *,
    whole: bool = True,
) -> None:
    """Tell what differs from earlier results without a record, and records without a change.

    `rows` is the table `published`, or a part of it; then `whole` is False, and nothing is said of what is not there.
    """
    utgava = inputs.utgava
    needless = {one for one in utgava.andringar if one.fran in ((), utgava.utgivningar[-1].ordning)}
    om = om_of(utgava, omrade, inputs.enheter, {}, {})
    for given in previous:
        now, before = grids(rows, followed(given, om).rows)
        if whole and not (now.there & before.there).any():
            fact = "filen har ingen uppgift som också finns i utgåvan."
            problems.add(Place(given.fil), "inget-att-jämföra", fact, "välj rätt mapp under ”föregående”.")
        else:
            needless -= _History(now, before, omrade, inputs, problems, given.fil).tell(whole=whole)
    for andring in utgava.andringar if whole and previous else ():
        if andring in needless:
            fact = f"posten gäller ingen uppgift som är en annan än i {listed(one.om.version for one in previous)}."
            remedy = "rätta indikator, år eller enhet; hör den till en tidigare utgivning: skriv ”från_utgivning”."
            problems.add(andring.place, "onödig-post", fact, remedy, utgava.rimlighet.niva("onödig-post"))


def answers_of(units: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return, of the table `units`, the answers in words, and the silences that nobody has published a figure for."""
    silent = units[units.status == Status.EJ_SVAR]
    published = pd.MultiIndex.from_frame(inputs.publicerat[KEY])
    silent = silent[~pd.MultiIndex.from_frame(silent[KEY]).isin(published)]
    return pd.concat([units[units.svar.notna()], silent]).assign(varde=float("nan"))


def refuse_unknown(omrade: Omrade, inputs: Inputs, previous: Sequence[Given], problems: Problems) -> None:
    """Tell records about what there is not, and limits of a måttenhet that there is not."""
    rimlighet = inputs.utgava.rimlighet
    mattenheter = {page.mattenhet.namn for page in omrade.indikatorer.values()}
    for namn in rimlighet.hopp:
        if namn not in mattenheter:
            remedy = did_you_mean(namn, mattenheter, "skriv en måttenhet ur _omrade.yaml.")
            problems.add(rimlighet.place, "okänt-värde", f"måttenheten {visible(namn)} finns inte.", remedy)
    known = {*omrade.indikatorer, *omrade.tidigare, *omrade.felaktiga, ALLA}
    enheter = {*inputs.enheter.alla, ALLA}
    for given in previous:
        known |= set(given.rows.indikator.cat.categories)
        enheter |= set(given.rows.enhet.cat.categories)
    for andring in inputs.utgava.andringar:
        for id_ in andring.indikatorer:
            if id_ not in known:
                fact, remedy = f"indikatorn {visible(id_)} finns inte.", did_you_mean(id_, known, "rätta id:t.")
                problems.add(andring.place, "okänd-indikator", fact, remedy)
        for id_ in andring.enheter:
            if id_ not in enheter:
                remedy = did_you_mean(id_, enheter, f"skriv en kod, som lan-06 eller riket, eller {ALLA}.")
                problems.add(andring.place, "okänd-enhet", f"enheten {visible(id_)} finns inte.", remedy)


@dataclass(frozen=True)
class _History:
    """Compares two grids with the same axes."""

    now: Grid
    before: Grid
    omrade: Omrade
    inputs: Inputs
    problems: Problems
    fil: str

    def tell(self, *, whole: bool) -> set[Andring]:
        """Tell everything that is found, and return the records that say of something in it."""
        shown = self._shown_years()
        lost: Truth = self.before.med_uppgift & ~self.now.med_uppgift & shown
        gone = np.zeros_like(lost)
        indikatorer = some_in_row(lost) & ~some_in_row(self.now.med_uppgift) & whole
        gone[indikatorer] = lost[indikatorer]
        enheter = some_in_column(lost & ~gone) & ~some_in_column(self.now.med_uppgift & shown) & whole
        gone[:, enheter] = lost[:, enheter]
        changed = differs(self.now, self.before) & ~indikatorer[:, None] & ~enheter
        covered, used = self._covered(changed | gone)
        self._tell_indikatorer(gone & ~covered & indikatorer[:, None])
        self._tell_enheter(gone & ~covered & ~indikatorer[:, None])
        self._tell_changed(changed & ~covered, self._secret(changed))
        return used

    def _shown_years(self) -> Truth:
        """Tell which rows are of the edition's years: earlier ones have left it, as they do with every new one."""
        years = self.inputs.utgava.ar
        pages = self.omrade.indikatorer
        lags = {page.efterslapning for page in pages.values()}
        of_any = {ar - lag for ar in years for lag in lags}
        found = [ar in (pages[id_].years(years) if id_ in pages else of_any) for id_, ar in self.now.axes.pairs]
        return np.array(found, dtype=bool)[:, None]

    def _covered(self, differing: Truth) -> tuple[Truth, set[Andring]]:
        """Return what the records say of, and those of them that say of something that differs."""
        covered, used = np.zeros_like(differing), set()
        for andring in self.inputs.utgava.andringar:
            cells = np.outer(self._rows_of(andring), self._columns_of(andring))
            covered |= cells
            used |= {andring} if (cells & differing).any() else set()
        return covered, used

    def _rows_of(self, andring: Andring) -> Truth:
        """Tell which rows a record is about: its indicators' with their parts, by any id they have had."""
        pages = [self.omrade.find(id_) for id_ in andring.indikatorer]
        ids = {*andring.indikatorer, *(page.id for page in pages if page)}

        def about(id_: str) -> bool:
            page = self.omrade.indikatorer.get(id_)
            return ALLA in ids or id_ in ids or bool(page and page.del_av and page.del_av.hela in ids)

        return np.array([ar in andring.ar and about(id_) for id_, ar in self.now.axes.pairs], dtype=bool)

    def _columns_of(self, andring: Andring) -> Truth:
        """Tell which columns a record is about: its units', and those of the levels that they are added to."""
        wanted = set(andring.enheter)
        for tillfalle in (*self.inputs.enheter.vid.values(), *self.inputs.enheter.vid_hela.values()):
            wanted |= {niva for niva, units in tillfalle.medlemmar.items() if not wanted.isdisjoint(units)}
        return np.array([ALLA in wanted or id_ in wanted for id_ in self.now.axes.enheter], dtype=bool)

    def _secret(self, changed: Truth) -> Truth:
        """Tell rows whose earlier numbers are not repeated: there, or in what counts with the same, some are X now."""
        hidden = some_in_row(changed & self.now.has(Status.UNDERTRYCKT))
        pairs = self.now.axes.pairs
        pages = self.omrade.indikatorer
        counts = {(one, ar) for (id_, ar), x in zip(pairs, hidden, strict=True) if x for one in pages[id_].uppgifter}
        also = [
            any((one, ar) in counts for one in pages[id_].uppgifter) if id_ in pages else False for id_, ar in pairs
        ]
        found: Truth = hidden | np.array(also, dtype=bool)
        return found

    def _tell_changed(self, changed: Truth, secret: Truth) -> None:
        niva = self.inputs.utgava.rimlighet.niva("ändrad-historik")
        rows = np.flatnonzero(some_in_row(changed)).tolist()
        for row in rows[:MOST_TOLD]:
            id_, ar = self.now.axes.pairs[row]
            steps = {
                self.now.axes.enheter[column]: self._step(row, column, secret=bool(secret[row]))
                for column in np.flatnonzero(changed[row]).tolist()
            }
            fact = (
                f"{visible(id_)} {ar}: {counted(steps, self.inputs.enheter)} har en annan uppgift nu än i filen: "
                f"{named(steps, self.inputs.enheter)}."
            )
            rad = int(self.before.rad[row][changed[row]].min())
            self.problems.add(Place(self.fil, rad), "ändrad-historik", fact, SKRIV, niva)
        if rest := rows[MOST_TOLD:]:
            uppgifter = figures_in_words(int(changed[rest].sum()))
            fact = f"så är det också i {len(rest)} andra indikatorer och år ({uppgifter})."
            self.problems.add(Place(self.fil), "ändrad-historik", fact, SKRIV, niva)

    def _step(self, row: int, column: int, *, secret: bool) -> str:
        """Return from what to what a figure went, without what may not be repeated."""
        page = self.omrade.indikatorer[self.now.axes.pairs[row][0]]
        digits, tecken = page.decimals(self.now.axes.pairs[row][1]), page.mattenhet.tecken
        was, is_ = (shown(grid, row, column, digits, tecken) for grid in (self.before, self.now))
        there = not np.isnan(self.now.varde[row, column]) or self.now.svar[row, column] >= 0
        if not np.isnan(self.before.varde[row, column]) and (secret or not there):
            was = ETT_TAL
        elif self.before.svar[row, column] >= 0 and not there:
            was = ETT_SVAR
        return f"{was} → {is_}"

    def _tell_indikatorer(self, gone: Truth) -> None:
        niva = self.inputs.utgava.rimlighet.niva("försvunnen-indikator")
        years: dict[str, list[int]] = {}
        for row in np.flatnonzero(some_in_row(gone)).tolist():
            years.setdefault(self.now.axes.pairs[row][0], []).append(row)
        for id_, rows in years.items():
            when = ", ".join(f"{self.now.axes.pairs[row][1]} ({int(gone[row].sum())})" for row in sorted(rows))
            fact = f"{visible(id_)} hade uppgifter i filen, men har inga nu: {when}."
            rad = int(self.before.rad[rows][gone[rows]].min())
            self.problems.add(Place(self.fil, rad), "försvunnen-indikator", fact, SKRIV, niva)

    def _tell_enheter(self, gone: Truth) -> None:
        columns = np.flatnonzero(some_in_column(gone)).tolist()
        if not columns:
            return
        antal = {
            self.now.axes.enheter[column]: f"({figures_in_words(int(gone[:, column].sum()))})" for column in columns
        }
        enheter = self.inputs.enheter
        fact = f"{counted(antal, enheter)} hade uppgifter i filen, men har inga nu: {named(antal, enheter)}."
        rad = int(self.before.rad[gone].min())
        niva = self.inputs.utgava.rimlighet.niva("försvunnen-enhet")
        self.problems.add(Place(self.fil, rad), "försvunnen-enhet", fact, SKRIV, niva)
