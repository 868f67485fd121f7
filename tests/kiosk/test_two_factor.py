"""The second factor: one-time codes from a phone, recovery codes on paper, and who has to have one."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.app import create_app
from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.security.kept_forms import KeptForm
from kiosk.security.reauthentication import GUESS_WINDOW
from kiosk.security.reauthentication import GUESSES
from kiosk.security.sessions import CODE_WAIT
from kiosk.security.sessions import FRESH
from kiosk.security.sessions import FRESH_FORM
from kiosk.security.totp import STEP_S
from kiosk.store.accounts import people
from kiosk.store.accounts.people import Person
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.conftest import Staff
from tests.conftest import log_in
from tests.conftest import read_everything
from tests.conftest import token

PAGE = "/staf/akun/verifikasi/"
PEOPLE = "/staf/kelola/orang/"
STEP = timedelta(seconds=STEP_S)


class Phone:
    """What an authenticator application does with the key of the page; its clock is the office's."""

    def __init__(self, app: Flask, page: str) -> None:
        key = re.search(r'class="secret"><code>([A-Z2-7 ]+)</code>', page)
        assert key
        self._app, self._totp = app, TOTP(key[1].replace(" ", ""))

    def code(self, later: timedelta = timedelta()) -> str:
        return self._totp.at(self._app.config["CLOCK"]() + later)


def _set_clock(app: Flask, after: timedelta) -> None:
    app.config["CLOCK"] = lambda: NOW + after


def _set_up(app: Flask, staff: Staff) -> tuple[Phone, list[str]]:
    """Switch the second factor on; the phone, and the recovery codes."""
    page = staff.get(PAGE).text
    phone = Phone(app, page)
    seed = re.search(r'name="seed" type="hidden" value="(\w+)"', page)
    assert seed
    done = staff.post(PAGE, {"seed": seed[1], "answer": phone.code()}, page=PAGE)
    assert done.status_code == 200
    return phone, re.findall(r"<li><code>([\w ]+)</code>", done.text)


def _answer(client: FlaskClient, code: str) -> TestResponse:
    page = "/masuk/kode"
    return client.post(page, data={"csrf_token": token(client, page), "answer": code})


@pytest.fixture
def phone(app: Flask, staff: Staff) -> Phone:
    """The admin's phone, half a minute after it was set up: the code of then is used up."""
    made, _ = _set_up(app, staff)
    _set_clock(app, STEP)
    return made


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    """A second browser."""
    return app.test_client()


def test_after_the_password_the_code_opens_the_page_one_wanted(
    app: Flask, phone: Phone, other: FlaskClient
) -> None:
    wanted = other.get("/staf/rekap.pdf?periode=2024-05").location
    asked = other.post(
        wanted, data={"csrf_token": token(other, wanted), "username": "admin", "password": PASSWORD}
    )
    assert asked.location.startswith("/masuk/kode?lanjut=")
    assert other.get("/staf/").location.startswith("/masuk?")
    led = other.post(
        asked.location, data={"csrf_token": token(other, asked.location), "answer": phone.code()}
    )
    assert led.location == "/staf/rekap.pdf?periode=2024-05"
    assert other.get("/staf/").status_code == 200


def test_a_form_that_waits_for_the_log_in_waits_for_the_code_too(
    app: Flask, office: Office, phone: Phone, other: FlaskClient
) -> None:
    with app.app_context():
        form = KeptForm("/staf/kelola/layanan/", [("name", "Surat pindah")])
        kept = form.keep_for(office.admin.person_id)
    sent = {"csrf_token": token(other, "/masuk"), "username": "admin", "password": PASSWORD, "kept": kept}
    asked = other.post("/masuk", data=sent).text
    assert 'action="/masuk/kode"' in asked and kept in asked
    found = re.search(r'name="csrf_token" value="([^"]+)"', asked)
    assert found
    done = other.post("/masuk/kode", data={"csrf_token": found[1], "answer": phone.code(), "kept": kept})
    assert 'name="name" value="Surat pindah"' in done.text and "Simpan sekarang" in done.text


