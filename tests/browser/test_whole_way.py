"""The main job from end to end: visitors answer on the tablet, staff print the month's IKM."""

import io

from playwright.sync_api import Page
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlite_utils import Database

from kiosk.operations.demo import make_answers
from kiosk.operations.founding import Office
from tests.browser import visitor
from tests.conftest import PASSWORD
from tests.conftest import answer


def test_the_reports_147_visitors_come_out_as_its_index_on_screen_and_paper(
    page: Page, office: Office, db: Database
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    for number, answers in enumerate(make_answers(), 1):
        # Every seventh goes through the screens; the others as the page sends them, which is quicker.
        if number % 7:
            body = answer(office.tablet.code, number, answers=answers)
            assert page.request.post("/api/responses", data=body).status == 201
            continue
        page.locator("[data-do=start]").press("Enter")
        visitor.answer(page, answers)
        visitor.send(page)
        expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
        page.locator("[data-do=restart]:visible").press("Enter")
    visitor.stored(db, 147)
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    # A tablet that no one paired and that sends so much at once: its answers wait for a decision.
    page.goto("/staf/kedatangan/")
    page.get_by_role("button", name="Hitung yang dicentang").click()
    page.goto("/staf/dasbor")
    page.get_by_role("link", name="Rincian bulan ini").click()
    expect(page.locator(".huge")).to_have_text("88,19")
    expect(page.locator(".mutu")).to_contain_text("B")
    rekap = page.get_by_role("link", name="Cetak rekap").get_attribute("href")
    text = PdfReader(io.BytesIO(page.request.get(rekap or "").body())).pages[0].extract_text()
    for figure in ("88,19", "147", "3,5276", "3,51", "3,48", "3,44", "3,99", "3,38", "3,56"):
        assert figure in text
