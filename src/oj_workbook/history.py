"""Published figures beside those of an earlier resultat.csv -> what has changed or gone, without anybody saying why.

Only what is published is compared.  What an earlier file told of a figure that is hidden or withdrawn now is never
repeated, and nor are the sums around it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from oj_workbook.andringar import ALLA, Andring
from oj_workbook.grid import STATUSAR, Grid, Truth, grids, some_in_column, some_in_row
from oj_workbook.inputs import Inputs
from oj_workbook.model import TECKEN, Indikator, Omrade, Status
from oj_workbook.numbers import written
from oj_workbook.previous import Previous
from oj_workbook.problems import MOST_TOLD, Place, Problems, did_you_mean, visible
from oj_workbook.tables import KEY
from oj_workbook.unitwords import counted, figures_in_words, named

ETT_TAL, ETT_SVAR = "ett tal", "ett svar"
#: What is shown beside a number or instead of one, by the number of the status; what differs in it is a change.
VISAS = ["*" if one == Status.SMA_TAL else TECKEN.get(one, "") for one in STATUSAR]
_SHOWN = np.array([VISAS.index(sign) for sign in VISAS] + [-1])
SKRIV = (
    "är det meningen: skriv en post i andringar.yaml; annars: rätta det som är fel i det som levererats eller skrivits."
)


def compare_history(
    rows: pd.DataFrame, previous: Previous, omrade: Omrade, inputs: Inputs, problems: Problems, *, whole: bool = True
) -> Grid:
    """Tell what differs from the earlier file without a record, and records without a change; return the figures.

    `rows` is the table `published`, or a part of it; then `whole` is False, and nothing is said of what is not there.
    """
    now, before = grids(rows, _followed(previous.rows, omrade))
    found = _History(now, before, omrade, inputs, problems, previous.fil)
    if whole and not (now.there & before.there).any():
        fact = "filen har ingen uppgift som också finns i utgåvan."
        problems.add(Place(previous.fil), "inget-att-jämföra", fact, "välj rätt fil under ”föregående” i utgava.yaml.")
    else:
        found.tell(whole=whole)
    return now


def answers_of(units: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return, of the table `units`, the answers in words, and the silences that nobody has published a figure for."""
    silent = units[units.status == Status.EJ_SVAR]
    published = pd.MultiIndex.from_frame(inputs.publicerat[KEY])
    silent = silent[~pd.MultiIndex.from_frame(silent[KEY]).isin(published)]
    return pd.concat([units[units.svar.notna()], silent]).assign(varde=float("nan"))


def refuse_unknown(omrade: Omrade, inputs: Inputs, previous: Previous | None, problems: Problems) -> None:
    """Tell records about what there is not, and limits of a måttenhet that there is not."""
    rimlighet = inputs.utgava.rimlighet
    mattenheter = {page.mattenhet.namn for page in omrade.indikatorer.values()}
    for namn in rimlighet.hopp:
        if namn not in mattenheter:
            remedy = did_you_mean(namn, mattenheter, "skriv en måttenhet ur _omrade.yaml.")
            problems.add(rimlighet.place, "okänt-värde", f"måttenheten {visible(namn)} finns inte.", remedy)
    known = {*omrade.indikatorer, *omrade.tidigare, *omrade.felaktiga, ALLA}
    enheter = {*inputs.enheter.alla, ALLA}
    if previous:
        known |= set(previous.rows.indikator.cat.categories)
        enheter |= set(previous.rows.enhet.cat.categories)
    for andring in inputs.utgava.andringar:
        for id_ in andring.indikatorer:
            if id_ not in known:
                fact, remedy = f"indikatorn {visible(id_)} finns inte.", did_you_mean(id_, known, "rätta id:t.")
                problems.add(andring.place, "okänd-indikator", fact, remedy)
        for id_ in andring.enheter:
            if id_ not in enheter:
                remedy = did_you_mean(id_, enheter, f"skriv en kod, som lan-06 eller riket, eller {ALLA}.")
                problems.add(andring.place, "okänd-enhet", f"enheten {visible(id_)} finns inte.", remedy)


