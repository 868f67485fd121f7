"""Responses: recorded once, never edited, excluded and restored with a reason."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from operator import itemgetter

from sqlite_utils import Database

from kiosk.store.accounts.placeholders import PROGRAM
from kiosk.store.accounts.placeholders import add_program_account
from kiosk.store.answers import clocks
from kiosk.store.answers import exclusions
from kiosk.store.answers import extra_answers
from kiosk.store.answers import layout
from kiosk.store.answers import tallies
from kiosk.store.answers import tickets
from kiosk.store.answers.arrivals import TOO_MANY
from kiosk.store.answers.arrivals import find_excess
from kiosk.store.answers.arrivals import is_set_apart
from kiosk.store.answers.suggestions import update_state
from kiosk.store.answers.tickets import Ticket
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import group_commit
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.inserts import insert_rows
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.journal import journal
from kiosk.store.journal.kinds import RESPONSE

UNSUR = layout.UNSUR
PROFILE = (*journal.PROFILE, *journal.LATER_PROFILE)


@dataclass(frozen=True)
class NewResponse:
    """One answered questionnaire, validated by the caller.

    `response_id` (32 hex digits) is generated where the questionnaire is answered. `answers` has a value of
    the scale per item, None or no entry for a blank; with one item per unsur, items are named like unsur.
    `local_day` is the day of `answered_at` in the office's time zone; it decides the month that the response
    counts in. `profile` has only the fields that were answered. `ticket` is used up with the response.
    `clock_doubt` is why its time is doubted (see `clocks`); with `device_clock`, `local_day` is the day of
    arrival. `is_rate_limited`: set apart if it is one of too many (see `arrivals`).
    `extras` are codes by question outside the index.
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
    is_rate_limited: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)


_STORED = (
    "response_id",
    "unit_id",
    "service_id",
    "collector_id",
    "instrument",
    "answered_at",
    "local_day",
    *UNSUR,
    "items",
)
# What the visitor gave. `local_day` is derived, and differs when a response with a doubtful time is repeated.
_GIVEN = tuple(name for name in _STORED if name != "local_day")
_RESPONSES = f"responses ({', '.join(_STORED)}, received_at)"
_PROFILES = f"profiles (response_id, salt, {', '.join(PROFILE)})"
_COMMENTS = "comments (response_id, salt, text, unit_id, local_day)"
_FACTS = itemgetter(*((*_STORED, "received_at").index(name) for name in RESPONSE.facts))
_ITEMS = _STORED.index("items")

# A response and when it arrived.
Arrival = tuple[NewResponse, datetime]


def record_response(db: Database, response: NewResponse, now: datetime) -> bool:
    """Store a response once: True when it is new, False when the same response is stored already.

    When this returns, the response is on disk.

    Raises:
        Conflict: another response has this id; nothing was changed.
        TicketUsed: its ticket was used for another response; nothing was changed.
        sqlite3.IntegrityError: the schema refuses a value.
    """
    return group_commit(db, insert_responses, (response, now), unit_id=response.unit_id)


def insert_response(db: Database, response: NewResponse, now: datetime) -> bool:
    """As `record_response`, in the caller's transaction."""
    return insert_responses(db, [(response, now)])[0]


