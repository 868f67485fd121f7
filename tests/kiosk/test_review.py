"""Odd answers are shown, a pimpinan decides with a reason, and the rekap prints how many and why."""

from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.figures.review import BURST
from kiosk.figures.review import FAST
from kiosk.figures.review import HOURS
from kiosk.figures.review import RUN
from kiosk.figures.review import ResponseReview
from kiosk.figures.review import review_responses
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import responses
from kiosk.store.answers import review
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.journal.chain import find_break
from kiosk.store.offices import units
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.units import UnitYear
from tests.conftest import NOW
from tests.conftest import Staff

MAY = (date(2024, 5, 1), date(2024, 5, 31))
# Thursday 30 May 2024, 09:00 in Banjarbaru.
MORNING = datetime(2024, 5, 30, 1, tzinfo=UTC)
PAGE = "/staf/kewajaran/?periode=2024-05"
Record = Callable[..., str]


@pytest.fixture
def record(db: Database, office: Office) -> Record:
    """Stores a response given some time after 09:00; its answers differ from its neighbours'."""
    made: list[str] = []

    def one(after: timedelta, *, phone: bool = False, value: int | None = None) -> str:
        number = len(made) + 1
        answers = {key: value or (number + place) % 4 + 1 for place, key in enumerate(UNSUR)}
        response = NewResponse(
            response_id=f"{number:032x}",
            unit_id=office.unit.unit_id,
            collector_id=(office.poster if phone else office.tablet).collector_id,
            service_id=None,
            instrument=DEFAULT,
            answered_at=MORNING + after,
            local_day=date(2024, 5, 30),
            answers=answers,
            profile={},
            comment=None,
        )
        responses.record_response(db, response, NOW)
        made.append(response.response_id)
        return made[-1]

    return one


def _look(db: Database, office: Office, settings: SurveySettings | None = None) -> ResponseReview:
    given = review.list_reviewed(db, office.unit.unit_id, *MAY)
    return review_responses(given, settings or SurveySettings(), office.unit.timezone)


def _with(seen: ResponseReview, signal: str) -> set[str]:
    return {one.given.response_id for one in seen.marked if signal in one.signals}


def test_two_answers_on_one_tablet_cannot_lie_closer_than_the_reading_of_one(
    db: Database, office: Office, record: Record
) -> None:
    record(timedelta(0))
    second = record(timedelta(seconds=19))
    record(timedelta(seconds=39))
    assert _with(_look(db, office), FAST) == {second}


def test_telephones_answer_side_by_side(db: Database, office: Office, record: Record) -> None:
    for second in range(5):
        record(timedelta(seconds=second), phone=True)
    assert _look(db, office).marked == ()


@pytest.mark.parametrize(
    ("phone", "number", "expected"), [(False, 12, 0), (False, 13, 13), (True, 30, 0), (True, 31, 31)]
)
def test_many_answers_of_one_place_in_ten_minutes_are_a_burst(
    db: Database, office: Office, record: Record, phone: bool, number: int, expected: int
) -> None:
    step = timedelta(minutes=10) / (number - 1)
    for place in range(number):
        record(place * step, phone=phone)
    assert len(_with(_look(db, office), BURST)) == expected


def test_five_alike_in_a_row_are_a_run_and_four_are_not(db: Database, office: Office, record: Record) -> None:
    for minute in range(4):
        record(timedelta(minutes=minute), value=4)
    record(timedelta(minutes=4), value=3)
    assert _with(_look(db, office), RUN) == set()
    for minute in range(5, 10):
        record(timedelta(minutes=minute), value=4)
    assert len(_with(_look(db, office), RUN)) == 5


def test_a_tablet_answered_when_the_office_is_closed_is_shown(
    db: Database, office: Office, record: Record
) -> None:
    record(timedelta(0))
    evening = record(timedelta(hours=8))
    record(timedelta(hours=8), phone=True)
    hours = SurveySettings(hours={day: ("08:00", "16:00") for day in range(5)})
    assert _with(_look(db, office, settings=hours), HOURS) == {evening}
    assert _with(_look(db, office), HOURS) == set()
    night = record(timedelta(hours=12))
    assert _with(_look(db, office), HOURS) == {night}


