"""The files of an installation, and what a check finds about them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from flask import Flask

from kiosk.base.config import BACKUPS
from kiosk.base.text import one_line


@dataclass(frozen=True)
class Installation:
    """The files of an installation; `second` is the second folder for backups, if one is set.

    `kept` is as in `backups.choose_kept`, `secret` the instance's, which signs the ledgers.
    """

    database: Path
    instance: Path
    second: Path | None
    kept: tuple[int, int, int] = (7, 4, 12)
    secret: str = ""

    @classmethod
    def of(cls, app: Flask) -> Self:
        """The files of `app`."""
        second = app.config["BACKUP_FOLDER"]
        return cls(
            Path(app.config["DATABASE"]),
            Path(app.instance_path),
            Path(second) if second else None,
            app.config["BACKUPS_KEPT"],
            app.config["SECRET_KEY"],
        )

    @property
    def backup_folders(self) -> list[Path]:
        """The folders with backups and ledgers."""
        return [self.instance / BACKUPS, *([self.second] if self.second else [])]


@dataclass(frozen=True)
class Finding:
    """A problem, and what to do about it; both in Indonesian, on one line.

    Names of files in the data folder are in some of them: a line end or a command for the terminal in such a
    name must not look like another finding.
    """

    what: str
    advice: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", one_line(self.what))
