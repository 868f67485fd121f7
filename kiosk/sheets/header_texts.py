"""The texts of header rows by column: joined over two rows, carried over merged cells."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row

MOST_COLUMNS = 2000
_MOST_DATES = 6


def dated_columns(row: Row) -> frozenset[int]:
    """The columns with a date in a row: "Waktu penyelesaian" over one is when a form was sent, no unsur.

    More than a few are answers that a spreadsheet has turned into dates.
    """
    found = frozenset(index for index, cell in enumerate(row) if isinstance(cell, date))
    return found if len(found) <= _MOST_DATES else frozenset()


def text_at(row: Row, index: int) -> str:
    """The text of a cell; "" for a number or no cell."""
    cell: Cell = row[index] if index < len(row) else None
    return cell if isinstance(cell, str) else ""


def join_texts(above: str, below: str) -> str:
    """The text of a title over two rows."""
    return f"{above} {below}" if above and below and above != below else above or below


def carried_texts(row: Row, under: Row, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """The texts of a header row; with a row under it, also those that reach over columns to their right."""
    carried = ""
    for index in range(max(len(row), len(under))):
        own = text_at(row, index)
        if own:
            carried = own
        elif under and text_at(under, index):
            inside = next((first for first, last in spans if first < index <= last), None)
            own = text_at(row, inside) if inside is not None else ("" if spans else carried)
        if own or text_at(under, index):
            yield index, own


def titles_above(above: Sequence[Row], texts: Mapping[int, str]) -> dict[int, str]:
    """Titles by column: of the header itself, or the nearest text in the rows above it.

    A title line is alone in its row; only rows with two texts or more are a header's.
    """
    titles = dict(texts)
    for row in reversed(above):
        found = {index: cell for index, cell in enumerate(row[:MOST_COLUMNS]) if isinstance(cell, str)}
        if len(found) < 2:
            break
        for index, text in found.items():
            titles.setdefault(index, text)
    return dict(sorted(titles.items()))
