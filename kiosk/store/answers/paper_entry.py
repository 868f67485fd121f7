"""Paper questionnaires: batches of numbered sheets, and a second keying to compare them with.

A sheet is a response of the unit's `kertas` collector with its number in a pile of paper. A wrongly keyed
sheet is withdrawn, never edited: its response is excluded with a reason, and its number is free again.
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from itertools import count

from sqlite_utils import Database

from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.store.answers import extra_answers
from kiosk.store.answers.layout import UNSUR
from kiosk.store.answers.layout import find_layout
from kiosk.store.answers.responses import PROFILE
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.responses import exclude_responses
from kiosk.store.answers.responses import insert_response
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import to_text
from kiosk.store.offices import collectors

WITHDRAWN = "Salah ketik"
_BLANK = "0"
_BETWEEN = "|"


@dataclass(frozen=True)
class PaperBatch:
    """A pile of sheets answered on one day; `service_id` when all are about one service.

    `instrument` is the questionnaire that is printed on them.
    """

    paper_batch_id: str
    unit_id: str
    collector_id: str
    number: int
    answered_day: date
    service_id: str | None
    instrument: str
    opened_by: str
    sheets: int
    checks: int


@dataclass(frozen=True)
class PaperSheet:
    """A keyed sheet: its number in the pile, the person who keyed it, and what it says.

    `answers` are by item, `extras` codes by question outside the index, `content` is all but what was
    written as one line, to compare with a second keying.
    """

    number: int
    response_id: str
    entered_by: str
    answers: Mapping[str, int | None]
    profile: Mapping[str, str]
    service_id: str | None
    comment: str | None
    extras: Mapping[str, str]
    content: str


@dataclass(frozen=True)
class SecondKeying:
    """A sheet keyed a second time."""

    number: int
    entered_by: str
    answers: Mapping[str, int | None]
    profile: Mapping[str, str]
    service_id: str | None
    extras: Mapping[str, str]


def as_content(
    instrument: str,
    answers: Mapping[str, int | None],
    profile: Mapping[str, str],
    service_id: str | None,
    extras: Mapping[str, str],
) -> str:
    """A sheet as one line: a digit per item (0 is blank), the codes of its profile list, the service.

    Codes for questions outside the index follow where there are any.
    """
    asked = load_questionnaire(instrument)
    digits = "".join(str(answers.get(item) or _BLANK) for item in asked.rules.items)
    parts = [digits, *(profile.get(name, "") for name in asked.profile), service_id or ""]
    return _BETWEEN.join([*parts, *([extra_answers.as_text(extras)] if extras else [])])


def _from_content(instrument: str, number: int, entered_by: str, content: str) -> SecondKeying:
    asked = load_questionnaire(instrument)
    digits, *codes = content.split(_BETWEEN)
    answers = {item: int(digit) or None for item, digit in zip(asked.rules.items, digits, strict=True)}
    profile = {name: code for name, code in zip(asked.profile, codes, strict=False) if code}
    service_id, *extras = codes[len(asked.profile) :]
    given = extra_answers.from_text(extras[0] if extras else None)
    return SecondKeying(number, entered_by, answers, profile, service_id or None, given)


def open_batch(
    db: Database,
    *,
    unit_id: str,
    answered_day: date,
    service_id: str | None,
    instrument: str,
    person_id: str,
    now: datetime,
) -> PaperBatch:
    """Open a batch under the unit's next number; the first one creates the unit's paper collector."""
    with transaction(db):
        collector_id = _collector(db, unit_id, now)
        batch_id = new_key()
        db.execute(
            """insert into paper_batches
                   (paper_batch_id, unit_id, collector_id, number, answered_day, service_id, instrument,
                    opened_by, opened_at)
               select :batch_id, :unit_id, :collector_id, coalesce(max(number), 0) + 1, :day, :service_id,
                   :instrument, :person_id, :now
               from paper_batches where unit_id = :unit_id""",
            {
                "batch_id": batch_id,
                "unit_id": unit_id,
                "collector_id": collector_id,
                "day": answered_day.isoformat(),
                "service_id": service_id,
                "instrument": instrument,
                "person_id": person_id,
                "now": to_text(now),
            },
        )
    return get_batch(db, unit_id, batch_id)


def _collector(db: Database, unit_id: str, now: datetime) -> str:
    for collector in collectors.list_collectors(db, unit_id):
        if collector.channel == "kertas" and collector.revoked_at is None:
            return collector.collector_id
    made = collectors.create_collector(db, unit_id=unit_id, name="Lembar kertas", channel="kertas", now=now)
    return made.collector_id


_BATCHES = """
    select b.paper_batch_id, b.unit_id, b.collector_id, b.number, b.answered_day, b.service_id, b.instrument,
           b.opened_by,
           (select count(*) from paper_sheets s
            where s.paper_batch_id = b.paper_batch_id and s.withdrawn_at is null) as sheets,
           (select count(*) from paper_checks c where c.paper_batch_id = b.paper_batch_id) as checks
    from paper_batches b"""


def get_batch(db: Database, unit_id: str, batch_id: str) -> PaperBatch:
    """The unit's batch with this id. Raises NotFound."""
    rows = db.execute(f"{_BATCHES} where b.unit_id = ? and b.paper_batch_id = ?", [unit_id, batch_id])
    for row in rows:
        return PaperBatch(**{**dict(row), "answered_day": date.fromisoformat(row["answered_day"])})
    raise NotFound(f"batch {batch_id}")


