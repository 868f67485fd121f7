"""The pictures of `docs/panduan-petugas.md`, as a petugas sees each step; part of `make screenshots`."""

from collections.abc import Callable

from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.screenshots import IMAGES
from tests.browser.screenshots import PASSWORD
from tests.browser.screenshots import demo_office
from tests.browser.screenshots import open_page
from tests.live import serving

FOLDER = IMAGES / "panduan"

OLD_SHEET = """\
Rekap kuesioner April 2024;;;;;;;;;;;
No;Tanggal;Persyaratan;Prosedur;Waktu;Biaya;Produk;Kompetensi;Perilaku;Sarana;Pengaduan;Saran
1;2/4/2024;4;3;3;4;3;3;4;3;4;Petugas ramah
2;2/4/2024;3;3;3;4;3;4;4;3;3;
3;3/4/2024;4;4;3;4;5;3;4;4;4;
4;4/4/2024;3;3;4;4;3;3;3;3;3;Kursi tunggu kurang
5;5/4/2024;4;3;3;4;4;4;4;3;4;
"""


def key_paper(page: Page) -> None:
    """Two sheets keyed and a third begun."""
    page.goto("/staf/kertas/")
    page.get_by_role("textbox", name="Tanggal diisi warga").fill("2024-05-30")
    page.get_by_role("button", name="Mulai mengetik").click()
    page.wait_for_load_state()
    for number, line in enumerate(("433344434P34582", "333433333L61312"), start=1):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        page.get_by_text(f"Lembar {number} tersimpan").wait_for()
    page.keyboard.type("44343")


def preview_import(page: Page) -> None:
    """An old file, understood but not stored."""
    page.goto("/staf/impor/")
    page.get_by_label("Berkas XLSX").set_input_files(
        {"name": "SKM April 2024.csv", "mimeType": "text/csv", "buffer": OLD_SHEET.encode()}
    )
    page.get_by_role("button", name="Baca berkas").click()
    page.get_by_role("heading", name="Periksa sebelum diimpor").wait_for()


def handle_suggestion(page: Page) -> None:
    """The oldest suggestion, open."""
    page.goto("/staf/saran/")
    page.get_by_role("link", name="Tangani").last.click()
    page.get_by_role("heading", name="Samarkan nama").wait_for()


def pair_tablet(page: Page) -> None:
    """The code that a tablet is paired with."""
    page.goto("/staf/perangkat/")
    page.get_by_role("button", name="Buat kode").first.click()
    page.get_by_role("heading", name="Pasangkan “").wait_for()


def at(path: str) -> Callable[[Page], None]:
    """The page at `path`, as it opens."""

    def go(page: Page) -> None:
        page.goto(path)

    return go


# File name → how a petugas gets there.
STEPS: dict[str, Callable[[Page], None]] = {
    "dasbor": at("/staf/dasbor"),
    "perangkat": pair_tablet,
    "impor": preview_import,
    "saran": handle_suggestion,
    "hasil": at("/staf/?periode=2024-05"),
    "kewajaran": at("/staf/kewajaran/?periode=2024-05"),
    "laporan": at("/staf/laporan/?periode=2024-05"),
    "terbitkan": at("/staf/publikasi/terbitkan?periode=2024-05"),
    "rtl": at("/staf/rtl/?periode=2024-05"),
    "kertas": key_paper,  # last: it adds two answers to the month
}


def take_guide(browser: Browser, url: str) -> None:
    """Log in and take the picture of every step."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = open_page(browser, url)
    page.set_viewport_size({"width": 1120, "height": 700})
    page.goto("/masuk")
    page.screenshot(path=FOLDER / "masuk.png")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    for name, go in STEPS.items():
        go(page)
        page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def main() -> None:
    """Take all pictures of the guide."""
    with demo_office() as (app, _), serving(app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.launch_arguments()
        )
        take_guide(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
