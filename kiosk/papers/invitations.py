"""Papers with the QR code of the survey: wall posters, table tents, cards and one-time tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from kiosk.base.formatting import long_date
from kiosk.papers import letter
from kiosk.papers.pdf import render
from kiosk.store.offices.units import Unit

# The papers by the name in their URL, which also names the template.
PAPERS = {
    "a4": "Poster dinding A4",
    "a5": "Poster A5",
    "tenda": "Tenda meja (lipat dari A4)",
    "kartu": "Lembar kartu kecil (14 per A4)",
}


@dataclass(frozen=True)
class Invitation:
    """An invitation to answer the survey of `unit` at `url`, or that about a single `service`.

    `logo` is the PNG of the unit's letterhead, None for a unit without one. `national` is the address of the
    unit's survey in SKM Online, where the papers offer it beside ours.
    """

    unit: Unit
    url: str
    service: str | None = None
    logo: bytes | None = None
    national: str | None = None


def render_paper(paper: str, invitation: Invitation, made_at: datetime) -> bytes:
    """One of `PAPERS` as a PDF."""
    data = {
        **_frame(invitation),
        "paper": paper,
        "codes": [letter.code(invitation.url)],
        "address": _shown(invitation.url),
        "national": letter.code(invitation.national) if invitation.national else None,
    }
    return render.render_pdf(f"invitation-{paper}", data, made_at)


def render_tickets(invitation: Invitation, urls: Sequence[str], last_day: date, made_at: datetime) -> bytes:
    """A sheet of one-time tickets, each with a URL of its own, valid until the end of `last_day`."""
    data = {
        **_frame(invitation),
        "codes": [letter.code(url) for url in urls],
        "last_day": long_date(last_day),
    }
    return render.render_pdf("tickets", data, made_at)


def _frame(invitation: Invitation) -> dict[str, object]:
    unit = invitation.unit
    return {
        **letter.colour(unit),
        "unit": {"logo": letter.mark(invitation.logo), "agency": unit.agency, "name": unit.name},
        "service": invitation.service,
    }


def _shown(url: str) -> str:
    """A URL as people type it, without the scheme, which browsers add."""
    return url.partition("://")[2]
