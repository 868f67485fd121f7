"""`python -m tests.drills.failover [answers]`: PostgreSQL fails in every way while visitors answer.

A primary with a synchronous standby, and `ikm serve` with both addresses. The drill does what a manager of
such a pair does: it promotes the standby, shuts the old primary off, and starts a crashed server again.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path

from tests.drills.server import Server
from tests.drills.server import Visitors
from tests.drills.server import find_loss
from tests.drills.server import free_port
from tests.drills.server import make_office
from tests.replication import Pair
from tests.replication import folder
from tests.replication import own

DISK_MB = 300
_LONGEST_S = 60.0


def fill_disk(pair: Pair) -> None:
    """The primary's disk is full for ten seconds; with room again its service starts it if it crashed."""
    filler = pair.primary.folder / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(256 * 1024))
    time.sleep(10)
    filler.unlink()
    with suppress(subprocess.CalledProcessError):
        pair.primary.start()


def kill_and_promote(pair: Pair) -> None:
    """The primary is gone at once, and the standby takes over."""
    pair.primary.kill()
    pair.fail_over()


def crash_alone_and_promote(pair: Pair) -> None:
    """The primary crashes while the standby is away, takes repeats after its start, and is lost.

    What only it had, a repeat must not have acknowledged.
    """
    pair.standby.stop()
    time.sleep(2)
    pair.primary.stop("immediate")
    pair.primary.start()
    time.sleep(10)
    pair.primary.kill()
    pair.standby.start()
    pair.fail_over()


def restart_in_place(pair: Pair) -> None:
    """The primary crashes and starts again."""
    pair.primary.stop("immediate")
    pair.primary.start()


def freeze_and_promote(pair: Pair) -> None:
    """The primary answers nothing and closes nothing; after five seconds the standby takes over."""
    pair.primary.freeze()
    time.sleep(5)
    pair.fail_over()


def freeze(pair: Pair) -> None:
    """The primary stops for 20 seconds, and goes on."""
    pair.primary.freeze()
    time.sleep(20)
    pair.primary.thaw()


def stall_standby(pair: Pair) -> None:
    """The standby stops for 20 seconds, so every commit waits; then it goes on."""
    pair.standby.freeze()
    time.sleep(20)
    pair.standby.thaw()


FAULTS: dict[str, Callable[[Pair], None]] = {
    "disk full for 10 s": fill_disk,
    "killed, standby promoted": kill_and_promote,
    "crashed without its standby, then lost": crash_alone_and_promote,
    "restarted in place": restart_in_place,
    "frozen, standby promoted": freeze_and_promote,
    "frozen for 20 s": freeze,
    "standby frozen for 20 s": stall_standby,
}


@contextmanager
def small_disk(path: Path) -> Iterator[None]:
    """A memory disk of `DISK_MB` at `path`; needs root."""
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(path)], check=True)
    try:
        own(path)
        yield
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def drill(
    pair: Pair, instance: Path, answers: int, faults: dict[str, Callable[[Pair], None]]
) -> dict[str, float]:
    """Let each fault happen after its part of the answers.

    Returns the seconds until the next answer was acknowledged, from when the servers were whole again. Raises
    AssertionError as soon as an acknowledged answer is missing, or anything is damaged.
    """
    office = make_office(instance, pair.primary.url)
    server = Server(instance, port := free_port(), {"IKM_DATABASE": pair.url})
    server.start()
    visitors, back = Visitors(port, office.tablet.code), dict[str, float]()

    longest = _LONGEST_S + answers / 10

    def check(when: str) -> None:
        seen = set(visitors.acknowledged)
        assert not (loss := find_loss(instance, seen, pair.primary.url)), f"{when}: {loss[:5]}"

    try:
        for number, (name, fault) in enumerate(faults.items(), start=1):
            visitors.wait_for(answers * number // (len(faults) + 1), longest)
            fault(pair)
            began = time.monotonic()
            visitors.wait_for(len(visitors.acknowledged) + 1, longest)
            back[name] = time.monotonic() - began
            print(f"{name}: answers taken again after {back[name]:.1f} s, {visitors.busy} refused so far")
            check(name)
            pair.rebuild()
        visitors.wait_for(answers, longest)
    finally:
        visitors.stop()
        server.kill()
    assert not visitors.refused, visitors.refused[:5]
    check("at the end")
    return back


def main(answers: int) -> None:
    """Run the whole drill and print what came out."""
    with folder() as data, small_disk(data / "one"):
        pair = Pair(data, durable=True)
        try:
            drill(pair, data.parent / "instance", answers, FAULTS)
        finally:
            pair.stop()
    print(f"{answers} acknowledged answers, none lost, none twice, tallies and journal whole")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
