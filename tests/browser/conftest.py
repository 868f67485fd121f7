"""A real Chromium in front of a real server: `page` is what every browser test works with."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import ConsoleMessage
from playwright.sync_api import Error
from playwright.sync_api import Page
from playwright.sync_api import Request
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.windows import WINDOWS
from tests.conftest import NOW
from tests.live import serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.without_windows(), args=chromium.launch_arguments()
        )
        yield browser
        browser.close()


@pytest.fixture
def server_url(app: Flask, office: object) -> Iterator[str]:
    """The address of a running server with the prepared office, without a last `/`."""
    with serving(app) as url:
        yield url


@pytest.fixture
def window() -> tuple[int, int]:
    """Width and height of the browser's window; the marks in `windows.py` set others."""
    return WINDOWS["tablet-upright"]


@pytest.fixture
def script() -> bool:
    """Whether pages may run script: `@pytest.mark.parametrize("script", [False])` turns it off."""
    return True


@pytest.fixture
def browser_context(
    browser: Browser, server_url: str, window: tuple[int, int], script: bool
) -> Iterator[BrowserContext]:
    """An untouched browser profile; `page.goto("/masuk")` is enough of an address."""
    width, height = window
    context = browser.new_context(
        base_url=server_url,
        viewport={"width": width, "height": height},
        java_script_enabled=script,
        locale="id-ID",
        timezone_id="Asia/Makassar",
    )
    context.set_default_timeout(30_000)  # a busy machine
    # Pages see the application's fixed time; their timers run normally.
    context.clock.set_fixed_time(NOW)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext, server_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page; the test fails on any error or warning of the page, and on a request to another host.

    `@pytest.mark.tolerates("422")` lets messages pass that contain the text.
    """
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            problems.append(f"console {message.type}: {message.text}")

    def failed(error: Error) -> None:
        problems.append(f"script error: {error}")

    def asked(outgoing: Request) -> None:
        if not outgoing.url.startswith((f"{server_url}/", "data:", f"blob:{server_url}/")):
            problems.append(f"request to another host: {outgoing.url}")

    page = browser_context.new_page()
    page.on("console", heard)
    page.on("pageerror", failed)
    browser_context.on("request", asked)
    yield page
    tolerated = [text for mark in request.node.iter_markers("tolerates") for text in mark.args]
    assert [problem for problem in problems if not any(text in problem for text in tolerated)] == []
