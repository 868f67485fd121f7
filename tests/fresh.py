"""`make fresh`: both commands of the README on new minimal Debians that have only what it names.

Each Debian is made by debootstrap in a temporary folder and entered in namespaces of its own, so that its
mounts and processes end with it. It gets this machine's settings for apt and pip, which say where packages
come from. Needs root; `python tests/fresh.py trixie` tries one release only.
"""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

RELEASES = ("bookworm", "trixie")
ROOT = Path(__file__).parent.parent
TREE = "/srv/ikm"
DEMO = "http://127.0.0.1:8080/masuk"
PATIENCE_S = 900
# What tells programs how to reach package servers, whatever else the environment has.
_NETWORK = re.compile(r"pip_\w+|\w+_proxy|ssl_cert_file|requests_ca_bundle", re.IGNORECASE)


def run(*command: str | Path) -> None:
    """Run a command that prints nothing of interest. Raises subprocess.CalledProcessError."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read(*command: str) -> str:
    """What a command prints. Raises subprocess.CalledProcessError."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make(release: str, root: Path) -> None:
    """A minimal Debian with this tree in it."""
    mirrors = read(
        "apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Label: Debian"
    )
    run("debootstrap", "--variant=minbase", release, root, mirrors.split()[0])
    (root / "etc/apt/apt.conf.d/00machine").write_text(read("apt-config", "dump", "Acquire"))
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    # Certificates that this machine trusts beside Debian's own.
    certificates = "usr/local/share/ca-certificates"
    if Path("/", certificates).is_dir():
        shutil.copytree(Path("/", certificates), root / certificates, dirs_exist_ok=True)
    for name in read("git", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard").split("\0"):
        if name and (ROOT / name).is_file():
            copy = root / TREE[1:] / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy)


def environment() -> dict[str, str]:
    """What commands inside are started with: a new account's, and where packages come from."""
    inside = {name: value for name, value in os.environ.items() if _NETWORK.fullmatch(name)}
    for line in read(sys.executable, "-m", "pip", "config", "list").splitlines():
        name, _, value = line.partition("=")
        inside["PIP_" + name.rpartition(".")[2].replace("-", "_").upper()] = ast.literal_eval(value)
    return {
        **inside,
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
    }


def share(root: Path, settings: dict[str, str]) -> None:
    """Put the folders and files that settings name at the same place inside."""
    for word in " ".join(settings.values()).split():
        path = Path(word.removeprefix("file://"))
        if word.startswith("file://"):
            path = path.parent  # an index refers to the packages beside it
        inside = root / str(path)[1:]
        if not path.is_absolute() or inside.exists():
            continue
        if path.is_dir():
            inside.mkdir(parents=True)
            run("mount", "-o", "bind,ro", path, inside)
        elif path.is_file():
            inside.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, inside)


def enter(root: Path) -> None:
    """Do what the README says, inside `root`; this process is in namespaces of its own."""
    run("mount", "-t", "proc", "proc", root / "proc")
    run("mount", "--rbind", "/dev", root / "dev")
    settings = environment()
    share(root, {name: value for name, value in settings.items() if _NETWORK.fullmatch(name)})

    def start(command: str) -> "subprocess.Popen[bytes]":
        shell = ["chroot", str(root), "sh", "-c", f"cd {TREE} && {command}"]
        return subprocess.Popen(shell, env=settings, start_new_session=True)

    def finish(command: str) -> None:
        started = time.monotonic()
        if start(command).wait():
            sys.exit(f"{command}: fails")
        print(f"== {command}: done after {time.monotonic() - started:.0f} s", flush=True)

    finish("apt-get -qq update && apt-get -qq install --yes --no-install-recommends make python3-venv")
    started = time.monotonic()
    demo = start("make demo")
    while not answers():
        if demo.poll() is not None or time.monotonic() - started > PATIENCE_S:
            sys.exit("make demo: does not come up")
        time.sleep(1)
    print(f"== make demo: answers after {time.monotonic() - started:.0f} s", flush=True)
    os.killpg(demo.pid, signal.SIGTERM)
    demo.wait()
    finish("make test")


def answers() -> bool:
    """Whether a kiosk answers over HTTP."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(DEMO, timeout=5) as page:
            return b"IKM" in page.read()
    except OSError:
        return False


def main(releases: list[str]) -> None:
    """Try each release; ends at the first that fails."""
    if os.geteuid() or not all(map(shutil.which, ("debootstrap", "unshare", "git"))):
        sys.exit("Needs root and debootstrap, on Debian: apt-get install debootstrap")
    if answers():
        sys.exit(f"Another kiosk answers at {DEMO}; stop it first.")
    for release in releases:
        with TemporaryDirectory(prefix="ikm-fresh-", ignore_cleanup_errors=True) as folder:
            root = Path(folder) / release
            print(f"== Debian {release}", flush=True)
            make(release, root)
            alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
            if subprocess.call([*alone, sys.executable, __file__, "--inside", root]):
                sys.exit(f"Debian {release}: fails, see above")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        enter(Path(sys.argv[2]))
    else:
        main(sys.argv[1:] or [*RELEASES])
