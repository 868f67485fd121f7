"""The server that `ikm serve` runs, on a real port: slow, half-open and hostile senders keep no one out."""

import json
import os
import random
import resource
import selectors
import socket
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from http.client import HTTPConnection
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from kiosk.operations.founding import Office
from kiosk.security import pages
from kiosk.web import server
from kiosk.web.request_limits import Kind
from kiosk.web.request_limits import Routes
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import token
from tests.live import serving

HALF = b"GET /healthz HTTP/1.1\r\nX: "
JSON = "application/json"


@pytest.fixture
def port(app: Flask, office: Office) -> Iterator[int]:
    with serving(app) as address:
        yield urlsplit(address).port or 0


@contextmanager
def connected(port: int, *sent: bytes) -> Iterator[socket.socket]:
    """A connection on which that was sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as one:
        for data in sent:
            one.sendall(data)
        yield one


def status(one: socket.socket) -> int:
    """Read the next answer; its status."""
    response = HTTPResponse(one)
    response.begin()
    response.read()
    return response.status


def is_closed(one: socket.socket) -> bool:
    """Whether the server closes the connection without another answer."""
    try:
        return one.recv(1) == b""
    except ConnectionResetError:
        return True


def post(path: str, length: int, *headers: str) -> bytes:
    """The header of a request whose body is to follow."""
    fields = ["Host: x", f"Content-Length: {length}", *(headers or [f"Content-Type: {JSON}"])]
    return "\r\n".join([f"POST {path} HTTP/1.1", *fields, "", ""]).encode()


def ask(port: int, path: str = "/healthz") -> int:
    """The status that a visitor gets who comes now."""
    with connected(port, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()) as one:
        return status(one)


def spooled() -> int:
    """The bytes in temporary files of this process, which runs the server."""
    return sum(file.stat().st_size for file, name in open_files() if "(deleted)" in name)


def open_files() -> Iterator[tuple[Path, str]]:
    """What this process has open, with its name."""
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # closed meanwhile
            yield (file := Path("/proc/self/fd", number)), os.readlink(file)


def test_a_request_has_a_deadline_however_steadily_its_header_drips(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEADER_S", 0.5)
    with connected(port, HALF) as slow:
        slow.settimeout(0.1)
        began = time.monotonic()
        while time.monotonic() < began + 6:
            try:
                slow.send(b"a")
                if slow.recv(1) == b"":
                    break
            except TimeoutError:
                pass
            except OSError:
                break
        assert time.monotonic() < began + 5


def test_a_body_has_a_deadline_that_grows_with_its_length(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "BODY_S", 0.2)
    monkeypatch.setattr(server, "BODY_BYTES_PER_S", 1000)
    with (
        connected(port, post("/api/responses", 50_000)) as long,
        connected(port, post("/api/responses", 100)) as short,
    ):
        assert is_closed(short)
        long.settimeout(0.5)
        with pytest.raises(TimeoutError):
            long.recv(1)


def test_idle_connections_close(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "IDLE_S", 0.3)
    with connected(port) as silent, connected(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") as kept:
        assert status(kept) == 200
        assert is_closed(silent) and is_closed(kept)


@pytest.mark.parametrize("path", ["/api/responses", "/s/abcd", "/masuk", "/healthz"])
def test_chunks_are_refused_before_any_is_read(port: int, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connected(port, head.encode()) as one:
        assert status(one) == 411
        assert is_closed(one)


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (b"GET / HTTP/1.1\r\nX: " + 20_000 * b"x", 431),
        (b"\r\n\r\n\r\n\r\n", 400),
        (b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n", 400),
        (post("/staf/impor/", 100_000_000), 413),
        (post("/staf/impor/", 100_000_000, "Expect: 100-continue"), 413),
    ],
)
def test_what_no_browser_sends_is_refused_at_once(port: int, sent: bytes, refusal: int) -> None:
    with connected(port, sent) as one:
        assert status(one) == refusal
        assert is_closed(one)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
@pytest.mark.parametrize("path", ["/api/responses", "/api/visits", "/masuk", "/staf/impor/"])
def test_what_strangers_send_beyond_a_form_is_kept_nowhere(port: int, path: str) -> None:
    with connected(port, post(path, 1_500_000)) as one:
        one.sendall(bytes(1_400_000))
        assert ask(port) == 200  # all of that was read
        assert spooled() == 0
        one.sendall(bytes(100_000))
        assert status(one) in (400, 413) if path != "/staf/impor/" else (303, 401)


def test_a_visitor_who_sends_too_much_is_told_so_by_the_application(port: int, office: Office) -> None:
    body = json.dumps(answer(office.tablet.code, comment="x" * 1_000_000)).encode()
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("POST", "/api/responses", body, {"Content-Type": JSON})
        response = connection.getresponse()
        assert (response.status, json.load(response)["error"]) == (413, "Kiriman terlalu besar")


def upload(staff: Staff) -> tuple[bytes, bytes]:
    """The header and the body of a request with which staff upload a file of 2 MB."""
    page, part = "/staf/impor/", "--x\r\nContent-Disposition: form-data; name="
    body = f'{part}"csrf_token"\r\n\r\n{token(staff.client, page)}\r\n'
    body += f'{part}"file"; filename="besar.csv"\r\n\r\n' + 500_000 * "a;b\n" + "\r\n--x--\r\n"
    cookie = staff.client.get_cookie("ikm")
    assert cookie
    fields = ("Content-Type: multipart/form-data; boundary=x", f"Cookie: ikm={cookie.value}")
    return post(page, len(body), *fields), body.encode()


def test_staff_upload_a_large_file(staff: Staff, port: int) -> None:
    with connected(port, *upload(staff)) as one:
        assert status(one) == 303


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
def test_an_upload_that_is_given_up_leaves_no_file(staff: Staff, port: int) -> None:
    head, body = upload(staff)
    with connected(port, head, body[:-1]):
        wait_until(lambda: spooled() > 1_900_000)
    wait_until(lambda: spooled() == 0)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait a few seconds for it."""
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_an_address_with_many_unfinished_requests_loses_the_oldest_of_them(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "UNFINISHED_PER_ADDRESS", 5)
    with ExitStack() as stack:
        kept = [stack.enter_context(connected(port)) for _ in range(20)]
        half = [stack.enter_context(connected(port, HALF)) for _ in range(8)]
        assert all(map(is_closed, half[:3]))
        for one in half[3:]:
            one.sendall(b"a\r\n\r\n")
            assert status(one) == 200
        for one in kept:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert status(one) == 200


