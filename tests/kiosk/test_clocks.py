"""A tablet's clock dates its answers until it is known to be wrong."""

from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers import answer_counts
from kiosk.store.answers import clocks
from kiosk.store.journal import chain
from kiosk.store.offices import devices
from kiosk.store.offices import services
from kiosk.store.offices import units
from kiosk.store.offices.devices import Contact
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer

TODAY = date(2024, 5, 31)
EVER = date(2000, 1, 1)


def _report(db: Database, office: Office, ahead: timedelta) -> None:
    device, _ = devices.pair_device(db, devices.create_pairing(db, office.tablet.collector_id, NOW), NOW)
    devices.record_contact(db, device.device_id, Contact(NOW, 0, None, 0, "", ahead))


def _days(db: Database, office: Office) -> dict[date, int]:
    return answer_counts.count_days(db, office.unit.unit_id, EVER, TODAY + timedelta(days=60))


def test_answers_that_waited_on_a_tablet_count_on_the_day_they_were_given(
    client: FlaskClient, db: Database, office: Office
) -> None:
    _report(db, office, timedelta(hours=-23))
    late = answer(office.tablet.code, answered_at="2024-05-30T16:00:00+08:00")
    assert client.post("/api/responses", json=late).status_code == 201
    assert _days(db, office) == {date(2024, 5, 30): 1}
    assert clocks.list_doubts(db, office.unit.unit_id, EVER) == []


def test_a_tablet_with_a_wrong_clock_does_not_decide_the_month(
    client: FlaskClient, db: Database, office: Office
) -> None:
    _report(db, office, timedelta(days=-40))
    wrong = answer(office.tablet.code, answered_at="2024-04-21T09:00:00+08:00")
    assert client.post("/api/responses", json=wrong).status_code == 201
    assert _days(db, office) == {TODAY: 1}
    [doubt] = clocks.list_doubts(db, office.unit.unit_id, EVER)
    assert (doubt.collector, doubt.day, doubt.reason) == ("Tablet loket 1", TODAY, "device_clock")
    assert doubt.responses == 1
    assert doubt.earliest.isoformat() == "2024-04-21T01:00:00+00:00"


def test_a_doubtful_answer_that_comes_again_another_day_is_still_the_same(
    app: Flask, client: FlaskClient, db: Database, office: Office
) -> None:
    _report(db, office, timedelta(days=-40))
    wrong = answer(office.tablet.code, answered_at="2024-04-21T09:00:00+08:00")
    client.post("/api/responses", json=wrong)
    app.config["CLOCK"] = lambda: NOW + timedelta(days=3)
    assert client.post("/api/responses", json=wrong).status_code == 200
    assert _days(db, office) == {TODAY: 1}


def test_another_tablet_is_still_believed(client: FlaskClient, db: Database, office: Office) -> None:
    _report(db, office, timedelta(days=-40))
    response = client.post(
        "/api/responses", json=answer(office.poster.code, answered_at="2024-05-30T16:00:00+08:00")
    )
    assert response.status_code == 201
    assert _days(db, office) == {date(2024, 5, 30): 1}


def test_an_answer_from_before_its_collector_keeps_its_day_and_is_listed(
    client: FlaskClient, db: Database, office: Office
) -> None:
    old = answer(office.tablet.code, answered_at="2024-04-21T09:00:00+08:00")
    assert client.post("/api/responses", json=old).status_code == 201
    assert _days(db, office) == {date(2024, 4, 21): 1}
    [doubt] = clocks.list_doubts(db, office.unit.unit_id, EVER)
    assert doubt.reason == "before_collector"


def _send(client: FlaskClient, code: str, stated: datetime, clock: datetime | None = None) -> int:
    sent = answer(code, answered_at=stated.isoformat()) | ({"clock": clock.isoformat()} if clock else {})
    return client.post("/api/responses", json=sent).status_code


def _reasons(db: Database, office: Office) -> list[str]:
    return [doubt.reason for doubt in clocks.list_doubts(db, office.unit.unit_id, EVER)]


@pytest.mark.parametrize(
    ("stated", "clock", "reason"),
    [
        (timedelta(minutes=9), None, []),
        (timedelta(hours=-20), timedelta(hours=-20), []),
        (timedelta(minutes=11), None, ["device_clock"]),
        (timedelta(days=2700), None, ["device_clock"]),
        (timedelta(days=-19874), None, ["device_clock"]),  # 1 January 1970
        (timedelta(days=-3), timedelta(days=-2), ["device_clock"]),
        (timedelta(days=-1, hours=-1), timedelta(0), ["device_clock"]),
        (timedelta(days=-1, hours=-1), None, ["before_collector"]),
    ],
)
def test_no_answer_is_lost_to_a_wrong_clock_of_a_device_that_was_never_paired(
    client: FlaskClient,
    db: Database,
    office: Office,
    stated: timedelta,
    clock: timedelta | None,
    reason: list[str],
) -> None:
    shown = None if clock is None else NOW + clock
    assert [_send(client, office.poster.code, NOW + stated, shown) for _ in range(2)] == [201, 200]
    counts_today = reason == ["device_clock"] or stated > timedelta(hours=-9)
    day = TODAY if counts_today else (NOW + stated + timedelta(hours=8)).date()
    assert _days(db, office) == {day: 1}
    assert _reasons(db, office) == reason


@pytest.mark.parametrize(
    "stated", ["9999-12-31T23:59:59Z", "9999-12-31T23:00:00-12:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_at_the_end_of_all_calendars_counts_today_and_breaks_no_page_or_sheet(
    staff: Staff, db: Database, office: Office, stated: str
) -> None:
    sent = answer(office.poster.code, answered_at=stated)
    assert [staff.client.post("/api/responses", json=sent).status_code for _ in range(2)] == [201, 200]
    assert _days(db, office) == {TODAY: 1}
    assert _reasons(db, office) == ["device_clock"]
    for page in (
        "perangkat/",
        "kewajaran/?periode=2024-05",
        "laporan/lihat-data?periode=2024-05",
        "laporan/data?format=csv&periode=2024-05",
        "laporan/data?format=xlsx&periode=2024-05",
    ):
        assert staff.get(f"/staf/{page}").status_code == 200, page
    assert chain.find_break(db, office.unit.unit_id) is None


def test_a_wrong_clock_does_not_say_that_a_retired_service_came_first(
    client: FlaskClient, db: Database, office: Office
) -> None:
    [service, *_] = units.list_services(db, office.unit.unit_id)
    services.retire_service(db, office.unit.unit_id, service.service_id, NOW)
    sent = answer(office.poster.code, service=service.code, answered_at="2031-01-01T09:00:00+08:00")
    assert client.post("/api/responses", json=sent).status_code == 201
