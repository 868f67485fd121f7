"""Short runs of the drills; `python -m tests.drills.kill` and `tests.drills.power` are the long ones."""

import json
import os
import re
import shutil
import urllib.request
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import answer
from tests.drills import flood
from tests.drills import fuzz
from tests.drills import fuzz_figures
from tests.drills import fuzz_imports
from tests.drills import fuzz_staff
from tests.drills import kill
from tests.drills import power
from tests.drills.server import Server
from tests.drills.server import free_port
from tests.drills.server import make_office

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and strace are of Unix")


def test_killing_the_server_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    acknowledged, starts = kill.drill(tmp_path / "instance", 2, longest=0.8)
    assert acknowledged
    assert len(starts) == 3


def test_cutting_the_power_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    library = power.build(tmp_path)
    if library is None:
        pytest.skip("needs Linux and a C compiler")
    assert power.drill(tmp_path, library, 2, longest=0.6)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_log_is_synced_before_the_answer_is_acknowledged(tmp_path: Path) -> None:
    office = make_office(tmp_path / "instance")
    trace = tmp_path / "trace"
    server = Server(tmp_path / "instance", port := free_port())
    calls = "openat,pwrite64,fsync,fdatasync,sendto,sendmsg,write"
    server.start("strace", "-f", "-y", "-s", "40", "-e", f"trace={calls}", "-o", str(trace))
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/responses",
        data=json.dumps(answer(office.tablet.code, answered_at=datetime.now(UTC).isoformat())).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        assert response.status == 201
    server.kill()
    lines = trace.read_text(errors="replace").splitlines()
    sent = next(n for n, line in enumerate(lines) if "HTTP/1.1 201" in line)
    written = max(n for n, line in enumerate(lines[:sent]) if re.search(r"pwrite64\(.*ikm\.db-wal", line))
    synced = max(n for n, line in enumerate(lines[:sent]) if re.search(r"f(data)?sync\(.*ikm\.db-wal", line))
    assert written < synced < sent


def test_nothing_that_is_sent_to_a_public_door_breaks_it(tmp_path: Path) -> None:
    seen = fuzz.run(tmp_path / "instance", 75)
    assert max(seen) < 500


def test_mutated_spreadsheets_are_imported_as_shown_or_refused_whole(tmp_path: Path) -> None:
    assert sum(fuzz_imports.run(tmp_path / "instance", 10).values()) == 10


def test_known_tables_in_changed_files_are_stored_right_or_asked_about(tmp_path: Path) -> None:
    ends = fuzz_figures.run(tmp_path / "instance", 40)
    assert ends["stored"] >= 30 and sum(ends.values()) == 40


def test_nothing_that_staff_send_breaks_a_page_or_reaches_another_unit(tmp_path: Path) -> None:
    seen = fuzz_staff.run(tmp_path / "instance", 75)
    assert seen[200] and max(seen) < 500


@pytest.mark.sqlite_only
def test_a_flood_of_made_up_answers_moves_no_figure_and_is_cleaned_up(tmp_path: Path) -> None:
    outcome = flood.run(tmp_path, 90)
    assert outcome.before == outcome.after == outcome.cleaned
    assert (outcome.counted, outcome.set_apart) == (0, 90)
