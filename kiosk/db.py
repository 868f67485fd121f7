"""The app's databases, one per thread. Opening a SQLite file costs as much as five commits, so it stays open;
on PostgreSQL the threads share a pool of connections."""

import functools
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from flask import Flask
from flask import current_app
from flask import request
from sqlite_utils import Database

from kiosk.store.engine.connection import confirmed
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.errors import TryAgain
from kiosk.store.engine.limits import COMMAND
from kiosk.store.engine.limits import Limits
from kiosk.store.migrations.schema import migrate

RETRY_WAITS_S = (0.01, 0.03, 0.1, 0.3)


class Connections:
    """Hands each thread its own open database, closed when the thread ends; can close them all."""

    def __init__(self, target: str, limits: Limits) -> None:
        self._target = target
        self._limits = limits
        self._local = threading.local()
        # Weak: only its own thread keeps a database, and a dropped one closes itself (`store/engine`).
        self._opened: weakref.WeakSet[Database] = weakref.WeakSet()

    def get(self) -> Database:
        """This thread's database."""
        db: Database | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = open_database(self._target, getattr(self._local, "limits", self._limits))
            self._opened.add(db)
        return db

    def be_patient(self) -> None:
        """Let this thread's statements take as long as a command's."""
        self._local.limits = COMMAND

    def close(self) -> None:
        """Close every connection; the next `get` opens another."""
        while self._opened:
            self._opened.pop().close()
        self._local = threading.local()


def init_app(app: Flask, limits: Limits) -> None:
    """Migrate the app's database and make it available to `get_db`, within these limits on PostgreSQL."""
    connections = Connections(app.config["DATABASE"], limits)
    migrate(connections.get())
    app.extensions["ikm_connections"] = connections


def retry_views(app: Flask) -> None:
    """Run a view again when the database asks for it, as happens under load (see `TryAgain`).

    A view reads, then writes in one transaction, so after a rollback it can run again.
    """
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _retried(view)


def _retried(view: Callable[..., Any]) -> Callable[..., Any]:
    def once(**values: Any) -> Any:
        with confirmed(get_db()) if request.method == "POST" else nullcontext():
            return view(**values)

    @functools.wraps(view)
    def run(**values: Any) -> Any:
        for wait in RETRY_WAITS_S:
            try:
                return once(**values)
            except TryAgain:
                time.sleep(wait)
        return once(**values)

    return run


def get_db() -> Database:
    """The current app's database, for the current thread."""
    connections: Connections = current_app.extensions["ikm_connections"]
    return connections.get()
