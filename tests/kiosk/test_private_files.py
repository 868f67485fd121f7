"""What an office's server and commands write is readable by their user alone, whatever the user's umask."""

import os
import re
import stat
import subprocess
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor
from urllib.request import OpenerDirector
from urllib.request import Request
from urllib.request import build_opener

import pytest

from tests.drills.set_up import OFFICE

COMMAND = (sys.executable, "-c", "from kiosk.cli import main; main()")
MP3 = b"ID3\x04" + bytes(2000)
TABLE = "tanggal," + ",".join(f"U{n}" for n in range(1, 10)) + "\n" + "2026-08-03,3,3,3,3,3,3,3,3,3\n" * 9


def _token(browser: OpenerDirector, page: str) -> str:
    with browser.open(page, timeout=20) as answer:
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    assert found, page
    return found[1]


def _upload(browser: OpenerDirector, page: str, fields: dict[str, str], name: str, content: bytes) -> None:
    """Send a file with the other fields of a form."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in {"csrf_token": _token(browser, page), **fields}.items()
    ]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join([*parts, head, content, b"\r\n--x--\r\n"])
    browser.open(Request(page, body, {"Content-Type": "multipart/form-data; boundary=x"}), timeout=20).close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.sqlite_only
@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_all_files_of_the_data_folder_are_their_owners_alone_under(umask: int, tmp_path: Path) -> None:
    instance = tmp_path / "data"
    instance.mkdir(mode=0o755)
    (instance / "catatan.txt").write_text("put here by a person")  # so the folder itself stays open
    (instance / "catatan.txt").chmod(0o600)
    instance.chmod(0o755)
    env = {**os.environ, "IKM_INSTANCE": str(instance), "PYTHONUNBUFFERED": "1"}
    serve = (*COMMAND, "serve", "--port", "0")
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=env, umask=umask) as server:
        try:
            assert server.stdout
            link = server.stdout.readline().partition(": ")[2].strip()
            address = link.partition("/pasang")[0]
            browser = build_opener(HTTPCookieProcessor(CookieJar()))
            form = {**OFFICE, "csrf_token": _token(browser, link)}
            browser.open(link, urlencode(form).encode(), timeout=20).close()
            _upload(browser, f"{address}/staf/impor/", {}, "agustus.csv", TABLE.encode())
            sound = {"item": "waktu", "kind": "sound id"}
            _upload(browser, f"{address}/staf/kelola/video-suara/", sound, "a.mp3", MP3)
            open_files = _readable(instance)  # while the write-ahead log and the spools are there
        finally:
            server.terminate()
    subprocess.run((*COMMAND, "backup"), env=env, umask=umask, check=True, capture_output=True)
    names = {path.name for path in instance.rglob("*")}
    assert names >= {"ikm.db", "secret", "ikm.log"} and any(name.endswith(".mp3") for name in names), names
    assert any(path.parent.parent.name == "imports" for path in instance.rglob("*")), names
    assert (open_files, _readable(instance)) == ([], [])


def _readable(folder: Path) -> list[str]:
    """The files and folders that others may use, even if no folder above them were open."""
    found = [path for path in folder.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    return [str(path.relative_to(folder)) for path in found]
