"""A file that a command writes: it gets its name when it is whole, and is its user's alone.

Papers hold suggestions, small groups or single answers; who may read them is for its user to decide.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def _create_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """The file to write to; what was there before stays until the block ends, and if it raises.

    Something other than a file, such as `/dev/stdout`, is written to as it is. Raises OSError.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as there:
            yield there
        return
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(part, "xb", opener=_create_private) as file:
            yield file
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
