"""Files of answers count by the questionnaire that was asked, never by another one without a word."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.operations.own_questionnaires import FOLDER
from kiosk.questionnaire import catalogue
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.own import parse_own
from kiosk.store.answers import suggestions
from kiosk.store.answers.extra_answers import count_extra_answers
from kiosk.store.offices.extra_questions import add_extra_question
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.questionnaires import set_questionnaire
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.import_files import as_csv
from tests.kiosk.test_own_questionnaires import HEAD
from tests.kiosk.test_own_questionnaires import WEIGHTS
from tests.scoring import KEYS

MAY = Period.parse("2024-05")
OWN = "sungai-jernih-2026"
MARKS = (3, 3, 3, 4, 3, 3, 3, 3, 3)
FILE = as_csv([["No", *KEYS], *([number, *MARKS] for number in range(1, 6))])
MAKLUMAT = "U8 Maklumat Pelayanan"


@pytest.fixture(autouse=True)
def own() -> Iterator[None]:
    """No own questionnaire is known before and after."""
    yield
    catalogue._OWN.clear()


def _run(*options: str) -> Result:
    return CliRunner().invoke(main, [*options])


def _choose_own(app: Flask, db: Database, office: Office) -> None:
    folder = Path(app.instance_path) / FOLDER
    folder.mkdir()
    (folder / f"{OWN}.toml").write_text(HEAD + WEIGHTS, encoding="utf-8")
    rules = parse_own(HEAD + WEIGHTS, "berkas").rules
    catalogue.add_questionnaire(parse_own(HEAD + WEIGHTS, "berkas"))
    who = office.admin.person_id
    set_questionnaire(
        db, office.unit.unit_id, rules, NOW.date(), source=HEAD + WEIGHTS, person_id=who, now=NOW
    )


def test_a_unit_of_several_questionnaires_says_which_one_a_file_answers(
    app: Flask, db: Database, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose_own(app, db, office)
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    file = tmp_path / "jawaban.csv"
    file.write_bytes(FILE)
    given = ("import", str(file), "--oleh", "admin", "--bulan", "2024-05", "--kembar", "simpan")
    asked = _run(*given)
    assert asked.exit_code == 2 and f"--instrumen {OWN} (SKM Sungai Jernih 2026)" in asked.stderr
    assert "--instrumen permenpan-14-2017" in asked.stderr
    done = _run(*given, "--instrumen", OWN, "--ya")
    assert done.exit_code == 0 and "IKM       80,00" in done.stdout, done.output
    stored = db.execute("select distinct instrument from responses").fetchall()
    assert [row["instrument"] for row in stored] == [OWN]


def test_an_own_questionnaire_that_was_never_chosen_stores_nothing(
    app: Flask, db: Database, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rules are in a file alone: changed there, they would change the figure."""
    folder = Path(app.instance_path) / FOLDER
    folder.mkdir()
    (folder / f"{OWN}.toml").write_text(HEAD + WEIGHTS, encoding="utf-8")
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    file = tmp_path / "jawaban.csv"
    file.write_bytes(FILE)
    given = ("import", str(file), "--oleh", "admin", "--bulan", "2024-05", "--kembar", "simpan")
    refused = _run(*given, "--instrumen", OWN, "--ya")
    assert refused.exit_code == 2 and "belum pernah dipakai kantor ini" in refused.output
    assert db.execute("select count(*) from responses").fetchone()[0] == 0


