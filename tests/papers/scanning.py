"""A phone's camera in front of a printed page: the page as pixels, and what a QR reader makes of them.

The reader is ZXing, which shares nothing with the encoder.
"""

import pypdfium2
import zxingcpp
from PIL import Image
from PIL import ImageFilter

# A phone sees about 65° across; while it looks for a code it works on 1920 pixels. What lies a metre away
# is then 1.27 m wide.
PIXELS_AT_ONE_METRE = 1920 / 1.27
_SHARP_DPI = 200


def scan(pdf: bytes, metres: float, page: int = 0) -> list[str]:
    """What a phone reads off that page of a PDF at this distance: blurred, dim, on a grey wall."""
    sheet = pypdfium2.PdfDocument(pdf)[page].render(scale=_SHARP_DPI / 72).to_pil().convert("L")
    pixels_per_inch = PIXELS_AT_ONE_METRE / metres * 0.0254
    factor = pixels_per_inch / _SHARP_DPI
    size = (round(sheet.width * factor), round(sheet.height * factor))
    seen = sheet.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.7))
    wall = Image.new("L", (seen.width + 80, seen.height + 80), 150)
    wall.paste(seen.point([60 + value * 150 // 255 for value in range(256)]), (40, 40))
    return [found.text for found in zxingcpp.read_barcodes(wall)]
