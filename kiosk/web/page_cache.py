"""A page that differs in a few short values only: rendered and compressed once, filled in for each visitor.

Compressed, too: a gzip stream is a row of blocks. What lies between the gaps is compressed beforehand so that
no block refers to another; the values go in between as blocks that are not compressed.
"""

import struct
import zlib
from collections.abc import Hashable
from collections.abc import Sequence

# A city's tablets and posters in some languages; with more, some pages are rendered again now and then.
MOST = 256

_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_LAST = b"\x01\0\0\xff\xff"


class Stencil:
    """`text` with each of `marks`, which stand in it once and in that order, as a gap."""

    def __init__(self, text: str, marks: Sequence[str]) -> None:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._plain: list[bytes] = []
        self._packed: list[bytes] = []
        for mark in (*marks, None):
            part, _, text = text.partition(mark) if mark else (text, "", "")
            self._plain.append(part.encode())
            self._packed.append(packer.compress(self._plain[-1]) + packer.flush(zlib.Z_FULL_FLUSH))

    def fill(self, values: Sequence[str], *, is_packed: bool) -> bytes:
        """The page with these values, which must be fit for HTML; compressed as gzip if asked for."""
        given = [value.encode() for value in values]
        plain = _weave(self._plain, given)
        if not is_packed:
            return plain
        blocks = [b"\0" + struct.pack("<HH", len(value), len(value) ^ 0xFFFF) + value for value in given]
        check = struct.pack("<II", zlib.crc32(plain), len(plain))
        return _HEADER + _weave(self._packed, blocks) + _LAST + check


def _weave(parts: Sequence[bytes], between: Sequence[bytes]) -> bytes:
    return b"".join(piece for pair in zip(parts, (*between, b""), strict=True) for piece in pair)


class Stencils:
    """Those made so far, each under all that its page depends on: what has changed is made anew."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Stencil] = {}

    def find(self, key: Hashable) -> Stencil | None:
        """The one under `key`, if it was made."""
        return self._made.get(key)

    def keep(self, key: Hashable, stencil: Stencil) -> Stencil:
        """Keep it under `key`."""
        if len(self._made) >= MOST:
            self._made.clear()
        self._made[key] = stencil
        return stencil
