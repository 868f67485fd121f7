"""Finding the Chromium that the browser tests look through, and installing one where there is none.

Run as a program (`python -m tests.browser.chromium`) it says which one, or why there is none.
"""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

# A name for this machine over which, unlike `localhost`, plain HTTP is what it is in an office.
HOST = "kiosk.test"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class NoChromium(RuntimeError):
    """There is no Chromium here and none could be installed; the message says what to do."""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def launch_arguments() -> list[str]:
    """The command line Chromium gets: nothing goes to the network of its own accord."""
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
    return [*arguments, "--no-sandbox"] if _is_root() else arguments


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
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if _is_root() and shutil.which("apt-get"):
        ways[:0] = [["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ways:
        print("Chromium for the browser tests:", " ".join(command), file=sys.stderr, flush=True)
        subprocess.run(command, check=False, env=environment, stdout=sys.stderr)
        if find():
            return


@functools.cache
def executable() -> str:
    """The path of a working Chromium, installed now if it has to be.

    Raises NoChromium when none is there and none can be installed.
    """
    found = find()
    if found is None:
        _install()
        found = find()
    if found is None:
        raise NoChromium(
            "The browser tests need Chromium and could not install it. Install it yourself, for "
            "example with 'sudo apt-get install chromium' on Debian, or install Google Chrome, "
            "and run the tests again."
        )
    return found


if __name__ == "__main__":
    try:
        print("Chromium:", executable())
    except NoChromium as problem:
        sys.exit(str(problem))
