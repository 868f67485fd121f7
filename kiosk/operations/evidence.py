"""Evidence files on disk: checked when they come in, kept under names of the program's own."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from kiosk.store.results.attachments import Attachment

MAX_BYTES = 8 * 1024 * 1024  # a photo of a good telephone
# What a file of each allowed type begins with, and what its stored name ends with.
_BEGINS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_ENDING = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class NotEvidence(ValueError):
    """A file that is not taken; the message is Indonesian and fit to show."""


@dataclass(frozen=True)
class Checked:
    """A file's bytes, with the type they really have."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """SHA-256 in hex."""
        return hashlib.sha256(self.content).hexdigest()


def check(content: bytes) -> Checked:
    """What kind of file this is, told by its first bytes and not by its name. Raises NotEvidence."""
    if not content:
        raise NotEvidence("Berkas itu kosong.")
    if len(content) > MAX_BYTES:
        raise NotEvidence(f"Berkas terlalu besar: paling banyak {MAX_BYTES // 1024**2} MB.")
    for begin, media_type in _BEGINS.items():
        if content.startswith(begin):
            return Checked(content, media_type)
    raise NotEvidence("Pilih berkas PDF, JPG, atau PNG.")


def path_of(folder: Path, attachment: Attachment) -> Path:
    """Where the bytes of `attachment` lie, below the instance's evidence folder."""
    return folder / f"{attachment.attachment_id}.{_ENDING[attachment.media_type]}"


def is_as_it_came(folder: Path, attachment: Attachment) -> bool:
    """Whether the file is there, with the bytes that came in."""
    try:
        with path_of(folder, attachment).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == attachment.digest
    except OSError:
        return False


def save(folder: Path, attachment: Attachment, checked: Checked) -> None:
    """Write the bytes so that they are on disk, readable by the program's user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path_of(folder, attachment), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(checked.content)
        file.flush()
        os.fsync(file.fileno())
