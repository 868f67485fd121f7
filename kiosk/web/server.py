"""The web server: waitress, with what keeps it answering beside slow and hostile senders.

* A request has a deadline as a whole, not only between two bytes.
* An address may have only so many unfinished requests: one more closes the oldest of them. Complete requests
  are not limited by address, because a whole office may share one.
* Requests sent ahead wait while the answers before them are not taken.
* At the limit of connections, those that wait for a request close first.
* Visitors, those who log in, and staff have their own threads: no visitor waits behind a log-in or a report.
* A turn of the network loop costs as much as there is to do: waitress's own asks every open connection, which
  with a thousand idle ones leaves a sixth of the pages a second. A thread says which connection it has worked
  on, and while it sends, the loop leaves that connection to it.
"""

import errno
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from kiosk.web.request_limits import Kind
from kiosk.web.request_limits import LimitedRequest
from kiosk.web.request_limits import Routes

# For logging in more than may wait there for the check of a password. Few for staff, because each delays
# visitors while it computes.
THREADS = {Kind.VISITOR: 8, Kind.LOGIN: 12, Kind.STAFF: 4}

MAX_HEADER = 16 * 1024
MAX_UPLOAD = 64 * 1024 * 1024  # beyond it the connection closes at once; see `Routes.max_body` for less
IN_MEMORY = 64 * 1024  # a longer body goes to a temporary file

IDLE_S = 30.0  # a connection without a request, or a reader that takes nothing; browsers open another
HEADER_S = 10.0
BODY_S = 20.0  # from the first byte of the request, and a second more for every
BODY_BYTES_PER_S = 16 * 1024
UNFINISHED_PER_ADDRESS = 100
_SWEEP_S = 1.0
_CLOSED_AT_THE_LIMIT = 0.05  # of the connections that wait
MOST_AHEAD = 8  # requests of a connection that are read while one is answered; browsers send none ahead
_PIECE = 256  # bytes: what is read at once of more requests than that
_HEADER_END = b"\r\n\r\n"
MOST_UNTAKEN = 64 * 1024  # bytes of answers that are kept before the next request sent ahead is answered
FRESH_S = 1.0  # so long a new connection may take for its request when there is no room

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class _Working(threading.local):
    """The connection that this thread works on."""

    channel: "Channel | None" = None


_working = _Working()


class Channel(HTTPChannel):
    """A connection. All but `service` and `write_soon` runs in the network thread."""

    def __init__(
        self, listener: "_Listener", sock: socket.socket, addr: Any, adj: Adjustments, map: dict[int, Any]
    ) -> None:
        self._table: Server = listener.table
        super().__init__(listener, sock, addr, adj, map)
        self.began: LimitedRequest | None = None  # the unfinished request that was seen last
        self.waits_since = time.monotonic()  # for a request, or for the rest of one
        self._progress: float | None = None  # when output that waits to be taken was last taken from
        self._stalls_since = self.waits_since
        self.events = _READ  # what the network loop waits for
        self.is_busy = False  # it had a request or output when the loop last looked
        self.is_left = False  # its thread left output for the loop to send
        self.is_pushing = False  # it sends more while its request is worked on
        self.ahead = b""  # of requests beyond `MOST_AHEAD`, not read yet
        self.is_deferred = False  # its next request waits until answers are taken
        self._table.watch(self)

    def parser_class(self, adj: Adjustments) -> LimitedRequest:
        """A parser for this connection's next request."""
        return LimitedRequest(adj, self._table.routes)

    def received(self, data: bytes) -> bool:
        """Take in bytes, and note whether a request is now unfinished."""
        taken, data, self.ahead = False, self.ahead + data, b""
        while data and len(self.requests) <= MOST_AHEAD:
            size = len(data) if data.count(_HEADER_END) <= MOST_AHEAD else _PIECE
            taken = super().received(data[:size]) or taken
            data = data[size:]
        self.ahead = data
        if self.request is None or self.request is not self.began:
            self.waits_since = time.monotonic()
        if self.request is not self.began:
            self.began = self.request
            self._table.note_progress(self)
        return taken

    def readable(self) -> bool:
        """Whether more may be read."""
        return not self.ahead and bool(super().readable())

    def service(self) -> None:
        """Answer the next request, in a thread of its kind."""
        _working.channel = self
        super().service()

    def del_channel(self, map: dict[int, Any] | None = None) -> None:
        """Forget the connection, which closes, its unfinished request, and the untaken rest of an answer."""
        if self.request is not None:
            self.request.close()
        for untaken in self.outbufs:  # a file, perhaps, when the server stops
            untaken.close()
        self._table.forget(self)
        super().del_channel(map)

    def is_over(self, now: float) -> bool:
        """Whether its deadline has passed at `now` (monotonic). To be asked now and then."""
        progress = self.last_activity if self.total_outbufs_len else None
        if progress is None or progress != self._progress:
            self._progress, self._stalls_since = progress, now
        if progress is not None:
            return now > self._stalls_since + IDLE_S
        return not self.requests and now > self.waits_since + self._patience()

    def _patience(self) -> float:
        if self.request is None:
            return IDLE_S
        if not self.request.headers_finished:
            return HEADER_S
        return BODY_S + float(self.request.content_length) / BODY_BYTES_PER_S


