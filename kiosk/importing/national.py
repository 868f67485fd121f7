"""The export "Hasil Survey" of SKM Online: how it is told from an office's own form, and its service."""

from dataclasses import dataclass
from itertools import islice

from kiosk.sheets.texts import normalise
from kiosk.sheets.understood import Understanding

CHANNEL = "skm-online"
# Offices multiply the averages by this, and some read it off their results.
CONVENTION = "0.11"
# Columns that only the national system writes: whether an answer was imported, and the consent.
_OWN_TITLES = frozenset({"hasil import", "menyetujui persyaratan"})
_SERVICE = "jenis layanan"


@dataclass(frozen=True)
class Export:
    """What the rows above the table say: the service, "" where they do not."""

    service: str


def find_export(found: Understanding) -> Export | None:
    """The export that a file is; None for any other file, also with the same items."""
    header = found.table.header
    if not found.instrument.id.startswith(CHANNEL):
        return None
    if _OWN_TITLES.isdisjoint(normalise(title) for title in header.titles.values()):
        return None
    for row in islice(iter(found.table.sheet.rows), max(0, header.row - 1)):
        if row and normalise(str(row[0])) == _SERVICE:
            return Export(next((str(cell) for cell in row[1:] if cell is not None), ""))
    return Export("")
