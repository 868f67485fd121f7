"""`python -m tests.drills.power [rounds]`: power cuts that lose everything that was not synced.

A killed process loses no data that the kernel has; a power cut does. `power.c` keeps a copy of each file as
it was at its last fsync. After a kill at a random moment that copy must have every acknowledged answer.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.drills.server import Server
from tests.drills.server import Visitors
from tests.drills.server import find_loss
from tests.drills.server import free_port
from tests.drills.server import make_office


def build(folder: Path) -> Path | None:
    """The library to preload, or None if it cannot be built."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        return None
    library = folder / "power.so"
    source = Path(__file__).with_name("power.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def drill(folder: Path, library: Path, rounds: int, *, longest: float = 2) -> int:
    """Cut the power so many times, continuing from the synced files; returns the acknowledged answers.

    Raises AssertionError as soon as one of them is missing or the database is damaged.
    """
    instance, kept = folder / "instance", folder / "kept"
    office = make_office(instance)
    acknowledged: set[str] = set()
    port = free_port()
    for number in range(1, rounds + 1):
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(instance, kept, ignore=shutil.ignore_patterns("*-shm"))
        server = Server(
            instance,
            port,
            {"LD_PRELOAD": str(library), "DRILL_FROM": str(instance), "DRILL_TO": str(kept)},
        )
        server.start()
        visitors = Visitors(port, office.tablet.code)
        time.sleep(random.uniform(0.3, longest))  # noqa: S311
        server.kill()
        visitors.stop()
        acknowledged |= visitors.acknowledged
        shutil.rmtree(instance)
        shutil.copytree(kept, instance, ignore=shutil.ignore_patterns("*.part", "*-shm"))
        assert not (loss := find_loss(instance, acknowledged)), f"round {number}: {loss[:5]}"
    assert acknowledged
    return len(acknowledged)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as place:
        built = build(Path(place))
        if built is None:
            sys.exit("needs Linux and a C compiler")
        total = drill(Path(place), built, wanted)
    print(
        f"{wanted} power cuts, {total} acknowledged answers, all on the disk that keeps only what was synced"
    )
