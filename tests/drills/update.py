"""`python -m tests.drills.update`: updates to a good version, to two that fail, and interrupted ones.

Each version is a wheel built from this tree, in its own environment. Dependencies come from the current
environment, so that nothing is downloaded.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from datetime import UTC
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from kiosk.operations import signatures
from kiosk.operations.backups import read_content
from kiosk.operations.demo import fill_demo
from kiosk.store.engine.connection import open_database
from kiosk.store.migrations.schema import migrate

ROOT = Path(__file__).parent.parent.parent
SOURCE = ("LICENSE", "README.md", "kiosk", "pyproject.toml", "scoring", "setup.cfg", "templates")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
# A new version that changes the data and then cannot read it.
SPOILS = """
    import contextlib, sqlite3
    with contextlib.closing(sqlite3.connect(app.config["DATABASE"], isolation_level=None)) as conn:
        conn.execute("delete from responses")
"""
MOST_TENTHS = 400  # an update takes ten seconds, thirty on a busy machine
LEFT = ("pembaruan",)  # the names of what `ikm update` removes at its end
CANNOT_START = "raise ImportError('this version cannot start')\n"


def _run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return done.stdout.strip()


def build(folder: Path, version: str, damage: str = "") -> Path:
    """Build a wheel of this tree with this `version`, and `damage` appended to the package."""
    source = folder / version
    source.mkdir()
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    config = source / "setup.cfg"
    text, count = re.subn(r"^version = .*$", f"version = {version}", config.read_text(), flags=re.MULTILINE)
    assert count == 1
    config.write_text(text)
    package = source / "kiosk" / "app.py"
    text = package.read_text()
    where = "    errors.init_app(app)\n"
    assert text.count(where) == 1
    package.write_text(text.replace(where, SPOILS + where) if damage == SPOILS else text + damage)
    wheels = folder / "wheels"
    _run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, source)
    return next(wheels.glob(f"ikm_kiosk-{version}-*.whl"))


def install(folder: Path, wheel: Path) -> Path:
    """Create an environment with the wheel; returns the path of its `ikm`."""
    _run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    _run(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel)
    site = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(site) / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "ikm"


def _read(database: Path) -> dict[str, tuple[int, Decimal | None]]:
    """The counted answers and the IKM of each unit."""
    db = open_database(database)
    try:
        return {code: (content.respondents, content.ikm) for code, content in read_content(db).items()}
    finally:
        db.close()


def _update(
    ikm: Path,
    wheel: Path,
    settings: dict[str, str],
    cut_after: float | None = None,
    number: signal.Signals = signal.SIGKILL,
) -> int:
    """The exit code of `ikm update`, or of interrupting it with its child processes."""
    command = [str(ikm), "update", str(wheel)]
    update = subprocess.Popen(command, env={**os.environ, **settings}, start_new_session=True)
    try:
        return update.wait(cut_after)
    except subprocess.TimeoutExpired:
        os.killpg(update.pid, number)
        return update.wait()


def drill(folder: Path) -> bool:
    """Check that the good version is installed, and that after a bad one version and data are unchanged.

    Whenever it is interrupted, the office has the complete old or the complete new version.
    """
    instance = folder / "instance"
    ikm = install(folder / "venv", build(folder, "0.1.0"))
    settings = {"IKM_INSTANCE": str(instance), "PIP_NO_INDEX": "1"}
    _run(ikm, "backup", **settings)
    (instance / signatures.PUBLIC).write_text(signatures.new_key(folder / "key"))
    db = open_database(instance / "ikm.db")
    migrate(db)
    fill_demo(db, timezone="Asia/Makassar", password_hash="-", now=datetime.now(UTC))
    db.close()
    _run(ikm, "backup", **settings)
    before = _read(instance / "ikm.db")
    is_right = True
    for version, damage, expected in (
        ("0.1.1.dev1", "", "0.1.1.dev1"),
        ("0.1.2.dev1", CANNOT_START, "0.1.1.dev1"),
        ("0.1.3.dev1", SPOILS, "0.1.1.dev1"),
    ):
        wheel = build(folder, version, damage)
        refused = _update(ikm, wheel, settings)
        is_right &= refused == 2
        signatures.sign(folder / "key", wheel)
        began = time.monotonic()
        code = _update(ikm, wheel, settings)
        took = time.monotonic() - began
        now = _run(ikm, "--version").split()[1]
        is_same = _read(instance / "ikm.db") == before
        print(f"{version}: unsigned exit {refused}, signed exit {code} after {took:.1f} s")
        print(f"version {now}, data the same: {is_same}\n")
        is_right &= is_same and now == expected and (code == 0) == (version == expected)
    last = build(folder, "0.1.4.dev1")
    signatures.sign(folder / "key", last)
    for tenths in range(2, MOST_TENTHS, 2):
        code = _update(ikm, last, settings, tenths / 10)
        now = _run(ikm, "--version").split()[1]
        is_same = _read(instance / "ikm.db") == before
        is_right &= is_same and now in ("0.1.1.dev1", "0.1.4.dev1")
        print(f"cut off after {tenths / 10} s: exit {code}, version {now}, data the same: {is_same}")
        if code == 0:
            break
    is_right &= now == "0.1.4.dev1"
    return is_right and _interrupt(folder, ikm, settings, before)


def _interrupt(
    folder: Path, ikm: Path, settings: dict[str, str], before: dict[str, tuple[int, Decimal | None]]
) -> bool:
    """Whether Ctrl+C and SIGTERM leave the old version and nothing of the new one."""
    is_right = True
    wheel = build(folder, "0.1.5.dev1")
    signatures.sign(folder / "key", wheel)
    for tenths in range(7, MOST_TENTHS, 3):
        number = (signal.SIGINT, signal.SIGTERM)[tenths % 2]
        code = _update(ikm, wheel, settings, tenths / 10, number)
        now = _run(ikm, "--version").split()[1]
        left = [path for path in (folder / "venv").rglob("*") if path.name.endswith(LEFT)]
        is_right &= _read(folder / "instance" / "ikm.db") == before and not left
        is_right &= (code, now) in ((0, "0.1.5.dev1"), (128 + number, "0.1.4.dev1"))
        print(f"{number.name} after {tenths / 10} s: exit {code}, version {now}, left over: {left}")
        if code == 0:
            break
    return is_right


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.exit(0 if drill(Path(place)) else 1)
