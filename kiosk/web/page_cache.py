"""The survey's page, cached: rendered and compressed once, then filled in for each visitor.

For one survey and kind of request the page differs between visitors only in the present time and the id of
the response. It is cached with a gap for each, also compressed: a gzip stream is a sequence of blocks, so the
parts between the gaps are compressed once, without references to each other, and the values are inserted as
uncompressed blocks.
"""

import struct
import zlib
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.base import clock
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices.survey import Survey
from kiosk.web.compression import takes_gzip

# Enough for a city's tablets and posters in a few languages; beyond it the cache starts over.
MAX_PAGES = 256

_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_LAST_BLOCK = b"\x01\0\0\xff\xff"
# Rendered in place of the time and the response's id; random, so that they occur nowhere else on the page.
_PLACEHOLDERS = (new_response_id(), new_response_id())

# Renders the page with this time and this response id in it.
Render = Callable[[str, str], str]


@dataclass(frozen=True)
class Variant:
    """What the page depends on besides the survey: its address, the questionnaire's id, and the visitor."""

    scheme: str
    host: str
    root: str
    questionnaire: str
    asked_language: str | None = None
    is_repeat: bool = False


class CachedPage:
    """A page in parts, with gaps for values; `placeholders` occur in `text` once each and in this order."""

    def __init__(self, text: str, placeholders: Sequence[str]) -> None:
        compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._plain: list[bytes] = []
        self._compressed: list[bytes] = []
        for placeholder in (*placeholders, None):
            part, _, text = text.partition(placeholder) if placeholder else (text, "", "")
            self._plain.append(part.encode())
            # A full flush lets no later part refer to this one.
            self._compressed.append(
                compressor.compress(self._plain[-1]) + compressor.flush(zlib.Z_FULL_FLUSH)
            )

    def fill(self, values: Sequence[str], *, is_gzip: bool) -> bytes:
        """The page with these values, which must be safe in HTML; compressed if asked for."""
        encoded = [value.encode() for value in values]
        plain = _interleave(self._plain, encoded)
        if not is_gzip:
            return plain
        blocks = [b"\0" + struct.pack("<HH", len(value), len(value) ^ 0xFFFF) + value for value in encoded]
        checksum = struct.pack("<II", zlib.crc32(plain), len(plain))
        return _GZIP_HEADER + _interleave(self._compressed, blocks) + _LAST_BLOCK + checksum


def _interleave(parts: Sequence[bytes], between: Sequence[bytes]) -> bytes:
    return b"".join(piece for pair in zip(parts, (*between, b""), strict=True) for piece in pair)


# A changed setting makes another `Survey`, so nothing has to be invalidated.
_pages: dict[tuple[Survey, Variant], CachedPage] = {}


def find_page(survey: Survey, variant: Variant) -> CachedPage | None:
    """The cached page; None if it was not rendered since anything on it changed."""
    return _pages.get((survey, variant))


def get_page(survey: Survey, variant: Variant, render: Render) -> CachedPage:
    """The cached page, rendered if need be."""
    page = find_page(survey, variant)
    if page is None:
        if len(_pages) >= MAX_PAGES:
            _pages.clear()
        page = _pages[survey, variant] = CachedPage(render(*_PLACEHOLDERS), _PLACEHOLDERS)
    return page


def fill_page(page: CachedPage, accept_encoding: str) -> tuple[dict[str, str], bytes]:
    """The headers and the body for one more visitor."""
    is_gzip = takes_gzip(accept_encoding)
    headers = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding"}
    if is_gzip:
        headers["Content-Encoding"] = "gzip"
    return headers, page.fill((clock.now().isoformat(), new_response_id()), is_gzip=is_gzip)
