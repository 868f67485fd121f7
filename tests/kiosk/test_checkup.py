"""`ikm check` finds what is wrong, says what to do, and ends with a code that monitoring understands."""

import json
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.base.config import backup_folder
from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations import backups
from kiosk.operations import checkup
from kiosk.operations import evidence
from kiosk.operations.founding import Office
from kiosk.operations.installation import Installation
from kiosk.operations.own_questionnaires import FOLDER
from kiosk.store.answers import imports
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.journal import act_chain
from kiosk.store.journal import audit
from kiosk.store.journal import journal
from kiosk.store.journal.chain import find_break
from kiosk.store.offices import units
from kiosk.store.offices.units import UnitYear
from kiosk.store.results import attachments
from kiosk.store.results import publication_log
from tests.conftest import NOW
from tests.conftest import answer
from tests.kiosk.offices_data import record


@pytest.fixture
def installation(
    app: Flask, client: FlaskClient, office: Office, db: Database, monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """A sound installation: six answers, one publication, a fresh backup."""
    for number in range(1, 7):
        assert client.post("/api/responses", json=answer(office.tablet.code, number)).status_code == 201
    summary = summarise(db, office.unit, Period.parse("2024-05"), NOW + timedelta(days=3))
    publish(db, summary, person_id=office.admin.person_id, now=NOW)
    if is_on_sqlite(db):  # a PostgreSQL server has backups of its own
        backups.make_backup(Path(app.config["DATABASE"]), backup_folder(app), NOW)
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    return Installation(Path(app.config["DATABASE"]), Path(app.instance_path), None)


def _found(db: Database, installation: Installation, **later: float) -> str:
    return " / ".join(f.what for f in checkup.find_problems(db, installation, NOW + timedelta(**later)))


def test_a_sound_installation_has_no_finding(db: Database, installation: Installation) -> None:
    assert _found(db, installation, hours=1) == ""


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("update responses set biaya = 1 where response_id like '%3'", "mata rantai 11 (jawaban"),
        ("update month_tallies set biaya_4 = 9", "Hitungan bulanan"),
        ("update publications set ikm = '99.99'", "Publikasi Nomor 1"),
        ("update publications set figures = replace(figures, '75.00', '95.00')", "Publikasi Nomor 1"),
        ("update publications set convention = '0.11'", "Publikasi Nomor 1"),
        ("insert into acts (act_id, at, action, subject, outcome) values ('x', '', 'people.add', '', 303)",
         "Log aktivitas: baris tanpa nomor (people.add): datanya disisipkan"),
        ("update journal_heads set sequence = 3", "ujungnya tidak cocok"),
    ],
)  # fmt: skip
def test_what_was_changed_behind_the_program_is_found(
    db: Database, installation: Installation, deed: str, expected: str
) -> None:
    db.execute(deed)
    assert expected in _found(db, installation, hours=1)


def test_the_advice_fits_the_engine(db: Database, installation: Installation) -> None:
    db.execute("update journal_heads set sequence = 3")
    db.execute("update publications set convention = '0.11'")
    advice = [one.advice for one in checkup.find_problems(db, installation, NOW + timedelta(hours=1))]
    assert len(advice) == 2
    assert all(("folder data" in one) == is_on_sqlite(db) for one in advice)
    assert all(("pg_dump" in one) != is_on_sqlite(db) for one in advice)


@pytest.mark.sqlite_only
def test_a_changed_schema_is_found(db: Database, installation: Installation) -> None:
    db.execute("create table scratch (a)")
    db.execute("drop index responses_by_unit_day")
    found = _found(db, installation, hours=1)
    assert "Susunan basis data diubah di luar program: " in found
    assert "scratch" in found and "responses_by_unit_day" in found


@pytest.mark.sqlite_only
def test_a_reference_to_nothing_is_found(db: Database, installation: Installation) -> None:
    other = sqlite3.connect(installation.database)
    other.execute("delete from collectors")
    other.commit()
    other.close()
    assert "responses -> collectors" in _found(db, installation, hours=1)


