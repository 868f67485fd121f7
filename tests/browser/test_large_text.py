"""Readers who set their text to twice the size, a narrow window or no movement lose nothing."""

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page

from kiosk.operations.founding import Office
from tests.browser.visitor import begin
from tests.browser.visitor import step
from tests.browser.windows import EVERY_WINDOW

# Words that stick out of what holds them, or out of the window to the side.
CUT = """() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    const cut = [...document.querySelectorAll("h2, p, .tile, button, a, label")].filter((element) => {
        if (!element.getClientRects().length || element.closest(".unseen, .motif")) return false;
        const style = getComputedStyle(element);
        const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
        const box = element.getBoundingClientRect();
        const sticksOut = [...element.children].some((child) => {
            const inner = child.getBoundingClientRect();
            return inner.width > 1 && !child.matches("input, .help p") && inner.bottom > box.bottom + 1;
        });
        return sticksOut || (clips && element.scrollHeight > element.clientHeight + 1);
    });
    return [wide > 0 ? wide : 0, cut.map((element) => element.textContent.trim().slice(0, 40))];
}"""
SCREENS = ("service", "persyaratan", "pengaduan", "age_band", "occupation", "comment")


def jump(page: Page, name: str) -> None:
    """Go on until the screen called `name`, choosing the first answer of each."""
    while page.locator("body").get_attribute("data-screen") != name:
        page.evaluate("""() => {
            document.querySelector('.step:not([hidden]) input[type=radio]')?.click();
            document.querySelector('[data-do=next]').click();
        }""")


def assert_whole(page: Page, office: Office) -> None:
    """Nothing is cut on any kind of screen."""
    page.goto(f"/s/{office.tablet.code}")
    step(page, "start")
    found = {"start": page.evaluate(CUT)}
    begin(page)
    for name in SCREENS:
        jump(page, name)
        found[name] = page.evaluate(CUT)
    assert {name: cut for name, cut in found.items() if cut != [0, []]} == {}


@EVERY_WINDOW
def test_text_of_twice_the_size_is_whole(page: Page, office: Office, window: tuple[int, int]) -> None:
    # What a browser's zoom of 200 % does: half as many CSS pixels.
    width, height = window
    page.set_viewport_size({"width": width // 2 if width > 640 else 320, "height": height // 2})
    assert_whole(page, office)


@pytest.mark.parametrize("window", [(320, 640)], ids=["320 px"])
def test_a_window_of_320_pixels_needs_no_sideways_scrolling(page: Page, office: Office) -> None:
    assert_whole(page, office)


def test_nothing_moves_where_the_device_asks_for_rest(
    browser_context: BrowserContext, page: Page, office: Office
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/s/{office.tablet.code}")
    begin(page)
    jump(page, "persyaratan")
    longest = page.evaluate("""() => Math.max(...[...document.querySelectorAll("*")].flatMap((element) => {
        const style = getComputedStyle(element);
        return `${style.animationDuration},${style.transitionDuration}`.split(",").map(parseFloat);
    }))""")
    assert longest <= 0.01
