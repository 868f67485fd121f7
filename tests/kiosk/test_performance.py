"""Indicators, other offices' figures and minutes, typed or imported, down to the tables of the LKj."""

import io
import re
from decimal import Decimal

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl import load_workbook
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.importing.indicator_sheet import read_indicators
from kiosk.operations.founding import Office
from kiosk.papers.indicator_sheet import make_sheet
from kiosk.store.journal.chain import find_break
from kiosk.store.results import indicators
from kiosk.store.results import meetings
from kiosk.store.results.indicators import Indicator
from kiosk.store.results.indicators import NewIndicator
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import token
from tests.papers.reading import pdf_text
from tests.papers.summaries import UNIT

PAGE = "/staf/kinerja/?tahun=2024"
HEAD = [
    "No", "Sasaran Strategis", "Indikator Kinerja", "Satuan", "Target", "Realisasi", "%", "Program",
    "Pagu Anggaran (Rp)", "Realisasi Anggaran (Rp)", "Keterangan",
]  # fmt: skip
ROWS: list[list[object]] = [
    ["Pelayanan", "Indeks Kepuasan Masyarakat (IKM)", "Nilai", 87.5, 88.19, 100.79, "Pelayanan Publik",
     "Rp1.000.000.000", "984.700.000,00", None],
    ["Pelayanan", "Indeks Kepatuhan Pelayanan", "Nilai", "82,5", "66,6", "80,73%", "", "-", "-", "x"],
    ["Pelayanan", "Jumlah RT Mandiri", "RT", 12, 11, 92, None, None, None, None],
]  # fmt: skip


def book(rows: list[list[object]], head: list[str] | None = None) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["LAPORAN KINERJA KECAMATAN TAHUN 2024"])
    sheet.append([])
    sheet.append(HEAD if head is None else head)
    sheet.append(list(range(1, 12)))
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *row])
    sheet.append([None, None, "Jumlah", None, None, None, None, None, 1, 1])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload(staff: Staff, content: bytes, name: str = "kinerja.xlsx") -> TestResponse:
    form = {"csrf_token": token(staff.client, PAGE), "file": (io.BytesIO(content), name)}
    return staff.client.post("/staf/kinerja/impor?tahun=2024", data=form, content_type="multipart/form-data")


def stored(db: Database, office: Office, year: int = 2024) -> list[Indicator]:
    return indicators.list_indicators(db, office.unit.unit_id, year, year)


def test_an_indicator_is_typed_changed_and_removed(staff: Staff, db: Database, office: Office) -> None:
    sent = {
        "name": "Jumlah RT Mandiri", "measure": "RT", "target": "12", "value": "11",
        "budget": "Rp1.250.000", "spent": "1.000.000,50", "stated_percent": "92",
    }  # fmt: skip
    assert staff.post("/staf/kinerja/indikator?tahun=2024", sent, PAGE).status_code == 303
    (one,) = stored(db, office)
    assert [one.target, one.value, one.budget, one.spent] == [
        Decimal(text) for text in ("12", "11", "1250000", "1000000.50")
    ]
    page = staff.get(f"{PAGE}&indikator={one.indicator_id}").text
    assert "91,67%" in page and 'value="Jumlah RT Mandiri"' in page and "Ubah indikator" in page
    changed = {**sent, "indicator_id": one.indicator_id, "value": "12"}
    assert staff.post("/staf/kinerja/indikator?tahun=2024", changed, PAGE).status_code == 303
    assert [one.value for one in stored(db, office)] == [12]
    staff.confirm(f"/staf/kinerja/indikator/{one.indicator_id}/hapus?tahun=2024", {}, PAGE)
    assert stored(db, office) == []
    assert find_break(db, office.unit.unit_id) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Isi indikatornya."),
        ({"target": "banyak"}, "Isi angka, misalnya 87,50."),
        ({"final_year": "1999"}, "Tahun 2000–2999."),
    ],
)
def test_what_is_no_figure_is_refused_with_the_rest_still_there(
    staff: Staff, db: Database, office: Office, changes: dict[str, str], said: str
) -> None:
    sent = {"name": "RT Mandiri", "goal": "Mandiri", **changes}
    reply = staff.post("/staf/kinerja/indikator?tahun=2024", sent, PAGE)
    assert reply.status_code == 422
    assert said in reply.text and 'value="Mandiri"' in reply.text
    assert stored(db, office) == []


