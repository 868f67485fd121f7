"""Record an office in the current schema: `python -m tests.store.recorded`, once with every release.

Each `.sql` file in `released/` is named after the last migration of its schema, and its first line states the
figures of the office: a test migrates it and compares them. The bundle of the same name is an export of that
office. Recorded files are never regenerated.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations import bundles
from kiosk.operations.backups import read_content
from kiosk.operations.bundles import BundleKey
from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import imports
from kiosk.store.answers import personal
from kiosk.store.answers import responses
from kiosk.store.answers import retention
from kiosk.store.answers import suggestions
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.retention import Retention
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.ids import new_key
from kiosk.store.exchange import exporting
from kiosk.store.journal import audit
from kiosk.store.journal import restored_backups
from kiosk.store.journal.journal import get_head
from kiosk.store.journal.kinds.base import BundleLine
from kiosk.store.migrations import STEPS
from kiosk.store.migrations.schema import migrate
from kiosk.store.offices import extra_questions
from kiosk.store.offices import goals
from kiosk.store.offices import questionnaires
from kiosk.store.offices import units
from kiosk.store.offices import yearly
from kiosk.store.offices.goals import Goal
from kiosk.store.offices.units import UnitYear
from kiosk.store.offices.yearly import YearlyFigure
from kiosk.store.results import attachments
from kiosk.store.results import plans
from kiosk.store.results import publication_log
from kiosk.store.results.attachments import NewAttachment
from kiosk.store.results.plans import NewPlan

FOLDER = Path(__file__).parent / "released"
KEY = BundleKey("kecamatan-lama", 1, "0123456789abcdef" * 4)
NOW = datetime(2024, 5, 31, 2, 0, tzinfo=UTC)
_MAY = Period.parse("2024-05")
_NATIONAL = "skm-online-2026"


def describe(db: Database) -> Mapping[str, list[Any]]:
    """By unit: respondents, IKM, and the end of the journal."""
    return {
        code: [one.respondents, str(one.ikm), one.head.stamp if one.head else None]
        for code, one in read_content(db).items()
    }


def fill(db: Database) -> str:
    """Found an office whose journal has links of every kind; returns the unit's id."""
    office = found_office(
        db,
        name="Kecamatan Lama",
        timezone="Asia/Makassar",
        services=["Kartu Keluarga"],
        admin={"username": "admin", "name": "Admin", "password_hash": "-"},
        now=NOW,
    )
    for number in range(1, 9):
        responses.record_response(db, _response(office, number), NOW)
    who: dict[str, Any] = {"unit_id": office.unit.unit_id, "person_id": office.admin.person_id, "now": NOW}
    _decide(db, **who)
    _ask_otherwise(db, office, **who)
    _explain(db, **who)
    _remove_personal_parts(db, **who)
    restored_backups.record_restored_backup(db, "ikm-20240531T011200Z.db", {}, {}, NOW)
    audit.record_act(db, action="people.add", subject="", outcome=303, **who)
    return office.unit.unit_id


def _response(office: Office, number: int) -> NewResponse:
    return NewResponse(
        response_id=f"{number:032x}",
        unit_id=office.unit.unit_id,
        collector_id=office.tablet.collector_id,
        service_id=None,
        instrument=DEFAULT,
        answered_at=NOW - timedelta(days=5 * number),
        local_day=date(2024, 5, 31) - timedelta(days=5 * number),
        answers={
            key: None if number == place else 1 + (number + place) % 4 for place, key in enumerate(UNSUR)
        },
        profile={"sex": "P", "age_band": "26-35"} if number % 2 else {},
        comment="Loket Bu “Fulanah” ramah." if number % 3 else None,
    )


def _decide(db: Database, **who: Any) -> None:
    for number in (1, 2):
        responses.exclude_responses(db, response_ids=[f"{number:032x}"], reason="Uji coba petugas", **who)
    responses.restore_responses(db, response_ids=[f"{1:032x}"], **who)
    [unit] = units.list_units(db)
    publish(db, summarise(db, unit, _MAY, NOW), person_id=who["person_id"], now=who["now"])


