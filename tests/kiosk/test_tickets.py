"""One-time tickets: only visitors who got one can answer, and only once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.answering import tickets
from kiosk.operations.founding import Office
from kiosk.store.answers import arrivals
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import survey_settings
from kiosk.store.offices.survey_settings import SurveySettings
from tests.conftest import NOW
from tests.conftest import answer

LAST_DAY = date(2024, 6, 3)


@pytest.fixture
def guarded(db: Database, office: Office) -> Office:
    """An office that asks for tickets."""
    survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(tickets=True), NOW)
    return office


@pytest.fixture
def ticket(app: Flask, guarded: Office) -> str:
    return tickets.issue(app.config["SECRET_KEY"], guarded.poster.code, LAST_DAY)


def _send(client: FlaskClient, office: Office, number: int, ticket: str | None) -> int:
    extra = {"ticket": ticket} if ticket is not None else {}
    return client.post("/api/responses", json=answer(office.poster.code, number, **extra)).status_code


def _count(db: Database) -> int:
    return int(db.execute("select count(*) as n from responses").fetchone()["n"])


def test_with_a_ticket_the_survey_opens_and_keeps_it(
    client: FlaskClient, guarded: Office, ticket: str
) -> None:
    page = client.get(f"/s/{guarded.poster.code}?tiket={ticket}")
    assert page.status_code == 200
    assert f'name="tiket" value="{ticket}"' in page.text
    english = re.search(r'href="([^"]*bahasa=en[^"]*)"', page.text)
    assert english and client.get(english[1].replace("&amp;", "&")).status_code == 200


def test_the_thanks_offer_another_answer_only_where_no_ticket_is_needed(
    client: FlaskClient, db: Database, office: Office
) -> None:
    thanks = f"/s/{office.poster.code}/terima-kasih"
    assert "layanan lain" in client.get(thanks).text
    survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(tickets=True), NOW)
    assert "layanan lain" not in client.get(thanks).text


@pytest.mark.parametrize(
    "wrong", [None, "", "x", "abcdefghjkmn20240603.AAAA", "abcdefghjkmn20240603", "tikét"]
)
def test_without_a_good_ticket_the_page_kindly_says_so(
    client: FlaskClient, guarded: Office, wrong: str | None
) -> None:
    response = client.get(f"/s/{guarded.poster.code}", query_string={"tiket": wrong} if wrong else {})
    assert response.status_code == 403
    assert "Mintalah tiket" in response.text
    assert _send(client, guarded, 1, wrong) == 403


def test_a_ticket_is_asked_for_before_the_fields_are_checked(
    client: FlaskClient, guarded: Office, ticket: str
) -> None:
    """Who has no ticket learns that first: correcting the fields would not help."""

    def send(ticket: str) -> TestResponse:
        body = answer(guarded.poster.code, answers={}, ticket=ticket)
        return client.post("/api/responses", json=body)

    refused, invalid = send("x"), send(ticket)
    assert refused.status_code == 403 and "fields" not in refused.text
    assert invalid.status_code == 422 and "answers.biaya" in invalid.text
    assert _send(client, guarded, 1, ticket) == 201, "a ticket is not used up by an answer that is refused"


def test_a_ticket_of_another_poster_is_no_ticket(app: Flask, client: FlaskClient, guarded: Office) -> None:
    other = tickets.issue(app.config["SECRET_KEY"], "lainnya1", LAST_DAY)
    assert client.get(f"/s/{guarded.poster.code}?tiket={other}").status_code == 403


def test_a_ticket_is_good_for_one_answer(
    client: FlaskClient, db: Database, guarded: Office, ticket: str
) -> None:
    assert _send(client, guarded, 1, ticket) == 201
    assert _send(client, guarded, 2, ticket) == 403
    assert _count(db) == 1
    assert "sudah dipakai" in client.get(f"/s/{guarded.poster.code}?tiket={ticket}").text


def test_a_ticket_photographed_by_many_still_gives_one_answer(
    app: Flask, db: Database, guarded: Office, ticket: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda number: _send(app.test_client(), guarded, number, ticket), range(16)))
    assert sorted(statuses) == [201] + [403] * 15
    assert _count(db) == 1


def test_the_same_answer_sent_again_is_acknowledged(
    client: FlaskClient, guarded: Office, ticket: str
) -> None:
    assert [_send(client, guarded, 1, ticket) for _ in range(2)] == [201, 200]


def test_without_script_a_ticket_works_too(
    app: Flask, client: FlaskClient, db: Database, guarded: Office, ticket: str
) -> None:
    address = f"/s/{guarded.poster.code}"
    form = {"id": "a" * 32, "tiket": ticket, **dict.fromkeys(UNSUR, "4")}
    assert client.post(address, data=form).status_code == 303
    app.config["CLOCK"] = lambda: NOW + timedelta(seconds=2)
    assert client.post(address, data=form).status_code == 303
    assert client.post(address, data={**form, "id": "b" * 32}).status_code == 403
    assert _count(db) == 1


def test_a_forgotten_question_does_not_cost_the_ticket(
    client: FlaskClient, guarded: Office, ticket: str
) -> None:
    address = f"/s/{guarded.poster.code}"
    form = {"id": "a" * 32, "tiket": ticket, **dict.fromkeys(UNSUR, "4")}
    again = client.post(address, data={**form, "biaya": ""})
    assert again.status_code == 422 and ticket in again.text
    assert client.post(address, data=form).status_code == 303


def test_a_ticket_ends_with_its_last_day(
    app: Flask, client: FlaskClient, guarded: Office, ticket: str
) -> None:
    address = f"/s/{guarded.poster.code}?tiket={ticket}"
    app.config["CLOCK"] = lambda: (
        NOW.replace(day=1, month=6) + timedelta(days=2, hours=14)
    )  # 23.12 of the 3rd
    assert client.get(address).status_code == 200
    app.config["CLOCK"] = lambda: NOW.replace(day=1, month=6) + timedelta(days=2, hours=15)
    assert client.get(address).status_code == 403


def test_an_answer_given_in_time_may_arrive_late(
    app: Flask, client: FlaskClient, guarded: Office, ticket: str
) -> None:
    app.config["CLOCK"] = lambda: NOW + timedelta(days=9)
    assert _send(client, guarded, 1, ticket) == 201


def test_a_used_ticket_does_not_say_which_answer_it_gave(
    client: FlaskClient, db: Database, guarded: Office, ticket: str
) -> None:
    _send(client, guarded, 1, ticket)
    [used] = db.execute("select * from used_tickets").fetchall()
    assert dict(used) == {"ticket_id": ticket[:12], "last_day": "2024-06-03"}


def test_tablets_need_no_ticket(client: FlaskClient, guarded: Office) -> None:
    assert client.get(f"/s/{guarded.tablet.code}").status_code == 200
    assert client.post("/api/responses", json=answer(guarded.tablet.code)).status_code == 201


def test_a_ticket_where_none_is_asked_for_is_left_unused(
    app: Flask, client: FlaskClient, db: Database, office: Office
) -> None:
    ticket = tickets.issue(app.config["SECRET_KEY"], office.poster.code, LAST_DAY)
    assert client.get(f"/s/{office.poster.code}?tiket={ticket}").status_code == 200
    assert _send(client, office, 1, ticket) == 201
    assert db.execute("select * from used_tickets").fetchall() == []


def test_many_tickets_used_up_at_once_are_set_apart_as_answers_without_any(
    app: Flask, client: FlaskClient, guarded: Office, db: Database
) -> None:
    for number in range(70):
        given = tickets.issue(app.config["SECRET_KEY"], guarded.poster.code, LAST_DAY)
        assert _send(client, guarded, number, given) == 201
    waiting = arrivals.list_waiting(db, guarded.unit.unit_id)
    assert [one.responses for one in waiting] == [70]
