"""The log of what staff did: one hash chain. Rows are only ever added; nothing a person typed is in them.

Each row has a number and a digest that includes the one before, so that none can be changed, taken out or
slipped in unseen; the end of the chain is in every backup. The canonical form is in docs/design.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.connection import joining
from kiosk.store.ids import new_key
from kiosk.store.journal import START
from kiosk.store.journal import Head
from kiosk.store.journal import hash_values
from kiosk.store.times import from_text
from kiosk.store.times import to_text

FORM = "ikm-catatan-1"
FACTS = ("act_id", "at", "person_id", "unit_id", "action", "subject", "outcome", "account")
MAX_SUBJECT = 200


@dataclass(frozen=True)
class Act:
    """One action: whose, of which unit, by which page or command, on which thing, how it ended.

    `person` is None when nobody known acted; `account` is the operating system's, for an `ikm` command.
    `action` is the endpoint of the page, or the command; `subject` names the thing by ids; `outcome` is the
    HTTP status, also of a command.
    """

    at: datetime
    person: str | None
    account: str
    unit_id: str | None
    action: str
    subject: str
    outcome: int


@dataclass(frozen=True)
class BrokenAct:
    """The first row of the log that does not fit; `problem` as that of a `chain.Break`."""

    sequence: int | None
    action: str
    problem: str


def record_act(
    db: Database,
    *,
    person_id: str | None,
    unit_id: str | None,
    action: str,
    subject: str,
    outcome: int,
    now: datetime,
    account: str = "",
) -> None:
    """Add an action to the log, in the caller's transaction if there is one."""
    facts = (new_key(), to_text(now), person_id, unit_id, action, subject[:MAX_SUBJECT], outcome, account)
    with joining(db):
        # Locks the end of the chain before anything is read of it.
        row = db.execute(
            """insert into act_heads (chain, sequence, digest) values (1, 1, ?)
               on conflict (chain) do update set sequence = act_heads.sequence + 1
               returning sequence, digest""",
            [START],
        ).fetchone()
        digest = hash_act(row["sequence"], facts, row["digest"])
        db.execute(
            f"""insert into acts ({", ".join(FACTS)}, sequence, digest)
                values ({", ".join("?" * len(FACTS))}, ?, ?)""",
            [*facts, row["sequence"], digest],
        )
        db.execute("update act_heads set digest = ? where chain = 1", [digest])


def hash_act(sequence: int, facts: Sequence[str | int | None], previous: str) -> str:
    """The digest of one row of the log; `facts` in the order of `FACTS`."""
    return hash_values(FORM, sequence, *facts, previous)


def get_head(db: Database) -> Head:
    """The end of the log."""
    row = db.execute("select sequence, digest from act_heads where chain = 1").fetchone()
    return Head(row["sequence"], row["digest"]) if row else Head(0, START)


def is_in_log(db: Database, head: Head) -> bool:
    """Whether the log once ended so."""
    if head == Head(0, START):
        return True
    row = db.execute("select digest from acts where sequence = ?", [head.sequence]).fetchone()
    return row is not None and row["digest"] == head.digest


def find_broken_act(db: Database) -> BrokenAct | None:
    """The first row that was edited, taken out or slipped in; None when the log is whole."""
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


def list_acts(db: Database, unit_id: str, *, with_door: bool, limit: int, skip: int = 0) -> list[Act]:
    """The unit's log, the newest first; `with_door` adds what belongs to no unit, such as failed log-ins."""
    door = " or a.unit_id is null" if with_door else ""
    rows = db.execute(
        f"""select a.at, p.name as person, a.account, a.unit_id, a.action, a.subject, a.outcome
            from acts a left join people p on p.person_id = a.person_id
            where a.unit_id = :unit_id{door} order by a.sequence desc limit :limit offset :skip""",
        {"unit_id": unit_id, "limit": limit, "skip": skip},
    )
    return [Act(from_text(row["at"]), *tuple(row)[1:]) for row in rows]
