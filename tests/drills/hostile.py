"""`python -m tests.drills.hostile KIND COUNT PORT [HOST]`: senders that keep a server busy, until killed.

Over HTTPS when a host name is given. Prints a line when all of them are at work. Only against this computer.
"""

import re
import resource
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from http.client import HTTPSConnection
from urllib.parse import urlencode

PASSWORD = "kata sandi untuk latihan"  # noqa: S105 - of a throw-away office
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def trusting() -> ssl.SSLContext:
    """For a proxy whose certificate only this drill has seen."""
    return ssl._create_unverified_context()  # noqa: S323


class Door:
    """A server's port on this computer, the address of its survey, and how to get in."""

    def __init__(self, port: int, page: str, host: str = "") -> None:
        self.port = port
        self.page = page
        self.host = host

    def connect(self, sent: bytes = b"") -> socket.socket:
        """A connection on which that was sent."""
        one = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.host:
            one = trusting().wrap_socket(one, server_hostname=self.host)
        one.sendall(sent)
        return one

    def browser(self) -> "Browser":
        """A browser that never was here."""
        return Browser(self)

    def head(self, method: str, path: str, *fields: str) -> bytes:
        """The header of a request."""
        return "\r\n".join(
            [f"{method} {path} HTTP/1.1", f"Host: {self.host or 'x'}", *fields, "", ""]
        ).encode()


class Browser:
    """One with a cookie jar, and a connection for each request."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """GET, or POST with a form: the status and the page."""
        port = self._door.port
        connection: HTTPConnection = HTTPConnection("127.0.0.1", port, timeout=20)
        if self._door.host:
            connection = HTTPSConnection(self._door.host, port, timeout=20, context=trusting())
            connection.sock = self._door.connect()
        sent = {"Host": f"127.0.0.1:{port}"} | ({"Host": self._door.host} if self._door.host else {})
        sent |= FORM if form else {}
        sent |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection.request("POST" if form else "GET", path, urlencode(form) if form else None, sent)
        answer = connection.getresponse()
        for one in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        connection.close()
        return answer.status, page

    def log_in(self, username: str, password: str) -> int:
        """Fill in the log-in page; the status of the answer."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.ask("/masuk")[1])
        form = {"username": username, "password": password, "csrf_token": token[1] if token else ""}
        return self.ask("/masuk", form)[0]


def hold(connections: list[socket.socket]) -> Iterator[None]:
    """Send a byte on each every second."""
    while True:
        time.sleep(1)
        for one in connections:
            with suppress(OSError):
                one.send(b"a")
        yield


def half_requests(door: Door, count: int) -> Iterator[None]:
    """Headers that never end."""
    connections = [door.connect(door.head("GET", "/healthz")[:-2] + b"X: ") for _ in range(count)]
    yield
    yield from hold(connections)


def half_bodies(door: Door, count: int) -> Iterator[None]:
    """Bodies of 600,000 bytes that stop before their end."""
    head = door.head("POST", "/api/responses", "Content-Type: application/json", "Content-Length: 600000")
    connections = [door.connect(head + bytes(500_000)) for _ in range(count)]
    yield
    yield from hold(connections)


def idle(door: Door, count: int) -> Iterator[None]:
    """Connections on which nothing is sent; closed ones are opened again."""
    connections = [door.connect() for _ in range(count)]
    yield
    while True:
        time.sleep(1)
        for number, one in enumerate(connections):
            with suppress(TimeoutError, BlockingIOError):
                one.settimeout(0)
                if one.recv(1) == b"":
                    connections[number] = door.connect()
        yield


def one_byte_chunks(door: Door, count: int) -> Iterator[None]:
    """Chunks of one byte, as fast as the server takes them; once refused, again after ten seconds."""
    head, chunks = door.head("POST", "/healthz", "Transfer-Encoding: chunked"), b"1\r\nA\r\n" * 4000

    def send() -> None:
        try:
            one = door.connect(head)
            while True:
                one.sendall(chunks)
        finally:
            time.sleep(10)

    yield from busily(count, send)


def untaken_answers(door: Door, count: int) -> Iterator[None]:
    """200 requests on each connection at once, no answer of which is taken; closed ones are opened again."""
    requests = door.head("GET", door.page) * 200

    def send() -> None:
        with door.connect(requests):
            time.sleep(10)

    yield from busily(count, send)


def log_ins(door: Door, count: int) -> Iterator[None]:
    """Log-ins of names that do not exist."""
    yield from busily(count, lambda: door.browser().log_in("tidak-ada", "x"))


def known_log_ins(door: Door, count: int) -> Iterator[None]:
    """Log-ins with the right password, all from one browser that the person has used before."""
    known = door.browser()
    while known.log_in("admin", PASSWORD) != 303:
        time.sleep(0.5)

    def send() -> None:
        again = door.browser()
        again.cookies = dict(known.cookies)
        again.log_in("admin", PASSWORD)

    yield from busily(count, send)


def busily(count: int, send: Callable[[], object]) -> Iterator[None]:
    """So many threads that send again and again, whatever becomes of it."""

    def work() -> None:
        while True:
            with suppress(OSError):
                send()

    for _ in range(count):
        threading.Thread(target=work, daemon=True).start()
    yield
    while True:
        time.sleep(1)
        yield


KINDS = {
    work.__name__: work
    for work in (
        half_requests,
        half_bodies,
        idle,
        one_byte_chunks,
        untaken_answers,
        log_ins,
        known_log_ins,
    )
}


def main() -> None:
    """Send until killed."""
    kind, count, port, page, *host = sys.argv[1:]
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    work = KINDS[kind](Door(int(port), page, *host), int(count))
    next(work)
    print("at work", flush=True)
    for _ in work:
        pass


if __name__ == "__main__":
    main()
