"""Evidence files on disk: checked when uploaded, and stored under names that the program chooses."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.store.engine.files import replace_atomically
from kiosk.store.engine.ids import new_key
from kiosk.store.results.attachments import Attachment
from kiosk.store.results.attachments import NewAttachment

MAX_BYTES = 8 * 1024 * 1024  # a photo of a good telephone
# What a unit's files may take together: some 500 photos. Without a limit one account could fill the disk,
# and answers would find no room.
QUOTA = 1024 * 1024 * 1024
FULL = "Ruang untuk berkas bukti unit ini sudah penuh. Perkecil fotonya, atau hapus bukti yang tidak perlu."
# What a file of each allowed type begins with, and what its stored name ends with.
_BEGINS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_ENDING = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class NotEvidence(ValueError):
    """A file that is not accepted; the message is Indonesian and fit to show."""


@dataclass(frozen=True)
class Checked:
    """A file's bytes, and the type that they really have."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """SHA-256 in hex."""
        return hashlib.sha256(self.content).hexdigest()


def check(content: bytes) -> Checked:
    """The type of a file by its first bytes, not by its name. Raises NotEvidence."""
    if not content:
        raise NotEvidence("Berkas itu kosong.")
    if len(content) > MAX_BYTES:
        raise NotEvidence(f"Berkas terlalu besar: paling banyak {MAX_BYTES // 1024**2} MB.")
    for begin, media_type in _BEGINS.items():
        if content.startswith(begin):
            return Checked(content, media_type)
    raise NotEvidence("Pilih berkas PDF, JPG, atau PNG.")


def path_of(folder: Path, attachment: Attachment | NewAttachment) -> Path:
    """The path of an attachment's file in the instance's evidence folder."""
    return folder / f"{attachment.attachment_id}.{_ENDING[attachment.media_type]}"


def is_unchanged(folder: Path, attachment: Attachment) -> bool:
    """Whether the file is there with the bytes that were uploaded."""
    try:
        with path_of(folder, attachment).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == attachment.digest
    except OSError:
        return False


@contextmanager
def saved(folder: Path, checked: Checked, name: str) -> Iterator[NewAttachment]:
    """Write a file, durably and readable by the program's user alone, to be recorded inside the block.

    The block's transaction begins only after the file is on disk: visitors' answers wait for the write lock,
    not for 8 MB. If the block fails, the file is removed again.
    """
    file = NewAttachment(new_key(16), name, checked.media_type, len(checked.content), checked.digest)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(folder, file)
    with replace_atomically(path) as part:
        part.write_bytes(checked.content)
    try:
        yield file
    except BaseException:
        path.unlink()
        raise
