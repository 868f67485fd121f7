"""Cells that say that their row does not count: "tidak valid", "Batal", a form that was never sent."""

import re
from collections.abc import Set

from kiosk.sheets.cells import Cell
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import normalise

UNSENT = "tanpa waktu kirim"
_LONGEST = 40
_VOID = re.compile(
    r"((tidak|tdk|tak|belum|not|non) (valid|sah|lengkap|selesai|dikirim|dipakai|digunakan|dihitung|disetujui"
    r"|layak|approved|complete|masuk hitungan|selected)|invalid|incomplete|rejected|on hold|unapproved|gugur"
    r"|deleted|excluded?|void|dropped|drop|draft|partial|(survey )?preview|disqualified|spam"
    r"|(di)?batal(kan)?|(di)?tolak|(di)?hapus|(di)?coret|duplikat|duplikasi|duplicate|dobel|double"
    r"|ganda)( .*)?"
)
_APPROVAL = re.compile(
    r"(status |data |hasil )*(valid\w*|validation status|sah|keabsahan|approved|disetujui|lengkap|complete"
    r"|aktif|active|rec ?status|dipakai|digunakan|dihitung|review ?state)( \w+)?"
)
_REFUSED = frozenset({"0", "tidak", "tdk", "no", "n", "t", "false", "salah", "x"})
_SENT = re.compile(r"(submit ?date|date submitted|submitted( at| on)?|submission date)")


def says_void(text: str) -> bool:
    """Whether a text says that its row does not count."""
    return len(text) <= _LONGEST and _VOID.fullmatch(normalise(text)) is not None


def find_refusals(table: Table, passed: Set[int | None]) -> list[int]:
    """The columns whose titles say that a row does not count: "deleted_at", "Duplikat"."""
    titles = table.header.titles.items()
    return [index for index, title in titles
            if index not in passed and says_void(normalise(title).removeprefix("is "))]  # fmt: skip


def find_approvals(table: Table, passed: Set[int | None]) -> list[int]:
    """The columns whose titles ask whether a row counts."""
    titles = table.header.titles.items()
    return [index for index, title in titles if index not in passed and _APPROVAL.fullmatch(normalise(title))]


def is_refused(cell: Cell) -> bool:
    """Whether a cell below such a title is a no."""
    return cell is not None and normalise(str(cell)) in _REFUSED


def has_time_of_sending(table: Table) -> bool:
    """Whether the moment of the answers is when a program got them: blank where a form was left half-way."""
    column = table.columns.get("moment")
    return column is not None and _SENT.fullmatch(normalise(column.title)) is not None
