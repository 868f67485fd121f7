"""Where the data folder lies: a database that another program copies or a share locks gets damaged."""

import os
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from kiosk.operations.installation import Finding
from kiosk.operations.installation import Installation

# Folders of programs that synchronise, by the beginning of their names.
_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "syncthing": "Syncthing",
    "pcloud": "pCloud",
    "mega": "MEGA",
}
_MARKS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".owncloudsync.log": "Nextcloud"}
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "fuse.davfs2", "9p", "afs", "ceph")
_DRIVE_REMOTE = 4  # GetDriveTypeW


def find_sync(folder: Path) -> str | None:
    """The program that seems to synchronise this folder; None if none does."""
    for place in (folder, *folder.parents):
        name = place.name.lower()
        for start, program in _SYNCED.items():
            if name == start or name.startswith((f"{start} ", f"{start}-", f"{start}_")):
                return program
        for mark, program in _MARKS.items():
            if (place / mark).exists():
                return program
    return None


def is_on_share(folder: Path) -> bool:
    """Whether the folder is on another computer."""
    if os.name == "nt":
        return _is_remote_drive(folder)
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # no Linux
        return False
    return find_type(folder, lines) in _REMOTE


def find_type(folder: Path, mounts: Iterable[str]) -> str:
    """The type of the file system that a folder is on, from lines as in `/proc/mounts`."""
    longest, found = -1, ""
    for line in mounts:
        _, at, kind, *_ = [*line.split(), "", "", ""]
        point = Path(at.replace("\\040", " "))
        if point.is_absolute() and folder.is_relative_to(point) and len(point.parts) > longest:
            longest, found = len(point.parts), kind
    return found


def _is_remote_drive(folder: Path) -> bool:
    import ctypes  # only Windows has `windll`

    drive = folder.drive
    windll = getattr(ctypes, "windll", None)
    return drive.startswith("\\\\") or bool(
        windll and windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
    )


def check_placement(installation: Installation) -> Iterator[Finding]:
    """A data folder that is synchronised, or lies on another computer."""
    move = "Pindahkan folder data ke diska komputer ini dengan kiosk dihentikan, lalu atur IKM_INSTANCE."
    if program := find_sync(installation.instance):
        yield Finding(
            f"Folder data disinkronkan {program}: {installation.instance}",
            f"Basis data yang disalin saat dipakai dapat rusak. {move}",
        )
    if is_on_share(installation.instance):
        yield Finding(
            f"Folder data ada di komputer lain: {installation.instance}",
            f"Kunci berkas lewat jaringan tidak dapat diandalkan. {move}",
        )
