"""The demo shows a year of an office: every page has something on it, for each role."""

from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations import checkup
from kiosk.operations.demo import fill_demo
from kiosk.operations.demo_year import MONTHS
from kiosk.operations.demo_year import STAFF
from kiosk.operations.demo_year import fill_year
from kiosk.operations.founding import Office
from kiosk.operations.installation import Installation
from kiosk.store.answers import answer_counts
from kiosk.store.results import publications
from tests.conftest import NOW
from tests.conftest import log_in

# What a page of an office without data says.
_EMPTY = (
    "Belum ada.",
    "Belum ada jawaban",
    "Belum ada nilai",
    "Belum ada tablet terpasang",
    "Belum ada rencana",
)


@pytest.fixture
def office(app: Flask, db: Database, password_hash: str) -> Office:
    local = NOW.astimezone(ZoneInfo("Asia/Makassar"))
    with app.app_context():
        made = fill_demo(db, timezone="Asia/Makassar", password_hash=password_hash, now=local)
        fill_year(db, made, dict.fromkeys(STAFF, password_hash), local)
    return made


def test_each_role_finds_a_year_of_data_on_its_pages(app: Flask, db: Database, office: Office) -> None:
    first = answer_counts.get_first_day(db, office.unit.unit_id)
    assert first and (NOW.date() - first).days > 28 * MONTHS
    revisions = [one.revision for one in publications.list_publications(db, office.unit.unit_id)]
    assert len(revisions) == 3 and max(revisions) > min(revisions)
    for role in ("admin", *STAFF):
        client = app.test_client()
        assert log_in(client, role).status_code == 303
        found = _open_all(app, client)
        assert len(found) > 10 and {page: said for page, said in found.items() if said} == {}


def _open_all(app: Flask, client: FlaskClient) -> dict[str, list[str]]:
    """What each page of the main menu says that only an empty office's page should."""
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()) or not rule.rule.startswith("/staf/"):
            continue
        page = client.get(rule.rule)
        if page.status_code == 200 and page.mimetype == "text/html":
            found[rule.rule] = [said for said in _EMPTY if said in page.text]
    # Clips and sounds of questions are files that only an office has.
    assert found.pop("/staf/kelola/video-suara/", ["Belum ada."]) == ["Belum ada."]
    return found


def test_its_journals_tallies_and_publications_are_sound(app: Flask, db: Database, office: Office) -> None:
    found = checkup.find_problems(db, Installation.of(app), NOW)
    assert [one.what for one in found if "adangan" not in one.what] == []
