"""What makes the tests faster without changing what they test."""

import gc
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

# Files in memory: SQLite syncs every commit, for which a disk takes milliseconds and memory none.
_MEMORY = Path("/dev/shm")  # noqa: S108
_NEEDED = 4 * 2**30


def use_memory_for_files() -> None:
    """Keep the temporary files of this run in memory where the machine has the room."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _NEEDED:
        os.environ.setdefault("TMPDIR", str(_MEMORY))
        tempfile.tempdir = None  # so that `TMPDIR` is read again


def keep_bytecode() -> None:
    """Let the programs that tests start find the product compiled, where the environment forbids that.

    Compiling took a third of the second in which `ikm` starts.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def collect_rarely() -> None:
    """Look for unreachable objects a hundred times less often than usual: it took a quarter of the time.

    Modules, fixtures and applications are many objects that stay, and each search visits all of them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(70_000, 20, 50)


def hash_cheaply() -> None:
    """Make scrypt, of which a fifth of a second is wanted in the product, a matter of microseconds.

    Hashes look as strong as they should be, but only this process can check them.
    """
    scrypt = hashlib.scrypt

    def cheap(password: bytes, *, salt: bytes, n: int, r: int, p: int, maxmem: int) -> bytes:
        return scrypt(password + f"{n}:{r}:{p}".encode(), salt=salt, n=2, r=1, p=1)

    hashlib.scrypt = cheap  # type: ignore[assignment]
