"""A tablet among visitors: no gesture, link or menu of the browser takes the survey off its screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from tests.browser.axe import violations
from tests.browser.visitor import step
from tests.browser.windows import EVERY_SIZE
from tests.browser.windows import TABLET
from tests.conftest import NOW

LOCKS = """
window.locks = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => {
    const lock = { kind, released: false, release() { lock.released = true; } };
    window.locks.push(lock);
    return lock;
} } });
"""


@pytest.fixture
def touched(browser: Browser, server_url: str) -> Iterator[Page]:
    """A page on a device with a touch screen, as Chromium emulates one."""
    context = browser.new_context(
        base_url=server_url, viewport={"width": 800, "height": 1280}, has_touch=True, is_mobile=True
    )
    context.clock.set_fixed_time(NOW)
    yield context.new_page()
    context.close()


@EVERY_SIZE
@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_the_privacy_notice_is_there_without_the_server(
    page: Page, browser_context: BrowserContext, office: Office
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    step(page, "start")
    browser_context.set_offline(True)
    page.get_by_role("link", name="Privasi dan data Anda").click()
    notice = step(page, "privacy")
    expect(notice).to_contain_text("tidak mencatat nama, NIK")
    expect(notice).to_contain_text("Jalan Contoh Nomor 1")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    step(page, "start")


@TABLET
def test_the_browser_s_own_gestures_and_menus_are_off(page: Page, office: Office) -> None:
    page.goto(f"/s/{office.tablet.code}", wait_until="networkidle")
    step(page, "start")
    expect(page.locator("html")).to_have_css("overscroll-behavior-y", "none")
    expect(page.locator("html")).to_have_attribute("translate", "no")
    expect(page.locator("h2:visible")).to_have_css("user-select", "none")
    for name in ("contextmenu", "dragstart"):
        allowed = """(name) => document.querySelector(".greeting h2").dispatchEvent(
            new Event(name, { bubbles: true, cancelable: true }))"""
        assert page.evaluate(allowed, name) is False


@TABLET
def test_the_screen_stays_on_while_the_office_is_open(page: Page, office: Office) -> None:
    page.add_init_script(LOCKS)
    page.goto(f"/s/{office.tablet.code}")
    page.wait_for_function("() => window.locks.length === 1")
    assert page.evaluate("[window.locks[0].kind, window.locks[0].released]") == ["screen", False]
    page.evaluate("window.locks[0].released = true")  # as when the tab was hidden for a while
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("() => window.locks.length === 2")


@TABLET
def test_a_tablet_s_home_screen_opens_the_survey_without_an_address_bar(page: Page, office: Office) -> None:
    page.goto(f"/s/{office.tablet.code}")
    manifest = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["manifest"]["display"] == "kFullscreen"
    assert manifest["manifest"]["startUrl"].endswith(f"/s/{office.tablet.code}")
    assert page.request.get(manifest["manifest"]["icons"][0]["url"]).ok


def test_the_next_visitor_finds_no_zoom_and_a_tap_fills_the_screen(touched: Page, office: Office) -> None:
    touched.goto(f"/s/{office.tablet.code}", wait_until="networkidle")
    step(touched, "start")
    touched.evaluate("document.querySelector('[data-do=privacy]').click()")
    touched.context.new_cdp_session(touched).send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    touched.wait_for_function("() => visualViewport.scale === 2")
    touched.evaluate("document.querySelector('[data-step=privacy] [data-do=restart]').click()")
    touched.wait_for_function("() => visualViewport.scale === 1")
    touched.wait_for_timeout(200)  # a new screen takes no tap yet
    step(touched, "start").locator("[data-do=start]").tap()
    touched.wait_for_function("() => document.fullscreenElement === document.documentElement")


@pytest.mark.parametrize("window", [(1920, 1080)], ids=["large"])
@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_the_waiting_room_s_screen_renews_itself_and_outlives_the_server(
    page: Page, browser_context: BrowserContext, office: Office, db: Database
) -> None:
    page.goto(f"/layar/{office.unit.code}")
    expect(page.get_by_role("heading", name="Kecamatan Sungai Jernih")).to_be_visible()
    assert violations(page) == []
    browser_context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Belum ada hasil yang diterbitkan.")).to_be_visible()
    db.execute("update units set name = 'Kecamatan Baru' where unit_id = ?", [office.unit.unit_id])
    browser_context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="Kecamatan Baru")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
