"""Background jobs, one of each kind at a time, with their progress.

Results are only kept in memory: after a restart the job simply runs again.
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

# The kinds of jobs; each has its own worker thread, so that neither waits for the other.
IMPORTS = "ikm_import_jobs"
BATCHES = "ikm_batch_jobs"
# How long a page waits for the result before it shows progress; nearly all jobs are done by then.
WAIT_S = 2.5
_REMEMBERED = 50


class Cancelled(Exception):
    """Raised inside a cancelled job, when it next reports progress."""


@dataclass
class Job:
    """One job: `rows` done so far, and in the end the future's result or error."""

    task: str
    future: "Future[Any]"
    rows: int = 0
    cancelled: bool = False

    def is_done(self, wait: float = WAIT_S) -> bool:
        """Whether the job ends within `wait` seconds."""
        try:
            self.future.exception(timeout=wait)
        except CancelledError:
            return True
        except NotYet:
            return False
        return True


class Jobs:
    """The jobs of one kind, by a key that names their subject."""

    def __init__(self, app: Flask, kind: str) -> None:
        self._app = app
        self._jobs: dict[str, Job] = {}
        self._starting = threading.Lock()  # two clicks at once start one job
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=kind)

    def start(self, key: str, task: str, work: Callable[[Progress], Any]) -> Job:
        """Run `work` in the app's context, unless a job of this key is running; returns the job."""
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
        """The latest job with this key."""
        return self._jobs.get(key)

    def forget(self, key: str) -> None:
        """Drop the job: its result is out of date."""
        self._jobs.pop(key, None)

    def cancel(self, key: str) -> None:
        """Stop the job of this key when it next reports progress; if it has not started, it never does."""
        if job := self._jobs.pop(key, None):
            job.cancelled = True
            job.future.cancel()

    def close(self) -> None:
        """Wait for the running job, and start no more."""
        self._worker.shutdown(cancel_futures=True)


def init_app(app: Flask) -> None:
    """Create the app's workers; their threads start with the first job."""
    for kind in (IMPORTS, BATCHES):
        app.extensions[kind] = Jobs(app, kind)
