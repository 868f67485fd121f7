"""The Typst worker process (`worker_main.py`): started on demand, replaced regularly, ended when idle."""

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from kiosk.papers.pdf import fonts

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "papers"
IDLE_S = 60.0
MOST_PAPERS = 100  # then it has grown enough


class PaperError(Exception):
    """A paper could not be set; says why."""


class Workshop:
    """One paper at a time, in a process that is there while there is work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._timer: threading.Timer | None = None

    def make(self, order: Mapping[str, object]) -> bytes:
        """What `typst.Compiler.compile` makes of these arguments. Raises PaperError."""
        line = json.dumps(order, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._process and self._process.poll() is not None:
                self._end()  # somebody else ended it, such as a system short of memory
            try:
                return self._ask(line)
            finally:
                if self._made >= MOST_PAPERS:
                    self._end()
                self._timer = threading.Timer(IDLE_S, self.rest)
                self._timer.daemon = True
                self._timer.start()

    def rest(self) -> None:
        """End the process; the next paper starts another."""
        with self._lock:
            self._end()

    def _ask(self, line: bytes) -> bytes:
        process = self._process = self._process or self._start()
        if not (process.stdin and process.stdout):
            raise TypeError("started without pipes")
        try:
            process.stdin.write(line)
            process.stdin.flush()
            state, _, size = process.stdout.readline().decode().partition(" ")
            made = process.stdout.read(int(size))
            if len(made) < int(size):
                raise EOFError
        except (OSError, ValueError, EOFError) as error:
            self._end()
            raise PaperError("the process that sets papers ended") from error
        self._made += 1
        if state != "ok":
            raise PaperError(made.decode())
        return made

    def _start(self) -> "subprocess.Popen[bytes]":
        # -I: its own folder holds a `typst.py` that is not the one it imports.
        command = [sys.executable, "-I", str(Path(__file__).with_name("worker_main.py"))]
        self._made = 0
        return subprocess.Popen(  # noqa: S603 - our own file
            [*command, str(TEMPLATES), fonts.staged().name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def _end(self) -> None:
        if process := self._process:
            self._process = None
            process.kill()
            process.communicate()


WORKSHOP = Workshop()
atexit.register(WORKSHOP.rest)
