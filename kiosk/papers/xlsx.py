"""A table of values as an XLSX worksheet."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any

from kiosk.papers.columns import Column
from kiosk.papers.columns import Item
from kiosk.papers.columns import Value
from kiosk.papers.columns import of_data

_HEAD = {"bold": True, "bg_color": "#E2EFF1", "bottom": 1, "text_wrap": True, "valign": "top"}
# The numbers of paper sizes in XLSX: A4, and Folio of 8.5 × 13 inches.
SHEETS = {"a4": 9, "f4": 14}
_NARROWEST = 9  # characters


def write_table(
    book: Any,
    sheet: Any,
    columns: Sequence[Column[Item]],
    items: Iterable[Item],
    top: int = 0,
    *,
    is_wrapped: bool = False,
) -> int:
    """Write titles into the row `top` and a row for each item below it; returns the last row.

    Rows are written in order, so that the book may be in constant-memory mode.
    """
    shown = of_data(columns)
    head = book.add_format(_HEAD)
    wrap = {"text_wrap": True, "valign": "top"} if is_wrapped else {}
    forms = [book.add_format({"num_format": column.number_format, **wrap}) for column in shown]
    for number, column in enumerate(shown):
        sheet.set_column(number, number, _width(column))
        sheet.write_string(top, number, column.title, head)
    row = top
    for row, item in enumerate(items, start=top + 1):
        for number, column in enumerate(shown):
            _write(sheet, row, number, column.value(item), forms[number])
    return row


def print_wide(sheet: Any, paper_size: str, first: int = 0, last: int | None = None) -> None:
    """Print in landscape, one page wide, with page numbers and the rows `first` to `last` on each."""
    sheet.set_landscape()
    sheet.set_paper(SHEETS[paper_size])
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first, last)
    sheet.set_footer("&L&A&RHalaman &P dari &N")


def _width(column: Column[Item]) -> int:
    return column.width or max(_NARROWEST, *(len(word) + 2 for word in column.title.split()))


def _write(sheet: Any, row: int, column: int, value: Value, form: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), form)  # XLSX knows no zones
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif value is not None:
        sheet.write_number(row, column, float(value), form)
