"""The typefaces of papers, all from Python packages, and the characters they can show.

Text is set in Source Sans Pro, with Noto (Arabic, symbols, emoji) and the fonts inside Typst as fallbacks.
Citizens write any character that phones offer, and PDF/A forbids characters without a glyph: `printable`
replaces them.
"""

import shutil
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import font_source_sans_pro
import manimgx_fonts

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"  # shown for a character that no typeface has
_ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
_JOINERS = (
    "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # they shape Arabic words and make families of emoji
)

_SANS = Path(font_source_sans_pro.__file__).parent / "files"
_NOTO = Path(manimgx_fonts.__file__).parent
# All weights have the same characters, so only the first file is read for them.
_SANS_FILES = [_SANS / f"SourceSansPro-{style}.otf" for style in ("Regular", "Semibold", "Bold")]
_NOTO_FILES = [_NOTO / f"Noto{script}[wght].ttf" for script in ("SansArabic", "SansSymbols", "Emoji")]

# Of the fonts inside Typst: arrows, mathematical operators, shapes, stars and the suits of cards.
_TYPST = frozenset(
    map(
        chr,
        (*range(0x2190, 0x2300), *range(0x2500, 0x2600), 0x2605, 0x2606, *range(0x2660, 0x2668), 0xFFFD),
    )
)

_LONGEST_WORD = 30  # without a place to break; the longest Indonesian words have about 25 letters
_PIECE = 10


@cache
def folder() -> TemporaryDirectory[str]:
    """A temporary folder with only the font files that are used; it exists until the program ends.

    The packages contain each style in two formats, and Typst takes the one that the file system lists first.
    With one format in the folder, a paper is the same on every machine.
    """
    temporary = TemporaryDirectory(prefix="ikm-fonts-", ignore_cleanup_errors=True)
    for file in _SANS_FILES + _NOTO_FILES:
        shutil.copy(file, temporary.name)
    return temporary


@cache
def faces() -> tuple[frozenset[str], ...]:
    """The characters of each typeface."""
    return (*(_read_characters(file) for file in (_SANS_FILES[0], *_NOTO_FILES)), _TYPST)


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
