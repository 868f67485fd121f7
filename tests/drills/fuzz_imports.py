"""`python -m tests.drills.fuzz_imports [cases [seed]]`: mutated spreadsheets through the page *Impor*.

Cells are replaced by odd values, rows and columns are swapped, then bytes of the CSV or XLSX are changed,
deleted or repeated. No response may be a 5xx or show a traceback, nothing of a refused file may be stored,
and what is stored must be what was shown.
"""

import io
import multiprocessing
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from flask import Flask
from werkzeug.security import generate_password_hash

from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.importing import folder as pending
from kiosk.sheets import stored
from kiosk.sheets.cells import SheetError
from kiosk.store.accounts import people
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.conftest import Staff
from tests.conftest import log_in
from tests.drills.server import make_office
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import OPTIONS
from tests.kiosk.import_files import QUESTIONS
from tests.kiosk.import_files import Uploaded
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import send

_HEADERS = (LABELS, QUESTIONS, [f"Unsur {number}" for number in range(1, 10)], list("ABCDEFGHI"))
_ODD = (
    *(0, 5, -1, 3.5, 10**15, "-", "3,0", "1e999", "nan", "∞", "٣", "=1+1", "\x07", "x" * 40_000, "\u202e"),
    *("Jumlah", "NRR", "IKM 88,19", "U3", "99/99/2024", "31/12/9999", "0000-00-00", "1121212", "", None),
)  # fmt: skip
# One in so many cases is a workbook.
_WORKBOOK_EVERY = 3
_SAID_EVERY = 200


def _file(chance: random.Random, *, workbook: bool) -> bytes:
    header = [*chance.choice((["Tanggal"], ["No", "Usia"], [])), *chance.choice(_HEADERS), "Saran"]
    labels = chance.random() < 0.2
    rows: list[list[object]] = [["Laporan SKM"] for _ in range(chance.randrange(3))]
    rows.append([*header])
    for number in range(chance.randrange(12)):
        answers = [options[chance.randrange(4)] if labels else chance.randint(1, 4) for options in OPTIONS]
        rows.append([*["03/05/2024", number][: len(header) - 10], *answers, "Baik"])
    for _ in range(chance.randrange(5)):
        row = chance.choice(rows)
        match chance.randrange(4):
            case 0 | 1:
                row[chance.randrange(len(row))] = chance.choice(_ODD)
            case 2:
                row.insert(0, chance.choice(_ODD))
            case _:
                rows.insert(chance.randrange(len(rows)), list(row))
    if not workbook:
        return _mutated(as_csv(rows, chance.choice(",;\t")), chance)
    data = as_xlsx(rows)
    return _mutated(data, chance) if chance.random() < 0.3 else _mutated_inside(data, chance)


def _mutated(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.choice((0, 0, 1, 3, 30))):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + chance.randrange(1, 40)]
            case 2:
                data[place:place] = data[place : place + 40]
            case _:
                data[place:place] = chance.randbytes(4)
    return bytes(data)


def _mutated_inside(whole: bytes, chance: random.Random) -> bytes:
    """A valid archive with one damaged part: damage to the archive itself is mostly caught by checksums."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if "sheet" in name or "haredStrings" in name] + names)
        for name in names:
            new.writestr(name, _mutated(old.read(name), chance) if name == chosen else old.read(name))
    return out.getvalue()


class Readers:
    """Opens workbooks with the limits of the product, but in one process for many files, because starting a
    process takes most of the time.
    """

    def __init__(self) -> None:
        self._pool = self._start()

    @staticmethod
    def _start() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), stored.limit)

    def unpack(self, source: Path, place: Path, _progress: object = None) -> None:
        """As `kiosk.sheets.stored.unpack`."""
        try:
            self._pool.submit(stored.write, source, place).result(stored.SECONDS)
        except BrokenProcessPool as error:
            self._pool = self._start()
            raise SheetError("Berkas rusak.") from error

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


def drill(app: Flask, cases: int, seed: int) -> Counter[str]:
    """Import so many files; returns the number of each outcome. Raises AssertionError with a bad case."""
    client = app.test_client()
    assert log_in(client).status_code == 303
    staff = Staff(client)
    ends: Counter[str] = Counter()
    for case in range(cases):
        chance = random.Random(f"{seed} {case}")  # noqa: S311
        workbook = case % _WORKBOOK_EVERY == 0
        before = _count(app)
        end = _import(
            staff, _file(chance, workbook=workbook), "x.xlsx" if workbook else "x.csv", chance, case
        )
        gained = _count(app) - before
        assert gained == 0 or end == "stored", (seed, case, end, gained)
        if end == "stored":
            with app.app_context():
                row = get_db().execute("select sum(responses) as n from imports").fetchone()
            assert row["n"] == before + gained, (seed, case)
        ends[end] += 1
        if (case + 1) % _SAID_EVERY == 0:
            print(f"{case + 1} files: {dict(sorted(ends.items()))}", flush=True)
    return ends


def _import(staff: Staff, data: bytes, name: str, chance: random.Random, case: int) -> str:
    def sound(response: Any) -> Any:
        assert response.status_code < 500 and "Traceback" not in response.text, (case, response.text)
        return response

    sent = sound(send(staff, data, name))
    if sent.status_code != 303:
        return "refused"
    file = Uploaded(staff, sent.location)
    if sound(file.page()).status_code != 200:
        staff.post(f"{file.path}/buang", {})
        return "refused"
    choices = {"month": "2024-05"} if chance.random() < 0.8 else {}
    if chance.random() < 0.2:
        choices |= {f"column.{chance.choice('ABCDEFGHIJK')}": chance.choice(("waktu", "moment", "ignored"))}
    sound(file.send("again", **choices))
    sound(file.page())
    stored = sound(file.store(again="1"))
    if stored.status_code == 303 and stored.location.endswith("/staf/impor/"):
        return "stored"
    staff.post(f"{file.path}/buang", {})
    return "shown"


def _count(app: Flask) -> int:
    with app.app_context():
        row = get_db().execute("select count(*) as n from responses").fetchone()
    return int(row["n"])


@contextmanager
def office_app(folder: Path) -> Iterator[Flask]:
    """A new office, whose administrator's password is that of the tests."""
    office = make_office(folder)
    app = create_app(folder)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        with app.app_context():
            people.set_password(get_db(), office.admin.person_id, generate_password_hash(PASSWORD), NOW)
        with closing(Readers()) as readers, mock.patch.object(pending, "unpack", readers.unpack):
            yield app
    finally:
        app.extensions["ikm_import_jobs"].close()
        app.extensions["ikm_connections"].close()


def run(folder: Path, cases: int, seed: int = 1) -> Counter[str]:
    """Run the drill on a new office."""
    with office_app(folder) as app:
        return drill(app, cases, seed)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place) / "instance", wanted, first)
    print(f"{sum(found.values())} files, none ended in a 5xx: {dict(sorted(found.items()))}")
