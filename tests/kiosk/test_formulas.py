"""What visitors write is text in every spreadsheet, and the same text when it comes back."""

import csv
import io
import re
import zipfile
from collections import Counter
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.store.answers import counted_responses
from kiosk.store.offices import units
from kiosk.store.results import plans
from kiosk.store.results import publication_log
from kiosk.store.results.plans import NewPlan
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.import_files import upload

FORMULA = 'HYPERLINK("https://contoh.example")'
SUGGESTIONS = [
    *(f"{sign}{FORMULA}" for sign in "=+-@＝"),
    *(f"'={FORMULA}", f"''={FORMULA}", f'"={FORMULA}"', f"Baik;={FORMULA}", f'Baik;"={FORMULA}";x'),
    *(f"Baik\t={FORMULA}", f"Baik\n-{FORMULA}", "'Baik'; ' =1", "Kursi kurang - tolong ditambah", "5-1=4"),
]
DAYS = (NOW.date().replace(day=1), NOW.date())
PERIOD = "2024-05"


@pytest.fixture(autouse=True)
def filled(
    app: Flask, client: FlaskClient, office: Office, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visitor for every suggestion, who came for a service with a name like a formula."""
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    units.create_service(db, unit_id=office.unit.unit_id, code="rumus", name=f"={FORMULA}", now=NOW)
    units.update_unit(db, office.unit.unit_id, {"name": f"@{FORMULA}"}, NOW)
    for number, words in enumerate(SUGGESTIONS, start=1):
        sent = client.post(
            "/api/responses", json=answer(office.tablet.code, number, comment=words, service="rumus")
        )
        assert sent.status_code == 201, sent.text


def handed_out(staff: Staff, kind: str, suffix: str) -> bytes:
    if kind == "personal":
        words = ["personal", "export", "--dari", "2024-05-01", "--sampai", "2024-05-31"]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        return result.stdout_bytes
    door = "data" if kind in ("data", "kamus") else "berkas"
    sent = staff.get(f"/staf/laporan/{door}?jenis={kind}&format={suffix}&periode={PERIOD}&saran=ya")
    assert sent.status_code == 200, sent.text
    return bytes(sent.data)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("kind", ["data", "kamus", "personal"])
def test_no_cell_of_a_csv_is_a_formula_whatever_separates_cells(
    staff: Staff, kind: str, separator: str
) -> None:
    text = handed_out(staff, kind, "csv").decode()
    assert (FORMULA in text.replace('""', '"')) == (kind != "kamus")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        for cell in row:
            assert not re.match(r"""["\s]*[=+\-@＝]|[\t\r]""", cell), cell


def test_no_cell_of_the_logs_among_the_evidence_is_a_formula(
    staff: Staff, db: Database, office: Office
) -> None:
    who: dict[str, Any] = {
        "unit_id": office.unit.unit_id, "period": Period.parse(PERIOD), "person_id": office.admin.person_id
    }  # fmt: skip
    plan = NewPlan("waktu", f"={FORMULA}", f"@{FORMULA}", 2024, 2, 2, *DAYS)
    plans.create_plan(db, plan=plan, now=NOW, **who)
    publication_log.record_announcement(
        db, medium="papan", shown_day=DAYS[1], place=f"-{FORMULA}", link="", now=NOW, **who
    )
    with zipfile.ZipFile(io.BytesIO(handed_out(staff, "bukti", "zip"))) as files:
        logs = [files.read(name).decode() for name in files.namelist() if name.endswith(".csv")]
    cells = [cell for log in logs for row in csv.reader(io.StringIO(log, newline="")) for cell in row]
    assert sorted(cell for cell in cells if FORMULA in cell) == [f"'{sign}{FORMULA}" for sign in "-=@"]


@pytest.mark.parametrize("kind", ["data", "pengolahan", "gabungan"])
def test_no_words_of_a_workbook_are_a_formula(staff: Staff, kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(handed_out(staff, kind, "xlsx"))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "/worksheets/sheet" in name]
    assert sheets
    for sheet in sheets:
        assert not any("HYPERLINK" in formula for formula in re.findall(r"<f>(.*?)</f>", sheet))
        assert "<hyperlink" not in sheet


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_was_written_comes_back_as_it_was(
    staff: Staff, db: Database, office: Office, suffix: str
) -> None:
    def written() -> Counter[tuple[str | None, str | None]]:
        found = counted_responses.iterate_counted(db, office.unit.unit_id, *DAYS, with_comments=True)
        return Counter((row.comment, row.service_id) for row in found)

    before = written()
    file = upload(staff, handed_out(staff, "data", suffix), f"kembali.{suffix}")
    assert f"Impor {len(SUGGESTIONS)} jawaban" in file.text()
    assert file.store(repeated="keep").status_code == 303
    assert written() == Counter({line: 2 * count for line, count in before.items()})
