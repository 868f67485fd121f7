"""Files of an office: for nobody else to read, and in their place whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def create_private(path: Path) -> None:
    """Make the file, empty, readable and writable by its owner alone; SQLite's side files follow suit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A private file beside `target` to write to; it takes its place when the block ends well, or goes."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # of one that was killed
    try:
        create_private(part)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        replace_file(part, target)
    finally:
        part.unlink(missing_ok=True)


def replace_file(path: Path, target: Path) -> None:
    """Put a file in its place, whole or not at all, also when the power goes."""
    os.replace(path, target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