def list_batches(db: Database, unit_id: str, limit: int = 100) -> list[PaperBatch]:
    """The unit's latest batches, the newest first."""
    rows = db.execute(f"{_BATCHES} where b.unit_id = ? order by b.number desc limit ?", [unit_id, limit])
    return [
        PaperBatch(**{**dict(row), "answered_day": date.fromisoformat(row["answered_day"])}) for row in rows
    ]


def record_sheet(
    db: Database, batch: PaperBatch, number: int, response: NewResponse, person_id: str, now: datetime
) -> bool:
    """Store a sheet once: False when the same one is stored already.

    Raises:
        Conflict: the batch has another sheet of this number, or the response's id has other content.
    """
    with transaction(db):
        return _record_sheet(db, batch, number, response, person_id, now)


def _record_sheet(
    db: Database, batch: PaperBatch, number: int, response: NewResponse, person_id: str, now: datetime
) -> bool:
    if not insert_response(db, response, now):
        return False
    done = db.execute(
        """insert into paper_sheets (response_id, paper_batch_id, number, entered_by) values (?, ?, ?, ?)
           on conflict do nothing""",
        [response.response_id, batch.paper_batch_id, number, person_id],
    )
    if not done.rowcount:
        raise Conflict(f"batch {batch.number} has a sheet {number} already")
    return True


class NotAllowed(Exception):
    """The sheet is another person's, or of an earlier day; nothing was changed."""


# Whether a sheet may be withdrawn: given the person who keyed it, and when (stored text).
Allows = Callable[[str, str], bool]


def withdraw_sheet(
    db: Database, batch: PaperBatch, number: int, person_id: str, now: datetime, allows: Allows | None = None
) -> None:
    """Take a wrongly keyed sheet out of every figure; its number is free again.

    Raises:
        NotFound: the batch has no such sheet.
        NotAllowed: `allows` says so.
    """
    with transaction(db):
        _withdraw_sheet(db, batch, number, person_id, now, allows)


def _withdraw_sheet(
    db: Database, batch: PaperBatch, number: int, person_id: str, now: datetime, allows: Allows | None
) -> None:
    row = db.execute(
        """select s.response_id, s.entered_by, r.received_at
           from paper_sheets s join responses r on r.response_id = s.response_id
           where s.paper_batch_id = ? and s.number = ? and s.withdrawn_at is null""",
        [batch.paper_batch_id, number],
    ).fetchone()
    if row is None:
        raise NotFound(f"sheet {number}")
    if allows and not allows(row["entered_by"], row["received_at"]):
        raise NotAllowed(f"sheet {number}")
    db.execute(
        "update paper_sheets set withdrawn_at = ? where response_id = ?", [to_text(now), row["response_id"]]
    )
    exclude_responses(
        db,
        unit_id=batch.unit_id,
        response_ids=[row["response_id"]],
        reason=WITHDRAWN,
        person_id=person_id,
        now=now,
    )


