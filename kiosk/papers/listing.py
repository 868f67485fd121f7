"""Responses as a table lists them: one line each, in words."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from kiosk.figures.summary import CHANNELS
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.rows import Row
from kiosk.store.engine.times import local


@dataclass(frozen=True)
class Line:
    """A response with the names of its service, channel and profile; "" where nothing was answered."""

    response_id: str
    answered_at: datetime
    day: date
    service: str
    channel: str
    answers: Mapping[str, int | None]
    profile: Mapping[str, str]
    comment: str


def lines(rows: Iterable[Row], services: Mapping[str, str], timezone: str) -> Iterator[Line]:
    """`rows` in words; `services` are names by id, times become those of `timezone`."""
    for row in rows:
        yield Line(
            response_id=row.response_id,
            answered_at=local(row.answered_at, timezone),
            day=row.day,
            service=services.get(row.service_id or "", ""),
            channel=CHANNELS[row.channel],
            answers=row.answers,
            profile={field: FIELDS[field][code]["id"] if code else "" for field, code in row.profile.items()},
            comment=row.comment or "",
        )
