"""A long command that is interrupted leaves all of its work or nothing, and says so in one sentence."""

import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kiosk.base.interruption import SAID
from tests.drills import interrupt

pytestmark = [
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc to see when a command has begun"),
    pytest.mark.sqlite_only,
]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interruptions") / "pristine"
    interrupt.prepare(folder, 2000)
    return folder


@pytest.mark.parametrize("name", ["backup", "restore", "report", "import", "merge"])
def test_ctrl_c_and_sigterm_leave_nothing_behind(name: str, pristine: Path) -> None:
    number, moment = random.choice(interrupt.SIGNALS), random.uniform(0.5, 2.0)  # noqa: S311
    assert interrupt.interrupt(pristine, name, number, moment) in ("done", "interrupted")


def test_what_kill_9_leaves_is_found(pristine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.operations.strays.gettempdir", tempfile.gettempdir)
    name, moment = random.choice(["backup", "restore", "import"]), random.uniform(1.0, 2.0)  # noqa: S311
    interrupt.interrupt(pristine, name, signal.SIGKILL, moment)


_POSTPONES = """
import os, signal, sqlite3, sys
from kiosk.base import interruption
interruption.watch()
try:
    with interruption.postponed():
        os.kill(os.getpid(), signal.SIGTERM)
        print("both steps")
    print("never")
finally:
    os.kill(os.getpid(), signal.SIGINT)
    print("cleaned up")
"""
_FINISHES = """
import os, signal
from kiosk.base import interruption
interruption.watch()
with interruption.postponed():
    os.kill(os.getpid(), signal.SIGTERM)
    interruption.finish()
os.kill(os.getpid(), signal.SIGINT)
print("done")
"""
_STATEMENT = """
import signal, sqlite3
from kiosk.base import interruption
interruption.watch()
signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
signal.setitimer(signal.ITIMER_REAL, 0.2)
with interruption.within_statements(db := sqlite3.connect(":memory:")):
    db.execute("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n")
"""


@pytest.mark.parametrize(
    ("code", "said", "exit_code"),
    [(_POSTPONES, "both steps\ncleaned up\n", 143), (_STATEMENT, "", 130)],
    ids=["steps that belong together are finished", "an endless statement ends"],
)
def test_a_signal_ends_a_command_between_its_steps(code: str, said: str, exit_code: int) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == (said, f"{SAID}\n", exit_code)


def test_a_signal_after_the_work_is_done_changes_nothing() -> None:
    assert subprocess.check_output([sys.executable, "-c", _FINISHES]) == b"done\n"


def test_under_nohup_a_closed_terminal_ends_nothing() -> None:
    code = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
        "from kiosk.base import interruption; interruption.watch();"
        "os.kill(os.getpid(), signal.SIGHUP); print('goes on')"
    )
    assert subprocess.check_output([sys.executable, "-c", code], env=os.environ) == b"goes on\n"
