"""Answers are judged by when they arrived, too: many at once are set apart until a pimpinan decides."""

import re
import uuid
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.figures.review import AFTERWARDS
from kiosk.figures.review import EARLY
from kiosk.figures.review import FLOOD
from kiosk.figures.review import OVERDUE
from kiosk.figures.review import review_responses
from kiosk.operations.founding import Office
from kiosk.store.answers import answer_counts
from kiosk.store.answers import arrivals
from kiosk.store.answers import responses
from kiosk.store.answers import review
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.journal import chain
from kiosk.store.offices import devices
from kiosk.store.offices.survey_settings import SurveySettings
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import log_in

MAY = (date(2024, 5, 1), date(2024, 5, 31))
APRIL = (date(2024, 4, 1), date(2024, 4, 30))


def send(
    client: FlaskClient, code: str, stated: datetime = NOW, value: int = 4, token: str | None = None
) -> None:
    """Send one answer as a script would."""
    body = answer(
        code,
        id=uuid.uuid4().hex,
        answered_at=stated.isoformat(),
        answers=dict.fromkeys(UNSUR, value),
        profile={},
        comment=None,
    )
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = client.post("/api/responses", json=body, headers=headers)
    assert response.status_code == 201, response.text


def _counted(db: Database, office: Office, days: tuple[date, date] = MAY) -> int:
    return answer_counts.count_respondents(db, office.unit.unit_id, *days)


def _signals(db: Database, office: Office, days: tuple[date, date] = MAY) -> set[str]:
    given = review.list_reviewed(db, office.unit.unit_id, *days)
    seen = review_responses(given, SurveySettings(), office.unit.timezone)
    return {signal for one in seen.marked for signal in one.signals}


def test_answers_beyond_what_visitors_can_give_are_stored_but_do_not_count(
    client: FlaskClient, db: Database, office: Office
) -> None:
    for hours in range(200):  # spread over the month before, as if given in office hours
        send(client, office.poster.code, NOW - timedelta(hours=2 * hours), 1)
    assert _counted(db, office) == 0
    assert answer_counts.count_exclusions(db, office.unit.unit_id, *MAY) == {arrivals.SET_APART: 200}
    [waiting] = arrivals.list_waiting(db, office.unit.unit_id)
    assert (waiting.collector, waiting.responses) == ("Kode QR ruang tunggu", 200)
    assert check_tallies(db) == [] and chain.find_break(db, office.unit.unit_id) is None


def test_answers_that_arrive_as_visitors_give_them_all_count(
    app: Flask, client: FlaskClient, db: Database, office: Office
) -> None:
    for number in range(120):
        moment = NOW + timedelta(seconds=15 * number)
        app.config["CLOCK"] = lambda moment=moment: moment
        send(client, office.poster.code, moment)
    assert _counted(db, office) == 120


def test_a_slow_sender_adds_no_more_than_a_day_of_visitors(
    app: Flask, client: FlaskClient, db: Database, office: Office
) -> None:
    for number in range(620):
        moment = NOW + timedelta(seconds=30 * number)
        app.config["CLOCK"] = lambda moment=moment: moment
        send(client, office.poster.code, moment)
    assert _counted(db, office) == 600


def test_a_paired_tablet_may_send_any_number_of_answers_that_waited_on_it(
    client: FlaskClient, db: Database, office: Office
) -> None:
    _, token = devices.pair_device(db, devices.create_pairing(db, office.tablet.collector_id, NOW), NOW)
    for minutes in range(100):
        send(client, office.tablet.code, NOW - timedelta(minutes=5 * minutes), token=token)
    assert _counted(db, office) == 100
    assert FLOOD not in _signals(db, office)


@pytest.mark.parametrize("kind", ["made up", "of another tablet"])
def test_a_token_that_is_not_the_tablets_own_helps_no_one(
    client: FlaskClient, db: Database, office: Office, kind: str
) -> None:
    _, token = devices.pair_device(db, devices.create_pairing(db, office.tablet.collector_id, NOW), NOW)
    for _ in range(61):
        send(client, office.poster.code, token="é" if kind == "made up" else token)  # noqa: S106
    assert _counted(db, office) == 0


def test_a_tablet_that_is_not_paired_takes_as_many_as_can_be_read(
    client: FlaskClient, db: Database, office: Office
) -> None:
    for _ in range(50):
        send(client, office.tablet.code)
    assert _counted(db, office) == arrivals.RATES["kiosk"][0].most


