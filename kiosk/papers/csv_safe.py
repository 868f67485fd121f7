"""CSV that spreadsheets can open: no cell of it is computed as a formula."""

import csv
import io
from collections.abc import Iterable
from collections.abc import Sequence

from kiosk.sheets.formulas import as_text

Value = str | int | None


def neutralise(value: Value) -> Value:
    """`value`, with an apostrophe in front of a text that a spreadsheet would compute as a formula."""
    return as_text(value) if isinstance(value, str) else value


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """These rows as CSV (UTF-8, comma), each cell neutralised."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([neutralise(value) for value in row] for row in rows)
    return buffer.getvalue().encode()
