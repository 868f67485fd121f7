"""The responses of a preview, kept beside the uploaded file, so that storing them does not read it again.

A preview writes them while it goes through the rows, when nothing is left to ask. The file is in the folder
of the upload, readable by its owner only, and is deleted with it. Only the preview that wrote it knows its
name, and the next preview, of other choices, deletes it: storing never takes rows that were understood
otherwise. Where the file is gone, the rows are read from the uploaded file again.
"""

import json
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from typing import TextIO

from kiosk.importing.source import Entry
from kiosk.importing.source import Source
from kiosk.store.engine.files import create_private
from kiosk.store.engine.ids import new_key

_ROWS_PER_LINE = 500
_ENDING = ".responses"


class Row(NamedTuple):
    """One response: `moment` in ISO 8601 with its offset, `answers` in the order of the items."""

    key: str
    service_id: str | None
    moment: str
    answers: Sequence[int | None]
    profile: Mapping[str, str]
    comment: str | None
    extras: Mapping[str, str]


def make_rows(source: Source) -> Iterator[Row]:
    """The responses of a file that have a date."""
    items = source.understanding.instrument.items
    for entry in source.entries():
        if entry.kind == "response" and entry.moment:
            yield make_row(entry, items)


def make_row(entry: Entry, items: Sequence[str]) -> Row:
    """An entry that is a response with a date."""
    answers = entry.answered.answers
    moment = entry.moment.isoformat() if entry.moment else ""
    given = [*map(answers.get, items)]
    return Row(entry.key, entry.service_id, moment, given, entry.profile, entry.comment, entry.extras)


class Spool:
    """Writes the responses of one preview into `folder`, inside a `with` block, and reads them afterwards.

    On a full disk, or after the block raised, it holds nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{new_key()}{_ENDING}"
        self._file: TextIO | None = None
        self._waiting: list[Row] = []
        self._is_whole = False

    def __enter__(self) -> "Spool":
        with suppress(OSError):
            for path in self._path.parent.glob(f"*{_ENDING}"):
                path.unlink()
            create_private(self._path)
            self._file = self._path.open("w", encoding="utf-8")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        self._write()
        if file := self._file:
            with suppress(OSError):
                file.close()
                self._is_whole = kind is None
        if not self._is_whole:
            self._path.unlink(missing_ok=True)

    def add(self, row: Row) -> None:
        """Keep another response."""
        self._waiting.append(row)
        if len(self._waiting) == _ROWS_PER_LINE:
            self._write()

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []
        if self._file:
            try:
                self._file.write(json.dumps(rows) + "\n")
            except OSError:
                self._drop()

    def _drop(self) -> None:
        file, self._file = self._file, None
        if file:
            with suppress(OSError):
                file.close()

    def rows(self) -> Iterator[Row] | None:
        """The responses in the order they were added; None when they are not there (any more)."""
        if not self._is_whole or not self._path.exists():
            return None
        return self._read()

    def _read(self) -> Iterator[Row]:
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                yield from map(Row._make, json.loads(line))
