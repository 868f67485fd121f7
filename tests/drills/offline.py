"""`python -m tests.drills.offline [answers]`: Chromium answers while the server dies and comes back.

Two tabs of one browser are used alternately and reloaded in between; the server is killed (SIGKILL) at random
moments and stays down for a while. At the end each answer is stored once, over HTTP and over HTTPS.
"""

import random
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser
from playwright.sync_api import Error
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.visitor import answer
from tests.browser.visitor import begin
from tests.browser.visitor import kept
from tests.browser.visitor import send
from tests.browser.visitor import step
from tests.drills import tls
from tests.drills.server import Server
from tests.drills.server import find_loss
from tests.drills.server import free_port
from tests.drills.server import list_stored
from tests.drills.server import make_office

PATIENCE_S = 90


@dataclass
class Figures:
    """The results."""

    answers: int = 0
    kills: int = 0
    reloads: int = 0
    failed_reloads: int = 0  # the page failed to load, as the server was down
    repeats: int = 0  # sent again after a lost receipt: "unchanged"
    most_waiting: int = 0
    seconds_to_empty: float = 0.0


def drill(
    browser: Browser, folder: Path, answers: int, scheme: Literal["http", "https"], *, longest: float = 3.0
) -> Figures:
    """Submit so many answers while the server is up for up to 3 × `longest` seconds and down for `longest`.

    Raises AssertionError when an answer is missing, doubled, refused or still queued at the end.
    """
    figures = Figures()
    office = make_office(folder)
    server = Server(folder, port := free_port())
    server.start()
    is_over = threading.Event()

    def disturb() -> None:
        while not is_over.wait(random.uniform(0.05, 3 * longest)):  # noqa: S311
            server.kill()
            figures.kills += 1
            is_over.wait(random.uniform(0.05, longest))  # noqa: S311
            server.start()

    with ExitStack() as stack:
        stack.callback(server.kill)
        public = port
        if scheme == "https":
            public = free_port()
            stack.enter_context(tls.front(tls.make_certificate(folder, chromium.HOST), public, port))
        # A name and not 127.0.0.1, where plain HTTP too would have a service worker.
        context = browser.new_context(
            base_url=f"{scheme}://{chromium.HOST}:{public}", ignore_https_errors=True, locale="id-ID"
        )
        stack.callback(context.close)
        context.on("response", lambda it: _count_repeat(figures, it.url, it.status))
        tabs = [context.new_page() for _ in range(2)]
        for tab in tabs:
            _open(tab, office.tablet.code, figures)
        if scheme == "https":
            tabs[0].evaluate("navigator.serviceWorker.ready.then(() => true)")
        outages = stack.enter_context(ThreadPoolExecutor(1)).submit(disturb)
        stack.callback(is_over.set)
        given = [_answer(random.choice(tabs), office.tablet.code, figures) for _ in range(answers)]  # noqa: S311
        is_over.set()
        outages.result()
        figures.seconds_to_empty = _wait_until_empty(tabs)
        rejected = kept(tabs[0], "rejected")
        assert not rejected, rejected[:3]
        stored = list_stored(folder)
        assert sorted(stored) == sorted(given), (len(stored), len(given))
        assert not (loss := find_loss(folder, set(given))), loss[:5]
    figures.answers = len(stored)
    return figures


def _count_repeat(figures: Figures, url: str, status: int) -> None:
    figures.repeats += "/api/responses" in url and status == 200


def _open(tab: Page, collector: str, figures: Figures) -> None:
    """Load the survey, retrying while the server is down."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            tab.goto(f"/s/{collector}", timeout=10_000)
            tab.wait_for_selector("body[data-screen=start]", timeout=3_000)
            return
        except Error:
            assert time.monotonic() < end, "the page does not come back"
            figures.failed_reloads += 1
            tab.wait_for_timeout(200)


def _answer(tab: Page, collector: str, figures: Figures) -> str:
    """Answer as one visitor, from "Mulai" to the thanks; returns the id of the response."""
    if random.random() < 0.15:  # noqa: S311
        figures.reloads += 1
        _open(tab, collector, figures)
    tab.bring_to_front()
    begin(tab)
    answer(tab)
    response_id = tab.locator("input[name=id]").input_value()
    send(tab)
    step(tab, "thanks").get_by_role("button").click()
    figures.most_waiting = max(figures.most_waiting, len(kept(tab)))
    return response_id


def _wait_until_empty(tabs: list[Page]) -> float:
    """The seconds until the queue is empty, after the server is up for good and the browser is online."""
    began = time.monotonic()
    for tab in tabs:
        tab.evaluate("dispatchEvent(new Event('online'))")
    while waiting := kept(tabs[0]):
        assert time.monotonic() < began + PATIENCE_S, (waiting, kept(tabs[0], "device"))
        tabs[0].wait_for_timeout(100)
    return time.monotonic() - began


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.launch_arguments()
        )
        for way in ("http", "https"):
            with tempfile.TemporaryDirectory() as place:
                came = drill(chrome, Path(place) / "instance", wanted, way)
            print(
                f"{way}: {came.answers} answers stored, none twice, none lost or refused, queue empty; "
                f"{came.kills} kills, {came.reloads} reloads ({came.failed_reloads} found no server), "
                f"{came.repeats} sent again after a lost receipt, at most {came.most_waiting} waiting, "
                f"empty {came.seconds_to_empty:.1f} s after the server stayed"
            )
        chrome.close()
