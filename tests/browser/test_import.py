"""A file with unknown titles, from the upload to the stored batch, as a petugas does it."""

import pytest
from playwright.sync_api import Page
from playwright.sync_api import expect

from kiosk.operations.founding import Office
from tests.browser.axe import violations
from tests.conftest import PASSWORD
from tests.kiosk.import_files import as_csv
from tests.kiosk.test_import_columns import BY_HAND
from tests.kiosk.test_import_columns import UNSEEN


def _check(page: Page) -> None:
    assert violations(page) == []


@pytest.mark.tolerates("422")
def test_unknown_columns_are_named_on_the_page_and_the_batch_is_undone(page: Page, office: Office) -> None:
    page.goto("/masuk?lanjut=/staf/impor/")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.goto("/staf/impor/")
    page.get_by_label("Berkas XLSX").set_input_files(
        {"name": "angket.csv", "mimeType": "text/csv", "buffer": as_csv([*UNSEEN, ["03/05/2024", *[5] * 9]])}
    )
    page.get_by_role("button", name="Baca berkas").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum ada kolom untuk unsur")
    _check(page)
    for name, role in BY_HAND.items():
        page.get_by_label(f"Kolom {name[-1]} dibaca sebagai").select_option(role)
    page.get_by_role("button", name="Baca ulang").click()
    expect(page.get_by_role("heading", name="Baris yang ditolak")).to_be_visible()
    for heading in ("Baris yang ditolak", "Kolom di berkas"):
        page.get_by_role("heading", name=heading).click()
    expect(page.get_by_label("Kolom B dibaca sebagai")).to_be_visible()
    window = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    hidden = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.locator(".scroll").evaluate_all(hidden) == 0, "a phone shows whole tables"
    page.set_viewport_size(window or {"width": 1280, "height": 800})
    _check(page)
    # The file does not say what its fives mean.
    page.get_by_text("Tentukan satu per satu").click()
    page.get_by_label("Arti “5”").select_option("tolak")
    page.get_by_role("button", name="Baca ulang").click()
    expect(page.get_by_text("Skalanya tampak")).not_to_be_visible()
    # A column of counters may hold several offices.
    page.get_by_text("Semua kantor").click()
    page.get_by_role("button", name="Baca ulang").click()
    page.get_by_role("button", name="Impor 2 jawaban").click()
    expect(page.get_by_text("2 jawaban dari angket.csv sudah diimpor")).to_be_visible()
    _check(page)
    page.get_by_role("button", name="Batalkan").press("Enter")
    expect(page.get_by_text("dibatalkan", exact=True)).to_be_visible()
