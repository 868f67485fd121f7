"""A request's `Host` header does not decide what is printed."""

from pathlib import Path

import pytest
from flask import Flask

from kiosk.app import create_app
from kiosk.operations.founding import Office
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.web import addresses
from kiosk.web.hosts import is_local
from tests.conftest import answer


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("10.0.0.5:8080", True),
        ("[fe80::1]:8080", True),
        ("kiosk", True),
        ("ikm.kantor.lan", True),
        ("localhost:80", True),
        ("evil.example", False),
        ("lan.evil.example:8080", False),
        ("", False),
    ],
)
def test_a_name_that_anyone_can_buy_is_not_local(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_a_foreign_host_gets_into_no_printed_address(app: Flask, office: Office) -> None:
    for host in ("evil.example", "10.1.2.3:8080"):
        with app.test_request_context(base_url=f"http://{host}"):
            address = addresses.survey_url(office.poster, SurveySettings())
        assert address.endswith(f"/s/{office.poster.code}")
        assert (host in address) is (host != "evil.example")


def test_where_the_office_states_its_hosts_others_are_refused(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_HOSTS", "ikm.kantor.go.id, 10.0.0.5")
    app: Flask = create_app(tmp_path / "instance")
    client = app.test_client()
    assert client.get("/masuk", headers={"Host": "IKM.kantor.go.id:443"}).status_code == 200
    assert client.get("/masuk", headers={"Host": "10.0.0.5:8080"}).status_code == 200
    for host, statuses in (("10.0.0.5", [200, 200, 201]), ("evil.example", [400, 400, 400])):
        asked = [
            # Each by a browser without a cookie: the survey and an answer bypass Flask.
            app.test_client().get("/masuk", headers={"Host": host}),
            app.test_client().get(f"/s/{office.tablet.code}", headers={"Host": host}),
            app.test_client().post("/api/responses", json=answer(office.tablet.code), headers={"Host": host}),
        ]
        assert [one.status_code for one in asked] == statuses
    app.extensions["ikm_connections"].close()
