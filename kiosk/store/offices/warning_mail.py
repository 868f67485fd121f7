"""The address that a unit's early warnings are mailed to, and how the last message went."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database


@dataclass(frozen=True)
class WarningMail:
    """`sent_day` is the day whose round is done, `failure` why the last message was not sent."""

    address: str
    sent_day: date | None = None
    failure: str | None = None


def find_warning_mail(db: Database, unit_id: str) -> WarningMail | None:
    """The unit's setting; None while it wants no messages."""
    row = db.execute(
        "select address, sent_day, failure from warning_mail where unit_id = ?", [unit_id]
    ).fetchone()
    if row is None:
        return None
    sent_day = date.fromisoformat(row["sent_day"]) if row["sent_day"] else None
    return WarningMail(row["address"], sent_day, row["failure"])


def set_address(db: Database, unit_id: str, address: str) -> None:
    """Mail the unit's warnings to this address; "" stops them."""
    if not address:
        db.execute("delete from warning_mail where unit_id = ?", [unit_id])
        return
    db.execute(
        """insert into warning_mail (unit_id, address) values (?, ?)
           on conflict (unit_id) do update set address = excluded.address, failure = null""",
        [unit_id, address],
    )


def record_round(db: Database, unit_id: str, day: date) -> None:
    """The round of that day is done."""
    db.execute(
        "update warning_mail set sent_day = ?, failure = null where unit_id = ?", [day.isoformat(), unit_id]
    )


def record_failure(db: Database, unit_id: str, failure: str) -> None:
    """The message could not be sent."""
    db.execute("update warning_mail set failure = ? where unit_id = ?", [failure[:300], unit_id])
