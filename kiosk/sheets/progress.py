"""How far a file is read: a callback that may raise, to stop the reading."""

from collections.abc import Callable

Progress = Callable[[int], None]


def silent(_rows: int) -> None:
    """Show no progress."""
