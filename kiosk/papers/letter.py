"""The parts that every paper of an office has: letterhead, signature, check, footer. For `lib/letter.typ`.

Capitals are made here and not by the templates, because `fonts.printable` has to see the final characters.
"""

import struct
from datetime import datetime

from kiosk.base import qr
from kiosk.base.formatting import date_time
from kiosk.base.formatting import decimal
from kiosk.base.formatting import long_date
from kiosk.base.formatting import official_number
from kiosk.base.formatting import or_blank
from kiosk.base.formatting import whole
from kiosk.figures.publishing import change_since
from kiosk.figures.summary import Summary
from kiosk.papers.columns import Part
from kiosk.store.engine.times import local
from kiosk.store.journal.journal import Head
from kiosk.store.offices.units import Unit


def mark(logo: bytes | None) -> Part | None:
    """An office's logo (a PNG) with its width and height."""
    return {"png": logo, "size": list(struct.unpack_from(">II", logo, 16))} if logo else None


def letterhead(unit: Unit, logo: bytes | None = None) -> Part:
    """The kop surat, with the unit's logo (a PNG) where it has one."""
    return {
        "logo": mark(logo),
        "agency": unit.agency.upper(),
        "name": unit.name.upper(),
        "lines": [line for line in (unit.address, unit.contact) if line],
    }


def signatory(unit: Unit, signed_at: datetime) -> Part:
    """Who signs, where and on which day; what the office has not entered is empty."""
    day = long_date(signed_at)
    return {
        "place_date": f"{unit.place}, {day}" if unit.place else day,
        "title": or_blank(unit.signatory_title.upper()),
        "name": or_blank(unit.signatory_name),
        "rank": or_blank(unit.signatory_rank),
        "number": official_number(unit.signatory_nip),
    }


def code(url: str, alt: str = "") -> Part:
    """The QR code of a URL; `alt` is its description for screen readers."""
    made = qr.encode(url)
    return {"size": made.size, "path": made.path, "alt": alt or f"Kode QR ke {url}"}


def check(summary: Summary, url: str | None) -> Part:
    """How to check a paper; with a QR code where `url` is the page of the period's publication."""
    lines = check_lines(summary)
    if url:
        lines.append("Pindai untuk memeriksa keasliannya.")
    return {"code": code(url) if url else None, "lines": lines}


def check_lines(summary: Summary) -> list[str]:
    """The questionnaires, where not the official one alone, and the publication to check a paper against.

    Where the paper's figures are not those published, because the answers have changed since, it says so.
    """
    publication = summary.publication
    asked = [f"Kuesioner: {summary.questionnaires}."] if summary.questionnaires else []
    if publication is None:
        return [*asked, about_unpublished(summary)]
    revision = f", Revisi {publication.revision}" if publication.revision else ""
    day = long_date(local(publication.published_at, summary.unit.timezone))
    lines = [*asked, f"Diterbitkan {day}, Nomor {publication.number}{revision}."]
    if change_since(publication, summary.result):
        lines.append(
            f"Jawaban berubah sejak itu: yang diterbitkan IKM {decimal(publication.ikm)} dari "
            f"{whole(publication.respondents)} responden."
        )
    return [*lines, f"Sidik: {publication.digest[:16]} (pengenal hasil yang diterbitkan itu)."]


def about_unpublished(summary: Summary) -> str:
    """That the period as a whole is not published, or its questionnaires each by itself."""
    if summary.only or not summary.published_apart:
        return "Hasil periode ini belum diterbitkan."
    numbers = " dan ".join(whole(number) for number in summary.published_apart)
    return f"Kuesioner periode ini diterbitkan tersendiri: Nomor {numbers}."


def footer(unit: Unit, period: str, printed_at: datetime, journal: Head | None) -> list[str]:
    """The footer of every page beside its number; the head of the journal proves what was stored by then."""
    parts = [unit.name, period, f"Dicetak {date_time(printed_at)}"]
    return [*parts, f"Jurnal {journal.stamp}"] if journal else parts


def colour(unit: Unit) -> dict[str, str]:
    """The unit's colour for `lib/page.typ`; nothing where it has none of its own."""
    return {"accent": unit.accent} if unit.accent else {}