def test_monitoring_reads_findings_and_each_units_early_warnings_as_json(
    db: Database, office: Office, installation: Installation
) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(datetime.now(UTC).year, 2000, None), NOW)
    for number in range(5):
        day = datetime.now(UTC).date().isoformat()
        record(db, office, day, 1, comment=str(number))
    ended = CliRunner().invoke(main, ["check", "--json"])
    told = json.loads(ended.stdout)
    assert ended.exit_code == (1 if told["findings"] else 0)
    assert all(one.keys() == {"what", "advice"} for one in told["findings"])
    codes = {one["code"] for one in told["warnings"]}
    assert "pace" in codes and {one["unit"] for one in told["warnings"]} == {office.unit.code}


@pytest.mark.sqlite_only
def test_old_and_missing_backups_are_found(
    app: Flask, db: Database, installation: Installation, tmp_path: Path
) -> None:
    assert "Cadangan terakhir sudah 3 hari" in _found(db, installation, days=3, hours=1)
    for backup in backups.list_backups(backup_folder(app)):
        backup.path.unlink()
    assert "Cadangan belum ada" in _found(db, installation)
    gone = Installation(installation.database, installation.instance, tmp_path / "usb")
    assert "Folder cadangan kedua tidak ada" in _found(db, gone)


@pytest.mark.sqlite_only
def test_a_second_folder_on_the_same_disk_is_no_second_place(
    db: Database, installation: Installation, tmp_path: Path
) -> None:
    assert "diska yang sama" in _found(
        db, Installation(installation.database, installation.instance, tmp_path)
    )


@pytest.mark.sqlite_only
def test_a_clock_that_went_back_is_found(db: Database, installation: Installation) -> None:
    assert "Jam komputer mundur" in _found(db, installation, days=-400)


def test_a_folder_that_is_the_wrong_one_is_said_and_one_that_cannot_be_used_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", str(tmp_path / "lain"))
    wrong = CliRunner().invoke(main, ["check"])
    assert wrong.exit_code == 1 and "Belum ada kantor" in wrong.output
    (tmp_path / "berkas").touch()
    monkeypatch.setenv("IKM_INSTANCE", str(tmp_path / "berkas"))
    refused = CliRunner().invoke(main, ["check"])
    assert refused.exit_code == 2 and "periksa IKM_INSTANCE" in refused.output


@pytest.mark.sqlite_only
def test_files_that_others_can_read_are_found(db: Database, installation: Installation) -> None:
    installation.database.chmod(0o644)
    assert "dapat membaca" in _found(db, installation)


@pytest.mark.sqlite_only
def test_the_command_ends_with_one_when_something_is_to_be_done(
    db: Database, installation: Installation
) -> None:
    # The real clock is years after this office's only backup.
    old = CliRunner().invoke(main, ["check"])
    assert old.exit_code == 1 and "ikm backup" in old.output
    CliRunner().invoke(main, ["backup"])
    fresh = CliRunner().invoke(main, ["check"])
    assert fresh.exit_code == 0 and "Semua baik." in fresh.output


def test_the_command_proves_the_number_of_an_old_paper(
    db: Database, installation: Installation, office: Office
) -> None:
    if is_on_sqlite(db):
        CliRunner().invoke(main, ["backup"])
    head = journal.get_head(db, office.unit.unit_id)
    assert head
    assert CliRunner().invoke(main, ["check", "--jurnal", head.stamp]).exit_code == 0
    for unknown in ("7-0000000000000000", f"{'9' * 20}-0000000000000000"):
        assert CliRunner().invoke(main, ["check", "--jurnal", unknown]).exit_code == 1


@pytest.mark.sqlite_only
def test_a_file_that_is_no_database_is_a_finding_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ikm.db").write_bytes(b"not a database at all" * 999)
    monkeypatch.setenv("IKM_INSTANCE", str(tmp_path))
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "ikm restore" in result.output
    assert isinstance(result.exception, SystemExit)


