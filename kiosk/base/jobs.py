"""Long work in the background, one piece of a kind at a time, with what is done so far to show.

What a job found is only remembered, never needed: after a restart it is found again.
"""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any

from flask import Flask

Progress = Callable[[int], None]

# The kinds of work; each has a worker of its own, so that neither waits for the other.
IMPORTS = "ikm_import_jobs"
BATCHES = "ikm_batch_jobs"
# How long a page waits before it shows progress instead: nearly every file is done by then.
PATIENCE_S = 2.5
_REMEMBERED = 50


class Cancelled(Exception):
    """Raised within work that somebody no longer wants, at its next progress."""


@dataclass
class Job:
    """One piece of work: `rows` done so far, and in the end the future's result or error."""

    task: str
    future: "Future[Any]"
    rows: int = 0
    cancelled: bool = False

    def is_done(self, patience: float = PATIENCE_S) -> bool:
        """Wait a moment for the end; whether it came."""
        try:
            self.future.exception(timeout=patience)
        except CancelledError:
            return True
        except NotYet:
            return False
        return True


class Jobs:
    """The jobs of one kind, by a key of what they are about."""

    def __init__(self, app: Flask, kind: str) -> None:
        self._app = app
        self._jobs: dict[str, Job] = {}
        self._starting = threading.Lock()  # two clicks at once are one piece of work
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=kind)

    def start(self, key: str, task: str, work: Callable[[Progress], Any]) -> Job:
        """Do `work` in the app's context; a job of this key that is still under way is given back instead."""
        job = Job(task, Future())

        def progress(rows: int) -> None:
            if job.cancelled:
                raise Cancelled(key)
            job.rows = rows

        def run() -> Any:
            with self._app.app_context():
                return work(progress)

        with self._starting:
            there = self._jobs.get(key)
            if there and not there.future.done():
                return there
            job.future = self._worker.submit(run)
            self._jobs[key] = job
            while len(self._jobs) > _REMEMBERED:
                del self._jobs[next(iter(self._jobs))]
        return job

    def find(self, key: str) -> Job | None:
        """The latest job about this."""
        return self._jobs.get(key)

    def forget(self, key: str) -> None:
        """What was found no longer holds."""
        self._jobs.pop(key, None)

    def cancel(self, key: str) -> None:
        """Stop the work about this, if it is under way, at its next progress; a waiting one never starts."""
        if job := self._jobs.pop(key, None):
            job.cancelled = True
            job.future.cancel()

    def close(self) -> None:
        """Let the work under way end, and take no more."""
        self._worker.shutdown(cancel_futures=True)


def init_app(app: Flask) -> None:
    """Give the app its workers, which start with their first work."""
    for kind in (IMPORTS, BATCHES):
        app.extensions[kind] = Jobs(app, kind)
