"""From the bytes of a file to sheets of cells, whatever program wrote it."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from kiosk.sheets import archives
from kiosk.sheets import kinds
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.delimited import decode
from kiosk.sheets.delimited import read_delimited
from kiosk.sheets.delimited import split_lines
from kiosk.sheets.delimited import visible
from kiosk.sheets.markup import is_markup
from kiosk.sheets.markup import read_markup
from kiosk.sheets.workbooks import read_workbook

_DEEPEST = 2  # an archive in an archive is opened, no further


def read_sheets(data: bytes, depth: int = 0) -> Iterator[Sheet]:
    """The worksheets of a workbook in its order, the tables of a web page, or a text as one sheet.

    A ZIP archive gives those of each table in it. Raises `SheetError`, naming the true cause and the next
    step, when nothing can be read.
    """
    if not data.strip():
        raise SheetError("Berkas kosong.")
    if data.startswith(kinds.OLE):
        return map(split_lines, read_workbook(data))
    if data.startswith(kinds.ZIP):
        return (
            map(split_lines, read_workbook(data))
            if archives.is_workbook(data)
            else _read_archive(data, depth)
        )
    if kinds.has_magic(data):
        raise kinds.refuse_binary(data)
    text = decode(data)
    if text is None:
        raise kinds.refuse_binary(data)
    return iter(_read_text(text))


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are, or claim to be, a workbook or an archive and not text."""
    return data.startswith((kinds.ZIP, kinds.OLE))


def _read_text(text: str) -> list[Sheet]:
    if text.lstrip().startswith("MIME-Version:"):
        text = _web_archive(text)
    if is_markup(text):
        return read_markup(text)
    if refusal := kinds.refuse_text(text):
        raise refusal
    return [read_delimited(text)]


def _web_archive(text: str) -> str:
    """The page inside a "single file web page", which spreadsheets save as .xls or .mht, too."""
    message = email.message_from_string(text, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and "<table" in (page := str(part.get_content())).lower():
            return page
    return text


def _read_archive(data: bytes, depth: int) -> Iterator[Sheet]:
    if depth >= _DEEPEST:
        raise SheetError("Arsip ZIP di dalam arsip ZIP tidak dibuka. Ekstrak, lalu pilih berkasnya.")
    members = list(archives.read_members(data))
    for path, content in members:
        if len(members) == 1:
            yield from read_sheets(content, depth + 1)
            return
        member = visible(PurePosixPath(path).name)
        for sheet in read_sheets(content, depth + 1):
            yield replace(sheet, name=f"{member} › {sheet.name}" if sheet.name else member)
