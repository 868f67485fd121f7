"""A client that behaves like a browser: a page over one connection, its files over more, all kept open."""

import asyncio
import gzip
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field

PATIENCE_S = 30.0


@dataclass
class Times:
    """Seconds per kind of request, and errors."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)


class Browser:
    """Persistent connections, a cookie jar, and the time of each request."""

    def __init__(self, port: int, times: Times) -> None:
        self._port = port
        self._times = times
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._cookies: dict[str, str] = {}

    async def ask(
        self,
        kind: str,
        path: str,
        body: bytes = b"",
        content_type: str = "application/json",
        token: str = "",
        due: float | None = None,
    ) -> str:
        """GET, or POST when there is a body; returns the text. Errors are noted, not raised.

        With `due` (`time.perf_counter`) the time is counted from that moment.
        """
        began = time.perf_counter() if due is None else due
        try:
            status, text = await asyncio.wait_for(self._try(path, body, content_type, token), PATIENCE_S)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self._times.errors.append(f"{kind}: {type(error).__name__}")
            return ""
        if status >= 400:
            self._times.errors.append(f"{kind}: {status}")
        self._times.taken[kind].append(time.perf_counter() - began)
        return text

    async def open_page(self, kind: str, path: str) -> str:
        """The page, then the files it names, at most six at a time, as browsers do."""
        page = await self.ask(kind, path)
        files = sorted(set(re.findall(r'(?:href|src)="(/static/[^"#]+)"', page)))
        lines = asyncio.Semaphore(6)

        async def fetch(file: str) -> None:
            async with lines:
                await self.ask("file of a page", file)

        await asyncio.gather(*map(fetch, files))
        return page

    async def _try(self, path: str, body: bytes, content_type: str, token: str) -> tuple[int, str]:
        """Once more on a new connection if a kept one was closed meanwhile, as browsers do."""
        while self._idle:
            line = self._idle.pop()
            try:
                return await self._exchange(line, path, body, content_type, token)
            except (OSError, asyncio.IncompleteReadError):
                line[1].close()
        line = await asyncio.open_connection("127.0.0.1", self._port)
        return await self._exchange(line, path, body, content_type, token)

    async def _exchange(
        self,
        line: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        path: str,
        body: bytes,
        content_type: str,
        token: str,
    ) -> tuple[int, str]:
        reader, writer = line
        head = [
            f"{'POST' if body else 'GET'} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            "Accept-Encoding: gzip",
        ]
        head += [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"] if body else []
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head += [f"Cookie: {cookies}"] if cookies else []
        head += [f"Authorization: Bearer {token}"] if token else []
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(row.split(": ", 1) for row in answer.split("\r\n")[1:] if ": " in row)
        fields = {name.lower(): value for name, value in fields.items()}
        content = await reader.readexactly(int(fields.get("content-length", 0)))
        for name, value in re.findall(r"(?i)^set-cookie: ([^=]+)=([^;\r]*)", answer, re.MULTILINE):
            self._cookies[name] = value
        if fields.get("connection", "").lower() == "close":
            writer.close()
        else:
            self._idle.append(line)
        if fields.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return int(answer.split(" ")[1]), content.decode(errors="replace")

    def leave(self) -> None:
        """Close the page."""
        while self._idle:
            self._idle.pop()[1].close()
