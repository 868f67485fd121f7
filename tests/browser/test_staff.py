"""The staff's pages as people see them: clean for axe, and nothing sticks out of a phone."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from kiosk.db import get_db
from kiosk.operations.demo import fill_demo
from kiosk.operations.founding import Office
from kiosk.security.pages import PAGES
from kiosk.security.pages import PUBLIC
from tests.browser.axe import violations
from tests.browser.windows import WINDOWS
from tests.conftest import NOW
from tests.conftest import PASSWORD


@pytest.fixture
def office(app: Flask, password_hash: str) -> Office:
    """The demo office: its pages have something to show."""
    with app.app_context():
        return fill_demo(get_db(), timezone="Asia/Makassar", password_hash=password_hash, now=NOW)


def _log_in(page: Page) -> None:
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("admin")
    password = page.get_by_label("Kata sandi", exact=True)
    password.fill(PASSWORD)
    for shown, kind in ((True, "text"), (False, "password")):
        page.get_by_label("Tampilkan kata sandi").set_checked(shown)
        assert password.get_attribute("type") == kind
    page.get_by_role("button", name="Masuk").click()


def test_the_rekaps_of_all_units_are_had_from_the_page_alone(page: Page, office: Office) -> None:
    _log_in(page)
    page.goto("/staf/laporan/semua-unit/?periode=2024-05")
    page.get_by_role("button", name="Buat").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF").click()
    assert download.value.suggested_filename.endswith("-2024-05-1.pdf")


def test_every_page_of_staff_is_clean_and_fits_a_phone(page: Page, app: Flask, office: Office) -> None:
    _log_in(page)
    page.goto("/staf/akun/")
    page.get_by_label("Kata sandi", exact=True).fill("kuda  hijau")
    assert page.get_by_text("10 dari sedikitnya 12 karakter").is_visible()
    found = {}
    width, height = WINDOWS["phone"]
    page.set_viewport_size({"width": width, "height": height})
    for rule in app.url_map.iter_rules():
        closed = PAGES[rule.endpoint].role != PUBLIC
        if not closed or rule.arguments or "GET" not in (rule.methods or ()):
            continue
        answer = page.request.get(rule.rule)
        if not answer.ok or not answer.headers["content-type"].startswith("text/html"):
            continue  # a file, or a page about something that has to be named
        page.goto(rule.rule)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[rule.rule] = "wider than a phone"
        if wrong := violations(page):
            found[rule.rule] = "; ".join(wrong)
    assert found == {}
