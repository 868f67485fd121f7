"""Ctrl+C, SIGTERM and a closed terminal: a command stops where it is, and its clean-ups run.

`watch` turns these signals into SystemExit, so that transactions roll back and half-written files are
deleted. The exit code is 128 plus the signal's number, which is what a shell expects.
"""

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

SAID = "Dihentikan. Tidak ada yang tertinggal setengah jadi; ulangi kapan saja."
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_INSTRUCTIONS = 100_000  # of SQLite between two looks for a signal: some milliseconds


@dataclass
class _State:
    """How many blocks postpone signals, and the signal that waits for them (0: none)."""

    blocks: int = 0
    waiting: int = 0


_state = _State()


def handle(handler: Callable[[int, FrameType | None], object]) -> None:
    """Call `handler` at each of the signals, except those that are ignored, such as under `nohup`."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def watch() -> None:
    """End this process in an orderly way at the signals from now on."""
    handle(_receive)


@contextmanager
def postponed() -> Iterator[None]:
    """Steps that belong together: a signal that comes meanwhile ends the process after them."""
    if threading.current_thread() is not threading.main_thread():  # signals arrive in the main thread
        yield
        return
    _state.blocks += 1
    try:
        yield
    finally:
        _state.blocks -= 1
        if _state.waiting and not _state.blocks:
            _stop(_state.waiting)


@contextmanager
def within_statements(connection: sqlite3.Connection) -> Iterator[None]:
    """Let a signal end a long SQL statement of the block, and not only come after it."""
    with postponed():
        connection.set_progress_handler(lambda: _state.waiting, _INSTRUCTIONS)
        try:
            yield
        finally:
            connection.set_progress_handler(None, 0)


def finish() -> None:
    """The work is done: from here on signals change nothing, and the exit code says that it is done."""
    handle(lambda *_: None)
    _state.waiting = 0


def _receive(number: int, _frame: FrameType | None) -> None:
    if _state.blocks:
        _state.waiting = number
    else:
        _stop(number)


def _stop(number: int) -> None:
    handle(lambda *_: None)  # a second Ctrl+C must not cut the clean-ups off
    _state.waiting = 0
    # After the bar on a terminal. Not by `print`: a write to stderr may be what was interrupted.
    start = b"\n" if sys.stderr and sys.stderr.isatty() else b""
    try:
        os.write(2, start + SAID.encode() + b"\n")
    except OSError:
        pass  # the terminal was closed
    raise SystemExit(128 + number)


# The script `ikm` imports this module first, before the imports that take time.
if Path(sys.argv[0]).stem == "ikm":
    watch()
