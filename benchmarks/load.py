"""Load test: 50 tablets and 500 phones answer on one server while staff use it.

python -m benchmarks.load [seconds]

`ikm serve` runs in a separate process and gets requests as from browsers. At every moment 500 phones are
between the first question and the last: each opens the page with all its files, thinks for a minute or two,
sends its answer, and is replaced by another. A tablet keeps its page, serves the next visitor at once and
sends a heartbeat every minute. Five members of staff open the dashboard and print. At the end all send within
five seconds, as when the network returns. Memory is measured before and after.
"""

import asyncio
import contextlib
import json
import os
import random
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.conditions import print_conditions
from benchmarks.http import Browser
from benchmarks.http import Times
from kiosk.app import create_app
from kiosk.base.config import BACKUPS
from kiosk.db import get_db
from kiosk.operations.demo import fill_demo
from kiosk.security.reauthentication import hash_password
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import devices

TABLETS, PHONES, STAFF = 50, 500, 5
SUBMISSION = "submission"
PASSWORD = "banyak sekali orang"  # noqa: S105 - of a throw-away office
chance = random.Random(5)  # noqa: S311 - thinking times


def memory_mb(process: int) -> float:
    """The resident memory of a process (Linux)."""
    rows = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS")).split()[1]) / 1024


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int, float]]:
    """Run `ikm serve` on that instance; yields its port, its process, and the seconds it took to start."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    (folder / BACKUPS).mkdir(exist_ok=True)
    (folder / BACKUPS / f"ikm-{stamp}.db").touch()  # so that the daily backup is not taken meanwhile
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-c", "from kiosk.cli import main; main()", "serve", "--port", "0"],
        env={**os.environ, "IKM_INSTANCE": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        found = re.search(r"http://[^:]+:(\d+)", server.stdout.readline())
        assert found, "the server did not start"
        asyncio.run(Browser(int(found[1]), Times()).ask("first", "/healthz"))
        yield int(found[1]), server.pid, time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()


def think() -> float:
    """Seconds from the first question to the last: 80 on average, at least 25."""
    return 25 + chance.gammavariate(4, 14)


def an_answer(collector: str) -> bytes:
    """An answer as the survey's page sends it."""
    body = {
        "id": secrets.token_hex(16),
        "collector": collector,
        "answered_at": datetime.now(UTC).isoformat(),
        "answers": {key: chance.choice((2, 3, 3, 4, 4)) for key in UNSUR},
        "profile": {"sex": chance.choice("LP"), "age_band": "26-35"},
    }
    return json.dumps(body).encode()


def a_visit(collector: str, outcome: str) -> bytes:
    """A visit as the page reports it at its start and its end."""
    return json.dumps({"collector": collector, "outcome": outcome, "step": None}).encode()


