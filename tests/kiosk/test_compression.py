"""The survey's responses are compressed and small; staff pages, which contain secrets, are not compressed."""

import gzip
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.operations.founding import Office
from kiosk.store.offices import units
from tests.conftest import NOW
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


def test_a_page_that_is_kept_is_new_for_each_visitor_and_shows_a_change_at_once(
    client: FlaskClient, app: Flask, db: Database, office: Office
) -> None:
    path = f"/s/{office.poster.code}"
    visits = [_get(client, path), _get(client, path), _get(client, path, "identity")]
    pages = [gzip.decompress(visit.data).decode() for visit in visits[:2]] + [visits[2].text]
    ids = [re.findall(r'name="id" value="([0-9a-f]{32})"', page) for page in pages]
    assert len({each for [each] in ids}) == 3
    assert len({page.replace(each, "") for page, [each] in zip(pages, ids, strict=True)}) == 1
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=1)
    assert f'data-now="{(NOW + timedelta(hours=1)).isoformat()}"' in client.get(path).text
    units.create_service(db, unit_id=office.unit.unit_id, code="baru", name="Layanan baru", now=NOW)
    assert "Layanan baru" in client.get(path).text
    client.set_cookie("sudah", "1", path=path)
    assert "data-repeat hidden" not in client.get(path).text
    assert "bahasa=en" in client.get(f"{path}?bahasa=en").text
    assert "bahasa=xx" not in client.get(f"{path}?bahasa=xx").text


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
