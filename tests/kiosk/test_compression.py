"""What the survey sends is light, and staff pages keep their secrets uncompressed."""

import gzip
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.offices import Office
from tests.conftest import Staff


def _get(client: FlaskClient, path: str, encoding: str = "gzip, deflate") -> TestResponse:
    return client.get(path, headers={"Accept-Encoding": encoding}, buffered=True)


def _files(client: FlaskClient, office: Office) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(f"/s/{office.tablet.code}").text)


def test_the_page_and_its_files_come_compressed_and_whole(client: FlaskClient, office: Office) -> None:
    for path in (f"/s/{office.poster.code}/terima-kasih", *_files(client, office)):
        packed, plain = _get(client, path), _get(client, path, "identity")
        assert "Content-Encoding" not in plain.headers
        if len(plain.data) >= 600:
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.data) == plain.data
            assert len(packed.data) < len(plain.data)
            assert "Accept-Encoding" in packed.headers["Vary"]


def test_comments_stay_at_home_and_code_does_not(client: FlaskClient, office: Office) -> None:
    [main] = [path for path in _files(client, office) if path.endswith("main.js")]
    text = _get(client, main, "identity").text
    assert 'import { Queue, send } from "./queue.js";' in text
    assert not re.search(r"^\s*(//|/\*)", text, re.MULTILINE)


def test_a_file_s_address_changes_with_its_content_so_it_may_be_kept_for_a_year(
    client: FlaskClient, office: Office
) -> None:
    for path in _files(client, office):
        assert re.match(r"/static/[0-9a-f]{12}/", path)
        assert "max-age=31536000" in _get(client, path).headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/masuk", "/staf/", "/staf/kelola/"])
def test_pages_with_a_token_are_not_compressed(staff: Staff, path: str) -> None:
    assert "Content-Encoding" not in _get(staff.client, path).headers
