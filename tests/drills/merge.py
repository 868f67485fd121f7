"""`python -m tests.drills.merge [rounds] [--postgresql]`: kill -9 in the middle of exports and merges.

Each round adds answers at the office, kills its export and the city's merge at random moments, and then runs
both to the end. With `--postgresql` the city's data are on a server.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from kiosk.operations import bundles
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.responses import insert_responses
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.ids import new_response_id
from kiosk.store.journal import journal
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.journal import Head
from tests import postgres
from tests.drills.server import ROOT
from tests.drills.server import make_office

A_ROUND, TOGETHER = 2000, 100
_IKM = "from kiosk.cli import main; main()"


class Side:
    """A server: its folder, its database there or at an address, and commands on it."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.db = open_database(address or folder / "ikm.db")
        self._env = {**os.environ, "PYTHONPATH": str(ROOT), "IKM_INSTANCE": str(folder)}
        self._env.pop("IKM_DATABASE", None)
        if address:
            self._env["IKM_DATABASE"] = address

    def run(self, *words: str) -> str:
        """Run a command to its end; returns its output."""
        command = [sys.executable, "-c", _IKM, *words]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def time(self, *words: str) -> float:
        """The seconds that a command takes."""
        start = time.monotonic()
        self.run(*words)
        return time.monotonic() - start

    def kill(self, longest: float, *words: str) -> bool:
        """Start a command and kill it at a random moment; returns whether it was still running."""
        process = subprocess.Popen(
            [sys.executable, "-c", _IKM, *words], env=self._env, stdout=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0.5, 1) * longest)  # noqa: S311
        process.kill()
        return process.wait() < 0

    def head(self, office: Office) -> Head | None:
        """The head of the office's chain, after checking the file, the chain and the tallies."""
        assert not find_break(self.db, office.unit.unit_id)
        assert not check_tallies(self.db)
        return journal.get_head(self.db, office.unit.unit_id)


def add_answers(db: Database, office: Office, how_many: int = A_ROUND) -> None:
    """Record answers of now, a multiple of `TOGETHER`."""
    now = datetime.now(UTC)
    with transaction(db):
        for _ in range(how_many // TOGETHER):
            together = [
                NewResponse(
                    response_id=new_response_id(),
                    unit_id=office.unit.unit_id,
                    collector_id=office.tablet.collector_id,
                    service_id=None,
                    instrument=DEFAULT,
                    answered_at=now,
                    local_day=now.date(),
                    answers=dict.fromkeys(UNSUR, 3),
                    profile={"sex": "P"},
                    comment="Kursi kurang.",
                )
                for _ in range(TOGETHER)
            ]
            insert_responses(db, [(response, now) for response in together])


def drill(folder: Path, rounds: int, address: str = "") -> tuple[int, int]:
    """The number of exports and merges that were killed. Raises if one left partial data."""
    office = make_office(folder / "office")
    make_office(folder / "city", address)
    here, city = Side(folder / "office"), Side(folder / "city", address)
    key = bundles.BundleKey.parse(city.run("merge-key", "latihan"))
    (folder / "key").write_text(str(key))
    bundle = folder / "bundle"
    export = ("export", "--kunci", str(folder / "key"), "--profil", "--saran", "-o", str(bundle))
    merge = ("merge", str(bundle), "--di-bawah", office.unit.code)
    longest = {export: 1.0, merge: 1.5}
    exports = merges = 0
    for number in range(1, rounds + 1):
        add_answers(here.db, office)
        before = city.head(office)
        if here.kill(longest[export], *export):
            exports += 1
            if bundle.exists():
                bundles.verify(bundle, key)
        longest[export] = here.time(*export)
        if city.kill(longest[merge], *merge):
            merges += 1
            assert city.head(office) in (before, here.head(office)), f"round {number}"
        longest[merge] = city.time(*merge)
        assert city.head(office) == here.head(office), f"round {number}"
    return exports, merges


if __name__ == "__main__":
    wanted = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 20)
    with (
        tempfile.TemporaryDirectory() as place,
        postgres.server() if "--postgresql" in sys.argv else nullcontext("") as server,
    ):
        killed = drill(Path(place), wanted, server)
    print(
        f"{wanted} rounds of {A_ROUND} answers: {killed[0]} exports and {killed[1]} merges killed at work, "
        "each was whole or not there, and went through the next time"
    )
