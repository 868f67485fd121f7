"""`python -m tests.drills.fuzz [cases]`: what no browser would send, to every public door and the API.

Nothing may end in a 5xx, show a traceback, or be stored unless it was accepted.
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
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from kiosk import create_app
from kiosk.access import is_public
from kiosk.db import get_db
from kiosk.store.responses import UNSUR
from tests.drills.server import make_office

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
TYPES = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x")

texts = st.text(max_size=40) | st.sampled_from(
    ["", "0", "-1", "../../etc/passwd", "'; drop table x --", "\x00"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
headers = st.dictionaries(
    st.sampled_from(
        ["Origin", "Referer", "Sec-Fetch-Site", "Authorization", "Cookie", "Accept-Language", "Range"]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
    max_size=3,
)


def _responses(collector: str) -> st.SearchStrategy[dict[str, Any]]:
    """API bodies near to good ones: each part right, wrong in its value, or wrong in its kind."""
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
    """One request to one of the doors."""
    # Half of them to the door that stores.
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
    """Send so many requests; returns how often each status came back. Raises AssertionError at a bad one."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    rules = [
        rule for rule in app.url_map.iter_rules() if is_public(rule.endpoint) and rule.endpoint != "static"
    ]
    seen: Counter[int] = Counter()

    def count() -> int:
        with app.app_context():
            row = get_db().execute("select count(*) as n from responses").fetchone()
        return int(row["n"])

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
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
    """The drill on an office of its own."""
    office = make_office(folder)
    app = create_app(folder)
    try:
        return drill(app, office.tablet.code, cases)
    finally:
        app.extensions["ikm_connections"].close()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place) / "instance", wanted)
    print(f"{sum(found.values())} requests, none ended in a 5xx: {dict(sorted(found.items()))}")
