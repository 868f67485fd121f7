"""CSV that a spreadsheet may open: no cell of it is taken for a formula."""

import csv
import io
from collections.abc import Iterable
from collections.abc import Sequence

from kiosk.sheets.formulas import as_text

Value = str | int | None


def harmless(value: Value) -> Value:
    """`value`, a text so that no spreadsheet computes it."""
    return as_text(value) if isinstance(value, str) else value


def table(rows: Iterable[Sequence[Value]]) -> bytes:
    """These rows as CSV (UTF-8, comma)."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([harmless(value) for value in row] for row in rows)
    return buffer.getvalue().encode()
