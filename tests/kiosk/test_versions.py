"""Answers count by the questionnaire they were given to, however many versions come later."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.dashboard import read_dashboard
from kiosk.figures.rollup import roll_up
from kiosk.figures.summary import summarise
from kiosk.figures.trend import SEVERAL
from kiosk.figures.trend import monthly_trend
from kiosk.figures.trend import yearly_trend
from kiosk.operations.backups import read_content
from kiosk.operations.checkup import check_publications
from kiosk.operations.founding import Office
from kiosk.papers.sentences import about_blanks
from kiosk.papers.sentences import about_change
from kiosk.questionnaire import catalogue
from kiosk.questionnaire import choices
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.messages import unscored
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.store.answers import responses
from kiosk.store.answers import rollups
from kiosk.store.answers.rollups import AnswerFilter
from kiosk.store.answers.visits import record_visit
from kiosk.store.offices.questionnaires import set_questionnaire
from scoring import Result
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.sheets import cases
from tests.store.samples import new_response

MAY = Period.parse("2024-05")
YEAR = Period.parse("2024")
LATER = "permenpan-baru"
UNLIKE = "skm-online-2026"


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    """A second version with the same unsur and weights, in which A begins at 85,01."""
    rules = load_questionnaire(DEFAULT).rules
    bands = (
        *rules.bands[:2],
        replace(rules.bands[2], high=Decimal("85.00")),
        replace(rules.bands[3], low=Decimal("85.01")),
    )
    version = replace(rules, id=LATER, title="SKM menurut aturan baru", bands=bands)
    catalogue.add_questionnaire(replace(load_questionnaire(DEFAULT), rules=version))
    yield
    catalogue._OWN.clear()


def _record(
    db: Database, office: Office, id: str, count: int, first: int = 0, day: date = date(2024, 5, 13)
) -> None:
    """Answers that come to IKM 87,50: B by the first version, A by the later one."""
    items = load_questionnaire(id).rules.items
    for number in range(first, first + count):
        answers = dict.fromkeys(items, 3 + number % 2)
        one = new_response(office, number, instrument=id, answers=answers, local_day=day)
        responses.record_response(db, one, NOW)


def _every_figure(db: Database, office: Office) -> list[object]:
    summary = summarise(db, office.unit, MAY, NOW)
    dashboard = read_dashboard(db, office.unit, MAY, NOW)
    rolled = roll_up(db, office.unit, MAY)
    return [
        (summary.result.ikm, summary.result.mutu, summary.result.respondents),
        [(group.result.ikm, group.result.mutu) for group in (*dashboard.services, *dashboard.channels)],
        [(point.value, point.mutu) for point in monthly_trend(db, office.unit, MAY)],
        [(point.value, point.mutu) for point in yearly_trend(db, office.unit, 2024)],
        (rolled.pooled.ikm, rolled.pooled.mutu, rolled.mean),
        [(content.ikm, content.respondents) for content in read_content(db).values()],
    ]


def test_a_later_version_changes_no_figure_even_as_the_first_choice(
    db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _record(db, office, DEFAULT, 10)
    before = _every_figure(db, office)
    assert before[0] == (Decimal("87.50"), "B", 10)
    monkeypatch.setattr(choices, "DEFAULT", LATER)
    assert _every_figure(db, office) == before


def test_the_later_version_has_its_own_letters(db: Database, office: Office) -> None:
    _record(db, office, LATER, 10)
    assert summarise(db, office.unit, MAY, NOW).result.mutu == "A"


@pytest.mark.parametrize("period", [MAY, Period.parse("2024-05-01..2024-05-30"), YEAR])
def test_two_versions_that_must_not_be_added_up_are_shown_apart(
    db: Database, office: Office, period: Period
) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, LATER, 4, first=10)
    summary = summarise(db, office.unit, period, NOW)
    assert (summary.result.ikm, summary.result.respondents) == (None, 14)
    said = unscored(summary.result)
    assert "batas mutunya berbeda" in said and "SKM menurut aturan baru" in said

    def shown(result: Result) -> tuple[str, Decimal | None, str | None, int]:
        return result.instrument.id, result.ikm, result.mutu, result.respondents

    assert about_blanks(summary) is None
    assert [shown(part) for part in summary.parts] == [
        (DEFAULT, Decimal("87.50"), "B", 10),
        (LATER, Decimal("87.50"), "A", 4),
    ]


def test_the_same_unsur_weights_and_bands_are_added_up(db: Database, office: Office) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, UNLIKE, 6, first=10)
    summary = summarise(db, office.unit, MAY, NOW)
    assert (summary.result.ikm, summary.result.mutu, summary.result.respondents) == (
        Decimal("87.50"),
        "B",
        16,
    )
    assert [part.respondents for part in summary.parts] == [10, 6]
    assert str(summary.indices[UNLIKE]["ipak"].value) == "7/2"


def test_answers_without_an_ikm_leave_the_ikm_of_the_others_alone(db: Database, office: Office) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, "spkp-spak-6", 6, first=10)
    summary = summarise(db, office.unit, MAY, NOW)
    assert (summary.result.ikm, summary.result.respondents) == (Decimal("87.50"), 10)
    assert set(summary.indices["spkp-spak-6"]) == {"ipkp", "ipak"}
    assert sum(row.count for row in summary.channels) == 16


def test_the_month_page_shows_each_questionnaire_item_and_index(
    staff: Staff, db: Database, office: Office
) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, UNLIKE, 6, first=10)
    page = staff.get("/staf/?periode=2024-05").text
    assert "Jawaban atas 2 kuesioner dijumlahkan" in page
    assert "Persyaratan yang diminta sesuai dengan yang diinformasikan." in page
    assert "3,5000" in page  # IPAK


# The items of the national export in the order of its columns, and its words for the answers 1 to 4.
EXPORTED = """informasi kesesuaian_persyaratan standar_prosedur kemudahan_prosedur waktu biaya produk
    kompetensi perilaku pengaduan sarana keadilan_layanan kepatuhan_prosedur bebas_gratifikasi bebas_pungli
    bebas_percaloan""".split()
WORDS = ("Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik")


def test_the_national_case_answered_one_by_one_has_its_ikm_and_ipak(
    client: FlaskClient, staff: Staff, db: Database, office: Office
) -> None:
    rules = load_questionnaire(UNLIKE).rules
    who = office.admin.person_id
    set_questionnaire(db, office.unit.unit_id, rules, NOW.date(), person_id=who, now=NOW)
    sheet = openpyxl.load_workbook(cases.path("40_skm_online_2026_offline.xlsx")).worksheets[0]
    for number, row in enumerate(sheet.iter_rows(min_row=6, values_only=True)):
        answers = {item: 1 + WORDS.index(str(word)) for item, word in zip(EXPORTED, row[11:27], strict=True)}
        body = answer(office.tablet.code, number, instrument=UNLIKE, answers=answers, profile={"sex": "P"})
        sent = client.post("/api/responses", json=body)
        assert sent.status_code == 201, sent.text
    summary = summarise(db, office.unit, MAY, NOW)
    assert (str(summary.result.ikm), summary.result.mutu) == ("85.42", "B")
    page = staff.get("/staf/?periode=2024-05").text
    assert "85,42" in page and "3,3000" in page


@pytest.mark.parametrize(("threshold", "verdict"), [("3,60", "belum tercapai"), ("3,5", "kantor: tercapai")])
def test_an_index_is_held_against_the_threshold_that_the_office_sets(
    staff: Staff, db: Database, office: Office, threshold: str, verdict: str
) -> None:
    settings = "/staf/kelola/survei/"
    given = {"idle_seconds": "45", "languages": ["id"], "index_threshold": threshold}
    assert staff.post(settings, {**given, "index_threshold": "5"}, settings).status_code == 422
    _record(db, office, UNLIKE, 10)
    assert "Ambang" not in staff.get("/staf/?periode=2024-05").text
    assert staff.post(settings, given, settings).status_code == 303
    assert verdict in staff.get("/staf/?periode=2024-05").text
    assert 'value="3,' in staff.get(settings).text


def test_the_month_page_says_why_questionnaires_are_not_added_up(
    staff: Staff, db: Database, office: Office
) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, LATER, 6, first=10)
    page = staff.get("/staf/?periode=2024-05").text
    assert "batas mutunya berbeda" in page and page.count("87,50") >= 2
    form = "/staf/publikasi/terbitkan?periode=2024-05"
    assert "batas mutunya berbeda" in staff.post(form, {}, form).text


def test_the_dashboard_shows_questionnaires_that_are_not_added_up(
    staff: Staff, db: Database, office: Office
) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, LATER, 6, first=10)
    record_visit(db, office.tablet.collector_id, MAY.end, "started", None)
    record_visit(db, office.tablet.collector_id, MAY.end, "abandoned", "informasi")
    page = staff.get("/staf/dasbor")
    assert page.status_code == 200 and "batas mutunya berbeda" in page.text
    assert "Informasi pelayanan tersedia" in page.text
    assert staff.get("/staf/banding?periode=2024-05").status_code == 200
    assert staff.get("/staf/kewajaran/?periode=2024-05").status_code == 200


def test_a_questionnaire_with_few_respondents_is_not_shown_by_itself(
    staff: Staff, db: Database, office: Office
) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, UNLIKE, 2, first=10)
    page = staff.get("/staf/?periode=2024-05").text
    assert "salah satunya kurang dari 5 responden" in page
    assert "Persyaratan yang diminta" not in page


@pytest.mark.parametrize("other", [UNLIKE, "spkp-spak-6"])
def test_a_publication_keeps_each_questionnaire_whatever_is_answered_later(
    staff: Staff, db: Database, office: Office, other: str
) -> None:
    april = Period.parse("2024-04")
    _record(db, office, DEFAULT, 10, day=date(2024, 4, 10))
    _record(db, office, other, 6, first=10, day=date(2024, 4, 10))
    form = "/staf/publikasi/terbitkan?periode=2024-04"
    assert staff.post(form, {}, form).status_code == 303
    before = ReportContext(db, office.unit, april, NOW).official
    assert [part.respondents for part in before.parts] == [10, 6]
    _record(db, office, other, 6, first=16, day=date(2024, 4, 10))
    after = ReportContext(db, office.unit, april, NOW).official
    assert (after.result, after.parts, after.indices) == (before.result, before.parts, before.indices)
    assert list(check_publications(db)) == []


def test_the_change_since_a_period_of_another_questionnaire_says_so(db: Database, office: Office) -> None:
    _record(db, office, DEFAULT, 12, day=date(2024, 4, 10))
    _record(db, office, LATER, 12, first=12)
    assert "Kuesioner April 2024 berbeda" in about_change(summarise(db, office.unit, MAY, NOW))


@pytest.mark.parametrize("other", [LATER, UNLIKE, "spkp-spak-6"])
def test_days_and_months_of_all_units_give_the_same_figures(db: Database, office: Office, other: str) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, other, 6, first=10)
    days = Period.parse("2024-05-01..2024-05-30")
    by_month, by_day = (roll_up(db, office.unit, period) for period in (MAY, days))
    assert by_month.pooled == by_day.pooled
    tallied = [
        rollups.tally_units(db, office.unit.unit_id, period.start, period.end, AnswerFilter(channel="kiosk"))
        for period in (MAY, days)
    ]
    assert tallied[0] == tallied[1] != {}


def test_a_trend_names_the_gap_where_questionnaires_are_not_added_up(db: Database, office: Office) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, LATER, 10, first=10)
    point = monthly_trend(db, office.unit, MAY)[-1]
    assert (point.value, point.respondents, point.source) == (None, 20, SEVERAL)


def test_a_period_of_a_survey_without_an_ikm_says_so(staff: Staff, db: Database, office: Office) -> None:
    _record(db, office, "spkp-spak", 10)
    page = staff.get("/staf/?periode=2024-05").text
    assert "Kuesioner ini tidak menghitung IKM." in page and "3,5000" in page


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [(kind, suffix) for kind, report in REPORTS.items() for suffix in report.formats if suffix != "pdf"],
)
@pytest.mark.parametrize("other", [LATER, UNLIKE, "spkp-spak-6"])
def test_every_report_of_several_questionnaires_can_be_made(
    db: Database, office: Office, other: str, kind: str, suffix: str
) -> None:
    _record(db, office, DEFAULT, 10)
    _record(db, office, other, 6, first=10)
    content = REPORTS[kind].formats[suffix](ReportContext(db, office.unit, MAY, NOW))
    assert len(content if isinstance(content, bytes) else b"".join(content)) > 100


# Papers without figures of the period, or whose rows name the questionnaire by its id.
_UNNAMED = {"grafik-tren", "data", "kamus", "skm-online", "kuesioner"}


@pytest.mark.parametrize("kind", [kind for kind in REPORTS if kind not in _UNNAMED])
def test_every_report_names_a_questionnaire_that_is_not_the_official_one(
    db: Database, office: Office, kind: str
) -> None:
    _record(db, office, LATER, 10)
    context = ReportContext(db, office.unit, MAY, NOW)
    made = str(REPORTS[kind].preview(context).data)
    assert "SKM menurut aturan baru" in made.replace("\\u200b", "")
    if xlsx := REPORTS[kind].formats.get("xlsx"):
        content = xlsx(context)
        assert isinstance(content, bytes)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        assert "SKM menurut aturan baru" in str(sheet.to_python(nrows=6))


def test_pages_name_a_questionnaire_that_is_not_the_official_one(
    staff: Staff, db: Database, office: Office
) -> None:
    _record(db, office, LATER, 10)
    for page in ("/staf/?periode=2024-05", "/staf/dasbor", "/staf/banding?periode=2024-05"):
        assert "SKM menurut aturan baru" in staff.get(page).text, page
