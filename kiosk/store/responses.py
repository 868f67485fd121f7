"""Responses: recorded once, never edited, excluded and restored with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from sqlite_utils import Database

from kiosk.profile import FIELDS
from kiosk.store import clocks
from kiosk.store import journal
from kiosk.store import tallies
from kiosk.store import tickets
from kiosk.store.connection import commit_together
from kiosk.store.connection import transaction
from kiosk.store.errors import Conflict
from kiosk.store.errors import NotFound
from kiosk.store.ids import new_key
from kiosk.store.tickets import Ticket
from kiosk.store.times import from_text
from kiosk.store.times import to_text

UNSUR = tallies.UNSUR
PROFILE = tuple(FIELDS)


@dataclass(frozen=True)
class NewResponse:
    """One answered questionnaire, checked by the caller.

    `response_id` is made where the answers are given (32 hex digits). `answers` holds 1..4 per unsur,
    None or missing for a blank. `local_day` is the office's calendar day of `answered_at`, which
    decides the month it counts in. `profile` holds only the fields that were answered. `ticket` is used
    up with it. A `clock_doubt` says why its time is in doubt (see `clocks`); with `device_clock`,
    `local_day` is the day it arrived.
    """

    response_id: str
    unit_id: str
    collector_id: str
    service_id: str | None
    instrument: str
    answered_at: datetime
    local_day: date
    answers: Mapping[str, int | None]
    profile: Mapping[str, str]
    comment: str | None
    ticket: Ticket | None = None
    clock_doubt: str | None = None


_STORED = (
    "response_id",
    "unit_id",
    "service_id",
    "collector_id",
    "instrument",
    "answered_at",
    "local_day",
    *UNSUR,
)
# What the visitor gave. The day follows from it, and may be another when a doubtful answer comes again.
_GIVEN = tuple(name for name in _STORED if name != "local_day")
_INSERT = f"""
    insert into responses ({", ".join(_STORED)}, received_at)
    values ({", ".join("?" for _ in _STORED)}, ?)
    on conflict (response_id) do nothing"""
_INSERT_PROFILE = f"""
    insert into profiles (response_id, salt, {", ".join(PROFILE)})
    values (?, ?, {", ".join("?" for _ in PROFILE)})"""


def record_response(db: Database, response: NewResponse, now: datetime) -> bool:
    """Store a response, once: True when it is new, False when the very same one is already there.

    When this returns, the response is on disk.

    Raises:
        Conflict: another response has this id; nothing was changed.
        TicketUsed: its ticket was used for another response; nothing was changed.
        sqlite3.IntegrityError: a value the schema refuses.
    """
    return commit_together(db, lambda own: insert_response(own, response, now))


def insert_response(db: Database, response: NewResponse, now: datetime) -> bool:
    """As `record_response`, inside a transaction of the caller's (imports, demo data)."""
    values = dict(zip(_STORED, _stored_values(response), strict=True))
    values["received_at"] = to_text(now)
    if not db.execute(_INSERT, list(values.values())).rowcount:
        if not _is_stored(db, response):
            raise Conflict(f"response {response.response_id} is stored with other content")
        return False
    personal = _insert_personal(db, response)
    if response.ticket:
        tickets.use_ticket(db, response.ticket)
    if response.clock_doubt:
        clocks.record_doubt(db, response.response_id, response.clock_doubt, now)
    journal.extend(
        db,
        unit_id=response.unit_id,
        kind="response",
        subject_id=response.response_id,
        facts=[values[name] for name in journal.RESPONSE],
        now=now,
        profile_hash=personal.get("profile_hash"),
        comment_hash=personal.get("comment_hash"),
    )
    # After the journal, which lets a unit's writers through one by one: no two wait for each other's tally.
    tallies.count_response(db, response.response_id)
    return True


def _insert_personal(db: Database, response: NewResponse) -> dict[str, str]:
    """Store profile and suggestion, each with a salt of its own; returns what the journal commits to."""
    hashes = {}
    if response.profile:
        salt = journal.new_salt()
        given = {name: response.profile.get(name) for name in PROFILE}
        db.execute(_INSERT_PROFILE, [response.response_id, salt, *given.values()])
        hashes["profile_hash"] = journal.commit_profile(salt, given)
    if response.comment:
        salt = journal.new_salt()
        db.execute(
            """insert into comments (response_id, salt, text, unit_id, local_day)
               values (?, ?, ?, ?, ?)""",
            [
                response.response_id,
                salt,
                response.comment,
                response.unit_id,
                response.local_day.isoformat(),
            ],
        )
        hashes["comment_hash"] = journal.commit_comment(salt, response.comment)
    return hashes


