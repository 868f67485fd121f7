"""Short runs of `python -m tests.drills.staying_up`: hostile senders beside visitors."""

import os
import shutil
import time
from collections.abc import Iterator

import pytest

from tests.drills.staying_up import Kiosk
from tests.drills.staying_up import kiosk
from tests.drills.staying_up import sending

pytestmark = [
    pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="looks into /proc"),
    pytest.mark.sqlite_only,
]
CADDY = pytest.param(True, marks=pytest.mark.skipif(not shutil.which("caddy"), reason="needs Caddy"))


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """A kiosk in a process of its own."""
    with kiosk(tmp_path_factory.mktemp("kiosk")) as running:
        yield running


@pytest.fixture(scope="module", params=[False, CADDY], ids=["direct", "caddy"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """A kiosk alone, and one behind Caddy as documented."""
    if not request.param:
        yield request.getfixturevalue("direct")
        return
    with kiosk(tmp_path_factory.mktemp("kiosk"), behind_caddy=True) as running:
        yield running


def test_half_requests_and_half_bodies_keep_no_visitor_out(either: Kiosk) -> None:
    either.pages_a_second(0.5)
    memory = either.server.memory_mb()
    found = either.beside({"half_requests": 1000, "half_bodies": 100}, 0.7)
    assert found.visits[-1] < 3000  # the drill says how many pages a second are left
    assert found.memory < memory + 30 and found.spooled < 1


@pytest.mark.parametrize(
    ("field", "chunk"),
    [
        ("Content-Length: 1000000000", b""),
        ("Content-Length: 60000000", b""),
        ("Transfer-Encoding: chunked", b"100000\r\n"),
    ],
)
def test_a_stranger_cannot_fill_the_disk_with_a_body(either: Kiosk, field: str, chunk: bytes) -> None:
    taken, kept = either.swallowed_mb(field, chunk=chunk)
    assert taken < 80 and kept == 0


@pytest.mark.parametrize(("kind", "count"), [("one_byte_chunks", 100), ("idle", 4200)])
def test_busy_senders_and_a_full_table_keep_no_visitor_out(direct: Kiosk, kind: str, count: int) -> None:
    with sending(direct.door, kind, count):
        assert direct.visits(1.5)[-1] < 3000


def test_answers_that_are_not_taken_do_not_fill_the_memory(direct: Kiosk) -> None:
    before = direct.server.memory_mb()
    with sending(direct.door, "untaken_answers", 60):
        assert direct.visits(1.5)[-1] < 3000
        assert direct.server.memory_mb() < before + 30 and direct.server.spooled_mb() < 1


@pytest.mark.parametrize("kind", ["log_ins", "known_log_ins"])
def test_thirty_log_ins_at_once_keep_no_visitor_waiting(direct: Kiosk, kind: str) -> None:
    usual = direct.door.browser()
    assert any(direct.log_in(usual)[0] == 303 for _ in range(10))  # the flood before may still be waiting
    with sending(direct.door, kind, 30):
        time.sleep(0.5)
        assert direct.visits(1.5)[-1] < 3000
        assert any(direct.log_in(usual)[0] == 303 for _ in range(3))
