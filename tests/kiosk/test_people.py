"""An admin manages the accounts of the office; each user manages their own password."""

import hashlib
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.security.reauthentication import GUESSES
from kiosk.store.accounts import people
from kiosk.store.accounts.password_links import LIFETIME
from kiosk.store.accounts.people import Person
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.conftest import Staff
from tests.conftest import log_in
from tests.conftest import read_everything
from tests.conftest import token

NEW = "kata sandi yang baru"
PEOPLE = "/staf/kelola/orang/"


def _add(staff: Staff, office: Office, **changes: str) -> str:
    """Add a petugas; the path of the link that the admin sees."""
    data = {
        "name": "Petugas Contoh",
        "username": "petugas",
        "role": "petugas",
        "unit_id": office.unit.unit_id,
    }
    return _link(staff.post(f"{PEOPLE}baru", {**data, **changes}).text)


def _link(page: str) -> str:
    found = re.search(r"(/sandi/\w+)", page)
    assert found, "no link on the page"
    return found[1]


def _use(client: FlaskClient, link: str, password: str = NEW) -> int:
    """Set a password with a link; the status of the answer."""
    opened = client.get(link)
    if opened.status_code != 200:
        return opened.status_code
    data = {"csrf_token": token(client, link), "password": password, "password_again": password}
    return client.post(link, data=data).status_code


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    """A second browser."""
    return app.test_client()


@pytest.fixture
def slow_checks(monkeypatch: pytest.MonkeyPatch, petugas: Person) -> None:
    """Checking a password takes as long as in the product, without work for the processor."""
    scrypt = hashlib.scrypt

    def slow(password: bytes, **options: Any) -> bytes:
        time.sleep(0.2)
        return scrypt(password, **options)

    monkeypatch.setattr(hashlib, "scrypt", slow)


@pytest.fixture
def petugas(staff: Staff, office: Office, other: FlaskClient, db: Database) -> Person:
    """A petugas with a password of their own, logged in in the other browser."""
    assert _use(other, _add(staff, office)) == 303
    return people.find_person(db, "petugas")


def test_a_new_person_sets_the_password_by_a_link_that_works_once(
    staff: Staff, office: Office, app: Flask, other: FlaskClient
) -> None:
    link = _add(staff, office)
    assert log_in(other, "petugas", NEW).status_code == 422
    assert _use(other, link) == 303
    assert other.get("/staf/").status_code == 200
    assert _use(app.test_client(), link) == 410
    assert log_in(app.test_client(), "petugas", NEW).status_code == 303


def test_only_a_hash_of_the_link_is_stored(staff: Staff, office: Office, db: Database) -> None:
    code = _add(staff, office).rpartition("/")[2]
    assert code not in read_everything(db)


def test_a_link_ends_after_its_time(staff: Staff, office: Office, app: Flask, other: FlaskClient) -> None:
    link = _add(staff, office)
    app.config["CLOCK"] = lambda: NOW + LIFETIME + timedelta(seconds=1)
    assert _use(other, link) == 410


def test_a_newer_link_replaces_the_older_one(staff: Staff, petugas: Person, other: FlaskClient) -> None:
    older = _link(staff.post(f"{PEOPLE}{petugas.person_id}/tautan", {}).text)
    newer = _link(staff.post(f"{PEOPLE}{petugas.person_id}/tautan", {}).text)
    assert _use(other, older) == 410
    assert _use(other, newer) == 303


def test_a_short_password_does_not_use_the_link_up(staff: Staff, office: Office, other: FlaskClient) -> None:
    link = _add(staff, office)
    assert _use(other, link, "pendek") == 422
    assert _use(other, link) == 303


def test_a_reset_ends_the_sessions_of_the_old_password(
    staff: Staff, petugas: Person, app: Flask, other: FlaskClient
) -> None:
    link = _link(staff.post(f"{PEOPLE}{petugas.person_id}/tautan", {}).text)
    assert other.get("/staf/").status_code == 200
    assert _use(app.test_client(), link, "lain lagi sandinya") == 303
    assert other.get("/staf/").status_code == 303
    assert log_in(other, "petugas", NEW).status_code == 422


def test_a_taken_user_name_is_refused_and_the_rest_is_still_there(
    staff: Staff, office: Office, petugas: Person
) -> None:
    data = {"name": "Orang Lain", "username": "PETUGAS", "role": "admin", "unit_id": office.unit.unit_id}
    response = staff.post(f"{PEOPLE}baru", data)
    assert response.status_code == 422
    assert "sudah dipakai" in response.text and "Orang Lain" in response.text


