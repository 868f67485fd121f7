"""The package as an office installs it: built, put into an empty environment, used from another folder."""

import http.cookiejar
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import sysconfig
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ("LICENSE", "README.md", "kiosk", "pyproject.toml", "scoring", "setup.cfg", "templates")
UNSUR = "persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan".split()
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def ikm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `ikm` command of an environment in which nothing but the wheel was installed.

    What the package depends on is lent from this environment, so that nothing is downloaded.
    """
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in SOURCE:
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, source)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    _run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source, cwd=folder)
    shutil.rmtree(source)

    environment = folder / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    python = environment / SCRIPTS / "python"
    (wheel,) = folder.glob("*.whl")
    _run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    site = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    (Path(site.strip()) / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return environment / SCRIPTS / "ikm"


@pytest.fixture(scope="module")
def printed(ikm: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What `ikm serve --demo` prints when it is up, by label."""
    command = (str(ikm), "serve", "--demo", "--port", "0")
    folder = tmp_path_factory.mktemp("elsewhere")
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        lines: dict[str, str] = {}
        while "Petugas" not in lines and (line := server.stdout.readline()):
            label, _, value = line.partition(":")
            lines.setdefault(label.strip(), value.strip())
        yield lines
        server.terminate()


def _browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def test_the_installed_kiosk_takes_an_answer(printed: dict[str, str]) -> None:
    address = printed["Survei"]
    with _browser().open(address) as page:
        text = page.read().decode()
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    assert assets
    for asset in assets:
        with _browser().open(urllib.parse.urljoin(address, asset)) as file:
            assert file.read()
    answer = {
        "id": secrets.token_hex(16),
        "collector": address.rpartition("/")[2],
        "answered_at": datetime.now(UTC).isoformat(),
        "answers": dict.fromkeys(UNSUR, 4),
    }
    post = urllib.request.Request(
        urllib.parse.urljoin(address, "/api/responses"),
        json.dumps(answer).encode(),
        {"Content-Type": "application/json"},
    )
    with _browser().open(post) as receipt:
        assert receipt.status == 201


def test_the_installed_kiosk_prints_the_rekap(printed: dict[str, str]) -> None:
    address = printed["Staf"]
    browser = _browser()
    with browser.open(address) as page:
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
    assert token
    username, password = printed["Admin"].split(" / ")
    form = {"csrf_token": token[1], "username": username, "password": password}
    with browser.open(address, urllib.parse.urlencode(form).encode()) as month:
        assert "Kecamatan Sungai Jernih" in month.read().decode()
    with browser.open(urllib.parse.urljoin(address, "/staf/laporan/berkas?jenis=rekap")) as paper:
        assert paper.read().startswith(b"%PDF-")


def test_the_installed_command_scores_a_file(ikm: Path, tmp_path: Path) -> None:
    header = ",".join(f"U{number}" for number in range(1, 10))
    (tmp_path / "survei.csv").write_text(f"{header}\n{',4' * 9}\n{',3' * 9}\n".replace("\n,", "\n"))
    result = json.loads(_run(ikm, "score", "survei.csv", "--json", cwd=tmp_path))
    assert (result["respondents"], result["ikm"], result["mutu"]) == (2, "87.50", "B")
