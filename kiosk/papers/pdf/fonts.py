"""The typefaces of papers, and the characters they can show.

Text is set in Source Sans 3, with Noto for Arabic, the scripts of the archipelago, symbols and emoji, and
with the fonts inside Typst as fallbacks. Citizens write any character that phones offer, and PDF/A forbids
characters without a glyph: `printable` replaces them.
"""

import os
import shutil
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import fontpkg_source_sans_3
import manimgx_fonts

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"  # shown for a character that no typeface has
_ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
_JOINERS = (
    "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # they shape Arabic words and make families of emoji
)

_FILES = (
    fontpkg_source_sans_3.ROOT / "files" / "SourceSans3[wght].ttf",
    *(
        Path(manimgx_fonts.__file__).with_name(f"Noto{script}[wght].ttf")
        for script in ("SansArabic", "SansSymbols", "Emoji")
    ),
)
# No package has these five; their licence is in the folder.
_ARCHIPELAGO = Path(__file__).with_name("typefaces")


def _characters(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


_SCRIPTS = (
    _characters((0xA980, 0xA9CD), (0xA9CF, 0xA9D9), (0xA9DE, 0xA9DF)),  # Javanese
    _characters((0x1B00, 0x1B4B), (0x1B50, 0x1B7C)),  # Balinese
    _characters((0x1B80, 0x1BBF), (0x1CC0, 0x1CC7)),  # Sundanese
    _characters((0x1A00, 0x1A1B), (0x1A1E, 0x1A1F)),  # Buginese (Lontara)
    _characters((0x1BC0, 0x1BF3), (0x1BFC, 0x1BFF)),  # Batak
)
# Of the fonts inside Typst: arrows, mathematical operators, shapes, stars and the suits of cards.
_TYPST = _characters((0x2190, 0x22FF), (0x2500, 0x25FF), (0x2605, 0x2606), (0x2660, 0x2667), (0xFFFD, 0xFFFD))

_LONGEST_WORD = 30  # without a place to break; the longest Indonesian words have about 25 letters
_PIECE = 10


@cache
def folder() -> TemporaryDirectory[str]:
    """A temporary folder with only the font files that are used; it exists until the program ends.

    The packages contain more styles, which Typst would read at every start of its process. The process's
    number in its name shows that a folder is left over (`kiosk.operations.strays`).
    """
    temporary = TemporaryDirectory(prefix=f"ikm-fonts-{os.getpid()}-", ignore_cleanup_errors=True)
    for file in (*_FILES, *_ARCHIPELAGO.glob("*.ttf")):
        shutil.copy(file, temporary.name)
    return temporary


@cache
def faces() -> tuple[frozenset[str], ...]:
    """The characters of each typeface."""
    return (*map(_read_characters, _FILES), *_SCRIPTS, _TYPST)


def printable(text: str) -> str:
    """`text` as a paper can show it: literally and on one line.

    White space becomes single spaces; control characters and those that change the writing direction are
    dropped; overlong words get places to break; a character that no typeface has is replaced by its
    compatibility form (fullwidth A by A), else by �.
    """
    visible = "".join(" " if _is_space(char) else char for char in unicodedata.normalize("NFC", text))
    return " ".join(map(_printable_word, visible.split()))


def _is_space(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cc"


def _printable_word(word: str) -> str:
    clusters = list(word if word.isascii() else _clusters(word))
    if len(clusters) <= _LONGEST_WORD:
        return "".join(clusters)
    pieces = (clusters[start : start + _PIECE] for start in range(0, len(clusters), _PIECE))
    return _ZERO_WIDTH_SPACE.join("".join(piece) for piece in pieces)


def _clusters(word: str) -> Iterator[str]:
    """Each character with its combining marks. A mark is kept if one typeface has both."""
    cluster, holding = "", list(faces())
    for char in word:
        kind = unicodedata.category(char)
        if kind.startswith("M"):
            both = [face for face in holding if char in face]
            if cluster and both:
                cluster, holding = cluster + char, both
        elif char in _JOINERS:
            cluster += char if cluster else ""
        elif not kind.startswith("C"):
            if cluster:
                yield cluster
            cluster = _shown(char)
            holding = [face for face in faces() if cluster in face]
        elif kind in ("Cn", "Co"):
            # Unassigned, or for private use.
            if cluster:
                yield cluster
            cluster, holding = REPLACEMENT, []
    if cluster:
        yield cluster


def _shown(char: str) -> str:
    for candidate in (char, unicodedata.normalize("NFKC", char)):
        if all(any(one in face for face in faces()) for one in candidate):
            return candidate
    return REPLACEMENT


def _read_characters(file: Path) -> frozenset[str]:
    """The characters a font maps to a glyph: its `cmap` table, subtable format 12 (OpenType 1.9)."""
    data = file.read_bytes()
    cmap = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * number)
        if (platform, encoding) == (3, 10):
            (groups,) = struct.unpack_from(">I", data, cmap + offset + 12)
            start = cmap + offset + 16
            ranges = struct.iter_unpack(">III", data[start : start + 12 * groups])
            return frozenset(chr(code) for first, last, _ in ranges for code in range(first, last + 1))
    raise ValueError(f"{file}: no cmap subtable for all of Unicode")


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(f"a font without the table {tag!r}")
