"""Mutated files: never a crash, and nothing is stored from what was refused."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.importing import folder
from kiosk.importing import work
from kiosk.importing.preview import make_preview
from kiosk.importing.source import Source
from kiosk.importing.storing import store_import
from kiosk.operations.founding import Office
from kiosk.sheets import SheetError
from kiosk.sheets import read_sheets
from kiosk.store.answers import answer_counts
from tests.conftest import NOW
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import QUESTIONS
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx

YEARS = Period.parse("2000-01-01..2030-12-31")
ODD_CELLS = [
    *(1, 2, 3, 4, 0, 5, "-", "", "3,0", "Sesuai", "Sangat mahal", "Jumlah", "NRR", "IKM 88,19", "L", "SMA"),
    *("31/05/2024", "2024-05-31 09:00", "99/99/2024", "45443", "1e999", "nan", "∞", *LABELS),
]
CELLS = st.one_of(st.sampled_from(ODD_CELLS), st.integers(), st.text(max_size=12))
ROWS = st.lists(st.lists(CELLS, max_size=14), max_size=8)
HEADERS = st.sampled_from([LABELS, QUESTIONS, ["Tanggal", *LABELS, "Saran"], ["No", "Usia", "L/P", *LABELS]])
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _ignore(_rows: int) -> None:
    """Ignore the progress."""


def _try_to_import(app: Flask, db: Database, office: Office, data: bytes) -> int | None:
    """How many responses were stored; None when the file was refused."""
    unit_id = office.unit.unit_id
    root = Path(app.instance_path) / "imports"
    pending = folder.receive(root, [data], file_name="x.csv", unit_id=unit_id, now=NOW)
    context = work.make_context(db, unit_id, NOW)
    try:
        # Read here and not by a process of its own, which takes a hundred times as long.
        source = Source(list(read_sheets(data)), pending.choices, context)
    except SheetError:
        return None
    finally:
        pending.discard()
    preview = make_preview(source, pending.choices)
    if preview.problems:
        return None
    [batch] = store_import(
        db,
        pending,
        preview,
        context,
        person_id=office.admin.person_id,
        again=True,
        progress=_ignore,
    )
    assert batch.responses == preview.responses
    return batch.responses


def _count(db: Database, office: Office) -> int:
    return answer_counts.count_respondents(db, office.unit.unit_id, YEARS.start, YEARS.end)


@given(above=ROWS, header=HEADERS, rows=ROWS)
@SLOW
def test_any_table_is_imported_as_shown_or_refused_whole(
    app: Flask, db: Database, office: Office, above: Any, header: list[str], rows: Any
) -> None:
    before = _count(db, office)
    data = as_csv([*above, header, *rows]).replace(b"\0", b"") or b" "
    assert _count(db, office) == before + (_try_to_import(app, db, office, data) or 0)


@given(data=st.binary(max_size=400))
@SLOW
def test_any_bytes_are_refused_without_a_trace(app: Flask, db: Database, office: Office, data: bytes) -> None:
    before = _count(db, office)
    assert _try_to_import(app, db, office, data) is None
    assert _count(db, office) == before


@pytest.mark.parametrize("size", range(0, 5000, 450))
def test_a_workbook_cut_short_is_refused(app: Flask, db: Database, office: Office, size: int) -> None:
    whole = as_xlsx([["Tanggal", *LABELS], ["31/05/2024", *[3] * 9]])
    assert size < len(whole)
    assert _try_to_import(app, db, office, whole[:size]) is None
    assert _count(db, office) == 0
