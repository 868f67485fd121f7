"""Every connection to the office's file is closed: with its thread, its command, its application."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from kiosk.cli import main
from kiosk.db import get_db
from kiosk.operations.founding import Office
from kiosk.store.engine.connection import open_database
from tests.conftest import answer

CODE = "kecamatan-sungai-jernih"
COUNT = "select count(*) from responses"


class Opened:
    """Every connection that was opened since, wherever that happened."""

    def __init__(self) -> None:
        self.all: list[sqlite3.Connection] = []

    def note(self, connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
        """`connect`, remembering what it opens."""

        def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
            self.all.append(connect(*arguments, **options))
            return self.all[-1]

        return connected

    def still(self) -> int:
        """How many of them are open."""
        return sum(map(_is_open, self.all))


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("select 1")
    except sqlite3.ProgrammingError:
        return False
    return True


@pytest.fixture
def opened(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What is opened from here on; commands find the office with one answer, and nothing else is open."""
    with app.app_context():
        app.test_client().post("/api/responses", json=answer(office.tablet.code))
    app.extensions["ikm_connections"].close()
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    noted = Opened()
    monkeypatch.setattr(sqlite3, "connect", noted.note(sqlite3.connect))
    return noted


@pytest.mark.sqlite_only
def test_a_thread_that_ends_closes_its_connection(app: Flask, opened: Opened) -> None:
    counted: list[int] = []

    def work() -> None:
        with app.app_context():
            counted.append(get_db().execute(COUNT).fetchone()[0])

    for _ in range(3):
        thread = Thread(target=work)
        thread.start()
        thread.join()
    assert counted == [1, 1, 1]
    assert (len(opened.all), opened.still()) == (3, 0)


@pytest.mark.sqlite_only
def test_an_application_closes_the_connections_of_all_its_threads(app: Flask, opened: Opened) -> None:
    with app.app_context():
        get_db()
    assert opened.still() == 1
    app.extensions["ikm_connections"].close()
    assert opened.still() == 0


MONTH = ("--periode", "2024-05", "-o")
DAYS = ("--dari", "2024-05-01", "--sampai", "2024-05-31")
COMMANDS = [
    ("backup",),
    ("check",),
    ("tallies", "check"),
    ("tallies", "rebuild"),
    ("report", "data", *MONTH, "data.csv"),
    ("personal", "export", *DAYS),
    ("personal", "delete", *DAYS, "--bagian", "saran", "--alasan", "diminta", "--ya"),
    ("user", "list"),
    ("user", "reset", "admin"),
    ("address",),
    ("secret", "renew"),
    ("secret", "renew", "--ya"),
    ("merge-key", CODE),
    ("export", "--kunci", "kunci.txt", "-o", "kiriman.ndjson"),
    ("merge", "kiriman.ndjson"),
    ("import", "jawaban.csv", "--oleh", "admin"),
]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_closes_what_it_opens(
    opened: Opened, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kunci.txt").write_text(CliRunner().invoke(main, ["merge-key", CODE]).output)
    Path("kiriman.ndjson").write_text("bukan kiriman")
    Path("jawaban.csv").write_text("U1,U2,U3,U4,U5,U6,U7,U8,U9\n" + "3,3,3,3,3,3,3,3,3\n" * 3)
    opened.all.clear()
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert opened.all
    assert opened.still() == 0


@pytest.mark.sqlite_only
def test_a_file_that_is_no_database_is_closed_again(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(b"not a database at all" * 999)
    with pytest.raises(sqlite3.DatabaseError):
        open_database(path)
    assert len(opened.all) == 1
    assert opened.still() == 0


def test_no_command_is_missing_above() -> None:
    missing = main.commands.keys() - {words[0] for words in COMMANDS}
    # The first six open none, `serve` and `update` are programs, the others have tests of their own.
    none = {"score", "template", "service", "https", "screen", "completion"}
    assert missing == none | {"serve", "update", "restore", "migrate-to"}
