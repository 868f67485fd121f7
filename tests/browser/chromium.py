"""Finding the Chromium that the browser tests use, and installing one where there is none."""

import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import machine

# A name for this machine that, unlike `localhost`, browsers do not treat as secure over plain HTTP.
HOST = "kiosk.test"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# The same engine without the parts that draw windows: it needs a third less of the processor.
SHELL = "chromium-headless-shell"


def launch_arguments() -> list[str]:
    """Chromium's command line options: no background traffic."""
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-sync",
        f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
        # Certificates here are a drill's own, and a service worker asks for a good one.
        "--ignore-certificate-errors",
        "--no-first-run",
    ]
    # Chromium's sandbox refuses to start as root, and only there is it left out.
    return [*arguments, "--no-sandbox"] if machine.is_root() else arguments


def _candidates() -> Iterator[str]:
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _works(executable: str) -> bool:
    # Ubuntu's `chromium-browser` may be a script that only says to install a snap: so it is asked.
    try:
        answer = subprocess.run(
            [executable, "--version"], capture_output=True, timeout=60, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def find() -> str | None:
    """The path of a Chromium that starts, or None."""
    return next((path for path in _candidates() if Path(path).exists() and _works(path)), None)


def _install() -> None:
    """Try the ways there are, the system's own package first; what they print is shown."""
    for packages in (("chromium", SHELL), ("chromium",)):
        if machine.install(*packages) and find():
            return
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False, stdout=sys.stderr
    )


@functools.cache
def executable() -> str:
    """The path of a working Chromium, installed now if it has to be.

    Raises machine.Missing when none is there and none can be installed.
    """
    machine.node()  # Playwright asks it where its own Chromium is
    found = find()
    if found is None:
        _install()
        found = find()
    if found is None:
        raise machine.Missing(
            "The browser tests need Chromium and could not install it. Install it yourself, for "
            "example with 'sudo apt-get install chromium' on Debian, or install Google Chrome, "
            "and run the tests again."
        )
    return found


@functools.cache
def without_windows() -> str:
    """The path of `SHELL` where it is installed, else that of Chromium itself.

    It has no memory for pages that are gone back to.
    """
    full, shell = executable(), shutil.which(SHELL)
    return shell if shell and _works(shell) else full
