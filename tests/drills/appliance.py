"""`python -m tests.drills.appliance RELEASE`: an appliance's life, on a Debian or Ubuntu that boots itself.

Install, set up, answer, cut the power, answer again, update to a good and to two bad versions, remove, and
install again with the data still there. The system is made by debootstrap and booted by systemd-nspawn with
nothing but a loopback network: nothing can be downloaded. Needs root, debootstrap and systemd-container.
"""

import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC
from datetime import datetime
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TypeVar

from deb.build import build as build_package
from deb.build import collect_wheels
from kiosk.store.answers.responses import UNSUR
from tests.drills.server import find_loss
from tests.drills.server import list_stored
from tests.drills.update import CANNOT_START
from tests.drills.update import SPOILS
from tests.drills.update import build as build_wheel

PACKAGES = "systemd,systemd-sysv,dbus,python3,adduser,iproute2"
SITE = "http://127.0.0.1"
DATA = "var/lib/ikm-kiosk/data"
PATIENCE_S = 120
UBUNTU = ("noble",)  # 24.04
UBUNTU_KEYS = Path("/usr/share/keyrings/ubuntu-archive-keyring.gpg")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
T = TypeVar("T")
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET


class Box:
    """A booted system in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._boot: subprocess.Popen[bytes] | None = None
        self._first = 0

    def boot(self) -> None:
        """Switch it on and wait until it has started."""
        self._boot = subprocess.Popen(
            ("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--boot")
            + ("--directory", str(self._root)),
            env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_for(self._find_first)
        _wait_for(lambda: self.run("systemctl", "is-system-running")[1].strip() in ("running", "degraded"))

    def _find_first(self) -> bool:
        assert self._boot
        assert self._boot.poll() is None, "it does not boot"
        children = Path(f"/proc/{self._boot.pid}/task/{self._boot.pid}/children").read_text().split()
        self._first = int(children[0]) if children else 0
        with suppress(OSError):
            return Path(f"/proc/{self._first}/comm").read_text().strip() == "systemd"
        return False

    def cut_power(self) -> None:
        """Kill everything in it at once."""
        assert self._boot
        os.kill(self._first, signal.SIGKILL)
        self._boot.wait()

    def run(self, *command: str) -> tuple[int, str]:
        """Run a command in it as root; returns its exit code and what it printed."""
        enter = (
            "nsenter",
            f"--target={self._first}",
            "--mount",
            "--uts",
            "--ipc",
            "--net",
            "--pid",
            "--root",
        )
        done = subprocess.run(
            (
                *enter,
                "-w",
                "env",
                "-i",
                f"PATH={PATH}",
                "LANG=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive",
                *command,
            ),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return done.returncode, done.stdout + done.stderr

    def inside(self, work: Callable[[], T]) -> T:
        """Do some work of this program with the network of the box."""

        def there() -> T:
            with open(f"/proc/{self._first}/ns/net") as network:
                assert ctypes.CDLL(None, use_errno=True).setns(network.fileno(), _NEW_NETWORK) == 0
            return work()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(there).result()


def _wait_for(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < PATIENCE_S, "waited too long"
        time.sleep(0.1)


def make_system(release: str, root: Path) -> None:
    """A small Debian or Ubuntu that can boot. Raises subprocess.CalledProcessError."""
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}"]
    if release in UBUNTU:
        # Debian's debootstrap may not have the name; its script for Ubuntu is the same for all releases and
        # knows the archive. Debian has no package of Ubuntu's keys; this system goes away after the drill.
        trusted = [f"--keyring={UBUNTU_KEYS}"] if UBUNTU_KEYS.exists() else ["--no-check-gpg"]
        command += [*trusted, release, str(root), "", "gutsy"]
    else:
        asked = (
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI)",
            "Created-By: Packages",
            "Label: Debian",
        )
        found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
        command += [release, str(root), found[0]]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _answers() -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{SITE}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def set_up(address: str) -> None:
    """Fill in the form of a new office. Raises urllib.error.HTTPError."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(address) as page:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
    assert token, "the set-up page has no form"
    password = f"Sungai-{uuid.uuid4()}"
    fields = {
        "csrf_token": token[1],
        "name": "Kecamatan Sungai Jernih",
        "timezone": "Asia/Makassar",
        "services": "Kartu Keluarga",
        "person_name": "Admin",
        "username": "admin",
        "password": password,
        "password_again": password,
    }
    with browser.open(address, urllib.parse.urlencode(fields).encode()) as page:
        assert "/pasang" not in page.url, page.read().decode()


