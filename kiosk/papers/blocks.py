"""The blocks that papers are made of: one content for `report.typ`, `report.html` and `kiosk.papers.word`."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from typing import Literal

from kiosk.papers.columns import Cell
from kiosk.papers.columns import Column
from kiosk.papers.columns import Head
from kiosk.papers.columns import Item
from kiosk.papers.columns import Part


@dataclass(frozen=True)
class Heading:
    """Level 1 is a chapter, which starts a page if the paper has a cover; 2 a section, 3 a part of it."""

    text: str
    level: int = 2
    is_on_new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text; a note is smaller."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list, numbered if its order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Fact:
    """A figure below its label, with a note below it; `size` is how large the figure is."""

    label: str
    value: str
    note: str = ""
    size: Literal["main", "large", "normal", "words"] = "normal"


@dataclass(frozen=True)
class Facts:
    """Figures side by side."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Sum:
    """A row below the items: its cells by the keys of the columns. The title takes the space before them."""

    title: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class SumRow:
    """A sum laid out: the number of columns that the title spans, and the cells of the others."""

    title: str
    span: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table, made by `table` from its columns and items.

    `shares` are the widths of the columns in characters, those without a width as wide as their content.
    `style` is "ruled" (horizontal rules), "compact" (a short list without rules, headed by its title) or
    "grid" (a worksheet). Without `is_captioned` the caption is for screen readers only. `groups` are the
    titles above the columns' own, "" for a column without one, and how many columns each spans.
    """

    caption: str
    columns: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[int, ...]
    sums: tuple[SumRow, ...] = ()
    style: Literal["ruled", "compact", "grid"] = "ruled"
    is_captioned: bool = True
    groups: tuple[tuple[str, int], ...] = ()


def table(
    caption: str,
    columns: Sequence[Column[Item]],
    items: Iterable[Item],
    sums: Iterable[Sum] = (),
    *,
    style: Literal["ruled", "compact", "grid"] = "ruled",
    is_captioned: bool = True,
) -> TableBlock:
    """The table of `items`, a row each, and of `sums` below them."""
    shown = tuple(column for column in columns if column.only != "data")
    rows = tuple(
        tuple(str(number) if column.is_index else column.cell(item) for column in shown)
        for number, item in enumerate(items, start=1)
    )
    shares = tuple(
        column.width or _fitting(column, [row[number] for row in rows]) for number, column in enumerate(shown)
    )
    laid_out = tuple(_sum_row(shown, one) for one in sums)
    return TableBlock(caption, shown, rows, shares, laid_out, style, is_captioned, _groups(shown))


def _groups(columns: Iterable[Head]) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    for column in columns:
        if column.group and found and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1] + 1)
        else:
            found.append((column.group, 1))
    return tuple(found) if any(name for name, _ in found) else ()


def _fitting(column: Head, cells: Iterable[Cell]) -> int:
    """Characters for the longest cell or word of the title, and for the space beside it."""
    texts = [str(cell.get("warning", "")) if isinstance(cell, dict) else cell for cell in cells]
    return max(map(len, [*column.title.split(), *texts]), default=0) + 2


def _sum_row(columns: Sequence[Head], found: Sum) -> SumRow:
    keys = [column.key for column in columns]
    span = next((place for place, key in enumerate(keys) if key in found.cells), len(keys))
    return SumRow(found.title, span, tuple(found.cells.get(key, "") for key in keys[span:]))


@dataclass(frozen=True)
class Chart:
    """A drawing by `templates/papers/lib/graphs.typ`: its function, its data, and all of it in words."""

    caption: str
    graph: Literal["bars", "scale", "trend", "quadrants"]
    data: Part | tuple[Part, ...]
    alt: str


@dataclass(frozen=True)
class SideBySide:
    """Two columns of blocks."""

    left: tuple["Block", ...]
    right: tuple["Block", ...]


@dataclass(frozen=True)
class Box:
    """Blocks in a frame."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Landscape:
    """Blocks on pages of their own, which are wider than high; never the last of a paper."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Signature:
    """Where the head of the unit signs; `check` (see `letter.check`) is printed beside it."""

    place_date: str
    title: str
    name: str
    rank: str
    number: str
    check: Part | None


Block = Heading | Paragraph | Bullets | Facts | TableBlock | Chart | SideBySide | Box | Landscape | Signature


def as_data(value: object) -> object:
    """A block, or a sequence of blocks, as templates read it; `kind` is the class in lower case."""
    if isinstance(value, Head):
        return {field.name: getattr(value, field.name) for field in fields(Head)}
    if is_dataclass(value):
        parts = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__.lower(), **parts}
    if isinstance(value, list | tuple):
        return [as_data(part) for part in value]
    return value
