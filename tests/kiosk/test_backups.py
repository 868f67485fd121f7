"""Backups are taken while answers come in, are proven, are kept for a year, and restore everything."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.app import create_app
from kiosk.base.config import BACKUPS
from kiosk.base.config import backup_folder
from kiosk.cli import main
from kiosk.db import get_db
from kiosk.operations import backups
from kiosk.operations import maintenance
from kiosk.operations.backups import Backup
from kiosk.operations.checkup import find_problems
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.operations.installation import Installation
from kiosk.operations.maintenance import is_backup_due
from kiosk.operations.maintenance import run_if_due
from kiosk.store.accounts import password_links
from kiosk.store.accounts import people
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.copies import Unusable
from kiosk.store.engine.copies import copy_database
from kiosk.store.engine.errors import NotFound
from kiosk.store.journal import journal
from kiosk.store.journal.chain import find_break
from kiosk.store.migrations import migrations
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer

# About the SQLite file: a PostgreSQL server has backups of its own.
pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def filled(client: FlaskClient, office: Office) -> Office:
    """The office with five answers."""
    for number in range(1, 6):
        assert client.post("/api/responses", json=answer(office.tablet.code, number)).status_code == 201
    return office


@pytest.fixture
def ikm(app: Flask, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The `ikm` command on the app's instance."""
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    return CliRunner()


def test_a_lost_database_comes_back_from_its_backup_to_the_last_digit(
    app: Flask, ikm: CliRunner, filled: Office, db: Database
) -> None:
    before = backups.read_content(db)
    made = ikm.invoke(main, ["backup"])
    assert made.exit_code == 0 and "5 responden, IKM seluruhnya 75,00" in made.output
    [backup] = backups.list_backups(backup_folder(app))
    app.extensions["ikm_connections"].close()
    for path in Path(app.instance_path).glob("ikm.db*"):
        path.unlink()
    assert ikm.invoke(main, ["restore", str(backup.path)]).exit_code == 0
    restored = open_database(Path(app.config["DATABASE"]))
    after = backups.read_content(restored)
    assert [(one.respondents, one.ikm) for one in after.values()] == [(5, Decimal("75.00"))]
    [was], [head] = [one.head for one in before.values()], [one.head for one in after.values()]
    assert was and head and head.sequence == was.sequence + 1  # the journal says that it was put back
    assert journal.is_in_chain(restored, filled.unit.unit_id, was.stamp)
    assert find_break(restored, filled.unit.unit_id) is None
    restored.close()


def test_a_backup_taken_while_answers_come_in_holds_a_whole_moment(
    app: Flask, client: FlaskClient, db: Database, office: Office
) -> None:
    done = threading.Event()
    head = journal.get_head(db, office.unit.unit_id)
    founded = head.sequence if head else 0

    def send() -> None:
        number = 0
        while not done.is_set():
            number += 1
            # As fast as visitors can be, so that none is set apart.
            app.config["CLOCK"] = partial(NOW.__add__, timedelta(seconds=20 * number))
            app.test_client().post("/api/responses", json=answer(office.tablet.code, number))

    sender = threading.Thread(target=send)
    sender.start()
    try:
        for seconds in range(5):
            taken = backups.make_backup(
                Path(app.config["DATABASE"]), backup_folder(app), NOW + timedelta(seconds=seconds)
            )
            content = backups.read_backup(taken.path)[office.unit.code]
            assert content.head and content.head.sequence == founded + content.respondents
    finally:
        done.set()
        sender.join()