def test_a_name_and_the_ikm_are_there_once_a_year(staff: Staff, db: Database, office: Office) -> None:
    for name, is_ikm in (("IKM", "y"), ("Lain", "")):
        sent = {"name": name, "is_ikm": is_ikm} if is_ikm else {"name": name}
        assert staff.post("/staf/kinerja/indikator?tahun=2024", sent, PAGE).status_code == 303
    for again in ({"name": "lain"}, {"name": "Ketiga", "is_ikm": "y"}):
        reply = staff.post("/staf/kinerja/indikator?tahun=2024", again, PAGE)
        assert reply.status_code == 422 and "sudah ada pada tahun ini" in reply.text
    assert [one.name for one in stored(db, office)] == ["IKM", "Lain"]
    assert staff.post("/staf/kinerja/indikator?tahun=2023", {"name": "Lain"}, PAGE).status_code == 303


def test_a_sheet_of_an_office_is_imported_with_its_own_titles(
    staff: Staff, db: Database, office: Office
) -> None:
    assert upload(staff, book(ROWS)).status_code == 303
    ikm, compliance, homes = stored(db, office)
    assert ikm.is_ikm and ikm.budget == 1_000_000_000 and ikm.spent == 984_700_000
    assert (compliance.target, compliance.value, compliance.stated_percent) == (
        Decimal("82.5"), Decimal("66.6"), Decimal("80.73"),
    )  # fmt: skip
    assert (homes.measure, homes.budget, homes.program) == ("RT", None, "")
    assert homes.stated_percent == 92
    page = staff.get(PAGE).text
    assert "3 indikator ditambahkan, 0 diganti. Kolom yang tidak dipakai: Keterangan." in page
    assert upload(staff, book(ROWS[1:2])).status_code == 303
    assert "0 indikator ditambahkan, 1 diganti." in staff.get(PAGE).text
    assert len(stored(db, office)) == 3


@pytest.mark.parametrize(
    ("names", "marked"),
    [
        (["Nilai IKM", "IKM Kelurahan"], ["Nilai IKM"]),
        (["Nilai IKM Kecamatan", "Jumlah RT"], ["Nilai IKM Kecamatan"]),
        (["IKM Kelurahan Satu", "IKM Kelurahan Dua"], []),
    ],
)
def test_the_units_own_ikm_is_known_by_its_name(
    staff: Staff, db: Database, office: Office, names: list[str], marked: list[str]
) -> None:
    assert upload(staff, book([["a", name, "Nilai", 80, 81] for name in names])).status_code == 303
    assert [one.name for one in stored(db, office) if one.is_ikm] == marked


def test_importing_again_keeps_which_indicator_is_the_ikm(staff: Staff, db: Database, office: Office) -> None:
    sent = {"name": "Kepuasan pelayanan", "is_ikm": "y"}
    assert staff.post("/staf/kinerja/indikator?tahun=2024", sent, PAGE).status_code == 303
    assert upload(staff, staff.get("/staf/kinerja/lembar?tahun=2024").data).status_code == 303
    assert [one.is_ikm for one in stored(db, office)] == [True]


def test_the_ikm_typed_by_its_name_is_the_surveys(staff: Staff, db: Database, office: Office) -> None:
    sent = {"name": "Indeks Kepuasan Masyarakat (IKM)", "value": "99"}
    assert staff.post("/staf/kinerja/indikator?tahun=2024", sent, PAGE).status_code == 303
    assert [one.is_ikm for one in stored(db, office)] == [True]
    assert "dari survei" in staff.get(PAGE).text


def test_our_own_sheet_is_read_back_as_it_was_written(staff: Staff, db: Database, office: Office) -> None:
    upload(staff, book(ROWS))
    before = stored(db, office)
    sheet = staff.get("/staf/kinerja/lembar?tahun=2024")
    assert "indikator-kecamatan-sungai-jernih-2024.xlsx" in sheet.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(sheet.data)).worksheets[0].freeze_panes == "D2"
    assert upload(staff, sheet.data).status_code == 303
    assert stored(db, office) == before


def test_a_new_years_sheet_has_last_years_indicators_without_their_figures(
    staff: Staff, db: Database, office: Office
) -> None:
    upload(staff, book(ROWS))
    sheet = staff.get("/staf/kinerja/lembar?tahun=2025").data
    found = read_indicators(sheet).indicators
    assert [one.name for one in found] == [one.name for one in stored(db, office)]
    assert {(one.target, one.value, one.budget, one.stated_percent) for one in found} == {(None,) * 4}


