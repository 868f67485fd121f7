"""What a page costs does not depend on how many answers were ever stored: no statement reads them all."""

from collections import Counter
from datetime import UTC
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from benchmarks.history import add_past
from benchmarks.history import found
from benchmarks.history import list_addresses
from tests.conftest import log_in

PAST = 4000
# Instructions of SQLite's virtual machine. Reading a row takes at least five: all answers would be 20,000.
MOST = 12_000
_PER_TICK = 20


@pytest.mark.sqlite_only
def test_no_statement_of_any_staff_page_reads_all_answers(
    app: Flask, client: FlaskClient, db: Database, password_hash: str
) -> None:
    app.config["CLOCK"] = lambda: datetime.now(UTC)
    with app.app_context():
        office = found(db, password_hash)
        add_past(db, office, PAST)
        addresses = [one for one in list_addresses(app, db, office) if "/laporan/berkas" not in one]
    log_in(client)
    steps: Counter[str] = Counter()
    running = [""]
    db.conn.set_trace_callback(lambda sql: running.__setitem__(0, sql))
    db.conn.set_progress_handler(lambda: steps.update([running[0]]), _PER_TICK)
    slow: dict[str, tuple[int, str]] = {}
    for address in addresses:
        assert client.get(address).status_code in (200, 301, 303), address
        slow |= {
            sql: (count * _PER_TICK, address) for sql, count in steps.items() if count * _PER_TICK > MOST
        }
        steps.clear()
    db.conn.set_trace_callback(None)
    db.conn.set_progress_handler(None, 0)
    assert slow == {}
