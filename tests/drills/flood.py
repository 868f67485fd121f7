"""`python -m tests.drills.flood [answers]`: one sender floods a QR code's address, and a pimpinan cleans up.

The kiosk is a process of its own. An office with 147 answers of last month gets made-up ones, dated over last
month's office hours, as fast as one connection carries them.
"""

import http.client
import json
import random
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.base.period import month_of
from kiosk.figures.review import review_responses
from kiosk.figures.together import score_parts
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import arrivals
from kiosk.store.answers import responses
from kiosk.store.answers import review
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.journal.chain import find_break
from kiosk.store.offices.survey_settings import SurveySettings
from tests.drills.server import Server
from tests.drills.server import free_port
from tests.drills.server import make_office

REAL = 147


@dataclass(frozen=True)
class Outcome:
    """The IKM and the respondents of last month before, after and cleaned up; what became of the flood."""

    before: str
    after: str
    cleaned: str
    sent: int
    seconds: float
    counted: int
    set_apart: int
    signals: tuple[str, ...]
    cleaning: float


def run(folder: Path, answers: int) -> Outcome:
    """Flood an office in `folder`, and exclude what arrived."""
    office = make_office(folder)
    last = month_of(datetime.now(UTC).date()).previous()
    db = open_database(folder / "ikm.db")
    _fill(db, office, last)
    before = _figure(db, office, last)
    port = free_port()
    server = Server(folder, port)
    server.start()
    began = time.monotonic()
    first = datetime.now(UTC)
    try:
        _send(port, office.poster.code, last, answers)
    finally:
        server.kill()
    seconds = time.monotonic() - began
    after, unit_id = _figure(db, office, last), office.unit.unit_id
    waiting = sum(one.responses for one in arrivals.list_waiting(db, unit_id))
    given = review.list_reviewed(db, unit_id, last.start, last.end)
    seen = review_responses(given, SurveySettings(), office.unit.timezone)
    signals = tuple(sorted({signal for one in seen.marked for signal in one.signals}))
    began = time.monotonic()
    _clean_up(db, office, first)
    cleaning = time.monotonic() - began
    assert check_tallies(db) == [] and find_break(db, unit_id) is None
    cleaned = _figure(db, office, last)
    db.close()
    return Outcome(before, after, cleaned, answers, seconds, answers - waiting, waiting, signals, cleaning)


def _fill(db: Database, office: Office, month: Period) -> None:
    random.seed(1)
    with transaction(db):
        for number in range(REAL):
            day = month.start + timedelta(days=number % 28)
            moment = datetime(day.year, day.month, day.day, 2, number % 60, tzinfo=UTC)
            response = NewResponse(
                response_id=uuid.uuid4().hex,
                unit_id=office.unit.unit_id,
                collector_id=office.tablet.collector_id,
                service_id=None,
                instrument=DEFAULT,
                answered_at=moment,
                local_day=day,
                answers={key: random.choice((3, 4, 4)) for key in UNSUR},  # noqa: S311
                profile={},
                comment=None,
            )
            responses.insert_response(db, response, moment)


def _send(port: int, collector: str, month: Period, answers: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in range(answers):
        day = month.start + timedelta(days=number % 28)
        body = {
            "id": uuid.uuid4().hex,
            "collector": collector,
            "answered_at": f"{day}T{1 + number % 7:02}:{number % 60:02}:00+00:00",
            "answers": dict.fromkeys(UNSUR, 1),
        }
        connection.request("POST", "/api/responses", json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        assert response.status == 201
    connection.close()


def _clean_up(db: Database, office: Office, first: datetime) -> None:
    """Exclude everything that arrived since then, in the two acts that the page offers."""
    unit_id, now = office.unit.unit_id, datetime.now(UTC)
    span = (office.poster.collector_id, first, now)
    who: dict[str, Any] = {"unit_id": unit_id, "person_id": office.admin.person_id, "now": now}
    why = "Bukan penerima layanan: masuk dari satu pengirim"
    waiting = arrivals.list_ids(db, unit_id, *span, which="waiting")
    responses.decide_set_apart(db, response_ids=waiting, reason=why, **who)
    counted = arrivals.list_ids(db, unit_id, *span, which="counted")
    responses.exclude_responses(db, response_ids=counted, reason=why, **who)


def _figure(db: Database, office: Office, month: Period) -> str:
    result = score_parts(answer_counts.get_tallies(db, office.unit.unit_id, month.start, month.end)).result
    return f"{result.ikm} {result.mutu} ({result.respondents})"


def main() -> None:
    """Run the drill and print what came out."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory() as folder:
        print(run(Path(folder), answers))


if __name__ == "__main__":
    main()