def test_a_changed_role_counts_at_once(
    staff: Staff, office: Office, petugas: Person, other: FlaskClient
) -> None:
    assert other.get("/staf/kelola/").status_code == 403
    data = {"name": "Petugas Contoh", "role": "admin", "unit_id": office.unit.unit_id}
    assert staff.post(f"{PEOPLE}{petugas.person_id}", data).status_code == 303
    assert other.get("/staf/kelola/").status_code == 200


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(
    staff: Staff, petugas: Person, other: FlaskClient
) -> None:
    staff.post(f"{PEOPLE}{petugas.person_id}/tutup", {})
    assert other.get("/staf/").status_code == 303
    assert log_in(other, "petugas", NEW).status_code == 422
    assert staff.post(f"{PEOPLE}{petugas.person_id}/tautan", {}).status_code == 409
    staff.post(f"{PEOPLE}{petugas.person_id}/buka", {})
    assert log_in(other, "petugas", NEW).status_code == 303


def test_closing_an_account_ends_its_link_for_good(
    staff: Staff, office: Office, db: Database, other: FlaskClient
) -> None:
    link = _add(staff, office)
    page = f"{PEOPLE}{people.find_person(db, 'petugas').person_id}"
    staff.post(f"{page}/tutup", {})
    assert _use(other, link) == 410
    staff.post(f"{page}/buka", {})
    assert _use(other, link) == 410


def test_an_admin_can_log_a_user_out_everywhere(staff: Staff, petugas: Person, other: FlaskClient) -> None:
    staff.post(f"{PEOPLE}{petugas.person_id}/keluarkan", {})
    assert other.get("/staf/").status_code == 303
    assert log_in(other, "petugas", NEW).status_code == 303


def test_an_admin_can_neither_close_nor_demote_themselves(staff: Staff, office: Office, db: Database) -> None:
    own = f"{PEOPLE}{office.admin.person_id}"
    assert staff.post(f"{own}/tutup", {}).status_code == 409
    data = {"name": "Admin Contoh", "role": "petugas", "unit_id": office.unit.unit_id}
    response = staff.post(own, data)
    assert response.status_code == 422
    assert "hanya dapat diubah oleh admin lain" in response.text
    assert people.find_person(db, "admin").role == "admin"


def test_a_user_can_only_be_moved_to_a_unit_of_ones_own(
    staff: Staff, office: Office, petugas: Person, db: Database
) -> None:
    below = open_branch(db, parent=office.unit, name="Kelurahan Hilir", now=NOW)
    people.update_person(
        db, office.admin.person_id, name="Admin", unit_id=below.unit_id, role="admin", now=NOW
    )
    data = {"name": "X", "username": "orang-x", "role": "admin", "unit_id": office.unit.unit_id}
    assert staff.post(f"{PEOPLE}baru", data).status_code == 422
    assert staff.get(f"{PEOPLE}{petugas.person_id}").status_code == 404


def test_people_of_units_below_are_listed_under_their_unit(
    staff: Staff, office: Office, db: Database
) -> None:
    below = open_branch(db, parent=office.unit, name="Kelurahan Hilir", now=NOW)
    _add(staff, office, unit_id=below.unit_id, name="Petugas Hilir")
    page = staff.get(PEOPLE).text
    assert page.index("Admin Contoh") < page.index("Kelurahan Hilir</h2>") < page.index("Petugas Hilir")


def test_changing_ones_own_password_ends_the_other_sessions_and_links_only(
    staff: Staff, petugas: Person, app: Flask, other: FlaskClient
) -> None:
    third = app.test_client()
    link = _link(staff.post(f"{PEOPLE}{petugas.person_id}/tautan", {}).text)
    log_in(third, "petugas", NEW)
    changed = "sandi ketiga saya"
    data = {"current": NEW, "password": changed, "password_again": changed}
    assert Staff(other).post("/staf/akun/", data, page="/staf/akun/").status_code == 303
    assert other.get("/staf/").status_code == 200
    assert third.get("/staf/").status_code == 303
    assert third.get(link).status_code == 410
    assert log_in(third, "petugas", changed).status_code == 303


@pytest.mark.parametrize(
    "weak",
    [
        "sebelas-aca",
        "password1234",
        "Kartu Keluarga",
        "bismillah2024",
        "sungaijernih1",
        "Petugas.Contoh1",
        "pelayananprima",
    ],
)
def test_a_password_that_is_tried_first_is_not_taken(staff: Staff, office: Office, weak: str) -> None:
    link = _add(staff, office)
    assert _use(staff.client, link, weak) == 422
    assert _use(staff.client, link) == 303


