"""Creating the files of an office: private, and replaced atomically."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def create_private(path: Path) -> None:
    """Create an empty file that only its owner can read and write; SQLite's side files get the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def copy_private(source: Path, target: Path) -> None:
    """Copy a file so that at no moment anyone but its owner can read the copy. Raises OSError."""
    with replace_atomically(target) as part:
        shutil.copyfile(source, part)  # into the private file that is there


@contextmanager
def replace_atomically(target: Path) -> Iterator[Path]:
    """A private file to write to: replaces `target` when the block ends, is deleted when it raises."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # left by a killed process
    try:
        create_private(part)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        replace_file(part, target)
    finally:
        part.unlink(missing_ok=True)


def replace_file(path: Path, target: Path) -> None:
    """Rename a file over another atomically, durable across a power cut."""
    os.replace(path, target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
