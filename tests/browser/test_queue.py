"""Answers while the network or the server is away: kept on the device, sent once, never lost."""

import os
import shutil
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page
from playwright.sync_api import Route
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.engine.sqlite import SqliteDatabase
from kiosk.store.offices import collectors
from tests.browser.visitor import ANSWERS
from tests.browser.visitor import answer
from tests.browser.visitor import answers
from tests.browser.visitor import begin
from tests.browser.visitor import kept
from tests.browser.visitor import kept_once
from tests.browser.visitor import reload_later
from tests.browser.visitor import send
from tests.browser.visitor import start
from tests.browser.visitor import step
from tests.browser.visitor import stored
from tests.browser.windows import PHONE
from tests.conftest import NOW
from tests.conftest import answer as response_with
from tests.drills import offline

API = "**/api/responses*"
ANY_API = "**/api/*"
NO_DATABASE = (
    "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('refused'); } } })"
)
FULL_DATABASE = "IDBObjectStore.prototype.put = function () { this.transaction.abort(); }"


def _disconnect(route: Route) -> None:
    route.abort("internetdisconnected")


def _hurry(page: Page) -> None:
    """What the browser says once it is connected again."""
    page.evaluate("dispatchEvent(new Event('online'))")


def _take(page: Page, collector: str) -> None:
    start(page, collector)
    answer(page)
    send(page)
    step(page, "thanks")


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_without_a_connection_the_visitor_is_thanked_and_the_answer_sent_later(
    page: Page, office: Office, db: Database
) -> None:
    page.route(ANY_API, _disconnect)
    _take(page, office.tablet.code)
    stored(db, 0)
    assert [entry["response"]["collector"] for entry in kept(page)] == [office.tablet.code]
    page.unroute(ANY_API)
    _hurry(page)
    assert answers(stored(db, 1)) == [ANSWERS]
    assert kept_once(page, 0) == []


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_many_visitors_in_a_row_need_no_connection(page: Page, office: Office, db: Database) -> None:
    page.route(ANY_API, _disconnect)
    page.goto(f"/s/{office.tablet.code}")
    for _ in range(3):
        begin(page)
        answer(page)
        send(page)
        step(page, "thanks").get_by_role("button").click()
    page.unroute(ANY_API)
    _hurry(page)
    assert answers(stored(db, 3)) == [ANSWERS] * 3


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_a_page_left_to_itself_tries_again_less_and_less_often(
    page: Page, office: Office, db: Database
) -> None:
    page.clock.install(time=NOW)
    tries: list[str] = []
    page.on("requestfailed", lambda request: tries.append(request.url))
    page.route(API, _disconnect)
    page.goto(f"/s/{office.poster.code}")
    page.clock.run_for(200)
    page.locator("[data-do=start]").click()
    answer(page)
    send(page)
    step(page, "thanks")
    for _ in range(10):
        page.clock.run_for(12_000)
        page.wait_for_timeout(50)  # what was sent fails in real time
    assert 4 <= len(tries) <= 9
    page.unroute(API)
    page.clock.run_for(60_000)
    stored(db, 1)


