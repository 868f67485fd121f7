"""How far long work is: the work says what it has done, and a terminal shows it as a bar.

`ikm` on a terminal sets `shown_by`; a server, a pipe and a test do not, and then nothing is shown.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager
from contextlib import nullcontext
from contextlib import suppress
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
# Takes how many more are done.
Advance = Callable[[int], None]
# Takes what the work is, in Indonesian, and how many there are in all; ends when the work ends.
Display = Callable[[str, int], AbstractContextManager[Advance]]

STEP = 500  # a bar that is drawn for each row would cost more than the row


def _nothing(_done: int) -> None:
    return None


_display: ContextVar[Display | None] = ContextVar("display", default=None)


@contextmanager
def shown_by(display: Display) -> Iterator[None]:
    """Show the work inside with `display`."""
    token = _display.set(display)
    try:
        yield
    finally:
        _display.reset(token)


def start(what: str, total: int) -> AbstractContextManager[Advance]:
    """Announce work; the function takes how many more are done. Work inside other work is not shown."""
    display = _display.get()
    return _alone(display, what, total) if display and total else nullcontext(_nothing)


@contextmanager
def _alone(display: Display, what: str, total: int) -> Iterator[Advance]:
    token = _display.set(None)
    try:
        with display(what, total) as advance:
            yield advance
    finally:
        # An iteration that was left before its end is dropped later, perhaps by another thread.
        with suppress(ValueError):
            _display.reset(token)


@contextmanager
def counted(what: str, total: int) -> Iterator[Advance]:
    """As `start`, for work that says how many are done so far; less than before is another pass."""
    with start(what, total) as advance:
        before = 0

        def reach(done: int) -> None:
            nonlocal before
            advance(done - before if done >= before else done)
            before = done

        yield reach


def tracked(items: Iterable[T], what: str, total: int) -> Iterator[T]:
    """The same items, in the same order; each that is taken counts as done before the next."""
    with start(what, total) as advance:
        waiting = 0
        for item in items:
            yield item
            waiting += 1
            if waiting == STEP or total < STEP:
                advance(waiting)
                waiting = 0
        advance(waiting)
