"""axe finds nothing on any screen, in any state, in every window and both languages (WCAG 2.2 AA)."""

from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlite_utils import Database

from kiosk.answering import tickets
from kiosk.operations.founding import Office
from kiosk.store.offices import survey_settings
from kiosk.store.offices.survey_settings import SurveySettings
from tests.browser.axe import violations
from tests.browser.visitor import step
from tests.browser.windows import TABLET
from tests.browser.windows import WINDOWS
from tests.conftest import NOW

# The other language in the narrowest window: its words are all that differs.
EVERY_LOOK = pytest.mark.parametrize(
    ("window", "query"),
    [*((window, "") for window in WINDOWS.values()), (WINDOWS["phone"], "?bahasa=en")],
    ids=[*WINDOWS, "phone-en"],
)
# One of each kind, and the nine questions differ in nothing but their words.
KINDS = {"service", "persyaratan", "age_band", "occupation", "comment"}
CHOOSE = "document.querySelector('.step:not([hidden]) input[type=radio]')?.click()"


def _assert_clean(page: Page, *screens: str) -> None:
    assert (screens, violations(page)) == (screens, [])


def _walk(page: Page, kinds: set[str]) -> None:
    """The screens of these kinds from the start to the thanks, a first one also before the choice."""
    names = page.locator("form.survey [data-step]").evaluate_all("all => all.map(one => one.dataset.step)")
    step(page, "start")
    _assert_clean(page, "start")
    page.evaluate("document.querySelector('[data-do=start]').click()")
    for name in names[1:]:
        if name in ("persyaratan", "service"):
            _assert_clean(page, name, "empty")
            page.evaluate(
                "document.querySelector('.step:not([hidden]) details')?.toggleAttribute('open', true)"
            )
        page.evaluate(CHOOSE)
        if name in kinds:
            _assert_clean(page, name)
        if name != "comment":
            page.evaluate("document.querySelector('[data-do=next]').click()")
    page.evaluate("document.querySelector('[data-step=comment] .huge').click()")
    step(page, "thanks")
    _assert_clean(page, "thanks")


@EVERY_LOOK
def test_every_screen_of_the_survey_is_clean(page: Page, office: Office, query: str) -> None:
    page.goto(f"/s/{office.tablet.code}{query}")
    _walk(page, KINDS)


@TABLET
@pytest.mark.parametrize("look", ["contrast", "larger"])
def test_the_chosen_looks_are_clean_too(page: Page, office: Office, look: str) -> None:
    page.goto(f"/s/{office.tablet.code}")
    page.locator(f"label:has(#{look})").click()
    _walk(page, KINDS)


@EVERY_LOOK
@pytest.mark.tolerates("ERR_FAILED")
def test_every_other_state_of_the_survey_is_clean(
    page: Page, office: Office, db: Database, query: str
) -> None:
    survey_settings.set_survey_settings(
        db, office.unit.unit_id, SurveySettings(hours={0: ("08:00", "16:00")}), NOW
    )
    page.goto(f"/s/{office.tablet.code}{query}")
    step(page, "asleep")
    _assert_clean(page, "asleep")
    for name in ("young", "unsent", "refused", "sending"):
        page.evaluate(
            """name => { for (const one of document.querySelectorAll("[data-step]")) {
                one.hidden = one.dataset.step !== name;
            } document.querySelector("form.survey").hidden = true; }""",
            name,
        )
        _assert_clean(page, name)
    for dialog, stage in (("still", ""), ("corner", "facts"), ("corner", "pin")):
        page.evaluate(
            """([name, stage]) => {
                const dialog = document.querySelector(`dialog.${name}`);
                dialog.dataset.stage = stage;
                dialog.showModal();
            }""",
            [dialog, stage],
        )
        _assert_clean(page, dialog, stage)
        page.evaluate("name => document.querySelector(`dialog.${name}`).close()", dialog)


@EVERY_LOOK
@pytest.mark.tolerates("403", "404")
def test_every_page_around_the_survey_is_clean(
    app: Flask, page: Page, office: Office, db: Database, query: str
) -> None:
    poster = f"/s/{office.poster.code}"
    pages = ["/tablet", "/privasi", "/s/tidakada", poster, f"{poster}/terima-kasih"]
    for path in pages:
        page.goto(path + query)
        _assert_clean(page, path)
    survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(tickets=True), NOW)
    over = tickets.issue(app.config["SECRET_KEY"], office.poster.code, date(2024, 5, 1))
    for path in (poster, f"{poster}?tiket={over}"):
        page.goto(path + query.replace("?", "&" if "?" in path else "?"))
        _assert_clean(page, path)
