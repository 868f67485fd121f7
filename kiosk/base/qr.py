"""QR codes as drawings: the dark modules of a text, for screens as SVG and for papers as data."""

from dataclasses import dataclass
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # modules of white around a code, which ISO/IEC 18004 asks for


@dataclass(frozen=True)
class Code:
    """A QR code of `size` × `size` modules, the quiet zone included.

    `runs` are its dark modules: column, row and length of each unbroken stretch.
    """

    size: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def path(self) -> str:
        """The dark modules as the path of an SVG whose unit is a module."""
        return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in self.runs)


def encode(text: str) -> Code:
    """The QR code of `text`; up to 15 % of it may be damaged (level M)."""
    qr = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    qr.add_data(text)
    qr.make(fit=True)
    rows = qr.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        for is_dark, stretch in groupby(row):
            length = len(list(stretch))
            if is_dark:
                runs.append((x, y, length))
            x += length
    return Code(len(rows), tuple(runs))


def svg(text: str) -> str:
    """A whole SVG document with the code of `text`, black on white, to be shown at any size."""
    code = encode(text)
    size = code.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{code.path}"/></svg>'
    )
