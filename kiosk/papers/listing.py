"""Single responses as tables list them, with names in place of codes."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from fractions import Fraction

from kiosk.figures.summary import CHANNELS
from kiosk.questionnaire.profile import ALL_FIELDS
from kiosk.store.answers.counted_responses import CountedResponse
from kiosk.store.engine.times import local


@dataclass(frozen=True)
class ListedResponse:
    """A response with the names of its service, channel and profile; "" for what was not answered.

    `answers` are by item of the questionnaire `instrument`, `unsur` its unsur with their values. `extras` are
    codes by question outside the index.
    """

    response_id: str
    answered_at: datetime
    day: date
    service: str
    channel: str
    instrument: str
    answers: Mapping[str, int | None]
    unsur: Mapping[str, int | Fraction | None]
    profile: Mapping[str, str]
    comment: str
    extras: Mapping[str, str] = field(default_factory=dict)


def list_responses(
    rows: Iterable[CountedResponse], services: Mapping[str, str], timezone: str
) -> Iterator[ListedResponse]:
    """Each of `rows` with names for codes and times in `timezone`; `services` are names by id."""
    for row in rows:
        yield ListedResponse(
            response_id=row.response_id,
            answered_at=local(row.answered_at, timezone),
            day=row.day,
            service=services.get(row.service_id or "", ""),
            channel=CHANNELS[row.channel],
            instrument=row.instrument,
            answers=row.answers,
            unsur=row.unsur,
            profile={
                name: ALL_FIELDS[name][code]["id"] if code else "" for name, code in row.profile.items()
            },
            comment=row.comment or "",
            extras=row.extras,
        )