def test_what_a_pimpinan_has_counted_stays_counted(client: FlaskClient, db: Database, office: Office) -> None:
    for _ in range(61):
        send(client, office.poster.code)
    [waiting] = arrivals.list_waiting(db, office.unit.unit_id)
    span = (waiting.collector_id, waiting.first, waiting.last)
    ids = arrivals.list_ids(db, office.unit.unit_id, *span, which="waiting")
    who = {"unit_id": office.unit.unit_id, "person_id": office.admin.person_id}
    responses.decide_set_apart(db, response_ids=ids, reason=None, now=NOW, **who)
    send(client, office.poster.code)
    assert _counted(db, office) == 61


def test_a_flood_is_seen_by_its_arrival_whatever_times_it_states(
    client: FlaskClient, db: Database, office: Office
) -> None:
    for hours in range(15):
        send(client, office.poster.code, NOW - timedelta(hours=hours), 1 + hours % 4)
    assert FLOOD not in _signals(db, office)
    send(client, office.poster.code, NOW - timedelta(hours=20))
    assert FLOOD in _signals(db, office)


def test_late_and_early_answers_are_seen(client: FlaskClient, db: Database, office: Office) -> None:
    send(client, office.poster.code, NOW - timedelta(hours=3))
    assert not {OVERDUE, EARLY} & _signals(db, office)
    send(client, office.poster.code, NOW - timedelta(days=40))
    assert {OVERDUE, EARLY} <= _signals(db, office, APRIL)


PAGE = "/staf/kedatangan/"
WHY = {"reason": "Bukan penerima layanan", "words": "Masuk dari satu ponsel tadi malam"}


def _flood(client: FlaskClient, office: Office) -> None:
    for _ in range(70):
        send(client, office.poster.code, value=1)


def test_a_pimpinan_excludes_or_counts_what_is_set_apart(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    _flood(client, office)
    assert "70 jawaban perlu diperiksa dan belum dihitung" in staff.get("/staf/dasbor").text
    assert "Perlu diperiksa (belum diputuskan)" in staff.get("/staf/?periode=2024-05").text
    page = staff.get(PAGE).text
    assert "<b>70 jawaban di Kode QR ruang tunggu</b>" in page
    chosen = {"collector": office.poster.collector_id, "action": "exclude"}
    without = staff.post(f"{PAGE}putuskan", chosen, PAGE)
    assert without.status_code == 422 and "Pilih alasannya" in without.text
    why = {f"putusan-{name}": text for name, text in WHY.items()}
    assert staff.post(f"{PAGE}putuskan", {**chosen, **why}, PAGE).status_code == 303
    assert answer_counts.count_exclusions(db, office.unit.unit_id, *MAY) == {"Bukan penerima layanan": 70}
    assert "perlu diperiksa dan belum dihitung" not in staff.get("/staf/dasbor").text
    _flood(client, office)
    assert staff.post(f"{PAGE}putuskan", {**chosen, "action": "count"}, PAGE).status_code == 303
    assert _counted(db, office) == 70
    assert check_tallies(db) == [] and chain.find_break(db, office.unit.unit_id) is None


def test_what_arrives_while_a_pimpinan_looks_waits_for_its_own_decision(
    staff: Staff, client: FlaskClient, db: Database, office: Office, app: Flask
) -> None:
    for _ in range(61):
        send(client, office.poster.code)
    waiting = 61 - _counted(db, office)
    seen = dict(re.findall(r'name="(until-[^"]+)" value="([^"]+)"', staff.get(PAGE).text))
    app.config["CLOCK"] = lambda: NOW + timedelta(seconds=2)
    _flood(client, office)
    form = {"collector": office.poster.collector_id, "action": "count", **seen}
    assert seen and waiting
    assert staff.post(f"{PAGE}putuskan", form, PAGE).status_code == 303
    assert _counted(db, office) == 61
    assert "<b>70 jawaban di Kode QR ruang tunggu</b>" in staff.get(PAGE).text


def test_everything_that_arrived_in_a_span_is_excluded_and_restored_in_one_act(
    staff: Staff, client: FlaskClient, db: Database, office: Office, app: Flask
) -> None:
    send(client, office.poster.code)
    send(client, office.tablet.code)
    app.config["CLOCK"] = lambda: NOW + timedelta(minutes=30)
    for days in range(20):
        send(client, office.poster.code, NOW - timedelta(days=days), 1)
    span = {"collector": office.poster.collector_id, "first": "2024-05-31T09:42", "last": "2024-05-31T09:42"}
    assert staff.post(f"{PAGE}kecualikan", {**span, **WHY}, PAGE).status_code == 303
    assert _counted(db, office) == 2
    assert staff.post(f"{PAGE}pulihkan", span, PAGE).status_code == 303
    assert _counted(db, office) == 22
    backwards = staff.post(f"{PAGE}kecualikan", {**span, **WHY, "last": "2024-05-31T09:00"}, PAGE)
    assert backwards.status_code == 422 and "tidak lebih awal" in backwards.text
    assert check_tallies(db) == [] and chain.find_break(db, office.unit.unit_id) is None


def test_the_export_is_in_the_order_of_arrival(
    staff: Staff, client: FlaskClient, office: Office, app: Flask
) -> None:
    send(client, office.poster.code, NOW, 4)
    app.config["CLOCK"] = lambda: NOW + timedelta(minutes=5)
    send(client, office.poster.code, NOW - timedelta(days=9), 1)
    first, second = staff.get(f"{PAGE}jawaban.csv").text.splitlines()[1:]
    assert first.startswith("2024-05-31T09:12:00+08:00,2024-05-31T09:12:00+08:00,2024-05-31,Kode QR")
    assert second.startswith("2024-05-31T09:17:00+08:00,2024-05-22T09:12:00+08:00,2024-05-22,Kode QR")


def test_answers_into_a_published_month_are_seen_and_the_change_is_said(
    staff: Staff, client: FlaskClient, db: Database, office: Office, app: Flask
) -> None:
    for _ in range(5):
        send(client, office.tablet.code)
    assert (
        staff.post("/staf/publikasi/terbitkan?periode=2024-05", {}, "/staf/publikasi/terbitkan").status_code
        == 303
    )
    assert "berubah sejak terbit" not in staff.get("/staf/dasbor").text
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=1)
    send(client, office.poster.code, NOW, 1)
    assert AFTERWARDS in _signals(db, office)
    assert "Jumlah responden Mei 2024 berubah sejak terbit: 5 menjadi 6" in staff.get("/staf/dasbor").text


