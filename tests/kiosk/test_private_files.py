"""What an office's server and commands write is readable by their user alone, whatever the user's umask."""

import base64
import os
import re
import stat
import subprocess
import sys
from datetime import UTC
from datetime import datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor
from urllib.request import OpenerDirector
from urllib.request import Request
from urllib.request import build_opener

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.operations import backups
from tests.drills.set_up import OFFICE

COMMAND = (sys.executable, "-c", "from kiosk.cli import main; main()")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
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
def test_all_files_of_the_data_folder_are_their_owners_alone_under(
    umask: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = tmp_path / "data"
    monkeypatch.setenv("IKM_INSTANCE", str(instance))
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
            shown = {"period": f"{datetime.now(UTC):%Y-%m}", "medium": "papan", "shown_day": "2024-05-01"}
            _upload(browser, f"{address}/staf/publikasi/media", {**shown, "place": "Loket"}, "a.png", PNG)
            batch = f"{address}/staf/laporan/semua-unit/?periode=2024-05"
            browser.open(
                batch, urlencode({"csrf_token": _token(browser, batch)}).encode(), timeout=20
            ).close()
            open_files = _readable(instance)  # while the write-ahead log and the spools are there
        finally:
            server.terminate()
    key = subprocess.run(
        (*COMMAND, "merge-key", "kelurahan-contoh"), env=env, check=True, capture_output=True
    )
    (instance / "kunci").write_bytes(key.stdout)
    (instance / "kunci").chmod(0o600)
    (instance / "agustus.csv").write_text(TABLE)
    (instance / "agustus.csv").chmod(0o600)
    _run_commands(instance, umask)
    names = {path.name for path in instance.rglob("*")}
    assert names >= {"kiriman.ikm", "data.csv", "rekap.pdf", "semua.zip", "evidence", "batches"}, names
    assert names >= {"ikm.db", "secret", "ikm.log"} and any(name.endswith(".mp3") for name in names), names
    assert any(path.parent.parent.name == "imports" for path in instance.rglob("*")), names
    assert (open_files, _readable(instance)) == ([], [])


def _run_commands(folder: Path, umask: int) -> None:
    """Each command that writes what an office keeps to itself."""
    before = os.umask(umask)
    try:
        for command in (
            ["import", folder / "agustus.csv", "--oleh", OFFICE["username"]],
            ["backup"],
            ["export", "--kunci", folder / "kunci", "-o", folder / "kiriman.ikm", "--profil", "--saran"],
            ["report", "data", "--periode", "2026-08", "-o", folder / "data.csv"],
            ["report", "rekap", "--periode", "2026-08", "-o", folder / "rekap.pdf"],
            ["report", "rekap", "--semua-unit", "--periode", "2026-08", "-o", folder / "semua.zip"],
        ):
            done = CliRunner().invoke(main, list(map(str, command)))
            assert done.exit_code == 0, (command, done.output)
        newest = backups.list_backups(folder / "cadangan")[0].path
        done = CliRunner().invoke(main, ["restore", "--ganti", str(newest)])
        assert done.exit_code == 0, done.output
    finally:
        os.umask(before)


def _readable(folder: Path) -> list[str]:
    """The files and folders that others may use, even if no folder above them were open."""
    found = [path for path in folder.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    return [str(path.relative_to(folder)) for path in found]
