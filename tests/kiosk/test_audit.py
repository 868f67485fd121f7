"""Every action of staff is in the log: who, what, on what, when, how it ended, and nothing that was typed."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.security.pages import PAGES
from kiosk.security.pages import Log
from kiosk.security.pages import current_name
from kiosk.security.pages import is_public
from kiosk.store import migrations
from kiosk.store.accounts import people
from kiosk.store.accounts.password_links import create_link
from kiosk.store.engine.connection import open_database
from kiosk.store.journal import act_chain
from kiosk.store.journal import audit
from kiosk.store.migrations.schema import migrate
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import log_in
from tests.conftest import token
from tests.kiosk.offices_data import record


def _acts(db: Database) -> list[tuple[str, int]]:
    return [(row["action"], row["outcome"]) for row in db.execute("select * from acts order by sequence")]


def test_log_in_log_out_and_settings_are_logged_with_their_outcome(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"})
    staff.post("/staf/kelola/sasaran", {"year": "kemarin"})
    client.post("/keluar", data={"csrf_token": "kedaluwarsa"})
    acts = _acts(db)
    assert set(acts) == {
        ("session.login", 303),
        ("office.update_year", 303),
        ("office.update_year", 422),
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


def test_a_link_that_still_works_is_not_in_the_log(client: FlaskClient, db: Database, office: Office) -> None:
    link = create_link(db, person_id=office.admin.person_id, made_by=None, now=NOW)
    page = f"/sandi/{link.code}"
    client.post(page, data={"csrf_token": token(client, page), "password": "pendek"})
    [row] = db.execute("select * from acts").fetchall()
    assert (row["action"], row["outcome"]) == ("session.set_password", 422)
    assert client.get(page).status_code == 200 and link.code not in str(tuple(row))


def test_the_things_acted_on_are_named_by_their_ids(staff: Staff, db: Database, office: Office) -> None:
    staff.confirm(f"/staf/kelola/tempat/{office.poster.collector_id}/cabut", {})
    row = db.execute("select * from acts where action like '%revoke%'").fetchone()
    assert row["subject"] == f"collector_id={office.poster.collector_id}"


def test_a_question_before_an_act_is_no_act(staff: Staff, db: Database, office: Office) -> None:
    staff.post(f"/staf/kelola/tempat/{office.poster.collector_id}/cabut", {})
    assert ("collectors.revoke", 200) not in _acts(db)


def test_what_citizens_send_is_not_logged(client: FlaskClient, db: Database, office: Office) -> None:
    client.post("/api/responses", json=answer(office.tablet.code))
    client.post(f"/s/{office.tablet.code}", data={})
    client.post("/api/visits", json={})
    assert _acts(db) == []


def test_the_admin_reads_the_log_in_words(staff: Staff, client: FlaskClient, office: Office) -> None:
    staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"})
    page = staff.get("/staf/catatan/").text
    assert "Mengubah target dan populasi tahun" in page and "Admin Contoh" in page and "Berhasil" in page
    assert PASSWORD not in page
    assert staff.get("/staf/catatan/?halaman=9").status_code == 200


def test_every_act_has_a_name_in_words(app: Flask) -> None:
    acts = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and (PAGES[rule.endpoint].log is Log.LOGIN or not is_public(rule.endpoint))
    }
    assert {endpoint for endpoint in acts if not PAGES[endpoint].act} == set()


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("inbox.redact", "suggestions.redact"),
        ("manage.aims", "office.targets"),
        ("manage.office", "office.show"),
        ("people.stop_factor", "people.stop_two_factor"),
        ("publish.media", "publishing.log"),
        ("unit.choose", "unit_choice.choose"),
        ("session.login", "session.login"),
    ],
)
def test_an_act_logged_under_a_former_name_is_still_shown_in_words(earlier: str, now: str) -> None:
    assert current_name(earlier) == now
    assert now in PAGES


def test_an_answer_counts_even_if_the_log_cannot_be_written(
    staff: Staff, db: Database, office: Office
) -> None:
    db.execute("alter table acts rename to gone")
    try:
        done = staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"})
    finally:
        db.execute("alter table gone rename to acts")  # a server is the next test's too
    assert done.status_code == 303


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("update acts set subject = '' where sequence = 2", (2, "edited")),
        ("update acts set account = 'orang' where sequence = 3", (3, "edited")),
        ("delete from acts where sequence = 2", (2, "missing link")),
        ("delete from acts where sequence = 4", (4, "head")),
        ("insert into acts select 'x', at, person_id, unit_id, action, subject, outcome, account, null, null "
         "from acts where sequence = 1", (None, "inserted")),
    ],
)  # fmt: skip
def test_what_is_changed_in_the_log_behind_the_programs_back_is_found(
    db: Database, deed: str, expected: tuple[int | None, str]
) -> None:
    for number in range(4):
        audit.record_act(
            db, person_id=None, unit_id=None, action="people.add", subject=f"{number}", outcome=303, now=NOW
        )
    assert act_chain.find_broken_act(db) is None
    db.execute(deed)
    found = act_chain.find_broken_act(db)
    assert found and (found.sequence, found.problem) == expected


def test_acts_from_before_the_chain_become_one(tmp_path: Path) -> None:
    db = open_database(tmp_path / "old.db")
    migrations.migrations.apply(db, stop_before=migrations.STEPS[19].__name__)
    for number in (2, 1):
        db.execute(
            "insert into acts (act_id, at, action, subject, outcome) values (?, ?, 'session.login', '', 303)",
            [f"a{number}", f"2024-05-0{number}T00:00:00.000Z"],
        )
    migrate(db)
    assert act_chain.find_broken_act(db) is None
    first = db.execute("select act_id from acts where sequence = 1").fetchone()
    assert first["act_id"] == "a1"
    assert act_chain.get_head(db).sequence == 2
    db.close()


def test_a_page_that_is_not_allowed_is_logged_for_whom_it_was_refused(
    staff: Staff, db: Database, office: Office
) -> None:
    db.execute("update people set role = 'petugas'")
    assert staff.get("/staf/kewajaran/").status_code == 403
    assert staff.get("/staf/tahunan?unit=lain").status_code == 404
    assert {("review.index", 403), ("dashboard.yearly", 404)} <= {*_acts(db)}
    db.execute("update people set role = 'admin'")
    page = staff.get("/staf/catatan/").text
    assert "Membuka /staf/kewajaran/" in page and "Ditolak" in page


def test_commands_are_logged_with_the_account_they_run_under(
    app: Flask, staff: Staff, office: Office, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    for words in (
        ["user", "add", "budi", "--nama", "Budi"],
        ["user", "disable", "budi"],
        ["tallies", "rebuild"],
    ):
        assert CliRunner().invoke(main, words).exit_code == 0
    assert [action for action, _ in _acts(db)[1:]] == [
        "ikm user add",
        "ikm user disable",
        "ikm tallies rebuild",
    ]
    page = staff.get("/staf/catatan/").text
    assert "ikm, sebagai" in page and "Menghitung ulang hitungan bulanan (ikm tallies rebuild)" in page
    assert act_chain.find_broken_act(db) is None


def test_taking_single_answers_out_is_logged(staff: Staff, db: Database) -> None:
    staff.get("/staf/laporan/data?jenis=data&format=csv&periode=2024-05")
    assert ("reports.download_data", 200) in _acts(db)


def test_reading_what_visitors_wrote_is_logged_once_a_day(app: Flask, staff: Staff, db: Database) -> None:
    def read() -> int:
        staff.get("/staf/saran/")
        staff.get("/staf/dasbor")
        return _acts(db).count(("suggestions.index", 200))

    assert [read(), read()] == [1, 1]
    app.config["CLOCK"] = lambda: NOW + timedelta(days=1)
    log_in(staff.client)
    assert [read(), read()] == [2, 2]
    assert "Membaca saran" in staff.get("/staf/catatan/").text


@pytest.mark.parametrize("query", ["", "?periode=kemarin"])
def test_a_page_opened_without_a_period_is_logged_with_the_one_that_it_shows(
    app: Flask, staff: Staff, office: Office, db: Database, password_hash: str, query: str
) -> None:
    people.create_person(
        db, username="pet", name="Pet", unit_id=office.unit.unit_id, role="petugas",
        password_hash=password_hash, now=NOW,
    )  # fmt: skip
    record(db, office, "2024-03-12", 9)
    record(db, office, "2024-05-12", 9)  # the running month: a petugas is shown March instead
    petugas = app.test_client()
    log_in(petugas, "pet")
    assert "Maret 2024" in petugas.get(f"/staf/{query}").text
    [row] = db.execute("select subject from acts where action = 'results.month'").fetchall()
    assert row["subject"] == "periode=2024-03"


def test_each_period_that_is_read_or_asked_for_in_vain_is_logged_once_a_day(
    app: Flask, staff: Staff, office: Office, db: Database, password_hash: str
) -> None:
    people.create_person(
        db, username="pet", name="Pet", unit_id=office.unit.unit_id, role="petugas",
        password_hash=password_hash, now=NOW,
    )  # fmt: skip
    petugas = app.test_client()
    log_in(petugas, "pet")
    for _ in range(2):
        for period in ("2024-03", "2024-04", "2024-04-02..2024-04-02"):
            petugas.get(f"/staf/?periode={period}")
        petugas.get("/staf/laporan/lihat?jenis=rekap&periode=2024-04")
    rows = db.execute(
        """select subject, outcome from acts where action in ('results.month', 'reports.show')
           order by sequence"""
    )
    assert [(row["subject"], row["outcome"]) for row in rows] == [
        ("periode=2024-03", 200),
        ("periode=2024-04", 200),
        ("periode=2024-04-02..2024-04-02 tampil=2024-04", 422),
        ("jenis=rekap periode=2024-04", 200),
    ]
