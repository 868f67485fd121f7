"""From an empty folder to the first answer and the first rekap, counted as docs/evidence/walk.md says."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import Locator
from playwright.sync_api import Page
from playwright.sync_api import expect
from pypdf import PdfReader

from kiosk.security.sessions import setup_key
from tests.browser.visitor import answer
from tests.browser.visitor import begin
from tests.browser.visitor import send
from tests.browser.visitor import step
from tests.browser.windows import TABLET
from tests.conftest import NOW
from tests.conftest import PASSWORD

EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence" / "walk.md"
OFFICE = {
    "Nama unit pelayanan": "Kecamatan Sungai Jernih",
    "Jenis layanan": "Kartu Keluarga\nKTP elektronik",
    "Nama admin": "Admin Contoh",
    "Nama pengguna admin": "admin",
    "Kata sandi": PASSWORD,
    "Ulangi kata sandi": PASSWORD,
}


class Walk:
    """A browser that counts what a person does: clicks, fields filled in, and pages that open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.fields = self.pages = 0
        page.on("domcontentloaded", self._count)

    def _count(self, _page: Page) -> None:
        self.pages += 1

    def click(self, target: Locator) -> None:
        """Press it."""
        target.click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def press(self, name: str) -> None:
        """Press the button with this name."""
        self.click(self.page.get_by_role("button", name=name))

    def follow(self, name: str) -> None:
        """Follow the link with this name."""
        self.click(self.page.get_by_role("link", name=name, exact=True))

    def fill(self, fields: dict[str, str]) -> None:
        """Fill in the fields with these labels."""
        for label, value in fields.items():
            self.page.get_by_label(label, exact=True).fill(value)
            self.fields += 1


def _stated(row: str) -> list[int]:
    """The clicks, fields and pages that the evidence states in that row."""
    found = re.search(rf"^\| {row} \| (\d+) \| (\d+) \| (\d+) \|$", EVIDENCE.read_text(), re.MULTILINE)
    assert found, row
    return [int(number) for number in found.groups()]


@pytest.fixture
def office() -> None:
    """None: the walk sets it up."""


@pytest.fixture
def tablet(browser: Browser, server_url: str) -> Iterator[Page]:
    """The tablet's own browser."""
    context: BrowserContext = browser.new_context(
        base_url=server_url, viewport={"width": 1280, "height": 800}, locale="id-ID"
    )
    context.clock.set_fixed_time(NOW)
    yield context.new_page()
    context.close()


def _answer(walk: Walk, url: str) -> None:
    """A visitor's answer on the tablet; only opening the address there is the office's work."""
    walk.page.goto(url)
    begin(walk.page)
    answer(walk.page)
    send(walk.page)
    step(walk.page, "thanks")


def _print_rekap(walk: Walk) -> None:
    """The month's rekap, of the one answer."""
    walk.follow("Hasil")
    link = walk.page.get_by_role("link", name="Cetak rekap").get_attribute("href")
    walk.clicks += 1
    walk.pages += 1
    text = PdfReader(io.BytesIO(walk.page.request.get(link or "").body())).pages[0].extract_text()
    assert "Kecamatan Sungai Jernih" in text


@TABLET
def test_the_shortest_way_to_an_answer_and_a_rekap(page: Page, tablet: Page, app: Flask) -> None:
    staff, counter = Walk(page), Walk(tablet)
    page.goto(f"/pasang?kunci={setup_key(app.config['SECRET_KEY'])}")
    staff.fill(OFFICE)
    staff.press("Simpan dan mulai")
    expect(page.get_by_role("heading", name="Langkah pertama")).to_be_visible()
    staff.follow("Tablet")
    url = page.locator("a[href*='/s/']").first.get_attribute("href")
    _answer(counter, url or "")
    _print_rekap(staff)
    done = [staff.clicks + counter.clicks, staff.fields + counter.fields, staff.pages + counter.pages]
    assert done == _stated("first answer and rekap")


@TABLET
def test_a_whole_office_is_set_up_from_the_list_of_first_steps(page: Page, tablet: Page, app: Flask) -> None:
    staff, counter = Walk(page), Walk(tablet)
    page.goto(f"/pasang?kunci={setup_key(app.config['SECRET_KEY'])}")
    staff.fill(OFFICE)
    staff.press("Simpan dan mulai")
    staff.follow("Kop surat")
    staff.fill(
        {
            "Alamat": "Jalan Contoh Nomor 1",
            "Jabatan penanda tangan": "Camat Sungai Jernih",
            "Nama dan gelar penanda tangan": "Fulanah binti Fulan",
        }
    )
    staff.click(page.get_by_role("button", name="Simpan", exact=True).first)
    staff.follow("Penerima layanan setahun")
    staff.fill({"Jumlah penerima layanan setahun": "2.000"})
    staff.click(page.get_by_role("button", name="Simpan", exact=True).first)
    staff.follow("Jam buka")
    for name, time in (("Buka", "08.00"), ("Tutup", "16.00")):
        page.get_by_role("group", name="Senin").get_by_label(name).fill(time)
        staff.fields += 1
    staff.click(page.get_by_label("Selasa sampai Jumat sama dengan Senin"))
    staff.click(page.get_by_role("button", name="Simpan", exact=True).first)
    staff.follow("Tablet")
    staff.press("Buat kode")
    code = page.locator(".pairing .code").inner_text()
    # In a network the tablet's camera opens this address; the code is in it.
    tablet.goto(f"/tablet?kode={''.join(code.split())}")
    counter.press("Pasangkan")
    tablet.wait_for_url("**/s/*")
    _answer(counter, tablet.url)
    page.reload()  # the page learns that the tablet is paired
    staff.follow("Pengguna lain")
    staff.fill({"Nama": "Petugas Contoh", "Nama pengguna": "petugas"})
    staff.press("Tambah")
    expect(page.get_by_text("/sandi/")).to_be_visible()
    staff.follow("Dasbor")
    left = page.locator(".first-steps li:not(.done)")
    expect(left).to_have_count(1)
    expect(left).to_contain_text("Diska cadangan")
    _print_rekap(staff)
    done = [staff.clicks + counter.clicks, staff.fields + counter.fields, staff.pages + counter.pages]
    assert done == _stated("a whole office")
