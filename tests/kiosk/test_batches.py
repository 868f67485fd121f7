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
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlite_utils import Database

from kiosk.base import jobs
from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.reports import batches
from kiosk.store.offices.collectors import list_collectors
from kiosk.store.offices.units import Unit
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record
from tests.papers.reading import page_texts
from tests.papers.reading import pdf_text

PAGE = "/staf/laporan/semua-unit/?periode=2024-05"
FILE = PAGE.replace("/?", "/berkas?")
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
    return wait_for(staff.client, PAGE)


def wait_for(client: FlaskClient, path: str) -> str:
    """The page once what it makes is ready."""
    for _ in range(200):
        page = client.get(path).text
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
    with staff.get(f"{FILE}&bagian=1") as reply:
        assert_printed_one_after_the_other(reply.data)


def assert_printed_one_after_the_other(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    pages = page_texts(pdf)
    first = [number for number, text in enumerate(pages) if "Halaman 1 dari" in text]
    assert len(first) == 2 and f"Halaman 1 dari {first[1]}" in pages[0]
    assert f"Halaman {len(pages) - first[1]} dari {len(pages) - first[1]}" in pages[-1]
    assert "KELURAHAN SATU" in pages[first[1]].upper() and "A. Nilai per unsur" in pages[first[1]]
    assert b"<pdfaid:part>2" in pdf
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    names = [(mark.title, reader.get_destination_page_number(mark)) for mark in marks]
    assert names == [("KECAMATAN SUNGAI JERNIH", 0), ("KELURAHAN SATU", first[1])]


def test_what_is_too_much_for_one_pdf_comes_in_parts(
    app: Flask, staff: Staff, below: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MAX_IN_ONE", 1)
    staff.post(PAGE, {}, page=PAGE)
    page = _wait(staff)
    assert "bagian 2 dari 2" in page and "Mulai Kelurahan Satu." in page
    with staff.get(f"{FILE}&bagian=2") as reply:
        assert "KELURAHAN SATU" in pdf_text(reply.data)
    assert staff.get(f"{FILE}&bagian=3").status_code == 303
    done = _report(app, monkeypatch, "rekap", tmp_path / "semua.pdf")
    assert "semua-2.pdf: 1 rekap" in done.output and (tmp_path / "semua-1.pdf").exists()


@pytest.mark.parametrize(("amount", "parts"), [(0, []), (25, [25]), (26, [13, 13]), (96, [24, 24, 24, 24])])
def test_parts_are_few_and_about_equal(office: Office, amount: int, parts: list[int]) -> None:
    assert [len(part) for part in batches.list_parts([office.unit] * amount)] == parts


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
    old = Path(app.instance_path) / "batches" / "lama"
    old.mkdir(parents=True)
    (old / "semua.zip").write_bytes(b"PK")
    os.utime(old, (0, 0))
    staff.get(PAGE)
    assert not old.exists()


def _report(app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str, target: Path) -> Result:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    words = ["report", kind, "--semua-unit", "--periode", "2024-05", "-o", str(target)]
    return CliRunner().invoke(main, [*words, "--unit", "kecamatan-sungai-jernih"])


def test_the_command_makes_the_same_file(
    app: Flask, below: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "rekap.zip"
    done = _report(app, monkeypatch, "rekap", target)
    assert done.exit_code == 0, done.output
    assert zipfile.ZipFile(target).namelist() == NAMES
    target = target.with_suffix(".pdf")
    _report(app, monkeypatch, "rekap", target)
    assert_printed_one_after_the_other(target.read_bytes())
    refused = _report(app, monkeypatch, "lkj", target)
    assert refused.exit_code == 2 and "--semua-unit hanya untuk rekap" in refused.output
