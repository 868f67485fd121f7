"""What the daily maintenance could not do: a file in the instance, absent while all is well."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

FAILED = "perawatan-gagal.txt"


def write_failures(instance: Path, failed: Sequence[str], now: datetime) -> None:
    """Replace the file by these failures of `now`, or delete it where there are none."""
    path = instance / FAILED
    with suppress(OSError):
        if failed:
            lines = (f"{now:%Y-%m-%d %H.%M} UTC {line}\n" for line in failed)
            path.write_text("".join(lines), encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
