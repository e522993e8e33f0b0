"""Two results -> what differs between them: pages, answers, values, suppressed figures and colours.

A figure that is suppressed on either side is told without its value: what is proposed may never be given out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

from oj_workbook.model import Enhet, Figur, Indikator, Omrade, Status
from oj_workbook.numbers import written
from oj_workbook.rank import Figurer, Ranked
from oj_workbook.units import Enheter

#: What a field of a page is called on it; the others are called what they are.
NYCKLAR = {
    "kvalitetsomraden": "kvalitetsområde",
    "kalla": "källa",
    "efterslapning": "eftersläpning",
    "mats": "mäts",
    "mattenhet": "måttenhet",
    "fraga": "fråga",
    "jamforbarhet": "jämförbarhet",
    "redovisas_vid_bortfall": "vid_bortfall",
    "taljare": "täljare",
    "namnare": "nämnare",
    "delfragor": "delfrågor",
    "svar": "svarsalternativ",
    "far_vara_negativ": "får_vara_negativ",
    "far_overstiga_100": "får_överstiga_100",
}
KLASSER = {"lag": "låg", "mitten": "mitten", "hog": "hög", None: "ingen"}
ENHETER = ("kommun", "delomrade")
#: In a year when figures become suppressed, or no longer are, levels of fewer units could give them away.
FEWEST_BEHIND = 100
HEMLIGT = ("ett tal", "ett annat")
#: From one word to another.
Step = tuple[str, str]


@dataclass(frozen=True)
class Side:
    """A result to compare: the definitions, the units and the published figures."""

    omrade: Omrade
    enheter: Enheter
    ranked: Ranked

    @property
    def figurer(self) -> Figurer:
        """Return the published figures."""
        return self.ranked.figurer


@dataclass(frozen=True)
class YearChange:
    """What differs in one indicator and year.

    `svar` and `farger` tell which units went from one answer or class to another, `varden` each new value, `nivaer`
    those of levels.  `undertryckta` are newly suppressed, `visade` no longer.
    """

    ar: int
    svar: dict[Step, list[Enhet]] = field(default_factory=dict)
    varden: list[tuple[Enhet, Step]] = field(default_factory=list)
    nivaer: list[tuple[Enhet, Step]] = field(default_factory=list)
    undertryckta: list[Enhet] = field(default_factory=list)
    visade: list[Enhet] = field(default_factory=list)
    farger: dict[Step, list[Enhet]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return any((self.svar, self.varden, self.nivaer, self.undertryckta, self.visade, self.farger))

    @property
    def riket(self) -> Step | None:
        """Return how the figure of riket went, if it did."""
        return next((step for enhet, step in self.nivaer if enhet.niva == "riket"), None)


@dataclass(frozen=True)
class PageChange:
    """What differs in one indicator: `vad` is ny, borttagen or ändrad, `uppgifter` the keys that differ on its page."""

    indikator: Indikator
    vad: str
    uppgifter: tuple[str, ...]
    ar: tuple[YearChange, ...]


def compare(before: Side, now: Side) -> tuple[PageChange, ...]:
    """Return every indicator that differs, in the order of the definitions; one with a new id is the same indicator."""
    found = []
    seen = set()
    for page in now.omrade.indikatorer.values():
        old = next((one for id_ in (page.id, *page.tidigare_id) if (one := before.omrade.indikatorer.get(id_))), None)
        if old is None:
            found.append(PageChange(page, "ny", (), tuple(_years(page, page, before, now))))
            continue
        seen.add(old.id)
        keys, years = tuple(_keys(old, page)), tuple(_years(old, page, before, now))
        if years or (keys and page.del_av is None):
            found.append(PageChange(page, "ändrad", keys, years))
    gone = [one for id_, one in before.omrade.indikatorer.items() if id_ not in seen]
    return (*found, *(PageChange(one, "borttagen", (), ()) for one in gone))


def _keys(old: Indikator, page: Indikator) -> Iterator[str]:
    """Yield the keys whose content differs between two versions of a page."""
    if old.id != page.id:
        yield "filnamnet"
    for one in fields(Indikator):
        was, is_ = getattr(old, one.name), getattr(page, one.name)
        if one.name == "kalla":  # what is said of a source stands in _omrade.yaml, and is on no page
            was, is_ = was.id, is_.id
        if one.name in ("id", "sida", "del_av") or was == is_:
            continue
        if one.name == "slag" and type(was) is type(is_):
            for inner in fields(is_):
                if getattr(was, inner.name) != getattr(is_, inner.name):
                    yield NYCKLAR.get(inner.name, inner.name)
        else:
            yield NYCKLAR.get(one.name, one.name)


def _years(old: Indikator, page: Indikator, before: Side, now: Side) -> Iterator[YearChange]:
    for id_, ar in [pair for pair in now.figurer if pair[0] == page.id]:
        was, is_ = before.figurer.get((old.id, ar), {}), now.figurer[id_, ar]
        year = YearChange(ar)
        for enhet in now.enheter.alla.values():
            _add(year, enhet, was.get(enhet.id), is_[enhet.id], (old, page))
        if year.undertryckta or year.visade:
            year = _discreet(year, was, is_)
        if year:
            yield year


def _discreet(year: YearChange, was: dict[str, Figur], is_: dict[str, Figur]) -> YearChange:
    """Return the year without the numbers of levels made of few units: their difference would be the hidden figure."""

    def few(enhet: Enhet) -> bool:
        figurer = [one for one in (was.get(enhet.id), is_[enhet.id]) if one]
        return any((one.enheter or 0) < FEWEST_BEHIND for one in figurer)

    return replace(year, nivaer=[(enhet, HEMLIGT if few(enhet) else step) for enhet, step in year.nivaer])


def _add(year: YearChange, enhet: Enhet, was: Figur | None, is_: Figur, pages: tuple[Indikator, Indikator]) -> None:
    """Add what happened to one figure."""
    if was is None:
        was = Figur(Status.EJ_MATT)
    hidden = (was.status == Status.UNDERTRYCKT, is_.status == Status.UNDERTRYCKT)
    if hidden == (False, True):
        year.undertryckta.append(enhet)
    elif hidden == (True, False):
        year.visade.append(enhet)
    elif (was.varde, was.svar, was.status) != (is_.varde, is_.svar, is_.status):
        step = _shown(was, pages[0], year.ar), _shown(is_, pages[1], year.ar)
        if enhet.niva not in ENHETER:
            year.nivaer.append((enhet, step))
        elif was.varde is not None and was.varde == is_.varde:
            year.svar.setdefault((_mark(was), _mark(is_)), []).append(enhet)
        elif was.varde is not None and is_.varde is not None:
            year.varden.append((enhet, step))
        else:
            year.svar.setdefault(step, []).append(enhet)
    if was.klass != is_.klass and True not in hidden:
        year.farger.setdefault((KLASSER[was.klass], KLASSER[is_.klass]), []).append(enhet)


def _mark(figur: Figur) -> str:
    return "märkt som litet tal" if figur.status == Status.SMA_TAL else "utan märke"


def _shown(figur: Figur, page: Indikator, ar: int) -> str:
    """Return what the workbook shows."""
    if figur.varde is None:
        return figur.svar or figur.tecken
    mark = "*" if figur.status == Status.SMA_TAL else ""
    return f"{written(figur.varde, page.decimals(ar))}{mark} {page.mattenhet.tecken}"
