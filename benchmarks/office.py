"""Creating offices with any number of responses in bulk."""

import random
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.operations.founding import open_branch
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.layout import layout_of
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.tallies import rebuild_tallies
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices.collectors import list_collectors

NOW = datetime(2024, 12, 31, 1, 0, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
DAYS = tuple((YEAR[0] + timedelta(days=number)).isoformat() for number in range(365))
# The same responses, as none is of the last day, but no whole months.
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


def branch(db: Database, office: Office, number: int) -> Office:
    """Another unit below it, with its own tablet and QR code."""
    unit = open_branch(db, parent=office.unit, name=f"Kelurahan {number}", now=NOW)
    tablet, poster = list_collectors(db, unit.unit_id)
    return replace(office, unit=unit, tablet=tablet, poster=poster)


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


def found_city(db: Database, offices: int) -> list[str]:
    """A city of so many offices including the topmost; returns their unit ids."""
    city = found(db).unit
    below = [
        open_branch(db, parent=city, name=f"Kelurahan {number}", now=NOW) for number in range(1, offices)
    ]
    return [city.unit_id, *(unit.unit_id for unit in below)]


def _spread(number: int) -> str:
    """A response id as random as a real one, so that the index of ids is filled in no order."""
    return f"{number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}"


def fill(
    db: Database,
    unit_ids: Sequence[str],
    responses: int,
    instrument: str = DEFAULT,
    *,
    days: Sequence[str] = DAYS,
    suggestions: int = 0,
    first: int = 0,
) -> None:
    """Distribute responses over the units and days, without journal links, which reports do not read.

    With `suggestions`, one of so many has one; `first` is the number of the first id.
    """
    layout = layout_of(instrument)
    chance = random.Random(1)  # noqa: S311
    asked = "select collector_id from collectors where unit_id = ? order by code"
    collectors = [[row["collector_id"] for row in db.execute(asked, [unit_id])] for unit_id in unit_ids]
    items = layout.rules.items
    given = [chance.choices((1, 2, 3, 4, None), (2, 8, 50, 39, 1), k=len(items)) for _ in range(5000)]
    answered = [dict(zip(items, sheet, strict=True)) for sheet in given]
    sheets = [(*layout.columns(sheet), layout.items(sheet)) for sheet in answered]
    people = [[chance.choice(tuple(codes)) for codes in FIELDS.values()] for _ in range(500)]

    def day_of(number: int) -> str:
        return days[(number - first) * len(days) // responses]

    def texts(numbers: range) -> Iterator[tuple[object, ...]]:
        for number in numbers:
            place, day = number % len(unit_ids), day_of(number)
            yield _spread(number), "0" * 32, f"Saran nomor {number}.", unit_ids[place], day

    def answers(numbers: range) -> Iterator[tuple[object, ...]]:
        for number in numbers:
            place = number % len(unit_ids)
            day = day_of(number)
            at = f"{day}T01:00:00.000Z"
            collector = chance.choice(collectors[place])
            sheet = chance.choice(sheets)
            yield _spread(number), unit_ids[place], collector, instrument, at, day, at, *sheet

    names = "response_id, unit_id, collector_id, instrument, answered_at, local_day, received_at"
    marks = ", ".join("?" for _ in range(8 + len(UNSUR)))
    into_answers = f"insert into responses ({names}, {', '.join(UNSUR)}, items) values ({marks})"
    into_profiles = (
        "insert into profiles (response_id, salt, sex, age_band, education, occupation) values (?,?,?,?,?,?)"
    )
    into_comments = "insert into comments (response_id, salt, text, unit_id, local_day) values (?,?,?,?,?)"
    for begin in range(first, first + responses, 100_000):
        part = range(begin, min(begin + 100_000, first + responses))
        with transaction(db):
            db.conn.executemany(into_answers, answers(part))
            db.conn.executemany(
                into_profiles, ((_spread(number), "0" * 32, *chance.choice(people)) for number in part)
            )
            if suggestions:
                db.conn.executemany(into_comments, texts(part[::suggestions]))
    rebuild_tallies(db)
