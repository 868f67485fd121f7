"""A tablet pairs, reports, and counts visits; its clock is believed until it is known to be wrong."""

import hashlib
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.operations.founding import Office
from kiosk.security.pairing import WRONG_CODES
from kiosk.security.pairing import WRONG_CODES_WINDOW
from kiosk.security.pins import hash_pin
from kiosk.store.answers import visits
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import survey_settings
from tests.conftest import NOW
from tests.conftest import read_everything

BEAT = {
    "queue": 3,
    "oldest": "2024-05-31T08:00:00+08:00",
    "rejected": 0,
    "version": "0.1.0",
    "clock": NOW.isoformat(),
}


@pytest.fixture
def code(db: Database, office: Office) -> str:
    return devices.create_pairing(db, office.tablet.collector_id, NOW)


@pytest.fixture
def token(client: FlaskClient, code: str) -> str:
    token = _pair(client, code).get_json()["token"]
    assert isinstance(token, str)
    return token


def _pair(client: FlaskClient, code: Any) -> TestResponse:
    return client.post("/api/devices/pair", json={"code": code})


def _beat(client: FlaskClient, token: str, **changes: Any) -> TestResponse:
    return client.post(
        "/api/devices/heartbeat", json={**BEAT, **changes}, headers={"Authorization": f"Bearer {token}"}
    )


def test_a_code_is_exchanged_for_a_token(client: FlaskClient, office: Office, code: str) -> None:
    response = _pair(client, code)
    assert response.status_code == 201
    body = response.get_json()
    assert len(body.pop("token")) == 64
    assert body == {"collector": office.tablet.code, "name": "Tablet loket 1", "pin_set": False}


def test_a_code_is_good_once(client: FlaskClient, code: str) -> None:
    assert _pair(client, code).status_code == 201
    assert _pair(client, code).status_code == 404


def test_a_code_may_be_typed_as_people_type(client: FlaskClient, code: str) -> None:
    typed = f" {code[:4].upper()}-{code[4:]} ".replace("0", "O").replace("1", "l")
    assert _pair(client, typed).status_code == 201


@pytest.mark.parametrize("wrong", ["zzzzzzzz", "", "kode-ku!", None, 7, ["a"]])
def test_what_is_no_code_is_not_found(client: FlaskClient, code: str, wrong: Any) -> None:
    assert _pair(client, wrong).status_code == 404


def test_a_code_ends_after_a_quarter_of_an_hour(app: Flask, client: FlaskClient, code: str) -> None:
    app.config["CLOCK"] = lambda: NOW + devices.CODE_LIFETIME
    assert _pair(client, code).status_code == 404


def test_a_new_code_ends_the_one_before(client: FlaskClient, db: Database, office: Office, code: str) -> None:
    newer = devices.create_pairing(db, office.tablet.collector_id, NOW)
    assert _pair(client, code).status_code == 404
    assert _pair(client, newer).status_code == 201


def test_a_code_of_a_revoked_collector_is_worth_nothing(
    client: FlaskClient, db: Database, office: Office, code: str
) -> None:
    collectors.revoke_collector(db, office.unit.unit_id, office.tablet.collector_id, NOW)
    assert _pair(client, code).status_code == 404


def test_guessing_codes_comes_to_a_rest(app: Flask, client: FlaskClient, code: str) -> None:
    for _ in range(WRONG_CODES):
        assert _pair(client, "00000000").status_code == 404
    assert _pair(client, code).status_code == 429
    app.config["CLOCK"] = lambda: NOW + WRONG_CODES_WINDOW + timedelta(seconds=1)
    assert _pair(client, code).status_code == 201


def test_neither_code_nor_token_is_stored(db: Database, code: str, token: str) -> None:
    stored = read_everything(db)
    assert code not in stored and token not in stored
    assert hashlib.sha256(token.encode()).hexdigest() in stored


def test_a_report_is_answered_with_the_time_and_the_pin(
    client: FlaskClient, db: Database, office: Office, token: str
) -> None:
    survey_settings.set_pin_hash(db, office.unit.unit_id, hash_pin("2580"), NOW)
    response = _beat(client, token)
    assert response.status_code == 200
    body = response.get_json()
    assert datetime.fromisoformat(body["now"]) == NOW
    assert (body["revoked"], body["collector"], body["name"]) == (False, office.tablet.code, "Tablet loket 1")
    kind, rounds, salt, key = body["pin_hash"].split("$")
    assert kind == "pbkdf2-sha256"
    assert hashlib.pbkdf2_hmac("sha256", b"2580", bytes.fromhex(salt), int(rounds)).hex() == key


