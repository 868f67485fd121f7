"""Papers: milliseconds for each, warm, and for a hundred rekaps.

python -m benchmarks.papers
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.conditions import median_ms
from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from kiosk.base.period import Period
from kiosk.figures.summary import summarise
from kiosk.operations.demo import fill_demo
from kiosk.papers.rekap import paper
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.catalogue import MakeFile
from kiosk.reports.context import ReportContext
from kiosk.store.engine.connection import open_database
from kiosk.store.migrations.schema import migrate

PAPERS = (
    ("rekap", "pdf", "2024-12"),
    ("poster-a4", "pdf", "2024-12"),
    ("pengolahan", "pdf", "2024-12"),
    ("lkj", "pdf", "2024"),
    ("laporan", "pdf", "2024"),
    ("laporan", "docx", "2024"),
)


def _make(make: MakeFile, contexts: Iterator[ReportContext]) -> None:
    make(next(contexts))


def main() -> None:
    """Print the times."""
    print_conditions()
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "ikm.db")
        migrate(db)
        unit = fill_demo(db, timezone="Asia/Makassar", password_hash="x", now=NOW).unit
        period = Period.parse("2024-12")
        print(f"summary of a month  {median_ms(lambda: summarise(db, unit, period, NOW)):8.1f} ms")
        for kind, suffix, code in PAPERS:
            # Another minute on the paper, so that no earlier result can be reused.
            asked = Period.parse(code)
            contexts = (ReportContext(db, unit, asked, NOW + timedelta(minutes=n)) for n in count())
            taken = median_ms(partial(_make, REPORTS[kind].formats[suffix], contexts))
            print(f"{f'{kind} {suffix}, warm':<22}{taken:6.1f} ms")
        start = time.perf_counter()
        for _ in range(100):
            paper(summarise(db, unit, period, NOW)).pdf()
        print(f"100 rekaps          {time.perf_counter() - start:8.1f} s")
        db.close()


if __name__ == "__main__":
    main()
