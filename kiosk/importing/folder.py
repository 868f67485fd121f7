"""Files between upload and import: each in a folder of its own, forgotten after a day.

Nothing of a file is in the database before it is imported, so what is not imported leaves no trace.
"""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from kiosk.base.interruption import postponed
from kiosk.importing.choices import Choices
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.progress import Progress
from kiosk.sheets.progress import silent
from kiosk.sheets.stored import open_sheets
from kiosk.sheets.stored import unpack
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import ALPHABET
from kiosk.store.engine.ids import new_key

MAX_FILE_BYTES = 32 * 1024 * 1024
MOST_PENDING = 20  # of a unit: the disk is for answers
KEPT = timedelta(days=1)
_ID = re.compile(r"[0-9a-z]{12}")
_ABOUT = "about.json"
_SOURCE = "source"


@dataclass(frozen=True)
class Pending:
    """A file that was uploaded for a unit, with what has been chosen for it so far.

    `recalled` says in Indonesian which of the choices were taken from an earlier import, "" for none; None
    until the file was first read.
    """

    import_id: str
    unit_id: str
    file_name: str
    sha256: str
    uploaded_at: str
    choices: Choices
    path: Path
    recalled: str | None = None

    def sheets(self, progress: Progress = silent) -> list[Sheet]:
        """The file's cells, taken out of it the first time. Raises `SheetError`; so may `progress`."""
        cells = self.path / "cells"
        if not cells.exists():
            making = self.path / "unpacking"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            try:
                unpack(self.path / _SOURCE, making, progress)
                making.rename(cells)
            finally:
                shutil.rmtree(making, ignore_errors=True)
        return open_sheets(cells)

    def count_rows(self) -> int:
        """The rows of all sheets, once they were taken out of the file."""
        return sum(lines.read_bytes().count(b"\n") for lines in (self.path / "cells").glob("*.jsonl"))

    def choose(self, choices: Choices, recalled: str | None = "") -> "Pending":
        """Keep other choices for this file, and which of them were recalled (None: some may yet be)."""
        changed = replace(self, choices=choices, recalled=recalled)
        changed.save()
        return changed

    def part_id(self, unit_id: str) -> str:
        """The id of a unit's import of the file, always the same, so that storing again goes on with it."""
        digest = sha256(f"{self.import_id} {unit_id}".encode()).digest()
        return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: len(self.import_id)])

    @property
    def import_ids(self) -> list[str]:
        """The ids of the imports that the file becomes: its own, or one for each unit of its offices."""
        units = sorted({*self.choices.targets.values()} - {""})
        return [*map(self.part_id, units)] if self.choices.targets else [self.import_id]

    def save(self) -> None:
        """Write down everything but the file itself."""
        about = {**asdict(self), "path": None}
        making = self.path / "about.new"
        making.write_text(json.dumps(about), encoding="utf-8")
        making.replace(self.path / _ABOUT)

    def discard(self) -> None:
        """Forget the file."""
        with postponed():
            shutil.rmtree(self.path, ignore_errors=True)


def receive(root: Path, chunks: Iterable[bytes], *, file_name: str, unit_id: str, now: datetime) -> Pending:
    """Keep an upload, and delete those that were abandoned.

    Raises:
        SheetError: it is larger than `MAX_FILE_BYTES`, or `MOST_PENDING` of the unit wait already; nothing
            is kept of it.
    """
    clean(root, now)
    if len(list_pending(root, unit_id)) >= MOST_PENDING:
        raise SheetError(f"{MOST_PENDING} berkas sudah menunggu. Impor atau hapus dahulu salah satunya.")
    import_id = new_key()
    path = root / import_id
    path.mkdir(parents=True, mode=0o700)
    digest = sha256()
    size = 0
    try:
        with (path / _SOURCE).open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MAX_FILE_BYTES:
                    raise SheetError(f"Berkas lebih besar dari {MAX_FILE_BYTES // 1024**2} MB.")
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    name = (
        re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", Path(file_name.replace("\\", "/")).name)[:150] or "berkas"
    )
    pending = Pending(import_id, unit_id, name, digest.hexdigest(), now.isoformat(), Choices(), path)
    pending.save()
    return pending


def find(root: Path, import_id: str, unit_id: str) -> Pending:
    """The unit's file that waits to be imported. Raises NotFound."""
    path = root / import_id
    if not _ID.fullmatch(import_id) or not (path / _ABOUT).is_file():
        raise NotFound(f"file {import_id}")
    about = json.loads((path / _ABOUT).read_text(encoding="utf-8"))
    pending = Pending(**{**about, "choices": Choices.restore(about["choices"]), "path": path})
    if pending.unit_id != unit_id:
        raise NotFound(f"file {import_id}")
    return pending


def list_pending(root: Path, unit_id: str) -> list[Pending]:
    """The unit's files that wait to be imported, the latest first."""
    found = []
    for path in root.iterdir() if root.is_dir() else ():
        try:
            found.append(find(root, path.name, unit_id))
        except NotFound:
            continue
    return sorted(found, key=lambda pending: pending.uploaded_at, reverse=True)


def clean(root: Path, now: datetime) -> None:
    """Forget files uploaded longer ago than `KEPT`."""
    for path in root.iterdir() if root.is_dir() else ():
        about = path / _ABOUT
        age = now.timestamp() - (about if about.exists() else path).stat().st_mtime
        if age > KEPT.total_seconds():
            shutil.rmtree(path, ignore_errors=True)
