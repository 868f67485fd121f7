"""Every route's access: the application's routes compared with the page table, and tried as each role."""

import re
from collections.abc import Callable
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlite_utils import Database
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kiosk.operations.founding import Office
from kiosk.security.pages import PAGES
from kiosk.security.pages import is_public
from kiosk.security.roles import ROLES
from kiosk.security.sessions import new_session
from kiosk.store.accounts import people
from kiosk.store.accounts.people import Person
from kiosk.store.engine.connection import transaction
from kiosk.store.offices import units
from tests.conftest import NOW
from tests.conftest import log_in
from tests.conftest import token
from tests.town import Town
from tests.town import build_town

# What a visitor may reach without logging in. Listed a second time on purpose: making a page public takes a
# change here as well.
OPEN_TO_ALL = {
    "static",
    "health.healthz",
    "survey.page",
    "survey.answer",
    "survey.thank",
    "survey.receive",
    "survey.draw_phone_code",
    "screen.draw_logo",
    "screen.describe_app",
    "screen.send_media",
    "screen.paint",
    "screen.pair",
    "screen.work_offline",
    "privacy.show",
    "tablets.pair",
    "tablets.beat",
    "tablets.count_visit",
    "public.unit",
    "public.publication",
    "public.data",
    "waiting_room.show",
    "session.front",
    "session.login",
    "session.logout",
    "session.set_password",
    "session.verify",
    "setup.found",
}


@pytest.fixture
def town(app: Flask, db: Database, office: Office) -> Town:
    return build_town(app, db, office)


OPEN, LOG_IN, REFUSED, NOT_THERE = "open", "log in", "refused", "not there"
Try = Callable[[Person | None, str], dict[str, str]]


@pytest.fixture
def attempt(app: Flask, client: FlaskClient, db: Database, town: Town) -> Try:
    """Request every route that is not public as one user; where it has parameters, for things of `there`."""
    csrf = token(client, "/masuk")
    with client.session_transaction() as session:
        signed = session["csrf_token"]
    urls = app.url_map.bind("localhost")

    def ask(rule: Rule, method: str, person: Person | None, query: str) -> str:
        with client.session_transaction() as session:
            session.clear()
            session["csrf_token"] = signed
            if person:
                session.update(new_session(people.get_person(db, person.person_id), NOW))
        path = urls.build(rule.endpoint, {name: town.things[name] for name in rule.arguments})
        data = {"csrf_token": csrf} if method == "POST" else None
        return _outcome(client.open(path, method=method, query_string=query, data=data))

    def ask_all(person: Person | None, query: str) -> dict[str, str]:
        return {
            f"{method} {rule.endpoint}": ask(rule, method, person, query)
            for rule in app.url_map.iter_rules()
            if rule.endpoint not in OPEN_TO_ALL
            for method in sorted({"GET", "POST"} & (rule.methods or set()))
        }

    return ask_all


def _outcome(response: TestResponse) -> str:
    if response.status_code == 303 and response.location.startswith("/masuk"):
        return LOG_IN
    assert b"Sesi formulir sudah berganti" not in response.data
    assert response.status_code < 500, response.text
    return {403: REFUSED, 404: NOT_THERE}.get(response.status_code, OPEN)


def _expected(app: Flask, seen: dict[str, str], role: str, with_things: str, without: str) -> dict[str, str]:
    """What the table says for `role`, where a route names a thing of the other unit and where it does not."""
    names_thing = {rule.endpoint: bool(rule.arguments) for rule in app.url_map.iter_rules()}
    expected = {}
    for request in seen:
        endpoint = request.split()[1]
        allowed = with_things if names_thing[endpoint] else without
        expected[request] = allowed if ROLES.index(role) >= ROLES.index(PAGES[endpoint].role) else REFUSED
    return expected


