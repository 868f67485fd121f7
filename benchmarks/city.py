"""Times of the roll-up and of a batch of papers for a city with 100 units and three years of answers.

python -m benchmarks.city [--keep FOLDER] [--units 100] [--responses 2000]

`--keep` leaves an instance in that folder, to be opened with `IKM_INSTANCE=FOLDER ikm serve`; its user is
`kota`, the password `kota-contoh`.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database

from benchmarks.conditions import median_ms
from benchmarks.conditions import print_conditions
from kiosk.base.period import Period
from kiosk.figures.rollup import roll_up
from kiosk.operations.founding import found_office
from kiosk.operations.founding import open_branch
from kiosk.papers.pdf.worker import WORKER
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.profile import FIELDS
from kiosk.reports.batches import make_parts
from kiosk.reports.batches import write_zip
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.security.reauthentication import hash_password
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.tallies import rebuild_tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.migrations.schema import migrate
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import UnitYear

YEARS = (2022, 2023, 2024)
NOW = datetime(2024, 12, 31, 1, 0, tzinfo=UTC)
SERVICES = ("Kartu Keluarga", "KTP elektronik", "Surat pindah", "Surat keterangan usaha")
_NAMES = (
    "Sungai", "Tanjung", "Gunung", "Pulau", "Muara", "Batu", "Telaga", "Padang", "Bukit", "Rawa",
)  # fmt: skip
_KINDS = (
    "Jernih", "Harapan", "Makmur", "Indah", "Permai", "Baru", "Lestari", "Sentosa", "Raya", "Tenteram",
)  # fmt: skip


def found_city(db: Database, size: int) -> Unit:
    """A kota with ten kecamatan and their kelurahan, `size` units in all below it."""
    top = found_office(
        db,
        name="Kota Sungai Jernih",
        agency="Pemerintah Kota Sungai Jernih",
        place="Sungai Jernih",
        timezone="Asia/Makassar",
        services=(),
        admin={"username": "kota", "name": "Admin Kota", "password_hash": hash_password("kota-contoh")},
        now=NOW - timedelta(days=1200),
    ).unit
    heads: list[Unit] = []
    for number in range(size):
        first, second = _NAMES[number % 10], _KINDS[(number // 10 + number) % 10]
        kind, parent = ("Kelurahan", heads[number % 10]) if number >= 10 else ("Kecamatan", top)
        unit = open_branch(db, parent=parent, name=f"{kind} {first} {second}", now=NOW)
        heads += [unit] if number < 10 else []
        for place, service in enumerate(SERVICES):
            units.create_service(db, unit_id=unit.unit_id, code=f"layanan-{place}", name=service, now=NOW)
        for year in YEARS:
            if number % 12 != 5:
                aim = f"{84 + number % 6}.00"
                units.set_year(db, unit.unit_id, UnitYear(year, 400 + 150 * (number % 20), aim), NOW)
    return top


def fill(db: Database, top: Unit, a_year: int) -> None:
    """On average `a_year` responses per unit and year, without journal links, which reports do not read."""
    chance = random.Random(100)  # noqa: S311
    profile = tuple(tuple(codes) for codes in FIELDS.values())
    people: list[tuple[str, ...]] = []

    def rows() -> Iterator[tuple[object, ...]]:
        for unit in units.list_units(db):
            if unit.unit_id == top.unit_id:
                continue
            services = [service.service_id for service in units.list_services(db, unit.unit_id)]
            places = [place.collector_id for place in collectors.list_collectors(db, unit.unit_id)]
            mood = chance.gauss(0.55, 0.14)
            weak = chance.randrange(9)
            for year in YEARS:
                mood += chance.gauss(0.01, 0.04)
                good = min(max(mood, 0.1), 0.9)
                weights = (2, 8, 100 * (1 - good), 100 * good)
                amount = 0 if chance.random() < 0.03 else int(a_year * chance.uniform(0.05, 1.95))
                for number in range(amount):
                    day = (datetime(year, 1, 1) + timedelta(days=number * 365 // amount)).date().isoformat()  # noqa: DTZ001
                    answers = chance.choices((1, 2, 3, 4), weights, k=9)
                    answers[weak] = min(answers[weak], 3)
                    key = f"{chance.getrandbits(128):032x}"
                    people.append((key, "0" * 32, *map(chance.choice, profile)))
                    at = f"{day}T01:00:00.000Z"
                    place, service = chance.choice(places), chance.choice(services)
                    yield (key, unit.unit_id, service, place, DEFAULT, at, day, at, *answers)

    names = "response_id, unit_id, service_id, collector_id, instrument, answered_at, local_day, received_at"
    marks = ", ".join("?" for _ in range(8 + len(UNSUR)))
    with transaction(db):
        db.conn.executemany(
            f"insert into responses ({names}, {', '.join(UNSUR)}) values ({marks})",  # noqa: S608
            rows(),
        )
        db.conn.executemany(
            "insert into profiles (response_id, salt, sex, age_band, education, occupation) "
            "values (?,?,?,?,?,?)",
            people,
        )
    rebuild_tallies(db)


def main() -> None:
    """Create the city and print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--responses", type=int, default=2000)
    chosen = parser.parse_args()
    print_conditions()
    with tempfile.TemporaryDirectory() as folder:
        place = chosen.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        db = open_database(place / "ikm.db")
        migrate(db)
        start = time.perf_counter()
        top = found_city(db, chosen.units)
        fill(db, top, chosen.responses)
        stored = db.execute("select count(*) from responses").fetchone()[0]
        kept = db.execute("select count(*) from month_tallies").fetchone()[0]
        print(f"{chosen.units} units, {stored:,} responses, {kept:,} tallies: ", end="")
        print(f"{time.perf_counter() - start:.0f} s to generate")
        _measure(db, top)
        db.close()


def _measure(db: Database, top: Unit) -> None:
    month, year = Period.parse("2024-11"), Period.parse("2024")
    for title, period in (("a month", month), ("a year", year)):
        _print(f"roll-up of {title}", lambda period=period: roll_up(db, top, period))  # type: ignore[misc]
    for suffix, make in REPORTS["gabungan"].formats.items():
        _print(f"roll-up as {suffix.upper()}", lambda make=make: make(ReportContext(db, top, year, NOW)))  # type: ignore[misc]
    context = ReportContext(db, top, month, NOW)
    _print_batch(
        "rekaps of all units to print", lambda: [len(pdf) for _, pdf in make_parts(context, _ignore)]
    )
    _print_batch("rekaps of all units, ZIP", lambda: [_zip_size(context)])


def _zip_size(context: ReportContext) -> int:
    with tempfile.TemporaryFile() as file:
        write_zip(context, file, _ignore)
        return file.tell()


def _ignore(done: int) -> None:
    """Ignore the progress."""


def _print_batch(title: str, work: Callable[[], list[int]]) -> None:
    start = time.perf_counter()
    sizes = work()
    taken = time.perf_counter() - start
    WORKER.stop()  # the peak memory of a process is known when it has ended
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{title:32}{taken:10.1f} s   {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB; ", end="")
    print(f"peak so far {peak:.0f} MB in the papers' process, {own:.0f} MB in this one")


def _print(title: str, work: Callable[[], object]) -> None:
    print(f"{title:32}{median_ms(work, 5):10.1f} ms")


if __name__ == "__main__":
    main()
