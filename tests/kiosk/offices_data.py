"""Answers for tests of figures: recorded as the survey records them, many at once."""

from datetime import datetime

from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import responses
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.ids import new_response_id
from tests.conftest import NOW


def record(
    db: Database, office: Office, day: str, count: int, answers: dict[str, int] | None = None, **fields: str
) -> list[str]:
    """`count` responses of that day: all 3 but for `answers`, every second one a 4 for `waktu`; their ids."""
    ids = [new_response_id() for _ in range(count)]
    with transaction(db):
        for number, response_id in enumerate(ids):
            values = {**dict.fromkeys(UNSUR, 3), "waktu": 3 + number % 2, **(answers or {})}
            responses.insert_response(
                db,
                NewResponse(
                    response_id=response_id,
                    unit_id=fields.get("unit_id", office.unit.unit_id),
                    collector_id=fields.get("collector_id", office.tablet.collector_id),
                    service_id=fields.get("service_id"),
                    instrument=DEFAULT,
                    answered_at=datetime.fromisoformat(f"{day}T09:00:00+08:00"),
                    local_day=datetime.fromisoformat(day).date(),
                    answers=values,
                    profile={"sex": "P"},
                    comment=fields.get("comment"),
                ),
                NOW,
            )
    return ids
