"""Background jobs with their progress: one at a time in each lane, and a few lanes of a kind side by side.

Results are only kept in memory: after a restart the job simply runs again.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any

from flask import Flask

Progress = Callable[[int], None]

# The kinds of jobs; each has its own threads, so that neither waits for the other.
IMPORTS = "ikm_import_jobs"
BATCHES = "ikm_batch_jobs"
# How many lanes run at once: the files of one office wait for each other, not for those of another office.
_LANES = {IMPORTS: 4, BATCHES: 1}
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

    @property
    def is_successful(self) -> bool:
        """Whether the job has ended with a result."""
        return self.future.done() and not self.future.cancelled() and self.future.exception() is None


class Jobs:
    """The jobs of one kind, by a key that names their subject."""

    def __init__(self, app: Flask, kind: str) -> None:
        self._app = app
        self._jobs: dict[str, Job] = {}
        self._starting = threading.Lock()  # two clicks at once start one job
        self._worker = ThreadPoolExecutor(max_workers=_LANES[kind], thread_name_prefix=kind)
        self._lanes: dict[str, deque[Callable[[], None]]] = {}

    def start(self, key: str, task: str, work: Callable[[Progress], Any], lane: str = "") -> Job:
        """Run `work` in the app's context, unless a job of this key is running; returns the job."""
        job = Job(task, Future())

        def progress(rows: int) -> None:
            if job.cancelled:
                raise Cancelled(key)
            job.rows = rows

        def run() -> None:
            if not job.future.set_running_or_notify_cancel():
                return
            try:
                with self._app.app_context():
                    job.future.set_result(work(progress))
            except BaseException as error:
                job.future.set_exception(error)

        with self._starting:
            there = self._jobs.get(key)
            if there and not there.future.done():
                return there
            self._jobs[key] = job
            while len(self._jobs) > _REMEMBERED:
                del self._jobs[next(iter(self._jobs))]
            waiting = self._lanes.setdefault(lane, deque())
            waiting.append(run)
            if len(waiting) == 1:
                self._worker.submit(self._run_next, lane)
        return job

    def _run_next(self, lane: str) -> None:
        """Run the lane's first job; its next one queues behind the other lanes."""
        self._lanes[lane][0]()
        with self._starting:
            waiting = self._lanes[lane]
            waiting.popleft()
            if waiting:
                self._worker.submit(self._run_next, lane)
            else:
                del self._lanes[lane]

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
        """Wait for the running jobs, and start no more."""
        self._worker.shutdown(cancel_futures=True)


def init_app(app: Flask) -> None:
    """Create the app's workers; their threads start with the first job."""
    for kind in (IMPORTS, BATCHES):
        app.extensions[kind] = Jobs(app, kind)
