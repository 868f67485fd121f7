"""Requests per second as ratios: the survey's page and an answer against bare ones on the same server.

python -m benchmarks.rates [--seconds 4] [--rounds 5] [--past 1000000] [--only TEXT]

`wrk` (Debian: apt install wrk) sends the requests from the second core; each server has the first core to
itself. The two servers of a ratio are measured by turns, and the median of the rounds' ratios counts. Answers
come as from paired tablets, which may send any number.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from pathlib import Path

from benchmarks.conditions import print_conditions
from benchmarks.history import build
from benchmarks.load import memory_mb
from benchmarks.office import found
from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.operations.founding import Office
from kiosk.store.offices import devices
from kiosk.store.offices.collectors import list_collectors
from kiosk.store.offices.units import list_units

_ANSWER = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {token}"
math.randomseed(os.time() + {seed})
local body = '{{"id":"%s","collector":"{code}","answered_at":"{moment}","service":"kartu-keluarga",' ..
    '"answers":{{"persyaratan":3,"prosedur":4,"waktu":2,"biaya":4,"produk":3,"kompetensi":4,"perilaku":4,' ..
    '"sarana":3,"pengaduan":4}},' ..
    '"profile":{{"sex":"P","age_band":"26-35","education":"S1","occupation":"Swasta"}}}}'
function request()
  local id = {{}}
  for number = 1, 4 do id[number] = string.format("%08x", math.random(0, 0x7fffffff)) end
  return wrk.format(nil, nil, nil, string.format(body, table.concat(id)))
end
"""
_PAGE = 'wrk.headers["Accept-Encoding"] = "gzip"\n'


@dataclass(frozen=True)
class Kind:
    """A request: its path, and the script that makes `wrk` send it."""

    path: str
    script: str


@dataclass(frozen=True)
class Instance:
    """An office's folder, and what is asked of it."""

    folder: Path
    page: Kind
    answer: Kind


@dataclass(frozen=True)
class Ratio:
    """What is compared: the servers with their instances, the request, the connections, the goal or 0."""

    name: str
    ours: tuple[str, Instance]
    other: tuple[str, Instance]
    request: str
    connections: int
    goal: float


def prepare(folder: Path, past: int = 0) -> Instance:
    """An office without answers, or a copy of the one with that many."""
    if past:
        shutil.copytree(build(Path(tempfile.gettempdir()), past), folder)
    app, now = create_app(folder), datetime.now(UTC)
    with app.app_context():
        db = get_db()
        if past:
            [top] = [unit for unit in list_units(db) if unit.parent_unit_id is None]
            [tablet, *_] = [one for one in list_collectors(db, top.unit_id) if one.channel == "kiosk"]
        else:
            office: Office = found(db)
            tablet = office.tablet
        _, token = devices.pair_device(db, devices.create_pairing(db, tablet.collector_id, now), now)
    app.extensions["ikm_connections"].close()
    (folder / "collector").write_text(tablet.code)
    script = _ANSWER.format(token=token, code=tablet.code, moment=now.isoformat(), seed=hash(token) % 10**6)
    return Instance(folder, Kind(f"/s/{tablet.code}", _PAGE), Kind("/api/responses", script))


