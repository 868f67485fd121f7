"""How long visitors wait for the receipt of an answer while staff's heavy work runs beside them.

python -m benchmarks.beside [--past 1000000] [--rows 100000] [--rate 50] [--only NAME]

`ikm serve` runs in a process of its own, and so does each work: the import of a file, a backup, the check; a
hundred rekaps are made by the server itself. Answers are sent at a fixed rate and timed from the moment they
were due, so that no wait hides later ones. Exit 1 if the 99th percentile exceeds what is allowed of that
without any work: 10 times beside the import, 6 times beside the others.
"""

import argparse
import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.conditions import print_conditions
from benchmarks.files import write_rows
from benchmarks.history import PASSWORD
from benchmarks.history import build
from benchmarks.http import Browser
from benchmarks.http import Times
from benchmarks.load import an_answer
from benchmarks.load import serving
from benchmarks.office import fill
from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.operations.founding import open_branch
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import units

ALONE_S = 10.0
SETTLE_S = 2.0
UNITS = 100

Work = Callable[[int], Awaitable[None]]
_IMPORT = ("--unit", "kecamatan-contoh", "--oleh", "admin", "--urutan", "kuesioner", "--ya")
_ROWS_A_FILE = 200_000  # 32 MB are the most


@dataclass(frozen=True)
class Office:
    """The instance, and what answers are sent with: the code of a tablet's collector and its token."""

    folder: Path
    collector: str
    token: str


def prepare(folder: Path, past: int) -> Office:
    """A copy of the office with that past, a hundred units with answers below it, and a paired tablet."""
    shutil.copytree(build(Path(tempfile.gettempdir()), past), folder)
    now = datetime.now(UTC)
    app = create_app(folder)
    with app.app_context():
        db = get_db()
        [top] = [unit for unit in units.list_units(db) if unit.parent_unit_id is None]
        below = [open_branch(db, parent=top, name=f"Kelurahan {number}", now=now) for number in range(UNITS)]
        days = [f"{now:%Y}-01-{day:02}" for day in range(1, 29)]
        fill(db, [unit.unit_id for unit in below], 100 * UNITS, days=days, first=10**9)
        tablet = next(one for one in collectors.list_collectors(db, top.unit_id) if one.channel == "kiosk")
        token = devices.pair_device(db, devices.create_pairing(db, tablet.collector_id, now), now)[1]
    app.extensions["ikm_connections"].close()
    return Office(folder, tablet.code, token)


def write_files(folder: Path, rows: int) -> Iterator[Path]:
    """So many rows in as few files as are accepted."""
    for number, first in enumerate(range(0, rows, _ROWS_A_FILE)):
        place = folder / f"{number}"
        place.mkdir()
        yield write_rows(place, min(_ROWS_A_FILE, rows - first), seed=number)


@contextlib.asynccontextmanager
async def visitors(office: Office, port: int, rate: float, times: Times) -> AsyncIterator[None]:
    """Send answers at this rate while the block runs."""
    browser, sent = Browser(port, times), list[asyncio.Task[str]]()

    async def send() -> None:
        due = time.perf_counter()
        while True:
            body = an_answer(office.collector)
            sent.append(
                asyncio.create_task(
                    browser.ask("answer", "/api/responses", body, token=office.token, due=due)
                )
            )
            due += 1 / rate
            await asyncio.sleep(max(0, due - time.perf_counter()))

    sending = asyncio.create_task(send())
    try:
        yield
    finally:
        sending.cancel()
        await asyncio.gather(*sent)
        browser.leave()


def command(office: Office, *words: str) -> Work:
    """An `ikm` command in a process of its own."""

    async def run(_port: int) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from kiosk.cli import main; main()", *words,
            env={**os.environ, "IKM_INSTANCE": str(office.folder)},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        _, said = await process.communicate()
        if process.returncode not in (0, 1):
            raise RuntimeError(said.decode())

    return run


def one_after_another(works: Sequence[Work]) -> Work:
    """All of these, each when the one before is done."""

    async def run(port: int) -> None:
        for work in works:
            await work(port)

    return run


async def make_rekaps(port: int) -> None:
    """The rekaps of all units, made by the server as staff ask for them."""
    staff, form = Browser(port, Times()), "application/x-www-form-urlencoded"
    page = f"/staf/laporan/semua-unit/?periode={datetime.now(UTC):%Y}-01"
    login = {"username": "admin", "password": PASSWORD, "csrf_token": _token(await staff.ask("", "/masuk"))}
    await staff.ask("", "/masuk", urlencode(login).encode(), form)
    await staff.ask("", page, urlencode({"csrf_token": _token(await staff.ask("", page))}).encode(), form)
    while "semua-unit/berkas" not in await staff.ask("", page):
        await asyncio.sleep(0.5)
    staff.leave()


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


async def idle(_port: int) -> None:
    """No work at all."""
    await asyncio.sleep(ALONE_S)


async def measure(office: Office, port: int, rate: float, work: Work) -> tuple[list[float], float]:
    """The waits in ms while the work runs, sorted, and how long it takes in seconds."""
    times = Times()
    async with visitors(office, port, rate, times):
        began = time.perf_counter()
        await work(port)
        taken = time.perf_counter() - began
    if times.errors:
        raise RuntimeError(times.errors[:3])
    await asyncio.sleep(SETTLE_S)
    return sorted(1000 * one for one in times.taken["answer"]), taken


def main() -> None:
    """Print the waits beside each work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--past", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    print_conditions()
    os.environ.pop("IKM_DATABASE", None)
    with tempfile.TemporaryDirectory(prefix="ikm-beside-") as name:
        office = prepare(Path(name) / "instance", given.past)
        files = list(write_files(Path(name), given.rows))
        works: dict[str, tuple[Work, float]] = {
            "nothing": (idle, 1),
            f"import of {given.rows:,} rows": (
                one_after_another([command(office, "import", str(file), *_IMPORT) for file in files]),
                10,
            ),
            "backup": (command(office, "backup"), 6),
            "check": (command(office, "check"), 6),
            f"{UNITS} rekaps": (make_rekaps, 6),
            "nothing again": (idle, 6),
        }
        with serving(office.folder) as (port, _, _):
            ok = asyncio.run(_compare(office, port, given.rate, given.only, works))
    sys.exit(not ok)


async def _compare(
    office: Office, port: int, rate: float, only: str, works: dict[str, tuple[Work, float]]
) -> bool:
    print(
        f"{'beside':24} {'took':>8} {'answers':>8} {'median':>9} {'p99':>9} {'longest':>9} {'p99 ratio':>10}"
    )
    alone, ok = 0.0, True
    for name, (work, most) in works.items():
        if only not in name and work is not idle:
            continue
        waits, taken = await measure(office, port, rate, work)
        p99 = waits[min(len(waits) - 1, len(waits) * 99 // 100)]
        alone = alone or p99
        ok = ok and p99 <= most * alone
        print(
            f"{name:24} {taken:6.1f} s {len(waits):8} {waits[len(waits) // 2]:6.1f} ms {p99:6.1f} ms "
            f"{waits[-1]:6.1f} ms {p99 / alone:10.1f}",
            flush=True,
        )
    return ok


if __name__ == "__main__":
    main()