def test_changing_ones_own_password_takes_the_old_one(staff: Staff) -> None:
    data = {"current": "salah", "password": NEW, "password_again": NEW}
    for _ in range(GUESSES):
        response = staff.post("/staf/akun/", data, page="/staf/akun/")
        assert response.status_code == 422 and "Kata sandi sekarang salah" in response.text
    right = staff.post("/staf/akun/", {**data, "current": PASSWORD}, page="/staf/akun/")
    assert "Terlalu banyak percobaan" in right.text


def test_passwords_are_stored_as_hard_to_guess_as_owasp_advises(petugas: Person) -> None:
    assert petugas.password_hash.startswith("scrypt:32768:8:3$")


def test_leaving_every_device_ends_this_session_too(petugas: Person, app: Flask, other: FlaskClient) -> None:
    third = app.test_client()
    log_in(third, "petugas", NEW)
    Staff(other).post("/staf/akun/keluar-semua", {}, page="/staf/akun/")
    assert [browser.get("/staf/").status_code for browser in (other, third)] == [303, 303]


def test_guesses_of_strangers_do_not_lock_out_the_usual_computer(
    staff: Staff, petugas: Person, app: Flask, other: FlaskClient
) -> None:
    stranger = app.test_client()
    for _ in range(GUESSES):
        log_in(stranger, "petugas", "salah")
    assert log_in(stranger, "petugas", NEW).status_code == 429
    assert log_in(app.test_client(), "petugas", NEW).status_code == 429
    assert log_in(other, "petugas", NEW).status_code == 303


@pytest.mark.usefixtures("slow_checks")
def test_guesses_sent_all_at_once_are_no_more_than_one_after_the_other(petugas: Person, app: Flask) -> None:
    strangers = [app.test_client() for _ in range(GUESSES + 2)]
    forms = [
        {"csrf_token": token(one, "/masuk"), "username": "petugas", "password": "salah"} for one in strangers
    ]
    with ThreadPoolExecutor(len(strangers)) as threads:
        sent = [
            threads.submit(one.post, "/masuk", data=form) for one, form in zip(strangers, forms, strict=True)
        ]
    statuses = Counter(one.result().status_code for one in sent)
    assert 0 < statuses[422] <= GUESSES and statuses.total() == statuses[422] + statuses[429]


@pytest.mark.usefixtures("slow_checks")
def test_strangers_who_come_all_at_once_take_neither_the_computer_nor_the_turn_of_the_usual_one(
    petugas: Person, app: Flask, other: FlaskClient
) -> None:
    strangers = [app.test_client() for _ in range(6)]
    page = "/masuk"
    forms = [
        {"csrf_token": token(one, page), "username": f"orang{number}", "password": "salah"}
        for number, one in enumerate(strangers)
    ]
    with ThreadPoolExecutor(len(strangers)) as threads:
        sent = [threads.submit(one.post, page, data=form) for one, form in zip(strangers, forms, strict=True)]
        assert log_in(other, "petugas", NEW).status_code == 303
    refused = [one.result() for one in sent if one.result().status_code == 429]
    assert refused and "bersamaan" in refused[0].text


@pytest.mark.usefixtures("slow_checks")
def test_one_browser_that_sends_many_log_ins_keeps_no_other_person_waiting(
    petugas: Person, app: Flask, other: FlaskClient
) -> None:
    form = {"csrf_token": token(other, "/masuk"), "username": "petugas", "password": NEW}
    cookies = {name: cookie.value for name in ("ikm", "ikm-kenal") if (cookie := other.get_cookie(name))}
    browsers = [app.test_client() for _ in range(8)]
    for one in browsers:
        for name, value in cookies.items():
            one.set_cookie(name, value)
    with ThreadPoolExecutor(len(browsers)) as threads:
        sent = [threads.submit(one.post, "/masuk", data=form) for one in browsers]
        assert log_in(app.test_client(), "petugas", NEW).status_code == 303
    statuses = Counter(one.result().status_code for one in sent)
    assert statuses[303] >= 2 and statuses[429] >= 2 and statuses.total() == statuses[303] + statuses[429]


def test_the_usual_computer_has_no_endless_guesses_either(petugas: Person, other: FlaskClient) -> None:
    for _ in range(GUESSES):
        log_in(other, "petugas", "salah")
    assert log_in(other, "petugas", NEW).status_code == 429


def test_a_made_up_cookie_of_a_known_browser_is_worth_nothing(
    petugas: Person, app: Flask, other: FlaskClient
) -> None:
    stranger = app.test_client()
    stranger.set_cookie("ikm-kenal", '{"petugas":"x"}.AAAA')
    for _ in range(GUESSES):
        log_in(stranger, "petugas", "salah")
    assert log_in(stranger, "petugas", NEW).status_code == 429
    assert log_in(other, "petugas", NEW).status_code == 303


