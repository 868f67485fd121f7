"""Update an office to a new version and to two that fail: `python -m tests.drills.update`.

Each version is a wheel built from this tree, in an environment of its own as an office has it. What the
package depends on is lent from this environment, so that nothing is downloaded.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from datetime import UTC
from datetime import datetime
from pathlib import Path

from kiosk.backups import Content
from kiosk.backups import read_content
from kiosk.demo import fill_demo
from kiosk.store.connection import migrate
from kiosk.store.connection import open_database

ROOT = Path(__file__).parent.parent.parent
SOURCE = ("LICENSE", "README.md", "kiosk", "pyproject.toml", "scoring", "setup.cfg", "templates")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
# A new version that changes the data, and then cannot read them.
_SPOILS = """
    import sqlite3
    with sqlite3.connect(app.config["DATABASE"]) as conn:
        conn.execute("delete from responses")
"""
_CANNOT_START = "raise ImportError('this version cannot start')\n"


def _run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return done.stdout.strip()


def build(folder: Path, version: str, damage: str = "") -> Path:
    """A wheel of this tree that calls itself `version`, with `damage` appended to the package."""
    source = folder / version
    source.mkdir()
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    config = source / "setup.cfg"
    config.write_text(config.read_text().replace("version = 0.1.0\n", f"version = {version}\n"))
    package = source / "kiosk" / "__init__.py"
    text = package.read_text()
    if damage == _SPOILS:
        text = text.replace("    errors.init_app(app)\n", _SPOILS + "    errors.init_app(app)\n", 1)
    else:
        text += damage
    package.write_text(text)
    wheels = folder / "wheels"
    _run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, source)
    return next(wheels.glob(f"ikm_kiosk-{version}-*.whl"))


def install(folder: Path, wheel: Path) -> Path:
    """An environment with the wheel in it; the path of its `ikm`."""
    _run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    _run(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel)
    site = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(site) / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "ikm"


def _read(database: Path) -> dict[str, Content]:
    db = open_database(database)
    try:
        return read_content(db)
    finally:
        db.close()


def drill(folder: Path) -> bool:
    """Whether the good version is there afterwards, and after the bad ones version and data are as before."""
    instance = folder / "instance"
    ikm = install(folder / "venv", build(folder, "0.1.0"))
    settings = {"IKM_INSTANCE": str(instance), "PIP_NO_INDEX": "1"}
    _run(ikm, "backup", **settings)
    db = open_database(instance / "ikm.db")
    migrate(db)
    fill_demo(db, timezone="Asia/Makassar", password_hash="-", now=datetime.now(UTC))
    db.close()
    _run(ikm, "backup", **settings)
    before = _read(instance / "ikm.db")
    is_right = True
    for version, damage, expected in (
        ("0.1.1.dev1", "", "0.1.1.dev1"),
        ("0.1.2.dev1", _CANNOT_START, "0.1.1.dev1"),
        ("0.1.3.dev1", _SPOILS, "0.1.1.dev1"),
    ):
        wheel = build(folder, version, damage)
        began = time.monotonic()
        done = subprocess.run(
            [ikm, "update", wheel],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **settings},
        )
        took = time.monotonic() - began
        now = _run(ikm, "--version").split()[-1]
        is_same = _read(instance / "ikm.db") == before
        print(
            f"{version}: exit {done.returncode} after {took:.1f} s, version {now}, data the same: {is_same}"
        )
        print(done.stdout + done.stderr)
        is_right &= is_same and now == expected and (done.returncode == 0) == (version == expected)
    return is_right


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.exit(0 if drill(Path(place)) else 1)
