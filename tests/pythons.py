"""`python -m tests.pythons`: the other Pythons of this machine that the program runs on, one path a line."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST, NEWEST = 11, 19
# Virtual environments need the first two, the program the third.
_WORKS = "import ensurepip, venv, sqlite3, sys; print(*sys.version_info[:2])"


def find(minor: int) -> str | None:
    """A Python 3.`minor` that starts; a command on PATH may be one that only says how to get it."""
    return next((path for path in _candidates(minor) if _starts(path, minor)), None)


def _candidates(minor: int) -> Iterator[str]:
    name = f"python3.{minor}"
    if path := shutil.which(name):
        yield path
    # What installs several Pythons puts them side by side.
    yield from map(str, sorted(Path(sys.base_prefix).parent.glob(f"*/bin/{name}")))


def _starts(path: str, minor: int) -> bool:
    try:
        done = subprocess.run([path, "-c", _WORKS], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.split() == ["3", str(minor)]


if __name__ == "__main__":
    for minor in range(OLDEST, NEWEST + 1):
        if minor != sys.version_info.minor and (python := find(minor)):
            print(python)