def test_the_table_names_every_route_and_no_other(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == PAGES.keys()


def test_what_is_open_to_all_was_opened_knowingly() -> None:
    assert {endpoint for endpoint in PAGES if is_public(endpoint)} == OPEN_TO_ALL


def test_a_route_that_is_missing_in_the_table_is_closed_to_all(app: Flask, office: Office) -> None:
    app.add_url_rule("/staf/baru", "baru", lambda: "rahasia")
    client = app.test_client()
    assert client.get("/staf/baru").status_code == 303
    log_in(client)
    assert client.get("/staf/baru").status_code == 403


def test_without_a_login_only_public_routes_open(attempt: Try) -> None:
    seen = attempt(None, "")
    assert seen and set(seen.values()) == {LOG_IN}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_nothing_of_another_unit(
    app: Flask, attempt: Try, town: Town, role: str
) -> None:
    seen = attempt(town.people[role], "")
    assert seen == _expected(app, seen, role, with_things=NOT_THERE, without=OPEN)


@pytest.mark.parametrize("role", ROLES)
def test_naming_another_unit_in_the_address_opens_nothing(
    app: Flask, attempt: Try, town: Town, role: str
) -> None:
    seen = attempt(town.people[role], "unit=tetangga")
    assert seen == _expected(app, seen, role, with_things=NOT_THERE, without=NOT_THERE)
    assert attempt(town.people[role], "unit=kota") == seen


def test_the_kota_above_opens_everything_of_the_unit_below(app: Flask, attempt: Try, town: Town) -> None:
    seen = attempt(town.people["admin kota"], "unit=tetangga")
    assert seen == _expected(app, seen, "admin", with_things=OPEN, without=OPEN)


def test_the_chosen_unit_stays_chosen_in_every_address(client: FlaskClient, db: Database, town: Town) -> None:
    with client.session_transaction() as session:
        session.update(new_session(town.people["admin kota"], NOW))
    page = client.get("/staf/?unit=tetangga").text
    addresses = [
        unescape(found)
        for found in re.findall(r'(?:href|action)="(/staf/[^"]*)"', page)
        if "lanjut=" not in found
    ]
    assert addresses
    assert all("unit=tetangga" in address for address in addresses)
    own = client.get("/staf/").text
    assert "unit=" not in own.replace("lanjut=", "")


def test_units_below_are_offered_by_name_and_lead_back_to_the_same_page(
    client: FlaskClient, db: Database, town: Town
) -> None:
    with client.session_transaction() as session:
        session.update(new_session(town.people["admin kota"], NOW))
    page = client.get("/staf/pilih-unit/?lanjut=/staf/?periode=2024-05&q=TETANG").text
    assert 'href="/staf/?periode=2024-05&amp;unit=tetangga"' in page
    assert "Kecamatan Sungai Jernih</a></li>" not in page
    assert 'href="https' not in client.get("/staf/pilih-unit/?lanjut=https://example.org/").text


def test_of_very_many_units_the_first_are_listed_and_every_one_is_found(
    client: FlaskClient, db: Database, town: Town
) -> None:
    with transaction(db):
        for number in range(400):
            made = units.create_unit(
                db,
                code=f"rt-{number}",
                name=f"RT {number:03}",
                timezone="Asia/Makassar",
                now=NOW,
                parent_unit_id=town.there,
            )
    with client.session_transaction() as session:
        session.update(new_session(town.people["admin kota"], NOW))
    page = client.get("/staf/pilih-unit/").text
    assert page.count("<li class=") == 300
    assert "103 unit lain tidak ditampilkan" in page
    assert f"unit={made.code}" in client.get("/staf/pilih-unit/?q=rt 399").text


def test_every_staff_page_is_labelled_and_keeps_to_the_chosen_unit(
    app: Flask, client: FlaskClient, town: Town
) -> None:
    with client.session_transaction() as session:
        session.update(new_session(town.people["admin kota"], NOW))
    urls = app.url_map.bind("localhost")
    found: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ALL or "GET" not in (rule.methods or ()):
            continue
        path = urls.build(rule.endpoint, {name: town.things[name] for name in rule.arguments})
        response = client.get(path, query_string="unit=tetangga")
        if response.mimetype == "text/html" and response.status_code == 200:
            found[path] = list(_faults(response.text))
    assert "/staf/kelola/" in found
    assert {path: faults for path, faults in found.items() if faults} == {}


def _faults(text: str) -> Iterator[str]:
    page = list(HTMLParser(namespaceHTMLElements=False).parse(text).iter())
    tags = [tag for tag in page if isinstance(tag.tag, str)]
    ids = [tag.get("id") for tag in tags if tag.get("id")]
    yield from (f"two things with the id {name}" for name in set(ids) if ids.count(name) > 1)
    if len([tag for tag in tags if tag.tag == "h1"]) != 1:
        yield "not one h1"
    labelled = {tag.get("for") for tag in tags if tag.tag == "label"}
    named = {id(inner) for tag in tags if tag.tag == "label" for inner in tag.iter()}
    for tag in tags:
        if any(name == "style" or name.startswith("on") for name in tag.attrib):
            yield f"inline style or script: {tag.attrib}"
        is_field = tag.tag in ("input", "select", "textarea") and tag.get("type") != "hidden"
        if is_field and not ({"aria-label", "hidden"} & tag.attrib.keys() or tag.get("id") in labelled):
            if id(tag) not in named:
                yield f"a field without a label: {tag.attrib}"
        if tag.tag == "form":
            names = {inner.get("name") for inner in tag.iter()}
            address = tag.get("action", "")
            if tag.get("method") == "get" and "unit" not in names:
                yield f"a form that forgets the chosen unit: {address}"
            if tag.get("method") == "post" and "csrf_token" not in names:
                yield f"a form without its token: {address}"
            stays = address in ("", "/keluar") or "unit=tetangga" in address
            if tag.get("method") == "post" and not stays:
                yield f"a form that is sent to another unit: {address}"
