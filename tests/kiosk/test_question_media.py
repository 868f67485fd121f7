"""Clips and sounds are what their bytes say, belong to one question of one unit, and are in every backup."""

import io
import os
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import closing
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse
from werkzeug.test import encode_multipart

from kiosk.operations import checkup
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.operations.installation import Installation
from kiosk.operations.maintenance import back_up
from kiosk.store.offices import collectors
from kiosk.store.offices import question_media
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import token
from tests.live import serving

PAGE = "/staf/kelola/video-suara/"
WEBM = b"\x1a\x45\xdf\xa3....webm" + bytes(100)
MP4 = b"\0\0\0\x18ftypmp42" + bytes(100)
LARGE = MP4 + os.urandom(5_000_000)
MP3 = b"ID3" + bytes(100)


def _upload(staff: Staff, content: bytes, kind: str = "sign", item: str = "waktu") -> TestResponse:
    file = FileStorage(io.BytesIO(content), "apa-saja.exe")
    form = {"csrf_token": token(staff.client, PAGE), "item": item, "kind": kind, "file": file}
    # Encoded here: the test client leaves the file open that it puts a large form in.
    boundary, body = encode_multipart(form)
    return staff.client.post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (WEBM, "sign", "video/webm"),
        (MP4, "sign", "video/mp4"),
        (MP3, "sound id", "audio/mpeg"),
        (b"OggS" + bytes(9), "sound en", "audio/ogg"),
        (b"RIFF....WAVE" + bytes(9), "sound id", "audio/wav"),
    ],
)
def test_a_file_is_served_with_the_type_of_its_content(
    staff: Staff,
    client: FlaskClient,
    db: Database,
    office: Office,
    content: bytes,
    kind: str,
    media_type: str,
) -> None:
    assert _upload(staff, content, kind).status_code == 303
    [media] = question_media.list_media(db, office.unit.unit_id)
    assert (media.media_type, media.place, media.size) == (media_type, "waktu", len(content))
    path = f"/s/{office.tablet.code}/media/{media.media_id}"
    with client.get(path) as served:
        assert served.data == content and served.mimetype == media_type
        assert served.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in served.headers["Cache-Control"]
    with client.get(path, headers={"Range": "bytes=0-3"}) as part:
        assert part.status_code == 206 and part.data == content[:4]


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"<html><script>", "sign", "Pilih video MP4 atau WebM."),
        (MP3, "sign", "Pilih video MP4 atau WebM."),
        (WEBM, "sound id", "Pilih suara MP3"),
        (MP4 + bytes(6 * 1024 * 1024), "sign", "paling banyak 6 MB"),
        (MP3 + bytes(1024 * 1024), "sound id", "paling banyak 1 MB"),
    ],
)
def test_what_is_no_clip_or_too_large_is_refused_with_the_reason(
    staff: Staff, db: Database, office: Office, content: bytes, kind: str, reason: str
) -> None:
    refused = _upload(staff, content, kind)
    assert refused.status_code == 422 and reason in refused.text
    assert question_media.list_media(db, office.unit.unit_id) == []


def test_the_page_names_a_questions_clip_and_the_sound_of_its_language_alone(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    assert "data-clip" not in client.get(f"/s/{office.tablet.code}").text
    for content, kind in ((WEBM, "sign"), (MP3, "sound id"), (MP4, "sign")):
        _upload(staff, content, kind)
    # The second clip took the place of the first.
    sound, clip = sorted(question_media.list_media(db, office.unit.unit_id), key=lambda one: one.media_type)
    assert clip.media_type == "video/mp4"
    page = client.get(f"/s/{office.tablet.code}").text
    assert page.count("data-clip=") == 1 and f"/media/{clip.media_id}" in page and sound.media_id in page
    english = client.get(f"/s/{office.tablet.code}?bahasa=en").text
    assert clip.media_id in english and sound.media_id not in english
    staff.confirm(f"{PAGE}{clip.media_id}/hapus", {}, page=PAGE)
    assert "data-clip" not in client.get(f"/s/{office.tablet.code}").text


def test_another_units_survey_does_not_serve_it(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    _upload(staff, WEBM)
    [media] = question_media.list_media(db, office.unit.unit_id)
    below = open_branch(db, parent=office.unit, name="Kelurahan Hilir", now=NOW)
    [tablet, _] = collectors.list_collectors(db, below.unit_id)
    assert client.get(f"/s/{tablet.code}/media/{media.media_id}").status_code == 404


@pytest.mark.sqlite_only
def test_a_backup_has_its_file_and_a_lost_one_is_found(
    staff: Staff, app: Flask, db: Database, office: Office
) -> None:
    _upload(staff, WEBM)
    [media] = question_media.list_media(db, office.unit.unit_id)
    with app.app_context():
        back_up(app, NOW)
    name = f"{media.media_id}.webm"
    assert (Path(app.instance_path) / "cadangan" / "evidence" / name).read_bytes() == WEBM
    (Path(app.instance_path) / "evidence" / name).unlink()
    found = checkup.find_problems(db, Installation.of(app), NOW + timedelta(hours=1))
    assert any("1 video atau suara pertanyaan" in one.what for one in found)


@pytest.fixture
def clip(app: Flask, staff: Staff, db: Database, office: Office) -> Iterator[tuple[int, str]]:
    """A clip of 5 MB on the real server: its port and path."""
    _upload(staff, LARGE, "sign")
    [media] = question_media.list_media(db, office.unit.unit_id)
    with serving(app) as address:
        yield urlsplit(address).port or 0, f"/s/{office.tablet.code}/media/{media.media_id}"


@pytest.mark.parametrize(
    ("part", "status", "content"),
    [
        ("", 200, LARGE),
        ("bytes=5-9", 206, LARGE[5:10]),
        ("bytes=4000000-", 206, LARGE[4_000_000:]),
        ("bytes=-7", 206, LARGE[-7:]),
        (f"bytes={len(LARGE)}-", 416, None),
    ],
    ids=["all", "some", "from", "last", "beyond"],
)
def test_the_server_sends_the_part_that_is_asked_for(
    clip: tuple[int, str], part: str, status: int, content: bytes | None
) -> None:
    port, path = clip
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as browser:
        for _ in range(2):  # on one connection
            browser.request("GET", path, headers={"Range": part} if part else {})
            answer = browser.getresponse()
            assert answer.status == status
            found = answer.read()
            assert content in (None, found)
        browser.request("HEAD", path)
        answer = browser.getresponse()
        assert (answer.status, answer.read(), answer.headers["Content-Length"]) == (200, b"", str(len(LARGE)))


def _held_mb() -> float:
    """What this process holds in memory and in files without a name (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    files = 0
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            files += file.stat().st_size if "(deleted)" in os.readlink(file) else 0
    return (pages * resource.getpagesize() + files) / 1e6


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads its memory from /proc")
@pytest.mark.parametrize("part", ["", "Range: bytes=1-\r\n"], ids=["all", "a part"])
def test_readers_who_take_nothing_hold_no_copies(clip: tuple[int, str], part: str) -> None:
    port, path = clip
    before = _held_mb()
    with ExitStack() as opened:
        readers = [opened.enter_context(closing(socket.socket())) for _ in range(60)]
        for one in readers:
            one.settimeout(10)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(("127.0.0.1", port))
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{part}\r\n".encode())
        assert all(one.recv(11) == b"HTTP/1.1 20" for one in readers)
        assert _held_mb() - before < 120  # 300 with a copy for each; a piece in each thread takes 50
