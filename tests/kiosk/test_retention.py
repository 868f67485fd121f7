"""Personal data is deleted when its time is over; the figures and the chain stay."""

from datetime import date
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.operations.maintenance import run_if_due
from kiosk.store.answers import answer_counts
from kiosk.store.answers.retention import Retention
from kiosk.store.answers.retention import get_retention
from kiosk.store.answers.retention import last_day_kept
from kiosk.store.answers.retention import purge
from kiosk.store.answers.retention import set_retention
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.journal.chain import find_break
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.offices_data import record

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def filled(client: FlaskClient, office: Office) -> Office:
    """Three answers of April and three of May 2024."""
    for number in range(6):
        moment = f"2024-0{4 + number % 2}-15T09:00:00+08:00"
        body = answer(office.tablet.code, number, answered_at=moment)
        assert client.post("/api/responses", json=body).status_code == 201
    return office


def _counts(db: Database) -> tuple[int, ...]:
    return tuple(
        db.execute(f"select count(*) as n from {table}").fetchone()["n"]  # noqa: S608
        for table in ("responses", "profiles", "comments")
    )


def test_what_is_older_goes_and_the_index_the_tallies_and_the_chain_stay(
    db: Database, filled: Office
) -> None:
    unit_id = filled.unit.unit_id
    before = answer_counts.get_tallies(db, unit_id, *YEAR)
    set_retention(db, unit_id, Retention(profile_months=1, comment_months=None))
    assert purge(db, unit_id, date(2024, 6, 10), NOW) == {"profile": 3}
    assert _counts(db) == (6, 3, 6)
    set_retention(db, unit_id, Retention(profile_months=1, comment_months=1))
    assert purge(db, unit_id, date(2024, 7, 10), NOW) == {"profile": 3, "comment": 6}
    assert _counts(db) == (6, 0, 0)
    assert answer_counts.get_tallies(db, unit_id, *YEAR) == before
    assert answer_counts.count_profile(db, unit_id, *YEAR)["sex"] == {None: 6}
    assert check_tallies(db) == []
    assert find_break(db, unit_id) is None


def test_nothing_goes_unless_it_is_asked_for(db: Database, filled: Office) -> None:
    assert purge(db, filled.unit.unit_id, date(2034, 1, 1), NOW) == {}
    assert _counts(db) == (6, 6, 6)


def test_it_goes_in_the_daily_round_and_only_once_into_the_chain(
    app: Flask, db: Database, filled: Office
) -> None:
    set_retention(db, filled.unit.unit_id, Retention(comment_months=1))
    later = NOW + timedelta(days=40)
    run_if_due(app, later)
    run_if_due(app, later + timedelta(days=1, hours=1))
    assert _counts(db) == (6, 6, 0)
    links = db.execute("select count(*) as n from journal where kind like 'purge-%'").fetchone()
    assert links["n"] == 1
    [act] = db.execute("select subject from acts where action = 'retention.purge'").fetchall()
    assert act["subject"] == "comment=6"


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (date(2024, 6, 10), 1, date(2024, 5, 1)),
        (date(2024, 1, 31), 1, date(2023, 12, 1)),
        (date(2024, 1, 31), 13, date(2022, 12, 1)),
        (date(2024, 12, 1), 24, date(2022, 12, 1)),
    ],
)
def test_whole_months_are_kept(today: date, months: int, expected: date) -> None:
    assert last_day_kept(today, months) == expected


def test_the_admin_sets_how_long(staff: Staff, db: Database, office: Office) -> None:
    page = "/staf/kelola/masa-simpan/"
    assert staff.post(page, {"profile_months": "24", "comment_months": ""}, page).status_code == 303
    assert get_retention(db, office.unit.unit_id) == Retention(24, None)
    assert staff.post(page, {"profile_months": "0"}, page).status_code == 422
    assert 'value="24"' in staff.get(page).text


def test_a_shorter_time_asks_first_and_counts_what_will_go(
    staff: Staff, db: Database, filled: Office
) -> None:
    page, form = "/staf/kelola/masa-simpan/", {"profile_months": "", "comment_months": "1"}
    record(db, filled, "2024-03-05", 2, comment="Lama sekali.")
    question = staff.post(page, form, page)
    assert "2 saran yang lebih lama dari masa simpan ini dihapus" in question.text
    assert get_retention(db, filled.unit.unit_id) == Retention()
    assert staff.confirm(page, form, page).status_code == 303
    assert get_retention(db, filled.unit.unit_id) == Retention(None, 1)


def test_the_notice_tells_visitors_the_offices_own_terms(
    client: FlaskClient, db: Database, office: Office
) -> None:
    set_retention(db, office.unit.unit_id, Retention(profile_months=24))
    page = client.get(f"/privasi?s={office.tablet.code}").text
    assert "Profil dihapus setelah 24 bulan" in page and office.unit.name in page
    assert "Saran dihapus" not in page
    english = client.get(f"/privasi?s={office.tablet.code}&bahasa=en").text
    assert "deleted after 24 months" in english
    assert client.get("/privasi?s=tidak-ada").status_code == 200
    assert client.get("/privasi?s=%F0%9F%98%80").status_code == 200
