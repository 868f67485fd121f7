"""What longer papers consist of: one content, set as PDF by Typst and as DOCX by `kiosk.papers.word`."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields

from kiosk.papers.letter import Part


@dataclass(frozen=True)
class Heading:
    """Level 1 begins a chapter on a new page, 2 a section, 3 a part of it."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list, numbered when its order counts."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """`align` has a letter per column (l, r, c), `widths` a share of the page's width per column.

    `bold` is how many rows at the end are sums.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    widths: tuple[int, ...]
    bold: int = 0


@dataclass(frozen=True)
class Chart:
    """A drawing by `templates/papers/lib/graphs.typ`: its function, its data, and all of it in words."""

    caption: str
    graph: str
    data: tuple[Part, ...]
    alt: str


@dataclass(frozen=True)
class Signature:
    """Where the head of the unit signs; `check` (see `letter.check`) stands beside it."""

    place_date: str
    title: str
    name: str
    rank: str
    nip: str
    check: Part


Block = Heading | Paragraph | Bullets | Table | Chart | Signature


def as_data(blocks: Sequence[Block]) -> list[Part]:
    """The blocks as templates read them; `kind` is the class in lower case."""
    return [
        {
            "kind": type(block).__name__.lower(),
            **{field.name: getattr(block, field.name) for field in fields(block)},
        }
        for block in blocks
    ]
