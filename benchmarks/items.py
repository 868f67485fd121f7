"""A questionnaire with 16 items beside one with nine: recording an answer, and reading a year.

python -m benchmarks.items [responses ...]      (default: 100000 1000000)
"""

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.conditions import median_ms
from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from benchmarks.office import fill
from benchmarks.office import found
from benchmarks.office import response
from kiosk.base.period import Period
from kiosk.figures.summary import summarise
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers.responses import record_response
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.migrations.schema import migrate


def main() -> None:
    """Print milliseconds per questionnaire and size."""
    print_conditions()
    for size in [int(size) for size in sys.argv[1:]] or [100_000, 1_000_000]:
        for instrument in (DEFAULT, "skm-online-2026"):
            _measure(size, instrument)


def _measure(size: int, instrument: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        db = open_database(Path(name) / "ikm.db")
        migrate(db)
        office = found(db)
        fill(db, [office.unit.unit_id], size, instrument)
        megabytes = (Path(name) / "ikm.db").stat().st_size / 1e6
        print(f"{size:,} responses to {instrument}, {megabytes:.0f} MB")
        year = Period.parse("2024")
        page = median_ms(lambda: summarise(db, office.unit, year, NOW))
        print(f"  everything on the year's page   {page:10.2f} ms")
        answers = dict.fromkeys(load_rules(instrument).items, 3)

        def record() -> None:
            given = replace(response(office), instrument=instrument, answers=answers)
            record_response(db, given, NOW)

        print(f"  recording an answer             {median_ms(record):10.2f} ms")
        start = time.perf_counter()
        assert check_tallies(db) == []
        print(f"  checking every tally            {(time.perf_counter() - start) * 1e3:10.0f} ms", flush=True)
        db.close()


if __name__ == "__main__":
    main()
