"""Files of answers, and `ikm score` run on them."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from click.testing import Result
from openpyxl import Workbook

from kiosk.cli import main
from kiosk.questionnaire.catalogue import load_questionnaire
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.scoring import REPORT
from tests.scoring import responses

LABELS = [f"U{number}" for number in range(1, 10)]
NAMES = [unsur.name for unsur in load_questionnaire(INSTRUMENT.id).unsur]
THREES = [3] * 9
Rows = Sequence[Sequence[object]]


def ikm_score(file: Path | str, *options: str, stdin: bytes | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["score", str(file), *options], input=stdin)


def scored(file: Path | str, *options: str, stdin: bytes | None = None) -> dict[str, Any]:
    """Run the command with --json, which must succeed, and read what it prints."""
    result = ikm_score(file, "--json", *options, stdin=stdin)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def csv_bytes(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def csv_file(folder: Path, rows: Rows) -> Path:
    """A CSV file of these rows, on disk."""
    path = folder / "jawaban.csv"
    path.write_bytes(csv_bytes(rows))
    return path


def xlsx_file(folder: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook with these sheets, on disk."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "jawaban.xlsx"
    workbook.save(path)
    return path


def answers(case: tuple[int, tuple[int, ...]]) -> list[list[object]]:
    """The answers of a published set, in questionnaire order."""
    return [[row[key] for key in KEYS] for row in responses(*case)]


def processing_sheet() -> list[list[object]]:
    """The report's 147 respondents as "Pengolahan data": title, numbering, summaries, legend, blanks."""
    body = [[number, *row] for number, row in enumerate(answers(REPORT), start=1)]
    return [
        ["PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT PER RESPONDEN DAN PER UNSUR PELAYANAN"],
        ["Kecamatan Sungai Jernih", None, "Periode: Mei 2024"],
        [],
        ["NO. RESP", "NILAI UNSUR PELAYANAN"],
        [None, *LABELS],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        *body,
        ["ΣNilai/Unsur", *REPORT[1]],
        ["NRR/Unsur", 3.51, 3.48, 3.44, 3.99, 3.38, 3.44, 3.56, 3.44, 3.51],
        ["NRR tertbg/unsur", *[0.39] * 9, "*) 3.53"],
        ["IKM Unit Pelayanan", *[None] * 8, "**) 88.19"],
        [],
        ["Keterangan:", "U1 s.d. U9 = unsur pelayanan"],
        ["U1", "Persyaratan", 3.51],
        ["Mutu pelayanan", "A (Sangat Baik): 88,31 - 100,00"],
        [None] * 12,
    ]
