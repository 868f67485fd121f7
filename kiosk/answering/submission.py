"""What a visitor sends, from the page or as JSON, checked into one `NewResponse`.

Both doors first become a `Submission`, which still holds whatever was sent; `check` is the
only place that decides what is right. Fields are named as in the JSON contract
(`answers.biaya`, `profile.sex`); the page's form uses the last part of that name.
"""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.base.text import visible
from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.clocks import DEVICE_CLOCK
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.times import from_text
from kiosk.store.offices.survey_place import Place
from scoring import DEFAULT

MAX_COMMENT = 2000

_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
_EARLIEST = datetime(1901, 1, 1, tzinfo=UTC)
_LATEST = datetime(2999, 1, 1, tzinfo=UTC)
_TOP = frozenset(
    {"id", "collector", "answered_at", "service", "answers", "profile", "comment", "ticket", "clock"}
)
_MAX_UNKNOWN = 20


class Invalid(ValueError):
    """A submission that cannot be stored; `errors` has one message per field, in the visitor's language."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors.items()))
        self.errors = errors


@dataclass(frozen=True)
class Submission:
    """What was sent, unchecked; None where nothing was."""

    response_id: Any
    answered_at: Any
    service: Any
    answers: Mapping[str, Any]
    profile: Mapping[str, Any]
    comment: Any
    unknown: Sequence[str] = ()
    ticket: Any = None
    clock: datetime | None = None


def read_form(form: Mapping[str, str], now: datetime) -> Submission:
    """The page's form as a submission answered at `now`; a field left empty counts as left out."""
    filled = {name: value for name, value in form.items() if value}
    known = {"id", "service", "comment", "tiket", *UNSUR, *FIELDS}
    return Submission(
        response_id=filled.get("id"),
        answered_at=now,
        service=filled.get("service"),
        answers={
            key: {"1": 1, "2": 2, "3": 3, "4": 4}.get(filled[key], filled[key])
            for key in UNSUR
            if key in filled
        },
        profile={field: filled[field] for field in FIELDS if field in filled},
        comment=filled.get("comment"),
        unknown=[name for name in form if name not in known],
        ticket=filled.get("tiket"),
    )


def read_json(body: Mapping[str, Any], language: Language) -> Submission:
    """The body of `POST /api/responses` as a submission.

    Raises:
        Invalid: `answers` or `profile` is not an object.
    """
    answers = body.get("answers")
    profile = body.get("profile")
    parts = {"answers": {} if answers is None else answers, "profile": {} if profile is None else profile}
    wrong = [name for name, part in parts.items() if not isinstance(part, dict)]
    if wrong:
        raise Invalid({name: language("errors.object_expected") for name in wrong})
    return Submission(
        response_id=body.get("id"),
        answered_at=_moment(body.get("answered_at")),
        service=body.get("service"),
        answers=parts["answers"],
        profile=parts["profile"],
        comment=body.get("comment"),
        unknown=[name for name in body if name not in _TOP],
        ticket=body.get("ticket"),
        clock=_moment(body.get("clock")),
    )


def _moment(text: Any) -> datetime | None:
    """The moment that ISO 8601 `text` names, None when it has no time zone or is none.

    One that no zone or sheet can show is moved to where they can: such a clock is not believed anyway.
    """
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return min(max(moment, _EARLIEST), _LATEST).astimezone(UTC) if moment.tzinfo else None


def check(
    submission: Submission, place: Place, now: datetime, language: Language, clock_doubt: str | None = None
) -> NewResponse:
    """The response to store.

    With the `clock_doubt` "device_clock" the answers count on the day of `now`.

    Raises:
        Invalid: with a message for every field that is wrong.
    """
    is_clock_wrong = clock_doubt == DEVICE_CLOCK
    checking = _Checking(place, now, language, is_clock_wrong)
    answers = checking.answers(submission.answers)
    profile = checking.profile(submission.profile)
    response_id = checking.response_id(submission.response_id)
    answered_at = checking.answered_at(submission.answered_at)
    service_id = checking.service_id(submission.service, answered_at)
    comment = checking.comment(submission.comment)
    checking.unknown("", submission.unknown, "errors.field_unknown")
    if checking.errors:
        raise Invalid(checking.errors)
    return NewResponse(
        response_id=response_id,
        unit_id=place.unit.unit_id,
        collector_id=place.collector.collector_id,
        service_id=service_id,
        instrument=DEFAULT,
        answered_at=answered_at,
        local_day=(now if is_clock_wrong else answered_at).astimezone(ZoneInfo(place.unit.timezone)).date(),
        answers=answers,
        profile=profile,
        comment=comment,
        clock_doubt=clock_doubt,
    )


class _Checking:
    """One pass over a submission: each method gives the clean value, or notes what is wrong in `errors`."""

    def __init__(self, place: Place, now: datetime, language: Language, is_clock_wrong: bool) -> None:
        self.errors: dict[str, str] = {}
        self._place = place
        self._now = now
        self._is_clock_wrong = is_clock_wrong
        self._language = language

    def _wrong(self, field: str, key: str, **values: object) -> None:
        self.errors[field] = self._language(key, **values)

    def unknown(self, prefix: str, names: Sequence[str], key: str) -> None:
        for name in names[:_MAX_UNKNOWN]:
            self._wrong(prefix + name[:64], key)

    def response_id(self, value: Any) -> str:
        if isinstance(value, str) and _ID.fullmatch(value):
            return value.replace("-", "").lower()
        self._wrong("id", "errors.id_invalid")
        return ""

    def answered_at(self, value: datetime | None) -> datetime:
        if value is None:
            self._wrong("answered_at", "errors.time_invalid")
            return self._now
        return value

    def service_id(self, value: Any, answered_at: datetime) -> str | None:
        """The collector's own service, or the one named. One retired since the answer is still right."""
        own = self._place.collector.service_id
        if value is None or value == "":
            return own
        for service in self._place.services:
            retired = service.retired_at is not None and from_text(service.retired_at) <= answered_at
            # A wrong clock cannot say which came first.
            is_right = self._is_clock_wrong or not retired
            if service.code == value and is_right and own in (None, service.service_id):
                return service.service_id
        self._wrong("service", "errors.service_unknown")
        return None

    def answers(self, values: Mapping[str, Any]) -> dict[str, int | None]:
        """Every unsur's: whoever answers in person is asked each; only a paper sheet may have blanks."""
        found: dict[str, int | None] = {}
        for key in UNSUR:
            value = values.get(key)
            # `type`, not isinstance: True is no answer.
            if type(value) is int and 1 <= value <= 4:
                found[key] = value
            elif value is not None:
                self._wrong(f"answers.{key}", "errors.answer_invalid")
            else:
                self._wrong(f"answers.{key}", "errors.answer_missing")
        self.unknown("answers.", [key for key in values if key not in UNSUR], "errors.unsur_unknown")
        return found

    def profile(self, values: Mapping[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        for field, choices in FIELDS.items():
            value = values.get(field)
            if isinstance(value, str) and value in choices:
                found[field] = value
            elif value not in (None, ""):
                self._wrong(f"profile.{field}", "errors.choice_unknown")
        self.unknown("profile.", [key for key in values if key not in FIELDS], "errors.field_unknown")
        return found

    def comment(self, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self._wrong("comment", "errors.comment_invalid")
            return None
        text = visible(_LINE_END.sub("\n", value)).strip()
        if len(text) > MAX_COMMENT:
            self._wrong("comment", "errors.comment_long", limit=MAX_COMMENT, length=len(text))
        return text or None
