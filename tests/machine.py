"""The programs that the tests use beside Python, installed from Debian's packages where that is allowed."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import playwright

# Playwright controls Chromium with a Node.js of its own, which also runs the tests of our scripts.
_NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
# A test that uses one of these programs is skipped where it is missing.
USED = {
    "gcc": ("gcc", "libc6-dev"),
    "openssl": ("openssl",),
    "strace": ("strace",),
    "systemd-analyze": ("systemd",),
}


class Missing(RuntimeError):
    """The tests need something that is not here and cannot be installed; the message says what to do."""


def missing() -> list[str]:
    """Those of the programs in `USED` that are not here."""
    return [program for program in USED if not shutil.which(program)]


def node() -> Path:
    """The Node.js that Playwright brings; a library it needs is installed where possible. Raises Missing."""
    if (problem := _try_node()) and install("libatomic1"):
        problem = _try_node()
    if problem:
        raise Missing(
            f"The tests need the Node.js that came with Playwright, which does not start ({problem}). "
            "On Debian or Ubuntu: sudo apt-get install libatomic1"
        )
    return _NODE


def _try_node() -> str:
    """Why it does not start, or nothing."""
    try:
        done = subprocess.run([_NODE, "--version"], capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return done.stderr.strip() if done.returncode else ""


def install(*packages: str) -> bool:
    """Install Debian packages; whether that worked, which it does only for root with apt-get."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    print("Installing for the tests:", *packages, file=sys.stderr, flush=True)
    _update()
    return _apt_get("install", "--yes", "--no-install-recommends", *packages)


@functools.cache
def _update() -> None:
    _apt_get("update")


def _apt_get(*arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "-qq", *arguments], check=False, env=environment, stdout=sys.stderr)
    return done.returncode == 0


def is_root() -> bool:
    """Whether this process may do everything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
