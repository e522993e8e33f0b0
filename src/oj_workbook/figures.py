"""Sources -> figures: the secret part of the line, from answers to what may be known, in one place."""

import numpy as np

from oj_workbook.compute import compute
from oj_workbook.given import Given, om_of
from oj_workbook.grid import grids
from oj_workbook.history import answers_of, compare_history, refuse_unknown
from oj_workbook.plausible import warn_of_alike
from oj_workbook.rank import Ranked, rank
from oj_workbook.sources import Sources
from oj_workbook.suppress import Published, published_elsewhere, refuse_contradictions, suppress
from oj_workbook.tables import KEY
from oj_workbook.yearly import warn_of_year


def figures(sources: Sources) -> Ranked:
    """Return every figure that is published.  Raises ProblemsError with what stops it from being given out."""
    published = _published(sources)
    _compare(published, sources)
    ranked = rank(published, sources.omrade, sources.inputs.enheter)  # so that a colour never reveals an X
    sources.problems.raise_if_any()
    return ranked


def figures_so_far(sources: Sources) -> Ranked:
    """Return the figures even where others contradict them, which `problems` then tells: not to be given out."""
    return rank(_published(sources), sources.omrade, sources.inputs.enheter)


def given_of(sources: Sources, ranked: Ranked) -> Given:
    """Return the result as it is to be given out: its figures, and what it tells of itself."""
    rows = ranked.rows
    in_classes = np.array([pair in ranked.granser for pair in zip(rows.indikator, rows.ar, strict=True)], dtype=bool)
    classed = in_classes & rows.enhet.isin(sources.inputs.enheter.enheter).to_numpy()
    klass = np.full(len(rows), "", dtype=object)
    klass[classed] = [
        ranked.figurer[indikator, ar][enhet].klass or ""
        for indikator, ar, enhet in zip(*(rows.loc[classed, key].tolist() for key in KEY), strict=True)
    ]
    om = om_of(sources.utgava, sources.omrade, sources.inputs.enheter, ranked.granser, sources.filer)
    return Given("", rows.assign(klass=klass), om)


def _published(sources: Sources) -> Published:
    omrade, inputs, problems = sources.omrade, sources.inputs, sources.problems
    units = compute(omrade, inputs)  # secret: a row may be about one person; nothing keeps it
    warn_of_alike(units, omrade, inputs, problems)
    return suppress(units, omrade, inputs, problems)  # the only maker of Published


def _compare(published: Published, sources: Sources) -> None:
    """Tell what can hardly be true of published figures, beside those of the year before and of an earlier file."""
    omrade, inputs, problems, previous = sources.omrade, sources.inputs, sources.problems, sources.previous
    refuse_unknown(omrade, inputs, [*previous.values()], problems)
    rows = published.rows
    compare_history(rows, [*previous.values()], omrade, inputs, problems)
    warn_of_year(grids(rows)[0], omrade, inputs, problems)


def examine(sources: Sources) -> None:
    """Tell what `figures` would tell, without making them.  Raises ProblemsError as it does.

    Of what is compared with an earlier file it sees the answers in words: numbers and levels take a build.
    """
    omrade, inputs, problems, previous = sources.omrade, sources.inputs, sources.problems, sources.previous
    units = compute(omrade, inputs, published_elsewhere(omrade, inputs))
    warn_of_alike(units, omrade, inputs, problems)
    refuse_contradictions(units, omrade, inputs, problems)
    refuse_unknown(omrade, inputs, [*previous.values()], problems)
    if previous:
        compare_history(answers_of(units, inputs), [*previous.values()], omrade, inputs, problems, whole=False)
    problems.raise_if_any()
