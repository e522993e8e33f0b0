"""What a person asks of the program, and what is answered when it cannot be had."""

from dataclasses import dataclass
from pathlib import Path


class UsageError(Exception):
    """Something a person asked for that is not there.  The message is Swedish and says what is."""


class RunAgainError(Exception):
    """Something in the way that goes away: nothing has changed, and the same run may succeed.  Told in Swedish."""


class UnusableError(Exception):
    """A file that the program made and must not give out: the fault is the program's own."""


@dataclass(frozen=True)
class Asked:
    """What is asked of an edition, if not its last issue with all its files in its own folder.

    `utgivning` is the number of an earlier issue, `poster` the folder of the monthly records when they lie apart.
    """

    utgivning: str | None = None
    poster: Path | None = None


#: The last issue, with everything where it usually lies.
LATEST = Asked()
