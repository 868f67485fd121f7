"""The other columns of a file: when somebody answered, who they were, what they came for, what they wrote."""

import re
from dataclasses import dataclass

from kiosk.sheets.answers import Table
from kiosk.sheets.headers import IGNORED
from kiosk.sheets.headers import Ground
from kiosk.sheets.headers import Layout
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
# What a column can be besides an unsur.
ROLES = (*_PATTERNS, IGNORED)


@dataclass(frozen=True)
class Column:
    """A column by its place (from 0), its title in the file, and why it is what it is."""

    index: int
    title: str
    ground: Ground = Ground.NAME

    @property
    def letters(self) -> str:
        """As the spreadsheet names it: A, B … AA."""
        return letters(self.index)


def find_columns(table: Table, layout: Layout) -> dict[str, Column]:
    """The other columns by what they are; each role is taken once, by hand or from the left."""
    unsur = set(table.header.columns.values())
    fields: dict[str, Column] = {}
    for index, role in sorted(layout.chosen.items()):
        if role in _PATTERNS:
            fields.setdefault(role, Column(index, table.titles.get(index, ""), Ground.CHOSEN))
    for index, title in table.titles.items():
        if index in unsur or index in layout.chosen:
            continue
        text = normalise(title)
        if taught := layout.taught.get(text):
            role, ground = taught, Ground.TAUGHT
        else:
            role = next((name for name, pattern in _PATTERNS.items() if re.match(pattern, text)), IGNORED)
            ground = Ground.NAME
        if role in _PATTERNS:
            fields.setdefault(role, Column(index, title, ground))
    return fields
