"""The tablet on the counter: pairing, staff corner, closed hours, languages, many services, reading aloud."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT as OFFICIAL
from kiosk.security.pins import hash_pin
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import help_lines
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.web import assets
from tests.browser.visitor import answer
from tests.browser.visitor import begin
from tests.browser.visitor import kept
from tests.browser.visitor import once
from tests.browser.visitor import reload_later
from tests.browser.visitor import rest
from tests.browser.visitor import send
from tests.browser.visitor import start
from tests.browser.visitor import step
from tests.browser.visitor import stored
from tests.browser.visitor import tap
from tests.browser.visitor import wait_for_worker
from tests.browser.windows import EVERY_TABLET
from tests.browser.windows import EVERY_WINDOW
from tests.browser.windows import TABLET
from tests.conftest import NOW
from tests.conftest import SERVICES
from tests.conftest import draw_logo

# A device with one voice: `said` collects what it reads. Chromium without a screen has none of its own.
VOICE = """
window.said = [];
const voice = { lang: "id-ID", localService: true, name: "Suara" };
Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice],
    cancel() {},
    speak(words) { window.said.push(words.text); setTimeout(() => words.onend?.(), 30); },
    addEventListener() {},
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def _pair(page: Page, office: Office, db: Database) -> None:
    """As staff do: the code on one screen, typed into another, capitals and all."""
    code = devices.create_pairing(db, office.tablet.collector_id, NOW)
    page.goto("/tablet")
    page.get_by_label("Kode pasangan").fill(f"{code[:4]}-{code[4:]}".upper())
    page.get_by_role("button", name="Pasangkan").click()
    page.wait_for_url(f"**/s/{office.tablet.code}")
    step(page, "start")


def _press_long(page: Page) -> None:
    box = page.locator(".office").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    expect(page.get_by_role("dialog", name="Menu petugas")).to_be_visible()
    page.mouse.up()


@TABLET
@pytest.mark.tolerates("404")
def test_a_wrong_pairing_code_is_said(page: Page, office: Office) -> None:
    page.goto("/tablet")
    page.get_by_label("Kode pasangan").fill("aaaa-bbbb")
    page.get_by_role("button", name="Pasangkan").click()
    expect(page.get_by_role("status")).to_contain_text("Kode tidak dikenal")


