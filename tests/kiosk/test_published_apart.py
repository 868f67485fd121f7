"""Questionnaires of a period that are not added up are published each by itself."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.figures.trend import SEVERAL
from kiosk.figures.trend import period_trend
from kiosk.operations.checkup import check_publications
from kiosk.operations.founding import Office
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.store.results import publication_log
from kiosk.store.results import publications
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.test_versions import LATER
from tests.kiosk.test_versions import _record as record
from tests.kiosk.test_versions import later as later
from tests.papers.reports import docx_everything

APRIL = Period.parse("2024-04")
DAY = date(2024, 4, 10)
OFFICIAL = "permenpan-14-2017"
FORM = "/staf/publikasi/terbitkan?periode=2024-04"
TITLE = "SKM menurut aturan baru"


@pytest.fixture
def split(db: Database, office: Office) -> Office:
    """An office whose April has ten answers to one version and six to another."""
    record(db, office, OFFICIAL, 10, day=DAY)
    record(db, office, LATER, 6, first=10, day=DAY)
    return office


def _publish(staff: Staff, *questionnaires: str) -> None:
    for id in questionnaires:
        form = f"{FORM}&kuesioner={id}"
        assert staff.post(form, {}, form).status_code == 303


def test_each_has_its_figure_number_announcement_and_row(staff: Staff, db: Database, split: Office) -> None:
    page = staff.get(FORM).text
    assert "Terbitkan tersendiri" in page and TITLE in page
    _publish(staff, OFFICIAL, LATER)
    found = publications.list_publications(db, split.unit.unit_id)
    assert [
        (one.number, one.revision, one.apart, str(one.ikm), one.mutu, one.respondents) for one in found
    ] == [
        (2, 0, LATER, "87.50", "A", 6),
        (1, 0, OFFICIAL, "87.50", "B", 10),
    ]
    assert list(check_publications(db)) == []
    public = staff.get(f"/hasil/{split.unit.code}").text
    assert public.count("Mutu") >= 2 and public.count('<p class="huge">87,50</p>') == 2
    assert public.count(TITLE) >= 3 and "PermenPANRB Nomor 14 Tahun 2017" in public
    assert TITLE in staff.get(f"/hasil/{split.unit.code}/2").text
    screen = staff.get(f"/layar/{split.unit.code}").text
    assert screen.count('<p class="huge">87,50</p>') == 2 and TITLE in screen
    assert json.loads(staff.get(f"/hasil/{split.unit.code}/1.json").text)["apart"] is True
    log = "/staf/publikasi/media"
    assert f"April 2024, {TITLE}" in staff.get(log).text
    entry = {"medium": "papan", "shown_day": "2024-05-03", "place": "Papan", "link": ""}
    staff.post(log, {**entry, "period": f"2024-04 {LATER}"}, log)
    [announced] = publication_log.list_announcements(db, split.unit.unit_id)
    assert announced.instrument == LATER
    assert ReportContext(db, split.unit, APRIL, NOW, only=LATER).announcements == [announced]
    assert ReportContext(db, split.unit, APRIL, NOW, only=OFFICIAL).announcements == []
    assert staff.post(log, {**entry, "period": "2024-04 tidak-ada"}, log).status_code == 422


def test_a_later_answer_revises_its_own_questionnaire_alone(
    staff: Staff, db: Database, split: Office
) -> None:
    _publish(staff, OFFICIAL, LATER)
    form = f"{FORM}&kuesioner={OFFICIAL}"
    assert "Tidak ada yang berubah" in staff.post(form, {}, form).text
    record(db, split, LATER, 5, first=16, day=DAY)
    assert staff.get("/staf/publikasi/").text.count("tidak berubah") == 1
    _publish(staff, LATER)
    [one] = [one for one in publications.list_current(db, split.unit.unit_id) if one.apart == LATER]
    assert (one.number, one.revision, one.respondents) == (3, 1, 11)
    assert len(publications.list_revisions(db, one)) == 2


def test_what_was_published_as_the_whole_period_is_revised_as_that(
    staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, OFFICIAL, 10, day=DAY)
    assert staff.post(FORM, {}, FORM).status_code == 303
    record(db, office, LATER, 6, first=10, day=DAY)
    assert "tidak berubah" in staff.get("/staf/publikasi/").text
    record(db, office, OFFICIAL, 2, first=16, day=DAY)
    _publish(staff, OFFICIAL, LATER)
    found = publications.list_publications(db, office.unit.unit_id)
    assert [(one.number, one.revision, one.apart, one.respondents) for one in found] == [
        (3, 0, LATER, 6),
        (2, 1, "", 12),
        (1, 0, "", 10),
    ]


def test_the_whole_of_it_and_parts_of_what_is_added_up_are_refused(
    staff: Staff, db: Database, split: Office
) -> None:
    assert "batas mutunya berbeda" in staff.post(FORM, {}, FORM).text
    record(db, split, OFFICIAL, 10, first=30, day=date(2024, 3, 5))
    record(db, split, "skm-online-2026", 10, first=40, day=date(2024, 3, 5))
    march = f"/staf/publikasi/terbitkan?periode=2024-03&kuesioner={OFFICIAL}"
    assert "terbitkan seluruh periodenya" in staff.post(march, {}, march).text
    assert staff.get(f"{FORM}&kuesioner=tidak-ada").status_code == 404


def test_few_respondents_of_one_questionnaire_are_not_published(
    staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, OFFICIAL, 10, day=DAY)
    record(db, office, LATER, 4, first=10, day=DAY)
    form = f"{FORM}&kuesioner={LATER}"
    assert "Hanya 4 responden" in staff.post(form, {}, form).text


def test_reports_of_one_questionnaire_have_its_published_figures_alone(
    staff: Staff, db: Database, split: Office
) -> None:
    _publish(staff, OFFICIAL, LATER)
    record(db, split, LATER, 5, first=16, day=DAY)
    context = ReportContext(db, split.unit, APRIL, NOW, only=LATER)
    official = context.official
    assert (official.result.ikm, official.result.mutu, official.result.respondents) == (
        Decimal("87.50"),
        "A",
        6,
    )
    assert [sum(row.count for row in rows) for rows in (official.services, official.channels)] == [6, 6]
    assert context.current.result.respondents == 11
    assert len(list(context.iterate_responses())) == 11
    trend = {
        only: period_trend(db, split.unit, APRIL, 1, is_official=True, only=only) for only in ("", LATER)
    }
    assert trend[""] == ()
    assert [(point.value, point.source) for point in trend[LATER]] == [
        (Decimal("87.50"), "Publikasi Nomor 2")
    ]
    whole = ReportContext(db, split.unit, APRIL, NOW)
    for kind in ("rekap", "bukti"):
        assert "diterbitkan tersendiri: Nomor 1 dan 2." in str(REPORTS[kind].preview(whole).data)
    page = staff.get(f"/staf/laporan/?periode=2024-04&kuesioner={LATER}").text
    assert "Diterbitkan sebagai Nomor 2" in page
    pdf = f"/staf/laporan/lihat?jenis=poster-a4&periode=2024-04&kuesioner={LATER}"
    assert TITLE in staff.get(pdf).text and "87,50" in staff.get(pdf).text


def test_a_trend_says_that_a_period_was_published_in_parts(staff: Staff, db: Database, split: Office) -> None:
    record(db, split, OFFICIAL, 10, first=30, day=date(2024, 3, 5))
    march = "/staf/publikasi/terbitkan?periode=2024-03"
    assert staff.post(march, {}, march).status_code == 303
    _publish(staff, OFFICIAL, LATER)
    points = period_trend(db, split.unit, APRIL, 2, is_official=True)
    assert [(point.value, point.source) for point in points] == [
        (Decimal("87.50"), "Publikasi Nomor 1"),
        (None, SEVERAL),
    ]


def test_a_petugas_is_not_shown_one_questionnaire_alone(staff: Staff, db: Database, split: Office) -> None:
    db.execute("update people set role = 'petugas'")
    whole = staff.get("/staf/laporan/?periode=2024-04")
    assert whole.status_code == 200 and "kuesioner=" not in whole.text
    assert staff.get(f"/staf/laporan/berkas?jenis=rekap&periode=2024-04&kuesioner={LATER}").status_code == 404


def test_the_command_makes_a_report_of_one_questionnaire(
    app: Flask, db: Database, split: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    made = tmp_path / "rekap.docx"
    words = ["report", "rekap", "--periode", "2024-04", "-o", str(made), "--kuesioner"]
    done = CliRunner().invoke(main, [*words, LATER])
    assert done.exit_code == 0, done.output
    assert f"Kuesioner: {TITLE}." in docx_everything(made.read_bytes())
    unknown = CliRunner().invoke(main, [*words, "tidak-ada"])
    assert unknown.exit_code == 2 and "tidak-ada" in unknown.stderr
