"""Backups that leave the office are encrypted once it sets a passphrase, and open with it anywhere."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner
from click.testing import Result

from kiosk.app import create_app
from kiosk.cli import main
from kiosk.operations import backups
from kiosk.operations import sealing
from kiosk.operations.sealing import Key
from kiosk.operations.strays import find_strays
from tests.conftest import answer
from tests.drills.server import make_office

pytestmark = pytest.mark.sqlite_only
PASSPHRASE = "kuda baterai staples benar 77"
PHOTO = b"\x89PNG rahasia"


@dataclass(frozen=True)
class Disks:
    """An office's instance, and its second disk after a passphrase was set."""

    instance: Path
    usb: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Disks:
    """An office with an answer and a photo, and backups from before and after the passphrase was set."""
    folder = tmp_path_factory.mktemp("sealing")
    disks = Disks(folder / "instance", folder / "usb")
    office = make_office(disks.instance)
    app = create_app(disks.instance)
    client = app.test_client()
    client.post("/api/responses", json=answer(office.tablet.code, service=None, comment="Loket dua lambat."))
    app.extensions["ikm_connections"].close()
    for path in (disks.usb, disks.instance / "evidence"):
        path.mkdir()
    (disks.instance / "evidence" / "foto.png").write_bytes(PHOTO)
    with pytest.MonkeyPatch.context() as patch:
        _use(patch, disks)
        for words, typed in ((["backup"], None), (["secret", "passphrase"], PASSPHRASE), (["backup"], None)):
            assert _ikm(*words, typed=f"{typed}\n{typed}\n").exit_code == 0
    return disks


@pytest.fixture
def disks(made: Disks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disks:
    """A copy of both."""
    copied = Disks(*(Path(shutil.copytree(path, tmp_path / path.name)) for path in (made.instance, made.usb)))
    _use(monkeypatch, copied)
    return copied


def _use(patch: pytest.MonkeyPatch, disks: Disks) -> None:
    patch.setenv("IKM_INSTANCE", str(disks.instance))
    patch.setenv("IKM_BACKUP_FOLDER", str(disks.usb))


def _ikm(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, words, input=typed)


def _contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_second_disk_holds_nothing_to_read_not_even_what_was_there_before(disks: Disks) -> None:
    content = _contents(disks.usb)
    assert PHOTO not in content and b"Loket dua" not in content and b"SQLite format" not in content
    names = {path.name for path in disks.usb.rglob("*") if path.is_file()}
    key = Key.find(disks.instance)
    assert key and {"foto.png.age", key.name_on_disk} < names and sealing.OPEN not in names
    assert len(backups.list_backups(disks.usb)) == len(backups.list_backups(disks.instance / "cadangan"))
    assert b"Loket dua" in _contents(disks.instance / "cadangan")  # on the disk of the data itself


def test_check_opens_encrypted_backups_and_names_a_changed_one(disks: Disks) -> None:
    assert "Cadangan /" not in _ikm("check").output
    newest = backups.list_backups(disks.usb)[0].path
    content = bytearray(newest.read_bytes())
    content[-1] ^= 1
    newest.write_bytes(content)
    assert f"{newest.name} isinya bukan lagi" in _ikm("check").output
    with pytest.raises(sealing.Locked), sealing.opened(newest, Key.find(disks.instance), disks.usb):
        pytest.fail("a changed backup opened")


@pytest.mark.parametrize("has_key", [False, True])
def test_another_computer_restores_answers_and_photos_with_the_passphrase_alone(
    disks: Disks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_key: bool
) -> None:
    there = tmp_path / "baru"
    monkeypatch.setenv("IKM_INSTANCE", str(there))
    newest = str(backups.list_backups(disks.usb)[0].path)
    own = Key(str(pyrage.x25519.Identity.generate()), b"")
    if has_key:
        there.mkdir()
        own.store(there)
    else:
        wrong = _ikm("restore", newest, typed="kata sandi yang salah\n")
        assert wrong.exit_code == 2 and "kata sandi cadangan salah" in wrong.output
        assert not (there / "ikm.db").exists()
    right = _ikm("restore", newest, typed=f"{PASSPHRASE}\n")
    assert right.exit_code == 0 and "1 responden" in right.output, right.output
    assert (there / "evidence" / "foto.png").read_bytes() == PHOTO
    assert Key.find(there) == (own if has_key else Key.find(disks.instance))
    assert not list(there.glob(f"{sealing.OPENED}*"))


def test_a_forgotten_passphrase_is_replaced_while_the_computer_is_there(disks: Disks) -> None:
    before, other = Key.find(disks.instance), "sapu jendela rembulan 5512 kapal"
    assert _ikm("secret", "passphrase", typed=f"{other}\n{other}\n").exit_code == 0
    after = Key.find(disks.instance)
    assert before and after and before.text == after.text  # so earlier copies open, too
    assert before.locked != after.locked
    assert _ikm("backup").exit_code == 0
    assert (disks.usb / after.name_on_disk).read_bytes() == after.locked
    assert after.name_on_disk == before.name_on_disk


def test_a_weak_passphrase_is_refused(disks: Disks) -> None:
    before = Key.find(disks.instance)
    refused = _ikm("secret", "passphrase", typed="password1234\npassword1234\n")
    assert refused.exit_code == 2 and "mudah ditebak" in refused.output
    assert Key.find(disks.instance) == before


def test_what_a_killed_check_left_open_is_deleted(disks: Disks) -> None:
    left = disks.instance / ".cadangan-abc"
    left.mkdir()
    now = datetime.now(UTC)
    assert find_strays(disks.instance, [], now) == []  # a check may run now
    assert find_strays(disks.instance, [], now + timedelta(hours=2)) == [left]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_links_beside_a_backup_bring_no_file_of_this_computer(
    disks: Disks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "rahasia"
    secret.mkdir()
    (secret / "shadow").write_text("root:x")
    beside = disks.usb / "evidence"
    (beside / "a.pdf").symlink_to(secret / "shadow")
    (beside / "b").symlink_to(secret, target_is_directory=True)
    (beside / "c.pdf").write_bytes(b"%PDF-")
    there = tmp_path / "baru"
    assert sealing.bring_evidence(disks.usb, there, Key.find(disks.instance)) == 2
    assert {path.name for path in (there / "evidence").rglob("*")} == {"c.pdf", "foto.png"}
