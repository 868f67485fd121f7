"""The next visitor never sees a trace of the last: after a pause, back, reload, from memory, by undoing."""

from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import Route
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.responses import UNSUR
from tests.browser import chromium
from tests.browser.visitor import answer
from tests.browser.visitor import begin
from tests.browser.visitor import kept
from tests.browser.visitor import kept_once
from tests.browser.visitor import once
from tests.browser.visitor import reload_later
from tests.browser.visitor import rest
from tests.browser.visitor import send
from tests.browser.visitor import start
from tests.browser.visitor import step
from tests.browser.visitor import stored
from tests.browser.visitor import tap
from tests.browser.windows import PHONE
from tests.browser.windows import TABLET
from tests.conftest import NOW

SECRET = "Rahasia saya"
STEPS = ("service", *UNSUR, *FIELDS, "comment")


def _traces(page: Page) -> Any:
    """Everything a visitor could have left in this browser: fields, page text, storage, cookies, history."""
    return page.evaluate(
        """async () => ({
            checked: document.querySelectorAll("form.survey :checked, [form=comfort]:checked").length,
            typed: [...document.querySelectorAll("textarea, [type=search]")].map((f) => f.value).join(""),
            local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie,
            history: JSON.stringify(history.state), address: location.search + location.hash,
            databases: (await indexedDB.databases()).map(({ name }) => name),
        })"""
    )


CLEAN = {
    "checked": 0,
    "typed": "",
    "local": {},
    "session": {},
    "cookies": "",
    "history": '{"inside":true}',
    "address": "",
    "databases": ["ikm"],
}


def _idle(page: Page, after: float, countdown: int) -> None:
    """Let the tablet ask so many seconds after a key that means nothing."""
    page.evaluate(
        "times => Object.assign(document.querySelector('dialog.still').dataset, times)",
        {"idle": after, "countdown": countdown},
    )
    page.keyboard.press("Shift")


def _walk(page: Page, last: str) -> None:
    """Answer up to the step called `last`, which gets an answer, too."""
    step(page, STEPS[0])
    page.evaluate(
        """([names, last, words]) => {
            const next = document.querySelector("[data-do=next]");
            for (const name of names.slice(0, names.indexOf(last) + 1)) {
                const asked = document.querySelector(`[data-step=${name}]`);
                if (name === "comment") asked.querySelector("textarea").value = words;
                else asked.querySelector("input[type=radio]").click();
                if (name !== last) next.click();
            }
        }""",
        [STEPS, last, SECRET],
    )
    step(page, last)


@TABLET
def test_left_alone_at_any_step_a_tablet_asks_and_then_forgets_everything(
    page: Page, office: Office, db: Database
) -> None:
    page.clock.install(time=NOW)
    page.goto(f"/s/{office.tablet.code}")
    dialog = page.get_by_role("alertdialog", name="Apakah Anda masih mengisi survei?")
    for last in STEPS:
        step(page, "start")
        page.clock.run_for(200)
        page.evaluate("document.querySelector('[data-do=start]').click()")
        assert _traces(page)["checked"] == 0
        _walk(page, last)
        # Not the real 45 and 20 seconds: a request that seems to take so long is sent again.
        _idle(page, after=1, countdown=1)
        page.clock.run_for(1_000)
        expect(dialog).to_contain_text("dihapus dalam")
        page.clock.run_for(1_000)
        step(page, "start")
        assert (last, _traces(page)) == (last, CLEAN)
        assert kept(page) == kept(page, "rejected") == []
    page.go_back()
    step(page, "start")
    assert _traces(page) == CLEAN
    stored(db, 0)
    stopped = dict.fromkeys(("service", *UNSUR, "comment"), 1) | {"profile": len(FIELDS)}
    expected = {("started", ""): len(STEPS)} | {("abandoned", name): count for name, count in stopped.items()}

    def count() -> dict[tuple[str, str], int]:
        rows = db.execute("select outcome, step, visits from visits").fetchall()
        return {(row["outcome"], row["step"]): row["visits"] for row in rows}

    assert once(count, lambda counted: counted == expected) == expected


@TABLET
def test_a_tablet_waits_45_seconds_counts_to_twenty_and_thanks_for_eight(
    page: Page, office: Office, db: Database
) -> None:
    page.clock.install(time=NOW)
    page.goto(f"/s/{office.tablet.code}")
    step(page, "start")
    page.clock.run_for(200)
    page.locator("[data-do=start]").click()
    step(page, "service")
    page.clock.run_for(44_000)
    dialog = page.get_by_role("alertdialog", name="Apakah Anda masih mengisi survei?")
    expect(dialog).to_be_hidden()
    page.clock.run_for(1_000)
    expect(dialog).to_contain_text("dihapus dalam 20 detik")
    # Announced once more before the end, not each second.
    said = dialog.get_by_role("status")
    page.clock.run_for(14_000)
    expect(said).to_be_empty()
    page.clock.run_for(1_000)
    expect(said).to_contain_text("dihapus dalam 5 detik")
    page.clock.run_for(4_000)
    expect(dialog).to_contain_text("dihapus dalam 1 detik")
    expect(said).to_contain_text("dihapus dalam 5 detik")
    page.clock.run_for(1_000)
    step(page, "start")
    page.locator("[data-do=start]").click()
    answer(page)
    send(page)
    step(page, "thanks")
    page.clock.run_for(7_900)
    step(page, "thanks")
    page.clock.run_for(100)
    step(page, "start")


