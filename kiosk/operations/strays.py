"""What a killed process leaves: half-written copies, typefaces, unfinished batches, forgotten uploads."""

import os
import re
import shutil
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir

from kiosk.importing.folder import KEPT as KEPT_UPLOADS
from kiosk.operations.sealing import OPENED

# A copy that is being written changes all the time, a batch that is being made every few seconds.
UNFINISHED = timedelta(hours=1)
_FORGOTTEN = KEPT_UPLOADS + UNFINISHED
# Temporary folders that last as long as their process, whose number is in the name.
_OF_PROCESS = re.compile(r"ikm-(?:fonts|demo|logo|score)-(\d+)-\w+")


def find_strays(instance: Path, backup_folders: Iterable[Path], now: datetime) -> list[Path]:
    """The files and folders that nothing needs any more."""
    old, older = (now - age for age in (UNFINISHED, _FORGOTTEN))
    return [
        *(path for path in _list_parts(instance, backup_folders) if _is_before(path, old)),
        *(path for path in instance.glob(f"{OPENED}*") if _is_before(path, old)),
        *(path for path in (instance / "batches").glob("tmp*") if _is_before(path, old)),
        *(path for path in (instance / "imports").glob("*") if _is_before(path, older)),
        *(path for path in Path(gettempdir()).glob("ikm-*") if _is_before(path, old) and _has_ended(path)),
    ]


def remove_strays(instance: Path, backup_folders: Iterable[Path], now: datetime) -> None:
    """Delete them; what cannot be deleted stays for the next time."""
    for path in find_strays(instance, backup_folders, now):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def count_bytes(paths: Iterable[Path]) -> int:
    """How much the files, and those in the folders, take."""
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else (path,)))
    return sum(file.stat().st_size for file in files if file.is_file())


def _list_parts(instance: Path, backup_folders: Iterable[Path]) -> Iterator[Path]:
    for folder in (instance, *backup_folders):
        yield from folder.glob("*.part")
        yield from folder.glob("*.part-*")  # what SQLite keeps beside a database that is being written
        yield from (folder / "evidence").rglob("*.part")


def _is_before(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except OSError:
        return False  # gone meanwhile


def _has_ended(path: Path) -> bool:
    """Whether the process that the folder is named after has ended."""
    named = _OF_PROCESS.fullmatch(path.name)
    if named is None or os.name == "nt":  # where asking for a process by its number would end it
        return False
    try:
        os.kill(int(named[1]), 0)
    except ProcessLookupError:
        return path.stat().st_uid == os.getuid()
    except (OSError, OverflowError):
        pass
    return False
