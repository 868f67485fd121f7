"""The log file: one JSON object a line, rotated, with nothing in it that a visitor sent.

No address, no query, no form and no header is logged. An exception's text could repeat an answer, so only its
type and the lines of code are logged. `IKM_LOG_LEVEL` sets the level.
"""

import json
import logging
import traceback
from datetime import UTC
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flask import Flask

FOLDER, NAME = "log", "ikm.log"
BYTES, FILES = 2 * 1024 * 1024, 5


class JsonLines(logging.Formatter):
    """Moment, level, message; for an exception its kind and where in the code it arose."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__qualname__
            line["where"] = [
                f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ][-8:]
        return json.dumps(line, ensure_ascii=False)


class LogFile(RotatingFileHandler):
    """A log file whose failures are ignored: on a full disk, lines still go to standard error."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Drop the line."""


def init_app(app: Flask) -> None:
    """Write the app's log to its instance folder, and to standard error as Flask does."""
    folder = Path(app.instance_path) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / NAME
    path.touch(mode=0o600)
    # The file is opened with the first line.
    handler = LogFile(path, maxBytes=BYTES, backupCount=FILES, encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines())
    for old in [one for one in app.logger.handlers if isinstance(one, LogFile)]:
        app.logger.removeHandler(old)
        old.close()
    app.logger.addHandler(handler)
    app.logger.setLevel(app.config["LOG_LEVEL"])
