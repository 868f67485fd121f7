"""The rekaps of all units come as one file, from the page and from the command."""

import io
import os
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from pypdf import PdfReader
from sqlite_utils import Database

from kiosk import jobs
from kiosk.cli import main
from kiosk.offices import Office
from kiosk.offices import open_branch
from kiosk.store.collectors import list_collectors
from kiosk.store.units import Unit
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record
from tests.papers.reports import pdf_text

PAGE = "/staf/laporan/semua-unit/?periode=2024-05"
FILE = PAGE.replace("/?", "/berkas?bentuk=zip&")
NAMES = [
    "001-rekap-kecamatan-sungai-jernih-2024-05.pdf",
    "002-rekap-kelurahan-satu-2024-05.pdf",
    "TANPA-RESPONDEN.txt",
]


@pytest.fixture
def below(db: Database, office: Office) -> Unit:
    """A unit below the office with answers, beside one without; the office has answers too."""
    open_branch(db, parent=office.unit, name="Kelurahan Dua", now=NOW)
    unit = open_branch(db, parent=office.unit, name="Kelurahan Satu", now=NOW)
    place = list_collectors(db, unit.unit_id)[0]
    record(db, office, "2024-05-10", 3, {"biaya": 4}, unit_id=unit.unit_id, collector_id=place.collector_id)
    record(db, office, "2024-05-10", 5)
    return unit


def _wait(staff: Staff) -> str:
    for _ in range(200):
        page = staff.get(PAGE).text
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def test_all_rekaps_are_made_in_the_background_and_downloaded(staff: Staff, below: Unit) -> None:
    assert "dari 2 unit" in staff.get(PAGE).text and PAGE in staff.get("/staf/laporan/?periode=2024-05").text
    assert staff.post(PAGE, {}, page=PAGE).status_code == 303
    assert "Siap diunduh" in _wait(staff)
    with staff.get(FILE) as reply, zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert archive.namelist() == NAMES
        assert "Kelurahan Satu" in pdf_text(archive.read(NAMES[1]))
        assert archive.read(NAMES[2]) == b"Kelurahan Dua\r\n"
    with staff.get(FILE.replace("zip", "pdf")) as reply:
        assert_printed_one_after_the_other(reply.data)


def assert_printed_one_after_the_other(pdf: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    first = [number for number, text in enumerate(pages) if "Halaman 1 dari" in text]
    assert len(first) == 2 and f"Halaman 1 dari {first[1]}" in pages[0]
    assert f"Halaman {len(pages) - first[1]} dari {len(pages) - first[1]}" in pages[-1]
    assert "KELURAHAN SATU" in pages[first[1]].upper() and "A. Nilai per unsur" in pages[first[1]]
    assert b"<pdfaid:part>2" in pdf


def test_a_batch_can_be_stopped_and_leaves_nothing(app: Flask, staff: Staff, below: Unit) -> None:
    staff.post(PAGE, {}, page=PAGE)
    _wait(staff)
    assert staff.post(PAGE.replace("/?", "/batal?"), {}, page=PAGE).status_code == 303
    assert "Siap diunduh" not in staff.get(PAGE).text
    assert not list((Path(app.instance_path) / "batches").glob("*"))
    assert staff.get(FILE).status_code == 303

    stopped = []

    def work(progress: jobs.Progress) -> None:
        for number in range(10_000):
            time.sleep(0.002)
            progress(number)
        stopped.append("never")

    running = app.extensions[jobs.BATCHES].start("x", "test", work)
    app.extensions[jobs.BATCHES].cancel("x")
    assert running.is_done(5) and not stopped


def test_two_clicks_at_once_are_one_piece_of_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(dict[str, jobs.Job]):
        def get(self, *args: Any) -> Any:
            found = super().get(*args)
            time.sleep(0.05)
            return found

    both = app.extensions[jobs.BATCHES]
    monkeypatch.setattr(both, "_jobs", Slow())
    with ThreadPoolExecutor(2) as clicks:
        first, second = clicks.map(lambda _: both.start("x", "test", lambda _: time.sleep(0.2)), range(2))
    assert first is second


def test_an_old_file_is_not_kept(app: Flask, staff: Staff, below: Unit) -> None:
    old = Path(app.instance_path) / "batches" / "lama.zip"
    old.parent.mkdir()
    old.write_bytes(b"PK")
    os.utime(old, (0, 0))
    staff.get(PAGE)
    assert not old.exists()


def test_the_command_makes_the_same_file(
    app: Flask, below: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    target = tmp_path / "rekap.zip"
    words = ["report", "rekap", "--semua-unit", "--periode", "2024-05", "-o", str(target)]
    done = CliRunner().invoke(main, [*words, "--unit", "kecamatan-sungai-jernih"])
    assert done.exit_code == 0, done.output
    assert zipfile.ZipFile(target).namelist() == NAMES
    target = target.with_suffix(".pdf")
    CliRunner().invoke(main, [*words[:-1], str(target), "--unit", "kecamatan-sungai-jernih"])
    assert_printed_one_after_the_other(target.read_bytes())
    refused = CliRunner().invoke(main, ["report", "lkj", *words[2:], "--unit", "kecamatan-sungai-jernih"])
    assert refused.exit_code == 2 and "--semua-unit hanya untuk rekap" in refused.output