@TABLET
def test_a_visitor_who_is_still_there_goes_on(page: Page, office: Office, db: Database) -> None:
    start(page, office.tablet.code)
    _walk(page, "persyaratan")
    _idle(page, after=1, countdown=10)
    page.clock.run_for(1_000)
    expect(page.get_by_role("button", name="Ya, lanjutkan")).to_be_focused()
    page.keyboard.press("Enter")
    _idle(page, after=45, countdown=10)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    expect(step(page, "persyaratan").locator("input:checked")).to_have_count(1)


@TABLET
def test_reloading_forgets(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    _walk(page, "comment")
    page.reload()
    step(page, "start")
    assert _traces(page)["checked"] == 0
    assert page.locator("[name=comment]").input_value() == ""


@TABLET
def test_coming_back_to_the_page_finds_it_empty(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    _walk(page, "comment")
    page.goto("/masuk")
    page.go_back()
    step(page, "start")
    assert _traces(page)["checked"] == 0
    assert page.locator("[name=comment]").input_value() == ""


def _storable(route: Route) -> None:
    """As browsers see the page that keep it in memory all the same, such as Safari over plain HTTP."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "cache-control"}
    route.fulfill(response=answer, headers=headers)


def _comes_back_empty(browser: Browser, address: str) -> bool:
    """Leave a half-filled survey and come back: whether the browser had kept the page in memory."""
    page = browser.new_page(locale="id-ID")
    page.add_init_script("addEventListener('pageshow', (event) => window.came = event.persisted)")
    page.route("**/s/*", _storable)
    page.goto(address)
    begin(page)
    answer(page)
    page.locator("[name=comment]").fill(SECRET)
    page.goto(urljoin(address, "/privasi"))
    page.go_back(wait_until="commit")
    step(page, "start")
    assert page.locator("form.survey :checked").count() == 0
    assert page.locator("[name=comment]").input_value() == ""
    came: bool = page.evaluate("window.came")
    page.close()
    return came


def test_a_page_that_comes_back_from_the_browser_s_memory_is_empty(
    browser: Browser, server_url: str, office: Office
) -> None:
    # For tests this memory is off, and pages that come back from it are not waited for.
    with browser.browser_type.launch(
        executable_path=chromium.executable(),
        args=chromium.launch_arguments(),
        ignore_default_args=["--disable-back-forward-cache"],
    ) as remembering:
        for collector in (office.tablet, office.poster):
            address = f"{server_url}/s/{collector.code}"
            # A busy machine may not freeze the page within the three seconds that Chromium allows.
            assert any(_comes_back_empty(remembering, address) for _ in range(10))


@TABLET
def test_undoing_does_not_bring_the_last_visitor_s_words_back(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    _walk(page, "service")
    for _ in STEPS[:-1]:
        page.evaluate("document.querySelector('[data-do=next]').click()")
        page.evaluate("document.querySelector('.step:not([hidden]) input[type=radio]')?.click()")
    step(page, "comment").locator("[name=comment]").press_sequentially(SECRET)
    page.get_by_role("button", name="Batal").click()
    begin(page)
    answer(page)
    step(page, "comment").locator("[name=comment]").focus()
    page.keyboard.press("Control+z")
    assert page.locator("[name=comment]").input_value() == ""


@TABLET
def test_after_the_thanks_nothing_is_left_but_the_empty_queue(
    page: Page, office: Office, db: Database
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    page.locator("label:has(#contrast)").click()
    page.locator("label:has(#larger)").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    expect(page.locator("#contrast")).to_be_checked()
    begin(page)
    answer(page)
    page.locator("[name=comment]").fill(SECRET)
    send(page)
    stored(db, 1)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Mulai")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "id"
    assert _traces(page) == CLEAN
    assert kept_once(page, 0) == []


@TABLET
def test_display_settings_are_reset_when_their_visitor_left(page: Page, office: Office) -> None:
    page.goto(f"/s/{office.tablet.code}", wait_until="networkidle")
    _idle(page, after=1, countdown=2)
    page.locator("label:has(#contrast)").click()
    expect(page.locator("#contrast")).to_be_checked()
    page.clock.run_for(3_000)
    expect(page.locator("#contrast")).not_to_be_checked()
    step(page, "start")


@PHONE
def test_a_phone_s_own_way_back_goes_one_question_back(page: Page, office: Office) -> None:
    start(page, office.poster.code)
    tap(page, "service", "")
    tap(page, "persyaratan", "3")
    step(page, "prosedur")
    page.go_back()
    expect(step(page, "persyaratan").locator("input:checked")).to_have_value("3")
    page.go_back()
    step(page, "service")
    page.go_back()
    step(page, "start")


@PHONE
def test_a_phone_is_gently_asked_before_it_answers_again(page: Page, office: Office, db: Database) -> None:
    question = page.get_by_text("Anda sudah mengisi; terima kasih.")
    page.goto(f"/s/{office.poster.code}")
    expect(question).to_be_hidden()
    begin(page)
    answer(page)
    send(page)
    step(page, "thanks").get_by_role("button").click()
    expect(question).to_be_visible()
    reload_later(page)
    expect(question).to_be_visible()
    begin(page)
    answer(page)
    send(page)
    stored(db, 2)
    assert [(cookie.get("name"), cookie.get("value")) for cookie in page.context.cookies()] == [
        ("sudah", "1")
    ]


@PHONE
def test_a_child_is_sent_home_kindly_and_nothing_is_kept(page: Page, office: Office, db: Database) -> None:
    start(page, office.poster.code)
    answer(page)
    for _ in range(3):
        page.get_by_role("button", name="Kembali").click()
    rest(page)
    step(page, "age_band").get_by_role("button", name="Di bawah 17 tahun").click()
    expect(page.get_by_role("heading", name="Terima kasih sudah datang!")).to_be_visible()
    assert _traces(page)["checked"] == 0
    stored(db, 0)
    page.get_by_role("button", name="Mulai dari awal").click()
    step(page, "start")
