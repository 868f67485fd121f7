"""The page "Laporan" and `ikm report`: the same reports from both."""

import csv
import hashlib
import io
import re
import zipfile
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from pypdf import PdfReader
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.reports.catalogue import MEDIA_TYPES
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.store.answers import counted_responses
from kiosk.store.answers.responses import UNSUR
from kiosk.store.journal import journal
from kiosk.store.offices import units
from kiosk.store.results import publications
from kiosk.store.results.publications import FrozenResult
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.import_files import upload
from tests.kiosk.offices_data import record
from tests.papers.reading import alternatives
from tests.papers.reading import pdf_text
from tests.papers.reports import docx_everything

EVERY = [(kind, suffix) for kind, report in REPORTS.items() for suffix in report.formats]
BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG", "xlsx": b"PK", "docx": b"PK", "zip": b"PK", "svg": b"<svg"}
DATA = ("data", "kamus", "skm-online")


def give(client: FlaskClient, office: Office, count: int, **changes: object) -> None:
    """So many answers of May 2024."""
    for number in range(1, count + 1):
        reply = client.post("/api/responses", json={**answer(office.tablet.code, number), **changes})
        assert reply.status_code == 201, reply.text


def path(kind: str, suffix: str, period: str = "2024-05") -> str:
    door = "data" if kind in DATA else "berkas"
    return f"/staf/laporan/{door}?jenis={kind}&format={suffix}&periode={period}"


def sight(kind: str, period: str = "2024-05") -> str:
    door = "lihat-data" if kind in DATA else "lihat"
    return f"/staf/laporan/{door}?jenis={kind}&periode={period}"


@pytest.mark.parametrize(("kind", "suffix"), EVERY)
def test_every_report_can_be_had_from_the_page_also_without_answers(
    staff: Staff, kind: str, suffix: str
) -> None:
    reply = staff.get(path(kind, suffix))
    assert reply.status_code == 200
    assert reply.content_type == MEDIA_TYPES[suffix]
    assert f'filename="{kind}-' in reply.headers["Content-Disposition"]
    assert reply.data.startswith(BEGINS.get(suffix, b""))


@pytest.mark.parametrize("kind", [kind for kind in REPORTS if kind != "gabungan"])
@pytest.mark.parametrize("count", [0, 3])
def test_every_report_is_looked_at_first_and_had_from_there(
    staff: Staff, client: FlaskClient, office: Office, kind: str, count: int
) -> None:
    give(client, office, count)
    page = staff.get(sight(kind))
    assert page.status_code == 200
    for suffix in REPORTS[kind].formats:
        assert path(kind, suffix).replace("&", "&amp;") in page.text


@pytest.mark.parametrize("kind", ["rekap", "poster-a4", "pengolahan", "laporan", "lkj"])
def test_the_page_and_its_paper_hold_the_same_figures(
    staff: Staff, client: FlaskClient, office: Office, db: Database, kind: str
) -> None:
    record(db, office, "2024-04-10", 10)
    give(client, office, 7)
    made = staff.get(path(kind, "pdf")).data
    texts = [" ".join([pdf_text(made), *alternatives(PdfReader(io.BytesIO(made)))])]
    texts.append(staff.get(sight(kind)).text)
    if "docx" in REPORTS[kind].formats:
        texts.append(docx_everything(staff.get(path(kind, "docx")).data))
    figures = [set(re.findall(r"\d+,\d+", text)) for text in texts]
    assert "75,00" in figures[0]
    assert all(found == figures[0] for found in figures)


def test_every_paper_with_a_figure_names_the_end_of_the_journal(
    staff: Staff, client: FlaskClient, office: Office, db: Database
) -> None:
    give(client, office, 5)
    head = journal.get_head(db, office.unit.unit_id)
    assert head
    for kind, suffix in EVERY:
        made = staff.get(path(kind, suffix)).data
        if kind in ("kuesioner", *DATA) or suffix in ("png", "svg"):
            continue
        if suffix == "pdf":
            found = pdf_text(made)
        else:
            with zipfile.ZipFile(io.BytesIO(made)) as archive:
                texts = [name for name in archive.namelist() if name.endswith((".xml", ".pdf"))]
                read = [archive.read(name) for name in texts]
            found = "".join(pdf_text(one) if one.startswith(b"%PDF") else one.decode() for one in read)
        assert head.stamp in found, (kind, suffix)


