"""`POST /api/responses`: stored once and acknowledged, or refused with the reason and nothing stored."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import collectors
from kiosk.store.offices import services
from kiosk.store.offices import units
from tests.conftest import NOW
from tests.conftest import answer


def _stored(db: Database) -> list[dict[str, Any]]:
    """Every stored response with its profile and comment."""
    return [
        dict(row)
        for row in db.execute(
            """select r.*, p.sex, p.age_band, p.education, p.occupation, c.text as comment
               from responses r
               left join profiles p on p.response_id = r.response_id
               left join comments c on c.response_id = r.response_id"""
        )
    ]


Refused = Callable[..., dict[str, Any]]


@pytest.fixture
def refused(client: FlaskClient, office: Office, db: Database) -> Refused:
    """Sends an answer with the given changes; it has to be refused, and nothing stored. Gives the reasons."""

    def send(status: int = 422, **changes: Any) -> dict[str, Any]:
        response = client.post("/api/responses", json=answer(office.tablet.code) | changes)
        assert response.status_code == status
        assert _stored(db) == []
        body: dict[str, Any] = response.json or {}
        assert body["error"]
        return body

    return send


def test_an_answer_is_stored_under_the_names_of_its_unsur(
    client: FlaskClient, office: Office, db: Database
) -> None:
    given = {key: number % 4 + 1 for number, key in enumerate(UNSUR)}
    response = client.post("/api/responses", json=answer(office.tablet.code, answers=given))
    assert (response.status_code, response.json) == (201, {"id": f"{1:032x}", "status": "stored"})
    [row] = _stored(db)
    assert {key: row[key] for key in UNSUR} == given
    assert (row["sex"], row["age_band"], row["education"], row["occupation"]) == (
        "P",
        "26-35",
        "S1",
        "Swasta",
    )
    assert row["comment"] == "Pelayanan baik."
    assert row["answered_at"] == "2024-05-31T01:00:00.000Z"
    assert row["local_day"] == "2024-05-31"
    services = {service.service_id: service.code for service in units.list_services(db, office.unit.unit_id)}
    assert services[row["service_id"]] == "kartu-keluarga"


def test_the_same_answer_again_is_acknowledged_and_stored_once(
    client: FlaskClient, office: Office, db: Database
) -> None:
    body = answer(office.tablet.code)
    assert [client.post("/api/responses", json=body).status_code for _ in range(3)] == [201, 200, 200]
    assert len(_stored(db)) == 1


def test_another_answer_under_the_same_id_is_refused_and_changes_nothing(
    client: FlaskClient, office: Office, db: Database
) -> None:
    client.post("/api/responses", json=answer(office.tablet.code))
    before = _stored(db)
    changed = answer(office.tablet.code, answers={**dict.fromkeys(UNSUR, 3), "biaya": 4})
    response = client.post("/api/responses", json=changed)
    assert response.status_code == 409
    assert response.json and "tidak diubah" in response.json["detail"]
    assert _stored(db) == before


def test_a_uuid_and_its_32_digits_are_the_same_id(client: FlaskClient, office: Office, db: Database) -> None:
    written = "3F2504E0-4F89-41D3-9A0C-0305E82C3301"
    assert client.post("/api/responses", json=answer(office.tablet.code, id=written)).status_code == 201
    plain = answer(office.tablet.code, id=written.replace("-", "").lower())
    assert client.post("/api/responses", json=plain).status_code == 200
    assert len(_stored(db)) == 1


def test_service_profile_and_comment_may_be_left_out(
    client: FlaskClient, office: Office, db: Database
) -> None:
    body = answer(office.tablet.code)
    for optional in ("service", "profile", "comment"):
        del body[optional]
    assert client.post("/api/responses", json=body).status_code == 201
    [row] = _stored(db)
    assert [row[name] for name in ("service_id", "sex", "age_band", "comment")] == [None] * 4


def test_empty_optional_fields_count_as_left_out(client: FlaskClient, office: Office, db: Database) -> None:
    changes = {"service": "", "profile": {"sex": None, "education": "S1"}, "comment": " \n "}
    assert client.post("/api/responses", json=answer(office.tablet.code) | changes).status_code == 201
    [row] = _stored(db)
    assert (row["service_id"], row["sex"], row["education"], row["comment"]) == (None, None, "S1", None)


@pytest.mark.parametrize("value", [0, 5, -1, "4", 3.0, 2.5, True, [3], {}, 10**30])
def test_only_whole_numbers_from_1_to_4_are_answers(refused: Refused, value: object) -> None:
    reasons = refused(answers={**dict.fromkeys(UNSUR, 3), "biaya": value})
    assert reasons["fields"] == {"answers.biaya": "Jawaban harus angka bulat 1 sampai 4."}


@pytest.mark.parametrize("blank", [{}, {"sarana": None}])
def test_on_a_tablet_every_unsur_has_to_be_answered(refused: Refused, blank: dict[str, None]) -> None:
    others = {key: 3 for key in UNSUR if key != "sarana"}
    assert refused(answers=others | blank)["fields"] == {"answers.sarana": "Pilih salah satu jawaban."}
    assert len(refused(answers=None)["fields"]) == 9


@pytest.mark.parametrize("channel", ["kertas", "impor"])
def test_what_staff_enter_or_import_is_closed_to_everybody_else(
    client: FlaskClient, office: Office, db: Database, refused: Refused, channel: str
) -> None:
    desk = collectors.create_collector(db, unit_id=office.unit.unit_id, name="Meja", channel=channel, now=NOW)
    assert refused(404, collector=desk.code) == refused(404, collector="tidak-ada")
    visit = {"collector": desk.code, "outcome": "started", "step": None}
    assert client.post("/api/visits", json=visit).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers": {**dict.fromkeys(UNSUR, 3), "kebersihan": 3}}, "answers.kebersihan"),
        ({"answers": {**dict.fromkeys(UNSUR, 3), "U8": 3}}, "answers.U8"),
        ({"answers": [3] * 9}, "answers"),
        ({"id": "1"}, "id"),
        ({"id": None}, "id"),
        ({"id": "g" * 32}, "id"),
        ({"id": 7}, "id"),
        ({"answered_at": None}, "answered_at"),
        ({"answered_at": "kemarin"}, "answered_at"),
        ({"answered_at": "2024-05-31"}, "answered_at"),
        ({"answered_at": "2024-05-31T09:00:00"}, "answered_at"),
        ({"answered_at": "2024-02-30T09:00:00+08:00"}, "answered_at"),
        ({"answered_at": 1717117200}, "answered_at"),
        ({"service": "paspor"}, "service"),
        ({"service": ["kartu-keluarga"]}, "service"),
        ({"profile": "P"}, "profile"),
        ({"profile": {"sex": "X"}}, "profile.sex"),
        ({"profile": {"age_band": "12"}}, "profile.age_band"),
        ({"profile": {"age_band": ["17-25"]}}, "profile.age_band"),
        ({"profile": {"nik": "6372000000000000"}}, "profile.nik"),
        ({"comment": 5}, "comment"),
        ({"comment": "a" * 2001}, "comment"),
        ({"commnet": "Baik"}, "commnet"),
        ({"collector": None}, "collector"),
        ({"collector": 12}, "collector"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(refused: Refused, changes: dict[str, Any], field: str) -> None:
    assert list(refused(**changes)["fields"]) == [field]


def test_everything_that_is_wrong_is_named_at_once(refused: Refused) -> None:
    reasons = refused(id="x", service="paspor", comment=1, answers=dict.fromkeys(UNSUR, 9))
    assert len(reasons["fields"]) == 12


def test_reasons_come_in_the_language_asked_for(client: FlaskClient, office: Office) -> None:
    response = client.post("/api/responses?bahasa=en", json=answer(office.tablet.code, service="paspor"))
    assert response.json and "does not have that service" in response.json["fields"]["service"]


@pytest.mark.parametrize(
    ("answered_at", "day"),
    [
        ("2024-04-30T15:59:59Z", "2024-04-30"),
        ("2024-04-30T16:00:00Z", "2024-05-01"),
        ("2024-05-01T00:30:00+09:00", "2024-04-30"),
    ],
)
def test_the_office_s_own_midnight_decides_the_day(
    client: FlaskClient, office: Office, db: Database, answered_at: str, day: str
) -> None:
    client.post("/api/responses", json=answer(office.tablet.code, answered_at=answered_at))
    assert _stored(db)[0]["local_day"] == day


def test_a_comment_keeps_its_lines_and_loses_what_cannot_be_printed(
    client: FlaskClient, office: Office, db: Database
) -> None:
    comment = "  Bagus\r\n\tsekali\x00\x1b[31m \ud83d 🙏\u202e  "
    assert client.post("/api/responses", json=answer(office.tablet.code, comment=comment)).status_code == 201
    assert _stored(db)[0]["comment"] == "Bagus\n\tsekali[31m  🙏"


def test_the_longest_comment_fits(client: FlaskClient, office: Office, db: Database) -> None:
    comment = "😀" * 2000
    assert client.post("/api/responses", json=answer(office.tablet.code, comment=comment)).status_code == 201
    assert _stored(db)[0]["comment"] == comment


def test_a_megabyte_of_comment_is_too_large(refused: Refused) -> None:
    assert "2.000 karakter" in refused(413, comment="a" * 1_000_000)["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"halo",
        b'{"id": }',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"id": ' + b"9" * 5_000 + b"}",
        b"[]",
        b'"a"',
    ],
)
def test_what_is_no_json_object_is_refused(
    client: FlaskClient, office: Office, db: Database, body: bytes
) -> None:
    response = client.post("/api/responses", data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.json and "JSON" in response.json["detail"]
    assert _stored(db) == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_another_content_type_is_refused(
    client: FlaskClient, office: Office, db: Database, kind: str
) -> None:
    response = client.post("/api/responses", data=json.dumps(answer(office.tablet.code)), content_type=kind)
    assert response.status_code == 415
    assert response.json and "application/json" in response.json["detail"]
    assert _stored(db) == []


@pytest.mark.parametrize(
    "code",
    ["tidakada", "", "é", "\ud800", "a\x00b"],
    ids=["never made", "empty", "accented", "half a surrogate pair", "nul"],
)
def test_an_unknown_collector_is_not_found(refused: Refused, code: str) -> None:
    assert "tidak ditemukan" in refused(404, collector=code)["error"]


def test_a_revoked_collector_takes_only_what_was_answered_before(
    client: FlaskClient, office: Office, db: Database
) -> None:
    collectors.revoke_collector(db, office.unit.unit_id, office.tablet.collector_id, NOW - timedelta(hours=1))
    late = answer(office.tablet.code, 1, answered_at=NOW.isoformat())
    assert client.post("/api/responses", json=late).status_code == 410
    assert client.post("/api/responses", json=late | {"answered_at": "nanti"}).status_code == 410
    assert _stored(db) == []
    before = answer(office.tablet.code, 2, answered_at=(NOW - timedelta(hours=2)).isoformat())
    assert client.post("/api/responses", json=before).status_code == 201


def test_a_retired_service_takes_only_what_was_answered_before(
    client: FlaskClient, office: Office, db: Database
) -> None:
    service = units.list_services(db, office.unit.unit_id)[0]
    services.retire_service(db, office.unit.unit_id, service.service_id, NOW - timedelta(hours=1))
    late = answer(office.tablet.code, 1, service=service.code, answered_at=NOW.isoformat())
    assert client.post("/api/responses", json=late).status_code == 422
    before = late | {"answered_at": (NOW - timedelta(hours=2)).isoformat()}
    assert client.post("/api/responses", json=before).status_code == 201


def test_a_collector_of_one_service_counts_for_it_and_for_no_other(
    client: FlaskClient, office: Office, db: Database
) -> None:
    own, other, *_ = units.list_services(db, office.unit.unit_id)
    poster = collectors.create_collector(
        db, unit_id=office.unit.unit_id, name="QR KK", channel="qr", now=NOW, service_id=own.service_id
    )
    body = answer(poster.code)
    del body["service"]
    assert client.post("/api/responses", json=body).status_code == 201
    assert _stored(db)[0]["service_id"] == own.service_id
    assert client.post("/api/responses", json=answer(poster.code, 2, service=other.code)).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
)
def test_another_site_s_page_cannot_post(
    client: FlaskClient, office: Office, db: Database, headers: dict[str, str]
) -> None:
    response = client.post("/api/responses", json=answer(office.tablet.code), headers=headers)
    assert response.status_code == 403
    assert _stored(db) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "https://skm.example.go.id"},
    ],
)
def test_the_office_s_own_pages_and_scripts_can_post(
    app: Flask, client: FlaskClient, office: Office, headers: dict[str, str]
) -> None:
    app.config["BASE_URL"] = "https://skm.example.go.id"
    response = client.post("/api/responses", json=answer(office.tablet.code), headers=headers)
    assert response.status_code == 201


def test_the_door_is_for_posting_only(client: FlaskClient, office: Office) -> None:
    assert client.get("/api/responses").status_code == 405
