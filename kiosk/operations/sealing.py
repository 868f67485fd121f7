"""Encrypted copies of backups and evidence, for a disk that leaves the office: files of the age format.

`ikm secret passphrase` makes a key. It lies in the instance, readable by its owner alone, so that the daily
copies ask for nothing; locked with the passphrase it lies beside the copies, so that another computer can
open them with `ikm restore`, or without this program (`age -d`, https://age-encryption.org). A file that was
changed does not open, and only the holder of the key can make one that does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import pyrage

from kiosk.store.engine.copies import Unusable
from kiosk.store.engine.files import copy_private
from kiosk.store.engine.files import replace_atomically

SUFFIX = ".age"
# The key as it lies in the instance, and locked with the passphrase.
OPENED = ".cadangan-"  # the folder of a backup while it is open
OPEN, LOCKED = "kunci-cadangan.txt", "kunci-cadangan.age"


class Locked(Unusable):
    """The file cannot be opened with this key or passphrase, or was changed."""


@dataclass(frozen=True)
class Key:
    """What seals and opens copies: an age identity, and `locked` the same behind the passphrase."""

    text: str
    locked: bytes

    @classmethod
    def find(cls, instance: Path) -> Self | None:
        """The key of an instance; None while no passphrase was set."""
        try:
            return cls(
                (instance / OPEN).read_text(encoding="ascii").strip(), (instance / LOCKED).read_bytes()
            )
        except FileNotFoundError:
            return None

    @classmethod
    def unlock(cls, file: Path, passphrase: str, instance: Path) -> Self:
        """The key beside an encrypted copy that opens it; a disk may hold those of several computers.

        Raises Locked, OSError.
        """
        for path in sorted(file.parent.glob(f"{Path(LOCKED).stem}*{SUFFIX}")):
            locked = path.read_bytes()
            with suppress(pyrage.DecryptError, UnicodeDecodeError, Locked):
                key = cls(pyrage.passphrase.decrypt(locked, passphrase).decode("ascii"), locked)
                with opened(file, key, instance):
                    return key
        raise Locked("kata sandi cadangan salah, atau berkas kuncinya tidak ada di samping cadangan itu")

    @property
    def name_on_disk(self) -> str:
        """The name of the locked key beside copies, another one for each key."""
        public = str(pyrage.x25519.Identity.from_str(self.text).to_public())
        return f"{Path(LOCKED).stem}-{sha256(public.encode()).hexdigest()[:8]}{SUFFIX}"

    @classmethod
    def lock(cls, instance: Path, passphrase: str) -> Self:
        """Lock the instance's key, a new one if it has none, with a passphrase. Raises OSError."""
        found = cls.find(instance)
        text = found.text if found else str(pyrage.x25519.Identity.generate())
        key = cls(text, pyrage.passphrase.encrypt(text.encode("ascii"), passphrase))
        key.store(instance)
        return key

    def store(self, instance: Path) -> None:
        """Make it the key of an instance. Raises OSError."""
        for name, content in ((LOCKED, self.locked), (OPEN, self.text.encode("ascii"))):
            with replace_atomically(instance / name) as part:
                part.write_bytes(content)

    def seal(self, source: Path, target: Path) -> None:
        """Write an encrypted copy, private and durable. Raises OSError."""
        recipient = pyrage.x25519.Identity.from_str(self.text).to_public()
        with replace_atomically(target) as part, source.open("rb") as plain, part.open("wb") as sealed:
            pyrage.encrypt_io(plain, sealed, [recipient])

    def open(self, source: Path, target: Path) -> None:
        """Write what an encrypted copy holds, private and durable. Raises Locked, OSError."""
        identity = pyrage.x25519.Identity.from_str(self.text)
        try:
            with replace_atomically(target) as part, source.open("rb") as sealed, part.open("wb") as plain:
                pyrage.decrypt_io(sealed, plain, [identity])
        except (pyrage.DecryptError, OSError) as error:
            if getattr(error, "errno", None):  # of the disk; a changed file is an error without a number
                raise
            raise Locked(f"{source.name} tidak terbuka dengan kunci ini, atau berkasnya diubah") from error


def is_sealed(path: Path) -> bool:
    """Whether a file is an encrypted copy, by its name."""
    return path.suffix == SUFFIX


def sealed_name(name: str) -> str:
    """The name of the encrypted copy of a file."""
    return name + SUFFIX


@contextmanager
def opened(path: Path, key: Key | None, folder: Path) -> Iterator[Path]:
    """A file that can be read: itself, or what it holds, in `folder` for the time of the block.

    Raises:
        Locked: it is encrypted, and the key is another one or None.
    """
    if not is_sealed(path):
        yield path
        return
    if key is None:
        raise Locked(f"{path.name} terenkripsi, dan kuncinya tidak ada di komputer ini")
    with TemporaryDirectory(dir=folder, prefix=OPENED) as name:  # readable by its owner alone
        plain = Path(name) / path.name.removesuffix(SUFFIX)
        key.open(path, plain)
        yield plain


def seal_left(folder: Path, key: Key) -> None:
    """Replace the copies that were made before there was a key by encrypted ones. Raises OSError."""
    evidence = folder / "evidence"
    plain = [*folder.glob("ikm-*.db"), *(path for path in evidence.rglob("*") if path.is_file())]
    for path in plain:
        if not is_sealed(path) and path.suffix != ".part":
            key.seal(path, path.with_name(sealed_name(path.name)))
            path.unlink()
    with replace_atomically(folder / key.name_on_disk) as part:
        part.write_bytes(key.locked)


def bring_evidence(folder: Path, instance: Path, key: Key | None) -> int:
    """Copy evidence that lies beside a backup and is missing here; returns how many files. Raises OSError.

    Links are not followed: on a disk from elsewhere they may lead to any file of this computer.
    """
    count = 0
    source = folder / "evidence"
    is_there = source.is_dir() and not source.is_symlink() and folder != instance
    for path in sorted(source.rglob("*")) if is_there else ():
        if not path.resolve().is_relative_to(source.resolve()) or path.is_symlink():
            continue
        name = path.relative_to(source)
        target = instance / "evidence" / (name.with_suffix("") if is_sealed(path) else name)
        if not path.is_file() or target.exists():
            continue
        with suppress(Locked), opened(path, key, instance) as plain:
            copy_private(plain, target)
            count += 1
    return count
