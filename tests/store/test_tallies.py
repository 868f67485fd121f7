"""Month tallies always equal the sums of the responses."""

import itertools
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.questionnaire import profile
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import responses
from kiosk.store.answers import tallies
from kiosk.store.answers.responses import UNSUR
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import units
from scoring import Tallies
from tests.conftest import NOW
from tests.store.samples import new_response

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
# The same responses (none is of 31 December), but no whole months.
YEAR_BY_ROWS = (date(2024, 1, 1), date(2024, 12, 30))
READERS: tuple[Callable[[Database, str, date, date], object], ...] = (
    answer_counts.get_tallies,
    answer_counts.count_profile,
    answer_counts.count_services,
    answer_counts.count_channels,
    answer_counts.count_exclusions,
)

answers = st.fixed_dictionaries({key: st.sampled_from([None, 1, 2, 3, 4]) for key in UNSUR})
profiles = st.fixed_dictionaries(
    {}, optional={f: st.sampled_from(list(c)) for f, c in profile.FIELDS.items()}
)
days = st.dates(date(2024, 1, 1), date(2024, 12, 30))
deeds = st.one_of(
    st.tuples(st.just("record"), answers, profiles, days, st.integers(0, 3), st.booleans()),
    st.tuples(st.just("exclude"), st.integers(0, 9)),
    st.tuples(st.just("restore"), st.integers(0, 9)),
)


class _Undo(Exception):
    pass


@contextmanager
def _empty_again(db: Database) -> Iterator[None]:
    """Delete all responses afterwards, so that every example starts without any."""
    yield
    with transaction(db):
        counts = (table.name for table in tallies.ALL_TABLES)
        for table in ("exclusions", "comments", "profiles", "responses", *counts):
            db.execute(f"delete from {table}")  # noqa: S608


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(deeds, max_size=12))
def test_the_tallies_equal_the_sums_of_the_responses_after_any_sequence_of_changes(
    db: Database, office: Office, done: list[tuple[Any, ...]]
) -> None:
    unit_id, who = office.unit.unit_id, office.admin.person_id
    services = [None, *(service.service_id for service in units.list_services(db, unit_id))]
    with _empty_again(db):
        numbers = itertools.count()
        for deed, *details in done:
            if deed == "record":
                given_answers, given_profile, day, service, on_phone = details
                response = new_response(
                    office,
                    next(numbers),
                    answers=given_answers,
                    profile=given_profile,
                    local_day=day,
                    service_id=services[service],
                    collector_id=(office.poster if on_phone else office.tablet).collector_id,
                )
                responses.record_response(db, response, NOW)
                responses.record_response(db, response, NOW)
                continue
            one: dict[str, Any] = {
                "unit_id": unit_id,
                "response_ids": [f"{details[0]:032x}"],
                "person_id": who,
                "now": NOW,
            }
            try:
                if deed == "exclude":
                    responses.exclude_responses(db, reason="Uji coba", **one)
                else:
                    responses.restore_responses(db, **one)
            except (NotFound, Conflict):
                pass
        assert tallies.check_tallies(db) == []
        for read in READERS:
            assert read(db, unit_id, *YEAR) == read(db, unit_id, *YEAR_BY_ROWS)


def test_the_tallies_of_a_month_are_those_of_the_scorer(db: Database, office: Office) -> None:
    given_answers: list[dict[str, int | None]] = [
        {**dict.fromkeys(UNSUR, 3), "biaya": 4},
        {**dict.fromkeys(UNSUR, 2), "sarana": None},
        dict.fromkeys(UNSUR, 1),
    ]
    for number, one in enumerate(given_answers):
        responses.record_response(db, new_response(office, number, answers=one), NOW)
    kept = answer_counts.get_tallies(db, office.unit.unit_id, date(2024, 5, 1), date(2024, 5, 31))[DEFAULT]
    assert kept == Tallies.from_answers(load_rules(DEFAULT), given_answers)


def test_a_response_that_fails_is_not_counted(db: Database, office: Office) -> None:
    with pytest.raises(_Undo), transaction(db):
        responses.insert_response(db, new_response(office, 1), NOW)
        raise _Undo
    assert answer_counts.count_respondents(db, office.unit.unit_id, *YEAR) == 0


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), ("2024-02", "2024-02")),
        (date(2023, 2, 1), date(2023, 2, 28), ("2023-02", "2023-02")),
        (date(2023, 7, 1), date(2024, 6, 30), ("2023-07", "2024-06")),
        (date(2024, 2, 1), date(2024, 2, 28), None),
        (date(2024, 2, 2), date(2024, 2, 29), None),
        (date(2024, 3, 1), date(2024, 2, 29), None),
    ],
)
def test_only_whole_months_are_read_from_tallies(
    start: date, end: date, months: tuple[str, str] | None
) -> None:
    found = tallies.whole_months(start, end)
    assert (tuple(found.values()) if found else None) == months


@pytest.mark.sqlite_only
def test_a_report_of_a_year_reads_no_response(db: Database, office: Office) -> None:
    statements: list[str] = []
    with db.tracer(lambda sql, _params: statements.append(sql)):
        for read in READERS:
            read(db, office.unit.unit_id, *YEAR)
    assert statements
    assert all("from month_" in sql and "from responses" not in sql for sql in statements)


def test_the_command_finds_a_wrong_count_and_the_rebuild_corrects_it(
    app: Flask, db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    responses.record_response(db, new_response(office, 1), NOW)
    responses.record_response(db, new_response(office, 2), NOW)
    db.execute("update month_tallies set respondents = 7, biaya_4 = 3")
    [found] = tallies.check_tallies(db)
    assert (found.month, found.kept, found.counted) == ("2024-05", 7, 2)
    assert found.columns == ("respondents", "biaya_4")

    monkeypatch.setenv("IKM_INSTANCE", str(Path(app.instance_path)))
    ikm = CliRunner()
    checked = ikm.invoke(main, ["tallies", "check"])
    assert checked.exit_code == 1
    assert "2024-05" in checked.output
    assert ikm.invoke(main, ["tallies", "rebuild"]).exit_code == 0
    assert ikm.invoke(main, ["tallies", "check"]).exit_code == 0
    assert tallies.check_tallies(db) == []
