"""Heads and backups are written down outside the database, and `ikm check` compares both with that."""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from sqlite_utils import Database

from kiosk.base.config import backup_folder
from kiosk.cli import main
from kiosk.operations import backups
from kiosk.operations import checkup
from kiosk.operations import ledger
from kiosk.operations.founding import Office
from kiosk.operations.installation import Installation
from kiosk.operations.maintenance import back_up
from kiosk.operations.maintenance import run_if_due
from kiosk.store.accounts import people
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.journal import journal
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.kinds import RESPONSE
from tests.conftest import NOW
from tests.kiosk.offices_data import record


@pytest.fixture
def second(app: Flask, db: Database, office: Office, tmp_path: Path) -> Path:
    """A second disk, with one backup of an office with ten answers."""
    folder = tmp_path / "usb"
    folder.mkdir(mode=0o755)
    app.config["BACKUP_FOLDER"] = str(folder)
    record(db, office, "2024-05-10", 10)
    with app.app_context():
        back_up(app, NOW)
    return folder


def _find(app: Flask, db: Database, **later: float) -> str:
    found = checkup.find_problems(db, Installation.of(app), NOW + timedelta(**later))
    return " / ".join(one.what for one in found if "diska yang sama" not in one.what)


def _ikm(app: Flask, *words: str | Path) -> Result:
    app.extensions["ikm_connections"].close()
    return CliRunner().invoke(main, [str(word) for word in words], env={"IKM_INSTANCE": app.instance_path})


def _rewrite(db: Database, unit_id: str) -> None:
    """As an insider with the database: every answer becomes 4, and the whole chain is computed again."""
    with transaction(db):
        db.execute("update responses set biaya = 4, waktu = 4, produk = 4")
        digest = journal.START
        rows = db.execute("select * from journal where unit_id = ? order by sequence", [unit_id]).fetchall()
        for row in rows:
            content = row["content_hash"]
            if row["kind"] == "response":
                facts = db.execute(
                    f"select {', '.join(RESPONSE.facts)} from responses where response_id = ?",  # noqa: S608
                    [row["subject_id"]],
                ).fetchone()
                content = journal.hash_values("response", *tuple(facts))
            hashes = (content, row["profile_hash"], row["comment_hash"])
            new = journal.hash_link(
                unit_id, row["sequence"], row["kind"], row["subject_id"], hashes, row["at"], digest
            )
            db.execute(
                """update journal set content_hash = ?, previous = ?, digest = ?
                   where unit_id = ? and sequence = ?""",
                [content, digest, new, unit_id, row["sequence"]],
            )
            digest = new
        db.execute("update journal_heads set digest = ? where unit_id = ?", [digest, unit_id])


@pytest.mark.sqlite_only
def test_a_sound_installation_has_no_finding(app: Flask, db: Database, second: Path) -> None:
    assert _find(app, db, hours=1) == ""


@pytest.mark.sqlite_only
def test_rewritten_answers_are_found_although_every_backup_was_overwritten(
    app: Flask, db: Database, office: Office, second: Path
) -> None:
    _rewrite(db, office.unit.unit_id)
    assert find_break(db, office.unit.unit_id) is None
    for folder in (backup_folder(app), second):
        for path in folder.glob("ikm-*.db"):
            path.chmod(0o600)
            path.write_bytes(b"\0" * 3000)
    found = _find(app, db, hours=1)
    assert "tidak memuat lagi kepala yang ditulis 2024-05-31" in found
    assert "berukuran 3000 bita" in found


@pytest.mark.sqlite_only
def test_a_ledger_that_was_rewritten_too_does_not_fit_its_key(
    app: Flask, db: Database, office: Office, second: Path
) -> None:
    path = second / ledger.NAME
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0].replace("2024-05-31", "2024-05-30") + "".join(lines[1:]))
    assert "tidak cocok dengan kunci kantor ini mulai baris 1" in _find(app, db, hours=1)
    path.unlink()
    assert f"Buku kepala jurnal hilang dari {second}" in _find(app, db, hours=1)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-4096]), "berukuran"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"), "bukan lagi yang dicadangkan"),
        (lambda path: path.unlink(), "hilang dari"),
    ],
)
def test_a_backup_that_shrank_changed_or_is_gone_is_found(
    app: Flask, db: Database, second: Path, deed: "object", expected: str
) -> None:
    [path] = second.glob("ikm-*.db")
    path.chmod(0o600)
    assert callable(deed)
    deed(path)
    assert expected in _find(app, db, hours=1)


