"""Reports: the IKM of a year of an office and of a city from tallies, rows, pandas and DuckDB, all equal.

python -m benchmarks.reports [responses ...]      (default: 100000 1000000)
"""

import csv
import importlib.util
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from benchmarks.conditions import median_ms
from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from benchmarks.office import YEAR
from benchmarks.office import YEAR_BY_ROWS
from benchmarks.office import fill
from benchmarks.office import found_city
from kiosk.base.period import Period
from kiosk.figures.summary import summarise
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers.responses import UNSUR
from kiosk.store.engine.connection import open_database
from kiosk.store.migrations.schema import migrate
from kiosk.store.offices import units
from scoring import Tallies
from scoring import score

OFFICES = 102
_WHERE = "local_day between '2024-01-01' and '2024-12-30' and voided_at is null"

Way = Callable[[], Decimal | None]


def _ikm(parts: Sequence[Tallies]) -> Decimal | None:
    """The IKM of all respondents together."""
    counts = {key: Counter[int]() for key in UNSUR}
    for part in parts:
        for key, given in part.counts.items():
            counts[key].update(given)
    return score(load_rules(DEFAULT), Tallies(sum(part.respondents for part in parts), counts, None)).ikm


def _ways(db: Database, folder: Path, unit_ids: Sequence[str]) -> Iterator[tuple[str, Way]]:
    for name, some in (("one office", unit_ids[:1]), ("the city", unit_ids)):
        for way, days in (("month tallies", YEAR), ("rows", YEAR_BY_ROWS)):
            yield f"{name}: {way}", partial(_by_store, db, some, days)
    if importlib.util.find_spec("pandas"):
        yield "the city: pandas, reading the same file", _by_pandas(db)
    if importlib.util.find_spec("duckdb"):
        yield "the city: DuckDB, on a columnar copy of its own", _by_duckdb(db, folder)


def _by_store(db: Database, unit_ids: Sequence[str], days: tuple[date, date]) -> Decimal | None:
    by_unit = [answer_counts.get_tallies(db, unit_id, *days) for unit_id in unit_ids]
    return _ikm([tallies for parts in by_unit for tallies in parts.values()])


def _by_pandas(db: Database) -> Way:
    import pandas

    def way() -> Decimal | None:
        parts = []
        sql = f"select {', '.join(UNSUR)} from responses where {_WHERE}"  # noqa: S608
        for frame in pandas.read_sql(sql, db.conn, chunksize=1_000_000):
            counts = {
                key: {int(value): int(n) for value, n in frame[key].value_counts().items()} for key in UNSUR
            }
            parts.append(Tallies(len(frame), counts, None))
        return _ikm(parts)

    return way


def _by_duckdb(db: Database, folder: Path) -> Way:
    import duckdb

    copy = folder / "copy.csv"
    with copy.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(UNSUR)
        writer.writerows(db.execute(f"select {', '.join(UNSUR)} from responses"))  # noqa: S608
    duck = duckdb.connect(str(folder / "copy.duckdb"))
    duck.execute("create table responses as select * from read_csv(?)", [str(copy)])
    copy.unlink()
    each = ", ".join(f"count(*) filter ({key} = {value})" for key in UNSUR for value in (1, 2, 3, 4))

    def way() -> Decimal | None:
        respondents, *cells = duck.execute(f"select count(*), {each} from responses").fetchall()[0]  # noqa: S608
        rest = iter(cells)
        counts = {key: {value: next(rest) for value in (1, 2, 3, 4)} for key in UNSUR}
        return _ikm([Tallies(respondents, counts, None)])

    return way


def main() -> None:
    """Print milliseconds per method and size, and the growth of each."""
    print_conditions()
    sizes = [int(size) for size in sys.argv[1:]] or [100_000, 1_000_000]
    first: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            db = open_database(folder / "ikm.db")
            migrate(db)
            unit_ids = found_city(db, OFFICES)
            start = time.perf_counter()
            fill(db, unit_ids, size)
            made = time.perf_counter() - start
            megabytes = (folder / "ikm.db").stat().st_size / 1e6
            print(f"{size:,} responses of {OFFICES} offices, {megabytes:.0f} MB, made in {made:.0f} s")
            results: dict[str, set[Decimal | None]] = {}
            for way, work in _ways(db, folder, unit_ids):
                results.setdefault(way.partition(":")[0], set()).add(work())
                _print(way, median_ms(work), first, sizes[0])
            for whose, ikms in results.items():
                assert len(ikms) == 1, (whose, ikms)
                print(f"  {whose}: IKM {ikms.pop()} in every way")
            unit, year = units.get_unit(db, unit_ids[0]), Period.parse("2024")
            page = median_ms(lambda: summarise(db, unit, year, NOW))
            _print("one office: everything on the year's page", page, first, sizes[0])
            db.close()


def _print(way: str, taken: float, first: dict[str, float], size: int) -> None:
    first.setdefault(way, taken)
    print(f"  {way:50} {taken:10.2f} ms   ×{taken / first[way]:.2f} since {size:,}", flush=True)


if __name__ == "__main__":
    main()
