"""A kiosk in a separate process, and visitors who keep answering while it fails and restarts."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from pathlib import Path

from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import snapshot
from kiosk.store.engine.copies import find_damage
from kiosk.store.journal.chain import find_break
from kiosk.store.migrations.schema import migrate

ROOT = Path(__file__).parent.parent.parent
_SERVE = "from kiosk.cli import main; main()"


def make_office(folder: Path, address: str = "", password_hash: str = "-") -> Office:  # noqa: S107
    """Create an office in `folder`, or in the database at `address`, with the admin `admin`."""
    folder.mkdir(parents=True, exist_ok=True)
    db = open_database(address or folder / "ikm.db")
    migrate(db)
    office = found_office(
        db,
        name="Kecamatan Latihan",
        timezone="Asia/Makassar",
        services=["Kartu Keluarga"],
        admin={"username": "admin", "name": "Admin", "password_hash": password_hash},
        now=datetime.now(UTC),
    )
    db.close()
    return office


def free_port() -> int:
    """A port without a listener, below those that outgoing connections use.

    Connecting to a port in that range without a listener may connect a socket to itself and take the port.
    """
    while True:
        port = random.randint(20_000, 30_000)  # noqa: S311
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


class Server:
    """`ikm serve` on the instance in `folder`."""

    def __init__(self, folder: Path, port: int, env: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._port = port
        self._env = {**os.environ, "PYTHONPATH": str(ROOT), "IKM_INSTANCE": str(folder), **(env or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *before: str) -> float:
        """Start, with the prefix `before` if given, and wait until it answers; returns the seconds."""
        began = time.monotonic()
        self._process = subprocess.Popen(
            [*before, sys.executable, "-c", _SERVE, "serve", "--port", str(self._port)],
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while time.monotonic() - began < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/healthz", timeout=2):
                    return time.monotonic() - began
            except OSError:
                assert self._process.poll() is None, "the server ended by itself"
                time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def memory_mb(self) -> float:
        """What it holds in memory now (Linux)."""
        assert self._process
        status = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return int(next(line for line in status if line.startswith("VmRSS")).split()[1]) / 1024

    def spooled_mb(self) -> float:
        """What its temporary files take on the disk now (Linux)."""
        assert self._process
        total = 0
        for file in Path(f"/proc/{self._process.pid}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                total += file.stat().st_size if "(deleted)" in os.readlink(file) else 0
        return total / 1024**2

    def kill(self) -> None:
        """Kill it, without any clean-up."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@dataclass
class Visitors:
    """Threads that send answers, record the acknowledged ones, and repeat the others."""

    port: int
    collector: str
    threads: int = 6
    acknowledged: set[str] = field(default_factory=set)
    refused: list[tuple[int, str]] = field(default_factory=list)
    busy: int = 0

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._running = [threading.Thread(target=self._answer) for _ in range(self.threads)]
        for thread in self._running:
            thread.start()

    def wait_for(self, count: int, seconds: float) -> None:
        """Wait until so many answers are acknowledged. Raises AssertionError after so many seconds."""
        end = time.monotonic() + seconds
        while len(self.acknowledged) < count:
            assert time.monotonic() < end, f"{len(self.acknowledged)} answers are taken"
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop after the current answers."""
        self._stopping.set()
        for thread in self._running:
            thread.join()

    def _answer(self) -> None:
        chance = random.Random()  # noqa: S311 - made-up answers
        while not self._stopping.is_set():
            body = json.dumps(self._response(chance)).encode()
            while not self._stopping.is_set() and not self._send(body):
                time.sleep(0.01)

    def _response(self, chance: random.Random) -> dict[str, object]:
        return {
            "id": f"{chance.getrandbits(128):032x}",
            "collector": self.collector,
            "answered_at": datetime.now(UTC).isoformat(),
            "answers": {key: chance.randint(1, 4) for key in UNSUR},
            "profile": {"sex": "P"},
            "comment": "Latihan. " * chance.randint(1, 20),
        }

    def _send(self, body: bytes) -> bool:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/responses",
            data=body,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                self.acknowledged.add(json.load(response)["id"])
                return True
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode()
            if error.code != 503:
                self.refused.append((error.code, text))
                return True
            self.busy += 1
            return False
        except (OSError, ValueError, http.client.HTTPException):
            return False


def list_stored(folder: Path) -> list[str]:
    """The ids of the stored responses."""
    db = open_database(folder / "ikm.db")
    try:
        return [row["response_id"] for row in db.execute("select response_id from responses")]
    finally:
        db.close()


def find_loss(folder: Path, acknowledged: set[str], address: str = "") -> list[str]:
    """The problems of the database in `folder`, or at a PostgreSQL address.

    Empty if each acknowledged answer is stored once and all is valid.
    """
    db = open_database(address or folder / "ikm.db")
    try:
        with snapshot(db):  # visitors go on answering
            stored = [row["response_id"] for row in db.execute("select response_id from responses")]
            units = [row["unit_id"] for row in db.execute("select unit_id from units")]
            return [
                *(f"lost: {one}" for one in acknowledged - set(stored)),
                *(["stored twice"] if len(stored) != len(set(stored)) else []),
                *(() if address else find_damage(db)),
                *(f"tallies: {found}" for found in check_tallies(db)),
                *(f"journal: {found}" for unit in units if (found := find_break(db, unit))),
            ]
    finally:
        db.close()