FIGURES = st.none() | st.decimals(0, 10**11, places=3)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=40)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            NewIndicator,
            name=WORDS.map(lambda text: f"Indikator {text}"),
            goal=WORDS.filter(lambda text: text.lower() not in ("-", "–", "—", "n/a", "na")),
            is_lower_better=st.booleans(),
            target=FIGURES,
            value=FIGURES,
            final_year=st.none() | st.integers(2000, 2999),
            budget=FIGURES,
            spent=FIGURES,
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda one: one.name.lower(),
    )
)
def test_whatever_is_stored_comes_back_from_its_sheet(listed: list[NewIndicator]) -> None:
    listed = [one for one in listed if not re.search(r"\bikm\b", one.name.lower())]
    assume(listed)
    found = read_indicators(make_sheet(UNIT, 2024, listed))
    assert found.problems == [] and found.ignored == []
    assert [one.name for one in found.indicators] == [" ".join(one.name.split()) for one in listed]
    for read, wrote in zip(found.indicators, listed, strict=True):
        assert (read.is_lower_better, read.final_year) == (wrote.is_lower_better, wrote.final_year)
        for name in ("target", "value", "budget", "spent"):
            assert getattr(read, name) == getattr(wrote, name)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["a", "RT", "RT", "1.234", 11], "kolom “Target”: “1.234” dapat berarti ribuan atau desimal"),
        (["a", "RT", "RT", "dua belas", 11], "Baris 5, kolom “Target”: “dua belas” bukan angka."),
        (["a", "RT", "%", 1, 0.9], "kolom “Target”: 1 persen; tulis 100 untuk seratus persen."),
        (["a", "RT", "RT", -1, 1], "kolom “Target”: -1 di luar batas."),
        (["a", "x" * 301, "RT", 1, 1], "lebih dari 300 karakter"),
    ],
)
def test_a_cell_that_is_not_certain_is_named_and_nothing_is_stored(
    staff: Staff, db: Database, office: Office, row: list[object], said: str
) -> None:
    reply = upload(staff, book([row, ROWS[1]]))
    assert reply.status_code == 422
    assert said in reply.text.replace("&#34;", '"')
    assert stored(db, office) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Berkas kosong."),
        (b"a,b\n1,2\n", "Tidak ada baris judul"),
        (b"PK\x03\x04rusak", "Berkas rusak"),
        (b"Indikator;Target\nRT;1\nRT;2\n", "Indikator “RT” ada dua kali."),
        (b"Indikator;Target\n", "Tidak ada indikator di bawah baris judul."),
    ],
)
def test_a_file_without_indicators_says_why(staff: Staff, content: bytes, said: str) -> None:
    reply = upload(staff, content, "kinerja.csv")
    assert reply.status_code == 422 and said in reply.text


def test_other_offices_and_minutes_are_entered_and_removed(
    staff: Staff, db: Database, office: Office
) -> None:
    peer = {"office": "Kecamatan Utara", "indicator": "Indeks Kepuasan Masyarakat (IKM)", "target": "87,5",
            "value": "90,18", "source": "LKj Utara 2024"}  # fmt: skip
    assert staff.post("/staf/kinerja/banding?tahun=2024", peer, PAGE).status_code == 303
    assert staff.post("/staf/kinerja/banding?tahun=2024", {**peer, "value": "90,19"}, PAGE).status_code == 303
    (figure,) = indicators.list_peer_figures(db, office.unit.unit_id, 2024)
    assert figure.value == Decimal("90.19")
    minutes = "/staf/kinerja/rapat?tahun=2024"
    sent = {"month": "05", "held_day": "2024-06-05", "present": "Camat\nKasi", "decisions": "Menambah kursi"}
    assert staff.post(minutes, sent, minutes).status_code == 303
    assert "Camat; Kasi" in staff.get(minutes).text and "Mei 2024" in staff.get(minutes).text
    found = pdf_text(staff.get("/staf/laporan/berkas?jenis=lkj&format=pdf&periode=2024").data)
    assert "Sumber: Kecamatan Utara: LKj Utara 2024." in found
    assert "Mei 2024 5 Juni 2024 Camat; Kasi Menambah kursi" in found
    staff.confirm(f"/staf/kinerja/banding/{figure.peer_figure_id}/hapus?tahun=2024", {}, PAGE)
    (meeting,) = meetings.list_meetings(db, office.unit.unit_id, 2024)
    staff.confirm(f"/staf/kinerja/rapat/{meeting.meeting_id}/hapus?tahun=2024", {}, minutes)
    assert indicators.list_peer_figures(db, office.unit.unit_id, 2024) == []
    assert "Menambah kursi" not in staff.get(minutes).text
    assert find_break(db, office.unit.unit_id) is None


def test_a_row_changed_outside_the_program_shows(staff: Staff, db: Database, office: Office) -> None:
    indicators.set_indicators(
        db, office.unit.unit_id, 2024, [NewIndicator(name="RT", target=Decimal(12))],
        person_id=office.admin.person_id, now=NOW,
    )  # fmt: skip
    assert find_break(db, office.unit.unit_id) is None
    db.execute("update indicators set target = '10'")
    found = find_break(db, office.unit.unit_id)
    assert found and found.kind == "indicator" and found.problem == "edited"
