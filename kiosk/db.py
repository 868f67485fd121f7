"""The app's database connections: one per thread, opened once and kept (opening costs five commits)."""

import threading
from pathlib import Path

from flask import Flask
from flask import current_app
from sqlite_utils import Database

from kiosk.store.connection import migrate
from kiosk.store.connection import open_database


class Connections:
    """Hands each thread its own open database, and can close them all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._opened: list[Database] = []

    def get(self) -> Database:
        """This thread's database."""
        db: Database | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = open_database(self._path)
            self._opened.append(db)
        return db

    def close(self) -> None:
        """Close every connection; the next `get` opens anew."""
        while self._opened:
            self._opened.pop().close()
        self._local = threading.local()


def init_app(app: Flask) -> None:
    """Migrate the app's database and make it available to `get_db`."""
    connections = Connections(Path(app.config["DATABASE"]))
    migrate(connections.get())
    app.extensions["ikm_connections"] = connections


def get_db() -> Database:
    """The current app's database, for the current thread."""
    connections: Connections = current_app.extensions["ikm_connections"]
    return connections.get()
