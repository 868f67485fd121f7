"""Keying paper in a browser, with the keyboard alone."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page
from playwright.sync_api import expect

from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from tests.conftest import PASSWORD

MAY = Period.parse("2024-05")


@pytest.fixture
def desk(page: Page) -> Page:
    """The page on which a new pile is keyed."""
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.goto("/staf/kertas/")
    page.get_by_role("textbox", name="Tanggal diisi warga").fill("2024-05-03")
    page.get_by_role("button", name="Mulai mengetik").click()
    expect(page.get_by_role("heading", name="Bundel 1")).to_be_visible()
    page.wait_for_load_state()  # the page's script takes the keys from here on
    return page


def sums(app: Flask, office: Office) -> tuple[int, int]:
    """Respondents, and the sum of their answers to the first question."""
    with app.app_context():
        tallies = answer_counts.get_tallies(get_db(), office.unit.unit_id, MAY.start, MAY.end).get(DEFAULT)
    if tallies is None:
        return 0, 0
    return tallies.respondents, int(tallies.sum("persyaratan"))


def test_sheets_are_keyed_without_touching_the_mouse(desk: Page, app: Flask, office: Office) -> None:
    for number, line in enumerate(("433344434P34582", "3333 3333L61312"), start=1):
        desk.keyboard.type(line)
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("status")).to_have_text(re.compile(f"Lembar {number} tersimpan"))
    expect(desk.locator("#recent tr")).to_have_count(2)
    expect(desk.locator("#recent .digits").first).to_have_text("3333·3333")
    assert sums(app, office) == (2, 7)


def test_the_running_sum_is_shown_and_backspace_goes_back(desk: Page) -> None:
    desk.keyboard.type("4433")
    expect(desk.locator("#sum")).to_have_text("14")
    desk.keyboard.press("Backspace")
    expect(desk.locator("#sum")).to_have_text("11")
    desk.keyboard.type("94")
    expect(desk.locator("#sum")).to_have_text("15")


def test_an_unfinished_sheet_is_not_stored(desk: Page, app: Flask, office: Office) -> None:
    desk.keyboard.type("44444")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Belum lengkap")
    assert sums(app, office) == (0, 0)


def test_the_last_sheet_is_undone_from_the_keyboard(desk: Page, app: Flask, office: Office) -> None:
    desk.keyboard.type("444444444L")
    desk.keyboard.press("Enter")
    expect(desk.locator("#recent tr")).to_have_count(1)
    desk.keyboard.press("Control+z")
    expect(desk.locator("#recent tr")).to_have_count(0)
    assert sums(app, office) == (0, 0)


def test_a_wrong_key_says_which_are_right_and_stays_in_its_box(desk: Page) -> None:
    desk.keyboard.type("437")
    expect(desk.get_by_role("status")).to_have_text(
        "“7” tidak dikenal: ketik 1 sampai 4, atau 0 bila kosong."
    )
    expect(desk.locator(".box.wrong #waktu")).to_be_focused()
    desk.keyboard.type("2")
    expect(desk.get_by_role("status")).to_have_text("")
    expect(desk.locator(".box.wrong")).to_have_count(0)


@pytest.mark.tolerates("401 (UNAUTHORIZED)")
def test_a_session_that_ends_while_keying_loses_no_sheet(desk: Page, app: Flask, office: Office) -> None:
    desk.keyboard.type("444444443L")
    desk.context.clear_cookies(name="ikm")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Lembar ini tidak hilang")
    desk.keyboard.press("Enter")  # the link to the log-in has the focus
    desk.get_by_label("Nama pengguna").fill("admin")
    desk.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    desk.get_by_role("button", name="Masuk").click()
    expect(desk.locator("#status")).to_contain_text("Lembar 1 tadi belum tersimpan")
    desk.keyboard.press("Enter")
    expect(desk.locator("#status")).to_contain_text("Lembar 1 tersimpan, jumlah 35")
    assert sums(app, office) == (1, 4)


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_a_lost_connection_keeps_the_sheet_on_the_screen(desk: Page, app: Flask, office: Office) -> None:
    desk.keyboard.type("444444444L")
    desk.context.set_offline(True)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Belum tersimpan")
    desk.context.set_offline(False)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Lembar 1 tersimpan")
    assert sums(app, office) == (1, 4)
