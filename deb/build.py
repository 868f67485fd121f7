"""`make deb`: the Debian package, with everything it needs inside, for Debian 12, 13 and Ubuntu 24.04.

The package carries the program's wheel, the wheels listed in `requirements.txt` for each of those systems'
Pythons, and pip's. Its maintainer scripts make a venv from them on the office's computer, offline; `pip`
checks every file against the hashes in the lock file.
"""

import argparse
import gzip
import shutil
import subprocess
import sys
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from kiosk.appliance import manual
from kiosk.appliance import systemd
from kiosk.cli import main
from kiosk.operations.signatures import PUBLIC
from kiosk.operations.signatures import PublicKey

HERE = Path(__file__).parent
ROOT = HERE.parent
LOCK = ROOT / "requirements.txt"
SHARE = Path("usr/lib/ikm-kiosk")
UNITS = Path("usr/lib/systemd/system")
PYTHONS = ("3.11", "3.12", "3.13")  # of Debian 12, Ubuntu 24.04, Debian 13
# What wheels for each of Debian's architectures are called; the glibc of Debian 12 is 2.36.
PLATFORMS = {"amd64": "x86_64", "arm64": "aarch64"}
GLIBC = ("manylinux_2_28", "manylinux_2_17", "manylinux2014")
SERVICE = systemd.Service(
    user="ikm",
    program="/var/lib/ikm-kiosk/venv/bin/ikm",
    data=Path("/var/lib/ikm-kiosk/data"),
    prepare=f"/{SHARE}/prepare",
)


def collect_wheels(architecture: str, folder: Path) -> None:
    """Download what the program needs for every Python, as listed in the lock file."""
    platforms = [f"--platform={glibc}_{PLATFORMS[architecture]}" for glibc in GLIBC]
    for python in PYTHONS:
        _run(
            *(sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"),
            *(f"--python-version={python}", "--implementation=cp", *platforms),
            *("--require-hashes", "--requirement", LOCK, "--dest", folder),
        )


def make_wheel(folder: Path) -> Path:
    """Build the program's own wheel in `folder`."""
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("ikm_kiosk-*.whl")
    return wheel


def build(wheel: Path, wheels: Path, architecture: str, output: Path, publisher: Path | None = None) -> Path:
    """Make the package of the program's `wheel` and the folder `wheels` in `output`; returns its path.

    Offices that install it trust the public key in the file `publisher` from then on.
    """
    version = wheel.name.split("-")[1]
    with TemporaryDirectory(prefix="ikm-deb-") as folder:
        tree = Path(folder)
        tree.chmod(0o755)
        shutil.copytree(wheels, tree / SHARE / "wheels")
        for file in (wheel, LOCK):
            shutil.copy(file, tree / SHARE)
        if publisher:
            PublicKey.read(publisher.read_text(encoding="utf-8"))  # no office could check a signature by it
            _write(tree / SHARE / PUBLIC, publisher.read_text(encoding="utf-8"))
        for name in systemd.NAMES:
            _write(tree / UNITS / name, systemd.fill(name, SERVICE))
        _write(tree / UNITS / "ikm-name.service", (HERE / "ikm-name.service").read_text())
        _write(tree / SHARE / "ikm-kiosk.conf", systemd.settings_text(port=80))
        _write(tree / "usr/bin/ikm", systemd.fill("ikm.sh", SERVICE), mode=0o755)
        for name in ("prepare", "publish-name"):
            _write(tree / SHARE / name, (HERE / name).read_text(), mode=0o755)
        _add_documents(tree / "usr/share")
        for name in ("postinst", "prerm", "postrm"):
            _write(tree / "DEBIAN" / name, (HERE / name).read_text(), mode=0o755)
        size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
        control = Template((HERE / "control").read_text())
        _write(
            tree / "DEBIAN/control",
            control.substitute(version=version, architecture=architecture, size=size),
        )
        output.mkdir(parents=True, exist_ok=True)
        package = output / f"ikm-kiosk_{version}_{architecture}.deb"
        # Wheels are compressed already.
        _run("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, package)
    return package


def _add_documents(share: Path) -> None:
    """The manual, the completion of the shell, the licence."""
    for name, text in manual.write_pages(main).items():
        path = share / f"man/man1/{name}.1.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
    _write(share / "bash-completion/completions/ikm", manual.completion("bash", main))
    _write(share / "doc/ikm-kiosk/copyright", (ROOT / "LICENSE").read_text())


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    if not shutil.which("dpkg-deb"):
        sys.exit("dpkg-deb is missing, on Debian: apt-get install dpkg")
    parser = argparse.ArgumentParser(description="Build the Debian package.")
    parser.add_argument("--architecture", choices=list(PLATFORMS), default="amd64")
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--publisher", type=Path, help=f"the public key, {PUBLIC}")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="ikm-wheels-") as place:
        collect_wheels(given.architecture, Path(place, "needed"))
        own = make_wheel(Path(place, "own"))
        print(build(own, Path(place, "needed"), given.architecture, given.output, given.publisher))
