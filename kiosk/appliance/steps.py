"""Steps that change the computer: printed before they are done, and done in their order."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class StepFailed(Exception):
    """A step could not be done; the message says which and why, in Indonesian."""


@dataclass(frozen=True)
class Command:
    """Run a program; `words` says in Indonesian what for."""

    words: str
    line: tuple[str, ...]

    def show(self) -> str:
        """The step as it is printed."""
        return f"{self.words}: {' '.join(self.line)}"

    def do(self) -> None:
        """Run it. Raises StepFailed."""
        try:
            subprocess.run(self.line, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own commands
        except (OSError, subprocess.CalledProcessError) as error:
            raise StepFailed(f"{self.show()}: {str(error).rstrip('.')}") from error


@dataclass(frozen=True)
class NewFile:
    """Write a text file; one that is there is replaced only if `replace`."""

    words: str
    path: Path
    text: str
    replace: bool = True
    mode: int = 0o644

    def show(self) -> str:
        """The step as it is printed."""
        return f"{self.words}: {self.path}"

    def do(self) -> None:
        """Write it. Raises StepFailed."""
        if self.path.exists() and not self.replace:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.path.with_name(f".{self.path.name}.baru")
            beside.write_text(self.text, encoding="utf-8")
            beside.chmod(self.mode)
            os.replace(beside, self.path)
        except OSError as error:
            raise StepFailed(f"{self.show()}: {error.strerror}") from error


@dataclass(frozen=True)
class Remove:
    """Remove a file if it is there."""

    words: str
    path: Path

    def show(self) -> str:
        """The step as it is printed."""
        return f"{self.words}: {self.path}"

    def do(self) -> None:
        """Remove it. Raises StepFailed."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise StepFailed(f"{self.show()}: {error.strerror}") from error


Step = Command | NewFile | Remove


def do_all(steps: Sequence[Step]) -> None:
    """Do the steps in their order; ends at the first that fails. Raises StepFailed."""
    for step in steps:
        step.do()
