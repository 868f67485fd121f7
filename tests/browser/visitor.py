"""What visitors do with the survey, for every browser test that needs one."""

import time
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from typing import TypeVar

from playwright.sync_api import Locator
from playwright.sync_api import Page
from sqlite_utils import Database

from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.responses import UNSUR
from tests.conftest import NOW

Found = TypeVar("Found")

ANSWERS = {key: number % 4 + 1 for number, key in enumerate(UNSUR)}
PATIENCE = 60

# What the page waits before it goes on from a tapped answer, and then before it takes the next tap.
CONFIRM_MS = 260
REST_MS = 150

# A screen that is still sliding in counts as shown.
_IS_SHOWN = """(name) => document.body.dataset.screen === name &&
    (document.getAnimations().forEach((animation) => animation.finish()), true)"""


def once(find: Callable[[], Found], wanted: Callable[[Found], bool]) -> Found:
    """What `find` returns once it equals `wanted`, or when the time is over."""
    end = time.monotonic() + PATIENCE
    while not wanted(found := find()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def stored(db: Database, count: int) -> list[dict[str, Any]]:
    """The stored responses, once there are `count`: a visitor is thanked before the server has the answer."""

    def find() -> list[dict[str, Any]]:
        return [dict(row) for row in db.execute("select * from responses order by answered_at, response_id")]

    rows = once(find, lambda rows: len(rows) >= count)
    assert len(rows) == count
    return rows


def answers(rows: list[dict[str, Any]]) -> list[dict[str, int]]:
    """Their nine answers alone."""
    return [{key: row[key] for key in UNSUR} for row in rows]


def step(page: Page, name: str) -> Locator:
    """The step called `name`, once it is the one on the screen."""
    page.wait_for_function(_IS_SHOWN, arg=name)
    return page.locator(f"[data-step='{name}']")


def tap(page: Page, name: str, value: str) -> None:
    """Touch an answer of the step called `name`; the page's own waits are over at once."""
    asked = step(page, name)
    rest(page)
    asked.locator(f"input[value='{value}']").click()
    page.clock.run_for(CONFIRM_MS)


def rest(page: Page) -> None:
    """Let the time pass in which a new screen takes no tap."""
    page.clock.run_for(REST_MS)


def start(page: Page, collector: str, query: str = "") -> None:
    """Open the survey and begin."""
    page.goto(f"/s/{collector}{query}")
    begin(page)


def wait_for_worker(page: Page, collector: str, version: str) -> None:
    """Wait until the service worker keeps the survey's page of this version, and no other version."""
    found = """async (path) => {
        const page = await caches.match(path);
        return [(await caches.keys()).join(), /data-version="(\\w+)"/.exec(await page?.text())?.[1]];
    }"""
    wanted = [version, version]
    assert (
        once(lambda: page.evaluate(found, f"/s/{collector}"), lambda versions: versions == wanted) == wanted
    )


def reload_later(page: Page) -> None:
    """Load the page again, and let the lease of the one before end: the browser's clock is stopped.

    In this order: the one before could take another lease at the later time, which would never end.
    """
    page.reload()
    page.clock.set_fixed_time(NOW + timedelta(seconds=30))


def begin(page: Page) -> None:
    """Press "Mulai" with a key, which is never the second tap of a double tap."""
    step(page, "start")
    page.locator("[data-do=start]").press("Enter")


def answer(page: Page, given: Mapping[str, int] = ANSWERS, **others: str) -> None:
    """From the service to the comment, as a switch or a screen reader does: choose, then "Lanjut"."""
    answer_steps(
        page,
        dict.fromkeys(("service", *UNSUR, *FIELDS), "") | {key: str(given[key]) for key in UNSUR} | others,
    )


def answer_steps(page: Page, chosen: Mapping[str, str]) -> None:
    """`answer` with the value of each step, in the order in which they are asked."""
    step(page, "service")
    page.evaluate(
        """(chosen) => {
            for (const [name, value] of Object.entries(chosen)) {
                document.querySelector(`input[name="${name}"][value="${value}"]`).click();
                document.querySelector("[data-do=next]").click();
            }
        }""",
        dict(chosen),
    )
    step(page, "comment")


# For each step: its name, what the page says about progress, and the pixels that scroll down and sideways.
_WALK = """async (names) => {
    const page = document.documentElement, seen = [], end = performance.now() + 60_000;
    for (const name of names) {
        while (document.body.dataset.screen !== name && performance.now() < end)
            await new Promise(requestAnimationFrame);
        document.getAnimations().forEach((animation) => animation.finish());
        const shown = document.querySelector(`[data-step="${name}"]`);
        if (name !== "comment") [...shown.querySelectorAll("input")].at(-1).click();
        const progress = document.getElementById("progress").textContent.trim();
        seen.push([name, progress, [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth]]);
        if (name !== "comment") document.querySelector("[data-do=next]").click();
    }
    return seen;
}"""


def walk(page: Page, names: Sequence[str]) -> list[tuple[str, str, list[int]]]:
    """Give the last answer of every step up to the comment.

    For each step its name, what the page says about progress, and by how many pixels the screen is higher and
    wider than the window.
    """
    return [(name, progress, beyond) for name, progress, beyond in page.evaluate(_WALK, list(names))]


def send(page: Page) -> None:
    """Press "Kirim" with a key, which is never the second tap of a double tap."""
    step(page, "comment").locator(".huge").press("Enter")


def kept(page: Page, store: str = "waiting") -> list[dict[str, Any]]:
    """What the browser's database holds: responses in `waiting` and `rejected`, facts in `device`."""
    found: list[dict[str, Any]] = page.evaluate(
        """(store) => new Promise((resolve, reject) => {
            const request = indexedDB.open("ikm", 1);
            request.onerror = () => reject(request.error);
            request.onsuccess = () => {
                const all = request.result.transaction(store).objectStore(store).getAll();
                all.onsuccess = () => { request.result.close(); resolve(all.result); };
            };
        })""",
        store,
    )
    return found


def kept_once(page: Page, count: int) -> list[str]:
    """The ids of the responses that wait in the browser, once there are `count` of them."""
    return [entry["id"] for entry in once(lambda: kept(page), lambda entries: len(entries) == count)]
