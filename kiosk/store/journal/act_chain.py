"""The hash chain of the log of acts, and its verification.

Each row has a number and a digest that includes the digest before, so that a changed, deleted or inserted row
shows. Every backup has the head of the chain. The canonical form is in docs/formats.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.store.journal.journal import START
from kiosk.store.journal.journal import Head
from kiosk.store.journal.journal import hash_values

FORM = "ikm-catatan-1"
FACTS = ("act_id", "at", "person_id", "unit_id", "action", "subject", "outcome", "account")


@dataclass(frozen=True)
class BrokenAct:
    """The first row of the log that breaks the chain; `problem` as in `chain.Break`."""

    sequence: int | None
    action: str
    problem: str


def hash_act(sequence: int, facts: Sequence[str | int | None], previous: str) -> str:
    """The digest of one row of the log; `facts` in the order of `FACTS`."""
    return hash_values(FORM, sequence, *facts, previous)


def get_head(db: Database) -> Head:
    """The head of the log's chain."""
    row = db.execute("select sequence, digest from act_heads where chain = 1").fetchone()
    return Head(row["sequence"], row["digest"]) if row else Head(0, START)


def is_in_log(db: Database, head: Head) -> bool:
    """Whether the log had this head at some time."""
    if head == Head(0, START):
        return True
    row = db.execute("select digest from acts where sequence = ?", [head.sequence]).fetchone()
    return row is not None and row["digest"] == head.digest


def find_broken_act(db: Database) -> BrokenAct | None:
    """The first row that was edited, deleted or inserted; None if the chain is valid."""
    sequence, digest = 0, START
    for row in db.execute(f"select {', '.join(FACTS)}, sequence, digest from acts order by sequence"):
        if row["sequence"] is None:
            continue
        sequence += 1
        if row["sequence"] != sequence:
            return BrokenAct(sequence, "", "missing link")
        digest = hash_act(sequence, [row[name] for name in FACTS], digest)
        if row["digest"] != digest:
            return BrokenAct(sequence, row["action"], "edited")
    if get_head(db) != Head(sequence, digest):
        return BrokenAct(sequence + 1, "", "head")
    stranger = db.execute("select action from acts where sequence is null limit 1").fetchone()
    return BrokenAct(None, stranger["action"], "inserted") if stranger else None
