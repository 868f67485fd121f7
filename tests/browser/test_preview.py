"""Staff try the survey without a trace in the figures; a waiting room's screen outlives its server."""

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from tests.browser.axe import violations
from tests.browser.visitor import answer
from tests.browser.visitor import begin
from tests.browser.visitor import kept
from tests.browser.visitor import once
from tests.browser.visitor import reload_later
from tests.browser.visitor import send
from tests.browser.visitor import step
from tests.browser.windows import PHONE
from tests.browser.windows import TABLET
from tests.conftest import PASSWORD


def _log_in(page: Page) -> None:
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


@PHONE
def test_a_survey_that_staff_try_is_marked_on_every_step_and_leaves_no_answer_and_no_visit(
    page: Page, office: Office, db: Database
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    _log_in(page)
    page.goto("/staf/perangkat/")
    page.get_by_role("link", name=f"Pratinjau {office.tablet.name}").click()
    del sent[:]
    note = page.get_by_role("complementary", name="Pratinjau")
    expect(note).to_contain_text("tidak disimpan dan tidak dihitung")
    page.get_by_role("link", name="English").click()
    begin(page)
    answer(page)
    expect(note).to_be_visible()
    send(page)
    step(page, "thanks")
    expect(note).to_be_visible()
    assert violations(page) == []
    assert set(sent) == {"GET"} and kept(page) == kept(page, "visits") == []
    assert not db.execute("select 1 from responses").fetchall()
    page.get_by_role("link", name="Kembali ke Perangkat").click()
    page.wait_for_url("**/staf/perangkat/")


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
@pytest.mark.tolerates("ERR_FAILED")
@TABLET
def test_a_waiting_rooms_screen_that_is_reloaded_without_a_network_shows_its_last_state(
    page: Page, browser_context: BrowserContext, office: Office, db: Database
) -> None:
    path = f"/layar/{office.unit.code}"
    page.goto(path)
    in_cache = "async (path) => (await (await caches.match(path))?.text()) ?? ''"
    assert once(lambda: page.evaluate(in_cache, path), bool)
    # It changes while the screen is on: what the screen fetched last is what it shows later.
    db.execute("update units set agency = 'Kota Sungai Jernih'")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Kota Sungai Jernih")).to_be_visible()
    assert once(lambda: page.evaluate(in_cache, path), lambda text: "Kota Sungai Jernih" in text)
    browser_context.set_offline(True)
    reload_later(page)
    expect(page.get_by_role("heading", name=office.unit.name)).to_be_visible()
    expect(page.get_by_text("Kota Sungai Jernih")).to_be_visible()
    grid = page.locator("main").evaluate("(main) => getComputedStyle(main).display")
    assert grid == "grid"
