"""Requests that bypass the framework get the same response as from the views."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.operations.founding import Office
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices import collectors
from tests.conftest import NOW
from tests.conftest import answer

ANOTHER_SITE = [{"Origin": "https://lain.example"}, {"Sec-Fetch-Site": "cross-site"}]
# With a query the views answer.
VIEWS = "?x"


def _told(response: TestResponse) -> tuple[int, dict[str, str], set[str], str]:
    """Status, headers, what they vary with, and text without the ids.

    Flask adds that what asks for a session varies with the cookie; neither may be cached anyway.
    """
    headers, data = dict(response.headers), response.data
    varies = set(headers.pop("Vary", "").split(", ")) - {"Cookie", ""}
    if headers.get("Content-Encoding") == "gzip":
        data = gzip.decompress(data)
    return response.status_code, headers, varies, re.sub(r"[0-9a-f]{32}", "", data.decode())


@pytest.fixture
def without_views(app: Flask, client: FlaskClient, office: Office) -> None:
    """The page is rendered once; from then on the views of both requests must not be asked."""
    client.get(f"/s/{office.tablet.code}")

    def fail(**_values: object) -> str:
        raise AssertionError("the view was asked")

    for name in ("survey.page", "survey.receive"):
        app.view_functions[name] = fail


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "identity", ""])
def test_a_page_is_the_same_past_the_views(client: FlaskClient, office: Office, accepted: str) -> None:
    path, headers = f"/s/{office.tablet.code}", {"Accept-Encoding": accepted}
    viewed = _told(client.get(path + VIEWS, headers=headers))
    assert _told(client.get(path, headers=headers)) == viewed


def test_an_answer_is_told_the_same_past_the_views(client: FlaskClient, office: Office) -> None:
    paths = ("/api/responses", "/api/responses" + VIEWS)
    for path, other in (paths, paths[::-1]):
        sent = answer(office.tablet.code, id=new_response_id())
        first, again = (client.post(one, json=sent) for one in (path, path))
        assert (first.status_code, again.status_code) == (201, 200)
        assert _told(client.post(other, json=sent)) == _told(again)
    viewed = _told(client.post(paths[1], json=answer(office.tablet.code, id=new_response_id())))
    assert _told(client.post(paths[0], json=answer(office.tablet.code, id=new_response_id()))) == viewed


def test_the_usual_requests_do_not_need_the_views(
    client: FlaskClient, office: Office, without_views: None
) -> None:
    assert client.get(f"/s/{office.tablet.code}").status_code == 200
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/responses", json=answer(office.tablet.code), headers=own).status_code == 201


@pytest.mark.parametrize("headers", ANOTHER_SITE)
def test_another_site_is_refused_as_ever(
    client: FlaskClient, office: Office, headers: dict[str, str]
) -> None:
    assert client.post("/api/responses", json=answer(office.tablet.code), headers=headers).status_code == 403


def test_a_place_that_was_closed_meanwhile_is_closed_at_once(
    client: FlaskClient, db: Database, office: Office
) -> None:
    path = f"/s/{office.poster.code}"
    assert [client.get(path).status_code for _ in range(2)] == [200, 200]
    collectors.revoke_collector(db, office.unit.unit_id, office.poster.collector_id, NOW)
    assert client.get(path).status_code == 410


def test_a_body_that_is_refused_is_read_whole_by_the_views(client: FlaskClient, office: Office) -> None:
    refused = client.post("/api/responses", json={**answer(office.tablet.code), "answers": {"biaya": 7}})
    assert refused.status_code == 422
    assert "answers.biaya" in refused.get_json()["fields"]
