"""A table of values as an XLSX worksheet."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from typing import Any

from kiosk.papers.columns import Column
from kiosk.papers.columns import Item
from kiosk.papers.columns import Value
from kiosk.papers.columns import of_data

_HEAD = {"bold": True, "bg_color": "#E2EFF1", "bottom": 1, "text_wrap": True, "valign": "top"}
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


def _width(column: Column[Item]) -> int:
    return column.width or max(_NARROWEST, *(len(word) + 2 for word in column.title.split()))


def _write(sheet: Any, row: int, column: int, value: Value, form: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif value is not None:
        sheet.write_number(row, column, float(value), form)
