"""Which kind of file some bytes are, and what to tell a person about one that holds no readable table."""

import re
from collections.abc import Collection

from kiosk.sheets.cells import SheetError

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"

_NO_WORKBOOK = "Berkas bukan buku kerja (XLSX, XLS, ODS) yang dapat dibaca"
_BROKEN = f"{_NO_WORKBOOK}: isinya rusak atau terpotong. Unduh lagi, atau buka dan simpan ulang di Excel."
_LOCKED = (
    "Berkas dilindungi kata sandi. Buka di Excel, hapus kata sandinya (Info › Proteksi Buku Kerja), "
    "simpan, lalu pakai berkas itu."
)
_UNKNOWN = "Jenis berkas tidak dikenal"
_SAVE_AS = "Buka di program asalnya dan simpan sebagai XLSX atau CSV."
# The beginning of a file that holds no table: what it is, and what to do.
_MAGIC = (
    (b"%PDF", "PDF", "Mintalah berkas Excel atau CSV yang menjadi sumbernya."),
    (b"\x89PNG", "gambar", "Mintalah berkas Excel atau CSV, bukan fotonya."),
    (b"\xff\xd8\xff", "gambar", "Mintalah berkas Excel atau CSV, bukan fotonya."),
    (b"GIF8", "gambar", "Mintalah berkas Excel atau CSV, bukan fotonya."),
    (b"Rar!", "arsip RAR", "Ekstrak dulu arsipnya, lalu pakai berkas tabel di dalamnya."),
    (b"7z\xbc\xaf", "arsip 7z", "Ekstrak dulu arsipnya, lalu pakai berkas tabel di dalamnya."),
    (b"\x1f\x8b", "arsip GZIP", "Ekstrak dulu arsipnya, lalu pakai berkas tabel di dalamnya."),
    (b"SQLite format 3", "basis data SQLite", "Ekspor tabelnya sebagai CSV."),
    (b"$FL2@(#)", "berkas SPSS", "Ekspor dari SPSS sebagai XLSX atau CSV."),
    (b"$FL3@(#)", "berkas SPSS", "Ekspor dari SPSS sebagai XLSX atau CSV."),
    (b"<stata_dta>", "berkas Stata", "Ekspor dari Stata sebagai XLSX atau CSV."),
    (b"PAR1", "berkas Parquet", "Ekspor datanya sebagai CSV."),
    (b"\0\1\0\0Standard ", "basis data Access", "Ekspor tabelnya dari Access sebagai XLSX."),
    (b"RIFF", "gambar, suara, atau video", "Mintalah berkas Excel atau CSV, bukan fotonya."),
    (b"{\\rtf", "dokumen RTF", "Salin tabelnya ke Excel, lalu simpan sebagai XLSX."),
)
_DOCUMENT = "Salin tabelnya ke Excel, lalu simpan sebagai XLSX."
# A member of a ZIP container that says what it is.
_CONTAINERS = (
    (re.compile(r"word/"), "dokumen Word (DOCX)", _DOCUMENT),
    (re.compile(r"ppt/"), "salindia PowerPoint (PPTX)", _DOCUMENT),
    (re.compile(r"Index/.*\.iwa|Index\.zip"), "berkas Apple Numbers", "Ekspor dari Numbers sebagai Excel."),
    (re.compile(r"AndroidManifest\.xml"), "aplikasi Android", "Pilih berkas tabelnya."),
)
_SHORTCUT = re.compile(r"\s*(?:\[InternetShortcut\]|https?://\S+\s*$|<\?xml.{0,200}<plist)", re.DOTALL)
_LINK = (
    "Berkas ini hanya tautan, bukan datanya. Buka tautannya, lalu unduh isinya: "
    "Berkas › Download › Microsoft Excel (.xlsx)."
)


def broken() -> SheetError:
    """A workbook that is damaged or was cut off."""
    return SheetError(_BROKEN)


def locked() -> SheetError:
    """A workbook with a password."""
    return SheetError(_LOCKED)


def refuse_binary(data: bytes) -> SheetError:
    """Why bytes that are neither text nor a workbook cannot be read."""
    for magic, name, advice in _MAGIC:
        if data.startswith(magic):
            return SheetError(f"{_UNKNOWN} sebagai tabel: ini {name}. {advice}")
    return SheetError(f"{_UNKNOWN}: yang dapat dibaca CSV, XLSX, XLS, dan ODS. {_SAVE_AS}")


def has_magic(data: bytes) -> bool:
    """Whether the file begins as a known kind without a table does."""
    return data.startswith(tuple(magic for magic, _, _ in _MAGIC))


def refuse_container(members: Collection[str]) -> SheetError | None:
    """Why a ZIP container with these members cannot be read; None when it may hold tables."""
    for pattern, name, advice in _CONTAINERS:
        if any(pattern.match(member) for member in members):
            return SheetError(f"{_UNKNOWN} sebagai tabel: ini {name}. {advice}")
    return None


def refuse_ole(data: bytes) -> SheetError:
    """Why an OLE file that the library could not open cannot be read."""
    names = data[: 4 * 1024 * 1024]
    if _utf16("EncryptedPackage") in names or _utf16("EncryptionInfo") in names:
        return locked()
    if _utf16("WordDocument") in names:
        return SheetError(f"{_UNKNOWN} sebagai tabel: ini dokumen Word (DOC). {_DOCUMENT}")
    if _utf16("PowerPoint Document") in names:
        return SheetError(f"{_UNKNOWN} sebagai tabel: ini salindia PowerPoint (PPT). {_DOCUMENT}")
    return broken()


def refuse_text(text: str) -> SheetError | None:
    """Why a text is no table though it could be separated text; None when it may be one."""
    start = text[:2000].lstrip("\ufeff").strip()
    if _SHORTCUT.match(start) or (
        start.startswith("{") and ("doc_id" in start or "docs.google.com" in start)
    ):
        return SheetError(_LINK)
    if start.startswith(("{", "[{")) and start.rstrip().endswith(("}", "]", ",")) and '"' in start:
        return SheetError(f"{_UNKNOWN} sebagai tabel: ini JSON. Ekspor datanya sebagai XLSX atau CSV.")
    if start.startswith(("ID;P", "TABLE\n0,1", "TABLE\r\n0,1")):
        return SheetError(f"{_UNKNOWN} sebagai tabel: ini SYLK atau DIF. {_SAVE_AS}")
    if start.startswith("<?xml") and "office:document" in start:
        return SheetError(f"{_UNKNOWN} sebagai tabel: ini FODS. {_SAVE_AS}")
    return None


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
