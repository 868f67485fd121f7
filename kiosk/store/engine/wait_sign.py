"""How a process that waits for SQLite's write lock is noticed by the process that holds it.

SQLite has one write lock for all processes and no queue: who waits asks again and again, and work that begins
its next transaction right after its last one would keep it for itself. So who waits also sets the time of a
file beside the database. Long work looks at it between two statements and lets the other go first.
"""

import os
from contextlib import suppress
from pathlib import Path

from kiosk.store.engine.files import create_private

# How often a waiting process asks; long work pauses for longer, so that it is heard.
POLL_S = 0.001
PAUSE_S = 0.003


class WaitSign:
    """The file's time: when a process last asked in vain."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-waiting")

    def show(self) -> None:
        """Note that this process waits."""
        try:
            os.utime(self._path)
        except FileNotFoundError:
            with suppress(OSError):  # a full disk: it is not noticed, and waits as long as it takes
                create_private(self._path)
        except OSError:
            pass  # another user's file

    def is_newer(self, moment: float) -> bool:
        """Whether a process has waited since then (`time.time`)."""
        try:
            return self._path.stat().st_mtime > moment
        except OSError:
            return False
