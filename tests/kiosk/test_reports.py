"""The page "Laporan" and `ikm report`: the same reports through both doors."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.offices import Office
from kiosk.reports import MEDIA_TYPES
from kiosk.reports import REPORTS
from kiosk.store.responses import UNSUR
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.offices_data import record
from tests.papers.reading import alternatives

EVERY = [(kind, suffix) for kind, report in REPORTS.items() for suffix in report.formats]
BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG", "xlsx": b"PK", "docx": b"PK", "zip": b"PK"}
DATA = ("data", "kamus")


def give(client: FlaskClient, office: Office, count: int, **changes: object) -> None:
    """So many answers of May 2024."""
    for number in range(1, count + 1):
        reply = client.post("/api/responses", json={**answer(office.tablet.code, number), **changes})
        assert reply.status_code == 201, reply.text


def path(kind: str, suffix: str, period: str = "2024-05") -> str:
    door = "data" if kind in DATA else "berkas"
    return f"/staf/laporan/{door}?jenis={kind}&format={suffix}&periode={period}"


@pytest.mark.parametrize(("kind", "suffix"), EVERY)
def test_every_report_can_be_had_from_the_page_also_without_answers(
    staff: Staff, kind: str, suffix: str
) -> None:
    reply = staff.get(path(kind, suffix))
    assert reply.status_code == 200
    assert reply.content_type == MEDIA_TYPES[suffix]
    assert f'filename="{kind}-' in reply.headers["Content-Disposition"]
    assert reply.data.startswith(BEGINS.get(suffix, b""))


@pytest.mark.parametrize("period", ["2024-05", "2024-TW2", "2024-S1", "2024", "2024-05-01..2024-05-20"])
def test_the_page_offers_every_report_for_the_chosen_period(staff: Staff, period: str) -> None:
    page = staff.get(f"/staf/laporan/?periode={period}").text
    for kind, suffix in EVERY:
        assert path(kind, suffix, period).replace("&", "&amp;") in page


def test_an_odd_period_is_said_on_the_page(staff: Staff) -> None:
    reply = staff.get(path("rekap", "pdf", "2024-13"))
    assert reply.status_code == 422
    assert "tidak dikenal" in reply.text


@pytest.mark.parametrize("query", ["jenis=tidak-ada", "jenis=rekap&format=docx", "jenis=data&format=csv"])
def test_what_is_not_offered_is_not_there(staff: Staff, query: str) -> None:
    assert staff.get(f"/staf/laporan/berkas?{query}").status_code == 404


def test_the_raw_data_hold_a_line_per_answer_and_suggestions_only_when_asked_for(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    give(client, office, 3, comment="=HYPERLINK(1)")
    table = list(csv.DictReader(io.StringIO(staff.get(path("data", "csv")).text)))
    assert len(table) == 3
    assert table[0] == {
        "id": f"{1:032x}", "waktu_menjawab": "2024-05-31T09:00:00+08:00", "tanggal": "2024-05-31",
        "layanan": "Kartu Keluarga", "kanal": "Tablet di loket", "persyaratan": "3", "prosedur": "3",
        "waktu": "3", "biaya": "3", "produk": "3", "kompetensi": "3", "perilaku": "3",
        "sarana": "3", "pengaduan": "3", "jenis_kelamin": "Perempuan", "kelompok_usia": "26–35 tahun",
        "pendidikan_terakhir": "D4/S1", "pekerjaan_utama": "Pegawai swasta",
    }  # fmt: skip
    told = staff.get(path("data", "csv") + "&saran=ya").text
    assert "'=HYPERLINK(1)" in told and ",=HYPERLINK" not in told
    book = staff.get(path("data", "xlsx")).data
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert not any(b"HYPERLINK" in archive.read(name) for name in archive.namelist())


def test_the_dictionary_explains_every_column(staff: Staff, client: FlaskClient, office: Office) -> None:
    columns = staff.get(path("data", "csv")).text.splitlines()[0].split(",")
    rows = list(csv.DictReader(io.StringIO(staff.get(path("kamus", "csv")).text)))
    assert [row["kolom"] for row in rows] == columns
    assert len(set(columns)) == len(columns)


@pytest.fixture
def instance(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command works on the same office as the page."""
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)


def test_the_command_writes_the_report_into_the_file(
    instance: None, client: FlaskClient, office: Office, tmp_path: Path
) -> None:
    give(client, office, 5)
    file = tmp_path / "rekap.pdf"
    done = CliRunner().invoke(main, ["report", "rekap", "--periode", "2024-05", "-o", str(file)])
    assert (done.exit_code, done.output) == (0, "")
    assert "IKM Mei 2024 adalah 75,00" in " ".join(PdfReader(file).pages[0].extract_text().split())
    done = CliRunner().invoke(
        main,
        ["report", "data", "--unit", office.unit.code, "--periode", "2024", "-o", str(tmp_path / "d.csv")],
    )
    assert done.exit_code == 0
    assert len((tmp_path / "d.csv").read_text().splitlines()) == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--periode", "2024-13", "-o", "x.pdf"], "tidak dikenal"),
        (["--periode", "2024", "-o", "x.docx"], "beri FILE akhiran itu"),
        (["--periode", "2024", "--unit", "lain", "-o", "x.pdf"], "Tidak ada unit dengan kode “lain”."),
        (["--periode", "2024", "-o", "tidak/ada/x.pdf"], "tidak dapat ditulis"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(
    instance: None, office: Office, arguments: list[str], said: str
) -> None:
    done = CliRunner().invoke(main, ["report", "rekap", *arguments])
    assert done.exit_code == 2
    assert said in done.output and "Traceback" not in done.output


def test_a_poster_of_a_published_period_leads_to_its_public_page(
    staff: Staff, client: FlaskClient, office: Office, db: Database
) -> None:
    record(db, office, "2024-04-10", 10)
    form = "/staf/publikasi/terbitkan?periode=2024-04"
    assert staff.post(form, {}, form).status_code == 303
    # An answer that comes in late does not change what was published.
    record(db, office, "2024-04-30", 2, dict.fromkeys(UNSUR, 4))
    pdf = PdfReader(io.BytesIO(staff.get(path("poster-a4", "pdf", "2024-04")).data))
    assert "76,39" in pdf.pages[0].extract_text()
    (told,) = [text for text in alternatives(pdf) if text.startswith("Kode QR ke ")]
    assert client.get(told.removeprefix("Kode QR ke http://localhost")).status_code == 200
