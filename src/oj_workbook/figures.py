"""Sources -> figures: the secret part of the line, from answers to what may be known, in one place."""

from oj_workbook.compute import compute
from oj_workbook.plausible import warn_of_alike
from oj_workbook.rank import Ranked, rank
from oj_workbook.sources import Sources
from oj_workbook.suppress import published_elsewhere, refuse_contradictions, suppress


def figures(sources: Sources) -> Ranked:
    """Return every figure that is published.  Raises ProblemsError when published figures contradict the answers."""
    ranked = figures_so_far(sources)
    sources.problems.raise_if_any()
    return ranked


def figures_so_far(sources: Sources) -> Ranked:
    """Return the figures even where others contradict them, which `problems` then tells: not to be given out."""
    omrade, inputs, problems = sources.omrade, sources.inputs, sources.problems
    units = compute(omrade, inputs)  # secret: a row may be about one person; nothing keeps it
    warn_of_alike(units, omrade, inputs, problems)
    published = suppress(units, omrade, inputs, problems)  # the only maker of Published
    return rank(published, omrade, inputs.enheter)  # so that a colour never reveals an X


def examine(sources: Sources) -> None:
    """Tell what `figures` would tell, without making them.  Raises ProblemsError as it does."""
    omrade, inputs, problems = sources.omrade, sources.inputs, sources.problems
    units = compute(omrade, inputs, published_elsewhere(omrade, inputs))
    warn_of_alike(units, omrade, inputs, problems)
    refuse_contradictions(units, omrade, inputs, problems)
    problems.raise_if_any()
