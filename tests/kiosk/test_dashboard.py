"""The dashboard shows the month so far; units are compared no finer than their samples allow."""

import io
import re
from datetime import date
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlite_utils import Database
from wtforms.validators import ValidationError

from kiosk.base.period import Period
from kiosk.figures.dashboard import read_dashboard
from kiosk.figures.dashboard import read_pace
from kiosk.figures.rollup import list_choices
from kiosk.figures.rollup import read_selection
from kiosk.figures.rollup import roll_up
from kiosk.figures.trend import yearly_trend
from kiosk.forms.survey_settings import read_holidays
from kiosk.operations.founding import Office
from kiosk.store.answers import visits
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import survey_settings
from kiosk.store.offices import tree
from kiosk.store.offices import units
from kiosk.store.offices.devices import Contact
from kiosk.store.offices.survey import find_survey
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import UnitYear
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import log_in
from tests.kiosk.offices_data import record
from tests.papers.reading import pdf_text

MAY = Period.parse("2024-05")


def _text(staff: Staff, path: str = "/staf/dasbor") -> str:
    response = staff.get(path)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_an_office_without_answers_sees_what_to_do(staff: Staff) -> None:
    page = _text(staff)
    assert "Belum ada nilai" in page and "Isi jumlah penerima layanan" in page


def test_a_new_office_sees_its_first_steps_until_they_are_done(
    staff: Staff, db: Database, office: Office
) -> None:
    unit_id = office.unit.unit_id
    page = _text(staff)
    assert "Langkah pertama" in page and "Pasangkan dengan kode QR" in page
    assert '<a href="/staf/kelola/sasaran">Penerima layanan setahun</a>' in page
    units.set_year(db, unit_id, UnitYear(2024, 240, None), NOW)
    assert '<a href="/staf/kelola/sasaran">Penerima layanan setahun</a>' not in _text(staff)
    record(db, office, "2024-04-10", 1)
    assert "Langkah pertama" not in _text(staff)


def test_what_asks_for_action_is_a_list_to_copy_or_send(staff: Staff, db: Database, office: Office) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 2000, "87.50"), NOW)
    record(db, office, "2024-05-30", 10)
    page = _text(staff)
    # 10 in the last 20 working days are 0.5 a day, in 152 more days 76.
    sentence = "Responden 2024: 10 dari 322; dengan laju ini 86 pada 31 Desember."
    assert f"<li>{sentence}" in page
    assert "https://wa.me/?text=" in page and "mailto:?subject=" in page and f"- {sentence}" in page


def test_odd_answers_and_refused_ones_on_tablets_are_in_the_list(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    for number in range(3):
        moment = f"2024-05-31T09:00:{number:02}+08:00"
        client.post("/api/responses", json=answer(office.tablet.code, number, answered_at=moment))
    device, _ = devices.pair_device(db, devices.create_pairing(db, office.tablet.collector_id, NOW), NOW)
    contact = Contact(NOW, 2, None, 1, "x", timedelta())
    devices.record_contact(db, device.device_id, contact)
    page = _text(staff)
    assert "2 jawaban tujuh hari terakhir perlu ditinjau kewajarannya." in page
    assert 'href="/staf/kewajaran/?periode=2024-05-25..2024-05-31"' in page
    assert "Ada jawaban yang ditolak dan masih tersimpan di tablet: Tablet loket 1 (1)." in page


def test_holidays_are_no_working_days_and_their_answers_are_odd(db: Database, office: Office) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 2000, "87.50"), NOW)
    holidays = read_holidays("17/06/2024 Iduladha\n18-06-2024\n")
    assert holidays == {"2024-06-17": "Iduladha", "2024-06-18": "Hari libur"}
    for wrong in ("besok Libur", "17/06/2024 A\n17/6/2024 B"):
        with pytest.raises(ValidationError):
            read_holidays(wrong)
    settings = SurveySettings(hours={day: ("08:00", "16:00") for day in range(5)}, holidays=holidays)
    survey_settings.set_survey_settings(db, office.unit.unit_id, settings, NOW)
    stored = survey_settings.get_survey_settings(db, office.unit.unit_id)
    assert stored.holidays == settings.holidays
    morning = NOW.astimezone(ZoneInfo(office.unit.timezone))
    assert not stored.is_open(morning + timedelta(days=17)) and stored.is_open(morning + timedelta(days=19))
    pace = read_pace(db, office.unit, NOW.date())
    assert pace and pace.working_days == 150


