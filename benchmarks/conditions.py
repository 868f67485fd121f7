"""The conditions of a measurement: machine, versions, date, command."""

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
# On a disk: the tests, whose office some benchmarks use, would move temporary files into memory, where a
# commit costs nothing.
os.environ.setdefault("TMPDIR", tempfile.gettempdir())


def print_conditions() -> None:
    """Print the machine, the versions, the date and the command of this run."""
    cpu = "unknown processor"
    if (info := Path("/proc/cpuinfo")).exists():
        names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    described = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(described, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {cpu}, {os.cpu_count()} cores{load}")
    print(
        f"{platform.system()} {platform.release()} · Python {platform.python_version()} · "
        f"SQLite {sqlite3.sqlite_version} · {commit or 'no git'}"
    )
    print(f"python -m {sys.modules['__main__'].__spec__.name} {' '.join(sys.argv[1:])}".strip())  # type: ignore[union-attr]
    print()


def median_ms(work: Callable[[], object], times: int = 7) -> float:
    """The median in milliseconds of several runs after a warm-up run; of slow work, one run."""
    start = time.perf_counter()
    work()
    taken = []
    for _ in range(times if time.perf_counter() - start < 1 else 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)
