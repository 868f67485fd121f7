"""The pictures of `docs/gallery.md`, part of `make screenshots`: the survey's screens in three windows."""

import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.screenshots import IMAGES
from tests.browser.screenshots import NOW
from tests.browser.screenshots import demo_office
from tests.browser.windows import WINDOWS
from tests.live import serving

FOLDER = IMAGES / "gallery"
HEIGHT = 480
GAP = 16
GROUND = "#8a9499"
COLOURS = 128

Prepare = Callable[[Page, str], None]


def until(name: str, query: str = "", *looks: str) -> Prepare:
    """On to the screen called `name`, answered till there, with these switches of the start screen on."""

    def prepare(page: Page, tablet: str) -> None:
        page.goto(f"/s/{tablet}{query}")
        page.locator("body.paged").wait_for()
        for look in looks:
            page.locator(f"label:has(#{look})").click()
        if name == "start":
            return
        page.locator("[data-do=start]").click()
        page.evaluate(
            """(name) => {
                const screen = () => document.body.dataset.screen;
                while (screen() !== name) {
                    const choices = document.querySelectorAll(".step:not([hidden]) input[type=radio]");
                    choices[Math.min(2, choices.length - 1)].click();
                    document.querySelector("[data-do=next]").click();
                }
            }""",
            name,
        )

    return prepare


def chosen(name: str, query: str = "", *looks: str) -> Prepare:
    """The screen called `name` with an answer just chosen."""

    def prepare(page: Page, tablet: str) -> None:
        until(name, query, *looks)(page, tablet)
        page.evaluate("document.querySelectorAll('.step:not([hidden]) input[type=radio]')[2].click()")

    return prepare


def thanked(page: Page, tablet: str) -> None:
    """After "Kirim"."""
    until("comment")(page, tablet)
    page.wait_for_timeout(200)  # a new screen takes no tap yet
    page.locator("[data-step=comment] .huge").click()
    page.locator("body[data-screen=thanks]").wait_for()


def opened(dialog: str) -> Prepare:
    """A dialog over the page."""

    def prepare(page: Page, tablet: str) -> None:
        until("waktu" if dialog == "still" else "start")(page, tablet)
        page.evaluate("name => document.querySelector(`dialog.${name}`).showModal()", dialog)

    return prepare


def message(name: str) -> Prepare:
    """One of the screens outside the sequence of questions."""

    def prepare(page: Page, tablet: str) -> None:
        until("start")(page, tablet)
        page.evaluate(
            """name => { for (const one of document.querySelectorAll("[data-step]")) {
                one.hidden = one.dataset.step !== name;
            } document.querySelector("form.survey").hidden = true; }""",
            name,
        )

    return prepare


def at(path: str) -> Prepare:
    """A page of its own."""

    def prepare(page: Page, tablet: str) -> None:
        page.goto(path.format(tablet=tablet))

    return prepare


SCREENS: dict[str, Prepare] = {
    "start": until("start"),
    "service": until("service"),
    "question": chosen("waktu"),
    "english": chosen("biaya", "?bahasa=en"),
    "contrast": chosen("sarana", "", "contrast"),
    "larger": chosen("sarana", "", "larger"),
    "profile": chosen("age_band"),
    "occupation": until("occupation"),
    "comment": until("comment"),
    "thanks": thanked,
    "idle": opened("still"),
    "young": message("young"),
    "unsent": message("unsent"),
    "corner": opened("corner"),
    "pairing": at("/tablet"),
    "closed": at("/s/tidakada"),
    "privacy": at("/privasi?s={tablet}"),
}


def side_by_side(pictures: list[bytes]) -> Image.Image:
    """The windows beside each other, equally high, in few colours: the file stays small."""
    windows = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    scaled = [window.resize((round(window.width * HEIGHT / window.height), HEIGHT), Image.Resampling.LANCZOS)
              for window in windows]  # fmt: skip
    sheet = Image.new("RGB", (sum(one.width + GAP for one in scaled) + GAP, HEIGHT + 2 * GAP), GROUND)
    left = GAP
    for one in scaled:
        sheet.paste(one, (left, GAP))
        left += one.width + GAP
    return sheet.quantize(COLOURS)


def take(browser: Browser, url: str, tablet: str, prepare: Prepare) -> list[bytes]:
    """One screen in every window."""
    pictures = []
    for width, height in (WINDOWS["tablet"], WINDOWS["tablet-upright"], WINDOWS["phone"]):
        page = browser.new_page(
            base_url=url, viewport={"width": width, "height": height}, locale="id-ID", reduced_motion="reduce"
        )
        page.clock.set_fixed_time(NOW)
        prepare(page, tablet)
        pictures.append(page.screenshot(animations="disabled"))
        page.close()
    return pictures


def main() -> None:
    """Take all pictures of the gallery."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_office() as (app, tablet), serving(app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.launch_arguments()
        )
        for name, prepare in SCREENS.items():
            side_by_side(take(browser, url, tablet, prepare)).save(FOLDER / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