@pytest.mark.parametrize(("off", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_clock_may_be_one_step_off(
    app: Flask, phone: Phone, other: FlaskClient, off: int, status: int
) -> None:
    _set_clock(app, 5 * STEP)
    log_in(other)
    assert _answer(other, phone.code(off * STEP)).status_code == status


def test_a_code_works_once_and_its_owner_learns_about_the_second_try(
    app: Flask, phone: Phone, other: FlaskClient
) -> None:
    third = app.test_client()
    for browser, status in ((other, 303), (third, 422)):
        log_in(browser)
        assert _answer(browser, phone.code()).status_code == status
    assert "Kode yang sudah dipakai dicoba lagi" in other.get("/staf/akun/").text


def test_an_older_code_is_used_up_with_the_newer_one(app: Flask, phone: Phone, other: FlaskClient) -> None:
    log_in(other)
    assert _answer(other, phone.code(STEP)).status_code == 303
    third = app.test_client()
    log_in(third)
    assert _answer(third, phone.code()).status_code == 422


def test_nothing_counts_until_a_code_was_shown(app: Flask, staff: Staff, other: FlaskClient) -> None:
    page = staff.get(PAGE).text
    seed = re.findall(r'name="seed" type="hidden" value="(\w+)"', page)[0]
    wrong = staff.post(PAGE, {"seed": seed, "answer": "000000"}, page=PAGE)
    assert wrong.status_code == 422 and "Kode salah" in wrong.text
    assert Phone(app, wrong.text).code() == Phone(app, page).code()
    assert log_in(other).location == "/staf/dasbor"


def test_wrong_codes_rest_the_account_as_wrong_passwords_do_but_not_at_the_usual_computer(
    app: Flask, staff: Staff, phone: Phone, other: FlaskClient
) -> None:
    log_in(other)
    for _ in range(GUESSES):
        assert _answer(other, "000000").status_code == 422
    assert _answer(other, phone.code()).status_code == 429
    assert log_in(other).status_code == 429
    log_in(staff.client)
    assert _answer(staff.client, phone.code()).status_code == 303
    told = staff.get("/staf/dasbor").text
    assert "kodenya salah berkali-kali" in told
    _set_clock(app, STEP + GUESS_WINDOW + timedelta(seconds=1))
    log_in(other)
    assert _answer(other, phone.code()).status_code == 303


def test_the_right_password_does_not_reset_the_count_of_wrong_codes(phone: Phone, other: FlaskClient) -> None:
    for _ in range(GUESSES):
        log_in(other)
        _answer(other, "000000")
    assert log_in(other).status_code == 429


def test_the_code_has_to_come_soon_after_the_password(app: Flask, phone: Phone, other: FlaskClient) -> None:
    log_in(other)
    _set_clock(app, STEP + CODE_WAIT + timedelta(seconds=1))
    assert other.get("/masuk/kode").location.startswith("/masuk")


def test_a_recovery_code_takes_the_place_of_the_phone_once(
    app: Flask, staff: Staff, other: FlaskClient
) -> None:
    _, recovery = _set_up(app, staff)
    assert len(recovery) == 8
    log_in(other)
    assert _answer(other, recovery[0].upper()).status_code == 303
    assert "Kode cadangan yang tersisa: <b>7</b>" in other.get(PAGE).text
    third = app.test_client()
    log_in(third)
    assert _answer(third, recovery[0]).status_code == 422
    assert _answer(third, recovery[1]).status_code == 303


def test_new_recovery_codes_replace_the_old_ones(app: Flask, staff: Staff, other: FlaskClient) -> None:
    _, old = _set_up(app, staff)
    page = staff.post(f"{PAGE}kode-cadangan", {}, page=PAGE).text
    log_in(other)
    assert _answer(other, old[0]).status_code == 422
    assert _answer(other, re.findall(r"<li><code>([\w ]+)</code>", page)[0]).status_code == 303


def test_a_copy_of_the_database_gives_neither_codes_nor_recovery_codes(
    app: Flask, staff: Staff, db: Database
) -> None:
    page = staff.get(PAGE).text
    key = re.findall(r'class="secret"><code>([A-Z2-7 ]+)</code>', page)[0].replace(" ", "")
    _, recovery = _set_up(app, staff)
    stored = read_everything(db)
    assert key not in stored
    assert not any(code.replace(" ", "") in stored for code in recovery)


def test_setting_it_up_ends_the_other_sessions(app: Flask, staff: Staff, other: FlaskClient) -> None:
    log_in(other)
    _set_up(app, staff)
    assert other.get("/staf/").status_code == 303
    assert staff.get("/staf/").status_code == 200


def test_switched_off_the_password_is_enough_again(staff: Staff, phone: Phone, other: FlaskClient) -> None:
    assert staff.post(f"{PAGE}matikan", {}, page=PAGE).status_code == 303
    assert log_in(other).location == "/staf/dasbor"


def test_a_link_for_a_new_password_does_not_lead_past_the_code(
    app: Flask, phone: Phone, other: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    printed = CliRunner().invoke(main, ["user", "reset", "admin"], env={"IKM_BASE_URL": "http://localhost"})
    link = printed.output.strip().removeprefix("http://localhost")
    app.config["CLOCK"] = None  # the command took the real time
    new = "sandi yang baru sekali"
    done = other.post(link, data={"csrf_token": token(other, link), "password": new, "password_again": new})
    assert done.location == "/masuk/kode"
    assert other.get("/staf/").status_code == 303


def _add_pimpinan(db: Database, office: Office, password_hash: str) -> Person:
    return people.create_person(
        db,
        username="lurah",
        name="Lurah Contoh",
        unit_id=office.unit.unit_id,
        role="pimpinan",
        password_hash=password_hash,
        now=NOW,
    )


def test_an_admin_switches_it_off_for_a_user_whose_phone_is_gone(
    app: Flask, staff: Staff, office: Office, db: Database, other: FlaskClient, password_hash: str
) -> None:
    lurah = _add_pimpinan(db, office, password_hash)
    log_in(other, "lurah")
    _set_up(app, Staff(other))
    assert "dua langkah" in staff.get(PEOPLE).text
    staff.confirm(f"{PEOPLE}{lurah.person_id}/matikan-verifikasi", {})
    assert other.get("/staf/").status_code == 303
    log_in(other, "lurah")
    assert "verifikasi dua langkah dimatikan oleh Admin Contoh" in other.get("/staf/dasbor").text
    log = staff.get("/staf/catatan/").text
    assert "Mematikan verifikasi dua langkah pengguna" in log


def test_the_server_s_command_lets_in_an_admin_whose_phone_is_gone(
    app: Flask, phone: Phone, other: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    assert CliRunner().invoke(main, ["user", "stop-factor", "admin"]).exit_code == 0
    assert CliRunner().invoke(main, ["user", "stop-factor", "entah"]).exit_code == 2
    assert log_in(other).location == "/staf/dasbor"
    assert "ikm user stop-factor" in other.get("/staf/catatan/").text


def test_an_office_can_ask_its_pimpinan_and_admins_for_it(
    app: Flask, staff: Staff, office: Office, db: Database, other: FlaskClient, password_hash: str
) -> None:
    below = open_branch(db, parent=office.unit, name="Kelurahan Hilir", now=NOW)
    lurah = _add_pimpinan(db, office, password_hash)
    people.update_person(db, lurah.person_id, name="Lurah", unit_id=below.unit_id, role="pimpinan", now=NOW)
    rule = f"{PEOPLE}wajib-verifikasi"
    log_in(other, "lurah")
    staff.post(rule, {"is_asked": "y"})
    assert other.get("/staf/").status_code == 200, "an admin without one requires it of no one"
    _set_up(app, staff)
    staff.post(rule, {"is_asked": "y"})
    assert other.get("/staf/").location == PAGE
    assert Staff(other).post("/staf/rencana/", {}, page=PAGE).status_code in (403, 404)
    _set_up(app, Staff(other))
    assert other.get("/staf/").status_code == 200
    assert Staff(other).post(f"{PAGE}matikan", {}, page=PAGE).status_code == 409
    people.update_person(db, lurah.person_id, name="Lurah", unit_id=below.unit_id, role="petugas", now=NOW)
    assert Staff(other).post(f"{PAGE}matikan", {}, page=PAGE).status_code == 303
    staff.post(rule, {})
    assert "checked" not in staff.get(PEOPLE).text


def test_a_sensitive_page_asks_for_the_password_again_after_a_while(app: Flask, staff: Staff) -> None:
    _set_clock(app, FRESH + timedelta(seconds=1))
    asked = staff.get(f"{PEOPLE}baru").location
    assert asked == "/staf/akun/pastikan?lanjut=/staf/kelola/orang/baru"
    assert staff.post(asked, {"answer": "salah"}, page=asked).status_code == 422
    assert staff.post(asked, {"answer": PASSWORD}, page=asked).location == f"{PEOPLE}baru"
    assert staff.get(f"{PEOPLE}baru").status_code == 200
    assert staff.get("/staf/").status_code == 200


def test_a_user_with_a_phone_is_asked_for_its_code(app: Flask, staff: Staff, phone: Phone) -> None:
    _set_clock(app, FRESH + STEP)
    asked = staff.get(PAGE).location
    assert staff.post(asked, {"answer": PASSWORD}, page=asked).status_code == 422
    assert staff.post(asked, {"answer": phone.code()}, page=asked).location == PAGE


def test_a_changed_password_does_not_lead_past_the_code(app: Flask, staff: Staff, phone: Phone) -> None:
    _set_clock(app, FRESH + STEP)
    new, page = "sandi yang baru sekali", "/staf/akun/"
    data = {"current": PASSWORD, "password": new, "password_again": new}
    assert staff.post(page, data, page=page).status_code == 303
    assert staff.get(PAGE).location.startswith("/staf/akun/pastikan")
    assert staff.get("/staf/").status_code == 200


def test_a_form_sent_too_late_is_not_stored_and_says_so(
    app: Flask, staff: Staff, office: Office, db: Database
) -> None:
    page = f"{PEOPLE}baru"
    data = {"csrf_token": token(staff.client, page), "name": "A", "username": "abc", "role": "petugas"}
    _set_clock(app, FRESH_FORM + timedelta(seconds=1))
    late = staff.client.post(page, data=data, headers={"Referer": f"http://localhost{page}"})
    assert late.status_code == 403
    assert "Belum disimpan" in late.text and f"lanjut={page}" in late.text
    assert "abc" not in staff.get(PEOPLE).text


def test_the_next_log_in_tells_once_what_was_done_to_the_account(
    app: Flask, staff: Staff, office: Office, db: Database, other: FlaskClient, password_hash: str
) -> None:
    lurah = _add_pimpinan(db, office, password_hash)
    data = {"name": "Lurah Contoh", "role": "admin", "unit_id": office.unit.unit_id}
    staff.post(f"{PEOPLE}{lurah.person_id}", data)
    for browser in (app.test_client(), app.test_client()):
        log_in(browser, "lurah")
    assert "peran diubah menjadi Admin oleh Admin Contoh" not in browser.get("/staf/dasbor").text
    log_in(other, "lurah")
    told = other.get("/staf/dasbor").text
    assert "masuk dari peramban yang belum dikenal (31 Mei 2024 pukul 09.12 WITA)" in told
    assert "Peran diubah menjadi Admin oleh Admin Contoh" in other.get("/staf/akun/").text
    log_in(other, "lurah")
    assert "Sejak Anda terakhir masuk" in other.get("/staf/dasbor").text
    log_in(other, "lurah")
    assert "Sejak Anda terakhir masuk" not in other.get("/staf/dasbor").text


@pytest.mark.sqlite_only  # a running server locks the SQLite file
def test_a_new_secret_ends_sessions_and_codes_and_the_password_lets_everybody_in(
    app: Flask, staff: Staff, phone: Phone, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    asked = CliRunner().invoke(main, ["secret", "renew"]).output
    assert "verifikasi dua langkah 1 orang" in asked and staff.get("/staf/").status_code == 200
    if engine == "sqlite":  # other users of a PostgreSQL database cannot be seen
        refused = CliRunner().invoke(main, ["secret", "renew", "--ya"])
        assert refused.exit_code == 2 and "hentikan ikm serve" in refused.stderr
    app.extensions["ikm_connections"].close()
    assert CliRunner().invoke(main, ["secret", "renew", "--ya"]).exit_code == 0
    again = create_app(Path(app.instance_path))
    again.config["CLOCK"] = app.config["CLOCK"]
    browser = again.test_client()
    browser.set_cookie("ikm", staff.client.get_cookie("ikm").value)  # type: ignore[union-attr]
    assert browser.get("/staf/").status_code == 303
    assert log_in(browser).location == "/staf/dasbor"
    assert "verifikasi dua langkah dimatikan oleh perintah ikm di server" in browser.get("/staf/dasbor").text
    again.extensions["ikm_connections"].close()
