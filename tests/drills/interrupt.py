"""`python -m tests.drills.interrupt [rounds] [answers]`: Ctrl+C, SIGTERM and `kill -9` in every long command.

Each round interrupts one command at a random moment, on a copy of the same office. Afterwards the office has
all of the command's work or nothing of it, no file is left over, and the command has said so in one sentence.
What `kill -9` leaves is found by `ikm check`. (`tests.drills.update` does the same to updates.)
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import psycopg

from kiosk.base.interruption import SAID
from kiosk.operations.backups import read_content
from kiosk.operations.strays import find_strays
from kiosk.store.answers.responses import UNSUR
from kiosk.store.engine.connection import open_database
from tests import postgres
from tests.drills.merge import add_answers
from tests.drills.server import make_office

IKM = Path(sys.executable).with_name("ikm")
OFFICE, CITY, OUT, TEMP = "office", "city", "out", "temp"
CODE, PARENT = "latihan", "kecamatan-latihan"  # of the office at the city, and of the city's own unit
SIGNALS = (signal.SIGINT, signal.SIGTERM)
# How many answers units have, and their IKM.
State = dict[str, tuple[int, Decimal | None]]


@dataclass(frozen=True)
class Work:
    """A command on the office or the city; relative paths are in the folder of the round."""

    words: tuple[str, ...]
    place: str = OFFICE


YEAR = str(datetime.now(UTC).year)
COMMANDS = {
    "check": Work(("check",)),
    "backup": Work(("backup",)),
    "restore": Work(("restore", "--ganti", "backup.db")),
    "tallies rebuild": Work(("tallies", "rebuild")),
    "report": Work(("report", "rekap", "--semua-unit", "--periode", YEAR, "-o", f"{OUT}/semua.zip")),
    "import": Work(("import", "sheet.csv", "--oleh", "admin", "--ya")),
    "score": Work(("score", "sheet.csv")),
    "merge": Work(("merge", "bundle", "--di-bawah", PARENT), CITY),
    "migrate-to": Work(("migrate-to", "ADDRESS")),
}


def prepare(folder: Path, answers: int) -> None:
    """Make what each round starts from: an office, a backup, a spreadsheet, a city, a bundle for it."""
    office = make_office(folder / OFFICE)
    make_office(folder / CITY)
    for name in (OUT, TEMP):
        (folder / name).mkdir()
    db = open_database(folder / OFFICE / "ikm.db")
    add_answers(db, office, answers)
    db.close()
    _finish(folder, ("backup",))
    (made,) = (folder / OFFICE / "cadangan").glob("*.db")
    shutil.copy(made, folder / "backup.db")
    rows = ["Tanggal," + ",".join(UNSUR)]
    rows += [f"{1 + number % 28:02}/05/2024,{','.join('3434434' + '34')}" for number in range(answers)]
    (folder / "sheet.csv").write_text("\n".join(rows))
    (folder / "key").write_text(_finish(folder, ("merge-key", CODE), CITY))
    _finish(folder, ("export", "--kunci", "key", "-o", "bundle"))


def _finish(folder: Path, words: Sequence[str], place: str = OFFICE) -> str:
    process = _start(folder, words, place)
    said, failed = process.communicate()
    assert process.returncode == 0, said + failed
    return said


def _start(folder: Path, words: Sequence[str], place: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "IKM_INSTANCE": str(folder / place), "TMPDIR": str(folder / TEMP)}
    return subprocess.Popen(
        [IKM, *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def interrupt(pristine: Path, name: str, number: signal.Signals, moment: float, address: str = "") -> str:
    """Interrupt a command `moment` seconds after it began to watch for signals. Raises AssertionError.

    Returns how it ended: `done`, `interrupted`, or `killed` with what it left.
    """
    work = COMMANDS[name]
    with tempfile.TemporaryDirectory(prefix="ikm-interrupt-") as place:
        folder = Path(place, "round")
        shutil.copytree(pristine, folder)
        before = _read(folder / work.place)
        process = _start(folder, _words(name, address), work.place)
        _wait_until_it_watches(process)
        time.sleep(moment)
        process.send_signal(number)
        said, failed = process.communicate(timeout=120)
        code, left = process.returncode, sorted(_list_left(folder))
        after = _read(folder / work.place)
        about = (
            f"{name}, {number.name} after {moment:.2f} s: exit {code}, {after}, left {left}\n{said}{failed}"
        )
        # Python gives signals their usual meaning back before it ends, when the work is done.
        if code == 0 or (code == -number and number != signal.SIGKILL):
            assert not left, about
            return "done"
        grown = set(after.items()) - set(before.items())
        if number == signal.SIGKILL:
            later = datetime.now(UTC) + timedelta(days=3)
            with _temporary(folder / TEMP):
                found = find_strays(folder / work.place, [folder / work.place / "cadangan"], later)
            unknown = [path for path in left if not any(stray in (path, *path.parents) for stray in found)]
            assert not [path for path in unknown if OUT not in path.parts], about
            return "killed" if not left else "killed, found by the check"
        assert code == 128 + number and failed.strip() == SAID, about
        assert not left, about
        assert not grown or name in ("restore", "merge"), about
        return "interrupted"


def _words(name: str, address: str) -> list[str]:
    return [address if word == "ADDRESS" else word for word in COMMANDS[name].words]


def _wait_until_it_watches(process: "subprocess.Popen[str]") -> None:
    """Until the process has a handler for SIGTERM (or has ended)."""
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(status.partition("SigCgt:")[2].split()[0], 16)
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.005)


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Take `folder` for the system's temporary one."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _read(instance: Path) -> State:
    db = open_database(instance / "ikm.db")
    try:
        return {code: (unit.respondents, unit.ikm) for code, unit in read_content(db).items()}
    finally:
        db.close()


def _list_left(folder: Path) -> Iterator[Path]:
    yield from (folder / TEMP).iterdir()
    yield from (folder / OUT).glob("*.part")
    for place in (OFFICE, CITY):
        yield from (folder / place / "imports").glob("*")
        yield from (folder / place / "batches").glob("*")
        for pattern in ("*.part", "*.part-*", ".cadangan-*", "tmp*", "*.new"):
            yield from (folder / place).rglob(pattern)


def _empty(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")


def drill(folder: Path, rounds: int, answers: int) -> None:
    """Interrupt every command; prints how each ended. Raises AssertionError."""
    pristine = folder / "pristine"
    prepare(pristine, answers)
    with postgres.server() as url:
        for name in COMMANDS:
            began = time.monotonic()
            _empty(url)
            ends: Counter[str] = Counter()
            longest = _time(pristine, name, url)
            for number in range(rounds):
                _empty(url)
                which = (*SIGNALS, signal.SIGKILL)[number % 3]
                ends[interrupt(pristine, name, which, random.uniform(0, longest), url)] += 1  # noqa: S311
            print(f"{name}: {dict(ends)}, {time.monotonic() - began:.0f} s", flush=True)


def _time(pristine: Path, name: str, address: str) -> float:
    """The seconds that a command takes when nothing interrupts it."""
    with tempfile.TemporaryDirectory(prefix="ikm-interrupt-") as place:
        folder = Path(place, "round")
        shutil.copytree(pristine, folder)
        began = time.monotonic()
        process = _start(folder, _words(name, address), COMMANDS[name].place)
        _, failed = process.communicate()
        assert process.returncode in (0, 1), failed
        return time.monotonic() - began


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="ikm-drill-") as place:
        drill(Path(place), *(asked + [12, 20_000][len(asked) :]))
