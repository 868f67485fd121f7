"""`python -m tests.drills.auto_failover [answers]`: a manager replaces a failed PostgreSQL, without hands.

pg_auto_failover (Debian: pg-auto-failover-cli) keeps a primary with a synchronous standby; `ikm serve` has
both addresses. The drill only breaks the primary, as `tests.drills.failover` does, and repairs nothing before
answers are taken again.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.drills.server import Server
from tests.drills.server import Visitors
from tests.drills.server import find_loss
from tests.drills.server import free_port
from tests.drills.server import make_office
from tests.replication import ACCOUNT
from tests.replication import find_programs
from tests.replication import folder

# How soon the monitor gives a server up; its own defaults wait for a minute.
_MONITOR = {
    "health_check_period": 1000,
    "health_check_timeout": 1000,
    "health_check_max_retries": 1,
    "health_check_retry_delay": 500,
    "node_considered_unhealthy_timeout": 3000,
    "primary_demote_timeout": 2000,
    "startup_grace_period": 1000,
}
_LONGEST_S = 90.0
# Where it keeps its own files, and PostgreSQL its socket.
_FOLDERS = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "PG_REGRESS_SOCK_DIR")


class Member:
    """A server under `pg_autoctl`: the monitor, or one of the two with the data."""

    def __init__(self, data: Path, name: str, *options: str) -> None:
        self.port, self._data, self._home = free_port(), data / name, data / f"home-{name}"
        self._home.mkdir()
        shutil.chown(self._home, ACCOUNT)
        self._frozen: list[int] = []
        kind = "monitor" if name == "monitor" else "postgres"
        self._run = [
            "pg_autoctl", "create", kind, "--pgdata", str(self._data), "--pgport", str(self.port),
            "--hostname", "127.0.0.1", "--auth", "trust", "--no-ssl", *options, "--run",
        ]  # fmt: skip
        self.start()

    @property
    def url(self) -> str:
        """The address of the monitor's database."""
        return f"postgresql://autoctl_node@127.0.0.1:{self.port}/pg_auto_failover"

    def start(self) -> None:
        """Start it, and its server, in the background."""
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._run,
                stdout=log,
                stderr=log,
                user=ACCOUNT,
                cwd="/",
                start_new_session=True,
                env={
                    "PATH": f"{find_programs()}:{os.environ['PATH']}",
                    "PGHOST": "127.0.0.1",
                    "LC_ALL": "C.UTF-8",
                }
                | dict.fromkeys(_FOLDERS, str(self._home)),
            )

    def signal(self, number: int) -> None:
        """Send a signal to every process of it, as if the machine did."""
        for pid in [self._process.pid, *_descendants(self._process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def kill(self) -> None:
        """End all its processes at once."""
        self.signal(signal.SIGKILL)
        self._process.wait()
        (self._data / "postmaster.pid").unlink(missing_ok=True)


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


class Formation:
    """The monitor and the two servers, the first of which begins as the primary."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.nodes: list[Member] = []
        self.monitor = Member(data, "monitor")

    def build(self) -> None:
        """Wait for the monitor, make the two servers, and wait until one follows the other."""
        _wait_for(lambda: _ask(self._owner, "select 1 from pg_extension where extname = 'pgautofailover'"))
        for name, value in _MONITOR.items():
            _ask(self._owner, f"alter system set pgautofailover.{name} = {value}")
        _ask(self._owner, "select pg_reload_conf()")
        for name in ("one", "two"):
            options = ("--name", name, "--monitor", self.monitor.url)
            self.nodes.append(Member(self._data, name, *options))
            _wait_for(lambda: self._states()[-1:] in (["single"], ["secondary"]))
        self.wait_until_whole()

    @property
    def _owner(self) -> str:
        return self.monitor.url.replace("autoctl_node", ACCOUNT)

    @property
    def url(self) -> str:
        """The address of the one that takes writes."""
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgresql://{ACCOUNT}@{hosts}/postgres?target_session_attrs=read-write"

    @property
    def primary(self) -> Member:
        """The node that takes writes."""
        [port] = (port for port, state in self._list_states() if state in ("primary", "wait_primary"))
        return next(node for node in self.nodes if node.port == port)

    def wait_until_whole(self) -> None:
        """Wait for a primary with its standby."""
        _wait_for(lambda: sorted(self._states()) == ["primary", "secondary"])

    def _states(self) -> list[str]:
        return [state for _, state in self._list_states()]

    def _list_states(self) -> list[tuple[int, str]]:
        rows = _ask(
            self._owner, "select nodeport, reportedstate::text from pgautofailover.node order by nodeid"
        )
        return [(int(str(port)), str(state)) for port, state in rows]

    def stop(self) -> None:
        """End all."""
        for member in (*self.nodes, self.monitor):
            member.kill()


def _ask(url: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def _wait_for(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + _LONGEST_S
    while True:
        with suppress(psycopg.Error):
            if is_so():
                return
        assert time.monotonic() < end, "the servers do not become whole"
        time.sleep(0.2)


@contextmanager
def formation() -> Iterator[Formation]:
    """The running servers; they end, and their files go, afterwards."""
    with folder() as data:
        made = Formation(data)
        try:
            made.build()
            yield made
        finally:
            made.stop()


def drill(servers: Formation, instance: Path, answers: int) -> dict[str, float]:
    """Kill the primary, then freeze the next one; each comes back as a standby.

    Returns the seconds from each fault to the next acknowledged answer. Raises AssertionError when an
    acknowledged answer is missing, or anything is damaged.
    """
    office = make_office(instance, servers.url)
    server = Server(instance, port := free_port(), {"IKM_DATABASE": servers.url})
    server.start()
    visitors, back = Visitors(port, office.tablet.code), dict[str, float]()

    longest = _LONGEST_S + answers / 10

    try:
        for number, name in enumerate(("killed", "frozen"), start=1):
            visitors.wait_for(answers * number // 3, longest)
            broken = servers.primary
            broken.kill() if name == "killed" else broken.signal(signal.SIGSTOP)
            began = time.monotonic()
            time.sleep(0.5)  # for what was on its way
            visitors.wait_for(len(visitors.acknowledged) + 1, longest)
            back[name] = time.monotonic() - began
            print(f"{name}: answers taken again after {back[name]:.1f} s, {visitors.busy} refused so far")
            assert not (loss := find_loss(instance, set(visitors.acknowledged), servers.url)), loss[:5]
            broken.start() if name == "killed" else broken.signal(signal.SIGCONT)
            servers.wait_until_whole()
        visitors.wait_for(answers, longest)
    finally:
        visitors.stop()
        server.kill()
    assert not visitors.refused, visitors.refused[:5]
    assert not (loss := find_loss(instance, set(visitors.acknowledged), servers.url)), loss[:5]
    return back


def main(answers: int) -> None:
    """Run the drill and print what came out."""
    with folder() as data, formation() as servers:
        drill(servers, data.parent / "instance", answers)
    print(f"{answers} acknowledged answers, none lost, none twice, tallies and journal whole")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
