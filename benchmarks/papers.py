"""Papers: milliseconds for a rekap, warm, and for a hundred of them.

python -m benchmarks.papers
"""

import tempfile
import time
from pathlib import Path

from benchmarks.conditions import median_ms
from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from kiosk.demo import fill_demo
from kiosk.papers.rekap import render
from kiosk.store.connection import migrate
from kiosk.store.connection import open_database
from kiosk.summary import summarise
from scoring import Period


def main() -> None:
    """Print the times."""
    print_conditions()
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "ikm.db")
        migrate(db)
        unit = fill_demo(db, timezone="Asia/Makassar", password_hash="x", now=NOW).unit
        period = Period.parse("2024-12")
        print(f"summary of a month  {median_ms(lambda: summarise(db, unit, period, NOW)):8.1f} ms")
        summary = summarise(db, unit, period, NOW)
        print(f"rekap, warm         {median_ms(lambda: render(summary)):8.1f} ms")
        start = time.perf_counter()
        for _ in range(100):
            render(summarise(db, unit, period, NOW))
        print(f"100 rekaps          {time.perf_counter() - start:8.1f} s")
        db.close()


if __name__ == "__main__":
    main()
