"""Malformed requests of staff: odd forms, odd queries, ids of another unit."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.routing import Rule

from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.security.pages import is_public
from kiosk.security.roles import ROLES
from kiosk.security.sessions import new_session
from kiosk.store.accounts import people
from tests.conftest import NOW
from tests.conftest import token
from tests.drills.fuzz_values import as_many_as
from tests.drills.fuzz_values import texts
from tests.drills.server import make_office
from tests.town import SECRET
from tests.town import Town
from tests.town import build_town
from tests.town import furnish

files = st.sampled_from(
    [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b"U1,U2\n9,x\n", b"<svg/>"]
) | st.binary(max_size=60)
# Parameters of every page; others are read from the links and forms that lead to it.
QUERIES = ("periode", "dari", "sampai", "unit", "halaman", "lanjut", "x")
# Valid values for fields that no page fills in.
_USUAL = {"number": "12", "date": "2024-05-02", "password": "kata sandi yang baru"}
# After so many requests new things are created: most of the old ones are closed, moved or deleted.
_REFURNISH = 200


@dataclass
class Endpoint:
    """A route with the query and form fields that pages send to it, and the values that they offer."""

    rule: Rule
    queries: dict[str, list[str]] = field(
        default_factory=lambda: {name: ["2024-05"] for name in QUERIES}, repr=False
    )
    fields: dict[str, list[str]] = field(default_factory=dict, repr=False)
    files: set[str] = field(default_factory=set)


@st.composite
def requests(draw: Callable[[Any], Any], endpoints: list[Endpoint], known: list[str]) -> dict[str, Any]:
    """A request to an endpoint: its URL parts and values are of the own unit, of another unit, or odd.

    A part "here" or "there" is a thing of the own or the other unit, of the kind that the route names.
    """
    endpoint = draw(st.sampled_from(endpoints))
    odd = texts | st.sampled_from(known)
    strange = odd.filter(lambda text: text and "/" not in text)
    parts = st.sampled_from([st.just("here")] * 8 + [st.just("there"), strange]).flatmap(lambda part: part)
    names = st.sampled_from(sorted(endpoint.fields) or ["x"])
    queries = st.sampled_from(sorted(endpoint.queries))
    return {
        "endpoint": endpoint,
        "parts": {name: draw(parts) for name in endpoint.rule.arguments},
        "method": draw(st.sampled_from(sorted((endpoint.rule.methods or set()) - {"OPTIONS"}))),
        "query": draw(st.dictionaries(queries, odd | st.lists(odd, max_size=2), max_size=2)),
        "good": {name: draw(st.sampled_from(values)) for name, values in endpoint.fields.items()},
        "odd": draw(st.dictionaries(names, odd | st.lists(odd, max_size=2), max_size=3)),
        "files": {name: draw(files) for name in sorted(endpoint.files)},
        "role": draw(st.sampled_from([*ROLES, "admin", "admin", "admin"])),
    }


def _rows_of(db: Database, unit_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that belong to that unit."""
    names = [table.name for table in db.tables if "unit_id" in table.columns_dict]
    return {
        name: [tuple(row.values()) for row in db[name].rows_where("unit_id = ?", [unit_id])] for name in names
    }


def _learn(
    client: FlaskClient, endpoints: Mapping[str, Endpoint], urls: MapAdapter, own: Mapping[str, str]
) -> None:
    """Read the links and forms of all pages, those of single things too, that lead to each endpoint."""
    for endpoint in list(endpoints.values()):
        if "GET" in (endpoint.rule.methods or ()):
            path = urls.build(endpoint.rule.endpoint, {name: own[name] for name in endpoint.rule.arguments})
            response = client.get(path)
            if response.mimetype == "text/html":
                _read(response.text, path, endpoints, urls)
            response.close()


