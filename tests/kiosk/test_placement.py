"""The data folder lies on this computer's own disk, and evidence does not fill it."""

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from kiosk.operations import checkup
from kiosk.operations import evidence
from kiosk.operations import placement
from kiosk.operations.founding import Office
from kiosk.operations.installation import Installation
from kiosk.store.results import attachments
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import draw_logo
from tests.conftest import token

MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0",
    "server:/data /srv/data nfs4 rw 0 0",
    "//pc/bagi /mnt/bagi\\040kantor cifs rw 0 0",
    "tmpfs /srv/data/lokal tmpfs rw 0 0",
)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/ikm", "ext4"),
        ("/srv/data/ikm", "nfs4"),
        ("/mnt/bagi kantor/ikm", "cifs"),
        ("/srv/data/lokal/ikm", "tmpfs"),
        ("/srv/database/ikm", "ext4"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(folder: str, kind: str) -> None:
    assert placement.find_type(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    ("names", "program"),
    [
        ("OneDrive - Kantor/ikm", "OneDrive"),
        ("Dropbox/ikm", "Dropbox"),
        ("Google Drive/My Drive/ikm", "Google Drive"),
        ("mega/ikm", "MEGA"),
        ("megawati/ikm", None),
        ("kantor/ikm", None),
    ],
)
def test_a_folder_that_is_synchronised_is_known_by_its_name(
    tmp_path: Path, names: str, program: str | None
) -> None:
    assert placement.find_sync(tmp_path / names) == program


def test_a_folder_that_is_synchronised_is_known_by_a_mark(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    found = placement.check_placement(Installation(tmp_path / "ikm.db", tmp_path / "ikm", None))
    assert [one.what for one in found] == [f"Folder data disinkronkan Syncthing: {tmp_path / 'ikm'}"]


def test_evidence_beyond_the_quota_is_refused_with_words_and_said_by_check(
    app: Flask, staff: Staff, db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    png = draw_logo()
    monkeypatch.setattr(evidence, "QUOTA", len(png) + 10)
    page = "/staf/publikasi/media"

    def add() -> int:
        data = {
            "csrf_token": token(staff.client, page),
            "period": "2024-05",
            "medium": "papan",
            "shown_day": "2024-05-31",
            "place": "Papan depan loket",
            "file": (io.BytesIO(png), "foto.png"),
        }
        reply = staff.client.post(page, data=data, content_type="multipart/form-data")
        assert ("sudah penuh" in reply.text) is (reply.status_code == 422)
        return reply.status_code

    assert [add(), add()] == [303, 422]
    assert attachments.count_bytes(db, office.unit.unit_id) == len(png)
    found = [one.what for one in checkup.find_problems(db, Installation.of(app), NOW)]
    assert any("Berkas bukti" in what and "memakai" in what for what in found)
