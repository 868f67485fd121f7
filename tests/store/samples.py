"""A valid response, to be recorded by the tests of the store."""

from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse


def new_response(office: Office, number: int = 1, **changes: Any) -> NewResponse:
    """A response of 31 May 2024 with the answer 4 everywhere; `number` makes its id."""
    fields: dict[str, Any] = {
        "response_id": f"{number:032x}",
        "unit_id": office.unit.unit_id,
        "collector_id": office.tablet.collector_id,
        "service_id": None,
        "instrument": DEFAULT,
        "answered_at": datetime(2024, 5, 31, 1, 0, tzinfo=UTC),
        "local_day": date(2024, 5, 31),
        "answers": dict.fromkeys(UNSUR, 4),
        "profile": {"sex": "P"},
        "comment": None,
    }
    return NewResponse(**fields | changes)
