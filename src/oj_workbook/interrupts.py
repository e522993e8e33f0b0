"""A signal to stop -> one exception, raised once, and never in the middle of what must be done whole."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

#: Ctrl-C, a stop asked for by another program or the machine, a closed terminal, and Ctrl-Break of Windows.
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Interrupted(BaseException):
    """Somebody asked the run to stop before it had changed anything: no fault, and nothing that a library may catch."""


@dataclass
class _State:
    asked: bool = False
    too_late: bool = False


_state = _State()


@contextmanager
def stoppable(*, restored: bool) -> Iterator[None]:
    """Turn a signal into Interrupted.  Afterwards none stops the process, unless it goes on and they are `restored`.

    A signal that was ignored when the run began, as under nohup, is ignored still.
    """
    _state.asked = _state.too_late = False
    before = {}
    if threading.current_thread() is threading.main_thread():  # no other may listen
        heeded = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, _stop) for number in heeded}
    report, sys.unraisablehook = sys.unraisablehook, _report
    try:
        yield
    except Exception:
        if _state.asked and not _state.too_late:  # a library made an error of its own of it
            raise Interrupted from None
        raise
    finally:
        _state.asked, _state.too_late = False, True
        sys.unraisablehook = report
        for number, handler in before.items():
            signal.signal(
                number, handler if restored else signal.SIG_IGN
            )  # the answer is given: no more can be stopped


def past_recall() -> None:
    """Say that what follows must be done whole, and is all that is left: no signal stops it, the first is too late.

    Raises Interrupted if one came before, even one that a library has swallowed.
    """
    _state.too_late = True
    if _state.asked:
        _state.too_late = False
        raise Interrupted


def _stop(_number: int, _frame: FrameType | None) -> None:
    if not (_state.asked or _state.too_late):  # a second Ctrl-C must not stop the clearing up after the first
        _state.asked = True
        raise Interrupted


def _report(fault: "sys.UnraisableHookArgs") -> None:
    """Report what could not be raised where it happened; a signal to stop is remembered, and raised later."""
    if fault.exc_type is not Interrupted:
        sys.__unraisablehook__(fault)