def test_when_there_is_no_room_idle_connections_close_first(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "FRESH_S", 0)
    with serving(app, connection_limit=30) as address, ExitStack() as stack:
        port = urlsplit(address).port or 0
        half = stack.enter_context(connected(port, HALF))
        idle = [stack.enter_context(connected(port)) for _ in range(40)]
        assert ask(port, f"/s/{office.poster.code}") == 200
        assert is_closed(idle[0])
        idle[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert status(idle[-1]) == 200
        half.sendall(b"a\r\nHost: x\r\n\r\n")
        assert status(half) == 200


@contextmanager
def no_free_file_number() -> Iterator[None]:
    """Let this process open no more files than it has open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(file.name) for file, _ in open_files())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, hard))
    taken = []
    with suppress(OSError):
        while True:
            taken.append(os.dup(0))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for one in taken:
            os.close(one)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
def test_without_a_free_file_number_idle_connections_give_way(port: int) -> None:
    with ExitStack() as stack, socket.socket() as late:
        idle = [stack.enter_context(connected(port)) for _ in range(100)]
        last = stack.enter_context(connected(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))
        assert status(last) == 200  # so the server has accepted those before
        with no_free_file_number():
            late.settimeout(10)
            late.connect(("127.0.0.1", port))
            late.sendall(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
            assert status(late) == 411  # the server itself answers: a page may need files
        assert is_closed(idle[0])


def test_requests_sent_ahead_are_answered_in_their_order(port: int, office: Office) -> None:
    paths = ["/healthz", "/masuk", f"/s/{office.poster.code}", "/staf/", "/healthz"] * 3
    with connected(port) as one:
        one.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))
        one.sendall(b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        everything = b"".join(iter(lambda: one.recv(65_536), b""))
    statuses = [int(part.split()[0]) for part in everything.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [200, 200, 200, 303, 200] * 3 + [404]


def test_the_network_loop_sleeps_while_a_thread_sends(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    send, select, turns, meanwhile = server.Channel.send, selectors.DefaultSelector.select, [0], list[int]()

    def send_slowly(channel: server.Channel, *sent: object, **how: object) -> int:
        before = turns[0]
        with connected(port):  # wakes the loop
            time.sleep(0.2)
        meanwhile.append(turns[0] - before)
        return int(send(channel, *sent, **how))

    def count(selector: selectors.DefaultSelector, timeout: float | None = None) -> object:
        turns[0] += 1
        return select(selector, timeout)

    monkeypatch.setattr(server.Channel, "send", send_slowly)
    monkeypatch.setattr(selectors.DefaultSelector, "select", count)
    assert ask(port) == 200
    assert 1 <= max(meanwhile) < 10


def test_what_a_thread_could_not_send_leaves_while_it_makes_more(app: Flask, office: Office) -> None:
    first, is_read = bytes(12_000_000), threading.Event()  # more than the sockets hold

    def respond(_environ: object, start_response: Callable[..., object]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", str(len(first) + 1))])
        yield first
        assert is_read.wait(10)
        yield b"."

    app.wsgi_app = respond  # type: ignore[assignment, method-assign]
    with serving(app) as address, connected(urlsplit(address).port or 0, b"GET / HTTP/1.0\r\n\r\n") as one:
        response = HTTPResponse(one)
        response.begin()
        assert response.read(len(first)) == first
        is_read.set()
        assert response.read() == b"."
        assert is_closed(one)


def test_a_reader_that_takes_nothing_is_let_go(
    port: int, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    monkeypatch.setattr(server, "IDLE_S", 0.5)
    ahead = 2000 * f"GET /s/{office.poster.code} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with connected(port) as one:
        one.settimeout(0.5)
        with pytest.raises(OSError):
            while True:
                one.sendall(ahead)
        time.sleep(3)
        one.settimeout(5)
        with pytest.raises(ConnectionResetError):
            one.sendall(ahead)
            one.sendall(ahead)
    assert ask(port) == 200


def open_sockets() -> int:
    """How many sockets this process has open, both ends together."""
    return sum(name.startswith("socket:") for _, name in open_files())


@pytest.mark.sqlite_only  # connections to a server are sockets, too
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
def test_whatever_connections_do_none_is_left_behind(app: Flask, office: Office) -> None:
    chance = random.Random(16)  # noqa: S311 - which of them, and when
    survey = f"GET /s/{office.poster.code} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    body = json.dumps(answer(office.tablet.code)).encode()
    whole = [survey, post("/api/responses", len(body)) + body, survey * 40, b"\r\n" + survey]
    with serving(app, connection_limit=60) as address:
        port = urlsplit(address).port or 0
        assert ask(port) == 200
        before = open_sockets()
        with ExitStack() as stack:
            for number in range(300):
                one = stack.enter_context(connected(port))
                sent = chance.choice(whole)
                with suppress(OSError):  # closed at the limit
                    for piece in range(cuts := chance.choice([1, 2, 30])):
                        one.sendall(sent[len(sent) * piece // cuts : len(sent) * (piece + 1) // cuts])
                    one.sendall(sent[: chance.randrange(2 * len(sent))])  # and a part of another
                    if number % 3 == 0:
                        one.shutdown(socket.SHUT_WR)
                    if number % 5 == 0:
                        one.close()
                if number % 20 == 0:
                    assert ask(port) == 200
        wait_until(lambda: open_sockets() <= before)
        assert ask(port) == 200


def test_each_route_is_served_by_the_threads_of_those_who_use_it(app: Flask) -> None:
    routes = Routes(app)
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<", "").replace(">", "")
        page = pages.PAGES[rule.endpoint]
        if page.role != pages.PUBLIC:
            assert routes.kind(path) is Kind.STAFF, path
        elif page.log is pages.Log.LOGIN:
            assert routes.kind(path) is Kind.LOGIN, path
        else:
            assert routes.kind(path) is Kind.VISITOR, path
    assert routes.kind("/nowhere") is Kind.STAFF