def test_a_file_that_changed_does_not_change_what_is_imported_under_its_id(
    app: Flask, db: Database, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose_own(app, db, office)
    catalogue._OWN.clear()
    (Path(app.instance_path) / FOLDER / f"{OWN}.toml").write_text(HEAD, encoding="utf-8")
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    file = tmp_path / "jawaban.csv"
    file.write_bytes(FILE)
    given = ("import", str(file), "--oleh", "admin", "--bulan", "2024-05", "--kembar", "simpan")
    done = _run(*given, "--instrumen", OWN, "--ya")
    assert done.exit_code == 0 and "IKM       80,00" in done.stdout, done.output


def test_the_page_asks_which_questionnaire_a_file_answers(
    app: Flask, staff: Staff, db: Database, office: Office
) -> None:
    _choose_own(app, db, office)
    page = "/staf/impor/"
    sent = staff.post(page, {"file": (io.BytesIO(FILE), "jawaban.csv")}, page)
    shown = staff.client.get(sent.location).text
    assert "Kuesioner mana yang dijawab?" in shown and f'value="{OWN}"' in shown


def test_a_file_is_scored_by_an_own_questionnaire(
    app: Flask, db: Database, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose_own(app, db, office)
    catalogue._OWN.clear()
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    file = tmp_path / "jawaban.csv"
    file.write_bytes(FILE)
    found = json.loads(_run("score", str(file), "--instrumen", OWN, "--json").stdout)
    assert (found["instrument"], found["ikm"], found["convention"]) == (OWN, "80.00", "khusus")
    wrong = _run("score", str(file), "--instrumen", "tidak-ada")
    assert wrong.exit_code == 2 and "kep-25-2004" in wrong.stderr


def test_a_title_that_names_maklumat_is_not_the_eighth_question_of_2017(tmp_path: Path) -> None:
    titles = [f"U{number} {load_questionnaire('permenpan-14-2017').get(key).name}" for number, key in
              enumerate(KEYS, start=1)]  # fmt: skip
    titles[7] = MAKLUMAT
    file = tmp_path / "2015.csv"
    file.write_bytes(
        as_csv([["No", *titles], *([number, *(3 + number % 2 for _ in KEYS)] for number in range(6))])
    )
    found = json.loads(_run("score", str(file), "--json").stdout)
    assert (found["instrument"], found["ikm"], found["mutu"]) == ("permenpan-16-2014", "87.50", "A")
    assert [one["code"] for one in found["warnings"]] == ["questionnaire"]


@pytest.mark.parametrize("id", ["skm-online-2026", "skm-online-2026-hibrida", "permenpan-16-2014"])
def test_the_file_to_fill_in_of_any_questionnaire_is_read_without_a_question(id: str, tmp_path: Path) -> None:
    path = tmp_path / "isian.xlsx"
    assert _run("template", "-o", str(path), "--instrumen", id).exit_code == 0
    book: Any = load_workbook(path)
    sheet, items = book["Jawaban"], load_questionnaire(id).rules.items
    first = sheet.max_column - len(items)
    for row in range(2, 6):
        for place in range(len(items)):
            sheet.cell(row, first + place, 3 + row % 2)
    book.save(path)
    found = json.loads(_run("score", str(path), "--json").stdout)
    assert (found["instrument"], found["respondents"], found["ikm"]) == (id, 4, "87.50")


def test_the_pages_file_to_fill_in_is_of_the_questionnaire_that_is_asked(
    staff: Staff, db: Database, office: Office
) -> None:
    who, rules = office.admin.person_id, load_questionnaire("skm-online-2026").rules
    set_questionnaire(db, office.unit.unit_id, rules, NOW.date(), person_id=who, now=NOW)
    book = load_workbook(io.BytesIO(staff.get("/staf/impor/berkas-isian").data))
    titles = [cell.value for cell in book["Jawaban"][1]]
    assert "Tidak ada pungutan liar (pungli) dalam pelayanan." in titles


def _with_extras(db: Database, office: Office) -> list[str]:
    unit_id = office.unit.unit_id
    for kind, question, options in (
        ("choice", "Dari mana Anda tahu layanan ini?", ["Tetangga", "Papan"]),
        ("yes-no", "Datang sendiri?", []),
        ("text", "Apa yang perlu ditambah?", []),
    ):
        add_extra_question(db, unit_id, kind=kind, question=question, options=options, now=NOW)
    return [one.extra_question_id for one in list_extra_questions(db, unit_id)]


EXTRAS = as_csv([
    ["No", *KEYS, "Saran", "Dari mana Anda tahu layanan ini", "DATANG SENDIRI?", "Apa yang perlu ditambah?"],
    [1, *MARKS, "Baik.", "papan", "Ya", "Kursi."],
    [2, *MARKS, "", "1", "tidak", ""],
    [3, *MARKS, "", "Radio", "", ""],
])  # fmt: skip


def test_columns_that_are_extra_questions_are_asked_about_and_stored_when_confirmed(
    app: Flask, db: Database, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = _with_extras(db, office)
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    file = tmp_path / "jawaban.csv"
    file.write_bytes(EXTRAS)
    given = ("import", str(file), "--oleh", "admin", "--bulan", "2024-05", "--kembar", "simpan")
    asked = _run(*given)
    assert asked.exit_code == 2 and "pertanyaan tambahan kantor ini" in asked.stderr
    assert "--tambahan L=ya" in asked.stderr and "--tambahan L=tidak" in asked.stderr
    said = ("--tambahan", "L=ya", "--tambahan", "m=ya", "--tambahan", "N=ya")
    done = _run(*given, *said, "--ya")
    assert done.exit_code == 0 and "1 isian pertanyaan tambahan bukan salah satu" in done.output, done.output
    unit_id = office.unit.unit_id
    counts = count_extra_answers(db, unit_id, MAY.start, MAY.end)
    assert counts == {first: {"2": 1, "1": 1}, second: {"ya": 1, "tidak": 1}}
    texts = [one.text for one in suggestions.list_texts(db, unit_id, MAY.start, MAY.end)]
    assert texts == ["Baik.\nApa yang perlu ditambah? Kursi."]


def test_columns_of_extra_questions_can_be_left_aside_on_the_page(
    staff: Staff, db: Database, office: Office
) -> None:
    _with_extras(db, office)
    page = "/staf/impor/"
    sent = staff.post(page, {"file": (io.BytesIO(EXTRAS), "jawaban.csv")}, page)
    shown = staff.client.get(sent.location).text
    for letter in "LMN":
        assert f'name="extra.{letter}" value="{letter}=ya"' in shown
    said = {f"extra.{letter}": f"{letter}=tidak" for letter in "LMN"} | {"month": "2024-05"}
    staff.post(sent.location, said | {"action": "look"}, sent.location)
    again = staff.client.get(sent.location).text
    assert "pertanyaan tambahan kantor ini" not in again
    staff.post(sent.location, {"action": "import", "month": "2024-05"}, sent.location)
    assert db.execute("select count(*) from responses").fetchone()[0] == 3
    assert db.execute("select count(*) from extra_answers").fetchone()[0] == 0
