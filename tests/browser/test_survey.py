"""A visitor's way through the survey in a real browser: by touch, by keyboard, and without script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from playwright.sync_api import Route
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.views.visitors.survey import THANKS_SECONDS
from tests.browser.visitor import ANSWERS
from tests.browser.visitor import CONFIRM_MS
from tests.browser.visitor import REST_MS
from tests.browser.visitor import answer
from tests.browser.visitor import answers
from tests.browser.visitor import begin
from tests.browser.visitor import send
from tests.browser.visitor import start
from tests.browser.visitor import step
from tests.browser.visitor import stored
from tests.browser.visitor import tap
from tests.browser.visitor import walk
from tests.browser.windows import EVERY_WINDOW
from tests.browser.windows import PHONE
from tests.browser.windows import SMALLEST_PHONE
from tests.conftest import NOW
from tests.conftest import draw_logo

WITHOUT_SCRIPT = pytest.mark.parametrize("script", [False], ids=["no-script"])


@EVERY_WINDOW
def test_a_visitor_answers_by_touch_and_is_thanked(page: Page, office: Office, db: Database) -> None:
    page.goto(f"/s/{office.tablet.code}")
    page.get_by_role("button", name="Mulai").click()
    tap(page, "service", "kartu-keluarga")
    for key, value in ANSWERS.items():
        tap(page, key, str(value))
    for field, choice in {"sex": "P", "age_band": ">65", "education": "SD", "occupation": "Petani"}.items():
        tap(page, field, choice)
    step(page, "comment").locator("[name=comment]").fill("Kursi ditambah.")
    page.clock.run_for(REST_MS)
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    [row] = stored(db, 1)
    assert {key: row[key] for key in UNSUR} == ANSWERS
    assert row["local_day"] == "2024-05-31"
    profiles = db.execute("select sex, age_band, education, occupation from profiles").fetchall()
    assert [tuple(line) for line in profiles] == [("P", ">65", "SD", "Petani")]
    assert [line["text"] for line in db.execute("select text from comments")] == ["Kursi ditambah."]


# How far a screen reaches beyond the window, down and to the side, with larger text.
LARGER = """() => {
    const larger = document.getElementById("larger"), page = document.documentElement;
    larger.checked = true;
    const beyond = [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth];
    larger.checked = false;
    return beyond;
}"""


@EVERY_WINDOW
@pytest.mark.parametrize("query", ["", "?bahasa=en"], ids=["id", "en"])
def test_every_screen_fits_and_every_target_is_large(
    page: Page, office: Office, db: Database, query: str, window: tuple[int, int]
) -> None:
    units.set_logo(db, office.unit.unit_id, draw_logo(), NOW)
    public = survey_settings.SurveySettings(base_url="https://ikm.contoh.go.id")
    survey_settings.set_survey_settings(db, office.unit.unit_id, public, NOW)
    page.goto(f"/s/{office.tablet.code}{query}")
    names = page.locator("form.survey [data-step]").evaluate_all(
        "steps => steps.map(step => step.dataset.step)"
    )
    assert names == ["start", "service", *load_questionnaire(DEFAULT).keys(), *FIELDS, "comment"]
    for name in names:
        step(page, name)
        page.evaluate("document.querySelector('.step:not([hidden]) input[type=radio]')?.click()")
        too_small, hidden_part, smallest_text = page.evaluate(
            """() => {
                const seen = (element) => element.getClientRects().length > 0;
                const targets = [...document.querySelectorAll("button, a, label, textarea")].filter(seen);
                const texts = [...document.querySelectorAll("h2, p, span, a, button, textarea")].filter(
                    (element) => seen(element) && element.getBoundingClientRect().width > 1);
                const page = document.documentElement;
                return [
                    targets.map((target) => target.getBoundingClientRect())
                        .filter((box) => Math.min(box.width, box.height) < 64).length,
                    [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth],
                    Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))),
                ];
            }"""
        )
        if name == "start" and window[0] < 700:
            hidden_part[0] = 0  # a phone's first screen may go on below its button
        assert (name, too_small, hidden_part) == (name, 0, [0, 0])
        assert smallest_text >= (24 if window[0] >= 700 else 16)
        if window[0] >= 700:
            assert (name, page.evaluate(LARGER)) == (name, [0, 0])
        page.evaluate(f"document.querySelector('[data-do={'start' if name == 'start' else 'next'}]').click()")


@SMALLEST_PHONE
def test_no_question_scrolls_on_the_smallest_phone_in_any_language(page: Page, office: Office) -> None:
    for code in languages():
        page.goto(f"/s/{office.poster.code}?bahasa={code}")
        begin(page)
        for name, _progress, beyond in walk(page, ("service", *UNSUR, *FIELDS, "comment")):
            assert (code, name, beyond) == (code, name, [0, 0])


def test_a_tapped_answer_is_seen_before_the_next_question(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    asked = step(page, "service")
    page.clock.pause_at(NOW + timedelta(seconds=10))
    tile = asked.locator(".tile").first
    plain = tile.evaluate("tile => getComputedStyle(tile).backgroundColor")
    tile.click()
    page.clock.run_for(CONFIRM_MS - 1)
    expect(tile).not_to_have_css("background-color", plain)
    step(page, "service")
    page.clock.run_for(1)
    step(page, UNSUR[0])


def test_each_question_says_where_one_is_and_takes_the_focus(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    tap(page, "service", "")
    for number, item in enumerate(load_questionnaire(DEFAULT).items, 2):
        question = step(page, item.key)
        expect(page.get_by_role("status")).to_have_text(f"{number} dari 15")
        expect(question.get_by_role("heading")).to_be_focused()
        expect(page.get_by_role("radiogroup", name=item.question["id"])).to_be_visible()
        tap(page, item.key, "3")


def test_going_back_shows_the_answers_and_a_changed_one_counts(
    page: Page, office: Office, db: Database
) -> None:
    start(page, office.tablet.code)
    answer(page, service="kartu-keluarga", sex="P")
    for name in reversed(("service", *UNSUR, *FIELDS)):
        page.get_by_role("button", name="Kembali").click()
        value = {"service": "kartu-keluarga", "sex": "P"}.get(name, str(ANSWERS.get(name, "")))
        expect(step(page, name).locator("input:checked")).to_have_value(value)
    page.get_by_role("button", name="Lanjut").click()
    tap(page, UNSUR[0], "4")
    for name in (*UNSUR[1:], *FIELDS):
        step(page, name)
        page.get_by_role("button", name="Lanjut").click()
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert answers(stored(db, 1)) == [{**ANSWERS, UNSUR[0]: 4}]


def test_a_double_tap_answers_one_question_only(page: Page, office: Office) -> None:
    start(page, office.tablet.code)
    tap(page, "service", "")
    tile = step(page, UNSUR[0]).locator(".tile").first
    page.clock.pause_at(NOW + timedelta(seconds=10))
    tile.click()
    box = tile.bounding_box()
    assert box
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    passed = 0
    for moment in (120, CONFIRM_MS + 1, CONFIRM_MS + REST_MS - 1):
        page.clock.run_for(moment - passed)
        page.mouse.click(*place)
        passed = moment
    chosen = step(page, UNSUR[1]).locator("input:checked")
    expect(chosen).to_have_count(0)
    page.clock.run_for(1)
    page.mouse.click(*place)
    expect(chosen).to_have_count(1)


def test_the_keyboard_alone_is_enough(page: Page, office: Office, db: Database) -> None:
    page.goto(f"/s/{office.tablet.code}")
    page.get_by_role("button", name="Mulai").focus()
    page.keyboard.press("Enter")
    for name in ("service", *UNSUR, *FIELDS):
        asked = step(page, name)
        # From the question over its explanation to the answers.
        for _ in range(2 if asked.locator("summary").count() else 1):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(asked.locator("input").nth(1)).to_be_checked()
        if name == "service":
            # Looking around with the arrows does not answer yet.
            page.clock.run_for(500)
            expect(asked).to_be_visible()
        page.keyboard.press("Enter")
    step(page, "comment")
    page.keyboard.press("Tab")
    page.keyboard.type("Baik.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_focused()
    [row] = stored(db, 1)
    assert {row[key] for key in UNSUR} == {2}


def test_the_next_visitor_finds_nothing_of_the_last(page: Page, office: Office, db: Database) -> None:
    start(page, office.tablet.code)
    answer(page)
    step(page, "comment").locator("[name=comment]").fill("Rahasia")
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    page.clock.run_for(THANKS_SECONDS * 1000)
    step(page, "start")
    assert page.locator("form.survey input:checked").count() == 0
    assert page.locator("[name=comment]").input_value() == ""
    page.locator("[data-do=start]").click()
    answer(page)
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert len({row["response_id"] for row in stored(db, 2)}) == 2
    assert db.execute("select count(*) from comments").fetchone()[0] == 1


def test_cancelling_forgets_everything(page: Page, office: Office, db: Database) -> None:
    start(page, office.tablet.code)
    answer(page)
    page.get_by_role("button", name="Batal").click()
    step(page, "start")
    assert page.locator("form.survey input:checked").count() == 0
    stored(db, 0)


def test_a_device_with_a_wrong_clock_is_corrected(page: Page, office: Office, db: Database) -> None:
    page.clock.set_fixed_time(NOW.replace(year=2031))
    start(page, office.tablet.code)
    answer(page)
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert [row["local_day"] for row in stored(db, 1)] == ["2024-05-31"]


def test_the_survey_can_be_taken_in_english(page: Page, office: Office, db: Database) -> None:
    page.goto(f"/s/{office.tablet.code}")
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Start").click()
    answer(page)
    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Mulai")).to_be_visible()
    assert answers(stored(db, 1)) == [ANSWERS]


@PHONE
def test_a_phone_may_answer_for_another_service(page: Page, office: Office, db: Database) -> None:
    start(page, office.poster.code)
    answer(page)
    send(page)
    page.get_by_role("button", name="Jawab untuk layanan lain").click()
    step(page, "start")


@EVERY_WINDOW
@WITHOUT_SCRIPT
@pytest.mark.tolerates("422")
def test_without_script_one_page_is_enough(page: Page, office: Office, db: Database) -> None:
    page.goto(f"/s/{office.tablet.code}")
    for key, value in list(ANSWERS.items())[:-1]:
        page.locator(f"input[name='{key}'][value='{value}']").check()
    page.locator("[name=comment]").fill("Baik.")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim")
    page.get_by_role("link", name="Ke bagian pertama yang ditandai").click()
    expect(page).to_have_url(re.compile(f"#{UNSUR[-1]}-title$"))
    page.locator(f"input[name='{UNSUR[-1]}'][value='{ANSWERS[UNSUR[-1]]}']").check()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert answers(stored(db, 1)) == [ANSWERS]


def test_a_browser_that_does_not_know_has_shows_every_choice_all_the_same(
    page: Page, office: Office, db: Database
) -> None:
    page.add_init_script("""
        const [supports, find] = [CSS.supports, Document.prototype.querySelector];
        CSS.supports = (...asked) => !asked.join().includes(":has") && supports(...asked);
        Document.prototype.querySelector = function (selector) {
            if (selector.includes(":has")) throw new SyntaxError(selector);
            return find.call(this, selector);
        };""")

    def without_has(route: Route) -> None:
        route.fulfill(response=(sheet := route.fetch()), body=sheet.text().replace(":has(", ":unheard-of("))

    page.route("**/*.css*", without_has)
    page.goto(f"/s/{office.tablet.code}")
    ground, drawn = page.locator("html"), "element => getComputedStyle(element).backgroundColor"
    plain = ground.evaluate(drawn)
    page.get_by_role("checkbox", name="Kontras tinggi").click()
    expect(ground).not_to_have_css("background-color", plain)
    begin(page)
    chosen = step(page, "service").locator(".tile").first
    before = chosen.evaluate(drawn)
    chosen.locator("input").focus()
    expect(chosen).to_have_css("outline-style", "solid")
    page.keyboard.press("Space")
    expect(chosen).not_to_have_css("background-color", before)
    page.get_by_role("button", name="Batal").click()
    expect(ground).to_have_css("background-color", plain)
    begin(page)
    answer(page)
    send(page)
    assert answers(stored(db, 1)) == [ANSWERS]


@pytest.mark.tolerates("script error")
def test_where_the_script_breaks_before_its_first_step_the_form_sends_itself(
    page: Page, office: Office, db: Database
) -> None:
    page.add_init_script("Document.prototype.querySelector = () => { throw new Error('an old browser'); }")
    page.goto(f"/s/{office.poster.code}")
    page.evaluate(
        """(given) => {
            const form = document.forms[0];
            for (const [name, value] of Object.entries(given)) form.elements[name].value = value;
            form.requestSubmit();
        }""",
        ANSWERS,
    )
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert answers(stored(db, 1)) == [ANSWERS]


@pytest.mark.tolerates("422")
def test_a_form_sent_before_the_script_came_goes_on_at_what_is_missing(
    page: Page, office: Office, db: Database
) -> None:
    start(page, office.tablet.code)
    answer(page)
    page.locator("[name=comment]").fill("Baik.")
    page.evaluate("document.querySelector('[name=waktu]:checked').checked = false")
    page.evaluate("document.querySelector('form.survey').submit()")
    expect(page.get_by_role("radiogroup")).to_contain_text("Pilih salah satu jawaban.")
    tap(page, "waktu", "2")
    expect(step(page, "biaya").locator("input:checked")).to_have_value(str(ANSWERS["biaya"]))
    for name in ("biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan"):
        step(page, name)
        page.get_by_role("button", name="Lanjut").click()
    for name in FIELDS:
        tap(page, name, "")
    expect(step(page, "comment").locator("[name=comment]")).to_have_value("Baik.")
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    page.get_by_role("button", name="Selesai").click()
    step(page, "start")
    assert page.locator("form.survey input:checked").count() == 0
    assert [row["waktu"] for row in stored(db, 1)] == [2]


@PHONE
def test_the_first_load_is_light(page: Page, office: Office) -> None:
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    page.goto(f"/s/{office.poster.code}", wait_until="networkidle")
    assert len(sizes) <= 6
    assert sum(sizes.values()) <= 60 * 1024
