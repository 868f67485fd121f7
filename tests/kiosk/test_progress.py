"""Long work says how far it is: to a terminal as a bar, in a pipe not at all."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st

from kiosk.base.progress import Advance
from kiosk.base.progress import shown_by
from kiosk.base.progress import start
from kiosk.base.progress import tracked


class Shown:
    """What a display was told."""

    def __init__(self) -> None:
        self.works: list[tuple[str, int, int]] = []

    @contextmanager
    def display(self, what: str, total: int) -> Iterator[Advance]:
        done = 0

        def advance(more: int) -> None:
            nonlocal done
            done += more

        yield advance
        self.works.append((what, total, done))


@given(st.integers(1, 3000))
def test_the_items_are_the_same_and_all_are_counted(total: int) -> None:
    shown = Shown()
    with shown_by(shown.display):
        assert list(tracked(range(total), "Jurnal", total)) == list(range(total))
    assert shown.works == [("Jurnal", total, total)]


def test_work_inside_work_and_work_without_a_display_are_silent() -> None:
    shown = Shown()
    with shown_by(shown.display):
        for _ in tracked("ab", "Cadangan", 2):
            list(tracked("xyz", "Jurnal", 3))
    assert shown.works == [("Cadangan", 2, 2)]
    with start("Jurnal", 3) as advance:
        advance(3)


_WORK = """
from kiosk.base.progress import shown_by, tracked
from kiosk.cli.bar import draw
with shown_by(draw):
    print(len(list(tracked(range(2000), "Jurnal", 2000))))
"""


def test_a_terminal_sees_a_bar_and_a_pipe_only_the_result() -> None:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _WORK], stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=60
        )
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.stdout == b"2000\n"
    assert "Jurnal" in shown and "100%" in shown
    piped = subprocess.run([sys.executable, "-c", _WORK], capture_output=True, check=True, timeout=60)
    assert (piped.stdout, piped.stderr) == (b"2000\n", b"")


def test_an_iteration_that_was_left_may_be_dropped_by_another_thread() -> None:
    with shown_by(Shown().display):
        items = iter(tracked(range(10), "Baris", 10))
        next(items)
    with ThreadPoolExecutor(1) as other:
        other.submit(items.close).result()  # type: ignore[attr-defined]