def _read(page: str, path: str, endpoints: Mapping[str, Endpoint], urls: MapAdapter) -> None:
    tags = HTMLParser(namespaceHTMLElements=False).parse(page).iter()
    for tag in [tag for tag in tags if tag.tag in ("a", "form")]:
        address = tag.get("href") or tag.get("action") or path
        method = tag.get("method", "get").upper()
        try:
            endpoint, _ = urls.match(urlsplit(address).path, method)
        except HTTPException:
            continue
        if (endpoint := endpoints.get(endpoint)) is None:
            continue
        for name, value in parse_qsl(urlsplit(address).query):
            endpoint.queries.setdefault(name, []).append(value)
        for inner in tag.iter():
            if (name := inner.get("name")) and inner.get("type") == "file":
                endpoint.files.add(name)
            elif name and name != "csrf_token":
                values = [inner.get("value"), *(option.get("value") for option in inner.iter("option"))]
                usual = _USUAL.get(inner.get("type", ""), "Contoh")
                kept = endpoint.fields if method == "POST" else endpoint.queries
                kept.setdefault(name, []).extend([value for value in values if value] or [usual])


def drill(app: Flask, db: Database, town: Town, cases: int) -> Counter[int]:
    """Send so many requests; returns the number of each status. Raises AssertionError at a bad one."""
    app.config.update(PROPAGATE_EXCEPTIONS=False, CLOCK=lambda: NOW)
    client = app.test_client()
    urls = app.url_map.bind("localhost")
    # Logging out everywhere would end the drill.
    endpoints = {
        rule.endpoint: Endpoint(rule)
        for rule in app.url_map.iter_rules()
        if not is_public(rule.endpoint) and rule.endpoint != "account.log_out_everywhere"
    }
    csrf = token(client, "/masuk")
    with client.session_transaction() as session:
        signed = session["csrf_token"]

    def enter(role: str) -> None:
        person = town.people[role]
        # An admin may just have changed the account.
        db.execute(
            "update people set disabled_at = null, role = ?, unit_id = ? where person_id = ?",
            [role, person.unit_id, person.person_id],
        )
        with client.session_transaction() as session:
            session.clear()
            session.update(csrf_token=signed, **new_session(people.get_person(db, person.person_id), NOW))

    def own_things() -> dict[str, str]:
        made = furnish(app, db, town.here, town.people["admin"].person_id, "Milik sendiri")
        return {**town.things, **made, "unit_id": town.here, "person_id": town.people["petugas"].person_id}

    enter("admin")
    own = own_things()
    _learn(client, endpoints, urls, own)
    known = [*town.things.values(), town.here, town.there, town.kota, "tetangga", "kota", "2024-05", "2024"]
    before = _rows_of(db, town.there)
    seen: Counter[int] = Counter()

    @as_many_as(cases)
    @given(requests(list(endpoints.values()), known))
    def send(request: dict[str, Any]) -> None:
        enter(request["role"])
        if seen.total() % _REFURNISH == _REFURNISH - 1:
            own.update(own_things())
        rule = request["endpoint"].rule
        things = {"here": own, "there": town.things}
        parts = {
            name: things[part][name] if part in things else part for name, part in request["parts"].items()
        }
        try:
            path = urls.build(rule.endpoint, parts)
        except ValueError:  # a part that the route cannot have
            path = rule.rule.replace("<int:year>", "x")
        uploads = {name: (BytesIO(content), "x.xlsx") for name, content in request["files"].items()}
        form = {"csrf_token": csrf, **request["good"], **request["odd"], **uploads}
        response = client.open(
            path,
            method=request["method"],
            query_string=request["query"],
            data=form if request["method"] == "POST" else None,
            headers={"Referer": "http://localhost/"},
        )
        seen[response.status_code] += 1
        assert response.status_code < 500, (request, response.text)
        body = response.data
        assert b"Traceback" not in body and SECRET.encode() not in body, request
        response.close()

    send()
    after = _rows_of(db, town.there)
    assert {name for name in before if before[name] != after[name]} == set()
    return seen


def run(folder: Path, cases: int) -> Counter[int]:
    """Run the drill with the staff of a new town."""
    office = make_office(folder)
    app = create_app(folder)
    try:
        with app.app_context():
            db = get_db()
        return drill(app, db, build_town(app, db, office), cases)
    finally:
        app.extensions["ikm_connections"].close()