@pytest.mark.parametrize("period", ["2024-05", "2024-TW2", "2024-S1", "2024", "2024-05-01..2024-05-20"])
def test_the_page_offers_every_report_for_the_chosen_period(staff: Staff, period: str) -> None:
    page = staff.get(f"/staf/laporan/?periode={period}").text
    for kind, suffix in EVERY:
        # There is nothing to roll up in an office without units below it.
        offered = path(kind, suffix, period).replace("&", "&amp;") in page
        assert offered == (kind != "gabungan")


def test_an_odd_period_is_said_on_the_page(staff: Staff) -> None:
    reply = staff.get(path("rekap", "pdf", "2024-13"))
    assert reply.status_code == 422
    assert "tidak dikenal" in reply.text


@pytest.mark.parametrize("asked", ["periode=2024-05", "dari=2024-05-01&sampai=2024-05-20", ""])
def test_the_former_address_of_the_rekap_leads_to_the_same_report(
    staff: Staff, client: FlaskClient, asked: str
) -> None:
    moved = client.get(f"/staf/rekap.pdf?{asked}")
    assert moved.status_code == 301
    reply = staff.get(moved.location)
    assert reply.data == staff.get(f"/staf/laporan/berkas?jenis=rekap&format=pdf&{asked}").data
    assert 'filename="rekap-kecamatan-sungai-jernih-' in reply.headers["Content-Disposition"]


@pytest.mark.parametrize("query", ["jenis=tidak-ada", "jenis=rekap&format=xlsx", "jenis=data&format=csv"])
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


def test_the_workbook_of_raw_data_has_real_dates_to_filter_and_is_ready_to_print(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    give(client, office, 3)
    sheet = load_workbook(io.BytesIO(staff.get(path("data", "xlsx")).data)).worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    moment, day = (sheet.cell(2, titles.index(title) + 1) for title in ("waktu_menjawab", "tanggal"))
    assert (moment.value, day.value) == (datetime(2024, 5, 31, 9), datetime(2024, 5, 31))  # noqa: DTZ001
    assert moment.is_date and day.number_format == "yyyy-mm-dd"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(titles))}4"
    assert sheet.column_dimensions["A"].width > 32
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"


def test_files_with_suggestions_have_a_name_of_their_own(staff: Staff) -> None:
    for more, name in (("", "data-kecamatan"), ("&saran=ya", "data-dengan-saran-kecamatan")):
        sent = staff.get(path("data", "xlsx") + more).headers["Content-Disposition"]
        assert f'filename="{name}' in sent


def test_the_dictionary_explains_every_column(staff: Staff, client: FlaskClient, office: Office) -> None:
    columns = staff.get(path("data", "csv")).text.splitlines()[0].split(",")
    rows = list(csv.DictReader(io.StringIO(staff.get(path("kamus", "csv")).text)))
    assert [row["kolom"] for row in rows] == columns
    assert len(set(columns)) == len(columns)


