"""`python -m tests.drills.set_up`: the set-up behind Caddy as documented, by strangers and by the key.

A real `ikm serve` on an empty instance, Caddy in front of it, under the name alone and under a sub-path.
"""

import re
import socket
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from kiosk.base.config import read_secret
from kiosk.security.sessions import setup_key
from tests.drills import proxy
from tests.drills.hostile import trusting
from tests.drills.server import Server
from tests.drills.server import free_port

# What a stranger may claim: to be this computer, to come through another proxy, to ask for another host.
CLAIMS: tuple[dict[str, str], ...] = (
    {},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-For": "127.0.0.1, 127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
    {"X-Forwarded-Prefix": "/pasang", "X-Script-Name": "/pasang"},
)
OFFICE = {
    "name": "Kelurahan Contoh",
    "agency": "",
    "timezone": "Asia/Makassar",
    "services": "KTP",
    "person_name": "Admin",
    "username": "admin.satu",
    "password": "sandi panjang sekali 9981",
    "password_again": "sandi panjang sekali 9981",
}


@dataclass
class Page:
    """An answer: its status, where it leads, its cookies and its text."""

    status: int
    location: str
    cookies: str
    text: str


def ask(
    port: int,
    path: str,
    host: str = proxy.HOST,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """Ask Caddy on `port` for `https://host/path`; with `fields`, send a form."""
    body = urlencode(fields).encode() if fields else b""
    lines = [f"{'POST' if fields else 'GET'} {path} HTTP/1.1", f"Host: {host}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if fields:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    with (
        closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as plain,
        trusting().wrap_socket(plain, server_hostname=proxy.HOST) as sock,
    ):
        sock.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        answer = HTTPResponse(sock)
        answer.begin()
        cookies = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
        text = answer.read().decode("utf-8", "replace")
        return Page(answer.status, answer.headers.get("Location", ""), cookies, text)


def run(folder: Path, path: str) -> dict[str, int]:
    """Set an office up under the sub-path `path` ("" for none); the statuses of who asked.

    Raises AssertionError where a page has a foreign address, or the set-up does not log its admin in.
    """
    instance, port, front = folder / "instance", free_port(), free_port()
    instance.mkdir(parents=True)
    site = f"https://{proxy.HOST}"
    server = Server(instance, port, {"IKM_BASE_URL": site + path, "IKM_HOSTS": proxy.HOST})
    server.start()
    try:
        with proxy.caddy(folder / "caddy", front, port):
            found = {f"stranger {n}": _as_stranger(front, path, claim) for n, claim in enumerate(CLAIMS)}
            assert ask(front, f"{path}/pasang", "evil.example").text == ""
            found["with the key"] = _with_key(front, path, setup_key(read_secret(instance / "secret")))
            found["afterwards"] = ask(front, f"{path}/pasang").status
            return found
    finally:
        server.kill()


def _as_stranger(port: int, path: str, claim: dict[str, str]) -> int:
    page = ask(port, f"{path}/pasang", headers=claim)
    assert "<form" not in page.text and "evil.example" not in page.text
    sent = ask(port, f"{path}/pasang?kunci=0123456789abcdef", fields=OFFICE, headers=claim)
    assert sent.status >= 400
    return page.status


def _with_key(port: int, path: str, key: str) -> int:
    address = f"{path}/pasang?kunci={key}"
    page = ask(port, address)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert page.status == 200 and token
    own = {"Cookie": page.cookies, "Referer": f"https://{proxy.HOST}{address}"}
    done = ask(port, address, fields={"csrf_token": token[1], **OFFICE}, headers=own)
    assert done.location == f"{path}/staf/dasbor", (done.status, done.location)
    office = ask(port, done.location, headers={"Cookie": done.cookies})
    assert office.status == 200 and f'href="{path}/' in office.text
    return done.status


if __name__ == "__main__":
    for sub_path in ("", "/ikm"):
        with tempfile.TemporaryDirectory() as name:
            print(sub_path or "/", run(Path(name), sub_path), file=sys.stdout)
