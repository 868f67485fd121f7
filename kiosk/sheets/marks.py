"""What the library that reads workbooks leaves out: hidden and struck rows, errors, formulas without a value.

Only the parts of the file's XML that mention one of them are looked at more closely.
"""

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import IO

from kiosk.sheets import biff

Area = tuple[tuple[int, int], tuple[int, int]]

_CHUNK = 1 << 20
_MOST_FAULTS = 100_000

# XLSX. Some programs write a prefix before each name.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)\s*=\s*"([^"]*)"')
_SINGLE_QUOTED = re.compile(rb"='([^'\"<>]*)'")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>([^<]*)<")
_FONT = re.compile(rb"<(?:\w+:)?font(?:\s*/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_STRUCK = re.compile(rb"<(?:\w+:)?strike(?:\s*/|\s+val=\"(?:1|true)\"\s*/?)>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_REFERENCE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_TELLING = (b"<f", b":f>", b":f ", b't="e"', b"hidden=", b'ht="0', b'width="0')

# ODS.
_ODS_PART = re.compile(
    rb"<(/?)table:(table|table-column|table-row|table-cell|covered-table-cell)(?![\w-])([^>]*?)(/?)>"
)
_ODS_TELLING = (b"number-rows-spanned", b"visibility=", b'value-type="error"', b"table:formula")
_ODS_STYLE = re.compile(
    rb"<style:style\s([^>]*)>(?:(?!</style:style>).)*?text-line-through-style=\"(?!none)", re.DOTALL
)
_ODS_TEXT = re.compile(rb"<text:p[^>]*>([^<]*)<")
_MOST_REPEATED = 16_384


@dataclass(frozen=True)
class Marks:
    """Of one worksheet: rows count from 1; all other places from 0, `faults` by row, then column.

    `struck_rows` have a cell whose text is struck through.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    faults: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    struck_rows: frozenset[int] = frozenset()


def read_marks(data: bytes) -> dict[int, Marks]:
    """By the place of the worksheet in its workbook; nothing for what cannot be looked into."""
    try:
        if not data.startswith(b"PK"):
            return {
                place: Marks(frozenset(rows), frozenset(columns), errors, struck_rows=frozenset(struck))
                for place, (rows, columns, errors, struck) in enumerate(biff.read_sheets(data))
            }
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                with archive.open("content.xml") as stream:
                    return dict(enumerate(_read_ods(stream)))
            return dict(_read_xlsx(archive))
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        return {}
    except (struct.error, IndexError, ValueError):
        return {}


def _read_xlsx(archive: zipfile.ZipFile) -> Iterator[tuple[int, Marks]]:
    targets = {
        about.get(b"Id"): about.get(b"Target", b"").decode()
        for about in _attributes(_RELATION, archive.read("xl/_rels/workbook.xml.rels"))
    }
    names = set(archive.namelist())
    styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
    struck = _struck_formats(styles)
    for place, about in enumerate(_attributes(_SHEET, archive.read("xl/workbook.xml"))):
        target = targets.get(next((value for key, value in about.items() if key.endswith(b":id")), b""), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names and path.endswith(".xml"):
            with archive.open(path) as stream:
                yield place, _read_worksheet(stream, struck)


def _struck_formats(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell formats whose font is struck through."""
    fonts = {str(place).encode() for place, font in enumerate(_FONT.findall(styles)) if _STRUCK.search(font)}
    formats = _CELL_FORMATS.search(styles) if fonts else None
    every = _attributes(_FORMAT, formats[0]) if formats else []
    return frozenset(str(place).encode() for place, one in enumerate(every) if one.get(b"fontId") in fonts)


def _attributes(element: re.Pattern[bytes], text: bytes) -> list[dict[bytes, bytes]]:
    return [dict(_ATTRIBUTE.findall(found)) for found in element.findall(text)]


def _read_worksheet(stream: IO[bytes], struck: frozenset[bytes]) -> Marks:
    hidden: set[int] = set()
    struck_rows: set[int] = set()
    columns: set[int] = set()
    faults: dict[int, dict[int, str]] = {}
    room = _MOST_FAULTS
    for part in _parts(stream, (b"<row", b":row ")):
        if b"='" in part:
            part = _SINGLE_QUOTED.sub(rb'="\1"', part)
        if not struck and not any(word in part for word in _TELLING):
            continue
        columns |= set(_hidden_columns(part))
        for found in _ROW.finditer(part):
            about = dict(_ATTRIBUTE.findall(found[1]))
            is_hidden = about.get(b"hidden") in (b"1", b"true") or about.get(b"ht") in (b"0", b"0.0")
            if is_hidden and about.get(b"r", b"").isdigit():
                hidden.add(int(about[b"r"]))
        for found in _CELL.finditer(part):
            if struck and found[2] and dict(_ATTRIBUTE.findall(found[1])).get(b"s") in struck:
                struck_rows |= {int(place[2]) for place in _REFERENCE.finditer(found[1])}
            text = _fault(found[1], found[2] or b"")
            place = text and _REFERENCE.search(found[1])
            if text and place and room:
                room -= 1
                faults.setdefault(int(place[2]) - 1, {})[_column(place[1])] = text
    return Marks(frozenset(hidden), frozenset(columns), faults, struck_rows=frozenset(struck_rows))


def _hidden_columns(part: bytes) -> Iterator[int]:
    for about in _attributes(_COLUMN, part):
        if about.get(b"hidden") in (b"1", b"true") or about.get(b"width") in (b"0", b"0.0"):
            first, last = _count(about, b"min"), _count(about, b"max")
            yield from range(first - 1, min(last, _MOST_REPEATED))


def _fault(about: bytes, body: bytes) -> str | None:
    """What is the matter with a cell: its error, "=" without a stored value, or nothing."""
    value = _VALUE.search(body)
    if b't="e"' in about:
        return html.unescape(value[1].decode("utf-8", "replace")) if value and value[1] else "#ERROR"
    has_formula = b"<f" in body or b":f>" in body or b":f " in body
    # A formula that gives an empty text has the type of a text.
    return "=" if has_formula and not (value and value[1]) and b't="str"' not in about else None


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = 26 * number + letter - 64
    return number - 1


def _parts(stream: IO[bytes], beginnings: tuple[bytes, ...]) -> Iterator[bytes]:
    """The stream in pieces that each hold whole rows."""
    kept = b""
    while chunk := stream.read(_CHUNK):
        kept += chunk
        cut = max(kept.rfind(beginning) for beginning in beginnings)
        cut = kept.rfind(b"<", 0, cut + 1)
        if cut > 0:
            yield kept[:cut]
            kept = kept[cut:]
    yield kept


def _read_ods(stream: IO[bytes]) -> Iterator[Marks]:
    text = stream.read()
    styles = {about.get(b"style:name", b"") for about in _attributes(_ODS_STYLE, text)}
    if not styles and not any(word in text for word in _ODS_TELLING):
        return
    struck: set[int] = set()
    hidden: set[int] = set()
    columns: set[int] = set()
    faults: dict[int, dict[int, str]] = {}
    merged: list[Area] = []
    row = column = depth = 0
    repeated = 1
    for found in _ODS_PART.finditer(text):
        closing, name, about, empty = found[1], found[2], dict(_ATTRIBUTE.findall(found[3])), found[4]
        if name == b"table":
            depth += -1 if closing else 1
            if closing and not depth:
                yield Marks(frozenset(hidden), frozenset(columns), faults, tuple(merged), frozenset(struck))
                hidden, columns, faults, merged, row, column = set(), set(), {}, [], 0, 0
                struck = set()
        elif name == b"table-column":
            wide = min(_count(about, b"table:number-columns-repeated"), _MOST_REPEATED)
            if about.get(b"table:visibility") in (b"collapse", b"filter"):
                columns |= set(range(column, column + wide))
            column += wide
        elif name == b"table-row" and closing:
            row += repeated
        elif name == b"table-row":
            repeated = _count(about, b"table:number-rows-repeated")
            column = 0
            if about.get(b"table:visibility") in (b"collapse", b"filter"):
                hidden |= set(range(row + 1, row + 1 + min(repeated, _MOST_REPEATED)))
            row += repeated if empty else 0
        elif not closing:
            if b"office:value-type" in about and about.get(b"table:style-name") in styles:
                struck.add(row + 1)
            if fault := _ods_fault(about, text, found.end(), bool(empty)):
                faults.setdefault(row, {})[column] = fault
            below = _count(about, b"table:number-rows-spanned")
            across = _count(about, b"table:number-columns-spanned")
            if below > 1 or across > 1:
                merged.append(((row, column), (row + below - 1, column + across - 1)))
            column += _count(about, b"table:number-columns-repeated")


def _ods_fault(about: Mapping[bytes, bytes], text: bytes, end: int, empty: bool) -> str | None:
    formula = about.get(b"table:formula")
    kind = about.get(b"office:value-type")
    if about.get(b"calcext:value-type") == b"error":
        shown = None if empty else _ODS_TEXT.match(text, end)
        return html.unescape(shown[1].decode("utf-8", "replace")) if shown and shown[1] else "#ERROR"
    return "=" if formula and not kind else None


def _count(about: Mapping[bytes, bytes], name: bytes) -> int:
    text = about.get(name, b"1")
    return int(text) if text.isdigit() and len(text) < 8 else 1
