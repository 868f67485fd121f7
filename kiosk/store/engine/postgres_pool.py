"""Connections to PostgreSQL: the program's time limits, and a pool that its threads share.

A server that vanishes or freezes sends nothing, so the client limits each wait by itself: the network's
keepalives find a machine that is gone, `Limits.deadline_s` one that does not answer.
"""

import logging
import threading
import weakref
from contextlib import closing
from contextlib import suppress
from functools import partial
from typing import Any

import psycopg
from psycopg.abc import RV
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from kiosk.base.config import BadSetting
from kiosk.store.engine.limits import Limits
from kiosk.store.engine.postgres_rows import PostgresRow
from kiosk.store.engine.postgres_rows import make_rows
from kiosk.store.engine.postgres_rows import register_types

# The address may set others.
_NETWORK = {
    "connect_timeout": 3,  # for each host of the address
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
    "application_name": "ikm",
    "client_encoding": "utf-8",
}
# How long a thread waits for a connection, also while the server restarts.
CONNECTION_WAIT_S = 5.0
# The pool waits longer after each failed attempt; this ends it, and the next request starts another.
_RECONNECT_S = 3.0

_WARNING = "01000"

# It repeats for every attempt what the error of the request says.
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)


class Connection(psycopg.Connection[PostgresRow]):
    """A connection that gives up after `deadline_s`, and notices a commit that did not reach a standby."""

    deadline_s: float | None = None
    has_expired = False
    has_warned = False

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """As psycopg's, but with the deadline; the connection is closed when it passes."""
        try:
            return super().wait(gen, interval, timeout or self.deadline_s)
        except psycopg.errors._WaitTimeout as error:
            self.has_expired = True
            with suppress(psycopg.Error):
                self.cancel_safe(timeout=1)  # a server that works must not go on with it
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from error

    def commit_within(self, seconds: float) -> psycopg.Cursor[PostgresRow]:
        """Commit, with a deadline of its own; `has_warned` then says that the standby may not have it."""
        usual, self.deadline_s, self.has_warned = self.deadline_s, seconds, False
        try:
            return self.execute("commit")
        finally:
            self.deadline_s = usual

    def note(self, notice: psycopg.errors.Diagnostic) -> None:
        """Take in a notice of the server.

        A commit that stops waiting for its standby succeeds with a warning: the row is on this server only.
        """
        self.has_warned = self.has_warned or notice.sqlstate == _WARNING


class Pool:
    """The connections of this process to one address. Raises psycopg.Error when it does not answer."""

    def __init__(self, address: str, limits: Limits) -> None:
        settings: dict[str, Any] = {
            **_NETWORK,
            **conninfo_to_dict(address),
            "autocommit": True,
            "prepare_threshold": None,  # PgBouncer has no prepared statements
            "row_factory": make_rows,
        }
        # Apart from the pool, which repeats what fails and never says why.
        with closing(Connection.connect(**settings)) as first:
            _check_encoding(first)
        self._pool = ConnectionPool(
            connection_class=Connection,
            kwargs=settings,
            configure=partial(_configure, limits.deadline_s),
            min_size=0,
            max_size=limits.connections,
            timeout=CONNECTION_WAIT_S,
            reconnect_timeout=_RECONNECT_S,
            open=True,
        )
        weakref.finalize(self, self._pool.close)

    def take(self) -> Connection:
        """A connection of this thread's own, until `give_back`. Raises psycopg.Error after some seconds."""
        return self._pool.getconn()

    def give_back(self, connection: Connection) -> None:
        """Let others have the connection. When it is lost, the others to the same server are too."""
        if connection.closed:
            self._pool.drain()
        self._pool.putconn(connection)

    def replace_all(self) -> None:
        """Open all connections again, as after a server turned out to be a standby."""
        self._pool.drain()


def _configure(deadline_s: float | None, connection: Connection) -> None:
    connection.deadline_s = deadline_s
    connection.add_notice_handler(connection.note)
    register_types(connection)


def _check_encoding(connection: psycopg.Connection[Any]) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise BadSetting(
            f"basis data PostgreSQL itu berkode {encoding}, padahal harus UTF8: "
            "buat yang baru dengan createdb -E UTF8 -T template0"
        )


_pools: weakref.WeakValueDictionary[tuple[str, Limits], Pool] = weakref.WeakValueDictionary()
_finding = threading.Lock()


def find_pool(address: str, limits: Limits) -> Pool:
    """The pool of this process for the address; closed when the last of its users is."""
    with _finding:
        pool = _pools.get((address, limits))
        if pool is None:
            pool = _pools[address, limits] = Pool(address, limits)
        return pool
