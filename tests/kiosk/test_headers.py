"""All headers of every kind of response: one that is added or lost fails here."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.base.period import Period
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.survey_settings import SurveySettings
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import draw_logo
from tests.conftest import log_in
from tests.kiosk.offices_data import record

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Ikm-Kiosk": "1",
}
# Under what name a browser would save what is not for its window.
AS_FILE = 'attachment; filename="jawaban.json"'
# Headers that a response may have beside them.
OTHERS = {
    "Accept-Ranges", "Allow", "Content-Disposition", "Content-Encoding", "Content-Length", "Content-Type",
    "Date", "ETag", "Last-Modified", "Location", "Retry-After", "Set-Cookie", "Vary",
}  # fmt: skip


def assert_whole(response: TestResponse, status: int, cached: str = "no-store") -> None:
    """Exactly these headers, each once."""
    assert response.status_code == status, response.request.path
    given = dict(response.headers)
    assert len(response.headers) - len(response.headers.getlist("Set-Cookie")) == len(
        given.keys() - {"Set-Cookie"}
    )
    assert {name: given.pop(name) for name in SECURITY} == SECURITY
    assert given.pop("Cache-Control") == cached
    if response.mimetype in ("text/html", "application/json") and "/hasil/" not in response.request.path:
        is_for_scripts = response.request.path.startswith("/api/")
        assert given.pop("Content-Disposition", None) == (AS_FILE if is_for_scripts else None)
    assert given.keys() <= OTHERS


@pytest.fixture
def shown(db: Database, office: Office) -> dict[str, str]:
    """An office with a logo, a published April and a collector that is closed: what addresses need of it."""
    units.set_logo(db, office.unit.unit_id, draw_logo(), NOW)
    record(db, office, "2024-04-10", 10)
    summary = summarise(db, office.unit, Period.parse("2024-04"), NOW)
    publish(db, summary, person_id=office.admin.person_id, now=NOW)
    closed = collectors.create_collector(
        db, unit_id=office.unit.unit_id, name="Lama", channel="kiosk", now=NOW - timedelta(days=9)
    )
    collectors.revoke_collector(db, office.unit.unit_id, closed.collector_id, NOW - timedelta(days=8))
    tablet, poster, unit = office.tablet.code, office.poster.collector_id, office.unit.code
    return {"tablet": tablet, "poster": poster, "unit": unit, "closed": closed.code}


# Public addresses and their responses.
OPEN = {
    "/": 303,
    "/masuk": 200,
    "/staf/": 303,
    "/privasi": 200,
    "/healthz": 200,
    "/tablet": 200,
    "/tidak-ada": 404,
    "/api/responses": 405,
    "/s/tidak-ada": 404,
    "/s/{closed}": 410,
    "/s/{tablet}": 200,
    "/s/{tablet}?bahasa=en": 200,
    "/s/{tablet}/terima-kasih": 200,
    "/s/{tablet}/qr.svg": 404,
    "/sandi/tidak-ada": 410,
    "/hasil/{unit}": 200,
    "/hasil/{unit}/1": 200,
    "/hasil/{unit}/1.json": 200,
    "/hasil/{unit}/99999999999999999999": 404,
}


def test_every_answer_has_exactly_these_headers(client: FlaskClient, shown: dict[str, str]) -> None:
    for path, status in OPEN.items():
        assert_whole(client.get(path.format(**shown)), status)


def test_what_browsers_may_keep_has_them_too(client: FlaskClient, shown: dict[str, str]) -> None:
    assert_whole(client.get("/sw.js"), 200, "no-cache")
    logo = client.get(f"/s/{shown['tablet']}/logo.png")
    assert_whole(logo, 200, "public, max-age=31536000, immutable")


def test_every_answer_of_the_json_door_has_them(
    client: FlaskClient, db: Database, office: Office, shown: dict[str, str]
) -> None:
    sent = answer(office.tablet.code)
    for body, status in (
        (sent, 201),
        (sent, 200),
        ({**sent, "comment": "lain"}, 409),
        ({**sent, "answers": {}}, 422),
        ({**sent, "comment": "x" * 70_000}, 413),
        ({**sent, "collector": "tidak-ada"}, 404),
        ({**sent, "collector": shown["closed"]}, 410),
        ([], 400),
    ):
        assert_whole(client.post("/api/responses", json=body), status)
    assert_whole(client.post("/api/responses", data="x"), 415)
    elsewhere = {"Origin": "https://contoh.example"}
    assert_whole(client.post("/api/responses", json=sent, headers=elsewhere), 403)
    survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(tickets=True), NOW)
    assert_whole(client.post("/api/responses", json={**sent, "collector": office.poster.code}), 403)


def test_forms_and_tablets_get_them_too(client: FlaskClient, office: Office) -> None:
    page = f"/s/{office.poster.code}"
    assert_whole(client.post(page, data={}), 422)
    good = {key: str(value) for key, value in answer(page)["answers"].items()}
    assert_whole(client.post(page, data={"id": "a" * 32, **good}), 303)
    assert_whole(client.post("/api/devices/pair", json={"code": "x"}), 404)
    assert_whole(client.post("/api/devices/heartbeat", json={}), 401)
    assert_whole(
        client.post("/api/visits", json={"collector": office.tablet.code, "outcome": "started"}), 204
    )
    assert_whole(client.post("/masuk", data={}), 400)


# Each format that a file is downloaded in.
FILES = {
    "application/pdf": "/staf/laporan/berkas?jenis=rekap&format=pdf&periode=2024-04",
    "image/png": "/staf/laporan/berkas?jenis=poster-persegi&format=png&periode=2024-04",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "/staf/laporan/berkas?jenis=laporan&format=docx&periode=2024-04"
    ),
    "application/zip": "/staf/laporan/berkas?jenis=bukti&format=zip&periode=2024-04",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "/staf/laporan/data?format=xlsx&periode=2024-04"
    ),
    "text/csv": "/staf/laporan/data?format=csv&periode=2024-04",
    "image/svg+xml": "/staf/qr/{poster}/kode.svg",
}


def test_what_staff_download_has_them_too_and_stays_in_no_cache(staff: Staff, shown: dict[str, str]) -> None:
    for kind, path in FILES.items():
        response = staff.get(path.format(**shown))
        assert_whole(response, 200)
        assert response.mimetype == kind
        assert "filename=" in response.headers["Content-Disposition"]


def test_what_staff_are_refused_has_them_too(staff: Staff, shown: dict[str, str]) -> None:
    assert_whole(staff.get("/staf/kelola/logo.png"), 200)
    assert_whole(staff.get("/staf/laporan/berkas?jenis=tidak-ada"), 404)
    assert_whole(staff.get("/staf/laporan/?periode=mei"), 422)
    assert_whole(staff.client.post("/staf/kelola/kantor", data={}), 400)
    assert_whole(staff.post("/staf/kelola/sasaran", {"year": "2024"}), 303)


def test_an_error_of_the_program_has_them_too(app: Flask, client: FlaskClient, office: Office) -> None:
    def fail() -> str:
        raise ZeroDivisionError

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["privacy.show"] = fail
    assert_whole(client.get("/privasi"), 500)


def test_a_static_file_that_the_browser_has_already_has_them_too(client: FlaskClient, office: Office) -> None:
    address = next(iter(re.findall(r'"(/static/[^"]+\.css[^"]*)"', client.get("/masuk").text)))
    with client.get(address) as first:
        tag = first.headers["ETag"]
    with client.get(address, headers={"If-None-Match": tag}) as again:
        assert again.status_code == 304
        assert {name: again.headers[name] for name in SECURITY} == SECURITY


def test_the_session_cookie_is_for_this_site_alone_and_out_of_reach_of_script(
    client: FlaskClient, office: Office
) -> None:
    cookies = log_in(client).headers.getlist("Set-Cookie")
    [session] = [cookie for cookie in cookies if cookie.startswith("ikm=")]
    assert "HttpOnly" in session and "SameSite=Lax" in session and "Path=/" in session
    assert "Domain=" not in session


def test_citizens_get_no_cookie(client: FlaskClient, office: Office) -> None:
    for response in (
        client.get(f"/s/{office.tablet.code}"),
        client.get("/privasi"),
        client.post("/api/responses", json=answer(office.tablet.code)),
    ):
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("mark", "repeated"), [("17-x", True), ("a" * 65, False), ("a b", False), ("é", False)]
)
def test_an_answer_repeats_the_mark_of_its_request(client: FlaskClient, mark: str, repeated: bool) -> None:
    for path in ("/api/responses", "/api/devices/heartbeat", "/api/visits", "/tidak-ada"):
        answer = client.post(path, json={}, headers={"Ikm-Mark": mark})
        assert answer.status_code >= 400
        assert answer.headers.getlist("Ikm-Mark") == ([mark] if repeated else [])