def replace_sheet(
    db: Database,
    batch: PaperBatch,
    sheet: PaperSheet,
    response: NewResponse,
    person_id: str,
    now: datetime,
    allows: Allows | None = None,
) -> None:
    """Withdraw a sheet and store its corrected content, both or neither.

    Raises NotFound (also where `sheet` was withdrawn or replaced meanwhile), Conflict or NotAllowed.
    """
    with transaction(db):
        if sheet.response_id not in {one.response_id for one in list_sheets(db, batch)}:
            raise NotFound(f"sheet {sheet.number}")
        _withdraw_sheet(db, batch, sheet.number, person_id, now, allows)
        _record_sheet(db, batch, sheet.number, response, person_id, now)


def next_number(db: Database, batch: PaperBatch, after: int) -> int:
    """The first free number above `after`: two people may key one pile at the same time."""
    rows = db.execute(
        "select number from paper_sheets where paper_batch_id = ? and number > ? and withdrawn_at is null",
        [batch.paper_batch_id, after],
    )
    taken = {row["number"] for row in rows}
    return next(number for number in count(after + 1) if number not in taken)


def list_sheets(db: Database, batch: PaperBatch) -> list[PaperSheet]:
    """The batch's sheets by number, without withdrawn ones."""
    rows = db.execute(
        f"""select s.number, s.response_id, s.entered_by, r.service_id, r.items, c.text, e.answers,
                   {", ".join(f"r.{key}" for key in UNSUR)}, {", ".join(f"p.{name}" for name in PROFILE)}
            from paper_sheets s
            join responses r on r.response_id = s.response_id
            left join profiles p on p.response_id = s.response_id
            left join comments c on c.response_id = s.response_id
            left join extra_answers e on e.response_id = s.response_id
            where s.paper_batch_id = ? and s.withdrawn_at is null order by s.number""",
        [batch.paper_batch_id],
    )
    layout, sheets = find_layout(db, batch.instrument), []
    for row in rows:
        answers = layout.answers(row)
        profile = {name: row[name] for name in PROFILE if row[name]}
        extras = extra_answers.from_text(row["answers"])
        sheets.append(
            PaperSheet(
                row["number"],
                row["response_id"],
                row["entered_by"],
                answers,
                profile,
                row["service_id"],
                row["text"],
                extras,
                as_content(batch.instrument, answers, profile, row["service_id"], extras),
            )
        )
    return sheets


class OtherCheck(Conflict):
    """A sheet has a second keying already, with other content, by the person `entered_by`."""

    def __init__(self, number: int, entered_by: str) -> None:
        super().__init__(f"sheet {number} has another second keying")
        self.entered_by = entered_by


def record_second_keying(
    db: Database,
    batch: PaperBatch,
    number: int,
    content: str,
    person_id: str,
    now: datetime,
    *,
    replaces: bool = False,
) -> None:
    """Store a second keying of a sheet; with `replaces` in place of an earlier one, whatever it says.

    Raises:
        OtherCheck: there is one with other content, and `replaces` is not set.
    """
    key = [batch.paper_batch_id, number]
    with transaction(db):
        other = db.execute(
            "select entered_by from paper_checks where paper_batch_id = ? and number = ? and content <> ?",
            [*key, content],
        ).fetchone()
        if other and not replaces:
            raise OtherCheck(number, other["entered_by"])
        db.execute(
            """insert into paper_checks (paper_batch_id, number, content, entered_by, entered_at)
               values (?, ?, ?, ?, ?)
               on conflict (paper_batch_id, number) do update set content = excluded.content,
                   entered_by = excluded.entered_by, entered_at = excluded.entered_at""",
            [*key, content, person_id, to_text(now)],
        )


def list_second_keyings(db: Database, batch: PaperBatch) -> list[SecondKeying]:
    """The batch's second keyings by number."""
    rows = db.execute(
        "select number, entered_by, content from paper_checks where paper_batch_id = ? order by number",
        [batch.paper_batch_id],
    )
    return [_from_content(batch.instrument, row["number"], row["entered_by"], row["content"]) for row in rows]