class Morning:
    """All clients, until `end`."""

    def __init__(self, port: int, times: Times, collectors: tuple[str, str], tokens: list[str]) -> None:
        self._port, self._times, self._tokens = port, times, tokens
        self._tablet, self._poster = collectors
        self._end = asyncio.Event()

    async def run(self, seconds: float) -> None:
        """Everybody at once, then all who are in the middle of their answers send them together."""
        people = [
            *(asyncio.create_task(self._run_tablet(token)) for token in self._tokens),
            *(asyncio.create_task(self._phones_come()) for _ in range(PHONES)),
            *(asyncio.create_task(self._staff_work()) for _ in range(STAFF)),
        ]
        await asyncio.sleep(seconds)
        self._end.set()
        await asyncio.gather(*people)

    async def _pause(self, seconds: float) -> bool:
        """Wait; False when the morning ends before."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._end.wait(), seconds)
        return not self._end.is_set()

    async def _answer(self, browser: Browser, collector: str, seconds: float) -> None:
        await browser.ask("visit", "/api/visits", a_visit(collector, "started"))
        together = not await self._pause(seconds)
        if together:
            await asyncio.sleep(chance.uniform(0, 5))
        kind = f"{SUBMISSION}, all at once" if together else SUBMISSION
        await browser.ask(kind, "/api/responses", an_answer(collector))
        await browser.ask("visit", "/api/visits", a_visit(collector, "completed"))

    async def _phones_come(self) -> None:
        """One phone after the other; the first ones are spread over a usual visit."""
        going = await self._pause(chance.uniform(0, 80))
        while going:
            browser = Browser(self._port, self._times)
            await browser.open_page("survey's page", f"/s/{self._poster}")
            await self._answer(browser, self._poster, think())
            asyncio.get_running_loop().call_later(60, browser.leave)  # the page stays open after the answer
            going = not self._end.is_set()

    async def _run_tablet(self, token: str) -> None:
        browser = Browser(self._port, self._times)
        await browser.open_page("survey's page", f"/s/{self._tablet}")
        beat = asyncio.create_task(self._beat(browser, token))
        while await self._pause(chance.uniform(1, 20)):
            await self._answer(browser, self._tablet, think())
        await beat
        browser.leave()

    async def _beat(self, browser: Browser, token: str) -> None:
        while await self._pause(chance.uniform(50, 70)):
            report = {"queue": 0, "oldest": None, "rejected": 0, "version": "1"}
            body = json.dumps(report | {"clock": datetime.now(UTC).isoformat()}).encode()
            await browser.ask("heartbeat", "/api/devices/heartbeat", body, token=token)

    async def _staff_work(self) -> None:
        browser = Browser(self._port, self._times)
        page = await browser.ask("log-in", "/masuk")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        form = {"csrf_token": token[1] if token else "", "username": "admin", "password": PASSWORD}
        await browser.ask("log-in", "/masuk", urlencode(form).encode(), "application/x-www-form-urlencoded")
        while await self._pause(chance.uniform(3, 9)):
            page = await browser.ask("dashboard", "/staf/dasbor")
            if page and "/keluar" not in page:
                self._times.errors.append("dashboard: not logged in")
            if chance.random() < 0.3:
                await browser.ask("rekap as PDF", "/staf/laporan/berkas?jenis=rekap")
        browser.leave()


def prepare(folder: Path) -> tuple[tuple[str, str], list[str]]:
    """The demo office with 50 paired tablets; returns the codes of tablet and poster, and the tokens."""
    now = datetime.now(UTC)
    app = create_app(folder)
    with app.app_context():
        db = get_db()
        office = fill_demo(db, timezone="Asia/Makassar", password_hash=hash_password(PASSWORD), now=now)
        tablet = office.tablet.collector_id
        tokens = [
            devices.pair_device(db, devices.create_pairing(db, tablet, now), now)[1] for _ in range(TABLETS)
        ]
    app.extensions["ikm_connections"].close()
    return (office.tablet.code, office.poster.code), tokens


def main() -> None:
    """Print median, 99th percentile and longest time per kind of request; exit 1 if any failed."""
    print_conditions()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 150.0
    os.environ.pop("IKM_DATABASE", None)
    times = Times()
    with tempfile.TemporaryDirectory(prefix="ikm-load-") as name:
        collectors, tokens = prepare(Path(name))
        with serving(Path(name)) as (port, process, start):
            print(f"start to first answer {start:.1f} s, then {memory_mb(process):.0f} MB in memory")
            asyncio.run(Morning(port, times, collectors, tokens).run(seconds))
            print(f"after the load {memory_mb(process):.0f} MB in memory")
    print(f"\n{'request':28} {'number':>7} {'a second':>9} {'median':>9} {'p99':>9} {'longest':>9}")
    for kind, taken in sorted(times.taken.items()):
        ordered = sorted(1000 * one for one in taken)
        middle, p99 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
        rate = len(ordered) / (5 if "at once" in kind else seconds)
        print(f"{kind:28} {len(ordered):7} {rate:9.1f} {middle:6.0f} ms {p99:6.0f} ms {ordered[-1]:6.0f} ms")
    print(f"\nerrors: {len(times.errors)} {dict(Counter(times.errors)) or ''}")
    sys.exit(bool(times.errors))


if __name__ == "__main__":
    main()
