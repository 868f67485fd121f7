"""A file's cells, taken out by a process of their own and kept as lines of JSON.

A workbook of a few kilobytes can claim more cells than any machine has memory for, and the library that reads
it then ends the whole process. So a short-lived one with a limit does it, and everybody else reads lines, one
at a time, whatever the size of the file. Run as `python -m kiosk.sheets.stored SOURCE FOLDER`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Fault
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.files import is_workbook
from kiosk.sheets.files import read_sheets
from kiosk.sheets.progress import Progress
from kiosk.sheets.progress import silent

MEMORY_BYTES = 2 * 1024**3
STORED_CHARACTERS = 256 * 1024**2  # a workbook of some kilobytes can repeat one text in every cell
SECONDS = 180
_POLL = 0.25
COLUMNS = 16_384  # of a worksheet; a text with more is none, and a page could not show them
_INDEX = "sheets.json"
_TOO_MUCH = "Berkas rusak, atau isinya jauh lebih besar daripada data survei."
_REFUSED = 3
# A text takes a fixed multiple of its length: below this many bytes it needs no process of its own.
_SHORT = 256 * 1024


def unpack(source: Path, folder: Path, progress: Progress = silent) -> None:
    """Take the cells of `source` out into `folder` (which exists). What `progress` raises ends it.

    Raises:
        SheetError: nothing can be read, or it would take more than `MEMORY_BYTES`, `SECONDS` or
            `STORED_CHARACTERS`.
    """
    if source.stat().st_size <= _SHORT and not is_workbook(source.read_bytes()):
        write(source, folder)
        return
    home = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    end = monotonic() + SECONDS
    # This module itself, with two paths of ours.
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "kiosk.sheets.stored", str(source), str(folder)],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "RUST_BACKTRACE": "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            while child.poll() is None:
                try:
                    child.wait(_POLL)
                except subprocess.TimeoutExpired:
                    progress(0)
                    if monotonic() > end:
                        raise SheetError(_TOO_MUCH) from None
        finally:
            child.kill()
        said = child.stdout.read() if child.stdout else b""
    if child.returncode == _REFUSED:
        raise SheetError(said.decode("utf-8").strip())
    if child.returncode:
        raise SheetError(_TOO_MUCH)


def open_sheets(folder: Path) -> list[Sheet]:
    """The sheets that `unpack` left in `folder`."""
    about: list[dict[str, Any]] = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
    return [
        Sheet(
            one["name"],
            _StoredRows(folder / f"{number}.jsonl"),
            hidden=one["hidden"],
            hidden_rows=frozenset(one["hidden_rows"]),
            hidden_columns=frozenset(one["hidden_columns"]),
            struck_rows=frozenset(one["struck_rows"]),
            merged={int(row): frozenset(columns) for row, columns in one["merged"].items()},
            spans={int(row): [(first, last) for first, last in spans] for row, spans in one["spans"].items()},
            notes=tuple(Note(code, text) for code, text in one["notes"]),
            is_text=one["is_text"],
        )
        for number, one in enumerate(about)
    ]


def _about(sheet: Sheet) -> dict[str, Any]:
    """Everything about a sheet but its rows."""
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "struck_rows": sorted(sheet.struck_rows),
        "merged": {row: sorted(columns) for row, columns in sheet.merged.items()},
        "spans": {row: list(spans) for row, spans in sheet.spans.items()},
        "notes": [(note.code, note.text) for note in sheet.notes],
        "is_text": sheet.is_text,
    }


@dataclass(frozen=True)
class _StoredRows:
    path: Path

    def __iter__(self) -> Iterator[list[Cell]]:
        read = json.JSONDecoder().raw_decode
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                row, _ = read(line)
                yield [_load(cell) if type(cell) is dict else cell for cell in row] if "{" in line else row


def _load(value: dict[str, str]) -> Cell:
    ((kind, text),) = value.items()
    match kind:
        case "number":
            return Decimal(text)
        case "moment":
            return datetime.fromisoformat(text)
        case "day":
            return date.fromisoformat(text)
        case "fault":
            return Fault(text)
        case _:
            return text


def _dump(cell: Any) -> dict[str, str]:
    match cell:
        case Decimal():
            return {"number": str(cell)}
        case Fault():
            return {"fault": cell.text}
        case datetime():
            return {"moment": cell.isoformat()}
        case date():
            return {"day": cell.isoformat()}
        case time() | timedelta():
            return {"text": str(cell)}
    raise TypeError(f"no cell: {cell!r}")


def write(source: Path, folder: Path) -> None:
    """Take the cells out in this very process. Raises `SheetError`."""
    about, room = [], STORED_CHARACTERS
    encode = json.JSONEncoder(default=_dump).encode
    for number, sheet in enumerate(read_sheets(source.read_bytes())):
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as lines:
            for row in sheet.rows:
                room -= lines.write(encode(row) + "\n")
                if len(row) > COLUMNS or room < 0:
                    raise SheetError(_TOO_MUCH)
        about.append(_about(sheet))
    (folder / _INDEX).write_text(json.dumps(about), encoding="utf-8")


def limit() -> None:
    """Let this process take no more than a file of answers needs."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limits; its processes are ended by the time limit alone.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    limit()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        write(Path(sys.argv[1]), Path(sys.argv[2]))
    except SheetError as error:
        print(error)
        sys.exit(_REFUSED)


if __name__ == "__main__":
    _main()
