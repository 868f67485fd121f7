"""What can happen between an answer and its receipt: a server that never responds, or a new version."""

import threading
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page
from sqlite_utils import Database

from kiosk.app import create_app
from kiosk.operations.founding import Office
from kiosk.web import assets
from kiosk.web import page_cache
from tests.browser.visitor import ANSWERS
from tests.browser.visitor import answer
from tests.browser.visitor import answers
from tests.browser.visitor import begin
from tests.browser.visitor import kept
from tests.browser.visitor import kept_once
from tests.browser.visitor import reload_later
from tests.browser.visitor import send
from tests.browser.visitor import step
from tests.browser.visitor import stored
from tests.browser.visitor import wait_for_worker
from tests.browser.windows import TABLET
from tests.conftest import NOW

TIMEOUT_MS = 15_000
NEWER = "0123456789ab"


@pytest.fixture
def newer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The same office's server after an update: other static addresses, another service worker."""
    monkeypatch.setattr(assets, "version", lambda: NEWER)
    monkeypatch.setattr(page_cache, "_pages", {})
    newer = create_app(Path(app.instance_path))
    newer.config.update(TESTING=True, CLOCK=lambda: NOW)
    yield newer
    newer.extensions["ikm_connections"].close()


@pytest.mark.tolerates("ERR_")
@pytest.mark.parametrize("when", ["before it is stored", "after it is stored"])
def test_an_answer_that_the_server_accepts_and_never_acknowledges_is_stored_once(
    page: Page, app: Flask, office: Office, db: Database, when: str
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    begin(page)
    answer(page)
    asked, given_up = threading.Event(), threading.Event()
    serve = app.wsgi_app

    def hang(environ: Any, start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/api/responses":
            return serve(environ, start_response)
        taken = serve(environ, start_response) if when.startswith("after") else None
        asked.set()
        given_up.wait()
        return serve(environ, start_response) if taken is None else taken

    app.wsgi_app = hang  # type: ignore[method-assign]
    try:
        send(page)
        step(page, "thanks")
        assert asked.wait(10)
        page.clock.run_for(TIMEOUT_MS)
        assert len(kept_once(page, 1)) == 1
        app.wsgi_app = serve  # type: ignore[method-assign]
    finally:
        given_up.set()
    page.evaluate("dispatchEvent(new Event('online'))")
    assert kept_once(page, 0) == []
    assert answers(stored(db, 1)) == [ANSWERS]


@TABLET
@pytest.mark.tolerates("ERR_")
def test_an_update_while_a_visitor_answers_loses_nothing_on_the_old_page(
    page: Page,
    browser_context: BrowserContext,
    app: Flask,
    office: Office,
    db: Database,
    request: pytest.FixtureRequest,
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    wait_for_worker(page, office.tablet.code, assets.version())
    begin(page)
    answer(page)
    app.wsgi_app = request.getfixturevalue("newer").wsgi_app  # type: ignore[method-assign]
    page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.update())")
    wait_for_worker(page, office.tablet.code, NEWER)
    browser_context.set_offline(True)
    send(page)
    step(page, "thanks")
    [waiting] = kept(page)
    reload_later(page)
    step(page, "start")
    assert page.locator(f"[data-version='{NEWER}']").count() == 1
    assert kept_once(page, 1) == [waiting["id"]]
    browser_context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    [row] = stored(db, 1)
    assert row["response_id"] == waiting["id"] and answers([row]) == [ANSWERS]
