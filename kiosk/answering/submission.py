"""What was sent, whichever way it came in, parsed into a `Submission`; `validation` checks it.

Fields are named as in the JSON contract (`answers.biaya`, `profile.sex`); the page's form uses the last part
of that name.
"""

from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from enum import Enum
from typing import Any

from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.profile import TITLES as PROFILE

_EARLIEST = datetime(1901, 1, 1, tzinfo=UTC)
_LATEST = datetime(2999, 1, 1, tzinfo=UTC)
_TOP = frozenset(
    {
        "id",
        "collector",
        "instrument",
        "answered_at",
        "service",
        "answers",
        "profile",
        "comment",
        "ticket",
        "clock",
        "extras",
    }
)
_IN_FORM = frozenset({"id", "instrument", "service", "comment", "tiket", *PROFILE})
EXTRA = "extra_"  # begins the name of a form's field for a question outside the index
_DIGITS = {str(value): value for value in range(10)}


class Invalid(ValueError):
    """What was sent cannot be read or stored; `errors` has one message per field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors.items()))
        self.errors = errors


class TimedBy(Enum):
    """Where a submission's `answered_at` comes from."""

    DEVICE = "the clock of the tablet or phone, which may be wrong"
    SERVER = "our own clock: a form is answered at the moment it arrives"
    STAFF = "the day that staff typed for a pile of paper sheets"


@dataclass(frozen=True)
class Submission:
    """One answered questionnaire, unchecked; None for what is missing.

    `instrument` is the id of the questionnaire, `answers` are by item, `extras` (codes or texts) by question
    outside the index. `service` is a service's code, `clock` what the device's clock showed when it sent
    this, `unknown` names fields that the contract does not have.
    """

    response_id: Any
    answered_at: datetime | None
    timed_by: TimedBy
    service: Any
    answers: Mapping[str, Any]
    profile: Mapping[str, Any]
    comment: Any
    unknown: Sequence[str] = ()
    instrument: Any = None
    extras: Mapping[str, Any] = field(default_factory=dict)
    ticket: Any = None
    clock: datetime | None = None


def read_form(form: Mapping[str, str], items: Collection[str], now: datetime) -> Submission:
    """The page's form with its questionnaire's items, answered at `now`; an empty field counts as missing."""
    filled = {name: value for name, value in form.items() if value}
    return Submission(
        response_id=filled.get("id"),
        answered_at=now,
        timed_by=TimedBy.SERVER,
        service=filled.get("service"),
        answers={key: _DIGITS.get(filled[key], filled[key]) for key in items if key in filled},
        profile={field: filled[field] for field in PROFILE if field in filled},
        comment=filled.get("comment"),
        unknown=[
            name for name in form if name not in _IN_FORM and name not in items and not name.startswith(EXTRA)
        ],
        ticket=filled.get("tiket"),
        instrument=filled.get("instrument"),
        extras={name.removeprefix(EXTRA): value for name, value in filled.items() if name.startswith(EXTRA)},
    )


def read_collector_code(body: Mapping[str, Any], language: Language) -> str:
    """The code of the collector that a body of `POST /api/responses` is for. Raises Invalid."""
    code = body.get("collector")
    if not isinstance(code, str):
        raise Invalid({"collector": language("errors.collector_invalid")})
    return code


def read_json(body: Mapping[str, Any], language: Language) -> Submission:
    """The body of `POST /api/responses`. Raises Invalid when a part of it is not an object."""
    answers = body.get("answers")
    profile = body.get("profile")
    extras = body.get("extras")
    parts = {
        name: {} if part is None else part
        for name, part in {"answers": answers, "profile": profile, "extras": extras}.items()
    }
    wrong = [name for name, part in parts.items() if not isinstance(part, dict)]
    if wrong:
        raise Invalid({name: language("errors.object_expected") for name in wrong})
    return Submission(
        response_id=body.get("id"),
        answered_at=_moment(body.get("answered_at")),
        timed_by=TimedBy.DEVICE,
        service=body.get("service"),
        answers=parts["answers"],
        profile=parts["profile"],
        comment=body.get("comment"),
        unknown=[name for name in body if name not in _TOP],
        ticket=body.get("ticket"),
        clock=_moment(body.get("clock")),
        instrument=body.get("instrument"),
        extras=parts["extras"],
    )


def _moment(text: Any) -> datetime | None:
    """The moment that ISO 8601 `text` names; None when it is no such text or has no time zone.

    Years that time zones or spreadsheets cannot represent are clamped to the nearest that they can: the
    time of such a clock is not used anyway.
    """
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return min(max(moment, _EARLIEST), _LATEST).astimezone(UTC) if moment.tzinfo else None