def test_holidays_hold_in_units_below_until_they_have_their_own(
    staff: Staff, db: Database, office: Office
) -> None:
    top = units.create_unit(db, code="KOTA", name="Kota", timezone=office.unit.timezone, now=NOW)
    tree.move_unit(db, office.unit.unit_id, top.unit_id, NOW)
    hours = {day: ("08:00", "16:00") for day in range(5)}
    above = SurveySettings(holidays={"2024-06-17": "Iduladha"})
    survey_settings.set_survey_settings(db, top.unit_id, above, NOW)
    survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(hours=hours), NOW)
    code = office.tablet.code
    assert survey_settings.get_survey_settings(db, office.unit.unit_id).holidays == above.holidays
    assert find_survey(db, code).settings.holidays == above.holidays
    page = staff.get("/staf/kelola/survei/").text
    assert "berlaku hari libur unit di atasnya: 17/06/2024 Iduladha." in page
    assert "17/06/2024 Iduladha</textarea>" not in page
    own = SurveySettings(hours=hours, holidays={"2024-06-18": "Cuti"})
    survey_settings.set_survey_settings(db, office.unit.unit_id, own, NOW)
    assert find_survey(db, code).settings.holidays == own.holidays
    assert "unit di atasnya:" not in staff.get("/staf/kelola/survei/").text


def test_the_month_the_services_and_the_channels_have_their_own_index(
    staff: Staff, db: Database, office: Office
) -> None:
    service = units.list_services(db, office.unit.unit_id)[0]
    record(db, office, "2024-05-10", 8, service_id=service.service_id)
    record(db, office, "2024-05-11", 8, {"sarana": 4}, collector_id=office.poster.collector_id)
    view = read_dashboard(db, office.unit, MAY, NOW)
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
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 2000, "87.50"), NOW)
    record(db, office, "2024-05-30", 10)
    pace = read_dashboard(db, office.unit, MAY, NOW).pace
    assert pace is not None
    # 322 of 2,000; from Monday 3 June to 31 December 2024 are 152 days of Monday to Friday.
    assert (pace.target, pace.missing, pace.working_days, pace.needed) == (322, 312, 152, 3)
    assert pace.recent == Decimal("0.5")
    assert not pace.is_enough


def test_an_unsur_at_its_ceiling_is_named(staff: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-05-10", 6, {"biaya": 4})
    assert read_dashboard(db, office.unit, MAY, NOW).ceiling == ("biaya",)
    assert "Di layanan yang gratis" in _text(staff)


def test_where_visitors_stop_is_counted(staff: Staff, db: Database, office: Office) -> None:
    for outcome, step in (("started", None), ("started", None), ("abandoned", "pengaduan")):
        visits.record_visit(db, office.tablet.collector_id, date(2024, 5, 10), outcome, step)
    page = _text(staff)
    assert "2 kali survei dibuka" in page and "Langkah tempat pengisian terhenti" in page


def test_every_chart_has_its_table(staff: Staff, db: Database, office: Office) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 2000, "87.50"), NOW)
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
    rollup = roll_up(db, kota, MAY)
    assert [(row.unit.name, row.best, row.worst) for row in rollup.shown] == [
        ("Baik", 1, 1),
        ("Kecamatan Sungai Jernih", 2, 3),
        ("Mirip", 2, 3),
        ("Kosong", None, None),
    ]


