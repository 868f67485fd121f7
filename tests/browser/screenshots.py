"""`make screenshots`: the pictures of the README, taken from the demo office.

Run again after a change of the screens; the office, its answers and the time are always the same.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime
from pathlib import Path

import typst
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.operations.demo import fill_demo
from kiosk.security.reauthentication import hash_password
from tests.browser import chromium
from tests.browser.windows import WINDOWS
from tests.live import serving

IMAGES = Path(__file__).parents[2] / "docs" / "images"
NOW = datetime(2024, 5, 31, 7, 30, tzinfo=UTC)
PASSWORD = "kata-sandi-contoh"


@contextmanager
def demo_office() -> Iterator[tuple[Flask, str]]:
    """The demo office as it looks on the last afternoon of May 2024, and the code of its tablet."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Path(folder))
        app.config["CLOCK"] = lambda: NOW
        with app.app_context():
            password_hash = hash_password(PASSWORD)
            office = fill_demo(get_db(), timezone="Asia/Makassar", password_hash=password_hash, now=NOW)
        yield app, office.tablet.code
        app.extensions["ikm_connections"].close()


def open_page(browser: Browser, url: str) -> Page:
    """A tablet's window on the server at `url`."""
    width, height = WINDOWS["tablet"]
    page = browser.new_page(base_url=url, viewport={"width": width, "height": height}, locale="id-ID")
    page.clock.set_fixed_time(NOW)
    return page


def take_survey(page: Page, collector: str) -> None:
    """A question, reached as a visitor reaches it."""
    page.goto(f"/s/{collector}")
    page.locator("[data-do=start]").click()
    for step, choice in (("service", "kartu-keluarga"), ("persyaratan", "4"), ("prosedur", "3")):
        page.locator(f"[data-screen={step}] [data-step={step}] input[value='{choice}']").click()
    page.locator("[data-screen=waktu]").wait_for()
    page.screenshot(path=IMAGES / "survey.png", animations="disabled")


def take_staff(page: Page) -> bytes:
    """The month page; returns the rekap."""
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.goto("/staf/")
    page.screenshot(path=IMAGES / "month.png", animations="disabled")
    return page.request.get("/staf/laporan/berkas?jenis=rekap").body()


def draw_first_page(paper: bytes, picture: Path) -> None:
    """A PDF's first page as PNG, drawn by Typst, which is there anyway."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "paper.pdf").write_bytes(paper)
        source = Path(folder) / "main.typ"
        source.write_text('#set page(margin: 0pt)\n#image("paper.pdf", width: 100%)')
        typst.compile(source, output=picture, format="png", ppi=144)


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with demo_office() as (app, collector), serving(app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.launch_arguments()
        )
        take_survey(open_page(browser, url), collector)
        draw_first_page(take_staff(open_page(browser, url)), IMAGES / "rekap.png")
        browser.close()


if __name__ == "__main__":
    main()