@pytest.mark.sqlite_only
def test_every_backup_is_opened_by_turns(app: Flask, db: Database, office: Office) -> None:
    folder = backup_folder(app)
    for days in range(4):
        backups.make_backup(Path(app.config["DATABASE"]), folder, NOW - timedelta(days=days))
    oldest = backups.list_backups(folder)[-1].path
    oldest.chmod(0o600)
    content = bytearray(oldest.read_bytes())
    content[len(content) // 2 :] = b"x" * (len(content) - len(content) // 2)
    oldest.write_bytes(bytes(content))
    found = [oldest.name in _find(app, db, days=days, hours=1) for days in range(5)]
    assert any(found) and not all(found)


def test_postgresql_has_a_ledger_as_well(app: Flask, db: Database, office: Office) -> None:
    record(db, office, "2024-05-10", 3)
    with app.app_context():
        run_if_due(app, NOW)
    assert ledger.read(backup_folder(app))
    _rewrite(db, office.unit.unit_id)
    assert "tidak memuat lagi kepala" in _find(app, db, hours=1)


@pytest.mark.sqlite_only
def test_an_account_put_into_a_backup_is_refused_and_named(
    app: Flask, db: Database, office: Office, second: Path
) -> None:
    [path] = second.glob("ikm-*.db")
    path.chmod(0o600)
    inside = open_database(path)
    inside.execute(
        """insert into people (person_id, username, name, unit_id, role, password_hash, session_key,
                               created_at)
           values ('zzzzzzzzzzzz', 'layanan', 'Layanan', ?, 'admin', 'x', ?, '2026-01-01T00:00:00.000Z')""",
        [office.unit.unit_id, "k" * 26],
    )
    inside.execute("pragma journal_mode=delete")
    inside.close()
    refused = _ikm(app, "restore", "--ganti", path)
    assert refused.exit_code == 2 and "bukan lagi yang dicadangkan" in refused.output
    forced = _ikm(app, "restore", "--ganti", "--paksa", path)
    assert forced.exit_code == 0 and "akun zzzzzzzzzzzz" in forced.output
    assert "akun zzzzzzzzzzzz" in _ikm(app, "check").output


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "deed",
    [
        "update people set role = 'admin' where username = 'pet'",
        "update people set password_hash = 'x' where username = 'pet'",
        "update people set disabled_at = null where username = 'pet'",
        "update people set username = 'lain' where username = 'pet'",
    ],
)
def test_an_account_changed_outside_the_program_is_named(
    app: Flask, db: Database, office: Office, deed: str
) -> None:
    person = people.create_person(
        db,
        username="pet",
        name="Pet",
        unit_id=office.unit.unit_id,
        role="petugas",
        password_hash="p",
        now=NOW,
    )
    people.disable_person(db, person.person_id, NOW)
    assert find_break(db, office.unit.unit_id) is None
    db.execute(deed)
    found = find_break(db, office.unit.unit_id)
    assert found and (found.kind, found.subject_id) == ("account", person.person_id)


@pytest.mark.sqlite_only
def test_a_restored_backup_explains_the_heads_that_are_gone(
    app: Flask, db: Database, office: Office, second: Path
) -> None:
    [path] = second.glob("ikm-*.db")
    record(db, office, "2024-05-11", 3)
    with app.app_context():
        back_up(app, NOW + timedelta(days=1))
    assert _ikm(app, "restore", "--ganti", path).exit_code == 0
    assert (
        "Buku kepala" not in _ikm(app, "check").output
        and "kepala yang ditulis" not in _ikm(app, "check").output
    )


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A user whose files everyone can read unless the program says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.sqlite_only
def test_backups_and_evidence_are_readable_by_their_owner_alone_under_any_umask(
    app: Flask, db: Database, office: Office, tmp_path: Path, open_umask: None
) -> None:
    photo = Path(app.instance_path) / "evidence" / "a.png"
    photo.parent.mkdir()
    photo.write_bytes(b"png")
    second = tmp_path / "usb"
    second.mkdir()
    app.config["BACKUP_FOLDER"] = str(second)
    with app.app_context():
        back_up(app, NOW)
    made = [path for folder in (second, backup_folder(app)) for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in made} >= {"a.png", ledger.NAME}
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.sqlite_only
def test_a_new_secret_signs_the_ledger_again(app: Flask, db: Database, second: Path) -> None:
    assert _ikm(app, "secret", "renew", "--ya").exit_code == 0
    secret = (Path(app.instance_path) / "secret").read_text()
    assert ledger.find_forged(ledger.read(backup_folder(app)), secret) is None


def test_a_line_cut_off_by_a_power_cut_is_written_again(tmp_path: Path) -> None:
    ledger.append(tmp_path, "s", [("a", "1-x"), ("b", "1-y")], NOW)
    path = tmp_path / ledger.NAME
    path.write_text(path.read_text()[:-20])
    assert [line.subject for line in ledger.read(tmp_path)] == ["a"]
    ledger.append(tmp_path, "s", [("a", "1-x"), ("b", "1-y")], NOW)
    assert ledger.find_forged(ledger.read(tmp_path), "s") is None
    assert [line.subject for line in ledger.read(tmp_path)] == ["a", "b"]
    assert ledger.find_forged(ledger.read(tmp_path), "t") == 1
