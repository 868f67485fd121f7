"""The publication log: on which media and when a period's result was announced."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from kiosk.store.results import attachments
from kiosk.store.results.attachments import Attachment
from kiosk.store.results.attachments import NewAttachment

# The kinds of media that the assessment of public services (PEKPPP) counts.
MEDIA = {
    "cetak": "Media cetak",
    "monitor": "Monitor/kiosk",
    "media-sosial": "Media sosial",
    "website": "Website",
    "aplikasi": "Aplikasi",
    "papan": "Papan pengumuman",
}


@dataclass(frozen=True)
class Announcement:
    """The result of `period` shown on a medium (a key of `MEDIA`); `link` may be empty.

    `instrument` is the id of the questionnaire that the result is of alone, empty for the whole period.
    """

    announcement_id: str
    unit_id: str
    period: str
    medium: str
    shown_day: date
    place: str
    link: str
    instrument: str
    evidence: tuple[Attachment, ...]


_COLUMNS = tuple(name for name in Announcement.__dataclass_fields__ if name not in ("evidence", "instrument"))


def record_announcement(
    db: Database,
    *,
    unit_id: str,
    period: Period,
    medium: str,
    shown_day: date,
    place: str,
    link: str,
    person_id: str,
    now: datetime,
    instrument: str = "",
    evidence: NewAttachment | None = None,
) -> str:
    """Log that a result was shown, with a file that proves it if there is one; returns the entry's id.

    `instrument` is the id of the questionnaire whose result it is alone.
    """
    announcement_id = new_key()
    params = {
        "announcement_id": announcement_id,
        "unit_id": unit_id,
        "period": period.code,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "medium": medium,
        "shown_day": shown_day.isoformat(),
        "place": place,
        "link": link,
        "created_at": to_text(now),
        "created_by": person_id,
    }
    with ensure_transaction(db):
        insert_row(db, "announcements", params)
        attest(db, "announcement", unit_id, announcement_id, now)
        if instrument:
            of = {"announcement_id": announcement_id, "unit_id": unit_id, "instrument": instrument}
            insert_row(db, "announced_questionnaires", of)
            attest(db, "announced-questionnaire", unit_id, announcement_id, now)
        if evidence:
            attachments.add_attachment(
                db,
                unit_id=unit_id,
                announcement_id=announcement_id,
                file=evidence,
                person_id=person_id,
                now=now,
            )
    return announcement_id


def list_announcements(db: Database, unit_id: str, period: Period | None = None) -> list[Announcement]:
    """The unit's log by day; with `period`, of the results that lie within it."""
    inside = " and period_start >= :start and period_end <= :end" if period else ""
    params = {"unit_id": unit_id}
    if period:
        params |= {"start": period.start.isoformat(), "end": period.end.isoformat()}
    rows = db.execute(
        f"""select {", ".join(f"a.{name}" for name in _COLUMNS)}, coalesce(q.instrument, '') as instrument
            from announcements a
            left join announced_questionnaires q on q.announcement_id = a.announcement_id
            where a.unit_id = :unit_id and a.removed_at is null{inside}
            order by a.shown_day, a.created_at, a.announcement_id""",
        params,
    ).fetchall()
    evidence = attachments.list_of_announcements(db, [row["announcement_id"] for row in rows])
    return [
        Announcement(
            **{
                **{name: row[name] for name in (*_COLUMNS, "instrument")},
                "shown_day": date.fromisoformat(row["shown_day"]),
            },
            evidence=evidence.get(row["announcement_id"], ()),
        )
        for row in rows
    ]


def remove_announcement(db: Database, unit_id: str, announcement_id: str, now: datetime) -> None:
    """Mark an entry as removed; its row stays. Raises NotFound."""
    with transaction(db):
        done = db.execute(
            """update announcements set removed_at = ?
               where unit_id = ? and announcement_id = ? and removed_at is null""",
            [to_text(now), unit_id, announcement_id],
        )
        if not done.rowcount:
            raise NotFound(f"announcement {announcement_id}")
        attest(db, "announcement", unit_id, announcement_id, now)
