"""A phone's first load of the survey: its weight, how soon it can be used, and how fast a tap answers.

python -m benchmarks.page_weight

In Chromium with an empty cache, on a network with 400 kbit/s and 400 ms round-trip time ("slow 3G"), and for
the taps with a processor slowed down four times.
"""

import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import CDPSession
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

from benchmarks.conditions import print_conditions
from benchmarks.office import found
from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.store.answers.responses import UNSUR
from kiosk.web.server import Server
from tests.browser import chromium

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER_PROCESSOR = 4
# Another survey with one page per question, for comparison, as measured.
PAGE_PER_QUESTION = (10, 189_000)
LOADS = 5

# When the script has taken over the page, and from a tap: when its tile is drawn as chosen, when the next
# question is drawn. Two frames, because the first callback comes before its own frame is drawn.
WATCH = """
const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
const isAnswer = ({ target }) => target.matches("input[type=radio]");
let tapped;
window.moves = [];
window.marks = [];
new MutationObserver(() => {
  const since = tapped;
  tapped = undefined;
  if (!window.usable) drawn(() => (window.usable = performance.now()));
  else if (since) drawn(() => window.moves.push(performance.now() - since));
}).observe(document, { subtree: true, attributeFilter: ["data-screen"] });
document.addEventListener("pointerdown", (event) => { if (isAnswer(event)) tapped = event.timeStamp; }, true);
document.addEventListener("click", (event) => {
  const since = tapped;
  if (isAnswer(event)) drawn(() => window.marks.push(performance.now() - since));
});
"""


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """Serve the application in a thread, as `ikm serve` does; yields the port."""
    server = Server(app, "127.0.0.1", 0, 100)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.port
    finally:
        server.stop()
        thread.join()


def phone(browser: Browser, url: str) -> tuple[Page, CDPSession]:
    """A phone that opens the survey for the first time."""
    context = browser.new_context(
        base_url=url, viewport={"width": 390, "height": 844}, has_touch=True, locale="id-ID"
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    return page, session


def first_load(browser: Browser, url: str, path: str) -> tuple[dict[str, int], float, float]:
    """Transferred bytes per file, and the times in ms until the page can be read and used."""
    page, session = phone(browser, url)
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    names: dict[str, str] = {}
    weights: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent", lambda sent: names.update({sent["requestId"]: sent["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda done: weights.update({names[done["requestId"]]: int(done["encodedDataLength"])}),
    )
    page.goto(path, wait_until="networkidle")
    read, usable = page.evaluate(
        "[performance.getEntriesByName('first-contentful-paint')[0].startTime, window.usable]"
    )
    page.context.close()
    return weights, read, usable


def taps(browser: Browser, url: str, path: str) -> tuple[list[float], list[float]]:
    """The times in ms from a touch to drawing the chosen tile, and to drawing the next question."""
    page, session = phone(browser, url)
    page.goto(path, wait_until="networkidle")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.locator("[data-do=start]").tap()
    page.wait_for_timeout(1000)
    for step in ("service", *UNSUR):
        page.locator(f"[data-screen='{step}'] [data-step='{step}'] input").nth(1).tap()
        page.wait_for_timeout(1200)
    marks, moves = page.evaluate("[window.marks, window.moves]")
    page.context.close()
    return marks, moves


def main() -> None:
    """Print the weights and times with their goals."""
    print_conditions()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = create_app(Path(folder))
        with app.app_context():
            path = f"/s/{found(get_db()).poster.code}"
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.launch_arguments()
        )
        with served(app) as port:
            url = f"http://127.0.0.1:{port}"
            loads = [first_load(browser, url, path) for _ in range(LOADS)]
            marks, moves = taps(browser, url, path)
        browser.close()
        app.extensions["ikm_connections"].close()
    weights = loads[0][0]
    for name, weight in weights.items():
        print(f"{weight:7,} bytes  {name.removeprefix(url)}")
    requests, total = PAGE_PER_QUESTION
    whole = sum(weights.values())
    print(f"{whole:7,} bytes in {len(weights)} requests; goal: 60,000 in 6")
    print(f"        a page per question: {total:,} in {requests} ({total / whole:.1f} times as much)")
    print(f"{statistics.median(load[1] for load in loads):7.0f} ms until something can be read, slow 3G")
    print(
        f"{statistics.median(load[2] for load in loads):7.0f} ms until it can be used, slow 3G; goal: 2,000"
    )
    print(
        f"{statistics.median(marks):7.0f} ms from touch to the tile drawn as chosen, "
        f"processor slowed {SLOWER_PROCESSOR} times; goal: 100"
    )
    print(f"{statistics.median(moves):7.0f} ms to the next question, 260 ms of it to see the choice")


if __name__ == "__main__":
    main()
