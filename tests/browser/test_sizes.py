"""At every size no screen is cut, no word split, and neither help nor window hides a question's answers."""

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from kiosk.operations.founding import Office
from tests.browser.axe import violations
from tests.browser.visitor import begin
from tests.browser.visitor import step
from tests.browser.windows import EVERY_SIZE

# Of the step on the screen, with normal and with larger text: pixels to the side beyond the window, words on
# two lines, and pixels by which the last answer of a question is below the window.
LOOK = """() => {
    const page = document.documentElement, larger = document.getElementById("larger");
    const shown = document.querySelector(".step:not([hidden])");
    const splits = () => [...shown.querySelectorAll(".tile > span, h2, button")].flatMap((element) => {
        const split = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let text; (text = walker.nextNode()); )
            for (const word of text.data.matchAll(/[^\\s\\/–-]+/g)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
                if (lines.size > 1) split.push(word[0]);
            }
        return split;
    });
    const below = () => {
        const last = [...shown.querySelectorAll(".options .tile")].at(-1);
        return last ? Math.max(0, Math.round(last.getBoundingClientRect().bottom - innerHeight)) : 0;
    };
    const normal = [page.scrollWidth - innerWidth, splits(), below()];
    larger.checked = true;
    const large = [page.scrollWidth - innerWidth, splits(), below()];
    larger.checked = false;
    return [normal, large];
}"""


@EVERY_SIZE
def test_every_size_shows_whole_words_and_all_four_answers(
    page: Page, office: Office, window: tuple[int, int]
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    step(page, "start")
    names = page.locator("form.survey [data-step]").evaluate_all("all => all.map(one => one.dataset.step)")
    for name in names:
        shown = step(page, name)
        normal, large = page.evaluate(LOOK)
        assert (name, normal) == (name, [0, [], 0])
        assert (name, large[:2]) == (name, [0, []])
        if window[0] >= 360:
            assert (name, large[2]) == (name, 0)
        if name == "persyaratan":
            _open_help(page)
            assert violations(page) == []
            shown.locator("summary").click()
        page.evaluate("document.querySelector('.step:not([hidden]) input[type=radio]')?.click()")
        page.evaluate(f"document.querySelector('[data-do={'start' if name == 'start' else 'next'}]').click()")


def _open_help(page: Page) -> None:
    """The explanation opens between the question and its answers and covers neither."""
    shown = page.locator(".step:not([hidden])")
    page.wait_for_timeout(200)  # a new screen takes no tap yet
    shown.locator("summary").click()
    expect(shown.locator(".help p")).to_be_visible()
    boxes = [shown.locator(part).bounding_box() for part in ("h2", ".help p", ".options")]
    (question, explained, answers) = (box for box in boxes if box)
    assert question["y"] + question["height"] <= explained["y"]
    assert explained["y"] + explained["height"] <= answers["y"]


@pytest.mark.parametrize("window", [(1920, 1080)], ids=["large"])
def test_a_large_screen_is_used(page: Page, office: Office) -> None:
    page.goto(f"/s/{office.tablet.code}")
    begin(page)
    for _ in range(2):
        page.evaluate("document.querySelector('.step:not([hidden]) input[type=radio]').click()")
        page.evaluate("document.querySelector('[data-do=next]').click()")
    box = page.locator(".step:not([hidden]) .options").bounding_box()
    assert box and box["width"] > 1500 and box["height"] > 500
