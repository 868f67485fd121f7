"""Reports: what a unit's year costs from tallies, rows, pandas and DuckDB, all giving the same IKM.

python -m benchmarks.reports [--million | --ten-million]
"""

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from sqlite_utils import Database

from benchmarks.conditions import median_ms
from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from benchmarks.office import YEAR
from benchmarks.office import YEAR_BY_ROWS
from benchmarks.office import fill
from benchmarks.office import found
from kiosk.store import figures
from kiosk.store.connection import migrate
from kiosk.store.connection import open_database
from kiosk.store.responses import UNSUR
from kiosk.summary import summarise
from scoring import DEFAULT
from scoring import Period
from scoring import Tallies
from scoring import load
from scoring import score


def _ikm(tallies: Tallies) -> Decimal | None:
    return score(load(DEFAULT), tallies).ikm


def _ways(db: Database, path: Path, unit_id: str) -> dict[str, Callable[[], Decimal | None]]:
    ways: dict[str, Callable[[], Decimal | None]] = {
        "tallies": lambda: _ikm(figures.get_tallies(db, unit_id, *YEAR)),
        "rows": lambda: _ikm(figures.get_tallies(db, unit_id, *YEAR_BY_ROWS)),
    }
    where = f"unit_id = '{unit_id}' and local_day between '2024-01-01' and '2024-12-30' and voided_at is null"
    columns = ", ".join(UNSUR)

    def counted(counts: dict[str, dict[int, int]], respondents: int) -> Decimal | None:
        return _ikm(Tallies(respondents, counts, None))

    if importlib.util.find_spec("pandas"):
        import pandas

        def by_pandas() -> Decimal | None:
            frame = pandas.read_sql(f"select {columns} from responses where {where}", db.conn)  # noqa: S608
            counts = {
                key: {int(value): int(n) for value, n in frame[key].value_counts().items()} for key in UNSUR
            }
            return counted(counts, len(frame))

        ways["pandas"] = by_pandas
    if importlib.util.find_spec("duckdb"):
        import duckdb

        duck = duckdb.connect()
        duck.execute("create table responses as select * from read_csv(?)", [str(_csv(db, path))])
        each = ", ".join(f"count(*) filter ({key} = {value})" for key in UNSUR for value in (1, 2, 3, 4))

        def by_duckdb() -> Decimal | None:
            row = duck.execute(f"select count(*), {each} from responses").fetchone()  # noqa: S608
            assert row is not None
            cells = iter(row[1:])
            return counted({key: {value: next(cells) for value in (1, 2, 3, 4)} for key in UNSUR}, row[0])

        ways["duckdb (own columnar copy)"] = by_duckdb
    return ways


def _csv(db: Database, path: Path) -> Path:
    import csv

    target = path.with_suffix(".csv")
    with target.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(UNSUR)
        writer.writerows(db.execute(f"select {', '.join(UNSUR)} from responses"))  # noqa: S608
    return target


def main() -> None:
    """Print milliseconds per way and size, and how each grows."""
    print_conditions()
    sizes = [10_000, 100_000]
    if "--million" in sys.argv or "--ten-million" in sys.argv:
        sizes.append(1_000_000)
    if "--ten-million" in sys.argv:
        sizes.append(10_000_000)
    first: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ikm.db"
            db = open_database(path)
            migrate(db)
            office = found(db)
            start = time.perf_counter()
            fill(db, office, size)
            made = time.perf_counter() - start
            ways = _ways(db, path, office.unit.unit_id)
            results = {name: way() for name, way in ways.items()}
            assert len(set(results.values())) == 1, results
            megabytes = path.stat().st_size / 1e6
            print(f"{size:,} responses of one unit, {megabytes:.0f} MB, made in {made:.1f} s")
            print(f"  IKM {results['tallies']} in every way")
            period, unit = Period.parse("2024"), office.unit
            whole = {**ways, "whole summary of the year page": lambda: summarise(db, unit, period, NOW)}
            for name, way in whole.items():
                taken = median_ms(way)
                first.setdefault(name, taken)
                print(f"  {name:32} {taken:10.2f} ms   ×{taken / first[name]:.2f} since {sizes[0]:,}")
            db.close()


if __name__ == "__main__":
    main()
