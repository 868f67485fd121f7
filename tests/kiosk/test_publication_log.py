"""The log of media where a result was shown, with its proof."""

import io

import pytest
from sqlite_utils import Database
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse
from werkzeug.test import encode_multipart

from kiosk.base.period import Period
from kiosk.operations.founding import Office
from kiosk.store.results import publication_log
from tests.conftest import Staff
from tests.conftest import token
from tests.kiosk.offices_data import record

PAGE = "/staf/publikasi/media"
ENTRY = {
    "period": "2024-04",
    "medium": "papan",
    "shown_day": "2024-05-03",
    "place": "Papan depan loket",
    "link": "",
}


def _log(staff: Staff, changes: dict[str, str], content: bytes | None = None) -> TestResponse:
    values: dict[str, object] = {"csrf_token": token(staff.client, PAGE), **ENTRY, **changes}
    if content is not None:
        values["file"] = FileStorage(io.BytesIO(content), filename="papan.jpg")
    boundary, body = encode_multipart(values)
    return staff.client.post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_an_entry_with_its_photo_is_in_the_log(staff: Staff, db: Database, office: Office) -> None:
    assert _log(staff, {}, b"\xff\xd8\xff\xe0 foto").status_code == 303
    page = staff.get(PAGE).text
    assert "Papan depan loket" in page and "3 Mei 2024" in page and "1 dari 6 jenis media" in page
    (entry,) = publication_log.list_announcements(db, office.unit.unit_id, Period.parse("2024-S1"))
    assert [file.media_type for file in entry.evidence] == ["image/jpeg"]
    assert publication_log.list_announcements(db, office.unit.unit_id, Period.parse("2024-05")) == []
    staff.confirm(f"{PAGE}/{entry.announcement_id}/cabut", {}, page=PAGE)
    assert "Papan depan loket" not in staff.get(PAGE).text


def test_what_was_published_last_is_offered_first(staff: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-03-05", 5)
    record(db, office, "2024-05-06", 5)
    publish = "/staf/publikasi/terbitkan?periode=2024-03"
    assert staff.post(publish, {}, page=publish).status_code == 303
    assert '<option selected value="2024-03">' in staff.get(PAGE).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"period": "mei"}, "tidak dikenal"),
        ({"link": "javascript:alert(1)"}, "Tautan diawali https://"),
        ({"link": "http://["}, "Tautan diawali https://"),
        ({"place": ""}, "Isi tempat atau nama akunnya"),
    ],
)
def test_an_entry_that_says_nothing_is_refused(
    staff: Staff, db: Database, office: Office, changes: dict[str, str], message: str
) -> None:
    response = _log(staff, changes)
    assert response.status_code == 422 and message in response.text
    assert publication_log.list_announcements(db, office.unit.unit_id) == []


def test_a_file_that_is_no_photo_keeps_the_entry_out(staff: Staff, db: Database, office: Office) -> None:
    response = _log(staff, {}, b"MZ program")
    assert response.status_code == 422 and "Pilih berkas PDF, JPG, atau PNG" in response.text
    assert publication_log.list_announcements(db, office.unit.unit_id) == []