@pytest.mark.sqlite_only  # it listens to SQLite's statements
@pytest.mark.parametrize(("kind", "suffix"), EVERY)
@pytest.mark.parametrize("period", ["2024-04", "2024"])
def test_a_report_reads_the_answers_of_each_period_once(
    staff: Staff, office: Office, db: Database, kind: str, suffix: str, period: str
) -> None:
    record(db, office, "2024-04-10", 10)
    form = "/staf/publikasi/terbitkan?periode=2024-04"
    assert staff.post(form, {}, form).status_code == 303
    asked: Counter[str] = Counter()
    with db.tracer(lambda sql, params: asked.update([f"{sql} {params}"])):
        context = ReportContext(db, office.unit, Period.parse(period), NOW, "https://contoh.example")
        content = REPORTS[kind].formats[suffix](context)
        for _ in [content] if isinstance(content, bytes) else content:
            pass
    about_answers = {sql: times for sql, times in asked.items() if re.search("responses|tallies", sql)}
    assert about_answers or kind in ("kuesioner", "kamus")
    # The evidence holds single answers, which are read day by day: their first and last are read as well.
    repeated = [sql for sql, times in about_answers.items() if times > 1]
    of_days = ("select min(local_day)", "select max(local_day)")
    assert [sql for sql in repeated if not sql.startswith(of_days)] == []


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
    assert "IKM Mei 2024 adalah 75,00" in pdf_text(file.read_bytes())
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
        (["--periode", "2024", "-o", "x.xlsx"], "beri FILE akhiran itu"),
        (
            ["--periode", "2024", "--unit", "lain", "-o", "x.pdf"],
            "tidak ada unit dengan kode “lain”; yang ada: ",
        ),
        (["--periode", "2024", "-o", "tidak/ada/x.pdf"], "tidak dapat ditulis"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(
    instance: None, office: Office, arguments: list[str], said: str
) -> None:
    done = CliRunner().invoke(main, ["report", "rekap", *arguments])
    assert done.exit_code == 2
    assert said in done.output and "Traceback" not in done.output


@pytest.mark.parametrize(
    ("kind", "figure"), [("poster-a4", "76,39"), ("laporan", "76,39"), ("rekap", "80,32")]
)
def test_papers_of_a_published_period_lead_to_its_public_page(
    staff: Staff, client: FlaskClient, office: Office, db: Database, kind: str, figure: str
) -> None:
    record(db, office, "2024-04-10", 10)
    form = "/staf/publikasi/terbitkan?periode=2024-04"
    assert staff.post(form, {}, form).status_code == 303
    # An answer that comes in late does not change what was published; the rekap shows it, and says so.
    record(db, office, "2024-04-30", 2, dict.fromkeys(UNSUR, 4))
    made = staff.get(path(kind, "pdf", "2024-04")).data
    pdf, found = PdfReader(io.BytesIO(made)), pdf_text(made)
    assert figure in found and "Nomor 1. " in found
    assert ("Jawaban berubah sejak itu: yang diterbitkan IKM 76,39" in found) == (kind == "rekap")
    (told,) = [text for text in alternatives(pdf) if text.startswith("Kode QR ke ")]
    page = client.get(told.removeprefix("Kode QR ke http://localhost"))
    assert page.status_code == 200
    digest = re.search(r"[0-9a-f]{64}", page.text)
    assert digest and f"Sidik: {digest[0][:16]}" in found
    assert f'aria-label="{told}"' in staff.get(sight(kind, "2024-04")).text


def test_what_the_office_writes_is_in_its_report_until_it_is_removed(staff: Staff, office: Office) -> None:
    page = "/staf/laporan/teks?periode=2024-S1"
    texts = {"pelaksana": "Tim Survei Jernih", "analisis": "Sebab pertama\nSebab kedua"}
    assert staff.post(page, texts, page).status_code == 303
    assert "Tim Survei Jernih" in staff.get(page).text
    found = pdf_text(staff.get(path("laporan", "pdf", "2024-S1")).data)
    assert "Tim Survei Jernih" in found and "Sebab pertama Sebab kedua" in found
    assert "Tim Survei Jernih" not in pdf_text(staff.get(path("laporan", "pdf", "2024-S2")).data)
    staff.post(page, {}, page)
    assert "Survei dilaksanakan oleh" in pdf_text(staff.get(path("laporan", "pdf", "2024-S1")).data)


def test_too_long_a_text_is_refused_and_kept_on_the_page(staff: Staff, office: Office) -> None:
    page = "/staf/laporan/teks?periode=2024-S1"
    reply = staff.post(page, {"analisis": "x" * 10_001}, page)
    assert reply.status_code == 422
    assert "Paling banyak 10000 karakter." in reply.text and "x" * 10_001 in reply.text


def test_the_bundle_holds_reports_and_logs_with_a_digest_of_each(
    staff: Staff, client: FlaskClient, office: Office, db: Database
) -> None:
    record(db, office, "2024-04-10", 10)
    form = "/staf/publikasi/media"
    photo = (io.BytesIO(b"\x89PNG\r\n\x1a\nfoto"), "../../papan.png")
    entry = {
        "period": "2024-04", "medium": "papan", "shown_day": "2024-05-02", "place": "=Papan depan",
        "link": "https://contoh.example/a", "file": photo,
    }  # fmt: skip
    assert staff.post(form, entry, form).status_code == 303
    with zipfile.ZipFile(io.BytesIO(staff.get(path("bukti", "zip", "2024-04")).data)) as archive:
        names = archive.namelist()
        assert {"00-ringkasan-bukti.pdf", "01-laporan.pdf", "02-laporan.docx", "06-pengolahan.xlsx"} < set(
            names
        )
        (proof,) = [name for name in names if name.startswith("bukti/")]
        assert archive.read(proof) == b"\x89PNG\r\n\x1a\nfoto"
        log = archive.read("log-publikasi.csv").decode()
        assert f"April 2024,Papan pengumuman,2024-05-02,'=Papan depan,https://contoh.example/a,{proof}" in log
        assert "ditayangkan pada 1 jenis media" in pdf_text(archive.read("00-ringkasan-bukti.pdf"))
        for line in archive.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert len(names) == len(archive.read("SHA256SUMS").decode().splitlines()) + 1


def test_units_beside_are_compared_by_what_they_have_published(
    staff: Staff, office: Office, db: Database
) -> None:
    kota = units.create_unit(db, code="kota", name="Kota", timezone="Asia/Makassar", now=NOW)
    beside = units.create_unit(db, code="utara", name="Kecamatan Utara", timezone="Asia/Makassar", now=NOW)
    db.execute("update units set parent_unit_id = ? where unit_id <> ?", [kota.unit_id, kota.unit_id])
    record(db, office, "2024-04-10", 10)
    assert "Tabel 3.4" not in pdf_text(staff.get(path("lkj", "pdf", "2024")).data)
    frozen = FrozenResult(
        Period.parse("2024"), "permenpan-14-2017", "1/9", 90, Decimal("90.18"), "A", "{}", "{}", "1"
    )
    publications.record_publication(
        db, unit_id=beside.unit_id, frozen=frozen, person_id=office.admin.person_id, now=NOW
    )
    found = pdf_text(staff.get(path("lkj", "pdf", "2024-04")).data)
    assert "Tabel 3.4" in found and "Kecamatan Sungai Jernih Kecamatan Utara" in found
    assert "– 76,39 – – 90,18 –" in found


@pytest.mark.parametrize(("kind", "suffix"), [("pengolahan", "xlsx"), ("data", "xlsx"), ("data", "csv")])
def test_what_is_handed_out_is_read_back_by_the_import_as_the_same_answers(
    staff: Staff, client: FlaskClient, office: Office, db: Database, kind: str, suffix: str
) -> None:
    give(client, office, 3)
    give(client, office, 1, id=f"{50:032x}", answers=dict.fromkeys(UNSUR, 4), profile={"sex": "L"})
    days = (NOW.date().replace(day=1), NOW.date())

    def counted() -> Counter[str]:
        return Counter(
            str((dict(row.answers), kind == "data" and (row.day, row.service_id, dict(row.profile))))
            for row in counted_responses.iterate_counted(db, office.unit.unit_id, *days)
        )

    before = counted()
    file = upload(staff, staff.get(path(kind, suffix)).data, f"kembali.{suffix}")
    if kind == "pengolahan":
        file.send("again", month="2024-05")
    assert "Impor 4 jawaban" in file.text()
    assert file.store(repeated="keep").status_code == 303
    assert counted() == Counter({line: 2 * count for line, count in before.items()})


def test_the_sheet_of_single_answers_tells_neither_when_nor_for_what_nor_in_which_order_they_came(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    for number in (3, 1, 2):  # by their ids, and not as they came
        given = answer(office.tablet.code, number, answers={**dict.fromkeys(UNSUR, 3), "waktu": number})
        given["answered_at"] = f"2024-05-0{9 - number}T09:00:00+08:00"
        assert client.post("/api/responses", json=given).status_code == 201
    with zipfile.ZipFile(io.BytesIO(staff.get(path("pengolahan", "xlsx")).data)) as book:
        strings = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="D[789]"[^>]*><v>(\d)</v>', strings) == ["1", "2", "3"]
    assert "Kartu Keluarga" not in strings and "Tanggal" not in strings
    assert "1 3 3 1 3" in pdf_text(staff.get(path("pengolahan", "pdf")).data)


@pytest.mark.parametrize("kind", ["laporan", "lkj"])
def test_the_first_year_that_can_be_asked_for_has_none_before_it(staff: Staff, kind: str) -> None:
    assert staff.get(path(kind, "docx", "1900")).status_code == 200


def test_the_lkj_of_a_month_is_headed_by_the_year_it_covers(staff: Staff, office: Office) -> None:
    page = staff.get("/staf/laporan/lihat?jenis=lkj&periode=2024-05").text
    assert "<h1>Tabel LKj Tahun 2024</h1>" in page and "<title>Tabel LKj Tahun 2024" in page
