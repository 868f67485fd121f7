"""The columns of a table: one list of them is the recipe for its PDF, page, DOCX, XLSX and CSV.

A column says how it is titled and laid out, which cell readers see for an item, and which value programs
read.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Generic
from typing import Literal
from typing import TypedDict
from typing import TypeVar
from typing import Unpack

from kiosk.base import formatting
from kiosk.base.formatting import DASH

Item = TypeVar("Item")
_Item_contra = TypeVar("_Item_contra", contravariant=True)
Figure = TypeVar("Figure", bound=Decimal | Fraction | int | None)
Part = dict[str, object]
# What readers see: a text, or a part that `lib/tables.typ` and `macros/papers.html` draw.
Cell = str | Part
# What programs read; None is an empty cell.
Value = str | int | Decimal | Fraction | date | None


class Layout(TypedDict, total=False):
    """What a column may say about its looks; see `Head`."""

    key: str
    align: Literal["l", "r", "c"]
    width: int
    style: Literal["soft", "bold"]
    number: str
    about: str
    only: Literal["paper", "data"]
    group: str
    is_header: bool
    is_minor: bool


@dataclass(frozen=True, kw_only=True)
class Head:
    """The layout of a column.

    `key` names it in sums and CSV. `width` is its share of the space in characters, 0 for as wide as its
    content. `number` is printed in a second header row, `about` explains the title. `is_header` marks the
    cells that name their row, `is_minor` what a narrow screen leaves out. Neighbours with the same `group`
    have it as a title above theirs.
    """

    title: str
    key: str = ""
    align: str = "l"
    width: int = 0
    style: str = ""
    number: str = ""
    about: str = ""
    group: str = ""
    is_header: bool = False
    is_minor: bool = False
    is_graph: bool = False


@dataclass(frozen=True, kw_only=True)
class Column(Head, Generic[_Item_contra]):
    """A column with its values; `only` leaves it out of files of data or off papers.

    `number_format` is XLSX's. An `is_index` column counts the rows and has no values.
    """

    cell: Callable[[_Item_contra], Cell]
    value: Callable[[_Item_contra], Value]
    number_format: str = ""
    only: str = ""
    is_index: bool = False


def index(title: str = "No.", **layout: Unpack[Layout]) -> Column[object]:
    """The number of the row, on papers."""
    layout = {"align": "c", "only": "paper", **layout}
    return Column(title=title, cell=lambda _: "", value=lambda _: None, is_index=True, **layout)


def text(
    title: str, value: Callable[[Item], str | None], missing: str = "", **layout: Unpack[Layout]
) -> Column[Item]:
    """Words; `missing` stands for None or "" on papers."""
    return Column(title=title, cell=lambda item: value(item) or missing, value=value, **layout)


def scalar(
    title: str, value: Callable[[Item], str | int | date | None], **layout: Unpack[Layout]
) -> Column[Item]:
    """A text or a whole number as it is; a day or moment as ISO 8601."""

    def cell(item: Item) -> str:
        found = value(item)
        if isinstance(found, datetime):
            return found.isoformat(timespec="seconds")
        return "" if found is None else str(found)

    return Column(title=title, cell=cell, value=value, **layout)


def figure(
    title: str,
    value: Callable[[Item], Figure],
    write: Callable[[Figure], str],
    number_format: str = "0",
    **layout: Unpack[Layout],
) -> Column[Item]:
    """A figure as `write` puts it into words; XLSX has it in this format."""
    layout = {"align": "r", **layout}
    return Column(
        title=title,
        cell=lambda item: write(value(item)),
        value=value,
        number_format=number_format,
        **layout,
    )


def count(title: str, value: Callable[[Item], int | None], **layout: Unpack[Layout]) -> Column[Item]:
    """A whole number; None is a dash."""
    return figure(title, value, formatting.whole, "0", **layout)


def number(
    title: str,
    value: Callable[[Item], Decimal | Fraction | None],
    places: int = 2,
    **layout: Unpack[Layout],
) -> Column[Item]:
    """An exact figure with so many decimals; None is a dash."""
    form = f"0.{'0' * places}"
    return figure(title, value, lambda figure: formatting.decimal(figure, places), form, **layout)


def percent(title: str, value: Callable[[Item], Decimal | None], **layout: Unpack[Layout]) -> Column[Item]:
    """A number of percent; None is a dash."""
    return figure(title, value, formatting.percent, "0.00", **layout)


def change(title: str, value: Callable[[Item], Decimal | None], **layout: Unpack[Layout]) -> Column[Item]:
    """A difference with its sign; None is a dash."""
    return figure(title, value, formatting.change, "0.00", **layout)


def day(
    title: str, value: Callable[[Item], date | None], missing: str = DASH, **layout: Unpack[Layout]
) -> Column[Item]:
    """A date, written out on papers; `missing` stands for None there."""

    def cell(item: Item) -> str:
        found = value(item)
        return formatting.long_date(found) if found else missing

    return Column(title=title, cell=cell, value=value, number_format="d mmm yyyy", **layout)


def graph(title: str, draw: Callable[[Item], Part], **layout: Unpack[Layout]) -> Column[Item]:
    """A drawing, on papers."""
    layout = {"only": "paper", **layout}
    return Column(title=title, cell=draw, value=lambda _: None, is_graph=True, **layout)


def warned(column: Column[Item], condition: Callable[[Item], bool]) -> Column[Item]:
    """`column` with its text in the colour of a warning for the items that meet `condition`."""

    def cell(item: Item) -> Cell:
        shown = column.cell(item)
        return {"warning": shown} if condition(item) else shown

    return replace(column, cell=cell)


def of_data(columns: Iterable[Column[Item]]) -> list[Column[Item]]:
    """The columns that files of data have."""
    return [column for column in columns if column.only != "paper"]


def data_rows(columns: Sequence[Column[Item]], items: Iterable[Item]) -> Iterator[list[Value]]:
    """The table as CSV has it: the keys of the columns, then the values of each item."""
    shown = of_data(columns)
    yield [column.key for column in shown]
    for item in items:
        yield [column.value(item) for column in shown]
