"""Reading a file ends when it is thrown away or takes too long, and holds up no other office's file."""

import random
import threading
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from flask import Flask

from kiosk.base.jobs import IMPORTS
from kiosk.base.jobs import Jobs
from kiosk.importing import work
from kiosk.importing.folder import Pending
from kiosk.importing.source import Context
from kiosk.sheets import Decisions
from kiosk.sheets import read_sheets
from kiosk.sheets import stored
from kiosk.sheets import understand
from kiosk.sheets.progress import Progress
from tests.conftest import Staff
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import QUESTIONS
from tests.kiosk.import_files import Rows
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import upload
from tests.scoring import INSTRUMENT

ROWS: Rows = [["No", *LABELS], *([number, *[3] * 9] for number in range(1, 1200))]


@pytest.fixture
def jobs(app: Flask) -> Jobs:
    found: Jobs = app.extensions[IMPORTS]
    return found


def test_the_files_of_two_offices_are_read_at_the_same_time(jobs: Jobs) -> None:
    both = threading.Barrier(2)
    one = jobs.start("a", "preview", lambda _: both.wait(10), "office a")
    other = jobs.start("b", "preview", lambda _: both.wait(10), "office b")
    assert one.is_done(10) and other.is_done(10)
    assert {one.future.result(), other.future.result()} == {0, 1}


def test_the_files_of_one_office_are_read_one_after_the_other(jobs: Jobs) -> None:
    running: list[str] = []
    seen: list[list[str]] = []

    def read(name: str, _progress: Progress) -> None:
        running.append(name)
        seen.append([*running])
        running.remove(name)

    started = [jobs.start(name, "preview", partial(read, name), "office") for name in "abcdef"]
    assert all(job.is_done(10) for job in started)
    assert seen == [[name] for name in "abcdef"]


def test_throwing_a_file_away_ends_its_reading(
    staff: Staff, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = threading.Event()

    def endless(_pending: Pending, _context: Context, progress: Progress) -> None:
        while True:
            began.set()
            progress(1)

    monkeypatch.setattr(work, "preview_file", endless)
    file = upload(staff, as_csv(ROWS))
    assert began.wait(10)
    job = jobs.find(file.path.rsplit("/", 1)[-1])
    staff.post(f"{file.path}/buang", {}, page="/staf/impor/")
    assert job and job.is_done(10)


def test_a_file_that_takes_too_long_is_refused_with_the_next_step(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SECONDS", 0)
    page = upload(staff, as_csv(ROWS)).page()
    assert page.status_code == 422
    assert "terlalu lama dibaca. Hapus lembar dan kolom yang tidak perlu" in page.text


def test_taking_the_cells_out_ends_with_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):
        pass

    def stop(_rows: int) -> None:
        raise Stopped

    monkeypatch.setattr(stored, "_POLL", 0.01)
    source = tmp_path / "x.xlsx"
    source.write_bytes(as_xlsx(ROWS))
    (tmp_path / "cells").mkdir()
    with pytest.raises(Stopped):
        stored.unpack(source, tmp_path / "cells", stop)
    assert not (tmp_path / "cells" / "sheets.json").exists()


def _near_questions(cells: int, columns: int) -> bytes:
    """Texts that look like questions and are none: the letters of one in another order."""
    chance = random.Random(1)  # noqa: S311
    texts = []
    for _ in range(cells):
        letters = list(chance.choice(QUESTIONS).replace(",", ""))
        chance.shuffle(letters)
        texts.append("".join(letters))
    rows = [texts[start : start + columns] for start in range(0, cells, columns)]
    return "\n".join(map(",".join, rows)).encode()


@pytest.mark.parametrize("columns", [20, 2000])
def test_reading_near_questions_can_be_stopped_at_any_moment(columns: int) -> None:
    class Stopped(Exception):
        pass

    asked: list[float] = []

    def note(_rows: int) -> None:
        asked.append(process_time())

    sheets = list(read_sheets(_near_questions(2_000, columns)))
    understand(sheets, INSTRUMENT, Decisions(), note)
    pauses = [two - one for one, two in pairwise(asked)]
    assert len(pauses) > 3 and max(pauses) < 3

    def stop(_rows: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        understand(sheets, INSTRUMENT, Decisions(), stop)