def _followed(rows: pd.DataFrame, omrade: Omrade) -> pd.DataFrame:
    """Return the earlier figures under the ids that hold now."""
    ids = rows.indikator.cat.categories.tolist()
    now: dict[str, str] = {}
    for id_ in ids:
        page = omrade.find(id_)
        if page and page.id not in (*ids, *now.values()):
            now[id_] = page.id
    return rows.assign(indikator=rows.indikator.cat.rename_categories(now))


@dataclass(frozen=True)
class _History:
    """Compares two grids with the same axes."""

    now: Grid
    before: Grid
    omrade: Omrade
    inputs: Inputs
    problems: Problems
    fil: str

    def tell(self, *, whole: bool) -> None:
        """Tell everything that is found."""
        shown = self._shown_years()
        lost: Truth = self.before.med_uppgift & ~self.now.med_uppgift & shown
        gone = np.zeros_like(lost)
        indikatorer = some_in_row(lost) & ~some_in_row(self.now.med_uppgift) & whole
        gone[indikatorer] = lost[indikatorer]
        enheter = some_in_column(lost & ~gone) & ~some_in_column(self.now.med_uppgift & shown) & whole
        gone[:, enheter] = lost[:, enheter]
        changed = self._differs() & ~indikatorer[:, None] & ~enheter
        covered = self._covered(changed | gone, whole=whole)
        self._tell_indikatorer(gone & ~covered & indikatorer[:, None])
        self._tell_enheter(gone & ~covered & ~indikatorer[:, None])
        self._tell_changed(changed & ~covered, self._secret(changed))

    def _shown_years(self) -> Truth:
        """Tell which rows are of the edition's years: earlier ones have left it, as they do with every new one."""
        years = self.inputs.utgava.ar
        pages = self.omrade.indikatorer
        lags = {page.efterslapning for page in pages.values()}
        of_any = {ar - lag for ar in years for lag in lags}
        found = [ar in (pages[id_].years(years) if id_ in pages else of_any) for id_, ar in self.now.axes.pairs]
        return np.array(found, dtype=bool)[:, None]

    def _differs(self) -> Truth:
        """Tell which figures are shown otherwise; what was awaited then has only come."""
        now, before = self.now, self.before
        same = (now.varde == before.varde) | (np.isnan(now.varde) & np.isnan(before.varde))
        same &= (now.svar == before.svar) & (_SHOWN[now.status] == _SHOWN[before.status])
        found: Truth = ~same & now.there & before.there & ~before.has(Status.VANTAS)
        return found

    def _covered(self, differing: Truth, *, whole: bool) -> Truth:
        """Return what the records say of; one of this issue that says of nothing that differs is told."""
        covered = np.zeros_like(differing)
        utgava = self.inputs.utgava
        for andring in utgava.andringar:
            cells = np.outer(self._rows_of(andring), self._columns_of(andring))
            covered |= cells
            if whole and andring.fran in ((), utgava.utgivningar[-1].ordning) and not (cells & differing).any():
                fact = f"posten gäller ingen uppgift som är en annan än i {self.fil.rpartition('/')[2]}."
                remedy = "rätta indikator, år eller enhet; hör den till en tidigare utgivning: skriv ”från_utgivning”."
                self.problems.add(andring.place, "onödig-post", fact, remedy, utgava.rimlighet.niva("onödig-post"))
        return covered

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
        was, is_ = (_figure(grid, row, column, page) for grid in (self.before, self.now))
        shown = not np.isnan(self.now.varde[row, column]) or self.now.svar[row, column] >= 0
        if not np.isnan(self.before.varde[row, column]) and (secret or not shown):
            was = ETT_TAL
        elif self.before.svar[row, column] >= 0 and not shown:
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


def _figure(grid: Grid, row: int, column: int, page: Indikator) -> str:
    """Return what is shown of a figure."""
    varde, svar, status = float(grid.varde[row, column]), grid.svar[row, column], int(grid.status[row, column])
    if np.isnan(varde):
        return grid.axes.svar[svar] if svar >= 0 else VISAS[status]
    decimals = page.decimals(grid.axes.pairs[row][1])
    exact = next((more for more in range(decimals, 7) if round(varde, more) == varde), decimals)
    return f"{written(varde, exact)}{VISAS[status]} {page.mattenhet.tecken}"
