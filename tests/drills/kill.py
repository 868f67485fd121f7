"""`python -m tests.drills.kill [rounds]`: kill -9 at random moments under load, repeatedly."""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.drills.server import Server
from tests.drills.server import Visitors
from tests.drills.server import find_loss
from tests.drills.server import free_port
from tests.drills.server import make_office


def drill(folder: Path, rounds: int, *, longest: float = 1.5) -> tuple[int, list[float]]:
    """Kill so many times; returns the acknowledged answers and the seconds of each restart.

    Raises AssertionError as soon as an acknowledged answer is missing, or anything is damaged.
    """
    office = make_office(folder)
    server = Server(folder, port := free_port())
    starts = [server.start()]
    visitors = Visitors(port, office.tablet.code)
    try:
        for number in range(1, rounds + 1):
            time.sleep(random.uniform(0.05, longest))  # noqa: S311
            server.kill()
            seen = set(visitors.acknowledged)
            assert not (loss := find_loss(folder, seen)), f"round {number}: {loss[:5]}"
            starts.append(server.start())
    finally:
        visitors.stop()
        server.kill()
    assert not visitors.refused, visitors.refused[:5]
    assert not (loss := find_loss(folder, visitors.acknowledged)), loss[:5]
    return len(visitors.acknowledged), starts


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as place:
        total, seconds = drill(Path(place) / "instance", wanted)
    print(
        f"{wanted} kills, {total} acknowledged answers, none lost, none twice, database and journal whole; "
        f"start to first answer: median {statistics.median(seconds):.1f} s, longest {max(seconds):.1f} s"
    )
