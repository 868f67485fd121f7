"""Minutes of evaluation meetings: who looked at a month's result, when, and what was decided."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest


@dataclass(frozen=True)
class Meeting:
    """The evaluation of a `month` ("2024-05"): its day, those present and the decisions, a line each."""

    month: str
    held_day: date
    present: str
    decisions: str
    meeting_id: str = ""


_COLUMNS = ", ".join(Meeting.__dataclass_fields__)


def list_meetings(db: Database, unit_id: str, year: int) -> list[Meeting]:
    """The evaluations of the months of a year, in their order."""
    rows = db.execute(
        f"""select {_COLUMNS} from evaluation_meetings
            where unit_id = ? and month between ? and ? order by month, held_day, meeting_id""",
        [unit_id, f"{year}-01", f"{year}-12"],
    )
    return [_meeting(row) for row in rows]


def get_meeting(db: Database, unit_id: str, meeting_id: str) -> Meeting:
    """One of the unit's evaluations. Raises NotFound."""
    row = db.execute(
        f"select {_COLUMNS} from evaluation_meetings where unit_id = ? and meeting_id = ?",
        [unit_id, meeting_id],
    ).fetchone()
    if row is None:
        raise NotFound(f"meeting {meeting_id}")
    return _meeting(row)


def _meeting(row: Any) -> Meeting:
    return Meeting(**{**dict(row), "held_day": date.fromisoformat(row["held_day"])})


def record_meeting(db: Database, unit_id: str, meeting: Meeting, *, person_id: str, now: datetime) -> None:
    """Store the minutes of a meeting."""
    meeting_id = new_key()
    values = {
        **vars(meeting),
        "held_day": meeting.held_day.isoformat(),
        "meeting_id": meeting_id,
        "unit_id": unit_id,
        "entered_at": to_text(now),
        "entered_by": person_id,
    }
    with transaction(db):
        insert_row(db, "evaluation_meetings", values)
        attest(db, "meeting", unit_id, meeting_id, now)


def remove_meeting(db: Database, unit_id: str, meeting_id: str, now: datetime) -> None:
    """Delete the minutes of a meeting. Raises NotFound."""
    with transaction(db):
        done = db.execute(
            "delete from evaluation_meetings where unit_id = ? and meeting_id = ?", [unit_id, meeting_id]
        )
        if not done.rowcount:
            raise NotFound(f"meeting {meeting_id}")
        attest(db, "meeting", unit_id, meeting_id, now)
