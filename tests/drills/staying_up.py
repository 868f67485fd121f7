"""`python -m tests.drills.staying_up [seconds] [--caddy]`: what visitors notice while senders are hostile.

The kiosk, the senders and the visitors are processes of their own. With `--caddy` visitors and senders meet
Caddy, configured as documented, over HTTPS.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from werkzeug.security import generate_password_hash

from tests.drills import proxy
from tests.drills.hostile import PASSWORD
from tests.drills.hostile import Browser
from tests.drills.hostile import Door
from tests.drills.server import ROOT
from tests.drills.server import Server
from tests.drills.server import free_port
from tests.drills.server import make_office

_HASH = "pbkdf2:sha256"  # as slow as scrypt, which tests replace in their own process

# As systemd starts it: 1,024 open files until the program asks for more.
LIMITED = ("sh", "-c", 'ulimit -Sn 1024; exec "$@"', "sh")
SENDERS = {
    "1,000 half requests and 100 half bodies": {"half_requests": 1000, "half_bodies": 100},
    "4,150 half requests": {"half_requests": 4150},
    "600 half bodies": {"half_bodies": 600},
    "4,500 idle connections": {"idle": 4500},
    "200 senders of one-byte chunks": {"one_byte_chunks": 200},
    "60 senders of 200 requests that take no answer": {"untaken_answers": 60},
    "30 log-ins of strangers": {"log_ins": 30},
    "30 log-ins of one known browser": {"known_log_ins": 30},
}


@dataclass(frozen=True)
class Outcome:
    """What a visitor notices: pages a second on one connection, with as many without senders just before and
    after, the milliseconds until a page on a new connection, sorted; and what the server holds, in MB.
    """

    pages: float
    pages_without: float
    visits: list[float]
    memory: float
    spooled: float

    @property
    def ratio(self) -> float:
        """Pages a second beside the senders to those without."""
        return self.pages / self.pages_without

    def percentile(self, part: float) -> float:
        """The milliseconds that this part of the visits took at most."""
        return self.visits[int(part * (len(self.visits) - 1))]


class Kiosk:
    """A kiosk at work, and the way to it."""

    def __init__(self, server: Server, door: Door, page: str) -> None:
        self.server = server
        self.door = door
        self.page = page

    def pages_a_second(self, seconds: float) -> float:
        """How often one visitor gets the survey's page, over one connection until that breaks."""
        request, pages = self.door.head("GET", self.page), 0
        end = (began := time.monotonic()) + seconds
        with suppress(OSError), self.door.connect() as one:
            while time.monotonic() < end:
                one.sendall(request)
                answer = HTTPResponse(one)
                answer.begin()
                pages += answer.status == 200 and bool(answer.read())
        return pages / (time.monotonic() - began)

    def visits(self, seconds: float) -> list[float]:
        """The milliseconds until each of many newcomers has the page, sorted; infinite without it."""
        taken, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            try:
                status, _ = self.door.browser().ask(self.page)
            except OSError:
                status = 0
            taken.append(1000 * (time.monotonic() - began) if status == 200 else float("inf"))
            time.sleep(0.02)
        return sorted(taken)

    def beside(self, senders: dict[str, int], seconds: float) -> Outcome:
        """What visitors notice while these senders are at work."""
        before = self.pages_a_second(seconds)
        with ExitStack() as stack:
            for kind, count in senders.items():
                stack.enter_context(sending(self.door, kind, count))
            time.sleep(2)  # the first blow is over
            pages, visits = self.pages_a_second(seconds), self.visits(seconds)
            memory, spooled = self.server.memory_mb(), self.server.spooled_mb()
        time.sleep(0.5)
        return Outcome(pages, (before + self.pages_a_second(seconds)) / 2, visits, memory, spooled)

    def swallowed_mb(self, *fields: str, chunk: bytes = b"") -> tuple[int, float]:
        """Of 300 MB that a stranger sends: how many the server takes, and how many it keeps meanwhile."""
        piece = (chunk + bytes(2**20) + b"\r\n") if chunk else bytes(2**20)
        kept = 0.0
        with self.door.connect(self.door.head("POST", "/api/responses", *fields)) as one:
            one.settimeout(2)
            for sent in range(300):
                try:
                    one.sendall(piece)
                except OSError:
                    return sent, kept
                kept = max(kept, self.server.spooled_mb()) if sent % 20 == 0 else kept
        return 300, kept

    def log_in(self, browser: Browser) -> tuple[int, float]:
        """Whether the admin gets in now: the status, and the seconds it took."""
        began = time.monotonic()
        return browser.log_in("admin", PASSWORD), time.monotonic() - began


@contextmanager
def sending(door: Door, kind: str, count: int) -> Iterator[None]:
    """These senders at work, in a process of their own."""
    command = [sys.executable, "-m", "tests.drills.hostile", kind, str(count), str(door.port), door.page]
    with subprocess.Popen(
        [*command, *([door.host] if door.host else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    ) as process:
        try:
            assert process.stdout and process.stdout.readline(), f"{kind}: the senders do not start"
            yield
        finally:
            process.kill()


@contextmanager
def kiosk(folder: Path, *, behind_caddy: bool = False) -> Iterator[Kiosk]:
    """A kiosk with an office in `folder`."""
    office = make_office(folder / "instance", password_hash=generate_password_hash(PASSWORD, _HASH))
    server = Server(folder / "instance", port := free_port())
    server.start(*LIMITED)
    with ExitStack() as stack:
        stack.callback(server.kill)
        page = f"/s/{office.poster.code}"
        door = Door(port, page)
        if behind_caddy:
            door = Door(free_port(), page, proxy.HOST)
            stack.enter_context(proxy.caddy(folder / "caddy", door.port, port))
        yield Kiosk(server, door, page)


def main() -> None:
    """Print a row for each kind of sender: of three measurements the one in the middle."""
    seconds = next((float(word) for word in sys.argv[1:] if word[0].isdigit()), 3.0)
    with (
        tempfile.TemporaryDirectory() as name,
        kiosk(Path(name), behind_caddy="--caddy" in sys.argv) as one,
    ):
        one.pages_a_second(1)
        print("| beside | pages a second | without | ratio | a visit, median | p99 | memory | on disk |")
        print("|---|---|---|---|---|---|---|---|")
        for title, senders in SENDERS.items():
            found = sorted((one.beside(senders, seconds) for _ in range(3)), key=lambda each: each.ratio)[1]
            print(
                f"| {title} | {found.pages:.0f} | {found.pages_without:.0f} | {found.ratio:.2f} "
                f"| {found.percentile(0.5):.0f} ms | {found.percentile(0.99):.0f} ms "
                f"| {found.memory:.0f} MB | {found.spooled:.0f} MB |",
                flush=True,
            )
        for fields, chunk in (
            (["Content-Length: 60000000"], b""),
            (["Content-Length: 1000000000"], b""),
            (["Transfer-Encoding: chunked"], b"100000\r\n"),
        ):
            taken, kept = one.swallowed_mb(*fields, chunk=chunk)
            print(f"300 MB with {fields[0]}: {taken} MB taken, {kept:.0f} MB kept")
        usual = one.door.browser()
        one.log_in(usual)
        for kind in ("log_ins", "known_log_ins"):
            with sending(one.door, kind, 30):
                time.sleep(1)
                for who, browser in (("the usual computer", usual), ("a new computer", None)):
                    tries = [one.log_in(browser or one.door.browser()) for _ in range(4)]
                    print(
                        f"{who} beside 30 {kind}:",
                        ", ".join(f"{got} after {took:.1f} s" for got, took in tries),
                    )


if __name__ == "__main__":
    main()
