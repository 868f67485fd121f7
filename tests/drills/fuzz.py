"""`python -m tests.drills.fuzz [cases]`: malformed requests to all public pages, the API and staff pages.

No response may be a 5xx or show a traceback, and only accepted requests may be stored. Staff of each role,
who also send ids of another unit, must not read or change anything of that unit.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule

from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.security.pages import is_public
from kiosk.store.answers.responses import UNSUR
from tests.drills import fuzz_staff
from tests.drills.fuzz_values import as_many_as
from tests.drills.fuzz_values import texts
from tests.drills.fuzz_values import values
from tests.drills.server import make_office

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
TYPES = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x")

headers = st.dictionaries(
    st.sampled_from(
        ["Origin", "Referer", "Sec-Fetch-Site", "Authorization", "Cookie", "Accept-Language", "Range"]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
    max_size=3,
)


def _responses(collector: str) -> st.SearchStrategy[dict[str, Any]]:
    """API bodies similar to valid ones: each part valid, of a wrong value, or of a wrong type."""
    answer = st.integers(-1, 6) | values
    return st.fixed_dictionaries(
        {},
        optional={
            "id": st.uuids().map(str) | st.just("a" * 32) | values,
            "collector": st.just(collector) | values,
            "answered_at": st.datetimes().map(lambda moment: f"{moment.isoformat()}Z") | values,
            "service": st.just("kartu-keluarga") | values,
            "answers": st.fixed_dictionaries({key: answer for key in UNSUR}) | values,
            "profile": st.dictionaries(st.sampled_from(["sex", "age_band", "x"]), texts | values) | values,
            "comment": texts | values,
            "ticket": values,
            "unheard_of": values,
        },
    )


@st.composite
def requests(draw: Callable[[Any], Any], rules: list[Rule], collector: str) -> dict[str, Any]:
    """A request to one of the endpoints."""
    # Half of them to the endpoint that stores.
    api = [rule for rule in rules if rule.endpoint == "survey.receive"]
    rule = draw(st.sampled_from(rules) | st.sampled_from(api))
    parts = {
        name: draw(
            st.sampled_from([collector, "1", "a"]) | texts.filter(lambda text: "/" not in text and text)
        )
        for name in rule.arguments
    }
    path = rule.rule
    for name, value in parts.items():
        for form in (f"<{name}>", f"<int:{name}>", f"<path:{name}>"):
            path = path.replace(form, quote(value, safe=""))
    body = draw(
        _responses(collector).map(lambda content: json.dumps(content).encode())
        | values.map(lambda content: json.dumps(content).encode())
        | st.binary(max_size=200)
    )
    is_form = draw(st.booleans())
    return {
        "path": path,
        "method": draw(st.sampled_from([*sorted(rule.methods or ()) * 5, *METHODS])),
        "query_string": draw(
            st.dictionaries(st.sampled_from(["bahasa", "lanjut", "s", "tiket", "x"]), texts, max_size=3)
        ),
        "headers": draw(headers),
        **(
            {
                "data": draw(
                    st.dictionaries(st.sampled_from([*UNSUR, "id", "comment", "username"]), texts, max_size=5)
                )
            }
            if is_form
            else {"data": body, "content_type": draw(st.sampled_from(TYPES))}
        ),
    }


def drill(app: Flask, collector: str, cases: int) -> Counter[int]:
    """Send so many requests; returns the number of each status. Raises AssertionError at a bad one."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    rules = [
        rule for rule in app.url_map.iter_rules() if is_public(rule.endpoint) and rule.endpoint != "static"
    ]
    seen: Counter[int] = Counter()

    def count() -> int:
        with app.app_context():
            row = get_db().execute("select count(*) as n from responses").fetchone()
        return int(row["n"])

    @as_many_as(cases)
    @given(requests(rules, collector))
    def send(request: dict[str, Any]) -> None:
        before = count()
        response = app.test_client().open(**request)
        seen[response.status_code] += 1
        assert response.status_code < 500, (request, response.text)
        assert "Traceback" not in response.text
        if response.status_code >= 400:
            assert count() == before, request
        response.close()

    send()
    return seen


def run(folder: Path, cases: int) -> Counter[int]:
    """Run the drill on the public endpoints of a new office."""
    office = make_office(folder)
    app = create_app(folder)
    try:
        return drill(app, office.tablet.code, cases)
    finally:
        app.extensions["ikm_connections"].close()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for name, drilled in (("public doors", run), ("staff", fuzz_staff.run)):
        with tempfile.TemporaryDirectory() as place:
            found = drilled(Path(place) / "instance", wanted)
        print(f"{name}: {sum(found.values())} requests, none ended in a 5xx: {dict(sorted(found.items()))}")
