"""Work on large files in the background, one file at a time, with the rows done so far to show.

What a job found is only remembered, never needed: after a restart it is found again.
"""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any

from flask import Flask

from kiosk.importing.preview import Progress

# How long a page waits before it shows progress instead: nearly every file is done by then.
PATIENCE_S = 2.5
_REMEMBERED = 50


@dataclass
class Job:
    """One piece of work: `rows` done so far, and in the end the future's result or error."""

    task: str
    future: "Future[Any]"
    rows: int = 0

    def is_done(self, patience: float = PATIENCE_S) -> bool:
        """Wait a moment for the end; whether it came."""
        try:
            self.future.exception(timeout=patience)
        except NotYet:
            return False
        return True


class Jobs:
    """The jobs of one app, by the id of the file they are about."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._jobs: dict[str, Job] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")

    def start(self, key: str, task: str, work: Callable[[Progress], Any]) -> Job:
        """Do `work` in the app's context; a job of this key that is still under way is given back instead."""
        there = self._jobs.get(key)
        if there and not there.future.done():
            return there
        job = Job(task, Future())

        def progress(rows: int) -> None:
            job.rows = rows

        def run() -> Any:
            with self._app.app_context():
                return work(progress)

        job.future = self._worker.submit(run)
        self._jobs[key] = job
        while len(self._jobs) > _REMEMBERED:
            del self._jobs[next(iter(self._jobs))]
        return job

    def find(self, key: str) -> Job | None:
        """The latest job about this file."""
        return self._jobs.get(key)

    def forget(self, key: str) -> None:
        """What was found no longer holds."""
        self._jobs.pop(key, None)

    def close(self) -> None:
        """Let the work under way end, and take no more."""
        self._worker.shutdown(cancel_futures=True)


def init_app(app: Flask) -> None:
    """Give the app its worker, which starts with the first file."""
    app.extensions["ikm_import_jobs"] = Jobs(app)