class _Listener(TcpWSGIServer):
    """One listening socket; all of them share the server's table of connections and its threads."""

    channel_class = Channel

    def __init__(self, app: Flask, table: "Server", adj: Adjustments, sockinfo: Any) -> None:
        self.table = table
        super().__init__(app, table.map, dispatcher=table.threads[Kind.STAFF], adj=adj, sockinfo=sockinfo)

    def add_task(self, channel: Channel) -> None:
        """Hand the connection's next request to the threads of its kind, once answers are taken."""
        if channel.total_outbufs_len > MOST_UNTAKEN:
            channel.is_deferred = True
            self.table.tell(channel)
            return
        request = channel.requests[0]
        kind = Kind.VISITOR if request.error else self.table.routes.kind(request.path)
        self.table.threads[kind].add_task(channel)

    def pull_trigger(self) -> None:
        """Make the network loop look at the connection that this thread works on."""
        self.table.tell(_working.channel)

    def accept(self) -> Any:
        """Accept a connection; without a free file number make room and let it wait for the next turn."""
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in (errno.EMFILE, errno.ENFILE):
                raise
            self.table.make_room()
            return None

    def handle_accept(self) -> None:
        """Accept a connection, and make room at the limit."""
        super().handle_accept()
        if len(self.table.map) > self.adj.connection_limit:
            self.table.make_room()


