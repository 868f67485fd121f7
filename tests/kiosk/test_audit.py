"""Every action of staff is in the log: who, what, on what, when, how it ended, and nothing that was typed."""

from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.offices import Office
from tests.conftest import PASSWORD
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import log_in


def _acts(db: Database) -> list[tuple[str, int]]:
    return [(row["action"], row["outcome"]) for row in db.execute("select * from acts order by at, act_id")]


def test_log_in_log_out_and_settings_are_logged_with_their_outcome(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"})
    staff.post("/staf/kelola/sasaran", {"year": "kemarin"})
    client.post("/keluar", data={"csrf_token": "kedaluwarsa"})
    acts = _acts(db)
    assert set(acts) == {
        ("session.login", 303),
        ("manage.update_year", 303),
        ("manage.update_year", 422),
        ("session.logout", 400),
    }
    people = {row["person_id"] for row in db.execute("select person_id from acts")}
    assert people == {office.admin.person_id}


def test_a_wrong_password_is_logged_without_what_was_typed(
    client: FlaskClient, db: Database, office: Office
) -> None:
    log_in(client, "admin", "bukan-sandi-ini")
    [row] = db.execute("select * from acts").fetchall()
    assert (row["action"], row["outcome"], row["person_id"]) == ("session.login", 422, None)
    assert "bukan-sandi-ini" not in str(tuple(row)) and "admin" not in str(tuple(row))


def test_the_things_acted_on_are_named_by_their_ids(staff: Staff, db: Database, office: Office) -> None:
    staff.post(f"/staf/kelola/tempat/{office.poster.collector_id}/cabut", {})
    row = db.execute("select * from acts where action like '%revoke%'").fetchone()
    assert row["subject"] == f"collector_id={office.poster.collector_id}"


def test_what_citizens_send_is_not_logged(client: FlaskClient, db: Database, office: Office) -> None:
    client.post("/api/responses", json=answer(office.tablet.code))
    client.post(f"/s/{office.tablet.code}", data={})
    client.post("/api/visits", json={})
    assert _acts(db) == []


def test_the_admin_reads_the_log_in_words(staff: Staff, client: FlaskClient, office: Office) -> None:
    staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"})
    page = staff.get("/staf/catatan/").text
    assert "Mengubah sasaran tahun" in page and "Admin Contoh" in page and "Berhasil" in page
    assert PASSWORD not in page
    assert staff.get("/staf/catatan/?halaman=9").status_code == 200


def test_an_answer_counts_even_if_the_log_cannot_be_written(
    staff: Staff, db: Database, office: Office
) -> None:
    db.execute("alter table acts rename to gone")
    try:
        done = staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"})
    finally:
        db.execute("alter table gone rename to acts")  # a server is the next test's too
    assert done.status_code == 303


def test_taking_single_answers_out_is_logged(staff: Staff, db: Database) -> None:
    staff.get("/staf/laporan/data?jenis=data&format=csv&periode=2024-05")
    assert ("reports.download_data", 200) in _acts(db)
