"""Logging in and out."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlite_utils import Database

from kiosk.base.config import configure
from kiosk.operations.founding import Office
from kiosk.security.kept_forms import KeptForm
from kiosk.security.reauthentication import GUESS_WINDOW
from kiosk.security.reauthentication import GUESSES
from kiosk.security.sessions import LIFETIME
from kiosk.store.accounts import people
from kiosk.store.offices.units import list_services
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.conftest import Staff
from tests.conftest import log_in
from tests.conftest import token

XHTML = "{http://www.w3.org/1999/xhtml}"


def test_the_right_password_opens_the_staff_pages(client: FlaskClient, office: Office) -> None:
    assert log_in(client).location == "/staf/dasbor"
    assert client.get("/staf/").status_code == 200


def test_the_user_name_may_be_typed_in_capitals(client: FlaskClient, office: Office) -> None:
    assert log_in(client, "ADMIN").status_code == 303


@pytest.mark.parametrize(("username", "password"), [("admin", "salah"), ("tidakada", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_look_alike(
    client: FlaskClient, office: Office, username: str, password: str
) -> None:
    response = log_in(client, username, password)
    assert response.status_code == 422
    assert "Nama pengguna atau kata sandi salah" in response.text
    assert client.get("/staf/").status_code == 303


def test_after_many_wrong_guesses_even_the_right_one_waits(
    app: Flask, client: FlaskClient, office: Office
) -> None:
    for _ in range(GUESSES):
        assert log_in(client, password="salah").status_code == 422
    assert log_in(client).status_code == 429
    app.config["CLOCK"] = lambda: NOW + GUESS_WINDOW + timedelta(seconds=1)
    assert log_in(client).status_code == 303


def test_logging_in_leads_to_the_page_one_wanted(client: FlaskClient, office: Office) -> None:
    wanted = client.get("/staf/rekap.pdf?periode=2024-05").location
    response = client.post(
        wanted, data={"csrf_token": token(client, wanted), "username": "admin", "password": PASSWORD}
    )
    assert response.location == "/staf/rekap.pdf?periode=2024-05"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "/\t/example.org",
        "/\n/example.org",
        "///x",
    ],
)
def test_a_link_cannot_send_staff_to_another_site(client: FlaskClient, office: Office, target: str) -> None:
    data = {"csrf_token": token(client, "/masuk"), "username": "admin", "password": PASSWORD}
    response = client.post("/masuk", query_string={"lanjut": target}, data=data)
    assert response.location == "/staf/dasbor"


def test_logging_out_closes_the_staff_pages(staff: Staff) -> None:
    staff.post("/keluar", {})
    assert staff.get("/staf/").status_code == 303


def test_a_copied_cookie_is_worthless_after_logging_out_and_other_devices_stay(
    app: Flask, staff: Staff
) -> None:
    other, thief = app.test_client(), app.test_client()
    log_in(other)
    cookie = staff.client.get_cookie("ikm")
    assert cookie
    thief.set_cookie("ikm", cookie.value)
    assert thief.get("/staf/").status_code == 200
    staff.post("/keluar", {})
    assert thief.get("/staf/").status_code == 303
    assert other.get("/staf/").status_code == 200


def test_sessions_that_ended_are_forgotten_once_no_cookie_lasts_that_long(
    app: Flask, staff: Staff, db: Database
) -> None:
    staff.post("/keluar", {})
    log_in(staff.client)
    app.config["CLOCK"] = lambda: NOW + LIFETIME + timedelta(seconds=1)
    log_in(staff.client)
    staff.post("/keluar", {})
    assert db.execute("select count(*) as n from ended_sessions").fetchone()["n"] == 1


def test_a_new_password_ends_every_session(staff: Staff, db: Database, office: Office) -> None:
    people.set_password(db, office.admin.person_id, "any-hash", NOW)
    assert staff.get("/staf/").status_code == 303


@pytest.mark.parametrize(("pause", "status"), [(timedelta(hours=7), 200), (timedelta(hours=9), 303)])
def test_a_session_ends_after_eight_hours_of_rest(
    app: Flask, staff: Staff, pause: timedelta, status: int
) -> None:
    app.config["CLOCK"] = lambda: NOW + pause
    assert staff.get("/staf/").status_code == status


def test_a_session_ends_after_twelve_hours_however_busy(app: Flask, staff: Staff) -> None:
    seen = []
    for hours in (6, 9, 11, 13):
        app.config["CLOCK"] = lambda now=NOW + timedelta(hours=hours): now
        seen.append(staff.get("/staf/").status_code)
    assert seen == [200, 200, 200, 303]


def _fields(page: str) -> dict[str | None, str | None]:
    """The inputs of a page."""
    return {node.get("name"): node.get("value") for node in HTMLParser().parse(page).iter(f"{XHTML}input")}


def test_a_form_sent_after_the_session_ended_is_sent_after_logging_in_again(
    app: Flask, staff: Staff, db: Database, office: Office
) -> None:
    form = {"name": "Surat “pindah”", "pin": "1234"}
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=9)
    own = {"Origin": "http://localhost"}
    page = staff.client.post("/staf/kelola/layanan/?x=1", data=form, headers=own)
    assert page.status_code == 401 and "isian itu tidak hilang" in page.text and "1234" not in page.text
    kept = _fields(page.text)
    wrong = staff.client.post("/masuk", data={**kept, "username": "admin", "password": "salah"})
    kept = _fields(wrong.text)
    again = staff.client.post("/masuk", data={**kept, "username": "admin", "password": PASSWORD})
    assert 'action="/staf/kelola/layanan/?x=1"' in again.text
    assert "Menambah layanan" in again.text and "<li>Surat “pindah”</li>" in again.text
    assert staff.client.post("/staf/kelola/layanan/?x=1", data=_fields(again.text)).status_code == 303
    assert "Surat “pindah”" in [service.name for service in list_services(db, office.unit.unit_id)]


@pytest.mark.parametrize("path", ["/staf/kelola/orang/baru", "/tidak/ada", "//elsewhere.test/", "http://["])
def test_a_form_about_accounts_is_not_kept_for_an_admin_to_send(
    app: Flask, client: FlaskClient, office: Office, path: str
) -> None:
    with app.app_context():
        kept = KeptForm(path, [("name", "Palsu")]).keep_for(office.admin.person_id)
    sent = {"csrf_token": token(client, "/masuk"), "username": "admin", "password": PASSWORD, "kept": kept}
    reply = client.post("/masuk", data=sent)
    assert (reply.status_code, reply.location) == (303, "/staf/dasbor")


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.test"}])
def test_another_site_cannot_leave_a_form_to_be_sent_after_logging_in(
    client: FlaskClient, office: Office, headers: dict[str, str]
) -> None:
    reply = client.post("/staf/kelola/layanan/", data={"name": "Palsu"}, headers=headers)
    assert reply.status_code == 303 and reply.location.startswith("/masuk")


@pytest.mark.parametrize("path", ["/staf/akun/", "/staf/akun/pastikan"])
def test_a_password_of_a_form_sent_after_the_session_ended_is_in_no_page(
    client: FlaskClient, office: Office, path: str
) -> None:
    form = {"current": PASSWORD, "answer": PASSWORD}
    reply = client.post(path, data=form, headers={"Origin": "http://localhost"})
    assert reply.status_code == 303 and PASSWORD not in reply.text


def test_a_form_without_its_token_is_refused(staff: Staff, db: Database) -> None:
    response = staff.client.post("/staf/kelola/layanan/", data={"name": "Tanpa token"})
    assert response.status_code == 400
    assert "Muat ulang" in response.text or "muat ulang" in response.text


def test_on_https_cookies_are_bound_to_this_host_and_hidden_from_scripts(
    office: Office, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_BASE_URL", "https://ikm.kantor.lan")
    configure(app)
    client = app.test_client()
    page = {"base_url": "https://ikm.kantor.lan"}
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/masuk", **page).text)
    assert found
    data = {"csrf_token": found[1], "username": "admin", "password": PASSWORD}
    headers = {"Referer": "https://ikm.kantor.lan/masuk"}
    given = client.post("/masuk", data=data, headers=headers, **page).headers.getlist("Set-Cookie")
    assert sorted(cookie.split("=")[0] for cookie in given) == ["__Host-ikm", "__Host-ikm-kenal"]
    for cookie in given:
        parts = cookie.split("; ")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
        assert not any(part.startswith("Domain") for part in parts)


def test_a_form_left_in_a_shared_browser_is_not_sent_in_the_name_of_another_user(
    app: Flask, staff: Staff, db: Database, office: Office, password_hash: str
) -> None:
    people.create_person(
        db,
        username="pimpinan",
        name="Pimpinan",
        unit_id=office.unit.unit_id,
        role="pimpinan",
        password_hash=password_hash,
        now=NOW,
    )
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=9)
    own = {"Origin": "http://localhost"}
    kept = _fields(staff.client.post("/staf/publikasi/terbitkan?periode=2024-04", headers=own).text)
    assert kept["kept"]
    reply = staff.client.post("/masuk", data={**kept, "username": "pimpinan", "password": PASSWORD})
    assert (reply.status_code, reply.location) == (303, "/staf/dasbor")


def test_after_logging_out_no_form_is_kept_for_the_user_of_before(staff: Staff) -> None:
    staff.post("/keluar", {})
    reply = staff.client.post("/staf/kelola/layanan/", data={}, headers={"Origin": "http://localhost"})
    assert reply.status_code == 303


def test_a_form_that_was_made_by_hand_is_not_sent_after_logging_in(
    client: FlaskClient, office: Office
) -> None:
    made = json.dumps([office.admin.person_id, "/staf/kelola/layanan/", [["name", "Palsu"]]])
    sent = {"csrf_token": token(client, "/masuk"), "username": "admin", "password": PASSWORD, "kept": made}
    assert client.post("/masuk", data=sent).location == "/staf/dasbor"
