"""The headers of every kind of answer, whole: what is added or lost is seen here."""

import re

import pytest
from flask.testing import FlaskClient

from kiosk.offices import Office
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import log_in

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# What an answer may carry beside them.
OTHERS = {"Content-Type", "Content-Length", "Cache-Control", "Location", "Vary", "Allow", "Set-Cookie"}
SAVED = 'attachment; filename="jawaban.json"'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 303),
        ("/masuk", 200),
        ("/staf/", 303),
        ("/privasi", 200),
        ("/healthz", 200),
        ("/tidak-ada", 404),
        ("/api/responses", 405),
        ("/s/tidak-ada", 404),
    ],
)
def test_every_answer_has_exactly_these_headers(
    client: FlaskClient, office: Office, path: str, status: int
) -> None:
    response = client.get(path)
    assert response.status_code == status
    given = dict(response.headers)
    assert {name: given.pop(name) for name in SECURITY} == SECURITY
    assert given.pop("Cache-Control") == "no-store"
    assert given.pop("Content-Disposition", None) == (SAVED if path.startswith("/api/") else None)
    assert given.keys() <= OTHERS


def test_the_json_door_has_them_too(client: FlaskClient, office: Office) -> None:
    response = client.post("/api/responses", json=answer(office.tablet.code))
    assert {name: response.headers[name] for name in SECURITY} == SECURITY
    assert response.headers["Content-Disposition"] == SAVED


def test_refusals_of_the_json_door_have_them_too(client: FlaskClient, office: Office) -> None:
    sent = answer(office.tablet.code)
    client.post("/api/responses", json=sent)
    changed = {**sent, "comment": "lain"}
    for body, status in (
        (changed, 409),
        ({**sent, "answers": {}}, 422),
        ({**sent, "comment": "x" * 70_000}, 413),
    ):
        response = client.post("/api/responses", json=body)
        assert response.status_code == status
        assert {name: response.headers[name] for name in SECURITY} == SECURITY


@pytest.mark.parametrize(
    "path",
    ["/staf/rekap.pdf?periode=2024-05", "/staf/laporan/data?format=xlsx", "/staf/laporan/data?format=csv"],
)
def test_what_staff_download_has_them_too_and_stays_in_no_cache(staff: Staff, path: str) -> None:
    response = staff.get(path)
    assert response.status_code == 200
    assert {name: response.headers[name] for name in SECURITY} == SECURITY
    assert response.headers["Cache-Control"] == "no-store"


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
