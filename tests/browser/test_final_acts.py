"""What cannot be taken back asks first: each question is clean for axe and answered by the keyboard alone."""

from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from tests.browser.axe import violations
from tests.browser.windows import PHONE
from tests.conftest import PASSWORD
from tests.kiosk.offices_data import record


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def _press(page: Page, selector: str) -> None:
    _tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _confirm(page: Page, question: str) -> None:
    """The question is clean; what does it is behind the way back."""
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    assert violations(page) == []
    _tab_to(page, "main a.primary")
    _press(page, "main .danger")


@PHONE
def test_each_final_act_is_asked_and_done_with_the_keyboard_alone(
    page: Page, office: Office, db: Database
) -> None:
    [response_id] = record(db, office, "2024-03-10", 1, comment="Bapak Fulan ramah.")
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto("/staf/kelola/tempat/")
    _press(page, "form[action$='/cabut'] button")
    _confirm(page, f"Cabut {office.tablet.name}?")
    _press(page, "form[action*='/buka'] button")
    expect(page.get_by_role("status")).to_contain_text(f"{office.tablet.name} dibuka kembali")

    page.goto("/staf/kelola/masa-simpan/")
    _tab_to(page, "#comment_months")
    page.keyboard.type("1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    _confirm(page, "Hapus data yang lewat masa simpan?")
    expect(page.get_by_role("status")).to_contain_text("Masa simpan disimpan.")

    page.goto(f"/staf/saran/{response_id}")
    _tab_to(page, ".words input[value='1']")
    page.keyboard.press("Space")
    _press(page, "form[action$='/samarkan'] button")
    _confirm(page, "Samarkan kata ini?")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Fulan")
