"""What the old Excel format says beside its values: errors in cells, hidden and struck rows, hidden columns.

An XLS file is a small file system (OLE compound file) whose stream "Workbook" holds one record after another.
"""

import struct
from collections.abc import Iterator

# Records: [MS-XLS] 2.4.
_SHEET, _END, _ROW, _ERROR, _FORMULA, _COLUMNS = 0x0085, 0x000A, 0x0208, 0x0205, 0x0006, 0x007D
_FONT, _FORMAT = 0x0031, 0x00E0
# A number, one or several RK numbers, a shared or own text, a formula: row, column and format come first.
_VALUES = frozenset({0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204, 0x0006})
_STRUCK, _NO_FONT = 0x08, 4  # no font has the number 4
_HIDDEN, _HIDDEN_COLUMN = 0x20, 0x01
_MOST_COLUMNS = 256
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_FREE = 0xFFFFFFFA  # this and above are no sectors: [MS-CFB] 2.2
_ENTRY = 128


def read_sheets(data: bytes) -> Iterator[tuple[set[int], set[int], dict[int, dict[int, str]], set[int]]]:
    """For each worksheet: hidden rows, from 1, hidden columns, from 0, errors by row and column, struck rows.

    Raises `struct.error`, `IndexError` or `ValueError` for a file that is damaged.
    """
    stream = _workbook(data)
    formats = _struck_formats(stream)
    starts = [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _SHEET]
    for start in starts:
        hidden: set[int] = set()
        columns: set[int] = set()
        errors: dict[int, dict[int, str]] = {}
        struck: set[int] = set()
        for kind, body in _records(stream, start):
            if formats and kind in _VALUES and struct.unpack_from("<H", body, 4)[0] in formats:
                struck.add(struct.unpack_from("<H", body)[0] + 1)
            if kind == _ROW and body[12] & _HIDDEN:
                hidden.add(struct.unpack_from("<H", body)[0] + 1)
            elif kind == _COLUMNS and (about := struct.unpack_from("<HHHHH", body))[4] & _HIDDEN_COLUMN:
                columns |= set(range(about[0], min(about[1] + 1, _MOST_COLUMNS)))
            elif code := _error(kind, body):
                row, column = struct.unpack_from("<HH", body)
                errors.setdefault(row, {})[column] = code
        yield hidden, columns, errors, struck


def _struck_formats(stream: bytes) -> set[int]:
    """The numbers of the cell formats whose font is struck through."""
    records = list(_records(stream, 0))
    fonts = [bool(body[2] & _STRUCK) for kind, body in records if kind == _FONT]
    fonts.insert(_NO_FONT, False)
    used = [struct.unpack_from("<H", body)[0] for kind, body in records if kind == _FORMAT]
    return {place for place, font in enumerate(used) if font < len(fonts) and fonts[font]}


def _error(kind: int, body: bytes) -> str | None:
    """The error that a cell or the result of its formula is; None for any other value."""
    if kind == _ERROR and len(body) > 7 and body[7] == 1:
        return _ERRORS.get(body[6], "#ERROR")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#ERROR")
    return None


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of the part of the stream that begins there, up to its end."""
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        if kind == _END:
            return
        yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size


def _workbook(data: bytes) -> bytes:
    """The stream of the workbook."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    first_entry, _, cutoff, first_small, _, first_more = struct.unpack_from("<6I", data, 48)
    if not 128 <= size <= 4096 or not 8 <= small <= size:
        raise ValueError("no compound file")

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    places = list(struct.unpack_from("<109I", data, 76))
    while first_more < _FREE and len(places) < len(data) // size:
        more = struct.unpack(f"<{size // 4}I", sector(first_more))
        places += more[:-1]
        first_more = more[-1]
    table = [
        number
        for place in places
        if place < _FREE
        for number in struct.unpack(f"<{size // 4}I", sector(place))
    ]

    def chain(number: int) -> bytes:
        parts: list[bytes] = []
        while number < _FREE and len(parts) <= len(table):
            parts.append(sector(number))
            number = table[number]
        return b"".join(parts)

    folder = chain(first_entry)
    entries = [folder[at : at + _ENTRY] for at in range(0, len(folder) - _ENTRY + 1, _ENTRY)]
    for entry in entries:
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        if name not in ("Workbook", "Book"):
            continue
        start, length = struct.unpack_from("<II", entry, 116)
        if length >= cutoff:
            return chain(start)[:length]
        root = chain(struct.unpack_from("<I", entries[0], 116)[0])
        following = chain(first_small)
        smalls = struct.unpack(f"<{len(following) // 4}I", following)
        parts: list[bytes] = []
        while start < _FREE and len(parts) <= len(smalls):
            parts.append(root[start * small : (start + 1) * small])
            start = smalls[start]
        return b"".join(parts)[:length]
    raise ValueError("no workbook in the file")
