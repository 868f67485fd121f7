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
MAX_PAPERS = 100  # Typst's cache grows with each paper; a new process starts with an empty one


class PaperError(Exception):
    """A paper could not be compiled; the message is Typst's own."""


class TypstWorker:
    """Compiles one paper at a time in a child process, which runs only while there is work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._compiled = 0
        self._timer: threading.Timer | None = None

    def compile(self, arguments: Mapping[str, object]) -> bytes:
        """The document that `typst.Compiler.compile` returns for these arguments. Raises PaperError."""
        line = json.dumps(arguments, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._process and self._process.poll() is not None:
                self._end()  # it was killed, for example when the system ran out of memory
            try:
                return self._request(line)
            finally:
                if self._compiled >= MAX_PAPERS:
                    self._end()
                self._timer = threading.Timer(IDLE_S, self.stop)
                self._timer.daemon = True
                self._timer.start()

    def stop(self) -> None:
        """End the process; the next paper starts a new one."""
        with self._lock:
            self._end()

    def _request(self, line: bytes) -> bytes:
        process = self._process = self._process or self._start()
        if not (process.stdin and process.stdout):
            raise TypeError("started without pipes")
        try:
            process.stdin.write(line)
            process.stdin.flush()
            state, _, size = process.stdout.readline().decode().partition(" ")
            content = process.stdout.read(int(size))
            if len(content) < int(size):
                raise EOFError
        except (OSError, ValueError, EOFError) as error:
            self._end()
            raise PaperError("the Typst worker process ended") from error
        self._compiled += 1
        if state != "ok":
            raise PaperError(content.decode())
        return content

    def _start(self) -> "subprocess.Popen[bytes]":
        # -I keeps the script's own folder out of its import path.
        command = [sys.executable, "-I", str(Path(__file__).with_name("worker_main.py"))]
        self._compiled = 0
        return subprocess.Popen(  # noqa: S603 - our own file
            [*command, str(TEMPLATES), fonts.folder().name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def _end(self) -> None:
        if process := self._process:
            self._process = None
            process.kill()
            process.communicate()


WORKER = TypstWorker()
atexit.register(WORKER.stop)
