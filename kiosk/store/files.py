"""Files of an office: for nobody else to read, and in their place whole or not at all."""

import os
from pathlib import Path


def create_private(path: Path) -> None:
    """Make the file, empty, readable and writable by its owner alone; SQLite's side files follow suit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def replace_file(path: Path, target: Path) -> None:
    """Put a file in its place, whole or not at all, also when the power goes."""
    os.replace(path, target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
