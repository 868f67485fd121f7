"""Papers made of blocks: the same content as PDF, page and DOCX, with an office's letterhead and footer."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.figures.summary import Summary
from kiosk.papers import letter
from kiosk.papers import word
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Signature
from kiosk.papers.blocks import as_data
from kiosk.papers.columns import Part
from kiosk.papers.pdf.render import Paper
from kiosk.store.journal.journal import Head
from kiosk.store.offices.units import Unit


@dataclass(frozen=True)
class Issuer:
    """The office that issues a paper, with its logo (a PNG), the end of its journal and its local time."""

    unit: Unit
    logo: bytes | None
    journal: Head | None
    printed_at: datetime

    @classmethod
    def of(cls, summary: Summary) -> "Issuer":
        """The office that a summary is of."""
        return cls(summary.unit, summary.logo, summary.journal, summary.printed_at)


@dataclass(frozen=True)
class Cover:
    """The first page of a report that has chapters and a table of contents."""

    title: str
    period: str
    year: str


@dataclass(frozen=True)
class Document(Paper):
    """A paper made of blocks."""

    blocks: tuple[Block, ...] = ()

    def docx(self) -> bytes:
        """The paper as DOCX."""
        return word.render(self.data, self.blocks, self.made_at)


def document(
    issuer: Issuer,
    blocks: Iterable[Block],
    *,
    name: str,
    title: str,
    heading: str = "",
    period: str = "",
    cover: Cover | None = None,
    is_dense: bool = False,
    is_landscape: bool = False,
) -> Document:
    """The paper of these blocks.

    `name` is part of the footer, `title` of the file's properties; `heading` and `period` are printed above
    the blocks. A paper with a cover has chapters and a table of contents. A dense one has more on a page.
    """
    made = tuple(blocks)
    data: Part = {
        "title": title,
        "heading": heading,
        "period": period,
        "unit": letter.letterhead(issuer.unit, issuer.logo),
        "footer": letter.footer(issuer.unit, name, issuer.printed_at, issuer.journal),
        "cover": vars(cover) if cover else None,
        "sheet": issuer.unit.paper_size,
        "dense": is_dense,
        "landscape": is_landscape,
        "blocks": as_data(made),
    }
    return Document("report", data, issuer.printed_at, made)


def combine(title: str, documents: Sequence[Paper], made_at: datetime) -> Paper:
    """Documents as one to print: each has its own page numbers, and a bookmark with its unit's name."""
    return Paper("reports", {"title": title, "documents": [one.data for one in documents]}, made_at)


def signature(issuer: Issuer, check: Part | None = None) -> Signature:
    """Where the head of the unit signs, with how to check what is signed."""
    signatory = letter.signatory(issuer.unit, issuer.printed_at)
    return Signature(**{name: str(text) for name, text in signatory.items()}, check=check)


def checked_signature(summary: Summary, url: str | None) -> Signature:
    """The signature below a period's result; `url` is where its publication can be checked."""
    return signature(Issuer.of(summary), letter.check(summary, url))