def test_pooled_and_mean_are_two_figures(db: Database, kota: Unit) -> None:
    rollup = roll_up(db, kota, MAY)
    assert rollup.pooled.respondents == 52
    assert (str(rollup.pooled.ikm), str(rollup.mean)) == ("78.10", "79.08")


def test_pooled_by_the_people_served_is_a_third_figure(db: Database, office: Office, kota: Unit) -> None:
    served = {office.unit.code: 1000, "mirip": 1000, "baik": 8000}
    for code, population in list(served.items())[:2]:
        units.set_year(db, units.find_unit(db, code).unit_id, UnitYear(2024, population, None), NOW)
    assert roll_up(db, kota, MAY).weighted is None
    units.set_year(db, units.find_unit(db, "baik").unit_id, UnitYear(2024, 8000, None), NOW)
    rollup = roll_up(db, kota, MAY)
    found = {row.unit.code: row.result.ni or 0 for row in rollup.units}
    weighted = 25 * Fraction(sum(found[code] * people for code, people in served.items())) / 10_000
    assert rollup.weighted is not None and abs(Fraction(rollup.weighted) - weighted) <= Fraction(1, 200)
    assert rollup.weighted not in (rollup.mean, rollup.pooled.ikm)


def test_a_few_answers_push_no_unit_from_its_rank(db: Database, office: Office, kota: Unit) -> None:
    few = units.create_unit(
        db, code="few", name="Sedikit", timezone="Asia/Makassar", parent_unit_id=kota.unit_id, now=NOW
    )
    tablet = collectors.create_collector(db, unit_id=few.unit_id, name="Tablet", channel="kiosk", now=NOW)
    before = {row.unit.code: (row.best, row.worst) for row in roll_up(db, kota, MAY).units}
    where = {"unit_id": few.unit_id, "collector_id": tablet.collector_id}
    record(db, office, "2024-05-10", 2, {"sarana": 4, "produk": 4, "biaya": 4}, **where)
    after = {row.unit.code: (row.best, row.worst) for row in roll_up(db, kota, MAY).units}
    assert after.pop("few") == (None, None)
    assert {code: after[code] for code in after} == {code: before[code] for code in after}


@pytest.fixture
def kota_staff(client: FlaskClient, db: Database, kota: Unit) -> Staff:
    """A user of the kota, who sees all units below it."""
    db.execute("update people set unit_id = ?", [kota.unit_id])
    log_in(client)
    return Staff(client)


def _names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["Baik", "Kecamatan Sungai Jernih", "Mirip", "Kosong"]),
        ("&tanda=kosong", ["Kosong"]),
        ("&tanda=target", ["Kecamatan Sungai Jernih"]),
        ("&tanda=sampel", ["Kecamatan Sungai Jernih"]),
        ("&tanda=C&cari=MIR", ["Mirip"]),
        ("&kanal=qr", ["Mirip", "Baik", "Kecamatan Sungai Jernih", "Kosong"]),
        ("&layanan=kartu-keluarga", ["Kecamatan Sungai Jernih", "Baik", "Kosong", "Mirip"]),
    ],
)
def test_the_roll_up_shows_what_was_chosen(
    kota_staff: Staff, db: Database, office: Office, kota: Unit, asked: str, names: list[str]
) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 100_000, "87.50"), NOW)
    service = units.list_services(db, office.unit.unit_id)[0]
    record(db, office, "2024-05-11", 1, service_id=service.service_id)
    mirip = units.find_unit(db, "mirip")
    poster = collectors.create_collector(db, unit_id=mirip.unit_id, name="QR", channel="qr", now=NOW)
    record(db, office, "2024-05-11", 1, unit_id=mirip.unit_id, collector_id=poster.collector_id)
    page = _text(kota_staff, f"/staf/banding?periode=2024-05{asked}")
    assert _names(page) == names
    assert "IKM gabungan (semua responden)" in page and "Rata-rata IKM unit" in page


