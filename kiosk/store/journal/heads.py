"""The heads of the journals and of the log of acts, in the database and in copies of it."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from kiosk.store.engine.connection import has_table
from kiosk.store.engine.copies import Unusable
from kiosk.store.engine.copies import open_copy
from kiosk.store.journal import act_chain
from kiosk.store.journal.journal import Head


def list_heads(db: Database) -> dict[str, Head]:
    """The head of each journal, by its unit's code; none in a schema without journals."""
    if not has_table(db, "journal_heads"):
        return {}
    rows = db.execute(
        """select u.code, h.sequence, h.digest
           from journal_heads h join units u on u.unit_id = h.unit_id order by u.name"""
    )
    return {row["code"]: Head(row["sequence"], row["digest"]) for row in rows}


def read_heads(path: Path) -> dict[str, Head]:
    """`list_heads` of a file; none when they cannot be read."""
    try:
        with open_copy(path) as db:
            return list_heads(db)
    except (sqlite3.Error, Unusable):
        return {}


def read_log_head(path: Path) -> Head | None:
    """The head of the log of acts in a file; None if it has none or cannot be read."""
    try:
        with open_copy(path) as db:
            return act_chain.get_head(db)
    except (sqlite3.Error, Unusable):
        return None


def get_latest_arrival(db: Database) -> str | None:
    """When the last answer arrived, by the server's clock at that time (UTC text)."""
    row = db.execute("select max(at) as at from journal where kind = 'response'").fetchone()
    return str(row["at"]) if row["at"] else None
