"""Every kind of file through all three doors: `ikm score`, `ikm import` and the page agree."""

from datetime import UTC
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
from tests.kiosk.score_files import ikm_score
from tests.kiosk.score_files import scored
from tests.scoring import KEYS
from tests.sheets.kinds import KINDS
from tests.sheets.kinds import Kind
from tests.sheets.test_doors import YEARS

EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@pytest.fixture(autouse=True)
def later(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock after every date of the files."""
    app.config["CLOCK"] = lambda: datetime(2026, 11, 1, 1, 12, tzinfo=UTC)
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)


def _command(file: Path, kind: Kind, *options: str) -> Result:
    month = [] if kind.days else ["--bulan", "2024-05"]
    return CliRunner().invoke(main, ["import", str(file), "--oleh", "admin", "--ya", *month, *options])


def _check(db: Database, office: Office, kind: Kind, times: int) -> None:
    """Whether exactly the file's answers were stored so many times, each on its day."""
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, *YEARS)[DEFAULT]
    assert tallies.respondents == times * kind.respondents
    assert [int(tallies.sum(key)) for key in KEYS] == [times * one for one in kind.sums]
    days = answer_counts.count_days(db, office.unit.unit_id, *YEARS)
    expected = sorted((kind.days or ("2024-05-31",) * kind.respondents) * times)
    assert sorted(day.isoformat() for day, count in days.items() for _ in range(count)) == expected


@EVERY
def test_all_three_doors_ask_the_same_and_come_to_the_same(
    staff: Staff, db: Database, office: Office, tmp_path: Path, kind: Kind
) -> None:
    file = tmp_path / "jawaban.xlsx"
    file.write_bytes(kind.data)
    said = [kind.option, kind.answer] if kind.option else []
    page = upload(staff, kind.data, file.name)
    if kind.option:
        for asked in (ikm_score(file), _command(file, kind)):
            assert asked.exit_code == 2 and kind.option in asked.stderr and asked.stderr.count("\n") == 1
        page.store(**({} if kind.days else {"month": "2024-05"}))
        assert answer_counts.count_respondents(db, office.unit.unit_id, *YEARS) == 0
    found = scored(file, *said)
    assert found["respondents"] == kind.respondents and found["rejected"] == []
    assert [found["unsur"][key]["sum"] for key in KEYS] == list(kind.sums)
    done = _command(file, kind, *said)
    assert done.exit_code == 0, done.output
    _check(db, office, kind, 1)
    choices = {} if kind.days else {"month": "2024-05"}
    page.send("again", **choices, **({kind.field: kind.answer} if kind.field else {}))
    assert page.store(again="1", **choices).status_code == 303, page.text()
    _check(db, office, kind, 2)