def test_restoring_over_data_has_to_be_asked_for_and_keeps_what_was_there(
    app: Flask, ikm: CliRunner, filled: Office, client: FlaskClient
) -> None:
    ikm.invoke(main, ["backup"])
    [backup] = backups.list_backups(backup_folder(app))
    client.post("/api/responses", json=answer(filled.tablet.code, 6))
    app.extensions["ikm_connections"].close()
    refused = ikm.invoke(main, ["restore", str(backup.path)])
    assert refused.exit_code == 2 and "--ganti" in refused.output
    assert ikm.invoke(main, ["restore", "--ganti", str(backup.path)]).exit_code == 0
    [old] = Path(app.instance_path).glob("ikm-diganti-*.db")
    gone = backups.read_backup(old)[filled.unit.code]
    assert gone.respondents == 6
    db = open_database(Path(app.config["DATABASE"]))
    [told] = db.execute("select * from restored_backups").fetchall()
    assert gone.head and (told["file_name"], told["replaced_digest"]) == (backup.path.name, gone.head.digest)
    # A later backup does not fit any more, and `ikm check` says what the journal knows of it.
    copy_database(old, backup.path.with_name("ikm-20260101T000000Z.db"))
    said = ikm.invoke(main, ["check"]).output
    assert f"Jurnal mencatat: {backup.path.name} dikembalikan" in said
    db.execute("update restored_backups set file_name = 'lain.db'")
    assert "(pengembalian cadangan" in ikm.invoke(main, ["check"]).output
    db.close()


def test_what_was_ended_or_used_since_a_backup_does_not_come_back_with_it(
    app: Flask, ikm: CliRunner, staff: Staff, office: Office, db: Database
) -> None:
    person_id = office.admin.person_id
    link = password_links.create_link(db, person_id=person_id, made_by=None, now=NOW)
    assert staff.get("/staf/dasbor").status_code == 200
    ikm.invoke(main, ["backup"])
    people.end_sessions(db, person_id)
    password_links.use_link(db, link.code, "x", NOW)
    [backup] = backups.list_backups(backup_folder(app))
    app.extensions["ikm_connections"].close()
    assert ikm.invoke(main, ["restore", "--ganti", str(backup.path)]).exit_code == 0
    assert staff.get("/staf/dasbor").status_code == 303
    with app.app_context(), pytest.raises(NotFound):
        password_links.find_invited(get_db(), link.code, NOW)


def test_restoring_under_a_running_server_is_refused(app: Flask, ikm: CliRunner, filled: Office) -> None:
    ikm.invoke(main, ["backup"])
    [backup] = backups.list_backups(backup_folder(app))
    refused = ikm.invoke(main, ["restore", "--ganti", str(backup.path)])
    assert refused.exit_code == 2 and "Hentikan" in refused.output