def _stored_values(response: NewResponse) -> list[str | int | None]:
    return [
        response.response_id,
        response.unit_id,
        response.service_id,
        response.collector_id,
        response.instrument,
        to_text(response.answered_at),
        response.local_day.isoformat(),
        *(response.answers.get(key) for key in UNSUR),
    ]


Content = tuple[str | int | None, ...]


def _content(response: NewResponse) -> Content:
    return (
        *(value for name, value in zip(_STORED, _stored_values(response), strict=True) if name in _GIVEN),
        *(response.profile.get(name) for name in PROFILE),
        response.comment or None,
    )


def _is_stored(db: Database, response: NewResponse) -> bool:
    """Whether the stored response of this id has the same content; of a redacted text nothing can be said."""
    columns = ", ".join([f"r.{name}" for name in _GIVEN] + [f"p.{name}" for name in PROFILE])
    row = db.execute(
        f"""select {columns}, c.text, h.redacted_at
            from responses r
            left join profiles p on p.response_id = r.response_id
            left join comments c on c.response_id = r.response_id
            left join comment_handling h on h.response_id = r.response_id
            where r.response_id = ?""",
        [response.response_id],
    ).fetchone()
    *stored, text, redacted_at = row
    return (*stored, response.comment or None if redacted_at else text) == _content(response)


def get_answered_at(db: Database, response_id: str) -> datetime:
    """When a stored response was answered. Raises NotFound."""
    row = db.execute("select answered_at from responses where response_id = ?", [response_id]).fetchone()
    if row is None:
        raise NotFound(f"response {response_id}")
    return from_text(row["answered_at"])


def exclude_response(
    db: Database, *, unit_id: str, response_id: str, reason: str, person_id: str, now: datetime
) -> None:
    """Leave a response out of every figure from now on; it stays stored, and the reason is printed.

    Raises:
        NotFound: the unit has no such response.
        Conflict: it is excluded already.
    """
    with transaction(db):
        mark_excluded(
            db, unit_id=unit_id, response_id=response_id, reason=reason, person_id=person_id, now=now
        )


def mark_excluded(
    db: Database, *, unit_id: str, response_id: str, reason: str, person_id: str, now: datetime
) -> None:
    """As `exclude_response`, inside a transaction of the caller's (a whole import)."""
    row = db.execute(
        "select voided_at from responses where unit_id = ? and response_id = ?", [unit_id, response_id]
    ).fetchone()
    if row is None:
        raise NotFound(f"response {response_id}")
    if row["voided_at"] is not None:
        raise Conflict(f"response {response_id} is excluded already")
    db.execute("update responses set voided_at = ? where response_id = ?", [to_text(now), response_id])
    facts = [new_key(), response_id, reason, to_text(now), person_id]
    db.execute(
        """insert into exclusions (exclusion_id, response_id, reason, excluded_at, excluded_by)
           values (?, ?, ?, ?, ?)""",
        facts,
    )
    journal.extend(db, unit_id=unit_id, kind="exclude", subject_id=facts[0], facts=facts, now=now)
    tallies.uncount_response(db, response_id)


def restore_response(db: Database, *, unit_id: str, response_id: str, person_id: str, now: datetime) -> None:
    """Count an excluded response again; the exclusion stays on record.

    Raises:
        NotFound: the unit has no such excluded response.
    """
    with transaction(db):
        mark_restored(db, unit_id=unit_id, response_id=response_id, person_id=person_id, now=now)


def mark_restored(db: Database, *, unit_id: str, response_id: str, person_id: str, now: datetime) -> None:
    """As `restore_response`, inside a transaction of the caller's (a whole import)."""
    done = db.execute(
        """update responses set voided_at = null
           where unit_id = ? and response_id = ? and voided_at is not null""",
        [unit_id, response_id],
    )
    if not done.rowcount:
        raise NotFound(f"excluded response {response_id}")
    row = db.execute(
        """update exclusions set restored_at = ?, restored_by = ?
           where response_id = ? and restored_at is null returning exclusion_id""",
        [to_text(now), person_id, response_id],
    ).fetchone()
    facts = [row["exclusion_id"], to_text(now), person_id]
    journal.extend(db, unit_id=unit_id, kind="restore", subject_id=facts[0], facts=facts, now=now)
    tallies.count_response(db, response_id)
