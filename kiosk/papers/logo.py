"""An office's logo: an uploaded picture is decoded and encoded again, so that only a plain PNG is stored."""

import functools
import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 16_000_000
HEIGHT = 480  # pixels of the stored picture: sharp in print at four centimetres
SCREEN_HEIGHT = 192  # for a tablet's start screen

_SOURCE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("{name}", height: {points}pt)"""
_PPI = 144.0
_TIMEOUT_S = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Frame headers of JPEG, which hold its size: all SOFn but the tables that share their range (DHT, JPG, DAC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# The chunks of a PNG that make its picture. Others are removed: a colour profile can unpack to gigabytes.
_PICTURE = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
# Each scan of a JPEG takes a pass over all its pixels, so a small file with many scans is slow to decode.
# Ten are usual.
_START_OF_SCAN = b"\xff\xda"
_MOST_SCANS = 50
_BROKEN = "Gambar rusak atau tidak lengkap. Simpan ulang sebagai PNG, lalu unggah lagi."


class LogoError(ValueError):
    """The file cannot become a logo; the message says why, in Indonesian."""


def reencode(data: bytes) -> bytes:
    """The picture in `data` (PNG or JPEG by its content) as a PNG of `HEIGHT` pixels without metadata.

    Raises:
        LogoError: too large, too oblong, broken, or not a PNG or JPEG.
    """
    if len(data) > MOST_BYTES:
        raise LogoError("Gambar lebih dari 1 MB. Perkecil dulu, lalu unggah lagi.")
    width, height = _size(data)
    if not 0 < width * height <= MOST_PIXELS:
        raise LogoError("Gambar lebih dari 16 juta titik. Perkecil dulu, lalu unggah lagi.")
    if width > 4 * height or height > 4 * width:
        raise LogoError(
            "Gambar terlalu panjang untuk logo: sisi terpanjang paling banyak empat kali sisi terpendek."
        )
    if data.startswith(_PNG):
        data = _without_metadata(data)
    elif data.count(_START_OF_SCAN) > _MOST_SCANS:
        raise LogoError(_BROKEN)
    return _draw(data, HEIGHT)


@functools.lru_cache(maxsize=64)
def shrink(png: bytes) -> bytes:
    """A stored logo in the size for screens."""
    return _draw(png, SCREEN_HEIGHT)


def _draw(data: bytes, height: int) -> bytes:
    name = "logo.png" if data.startswith(_PNG) else "logo.jpg"
    with tempfile.TemporaryDirectory(prefix=f"ikm-logo-{os.getpid()}-") as folder:
        (Path(folder) / name).write_bytes(data)
        source = Path(folder) / "main.typ"
        source.write_text(_SOURCE.format(name=name, points=height / 2), encoding="utf-8")
        # -I keeps the script's own folder out of its import path.
        command = [
            sys.executable,
            "-I",
            str(Path(__file__).parent / "pdf" / "thumbnailer.py"),
            str(source),
            str(_PPI),
        ]
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=_TIMEOUT_S)  # noqa: S603
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise LogoError(_BROKEN) from error
    return done.stdout


def _size(data: bytes) -> tuple[int, int]:
    """Width and height from the file's header, so that a huge picture is never decoded."""
    try:
        if data.startswith(_PNG):
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        if data.startswith(_JPEG):
            return _jpeg_size(data)
    except struct.error as error:
        raise LogoError(_BROKEN) from error
    raise LogoError("Unggah gambar PNG atau JPEG.")


def _without_metadata(png: bytes) -> bytes:
    """The PNG with only the chunks that make its picture."""
    kept, place, kind = [_PNG], len(_PNG), b""
    while kind != b"IEND":
        try:
            length, kind = struct.unpack_from(">I4s", png, place)
        except struct.error as error:
            raise LogoError(_BROKEN) from error
        end = place + 12 + length  # length and kind before the content, a check sum after it
        if kind in _PICTURE:
            kept.append(png[place:end])
        place = end
    return b"".join(kept)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    place = 2
    while True:
        start, marker, length = struct.unpack_from(">BBH", data, place)
        if start != 0xFF:
            raise LogoError(_BROKEN)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 + length
