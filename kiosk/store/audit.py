"""The log of what staff did. Rows are only ever added; nothing a person typed is in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.ids import new_key
from kiosk.store.times import from_text
from kiosk.store.times import to_text


@dataclass(frozen=True)
class Act:
    """One action: whose (None: nobody known), of which unit, by which page, on which thing, how it ended.

    `action` is the endpoint of the page; `subject` names the thing by ids; `outcome` is the HTTP status.
    """

    at: datetime
    person: str | None
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
) -> None:
    """Add an action to the log."""
    db.execute(
        """insert into acts (act_id, at, person_id, unit_id, action, subject, outcome)
           values (?, ?, ?, ?, ?, ?, ?)""",
        [new_key(), to_text(now), person_id, unit_id, action, subject, outcome],
    )


def list_acts(db: Database, unit_id: str, *, with_door: bool, limit: int, skip: int = 0) -> list[Act]:
    """The unit's log, the newest first; `with_door` adds what belongs to no unit: failed log-ins."""
    door = " or a.unit_id is null" if with_door else ""
    rows = db.execute(
        f"""select a.at, p.name as person, a.unit_id, a.action, a.subject, a.outcome
            from acts a left join people p on p.person_id = a.person_id
            where a.unit_id = :unit_id{door} order by a.at desc, a.act_id limit :limit offset :skip""",
        {"unit_id": unit_id, "limit": limit, "skip": skip},
    )
    return [
        Act(
            from_text(row["at"]), row["person"], row["unit_id"], row["action"], row["subject"], row["outcome"]
        )
        for row in rows
    ]
