"""Responses are stored once, completely, and never edited."""

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers import answer_counts
from kiosk.store.answers import responses
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from tests.conftest import NOW
from tests.store.samples import new_response

MAY = (date(2024, 5, 1), date(2024, 5, 31))
MOST_OF_MAY = (date(2024, 5, 2), date(2024, 5, 31))


@pytest.fixture
def response(office: Office) -> NewResponse:
    return new_response(office, profile={"sex": "P", "education": "S1"}, comment="Baik.")


def _count(db: Database, office: Office) -> int:
    return answer_counts.count_respondents(db, office.unit.unit_id, *MAY)


def test_inserting_no_response_stores_none(db: Database) -> None:
    assert responses.insert_responses(db, []) == []


def test_the_same_response_again_is_stored_once(db: Database, office: Office, response: NewResponse) -> None:
    assert responses.record_response(db, response, NOW) is True
    assert responses.record_response(db, response, NOW) is False
    assert _count(db, office) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {**dict.fromkeys(UNSUR, 4), "biaya": 3}},
        {"profile": {"sex": "L", "education": "S1"}},
        {"comment": None},
        {"answered_at": datetime(2024, 5, 31, 1, 1, tzinfo=UTC)},
    ],
)
def test_the_same_id_with_other_content_changes_nothing(
    db: Database, office: Office, response: NewResponse, change: dict[str, object]
) -> None:
    responses.record_response(db, response, NOW)
    with pytest.raises(Conflict):
        responses.record_response(db, replace(response, **change), NOW)  # type: ignore[arg-type]
    assert responses.record_response(db, response, NOW) is False


@pytest.mark.parametrize("value", [0, 5, -1])
def test_the_schema_refuses_an_answer_outside_one_to_four(
    db: Database, office: Office, response: NewResponse, value: int
) -> None:
    wrong = replace(response, answers={**response.answers, "sarana": value})
    with pytest.raises(sqlite3.IntegrityError):
        responses.record_response(db, wrong, NOW)
    assert _count(db, office) == 0


def test_a_response_of_an_unknown_collector_is_refused(
    db: Database, office: Office, response: NewResponse
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        responses.record_response(db, replace(response, collector_id="nowhere"), NOW)


def test_a_refused_profile_rolls_the_answers_back(
    db: Database, office: Office, response: NewResponse
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        responses.record_response(db, replace(response, profile={"sex": "X"}), NOW)
    assert _count(db, office) == 0


def test_an_excluded_response_does_not_count_until_it_is_restored(
    db: Database, office: Office, response: NewResponse
) -> None:
    responses.record_response(db, response, NOW)
    one: dict[str, Any] = {"unit_id": office.unit.unit_id, "response_ids": [response.response_id]}
    who = office.admin.person_id
    responses.exclude_responses(db, **one, reason="Uji coba petugas", person_id=who, now=NOW)
    assert _count(db, office) == 0
    assert answer_counts.count_exclusions(db, office.unit.unit_id, *MAY) == {"Uji coba petugas": 1}
    with pytest.raises(Conflict):
        responses.exclude_responses(db, **one, reason="Lagi", person_id=who, now=NOW)
    responses.restore_responses(db, **one, person_id=who, now=NOW)
    assert _count(db, office) == 1
    assert answer_counts.count_exclusions(db, office.unit.unit_id, *MAY) == {}
    with pytest.raises(NotFound):
        responses.restore_responses(db, **one, person_id=who, now=NOW)


def test_an_exclusion_needs_a_reason(db: Database, office: Office, response: NewResponse) -> None:
    responses.record_response(db, response, NOW)
    with pytest.raises(sqlite3.IntegrityError):
        responses.exclude_responses(
            db,
            unit_id=office.unit.unit_id,
            response_ids=[response.response_id],
            reason="",
            person_id=office.admin.person_id,
            now=NOW,
        )
    assert _count(db, office) == 1


def test_another_unit_cannot_exclude_it(db: Database, office: Office, response: NewResponse) -> None:
    responses.record_response(db, response, NOW)
    with pytest.raises(NotFound):
        responses.exclude_responses(
            db,
            unit_id="another",
            response_ids=[response.response_id],
            reason="x",
            person_id=office.admin.person_id,
            now=NOW,
        )


def test_concurrent_retries_lose_and_double_nothing(
    app: Flask, office: Office, response: NewResponse
) -> None:
    path = app.config["DATABASE"]

    def work(thread: int) -> None:
        own = open_database(path)
        for number in range(20):
            # Every id is sent by two threads, as a retry would.
            shared = replace(response, response_id=f"{thread // 2:016x}{number:016x}")
            responses.record_response(own, shared, NOW)
        own.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db = open_database(path)
    assert _count(db, office) == 4 * 20
    db.close()


@pytest.mark.sqlite_only
def test_days_that_are_no_months_are_counted_from_the_covering_index_alone(
    db: Database, office: Office
) -> None:
    responses.record_response(db, new_response(office), NOW)
    statements: list[str] = []
    with db.tracer(lambda sql, _params: statements.append(sql)):
        answer_counts.get_tallies(db, office.unit.unit_id, *MOST_OF_MAY)
    plan = db.execute(
        f"explain query plan {statements[-1]}", {"unit_id": "u", "start": "2024-05-01", "end": "2024-05-31"}
    ).fetchall()
    assert any("USING COVERING INDEX responses_by_unit_day" in row["detail"] for row in plan)


@pytest.mark.sqlite_only
def test_an_acknowledged_response_is_fsynced(db: Database) -> None:
    full = 2
    assert next(iter(db.query("pragma synchronous")))["synchronous"] == full
    assert db.journal_mode == "wal"


@pytest.mark.sqlite_only
def test_the_schema_is_strict_and_holds_only_these_tables(db: Database) -> None:
    tables = {table for table in db.table_names() if not table.startswith("_")}
    assert tables == {
        "evaluation_meetings",
        "extra_answers",
        "extra_questions",
        "extra_translations",
        "announced_questionnaires",
        "holidays",
        "month_exclusions",
        "month_importance",
        "question_media",
        "warning_mail",
        "indicators",
        "peer_figures",
        "units",
        "unit_years",
        "services",
        "collectors",
        "responses",
        "imports",
        "paper_batches",
        "paper_sheets",
        "paper_checks",
        "learned_words",
        "profiles",
        "comments",
        "exclusions",
        "people",
        "login_failures",
        "ended_sessions",
        "second_factors",
        "recovery_codes",
        "factor_rules",
        "account_changes",
        "unit_settings",
        "opening_hours",
        "corner_pins",
        "pairings",
        "pairing_failures",
        "devices",
        "device_contacts",
        "visits",
        "used_tickets",
        "clock_doubts",
        "month_tallies",
        "month_items",
        "redaction_proposals",
        "month_means",
        "month_profiles",
        "unit_questionnaires",
        "act_heads",
        "acts",
        "retentions",
        "journal",
        "journal_heads",
        "merge_keys",
        "publications",
        "announcements",
        "yearly_figures",
        "plans",
        "attachments",
        "comment_handling",
        "comment_tags",
        "password_links",
        "unit_goals",
        "unit_logos",
        "help_lines",
        "report_texts",
        "restored_backups",
    }
    assert all(db.table(table).strict for table in tables)