JUNE = "/staf/publikasi/terbitkan?periode=2024-06"


def _publish_june(staff: Staff, app: Flask) -> int:
    app.config["CLOCK"] = lambda: NOW + timedelta(days=31)
    log_in(staff.client)
    return staff.post(JUNE, {}, JUNE).status_code


def test_four_made_up_answers_do_not_unlock_the_figures_of_one_visitor(
    staff: Staff, client: FlaskClient, db: Database, office: Office, app: Flask
) -> None:
    app.config["CLOCK"] = lambda: NOW + timedelta(days=3)
    send(client, office.poster.code, NOW + timedelta(days=3), 2)
    app.config["CLOCK"] = lambda: NOW + timedelta(days=4)
    for hours in range(4):
        send(client, office.poster.code, NOW + timedelta(days=4, hours=-hours))
    assert _publish_june(staff, app) == 422
    assert "hanya 2 yang jelas dari orang yang berlainan" in staff.get(JUNE).text


def test_five_visitors_with_a_poster_may_be_published(
    staff: Staff, client: FlaskClient, office: Office, app: Flask
) -> None:
    for hours in range(5):
        moment = NOW + timedelta(days=3, hours=hours)
        app.config["CLOCK"] = lambda moment=moment: moment
        send(client, office.poster.code, moment)
    assert _publish_june(staff, app) == 303


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("31/05/2024 09.12", "31/05/2024 9.99", "Isi tanggal dan jam, misalnya"),
        ("kemarin", "31/05/2024 09.30", "Isi tanggal dan jam, misalnya"),
        ("", "31/05/2024 09.30", "Pilih tanggal dan jam."),
        ("31/05/2024 09.12", "31/05/2024 09.12", None),
    ],
)
def test_a_span_is_typed_as_dates_and_times_are_written_here(
    staff: Staff, client: FlaskClient, office: Office, first: str, last: str, message: str | None
) -> None:
    send(client, office.poster.code)
    span = {"collector": office.poster.collector_id, "first": first, "last": last, **WHY}
    reply = staff.post(f"{PAGE}kecualikan", span, PAGE)
    assert (reply.status_code == 303) if message is None else (message in reply.text)