class Server:
    """Serves `app` on every address that `host` stands for, until `stop`, SystemExit or KeyboardInterrupt.

    Args:
        connection_limit: how many connections may be open at once.

    Raises:
        OSError: the address cannot be listened on.
    """

    def __init__(self, app: Flask, host: str, port: int, connection_limit: int) -> None:
        self.map: dict[int, Any] = {}  # waitress: everything that is open, by file number
        self.routes = Routes(app)
        self.threads = {kind: ThreadedTaskDispatcher() for kind in THREADS}
        self._selector = selectors.DefaultSelector()
        self._told: deque[Channel | None] = deque()  # what other threads want looked at
        self._is_woken = False
        self._unfinished: dict[str, dict[Channel, None]] = {}  # by address, the oldest first
        self._is_stopping = False
        adj = Adjustments(
            host=host,
            port=port,
            ident="ikm",
            connection_limit=connection_limit,
            max_request_header_size=MAX_HEADER,
            max_request_body_size=MAX_UPLOAD,
            inbuf_overflow=IN_MEMORY,
        )
        self._listeners = [_Listener(app, self, adj, sockinfo) for sockinfo in adj.listen]
        for kind, count in THREADS.items():
            self.threads[kind].set_thread_count(count)

    @property
    def port(self) -> int:
        """The port listened on."""
        return int(self._listeners[0].effective_port)

    def run(self) -> None:
        """Serve."""
        for always in self.map.values():
            self._selector.register(always.socket, _READ, always)
        swept = time.monotonic()
        try:
            while not self._is_stopping:
                self._turn()
                if time.monotonic() > swept + _SWEEP_S:
                    self._sweep(swept := time.monotonic())
        except (SystemExit, KeyboardInterrupt):
            pass
        finally:
            for threads in self.threads.values():
                threads.shutdown()
            wasyncore.close_all(self.map)
            self._selector.close()

    def stop(self) -> None:
        """Make `run` return, from another thread."""
        self._is_stopping = True
        with suppress(OSError):  # it has ended already
            self.tell(None)

    def tell(self, channel: Channel | None) -> None:
        """Wake the network loop, from another thread, to look at this connection."""
        self._told.append(channel)
        if not self._is_woken:
            self._is_woken = True
            self._listeners[0].trigger.pull_trigger()

    def watch(self, channel: Channel) -> None:
        """A connection has opened."""
        self._selector.register(channel.socket, channel.events, channel)

    def forget(self, channel: Channel) -> None:
        """A connection is about to close."""
        self._drop_unfinished(channel)
        self._wait_for(channel, 0)

    def note_progress(self, channel: Channel) -> None:
        """A request has begun on this connection, or is complete."""
        self._drop_unfinished(channel)
        if channel.began:
            of_address = self._unfinished.setdefault(channel.addr[0], {})
            of_address[channel] = None
            if len(of_address) > UNFINISHED_PER_ADDRESS:
                next(iter(of_address)).handle_close()

    def make_room(self) -> None:
        """Close some of the connections that wait: idle ones, unfinished ones, those of a moment ago last."""
        fresh = time.monotonic() - FRESH_S

        def rank(channel: Channel) -> tuple[bool, bool, float]:
            is_fresh = channel.waits_since > fresh
            return is_fresh, channel.request is not None and not is_fresh, channel.waits_since

        idle = (one for one in self._channels() if one.is_deferred or not one.requests)
        waiting = sorted(idle, key=rank)
        for channel in waiting[: 1 + int(_CLOSED_AT_THE_LIMIT * len(waiting))]:
            channel.handle_close()

    def _drop_unfinished(self, channel: Channel) -> None:
        of_address = self._unfinished.get(channel.addr[0], {})
        of_address.pop(channel, None)
        if not of_address:
            self._unfinished.pop(channel.addr[0], None)

    def _channels(self) -> Iterator[Channel]:
        return (one for one in list(self.map.values()) if isinstance(one, Channel))

    def _sweep(self, now: float) -> None:
        for channel in self._channels():
            if channel.is_over(now):
                channel.handle_close()

    def _turn(self) -> None:
        """Wait for what happens next and see to it."""
        for key, events in self._selector.select(_SWEEP_S):
            self._see_to(key.data, events)
        self._is_woken = False  # first: what is told from now on wakes the loop again
        while self._told:
            if channel := self._told.popleft():
                channel.is_left = True
                self._settle(channel)

    def _see_to(self, one: Any, events: int) -> None:
        if not isinstance(one, Channel):
            wasyncore.read(one)
            return
        if events & _READ and one.events:
            if one.readable():
                wasyncore.read(one)
            else:
                one.is_pushing = True
        if events & _WRITE and one.events:
            wasyncore.write(one)
        self._settle(one)

    def _settle(self, channel: Channel) -> None:
        """Decide what to wait for on this connection."""
        if channel.socket is None:
            return
        if channel.ahead and not channel.requests:
            channel.received(b"")
        if channel.is_deferred and channel.total_outbufs_len <= MOST_UNTAKEN:
            channel.is_deferred = False
            channel.server.add_task(channel)
        # In this order: its thread sets what makes it writable before it takes the request off.
        is_worked_on = bool(channel.requests) and not channel.is_deferred
        writes = bool(channel.writable()) and (channel.is_left or not is_worked_on)
        channel.is_left = writes and is_worked_on
        if channel.is_busy and not (is_worked_on or writes):
            channel.waits_since = time.monotonic()
        channel.is_busy = is_worked_on or writes
        channel.is_pushing = channel.is_pushing and not channel.readable()
        self._wait_for(channel, (0 if channel.is_pushing else _READ) | (_WRITE if writes else 0))

    def _wait_for(self, channel: Channel, events: int) -> None:
        if events == channel.events:
            return
        if channel.events and events:
            self._selector.modify(channel.socket, events, channel)
        elif events:
            self._selector.register(channel.socket, events, channel)
        else:
            self._selector.unregister(channel.socket)
        channel.events = events