def insert_responses(db: Database, arrivals: Sequence[Arrival]) -> list[bool]:
    """As `insert_response` for any number at once; an error of one is raised for all."""
    if not arrivals:
        return []
    layouts = {name: layout.layout_of(name) for name in {response.instrument for response, _ in arrivals}}
    arrived = {key: to_text(now) for key, now in {id(now): now for _, now in arrivals}.items()}
    values = [
        [*_stored_values(response, layouts[response.instrument]), arrived[id(now)]]
        for response, now in arrivals
    ]
    stored = insert_rows(db, _RESPONSES, values, "on conflict (response_id) do nothing returning response_id")
    fresh = {row["response_id"] for row in stored.fetchall()}
    are_new, links = [], defaultdict[str, list[journal.Link]](list)
    personal, extras = _PersonalParts(), list[list[str]]()
    for (response, now), row in zip(arrivals, values, strict=True):
        are_new.append(response.response_id in fresh)
        if not are_new[-1]:
            continue
        fresh.remove(response.response_id)  # a repetition in the same batch is not new
        hashes = personal.add(response)
        if response.ticket:
            tickets.use_ticket(db, response.ticket)
        if response.clock_doubt:
            clocks.record_doubt(db, response.response_id, response.clock_doubt, now)
        facts = RESPONSE.list_facts(_FACTS(row), row[_ITEMS])
        links[response.unit_id].append(journal.Link("response", response.response_id, facts, now, *hashes))
        if response.extras:
            given = [response.response_id, extra_answers.as_text(response.extras)]
            extras.append([*given, response.unit_id])
            links[response.unit_id].append(journal.Link("extra", response.response_id, given, now))
    personal.insert(db)
    if extras:
        insert_rows(db, "extra_answers (response_id, answers, unit_id)", extras)
    for (response, _), is_new in zip(arrivals, are_new, strict=True):
        if not is_new and not _is_stored(db, response):
            raise Conflict(f"response {response.response_id} is stored with other content")
    for unit_id in sorted(links):
        journal.extend_by(db, unit_id, links[unit_id])
    # After the journal, which locks the unit's head: so no two writers deadlock on each other's tallies.
    if links:
        recorded = [link.subject_id for unit in links.values() for link in unit if link.kind == RESPONSE.name]
        changed = tallies.TABLES if extras else tallies.WITHOUT_EXTRAS
        instruments = {response.instrument for response, _ in arrivals}
        tallies.count_responses(db, recorded, instruments, tables=changed)
    _set_apart(db, [arrival for arrival, is_new in zip(arrivals, are_new, strict=True) if is_new])
    return are_new


def _set_apart(db: Database, new: Sequence[Arrival]) -> None:
    """Exclude those of new responses that are too many at their collector, as an act of the program."""
    limited = [(response, now) for response, now in new if response.is_rate_limited]
    excess = find_excess(db, [(one.collector_id, one.response_id, now) for one, now in limited])
    if not excess:
        return
    now = limited[-1][1]
    units = {one.collector_id: one.unit_id for one, _ in limited}
    for collector_id, response_id in sorted(excess):
        add_program_account(db, units[collector_id], now)
        _exclude(db, units[collector_id], response_id, [TOO_MANY, to_text(now), PROGRAM], now)


class _PersonalParts:
    """Profiles and suggestions to be inserted, each with its own salt."""

    def __init__(self) -> None:
        self._profiles: list[list[str | None]] = []
        self._comments: list[list[str | None]] = []

    def add(self, response: NewResponse) -> tuple[str | None, str | None]:
        """Add those of a response; returns the journal's commitments to both."""
        profile_hash = comment_hash = None
        if response.profile:
            salt = journal.new_salt()
            given = dict(zip(PROFILE, map(response.profile.get, PROFILE), strict=True))
            self._profiles.append([response.response_id, salt, *given.values()])
            profile_hash = journal.commit_profile(salt, given)
        if response.comment:
            salt, text, day = journal.new_salt(), response.comment, response.local_day.isoformat()
            self._comments.append([response.response_id, salt, text, response.unit_id, day])
            comment_hash = journal.commit_comment(salt, text)
        return profile_hash, comment_hash

    def insert(self, db: Database) -> None:
        """Insert all that were added."""
        if self._profiles:
            insert_rows(db, _PROFILES, self._profiles)
        if self._comments:
            insert_rows(db, _COMMENTS, self._comments)


def _stored_values(response: NewResponse, place: layout.Layout) -> list[str | int | None]:
    return [
        response.response_id,
        response.unit_id,
        response.service_id,
        response.collector_id,
        response.instrument,
        to_text(response.answered_at),
        response.local_day.isoformat(),
        *place.columns(response.answers),
        place.items(response.answers),
    ]


def _content(response: NewResponse) -> tuple[str | int | None, ...]:
    stored = _stored_values(response, layout.layout_of(response.instrument))
    return (
        *(value for name, value in zip(_STORED, stored, strict=True) if name in _GIVEN),
        *(response.profile.get(name) for name in PROFILE),
        response.comment or None,
    )


def _is_stored(db: Database, response: NewResponse) -> bool:
    """Whether the stored response with this id has the same content; a redacted text counts as the same."""
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
    if (*stored, response.comment or None if redacted_at else text) != _content(response):
        return False
    given = extra_answers.as_text(response.extras) if response.extras else None
    return given == extra_answers.get_text(db, response.response_id)


def get_answered_at(db: Database, response_id: str) -> datetime:
    """When a stored response was answered. Raises NotFound."""
    row = db.execute("select answered_at from responses where response_id = ?", [response_id]).fetchone()
    if row is None:
        raise NotFound(f"response {response_id}")
    return from_text(row["answered_at"])