@pytest.mark.sqlite_only
def test_a_journal_cut_short_together_with_its_rows_does_not_fit_the_backups(
    db: Database, installation: Installation, office: Office
) -> None:
    db.execute("delete from publications")
    db.execute("delete from journal where sequence > 14")
    db.execute(
        """update journal_heads set sequence = 14,
           digest = (select digest from journal where sequence = 14)"""
    )
    assert find_break(db, office.unit.unit_id) is None
    assert "tidak memuat lagi nomor 15-" in _found(db, installation, hours=1)


@pytest.mark.sqlite_only
def test_a_log_of_acts_that_was_started_again_does_not_fit_the_backups(
    app: Flask, db: Database, installation: Installation
) -> None:
    act: dict[str, Any] = {"unit_id": None, "action": "people.add", "subject": "", "outcome": 303, "now": NOW}
    audit.record_act(db, person_id=None, **act)
    backups.make_backup(installation.database, backup_folder(app), NOW + timedelta(seconds=1))
    for table in ("acts", "act_heads"):
        db.execute(f"delete from {table}")  # noqa: S608
    audit.record_act(db, person_id=None, **{**act, "action": "people.change"})
    assert act_chain.find_broken_act(db) is None
    assert "Log aktivitas tidak memuat lagi baris 1-" in _found(db, installation, hours=1)


@pytest.mark.parametrize("deed", [lambda path: path.unlink(), lambda path: path.write_bytes(b"%PDF-2")])
def test_evidence_that_was_lost_or_changed_is_found(
    db: Database, installation: Installation, office: Office, deed: Callable[[Path], None]
) -> None:
    who: dict[str, Any] = {"unit_id": office.unit.unit_id, "person_id": office.admin.person_id, "now": NOW}
    day = date(2024, 5, 2)
    shown = publication_log.record_announcement(
        db, period=Period.parse("2024-05"), medium="papan", shown_day=day, place="Papan", link="", **who
    )
    with evidence.saved(installation.instance / "evidence", evidence.check(b"%PDF-1"), "foto.pdf") as file:
        attachment = attachments.add_attachment(db, announcement_id=shown, file=file, **who)
    assert _found(db, installation, hours=1) == ""
    deed(evidence.path_of(installation.instance / "evidence", attachment))
    assert "1 berkas bukti Kecamatan Sungai Jernih hilang atau diubah, di antaranya “foto.pdf”" in _found(
        db, installation, hours=1
    )


def test_an_import_that_was_cut_off_is_a_finding_until_it_is_undone(
    db: Database, installation: Installation, office: Office
) -> None:
    fields: dict[str, str | int] = {
        "sha256": "0" * 64,
        "sheet": "",
        "column_order": "kuesioner",
        **dict.fromkeys(("rejected", "skipped", "repeated"), 0),
        "responses": 1,
        "file_name": "Mei.xlsx",
        "first_day": "2024-05-01",
        "last_day": "2024-05-31",
    }
    batch = imports.start_import(
        db,
        import_id="0" * 12,
        unit_id=office.unit.unit_id,
        person_id=office.admin.person_id,
        fields=fields,
        again=False,
        now=NOW,
    )
    assert "Mei.xlsx" not in _found(db, installation, hours=0.5)
    assert "Impor Mei.xlsx" in _found(db, installation, hours=2)
    imports.undo_import(db, batch, office.admin.person_id, NOW)
    assert "Mei.xlsx" not in _found(db, installation, hours=2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_the_name_of_a_file_is_no_finding_of_its_own_and_no_command(
    db: Database, installation: Installation, office: Office
) -> None:
    folder = installation.instance / FOLDER
    folder.mkdir()
    (folder / "a\x1b[2J\nMASALAH: Basis data rusak.toml").write_text('id = "a"')
    [finding] = [
        one for one in checkup.find_problems(db, installation, NOW) if "Basis data rusak" in one.what
    ]
    assert finding.what.startswith("Kuesioner sendiri tidak dipakai: a[2J MASALAH:")