def test_a_level_counts_each_unit_with_those_below_it(db: Database, office: Office, kota: Unit) -> None:
    db.execute("update units set parent_unit_id = ? where code in ('baik', 'mirip')", [office.unit.unit_id])
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 1000, "87.50"), NOW)
    choices = list_choices(db, kota)
    assert list(choices.levels) == [1]
    rollup = roll_up(db, kota, MAY, read_selection({"tingkat": "1"}, choices))
    assert [(row.unit.name, row.unit_count, row.result.respondents) for row in rollup.units] == [
        ("Kecamatan Sungai Jernih", 3, 52),
        ("Kosong", 1, 0),
    ]
    # Two of the three do not say how many they serve: nor does the sum.
    assert rollup.units[0].sample is None
    assert rollup.pooled.ikm == roll_up(db, kota, MAY).pooled.ikm


@pytest.mark.sqlite_only
def test_many_units_cost_as_many_statements_as_few(db: Database, office: Office, kota: Unit) -> None:
    def statements() -> int:
        seen: list[str] = []
        db.conn.set_trace_callback(seen.append)
        roll_up(db, kota, MAY)
        roll_up(db, kota, Period.parse("2024-05-02..2024-05-20"))
        db.conn.set_trace_callback(None)
        return len(seen)

    few = statements()
    for number in range(20):
        units.create_unit(
            db, code=f"u{number}", name=f"U {number}", timezone="Asia/Makassar", now=NOW,
            parent_unit_id=kota.unit_id,
        )  # fmt: skip
    assert statements() == few


def test_a_choice_that_does_not_exist_is_named(kota_staff: Staff) -> None:
    response = kota_staff.get("/staf/banding?tanda=Z")
    assert response.status_code == 422 and "Tidak ada tanda “Z” di sini" in response.text


def test_the_roll_up_is_one_paper_and_one_workbook(kota_staff: Staff) -> None:
    address = "/staf/laporan/berkas?jenis=gabungan&periode=2024-05&tanda=C"
    pdf = kota_staff.get(f"{address}&format=pdf")
    text = pdf_text(pdf.data)
    assert "IKM gabungan" in text and "78,10" in text and "79,08" in text and "Mirip" in text
    assert "Tabel memuat 2 dari 4 unit (mutu C)" in text
    named = kota_staff.get(address.replace("tanda=C", "cari=mirip") + "&format=pdf").data
    assert "(nama “mirip”)" in pdf_text(named)
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(kota_staff.get(f"{address}&format=xlsx").data)
    ).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert [row[0] for row in rows[6:]] == ["Kecamatan Sungai Jernih", "Mirip"]
    assert rows[2][3] == 78.10 and rows[3][3] == 79.08
    assert kota_staff.get(address.replace("tanda=C", "tanda=Z") + "&format=pdf").status_code == 422


def test_only_who_answers_for_several_units_sees_others(staff: Staff, kota: Unit) -> None:
    page = _text(staff, "/staf/banding")
    assert "Kecamatan Sungai Jernih" in page and "Mirip" not in page


def test_a_unit_above_others_is_led_to_the_roll_up_and_one_without_is_not(kota_staff: Staff) -> None:
    above, below = _text(kota_staff, "/staf/dasbor"), _text(kota_staff, "/staf/dasbor?unit=kosong")
    assert "Dasbor ini tentang jawaban di Kota sendiri." in above
    assert "Rekap gabungan" in above and "Rekap gabungan" not in below


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
    staff.confirm("/staf/tahunan/hapus", {"year": "2022"}, page="/staf/tahunan")
    assert [point.label for point in yearly_trend(db, office.unit, 2024)] == ["2024"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ikm": "101"}, "antara 25,00 dan 100,00"),
        ({"ikm": "sNaN"}, "Isi angka, misalnya 87,50"),
        ({"ikm": "8_7"}, "Isi angka, misalnya 87,50"),
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