def test_more_answers_in_a_year_than_people_served_are_told(
    staff: Staff, db: Database, office: Office, record: Record
) -> None:
    for hour in range(3):
        record(timedelta(hours=hour))
    june = PAGE.replace("-05", "-06")
    assert "Jumlah penerima layanan tahun 2024 belum diisi." in staff.get(june).text
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 2, None), NOW)
    assert 'layanannya.</small></th><td class="number">1</td>' in staff.get(june).text
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 3, None), NOW)
    assert 'layanannya.</small></th><td class="number">0</td>' in staff.get(june).text


def test_all_that_show_a_signal_can_be_ticked_at_once(staff: Staff, record: Record) -> None:
    first, fast = record(timedelta(0)), record(timedelta(seconds=1))
    page = staff.get(f"{PAGE}&centang=fast").text
    assert f'value="{fast}" checked' in page and f'value="{first}" checked' not in page


def test_nothing_is_left_out_by_a_signal_alone(db: Database, office: Office, record: Record) -> None:
    record(timedelta(0), value=1)
    record(timedelta(seconds=1), value=4)
    seen = _look(db, office)
    assert [str(result.ikm) for result in (seen.now, seen.without_marked, seen.with_excluded)] == [
        "62.50", "25.00", "62.50",
    ]  # fmt: skip
    assert answer_counts.count_respondents(db, office.unit.unit_id, *MAY) == 2


def test_excluding_takes_a_reason_and_words_and_shows_on_month_and_chain(
    staff: Staff, db: Database, office: Office, record: Record
) -> None:
    record(timedelta(0), value=1)
    odd = record(timedelta(seconds=1), value=4)
    wordless = staff.post(
        "/staf/kewajaran/kecualikan?periode=2024-05",
        {"response": odd, "reason": "Uji coba petugas", "words": ""},
        PAGE,
    )
    assert wordless.status_code == 422 and "Jelaskan" in wordless.text
    assert f'value="{odd}" checked' in wordless.text
    done = staff.post(
        "/staf/kewajaran/kecualikan?periode=2024-05",
        {"response": odd, "reason": "Uji coba petugas", "words": "Petugas mencoba layar pagi ini"},
        PAGE,
    )
    assert done.status_code == 303
    assert answer_counts.count_exclusions(db, office.unit.unit_id, *MAY) == {"Uji coba petugas": 1}
    assert "1 jawaban dikecualikan: Uji coba petugas" in staff.get("/staf/bulan?periode=2024-05").text or (
        "1 jawaban dikecualikan: Uji coba petugas" in staff.get("/staf/?periode=2024-05").text
    )
    page = staff.get(PAGE).text
    assert "Petugas mencoba layar pagi ini" in page and "Admin Contoh" in page
    restored = staff.post("/staf/kewajaran/pulihkan?periode=2024-05", {"response": odd}, PAGE)
    assert restored.status_code == 303
    assert answer_counts.count_respondents(db, office.unit.unit_id, *MAY) == 2
    assert find_break(db, office.unit.unit_id) is None


def test_excluding_several_is_all_or_nothing(
    staff: Staff, db: Database, office: Office, record: Record
) -> None:
    one = record(timedelta(0))
    refused = staff.post(
        "/staf/kewajaran/kecualikan?periode=2024-05",
        {"response": [one, "f" * 32], "reason": "Uji coba petugas", "words": "Petugas mencoba layar"},
        PAGE,
    )
    assert refused.status_code == 404
    assert answer_counts.count_respondents(db, office.unit.unit_id, *MAY) == 1


def test_nothing_chosen_is_said(staff: Staff, record: Record) -> None:
    record(timedelta(0))
    response = staff.post(
        "/staf/kewajaran/kecualikan", {"reason": "Uji coba petugas", "words": "Petugas mencoba layar"}, PAGE
    )
    assert response.status_code == 422 and "Centang dahulu" in response.text


def test_the_page_of_a_month_without_answers_opens(client: FlaskClient, staff: Staff) -> None:
    assert "Tidak ada tanda" in staff.get("/staf/kewajaran/?periode=2023-01").text