def answer(collector: str, how_many: int) -> set[str]:
    """Send answers to a collector, at the pace of visitors; returns the acknowledged ones."""
    acknowledged = set()
    for _ in range(how_many):
        body = {
            "id": uuid.uuid4().hex,
            "collector": collector,
            "answered_at": datetime.now(UTC).isoformat(),
            "answers": dict.fromkeys(UNSUR, 3),
        }
        request = urllib.request.Request(
            f"{SITE}/api/responses", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as got:
            acknowledged.add(json.load(got)["id"])
    return acknowledged


def drill(release: str, folder: Path) -> None:
    """Live through it; prints each step with its seconds. Raises AssertionError."""
    wheels = folder / "wheels"
    collect_wheels("amd64", wheels)
    root = folder / release
    make_system(release, root)
    for version, damage in (
        ("0.2.0", ""),
        ("0.2.1", ""),
        ("0.2.2", CANNOT_START),
        ("0.2.3", SPOILS),
        ("0.2.4", ""),
    ):
        package = build_package(build_wheel(folder, version, damage), wheels, "amd64", folder)
        shutil.copy(package, root / "srv")
    box = Box(root)

    def step(words: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        work()
        print(f"{words}: {time.monotonic() - began:.1f} s", flush=True)

    def install(version: str, *, fails: bool = False) -> str:
        code, text = box.run("apt-get", "install", "--yes", f"/srv/ikm-kiosk_{version}_amd64.deb")
        assert (code != 0) == fails, text
        return text

    def is_version(version: str) -> None:
        assert box.run("ikm", "--version")[1].startswith(f"ikm {version} ")
        _wait_for(lambda: box.inside(_answers))
        assert not find_loss(root / DATA, sent), find_loss(root / DATA, sent)
        assert sent == set(list_stored(root / DATA))

    sent: set[str] = set()
    step("boot", box.boot)
    shown: list[str] = []
    step("install", lambda: shown.append(install("0.2.0")))
    address = re.search(r"Pasang\s*: (\S+)", shown[0])
    assert address, shown[0]
    step("first page", lambda: _wait_for(lambda: box.inside(_answers)))
    step("set up", lambda: box.inside(lambda: set_up(address[1])))
    survey = re.search(r"/s/(\S+)", box.run("ikm", "address")[1])
    assert survey
    step("10 answers", lambda: sent.update(box.inside(lambda: answer(survey[1], 10))))
    box.cut_power()
    step("power is back, and it boots", box.boot)
    step("answers again", lambda: _wait_for(lambda: box.inside(_answers)))
    sent |= box.inside(lambda: answer(survey[1], 10))
    assert not find_loss(root / DATA, sent)
    step("update to a good version", lambda: install("0.2.1"))
    is_version("0.2.1")
    step("refuse a version that does not start", lambda: install("0.2.2", fails=True))
    is_version("0.2.1")
    step("refuse a version that spoils the data", lambda: install("0.2.3", fails=True))
    is_version("0.2.1")
    step("update to the next good one", lambda: install("0.2.4"))
    is_version("0.2.4")
    step("remove", lambda: box.run("apt-get", "remove", "--yes", "ikm-kiosk"))
    assert not (root / "var/lib/ikm-kiosk/venv").exists()
    assert sent == set(list_stored(root / DATA))
    step("install again", lambda: install("0.2.4"))
    is_version("0.2.4")
    sent |= box.inside(lambda: answer(survey[1], 10))
    is_version("0.2.4")
    code, text = box.run("ikm", "check")
    print(f"ikm check: exit {code}\n{text}")
    box.run("apt-get", "purge", "--yes", "ikm-kiosk")
    assert sent == set(list_stored(root / DATA)), "a purge without a question deleted the data"
    box.cut_power()
    print(f"{release}: {len(sent)} answers acknowledged, each stored once")


if __name__ == "__main__":
    if os.geteuid() or not all(map(shutil.which, ("debootstrap", "systemd-nspawn", "nsenter", "dpkg-deb"))):
        sys.exit("Needs root, debootstrap and systemd-container, on Debian")
    for name in sys.argv[1:] or ("bookworm", "trixie", "noble"):
        with tempfile.TemporaryDirectory(prefix="ikm-appliance-", ignore_cleanup_errors=True) as place:
            drill(name, Path(place))
