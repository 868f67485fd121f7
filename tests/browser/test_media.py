"""A hand beside a question opens its clip; phones load it only then, tablets keep it offline."""

import base64
import io
import wave
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations import question_media as files
from kiosk.operations.founding import Office
from kiosk.store.offices import question_media
from tests.browser.axe import violations
from tests.browser.visitor import begin
from tests.browser.visitor import once
from tests.browser.visitor import reload_later
from tests.browser.visitor import step
from tests.browser.visitor import tap
from tests.browser.windows import SIZES
from tests.browser.windows import TABLET
from tests.conftest import NOW

# A second of a canvas, as Chromium itself records it.
RECORD = """() => new Promise((resolve) => {
    const canvas = document.createElement("canvas");
    const draw = setInterval(() => canvas.getContext("2d").fillRect(Math.random() * 99, 9, 9, 9), 30);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
    recorder.ondataavailable = async ({ data }) => {
        clearInterval(draw);
        const bytes = new Uint8Array(await data.arrayBuffer());
        resolve(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
    };
    recorder.start();
    setTimeout(() => recorder.stop(), 500);
})"""


@pytest.fixture(scope="module")
def clip(browser: Browser) -> bytes:
    """A short WebM."""
    page = browser.new_page()
    content = base64.b64decode(page.evaluate(RECORD))
    page.close()
    return content


def _sound() -> bytes:
    """A third of a second of silence as WAV."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        writer.writeframes(bytes(2 * 2700))
    return file.getvalue()


@pytest.fixture
def address(app: Flask, db: Database, office: Office, clip: bytes) -> str:
    """Where the clip of the first question is served on the tablet."""
    media = files.save(
        Path(app.instance_path) / "evidence", clip, place="persyaratan", kind="sign", language=""
    )
    question_media.set_media(db, office.unit.unit_id, media, NOW)
    return f"/s/{office.tablet.code}/media/{media.media_id}"


def _to_the_question(page: Page) -> None:
    begin(page)
    tap(page, "service", "")
    step(page, "persyaratan")


@pytest.mark.parametrize("window", [SIZES["narrow-phone"]], ids=["narrow-phone"])
def test_a_phone_loads_a_clip_only_when_its_hand_is_pressed(page: Page, office: Office, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/media/" in request.url else None)
    page.goto(f"/s/{office.poster.code}", wait_until="networkidle")
    _to_the_question(page)
    hand = page.locator("[data-step=persyaratan]").get_by_role("button", name="Video bahasa isyarat")
    expect(hand).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert asked == []
    hand.press("Enter")
    dialog = page.get_by_role("dialog", name="Video bahasa isyarat")
    expect(dialog).to_be_visible()
    page.wait_for_function("() => document.querySelector('dialog video').readyState >= 2")
    assert asked and violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(hand).to_be_focused()


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
@pytest.mark.tolerates("ERR_FAILED")
@TABLET
def test_a_tablet_shows_its_clips_without_a_network(
    page: Page, browser_context: BrowserContext, office: Office, address: str
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    kept = "async (path) => !!(await caches.match(path))"
    assert once(lambda: page.evaluate(kept, address), bool)
    browser_context.set_offline(True)
    reload_later(page)
    _to_the_question(page)
    page.locator("[data-step=persyaratan] .sign").press("Enter")
    page.wait_for_function("() => document.querySelector('dialog video').readyState >= 2")
    page.get_by_role("button", name="Tutup").click()
    step(page, "persyaratan")


@TABLET
def test_recorded_sound_is_played_where_the_tablet_has_no_voice(
    page: Page, app: Flask, office: Office, db: Database
) -> None:
    folder = Path(app.instance_path) / "evidence"
    sound = files.save(folder, _sound(), place="persyaratan", kind="sound", language="id")
    question_media.set_media(db, office.unit.unit_id, sound, NOW)
    page.goto(f"/s/{office.tablet.code}", wait_until="networkidle")
    _to_the_question(page)
    button = page.locator("[data-step=persyaratan]").get_by_role("button", name="Bacakan")
    with page.expect_response("**/media/*"):
        button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-step=prosedur] .speak")).to_have_count(0)
