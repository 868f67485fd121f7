"""The spreadsheet to fill in: read without a question once it is filled in, refused while it is empty."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations.founding import Office
from tests.conftest import Staff
from tests.kiosk.import_files import upload
from tests.kiosk.test_import_variants import MARKS
from tests.kiosk.test_import_variants import profile
from tests.kiosk.test_import_variants import stored
from tests.scoring import KEYS

ADDRESS = "/staf/impor/berkas-isian"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The command's file."""
    path = tmp_path / "isian.xlsx"
    done = CliRunner().invoke(main, ["template", "-o", str(path)])
    assert done.exit_code == 0, done.output
    return path


def _fill(book: Any, *more: object) -> bytes:
    sheet = book["Jawaban"]
    titles = [cell.value for cell in sheet[1]]
    first = next(place for place, title in enumerate(titles, start=1) if title.startswith("U1"))
    for row in (2, 3):
        sheet.cell(row, 1, row - 1)
        sheet.cell(row, 2, date(2024, 5, row))
        sheet.cell(row, 3, "Perempuan")
        sheet.cell(row, 4, 40)
        for place, cell in enumerate(more, start=first - len(more)):
            sheet.cell(row, place, cell)
        for place, answer in enumerate(MARKS, start=first):
            sheet.cell(row, place, answer)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_filled_template_is_scored_without_a_question(made: Path) -> None:
    made.write_bytes(_fill(load_workbook(made)))
    done = CliRunner().invoke(main, ["score", str(made), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["respondents"] == 2
    assert [found["unsur"][key]["sum"] for key in KEYS] == [2 * mark for mark in MARKS]
    assert found["rejected"] == found["skipped"] == []
    assert not {"order-assumed", "numbered"} & {one["code"] for one in found["warnings"]}


def test_an_empty_template_is_refused(made: Path) -> None:
    refused = CliRunner().invoke(main, ["score", str(made)])
    assert refused.exit_code == 2 and "tidak ada jawaban yang dapat dihitung" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_file_that_is_there_is_not_overwritten(made: Path) -> None:
    again = CliRunner().invoke(main, ["template", "-o", str(made)])
    assert again.exit_code == 2 and "sudah ada" in again.stderr


def test_titles_are_protected_and_cells_offer_the_answers_there_are(staff: Staff) -> None:
    book = load_workbook(io.BytesIO(staff.get(ADDRESS).data))
    sheet = book["Jawaban"]
    assert sheet.protection.sheet and book["Keterangan"].protection.sheet
    assert sheet["A1"].protection.locked and not sheet.column_dimensions["H"].protection.locked
    rules = {str(rule.sqref).partition(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    titles = {cell.value: cell.coordinate[:-1] for cell in sheet[1]}
    unsur = rules[titles["U1 Persyaratan"] + "2"]
    assert unsur.formula1 == '"1,2,3,4"' and "1 = " in unsur.prompt
    assert rules[titles["Jenis Layanan"] + "2"].formula1 == "Keterangan!$H$5:$H$7"
    assert [book["Keterangan"][f"H{row}"].value for row in (4, 5, 6)] == [
        "Jenis Layanan", "Kartu Keluarga", "KTP elektronik",
    ]  # fmt: skip


def test_the_pages_template_is_imported_with_profile_and_service(
    staff: Staff, db: Database, office: Office
) -> None:
    data = _fill(load_workbook(io.BytesIO(staff.get(ADDRESS).data)), "Kartu Keluarga")
    file = upload(staff, data, "isian-survei.xlsx")
    assert "Harus dijawab dulu" not in file.text()
    file.store(repeated="keep")
    assert stored(db, office) == [2 * mark for mark in MARKS]
    assert profile(db, office)["sex"] == {"P": 2}
