"""Records an office in the schema of today: `python -m tests.store.recorded`, once with every release.

Each file in `released/` is named by the last step of its schema. Its first line says what the office holds; a
test brings it up to date and looks whether it still does. What is recorded is never made anew.
"""

import json
from collections.abc import Mapping
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from kiosk.operations.backups import read_content
from kiosk.operations.founding import found_office
from kiosk.store.answers import responses
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.connection import migrate
from kiosk.store.engine.connection import open_database
from kiosk.store.journal import audit
from kiosk.store.migrations import STEPS
from kiosk.store.offices import goals
from kiosk.store.offices import units
from kiosk.store.offices.goals import Goal
from kiosk.store.offices.units import UnitYear
from scoring import DEFAULT

FOLDER = Path(__file__).parent / "released"
_NOW = datetime(2024, 5, 31, 2, 0, tzinfo=UTC)


def describe(db: Database) -> Mapping[str, list[Any]]:
    """By unit: respondents, IKM, and the end of the journal."""
    return {
        code: [one.respondents, str(one.ikm), one.head.stamp if one.head else None]
        for code, one in read_content(db).items()
    }


def _fill(db: Database) -> None:
    office = found_office(
        db,
        name="Kecamatan Lama",
        timezone="Asia/Makassar",
        services=["Kartu Keluarga"],
        admin={"username": "admin", "name": "Admin", "password_hash": "-"},
        now=_NOW,
    )
    for number in range(1, 7):
        response = NewResponse(
            response_id=f"{number:032x}",
            unit_id=office.unit.unit_id,
            collector_id=office.tablet.collector_id,
            service_id=None,
            instrument=DEFAULT,
            answered_at=_NOW - timedelta(days=10 * number),
            local_day=date(2024, 5, 31) - timedelta(days=10 * number),
            answers={key: 1 + (number + place) % 4 for place, key in enumerate(UNSUR)},
            profile={"sex": "P", "age_band": "26-35"} if number % 2 else {},
            comment="Loket ramah." if number % 3 == 0 else None,
        )
        responses.record_response(db, response, _NOW)
    unit_id, person_id = office.unit.unit_id, office.admin.person_id
    units.set_year(db, unit_id, UnitYear(2024, 500, "87.50"), _NOW)
    goals.set_goal(db, unit_id, Goal(2026, "88.50"), _NOW)
    audit.record_act(
        db, person_id=person_id, unit_id=unit_id, action="people.add", subject="", outcome=303, now=_NOW
    )
    responses.exclude_response(
        db,
        response_id=f"{6:032x}",
        reason="Uji coba petugas",
        unit_id=unit_id,
        person_id=person_id,
        now=_NOW,
    )


def main() -> None:
    """Write the file of today's schema, unless it is there."""
    path = FOLDER / f"{STEPS[-1].__name__}.sql"
    if path.exists():
        raise SystemExit(f"{path} is recorded already")
    with TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "ikm.db")
        migrate(db)
        _fill(db)
        lines = [f"-- {json.dumps(describe(db))}", *db.conn.iterdump()]
        db.close()
    FOLDER.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
