"""axe finds nothing on any screen, in any state, in both languages and every window (WCAG 2.2 AA)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlite_utils import Database

from kiosk.offices import Office
from kiosk.store import settings
from tests.browser.visitor import step
from tests.browser.windows import EVERY_WINDOW
from tests.browser.windows import TABLET
from tests.conftest import NOW

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _check(page: Page, found: dict[str, str], state: str) -> None:
    # A screen slides in; half transparent its contrast is not the one that is read.
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    results = Axe().run(page, options=RULES)
    if results.violations_count:
        found[state] = results.generate_report()


def _walk(page: Page, found: dict[str, str], look: str) -> None:
    """Every screen from the start to the thanks, each once empty and once with a choice."""
    names = page.locator("form.survey [data-step]").evaluate_all("all => all.map(one => one.dataset.step)")
    _check(page, found, f"{look}: start")
    page.locator("[data-do=start]").click()
    for name in names[1:]:
        step(page, name)
        if name in ("persyaratan", "service"):
            _check(page, found, f"{look}: {name}, empty")
            page.evaluate(
                "document.querySelector('.step:not([hidden]) details')?.toggleAttribute('open', true)"
            )
        page.evaluate("document.querySelector('.step:not([hidden]) input[type=radio]')?.click()")
        _check(page, found, f"{look}: {name}")
        if name != "comment":
            page.evaluate("document.querySelector('[data-do=next]').click()")
    page.locator("[data-step=comment] .huge").click()
    step(page, "thanks")
    _check(page, found, f"{look}: thanks")


@EVERY_WINDOW
@pytest.mark.parametrize("query", ["", "?bahasa=en"], ids=["id", "en"])
def test_every_screen_of_the_survey_is_clean(page: Page, office: Office, query: str) -> None:
    found: dict[str, str] = {}
    page.goto(f"/s/{office.tablet.code}{query}")
    _walk(page, found, "plain")
    assert found == {}


@TABLET
@pytest.mark.parametrize("look", ["contrast", "larger"])
def test_the_chosen_looks_are_clean_too(page: Page, office: Office, look: str) -> None:
    found: dict[str, str] = {}
    page.goto(f"/s/{office.tablet.code}")
    page.locator(f"label:has(#{look})").click()
    _walk(page, found, look)
    assert found == {}


@EVERY_WINDOW
@pytest.mark.tolerates("ERR_FAILED")
def test_every_other_state_is_clean(page: Page, office: Office, db: Database) -> None:
    found: dict[str, str] = {}
    page.goto("/tablet")
    _check(page, found, "pairing")
    page.goto(f"/s/{office.tablet.code}")
    for name in ("young", "unsent", "refused", "sending"):
        page.evaluate(
            """name => { for (const one of document.querySelectorAll("[data-step]")) {
                one.hidden = one.dataset.step !== name;
            } document.querySelector("form.survey").hidden = true; }""",
            name,
        )
        _check(page, found, name)
    for dialog in ("still", "corner"):
        page.evaluate("name => document.querySelector(`dialog.${name}`).showModal()", dialog)
        _check(page, found, dialog)
        page.evaluate("name => document.querySelector(`dialog.${name}`).close()", dialog)
    settings.set_survey_settings(
        db, office.unit.unit_id, settings.SurveySettings(hours={0: ("08:00", "16:00")}), NOW
    )
    page.goto(f"/s/{office.tablet.code}")
    step(page, "asleep")
    _check(page, found, "asleep")
    for path in (f"/s/{office.poster.code}/terima-kasih", f"/s/{office.poster.code}"):
        page.goto(path)
        _check(page, found, path)
    assert found == {}