def _ask_otherwise(db: Database, office: Office, unit_id: str, person_id: str, now: datetime) -> None:
    """Answers to items and to a question outside the index, and a result announced by its questionnaire."""
    extra_questions.ask_importance(db, unit_id, {"waktu": "Waktu"}, now)
    [question] = extra_questions.list_importance(db, unit_id)
    for number in range(20, 23):
        one = replace(
            _response(office, number),
            instrument=_NATIONAL,
            answers={
                item: 1 + (number + place) % 4 for place, item in enumerate(load_rules(_NATIONAL).items)
            },
            extras={question.extra_question_id: "4"},
        )
        responses.record_response(db, one, now)
    publication_log.record_announcement(
        db, unit_id=unit_id, period=_MAY, medium="cetak", shown_day=date(2024, 5, 2), place="Koran",
        link="", person_id=person_id, now=now, instrument=_NATIONAL,
    )  # fmt: skip


def _explain(db: Database, unit_id: str, person_id: str, now: datetime) -> None:
    who: dict[str, Any] = {"unit_id": unit_id, "person_id": person_id, "now": now}
    day = date(2024, 5, 2)
    units.set_year(db, unit_id, UnitYear(2024, 500, "87.50"), now)
    questionnaires.set_questionnaire(db, unit_id, load_rules(DEFAULT), day, person_id=person_id, now=now)
    goals.set_goal(db, unit_id, Goal(2026, "88.50"), now)
    goals.set_goal(db, unit_id, Goal(2027, "89.00"), now)
    goals.remove_goal(db, unit_id, 2027, now)
    figure = YearlyFigure(2023, Decimal("88.23"), "B", None, "LKj 2023")
    yearly.set_yearly(db, unit_id, figure, person_id=person_id, now=now)
    plan = plans.create_plan(
        db, period=_MAY, plan=NewPlan("waktu", "Loket kedua", "Kasi", 2024, 2, 3, day, day), **who
    )
    publication_log.record_announcement(
        db, period=_MAY, medium="papan", shown_day=day, place="Ruang tunggu", link="", **who
    )
    file = NewAttachment(new_key(16), "a.pdf", "application/pdf", 5, "0" * 64)
    attachments.add_attachment(db, plan_id=plan.plan_id, file=file, **who)
    fields: dict[str, str | int] = dict.fromkeys(("responses", "rejected", "skipped", "repeated"), 1)
    fields |= {"file_name": "mei.csv", "sha256": "0" * 64, "sheet": "", "column_order": "daftar"}
    fields |= dict.fromkeys(("first_day", "last_day"), "2024-05-02")
    batch = imports.start_import(db, import_id="impor", fields=fields, again=False, **who)
    imports.undo_import(db, batch, person_id, now)
    imports.restore_import(db, imports.get_import(db, batch.unit_id, batch.import_id), person_id, now)


def _remove_personal_parts(db: Database, unit_id: str, person_id: str, now: datetime) -> None:
    suggestions.redact_suggestion(
        db, unit_id, f"{4:032x}", [2], seen="Loket Bu “Fulanah” ramah.", person_id=person_id, now=now
    )
    found = personal.list_personal(db, unit_id, date(2024, 5, 26), date(2024, 5, 26))
    personal.erase_personal(
        db, unit_id, found, ("profile", "comment"), "Permintaan", now, log=lambda erased: None
    )
    retention.set_retention(db, unit_id, Retention(1, 1))
    retention.purge(db, unit_id, date(2024, 6, 10), now)


def export(db: Database, unit_id: str, manifest: BundleLine, path: Path) -> None:
    """Write the bundle of what the unit's journal has up to the manifest's end, personal parts included.

    An update adds links for rows whose kind is new.
    """
    found = exporting.iterate_lines(db, unit_id, 0, frozenset(bundles.PARTS))
    last = manifest["until"][0]
    lines = (line for line in found if "link" not in line or line["link"]["sequence"] <= last)
    bundles.write(path, KEY, manifest, lines)


def main() -> None:
    """Write both files of the current schema, unless they exist."""
    path = FOLDER / f"{STEPS[-1].__name__}.sql"
    if path.exists():
        raise SystemExit(f"{path} is recorded already")
    with TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "ikm.db")
        migrate(db)
        unit_id = fill(db)
        lines = [f"-- {json.dumps(describe(db))}", *db.conn.iterdump()]
        head = get_head(db, unit_id)
        assert head
        manifest = {
            "unit": exporting.read_unit(db, unit_id),
            "after": [0, "0" * 64],
            "until": [head.sequence, head.digest],
            "parts": sorted(bundles.PARTS),
            "made_at": "2024-05-31T02:00:00.000Z",
            "version": "0.1.0",
        }
        export(db, unit_id, manifest, path.with_suffix(".jsonl"))
        db.close()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