@pytest.mark.parametrize("damage", ["cut", "overwritten", "other", "missing"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    app: Flask, ikm: CliRunner, filled: Office, damage: str, tmp_path: Path
) -> None:
    ikm.invoke(main, ["backup"])
    [backup] = backups.list_backups(backup_folder(app))
    bad = tmp_path / "bad.db"
    content = bytearray(backup.path.read_bytes())
    if damage == "cut":
        bad.write_bytes(content[: len(content) // 2])
    elif damage == "overwritten":
        content[4096 * 3 : 4096 * 40] = b"x" * (4096 * 37)
        bad.write_bytes(content)
    elif damage == "other":
        with sqlite3.connect(bad) as other:
            other.execute("create table t (a)")
        other.close()
    with pytest.raises(Unusable):
        backups.read_backup(bad)
    size = Path(app.config["DATABASE"]).stat().st_size
    assert ikm.invoke(main, ["restore", "--ganti", str(bad)]).exit_code == 2
    assert Path(app.config["DATABASE"]).stat().st_size == size


def test_seven_days_four_weeks_and_twelve_months_are_kept() -> None:
    first = datetime(2023, 1, 1, 9, tzinfo=UTC)
    taken = [Backup(Path(f"{n}"), first + timedelta(hours=12 * n), "") for n in range(2 * 500)]
    kept = sorted(int(str(path)) for path in backups.choose_kept(taken, (7, 4, 12)))
    last = taken[-1].taken_at
    days = [taken[n].taken_at for n in kept]
    assert max(days) == last
    assert {day.date() for day in days} >= {(last - timedelta(days=n)).date() for n in range(7)}
    assert len({day.strftime("%G-%V") for day in days}) >= 4
    assert {day.strftime("%Y-%m") for day in days} >= {"2024-05", "2024-04", "2024-03", "2023-06"}
    assert len(kept) <= 7 + 4 + 12
    assert backups.choose_kept([], (7, 4, 12)) == set()


def test_backups_from_before_updates_are_kept_for_a_year_at_most() -> None:
    """Else what was deleted of a person would stay in them for good."""
    now = datetime(2024, 5, 31, tzinfo=UTC)
    taken = [
        Backup(Path(f"{days}"), now - timedelta(days=days), "sebelum-pembaruan") for days in (3, 300, 400)
    ]
    kept = backups.choose_kept([*taken, Backup(Path("0"), now, "")], (7, 4, 12))
    assert {str(path) for path in kept} == {"0", "3", "300"}


def test_how_many_are_kept_is_a_setting_and_a_wrong_one_is_refused_in_one_line(
    app: Flask, ikm: CliRunner, filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in range(5):
        backups.make_backup(
            Path(app.config["DATABASE"]), backup_folder(app), NOW - timedelta(days=days, hours=1)
        )
    monkeypatch.setenv("IKM_BACKUPS_KEPT", "2/0/0")
    assert ikm.invoke(main, ["backup"]).exit_code == 0
    assert len(backups.list_backups(backup_folder(app))) == 2
    for wrong in ("7", "0/4/12", "tujuh", "7/4", "-1/2/3"):
        monkeypatch.setenv("IKM_BACKUPS_KEPT", wrong)
        refused = ikm.invoke(main, ["backup"])
        assert refused.exit_code == 2 and "mis. 7/4/12" in refused.output
        assert len(refused.output.splitlines()) == 1


def test_the_admin_sees_on_the_dashboard_that_a_backup_is_old_or_its_disk_away(
    app: Flask, staff: Staff, db: Database, tmp_path: Path
) -> None:
    warning = re.compile("Cadangan (terakhir|belum)|Folder cadangan")
    assert not warning.search(staff.get("/staf/dasbor").text)
    backups.make_backup(Path(app.config["DATABASE"]), backup_folder(app), NOW - timedelta(days=5))
    assert "Cadangan terakhir sudah 5 hari. Buat sekarang: ikm backup." in staff.get("/staf/dasbor").text
    backups.make_backup(Path(app.config["DATABASE"]), backup_folder(app), NOW)
    assert not warning.search(staff.get("/staf/dasbor").text)
    app.config["BACKUP_FOLDER"] = str(tmp_path / "usb")
    assert "Folder cadangan kedua tidak ada" in staff.get("/staf/dasbor").text
    with db.conn:
        db.execute("update people set role = 'petugas'")
    assert "adangan" not in staff.get("/staf/dasbor").text


def test_on_postgresql_the_commands_say_where_backups_are_made(
    ikm: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_DATABASE", "postgresql://nowhere/ikm")
    refused = ikm.invoke(main, ["restore", "x.db"])
    assert refused.exit_code == 2 and "pg_restore" in refused.output


def test_a_failing_deletion_does_not_keep_the_backup_from_being_taken(
    app: Flask, filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_db: Database) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(maintenance, "list_units", fail)
    with app.app_context():
        run_if_due(app, NOW)
        assert len(backups.list_backups(backup_folder(app))) == 1


def test_one_unit_that_fails_stops_neither_the_others_nor_the_backup(
    app: Flask, db: Database, filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = open_branch(db, parent=filled.unit, name="Kelurahan Hilir", now=NOW)
    db.execute("update units set timezone = 'Mars/Base' where unit_id = ?", [filled.unit.unit_id])
    cleared: list[str] = []

    def clear(_db: Database, unit_id: str, *_rest: object) -> dict[str, int]:
        cleared.append(unit_id)
        return {}

    monkeypatch.setattr(maintenance, "purge", clear)
    with app.app_context():
        run_if_due(app, NOW)
        assert cleared == [below.unit_id]
        assert len(backups.list_backups(backup_folder(app))) == 1
        found = [one.what for one in find_problems(db, Installation.of(app), NOW)]
        assert any("Perawatan harian gagal" in what and filled.unit.name in what for what in found)
        assert any("Zona waktu" in what and "Mars/Base" in what for what in found)
        db.execute("update units set timezone = 'Asia/Makassar'")
        run_if_due(app, NOW + timedelta(days=2))
        found = [one.what for one in find_problems(db, Installation.of(app), NOW + timedelta(days=2))]
        assert not any("Perawatan harian gagal" in what for what in found)


def test_the_daily_backup_is_taken_when_due_and_once(app: Flask, filled: Office) -> None:
    with app.app_context():
        run_if_due(app, NOW)
        run_if_due(app, NOW + timedelta(hours=23))
        assert len(backups.list_backups(backup_folder(app))) == 1
        run_if_due(app, NOW + timedelta(hours=25))
        assert len(backups.list_backups(backup_folder(app))) == 2


def test_a_backup_from_a_wrong_future_does_not_stop_the_next(app: Flask, filled: Office) -> None:
    backups.make_backup(Path(app.config["DATABASE"]), backup_folder(app), NOW + timedelta(days=900))
    assert is_backup_due(app, NOW)


def test_a_copy_goes_to_the_second_folder_and_a_missing_one_is_told(
    app: Flask, ikm: CliRunner, filled: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = Path(app.instance_path) / "evidence"
    evidence.mkdir()
    (evidence / "a.pdf").write_bytes(b"%PDF-")
    monkeypatch.setenv("IKM_BACKUP_FOLDER", str(tmp_path / "usb"))
    missing = ikm.invoke(main, ["backup"])
    assert missing.exit_code == 1 and "usb" in missing.output
    (tmp_path / "usb").mkdir()
    assert ikm.invoke(main, ["backup"]).exit_code == 0
    [copy] = backups.list_backups(tmp_path / "usb")
    assert backups.read_backup(copy.path)[filled.unit.code].respondents == 5
    assert (tmp_path / "usb" / "evidence" / "a.pdf").read_bytes() == b"%PDF-"


def test_an_update_is_refused_for_another_file_and_while_the_kiosk_runs(
    ikm: CliRunner, filled: Office, tmp_path: Path
) -> None:
    (tmp_path / "flask-3.whl").touch()
    (tmp_path / "ikm_kiosk-9.whl").touch()
    for name, words in (("flask-3.whl", "bukan berkas pasang"), ("ikm_kiosk-9.whl", "hentikan ikm serve")):
        refused = ikm.invoke(main, ["update", "--paksa", str(tmp_path / name)])
        assert refused.exit_code == 2 and words in refused.output


def test_an_update_backs_up_before_it_changes_the_schema(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir()
    db = open_database(folder / "ikm.db")
    migrations.apply(db, stop_before="m0005_month_tallies")
    db.close()
    app = create_app(folder)
    [backup] = backups.list_backups(backup_folder(app))
    assert backup.occasion == "sebelum-pembaruan"
    with sqlite3.connect(backup.path) as old:
        tables = {row[0] for row in old.execute("select name from sqlite_master where type = 'table'")}
    old.close()
    assert "units" in tables and "month_tallies" not in tables
    app.extensions["ikm_connections"].close()


def test_a_backup_of_an_older_version_is_brought_up_to_date_when_restored(tmp_path: Path) -> None:
    old = open_database(tmp_path / "old.db")
    migrations.apply(old, stop_before="m0005_month_tallies")
    old.close()
    assert backups.restore(tmp_path / "old.db", tmp_path / "new.db", NOW, replace=False) == {}
    db = open_database(tmp_path / "new.db")
    assert not migrations.pending(db)
    db.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_the_owner_can_read_the_offices_files(app: Flask, filled: Office, ikm: CliRunner) -> None:
    ikm.invoke(main, ["backup"])
    modes = {
        path.relative_to(app.instance_path).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in [Path(app.instance_path), *Path(app.instance_path).rglob("*")]
    }
    folders = {".", "cadangan", "log"}
    assert {modes[name] for name in folders} == {0o700}
    assert {mode for name, mode in modes.items() if name not in folders} == {0o600}


def test_nothing_is_left_of_a_backup_that_fails(
    app: Flask, filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = backup_folder(app)
    path = Path(app.config["DATABASE"])
    shutil.copy(path, path.with_suffix(".bad"))
    path.with_suffix(".bad").write_bytes(b"not a database at all")
    with pytest.raises(sqlite3.DatabaseError):
        backups.make_backup(path.with_suffix(".bad"), folder, NOW)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "older"),
    [("ikm_kiosk-0.1.9-py3-none-any.whl", True), ("ikm_kiosk-99.0.0-py3-none-any.whl", False)],
)
def test_an_older_version_is_not_installed_by_mistake(
    ikm: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, older: bool
) -> None:
    monkeypatch.setattr("sys.prefix", sys.base_prefix)  # where it would go on to install, it is refused
    (tmp_path / name).touch()
    refused = ikm.invoke(main, ["update", str(tmp_path / name)])
    assert refused.exit_code == 2 and ("lebih lama" in refused.output) is older
    forced = ikm.invoke(main, ["update", "--paksa", str(tmp_path / name)])
    assert forced.exit_code == 2 and "lebih lama" not in forced.output


def test_what_killed_processes_left_is_named_and_deleted_with_the_next_backup(
    app: Flask, filled: Office, ikm: CliRunner, tmp_path: Path
) -> None:
    instance, temp = Path(app.instance_path), tmp_path / "temp"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    old = [
        backup_folder(app) / "ikm-20240530T000000Z.part",
        instance / "ikm.part",
        instance / "evidence" / "foto.pdf.part",
        instance / "batches" / "tmpabc" / "1-rekap.pdf",
        instance / "imports" / "0123456789ab" / "source",
        temp / f"ikm-fonts-{ended.pid}-abc" / "a.ttf",
    ]
    used = [
        backup_folder(app) / "ikm-20240531T000000Z.part",
        temp / f"ikm-fonts-{os.getpid()}-abc" / "a.ttf",
    ]
    for path in (*old, *used):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(1024**2))
    long_ago = (NOW - timedelta(days=2)).timestamp()
    for path in (*old, used[1]):
        os.utime(path, (long_ago, long_ago))
        if path.parent.name not in (BACKUPS, "evidence", instance.name):
            os.utime(path.parent, (long_ago, long_ago))
    app.config["CLOCK"] = lambda: NOW
    with app.app_context():
        found = [one.what for one in find_problems(get_db(), Installation.of(app), NOW) if "sisa" in one.what]
        assert [one.partition(", di")[0] for one in found] == [
            "6 berkas sisa proses yang terhenti memakai 6 MB"
        ]
        maintenance.back_up(app, NOW)
        assert [one for one in find_problems(get_db(), Installation.of(app), NOW) if "sisa" in one.what] == []
    assert [path for path in old if path.exists()] == []
    assert [path for path in used if not path.exists()] == []


@pytest.mark.parametrize(
    "added",
    [
        "create trigger pintu after insert on acts begin update people set role = 'admin'; end",
        "create view pintu as select * from people",
        "create virtual table pintu using fts5(isi)",
    ],
)
def test_a_backup_that_would_change_data_by_itself_is_refused_under_any_name(
    app: Flask, ikm: CliRunner, filled: Office, tmp_path: Path, added: str
) -> None:
    made = backups.make_backup(Path(app.config["DATABASE"]), backup_folder(app), NOW)
    other = tmp_path / "kiriman.db"
    shutil.copyfile(made.path, other)
    with closing(sqlite3.connect(other)) as db:
        db.execute(added)
        db.commit()
    app.extensions["ikm_connections"].close()
    refused = ikm.invoke(main, ["restore", "--ganti", str(other)])
    assert refused.exit_code == 2 and "bukan dari program ini (pintu" in refused.output
    assert ikm.invoke(main, ["restore", "--ganti", "--paksa", str(other)]).exit_code == 0
