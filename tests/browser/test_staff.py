"""The staff's pages as people see them: clean for axe, in the dark too, and nothing sticks out of a phone."""

from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Page
from playwright.sync_api import expect

from kiosk.db import get_db
from kiosk.operations.demo import fill_demo
from kiosk.operations.demo_year import STAFF
from kiosk.operations.demo_year import fill_year
from kiosk.operations.founding import Office
from kiosk.security.pages import PAGES
from kiosk.security.pages import PUBLIC
from tests.browser.axe import violations
from tests.browser.windows import PHONE
from tests.browser.windows import SIZES
from tests.conftest import NOW
from tests.conftest import PASSWORD

# Whether something scrolls sideways and shows no shadow where it goes on.
UNSIGNED = """() => [...document.querySelectorAll("main *")].some((part) =>
    part.scrollWidth > part.clientWidth + 1
    && ["auto", "scroll"].includes(getComputedStyle(part).overflowX)
    && part.tagName !== "TEXTAREA"
    && !getComputedStyle(part).backgroundAttachment.includes("scroll, scroll"))"""

# Whether a field reaches over the edge of its card.
STICKS_OUT = """() => [...document.querySelectorAll(".card :is(input, select, textarea)")].some((field) =>
    !field.closest(".scroll")
    && field.getBoundingClientRect().right > field.closest(".card").getBoundingClientRect().right)"""


@pytest.fixture
def office(app: Flask, password_hash: str) -> Office:
    """The demo office with its year: every page has something to show."""
    local = NOW.astimezone(ZoneInfo("Asia/Makassar"))
    with app.app_context():
        made = fill_demo(get_db(), timezone="Asia/Makassar", password_hash=password_hash, now=local)
        fill_year(get_db(), made, dict.fromkeys(STAFF, password_hash), local)
    return made


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


def test_a_service_is_dragged_to_another_place_or_moved_with_the_keyboard(page: Page, office: Office) -> None:
    _log_in(page)
    page.goto("/staf/kelola/layanan/")
    names = page.locator(".arrange b")
    first, second, third = names.all_inner_texts()[:3]
    target = page.locator(".arrange li").nth(2).bounding_box()
    grip = page.locator(".arrange .handle").first.bounding_box()
    assert target and grip
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"] + 10, target["y"] + target["height"] - 4, steps=4)
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("Urutan layanan disimpan.")
    assert names.all_inner_texts()[:3] == [second, third, first]
    page.get_by_role("button", name=f"Naik: {first}").press("Enter")
    expect(names.nth(1)).to_have_text(first)


def test_every_page_of_staff_is_clean_and_fits_a_phone(page: Page, app: Flask, office: Office) -> None:
    _log_in(page)
    page.goto("/staf/akun/")
    page.get_by_label("Kata sandi", exact=True).fill("kuda  hijau")
    assert page.get_by_text("10 dari sedikitnya 12 karakter").is_visible()
    found = {}
    width, height = SIZES["narrow-phone"]
    page.set_viewport_size({"width": width, "height": height})
    pages = {
        rule.rule: PAGES[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if PAGES[rule.endpoint].role != PUBLIC and not rule.arguments and "GET" in (rule.methods or ())
    }
    page.goto("/staf/kertas/")
    bundle = page.get_by_role("link", name="Bundel 1", exact=True).get_attribute("href") or ""
    public = f"/hasil/{office.unit.code}"
    in_the_dark = {bundle, public, *(path for path, page_of in pages.items() if page_of.menu)}
    for path in (*pages, bundle, public, f"/layar/{office.unit.code}"):
        answer = page.request.get(path)
        if not answer.ok or not answer.headers["content-type"].startswith("text/html"):
            continue  # a file, or a page about something that has to be named
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[path] = "wider than a phone"
        if page.evaluate(UNSIGNED):
            found[path] = "a table that scrolls without a sign"
        if page.evaluate(STICKS_OUT):
            found[path] = "a field wider than its card"
        wrong = violations(page)
        if path in in_the_dark:
            page.emulate_media(color_scheme="dark")
            wrong += violations(page, "color-contrast")
            page.emulate_media(color_scheme="light")
        if wrong:
            found[path] = "; ".join(wrong)
    assert found == {}


@PHONE
def test_the_settings_menu_opens_over_the_page_of_a_phone(page: Page, office: Office) -> None:
    _log_in(page)
    page.goto("/staf/kelola/")
    target = page.get_by_role("navigation", name="Pengaturan").get_by_role("link", name="Layanan")
    expect(target).to_be_hidden()
    page.get_by_role("button", name="Bagian lain").press("Enter")
    target.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Layanan")
