"""Files are on disk before a transaction begins: visitors' answers wait for the lock, not for a disk."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from kiosk.operations import evidence
from kiosk.operations.founding import Office
from kiosk.store.engine.connection import transaction
from tests.conftest import Staff
from tests.conftest import draw_logo
from tests.kiosk.offices_data import record
from tests.kiosk.test_plans import PLAN

PLANS, MEDIA, IMPORTS = "/staf/rtl/", "/staf/publikasi/media", "/staf/impor/"
PDF = b"%PDF-1.7 bukti"


@pytest.mark.sqlite_only
def test_a_file_written_while_the_lock_is_held_is_found(
    db: Database, tmp_path: Path, files_in_transactions: list[str]
) -> None:
    with transaction(db):
        evidence_file = tmp_path / "bukti.pdf"
        evidence_file.write_bytes(PDF)
    assert files_in_transactions == [f"wrote {evidence_file}"]
    files_in_transactions.clear()


def test_no_upload_keeps_answers_waiting(
    staff: Staff, office: Office, db: Database, app: Flask, files_in_transactions: list[str]
) -> None:
    record(db, office, "2024-05-02", 6)
    staff.post(PLANS, PLAN, PLANS)
    [plan_id] = [row["plan_id"] for row in db.execute("select plan_id from plans")]
    uploads: list[tuple[str, dict[str, Any]]] = [
        (f"{PLANS}{plan_id}/bukti", {"file": (BytesIO(PDF), "bukti.pdf")}),
        (MEDIA, {"file": (BytesIO(PDF), "foto.pdf"), "period": "2024-05", "medium": "papan",
                 "shown_day": "2024-05-30", "place": "Papan"}),
        ("/staf/kelola/logo", {"picture": (BytesIO(draw_logo()), "logo.png")}),
        (IMPORTS, {"file": (BytesIO(b"U1,U2,U3,U4,U5,U6,U7,U8,U9\n1,2,3,4,1,2,3,4,1\n"), "jawaban.csv")}),
        ("/staf/laporan/semua-unit/?periode=2024-05", {}),
    ]  # fmt: skip
    for path, data in uploads:
        assert staff.post(path, data, MEDIA).status_code == 303, path
    assert files_in_transactions == []
    assert len(list((Path(app.instance_path) / "evidence").iterdir())) == 2


def test_a_file_whose_record_cannot_be_stored_is_removed_again(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError),
        evidence.saved(tmp_path, evidence.check(PDF), "bukti.pdf") as file,
    ):
        assert evidence.path_of(tmp_path, file).read_bytes() == PDF
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
