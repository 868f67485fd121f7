"""One of the servers that `benchmarks.rates` compares, in a process of its own.

python -m benchmarks.rate_server kiosk|views|page|insert INSTANCE

All run on the kiosk's own server: `kiosk` as `ikm serve` does, `views` without the fast path, `page` answers
each request with the same bytes (a survey's page), `insert` reads JSON and commits one row of nine numbers.
"""

import json
import logging
import secrets
import sqlite3
import sys
import threading
from collections.abc import Callable
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from unittest import mock
from wsgiref.types import StartResponse
from wsgiref.types import WSGIEnvironment

from flask import Flask

from kiosk.app import create_app
from kiosk.cli.serve import SWITCH_S
from kiosk.store.answers.layout import UNSUR
from kiosk.web.server import Server

_RAW = f"insert into raw (id, {', '.join(UNSUR)}) values ({', '.join('?' * (1 + len(UNSUR)))})"


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
        columns = ", ".join(f"{key} integer" for key in UNSUR)
        connection.execute(f"create table if not exists raw (id text primary key, {columns}) strict")
        return connection

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        if not hasattr(local, "connection"):
            local.connection = connect()
        local.connection.execute("begin immediate")
        local.connection.execute(_RAW, [secrets.token_hex(16), *body["answers"].values()])
        local.connection.execute("commit")
        start_response("201 Created", [("Content-Type", "application/json"), ("Content-Length", "2")])
        return [b"{}"]

    return application


_BARE = {"page": _bare_page, "insert": _bare_insert}


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
