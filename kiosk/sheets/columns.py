"""The other columns of a file: when somebody answered, who they were, what they came for, what they wrote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from kiosk.sheets.answers import Table
from kiosk.sheets.files import Cell
from kiosk.sheets.headers import letters
from kiosk.sheets.headers import normalise

# The first that matches the start of a normalised header decides; each field is taken once, from the left.
_PATTERNS = {
    "number": r"(no|nomor|id|resp|responden)( (urut|resp|responden))?$|response id$",
    "moment": r"(timestamp|cap waktu|stempel waktu|tanggal(?! lahir)|tgl(?! lahir)|hari tanggal|date"
    r"|answered at|waktu (pengisian|survei|isi|mulai|selesai)|start time|completion time|submitted)\b",
    "sex": r"(jenis kelamin|kelamin|jk|gender|sex|l p)\b",
    "age_band": r"(usia|umur|(kelompok|rentang) (usia|umur)|age)\b",
    "education": r"(tingkat )?(pendidikan|education)\b",
    "occupation": r"(jenis )?(pekerjaan|profesi|occupation)\b",
    "service": r"(jenis |nama )?(layanan|pelayanan)( (yang|publik|diterima).*)?$|service$|keperluan\b",
    "comment": r"(kritik|saran|masukan|komentar|comment)\b",
}
_HEADER_ROWS_ABOVE = 3


@dataclass(frozen=True)
class Column:
    """A column by its place (from 0) and its title in the file."""

    index: int
    title: str

    @property
    def letters(self) -> str:
        """As the spreadsheet names it: A, B … AA."""
        return letters(self.index)


@dataclass(frozen=True)
class Columns:
    """`fields` by name (number, moment, the profile's, service, comment); `ignored` is the rest."""

    fields: Mapping[str, Column]
    ignored: tuple[Column, ...]


def find_columns(table: Table) -> Columns:
    """Understand every titled column that is not an unsur's."""
    unsur = set(table.header.columns.values())
    fields: dict[str, Column] = {}
    ignored: list[Column] = []
    for index, title in _titles(table).items():
        if index in unsur:
            continue
        column = Column(index, title)
        text = normalise(title)
        field = next((name for name, pattern in _PATTERNS.items() if re.match(pattern, text)), None)
        if field is None or field in fields:
            ignored.append(column)
        else:
            fields[field] = column
    return Columns(fields, tuple(ignored))


def _titles(table: Table) -> dict[int, str]:
    """Titles by column: of the header row, or for merged cells the nearest text in the rows above it.

    A title line stands alone in its row; only rows with two texts or more are a header's.
    """
    first = max(0, table.header.row - 1 - _HEADER_ROWS_ABOVE)
    rows: list[list[Cell]] = list(islice(table.sheet.rows, first, table.header.row))
    titles: dict[int, str] = {}
    own = len(rows) - 1
    for number, row in reversed(list(enumerate(rows))):
        texts = {index: cell for index, cell in enumerate(row) if isinstance(cell, str)}
        if number != own and len(texts) < 2:
            break
        for index, text in texts.items():
            titles.setdefault(index, text)
    return dict(sorted(titles.items()))
