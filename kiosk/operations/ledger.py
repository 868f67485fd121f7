"""The ledger of heads: a plain text file beside the backups, where an insider with the database is not.

Each backup adds the heads of the journals and of the log of acts, and its own name, size and SHA-256. Every
line ends with an HMAC over it and the line before. Its key derives from the instance's secret, which is in no
database and in no backup, so an attacker who rewrites both cannot write a line that fits.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.store.engine.files import create_private
from kiosk.store.engine.times import to_text
from kiosk.store.journal.journal import Head

NAME = "kepala-jurnal.txt"
# What a line is about besides a journal, which has its unit's code there.
LOG, BACKUP = "*catatan", "*cadangan"
_BETWEEN = "\t"
_START = "0" * 64


@dataclass(frozen=True)
class Line:
    """One line: when it was written (UTC text), what it is about, and the head or backup that it states."""

    at: str
    subject: str
    value: str
    mac: str


@dataclass(frozen=True)
class RecordedBackup:
    """A backup as it was when it was taken: its size in bytes and the SHA-256 of its file."""

    name: str
    size: int
    digest: str


def full_stamp(head: Head) -> str:
    """A head with its whole digest: `147-3f2a…` (64 digits)."""
    return f"{head.sequence}-{head.digest}"


def append(folder: Path, secret: str, entries: Iterable[tuple[str, str]], now: datetime) -> None:
    """Add a line for each entry (subject, value), unless the last line about it says the same.

    Raises OSError.
    """
    path = folder / NAME
    lines = read(folder)
    last = {line.subject: line.value for line in lines}
    mac, text = lines[-1].mac if lines else _START, ""
    for subject, value in entries:
        if last.get(subject) != value:
            mac = _sign(secret, mac, to_text(now), subject, value)
            text += _BETWEEN.join((to_text(now), subject, value, mac)) + "\n"
    if not text:
        return
    if not path.exists():
        create_private(path)
    with path.open("r+b") as file:
        content = file.read()
        file.seek(content.rfind(b"\n") + 1)  # after a power cut the last line may be incomplete
        file.truncate()
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> list[Line]:
    """The complete lines of a folder's ledger, those that are no lines included; none without a file."""
    path = folder / NAME
    try:
        content = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    found = []
    for text in content[: content.rfind("\n") + 1].splitlines():
        parts = text.split(_BETWEEN)
        found.append(Line(*parts) if len(parts) == 4 else Line("", "", text, ""))
    return found


def find_forged(lines: Sequence[Line], secret: str) -> int | None:
    """The number of the first line that was changed, or not written with this secret; None if all fit."""
    mac = _START
    for number, line in enumerate(lines, start=1):
        if not hmac.compare_digest(
            line.mac.encode(), _sign(secret, mac, line.at, line.subject, line.value).encode()
        ):
            return number
        mac = line.mac
    return None


def sign_again(folder: Path, old: str, new: str) -> None:
    """Sign a ledger with a new secret, if every line fits the old one. Raises OSError."""
    lines = read(folder)
    if not lines or find_forged(lines, old):
        return
    mac, text = _START, ""
    for line in lines:
        mac = _sign(new, mac, line.at, line.subject, line.value)
        text += _BETWEEN.join((line.at, line.subject, line.value, mac)) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def describe_backup(path: Path) -> str:
    """The value of a line about a backup. Raises OSError."""
    return f"{path.name}:{path.stat().st_size}:{digest_of(path)}"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def list_backups(lines: Iterable[Line]) -> dict[str, RecordedBackup]:
    """The backups that a ledger states, by name."""
    found = {}
    for line in lines:
        name, _, rest = line.value.partition(":")
        size, _, digest = rest.partition(":")
        if line.subject == BACKUP and size.isdecimal():
            found[name] = RecordedBackup(name, int(size), digest)
    return found


def _sign(secret: str, previous: str, *fields: str) -> str:
    key = hmac.new(secret.encode(), b"ledger of heads", "sha256").digest()
    return hmac.new(key, "\n".join((previous, *fields)).encode(), "sha256").hexdigest()
