"""Every case through the other doors: `ikm import` and the page store what is right, or ask."""

from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
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


@pytest.mark.parametrize("name", [TALLY.name, *FOURTEEN, *(case.name for case in NATIONAL)])
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


@pytest.mark.parametrize("name", FOURTEEN)
def test_the_import_can_be_told_the_questionnaire(command: Callable[..., Result], name: str) -> None:
    shown = command(name, "--bulan", "2024-04", "--instrumen", "kep-25-2004")
    assert "IKM       " in shown.stdout and "belum pasti" not in shown.stdout
    assert shown.exit_code == 2 and "belum dapat disimpan" in shown.stderr


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
