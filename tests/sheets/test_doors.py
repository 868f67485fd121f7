"""Every case through the other doors: `ikm import` and the page store what is right, or ask."""

import io
from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.messages import sum_as_data
from kiosk.store.answers import answer_counts
from kiosk.store.answers import imports
from kiosk.store.offices import units
from scoring import score
from tests.conftest import Staff
from tests.kiosk.import_files import upload
from tests.scoring import KEYS
from tests.sheets.cases import CASES
from tests.sheets.cases import FOURTEEN
from tests.sheets.cases import NATIONAL
from tests.sheets.cases import TALLY
from tests.sheets.cases import WITHOUT_VALUES
from tests.sheets.cases import Case
from tests.sheets.cases import path

EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
YEARS = (date(2000, 1, 1), date(2026, 12, 31))
# What the page's form sends for an option of the command.
FIELDS = {"--skala": "scale", "--urutan-tanggal": "day_order", "--baris": "rows", "--tabel": "table"}


@pytest.fixture(autouse=True)
def later(app: Flask) -> None:
    """The clock after every date of the cases."""
    app.config["CLOCK"] = lambda: datetime(2026, 11, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def command(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `ikm import` on a case."""
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)

    def run(name: str, *options: str) -> Result:
        return CliRunner().invoke(main, ["import", str(path(name)), "--oleh", "admin", *options])

    return run


def _check(db: Database, office: Office, case: Case) -> None:
    """Whether exactly what is right is stored, each answer on its day."""
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, *YEARS)[DEFAULT]
    assert tallies.respondents == case.respondents
    assert tuple(int(tallies.sum(key)) for key in KEYS) == case.sums
    days = answer_counts.count_days(db, office.unit.unit_id, *YEARS)
    stored = [day.isoformat() for day, count in days.items() for _ in range(count)]
    assert sorted(stored) == sorted(case.days or ["2024-04-30"] * case.respondents)


@EVERY
def test_the_command_stores_what_is_right(
    command: Callable[..., Result], db: Database, office: Office, case: Case
) -> None:
    month = ["--bulan", "2024-04"] if case.month else []
    if case.asks:
        asked = command(case.name, *month, "--ya")
        assert asked.exit_code == 2 and case.asks in asked.stderr and asked.stderr.count("\n") == 1
        assert answer_counts.count_respondents(db, office.unit.unit_id, *YEARS) == 0
    done = command(case.name, *month, *case.options, "--ya")
    assert done.exit_code == 0, done.output
    _check(db, office, case)


def _choices(case: Case) -> dict[str, str]:
    """The form's fields for the options of a case."""
    choices: dict[str, str] = {"month": "2024-04"} if case.month else {}
    options = list(case.options)
    while options:
        option = options.pop(0)
        name, sign, value = option.partition("=")
        if sign:
            column, _, role = value.partition("=")
            choices[f"column.{column}"] = role
        elif name == "--kolom":
            first, last = options.pop(0).partition("=")[0].split(":")
            letters = [chr(number) for number in range(ord(first), ord(last) + 1)]
            choices |= {f"column.{letter}": "ignored" for letter in "BCDEFGHIJKLMN"}
            choices |= {f"column.{letter}": key for letter, key in zip(letters, KEYS, strict=True)}
        elif name == "--judul":
            choices["row"] = options.pop(0)
        else:
            choices[FIELDS[name]] = options.pop(0)
    return choices


@EVERY
def test_the_page_stores_what_is_right(staff: Staff, db: Database, office: Office, case: Case) -> None:
    file = upload(staff, path(case.name).read_bytes(), case.name)
    text = file.text()
    if case.asks:
        file.store(**({"month": "2024-04"} if case.month else {}))
        assert answer_counts.count_respondents(db, office.unit.unit_id, *YEARS) == 0
    assert f"{case.respondents} jawaban" in text or case.asks
    file.send("again", **_choices(case))
    assert file.store().status_code == 303, file.text()
    _check(db, office, case)


@pytest.mark.parametrize("name", [TALLY.name, *FOURTEEN])
def test_what_cannot_be_stored_is_stored_by_neither_door(
    command: Callable[..., Result], staff: Staff, db: Database, office: Office, name: str
) -> None:
    refused = command(name, "--bulan", "2024-04", "--ya")
    assert refused.exit_code == 2 and refused.stderr.count("\n") == 1
    file = upload(staff, path(name).read_bytes(), name)
    file.text()
    file.send("again", month="2024-04")
    file.store()
    assert answer_counts.count_respondents(db, office.unit.unit_id, *YEARS) == 0


NATIONAL_ID = "skm-online-2026"


@pytest.mark.parametrize("by_page", [True, False])
@pytest.mark.parametrize("case", NATIONAL, ids=lambda case: case.name)
def test_answers_to_the_national_items_are_stored_and_counted_by_them(
    command: Callable[..., Result], staff: Staff, db: Database, office: Office, case: Case, by_page: bool
) -> None:
    if by_page:
        file = upload(staff, path(case.name).read_bytes(), case.name)
        file.send("again", month="2024-04")
        assert file.store().status_code == 303, file.text()
    else:
        done = command(case.name, "--bulan", "2024-04", "--ya")
        assert done.exit_code == 0, done.output
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, *YEARS)
    assert tallies.keys() == {NATIONAL_ID}
    result = score(load_rules(NATIONAL_ID), tallies[NATIONAL_ID])
    assert (result.respondents, str(result.ikm), result.mutu) == (case.respondents, case.ikm, case.mutu)
    assert tuple(sum_as_data(result, key) for key in KEYS) == case.sums
    (batch,) = imports.list_imports(db, office.unit.unit_id)
    channel = "skm-online" if case.name == EXPORT else "impor"
    (row,) = db.execute("select channel from collectors where collector_id = ?", [batch.collector_id])
    assert row["channel"] == channel


EXPORT = "40_skm_online_2026_offline.xlsx"


def _with_names() -> bytes:
    """The export with what identifies a person filled in."""
    book = load_workbook(path(EXPORT))
    for row in book.active.iter_rows(min_row=6, min_col=3, max_col=5):
        for cell, text in zip(row, ("Siti Aminah", "siti@contoh.id", "081234567890"), strict=True):
            cell.value = text
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.sqlite_only  # it searches a dump of the file for names
def test_an_export_of_skm_online_is_one_batch_of_its_service_without_names(
    app: Flask, staff: Staff, db: Database, office: Office
) -> None:
    unit_id = office.unit.unit_id
    text = upload(staff, path(EXPORT).read_bytes(), EXPORT).text()
    assert "85,42" in text and "dengan 0,11: 84,56" in text
    assert "Layanan di berkas, “Surat Keterangan”, belum ada di daftar layanan" in text
    now = app.config["CLOCK"]()
    service = units.create_service(db, unit_id=unit_id, code="surat", name="Surat Keterangan", now=now)
    assert upload(staff, _with_names(), EXPORT).store().status_code == 303
    stored = db.execute("select service_id, items from responses where unit_id = ?", [unit_id]).fetchall()
    assert [row["service_id"] for row in stored] == [service.service_id] * 12
    assert all(len(row["items"]) == 16 for row in stored)
    profiles = db.execute("select occupation, disability from profiles").fetchall()
    assert "ASN" in {row["occupation"] for row in profiles}
    assert {row["disability"] for row in profiles} == {"Tidak"}
    dump = "\n".join(db.conn.iterdump())
    assert not any(name in dump for name in ("Siti Aminah", "siti@contoh.id", "081234567890"))


@pytest.mark.parametrize("name", FOURTEEN)
def test_the_import_can_be_told_the_questionnaire(command: Callable[..., Result], name: str) -> None:
    shown = command(name, "--bulan", "2024-04", "--instrumen", "kep-25-2004")
    assert "IKM       " in shown.stdout and "belum pasti" not in shown.stdout
    assert shown.exit_code == 2 and "tidak dapat disimpan" in shown.stderr


def test_formulas_without_a_value_are_refused_by_both_doors(
    command: Callable[..., Result], staff: Staff
) -> None:
    refused = command(WITHOUT_VALUES, "--bulan", "2024-04", "--ya")
    assert refused.exit_code == 2 and "E2 (rumus tanpa nilai)" in refused.stderr
    page = upload(staff, path(WITHOUT_VALUES).read_bytes(), WITHOUT_VALUES).page()
    assert page.status_code == 422 and "E2 (rumus tanpa nilai)" in page.text


def test_the_offices_cases_are_all_there() -> None:
    named = {case.name for case in (*CASES, *NATIONAL, TALLY)} | {*FOURTEEN, WITHOUT_VALUES}
    assert named == {file.name for file in Path(path("x").parent).iterdir()}
