"""Accepting an answer: JSON, the page's form and sheets keyed from paper all go through `accept`."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.answering import eligibility
from kiosk.answering.submission import Submission
from kiosk.answering.submission import TimedBy
from kiosk.answering.submission import read_collector_code
from kiosk.answering.submission import read_json
from kiosk.answering.validation import validate
from kiosk.questionnaire.languages import Language
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.responses import get_answered_at
from kiosk.store.answers.responses import record_response
from kiosk.store.answers.tickets import TicketUsed
from kiosk.store.engine.errors import Conflict
from kiosk.store.offices.survey import Survey

# Stores a valid response durably; False when the very same one is stored already.
Record = Callable[[Database, NewResponse, datetime], bool]


@dataclass(frozen=True)
class Accepted:
    """A stored response; `is_new` is False when the very same one was stored before."""

    response_id: str
    is_new: bool

    @property
    def status(self) -> int:
        """The HTTP status of the receipt."""
        return 201 if self.is_new else 200

    @property
    def receipt(self) -> dict[str, str]:
        """The JSON receipt for the sender."""
        return {"id": self.response_id, "status": "stored" if self.is_new else "unchanged"}


def accept(
    db: Database,
    survey: Survey,
    submission: Submission,
    language: Language,
    now: datetime,
    record: Record = record_response,
    *,
    is_paired: bool = False,
) -> Accepted:
    """Check a submission to `survey` and record it, once; when this returns it is on disk.

    `is_paired`: it comes from a tablet that is paired with the survey's collector.

    Raises:
        Invalid: some fields are wrong; it has a message in `language` for each.
        Gone, ServiceUnavailable, NoTicket: see `eligibility.check`.
        TicketUsed: another response was given with the same ticket.
        Conflict: another response has the same id; nothing was stored.
    """
    eligible = eligibility.check(survey, submission, now, is_paired=is_paired)

    def store(submission: Submission) -> Accepted:
        response = validate(submission, survey, now, language, eligible)
        return Accepted(response.response_id, record(db, response, now))

    try:
        return store(submission)
    except TicketUsed:
        raise
    except Conflict:
        if submission.timed_by is not TimedBy.SERVER:
            raise
        # A second tap sends the same form a moment later: the answer keeps the time of the first.
        response = validate(submission, survey, now, language, eligible)
        return store(replace(submission, answered_at=get_answered_at(db, response.response_id)))


def accept_json(
    db: Database, body: Mapping[str, Any], language: Language, now: datetime, authorization: str = ""
) -> Accepted:
    """`accept` the body of `POST /api/responses`; raises NotFound too, for an unknown collector.

    `authorization` is the header of that name, by which paired tablets identify themselves.
    """
    survey = eligibility.find_survey(db, read_collector_code(body, language))
    is_paired = eligibility.is_paired_with(db, survey, authorization)
    return accept(db, survey, read_json(body, language), language, now, is_paired=is_paired)
