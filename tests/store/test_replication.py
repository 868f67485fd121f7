"""With a synchronous standby, what was acknowledged survives the primary: a real pair of servers."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask.testing import FlaskClient

from kiosk.app import create_app
from kiosk.store.engine.limits import Limits
from tests.conftest import answer
from tests.drills.server import make_office
from tests.replication import Pair
from tests.replication import pair

# Short waits: what is tested is which error they end in.
LIMITS = Limits(connections=4, statement_s=2, idle_s=2, lock_s=1, commit_s=1, grace_s=1)

_STARTED = datetime.now(UTC).isoformat()


@pytest.fixture(scope="module")
def servers() -> Iterator[Pair]:
    """A primary and its standby."""
    with pair() as made:
        yield made


@pytest.fixture(scope="module")
def code(servers: Pair, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The code of an office's tablet."""
    return make_office(tmp_path_factory.mktemp("office"), servers.primary.url).tablet.code


@pytest.fixture
def client(servers: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A visitor's browser, at a kiosk that knows the addresses of both servers."""
    monkeypatch.setenv("IKM_DATABASE", servers.url)
    app = create_app(tmp_path, LIMITS)
    app.config.update(TESTING=True)
    yield app.test_client()
    app.extensions["ikm_connections"].close()


def _answer(code: str, number: int) -> dict[str, object]:
    return answer(code, number, answered_at=_STARTED, service=None)


def test_a_repeat_of_what_only_a_crashed_primary_has_waits_for_the_standby(
    servers: Pair, client: FlaskClient, code: str
) -> None:
    first = client.post("/api/responses", json=_answer(code, 1))
    assert first.status_code == 201, first.text
    servers.standby.stop()
    waiting = threading.Thread(target=client.post, args=["/api/responses"], kwargs={"json": _answer(code, 2)})
    waiting.start()
    time.sleep(0.5)
    servers.primary.stop("immediate")
    waiting.join()
    servers.primary.start()
    for _ in range(2):
        assert client.post("/api/responses", json=_answer(code, 2)).status_code == 503
    assert client.get("/healthz").status_code == 503
    servers.standby.start()
    deadline = time.monotonic() + 20
    while (sent := client.post("/api/responses", json=_answer(code, 2))).status_code == 503:
        assert time.monotonic() < deadline
    assert sent.status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_frozen_primary_is_an_outage_and_then_answers_again(
    servers: Pair, client: FlaskClient, code: str
) -> None:
    assert client.post("/api/responses", json=_answer(code, 3)).status_code == 201
    servers.primary.freeze()
    began = time.monotonic()
    assert client.post("/api/responses", json=_answer(code, 4)).status_code == 503
    assert client.get(f"/s/{code}").status_code == 503
    assert time.monotonic() - began < 20
    servers.primary.thaw()
    assert client.post("/api/responses", json=_answer(code, 4)).status_code in (200, 201)


def test_a_statement_that_fails_leaves_no_value_in_the_servers_log(
    servers: Pair, client: FlaskClient, code: str
) -> None:
    with psycopg.connect(servers.primary.url) as holding:
        holding.execute("select 1 from journal_heads for update")
        refused = client.post("/api/responses", json={**_answer(code, 5), "comment": "Loket tiga galak."})
    assert refused.status_code == 503, refused.text
    log = servers.primary.log.read_text()
    assert "lock timeout" in log
    assert "galak" not in log


def test_the_promoted_standby_has_every_acknowledged_answer_and_takes_the_next(
    servers: Pair, client: FlaskClient, code: str
) -> None:
    for number in range(10, 15):
        assert client.post("/api/responses", json=_answer(code, number)).status_code == 201
    servers.primary.kill()
    servers.fail_over()
    for number in range(10, 15):
        assert client.post("/api/responses", json=_answer(code, number)).status_code == 200
    assert client.post("/api/responses", json=_answer(code, 15)).status_code == 201
