"""The bar that shows on a terminal how far long work is and how long it still takes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kiosk.base.progress import Advance


@contextmanager
def draw(what: str, total: int) -> Iterator[Advance]:
    """A bar on stderr, which is gone when the work ends; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    with click.progressbar(length=total, label=what, file=sys.stderr, show_eta=True) as bar:
        yield bar.update
