"""Offices with as many responses as asked for, made in bulk."""

import random
from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.offices import Office
from kiosk.offices import found_office
from kiosk.profile import FIELDS
from kiosk.store.ids import new_response_id
from kiosk.store.responses import UNSUR
from kiosk.store.responses import NewResponse
from kiosk.store.tallies import rebuild_tallies
from scoring import DEFAULT

NOW = datetime(2024, 12, 31, 1, 0, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
# The same responses, but no run of whole months: none is of the last day.
YEAR_BY_ROWS = (date(2024, 1, 1), date(2024, 12, 30))


def found(db: Database) -> Office:
    """An office with three services, a tablet and a QR code."""
    return found_office(
        db,
        name="Kecamatan Contoh",
        timezone="Asia/Makassar",
        services=("Kartu Keluarga", "KTP elektronik", "Surat pindah"),
        admin={"username": "admin", "name": "Admin", "password_hash": "x"},
        now=NOW,
    )


def response(office: Office) -> NewResponse:
    """A new response with a profile and no suggestion."""
    return NewResponse(
        response_id=new_response_id(),
        unit_id=office.unit.unit_id,
        collector_id=office.tablet.collector_id,
        service_id=None,
        instrument=DEFAULT,
        answered_at=NOW,
        local_day=NOW.date(),
        answers=dict.fromkeys(UNSUR, 3),
        profile={"sex": "P", "age_band": "26-35", "education": "S1", "occupation": "Swasta"},
        comment=None,
    )


def fill(db: Database, office: Office, responses: int) -> None:
    """Add responses of the year 2024, past the journal: it has no part in reports."""
    chance = random.Random(1)  # noqa: S311
    services = [row["service_id"] for row in db.execute("select service_id from services").fetchall()]
    collectors = [office.tablet.collector_id, office.poster.collector_id]
    first = date(2024, 1, 1)
    days = [(first + timedelta(days=number)).isoformat() for number in range(365)]

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(responses):
            day = days[number * 365 // responses]
            answers = chance.choices((1, 2, 3, 4, None), (2, 8, 50, 39, 1), k=9)
            yield (
                f"{number:032x}",
                office.unit.unit_id,
                chance.choice(services),
                chance.choice(collectors),
                DEFAULT,
                f"{day}T01:00:00.000Z",
                day,
                f"{day}T01:00:00.000Z",
                *answers,
            )

    names = (
        "response_id, unit_id, service_id, collector_id, instrument, answered_at, local_day, received_at, "
        + ", ".join(UNSUR)
    )
    marks = ", ".join("?" for _ in range(8 + len(UNSUR)))
    db.execute("begin immediate")
    db.conn.executemany(f"insert into responses ({names}) values ({marks})", rows())  # noqa: S608
    db.conn.executemany(
        "insert into profiles (response_id, salt, sex, age_band, education, occupation) values (?,?,?,?,?,?)",
        (
            (f"{number:032x}", "0" * 32, *(chance.choice(tuple(codes)) for codes in FIELDS.values()))
            for number in range(responses)
        ),
    )
    db.execute("commit")
    rebuild_tallies(db)
