"""Papers that leave the office show a published period as it was published, whatever has changed since."""

import re
from decimal import Decimal

import pytest
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.figures.trend import monthly_trend
from kiosk.operations.founding import Office
from kiosk.papers.blocks import TableBlock
from kiosk.papers.documents import Document
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from kiosk.store.offices import yearly
from kiosk.store.offices.units import UnitYear
from kiosk.store.offices.yearly import YearlyFigure
from kiosk.store.results import plans
from kiosk.store.results.plans import NewPlan
from tests.conftest import NOW
from tests.kiosk.offices_data import record
from tests.papers.reports import blocks_text


def laporan(db: Database, office: Office, code: str, kind: str = "laporan") -> Document:
    made = REPORTS[kind].preview(ReportContext(db, office.unit, Period.parse(code), NOW))
    assert isinstance(made, Document)
    return made


def text(db: Database, office: Office, code: str, kind: str = "laporan") -> str:
    return blocks_text(laporan(db, office, code, kind).blocks)


def publish_period(db: Database, office: Office, code: str) -> None:
    summary = summarise(db, office.unit, Period.parse(code), NOW)
    publish(db, summary, person_id=office.admin.person_id, now=NOW)


def a_plan(db: Database, office: Office, code: str) -> None:
    period = Period.parse(code)
    plan = NewPlan("waktu", "Antrean daring", "Kasi", 2024, 2, 2, period.end, period.end)
    plans.create_plan(
        db,
        unit_id=office.unit.unit_id,
        period=period,
        plan=plan,
        person_id=office.admin.person_id,
        now=NOW,
    )


def test_the_previous_period_and_a_plans_effect_are_those_published(db: Database, office: Office) -> None:
    record(db, office, "2024-03-10", 12)
    a_plan(db, office, "2024-03")
    record(db, office, "2024-04-10", 20)
    publish_period(db, office, "2024-04")
    unpublished = text(db, office, "2024-04")
    assert "Hasil Maret 2024 belum diterbitkan, sehingga perubahan tidak dicantumkan." in unpublished
    assert "Antrean daring Belum – – 87,50 – –" in unpublished
    publish_period(db, office, "2024-03")
    before = text(db, office, "2024-04")
    assert "Dibanding Maret 2024 (76,39 dari 12 responden), IKM tetap." in before
    record(db, office, "2024-03-11", 30, dict.fromkeys(UNSUR, 1))
    record(db, office, "2024-04-30", 5, dict.fromkeys(UNSUR, 1), comment="Lama sekali.")
    assert text(db, office, "2024-04") == before
    assert "Maret 2024 (43,12 dari 42 responden)" not in before


def test_days_suggestions_and_the_order_of_tables_are_those_published(db: Database, office: Office) -> None:
    record(db, office, "2024-04-10", 6, comment="Cepat.")
    record(db, office, "2024-04-20", 6)
    live = laporan(db, office, "2024-04").blocks
    publish_period(db, office, "2024-04")
    record(db, office, "2024-04-02", 1, comment="Lambat.")
    found = laporan(db, office, "2024-04").blocks
    said = blocks_text(found)
    assert "diterima pada 10 April 2024 dan jawaban terakhir pada 20 April 2024" in said
    assert "Responden menyampaikan 6 saran dan masukan" in said
    captions = [[one.caption for one in blocks if isinstance(one, TableBlock)] for blocks in (live, found)]
    assert captions[0] == captions[1]


@pytest.mark.parametrize("is_published", [True, False])
def test_a_typed_year_is_a_previous_period_like_any_other(
    db: Database, office: Office, is_published: bool
) -> None:
    figure = YearlyFigure(2023, Decimal("88.23"), "B", None, "LKj 2023")
    yearly.set_yearly(db, office.unit.unit_id, figure, person_id=office.admin.person_id, now=NOW)
    record(db, office, "2024-04-10", 12)
    later = NOW.replace(year=2025)
    if is_published:
        summary = summarise(db, office.unit, Period.parse("2024"), later)
        publish(db, summary, person_id=office.admin.person_id, now=later)
    said = text(db, office, "2024")
    assert "Dibanding Tahun 2023 (88,23 menurut LKj 2023), IKM turun 11,84." in said
    assert "2023 88,23 B – – LKj 2023" in said
    assert "Tidak ada responden" not in said and "belum diterbitkan, sehingga" not in said


def test_a_semester_has_the_trend_of_semesters_and_of_whole_years(db: Database, office: Office) -> None:
    record(db, office, "2023-03-10", 12)
    record(db, office, "2023-09-10", 12, dict.fromkeys(UNSUR, 4))
    record(db, office, "2024-03-10", 12)
    said = text(db, office, "2024-S1")
    assert "Nilai IKM menurut semester" in said
    assert "Semester II Tahun 2023 100,00 A 12" in said
    years = said[said.index("Tabel 4.3 Nilai IKM dari tahun ke tahun") :]
    # The first half of 2024 is not the year 2024.
    assert "2023 88,19 B 24" in years and "2024 76,39" not in years


def test_a_published_semester_has_no_trend_of_answers_that_were_not_published(
    db: Database, office: Office
) -> None:
    record(db, office, "2023-09-10", 12, dict.fromkeys(UNSUR, 4))
    record(db, office, "2024-03-10", 12)
    summary = summarise(db, office.unit, Period.parse("2024-S1"), NOW.replace(month=7))
    publish(db, summary, person_id=office.admin.person_id, now=NOW)
    said = text(db, office, "2024-S1")
    assert "100,00 A 12" not in said
    assert "Semester I Tahun 2024 76,39 C 12 – Publikasi Nomor 1" in said


def test_month_page_and_dashboard_have_one_interval(db: Database, office: Office) -> None:
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 40, None), NOW)
    record(db, office, "2024-04-10", 20)
    april = Period.parse("2024-04")
    found = summarise(db, office.unit, april, NOW).interval
    (*_, point) = monthly_trend(db, office.unit, april)
    assert found is not None and (found.low, found.high) == (point.low, point.high)


def test_lkj_and_laporan_say_the_same_of_the_year_before(db: Database, office: Office) -> None:
    record(db, office, "2023-04-10", 40)
    record(db, office, "2024-04-10", 40, dict.fromkeys(UNSUR[3:], 4))
    said = re.findall(r"Dibanding Tahun 2023 .*?ini nyata\.", text(db, office, "2024"))
    assert len(said) == 2 and len({*said}) == 1
    assert said[0] in text(db, office, "2024", "lkj")


def test_offices_below_are_shown_as_published_beside_a_published_result(db: Database, office: Office) -> None:
    below = units.create_unit(
        db,
        code="desa",
        name="Desa Hulu",
        timezone="Asia/Makassar",
        parent_unit_id=office.unit.unit_id,
        now=NOW,
    )
    tablet = collectors.create_collector(db, unit_id=below.unit_id, name="T", channel="kiosk", now=NOW)
    record(db, office, "2024-04-10", 12)
    where = {"unit_id": below.unit_id, "collector_id": tablet.collector_id}
    record(db, office, "2024-04-10", 12, dict.fromkeys(UNSUR, 4), **where)
    assert "100,00" in text(db, office, "2024", "lkj").split("Tabel 3.4")[1].split("Tabel 3.7")[0]
    summary = summarise(db, office.unit, Period.parse("2024"), NOW.replace(year=2025))
    publish(db, summary, person_id=office.admin.person_id, now=NOW)
    assert "100,00" not in text(db, office, "2024", "lkj").split("Tabel 3.4")[1].split("Tabel 3.7")[0]
