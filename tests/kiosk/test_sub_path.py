"""Under a path of another site every link, form and redirect keeps that path."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.store.accounts import password_links
from kiosk.web.request_limits import Kind
from kiosk.web.request_limits import Routes
from kiosk.web.sub_path import without
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.conftest import answer


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application of an office that is reached at `/ikm` of the city's site."""
    monkeypatch.setenv("IKM_BASE_URL", "http://localhost/ikm")
    app = create_app(tmp_path / "instance")
    app.config.update(TESTING=True, CLOCK=lambda: NOW)
    yield app
    app.extensions["ikm_connections"].close()


@pytest.fixture
def office(mounted: Flask, password_hash: str) -> Office:
    """Its office."""
    with mounted.app_context():
        return found_office(
            get_db(),
            name="Kecamatan Sungai Jernih",
            timezone="Asia/Makassar",
            services=["Kartu Keluarga"],
            admin={"username": "admin", "name": "Admin", "password_hash": password_hash},
            now=NOW,
        )


@pytest.fixture(params=["/ikm", ""], ids=["passed on", "cut off"])
def site(request: pytest.FixtureRequest) -> str:
    """What the proxy leaves of the sub-path."""
    return str(request.param)


def _links(page: str) -> set[str]:
    return set(re.findall(r'(?:href|src|action|data-[a-z]+)="(/[^"]*)"', page))


def test_no_link_of_a_page_leaves_the_sub_path(mounted: Flask, office: Office, site: str) -> None:
    client = mounted.test_client()
    for path in (f"/s/{office.tablet.code}", "/masuk", f"/hasil/{office.unit.code}"):
        page = client.get(site + path)
        assert page.status_code == 200
        assert [link for link in _links(page.text) if not link.startswith("/ikm/")] == []


def _log_in(client: FlaskClient, site: str, path: str) -> str:
    page = client.get(site + path)
    assert page.location.startswith("/ikm/masuk?lanjut=/ikm/staf/")
    target = page.location.removeprefix("/ikm")
    form = client.get(site + target).text
    action = re.search(r'action="([^"]+)"', form)
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert action and token and action[1].startswith("/ikm/masuk")
    data = {"csrf_token": token[1], "username": "admin", "password": PASSWORD}
    return str(client.post(site + action[1].removeprefix("/ikm"), data=data).location)


def test_logging_in_leads_to_the_page_that_was_asked_for(mounted: Flask, office: Office, site: str) -> None:
    client = mounted.test_client()
    target = _log_in(client, site, "/staf/?periode=2024-05")
    assert target == "/ikm/staf/?periode=2024-05"
    assert client.get(site + target.removeprefix("/ikm")).status_code == 200


def test_a_form_that_outlived_its_session_is_sent_to_its_own_address(
    mounted: Flask, office: Office, site: str
) -> None:
    client = mounted.test_client()
    _log_in(client, site, "/staf/")
    mounted.config["CLOCK"] = lambda: NOW + timedelta(hours=9)
    own = {"Origin": "http://localhost"}
    page = client.post(f"{site}/staf/kelola/layanan/", data={"name": "Surat"}, headers=own)
    fields = dict(re.findall(r'name="(csrf_token|kept)" value="([^"]+)"', page.text))
    again = client.post(f"{site}/masuk", data={**fields, "username": "admin", "password": PASSWORD})
    assert 'action="/ikm/staf/kelola/layanan/"' in again.text


def test_a_password_is_set_and_the_service_worker_found(mounted: Flask, office: Office, site: str) -> None:
    client = mounted.test_client()
    with mounted.app_context():
        link = password_links.create_link(get_db(), person_id=office.admin.person_id, made_by=None, now=NOW)
        code = link.code
    assert f'action="/ikm/sandi/{code}"' in client.get(f"{site}/sandi/{code}").text
    worker = client.get(f"{site}/sw.js").text
    assert '"/ikm/s/"' in worker
    assert 'data-worker="/ikm/sw.js"' in client.get(f"{site}/s/{office.tablet.code}").text


def test_answers_arrive_and_addresses_have_the_path_once(mounted: Flask, office: Office, site: str) -> None:
    client = mounted.test_client()
    sent = answer(office.tablet.code, service="kartu-keluarga")
    assert client.post(f"{site}/api/responses", json=sent).status_code == 201
    _log_in(client, site, "/staf/")
    page = client.get(f"{site}/staf/perangkat/").text
    assert f"http://localhost/ikm/s/{office.tablet.code}" in page and "/ikm/ikm/" not in page


def test_the_server_knows_visitors_under_the_sub_path(mounted: Flask, office: Office) -> None:
    routes = Routes(mounted)
    for path in ("/ikm/s/abcd", "/s/abcd", "/ikm/api/responses"):
        assert routes.kind(path) is Kind.VISITOR
    assert routes.kind("/ikm/staf/") is Kind.STAFF and routes.kind("/ikm/masuk") is Kind.LOGIN


@pytest.mark.parametrize(
    ("path", "inside"), [("/ikm", "/"), ("/ikm/", "/"), ("/ikm/s/x", "/s/x"), ("/ikmx", "/ikmx"), ("/", "/")]
)
def test_only_the_whole_name_is_the_sub_path(path: str, inside: str) -> None:
    assert without("/ikm", path) == inside
