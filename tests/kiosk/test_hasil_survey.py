"""Our answers to the national items leave in the shape of SKM Online's export, and come back alike."""

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.store.offices.questionnaires import set_questionnaire
from tests.browser.test_questionnaires import IN_FILE
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.sheets.cases import path

NATIONAL = load_questionnaire("skm-online-2026")
FILE = "/staf/laporan/data?jenis=skm-online&format=xlsx&periode=2024-05"


def test_it_has_the_shape_of_the_export_and_scores_as_the_month_does(
    staff: Staff, client: FlaskClient, db: Database, office: Office, tmp_path: Path
) -> None:
    set_questionnaire(
        db, office.unit.unit_id, NATIONAL.rules, NOW.date(), person_id=office.admin.person_id, now=NOW
    )
    profile = {"sex": "P", "age_band": "26-34", "occupation": "ASN", "disability": "Tidak"}
    with path("41_form_with_the_16_national_items.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [dict(zip(IN_FILE, map(int, row[9:25]), strict=True)) for row in list(csv.reader(file))[1:]]
    for number, given in enumerate(rows, 1):
        body = answer(office.tablet.code, number, answers=given, instrument=NATIONAL.id, profile=profile)
        assert client.post("/api/responses", json=body).status_code == 201
    client.post("/api/responses", json=answer(office.tablet.code, 99))  # the official nine do not fit in
    content = staff.get(FILE).data
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Keterangan", "Hasil Survey 1"]
    assert "Format impor SKM Online belum pernah dilihat" in book["Keterangan"]["A1"].value
    sheet = list(book["Hasil Survey 1"].iter_rows(values_only=True))
    assert [row[2] for row in sheet[:2]] == [
        "Survei Kepuasan Masyarakat Kecamatan Sungai Jernih",
        "Kartu Keluarga",
    ]
    assert sheet[4][:3] == ("No", "Waktu Pengisian", "Nama")
    assert sheet[4][11 : 11 + 16] == tuple(item.question["id"].removesuffix(".") for item in NATIONAL.items)
    assert len(sheet) == 5 + 12
    assert sheet[5][2:5] == ("-", "-", "-") and sheet[5][6:11] == (
        "26–34 tahun", "Perempuan", None, "ASN (PNS/PPPK)", "Tidak",
    )  # fmt: skip
    assert set(sheet[5][11:27]) <= {"Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"}
    assert "Pelayanan baik." not in str(sheet)
    assert "Pelayanan baik." in str(
        list(load_workbook(io.BytesIO(staff.get(f"{FILE}&saran=ya").data))["Hasil Survey 1"].values)
    )
    (tmp_path / "hasil.xlsx").write_bytes(content)
    words = ["score", str(tmp_path / "hasil.xlsx"), "--lembar", "Hasil Survey 1", "--json"]
    scored = CliRunner().invoke(main, words)
    assert scored.exit_code == 0, scored.output
    figures = json.loads(scored.stdout)
    assert (figures["respondents"], figures["ikm"], figures["instrument"]) == (12, "80.79", NATIONAL.id)
    [part] = [
        part
        for part in summarise(db, office.unit, Period.parse("2024-05"), NOW).parts
        if part.instrument.id == NATIONAL.id
    ]
    assert str(part.ikm) == figures["ikm"]