@pytest.mark.tolerates("ERR_CONNECTION_RESET")
def test_an_answer_whose_receipt_was_lost_is_stored_once(page: Page, office: Office, db: Database) -> None:
    def lose_receipt(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route(API, lose_receipt)
    with page.expect_event("requestfailed", lambda request: "responses" in request.url):
        _take(page, office.tablet.code)
    stored(db, 1)
    assert len(kept(page)) == 1
    page.unroute(API)
    with page.expect_response(API) as again:
        _hurry(page)
    assert again.value.status == 200
    stored(db, 1)


@pytest.mark.tolerates("503")
def test_while_the_server_cannot_the_answer_waits(page: Page, office: Office, db: Database) -> None:
    page.route(API, lambda route: route.fulfill(status=503, body="sedang dirawat"))
    _take(page, office.tablet.code)
    [entry] = kept(page)
    page.unroute(API)
    _hurry(page)
    assert [row["response_id"] for row in stored(db, 1)] == [entry["id"]]


@pytest.mark.sqlite_only
@pytest.mark.tolerates("503")
@pytest.mark.parametrize("limit", ["max_page_count = 1", "query_only = on"], ids=["full", "read-only"])
def test_while_the_disk_takes_nothing_answers_wait_and_are_sent_without_a_hand(
    page: Page, app: Flask, office: Office, db: Database, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    connections = app.extensions["ikm_connections"]
    find = connections.get
    broken = limit

    def get() -> Database:
        found: SqliteDatabase = find()
        for connection in (found, found.find_writer()):  # groups of answers are committed through the second
            connection.execute(f"pragma {broken}")
        return found

    page.clock.install(time=NOW)
    start(page, office.tablet.code)
    monkeypatch.setattr(connections, "get", get)
    wordy = "x" * 1900
    filler = app.test_client()
    taken = 0
    filling = response_with(office.tablet.code, comment=wordy)
    while filler.post("/api/responses", json=filling | {"id": f"{taken:032x}"}).status_code == 201:
        taken += 1
    answer(page)
    page.get_by_role("textbox").fill(wordy)
    with page.expect_response(API) as refused:
        send(page)
    assert refused.value.status == 503
    step(page, "thanks")
    [entry] = kept(page)
    stored(db, taken)
    broken = "query_only = off" if "only" in limit else "max_page_count = 1000000"
    page.clock.run_for(60_000)
    assert entry["id"] in {row["response_id"] for row in stored(db, taken + 1)}


@pytest.mark.parametrize("status", [200, 302])
@pytest.mark.tolerates("ERR_FAILED")
def test_the_log_in_page_of_a_hotspot_is_no_receipt(
    page: Page, office: Office, db: Database, status: int
) -> None:
    def log_in(route: Route) -> None:
        route.fulfill(
            status=status, headers={"Location": "/masuk"}, content_type="text/html", body="<h1>Wi-Fi</h1>"
        )

    page.route(API, log_in)
    _take(page, office.tablet.code)
    assert len(kept(page)) == 1
    page.unroute(API)
    _hurry(page)
    stored(db, 1)


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_what_waits_is_sent_after_a_reload_too(page: Page, office: Office, db: Database) -> None:
    page.route(ANY_API, _disconnect)
    _take(page, office.tablet.code)
    page.unroute(ANY_API)
    reload_later(page)
    stored(db, 1)


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_two_pages_send_an_answer_once(
    page: Page, browser_context: BrowserContext, office: Office, db: Database
) -> None:
    page.route(ANY_API, _disconnect)
    _take(page, office.tablet.code)
    sent: list[str] = []
    browser_context.on(
        "request", lambda request: sent.append(request.method) if "responses" in request.url else None
    )
    other = browser_context.new_page()
    page.unroute(ANY_API)
    sent.clear()
    other.goto(f"/s/{office.tablet.code}")
    for one in (page, other, page, other):
        _hurry(one)
    stored(db, 1)
    other.wait_for_timeout(500)
    assert sent == ["POST"]


@PHONE
@pytest.mark.tolerates("410")
def test_a_refused_answer_is_shown_and_never_thrown_away(
    app: Flask, page: Page, office: Office, db: Database
) -> None:
    start(page, office.poster.code)
    collectors.revoke_collector(db, office.unit.unit_id, office.poster.collector_id, NOW)
    answer(page)
    send(page)
    expect(page.locator(".outbox")).to_contain_text("Jawaban yang ditolak")
    expect(page.locator(".outbox")).to_contain_text("Survei ini sudah ditutup")
    assert kept(page) == []
    assert [entry["status"] for entry in kept(page, "rejected")] == [410]
    db.execute("update collectors set revoked_at = null")
    page.get_by_role("button", name="Coba lagi").click()
    stored(db, 1)
    expect(page.get_by_text("Jawaban yang ditolak")).to_be_hidden()


@pytest.mark.tolerates("the server responded with a status of 4")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 451])
def test_what_a_proxy_refuses_waits_until_the_kiosk_itself_answers(
    page: Page, office: Office, db: Database, status: int
) -> None:
    page.route(ANY_API, lambda route: route.fulfill(status=status, body="<html>Portal</html>"))
    _take(page, office.tablet.code)
    assert kept(page, "rejected") == [] and len(kept(page)) == 1
    page.unroute(ANY_API)
    _hurry(page)
    assert answers(stored(db, 1)) == [ANSWERS]


@PHONE
@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_a_phone_says_that_the_answer_still_waits(page: Page, office: Office, db: Database) -> None:
    page.route(ANY_API, _disconnect)
    _take(page, office.poster.code)
    note = page.get_by_text("Jawaban Anda aman di ponsel ini")
    expect(note).to_be_visible()
    page.unroute(ANY_API)
    _hurry(page)
    stored(db, 1)
    expect(note).to_be_hidden()


@pytest.mark.tolerates("500")
def test_one_answer_the_server_stumbles_over_does_not_hold_up_the_others(
    page: Page, office: Office, db: Database
) -> None:
    first = ""

    def stumble(route: Route) -> None:
        if first in (route.request.post_data or ""):
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    # Chromium 150 pays no attention to a route that is added when the page has its service worker.
    page.route(API, stumble)
    page.goto(f"/s/{office.tablet.code}")
    begin(page)
    first = page.locator("input[name=id]").input_value()
    for turn in range(2):
        if turn:
            begin(page)
        answer(page)
        send(page)
        step(page, "thanks").get_by_role("button").click()
    assert [row["response_id"] == first for row in stored(db, 1)] == [False]
    assert kept_once(page, 1) == [first]
    page.unroute(API)
    _hurry(page)
    stored(db, 2)


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
@pytest.mark.parametrize("broken", [NO_DATABASE, FULL_DATABASE], ids=["refused", "full"])
def test_a_browser_that_keeps_nothing_sends_at_once_and_says_when_that_fails(
    page: Page, office: Office, db: Database, broken: str
) -> None:
    page.add_init_script(broken)
    page.route(ANY_API, _disconnect)
    start(page, office.tablet.code)
    answer(page)
    send(page)
    expect(page.get_by_role("heading", name="Jawaban belum terkirim")).to_be_visible()
    stored(db, 0)
    page.unroute(ANY_API)
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert answers(stored(db, 1)) == [ANSWERS]


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of Unix")
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_answers_given_while_the_server_dies_and_comes_back_are_stored_once(
    browser: Browser, tmp_path: Path, scheme: Literal["http", "https"]
) -> None:
    if scheme == "https" and shutil.which("openssl") is None:
        pytest.skip("needs openssl for a certificate")
    figures = offline.drill(browser, tmp_path / "instance", 5, scheme, longest=0.5)
    assert figures.answers == 5


def test_an_answer_dated_by_a_clock_that_was_put_right_meanwhile_counts_today(
    page: Page, office: Office, db: Database
) -> None:
    page.goto(f"/s/{office.poster.code}")
    page.clock.set_fixed_time(NOW.replace(year=2031))
    begin(page)
    answer(page)
    send(page)
    step(page, "thanks")
    [row] = stored(db, 1)
    assert (row["answered_at"][:4], row["local_day"]) == ("2031", "2024-05-31")
    assert kept(page, "rejected") == []
