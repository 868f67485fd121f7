"""The dashboard says where the month stands; units are compared no finer than their samples allow."""

from datetime import date
from decimal import Decimal

import pytest
from sqlite_utils import Database

from kiosk.league import compare_units
from kiosk.offices import Office
from kiosk.overview import overview
from kiosk.store import collectors
from kiosk.store import units
from kiosk.store import visits
from kiosk.store.units import Unit
from kiosk.store.units import UnitYear
from kiosk.trend import yearly_trend
from scoring import Period
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record

MAY = Period.parse("2024-05")


def _text(staff: Staff, path: str = "/staf/dasbor") -> str:
    response = staff.get(path)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_an_office_without_answers_sees_what_to_do(staff: Staff) -> None:
    page = _text(staff)
    assert "Belum ada nilai" in page and "Isi jumlah penerima layanan" in page


def test_the_month_the_services_and_the_channels_have_their_own_index(
    staff: Staff, db: Database, office: Office
) -> None:
    service = units.list_services(db, office.unit.unit_id)[0]
    record(db, office, "2024-05-10", 8, service_id=service.service_id)
    record(db, office, "2024-05-11", 8, {"sarana": 4}, collector_id=office.poster.collector_id)
    view = overview(db, office.unit, MAY, NOW)
    assert [(row.label, row.result.respondents) for row in view.services] == [
        ("Kartu Keluarga", 8),
        ("Tidak diisi", 8),
    ]
    assert [(row.label, str(row.result.ikm)) for row in view.channels] == [
        ("Ponsel (kode QR)", "79.17"),
        ("Tablet di loket", "76.39"),
    ]
    page = _text(staff)
    assert "Kartu Keluarga" in page and "77,78" in page


def test_the_pace_counts_the_working_days_that_are_left(db: Database, office: Office) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 2000, "87.50"))
    record(db, office, "2024-05-30", 10)
    pace = overview(db, office.unit, MAY, NOW).pace
    assert pace is not None
    # 322 of 2,000; from Monday 3 June to 31 December 2024 are 152 days of Monday to Friday.
    assert (pace.target, pace.missing, pace.working_days, pace.needed) == (322, 312, 152, 3)
    assert pace.recent == Decimal("0.5")
    assert not pace.is_enough


def test_an_unsur_at_its_ceiling_is_named(staff: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-05-10", 6, {"biaya": 4})
    assert overview(db, office.unit, MAY, NOW).ceiling == ("biaya",)
    assert "Di layanan yang gratis" in _text(staff)


def test_where_visitors_stop_is_counted(staff: Staff, db: Database, office: Office) -> None:
    for outcome, step in (("started", None), ("started", None), ("abandoned", "pengaduan")):
        visits.record_visit(db, office.tablet.collector_id, date(2024, 5, 10), outcome, step)
    page = _text(staff)
    assert "2 kali survei dibuka" in page and "Di mana orang berhenti" in page


def test_every_chart_has_its_table(staff: Staff, db: Database, office: Office) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 2000, "87.50"))
    record(db, office, "2024-03-10", 6)
    record(db, office, "2024-05-10", 6, {"sarana": 4})
    page = _text(staff)
    assert page.count('role="img"') == page.count("<summary>Tabel data</summary>") == 2
    assert '<th scope="row">Maret 2024</th><td class="number">76,39</td>' in page
    # April has no answers: a gap and no line across it.
    assert '<th scope="row">April 2024</th><td class="number">–</td>' in page
    assert page.count('class="line" d=') == 0


@pytest.fixture
def kota(db: Database, office: Office) -> Unit:
    """The office, a better one, one that cannot be told from it, and an empty one, under one kota."""
    kota = units.create_unit(db, code="kota", name="Kota", timezone="Asia/Makassar", now=NOW)
    db.execute("update units set parent_unit_id = ?  where unit_id <> ?", [kota.unit_id] * 2)
    record(db, office, "2024-05-10", 30)
    for code, answers in (("baik", {"sarana": 4, "produk": 4, "biaya": 4}), ("mirip", {}), ("kosong", None)):
        unit = units.create_unit(db, code=code, name=code.title(), timezone="Asia/Makassar", now=NOW)
        db.execute("update units set parent_unit_id = ? where unit_id = ?", [kota.unit_id, unit.unit_id])
        collector = collectors.create_collector(
            db, unit_id=unit.unit_id, name="Tablet", channel="kiosk", now=NOW
        )
        if answers is not None:
            where = {"unit_id": unit.unit_id, "collector_id": collector.collector_id}
            record(db, office, "2024-05-10", 11, answers, **where)
    return kota


def test_units_that_cannot_be_told_apart_share_their_ranks(db: Database, kota: Unit) -> None:
    league = compare_units(db, kota, MAY)
    assert [(row.unit.name, row.best, row.worst) for row in league.standings] == [
        ("Baik", 1, 1),
        ("Kecamatan Sungai Jernih", 2, 3),
        ("Mirip", 2, 3),
        ("Kosong", None, None),
    ]


def test_pooled_and_mean_are_two_figures(db: Database, kota: Unit) -> None:
    league = compare_units(db, kota, MAY)
    assert league.pooled.respondents == 52
    assert (str(league.pooled.ikm), str(league.mean)) == ("78.10", "79.08")


def test_only_who_answers_for_several_units_sees_others(staff: Staff, kota: Unit) -> None:
    page = _text(staff, "/staf/banding")
    assert "Kecamatan Sungai Jernih" in page and "Mirip" not in page


def test_an_earlier_year_is_entered_with_its_source(staff: Staff, db: Database, office: Office) -> None:
    form = {"year": "2022", "ikm": "87,89", "mutu": "B", "respondents": "", "source": "LKj 2022, Tabel 3.3"}
    assert staff.post("/staf/tahunan", form, page="/staf/tahunan").status_code == 303
    record(db, office, "2024-05-10", 6)
    years = yearly_trend(db, office.unit, 2024)
    assert [(point.label, str(point.value), point.source) for point in years] == [
        ("2022", "87.89", "LKj 2022, Tabel 3.3"),
        ("2023", "None", None),
        ("2024", "76.39", "Jawaban dalam program ini"),
    ]
    staff.post("/staf/tahunan/hapus", {"year": "2022"}, page="/staf/tahunan")
    assert [point.label for point in yearly_trend(db, office.unit, 2024)] == ["2024"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ikm": "101"}, "antara 25,00 dan 100,00"),
        ({"source": ""}, "Isi dokumen sumbernya"),
        ({"year": "2025"}, "belum berjalan"),
        ({"respondents": "banyak"}, "Isi angka bulat"),
    ],
)
def test_an_earlier_year_that_cannot_be_is_refused(
    staff: Staff, changes: dict[str, str], message: str
) -> None:
    form = {"year": "2022", "ikm": "87,89", "mutu": "B", "respondents": "150", "source": "LKj", **changes}
    response = staff.post("/staf/tahunan", form, page="/staf/tahunan")
    assert response.status_code == 422 and message in response.text
