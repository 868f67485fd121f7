"""Storing takes the rows that the preview understood, and reads the file again only where they are gone."""

import io
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlite_utils import Database

from kiosk.importing import folder
from kiosk.importing import work
from kiosk.importing.folder import Pending
from kiosk.importing.preview import Preview
from kiosk.importing.source import Context
from kiosk.importing.source import Source
from kiosk.operations.founding import Office
from tests.conftest import NOW
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import Rows
from tests.kiosk.import_files import as_csv

ROWS: Rows = [
    ["Tanggal", "L/P", *LABELS, "Saran"],
    *([f"{1 + one % 28:02}/05/2024", "L", *[3 + one % 2] * 9, f"saran {one}"] for one in range(40)),
]


@pytest.fixture
def context(db: Database, office: Office) -> Context:
    return work.make_context(db, office.unit.unit_id, NOW)


def _receive(root: Path, context: Context) -> Pending:
    file = io.BytesIO(as_csv(ROWS))
    chunks = iter(lambda: file.read(1 << 16), b"")
    return folder.receive(root, chunks, file_name="a.csv", unit_id=context.unit.unit_id, now=NOW)


def _preview(pending: Pending, context: Context) -> Preview:
    return work.preview_file(pending, context, lambda _: None)


def _store(db: Database, office: Office, pending: Pending, preview: Preview, context: Context) -> int:
    [batch] = work.import_file(
        db, pending, preview, context, person_id=office.admin.person_id, again=True, progress=lambda _: None
    )
    return batch.responses


def _stored(db: Database) -> list[tuple[object, ...]]:
    rows = db.execute("""
        select r.answered_at, r.persyaratan, r.pengaduan, p.sex, c.text from responses r
        left join profiles p using (response_id) left join comments c using (response_id)
        order by r.answered_at, c.text""")
    return [tuple(row) for row in rows.fetchall()]


def _spools(pending: Pending) -> list[Path]:
    return list(pending.path.glob("*.responses"))


def test_a_file_is_read_once_and_its_rows_are_deleted_with_it(
    db: Database, office: Office, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending = _receive(tmp_path / "imports", context)
    preview = _preview(pending, context)
    [spool] = _spools(pending)
    assert S_IMODE(spool.stat().st_mode) == 0o600
    monkeypatch.setattr(Source, "entries", lambda _: pytest.fail("read again"))
    assert _store(db, office, pending, preview, context) == 40
    assert not pending.path.exists()


@pytest.mark.parametrize("gone", ["deleted", "replaced by the next preview"])
def test_where_the_rows_are_gone_the_file_is_read_again_with_the_same_result(
    db: Database, office: Office, context: Context, tmp_path: Path, gone: str
) -> None:
    first = _receive(tmp_path / "one", context)
    assert _store(db, office, first, _preview(first, context), context) == 40
    from_rows = _stored(db)
    pending = _receive(tmp_path / "two", context)
    preview = _preview(pending, context)
    if gone == "deleted":
        _spools(pending)[0].unlink()
    else:
        _preview(pending, context)
    assert _store(db, office, pending, preview, context) == 40
    assert _stored(db) == sorted([*from_rows, *from_rows], key=lambda row: (row[0], row[-1]))


def test_a_preview_that_fails_or_asks_keeps_no_rows(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending = _receive(tmp_path / "imports", context)

    def fail(_self: Source) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Source, "entries", fail)
        with pytest.raises(MemoryError):
            _preview(pending, context)
    assert _spools(pending) == []