@TABLET
@pytest.mark.tolerates("503")
def test_the_staff_corner_shows_sends_and_exports_what_waits(
    page: Page, office: Office, db: Database, tmp_path: Path
) -> None:
    survey_settings.set_pin_hash(db, office.unit.unit_id, hash_pin("482913"), NOW)
    page.route("**/api/responses*", lambda route: route.fulfill(status=503))
    with page.expect_response("**/api/devices/heartbeat"):
        _pair(page, office, db)
    page.locator("[data-do=start]").click()
    answer(page)
    send(page)
    step(page, "thanks").get_by_role("button").click()
    step(page, "start")
    _press_long(page)
    dialog = page.get_by_role("dialog", name="Menu petugas")
    expect(dialog.get_by_text("Belum terkirim")).to_be_hidden()
    dialog.get_by_label("PIN").fill("111111")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("PIN salah.")
    dialog.get_by_label("PIN").fill("482913")
    page.keyboard.press("Enter")
    expect(dialog.locator("[data-fact=waiting]")).to_have_text("1")
    expect(dialog.locator("[data-fact=name]")).to_have_text(office.tablet.name)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Ekspor antrean").click()
    download.value.save_as(tmp_path / "queue.json")
    exported = json.loads((tmp_path / "queue.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in exported["waiting"]] == [entry["id"] for entry in kept(page)]
    page.unroute("**/api/responses*")
    dialog.get_by_role("button", name="Kirim sekarang").click()
    expect(dialog.get_by_role("status")).to_have_text("Semua jawaban sudah terkirim.")
    stored(db, 1)
    [contact] = db.execute("select queue from device_contacts").fetchall()
    assert contact["queue"] == 0


@TABLET
@pytest.mark.tolerates("the server responded with a status of 40")
def test_one_stuck_answer_is_exported_as_text_and_removed_with_the_pin(
    page: Page, office: Office, db: Database
) -> None:
    survey_settings.set_pin_hash(db, office.unit.unit_id, hash_pin("482913"), NOW)
    page.route("**/api/responses*", lambda route: route.fulfill(status=403))
    with page.expect_response("**/api/devices/heartbeat"):
        _pair(page, office, db)
    page.locator("[data-do=start]").click()
    answer(page)
    send(page)
    step(page, "thanks").get_by_role("button").click()
    step(page, "start")
    _press_long(page)
    dialog = page.get_by_role("dialog", name="Menu petugas")
    expect(dialog.get_by_role("button", name="Hapus")).to_be_hidden()
    dialog.get_by_label("PIN").fill("482913")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Hapus").click()
    [entry] = kept(page)
    text = dialog.get_by_label("Isi antrean")
    expect(text).to_be_visible()
    assert json.loads(text.input_value())["waiting"][0]["id"] == entry["id"]
    dialog.get_by_role("button", name="Salin").click()
    expect(dialog.get_by_role("status")).to_have_text("Disalin.")
    dialog.get_by_role("button", name="Hapus untuk selamanya").click()
    expect(dialog.get_by_role("status")).to_have_text("Satu jawaban dihapus dari tablet ini.")
    assert kept(page) == []


@TABLET
@pytest.mark.tolerates("the server responded with a status of 401")
def test_a_foreign_refusal_does_not_take_a_tablets_pairing(page: Page, office: Office, db: Database) -> None:
    with page.expect_response("**/api/devices/heartbeat"):
        _pair(page, office, db)
    # Even one with the headers of an earlier answer.
    copied = {"Ikm-Kiosk": "1", "Ikm-Mark": "1-2-3-4"}
    page.route(
        "**/api/devices/heartbeat", lambda route: route.fulfill(status=401, body="Portal", headers=copied)
    )
    with page.expect_response("**/api/devices/heartbeat") as foreign:
        page.reload()
    assert foreign.value.status == 401
    page.unroute("**/api/devices/heartbeat")
    with page.expect_response("**/api/devices/heartbeat") as own:
        page.reload()
    assert own.value.status == 200


@TABLET
def test_a_foreign_page_does_not_take_the_place_of_the_survey(
    page: Page, browser_context: BrowserContext, office: Office
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    wait_for_worker(page, office.tablet.code, assets.version())
    browser_context.route(
        f"**/s/{office.tablet.code}", lambda route: route.fulfill(status=200, body="<h1>Portal</h1>")
    )
    page.reload()
    expect(page.locator("[data-do=start]")).to_be_visible()


@TABLET
def test_five_wrong_pins_are_enough(page: Page, office: Office, db: Database) -> None:
    survey_settings.set_pin_hash(db, office.unit.unit_id, hash_pin("482913"), NOW)
    with page.expect_response("**/api/devices/heartbeat"):
        _pair(page, office, db)
    _press_long(page)
    dialog = page.get_by_role("dialog", name="Menu petugas")
    for pin in ("111111", "222222", "333333", "444444", "555555", "482913"):
        dialog.get_by_label("PIN").fill(pin)
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("status")).to_have_text(
            "Terlalu banyak PIN salah. Tunggu lima menit." if pin == "482913" else "PIN salah."
        )
        dialog.get_by_role("status").evaluate("status => status.textContent = ''")
    expect(dialog.locator("[data-fact=waiting]")).to_be_hidden()


@TABLET
@pytest.mark.tolerates("410")
def test_a_tablet_whose_collector_is_closed_asks_no_questions(
    page: Page, office: Office, db: Database
) -> None:
    page.clock.install(time=NOW)
    with page.expect_response("**/api/devices/heartbeat"):
        _pair(page, office, db)
    collectors.revoke_collector(db, office.unit.unit_id, office.tablet.collector_id, NOW)
    with page.expect_response("**/api/devices/heartbeat"):
        page.clock.run_for(60_000)
    expect(page.get_by_role("heading", name="Survei ini sudah ditutup")).to_be_visible()


@TABLET
def test_outside_opening_hours_the_screen_is_calm_and_says_when(
    page: Page, office: Office, db: Database
) -> None:
    hours = dict.fromkeys((0, 1, 2, 3), ("08:00", "16:00")) | {4: ("07:00", "09:00")}
    survey_settings.set_survey_settings(
        db, office.unit.unit_id, survey_settings.SurveySettings(hours=hours), NOW
    )
    page.goto(f"/s/{office.tablet.code}")
    expect(step(page, "asleep")).to_contain_text("Kami buka kembali Senin pukul 08.00.")
    page.get_by_role("button", name="Tetap isi survei").click()
    step(page, "start")


# What the tablet reports meanwhile (visits, heartbeats) finds no network either, and is sent later.
@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
@TABLET
def test_languages_change_without_a_network(
    page: Page, browser_context: BrowserContext, office: Office
) -> None:
    page.goto(f"/s/{office.tablet.code}", wait_until="networkidle")
    browser_context.set_offline(True)
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Start").click()
    expect(step(page, "service")).to_contain_text("Which service did you use?")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Mulai")).to_be_visible()


@TABLET
@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
@pytest.mark.tolerates("ERR_FAILED")
def test_a_reload_works_offline_and_its_answers_arrive_later(
    page: Page, browser_context: BrowserContext, office: Office, db: Database
) -> None:
    units.set_logo(db, office.unit.unit_id, draw_logo(), NOW)
    page.goto(f"/s/{office.tablet.code}")
    wait_for_worker(page, office.tablet.code, assets.version())
    logo = page.locator(".office .logo").get_attribute("src")
    assert once(lambda: page.evaluate("async (logo) => !!(await caches.match(logo))", logo), bool)
    browser_context.set_offline(True)
    reload_later(page)
    page.wait_for_function("() => document.querySelector('.office .logo').naturalHeight === 192")
    page.locator("[data-do=start]").click()
    answer(page)
    send(page)
    step(page, "thanks")
    assert len(kept(page)) == 1
    browser_context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    stored(db, 1)


@EVERY_WINDOW
def test_many_services_are_searched_and_never_scrolled_on_a_tablet(
    page: Page, office: Office, db: Database, window: tuple[int, int]
) -> None:
    for number in range(30):
        units.create_service(
            db, unit_id=office.unit.unit_id, code=f"l{number}", name=f"Layanan contoh {number}", now=NOW
        )
    start(page, office.tablet.code)
    tiles = step(page, "service").locator(".tile:not(.quiet):visible")
    expect(tiles).to_have_count(12)
    rest(page)
    page.get_by_role("button", name="Layanan berikutnya").click()
    expect(page.get_by_text("Halaman 2 dari 3")).to_be_visible()
    if window[0] >= 700:
        assert page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0
    page.get_by_label("Cari layanan").fill("contoh 27")
    expect(tiles).to_have_count(1)
    tap(page, "service", "l27")
    step(page, "persyaratan")


@EVERY_TABLET
@pytest.mark.parametrize("number", [6, 20])
def test_long_names_of_services_are_whole_and_never_scrolled_on_a_tablet(
    page: Page, office: Office, db: Database, number: int
) -> None:
    for count in range(number - len(SERVICES)):
        name = f"Surat Keterangan Nomor {count} untuk keperluan pendidikan dan kependudukan"
        units.create_service(db, unit_id=office.unit.unit_id, code=f"l{count}", name=name, now=NOW)
    page.goto(f"/s/{office.tablet.code}", wait_until="networkidle")
    begin(page)
    rest(page)
    seen = 0
    while True:
        step(page, "service")
        scrolled, cut, shown = page.evaluate(
            """() => {
                const tiles = [...document.querySelectorAll(".services .tile:not([hidden])")];
                const cut = tiles.filter((tile) => tile.scrollHeight > tile.clientHeight + 1);
                return [document.documentElement.scrollHeight - innerHeight, cut.length, tiles.length - 1];
            }"""
        )
        assert (scrolled, cut) == (0, 0)
        seen += shown
        onward = page.get_by_role("button", name="Layanan berikutnya")
        if not onward.is_visible() or onward.is_disabled():
            break
        onward.click()
    assert seen == number


@TABLET
def test_a_device_with_a_voice_reads_the_question_and_marks_what_it_reads(page: Page, office: Office) -> None:
    page.add_init_script(VOICE)
    start(page, office.tablet.code)
    tap(page, "service", "")
    asked = step(page, "persyaratan")
    page.clock.pause_at(NOW + timedelta(seconds=10))
    asked.get_by_role("button", name="Bacakan").click()
    expect(asked.locator(".reading")).to_have_count(1)
    page.clock.run_for(1_000)
    said = page.evaluate("window.said")
    assert said[0].startswith("Bagaimana pendapat Saudara") and said[1:] == [
        "Tidak sesuai",
        "Kurang sesuai",
        "Sesuai",
        "Sangat sesuai",
    ]
    expect(asked.locator(".reading")).to_have_count(0)


@TABLET
def test_an_office_s_own_words_open_under_the_question_mark_and_are_read_too(
    page: Page, office: Office, db: Database
) -> None:
    own = {("persyaratan", "id"): "Apakah surat yang diminta masuk akal?"}
    help_lines.set_lines(db, office.unit.unit_id, OFFICIAL, own, person_id=office.admin.person_id, now=NOW)
    page.add_init_script(VOICE)
    start(page, office.tablet.code)
    tap(page, "service", "")
    asked = step(page, "persyaratan")
    rest(page)
    asked.locator("summary").click()
    expect(asked.get_by_text("Apakah surat yang diminta masuk akal?")).to_be_visible()
    asked.get_by_role("button", name="Bacakan").click()
    page.wait_for_function("() => window.said.length === 6")
    assert page.evaluate("window.said")[1] == "Apakah surat yang diminta masuk akal?"


@TABLET
def test_without_a_voice_there_is_no_button(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    step(page, "service")
    expect(page.get_by_role("button", name="Bacakan")).to_have_count(0)


@TABLET
def test_a_plainer_line_opens_under_the_question_mark(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    tap(page, "service", "")
    asked = step(page, "persyaratan")
    rest(page)
    asked.locator("summary").click()
    expect(page.get_by_text("Syarat: berkas atau ketentuan")).to_be_visible()
    tap(page, "persyaratan", "4")
    page.get_by_role("button", name="Kembali").click()
    expect(page.get_by_text("Syarat: berkas atau ketentuan")).to_be_hidden()
