"""Copying a SQLite file while it is in use, checking copies, and replacing the file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from kiosk.base.interruption import within_statements
from kiosk.base.progress import counted
from kiosk.store.engine.files import create_private
from kiosk.store.engine.files import replace_file

PAGES = 1000  # at a time, 4 MB
SHORTLY_S = 0.05  # until the next try while the database is locked


class Unusable(ValueError):
    """The file is damaged or no database of this program; the message says why, in Indonesian."""


class InUse(RuntimeError):
    """Another process has the database open."""


def copy_database(source: Path, target: Path) -> None:
    """Copy the database as it is at one moment to a new file, durably.

    In an open transaction: copying some pages at a time would else start again at every write of another
    connection.
    """
    create_private(target)
    with (
        # Closed last: closing any handle of a file ends the locks that SQLite has on it.
        target.open("rb+") as file,
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as live,
    ):
        live.isolation_level = None
        live.execute("begin")
        pages = live.execute("pragma page_count").fetchone()[0]
        with closing(sqlite3.connect(target)) as copy, counted("Salinan", pages) as reach:

            def write_through(_: int, left: int, whole: int) -> None:
                os.fsync(file.fileno())  # little at a time: answers' commits wait for the disk behind it
                reach(whole - left)

            live.backup(copy, pages=PAGES, progress=write_through, sleep=SHORTLY_S)
            copy.execute("pragma journal_mode=delete")
        os.fsync(file.fileno())


@contextmanager
def open_copy(path: Path) -> Iterator[Database]:
    """A copy opened for reading only. Raises Unusable when it is no database."""
    if not path.is_file():
        raise Unusable(f"{path} tidak ada.")
    conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    conn.row_factory = sqlite3.Row
    with closing(conn):
        db = Database(conn, execute_plugins=False)
        try:
            db.execute("select count(*) from sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            raise Unusable(f"{path} bukan berkas basis data.") from error
        yield db


def looks_like_database(path: Path) -> bool:
    """Whether the file begins as every SQLite file does. Raises OSError."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def fold(db: Database) -> None:
    """Merge the write-ahead log into the file, so that it can be copied alone."""
    db.execute("pragma journal_mode=delete")


def find_damage(db: Database) -> list[str]:
    """What SQLite finds wrong with the file and its foreign keys; empty when nothing is."""
    with within_statements(db.conn):
        found = [row[0] for row in db.execute("pragma integrity_check(20)") if row[0] != "ok"]
        found += [f"{row[0]} -> {row[2]}" for row in db.execute("pragma foreign_key_check")][:20]
    return found


def list_triggers(path: Path) -> list[str]:
    """The triggers, views and virtual tables of a database file: the program has none."""
    with open_copy(path) as db:
        rows = db.execute(
            """select name from sqlite_master
               where type in ('trigger', 'view') or lower(sql) like 'create virtual%' order by name"""
        )
        return [row["name"] for row in rows]


def require_unused(path: Path) -> None:
    """Merge the write-ahead log into the file and check that it is not open. Raises InUse."""
    with closing(sqlite3.connect(path, timeout=1)) as conn:
        try:
            conn.execute("pragma locking_mode=exclusive")
            conn.execute("begin exclusive")
            conn.execute("commit")
            conn.execute("pragma wal_checkpoint(truncate)")
            conn.execute("pragma journal_mode=delete")
        except sqlite3.OperationalError as error:
            raise InUse(str(path)) from error
        except sqlite3.DatabaseError:
            pass  # damaged: left as it is, in case a repair tool can read it


def replace_database(path: Path, new: Path, aside: Path) -> None:
    """Put `new` in the place of a database that is not open, which is kept as `aside`. Raises InUse.

    At every moment, also when the process is killed, one of both is there under `path`.
    """
    require_unused(path)
    for suffix in ("-wal", "-shm"):  # only a damaged database still has these
        side = path.with_name(path.name + suffix)
        if side.exists():
            replace_file(side, aside.with_name(aside.name + suffix))
    try:
        os.link(path, aside)
    except OSError:  # a file system without links
        replace_file(path, aside)
    replace_file(new, path)
