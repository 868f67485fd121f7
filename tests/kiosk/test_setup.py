"""An empty instance leads a newcomer to its set-up, once."""

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.security.sessions import setup_key
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from kiosk.store.offices.survey_settings import get_survey_settings
from tests.conftest import Staff
from tests.conftest import token
from tests.drills import set_up

ANSWERS = {
    "name": "Kelurahan Contoh",
    "agency": "Pemerintah Kota Contoh",
    "timezone": "Asia/Jakarta",
    "services": "Kartu Keluarga\n\n  Surat   pindah \nKartu Keluarga\n",
    "person_name": "Admin",
    "username": "Admin.Satu",
    "password": "rahasia sekali",
    "password_again": "rahasia sekali",
}


def _address(client: FlaskClient) -> str:
    """The address that `ikm serve` prints."""
    return f"/pasang?kunci={setup_key(client.application.config['SECRET_KEY'])}"


def _set_up(client: FlaskClient, **changes: str) -> int:
    address = _address(client)
    data = {"csrf_token": token(client, address), **ANSWERS, **changes}
    return client.post(address, data=data).status_code


def test_the_front_door_of_an_empty_instance_leads_to_the_set_up(client: FlaskClient) -> None:
    response = client.get("/", follow_redirects=True)
    assert response.request.path == "/pasang" and "Kiosk belum dipasang" in response.text
    assert "Pasang kiosk" in client.get(_address(client)).text


def test_the_set_up_makes_office_services_tablet_and_admin(client: FlaskClient, db: Database) -> None:
    assert _set_up(client) == 303
    (unit,) = units.list_units(db)
    assert (unit.name, unit.timezone, unit.code) == ("Kelurahan Contoh", "Asia/Jakarta", "kelurahan-contoh")
    assert [service.code for service in units.list_services(db, unit.unit_id)] == [
        "kartu-keluarga",
        "surat-pindah",
    ]
    assert [collector.channel for collector in collectors.list_collectors(db, unit.unit_id)] == [
        "kiosk",
        "qr",
    ]
    assert client.get("/staf/").status_code == 200


def test_the_set_up_closes_itself(client: FlaskClient) -> None:
    _set_up(client)
    assert client.get("/pasang").status_code == 404
    data = {"csrf_token": token(client, "/staf/kelola/"), **ANSWERS, "username": "kedua"}
    assert client.post("/pasang", data=data).status_code == 404


def test_a_refused_set_up_keeps_what_was_typed_and_makes_nothing(client: FlaskClient, db: Database) -> None:
    data = {"csrf_token": token(client, _address(client)), **ANSWERS, "password_again": "lain"}
    response = client.post(_address(client), data=data)
    assert response.status_code == 422
    assert "belum sama" in response.text
    assert "Kelurahan Contoh" in response.text
    assert units.list_units(db) == []


def test_a_short_password_is_refused(client: FlaskClient) -> None:
    assert _set_up(client, password="pendek", password_again="pendek") == 422


@pytest.mark.parametrize(
    "sender",
    [{"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}],
)
def test_the_set_up_needs_the_printed_key_wherever_it_is_opened(
    client: FlaskClient, sender: dict[str, str]
) -> None:
    assert client.get("/pasang", environ_overrides=sender).status_code == 403
    assert client.get(_address(client), environ_overrides=sender).status_code == 200
    for wrong in ("0123456789abcdef", "%C3%A9"):
        assert client.get(f"/pasang?kunci={wrong}", environ_overrides=sender).status_code == 403


def test_a_founded_office_leads_from_the_front_door_to_the_log_in(staff: Staff) -> None:
    assert staff.get("/").location == "/staf/dasbor"
    staff.post("/keluar", {})
    assert staff.get("/").location == "/masuk"


@pytest.mark.parametrize("ticked", [True, False])
def test_the_set_up_offers_one_time_tickets_for_qr_codes(
    client: FlaskClient, db: Database, ticked: bool
) -> None:
    assert _set_up(client, **({"tickets": "y"} if ticked else {})) == 303
    (unit,) = units.list_units(db)
    assert get_survey_settings(db, unit.unit_id).tickets is ticked


@pytest.mark.sqlite_only
@pytest.mark.skipif(not shutil.which("caddy"), reason="needs Caddy: apt-get install caddy")
@pytest.mark.parametrize("path", ["", "/ikm"])
def test_behind_caddy_as_documented_only_the_key_opens_the_set_up(tmp_path: Path, path: str) -> None:
    found = set_up.run(tmp_path, path)
    assert (found.pop("with the key"), found.pop("afterwards")) == (303, 404)
    assert len(found) == len(set_up.CLAIMS) and set(found.values()) == {403}