def exclude_responses(
    db: Database,
    *,
    unit_id: str,
    response_ids: Iterable[str],
    reason: str,
    person_id: str,
    now: datetime,
) -> None:
    """Leave responses out of every figure, all or none; they stay stored, and reports print the reason.

    Joins the caller's transaction if there is one.

    Raises:
        NotFound: the unit has no such response.
        Conflict: one is excluded already.
    """
    with ensure_transaction(db):
        for response_id in response_ids:
            _exclude(db, unit_id, response_id, [reason, to_text(now), person_id], now)


def _exclude(db: Database, unit_id: str, response_id: str, why: Sequence[str], now: datetime) -> None:
    row = db.execute(
        "select voided_at from responses where unit_id = ? and response_id = ?", [unit_id, response_id]
    ).fetchone()
    if row is None:
        raise NotFound(f"response {response_id}")
    if row["voided_at"] is not None:
        raise Conflict(f"response {response_id} is excluded already")
    exclusions.mark_excluded(db, unit_id, response_id, to_text(now), why[0])
    update_state(db, response_id)
    facts = [new_key(), response_id, *why]
    db.execute(
        """insert into exclusions (exclusion_id, response_id, reason, excluded_at, excluded_by)
           values (?, ?, ?, ?, ?)""",
        facts,
    )
    journal.extend(db, unit_id=unit_id, kind="exclude", subject_id=facts[0], facts=facts, now=now)
    tallies.uncount_response(db, response_id)
    tallies.count_exclusion(db, response_id, why[0])


class TakenBack(Conflict):
    """The response is of a withdrawn sheet or an undone import: it may be there again, and count twice."""


def restore_responses(
    db: Database,
    *,
    unit_id: str,
    response_ids: Iterable[str],
    person_id: str,
    now: datetime,
    of_import: bool = False,
) -> None:
    """Count excluded responses again, all or none; the exclusions stay on record.

    Joins the caller's transaction if there is one. `of_import`: their whole import is restored.

    Raises:
        NotFound: the unit has no such excluded response.
        TakenBack: one was taken back with its sheet or import.
    """
    with ensure_transaction(db):
        for response_id in response_ids:
            if _is_taken_back(db, response_id, of_import=of_import):
                raise TakenBack(f"response {response_id}")
            _restore(db, unit_id, response_id, person_id, now)


def _is_taken_back(db: Database, response_id: str, *, of_import: bool) -> bool:
    sheet = "select 1 as found from paper_sheets where response_id = :id and withdrawn_at is not null"
    undone = """select 1 from responses r join imports i on i.collector_id = r.collector_id
                where r.response_id = :id and i.undone_at is not null"""
    query = sheet if of_import else f"{sheet} union {undone}"
    return db.execute(query, {"id": response_id}).fetchone() is not None


def _restore(db: Database, unit_id: str, response_id: str, person_id: str, now: datetime) -> None:
    if not exclusions.mark_counted(db, unit_id, response_id):
        raise NotFound(f"excluded response {response_id}")
    update_state(db, response_id)
    row = db.execute(
        """update exclusions set restored_at = ?, restored_by = ?
           where response_id = ? and restored_at is null returning exclusion_id, reason""",
        [to_text(now), person_id, response_id],
    ).fetchone()
    facts = [row["exclusion_id"], to_text(now), person_id]
    journal.extend(db, unit_id=unit_id, kind="restore", subject_id=facts[0], facts=facts, now=now)
    tallies.count_response(db, response_id)
    tallies.count_exclusion(db, response_id, row["reason"], -1)


def decide_set_apart(
    db: Database,
    *,
    unit_id: str,
    response_ids: Iterable[str],
    reason: str | None,
    person_id: str,
    now: datetime,
) -> None:
    """Count responses that were set apart, or with a `reason` exclude them as an act of this person.

    Joins the caller's transaction if there is one.

    Raises:
        NotFound: the unit has no such response that is set apart, or a person has decided about one.
    """
    with ensure_transaction(db):
        for response_id in response_ids:
            if not is_set_apart(db, response_id):
                raise NotFound(f"response {response_id} set apart")
            _restore(db, unit_id, response_id, person_id, now)
            if reason:
                _exclude(db, unit_id, response_id, [reason, to_text(now), person_id], now)
