"""What visitors do with the survey, for every browser test that needs one."""

import time
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.profile import FIELDS
from kiosk.store.responses import UNSUR

ANSWERS = {key: number % 4 + 1 for number, key in enumerate(UNSUR)}
PATIENCE = 20


def stored(db: Database, count: int) -> list[dict[str, Any]]:
    """The stored responses, once there are `count`: a visitor is thanked before the server has the answer."""
    end = time.monotonic() + PATIENCE
    while True:
        rows = [dict(row) for row in db.execute("select * from responses order by answered_at, response_id")]
        if len(rows) >= count or time.monotonic() > end:
            assert len(rows) == count
            return rows
        time.sleep(0.05)


def answers(rows: list[dict[str, Any]]) -> list[dict[str, int]]:
    """Their nine answers alone."""
    return [{key: row[key] for key in UNSUR} for row in rows]


def step(page: Page, name: str) -> Locator:
    """The step called `name`, once it is the one on the screen."""
    expect(page.locator("body")).to_have_attribute("data-screen", name)
    return page.locator(f"[data-step='{name}']")


def tap(page: Page, name: str, value: str) -> None:
    """Choose an answer of the step called `name`."""
    step(page, name).locator(f"input[value='{value}']").click()


def start(page: Page, collector: str, query: str = "") -> None:
    """Open the survey and begin."""
    page.goto(f"/s/{collector}{query}")
    begin(page)


def begin(page: Page) -> None:
    """Press "Mulai", not as the second tap of a double tap."""
    step(page, "start")
    page.wait_for_timeout(200)
    page.locator("[data-do=start]").click()


def answer(page: Page, given: Mapping[str, int] = ANSWERS, **others: str) -> None:
    """From the service to the comment, as a switch or a screen reader does: choose, then "Lanjut"."""
    filled = (
        dict.fromkeys(("service", *UNSUR, *FIELDS), "") | {key: str(given[key]) for key in UNSUR} | others
    )
    step(page, "service")
    page.evaluate(
        """(filled) => {
            for (const [name, value] of Object.entries(filled)) {
                document.querySelector(`input[name="${name}"][value="${value}"]`).click();
                document.querySelector("[data-do=next]").click();
            }
        }""",
        filled,
    )
    step(page, "comment")


def send(page: Page) -> None:
    """Press "Kirim", not as the second tap of a double tap."""
    step(page, "comment")
    page.wait_for_timeout(200)
    page.locator("[data-step=comment]").locator(".huge").click()


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