def test_what_a_tablet_reported_last_is_kept(
    client: FlaskClient, db: Database, office: Office, token: str
) -> None:
    _beat(client, token, queue=9)
    _beat(client, token, clock="2024-05-31T09:13:30+08:00")
    [(device, contact)] = devices.list_devices(db, office.unit.unit_id)
    assert device.name == "Tablet loket 1"
    assert contact == devices.Contact(
        NOW, 3, datetime(2024, 5, 31, tzinfo=UTC), 0, "0.1.0", timedelta(seconds=90)
    )


def test_a_tablet_whose_collector_is_revoked_is_told(
    client: FlaskClient, db: Database, office: Office, token: str
) -> None:
    collectors.revoke_collector(db, office.unit.unit_id, office.tablet.collector_id, NOW)
    assert _beat(client, token).get_json()["revoked"] is True


def test_a_revoked_tablet_is_turned_away(
    client: FlaskClient, db: Database, office: Office, token: str
) -> None:
    [(device, _)] = devices.list_devices(db, office.unit.unit_id)
    devices.revoke_device(db, office.unit.unit_id, device.device_id, NOW)
    assert _beat(client, token).status_code == 401
    assert devices.list_devices(db, office.unit.unit_id) == []


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer " + "0" * 64, "Basic YTpi"])
def test_a_report_without_a_token_is_turned_away(
    client: FlaskClient, office: Office, header: str | None
) -> None:
    headers = {"Authorization": header} if header else {}
    assert client.post("/api/devices/heartbeat", json=BEAT, headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("queue", -1),
        ("queue", True),
        ("queue", None),
        ("rejected", "2"),
        ("oldest", "kemarin"),
        ("version", "x" * 41),
        ("version", None),
        ("clock", "2024-05-31T09:12:00"),
        ("clock", 5),
    ],
)
def test_a_wrong_report_is_refused_by_field(client: FlaskClient, token: str, field: str, value: Any) -> None:
    response = _beat(client, token, **{field: value})
    assert response.status_code == 422
    assert list(response.get_json()["fields"]) == [field]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7"])
def test_what_is_no_json_object_is_refused(client: FlaskClient, office: Office, body: bytes) -> None:
    assert client.post("/api/visits", data=body, content_type="text/plain").status_code == 400


def test_a_huge_body_is_refused(client: FlaskClient, office: Office) -> None:
    response = client.post("/api/visits", data=b" " * 5000, content_type="text/plain")
    assert response.status_code == 413


def _visit(client: FlaskClient, office: Office, outcome: str, step: str | None = None) -> int:
    body = {"collector": office.tablet.code, "outcome": outcome, "step": step}
    return client.post("/api/visits", json=body).status_code


def test_visits_are_counted_without_any_answer(client: FlaskClient, db: Database, office: Office) -> None:
    for _ in range(3):
        assert _visit(client, office, "started") == 204
    assert _visit(client, office, "completed") == 204
    assert _visit(client, office, "abandoned", "biaya") == 204
    assert _visit(client, office, "abandoned", "service") == 204
    day = date(2024, 5, 31)
    counted = visits.count_visits(db, office.unit.unit_id, day, day)
    assert counted == visits.VisitCounts(3, 1, {"service": 1, "biaya": 1})
    earlier = date(2024, 5, 30)
    assert visits.count_visits(db, office.unit.unit_id, earlier, earlier) == visits.VisitCounts(0, 0, {})


def test_a_page_that_is_leaving_may_send_plain_text(client: FlaskClient, office: Office) -> None:
    body = f'{{"collector": "{office.tablet.code}", "outcome": "started"}}'
    assert client.post("/api/visits", data=body, content_type="text/plain;charset=UTF-8").status_code == 204
    assert (
        client.post("/api/visits", data=body, content_type="application/x-www-form-urlencoded").status_code
        == 415
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"collector": "tidakada"}, 404),
        ({"collector": 7}, 422),
        ({"outcome": "menang"}, 422),
        ({"outcome": ["started"]}, 422),
        ({"step": "U8"}, 422),
        ({"step": {}}, 422),
    ],
)
def test_an_odd_visit_is_refused(
    client: FlaskClient, office: Office, change: dict[str, Any], status: int
) -> None:
    body = {"collector": office.tablet.code, "outcome": "started", **change}
    assert client.post("/api/visits", json=body).status_code == status
