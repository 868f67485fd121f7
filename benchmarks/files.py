"""Files: importing and exporting a hundred thousand rows, in rows per second and peak memory.

python -m benchmarks.files [rows]      (default: 100000)
"""

import csv
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlite_utils import Database

from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from benchmarks.office import YEAR
from benchmarks.office import found
from kiosk.importing import folder
from kiosk.importing import work
from kiosk.papers.listing import list_responses
from kiosk.papers.raw import Contents
from kiosk.papers.raw import stream_csv
from kiosk.papers.raw import workbook
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers.counted_responses import iterate_counted
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.migrations.schema import migrate
from kiosk.store.offices.units import list_units

# The tables that storing answers fills, each after those it refers to, and the responses of a commit.
_FILLED = ("responses", "profiles", "comments", "journal", "month_tallies")
_AT_ONCE = 2000
HEADER = ["Tanggal", "L/P", "Pendidikan", "Pekerjaan", *(f"U{number}" for number in range(1, 10)), "Saran"]


def _rows(count: int, seed: int = 1) -> list[list[object]]:
    chance = random.Random(seed)  # noqa: S311
    return [
        [f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/2024 09:{number % 60:02}", "L", "SMA", "IRT"]
        + [chance.choice((2, 3, 3, 4)) for _ in range(9)]
        + ["Kursi kurang" if number % 10 == 0 else None]
        for number in range(count)
    ]


def write_rows(place: Path, count: int, seed: int = 1) -> Path:
    """A CSV file with so many answers in that folder; others with another `seed`."""
    path = place / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *_rows(count, seed)])
    return path


def _write(place: Path, count: str) -> None:
    rows: list[list[object]] = [[*HEADER], *_rows(int(count))]
    write_rows(place, int(count))
    with xlsxwriter.Workbook(place / "rows.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _import(place: Path, name: str) -> None:
    db = open_database(place / f"{name}.db")
    migrate(db)
    office = found(db)
    context = work.make_context(db, office.unit.unit_id, NOW)
    with (place / name).open("rb") as stream:
        chunks = iter(lambda: stream.read(1 << 20), b"")
        pending = folder.receive(
            place / "imports", chunks, file_name=name, unit_id=office.unit.unit_id, now=NOW
        )
    start, used = time.perf_counter(), time.process_time()
    preview = work.preview_file(pending, context, lambda _rows: None)
    shown, used = time.perf_counter(), time.process_time()
    work.import_file(
        db,
        pending,
        preview,
        context,
        person_id=office.admin.person_id,
        again=False,
        progress=lambda _rows: None,
    )
    stored, used = time.perf_counter(), time.process_time() - used
    _print(f"{name}: shown", preview.responses, shown - start)
    _print(f"{name}: stored", preview.responses, stored - shown)
    plain = _fill_plainly(db, place / f"{name}-plain.db")
    print(f"{name}: storing takes {used / plain:.2f} x the processor time of filling the same tables plainly")


def _fill_plainly(db: Database, copy: Path) -> float:
    """The processor time of inserting the rows of `db` as they are into a new database, 2,000 a commit."""
    target = open_database(copy)
    migrate(target)
    names = {name: [*db[name].columns_dict] for name in db.table_names() if name[0] != "_"}
    inserts = {
        table: f"insert {'' if table in _FILLED else 'or replace'} into {table} ({', '.join(columns)}) "
        f"values ({', '.join('?' * len(columns))})"
        for table, columns in names.items()
    }
    rows = {
        table: [tuple(row) for row in db.execute(f"select {', '.join(columns)} from {table} order by rowid")]  # noqa: S608
        for table, columns in names.items()
    }
    target.execute("pragma foreign_keys = off")
    for table in names.keys() - _FILLED:
        target.conn.executemany(inserts[table], rows[table])
    target.execute("pragma foreign_keys = on")
    place = {row[0]: number // _AT_ONCE for number, row in enumerate(rows["responses"])}
    parts = [{table: list[Any]() for table in _FILLED} for _ in range(max(place.values()) + 1)]
    for table in ("responses", "profiles", "comments"):
        for row in rows[table]:
            parts[place[row[0]]][table].append(row)
    for number, row in enumerate(rows["journal"]):
        parts[min(number // _AT_ONCE, len(parts) - 1)]["journal"].append(row)
    parts[-1]["month_tallies"] = rows["month_tallies"]
    used = time.process_time()
    for part in parts:
        with transaction(target):
            for table in _FILLED:
                target.conn.executemany(inserts[table], part[table])
    return time.process_time() - used


def _export(place: Path, kind: str) -> None:
    db = open_database(place / "rows.csv.db")
    (unit,) = list_units(db)
    found_rows = iterate_counted(db, unit.unit_id, *YEAR, with_comments=True)
    answers = list_responses(found_rows, {}, unit.timezone)
    contents = Contents([load_rules(DEFAULT)], {}, with_comments=True)
    start = time.perf_counter()
    if kind == "xlsx":
        data = workbook(unit, answers, contents, NOW)
    else:
        data = b"x" * sum(map(len, stream_csv(answers, contents)))
    taken = time.perf_counter() - start
    count = db.execute("select count(*) as n from responses").fetchone()["n"]
    _print(f"export {kind}, {len(data) / 1e6:.0f} MB", count, taken)


def _print(what: str, rows: int, seconds: float) -> None:
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{what:24} {rows:>8,} rows {seconds:7.1f} s {rows / seconds:>9,.0f} rows/s   "
        f"peak {own:4.0f} MB, reader {children:4.0f} MB"
    )


def _in_process(work_on: Callable[[Path, str], None], place: Path, name: str) -> None:
    """Run in a separate process, to measure its own peak memory."""
    process = multiprocessing.get_context("spawn").Process(target=work_on, args=(place, name))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{name} ended with {process.exitcode}")


def main() -> None:
    """Print the figures."""
    count = sys.argv[1] if len(sys.argv) > 1 else "100000"
    print_conditions()
    with tempfile.TemporaryDirectory() as place:
        _in_process(_write, Path(place), count)
        for name in ("rows.csv", "rows.xlsx"):
            _in_process(_import, Path(place), name)
        for kind in ("csv", "xlsx"):
            _in_process(_export, Path(place), kind)


if __name__ == "__main__":
    main()
