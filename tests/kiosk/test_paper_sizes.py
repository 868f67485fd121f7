"""Reports and questionnaires on the paper an office has: A4, or F4 (Folio)."""

import io
import zipfile

import docx
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.store.offices import units
from kiosk.store.offices.collectors import list_collectors
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record
from tests.kiosk.test_batches import FILE as BATCH_FILE
from tests.kiosk.test_batches import PAGE as BATCH
from tests.kiosk.test_batches import wait_for
from tests.kiosk.test_reports import EVERY
from tests.kiosk.test_reports import give
from tests.kiosk.test_reports import path

SIZES = {"a4": (210, 297), "f4": (215, 330)}
OWN_SIZES = ("poster-", "grafik-")
XLSX_PAPERS = {"a4": 'paperSize="9"', "f4": 'paperSize="14"'}
MM_PER_POINT = 25.4 / 72


def set_size(staff: Staff, size: str) -> None:
    assert staff.post("/staf/kelola/kertas", {"size": size}, "/staf/kelola/").status_code == 303


def sides(pdf: bytes) -> set[tuple[int, int]]:
    """The sizes of the pages in whole millimetres, the shorter side first."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    lengths = [sorted((float(box.width), float(box.height))) for box in boxes]
    return {(round(short * MM_PER_POINT), round(long * MM_PER_POINT)) for short, long in lengths}


@pytest.mark.parametrize("size", SIZES)
def test_every_report_is_as_large_as_the_offices_paper(
    staff: Staff, client: FlaskClient, office: Office, size: str
) -> None:
    set_size(staff, size)
    give(client, office, 7)
    for kind, suffix in EVERY:
        if kind.startswith(OWN_SIZES):
            continue
        made = staff.get(path(kind, suffix)).data
        if suffix == "pdf":
            assert sides(made) == {SIZES[size]}, kind
        elif suffix == "docx":
            for section in docx.Document(io.BytesIO(made)).sections:
                short, long = sorted((section.page_width or 0, section.page_height or 0))
                assert (round(short / 36_000), round(long / 36_000)) == SIZES[size], kind
        elif suffix == "xlsx":
            sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()
            assert XLSX_PAPERS[size] in sheet, kind


def test_rekaps_of_units_below_come_on_the_paper_of_the_unit_that_prints_them(
    staff: Staff, client: FlaskClient, office: Office, db: Database
) -> None:
    branch = open_branch(db, parent=office.unit, name="Kelurahan Satu", now=NOW)
    place = list_collectors(db, branch.unit_id)[0]
    record(db, office, "2024-05-10", 3, unit_id=branch.unit_id, collector_id=place.collector_id)
    give(client, office, 3)
    set_size(staff, "f4")
    assert units.get_unit(db, branch.unit_id).paper_size == "a4"
    assert staff.post(BATCH, {}, page=BATCH).status_code == 303
    wait_for(client, BATCH)
    with staff.get(f"{BATCH_FILE}&bagian=1") as reply:
        assert sides(reply.data) == {SIZES["f4"]}


def test_a_unit_below_begins_with_the_paper_of_the_one_above(
    staff: Staff, office: Office, db: Database
) -> None:
    set_size(staff, "f4")
    above = units.get_unit(db, office.unit.unit_id)
    assert open_branch(db, parent=above, name="Kelurahan Satu", now=NOW).paper_size == "f4"


def test_an_unknown_size_is_refused(staff: Staff, db: Database, office: Office) -> None:
    assert staff.post("/staf/kelola/kertas", {"size": "b5"}, "/staf/kelola/").status_code == 422
    assert units.get_unit(db, office.unit.unit_id).paper_size == "a4"
