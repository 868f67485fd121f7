"""Changes of an account, shown to its owner once at the next log-in and listed for a year."""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text

KEPT = timedelta(days=366)


@dataclass(frozen=True)
class AccountChange:
    """A change; `kind` is a key of `kiosk.web.notices.WORDS`, `detail` the new value if there is one.

    `made_by` is the name of the person who made it, None for a command on the server; `is_own`: the owner
    did.
    """

    at: datetime
    kind: str
    detail: str
    made_by: str | None
    is_own: bool


def record_change(
    db: Database, person_id: str, kind: str, *, by: str | None, now: datetime, detail: str = ""
) -> None:
    """Add a change made by that person (None: a command), and delete those older than a year."""
    db.execute("delete from account_changes where at < ?", [to_text(now - KEPT)])
    db.execute(
        """insert into account_changes (account_change_id, person_id, at, kind, detail, made_by)
           values (?, ?, ?, ?, ?, ?)""",
        [new_key(), person_id, to_text(now), kind, detail, by],
    )


def list_changes(
    db: Database, person_id: str, limit: int, *, untold_only: bool = False
) -> list[AccountChange]:
    """The newest changes of an account, with `untold_only` those that its owner has not seen."""
    untold = " and c.told_at is null" if untold_only else ""
    rows = db.execute(
        f"""select c.at, c.kind, c.detail, c.made_by, p.name
            from account_changes c left join people p on p.person_id = c.made_by
            where c.person_id = ?{untold} order by c.at desc, c.account_change_id limit ?""",
        [person_id, limit],
    )
    return [
        AccountChange(
            from_text(row["at"]), row["kind"], row["detail"], row["name"], row["made_by"] == person_id
        )
        for row in rows
    ]


def mark_told(db: Database, person_id: str, now: datetime) -> None:
    """Record that the owner has seen all changes until now."""
    db.execute(
        "update account_changes set told_at = ? where person_id = ? and told_at is null",
        [to_text(now), person_id],
    )
