"""Staff who send what no page of theirs would: odd forms, odd queries, ids of another unit."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from werkzeug.routing import Rule

from kiosk.access import ROLES
from kiosk.access import is_public
from kiosk.app import create_app
from kiosk.auth import new_session
from kiosk.db import get_db
from kiosk.store import people
from tests.conftest import NOW
from tests.conftest import token
from tests.drills.fuzz_values import as_many_as
from tests.drills.fuzz_values import texts
from tests.drills.server import make_office
from tests.town import SECRET
from tests.town import Town
from tests.town import build_town

files = st.sampled_from(
    [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b"U1,U2\n9,x\n", b"<svg/>"]
) | st.binary(max_size=60)
QUERIES = ("periode", "dari", "sampai", "unit", "halaman", "jenis", "format", "lanjut", "q", "saran", "x")


@st.composite
def requests(
    draw: Callable[[Any], Any], rules: list[Rule], fields: dict[str, list[str]], known: list[str]
) -> dict[str, Any]:
    """One request to one route: its parts, query and form odd, known, or of another unit."""
    rule = draw(st.sampled_from(rules))
    value = st.sampled_from(known) | texts | st.integers(-1, 9999).map(str)
    good = {name: draw(st.sampled_from(values)) for name, values in fields.items()}
    odd = draw(st.dictionaries(st.sampled_from(sorted(fields)), value, max_size=4))
    names = draw(st.lists(st.sampled_from(["file", "logo"]), max_size=1))
    uploads = {name: (BytesIO(draw(files)), "x.xlsx") for name in names}
    return {
        "rule": rule,
        "parts": {name: draw(value.filter(lambda text: "/" not in text and text)) for name in rule.arguments},
        "method": draw(st.sampled_from(sorted((rule.methods or set()) - {"OPTIONS"}))),
        "query": draw(st.dictionaries(st.sampled_from(QUERIES), value, max_size=2)),
        "form": {**good, **odd, **uploads},
        "role": draw(st.sampled_from(ROLES)),
    }


def _rows_of(db: Database, unit_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that belongs to that unit."""
    names = [table.name for table in db.tables if "unit_id" in table.columns_dict]
    return {
        name: [tuple(row.values()) for row in db[name].rows_where("unit_id = ?", [unit_id])] for name in names
    }


def _read_fields(client: FlaskClient, rules: list[Rule]) -> dict[str, list[str]]:
    """What the fields on all pages without an id are called, and values that their forms know."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        if rule.arguments or "GET" not in (rule.methods or ()):
            continue
        response = client.get(rule.rule)
        if response.mimetype != "text/html":
            continue
        for tag in HTMLParser(namespaceHTMLElements=False).parse(response.text).iter():
            if name := tag.get("name"):
                values = [tag.get("value"), *(option.get("value") for option in tag.iter("option"))]
                found.setdefault(name, ["Contoh", "12"]).extend(value for value in values if value)
    return {name: sorted(set(values)) for name, values in found.items() if name != "csrf_token"}


def drill(app: Flask, db: Database, town: Town, cases: int) -> Counter[int]:
    """Send so many requests; returns how often each status came back. Raises AssertionError at a bad one."""
    app.config.update(PROPAGATE_EXCEPTIONS=False, CLOCK=lambda: NOW)
    client = app.test_client()
    # Logging out everywhere only ends the drill.
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if not is_public(rule.endpoint) and rule.endpoint != "account.log_out_everywhere"
    ]
    csrf = token(client, "/masuk")
    with client.session_transaction() as session:
        signed = session["csrf_token"]

    def enter(role: str) -> None:
        person = town.people[role]
        # Whatever an admin did to the account just now.
        db.execute(
            "update people set disabled_at = null, role = ?, unit_id = ? where person_id = ?",
            [role, person.unit_id, person.person_id],
        )
        with client.session_transaction() as session:
            session.clear()
            session.update(csrf_token=signed, **new_session(people.get_person(db, person.person_id), NOW))

    enter("admin")
    fields = _read_fields(client, rules)
    known = [*town.things.values(), town.here, town.there, town.kota, "tetangga", "kota", "2024-05", "2024"]
    before = _rows_of(db, town.there)
    seen: Counter[int] = Counter()

    @as_many_as(cases)
    @given(requests(rules, fields, known))
    def send(request: dict[str, Any]) -> None:
        enter(request["role"])
        urls = app.url_map.bind("localhost")
        try:
            path = urls.build(request["rule"].endpoint, request["parts"])
        except ValueError:  # a part that this rule cannot hold
            path = request["rule"].rule.replace("<int:year>", "x")
        response = client.open(
            path,
            method=request["method"],
            query_string=request["query"],
            data={"csrf_token": csrf, **request["form"]} if request["method"] == "POST" else None,
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
    """The drill among the staff of a town of its own."""
    office = make_office(folder)
    app = create_app(folder)
    try:
        with app.app_context():
            db = get_db()
        return drill(app, db, build_town(app, db, office), cases)
    finally:
        app.extensions["ikm_connections"].close()
