"""The parts that every paper of an office has: letterhead, signature, footer. For `lib/letter.typ`.

Capitals are made here and not by the templates, so that what is printed is what was made printable.
"""

import struct
from datetime import datetime

from kiosk.formatting import date_time
from kiosk.formatting import long_date
from kiosk.formatting import nip
from kiosk.store.journal import Head
from kiosk.store.units import Unit

Part = dict[str, object]


def letterhead(unit: Unit, logo: bytes | None = None) -> Part:
    """The kop surat, with the unit's logo (a PNG) where it has one."""
    return {
        "logo": {"png": logo, "size": list(struct.unpack_from(">II", logo, 16))} if logo else None,
        "agency": unit.agency.upper(),
        "name": unit.name.upper(),
        "lines": [line for line in (unit.address, unit.contact) if line],
    }


def signatory(unit: Unit, signed_at: datetime) -> Part:
    """Who signs, where and on which day; what the office has not entered is empty."""
    day = long_date(signed_at)
    return {
        "place_date": f"{unit.place}, {day}" if unit.place else day,
        "title": unit.signatory_title.upper(),
        "name": unit.signatory_name,
        "rank": unit.signatory_rank,
        "nip": nip(unit.signatory_nip),
    }


def footer(unit: Unit, period: str, printed_at: datetime, journal: Head | None) -> list[str]:
    """What stands on every page beside its number; the end of the journal proves what there was by then."""
    parts = [unit.name, period, f"Dicetak {date_time(printed_at)}"]
    return [*parts, f"Jurnal {journal.stamp}"] if journal else parts
