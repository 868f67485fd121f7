"""Exporting and erasing the personal parts of responses, when a person asks for it."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.answers.retention import BATCH
from kiosk.store.answers.retention import PARTS
from kiosk.store.answers.retention import delete_part
from kiosk.store.engine.connection import transaction
from kiosk.store.journal import journal


@dataclass(frozen=True)
class PersonalParts:
    """The personal parts of one response; None where a part is missing."""

    response_id: str
    local_day: str
    sex: str | None
    age_band: str | None
    education: str | None
    occupation: str | None
    disability: str | None
    suggestion: str | None


def list_personal(db: Database, unit_id: str, start: date, end: date, words: str = "") -> list[PersonalParts]:
    """Those of the unit's responses of these days; with `words`, where the suggestion contains them."""
    rows = db.execute(
        """select r.response_id, r.local_day, p.sex, p.age_band, p.education, p.occupation, p.disability,
                  c.text as suggestion
           from responses r
           left join profiles p on p.response_id = r.response_id
           left join comments c on c.response_id = r.response_id
           where r.unit_id = ? and r.local_day between ? and ?
             and (p.response_id is not null or c.response_id is not null)
           order by r.local_day, r.response_id""",
        [unit_id, start.isoformat(), end.isoformat()],
    )
    wanted = words.casefold()
    return [
        one
        for one in (PersonalParts(**dict(row)) for row in rows)
        if wanted in (one.suggestion or "").casefold()
    ]


def erase_personal(
    db: Database,
    unit_id: str,
    found: Sequence[PersonalParts],
    parts: Sequence[str],
    reason: str,
    now: datetime,
    *,
    log: Callable[[int], None],
) -> int:
    """Delete these `parts` (of `PARTS`) of these responses; returns how many responses had any.

    Each gets a journal link. `log` writes the number of responses to the log of acts in the transaction of
    each batch, so that an interrupted run is logged as far as it came. The answers stay.
    """
    erased = 0
    for begin in range(0, len(found), BATCH):
        done = 0
        with transaction(db):
            for one in found[begin : begin + BATCH]:
                done += any([_erase(db, unit_id, one.response_id, part, reason, now) for part in parts])
            log(done)
        erased += done
    return erased


def _erase(db: Database, unit_id: str, response_id: str, part: str, reason: str, now: datetime) -> bool:
    row = db.execute(
        f"""select r.voided_at from responses r join {PARTS[part]} x on x.response_id = r.response_id
            where r.unit_id = ? and r.response_id = ?""",
        [unit_id, response_id],
    ).fetchone()
    if row is None:
        return False
    facts = [response_id, reason]
    journal.extend(db, unit_id=unit_id, kind=f"erase-{part}", subject_id=response_id, facts=facts, now=now)
    delete_part(db, part, response_id, counts=row["voided_at"] is None)
    return True
