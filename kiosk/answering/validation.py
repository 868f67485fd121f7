"""The one place that decides whether an answer is valid, whichever way it came in."""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.answering.asked import find_answered
from kiosk.answering.eligibility import Eligible
from kiosk.answering.submission import Invalid
from kiosk.answering.submission import Submission
from kiosk.base.text import visible
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.extras import TEXT
from kiosk.questionnaire.languages import Language
from kiosk.store.answers.clocks import DEVICE_CLOCK
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.times import from_text
from kiosk.store.offices.survey import Survey

MAX_COMMENT = 2000

_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
_MAX_UNKNOWN = 20


def clean_comment(text: str) -> str:
    """A suggestion without invisible characters, each line ending in `\\n`."""
    return visible(_LINE_END.sub("\n", text)).strip()


def validate(
    submission: Submission, survey: Survey, now: datetime, language: Language, eligible: Eligible
) -> NewResponse:
    """The response to record, under the questionnaire that it was given to.

    With the clock doubt "device_clock" it counts on the day of `now`. Only sheets of paper may have blanks.

    Raises:
        Invalid: some fields are wrong; it has a message in `language` for each.
    """
    questionnaire = find_answered(survey, submission.instrument)
    if questionnaire is None:
        raise Invalid({"instrument": language("errors.questionnaire_unknown")})
    is_clock_wrong = eligible.clock_doubt == DEVICE_CLOCK
    check = _Check(survey, now, language, is_clock_wrong)
    answers = check.answers(questionnaire, submission.answers)
    profile = check.profile(questionnaire, submission.profile)
    response_id = check.response_id(submission.response_id)
    answered_at = check.answered_at(submission.answered_at)
    service_id = check.service_id(submission.service, answered_at)
    extras, texts = check.extras(submission.extras)
    comment = check.comment(submission.comment, texts)
    check.unknown("", submission.unknown, "errors.field_unknown")
    if check.errors:
        raise Invalid(check.errors)
    return NewResponse(
        response_id=response_id,
        unit_id=survey.unit.unit_id,
        collector_id=survey.collector.collector_id,
        service_id=service_id,
        instrument=questionnaire.id,
        answered_at=answered_at,
        local_day=(now if is_clock_wrong else answered_at).astimezone(ZoneInfo(survey.unit.timezone)).date(),
        answers=answers,
        profile=profile,
        comment=comment,
        extras=extras,
        ticket=eligible.ticket,
        clock_doubt=eligible.clock_doubt,
        is_rate_limited=eligible.is_rate_limited,
    )


class _Check:
    """One pass over a submission: each method returns the clean value, or adds a message to `errors`."""

    def __init__(self, survey: Survey, now: datetime, language: Language, is_clock_wrong: bool) -> None:
        self.errors: dict[str, str] = {}
        self._survey = survey
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
        """The collector's own service, or the one named; it may have been retired after the answer."""
        own = self._survey.collector.service_id
        if value is None or value == "":
            return own
        for service in self._survey.services:
            retired = service.retired_at is not None and from_text(service.retired_at) <= answered_at
            # A wrong clock cannot say which came first.
            is_offered = self._is_clock_wrong or not retired
            if service.code == value and is_offered and own in (None, service.service_id):
                return service.service_id
        self._wrong("service", "errors.service_unknown")
        return None

    def answers(self, questionnaire: Questionnaire, values: Mapping[str, Any]) -> dict[str, int | None]:
        """The answer to every item; None where a paper sheet is blank."""
        found: dict[str, int | None] = {}
        items, most = questionnaire.rules.items, questionnaire.rules.scale
        for key in items:
            value = values.get(key)
            # `type`, not isinstance: True is not an answer.
            if type(value) is int and 1 <= value <= most:
                found[key] = value
            elif value is not None:
                self._wrong(f"answers.{key}", "errors.answer_invalid", most=most)
            elif self._survey.allows_blanks:
                found[key] = None
            else:
                self._wrong(f"answers.{key}", "errors.answer_missing")
        if found and not any(found.values()):
            self._wrong(f"answers.{items[0]}", "errors.answers_empty")
        self.unknown("answers.", [key for key in values if key not in items], "errors.unsur_unknown")
        return found

    def profile(self, questionnaire: Questionnaire, values: Mapping[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        for field, choices in questionnaire.profile.items():
            value = values.get(field)
            if isinstance(value, str) and value in choices:
                found[field] = value
            elif value not in (None, ""):
                self._wrong(f"profile.{field}", "errors.choice_unknown")
        self.unknown(
            "profile.", [key for key in values if key not in questionnaire.profile], "errors.field_unknown"
        )
        return found

    def extras(self, values: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
        """What was chosen for the questions outside the index, and what was written, each with its question.

        A question that was retired is still accepted: a tablet without a network shows it.
        """
        known = {extra.extra_question_id: extra for extra in self._survey.extras}
        chosen: dict[str, str] = {}
        texts: list[str] = []
        for key, extra in known.items():
            value = values.get(key)
            if value in (None, ""):
                continue
            if not isinstance(value, str) or not extra.allows(value):
                self._wrong(f"extras.{key}", "errors.choice_unknown")
            elif extra.kind != TEXT:
                chosen[key] = value
            elif text := clean_comment(value):
                texts.append(f"{extra.question} {text}")
        self.unknown("extras.", [key for key in values if key not in known], "errors.field_unknown")
        return chosen, texts

    def comment(self, value: Any, texts: Sequence[str]) -> str | None:
        """The suggestion, and after it what was written to the office's own questions."""
        if value is not None and not isinstance(value, str):
            self._wrong("comment", "errors.comment_invalid")
            return None
        text = "\n".join(part for part in (clean_comment(value or ""), *texts) if part)
        if len(text) > MAX_COMMENT:
            self._wrong("comment", "errors.comment_long", limit=MAX_COMMENT, length=len(text))
        return text or None