def test_a_link_lets_in_a_user_who_is_kept_waiting(
    staff: Staff, petugas: Person, app: Flask, db: Database
) -> None:
    stranger = app.test_client()
    for _ in range(GUESSES):
        log_in(stranger, "petugas", "salah")
    link = _link(staff.post(f"{PEOPLE}{petugas.person_id}/tautan", {}).text)
    assert _use(app.test_client(), link, "sandi yang lain") == 303
    assert log_in(app.test_client(), "petugas", "sandi yang lain").status_code == 303


def test_accounts_can_be_kept_from_the_command_line(
    app: Flask, office: Office, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    ikm = CliRunner()
    added = ikm.invoke(main, ["user", "add", "Lurah", "--name", "Lurah Contoh", "--role", "pimpinan"])
    assert (added.exit_code, added.output.startswith("http://127.0.0.1:8080/sandi/")) == (0, True)
    listed = ikm.invoke(main, ["user", "list"]).output
    assert "lurah\tpimpinan\tkecamatan-sungai-jernih\tLurah Contoh\n" in listed
    assert ikm.invoke(main, ["user", "disable", "lurah"]).exit_code == 0
    assert ikm.invoke(main, ["user", "reset", "lurah"]).exit_code == 2
    assert "Lurah Contoh\tditutup" in ikm.invoke(main, ["user", "list"]).output
    assert ikm.invoke(main, ["user", "enable", "lurah"]).exit_code == 0
    app.config["CLOCK"] = None
    reset = ikm.invoke(main, ["user", "reset", "lurah"], env={"IKM_BASE_URL": "https://skm.example/"}).output
    assert reset.startswith("https://skm.example/sandi/")
    assert _use(client, _link(reset)) == 303
    assert client.get("/staf/").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["add", "admin", "--name", "Kedua"], "sudah dipakai"),
        (["add", "baru", "--name", "Baru", "--unit", "entah"], "kecamatan-sungai-jernih"),
        (["add", "a b", "--name", "Baru"], "3–64"),
        (["reset", "entah"], "tidak ada akun entah"),
    ],
)
def test_a_wrong_command_says_why_in_one_line(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    result = CliRunner().invoke(main, ["user", *arguments])
    assert result.exit_code == 2
    assert reason in result.stderr and result.stderr.count("\n") == 1


def test_a_new_instance_has_no_accounts_to_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_INSTANCE", str(tmp_path))
    assert CliRunner().invoke(main, ["user", "list"]).output == ""
    assert CliRunner().invoke(main, ["user", "add", "abc", "--name", "A"]).exit_code == 2


def test_three_who_come_to_work_at_the_same_moment_all_get_in_on_new_computers(
    petugas: Person, app: Flask
) -> None:
    computers = [app.test_client() for _ in range(3)]
    form = {"username": "petugas", "password": NEW}
    forms = [{"csrf_token": token(one, "/masuk"), **form} for one in computers]
    with ThreadPoolExecutor(len(computers)) as threads:
        sent = threads.map(lambda one, form: one.post("/masuk", data=form), computers, forms)
    assert [one.status_code for one in sent] == [303] * 3


def test_people_are_searched_and_ordered_and_two_of_one_name_in_a_unit_are_refused(
    staff: Staff, office: Office
) -> None:
    _add(staff, office)
    again = {"name": "PETUGAS contoh", "username": "lain", "role": "petugas", "unit_id": office.unit.unit_id}
    refused = staff.post(f"{PEOPLE}baru", again)
    assert refused.status_code == 422 and "tambahkan jabatan atau inisial" in refused.text
    found = staff.get(f"{PEOPLE}?q=petugas").text
    assert "Petugas Contoh" in found and "admin · Anda" not in found
    assert "Tidak ada pengguna dengan nama itu." in staff.get(f"{PEOPLE}?q=siapa").text
    by_role = staff.get(f"{PEOPLE}?urut=peran").text
    assert by_role.rindex("Admin Contoh") < by_role.index("Petugas Contoh")


def test_several_accounts_are_closed_at_once_after_a_question_and_never_one_s_own(
    staff: Staff, db: Database, office: Office, petugas: Person
) -> None:
    form = {"pilih": [petugas.person_id, office.admin.person_id], "tindakan": "tutup"}
    question = staff.post(f"{PEOPLE}sekaligus", form, page=PEOPLE)
    assert "Tutup 1 akun?" in question.text and "Petugas Contoh (petugas)" in question.text
    assert people.get_account(db, "petugas").disabled_at is None
    staff.confirm(f"{PEOPLE}sekaligus", form, page=PEOPLE)
    assert people.get_account(db, "petugas").disabled_at
    assert people.get_account(db, "admin").disabled_at is None
