"""The log of acts: what staff did. Rows are only added, as a hash chain, without text that people typed."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.journal.act_chain import FACTS
from kiosk.store.journal.act_chain import hash_act
from kiosk.store.journal.journal import START

MAX_SUBJECT = 200
# The action of the scheduled deletion, which no person starts.
PURGE = "retention.purge"


@dataclass(frozen=True)
class Act:
    """A logged action: by whom, in which unit, with which page or command, on what, with what outcome.

    `person` is None if no account is known; `account` is that of the operating system for an `ikm` command.
    `action` is the endpoint of the page or the name of the command, `subject` has ids, `outcome` is an HTTP
    status, for commands too.
    """

    at: datetime
    person: str | None
    account: str
    unit_id: str | None
    action: str
    subject: str
    outcome: int


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
    """Add an action to the log; joins the caller's transaction if there is one."""
    facts = (new_key(), to_text(now), person_id, unit_id, action, subject[:MAX_SUBJECT], outcome, account)
    with ensure_transaction(db):
        # Locks the head of the chain before reading it.
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


def has_act(db: Database, person_id: str, unit_id: str, action: str, subject: str, since: datetime) -> bool:
    """Whether that person did this to that subject in that unit since then."""
    row = db.execute(
        """select 1 as found from acts
           where unit_id = ? and at > ? and person_id = ? and action = ? and subject = ? limit 1""",
        [unit_id, to_text(since), person_id, action, subject],
    ).fetchone()
    return row is not None


def list_acts(db: Database, unit_id: str, *, with_unassigned: bool, limit: int, skip: int = 0) -> list[Act]:
    """The unit's log, the newest first; `with_unassigned` adds acts of no unit, such as failed log-ins."""
    # Each part by itself, so that it is read from the index in this order, and no more than is needed of it.
    parts = ["= :unit_id", *(["is null"] if with_unassigned else [])]
    latest = " union all ".join(
        f"""select * from (select act_id, sequence from acts where unit_id {which}
                           order by sequence desc limit :most) as part{number}"""
        for number, which in enumerate(parts)
    )
    rows = db.execute(
        f"""select a.at, p.name as person, a.account, a.unit_id, a.action, a.subject, a.outcome
            from ({latest}) as latest join acts a on a.act_id = latest.act_id
            left join people p on p.person_id = a.person_id
            order by a.sequence desc limit :limit offset :skip""",
        {"unit_id": unit_id, "limit": limit, "skip": skip, "most": limit + skip},
    )
    return [Act(from_text(row["at"]), *tuple(row)[1:]) for row in rows]
