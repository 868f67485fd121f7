"""CSV that spreadsheets can open: no cell of it is computed as a formula."""

import csv
import io
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime

from kiosk.papers.columns import Value
from kiosk.sheets.formulas import as_text

_CHUNK = 500  # rows


def neutralise(value: Value) -> Value:
    """`value` as CSV has it: a moment as ISO 8601, a text that would be a formula after an apostrophe."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return as_text(value) if isinstance(value, str) else value


def stream_csv(rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """These rows as CSV (UTF-8, comma) in chunks, each cell neutralised."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for number, row in enumerate(rows, start=1):
        writer.writerow([neutralise(value) for value in row])
        if number % _CHUNK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """As `stream_csv`, in one piece."""
    return b"".join(stream_csv(rows))
