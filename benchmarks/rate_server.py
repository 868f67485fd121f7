"""One of the servers that `benchmarks.rates` compares, in a process of its own.

python -m benchmarks.rate_server kiosk|views|page|insert|grouped INSTANCE

All run on the kiosk's own server: `kiosk` as `ikm serve` does, `views` without the fast path, `page` answers
each request with the same bytes (a survey's page), `insert` reads the same JSON and commits one row of nine
numbers, durably, on a connection per thread. `grouped` commits such rows of waiting requests together, as the
kiosk does.
"""

import json
import logging
import secrets
import sqlite3
import sys
import threading
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from unittest import mock
from wsgiref.types import StartResponse
from wsgiref.types import WSGIEnvironment

from flask import Flask
from sqlite_utils import Database

from kiosk.app import create_app
from kiosk.cli.serve import SWITCH_S
from kiosk.store.answers.layout import UNSUR
from kiosk.store.engine.inserts import insert_rows
from kiosk.store.engine.sqlite import SqliteDatabase
from kiosk.store.engine.write_queue import WriteQueue
from kiosk.web.server import Server

_COLUMNS = f"raw (id, {', '.join(UNSUR)})"
_RAW = f"insert into {_COLUMNS} values ({', '.join('?' * (1 + len(UNSUR)))})"
_TABLE = (
    f"create table if not exists raw (id text primary key, {', '.join(f'{key} integer' for key in UNSUR)})"
)


Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


def _bare_page(app: Flask, instance: Path) -> Application:
    code = (instance / "collector").read_text()
    page = app.test_client().get(f"/s/{code}", headers={"Accept-Encoding": "gzip"})

    def application(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", list(page.headers))
        return [page.data]

    return application


def _bare_insert(_app: Flask, instance: Path) -> Application:
    local = threading.local()

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(instance / "raw.db", timeout=30, isolation_level=None)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.execute(f"{_TABLE} strict")
        return connection

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        row = _read_row(environ)
        if not hasattr(local, "connection"):
            local.connection = connect()
        local.connection.execute("begin immediate")
        local.connection.execute(_RAW, row)
        local.connection.execute("commit")
        return _say_created(start_response)

    return application


def _grouped_insert(_app: Flask, instance: Path) -> Application:
    db, queue = SqliteDatabase(instance / "grouped.db", is_writer=True), WriteQueue("begin immediate")
    db.execute(f"{_TABLE} strict")

    def insert(db: Database, rows: Sequence[list[str]]) -> Sequence[None]:
        insert_rows(db, _COLUMNS, rows)
        return [None] * len(rows)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        queue.group_commit(lambda: db, insert, _read_row(environ))
        return _say_created(start_response)

    return application


def _read_row(environ: WSGIEnvironment) -> list[str]:
    body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    return [secrets.token_hex(16), *body["answers"].values()]


def _say_created(start_response: StartResponse) -> Iterable[bytes]:
    start_response("201 Created", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


_BARE = {"page": _bare_page, "insert": _bare_insert, "grouped": _grouped_insert}


def main() -> None:
    """Serve until the process is ended; prints the port."""
    kind, instance = sys.argv[1], Path(sys.argv[2])
    sys.setswitchinterval(SWITCH_S)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # the queue is full on purpose
    with mock.patch("kiosk.web.fast_path.init_app") if kind == "views" else nullcontext():
        app = create_app(instance)
    if kind in _BARE:
        app.wsgi_app = _BARE[kind](app, instance)  # type: ignore[assignment, method-assign]
    server = Server(app, "127.0.0.1", 0, 200)
    print(server.port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
