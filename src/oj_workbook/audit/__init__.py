"""A finished workbook, opened anew: what it tells that it should not, and what of it is wrong.

Written without a look at what lays the workbook out: it knows what may be in such a file, and what was published.

    the bytes -> the zip -> its parts -> styles, names, rules, numbers          the cheap part, in every build
              -> every cell -> formulas, what is derived, what Excel repairs, recalculated values, canaries
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from oj_workbook.audit.canaries import Canaries, search
from oj_workbook.audit.container import open_container
from oj_workbook.audit.derived import Derived
from oj_workbook.audit.drawn import Drawn
from oj_workbook.audit.formulas import check_formulas, check_names, check_rules
from oj_workbook.audit.numbers import check_precision
from oj_workbook.audit.parts import Parts, read_parts
from oj_workbook.audit.published import BYGGE, RESULTAT, Published, read_published
from oj_workbook.audit.recalculated import ENGINES, Engine, check_recalculated
from oj_workbook.audit.sheets import BOOK, check_seen, read_book, sheet_names
from oj_workbook.audit.styles import Styles, read_styles
from oj_workbook.audit.texts import check_texts
from oj_workbook.audit.valid import check_book, check_sheets
from oj_workbook.problems import Place, Problem, Problems


@dataclass
class Audited:
    """What came of an audit: what was found, the engines that recalculated, and the seconds that each part took."""

    problems: Problems = field(default_factory=Problems)
    motorer: tuple[str, ...] = ()
    sekunder: dict[str, float] = field(default_factory=dict)

    @property
    def found(self) -> list[Problem]:
        """Return what was found, errors and warnings, each once, by place."""
        return sorted(set(self.problems))

    @contextmanager
    def timed(self, vad: str) -> Iterator[None]:
        """Remember how long a part takes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.sekunder[vad] = self.sekunder.get(vad, 0.0) + time.perf_counter() - began


def audit_file(path: Path, kanarier: tuple[str, ...] = (), engines: Mapping[str, Engine] = ENGINES) -> Audited:
    """Audit a workbook with the files that lie beside it.  OSError when it cannot be read."""
    beside = {name: file.read_bytes() for name in (RESULTAT, BYGGE) if (file := path.with_name(name)).is_file()}
    return audit(path.read_bytes(), path.name, beside, kanarier, engines)


def audit(
    data: bytes,
    fil: str,
    beside: Mapping[str, bytes],
    kanarier: tuple[str, ...] = (),
    engines: Mapping[str, Engine] = ENGINES,
) -> Audited:
    """Audit the bytes of a workbook and of the files published with it, all parts of the audit."""
    audited, canaries = Audited(), Canaries(kanarier)
    with audited.timed("filerna bredvid"):
        published = read_published(beside, fil, data, audited.problems)
    opened = _quick(data, fil, beside, audited, published.finest() if published.rader else None)
    if canaries and (archive := open_container(data, fil, Problems())):
        with audited.timed("kanarier"):
            for problem in search(data, archive, beside, fil, canaries):
                audited.problems.tell(problem)
    if opened is None:
        return audited
    try:
        _fully(*opened, published, audited, engines)
    except Exception:  # noqa: BLE001 - a file made to harm may be broken in any way
        fact = "arbetsboken är trasig på ett sätt som ingen arbetsbok ska vara."
        audited.problems.add(Place(fil), "trasig-arbetsbok", fact, "bygg den på nytt, och granska den igen.")
    return audited


def _fully(parts: Parts, styles: Styles, published: Published, audited: Audited, engines: Mapping[str, Engine]) -> None:
    """Run the parts that look at every cell."""
    problems = audited.problems
    with audited.timed("celler"):
        book = read_book(parts, styles, problems)
        check_seen(book, problems)
    if not book.hel:
        return
    with audited.timed("giltighet"):
        check_sheets(book, problems)
        check_formulas(book, problems)
    if published.rader:
        with audited.timed("mot resultat.csv"):
            Derived(book, published, problems).check()
            Drawn(book, published, problems).check()
    if not any(problem.kod == "trasig-arbetsbok" for problem in problems):
        with audited.timed("omräkning"):
            audited.motorer = check_recalculated(book, engines, problems)


def audit_quickly(data: bytes, fil: str, bygge: bytes) -> None:
    """Audit what a build is about to publish, the cheap parts; raise ProblemsError with what is found."""
    audited = Audited()
    _quick(data, fil, {BYGGE: bygge}, audited, None)
    audited.problems.raise_if_any()


def _quick(
    data: bytes, fil: str, beside: Mapping[str, bytes], audited: Audited, most: int | None
) -> tuple[Parts, Styles] | None:
    """Run the cheap parts; None when the workbook is too broken to go on."""
    problems = audited.problems
    with audited.timed("paketet"):
        archive = open_container(data, fil, problems)
        if archive is None:
            return None
        parts = read_parts(data, archive, fil, problems)
        styles = read_styles(parts, problems) if BOOK in parts.trees else None
    if styles is None:
        if BOOK not in parts.trees:
            problems.add(parts.place(BOOK), "trasig-arbetsbok", "filen är ingen arbetsbok.", "bygg den på nytt.")
        return None
    with audited.timed("namn och regler"):
        check_book(parts, problems)
        check_names(parts, problems)
        check_rules(parts, problems)
    with audited.timed("decimaler"):
        check_precision(parts, styles, sheet_names(parts), most, problems)
    with audited.timed("texter"):
        check_texts(archive, beside, fil, problems)
    return parts, styles


__all__ = ["Audited", "audit", "audit_file", "audit_quickly"]
