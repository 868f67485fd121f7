"""The survey with a switch or a screen reader: two keys are enough, and everything is announced."""

import re

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.responses import UNSUR
from tests.browser.visitor import begin
from tests.browser.visitor import step
from tests.browser.visitor import stored
from tests.browser.visitor import tap
from tests.browser.windows import TABLET

# Whether the focused element shows it: by its own outline, or by that of the tile it covers.
SHOWN = """() => [document.activeElement, document.activeElement.parentElement].some(
    (element) => getComputedStyle(element).outlineStyle === "solid")"""


def _move_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus; each stop on the way shows it."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(SHOWN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


@TABLET
def test_a_switch_of_tab_and_enter_is_enough(page: Page, office: Office, db: Database) -> None:
    page.goto(f"/s/{office.tablet.code}")
    step(page, "start")
    _move_to(page, "[data-do=start]")
    page.keyboard.press("Enter")
    for name in ("service", *UNSUR, *FIELDS):
        step(page, name)
        _move_to(page, f"[name={name}]")
        page.keyboard.press("Space")
        _move_to(page, "[data-do=next]")
        page.keyboard.press("Enter")
    step(page, "comment")
    _move_to(page, "[data-step=comment] .huge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_focused()
    [row] = stored(db, 1)
    assert all(row[key] for key in UNSUR)


@TABLET
def test_a_screen_reader_hears_where_one_is_what_is_asked_and_the_four_answers(
    page: Page, office: Office
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    begin(page)
    tap(page, "service", "")
    step(page, "persyaratan")
    expect(page.locator("body")).to_match_aria_snapshot("""
        - banner:
          - button "Kembali"
          - status: 2 dari 15
          - button "Batal"
        - main:
          - radiogroup /kesesuaian persyaratan/:
            - heading /kesesuaian persyaratan/ [level=2]
            - radio "Tidak sesuai"
            - radio "Kurang sesuai"
            - radio "Sesuai"
            - radio "Sangat sesuai"
        """)
    page.evaluate("document.querySelector('dialog.still').showModal()")
    asked = page.get_by_role("alertdialog", name="Apakah Anda masih mengisi survei?")
    expect(asked).to_have_accessible_description(re.compile("dihapus dalam 20 detik"))
    expect(page.get_by_role("button", name="Ya, lanjutkan")).to_be_focused()


@TABLET
@pytest.mark.parametrize("script", [False], ids=["no-script"])
@pytest.mark.tolerates("422")
def test_a_screen_reader_hears_what_is_missing_and_where(page: Page, office: Office) -> None:
    page.goto(f"/s/{office.tablet.code}")
    for key in UNSUR[:-1]:
        page.locator(f"input[name='{key}'][value='3']").check()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert")).to_match_aria_snapshot("""
        - alert:
          - paragraph: /Belum terkirim/
          - paragraph:
            - link "Ke bagian pertama yang ditandai"
        """)
    missing = page.locator(f"[data-step={UNSUR[-1]}]")
    expect(missing).to_have_attribute("aria-invalid", "true")
    expect(missing).to_have_accessible_description("Pilih salah satu jawaban.")
