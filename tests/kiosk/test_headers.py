"""The headers of every kind of answer, whole: what is added or lost is seen here."""

import pytest
from flask.testing import FlaskClient

from kiosk.offices import Office
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
    assert given.keys() <= OTHERS


def test_the_json_door_has_them_too(client: FlaskClient, office: Office) -> None:
    response = client.post("/api/responses", json=answer(office.tablet.code))
    assert {name: response.headers[name] for name in SECURITY} == SECURITY


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
