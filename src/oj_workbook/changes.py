"""Two results -> what differs between them: pages, answers, values, suppressed figures and colours.

What is proposed may never be given out.  So a figure that is suppressed on either side, or that counts with what is the
count of such a figure, is told without its value, and so are the sums that could give it away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

from oj_workbook.model import Enhet, Figur, Indikator, Omrade, Status
from oj_workbook.numbers import written
from oj_workbook.rank import KLASSORD, Ranked
from oj_workbook.units import Enheter

#: What a field of a page is called on it; the others are called what they are.
NYCKLAR = {
    "kvalitetsomraden": "kvalitetsområde",
    "kalla": "källa",
    "efterslapning": "eftersläpning",
    "mats": "mäts",
    "slag": "slaget",
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
#: Sums of fewer units than this could give one of them away, in a year when others are hidden than before.
FEWEST_BEHIND = 100
ETT_TAL, ETT_ANNAT = "ett tal", "ett annat"
#: From one word to another.
Step = tuple[str, str]
Figures = dict[str, Figur]


@dataclass(frozen=True)
class Side:
    """A result to compare: the definitions, the units and the published figures."""

    omrade: Omrade
    enheter: Enheter
    ranked: Ranked

    def hidden(self, uppgifter: set[str], ar: int) -> set[str]:
        """Return the units and levels where some measure that counts with one of these items is suppressed."""
        found: set[str] = set()
        for page in self.omrade.indikatorer.values():
            if uppgifter & page.uppgifter:
                found |= _suppressed(self.ranked.figurer.get((page.id, ar), {}))
        return found


@dataclass(frozen=True)
class YearChange:
    """What differs in one indicator and year.

    `svar` and `farger` tell which units went from one answer, or class, to another; a number among answers is only
    "ett tal".  `varden` has each new value, `nivaer` those of cities and levels, which are sums of units.
    `undertryckta` are newly suppressed, `visade` no longer.
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
            found.append(PageChange(page, "ny", (), tuple(_years(None, page, before, now))))
            continue
        seen.add(old.id)
        keys, years = tuple(_keys(old, page, before, now)), tuple(_years(old, page, before, now))
        if years or (keys and page.del_av is None):
            found.append(PageChange(page, "ändrad", keys, years))
    gone = [one for id_, one in before.omrade.indikatorer.items() if id_ not in seen]
    return (*found, *(PageChange(one, "borttagen", (), ()) for one in gone))


def _keys(old: Indikator, page: Indikator, before: Side, now: Side) -> Iterator[str]:
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
    if _parts(old, before.omrade) != _parts(page, now.omrade):
        yield "uppdelning"


def _parts(hela: Indikator, omrade: Omrade) -> set[tuple[str, str]]:
    return {
        (one.del_av.id, one.del_av.ord)
        for one in omrade.indikatorer.values()
        if one.del_av and one.del_av.hela == hela.id
    }


def _suppressed(figurer: Figures) -> set[str]:
    return {id_ for id_, figur in figurer.items() if figur.status == Status.UNDERTRYCKT}


def _years(old: Indikator | None, page: Indikator, before: Side, now: Side) -> Iterator[YearChange]:
    for id_, ar in [pair for pair in now.ranked.figurer if pair[0] == page.id]:
        is_ = now.ranked.figurer[id_, ar]
        was = before.ranked.figurer.get((old.id, ar), {}) if old else {}
        uppgifter = page.uppgifter | (old.uppgifter if old else set())
        secret = before.hidden(uppgifter, ar) | now.hidden(uppgifter, ar)
        # Whoever is hidden as before stands outside both results; others than before, or a new way to count, tell.
        recounted = old is None or old.uppgifter != page.uppgifter
        exposed = _suppressed(was) != _suppressed(is_) or (bool(secret) and recounted)
        year = YearChange(ar)
        for enhet in now.enheter.alla.values():
            _add(year, enhet, was.get(enhet.id, Figur(Status.EJ_MATT)), is_[enhet.id], (old or page, page), secret)
        if exposed:
            year = _discreet(year, was, is_)
        if year:
            yield year


def _add(
    year: YearChange, enhet: Enhet, was: Figur, is_: Figur, pages: tuple[Indikator, Indikator], secret: set[str]
) -> None:
    """Add what happened to one figure."""
    hidden = (was.status == Status.UNDERTRYCKT, is_.status == Status.UNDERTRYCKT)
    if hidden == (False, True):
        year.undertryckta.append(enhet)
    elif hidden == (True, False):
        year.visade.append(enhet)
    elif (was.varde, was.svar, was.status) != (is_.varde, is_.svar, is_.status):
        step = _shown(was, pages[0], year.ar), _shown(is_, pages[1], year.ar)
        numbers = was.varde is not None, is_.varde is not None
        if enhet.niva not in ("kommun", "delomrade") or was.enheter is not None or is_.enheter is not None:
            year.nivaer.append((enhet, _masked(was, is_, step) if enhet.id in secret else step))
        elif numbers == (True, True) and was.varde != is_.varde:
            year.varden.append((enhet, _masked(was, is_, step) if enhet.id in secret else step))
        elif numbers == (True, True):
            year.svar.setdefault((_mark(was), _mark(is_)), []).append(enhet)
        else:
            year.svar.setdefault(_masked(was, is_, step), []).append(enhet)
    if was.klass != is_.klass and True not in hidden:
        year.farger.setdefault((KLASSORD[was.klass], KLASSORD[is_.klass]), []).append(enhet)


def _discreet(year: YearChange, was: Figures, is_: Figures) -> YearChange:
    """Return the year without what others than before being hidden could give away: small sums, and classes."""

    def told(enhet: Enhet, step: Step) -> Step:
        sides = was.get(enhet.id, Figur(Status.EJ_MATT)), is_[enhet.id]
        few = any(one.varde is not None and (one.enheter or 0) < FEWEST_BEHIND for one in sides)
        return _masked(*sides, step) if few else step

    return replace(year, nivaer=[(enhet, told(enhet, step)) for enhet, step in year.nivaer], farger={})


def _masked(was: Figur, is_: Figur, step: Step) -> Step:
    """Return a step without its numbers."""
    if was.varde is not None and is_.varde is not None:
        return ETT_TAL, ETT_ANNAT
    return ETT_TAL if was.varde is not None else step[0], ETT_TAL if is_.varde is not None else step[1]


def _mark(figur: Figur) -> str:
    return "märkt som litet tal" if figur.status == Status.SMA_TAL else "utan märke"


def _shown(figur: Figur, page: Indikator, ar: int) -> str:
    """Return what the workbook shows."""
    if figur.varde is None:
        return figur.svar or figur.tecken
    mark = "*" if figur.status == Status.SMA_TAL else ""
    return f"{written(figur.varde, page.decimals(ar))}{mark} {page.mattenhet.tecken}"
