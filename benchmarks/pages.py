"""Every staff page, report and public result over HTTP, with 10³ and with 10⁶ past answers.

python -m benchmarks.pages [responses ...] [--only TEXT] [--times N]      (default: 1000 1000000)

An `ikm serve` of its own serves each office, and the requests alternate between them. The offices are kept in
the temp directory for the next run. No page may take more than 1.5 times as long with a thousand times the
past; exit 1 if one does.
"""

import argparse
import http.client
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.conditions import print_conditions
from benchmarks.history import PASSWORD
from benchmarks.history import build
from benchmarks.load import serving

MOST = 1.5
_FLOOR_MS = 2.0  # a difference below it is noise


class Desk:
    """A browser of the office's admin, logged in."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}
        page = self.ask("GET", "/masuk")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        form = {"csrf_token": token[1] if token else "", "username": "admin", "password": PASSWORD}
        self.ask("POST", "/masuk", urlencode(form))

    def ask(self, method: str, path: str, body: str | None = None) -> str:
        """Send a request and read the whole answer; raises for one that is an error."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status >= 400 or "/masuk" in (answer.getheader("Location") or ""):
            raise RuntimeError(f"{path}: {answer.status} {answer.getheader('Location')}")
        return content.decode("latin-1")

    def time_ms(self, path: str) -> float:
        """How long the page takes."""
        start = time.perf_counter()
        self.ask("GET", path)
        return 1000 * (time.perf_counter() - start)


def measure(desks: Sequence[Desk], paths: Sequence[str], times: int) -> list[float]:
    """The median for each office, by turns; slow pages are asked less often, those in doubt again."""
    taken: list[list[float]] = [[] for _ in desks]
    for _ in range(2):
        began = time.perf_counter()
        for number in range(times + 1):
            for desk, path, times_taken in zip(desks, paths, taken, strict=True):
                ms = desk.time_ms(path)
                if number:  # the first fills caches
                    times_taken.append(ms)
            if number >= 5 and time.perf_counter() - began > 3:
                break
        medians = [statistics.median(some) for some in taken]
        if not is_grown(medians):
            break
    return medians


def is_grown(medians: Sequence[float]) -> bool:
    """Whether the page takes longer than it may with the larger past."""
    return medians[-1] > max(MOST * medians[0], medians[0] + _FLOOR_MS)


def main() -> None:
    """Print the medians and their ratio, the fastest growing page first."""
    parser = argparse.ArgumentParser()
    parser.add_argument("responses", type=int, nargs="*", default=[1000, 1_000_000])
    parser.add_argument("--only", default="")
    parser.add_argument("--times", type=int, default=15)
    given = parser.parse_args()
    print_conditions()
    os.environ.pop("IKM_DATABASE", None)
    folders = [build(Path(tempfile.gettempdir()), size) for size in given.responses]
    lists = [(folder / "addresses").read_text().splitlines() for folder in folders]
    with ExitStack() as stack:
        desks = [Desk(stack.enter_context(serving(folder))[0]) for folder in folders]
        rows = []
        for paths in zip(*lists, strict=True):
            if given.only in paths[0]:
                rows.append((paths[0], measure(desks, paths, given.times)))
    rows.sort(key=lambda row: -row[1][-1] / row[1][0])
    print(f"{'page':70} " + " ".join(f"{size:>12,}" for size in given.responses) + "  ratio")
    for path, medians in rows:
        print(
            f"{path:70} " + " ".join(f"{ms:9.1f} ms" for ms in medians) + f"  {medians[-1] / medians[0]:5.2f}"
        )
    grown = [path for path, medians in rows if is_grown(medians)]
    print(f"\n{len(rows)} pages, {len(grown)} grow by more than {MOST}: {' '.join(grown)}")
    sys.exit(bool(grown))


if __name__ == "__main__":
    main()
