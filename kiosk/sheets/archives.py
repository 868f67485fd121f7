"""A ZIP archive of tables, as Google Forms hands out its answers."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from kiosk.sheets import kinds
from kiosk.sheets.cells import SheetError

_TABLES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".htm", ".html"}
_MOST_BYTES = 256 * 1024 * 1024


def is_workbook(data: bytes) -> bool:
    """Whether a ZIP file is a workbook itself and not an archive. Raises `SheetError` for other documents."""
    names = _names(data)
    if refusal := kinds.refuse_container(names):
        raise refusal
    if any(name.startswith("xl/") for name in names):
        return True
    if "content.xml" in names and "mimetype" in names:
        kind = _read(data, "mimetype")
        if b"spreadsheet" in kind:
            return True
        raise SheetError(
            "Jenis berkas tidak dikenal sebagai tabel: ini dokumen OpenDocument. "
            "Salin tabelnya ke Excel, lalu simpan sebagai XLSX."
        )
    return False


def read_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The name and content of each table in an archive. Raises `SheetError` when there is none."""
    every = _names(data)
    names = [name for name in every if _is_table(name)] or [name for name in every if _is_archive(name)]
    if not names:
        raise SheetError(
            "Arsip ZIP ini tidak berisi tabel (CSV, XLSX, XLS, ODS). Ekstrak, lalu pilih berkasnya."
        )
    for name in names:
        yield name, _read(data, name)


def _is_table(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in _TABLES and not path.name.startswith((".", "~$")) and "__MACOSX" not in name


def _is_archive(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() == ".zip" and "__MACOSX" not in name


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if (
                sum(
                    info.file_size
                    for info in archive.infolist()
                    if _is_table(info.filename) or _is_archive(info.filename)
                )
                > _MOST_BYTES
            ):
                raise SheetError("Isi arsip ZIP ini jauh lebih besar daripada data survei.")
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        if isinstance(error, SheetError):
            raise
        raise kinds.broken() from error


def _read(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as stream:
            content = stream.read(_MOST_BYTES + 1)
    except RuntimeError as error:
        raise SheetError(
            "Arsip ZIP ini dilindungi kata sandi. Ekstrak dulu, lalu pakai berkas tabel di dalamnya."
        ) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        KeyError,
        ValueError,
    ) as error:
        raise kinds.broken() from error
    if len(content) > _MOST_BYTES:
        raise SheetError("Isi arsip ZIP ini jauh lebih besar daripada data survei.")
    return content
