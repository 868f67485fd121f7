"""The national 16 items on tablet, phone and paper, and the day on which the questionnaire changes."""

import csv
import re
from decimal import Decimal

import pytest
from flask import Flask
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.answering.submission import EXTRA
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.languages import languages
from kiosk.store.offices.extra_questions import add_extra_question
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.questionnaires import set_questionnaire
from scoring import round_half_up
from tests.browser import visitor
from tests.browser.visitor import answer_steps
from tests.browser.visitor import begin
from tests.browser.visitor import send
from tests.browser.visitor import stored
from tests.browser.visitor import tap
from tests.browser.visitor import walk
from tests.browser.windows import SMALLEST_PHONE
from tests.browser.windows import WINDOWS
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.sheets.cases import path

NATIONAL = load_questionnaire("skm-online-2026")
STEPS = ("service", *NATIONAL.rules.items, *NATIONAL.profile, "comment")
# The items in the order of case 41's columns.
IN_FILE = (
    "informasi", "kesesuaian_persyaratan", "standar_prosedur", "kemudahan_prosedur", "waktu", "biaya",
    "produk", "kompetensi", "perilaku", "pengaduan", "sarana", "keadilan_layanan", "kepatuhan_prosedur",
    "bebas_gratifikasi", "bebas_pungli", "bebas_percaloan",
)  # fmt: skip


def choose(app: Flask, office: Office, id: str = NATIONAL.id) -> None:
    """Let the office ask a questionnaire from today on."""
    with app.app_context():
        set_questionnaire(
            get_db(),
            office.unit.unit_id,
            load_questionnaire(id).rules,
            NOW.date(),
            person_id=office.admin.person_id,
            now=NOW,
        )


def log_in(page: Page) -> None:
    """Log in as the office's admin."""
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def _ask_own(app: Flask, office: Office) -> list[str]:
    """Three questions of the office after the profile; the names of their steps."""
    places = ["Tetangga atau keluarga", "Media sosial kecamatan", "Papan pengumuman", "Ketua RT atau RW"]
    places += ["Spanduk di jalan", "Situs web pemerintah kota", "Radio", "Lainnya"]
    with app.app_context():
        for kind, question, options in (
            ("choice", "Dari mana Anda mengetahui layanan ini?", places),
            ("scale", "Bagaimana menurut Anda antrean di loket hari ini?", []),
            ("yes-no", "Apakah Anda datang sendiri, tanpa perantara?", []),
        ):
            add_extra_question(
                get_db(), office.unit.unit_id, kind=kind, question=question, options=options, now=NOW
            )
        return [EXTRA + one.extra_question_id for one in list_extra_questions(get_db(), office.unit.unit_id)]


@pytest.mark.parametrize("window", [(360, 640), *WINDOWS.values()], ids=["smallest-phone", *WINDOWS])
def test_sixteen_items_fit_every_window_in_every_language(
    page: Page, app: Flask, office: Office, window: tuple[int, int]
) -> None:
    choose(app, office)
    steps = (*STEPS[:-1], *_ask_own(app, office), "comment")
    collector = office.tablet if window[0] >= 700 else office.poster
    for code in languages():
        page.goto(f"/s/{collector.code}?bahasa={code}")
        expect(page.locator(".greeting")).to_contain_text("26")
        begin(page)
        for number, (name, progress, beyond) in enumerate(walk(page, steps), 1):
            assert re.match(f"{number} .+ 26$", progress), (code, name)
            assert (code, name, beyond) == (code, name, [0, 0])


def test_case_41_typed_answer_by_answer_gives_its_ikm_and_ipak(
    page: Page, app: Flask, office: Office, db: Database
) -> None:
    choose(app, office)
    with path("41_form_with_the_16_national_items.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [dict(zip(IN_FILE, row[9:25], strict=True)) for row in csv.reader(file)][1:]
    page.goto(f"/s/{office.tablet.code}")
    for number, answers in enumerate(rows):
        begin(page)
        profile = {field: "26-34" if field == "age_band" else "" for field in NATIONAL.profile}
        chosen = {"service": "", **{item: answers[item] for item in NATIONAL.rules.items}, **profile}
        if number == 0:
            for name, value in chosen.items():
                tap(page, name, value)
        else:
            answer_steps(page, chosen)
        send(page)
        expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
        page.locator("[data-do=restart]:visible").press("Enter")
    assert {row["instrument"] for row in stored(db, 12)} == {NATIONAL.id}
    assert {row["age_band"] for row in db.execute("select age_band from profiles")} == {"26-34"}
    log_in(page)
    page.get_by_role("link", name="Rincian bulan ini").click()
    expect(page.locator(".huge")).to_have_text("80,79")
    with app.app_context():
        may = summarise(get_db(), office.unit, Period.parse("2024-05"), NOW)
    ipak = may.indices[NATIONAL.id]["ipak"]
    assert ipak.value is not None and round_half_up(ipak.value, 4) == Decimal("3.3167")


def test_a_tablet_that_shows_the_old_questionnaire_counts_by_it_and_asks_the_new_one_soon(
    page: Page, app: Flask, office: Office, db: Database
) -> None:
    page.goto(f"/s/{office.tablet.code}")
    choose(app, office)
    begin(page)
    visitor.answer(page)
    send(page)
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    [row] = stored(db, 1)
    assert (row["instrument"], row["items"]) == ("permenpan-14-2017", None)
    page.locator("[data-do=restart]:visible").press("Enter")
    with page.expect_navigation():
        page.clock.run_for(10 * 60 * 1000)
    expect(page.locator("input[name=instrument]")).to_have_value(NATIONAL.id)


@SMALLEST_PHONE
def test_without_script_sixteen_items_are_one_form(
    page: Page, app: Flask, office: Office, db: Database
) -> None:
    choose(app, office)
    page.goto(f"/s/{office.poster.code}")
    page.evaluate(
        """(items) => {
            const form = document.forms[0];
            for (const item of items) form.elements[item].value = 3;
            form.submit();
        }""",
        list(NATIONAL.rules.items),
    )
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    [row] = stored(db, 1)
    assert (row["instrument"], row["items"], row["perilaku"]) == (NATIONAL.id, "3" * 16, 180)


def test_sixteen_items_are_keyed_from_paper_and_keyed_again(
    page: Page, app: Flask, office: Office, db: Database
) -> None:
    choose(app, office)
    log_in(page)
    page.goto("/staf/kertas/")
    page.get_by_role("textbox", name="Tanggal diisi warga").fill("2024-05-31")
    page.get_by_role("button", name="Mulai mengetik").click()
    expect(page.locator("main")).to_contain_text(NATIONAL.rules.title)
    page.wait_for_load_state()
    page.keyboard.type("4433443344334433P308112")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("Lembar 1 tersimpan, jumlah 56"))
    expect(page.locator("#recent .digits").first).to_have_text("4433443344334433")
    [row] = stored(db, 1)
    assert (row["instrument"], row["items"]) == (NATIONAL.id, "4433443344334433")
    [profile] = db.execute("select * from profiles").fetchall()
    assert [profile[field] for field in NATIONAL.profile] == ["P", "26-34", "S3", "Lainnya", "Fisik"]
    page.get_by_role("link", name="Entri ulang").click()
    page.wait_for_load_state()
    page.keyboard.type("4433443344334432P308112")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("Lembar 1 tersimpan"))
    page.get_by_role("link", name="Bandingkan").click()
    expect(page.locator("tbody")).to_have_text(re.compile(r"Sarana dan Prasarana\s*3\s*2"))