@contextmanager
def served(kind: str, instance: Instance) -> Iterator[tuple[int, int]]:
    """Run that server on the first core; yields its port and process."""
    command = [
        "taskset",
        "-c",
        "0",
        sys.executable,
        "-m",
        "benchmarks.rate_server",
        kind,
        str(instance.folder),
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        yield int(server.stdout.readline()), server.pid
    finally:
        server.terminate()
        server.wait()


def processor_s(process: int) -> float:
    """The processor time that a process has taken (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rate(port: int, request: Kind, connections: int, seconds: int) -> float:
    """Requests per second from the second core. Raises RuntimeError when one is refused."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(request.script)
        script.flush()
        command = [
            "taskset",
            "-c",
            "1",
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout",
            "10s",
        ]
        command += ["-s", script.name, f"http://127.0.0.1:{port}{request.path}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    found_rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found_rate, said
    return float(found_rate[1])


@dataclass(frozen=True)
class Round:
    """What one server did in one round: requests per second, and processor time of each in microseconds."""

    rate: float
    cost_us: float


def _run(server: tuple[int, int], request: Kind, connections: int, seconds: int) -> Round:
    port, process = server
    before = processor_s(process)
    found_rate = rate(port, request, connections, seconds)
    return Round(found_rate, 1e6 * (processor_s(process) - before) / (found_rate * seconds))


def measure(ratio: Ratio, seconds: int, rounds: int) -> list[tuple[Round, Round]]:
    """Both servers by turns, after a first round that does not count."""
    done = []
    with served(*ratio.ours) as ours, served(*ratio.other) as other:
        places = ((ours, ratio.ours[1]), (other, ratio.other[1]))
        for number in range(rounds + 1):
            mine, theirs = (
                _run(server, getattr(instance, ratio.request), ratio.connections, seconds if number else 1)
                for server, instance in places
            )
            done += [(mine, theirs)] if number else []
    return done


def measure_memory(instance: Instance, answers: Sequence[int]) -> list[float]:
    """The server's memory in MB: idle, and after so many answers."""
    with served("kiosk", instance) as (port, process):
        rate(port, instance.page, 64, 1)
        used, sent = [memory_mb(process)], 0.0
        for most in answers:
            while sent < most:
                sent += 2 * rate(port, instance.answer, 64, 2)
            used.append(memory_mb(process))
    return used


def main() -> None:
    """Print the ratios beside their goals; exit 1 if one is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--past", type=int, default=1_000_000)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("needs wrk (Debian: apt install wrk)")
    print_conditions()
    with tempfile.TemporaryDirectory(prefix="ikm-rates-") as name:
        empty = prepare(Path(name) / "empty")
        ratios = [
            *(
                Ratio(f"page / bare, {n}", ("kiosk", empty), ("page", empty), "page", n, goal)
                for n, goal in ((1, 0.6), (64, 0.55))
            ),
            *(
                Ratio(f"answer / bare insert, {n}", ("kiosk", empty), ("insert", empty), "answer", n, goal)
                for n, goal in ((8, 0.65), (64, 0.75))
            ),
            *(
                Ratio(f"answer / bare in groups, {n}", ("kiosk", empty), ("grouped", empty), "answer", n, 0)
                for n in (8, 64)
            ),
            Ratio("page / through views, 8", ("kiosk", empty), ("views", empty), "page", 8, 1.5),
            Ratio("answer / through views, 8", ("kiosk", empty), ("views", empty), "answer", 8, 1.25),
        ]
        if "stored" in given.only or not given.only:
            other, full = prepare(Path(name) / "other"), prepare(Path(name) / "full", given.past)
            ratios.append(
                Ratio("answer / at none stored, 8", ("kiosk", full), ("kiosk", other), "answer", 8, 0.9)
            )
        is_met = [_print(ratio, given) for ratio in ratios if given.only in ratio.name]
        if given.only in "memory":
            idle, *later = measure_memory(prepare(Path(name) / "memory"), (10_000, 30_000))
            print(
                f"memory: {idle:.0f} MB idle (at most 110), {later[0]:.1f} MB after 10,000 answers, ", end=""
            )
            print(f"{later[1]:.1f} after 30,000 ({later[1] - later[0]:+.1f}; at most +2)")
            is_met += [idle <= 110, later[1] - later[0] <= 2]
    sys.exit(not all(is_met))


def _print(ratio: Ratio, given: argparse.Namespace) -> bool:
    rounds = measure(ratio, given.seconds, given.rounds)
    mine, theirs = (statistics.median(one.rate for one in some) for some in zip(*rounds, strict=True))
    own, other = (statistics.median(one.cost_us for one in some) for some in zip(*rounds, strict=True))
    found_ratio = statistics.median(one.rate / two.rate for one, two in rounds)
    print(
        f"{ratio.name:28} {mine:7.0f} {theirs:7.0f} /s {found_ratio:6.2f}  goal {ratio.goal or '–':4}   "
        f"processor {own:5.0f} {other:5.0f} µs {other / own:6.2f}",
        flush=True,
    )
    return found_ratio >= ratio.goal


if __name__ == "__main__":
    main()
